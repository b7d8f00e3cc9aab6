// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Comparison.h"

namespace countersign::test {

/// What is wrong with a comparison of two texts whatever they are; empty when nothing is.
[[nodiscard]] QString problemsOf(const diff::Comparison &comparison, const QString &left, const QString &right);
/// Where `back` is not `there` with the sides exchanged; empty when it is. Rows of one side stand in its order; how the
/// rows that only one side has stand among those of the other is not compared, nor which side names the kind of block.
[[nodiscard]] QString mirrorProblems(const diff::Comparison &there, const diff::Comparison &back);
/// Whether every mark says that words stand elsewhere and otherwise alike.
[[nodiscard]] bool isMovesOnly(const diff::Comparison &comparison);
/// Whether no word is marked and no row says more than that its lines are others.
[[nodiscard]] bool isRewrapOnly(const diff::Comparison &comparison);

} // namespace countersign::test
