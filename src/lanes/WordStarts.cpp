// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/WordStarts.h"

#include <algorithm>
#include <set>
#include <string>

namespace countersign::lanes {

namespace {

constexpr size_t otherAscii = WordStarts::otherAscii;
constexpr size_t foreign = WordStarts::foreign;
constexpr size_t classCount = WordStarts::classes;
constexpr size_t startLength = 3;

// What a word can begin with, as classes, while fewer than a start are known.
using Starts = std::set<std::string>;

// Reads an expression and tells of each start as soon as its last class is known, or as soon as anything can follow it:
// what comes after does not change it, and the few that are still short are all that is carried on.
template<typename Found>
class PatternReader
{
public:
    PatternReader(QStringView pattern, Found found) : m_pattern(pattern), m_found(found) {}

    void read()
    {
        const Starts unfinished = alternatives({std::string()});
        // A word that ends before the third character is followed by none that could go on with it: no letter of ASCII,
        // but one beyond it may be taken for one when case is left aside.
        Starts ended = followedBy(unfinished, otherAscii);
        for (const size_t other : {foreign, WordStarts::classOf(u'\u017F'), WordStarts::classOf(u'\u212A')})
            ended.merge(followedBy(unfinished, other));
        openEnded(ended);
        if (m_at < m_pattern.size()) // a bracket that nothing opened
            openEnded({std::string()});
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

    // Whatever follows, each of them is found.
    void openEnded(const Starts &starts)
    {
        for (const std::string &start : starts)
            m_found(start);
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
            if (take(u'?') && !take(u':'))
                return special(before);
            return group(before);
        case u'[':
            skipTo(u']');
            return followedByAnything(before);
        case u'\\':
            return isBorder(m_pattern.mid(m_at++, 1)) ? before : followedByAnything(before);
        case u'.':
            return followedByAnything(before);
        case u'^':
        case u'$':
            return before;
        default:
            return followedBy(before, WordStarts::classOf(sign));
        }
    }

    // What only looks ahead or behind takes nothing; names and switches are not understood.
    Starts special(const Starts &before)
    {
        const bool looks = m_pattern.sliced(m_at).startsWith(u'=') || m_pattern.sliced(m_at).startsWith(u'!')
                           || m_pattern.sliced(m_at).startsWith(u"<=")
                           || m_pattern.sliced(m_at).startsWith(u"<!");
        for (int depth = 1; m_at < m_pattern.size() && depth > 0; ++m_at) {
            const char16_t sign = m_pattern[m_at].unicode();
            if (sign == u'\\')
                ++m_at;
            else if (sign == u'(' || sign == u')')
                depth += sign == u'(' ? 1 : -1;
            else if (sign == u'[')
                m_at = std::max(m_at, m_pattern.indexOf(u']', m_at));
        }
        m_at = std::min(m_at, m_pattern.size());
        if (looks)
            return before;
        openEnded(before);
        return {};
    }

    // \b and the like, which take nothing.
    static bool isBorder(QStringView sign)
    {
        return !sign.isEmpty() && QStringView(u"bBAzZG").contains(sign);
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
            openEnded(after);
            result.insert(before.begin(), before.end());
        } else {
            return result;
        }
        if (!take(u'?')) // as few as possible, or never given back
            take(u'+');
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

WordStarts::WordStarts(QStringView alternatives)
{
    PatternReader(alternatives, [this](const std::string &start) {
        size_t first = 0;
        for (const char next : start)
            first = first * classes + static_cast<size_t>(next);
        size_t last = first + 1;
        for (size_t known = start.size(); known < startLength; ++known) {
            first *= classes;
            last *= classes;
        }
        for (; first < last; ++first)
            m_starts.set(first);
    }).read();
}

} // namespace countersign::lanes
