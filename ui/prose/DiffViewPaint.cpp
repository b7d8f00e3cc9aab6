// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/DiffView.h"

#include "ui/common/Paint.h"
#include "ui/common/Style.h"
#include "ui/common/Text.h"

#include <QPainter>
#include <QPaintEvent>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

using diff::Side;

namespace {

Sign signOfCell(CellSign sign)
{
    switch (sign) {
    case CellSign::Removed: return Sign::Removed;
    case CellSign::Added: return Sign::Added;
    case CellSign::Moved:
    case CellSign::None: return Sign::Moved;
    }
    return Sign::Moved;
}

ColorRole tintOf(CellSign sign)
{
    switch (sign) {
    case CellSign::Removed: return ColorRole::RemovedTint;
    case CellSign::Added: return ColorRole::AddedTint;
    case CellSign::Moved: return ColorRole::MovedTint;
    case CellSign::None: return ColorRole::Surface;
    }
    return ColorRole::Surface;
}

} // namespace

void DiffView::paintEvent(QPaintEvent *event)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    // By a pixel wider, so that no line is left out where a pixel of the screen is not one of ours.
    painter.setClipRect(event->rect().adjusted(-1, -1, 1, 1));
    painter.fillRect(event->rect(), theme.color(ColorRole::Surface));
    if (m_comparison && !m_rows.isEmpty()) {
        ensureLaid();
        const int value = verticalScrollBar()->value();
        for (int row = rowAt(value + event->rect().top()); row < m_rows.size(); ++row) {
            const QRect box(0, m_tops[row] - value, viewport()->width(), m_heights[row]);
            if (box.top() > event->rect().bottom())
                break;
            paintRow(painter, row, box, theme);
        }
    }
    if (m_layout == DiffLayout::SideBySide && m_comparison) {
        const int middle = viewport()->width() / 2;
        painter.fillRect(QRect(middle, 0, 1, viewport()->height()), theme.color(ColorRole::Line));
    }
}

