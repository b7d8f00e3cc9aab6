// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Expression.h"

namespace countersign::diff {

/// Whole words and phrases, looked for in a sentence.
class WordList : public Expression
{
public:
    /// The alternatives as a regular expression has them, "must(?:n['’]t| not)?|shall".
    explicit WordList(const QString &alternatives,
                      QRegularExpression::PatternOptions options = QRegularExpression::CaseInsensitiveOption)
        : Expression(QStringLiteral("(?<![\\w'])(?:") + alternatives + QStringLiteral(")(?![\\w])"),
                     options | QRegularExpression::UseUnicodePropertiesOption)
    {}
};

} // namespace countersign::diff
