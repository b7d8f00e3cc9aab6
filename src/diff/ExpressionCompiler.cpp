// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Expression.h"
#include "diff/ExpressionSigns.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

namespace countersign::diff {

using namespace signs;

namespace {

constexpr int endless = std::numeric_limits<int>::max();
// Groups that may be repeated more often are not unrolled.
constexpr int mostCopies = 16;

// Part of a pattern.
struct Part
{
    enum class Kind { Text, Set, Group, Border, TextStart, TextEnd, Look };
    Kind kind = Kind::Text;
    std::u16string text = {};
    int set = -1;
    std::vector<std::vector<Part>> alternatives = {}; // of a group or a look
    bool ignoreCase = false;
    bool negated = false;
    bool behind = false;
    bool lazy = false;
    int least = 1;
    int most = 1;
};
using Sequence = std::vector<Part>;

constexpr quint32 anyClass = (1U << classCount) - 1;

// The beginning of a match while fewer than three of its classes are known.
struct Prefix
{
    int length = 0;
    size_t value = 0;
    bool afterBorder = false;
    bool beforeNoLetter = false; // of the rest

    friend auto operator<=>(const Prefix &, const Prefix &) = default;
};
using Prefixes = std::vector<Prefix>; // sorted, each once

} // namespace

// Reads a pattern into parts and turns them into nodes, each of which knows what comes after it.
class Expression::Compiler
{
public:
    Compiler(Expression &out, QStringView pattern, bool ignoreCase)
        : m_out(out)
        , m_pattern(pattern)
        , m_ignoreCase(ignoreCase)
    {}

    bool run()
    {
        const std::vector<Sequence> all = alternatives();
        if (!m_understood || m_at < m_pattern.size())
            return false;
        m_out.m_nodes.push_back({}); // found
        m_out.m_start = branch(all, 0);
        Prefixes rest = startsOf(all, {Prefix{}});
        if (isFirst(rest))
            m_out.m_firsts.set();
        for (int i = 0; i < 3; ++i)
            rest = followedBy(rest, anyClass);
        m_out.m_onlyAtStart = !m_out.m_lines && std::ranges::all_of(all, [](const Sequence &sequence) {
            return !sequence.empty() && sequence.front().kind == Part::Kind::TextStart;
        });
        if (!m_understood)
            m_out.m_nodes.clear();
        return m_understood;
    }

private:
    bool ended() const { return m_at >= m_pattern.size(); }
    QChar sign() const { return ended() ? QChar() : m_pattern[m_at]; }
    bool take(QStringView signs)
    {
        if (m_pattern.size() - m_at < signs.size()
            || !std::equal(signs.begin(), signs.end(), m_pattern.begin() + m_at))
            return false;
        m_at += signs.size();
        return true;
    }

    std::vector<Sequence> alternatives()
    {
        std::vector<Sequence> result;
        do
            result.push_back(sequence());
        while (take(u"|"));
        return result;
    }

    Sequence sequence()
    {
        Sequence parts;
        while (m_understood && !ended() && sign() != u'|' && sign() != u')') {
            if (const qsizetype length = plainLength(); length > 0) {
                addText(parts, m_pattern.mid(m_at, length));
                m_at += length;
                continue;
            }
            Part part = atom();
            repeat(part);
            if (part.kind == Part::Kind::Text && isOnce(part))
                addText(parts, QStringView(part.text));
            else
                parts.push_back(std::move(part));
        }
        return parts;
    }

    static bool isOnce(const Part &part) { return part.least == 1 && part.most == 1; }

    // How many characters from here on stand for themselves, once.
    qsizetype plainLength() const
    {
        static constexpr auto isSign = [] {
            std::array<bool, 128> signs{};
            for (const char c : std::string_view("()[]{}|\\.^$?*+"))
                signs[size_t(c)] = true;
            return signs;
        }();
        const auto isPlain = [](char16_t c) { return c < 0x80 ? !isSign[c] : !QChar::isSurrogate(c); };
        qsizetype end = m_at;
        while (end < m_pattern.size() && isPlain(m_pattern[end].unicode()))
            ++end;
        const bool isRepeated = end < m_pattern.size() && QStringView(u"?*+{").contains(m_pattern[end]);
        return end - m_at - (isRepeated ? 1 : 0);
    }

