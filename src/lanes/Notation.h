// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Comparison.h"
#include "lanes/SentenceRules.h"

namespace countersign::lanes {

/// Whether a changed sentence still says the same: marks, spelling, a number in front of it, a comment, or another
/// place. A move to under another line that forbids or asks for approval is told as what it is. No rule: it says
/// something else.
Judgement judgeNotation(const diff::SentenceChange &change, const diff::Comparison &comparison);

} // namespace countersign::lanes
