// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Comparison.h"
#include "domain/Policy.h"
#include "lanes/Classification.h"

namespace countersign::lanes {

/// Grows by one when a rule is added or changes its lane.
inline constexpr int currentRulesVersion = 2;

/// What the rules know beside the two texts. Taken from the policy and the state by the caller.
struct Facts
{
    QString path = {};
    ArtifactKind kind = ArtifactKind::Prompt;
    QList<Consequence> consequences = {}; ///< empty when the policy says nothing
    QStringList ownedSections = {};       ///< titles of the sections that have owners of their own
    int consumers = 0;                    ///< prompts that include this one
    bool recentIncident = false;          ///< rollback, trigger or complaint within the policy's window
    bool machineAuthor = false;
    QList<Watched> watched = {}; ///< of the policy, for this file

    friend bool operator==(const Facts &, const Facts &) = default;
};

/// The lane of a change and the reasons. Pure and deterministic; direction of the change never counts.
/// A comparison that is not complete gives medium with the finding "analysis.incomplete".
Classification classify(const diff::Comparison &comparison, const Facts &facts);

/// Every rule that can appear in a finding, with the lane it gives, for documentation and for the
/// wording in the interface.
struct RuleInfo
{
    QString id = {};
    Lane lane = Lane::Medium;

    friend bool operator==(const RuleInfo &, const RuleInfo &) = default;
};
QList<RuleInfo> rules();

} // namespace countersign::lanes