    void addText(Sequence &parts, QStringView text)
    {
        const bool joins = !parts.empty() && parts.back().kind == Part::Kind::Text && isOnce(parts.back())
                           && parts.back().ignoreCase == m_ignoreCase;
        if (!joins)
            parts.push_back(Part{.ignoreCase = m_ignoreCase});
        for (const QChar character : text)
            parts.back().text += m_ignoreCase ? foldedUnit(character.unicode()) : character.unicode();
    }

    Part atom()
    {
        Part part{.ignoreCase = m_ignoreCase};
        const QChar here = m_pattern[m_at++];
        switch (here.unicode()) {
        case u'(':
            return group();
        case u'[':
            part.kind = Part::Kind::Set;
            part.set = readSet();
            return part;
        case u'\\':
            return escape();
        case u'.':
            part.kind = Part::Kind::Set;
            part.set = addSet(Set{.ascii = std::bitset<128>().set(u'\n'), .negated = true});
            return part;
        case u'^':
            part.kind = Part::Kind::TextStart;
            return part;
        case u'$':
            part.kind = Part::Kind::TextEnd;
            return part;
        case u'?':
        case u'*':
        case u'+':
        case u'{':
            m_understood = false;
            return part;
        default:
            return literal(here);
        }
    }

    Part literal(QChar character)
    {
        m_understood = m_understood && !character.isSurrogate();
        Part part{.ignoreCase = m_ignoreCase};
        part.text = m_ignoreCase ? foldedUnit(character.unicode()) : character.unicode();
        return part;
    }

    Part group()
    {
        Part part{.kind = Part::Kind::Group};
        const bool before = m_ignoreCase;
        if (take(u"?:") || !take(u"?")) {
            part.alternatives = alternatives();
        } else if (take(u"i:") || take(u"-i:")) {
            m_ignoreCase = m_pattern[m_at - 3] != u'-';
            part.alternatives = alternatives();
        } else {
            part.kind = Part::Kind::Look;
            part.behind = take(u"<");
            part.negated = take(u"!");
            m_understood = m_understood && (part.negated || take(u"="));
            part.alternatives = alternatives();
        }
        m_ignoreCase = before;
        m_understood = m_understood && take(u")");
        return part;
    }

    Part escape()
    {
        Part part{.kind = Part::Kind::Set, .ignoreCase = m_ignoreCase};
        const QChar here = sign();
        ++m_at;
        Set set;
        switch (here.unicode()) {
        case u'b':
        case u'B':
            part.kind = Part::Kind::Border;
            part.negated = here == u'B';
            return part;
        case u'n':
            return literal(u'\n');
        case u't':
            return literal(u'\t');
        case u'r':
            return literal(u'\r');
        default:
            if (addClass(set, here)) {
                part.set = addSet(std::move(set));
                return part;
            }
            m_understood = m_understood && !here.isNull() && !isAsciiWord(here.unicode());
            return literal(here);
        }
    }

    // \w and the like, alone or in a set.
    static bool addClass(Set &set, QChar name)
    {
        const auto add = [&set](auto isIn, bool positive) {
            for (char32_t c = 0; c < 0x80; ++c) {
                if (isIn(c) == positive)
                    set.ascii.set(c);
            }
        };
        const auto isDigit = [](char32_t c) { return c >= U'0' && c <= U'9'; };
        switch (name.unicode()) {
        case u'w':
            add(isAsciiWord, true);
            return set.word = true;
        case u'W':
            add(isAsciiWord, false);
            return set.notWord = true;
        case u'd':
            add(isDigit, true);
            return set.digit = true;
        case u'D':
            add(isDigit, false);
            return set.notDigit = true;
        case u's':
            add(isAsciiSpace, true);
            return set.space = true;
        case u'S':
            add(isAsciiSpace, false);
            return set.notSpace = true;
        default:
            return false;
        }
    }

    int readSet()
    {
        Set set{.negated = take(u"^"), .ignoreCase = m_ignoreCase};
        bool first = true;
        while (m_understood && !ended() && (first || sign() != u']')) {
            first = false;
            if (sign() == u'[') { // may name a class
                m_understood = false;
                break;
            }
            const std::optional<char32_t> from = setCharacter(set);
            if (!from)
                continue;
            char32_t to = *from;
            if (sign() == u'-' && m_at + 1 < m_pattern.size() && m_pattern[m_at + 1] != u']') {
                ++m_at;
                const std::optional<char32_t> last = setCharacter(set);
                m_understood = m_understood && last && *last >= to;
                to = last.value_or(to);
            }
            set.ranges.emplace_back(*from, to);
        }
        m_understood = m_understood && take(u"]");
        for (const auto &[from, to] : set.ranges) {
            for (char32_t c = from; c <= to && c < 0x80; ++c)
                set.named.set(c);
        }
        std::erase_if(set.ranges, [](const auto &range) { return range.second < 0x80; });
        addNamed(set);
        return addSet(std::move(set));
    }

