// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Merge.h"

#include "diff/Align.h"
#include "diff/Intern.h"
#include "diff/MatchParts.h"
#include "diff/Segments.h"
#include "diff/Sentences.h"

#include <algorithm>
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

void addHunks(std::vector<Hunk> &hunks, int side, const Units &base, const Units &other,
              const std::function<bool()> &canceled)
{
    Pairs equal = align(base.ids, other.ids, canceled);
    equal.emplace_back(static_cast<int>(base.ids.size()), static_cast<int>(other.ids.size()));
    int b = 0;
    int s = 0;
    for (const auto &[nextBase, nextSide] : equal) {
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
            for (; last < hunks.size(); ++last) {
                const bool overlaps = hunks[last].baseFrom < to
                                      || (hunks[last].baseFrom == to
                                          && std::any_of(
                                              hunks.begin() + static_cast<qsizetype>(first),
                                              hunks.begin() + static_cast<qsizetype>(last),
                                              [&](const Hunk &hunk) {
                                                  return hunk.baseTo == to && hunk.side != hunks[last].side
                                                         && disputes(hunk, hunks[last]);
                                              }));
                if (!overlaps)
                    break;
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

QString resolved(const Merge &merge, const QList<MergeChoice> &choices)
{
    QString text;
    qsizetype done = 0;
    for (qsizetype i = 0; i < merge.conflicts.size(); ++i) {
        const MergeConflict &conflict = merge.conflicts[i];
        const Range place = merge.pieces[conflict.piece].merged;
        text += QStringView(merge.text).mid(done, place.start - done);
        switch (i < choices.size() ? choices[i] : MergeChoice::Base) {
        case MergeChoice::Base:
            text += conflict.base;
            break;
        case MergeChoice::Ours:
            text += conflict.ours;
            break;
        case MergeChoice::Theirs:
            text += conflict.theirs;
            break;
        case MergeChoice::OursThenTheirs:
            text += conflict.ours;
            // Two sentences that stand in for one have a space between them.
            if (!conflict.ours.isEmpty() && !conflict.theirs.isEmpty() && !conflict.ours.back().isSpace()
                && !conflict.theirs.front().isSpace())
                text += u' ';
            text += conflict.theirs;
            break;
        }
        done = place.end();
    }
    text += QStringView(merge.text).mid(done);
    return text;
}

} // namespace countersign::diff
