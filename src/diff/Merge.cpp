// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Merge.h"

#include "diff/Align.h"
#include "diff/Intern.h"
#include "diff/MatchParts.h"
#include "diff/Segments.h"
#include "diff/Sentences.h"

#include <algorithm>
#include <array>
#include <span>
#include <tuple>
#include <vector>

namespace countersign::diff {

namespace {

// A text cut into what is merged as a whole and the white space between. The units tile the text.
struct Units
{
    QStringView text = {};
    std::vector<Range> ranges = {};
    std::vector<int> ids = {};

    QStringView words(int from, int to) const
    {
        if (from == to)
            return {};
        const qsizetype start = ranges[static_cast<size_t>(from)].start;
        return text.mid(start, ranges[static_cast<size_t>(to - 1)].end() - start);
    }

    Range range(int from, int to) const
    {
        const qsizetype start =
            static_cast<size_t>(from) < ranges.size() ? ranges[static_cast<size_t>(from)].start : text.size();
        return Range{start, words(from, to).size()};
    }

    // White space is no sentence.
    int sentences(int from, int to) const
    {
        return static_cast<int>(
            std::count_if(ranges.begin() + from, ranges.begin() + to, [this](Range range) {
                return !text.mid(range.start, range.length).trimmed().isEmpty();
            }));
    }
};

// Where the front matter ends: after its closing line, 0 when there is none.
qsizetype frontMatterEnd(QStringView text)
{
    const auto isFence = [](QStringView line) { return line.trimmed() == u"---" && line.startsWith(u'-'); };
    qsizetype at = text.indexOf(u'\n') + 1;
    if (at == 0 || !isFence(text.first(at)))
        return 0;
    while (at < text.size()) {
        const qsizetype end = text.indexOf(u'\n', at);
        const qsizetype next = end < 0 ? text.size() : end + 1;
        if (isFence(text.mid(at, next - at)))
            return next;
        at = next;
    }
    return 0;
}

Units unitsOf(const QString &text, MergeUnit unit, Interner &ids)
{
    Units units{.text = text};
    qsizetype done = 0;
    const auto addUpTo = [&](qsizetype end) {
        if (end > done)
            units.ranges.push_back(Range{done, end - done});
        done = std::max(done, end);
    };
    const qsizetype lines = unit == MergeUnit::Line ? text.size() : frontMatterEnd(text);
    while (done < lines) {
        const qsizetype end = text.indexOf(u'\n', done);
        addUpTo(end < 0 || end >= lines ? lines : end + 1);
    }
    if (done < text.size()) {
        const QString rest = text.mid(done);
        const qsizetype shift = done;
        SideText side{.text = rest};
        std::vector<Block> blocks;
        Segmenter segmenter(rest, side, blocks);
        segmenter.addMessage(Range{0, rest.size()}, 0);
        std::vector<Range> sentences;
        for (const Block &block : blocks)
            addSentencesOf(rest, block, sentences);
        for (const Range sentence : sentences) {
            addUpTo(shift + sentence.start);
            addUpTo(shift + sentence.end());
        }
        addUpTo(text.size());
    }
    units.ids.reserve(units.ranges.size());
    for (const Range range : units.ranges)
        units.ids.push_back(ids.id(units.text.mid(range.start, range.length)));
    return units;
}

// Units of the base that a side replaced; empty where the side put something in between.
struct Hunk
{
    int side = 1;
    int baseFrom = 0;
    int baseTo = 0;
    int sideFrom = 0;
    int sideTo = 0;
    bool grows = false; ///< has more sentences than it replaced
};

// Units of two texts that stand for one another, in the order of both.
using UnitPairs = std::vector<std::pair<int, int>>;

constexpr int mostAlike = 64;               // units of a gap in which alike ones are looked for, on each side
constexpr qsizetype longestAlike = 400;     // characters that are looked at for that
constexpr double leastAlike = 0.5;

// How much two sentences have in common, as the part of their neighbouring letters that both have.
class Likeness
{
public:
    Likeness(const Units &units, int from, int to)
    {
        for (int i = from; i < to; ++i)
            m_pairs.push_back(lettersOf(units.words(i, i + 1)));
    }

