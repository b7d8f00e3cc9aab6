// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/EventsModel.h"

#include <algorithm>

namespace countersign {

namespace {

constexpr int pageSize = 200;

} // namespace

EventsModel::EventsModel(Workspace &workspace, QObject *parent)
    : QAbstractListModel(parent), m_workspace(workspace), m_older(this), m_newer(this)
{
}

void EventsModel::setQuery(const LogQuery &query)
{
    m_older.cancel();
    m_newer.cancel();
    beginResetModel();
    m_query = query;
    m_entries.clear();
    m_complete = false;
    m_busy = false;
    m_error.reset();
    endResetModel();
    readOlder();
}

void EventsModel::refresh()
{
    if (m_entries.isEmpty()) {
        if (!m_busy) {
            m_complete = false;
            readOlder();
        }
        return;
    }
    LogQuery query = m_query;
    query.before = 0;
    query.most = pageSize;
    m_newer.start(m_workspace.log(query), [this](const Result<QList<LogEntry>> &newest) {
        if (newest) {
            prepend(*newest);
        }
    });
}

QModelIndex EventsModel::indexOf(Sequence seq) const
{
    const auto it = std::find_if(m_entries.cbegin(), m_entries.cend(), [seq](const LogEntry &e) { return e.seq == seq; });
    return it == m_entries.cend() ? QModelIndex() : index(int(it - m_entries.cbegin()));
}

int EventsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

QVariant EventsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const LogEntry &entry = m_entries[index.row()];
    switch (role) {
    case ValueRole:
        return QVariant::fromValue(entry);
    case KeyRole:
        return QString::number(entry.seq);
    case HeadRole:
        return false;
    default:
        return {};
    }
}

bool EventsModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !m_complete && !m_busy && !m_error;
}

void EventsModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent)) {
        readOlder();
    }
}

void EventsModel::readOlder()
{
    LogQuery query = m_query;
    query.before = m_entries.isEmpty() ? 0 : m_entries.last().seq;
    query.most = pageSize;
    m_busy = true;
    emit statusChanged();
    m_older.start(m_workspace.log(query), [this](const Result<QList<LogEntry>> &older) {
        if (!older) {
            settle(older.error());
            return;
        }
        append(*older);
        m_complete = older->size() < pageSize;
        settle({});
    });
}

void EventsModel::append(const QList<LogEntry> &older)
{
    if (older.isEmpty()) {
        return;
    }
    const int first = int(m_entries.size());
    beginInsertRows({}, first, first + int(older.size()) - 1);
    m_entries.append(older);
    endInsertRows();
}

void EventsModel::prepend(const QList<LogEntry> &newest)
{
    const Sequence known = m_entries.first().seq;
    const auto end = std::find_if(newest.cbegin(), newest.cend(), [known](const LogEntry &e) { return e.seq <= known; });
    if (end == newest.cend() && newest.size() == pageSize) {
        // More came than one page holds: what is in between is not known.
        setQuery(m_query);
        return;
    }
    const int count = int(end - newest.cbegin());
    if (count == 0) {
        return;
    }
    beginInsertRows({}, 0, count - 1);
    m_entries = newest.first(count) + m_entries;
    endInsertRows();
}

void EventsModel::settle(std::optional<Error> error)
{
    m_busy = false;
    m_error = std::move(error);
    emit statusChanged();
}

} // namespace countersign
