// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "evals/Results.h"

class QIODevice;

namespace countersign::evals {

// Both read back with readResults() to the same cases, outcomes, figures and totals. What the format has no place for stands
// in members and properties of our own. Neither writes a file that is not Complete, because the copy would no longer say so,
// and neither calls an answer passed that is not.
// `out` is open for writing. Fails: Refused (not Complete; `detail` is the status), Unavailable (`out` takes no more).

/// promptfoo's JSON, version 3 (OutputFile and EvaluateSummaryV3 of its src/types/index.ts). An input that is no object
/// of variables becomes the variable `input`.
[[nodiscard]] Done writePromptfoo(const ResultFile &file, QIODevice &out);

/// JUnit XML: a suite per column, a test case per answer.
[[nodiscard]] Done writeJUnit(const ResultFile &file, QIODevice &out);

} // namespace countersign::evals