    double with(int mine, const Likeness &other, int its) const
    {
        const auto &a = m_pairs[static_cast<size_t>(mine)];
        const auto &b = other.m_pairs[static_cast<size_t>(its)];
        if (a.empty() || b.empty())
            return 0;
        size_t common = 0;
        for (size_t i = 0, k = 0; i < a.size() && k < b.size();) {
            common += a[i] == b[k] ? 1 : 0;
            const bool first = a[i] <= b[k];
            const bool second = b[k] <= a[i];
            i += first ? 1 : 0;
            k += second ? 1 : 0;
        }
        return 2.0 * static_cast<double>(common) / static_cast<double>(a.size() + b.size());
    }

private:
    static std::vector<uint> lettersOf(QStringView words)
    {
        std::vector<uint> pairs;
        char16_t last = 0;
        for (const QChar c : words.trimmed().left(longestAlike)) {
            const char16_t letter = c.isSpace() ? u' ' : c.toLower().unicode();
            if (last)
                pairs.push_back(uint(last) << 16 | letter);
            last = letter;
        }
        std::sort(pairs.begin(), pairs.end());
        return pairs;
    }

    std::vector<std::vector<uint>> m_pairs;
};

// The sentences of a gap that were changed and not replaced: those pairs that have most in common altogether.
UnitPairs alikeIn(const Units &base, int baseFrom, int baseTo, const Units &other, int otherFrom, int otherTo)
{
    const int rows = baseTo - baseFrom;
    const int columns = otherTo - otherFrom;
    if (rows == 0 || columns == 0 || rows > mostAlike || columns > mostAlike)
        return {};
    const Likeness left(base, baseFrom, baseTo);
    const Likeness right(other, otherFrom, otherTo);
    const auto at = [columns](int row, int column) { return static_cast<size_t>(row * (columns + 1) + column); };
    std::vector<double> best(at(rows, columns) + 1, 0);
    std::vector<double> alike(at(rows, columns) + 1, 0);
    for (int row = rows - 1; row >= 0; --row) {
        for (int column = columns - 1; column >= 0; --column) {
            const double how = left.with(row, right, column);
            alike[at(row, column)] = how >= leastAlike ? how : 0;
            best[at(row, column)] = std::max({best[at(row + 1, column)], best[at(row, column + 1)],
                                              how >= leastAlike ? how + best[at(row + 1, column + 1)] : 0});
        }
    }
    UnitPairs pairs;
    for (int row = 0, column = 0; row < rows && column < columns;) {
        const double how = alike[at(row, column)];
        if (how > 0 && best[at(row, column)] == how + best[at(row + 1, column + 1)])
            pairs.emplace_back(baseFrom + row++, otherFrom + column++);
        else if (best[at(row, column)] == best[at(row + 1, column)])
            ++row;
        else
            ++column;
    }
    return pairs;
}

UnitPairs sameIn(const Units &base, int baseFrom, int baseTo, const Units &other, int otherFrom, int otherTo,
                 const std::function<bool()> &canceled)
{
    const auto part = [](const Units &units, int from, int to) {
        return std::vector<int>(units.ids.begin() + from, units.ids.begin() + to);
    };
    UnitPairs pairs;
    for (const auto &[one, two] : align(part(base, baseFrom, baseTo), part(other, otherFrom, otherTo), canceled))
        pairs.emplace_back(baseFrom + one, otherFrom + two);
    return pairs;
}

// Sentences stand for one another when they are the same, else when they are alike between the same ones. White space is the
// same everywhere, so that it says nothing about where a sentence went: it is looked at last.
UnitPairs partners(const Units &base, const Units &other, const std::function<bool()> &canceled)
{
    std::array<std::vector<int>, 2> words = {};
    std::array<std::vector<int>, 2> ids = {};
    for (const size_t side : {size_t(0), size_t(1)}) {
        const Units &units = side == 0 ? base : other;
        for (int i = 0; i < static_cast<int>(units.ids.size()); ++i) {
            if (units.sentences(i, i + 1) > 0) {
                words[side].push_back(i);
                ids[side].push_back(units.ids[static_cast<size_t>(i)]);
            }
        }
    }
    UnitPairs anchors;
    for (const auto &[one, two] : align(ids[0], ids[1], canceled))
        anchors.emplace_back(words[0][static_cast<size_t>(one)], words[1][static_cast<size_t>(two)]);

    UnitPairs all;
    int b = 0;
    int s = 0;
    const auto fill = [&](int baseTo, int otherTo) {
        for (const auto &pair : sameIn(base, b, baseTo, other, s, otherTo, canceled))
            all.push_back(pair);
    };
    const auto upTo = [&](int baseTo, int otherTo) {
        for (const auto &pair : alikeIn(base, b, baseTo, other, s, otherTo)) {
            fill(pair.first, pair.second);
            all.push_back(pair);
            b = pair.first + 1;
            s = pair.second + 1;
        }
        fill(baseTo, otherTo);
        b = baseTo;
        s = otherTo;
    };
    for (const auto &[one, two] : anchors) {
        if (canceled && canceled())
            return {};
        upTo(one, two);
        all.emplace_back(one, two);
        b = one + 1;
        s = two + 1;
    }
    upTo(static_cast<int>(base.ids.size()), static_cast<int>(other.ids.size()));
    return all;
}

void addHunks(std::vector<Hunk> &hunks, int side, const Units &base, const Units &other,
              const std::function<bool()> &canceled)
{
    UnitPairs pairs = partners(base, other, canceled);
    pairs.emplace_back(static_cast<int>(base.ids.size()), static_cast<int>(other.ids.size()));
    int b = 0;
    int s = 0;
    for (const auto &[nextBase, nextSide] : pairs) {
        // As many units on both sides stand for one another: lines that follow each other are changed each for itself.
        for (; nextBase - b == nextSide - s && nextBase - b > 1; ++b, ++s)
            hunks.push_back(
                Hunk{.side = side, .baseFrom = b, .baseTo = b + 1, .sideFrom = s, .sideTo = s + 1});
        if (nextBase > b || nextSide > s)
            hunks.push_back(Hunk{.side = side,
                                 .baseFrom = b,
                                 .baseTo = nextBase,
                                 .sideFrom = s,
                                 .sideTo = nextSide,
                                 .grows = other.sentences(s, nextSide) > base.sentences(b, nextBase)});
        const bool ends = nextBase == static_cast<int>(base.ids.size()) || nextSide == static_cast<int>(other.ids.size());
        if (!ends && base.ids[static_cast<size_t>(nextBase)] != other.ids[static_cast<size_t>(nextSide)])
            hunks.push_back(Hunk{.side = side, .baseFrom = nextBase, .baseTo = nextBase + 1, .sideFrom = nextSide, .sideTo = nextSide + 1});
        b = nextBase + 1;
        s = nextSide + 1;
    }
}

// Whether two changes of different sides that touch cannot both be made without asking which comes first.
bool disputes(const Hunk &first, const Hunk &second)
{
    const bool firstInserts = first.baseFrom == first.baseTo;
    const bool secondInserts = second.baseFrom == second.baseTo;
    if (firstInserts && secondInserts)
        return true;
    if (secondInserts)
        return first.grows;
    return firstInserts && second.grows;
}

class Merger
{
public:
    Merger(const Units &base, const Units &ours, const Units &theirs) : m_units{&base, &ours, &theirs} {}

