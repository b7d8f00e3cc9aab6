// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/State.h"

namespace countersign {

/// In which role, and in whose name, somebody may speak.
struct Voice
{
    RoleId as = {};
    EventId delegation = {};  ///< null: a role of the speaker's own
    PrincipalId of = {};      ///< whose voice it is: the speaker, or who delegated the role
    friend bool operator==(const Voice &, const Voice &) = default;
};

/// An approval that counts, and whose it is.
struct Approval
{
    PrincipalId by = {};
    PrincipalId of = {};      ///< `by`, unless it was given for somebody else
    RoleId as = {};
    EventId review = {};
    EventId keptFrom = {};    ///< the earlier revision that it was given for; null: for this one
    friend bool operator==(const Approval &, const Approval &) = default;
};

/// Whether an approval given under an earlier policy counts. A change that is not accepted is approved under the policy in
/// force; of an accepted one only the roles are looked at again.
enum class UnderPolicy { InForce, Any };

/// Approvals that count for `revision`, or are kept for it: of its content with the note in force, by active humans who
/// hold the role they spoke in or had it delegated by a holder, where neither of the two contributed; and viewed, where
/// the lane asks for that. Nobody counts twice, neither as speaker nor as the one who is spoken for.
[[nodiscard]] QList<Approval> countingApprovals(const State &state, const Change &change, const Revision &revision,
                                                UnderPolicy under);

/// The revisions before `revision` whose approvals are kept, oldest first: those of which the author's client and
/// that of at least one reviewer who contributed nothing found that only white space changed since, and none found
/// otherwise, where the lane keeps approvals over that. The fold reads no texts; whoever accepts or checks does. Never
/// of a change of the policy.
[[nodiscard]] QList<const Revision *> keptRevisions(const State &state, const Change &change, const Revision &revision);

/// The last word of everybody who reviewed this revision.
[[nodiscard]] QList<Review> stances(const Revision &revision);

/// Roles of their own first, in the order of the policy, then those that others delegated to them. Nothing for people
/// who are not active, and for services.
[[nodiscard]] QList<Voice> voicesOf(const State &state, const PrincipalId &person);

/// Whether this delegation lets `person` speak as `role` now; gives who is spoken for.
[[nodiscard]] std::optional<PrincipalId> spokenFor(const State &state, const EventId &delegation,
                                                   const PrincipalId &person, const RoleId &role);

/// Whether `person` is an owner of anything that the current revision of `change` touches.
[[nodiscard]] bool ownsTouched(const State &state, const Change &change, const PrincipalId &person);

} // namespace countersign
