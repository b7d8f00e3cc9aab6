// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Fold.h"
#include "domain/Requirements.h"

namespace countersign {

/// Why `actor` may not do something now. The same answers void an event, disable a button and word its tooltip.
using Refusal = std::optional<Void>;

/// `detail`: ids and names only.
[[nodiscard]] inline Refusal refusal(VoidRule rule, const QString &detail = {})
{
    return Void{.rule = rule, .detail = detail};
}

/// What a server took from `login` as the word of `person`.
[[nodiscard]] Refusal refuseLogin(const Policy &policy, const Person &person, const std::optional<QString> &login);
[[nodiscard]] Refusal refuseToWrite(const State &state, const PrincipalId &actor);
/// Send a revision or note, raise the lane, to an existing change.
[[nodiscard]] Refusal refuseToRevise(const State &state, const PrincipalId &actor, const Change &change);
[[nodiscard]] Refusal refuseToComment(const State &state, const PrincipalId &actor, const Change &change);
/// Review the current revision as `as`, a role of the actor's own or, with a `delegation`, of whoever gave it.
[[nodiscard]] Refusal refuseToReview(const State &state, const PrincipalId &actor, const Change &change,
                                     const RoleId &as, Decision decision, const EventId &delegation = {});
/// Name `reviewer` (empty: nobody) as the one who is asked to review.
[[nodiscard]] Refusal refuseToNameReviewer(const State &state, const PrincipalId &actor, const Change &change,
                                           const PrincipalId &reviewer);
/// Take the demand for changes `review` away.
[[nodiscard]] Refusal refuseToClearRequest(const State &state, const PrincipalId &actor, const Change &change,
                                           const EventId &review);
/// Propose that the current revision has the lower lane `lane`.
[[nodiscard]] Refusal refuseToProposeLowering(const State &state, const PrincipalId &actor, const Change &change,
                                              Lane lane);
/// Confirm the open proposal to lower the lane.
[[nodiscard]] Refusal refuseToLower(const State &state, const PrincipalId &actor, const Change &change);
/// Override a requirement of the current revision: of its acceptance while it is in review, of its release afterwards.
[[nodiscard]] Refusal refuseToOverride(const State &state, const PrincipalId &actor, const Change &change,
                                       const QString &requirement);
[[nodiscard]] Refusal refuseToDeclareEmergency(const State &state, const PrincipalId &actor, const Change &change);
[[nodiscard]] Refusal refuseToCloseEmergency(const State &state, const PrincipalId &actor, const Change &change,
                                             const EventId &emergency);
/// Record a run of `suite` over a revision of `change`. Whoever may act may say what they read in a file that is
/// recorded already: it can only make the result worse.
[[nodiscard]] Refusal refuseToRecordRun(const State &state, const PrincipalId &actor, const Change &change,
                                        const RunRecorded &run);
/// Accept what the run that counts for a suite says, though it is no pass.
[[nodiscard]] Refusal refuseToAcceptResult(const State &state, const PrincipalId &actor, const Change &change,
                                           const EventId &run);
/// Grade a case of a recorded run.
[[nodiscard]] Refusal refuseToGrade(const State &state, const PrincipalId &actor, const Change &change,
                                    const EventId &run);
[[nodiscard]] Refusal refuseToSpotCheck(const State &state, const PrincipalId &actor, const Change &change);
[[nodiscard]] Refusal refuseToDelegate(const State &state, const PrincipalId &actor, const PrincipalId &to,
                                       const RoleId &role);
[[nodiscard]] Refusal refuseToRevoke(const State &state, const PrincipalId &actor, const EventId &delegation);
[[nodiscard]] Refusal refuseToAccept(const State &state, const PrincipalId &actor, const Change &change);
[[nodiscard]] Refusal refuseToWithdraw(const State &state, const PrincipalId &actor, const Change &change);
[[nodiscard]] Refusal refuseToRelease(const State &state, const PrincipalId &actor, const ArtifactId &artifact,
                                      const SemVer &version, const EnvironmentId &environment);
[[nodiscard]] Refusal refuseToRollBack(const State &state, const PrincipalId &actor, const ArtifactId &artifact,
                                       const SemVer &target, const EnvironmentId &environment);

} // namespace countersign
