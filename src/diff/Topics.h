// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Comparison.h"

namespace countersign::diff {

/// What an entry is about, by its kind, by the setting it is about, and by the words that went and came in it.
QList<Topic> topicsOf(const Entry &entry, const Comparison &comparison);

/// A sentence that came or went right after a rule in its paragraph and says why something is forbidden or what to do
/// instead, gives examples, or describes a function, is about what the rule is about. The entries have their topics.
void tellExplanations(QList<Entry> &entries, const Comparison &comparison);

/// What a change is mostly about, as a person would name it: the topics that decide what an agent may do and how it
/// judges always, the others where they are more than an aside. In the order of the enumeration.
QList<Topic> mainTopics(const Comparison &comparison);

} // namespace countersign::diff
