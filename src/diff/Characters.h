// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Comparison.h"

namespace countersign::diff {

/// Entries for what a person does not see in the words that came: hidden characters, controls of direction, letters
/// that pass for others, words of two scripts. What was there before is not news. Stops when the list has `most` entries.
void addCharacterEntries(const Comparison &comparison, qsizetype most, QList<Entry> &entries);

/// Whether a replacement of words is told by those entries alone: nothing but such characters changed.
bool changesOnlyLooks(const WordEdit &edit);

} // namespace countersign::diff
