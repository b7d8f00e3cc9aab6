// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "services/Workspace.h"
#include "ui/policy/PolicyTables.h"

#include <QObject>

namespace countersign {

// Every policy that was in force, read from the record: since when, by whom, who approved it, what it changed.
class PolicyHistory : public QObject
{
    Q_OBJECT

public:
    // `workspace` outlives it.
    explicit PolicyHistory(Workspace &workspace, QObject *parent = nullptr);

    // Reads when the policy in force is another one than was read.
    void read(const ViewPointer &view);
    void readAgain(const ViewPointer &view);
    [[nodiscard]] bool isReading() const { return m_reading; }
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] PolicyTable table(const WorkspaceView &view) const;
    // The change that brought the policy of a row; null for the first.
    [[nodiscard]] ChangeId changeOf(int row) const;

signals:
    void changed();

private:
    void take(const Result<QList<LogEntry>> &entries, bool last);

    Workspace &m_workspace;
    PolicyHash m_readOf;
    bool m_reading = false;
    QList<LogEntry> m_entries; // newest first, effective ones
    std::optional<Error> m_error;
    Latest<Result<QList<LogEntry>>> m_changes{this};
    Latest<Result<QList<LogEntry>>> m_first{this};
};

} // namespace countersign
