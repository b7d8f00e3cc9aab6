// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Expression.h"

#include "diff/ExpressionSigns.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace countersign::diff {

using namespace signs;

namespace {

bool isUnicodeSpace(char32_t c)
{
    if (c == 0x85 || c == 0x180E)
        return true;
    const QChar::Category category = QChar::category(c);
    return category == QChar::Separator_Space || category == QChar::Separator_Line
           || category == QChar::Separator_Paragraph;
}

bool isUnicodeWord(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Letter_Uppercase:
    case QChar::Letter_Lowercase:
    case QChar::Letter_Titlecase:
    case QChar::Letter_Modifier:
    case QChar::Letter_Other:
    case QChar::Number_DecimalDigit:
    case QChar::Number_Letter:
    case QChar::Number_Other:
    case QChar::Mark_NonSpacing:
    case QChar::Punctuation_Connector:
        return true;
    default:
        return false;
    }
}

constexpr bool isAsciiLetter(char16_t unit)
{
    return unit < asciiStarts.size() && asciiStarts[unit] < otherAscii;
}

// The second half of a pair.
bool isInside(const char16_t *units, qsizetype at)
{
    return at > 0 && QChar::isLowSurrogate(units[at]) && QChar::isHighSurrogate(units[at - 1]);
}

size_t startAt(const char16_t *units, qsizetype size, qsizetype at)
{
    const auto classAt = [=](qsizetype place) {
        return place < size ? startClass(units[place]) : otherAscii;
    };
    return (classAt(at) * classCount + classAt(at + 1)) * classCount + classAt(at + 2);
}

// A place that is not between two letters of ASCII.
struct Border
{
    int at = 0;
    quint16 start = 0;
    bool beginsWord = false;
};

// Texts up to this length are known for a while.
constexpr qsizetype longestKnown = 1500;

// One text is looked through by many expressions, and often two by turns: its borders are found once. It is known by
// its letters, so that nothing depends on what else was looked for.
const std::vector<Border> &bordersIn(QStringView text)
{
    struct Known
    {
        std::u16string text;
        std::vector<Border> borders;
    };
    thread_local std::array<Known, 2> known;
    thread_local size_t last = 0;
    for (const size_t place : {last, 1 - last}) {
        if (QStringView(known[place].text) == text) {
            last = place;
            return known[place].borders;
        }
    }
    last = 1 - last;
    Known &own = known[last];
    const char16_t *units = text.utf16();
    own.text.assign(units, static_cast<size_t>(text.size()));
    own.borders.clear();
    bool afterLetter = false;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const bool letter = isAsciiLetter(units[at]);
        const bool after = std::exchange(afterLetter, letter);
        if ((after && letter) || isInside(units, at))
            continue;
        own.borders.push_back({.at = static_cast<int>(at),
                               .start = static_cast<quint16>(startAt(units, text.size(), at)),
                               .beginsWord = !after || units[at] >= 0x80});
    }
    return own.borders;
}

} // namespace

bool Expression::isWord(char32_t character) const
{
    return character < 0x80 ? isAsciiWord(character) : m_unicode && isUnicodeWord(character);
}

bool Expression::holds(const Set &set, char32_t character) const
{
    if (character < 0x80)
        return set.ascii.test(character) != set.negated;
    const auto isNamed = [&set](char32_t c) {
        return (c < 0x80 && set.named.test(c)) || std::ranges::any_of(set.ranges, [c](const auto &range) {
                   return c >= range.first && c <= range.second;
               });
    };
    bool in = isNamed(character);
    if (!in && set.ignoreCase)
        in = isNamed(folded(character)) || isNamed(QChar::toLower(character))
             || isNamed(QChar::toUpper(character));
    if (!in) {
        const bool word = isWord(character);
        const bool digit = m_unicode && QChar::category(character) == QChar::Number_DecimalDigit;
        const bool space = m_unicode && isUnicodeSpace(character);
        in = (set.word && word) || (set.notWord && !word) || (set.digit && digit) || (set.notDigit && !digit)
             || (set.space && space) || (set.notSpace && !space);
    }
    return in != set.negated;
}

// One search in one text.
class Expression::Run
{
public:
    Run(const Expression &expression, QStringView text)
        : m_expression(expression)
        , m_units(text.utf16())
        , m_size(text.size())
    {}

