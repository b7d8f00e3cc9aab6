// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/WorkspaceView.h"
#include "ui/common/RowData.h"

#include <QCoreApplication>

namespace countersign {

// The words for what an environment ran: the history of a pointer.
class MoveWords
{
    Q_DECLARE_TR_FUNCTIONS(MoveWords)

public:
    // "Chen Wei released 1.3.0 to Production".
    // "just now", "for 44 min", "since 7 Apr"; "taken back 44 min ago", "taken back 7 Apr".
    [[nodiscard]] static QString since(qint64 when, bool rolledBack, qint64 now);
    // "just now", "44 min ago", "7 Apr".
    [[nodiscard]] static QString ago(qint64 when, qint64 now);
    [[nodiscard]] static EventRowData row(const WorkspaceView &view, const EnvironmentId &environment,
                                          const PointerMove &move, qint64 now);
    // All moves of the file in one environment, or in all of them when none is named; newest first.
    [[nodiscard]] static QList<EventRowData> history(const WorkspaceView &view, const Artifact &artifact,
                                                     const EnvironmentId &environment, qint64 now);
};

} // namespace countersign