void DiffView::paintRow(QPainter &painter, int row, const QRect &box, const Theme &theme)
{
    const ViewRow &source = m_rows[row];
    if (source.kind == ViewRowKind::Fold) {
        paintFold(painter, row, box, theme);
    } else if (source.kind == ViewRowKind::Message) {
        paintMessage(painter, row, box, theme);
    } else {
        for (const Side side : {Side::Left, Side::Right}) {
            if (m_layout == DiffLayout::SideBySide || source.present[index(side)])
                paintCell(painter, row, side, box, theme);
        }
    }
    if (row != m_current)
        return;
    const bool twoSides = m_layout == DiffLayout::SideBySide && source.kind == ViewRowKind::Text;
    for (const Side side : {Side::Left, Side::Right}) {
        if (side == Side::Right && !twoSides)
            break;
        const int left = static_cast<int>(columnLeft(side));
        const int bar = theme.tokens().line.chosenBar;
        const int wide = geometry().column;
        painter.fillRect(QRect(rightToLeft() ? left + wide - bar : left, box.top(), bar, box.height()),
                         theme.color(ColorRole::Accent));
    }
    if (hasFocus() && Style::showsFocus(this)) {
        painter.setPen(QPen(theme.color(ColorRole::Accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(box).adjusted(1, 1, -1, -1));
    }
}

void DiffView::paintCell(QPainter &painter, int row, Side side, const QRect &box, const Theme &theme)
{
    const ViewRow &source = m_rows[row];
    const Geometry g = geometry();
    const int left = static_cast<int>(columnLeft(side));
    const CellSign sign = signOf(*m_comparison, source, side);
    Laid &entry = laid(row);
    const bool heading = m_comparison->rows[source.row].block == diff::BlockKind::Heading && source.firstPiece;
    const int above = static_cast<int>((heading ? theme.px(12) : theme.px(3)) * m_zoom);
    const int line = static_cast<int>(theme.lineHeight(FontRole::Prose) * m_zoom);

    // A card of a thread is not part of the words: the tint of the gutter ends above it.
    int cards = 0;
    for (const DiffThread *thread : threadsOf(row)) {
        if (thread->card && thread->card->isVisible())
            cards = std::max(cards, box.bottom() - thread->card->geometry().top() + theme.px(4));
    }
    const QRect gutter(rightToLeft() ? left + g.column - g.gutter : left, box.top(), g.gutter, box.height() - cards);
    if (sign != CellSign::None) {
        painter.fillRect(gutter, theme.color(tintOf(sign)));
        if (source.firstPiece) {
            const int side16 = theme.px(16);
            Signs::paint(painter,
                         QRectF(gutter.center().x() - side16 / 2 + 1, box.top() + above + (line - side16) / 2, side16, side16),
                         signOfCell(sign), theme);
        }
    }
    bool commented = false;
    for (const DiffThread *thread : threadsOf(row))
        commented = commented || thread->about.side == side;
    if (commented) {
        const int side16 = theme.px(14);
        const int down = sign == CellSign::None ? 0 : line;
        Signs::paint(painter, QRectF(gutter.center().x() - side16 / 2 + 1, box.top() + above + down + (line - side16) / 2,
                                     side16, side16),
                     Sign::Comment, theme);
    }

    if (const std::shared_ptr<ProseBlock> &block = entry.block[index(side)]) {
        painter.save();
        painter.translate(left + g.textStart, box.top() + above);
        painter.scale(m_zoom, m_zoom);
        block->paint(painter, QPointF(0, 0), g.text, theme);
        painter.restore();
        if (heading && side == Side::Right) {
            const QString note = m_sectionNotes.value(block->text().trimmed());
            const int after = static_cast<int>(block->naturalWidth(g.text, theme) * m_zoom) + theme.px(10);
            const int room = static_cast<int>(g.text * m_zoom) - after;
            if (!note.isEmpty() && room > theme.px(60)) {
                const int start = rightToLeft() ? left + g.textStart : left + g.textStart + after;
                const QRect place(start, box.top() + above, room, line);
                const int icon = theme.px(14);
                const QRect iconBox(rightToLeft() ? place.right() - icon : place.left(), place.center().y() - icon / 2 + 1,
                                    icon, icon);
                Icons::paint(painter, iconBox, Icon::Person, theme.color(ColorRole::Muted));
                const int gap = icon + theme.px(5);
                paintText(painter, rightToLeft() ? place.adjusted(0, 0, -gap, 0) : place.adjusted(gap, 0, 0, 0), note,
                          FontRole::Secondary, ColorRole::Muted, theme);
            }
        }
    }

    // In the inset behind the text, so that it stands in nobody's way.
    const Side seenOn = source.present[1] ? Side::Right : Side::Left;
    if (side == seenOn && isRowSeen(row)) {
        const int side12 = theme.px(12);
        const int x = rightToLeft() ? left + theme.px(2) : left + g.column - side12 - theme.px(2);
        Signs::paint(painter, QRectF(x, box.top() + above + (line - side12) / 2, side12, side12), Sign::Satisfied, theme);
    }

    for (const Tag &tag : std::as_const(entry.tags)) {
        if (tag.shownOn != side)
            continue;
        const QRectF place = tag.box.translated(left + g.textStart, box.top());
        if (tag.dashed) {
            QPen pen(theme.color(ColorRole::MovedLine), 1, Qt::DashLine);
            painter.setPen(pen);
            painter.setBrush(theme.color(ColorRole::MovedTint));
            painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), theme.tokens().radius.key, theme.tokens().radius.key);
        }
        // The arrow shows where the other place is: below or above.
        const diff::Move &move = m_comparison->moves[tag.move];
        const bool below = (tag.dashed ? move.row[1] : move.row[0]) > source.row;
        const QPointF centre(rightToLeft() ? place.right() - theme.px(14) : place.left() + theme.px(14), place.center().y());
        const qreal half = theme.px(4);
        painter.setPen(QPen(theme.color(ColorRole::Moved), 1.3));
        painter.setBrush(Qt::NoBrush);
        const qreal tip = below ? half / 2 : -half / 2;
        painter.drawPolyline(QPolygonF{centre + QPointF(-half, -tip), centre + QPointF(0, tip), centre + QPointF(half, -tip)});
        const int gap = theme.px(24);
        QRect words = place.toRect();
        words = rightToLeft() ? words.adjusted(theme.px(4), 0, -gap, 0) : words.adjusted(gap, 0, -theme.px(4), 0);
        paintText(painter, words, text::printableLine(tag.text), FontRole::Secondary, ColorRole::Moved, theme);
    }
}

