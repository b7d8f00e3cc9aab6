// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Comparison.h"

#include <QString>

namespace countersign::lanes {

struct Reading
{
    QString text = {};
    bool complete = true; ///< false when changed words were left out
};

/// What a sentence is for the rules: without emphasis, with the line that introduces its list when that line binds, and
/// of a very long one the part around the words that changed. `side` is 0 or 1.
Reading inContext(const diff::SentenceChange &change, int side);

/// Whether a text says anything: letters, digits or pictures.
bool hasLetters(QStringView text);

} // namespace countersign::lanes
