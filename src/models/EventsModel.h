// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ModelRoles.h"
#include "services/Latest.h"
#include "services/Workspace.h"

#include <QAbstractListModel>
#include <QMetaType>

namespace countersign {

/// The record, newest first, read as it scrolls (fetchMore). ValueRole is LogEntry, KeyRole the sequence number as text.
/// New events appear on top after refresh() without a reset.
class EventsModel : public QAbstractListModel
{
    Q_OBJECT
public:
    /// `workspace` outlives the model.
    explicit EventsModel(Workspace &workspace, QObject *parent = nullptr);

    /// `query.before` and `query.most` are ignored. Starts anew.
    void setQuery(const LogQuery &query);
    [[nodiscard]] const LogQuery &query() const { return m_query; }
    /// Reads what is newer than the first row.
    void refresh();
    [[nodiscard]] bool busy() const { return m_busy; }
    [[nodiscard]] bool complete() const { return m_complete; }
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] const LogEntry &entry(int row) const { return m_entries[row]; }
    [[nodiscard]] QModelIndex indexOf(Sequence seq) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

signals:
    /// busy(), complete() or error() is another.
    void statusChanged();

private:
    void readOlder();
    void append(const QList<LogEntry> &older);
    void prepend(const QList<LogEntry> &newest);
    void settle(std::optional<Error> error);

    Workspace &m_workspace;
    LogQuery m_query;
    QList<LogEntry> m_entries;
    bool m_busy = false;
    bool m_complete = false;
    std::optional<Error> m_error;
    Latest<Result<QList<LogEntry>>> m_older;
    Latest<Result<QList<LogEntry>>> m_newer;
};

} // namespace countersign

Q_DECLARE_METATYPE(countersign::LogEntry)
