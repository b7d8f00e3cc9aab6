// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Requirements.h"

namespace countersign {

/// Something that a policy asks for and that nobody it names could give. All of it fails closed: it blocks, and never
/// lets anything through.
enum class PolicyGap {
    LaneRole,    ///< no holder of `role`, which the lane wants an approval of
    LaneAnyRole, ///< no holder of any of `roles`, one of which the lane wants an approval of
    LaneCount,   ///< fewer people than approvals, beside the author; `have` of `need`
    LaneOwner, ///< the lane wants somebody named as rollback owner, and nobody may roll back in the last environment
    OwnerRole,  ///< no holder of `role`, which owns `subject`
    OwnerAny,   ///< nobody active among those of whom one owns `subject`
    Administer, ///< nobody may put a policy in force
    Write,      ///< nobody may open a change
    Accept,     ///< nobody may turn an approved change into versions
    Deploy,     ///< nobody may release into the environment `subject`
    RollBack,   ///< nobody may roll back in the environment `subject`
    Lower,      ///< nobody may confirm that a change leaves a lane, which the policy gives to `roles`
    Override,   ///< nobody may override the requirement `subject`, which the policy gives to `roles`
    Emergency,  ///< nobody may declare an emergency, which the policy gives to `roles`
    Audit,      ///< nobody is shown lowered lanes, overrides and emergencies, or may close one
    Delegate,   ///< nobody holds the role that may be handed on
    Login,      ///< logins are bound, and the person `subject` has none and so may do nothing in a database
    Keys,       ///< signatures are required, and the person `subject` has no key and so may do nothing
};

[[nodiscard]] QString toString(PolicyGap gap); ///< "lane-role", stable

struct PolicyWarning
{
    PolicyGap gap = PolicyGap::LaneRole;
    Lane lane = Lane::Low;
    QList<RoleId> roles = {};
    QString subject = {};
    int need = 0;
    int have = 0;
    /// Nobody could change the policy again once it is in force: every person is locked out for good.
    bool locksOut = false;
    friend bool operator==(const PolicyWarning &, const PolicyWarning &) = default;
};

/// What nobody could give under `policy`, in the order of the policy's parts. Pure.
[[nodiscard]] QList<PolicyWarning> policyWarnings(const Policy &policy);
/// Whether one of them locks everybody out. Such a policy comes in force only by an event that says that this is meant
/// (PolicyChanged::locksOut); whoever puts one in force through this program is asked about it first, whatever the way.
[[nodiscard]] bool locksEverybodyOut(const Policy &policy);

/// Subject of the error that refuses to put such a policy in force.
inline constexpr QLatin1StringView lockOutSubject{"policy-locks-out"};

/// What a change by somebody unknown needs in `lane`, by the one evaluator: of no file in particular when `path` is empty,
/// else of that file, with every section that has owners. What always holds of a fresh change is left out.
[[nodiscard]] QList<Requirement> needsOf(const Policy &policy, Lane lane, const QString &path);

} // namespace countersign
