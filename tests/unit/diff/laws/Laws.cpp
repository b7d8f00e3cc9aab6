// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/diff/laws/Laws.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::test {

using namespace diff;


QString problemsOf(const Comparison &comparison, const QString &left, const QString &right)
{
    if (!comparison.complete)
        return u"not complete"_s;
    if (textFromRows(comparison, Side::Left) != left || textFromRows(comparison, Side::Right) != right)
        return u"rows do not tile the text"_s;
    if (applyTo(left, comparison) != right)
        return u"applying the difference does not give the right text"_s;
    if (unmarkedText(comparison, Side::Left) != unmarkedText(comparison, Side::Right))
        return u"unmarked words differ:\n%1\n%2"_s.arg(unmarkedText(comparison, Side::Left),
                                                       unmarkedText(comparison, Side::Right));
    for (const Row &row : comparison.rows) {
        if (!row.cells[0].present && !row.cells[1].present)
            return u"an empty row"_s;
        for (const Cell &cell : row.cells) {
            qsizetype end = cell.range.start;
            for (const Mark &mark : cell.marks) {
                if (mark.range.start < end || mark.range.end() > cell.range.end() || mark.range.isEmpty())
                    return u"marks overlap or leave their cell"_s;
                end = mark.range.end();
            }
        }
        if (row.kind == RowKind::Same
            && comparison.sides[0].words(row.cells[0].range) != comparison.sides[1].words(row.cells[1].range))
            return u"a row that is the same differs"_s;
    }
    return {};
}

namespace {

MarkKind mirrored(MarkKind kind)
{
    switch (kind) {
    case MarkKind::Removed:
        return MarkKind::Added;
    case MarkKind::Added:
        return MarkKind::Removed;
    case MarkKind::MovedRemoved:
        return MarkKind::MovedAdded;
    case MarkKind::MovedAdded:
        return MarkKind::MovedRemoved;
    case MarkKind::Moved:
        break;
    }
    return MarkKind::Moved;
}

RowKind mirrored(RowKind kind)
{
    switch (kind) {
    case RowKind::Removed:
        return RowKind::Added;
    case RowKind::Added:
        return RowKind::Removed;
    case RowKind::MovedFrom:
        return RowKind::MovedTo;
    case RowKind::MovedTo:
        return RowKind::MovedFrom;
    case RowKind::Same:
    case RowKind::Rewrapped:
    case RowKind::Changed:
        break;
    }
    return kind;
}

SentenceKind mirrored(SentenceKind kind)
{
    if (kind == SentenceKind::Removed)
        return SentenceKind::Added;
    return kind == SentenceKind::Added ? SentenceKind::Removed : kind;
}

/// Rows that have a cell on `side`, in order.
QList<Row> rowsOf(const Comparison &comparison, int side)
{
    QList<Row> rows;
    std::copy_if(comparison.rows.begin(), comparison.rows.end(), std::back_inserter(rows),
                 [side](const Row &row) { return row.cells[side].present; });
    return rows;
}

} // namespace

QString mirrorProblems(const Comparison &there, const Comparison &back)
{
    for (const int side : {0, 1}) {
        const QList<Row> first = rowsOf(there, side);
        const QList<Row> second = rowsOf(back, 1 - side);
        if (first.size() != second.size())
            return u"not as many rows"_s;
        for (qsizetype i = 0; i < first.size(); ++i) {
            const QString at = u" in row %1 of side %2"_s.arg(i).arg(side);
            const Cell &a = first[i].cells[side];
            const Cell &b = second[i].cells[1 - side];
            if (first[i].kind != mirrored(second[i].kind))
                return u"another kind"_s + at;
            if (a.range != b.range || a.full != b.full || a.section != b.section)
                return u"another range"_s + at;
            const Cell &partner = first[i].cells[1 - side];
            const Cell &partnerBack = second[i].cells[side];
            if (partner.present != partnerBack.present || partner.range != partnerBack.range)
                return u"another partner"_s + at;
            if (a.marks.size() != b.marks.size())
                return u"not as many marks"_s + at;
            for (qsizetype m = 0; m < a.marks.size(); ++m) {
                if (a.marks[m].range != b.marks[m].range || a.marks[m].kind != mirrored(b.marks[m].kind))
                    return u"another mark"_s + at;
            }
        }
        const QList<Sentence> &sentences = there.sides[side].sentences;
        const QList<Sentence> &sentencesBack = back.sides[1 - side].sentences;
        if (sentences.size() != sentencesBack.size())
            return u"not as many sentences"_s;
        for (qsizetype i = 0; i < sentences.size(); ++i) {
            if (sentences[i].range != sentencesBack[i].range
                || sentences[i].partner != sentencesBack[i].partner
                || sentences[i].number != sentencesBack[i].number
                || sentences[i].kind != mirrored(sentencesBack[i].kind))
                return u"another sentence %1 of side %2"_s.arg(i).arg(side);
        }
    }
    if (there.moves.size() != back.moves.size())
        return u"not as many moves"_s;
    for (const Move &move : there.moves) {
        const bool found = std::any_of(back.moves.begin(), back.moves.end(), [&move](const Move &other) {
            return other.range[0] == move.range[1] && other.range[1] == move.range[0]
                   && other.sentenceCount == move.sentenceCount && other.edited == move.edited;
        });
        if (!found)
            return u"another move"_s;
    }
    if (there.totals.added != back.totals.removed || there.totals.removed != back.totals.added)
        return u"other totals"_s;
    return {};
}

bool isMovesOnly(const Comparison &comparison)
{
    const bool noEdits = std::none_of(comparison.moves.begin(), comparison.moves.end(),
                                      [](const Move &move) { return move.edited; });
    return noEdits && comparison.totals.added == 0 && comparison.totals.removed == 0;
}

bool isRewrapOnly(const Comparison &comparison)
{
    return comparison.totals == Totals{} && comparison.moves.isEmpty() && comparison.sentences.isEmpty()
           && std::all_of(comparison.rows.begin(), comparison.rows.end(), [](const Row &row) {
                  return row.kind == RowKind::Same || row.kind == RowKind::Rewrapped;
              });
}

} // namespace countersign::test
