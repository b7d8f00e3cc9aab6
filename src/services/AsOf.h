// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/State.h"

namespace countersign {

/// One governed file in one environment at two places of the record.
struct AsOfRow
{
    ArtifactId artifact = {};
    QString path = {};
    ArtifactKind kind = ArtifactKind::Prompt;
    EnvironmentId environment = {};
    std::optional<PointerMove> a = {}; ///< the move that held at A; none: nothing ran there
    std::optional<PointerMove> b = {};

    /// Another text ran. Two versions with the same bytes are the same text under two names and differ too.
    [[nodiscard]] bool differs() const;
    friend bool operator==(const AsOfRow &, const AsOfRow &) = default;
};

/// The move that held once the event `at` was in the record; none before the first one.
[[nodiscard]] std::optional<PointerMove> runningAt(const Artifact &artifact, const EnvironmentId &environment,
                                                   Sequence at);

/// Every file that ran in one of `environments` at A or at B, those that differ first, then by name.
[[nodiscard]] QList<AsOfRow> asOf(const State &state, const QList<EnvironmentId> &environments, Sequence a, Sequence b);

/// What stands on the line of time, oldest first.
enum class MomentKind { Release, Rollback, Acceptance, WithoutEffect };

struct Moment
{
    MomentKind kind = MomentKind::Release;
    Sequence seq = 0;
    qint64 claimedAt = 0;
    friend bool operator==(const Moment &, const Moment &) = default;
};

[[nodiscard]] QList<Moment> momentsOf(const State &state, const QList<EnvironmentId> &environments);

/// The change that made a version of the artifact; nullptr for what was there when the record began.
[[nodiscard]] const Change *changeBehind(const State &state, const Artifact &artifact, const SemVer &version);

} // namespace countersign
