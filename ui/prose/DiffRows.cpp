// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/DiffRows.h"

#include <algorithm>
#include <span>

using namespace Qt::StringLiterals;

namespace countersign {

using diff::BlockKind;
using diff::Side;

namespace {

bool isProse(BlockKind block)
{
    switch (block) {
    case BlockKind::Paragraph:
    case BlockKind::Heading:
    case BlockKind::ListItem:
    case BlockKind::Quote: return true;
    case BlockKind::Code:
    case BlockKind::TableRow:
    case BlockKind::Tag:
    case BlockKind::Template:
    case BlockKind::Comment:
    case BlockKind::Message: return false;
    }
    return false;
}

// The words of a heading without its "## ", as long as nothing of that is marked.
diff::Range headingWords(const diff::Comparison &comparison, const diff::Cell &cell, Side side)
{
    const QString &text = comparison.side(side).text;
    qsizetype start = cell.range.start;
    while (start < cell.range.end() && text[start] == u'#')
        ++start;
    if (start == cell.range.start)
        return cell.range;
    while (start < cell.range.end() && text[start] == u' ')
        ++start;
    // A mark that goes on over the title says the same without the signs before it.
    const bool inMarkup = !cell.marks.isEmpty() && cell.marks.first().range.start < start && cell.marks.first().range.end() <= start;
    if (start == cell.range.end() || inMarkup)
        return cell.range;
    return {start, cell.range.end() - start};
}

// Cuts both sides of a long row at places where the same number of unmarked letters went by on both.
class Cutter
{
public:
    Cutter(const diff::Comparison &comparison, const diff::Row &row)
    {
        for (const Side side : {Side::Left, Side::Right}) {
            const diff::Cell &cell = row.cell(side);
            m_walk[index(side)] = {.text = comparison.side(side).text, .marks = cell.marks,
                                   .at = cell.range.start, .end = cell.present ? cell.range.end() : cell.range.start};
        }
    }

    QList<std::array<diff::Range, 2>> cut(qsizetype most)
    {
        QList<std::array<diff::Range, 2>> pieces;
        while (pieces.size() < most && (!m_walk[0].done() || !m_walk[1].done())) {
            const std::array<qsizetype, 2> from = {m_walk[0].at, m_walk[1].at};
            const bool leftLeads = !m_walk[0].done();
            Walk &lead = m_walk[leftLeads ? 0 : 1];
            Walk &follower = m_walk[leftLeads ? 1 : 0];
            qsizetype letters = lead.forward(pieceLength);
            follower.followTo(letters);
            pieces.append({diff::Range{from[0], m_walk[0].at - from[0]}, diff::Range{from[1], m_walk[1].at - from[1]}});
        }
        return pieces;
    }

private:
    struct Walk
    {
        QStringView text = {};
        QList<diff::Mark> marks = {};
        qsizetype at = 0;
        qsizetype end = 0;
        qsizetype nextMark = 0;
        qsizetype seen = 0; // unmarked letters so far

        bool done() const { return at >= end; }

        void step()
        {
            while (nextMark < marks.size() && marks[nextMark].range.end() <= at)
                ++nextMark;
            const bool marked = nextMark < marks.size() && marks[nextMark].range.contains(at);
            if (!marked && !text[at].isSpace())
                ++seen;
            ++at;
        }

        // About `length` characters on, to the end of a sentence, or of a word where none ends soon; the number of
        // unmarked letters seen so far.
        qsizetype forward(qsizetype length)
        {
            const qsizetype aim = std::min(at + length, end);
            while (at < aim)
                step();
            const qsizetype most = std::min(at + 300, end);
            qsizetype stop = -1;
            for (qsizetype i = at; i < most && stop < 0; ++i) {
                if (i > 0 && text[i].isSpace() && u".!?\u3002\uFF01\uFF1F"_s.contains(text[i - 1]))
                    stop = i + 1;
            }
            const qsizetype last = stop < 0 ? most : stop;
            while (at < last && (stop >= 0 || !text[at - 1].isSpace()))
                step();
            if (at < end && text[at].isLowSurrogate())
                step();
            return seen;
        }

        // Until as many unmarked letters went by, but never more than two pieces at once.
        void followTo(qsizetype letters)
        {
            const qsizetype most = std::min(at + 2 * pieceLength, end);
            while (at < most && seen < letters)
                step();
            while (at < most && (text[at].isSpace() || text[at].isLowSurrogate()))
                step();
        }
    };

