// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/Story.h"

namespace countersign::test {

inline const ArtifactId refundSuiteId{QStringLiteral("evals/refund")};

/// The story's policy with a suite that every change below support/ has to pass on gpt-4.1: recorded by engineering,
/// also by CI; Dana (compliance) and Ana (product) may accept a result.
[[nodiscard]] Policy gatePolicy();

/// A story of that policy with the refund prompt, its suite, and a change of Ana's that Jonas has approved: all that is
/// missing is a run.
[[nodiscard]] Story gateStory(const Policy &policy = gatePolicy(), Lane lane = Lane::Low);

/// A run of the suite of the first rule over the current revision, with everything as the gate wants it.
[[nodiscard]] RunRecorded runOf(const Story &story, EvalVerdict verdict = EvalVerdict::Pass);

/// Records it and gives its id.
EventId recorded(Story &story, const RunRecorded &run, const PrincipalId &actor = ci);

/// The gate of the story's change; a default one where it has none.
[[nodiscard]] Requirement gateOf(const Story &story);

} // namespace countersign::test
