// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/policy/PolicyTables.h"

#include <QPointer>
#include <QTableView>

class QStandardItemModel;

namespace countersign {

// A table of words that wrap, with lanes as chips. Read with the arrows like any table.
class PolicyFormView;

class PolicyTableView : public QTableView
{
    Q_OBJECT

public:
    explicit PolicyTableView(QWidget *parent = nullptr);

    // The current cell stays where its row still is.
    void setTable(const PolicyTable &table, const QString &name);
    [[nodiscard]] const PolicyTable &table() const { return m_table; }
    [[nodiscard]] QString rowKey(int row) const;
    // Nothing where no row has that key.
    void chooseRow(const QString &key, int column);
    // The fields of a cell stand in its place, as wide as it or a little wider; the row grows with them.
    void openForm(const QModelIndex &cell, PolicyFormView *form);
    [[nodiscard]] PolicyFormView *form() const;
    void closeForm();
    // It asks for more or less room now.
    void openedFormGrew() { spread(); }
    // As high as its rows, so that something can stand below.
    void setFitted(bool fitted);

signals:
    // Enter or a click on a cell.
    void cellChosen(const QModelIndex &cell);
    void removeAsked(const QModelIndex &cell);
    void moveAsked(const QModelIndex &cell, int by); // -1 up, 1 down
    void focused();                                  // the keyboard came here

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    void spread();
    void placeForm();

    QStandardItemModel *m_model = nullptr;
    PolicyTable m_table;
    QPointer<PolicyFormView> m_form;
    int m_formRow = -1;
    int m_formColumn = -1;
    QList<int> m_widths;
    bool m_fitted = false;
};

} // namespace countersign
