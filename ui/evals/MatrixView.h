// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/CasesModel.h"
#include "ui/common/Theme.h"

#include <QStyledItemDelegate>
#include <QTableView>

namespace countersign {

// Paints a case and what each version answered to it: a mark for each answer, a figure where there is no limit, a count
// where there are too many marks. Only what is on the screen is read.
class CaseDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    CaseDelegate(const CasesModel &model, QObject *parent) : QStyledItemDelegate(parent), m_model(model) {}

    void setHoveredRow(int row) { m_hovered = row; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

    static constexpr int mostMarks = 5;
    // Of a version's column, for so many answers each.
    [[nodiscard]] static int marksWidth(int repeats, const Theme &theme);
    static void paintMark(QPainter &painter, const QRectF &box, evals::Outcome outcome, const Theme &theme,
                          ColorRole ground);

private:
    const CasesModel &m_model;
    int m_hovered = -1;
};

// Cases × versions. Up and Down walk cases, Left and Right the versions of one, Ctrl+C copies the case as text.
// Columns of older versions go first when there is no room; the two that are compared stay.
class MatrixView : public QTableView
{
    Q_OBJECT

public:
    // `model` outlives the view.
    explicit MatrixView(CasesModel *model, QWidget *parent = nullptr);

    // The case and version at the cursor; -1: none.
    [[nodiscard]] int currentCase() const;
    [[nodiscard]] int currentVersion() const;
    // To the case of that key, or the first one where it is not shown.
    void goTo(const QString &key);
    [[nodiscard]] QString currentKey() const;
    // To the next or previous case; false at the end.
    bool step(int direction);
    [[nodiscard]] QString plainText() const;

signals:
    // currentCase() or currentVersion() is another.
    void currentMoved();
    // Enter or a double click.
    void caseOpened();
    // The digit of an answer was pressed, from 0.
    void answerAsked(int repeat);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void follow();
    void spread();

    CasesModel *m_cases;
    CaseDelegate *m_delegate = nullptr;
    int m_headRow = -1;
};

} // namespace countersign
