// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/ReleasesModel.h"
#include "ui/common/RowDelegates.h"

#include <QIdentityProxyModel>
#include <QPersistentModelIndex>
#include <QTableView>

class QPushButton;

namespace countersign {

class Clock;

// The words of the board on the model.
class BoardModel : public QIdentityProxyModel
{
    Q_OBJECT

public:
    BoardModel(ReleasesModel *model, const Clock &clock, QObject *parent);

    void setView(const ViewPointer &view);
    [[nodiscard]] const ViewPointer &view() const { return m_view; }
    [[nodiscard]] const Clock &clock() const { return m_clock; }
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const Clock &m_clock;
    ViewPointer m_view;
};

class BoardDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    BoardDelegate(const BoardModel &model, QObject *parent);

    void setHoveredRow(int row) { m_hovered = row; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    // Where the parts of a cell stand in it.
    struct Parts
    {
        QRect version = {};
        QRect since = {};
        QRect note = {};
        QRect promote = {};  // empty when nothing is offered
        QRect rollBack = {}; // empty when there is nothing to go back to
    };
    [[nodiscard]] Parts parts(const QRect &cell, const QModelIndex &index, const Theme &theme, Qt::LayoutDirection direction) const;
    [[nodiscard]] bool isLast(const QModelIndex &index) const;

private:
    void paintName(QPainter &painter, const QRect &box, const QModelIndex &index, bool chosen, const Theme &theme) const;
    void paintCell(QPainter &painter, const QRect &box, const QModelIndex &index, const Theme &theme, Qt::LayoutDirection direction,
                   bool withButtons) const;

    const BoardModel &m_model;
    int m_hovered = -1;
};

// Prompts by environments. Arrows go from cell to cell, Enter asks for the history of one. The current and the hovered
// row carry real buttons.
class ReleaseBoard : public QTableView
{
    Q_OBJECT

public:
    explicit ReleaseBoard(BoardModel *model, QWidget *parent = nullptr);

    // Column widths for a width of the page, until the person has chosen her own.
    void spreadColumns();
    // While a write is under way no button of the board acts.
    void setWriting(bool writing);
    [[nodiscard]] ReleaseCell currentCell() const;
    void refreshButtons();

signals:
    void promoteAsked(const countersign::ReleaseCell &cell);
    void rollBackAsked(const countersign::ReleaseCell &cell);
    void historyAsked(const countersign::ReleaseCell &cell);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    struct RowButtons
    {
        QPersistentModelIndex row = {};
        QList<QPushButton *> buttons = {};
    };
    void place(RowButtons &row, const QModelIndex &at, bool withFocus);
    void hover(int row);

    BoardModel *m_model;
    BoardDelegate *m_delegate = nullptr;
    RowButtons m_current;
    RowButtons m_hovered;
    bool m_writing = false;
};

} // namespace countersign
