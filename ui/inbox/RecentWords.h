// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Inbox.h"
#include "ui/common/RowData.h"
#include "ui/shell/Address.h"

#include <QCoreApplication>

namespace countersign {

// "Changed in the last 24 hours": what happened as a row, and where it leads.
class RecentWords
{
    Q_DECLARE_TR_FUNCTIONS(RecentWords)

public:
    [[nodiscard]] static EventRowData row(const WorkspaceView &view, const RecentEvent &event, qint64 now);
    [[nodiscard]] static Address address(const RecentEvent &event);

private:
    [[nodiscard]] static QString sentence(const WorkspaceView &view, const RecentEvent &event);
    [[nodiscard]] static Icon icon(RecentKind kind);
};

} // namespace countersign
