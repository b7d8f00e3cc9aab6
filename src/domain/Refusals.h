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

[[nodiscard]] Refusal refuseToWrite(const State &state, const PrincipalId &actor);
/// Send a revision or note, raise the lane, to an existing change.
[[nodiscard]] Refusal refuseToRevise(const State &state, const PrincipalId &actor, const Change &change);
[[nodiscard]] Refusal refuseToComment(const State &state, const PrincipalId &actor, const Change &change);
/// Review the current revision as `as`.
[[nodiscard]] Refusal refuseToReview(const State &state, const PrincipalId &actor, const Change &change,
                                     const RoleId &as, Decision decision);
[[nodiscard]] Refusal refuseToAccept(const State &state, const PrincipalId &actor, const Change &change);
[[nodiscard]] Refusal refuseToWithdraw(const State &state, const PrincipalId &actor, const Change &change);
[[nodiscard]] Refusal refuseToRelease(const State &state, const PrincipalId &actor, const ArtifactId &artifact,
                                      const SemVer &version, const EnvironmentId &environment);
[[nodiscard]] Refusal refuseToRollBack(const State &state, const PrincipalId &actor, const ArtifactId &artifact,
                                       const SemVer &target, const EnvironmentId &environment);

} // namespace countersign
