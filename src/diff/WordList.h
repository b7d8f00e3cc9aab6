// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QString>

#include <bitset>

namespace countersign::diff {

/// Whole words and phrases, looked for in a sentence. Told quickly of most sentences that none of them is in it: by the
/// first three characters that each can begin with, without regard to case, so that a regular expression is compiled and
/// run only where one may begin.
class WordList
{
public:
    /// The alternatives as a regular expression has them, "must(?:n['’]t| not)?|shall". What is not understood of it counts
    /// as the beginning of anything.
    explicit WordList(const QString &alternatives,
                      QRegularExpression::PatternOptions options = QRegularExpression::CaseInsensitiveOption);

    /// The first of the words in the text.
    [[nodiscard]] QRegularExpressionMatch matchView(QStringView text) const;

    /// Whether one of the words may begin in the text; surely not when it says no.
    [[nodiscard]] bool mayBeIn(QStringView text) const { return nextStart(text, 0) < text.size(); }

private:
    [[nodiscard]] qsizetype nextStart(QStringView text, qsizetype from) const;

    static constexpr size_t classes = 28; // a to z, what else ASCII has, and all beyond it
    QRegularExpression m_expression;
    std::bitset<classes * classes * classes> m_starts;
};

} // namespace countersign::diff
