// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/State.h"
#include "evals/Compare.h"

namespace countersign {

/// The words of the record and of the comparison are the same.
[[nodiscard]] evals::Verdict toEvals(EvalVerdict verdict);

/// What the record says of a run, as a comparison without its pairs: for a run whose file nobody has. `limit` is the
/// loss allowed as a share of a metric's scale, as CompareOptions::limit. The verdict is verdictOf().
[[nodiscard]] evals::Comparison recordedComparison(const RunRecorded &run, double limit);

/// The terms of a rule as compare() takes them; the usual ones for none.
[[nodiscard]] evals::CompareOptions compareOptions(const std::optional<SuiteRule> &rule);

/// The column of `file` that answers for the run: the first that asked the model of the run, else the first.
[[nodiscard]] quint32 columnOf(const evals::ResultFile &file, const RunRecorded &run);

} // namespace countersign