    Merge take(std::vector<Hunk> hunks)
    {
        std::sort(hunks.begin(), hunks.end(), [](const Hunk &a, const Hunk &b) {
            return std::tie(a.baseFrom, a.baseTo, a.side) < std::tie(b.baseFrom, b.baseTo, b.side);
        });
        for (size_t first = 0; first < hunks.size();) {
            int to = hunks[first].baseTo;
            size_t last = first + 1;
            while (last < hunks.size()) {
                const size_t joins = joined(hunks, first, last, to);
                if (joins == last)
                    break;
                for (; last < joins; ++last)
                    to = std::max(to, hunks[last].baseTo);
            }
            addUnchanged(hunks[first].baseFrom);
            addChanged(std::span<const Hunk>(hunks).subspan(first, last - first), to);
            first = last;
        }
        addUnchanged(static_cast<int>(m_units[0]->ids.size()));
        m_out.complete = true;
        return m_out;
    }

private:
    // The end of the hunks from `last` on that cannot be told apart from those from `first` on, which reach to `to`. Of hunks
    // that begin at one place it does not matter which stands first.
    static size_t joined(const std::vector<Hunk> &hunks, size_t first, size_t last, int to)
    {
        if (hunks[last].baseFrom < to)
            return last + 1;
        size_t end = last;
        for (size_t next = last; next < hunks.size() && hunks[next].baseFrom == to; ++next) {
            const bool disputed = std::any_of(hunks.begin() + static_cast<qsizetype>(first), hunks.begin() + static_cast<qsizetype>(last),
                                              [&](const Hunk &hunk) {
                                                  return hunk.baseTo == to && hunk.side != hunks[next].side && disputes(hunk, hunks[next]);
                                              });
            end = disputed ? next + 1 : end;
        }
        return end;
    }

