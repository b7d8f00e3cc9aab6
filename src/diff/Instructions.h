// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Comparison.h"

namespace countersign::diff {

/// The instruction diff of a comparison that has rows, sentences, settings and variables.
QList<Entry> instructionEntries(const Comparison &comparison);

} // namespace countersign::diff
