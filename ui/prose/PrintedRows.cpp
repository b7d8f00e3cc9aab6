// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/PrintedRows.h"

#include "ui/common/Paint.h"
#include "ui/common/ProseBlock.h"
#include "ui/common/Signs.h"
#include "ui/common/Text.h"
#include "ui/prose/DiffPrint.h"

#include <algorithm>

namespace countersign {

using diff::MergeSide;
using diff::Side;

namespace {

constexpr qreal printGutter = 24;
constexpr qreal printGap = 16;
constexpr qreal printLine = 24; // of what stands for other rows

Sign printedSign(CellSign sign)
{
    return sign == CellSign::Removed ? Sign::Removed : sign == CellSign::Added ? Sign::Added : Sign::Moved;
}

void paintBlock(QPainter &painter, ProseBlock &block, const QRectF &column, qreal done, const Theme &theme)
{
    painter.save();
    painter.setClipRect(column);
    block.paint(painter, QPointF(column.left() + printGutter, column.top() - done), column.width() - printGutter, theme);
    painter.restore();
}

void paintFold(QPainter &painter, const QRectF &place, const QString &words, const Theme &theme)
{
    const QRectF box(place.left(), place.top(), place.width(), printLine - 4);
    painter.fillRect(box, theme.color(ColorRole::Sunken));
    paintText(painter, box.adjusted(printGutter, 0, 0, 0).toRect(), words, FontRole::Secondary, ColorRole::Muted, theme);
}

class DifferenceRows : public PrintedRows
{
public:
    explicit DifferenceRows(PrintedDifference difference)
        : m_of(std::move(difference)), m_rows(viewRows(*m_of.comparison, m_of.layout, m_of.unfolded))
    {
    }

    [[nodiscard]] qsizetype count() const override { return m_rows.size(); }

    void paintHeads(QPainter &painter, const QRectF &place, const Theme &theme) override
    {
        const qreal half = isTwo() ? columnOf(place.width()) : place.width() / 2;
        for (const int side : {0, 1}) {
            const qreal left = side * (half + (isTwo() ? printGap : 0)) + (isTwo() || side == 0 ? printGutter : 0);
            paintText(painter, QRectF(place.left() + left, place.top(), half - printGutter, place.height()).toRect(),
                      text::printableLine(m_of.heads[static_cast<std::size_t>(side)]), FontRole::Secondary, ColorRole::Muted, theme);
        }
    }

    [[nodiscard]] qreal height(qsizetype at, qreal width, const Theme &theme) override
    {
        const ViewRow &row = m_rows[at];
        m_block = {};
        if (row.kind != ViewRowKind::Text)
            return printLine;
        const diff::BlockKind kind = m_of.comparison->rows[row.row].block;
        const bool code = kind == diff::BlockKind::Code || kind == diff::BlockKind::TableRow || kind == diff::BlockKind::Tag
                || kind == diff::BlockKind::Template || kind == diff::BlockKind::Comment;
        qreal high = theme.lineHeight(FontRole::Prose);
        for (const Side side : {Side::Left, Side::Right}) {
            if (!row.present[index(side)])
                continue;
            auto block = std::make_unique<ProseBlock>(shownText(*m_of.comparison, row, side), shownMarks(*m_of.comparison, row, side));
            if (kind == diff::BlockKind::Heading)
                block->setFontRole(FontRole::ProseStrong);
            else if (code)
                block->setFontRole(FontRole::Code);
            high = std::max(high, block->height(columnOf(width) - printGutter, theme));
            m_block[index(side)] = std::move(block);
        }
        return high + (kind == diff::BlockKind::Heading ? 14 : 6);
    }