    // So that nothing has to be folded to tell of a character of ASCII whether it is in the set.
    static void addNamed(Set &set)
    {
        for (char32_t c = U'a'; set.ignoreCase && c <= U'z'; ++c) {
            const bool foreign = std::ranges::any_of(set.ranges, [c](const auto &range) {
                const char32_t other = c == U's' ? U'\u017F' : c == U'k' ? U'\u212A' : U'\0';
                return other >= range.first && other <= range.second;
            });
            if (foreign || set.named.test(c) || set.named.test(c - 32))
                set.named.set(c).set(c - 32);
        }
        set.ascii |= set.named;
    }

    // Nothing for a class, which is added to the set.
    std::optional<char32_t> setCharacter(Set &set)
    {
        const QChar here = m_pattern[m_at++];
        m_understood = m_understood && !here.isSurrogate();
        if (here != u'\\')
            return here.unicode();
        const QChar escaped = sign();
        ++m_at;
        if (addClass(set, escaped))
            return std::nullopt;
        switch (escaped.unicode()) {
        case u'n':
            return U'\n';
        case u't':
            return U'\t';
        case u'r':
            return U'\r';
        default:
            m_understood = m_understood && !escaped.isNull() && !isAsciiWord(escaped.unicode());
            return escaped.unicode();
        }
    }

    int addSet(Set set)
    {
        m_out.m_sets.push_back(std::move(set));
        return static_cast<int>(m_out.m_sets.size()) - 1;
    }

    void repeat(Part &part)
    {
        if (take(u"?")) {
            part.least = 0;
        } else if (take(u"*")) {
            part.least = 0;
            part.most = endless;
        } else if (take(u"+")) {
            part.most = endless;
        } else if (take(u"{")) {
            const qsizetype close = m_pattern.indexOf(u'}', m_at);
            const QList<QStringView> bounds = m_pattern.mid(m_at, close - m_at).split(u',');
            bool valid[2] = {false, false};
            part.least = bounds.front().toInt(&valid[0]);
            part.most = bounds.back().isEmpty() ? endless : bounds.back().toInt(&valid[1]);
            m_understood = m_understood && close > m_at && bounds.size() <= 2 && valid[0]
                           && (valid[1] || part.most == endless) && part.most >= part.least;
            m_at = close + 1;
        } else {
            return;
        }
        part.lazy = take(u"?");
        const bool simple = part.kind == Part::Kind::Text || part.kind == Part::Kind::Set;
        const bool unrolls = part.kind == Part::Kind::Group && part.most <= mostCopies;
        m_understood = m_understood && (simple || unrolls) && !take(u"+") && !take(u"{") && !take(u"*");
    }

    int add(Node node)
    {
        m_out.m_nodes.push_back(node);
        return static_cast<int>(m_out.m_nodes.size()) - 1;
    }

    int branch(const std::vector<Sequence> &list, int next)
    {
        std::vector<int> branches;
        for (const Sequence &sequence : list)
            branches.push_back(chain(sequence, next));
        return choice(branches);
    }

    int choice(const std::vector<int> &branches)
    {
        if (branches.size() == 1)
            return branches.front();
        const int first = static_cast<int>(m_out.m_branches.size());
        m_out.m_branches.insert(m_out.m_branches.end(), branches.begin(), branches.end());
        return add({.op = Op::Alternatives, .first = first, .size = static_cast<int>(branches.size())});
    }

    int chain(const Sequence &sequence, int next)
    {
        for (auto part = sequence.rbegin(); part != sequence.rend(); ++part)
            next = node(*part, next);
        return next;
    }

    int node(const Part &part, int next)
    {
        switch (part.kind) {
        case Part::Kind::Text: {
            if (part.least != 1 || part.most != 1) // one character
                return repeated(part, setOf(part), next);
            const int first = static_cast<int>(m_out.m_texts.size());
            m_out.m_texts += part.text;
            return add({.op = Op::Text,
                        .ignoreCase = part.ignoreCase,
                        .next = next,
                        .first = first,
                        .size = static_cast<int>(part.text.size())});
        }
        case Part::Kind::Set:
            if (part.least != 1 || part.most != 1)
                return repeated(part, part.set, next);
            return add({.op = Op::One, .next = next, .first = part.set});
        case Part::Kind::Group:
            return unrolled(part, next);
        case Part::Kind::Border:
            return add({.op = Op::Border, .negated = part.negated, .next = next});
        case Part::Kind::TextStart:
            return add({.op = Op::TextStart, .next = next});
        case Part::Kind::TextEnd:
            return add({.op = Op::TextEnd, .next = next});
        case Part::Kind::Look:
            return look(part, next);
        }
        return next;
    }

