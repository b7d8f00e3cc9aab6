// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Comparison.h"

namespace countersign::diff {

/// What an entry is about, by its kind, by the setting it is about, and by the words that went and came in it.
QList<Topic> topicsOf(const Entry &entry, const Comparison &comparison);

} // namespace countersign::diff
