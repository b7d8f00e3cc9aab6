// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/Compare.h"

namespace countersign::ctl {

/// "+0.5 points"; scores in the metric's own unit: "+0.03".
[[nodiscard]] QString differenceWords(const evals::DimensionComparison &dimension, double value);

/// The verdict of one dimension with the rule and the numbers, in one sentence.
[[nodiscard]] QString verdictSentence(const evals::DimensionComparison &dimension,
                                      const evals::CompareOptions &options);

/// The verdict over all in one sentence.
[[nodiscard]] QString verdictSentence(const evals::Comparison &comparison);

} // namespace countersign::ctl
