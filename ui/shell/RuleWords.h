// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/WorkspaceView.h"

#include <QCoreApplication>

namespace countersign {

// The words of the window for rules of the record and for the events themselves.
class RuleWords
{
    Q_DECLARE_TR_FUNCTIONS(RuleWords)

public:
    // Why an event had, or would have, no effect: a whole sentence.
    [[nodiscard]] static QString sentence(VoidRule rule);
    // The same for the id of a rule as errors carry it; the id itself when it is not known.
    [[nodiscard]] static QString sentence(const QString &ruleId);
    // What an event of that kind does, as a noun: "approval or request for changes", "rollback".
    [[nodiscard]] static QString kind(const QString &eventKind);
    // "#42", "support/refund in Production", "the policy".
    [[nodiscard]] static QString subject(const WorkspaceView &view, const QString &subject);
    // Why the person at this window can write nothing at all; empty when she can.
    [[nodiscard]] static QString readOnlyReason(const WorkspaceView &view);
};

} // namespace countersign
