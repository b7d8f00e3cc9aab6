// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <utility>
#include <vector>

namespace countersign::diff {

/// Indexes of elements that stay, as pairs (left, right), rising on both sides.
using Pairs = std::vector<std::pair<int, int>>;

/// A longest common subsequence of two sequences of ids where the difference is small; where it is large, one that
/// keeps the elements that occur once on each side. Work is bounded by a constant times the length, so no input
/// makes it slow. Stops early and gives what it has when `canceled` says so.
Pairs align(std::span<const int> left, std::span<const int> right,
            const std::function<bool()> &canceled = {});

} // namespace countersign::diff
