// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Workspace.h"
#include "ui/common/RowData.h"

#include <QCoreApplication>

namespace countersign {

// One event of the record as a row: who did what, in words; what had no effect is struck and says by which rule.
class EventText
{
    Q_DECLARE_TR_FUNCTIONS(EventText)

public:
    // `now` in milliseconds since the epoch.
    [[nodiscard]] static EventRowData row(const WorkspaceView &view, const LogEntry &entry, qint64 now);
    [[nodiscard]] static RichLine sentence(const WorkspaceView &view, const LogEntry &entry);
};

} // namespace countersign
