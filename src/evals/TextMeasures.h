// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace countersign::evals {

/// Insertions, deletions and substitutions of UTF-16 units that turn one text into the other (Levenshtein 1966);
/// nothing when they are more than `most`. In time that grows with the shorter text and `most` (Ukkonen, Information
/// and Control 64 (1985) 100).
[[nodiscard]] std::optional<qsizetype> editDistance(QStringView a, QStringView b, qsizetype most);

/// BLEU up to 4-grams, or as many as the candidate has words, with the brevity penalty e^(1 − r/c) (Papineni et al.,
/// ACL 2002), over lower-case words between white space; a precision of 0 counts as 10^-7, as in promptfoo 0.121. 0 …
/// 1. `references` is not empty.
[[nodiscard]] double bleu(const QString &candidate, const QStringList &references);

/// ROUGE-1 as the F-measure of precision and recall over lower-case words, each counted as often as both have it (Lin,
/// ACL workshop 2004), as promptfoo 0.121 gives it. 0 … 1.
[[nodiscard]] double rouge1(const QString &candidate, const QString &reference);

/// Words between white space.
[[nodiscard]] QStringList wordsOf(const QString &text);

/// Words and signs by the rules of the Penn Treebank: punctuation apart, "don't" as "do" "n't". At most 10^5.
[[nodiscard]] QStringList treebankTokens(const QString &text);

} // namespace countersign::evals
