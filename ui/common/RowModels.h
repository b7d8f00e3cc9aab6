// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Roles.h"
#include "ui/common/RowData.h"

#include <QAbstractListModel>
#include <QIdentityProxyModel>

#include <functional>
#include <utility>

namespace countersign {

// Everything a row delegate asks, answered from one value.
template<typename RowData>
[[nodiscard]] QVariant rowAnswer(const RowData &row, int role)
{
    switch (role) {
    case roles::RowDataRole: return QVariant::fromValue(row);
    case roles::RowKeyRole: return row.key;
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: return spoken(row);
    case Qt::ToolTipRole: {
        const QString tip = toolTip(row);
        return tip.isEmpty() ? QVariant() : QVariant(tip);
    }
    default: return {};
    }
}

// Puts the words and signs of the window on a model that knows neither: `reader` makes the row of a source index.
template<typename RowData>
class RowAdapter : public QIdentityProxyModel
{
public:
    using Reader = std::function<RowData(const QModelIndex &source)>;

    explicit RowAdapter(Reader reader, QObject *parent = nullptr)
        : QIdentityProxyModel(parent), m_reader(std::move(reader))
    {
    }

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!index.isValid())
            return {};
        switch (role) {
        case roles::RowDataRole:
        case roles::RowKeyRole:
        case Qt::DisplayRole:
        case Qt::AccessibleTextRole:
        case Qt::ToolTipRole: return rowAnswer(m_reader(mapToSource(index)), role);
        default: return QIdentityProxyModel::data(index, role);
        }
    }

    Qt::ItemFlags flags(const QModelIndex &index) const override
    {
        if (!index.isValid())
            return QIdentityProxyModel::flags(index);
        return isItem(m_reader(mapToSource(index))) ? QIdentityProxyModel::flags(index)
                                                    : Qt::ItemFlags(Qt::ItemIsEnabled | Qt::ItemNeverHasChildren);
    }

private:
    Reader m_reader;
};

// A list of rows that the window makes itself. setRows updates by difference of the keys, so that the chosen row,
// the focus and the place of scrolling survive. Keys are unique.
template<typename RowData>
class RowList : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid))
            return {};
        return rowAnswer(m_rows[index.row()], role);
    }

    Qt::ItemFlags flags(const QModelIndex &index) const override
    {
        if (!index.isValid())
            return Qt::NoItemFlags;
        if (!isItem(m_rows[index.row()]))
            return Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
        return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    }

    [[nodiscard]] const QList<RowData> &rows() const { return m_rows; }

    [[nodiscard]] QModelIndex indexOf(const QString &key) const
    {
        const int row = find(m_rows, key, 0);
        return row < 0 ? QModelIndex() : index(row);
    }

    void setRows(const QList<RowData> &rows)
    {
        for (int row = static_cast<int>(m_rows.size()) - 1; row >= 0; --row) {
            if (find(rows, m_rows[row].key, 0) < 0) {
                beginRemoveRows({}, row, row);
                m_rows.removeAt(row);
                endRemoveRows();
            }
        }
        for (int row = 0; row < rows.size(); ++row) {
            const int from = find(m_rows, rows[row].key, row);
            if (from < 0) {
                beginInsertRows({}, row, row);
                m_rows.insert(row, rows[row]);
                endInsertRows();
                continue;
            }
            if (from != row) {
                beginMoveRows({}, from, from, {}, row);
                m_rows.move(from, row);
                endMoveRows();
            }
            if (m_rows[row] != rows[row]) {
                m_rows[row] = rows[row];
                emit dataChanged(index(row), index(row));
            }
        }
    }

private:
    [[nodiscard]] static int find(const QList<RowData> &rows, const QString &key, int from)
    {
        for (int row = from; row < rows.size(); ++row) {
            if (rows[row].key == key)
                return row;
        }
        return -1;
    }

    QList<RowData> m_rows;
};

using ChangeRows = RowList<ChangeRowData>;
using EventRows = RowList<EventRowData>;
using RequirementRows = RowList<RequirementRowData>;
using EntryRows = RowList<EntryRowData>;

} // namespace countersign
