// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Together.h"
#include "diff/Comparison.h"

namespace countersign::diff {

/// The instruction diff of a comparison that has rows, sentences, settings and variables. `companion` takes its part where
/// there are many, and is free again when this returns.
QList<Entry> instructionEntries(const Comparison &comparison, Companion &companion);

} // namespace countersign::diff
