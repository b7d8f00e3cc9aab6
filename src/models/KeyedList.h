// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ModelRoles.h"

#include <QAbstractListModel>
#include <QHash>
#include <QSet>

namespace countersign {

/// A flat list of values with unique keys. setRows() changes only what differs, so that the chosen row, the focus and
/// the place of scrolling survive a refresh. `Row` has `QString key`, `bool head` and ==.
template<typename Row>
class KeyedList : public QAbstractListModel
{
public:
    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex &parent = {}) const final
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }

    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
            return {};
        }
        const Row &row = m_rows[index.row()];
        switch (role) {
        case ValueRole:
            return QVariant::fromValue(row);
        case KeyRole:
            return row.key;
        case HeadRole:
            return row.head;
        default:
            return {};
        }
    }

    Qt::ItemFlags flags(const QModelIndex &index) const final
    {
        if (!index.isValid()) {
            return Qt::NoItemFlags;
        }
        const Qt::ItemFlags usual = Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
        return m_rows[index.row()].head ? usual : usual | Qt::ItemIsSelectable;
    }

    [[nodiscard]] const QList<Row> &rows() const { return m_rows; }

    [[nodiscard]] QModelIndex indexOf(const QString &key) const
    {
        for (int row = 0; row < m_rows.size(); ++row) {
            if (m_rows[row].key == key) {
                return index(row);
            }
        }
        return {};
    }

protected:
    void setRows(const QList<Row> &rows)
    {
        QSet<QString> kept;
        kept.reserve(rows.size());
        for (const Row &row : rows) {
            kept.insert(row.key);
        }
        for (int last = int(m_rows.size()) - 1; last >= 0; --last) {
            if (kept.contains(m_rows[last].key)) {
                continue;
            }
            int first = last;
            while (first > 0 && !kept.contains(m_rows[first - 1].key)) {
                --first;
            }
            beginRemoveRows({}, first, last);
            m_rows.remove(first, last - first + 1);
            endRemoveRows();
            last = first;
        }
        QSet<QString> old;
        old.reserve(m_rows.size());
        for (const Row &row : std::as_const(m_rows)) {
            old.insert(row.key);
        }
        for (int row = 0; row < rows.size(); ++row) {
            if (!old.contains(rows[row].key)) {
                int end = row + 1;
                while (end < rows.size() && !old.contains(rows[end].key)) {
                    ++end;
                }
                beginInsertRows({}, row, end - 1);
                for (int at = row; at < end; ++at) {
                    m_rows.insert(at, rows[at]);
                }
                endInsertRows();
                row = end - 1;
                continue;
            }
            int from = row;
            while (m_rows[from].key != rows[row].key) {
                ++from;
            }
            if (from != row) {
                beginMoveRows({}, from, from, {}, row);
                m_rows.move(from, row);
                endMoveRows();
            }
            if (!(m_rows[row] == rows[row])) {
                m_rows[row] = rows[row];
                emit this->dataChanged(this->index(row), this->index(row));
            }
        }
    }

private:
    QList<Row> m_rows;
};

} // namespace countersign