    void paint(QPainter &painter, qsizetype at, const QRectF &place, qreal done, const Theme &theme) override
    {
        const ViewRow &row = m_rows[at];
        if (row.kind == ViewRowKind::Fold) {
            const int sentences = m_of.comparison->folds[row.fold].sentenceCount;
            paintFold(painter, place, DiffPrint::tr("%n sentence(s) alike, not printed", nullptr, sentences), theme);
            return;
        }
        if (row.kind == ViewRowKind::Message) {
            const diff::Row &source = m_of.comparison->rows[row.row];
            const Side side = source.cells[1].present ? Side::Right : Side::Left;
            const diff::MessageText message = m_of.comparison->side(side).messages.value(source.cell(side).message);
            paintText(painter, QRectF(place.left() + printGutter, place.top(), place.width() - printGutter, printLine - 4).toRect(),
                      text::printableLine(message.role.isEmpty() ? message.path : message.role), FontRole::SecondaryStrong, ColorRole::Muted,
                      theme);
            return;
        }
        const qreal wide = columnOf(place.width());
        for (const Side side : {Side::Left, Side::Right}) {
            if (!m_block[index(side)])
                continue;
            const QRectF column(place.left() + (isTwo() && side == Side::Right ? wide + printGap : 0), place.top(), wide, place.height());
            const CellSign sign = signOf(*m_of.comparison, row, side);
            if (sign != CellSign::None && row.firstPiece && done <= 0)
                Signs::paint(painter, QRectF(column.left() + 4, column.top() + 4, 14, 14), printedSign(sign), theme);
            paintBlock(painter, *m_block[index(side)], column, done, theme);
        }
    }

private:
    [[nodiscard]] bool isTwo() const { return m_of.layout == DiffLayout::SideBySide; }
    [[nodiscard]] qreal columnOf(qreal width) const { return isTwo() ? (width - printGap) / 2 : width; }

    PrintedDifference m_of;
    QList<ViewRow> m_rows;
    std::array<std::unique_ptr<ProseBlock>, 2> m_block = {};
};

class TextRows : public PrintedRows
{
public:
    explicit TextRows(PrintedTexts texts) : m_of(std::move(texts)) {}

    [[nodiscard]] qsizetype count() const override { return m_of.rows.size(); }

    void paintHeads(QPainter &painter, const QRectF &place, const Theme &theme) override
    {
        for (std::size_t column = 0; column < ThreeWayView::columns.size(); ++column) {
            paintText(painter, columnOf(column, place).adjusted(printGutter, 0, 0, 0).toRect(),
                      text::printableLine(m_of.heads[index(ThreeWayView::columns[column])]), FontRole::Secondary, ColorRole::Muted, theme);
        }
    }

    [[nodiscard]] qreal height(qsizetype at, qreal width, const Theme &theme) override
    {
        const ThreeWayView::Row &row = m_of.rows[at];
        if (row.fold)
            return printLine;
        qreal high = theme.lineHeight(FontRole::Prose);
        for (std::size_t column = 0; column < ThreeWayView::columns.size(); ++column) {
            const std::size_t side = index(ThreeWayView::columns[column]);
            m_block[side] = ThreeWayView::blockOf(m_of.texts->rows[row.first], ThreeWayView::columns[column]);
            high = std::max(high, m_block[side]->height(columnOf(column, QRectF(0, 0, width, 0)).width() - printGutter, theme));
        }
        return high + 8;
    }

    void paint(QPainter &painter, qsizetype at, const QRectF &place, qreal done, const Theme &theme) override
    {
        const ThreeWayView::Row &row = m_of.rows[at];
        if (row.fold) {
            paintFold(painter, place, DiffPrint::tr("%n paragraph(s) alike in all three, not printed", nullptr, row.count), theme);
            return;
        }
        const ThreeWayRow &source = m_of.texts->rows[row.first];
        for (std::size_t column = 0; column < ThreeWayView::columns.size(); ++column) {
            const MergeSide side = ThreeWayView::columns[column];
            const QRectF box = columnOf(column, place);
            const bool changed = side == MergeSide::Ours ? source.ours : side == MergeSide::Theirs ? source.theirs : false;
            if (changed && done <= 0)
                Signs::paint(painter, QRectF(box.left() + 4, box.top() + 4, 14, 14), ThreeWayView::signOf(source, side), theme);
            paintBlock(painter, *m_block[index(side)], box, done, theme);
        }
    }

private:
    static QRectF columnOf(std::size_t column, const QRectF &place)
    {
        const qreal wide = (place.width() - 2 * printGap) / 3;
        return {place.left() + static_cast<qreal>(column) * (wide + printGap), place.top(), wide, place.height()};
    }

    PrintedTexts m_of;
    std::array<std::unique_ptr<ProseBlock>, 3> m_block = {};
};

} // namespace

std::unique_ptr<PrintedRows> printedRows(PrintedDifference difference)
{
    return std::make_unique<DifferenceRows>(std::move(difference));
}

std::unique_ptr<PrintedRows> printedRows(PrintedTexts texts)
{
    return std::make_unique<TextRows>(std::move(texts));
}

} // namespace countersign