    std::array<Walk, 2> m_walk;
};

void appendRow(QList<ViewRow> &out, const diff::Comparison &comparison, int number, DiffLayout layout, qsizetype most)
{
    const diff::Row &row = comparison.rows[number];
    ViewRow base{.row = number};
    QList<std::array<diff::Range, 2>> pieces;
    std::array<diff::Range, 2> whole = {row.cells[0].range, row.cells[1].range};
    if (row.block == BlockKind::Heading) {
        for (const Side side : {Side::Left, Side::Right}) {
            if (row.cell(side).present)
                whole[index(side)] = headingWords(comparison, row.cell(side), side);
        }
    }
    const qsizetype longest = std::max(row.cells[0].present ? whole[0].length : 0, row.cells[1].present ? whole[1].length : 0);
    if (longest > longCell)
        pieces = Cutter(comparison, row).cut(most);
    else
        pieces = {whole};

    const bool same = row.kind == diff::RowKind::Same || row.kind == diff::RowKind::Rewrapped;
    const auto add = [&](std::array<bool, 2> present) {
        for (qsizetype i = 0; i < pieces.size(); ++i) {
            ViewRow piece = base;
            piece.range = pieces[i];
            piece.present = present;
            piece.firstPiece = i == 0;
            piece.lastPiece = i + 1 == pieces.size();
            out.append(piece);
        }
    };
    if (layout == DiffLayout::SideBySide) {
        add({row.cells[0].present, row.cells[1].present});
    } else if (same && row.cells[1].present) {
        add({false, true});
    } else {
        if (row.cells[0].present)
            add({true, false});
        if (row.cells[1].present)
            add({false, true});
    }
}

// The marks of a cell that reach into a stretch of it.
std::span<const diff::Mark> marksIn(const diff::Cell &cell, diff::Range range)
{
    const auto first = std::lower_bound(cell.marks.begin(), cell.marks.end(), range.start,
                                        [](const diff::Mark &mark, qsizetype start) { return mark.range.end() <= start; });
    const auto last = std::lower_bound(first, cell.marks.end(), range.end(),
                                       [](const diff::Mark &mark, qsizetype end) { return mark.range.start < end; });
    return {first, last};
}

void addCodeMarks(QList<TextMark> &marks, const QString &text)
{
    qsizetype at = 0;
    while (at < text.size()) {
        if (text[at] == u'`') {
            const qsizetype close = text.indexOf(u'`', at + 1);
            if (close > at + 1 && close - at < 120) {
                marks.append({at, close - at + 1, MarkKind::Code});
                at = close + 1;
                continue;
            }
        } else if (text[at] == u'{' && at + 1 < text.size() && (text[at + 1] == u'{' || text[at + 1] == u'%')) {
            const QString end = text[at + 1] == u'{' ? u"}}"_s : u"%}"_s;
            qsizetype close = text.indexOf(end, at + 2);
            if (close >= 0 && close - at < 200) {
                close += end.size();
                while (close < text.size() && text[close] == u'}')
                    ++close;
                marks.append({at, close - at, MarkKind::Code});
                at = close;
                continue;
            }
        }
        ++at;
    }
}

} // namespace

QList<ViewRow> viewRows(const diff::Comparison &comparison, DiffLayout layout, const QSet<int> &unfolded, qsizetype most)
{
    QList<ViewRow> out;
    const bool oneMessage = comparison.sides[0].messages.size() <= 1 && comparison.sides[1].messages.size() <= 1;
    for (int number = 0; number < comparison.rows.size() && out.size() < most; ++number) {
        const diff::Row &row = comparison.rows[number];
        if (row.fold >= 0 && row.fold < comparison.folds.size() && !unfolded.contains(row.fold)) {
            const diff::Fold &fold = comparison.folds[row.fold];
            out.append({.kind = ViewRowKind::Fold, .row = number, .fold = row.fold});
            number = std::max(number, fold.firstRow + fold.rowCount - 1);
            continue;
        }
        if (row.block == BlockKind::Message) {
            if (!oneMessage)
                out.append({.kind = ViewRowKind::Message, .row = number,
                            .present = {row.cells[0].present, row.cells[1].present}});
            continue;
        }
        appendRow(out, comparison, number, layout, most);
    }
    if (out.size() > most)
        out.resize(most);
    return out;
}

QList<ViewRow> foldedRows(const diff::Comparison &comparison, DiffLayout layout, int fold)
{
    QList<ViewRow> out;
    const diff::Fold &what = comparison.folds[fold];
    for (int number = what.firstRow; number < what.firstRow + what.rowCount && number < comparison.rows.size(); ++number) {
        if (comparison.rows[number].block != BlockKind::Message)
            appendRow(out, comparison, number, layout, std::numeric_limits<qsizetype>::max());
    }
    return out;
}

RowPlan planRows(const diff::Comparison &comparison, DiffLayout layout, const QSet<int> &unfolded, qsizetype most)
{
    RowPlan plan{.rows = viewRows(comparison, layout, unfolded, most)};
    plan.complete = plan.rows.size() < most;
    for (int i = 0; i < plan.rows.size(); ++i) {
        if (signOf(comparison, plan.rows[i], Side::Left) != CellSign::None
            || signOf(comparison, plan.rows[i], Side::Right) != CellSign::None)
            plan.changed.append(i);
    }
    return plan;
}

QString shownText(const diff::Comparison &comparison, const ViewRow &row, Side side, LineBreaks breaks)
{
    if (row.row < 0 || !row.present[index(side)])
        return {};
    QString text = comparison.side(side).words(row.range[index(side)]);
    if (breaks == LineBreaks::Flow && isProse(comparison.rows[row.row].block)) {
        for (qsizetype i = 0; i < text.size(); ++i) {
            const bool hardBreak = i >= 2 && text[i - 1] == u' ' && text[i - 2] == u' ';
            if (text[i] == u'\n' && !hardBreak)
                text[i] = u' ';
        }
    }
    return text;
}

QList<TextMark> shownMarks(const diff::Comparison &comparison, const ViewRow &row, Side side)
{
    QList<TextMark> marks;
    if (row.row < 0 || !row.present[index(side)])
        return marks;
    const diff::Row &source = comparison.rows[row.row];
    const diff::Range range = row.range[index(side)];
    if (source.block != BlockKind::Code)
        addCodeMarks(marks, shownText(comparison, row, side));
    for (const diff::Mark &mark : marksIn(source.cell(side), range)) {
        const qsizetype start = std::max(mark.range.start, range.start);
        const qsizetype end = std::min(mark.range.end(), range.end());
        if (start >= end)
            continue;
        MarkKind kind = side == Side::Left ? MarkKind::Removed : MarkKind::Added;
        switch (mark.kind) {
        case diff::MarkKind::Removed:
        case diff::MarkKind::MovedRemoved: kind = MarkKind::Removed; break;
        case diff::MarkKind::Added:
        case diff::MarkKind::MovedAdded: kind = MarkKind::Added; break;
        case diff::MarkKind::Moved: kind = MarkKind::Moved; break;
        }
        marks.append({start - range.start, end - start, kind});
    }
    return marks;
}

CellSign signOf(const diff::Comparison &comparison, const ViewRow &row, Side side)
{
    if (row.kind != ViewRowKind::Text || !row.present[index(side)])
        return CellSign::None;
    const diff::Row &source = comparison.rows[row.row];
    const CellSign own = side == Side::Left ? CellSign::Removed : CellSign::Added;
    if (source.kind == diff::RowKind::Removed || source.kind == diff::RowKind::Added)
        return own;
    bool moved = source.kind == diff::RowKind::MovedFrom || source.kind == diff::RowKind::MovedTo;
    for (const diff::Mark &mark : marksIn(source.cell(side), row.range[index(side)])) {
        if (mark.kind == diff::MarkKind::Moved)
            moved = true;
        else
            return own;
    }
    return moved ? CellSign::Moved : CellSign::None;
}

QString sectionTitle(const diff::Comparison &comparison, int row, Side side)
{
    if (row < 0 || row >= comparison.rows.size())
        return {};
    const diff::Cell &cell = comparison.rows[row].cell(side);
    const QList<diff::Section> &sections = comparison.side(side).sections;
    return cell.section >= 0 && cell.section < sections.size() ? sections[cell.section].title : QString();
}

QString patchText(const diff::Comparison &comparison, int first, int last)
{
    QString out;
    const auto add = [&out](QChar sign, const QString &text) {
        for (const QString &line : text.split(u'\n')) {
            out += sign;
            out += line;
            out += u'\n';
        }
    };
    for (int number = std::max(first, 0); number <= last && number < comparison.rows.size(); ++number) {
        const diff::Row &row = comparison.rows[number];
        if (row.block == BlockKind::Message)
            continue;
        const bool same = row.kind == diff::RowKind::Same;
        if (row.cells[0].present)
            add(same ? u' ' : u'-', comparison.sides[0].words(row.cells[0].range));
        if (row.cells[1].present && !(same && row.cells[0].present))
            add(same ? u' ' : u'+', comparison.sides[1].words(row.cells[1].range));
    }
    return out;
}

} // namespace countersign
