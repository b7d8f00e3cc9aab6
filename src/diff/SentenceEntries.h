// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Comparison.h"

namespace countersign::diff {

/// The entries of the sentence change at an index: what its words say, most of all about duty, quantity and people. Stops
/// when the list has `most` entries.
void addSentenceEntries(const Comparison &comparison, int index, qsizetype most, QList<Entry> &entries);

/// Where a changed sentence stands on both sides, or the given stretches of it.
std::array<Place, 2> placesOf(const Comparison &comparison, const SentenceChange &change);
std::array<Place, 2> placesOf(const Comparison &comparison, const SentenceChange &change, Range left,
                              Range right);

} // namespace countersign::diff
