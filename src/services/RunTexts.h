// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/State.h"
#include "evals/Suite.h"

#include <functional>
#include <memory>

namespace countersign {

/// What a run of a suite over the current revision of a change is made of.
struct RunTexts
{
    struct File
    {
        QString path = {};
        ArtifactKind kind = ArtifactKind::Prompt;
        QByteArray proposed = {};
        /// What runs in the last environment, else what the revision was written against; none for a new file.
        std::optional<QByteArray> live = {};
    };
    std::shared_ptr<const evals::Suite> suite = {}; ///< as it is accepted; never null
    QList<File> files = {};                         ///< of the revision, without those that it removes
};

/// Collects them. Governed files that the suite reads are taken as they are accepted, others from `others`. What is
/// wrong within the suite is among its problems. Blocks as `content` and `others` do.
/// Fails: NotFound (no revision, no such suite), and as `content`.
[[nodiscard]] Result<RunTexts>
runTextsOf(const State &state, const ChangeId &change, const ArtifactId &suite,
           const std::function<Result<QByteArray>(const ContentHash &)> &content,
           const evals::SuiteFiles &others);

} // namespace countersign
