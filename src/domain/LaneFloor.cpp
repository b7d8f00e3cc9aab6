// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/LaneFloor.h"

#include <algorithm>

namespace countersign {

bool wasRolledBackLately(const State &state, const ArtifactId &id)
{
    const Artifact *artifact = state.artifact(id);
    const int window = state.policy.history.versions;
    if (!artifact || window <= 0) {
        return false;
    }
    const qsizetype from = std::max<qsizetype>(0, artifact->versions.size() - window);
    for (const Pointer &pointer : artifact->pointers) {
        for (qsizetype i = 1; i < pointer.moves.size(); ++i) {
            if (!pointer.moves.at(i).rolledBack) {
                continue;
            }
            const SemVer left = pointer.moves.at(i - 1).version;
            const bool recent = std::any_of(artifact->versions.cbegin() + from, artifact->versions.cend(),
                                            [&left](const VersionRecord &record) { return record.version == left; });
            if (recent) {
                return true;
            }
        }
    }
    return false;
}

LaneFloor laneFloor(const State &state, const QList<ArtifactId> &artifacts, const QList<PrincipalId> &contributors)
{
    LaneFloor floor;
    floor.machineAuthor = std::any_of(contributors.cbegin(), contributors.cend(), [&state](const PrincipalId &id) {
        const Person *person = state.policy.person(id);
        return person && person->kind == PrincipalKind::Service;
    });
    if (floor.machineAuthor) {
        floor.lane = state.policy.machineAuthors;
    }
    floor.afterRollback = std::any_of(artifacts.cbegin(), artifacts.cend(), [&state](const ArtifactId &artifact) {
        return wasRolledBackLately(state, artifact);
    });
    if (floor.afterRollback) {
        floor.lane = std::max(floor.lane, state.policy.history.lane);
    }
    return floor;
}

} // namespace countersign
