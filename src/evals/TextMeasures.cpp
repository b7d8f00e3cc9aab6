// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/TextMeasures.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace Qt::StringLiterals;

namespace countersign::evals {

namespace {

constexpr qsizetype mostWords = 100'000;
constexpr qsizetype mostSteps = 200'000'000;

using Counts = QHash<QString, qsizetype>;

Counts grams(const QStringList &words, qsizetype n)
{
    Counts counts;
    for (qsizetype i = 0; i + n <= words.size(); ++i) {
        ++counts[words.sliced(i, n).join(u' ')];
    }
    return counts;
}

qsizetype common(const Counts &a, const Counts &b)
{
    qsizetype sum = 0;
    for (const auto &[gram, count] : a.asKeyValueRange()) {
        sum += std::min(count, b.value(gram));
    }
    return sum;
}

/// Splits what English writes in one word: "they'll", "it's", "don't", "cannot".
void addWord(const QString &word, QStringList &tokens)
{
    static const QRegularExpression negation(u"\\A(.+)(n't)\\z"_s, QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression ending(u"\\A(.+)('(?:s|m|d|ll|re|ve))\\z"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression joined(
        u"\\A(can)(not)\\z|\\A(gim)(me)\\z|\\A(gon)(na)\\z|\\A(got)(ta)\\z|"
        "\\A(lem)(me)\\z|\\A(wan)(na)\\z"_s,
        QRegularExpression::CaseInsensitiveOption);
    for (const QRegularExpression *rule : {&negation, &ending, &joined}) {
        const QRegularExpressionMatch match = rule->match(word);
        if (match.hasMatch()) {
            for (int i = 1; i <= match.lastCapturedIndex(); ++i) {
                if (match.hasCaptured(i)) {
                    tokens << match.captured(i);
                }
            }
            return;
        }
    }
    tokens << word;
}

bool standsApart(const QString &text, qsizetype at, qsizetype last)
{
    const QChar c = text[at];
    const QChar next = at + 1 < text.size() ? text[at + 1] : QChar();
    if (c == u',' || c == u':') {
        return !next.isDigit();
    }
    if (c == u'.') {
        // Only the last one of the text ends a sentence for certain.
        return at >= last;
    }
    return QStringView(u";@#$%&?![](){}<>\"").contains(c);
}

} // namespace

std::optional<qsizetype> editDistance(QStringView a, QStringView b, qsizetype most)
{
    if (a.size() > b.size()) {
        std::swap(a, b);
    }
    most = std::min(most, b.size());
    if (most < 0 || b.size() - a.size() > most || (a.size() + 1) > mostSteps / (2 * most + 1)) {
        return std::nullopt;
    }
    // Row by row over the longer text; only what lies within `most` of the diagonal can end within it.
    const qsizetype beyond = most + 1;
    std::vector<qsizetype> row(size_t(a.size() + 1));
    for (qsizetype i = 0; i <= a.size(); ++i) {
        row[size_t(i)] = std::min(i, beyond);
    }
    for (qsizetype j = 1; j <= b.size(); ++j) {
        const qsizetype from = std::max<qsizetype>(1, j - most);
        const qsizetype to = std::min(a.size(), j + most);
        qsizetype diagonal = row[size_t(from - 1)];
        row[size_t(from - 1)] = from == 1 ? std::min(j, beyond) : beyond;
        for (qsizetype i = from; i <= to; ++i) {
            const qsizetype above = i == j + most ? beyond : row[size_t(i)];
            const qsizetype change = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[size_t(i)];
            row[size_t(i)] = std::min({change, above + 1, row[size_t(i - 1)] + 1, beyond});
        }
    }
    const qsizetype distance = row.back();
    return distance <= most ? std::optional(distance) : std::nullopt;
}

QStringList wordsOf(const QString &text)
{
    const QString plain = text.simplified();
    return plain.isEmpty() ? QStringList() : plain.split(u' ');
}

double bleu(const QString &candidate, const QStringList &references)
{
    const QStringList words = wordsOf(candidate.toLower());
    if (words.isEmpty() || words.size() > mostWords || references.isEmpty()) {
        return 0;
    }
    std::vector<QStringList> all;
    qsizetype closest = -1;
    for (const QString &reference : references) {
        all.push_back(wordsOf(reference.toLower()).first(std::min(mostWords, wordsOf(reference).size())));
        const qsizetype length = all.back().size();
        if (closest < 0 || std::abs(length - words.size()) < std::abs(closest - words.size())) {
            closest = length;
        }
    }
    double logarithms = 0;
    const qsizetype longest = std::min<qsizetype>(4, words.size());
    for (qsizetype n = 1; n <= longest; ++n) {
        const Counts own = grams(words, n);
        qsizetype best = 0;
        for (const QStringList &reference : all) {
            best = std::max(best, common(own, grams(reference, n)));
        }
        const double precision = double(best) / double(words.size() - n + 1);
        logarithms += std::log(precision > 0 ? precision : 1e-7);
    }
    const double penalty = words.size() > closest ? 1 : std::exp(1 - double(closest) / double(words.size()));
    return penalty * std::exp(logarithms / double(longest));
}

double rouge1(const QString &candidate, const QString &reference)
{
    const QStringList own = treebankTokens(candidate.toLower());
    const QStringList wanted = treebankTokens(reference.toLower());
    const qsizetype both = common(grams(own, 1), grams(wanted, 1));
    return both > 0 ? 2 * double(both) / double(own.size() + wanted.size()) : 0;
}

QStringList treebankTokens(const QString &text)
{
    QStringList tokens;
    QString word;
    const auto end = [&] {
        if (!word.isEmpty()) {
            addWord(word, tokens);
            word.clear();
        }
    };
    qsizetype last = text.size() - 1;
    while (last >= 0 && text[last].isSpace()) {
        --last;
    }
    for (qsizetype i = 0; i < text.size() && tokens.size() < mostWords; ++i) {
        if (text[i].isSpace()) {
            end();
        } else if (QStringView(text).sliced(i).startsWith(u"...")) {
            end();
            tokens << u"..."_s;
            i += 2;
        } else if (QStringView(text).sliced(i).startsWith(u"--")) {
            end();
            tokens << u"--"_s;
            ++i;
        } else if (standsApart(text, i, last)) {
            end();
            tokens << QString(text[i]);
        } else {
            word += text[i];
        }
    }
    end();
    return tokens;
}

} // namespace countersign::evals