    int setOf(const Part &part)
    {
        const char32_t c = part.text.front();
        Set set{.ignoreCase = part.ignoreCase};
        if (c < 0x80)
            set.named.set(c);
        else
            set.ranges.emplace_back(c, c);
        addNamed(set);
        return addSet(std::move(set));
    }

    int repeated(const Part &part, int set, int next)
    {
        return add({.op = Op::Repeat,
                    .lazy = part.lazy,
                    .next = next,
                    .first = set,
                    .least = part.least,
                    .most = part.most});
    }

    int unrolled(const Part &part, int next)
    {
        int result = next;
        for (int i = part.most; i > part.least; --i) {
            const int once = branch(part.alternatives, result);
            result = choice(part.lazy ? std::vector{next, once} : std::vector{once, next});
        }
        for (int i = part.least; i > 0; --i)
            result = branch(part.alternatives, result);
        return result;
    }

    int look(const Part &part, int next)
    {
        const int first = branch(part.alternatives, 0);
        if (!part.behind)
            return add({.op = Op::Ahead, .negated = part.negated, .next = next, .first = first});
        // One look for each alternative would be the same; ours are of one length.
        const int size = lengthOf(part.alternatives.front());
        m_understood = m_understood && size >= 0
                       && std::ranges::all_of(part.alternatives, [size](const Sequence &sequence) {
                              return lengthOf(sequence) == size;
                          });
        return add({.op = Op::Behind, .negated = part.negated, .next = next, .first = first, .size = size});
    }

    // In characters, -1 when it is not always the same.
    static int lengthOf(const Sequence &sequence)
    {
        int length = 0;
        for (const Part &part : sequence) {
            if (part.least != part.most || part.kind == Part::Kind::Group)
                return -1;
            length += part.kind == Part::Kind::Text  ? static_cast<int>(part.text.size()) * part.least
                      : part.kind == Part::Kind::Set ? part.least
                                                     : 0;
        }
        return length;
    }

    // The beginnings that go on with a character of these classes. Those that are complete are entered.
    Prefixes followedBy(const Prefixes &before, quint32 next)
    {
        Prefixes result;
        for (const Prefix &prefix : before) {
            for (size_t kind = 0; kind < classCount; ++kind) {
                if ((next >> kind & 1U) == 0)
                    continue;
                if (prefix.beforeNoLetter && isLetter(kind))
                    continue;
                Prefix longer{prefix.length + 1, prefix.value * classCount + kind, prefix.afterBorder};
                if (prefix.length == 0) // before what is no letter a border says nothing of what was before
                    longer.afterBorder = prefix.afterBorder && kind < otherAscii;
                if (longer.length < 3) {
                    result.push_back(longer);
                    continue;
                }
                m_out.m_starts[longer.afterBorder ? 1 : 0].set(longer.value);
                if (!longer.afterBorder && longer.value / (classCount * classCount) < otherAscii)
                    m_out.m_withinWords = true;
            }
        }
        return once(std::move(result));
    }

    // Beyond Unicode's rules the two letters that are s and k in another case belong to no word.
    bool isLetter(size_t kind) const
    {
        return kind < otherAscii && (m_out.m_unicode || (kind != 's' - 'a' && kind != 'k' - 'a'));
    }

    static Prefixes once(Prefixes list)
    {
        std::ranges::sort(list);
        list.erase(std::unique(list.begin(), list.end()), list.end());
        return list;
    }

    static void addAll(Prefixes &list, const Prefixes &others)
    {
        list.insert(list.end(), others.begin(), others.end());
    }

    Prefixes startsOf(const std::vector<Sequence> &list, const Prefixes &before)
    {
        Prefixes result;
        for (const Sequence &sequence : list) {
            Prefixes current = before;
            for (auto part = sequence.begin(); part != sequence.end() && !current.empty(); ++part)
                current = startsOf(*part, current);
            addAll(result, current);
        }
        return once(std::move(result));
    }

