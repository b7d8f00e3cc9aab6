// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Range.h"

#include <QRegularExpression>
#include <QString>

#include <array>
#include <bitset>
#include <optional>
#include <vector>

namespace countersign::diff {

/// A regular expression that is looked for in short texts. It finds what a QRegularExpression of the same pattern and
/// options finds, and is ready in a hundredth of the time: it is not translated into a program of the processor, which
/// takes longer than all that one comparison looks for. A pattern with anything beyond characters, classes, groups,
/// alternatives, bounded repetitions, borders and looks around (a reference, a group repeated without end, a named
/// class) is given to a QRegularExpression. Constant after its construction: any thread may use it.
class Expression
{
public:
    /// Of the options, case, Unicode properties and several lines are known; the pattern is a valid one of ours.
    explicit Expression(const QString &pattern,
                        QRegularExpression::PatternOptions options = QRegularExpression::NoPatternOption);

    /// The first place where it matches. A search of more than some ten million steps finds nothing.
    [[nodiscard]] std::optional<Range> find(QStringView text) const;
    [[nodiscard]] bool isIn(QStringView text) const { return find(text).has_value(); }
    /// Whether a match may begin in the text; surely not when it says no. Told by three characters, which is quick.
    [[nodiscard]] bool mayBeIn(QStringView text) const;

    /// Whether the pattern was understood; otherwise a QRegularExpression does the work.
    [[nodiscard]] bool isOwn() const { return !m_nodes.empty(); }

private:
    class Compiler;
    class Run;

    enum class Op : quint8 {
        Found,
        Text,         ///< `size` characters from `first` on
        One,          ///< a character of the set `first`
        Repeat,       ///< from `least` to `most` characters of the set `first`, many first unless lazy
        Alternatives, ///< one of `size` branches from `first` on, in this order
        Border,       ///< \b, negated \B
        TextStart,
        TextEnd,
        Ahead,  ///< what begins at `first` matches here
        Behind, ///< what begins at `first` and is `size` long matches before here
    };
    struct Node
    {
        Op op = Op::Found;
        bool ignoreCase = false;
        bool negated = false;
        bool lazy = false;
        int next = 0;
        int first = 0;
        int size = 0;
        int least = 0;
        int most = 0;
    };
    struct Set
    {
        std::bitset<128> ascii = {}; ///< which are in it, before the negation
        std::bitset<128> named = {}; ///< those of them that are not of a class; only these have another case
        std::vector<std::pair<char32_t, char32_t>> ranges = {};
        bool negated = false;
        bool ignoreCase = false;
        bool word = false, notWord = false;
        bool digit = false, notDigit = false;
        bool space = false, notSpace = false;
    };

    [[nodiscard]] bool compile(QStringView pattern, bool ignoreCase);
    [[nodiscard]] qsizetype nextStart(QStringView text, qsizetype from) const;
    [[nodiscard]] bool holds(const Set &set, char32_t character) const;
    [[nodiscard]] bool isWord(char32_t character) const;

    bool m_unicode = false;
    bool m_lines = false;
    bool m_atStart = false;     ///< may match where the text starts, whatever it starts with
    bool m_onlyAtStart = false; ///< and nowhere else
    int m_start = 0;
    std::vector<Node> m_nodes; ///< empty when the pattern is not understood
    std::vector<Set> m_sets;
    std::vector<int> m_branches;
    std::u16string m_texts; ///< in folded case where case does not count
    // What a match may begin with: three characters, each one of so many classes, which are a to z without regard to
    // case, what else ASCII has, and all beyond it. The second are those that begin a word.
    static constexpr size_t classes = 28;
    using Starts = std::bitset<classes * classes * classes>;
    std::array<Starts, 2> m_starts = {};
    bool m_withinWords = false; ///< a match may begin with a letter after another
    // The first character by itself; the last two are all beyond ASCII and the end of the text.
    std::bitset<130> m_firsts = {};
    std::optional<QRegularExpression> m_other = {};
};

} // namespace countersign::diff
