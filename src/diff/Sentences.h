// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Segments.h"

#include <QString>

#include <vector>

namespace countersign::diff {

/// Ends of the sentences of a text by Unicode's rules (UAX 29), the last one the end of the text. Those of
/// QTextBoundaryFinder, found much quicker where a text has only the letters and marks of European languages.
std::vector<qsizetype> sentenceEnds(const QString &text);

/// Appends the sentences of one block, in order and without the white space around them. A line of a code block is a sentence, and so
/// is every heading, table row, tag, template line and comment.
void addSentencesOf(const QString &text, const Block &block, std::vector<Range> &result);

} // namespace countersign::diff