void DiffView::paintFold(QPainter &painter, int row, const QRect &box, const Theme &theme) const
{
    const diff::Fold &fold = m_comparison->folds[m_rows[row].fold];
    painter.fillRect(box, theme.color(ColorRole::Sunken));
    painter.fillRect(QRect(box.left(), box.top(), box.width(), 1), theme.color(ColorRole::Line));
    painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.color(ColorRole::Line));
    QStringList titles = fold.sections;
    titles.removeAll(QString());
    QString words = fold.rewrapped ? tr("%n sentence(s) alike, some only re-wrapped", nullptr, fold.sentenceCount)
                                   : tr("%n sentence(s) alike", nullptr, fold.sentenceCount);
    if (!titles.isEmpty())
        words = tr("%1: %2").arg(text::printableLine(titles.mid(0, 3).join(u", "_s)), words);
    const Geometry g = geometry();
    for (const Side side : {Side::Left, Side::Right}) {
        if (side == Side::Right && m_layout == DiffLayout::Unified)
            break;
        const int left = static_cast<int>(columnLeft(side));
        const QRect column(left, box.top(), g.column, box.height());
        const int icon = theme.px(14);
        const int edge = (g.gutter - icon) / 2;
        const QPointF centre(rightToLeft() ? column.right() - edge - icon / 2.0 : column.left() + edge + icon / 2.0,
                             column.center().y());
        const qreal half = theme.px(4);
        const qreal tip = rightToLeft() ? -half / 2 : half / 2;
        painter.setPen(QPen(theme.color(ColorRole::Muted), 1.3));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(QPolygonF{centre + QPointF(-tip, -half), centre + QPointF(tip, 0), centre + QPointF(-tip, half)});
        const int gap = g.gutter + theme.px(4);
        const QRect place = rightToLeft() ? column.adjusted(theme.px(16), 0, -gap, 0) : column.adjusted(gap, 0, -theme.px(16), 0);
        paintText(painter, place, words, FontRole::Secondary, ColorRole::Muted, theme);
    }
}

void DiffView::paintMessage(QPainter &painter, int row, const QRect &box, const Theme &theme) const
{
    const Geometry g = geometry();
    painter.fillRect(QRect(box.left(), box.top() + theme.px(6), box.width(), 1), theme.color(ColorRole::Line));
    for (const Side side : {Side::Left, Side::Right}) {
        if (side == Side::Right && m_layout == DiffLayout::Unified)
            break;
        const diff::Row &source = m_comparison->rows[m_rows[row].row];
        const bool either = m_layout == DiffLayout::Unified && !source.cell(side).present;
        const Side from = either ? diff::other(side) : side;
        const diff::Cell &cell = source.cell(from);
        if (!cell.present || cell.message < 0)
            continue;
        const diff::MessageText &message = m_comparison->side(from).messages[cell.message];
        const QRect column(static_cast<int>(columnLeft(side)), box.top() + theme.px(8), g.column, box.height() - theme.px(8));
        const int gap = g.gutter + theme.px(4);
        const QRect place = rightToLeft() ? column.adjusted(theme.px(16), 0, -gap, 0) : column.adjusted(gap, 0, -theme.px(16), 0);
        const QString shown = text::printableLine(message.role.left(1).toUpper() + message.role.mid(1));
        paintText(painter, place, shown, FontRole::SecondaryStrong, ColorRole::Muted, theme);
        if (!message.path.isEmpty() && message.path != "body"_L1) {
            const int after = shown.isEmpty() ? 0 : textWidth(shown, FontRole::SecondaryStrong, theme) + theme.px(8);
            paintText(painter, rightToLeft() ? place.adjusted(0, 0, -after, 0) : place.adjusted(after, 0, 0, 0),
                      text::printableLine(message.path), FontRole::Secondary, ColorRole::Muted, theme);
        }
    }
}

} // namespace countersign
