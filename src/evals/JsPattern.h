// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

namespace countersign::evals {

enum class PatternMatch { Found, NotFound, TooLong };

/// A regular expression of JavaScript without flags (ECMA-262, section 22.2.1 with annex B), as suites and JSON schemas
/// write it, matched by PCRE2 with bounds. What only PCRE2 knows (possessive quantifiers, verbs, recursion, inline
/// flags) is refused as it is in JavaScript, and what both know but mean differently is translated: `$` is the very
/// end, `.` is no line separator, `\s` has all of Unicode's spaces, `[^]` is anything.
class JsPattern
{
public:
    /// Fails: Invalid with the parser's words.
    [[nodiscard]] static Result<JsPattern> create(const QString &pattern);

    /// Whether it matches anywhere in the text. TooLong after about 10^6 steps, or for texts over 4 MiB.
    [[nodiscard]] PatternMatch search(const QString &text) const;

private:
    QString m_translated;
};

} // namespace countersign::evals
