// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "domain/State.h"

namespace countersign {

/// Which text a caller in an environment gets now.
struct Resolved
{
    ArtifactId artifact = {};
    QString path = {};
    ArtifactKind kind = ArtifactKind::Prompt;
    EnvironmentId environment = {};
    SemVer version = {};
    ContentHash content = {};
    Head at = {}; ///< the place of the ledger that this was true at
    friend bool operator==(const Resolved &, const Resolved &) = default;
};

/// Never a default: a missing prompt, environment or pointer, or a pointer to nothing, fails with NotFound (subject:
/// "prompt", "environment" or "pointer"; detail: its name); a release that a newer Countersign wrote fails with Newer.
[[nodiscard]] Result<Resolved> resolve(const State &state, const ArtifactId &artifact, const EnvironmentId &environment);

} // namespace countersign
