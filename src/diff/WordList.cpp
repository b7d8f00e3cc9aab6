// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/WordList.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

constexpr size_t otherAscii = 26;
constexpr size_t foreign = 27;
constexpr size_t classCount = 28;
constexpr size_t startLength = 3;

constexpr std::array<quint8, 128> asciiStarts = [] {
    std::array<quint8, 128> result{};
    for (size_t c = 0; c < result.size(); ++c) {
        const size_t small = c >= 'A' && c <= 'Z' ? c + 32 : c;
        result[c] = static_cast<quint8>(small >= 'a' && small <= 'z' ? small - 'a' : otherAscii);
    }
    return result;
}();

constexpr size_t startClass(char16_t unit)
{
    if (unit < asciiStarts.size())
        return asciiStarts[unit];
    // These two are small letters of ASCII when case is left aside.
    return unit == u'\u017F' ? size_t{'s' - 'a'} : unit == u'\u212A' ? size_t{'k' - 'a'} : foreign;
}

// What a word can begin with, as classes, while fewer than a start are known.
using Starts = std::set<std::string>;

// Reads an expression and marks each start as soon as its last class is known: what comes after does not change it, and
// the few that are still short are all that is carried on.
template<typename Found>
class PatternReader
{
public:
    PatternReader(QStringView pattern, Found found) : m_pattern(pattern), m_found(found) {}

    void read()
    {
        const Starts unfinished = alternatives({std::string()});
        // A word that ends before the third character is followed by none that could go on with it.
        Starts ended = followedBy(unfinished, otherAscii);
        ended.merge(followedBy(unfinished, foreign));
        followedByAnything(followedByAnything(ended));
        if (m_at < m_pattern.size()) // a bracket that nothing opened
            followedByAnything(followedByAnything(followedByAnything({std::string()})));
    }

private:
    Starts followedBy(const Starts &starts, size_t next)
    {
        Starts result;
        for (std::string start : starts) {
            start += static_cast<char>(next);
            if (start.size() == startLength)
                m_found(start);
            else
                result.insert(start);
        }
        return result;
    }

    Starts followedByAnything(const Starts &starts)
    {
        Starts result;
        for (size_t next = 0; next < classCount; ++next)
            result.merge(followedBy(starts, next));
        return result;
    }

    Starts alternatives(const Starts &before)
    {
        Starts result = sequence(before);
        while (take(u'|'))
            result.merge(sequence(before));
        return result;
    }

    Starts sequence(const Starts &before)
    {
        Starts current = before;
        while (m_at < m_pattern.size() && m_pattern[m_at] != u'|' && m_pattern[m_at] != u')')
            current = repeated(current, atom(current));
        return current;
    }

    Starts atom(const Starts &before)
    {
        const char16_t sign = m_pattern[m_at++].unicode();
        switch (sign) {
        case u'(':
            if (take(u'?') && !take(u':')) { // looks ahead or behind, names, switches
                skipTo(u')');
                return followedByAnything(followedByAnything(followedByAnything(before)));
            }
            return group(before);
        case u'[':
            skipTo(u']');
            return followedByAnything(before);
        case u'\\':
            ++m_at;
            return followedByAnything(before);
        case u'.':
        case u'^':
        case u'$':
            return followedByAnything(followedByAnything(followedByAnything(before)));
        default:
            return followedBy(before, startClass(sign));
        }
    }

    Starts group(const Starts &before)
    {
        Starts inner = alternatives(before);
        take(u')');
        return inner;
    }

    // `after` is `before` and the atom once.
    Starts repeated(const Starts &before, const Starts &after)
    {
        Starts result = after;
        const QChar sign = m_at < m_pattern.size() ? m_pattern[m_at] : QChar();
        if (sign == u'?') {
            ++m_at;
            result.insert(before.begin(), before.end());
        } else if (sign == u'*' || sign == u'+' || sign == u'{') {
            sign == u'{' ? skipTo(u'}') : skipTo(sign);
            result = followedByAnything(followedByAnything(after));
            result.insert(after.begin(), after.end());
            result.insert(before.begin(), before.end());
        }
        return result;
    }

    bool take(char16_t sign)
    {
        const bool here = m_at < m_pattern.size() && m_pattern[m_at] == sign;
        m_at += here ? 1 : 0;
        return here;
    }

    void skipTo(QChar sign)
    {
        while (m_at < m_pattern.size() && m_pattern[m_at] != sign)
            ++m_at;
        m_at = std::min(m_at + 1, m_pattern.size());
    }

    QStringView m_pattern;
    Found m_found;
    qsizetype m_at = 0;
};

} // namespace

WordList::WordList(const QString &alternatives, QRegularExpression::PatternOptions options)
    : m_expression(u"(?<![\\w'])(?:"_s + alternatives + u")(?![\\w])"_s,
                   options | QRegularExpression::UseUnicodePropertiesOption)
{
    PatternReader(QStringView(alternatives), [this](const std::string &start) {
        size_t at = 0;
        for (const char next : start)
            at = at * classes + static_cast<size_t>(next);
        m_starts.set(at);
    }).read();
}

QRegularExpressionMatch WordList::matchView(QStringView text) const
{
    // After so many places where no word stood after all, the expression looks for itself.
    constexpr int most = 6;
    qsizetype at = nextStart(text, 0);
    for (int tries = 0; at < text.size() && tries < most; ++tries) {
        QRegularExpressionMatch match = m_expression.matchView(text, at, QRegularExpression::NormalMatch,
                                                               QRegularExpression::AnchorAtOffsetMatchOption);
        if (match.hasMatch())
            return match;
        at = nextStart(text, at + 1);
    }
    return at < text.size() ? m_expression.matchView(text, at) : QRegularExpressionMatch();
}

// The first place from `from` on where a word may begin, the size of the text when there is none.
qsizetype WordList::nextStart(QStringView text, qsizetype from) const
{
    const char16_t *units = text.utf16();
    const auto classAt = [&](qsizetype at) { return at < text.size() ? startClass(units[at]) : otherAscii; };
    size_t before = from > 0 ? startClass(units[from - 1]) : otherAscii;
    for (qsizetype at = from; at < text.size(); ++at) {
        const size_t here = startClass(units[at]);
        if (before >= otherAscii
            && m_starts.test((here * classes + classAt(at + 1)) * classes + classAt(at + 2)))
            return at;
        before = here;
    }
    return text.size();
}

} // namespace countersign::diff
