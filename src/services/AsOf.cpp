// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/AsOf.h"

#include <algorithm>

namespace countersign {

bool AsOfRow::differs() const
{
    if (a.has_value() != b.has_value()) {
        return true;
    }
    return a && (a->version != b->version || a->content != b->content);
}

std::optional<PointerMove> runningAt(const Artifact &artifact, const EnvironmentId &environment, Sequence at)
{
    const auto pointer = artifact.pointers.constFind(environment);
    if (pointer == artifact.pointers.cend()) {
        return std::nullopt;
    }
    std::optional<PointerMove> running;
    for (const PointerMove &move : pointer->moves) {
        if (move.stamp.seq > at) {
            break;
        }
        running = move;
    }
    return running;
}

QList<AsOfRow> asOf(const State &state, const QList<EnvironmentId> &environments, Sequence a, Sequence b)
{
    QList<AsOfRow> rows;
    for (const EnvironmentId &environment : environments) {
        for (const Artifact &artifact : state.artifacts) {
            AsOfRow row{.artifact = artifact.id,
                        .path = artifact.path,
                        .kind = artifact.kind,
                        .environment = environment,
                        .a = runningAt(artifact, environment, a),
                        .b = runningAt(artifact, environment, b)};
            if (row.a || row.b) {
                rows.append(row);
            }
        }
    }
    std::stable_sort(rows.begin(), rows.end(), [](const AsOfRow &one, const AsOfRow &other) {
        if (one.differs() != other.differs()) {
            return one.differs();
        }
        return one.artifact < other.artifact;
    });
    return rows;
}

QList<Moment> momentsOf(const State &state, const QList<EnvironmentId> &environments)
{
    QList<Moment> moments;
    for (const Artifact &artifact : state.artifacts) {
        for (const EnvironmentId &environment : environments) {
            for (const PointerMove &move : artifact.pointers.value(environment).moves) {
                moments.append({.kind = move.rolledBack ? MomentKind::Rollback : MomentKind::Release,
                                .seq = move.stamp.seq,
                                .claimedAt = move.stamp.claimedAt});
            }
        }
    }
    for (const Change &change : state.changes) {
        if (change.status == ChangeStatus::Accepted) {
            moments.append({.kind = MomentKind::Acceptance, .seq = change.ended.seq, .claimedAt = change.ended.claimedAt});
        }
    }
    for (const VoidRecord &record : state.voids) {
        moments.append({.kind = MomentKind::WithoutEffect, .seq = record.seq, .claimedAt = record.stamp.claimedAt});
    }
    std::stable_sort(moments.begin(), moments.end(), [](const Moment &one, const Moment &other) {
        return one.seq != other.seq ? one.seq < other.seq : one.kind < other.kind;
    });
    // One event may move many pointers; on the line it is one.
    const auto end = std::unique(moments.begin(), moments.end(), [](const Moment &one, const Moment &other) {
        return one.seq == other.seq && one.kind == other.kind;
    });
    moments.erase(end, moments.end());
    return moments;
}

const Change *changeBehind(const State &state, const Artifact &artifact, const SemVer &version)
{
    const VersionRecord *record = artifact.version(version);
    return record && !record->change.isNull() ? state.change(record->change) : nullptr;
}

} // namespace countersign
