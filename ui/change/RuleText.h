// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/WorkspaceView.h"
#include "ui/common/RowData.h"

#include <QCoreApplication>

namespace countersign {

// The words of the window for lane rules, requirements and what a rule refuses now.
class RuleText
{
    Q_DECLARE_TR_FUNCTIONS(RuleText)

public:
    // "Money and time limits": what a lane rule is called. A rule of a newer program keeps its id.
    [[nodiscard]] static QString ruleName(const QString &rule);
    [[nodiscard]] static bool knowsRule(const QString &rule);
    // "30 days became 14 days": what was found, with the rule at the trailing edge.
    [[nodiscard]] static EntryRowData finding(const FindingRecord &finding);
    // One row per sentence, in the order of the findings: what was found in several places is said once, with how
    // often. A row has the key of its first finding.
    [[nodiscard]] static QList<EntryRowData> reasons(const QList<FindingRecord> &findings);

    // `mine`: the person at the window could satisfy it.
    [[nodiscard]] static RequirementRowData requirement(const WorkspaceView &view, const Requirement &requirement, bool mine);
    // A few words for a folded list of what is satisfied: "note", "billing".
    [[nodiscard]] static QString gateReason(GateReason reason);
    [[nodiscard]] static QString requirementShort(const WorkspaceView &view, const Requirement &requirement);

    // Why the person may not do it now: the sentence under a disabled button.
    [[nodiscard]] static QString refusal(const WorkspaceView &view, const Void &refusal);
};

} // namespace countersign
