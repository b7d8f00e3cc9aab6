// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/SuiteSheet.h"

#include <QAbstractTableModel>
#include <QTableView>

#include <memory>

namespace countersign {

struct CaseFilter
{
    QString words = {}; // all of them, anywhere in the case
    QString dimension = {};
    QString source = {};
    [[nodiscard]] bool isEmpty() const { return words.isEmpty() && dimension.isEmpty() && source.isEmpty(); }
    friend bool operator==(const CaseFilter &, const CaseFilter &) = default;
};

// The cases of a suite that pass the filter, in the suite's order.
class CaseTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Variables, Assertions, Source, Dimension, Owner, Date, Health, ColumnCount };
    enum Role { SignRole = Qt::UserRole + 1, ReadOnlyRole };

    explicit CaseTableModel(QObject *parent = nullptr);

    // Rows that stay the same keep their places and their selection.
    void setSheet(std::shared_ptr<const SuiteSheet> sheet);
    [[nodiscard]] const std::shared_ptr<const SuiteSheet> &sheet() const { return m_sheet; }
    void setFilter(const CaseFilter &filter);
    [[nodiscard]] const CaseFilter &filter() const { return m_filter; }
    // nullptr outside the table.
    [[nodiscard]] const SuiteRow *row(int row) const;
    // The row of that entry of `tests`; -1 when it is not shown.
    [[nodiscard]] int rowOfTest(qsizetype index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QList<qsizetype> shownOf(const SuiteSheet *sheet) const;

    std::shared_ptr<const SuiteSheet> m_sheet;
    CaseFilter m_filter;
    QList<qsizetype> m_shown; // into the sheet's rows
};

// The table: one row chosen at a time, with the keys of a list that is edited.
class CaseTableView : public QTableView
{
    Q_OBJECT

public:
    explicit CaseTableView(CaseTableModel *model, QWidget *parent = nullptr);

signals:
    void openAsked();       // Enter or F2
    void addAsked();        // Insert
    void duplicateAsked();  // Ctrl+D
    void removeAsked();     // Delete
    void moveAsked(int by); // Alt+Up, Alt+Down
    void undoAsked();
    void redoAsked();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void spread();
};

} // namespace countersign