    bool matchAt(qsizetype at) { return match(m_expression.m_start, at); }
    qsizetype end() const { return m_end; }
    bool gaveUp() const { return m_steps > mostSteps; }

private:
    static constexpr int mostSteps = 10'000'000;

    char32_t characterAt(qsizetype at, qsizetype &length) const
    {
        length = 1;
        const char16_t unit = m_units[at];
        if (QChar::isHighSurrogate(unit) && at + 1 < m_size && QChar::isLowSurrogate(m_units[at + 1])) {
            length = 2;
            return QChar::surrogateToUcs4(unit, m_units[at + 1]);
        }
        return unit;
    }

    // The length of the character at this place when it is in the set, otherwise 0.
    qsizetype lengthIn(const Set &set, qsizetype at) const
    {
        if (at >= m_size)
            return 0;
        const char16_t unit = m_units[at];
        if (unit < 0x80)
            return set.ascii.test(unit) != set.negated ? 1 : 0;
        qsizetype length = 0;
        const char32_t character = characterAt(at, length);
        return m_expression.holds(set, character) ? length : 0;
    }

    bool isText(const Node &node, qsizetype at) const
    {
        if (node.size > m_size - at)
            return false;
        const char16_t *wanted = m_expression.m_texts.data() + node.first;
        const char16_t *here = m_units + at;
        if (!node.ignoreCase)
            return std::equal(wanted, wanted + node.size, here);
        for (int i = 0; i < node.size; ++i) {
            if (wanted[i] != here[i] && wanted[i] != foldedUnit(here[i]))
                return false;
        }
        return true;
    }

    bool isWordAt(qsizetype at) const
    {
        if (at < 0 || at >= m_size)
            return false;
        if (m_units[at] < 0x80)
            return isAsciiWord(m_units[at]);
        qsizetype length = 0;
        const bool inside =
            QChar::isLowSurrogate(m_units[at]) && at > 0 && QChar::isHighSurrogate(m_units[at - 1]);
        return m_expression.isWord(characterAt(inside ? at - 1 : at, length));
    }

    // So many characters back, -1 when there are fewer.
    qsizetype back(qsizetype at, int characters) const
    {
        for (; characters > 0; --characters) {
            if (--at < 0)
                return -1;
            if (at > 0 && QChar::isLowSurrogate(m_units[at]) && QChar::isHighSurrogate(m_units[at - 1]))
                --at;
        }
        return at;
    }

    bool match(int start, qsizetype at)
    {
        for (int place = start;;) {
            if (++m_steps > mostSteps)
                return false;
            const Node &node = m_expression.m_nodes[static_cast<size_t>(place)];
            switch (node.op) {
            case Op::Found:
                m_end = at;
                return true;
            case Op::Text:
                if (!isText(node, at))
                    return false;
                at += node.size;
                break;
            case Op::One: {
                const qsizetype length = lengthIn(m_expression.m_sets[static_cast<size_t>(node.first)], at);
                if (length == 0)
                    return false;
                at += length;
                break;
            }
            case Op::Repeat:
                return repeat(node, at);
            case Op::Alternatives: {
                const int *branches = m_expression.m_branches.data() + node.first;
                for (int i = 0; i + 1 < node.size; ++i) {
                    if (mayBegin(branches[i], at) && match(branches[i], at))
                        return true;
                }
                place = branches[node.size - 1];
                continue;
            }
            case Op::Border:
                if ((isWordAt(at - 1) != isWordAt(at)) == node.negated)
                    return false;
                break;
            case Op::TextStart:
                if (at != 0 && !(m_expression.m_lines && m_units[at - 1] == u'\n' && at < m_size))
                    return false;
                break;
            case Op::TextEnd:
                if (at != m_size && !((m_expression.m_lines || at + 1 == m_size) && m_units[at] == u'\n'))
                    return false;
                break;
            case Op::Ahead:
                if (match(node.first, at) == node.negated)
                    return false;
                break;
            case Op::Behind: {
                const qsizetype from = back(at, node.size);
                if ((from >= 0 && match(node.first, from)) == node.negated)
                    return false;
                break;
            }
            }
            place = node.next;
        }
    }

