// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/State.h"

namespace countersign {

/// The least lane of a revision, whatever its texts say, and what makes it so.
struct LaneFloor
{
    Lane lane = Lane::Low;
    bool machineAuthor = false; ///< a service wrote part of it
    bool afterRollback = false; ///< one of its files was rolled back within the versions that the policy looks at
    friend bool operator==(const LaneFloor &, const LaneFloor &) = default;
};

/// Whether one of the artifact's last versions, as many as the policy looks at, was rolled back anywhere.
[[nodiscard]] bool wasRolledBackLately(const State &state, const ArtifactId &artifact);

/// What a revision of these files by these people starts from, under the policy in force. The fold asks the same when the
/// revision is submitted.
[[nodiscard]] LaneFloor laneFloor(const State &state, const QList<ArtifactId> &artifacts,
                                  const QList<PrincipalId> &contributors);

} // namespace countersign
