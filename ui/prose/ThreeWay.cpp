// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/ThreeWay.h"

#include "diff/Compare.h"

#include <algorithm>

namespace countersign {

namespace {

constexpr qsizetype longRow = 4000;

TextMark textMark(const diff::Mark &mark)
{
    switch (mark.kind) {
    case diff::MarkKind::Removed:
    case diff::MarkKind::MovedRemoved: return {mark.range.start, mark.range.length, MarkKind::Removed};
    case diff::MarkKind::Added:
    case diff::MarkKind::MovedAdded: return {mark.range.start, mark.range.length, MarkKind::Added};
    case diff::MarkKind::Moved: return {mark.range.start, mark.range.length, MarkKind::Moved};
    }
    Q_UNREACHABLE_RETURN({});
}

class RowMaker
{
public:
    RowMaker(const std::array<QStringView, 3> &texts, const std::function<bool()> &canceled) : m_texts(texts), m_canceled(canceled) {}

    ThreeWay make(const diff::Merge &merge)
    {
        for (const diff::MergePiece &piece : merge.pieces) {
            if (m_canceled && m_canceled())
                return {};
            if (piece.origin == diff::MergeOrigin::Unchanged) {
                addAlike(piece);
                continue;
            }
            if (isLong())
                finish();
            // A side that only wrapped it differently yields in a merge, and is still another text.
            m_row.ours = m_row.ours || words(piece, 1) != words(piece, 0);
            m_row.theirs = m_row.theirs || words(piece, 2) != words(piece, 0);
            m_row.conflict = m_row.conflict || piece.origin == diff::MergeOrigin::Conflict;
            for (const size_t side : {size_t(1), size_t(2)}) {
                const QString before = words(piece, 0).toString();
                const QString after = words(piece, side).toString();
                if (before == after)
                    continue;
                const WordMarks marks = wordMarks(before, after);
                mark(0, marks.before);
                mark(side, marks.after);
            }
            for (size_t side = 0; side < 3; ++side)
                m_row.text[side] += words(piece, side);
        }
        finish();
        m_out.complete = true;
        return m_out;
    }

private:
    QStringView words(const diff::MergePiece &piece, size_t side) const
    {
        return m_texts[side].sliced(piece.range[side].start, piece.range[side].length);
    }

    // In what is about to be added.
    void mark(size_t side, const QList<TextMark> &marks)
    {
        for (TextMark one : marks) {
            one.start += m_row.text[side].size();
            m_row.marks[side].append(one);
        }
    }

    bool isLong() const
    {
        return std::any_of(m_row.text.begin(), m_row.text.end(), [](const QString &text) { return text.size() > longRow; });
    }

    // Alike in all three, so that a border of one is a border of the others.
    void addAlike(const diff::MergePiece &piece)
    {
        const QStringView text = words(piece, 0);
        qsizetype done = 0;
        while (done < text.size()) {
            qsizetype end = text.indexOf(u"\n\n", done);
            end = end < 0 ? text.size() : end;
            while (end < text.size() && text[end] == u'\n')
                ++end;
            if (end - done > longRow) {
                const qsizetype blank = text.indexOf(u' ', done + longRow);
                end = blank < 0 || blank >= end ? std::min(end, done + 2 * longRow) : blank + 1;
                if (end < text.size() && text[end].isLowSurrogate())
                    ++end;
            }
            for (QString &side : m_row.text)
                side += text.sliced(done, end - done);
            done = end;
            if (done < text.size() || text.endsWith(u"\n\n") || isLong())
                finish();
        }
    }

    void finish()
    {
        ThreeWayRow row = std::exchange(m_row, {});
        if (row.text == std::array<QString, 3>{})
            return;
        // One sentence that is a book: every stretch of it can be read, side by side as far as that goes.
        while (std::any_of(row.text.begin(), row.text.end(), [](const QString &text) { return text.size() > 3 * longRow; })) {
            ThreeWayRow first = row;
            for (size_t side = 0; side < 3; ++side) {
                qsizetype cut = std::min(longRow, row.text[side].size());
                if (cut < row.text[side].size() && row.text[side][cut].isLowSurrogate())
                    ++cut;
                first.text[side] = row.text[side].left(cut);
                row.text[side] = row.text[side].mid(cut);
                QList<TextMark> rest;
                first.marks[side].clear();
                for (TextMark mark : std::as_const(row.marks[side])) {
                    if (mark.start < cut)
                        first.marks[side].append({mark.start, std::min(mark.length, cut - mark.start), mark.kind});
                    mark.length -= std::clamp<qsizetype>(cut - mark.start, 0, mark.length);
                    mark.start = std::max<qsizetype>(0, mark.start - cut);
                    if (mark.length > 0)
                        rest.append(mark);
                }
                row.marks[side] = rest;
            }
            m_out.rows.append(first);
        }
        m_out.rows.append(row);
    }

    std::array<QStringView, 3> m_texts;
    const std::function<bool()> &m_canceled;
    ThreeWayRow m_row;
    ThreeWay m_out;
};

} // namespace

WordMarks wordMarks(const QString &before, const QString &after)
{
    WordMarks out;
    const diff::Comparison comparison = diff::compareTexts(before, after, {.entries = false});
    for (const diff::Row &row : comparison.rows) {
        for (const diff::Mark &mark : row.cell(diff::Side::Left).marks)
            out.before.append(textMark(mark));
        for (const diff::Mark &mark : row.cell(diff::Side::Right).marks)
            out.after.append(textMark(mark));
    }
    return out;
}

ThreeWay threeWay(const QString &base, const QString &ours, const QString &theirs, const diff::Merge &merge,
                  const std::function<bool()> &canceled)
{
    return RowMaker({base, ours, theirs}, canceled).make(merge);
}

} // namespace countersign