    Prefixes startsOf(const Part &part, const Prefixes &before)
    {
        Prefixes result;
        if (part.least == 0)
            result = before;
        Prefixes current = before;
        for (int times = 1; times <= std::min(part.most, 3) && !current.empty(); ++times) {
            current = startsOnce(part, current);
            if (times >= part.least || times == 3)
                addAll(result, current);
        }
        return once(std::move(result));
    }

    Prefixes startsOnce(const Part &part, Prefixes before)
    {
        switch (part.kind) {
        case Part::Kind::Text:
            if (isFirst(before))
                addFirsts(part);
            for (auto unit = part.text.begin(); unit != part.text.end() && !before.empty(); ++unit)
                before = followedBy(before, 1U << startClass(*unit));
            return before;
        case Part::Kind::Set:
            return startsOfSet(m_out.m_sets[static_cast<size_t>(part.set)], before);
        case Part::Kind::Group:
            return startsOf(part.alternatives, before);
        case Part::Kind::TextStart:
            if (!m_out.m_lines
                && std::erase_if(before, [](const Prefix &prefix) { return prefix.length == 0; }) > 0)
                m_out.m_atStart = true;
            return before;
        case Part::Kind::Border:
        case Part::Kind::Look:
            for (Prefix &prefix : before) {
                prefix.afterBorder = prefix.afterBorder || (prefix.length == 0 && beginsWord(part));
                prefix.beforeNoLetter = prefix.beforeNoLetter || (!part.behind && excludesWords(part));
            }
            return once(std::move(before));
        case Part::Kind::TextEnd:
            return before;
        }
        return before;
    }

    // Whether no letter stands before this place when one follows.
    bool beginsWord(const Part &part) const
    {
        if (part.kind == Part::Kind::Border)
            return !part.negated;
        return part.behind && excludesWords(part);
    }

    // Looks around for a letter that must not be there.
    bool excludesWords(const Part &part) const
    {
        const bool oneSet = part.kind == Part::Kind::Look && part.negated && part.alternatives.size() == 1
                            && part.alternatives.front().size() == 1
                            && part.alternatives.front().front().kind == Part::Kind::Set;
        if (!oneSet)
            return false;
        const Part &only = part.alternatives.front().front();
        const Set &set = m_out.m_sets[static_cast<size_t>(only.set)];
        return set.word && !set.negated && only.least == 1 && only.most == 1;
    }

    static bool isFirst(const Prefixes &before)
    {
        return std::ranges::any_of(before, [](const Prefix &prefix) { return prefix.length == 0; });
    }

    // What the text of a part may begin with.
    void addFirsts(const Part &part)
    {
        const char16_t first = part.text.front();
        const bool isLetter = first < 0x80 && startClass(first) < otherAscii;
        if (first >= 0x80 || (part.ignoreCase && (first == u's' || first == u'k')))
            m_out.m_firsts.set(foreignFirst);
        if (first < 0x80)
            m_out.m_firsts.set(first);
        if (isLetter && part.ignoreCase)
            m_out.m_firsts.set(first - 32U);
    }

    Prefixes startsOfSet(const Set &set, const Prefixes &before)
    {
        quint32 kinds = 0;
        const bool first = isFirst(before);
        const auto add = [&](char16_t c) {
            if (!m_out.holds(set, c))
                return;
            kinds |= 1U << startClass(c);
            if (first)
                m_out.m_firsts.set(std::min<size_t>(c, foreignFirst));
        };
        for (char16_t c = 0; c < 0x80; ++c)
            add(c);
        add(u'\u017F');
        add(u'\u212A');
        const bool hasForeign = set.negated || !set.ranges.empty() || set.notWord || set.notDigit
                                || set.notSpace || (m_out.m_unicode && (set.word || set.digit || set.space));
        if (!hasForeign)
            return followedBy(before, kinds);
        if (first)
            m_out.m_firsts.set(foreignFirst);
        Prefixes result = followedBy(before, kinds | 1U << foreign);
        // A character may be two units.
        addAll(result, followedBy(followedBy(before, 1U << foreign), 1U << foreign));
        return once(std::move(result));
    }

    Expression &m_out;
    QStringView m_pattern;
    bool m_ignoreCase;
    bool m_understood = true;
    qsizetype m_at = 0;
};

bool Expression::compile(QStringView pattern, bool ignoreCase)
{
    return Compiler(*this, pattern, ignoreCase).run();
}

} // namespace countersign::diff
