// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Workspace.h"
#include "ui/shell/Address.h"

#include <QCoreApplication>

namespace countersign {

// What the Audit page says about events and about the state of the record.
class AuditWords
{
    Q_DECLARE_TR_FUNCTIONS(AuditWords)

public:
    // What an event is about, short: "support/refund", "#42", "the policy".
    [[nodiscard]] static QString subject(const WorkspaceView &view, const LogEntry &entry);
    // Where that is shown; `page` Audit when nowhere.
    [[nodiscard]] static Address placeOf(const WorkspaceView &view, const LogEntry &entry);
    // The kinds of events, as in the record, in the order of a menu.
    [[nodiscard]] static QStringList kinds();
    // A problem of verification as a sentence; its id where it is not known.
    [[nodiscard]] static QString problem(const QString &what);
};

} // namespace countersign
