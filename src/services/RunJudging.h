// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Gate.h"
#include "evals/Compare.h"

namespace countersign {

/// What a run is held against.
struct RunBaseline
{
    ContentHash content = {};        ///< RunRecorded::baseline: of which texts it is; none: of none
    const evals::ResultFile *file = nullptr; ///< nullptr: there is no run of them
};

/// What the record would say of a run, and the comparison behind it.
struct JudgedRun
{
    RunRecorded data = {};
    evals::Comparison comparison = {};
    QString summary = {};   ///< canonical JSON: what the file says of itself
};

/// The rule of the policy by which a run of `suite` by this model is judged: of those for the suite the one that asks for
/// that model, else the first that applies, else the first. nullopt: the policy names the suite nowhere.
[[nodiscard]] std::optional<SuiteRule> suiteRule(const State &state, const Change &change, const ArtifactId &suite,
                                                 const QString &modelAsked);

/// The content that a run of the current revision is compared with: what is live, else what it was written against.
[[nodiscard]] ContentHash expectedBaseline(const State &state, const Change &change);

/// The newest complete run of `suite`, as it is accepted now, over the texts `content`, of any change and of the models
/// that `rule` asks for, whose file the record keeps; nullptr: there is none.
[[nodiscard]] const EvalRun *baselineRun(const State &state, const SuiteRule &rule, const ContentHash &content);

/// Compares a run of the current revision on the terms of the policy. `model`: that was asked, where the file does not
/// say. Pure; takes as long as the comparison: off the window's thread.
/// Fails: NotFound (no revision, no such suite), Refused (subject: content-mismatch) for a file of ours that says it is
/// of other bytes than any file of the revision.
[[nodiscard]] Result<JudgedRun> judgeRun(const State &state, const Change &change, const ArtifactId &suite,
                                         const evals::ResultFile &candidate, const RunBaseline &baseline,
                                         const QString &model = {});

} // namespace countersign