    // Most alternatives are words of which the first character says no.
    bool mayBegin(int place, qsizetype at) const
    {
        const Node &node = m_expression.m_nodes[static_cast<size_t>(place)];
        if (node.op != Op::Text)
            return true;
        if (at >= m_size)
            return false;
        const char16_t wanted = m_expression.m_texts[static_cast<size_t>(node.first)];
        return wanted == m_units[at] || (node.ignoreCase && wanted == foldedUnit(m_units[at]));
    }

    bool repeat(const Node &node, qsizetype at)
    {
        const Set &set = m_expression.m_sets[static_cast<size_t>(node.first)];
        qsizetype to = at;
        int count = 0;
        for (; count < node.least; ++count) {
            const qsizetype length = lengthIn(set, to);
            if (length == 0)
                return false;
            to += length;
        }
        if (node.lazy) {
            for (;; ++count) {
                if (match(node.next, to))
                    return true;
                const qsizetype length = count < node.most ? lengthIn(set, to) : 0;
                if (length == 0)
                    return false;
                to += length;
            }
        }
        for (; count < node.most; ++count) {
            const qsizetype length = lengthIn(set, to);
            if (length == 0)
                break;
            to += length;
        }
        for (;; --count) {
            if (match(node.next, to))
                return true;
            if (count <= node.least || gaveUp())
                return false;
            to = back(to, 1);
        }
    }

    const Expression &m_expression;
    const char16_t *m_units;
    const qsizetype m_size;
    qsizetype m_end = 0;
    int m_steps = 0;
};

Expression::Expression(const QString &pattern, QRegularExpression::PatternOptions options)
    : m_unicode(options.testFlag(QRegularExpression::UseUnicodePropertiesOption))
    , m_lines(options.testFlag(QRegularExpression::MultilineOption))
{
    constexpr QRegularExpression::PatternOptions known = QRegularExpression::CaseInsensitiveOption
                                                         | QRegularExpression::UseUnicodePropertiesOption
                                                         | QRegularExpression::MultilineOption;
    const bool ignoreCase = options.testFlag(QRegularExpression::CaseInsensitiveOption);
    if ((options & ~known) != QRegularExpression::NoPatternOption || !compile(pattern, ignoreCase)) {
        m_nodes.clear();
        m_other.emplace(pattern, options);
    }
}

std::optional<Range> Expression::find(QStringView text) const
{
    if (!isOwn()) {
        const QRegularExpressionMatch match = m_other->matchView(text);
        return match.hasMatch() ? std::optional(Range{match.capturedStart(), match.capturedLength()})
                                : std::nullopt;
    }
    Run run(*this, text);
    qsizetype at = m_atStart ? 0 : nextStart(text, 0);
    while (at <= text.size() && !run.gaveUp()) {
        if (run.matchAt(at))
            return Range{at, run.end() - at};
        if (m_onlyAtStart)
            break;
        at = nextStart(text, at + 1);
    }
    return std::nullopt;
}

bool Expression::mayBeIn(QStringView text) const
{
    return !isOwn() || m_atStart || nextStart(text, 0) <= text.size();
}

// The first place from `from` on where a match may begin; beyond the end of the text when there is none.
qsizetype Expression::nextStart(QStringView text, qsizetype from) const
{
    const qsizetype size = text.size();
    if (from > size)
        return from;
    const char16_t *units = text.utf16();
    if (!m_withinWords && size <= longestKnown) {
        const std::vector<Border> &borders = bordersIn(text);
        const auto isBefore = [](const Border &border, qsizetype place) { return border.at < place; };
        for (auto at = std::lower_bound(borders.begin(), borders.end(), from, isBefore); at != borders.end();
             ++at) {
            const bool may = m_starts[0][at->start] || (at->beginsWord && m_starts[1][at->start]);
            if (may && m_firsts[std::min<size_t>(units[at->at], foreignFirst)])
                return at->at;
        }
    } else {
        bool afterLetter = from > 0 && isAsciiLetter(units[from - 1]);
        for (qsizetype at = from; at < size; ++at) {
            const char16_t unit = units[at];
            const bool beginsWord = !std::exchange(afterLetter, isAsciiLetter(unit)) || unit >= 0x80;
            if (!m_firsts[std::min<size_t>(unit, foreignFirst)] || isInside(units, at))
                continue;
            const size_t start = startAt(units, size, at);
            if (m_starts[0][start] || (beginsWord && m_starts[1][start]))
                return at;
        }
    }
    return m_firsts[endFirst] ? size : size + 1;
}

} // namespace countersign::diff
