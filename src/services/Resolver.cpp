// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Resolver.h"

using namespace Qt::StringLiterals;

namespace countersign {

Result<Resolved> resolve(const State &state, const ArtifactId &artifact, const EnvironmentId &environment)
{
    if (!state.policy.environment(environment)) {
        return failure(ErrorCode::NotFound, u"environment"_s, environment.value);
    }
    const Artifact *found = state.artifact(artifact);
    if (!found) {
        return failure(ErrorCode::NotFound, u"prompt"_s, artifact.value);
    }
    if (state.newerSubjects.contains(releaseSubject(environment, artifact))) {
        return failure(ErrorCode::Newer, u"pointer"_s, artifact.value);
    }
    const PointerMove *running = found->running(environment);
    if (!running || running->content.isNull()) {
        return failure(ErrorCode::NotFound, u"pointer"_s, u"%1 in %2"_s.arg(artifact.value, environment.value));
    }
    return Resolved{.artifact = artifact,
                    .path = found->path,
                    .kind = found->kind,
                    .environment = environment,
                    .version = running->version,
                    .content = running->content,
                    .at = state.head};
}

} // namespace countersign
