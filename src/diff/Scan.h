// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Range.h"

#include <QString>

#include <vector>

namespace countersign::diff {

/// Length of the template tag that starts at `at`: "{{name}}", "{% if x %}", "{# note #}", "${name}", "{name}". 0 when none.
qsizetype templateTagLength(QStringView text, qsizetype at);

/// Whether a template tag decides what is printed: a block, a loop, a condition, a partial.
bool isTemplateLogic(QStringView tag);

/// Whether a template tag is a comment, which the model never sees.
bool isTemplateComment(QStringView tag);

/// Length of the XML tag that starts at `at`, 0 when none.
qsizetype xmlTagLength(QStringView text, qsizetype at);

/// Stretches that are never cut: template tags, code spans, addresses, XML tags. Sorted, not overlapping.
std::vector<Range> wholeRanges(QStringView text);

/// Invisible characters, bidirectional controls and fillers, which a person cannot see in the text.
bool isHidden(char32_t character);
bool isBidiControl(char32_t character);

} // namespace countersign::diff