    void add(MergeOrigin origin, const std::array<int, 3> &to)
    {
        MergePiece piece{.origin = origin};
        QStringView words[3];
        for (const size_t side : {size_t(0), size_t(1), size_t(2)}) {
            piece.range[side] = m_units[side]->range(m_at[side], to[side]);
            words[side] = m_units[side]->words(m_at[side], to[side]);
        }
        m_at = to;
        const QStringView merged = origin == MergeOrigin::Theirs ? words[2]
                                   : origin == MergeOrigin::Unchanged || origin == MergeOrigin::Conflict
                                       ? words[0]
                                       : words[1];
        piece.merged = Range{m_out.text.size(), merged.size()};
        m_out.text += merged;
        if (origin == MergeOrigin::Conflict)
            m_out.conflicts.append(MergeConflict{.piece = static_cast<int>(m_out.pieces.size()),
                                                 .base = words[0].toString(),
                                                 .ours = words[1].toString(),
                                                 .theirs = words[2].toString()});
        m_out.pieces.append(piece);
    }

    void addUnchanged(int baseTo)
    {
        const int length = baseTo - m_at[0];
        if (length > 0)
            add(MergeOrigin::Unchanged, {baseTo, m_at[1] + length, m_at[2] + length});
    }

    void addChanged(std::span<const Hunk> hunks, int baseTo)
    {
        std::array<int, 3> to = {baseTo, m_at[1] + baseTo - m_at[0], m_at[2] + baseTo - m_at[0]};
        bool changed[3] = {};
        for (const Hunk &hunk : hunks) {
            changed[hunk.side] = true;
            to[static_cast<size_t>(hunk.side)] +=
                (hunk.sideTo - hunk.sideFrom) - (hunk.baseTo - hunk.baseFrom);
        }
        if (!changed[1] || !changed[2]) {
            add(changed[1] ? MergeOrigin::Ours : MergeOrigin::Theirs, to);
            return;
        }
        const QStringView base = m_units[0]->words(m_at[0], to[0]);
        const QStringView ours = m_units[1]->words(m_at[1], to[1]);
        const QStringView theirs = m_units[2]->words(m_at[2], to[2]);
        if (ours == theirs)
            add(MergeOrigin::Both, to);
        else if (equalWithoutSpace(base, ours) != equalWithoutSpace(base, theirs))
            add(equalWithoutSpace(base, ours) ? MergeOrigin::Theirs : MergeOrigin::Ours, to);
        else
            add(MergeOrigin::Conflict, to);
    }

    std::array<const Units *, 3> m_units;
    std::array<int, 3> m_at = {0, 0, 0}; // units of each text that are done
    Merge m_out;
};

} // namespace

Merge mergeTexts(const QString &base, const QString &ours, const QString &theirs, MergeUnit unit,
                 const std::function<bool()> &canceled)
{
    const auto stopped = [&canceled] { return canceled && canceled(); };
    Interner ids;
    if (stopped())
        return {};
    const Units baseUnits = unitsOf(base, unit, ids);
    const Units ourUnits = unitsOf(ours, unit, ids);
    const Units theirUnits = unitsOf(theirs, unit, ids);
    if (stopped())
        return {};
    std::vector<Hunk> hunks;
    addHunks(hunks, index(MergeSide::Ours), baseUnits, ourUnits, canceled);
    addHunks(hunks, index(MergeSide::Theirs), baseUnits, theirUnits, canceled);
    if (stopped())
        return {};
    return Merger(baseUnits, ourUnits, theirUnits).take(std::move(hunks));
}

QString chosen(const MergeConflict &conflict, MergeChoice choice)
{
    switch (choice) {
    case MergeChoice::Base:
        return conflict.base;
    case MergeChoice::Ours:
        return conflict.ours;
    case MergeChoice::Theirs:
        return conflict.theirs;
    case MergeChoice::OursThenTheirs: {
        // Two sentences that stand in for one have a space between them.
        const bool apart = conflict.ours.isEmpty() || conflict.theirs.isEmpty() || conflict.ours.back().isSpace()
                           || conflict.theirs.front().isSpace();
        return conflict.ours + (apart ? QString() : QString(u' ')) + conflict.theirs;
    }
    }
    Q_UNREACHABLE_RETURN({});
}

QString resolvedWith(const Merge &merge, const QStringList &words)
{
    QString text;
    qsizetype done = 0;
    for (qsizetype i = 0; i < merge.conflicts.size(); ++i) {
        const MergeConflict &conflict = merge.conflicts[i];
        const Range place = merge.pieces[conflict.piece].merged;
        text += QStringView(merge.text).mid(done, place.start - done);
        text += i < words.size() ? words[i] : conflict.base;
        done = place.end();
    }
    text += QStringView(merge.text).mid(done);
    return text;
}

QString resolved(const Merge &merge, const QList<MergeChoice> &choices)
{
    QStringList words;
    for (qsizetype i = 0; i < std::min(choices.size(), merge.conflicts.size()); ++i)
        words.append(chosen(merge.conflicts[i], choices[i]));
    return resolvedWith(merge, words);
}

} // namespace countersign::diff
