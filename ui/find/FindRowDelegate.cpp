// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/find/FindRowDelegate.h"

#include "ui/common/Paint.h"
#include "ui/common/Roles.h"
#include "ui/common/Text.h"
#include "ui/find/FindResults.h"

#include <QPainter>
#include <QStyle>
#include <QTextLayout>

namespace countersign {

namespace {

constexpr int inset = 18;

FindRow rowOf(const QModelIndex &index)
{
    return index.data(roles::RowDataRole).value<FindRow>();
}

void paintMatched(QPainter &painter, const QRect &box, const FindRow &row, const Theme &theme)
{
    const QFont font = theme.font(FontRole::Body);
    const QColor ink = theme.color(row.allowed ? ColorRole::Text : ColorRole::Muted);
    // Invisible and direction-turning characters stay one character wide here, so that the matches keep their places.
    QString words = row.text;
    for (const text::Boxed &boxed : text::boxedCharacters(row.text)) {
        for (qsizetype at = boxed.position; at < boxed.position + boxed.length; ++at) {
            words[at] = QChar::ReplacementCharacter;
        }
    }
    QTextLayout layout(words, font);
    QTextOption wrap;
    wrap.setWrapMode(QTextOption::NoWrap);
    wrap.setTextDirection(painter.layoutDirection());
    wrap.setAlignment(Qt::AlignLeading);
    layout.setTextOption(wrap);
    QList<QTextLayout::FormatRange> formats;
    for (const FindMatch &match : row.matches) {
        QTextCharFormat format;
        format.setFontWeight(QFont::DemiBold);
        format.setFontUnderline(true);
        formats.append({.start = match.start, .length = match.length, .format = format});
    }
    layout.setFormats(formats);
    const auto layOut = [&layout, &box] {
        layout.beginLayout();
        QTextLine line = layout.createLine();
        if (line.isValid()) {
            line.setLineWidth(box.width());
        }
        layout.endLayout();
        return line;
    };
    const QTextLine line = layOut();
    if (line.isValid() && line.naturalTextWidth() > box.width()) {
        const QString more(u'…');
        const int room = box.width() - textWidth(more, FontRole::Body, theme);
        const bool mirrored = painter.layoutDirection() == Qt::RightToLeft;
        const int kept = line.xToCursor(line.cursorToX(0) + (mirrored ? -room : room));
        layout.setText(words.left(kept) + more);
        formats.removeIf([kept](const QTextLayout::FormatRange &range) { return range.start + range.length > kept; });
        layout.setFormats(formats);
        layOut();
    }
    painter.save();
    painter.setClipRect(box);
    painter.setPen(ink);
    layout.draw(&painter, QPointF(box.left(), box.top() + (box.height() - layout.boundingRect().height()) / 2));
    painter.restore();
}

} // namespace

FindRowDelegate::FindRowDelegate(QObject *parent)
    : RowDelegate(parent)
{
    setGround(ColorRole::Raised);
}

bool FindRowDelegate::hasGround(const QModelIndex &index) const
{
    return !rowOf(index).head;
}

QSize FindRowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::of(option.widget);
    return {theme.size().findWidth / 2, rowOf(index).head ? theme.px(30) : theme.px(36)};
}

void FindRowDelegate::paintRow(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                               const Theme &theme) const
{
    const FindRow row = rowOf(index);
    const auto visual = [&](const QRect &part) { return QStyle::visualRect(option.direction, option.rect, part); };
    const QRect inner = option.rect.adjusted(inset, 0, -inset, 0);
    if (row.head) {
        paintText(painter, visual(inner.adjusted(0, theme.px(6), 0, 0)), row.text, FontRole::SecondaryMedium,
                  ColorRole::Muted, theme);
        return;
    }
    const int side = theme.size().icon;
    const QRect sign(inner.left(), inner.top() + (inner.height() - side) / 2, side, side);
    if (row.lane) {
        const int shape = theme.size().laneShapeBig;
        Signs::paintLane(painter,
                         QRectF(visual(QRect(sign.left(), inner.top() + (inner.height() - shape) / 2, shape, shape))),
                         *row.lane, theme.color(Signs::color(*row.lane)));
    } else if (row.icon) {
        Icons::paint(painter, visual(sign), *row.icon,
                     theme.color(row.allowed ? ColorRole::Text : ColorRole::Disabled));
    }
    int end = inner.right() + 1;
    if (!row.trailing.isEmpty()) {
        const int most = inner.width() / 2;
        const int words = qMin(most, textWidth(row.trailing, FontRole::Secondary, theme) + 1);
        if (row.trailingIsKey) {
            const QRect cap(end - words - 10, inner.top() + (inner.height() - theme.px(18)) / 2, words + 10,
                            theme.px(18));
            paintBox(painter, QRectF(visual(cap)), theme.tokens().radius.key, theme.color(ColorRole::Sunken),
                     theme.color(ColorRole::Line));
            paintText(painter, visual(cap), row.trailing, FontRole::Secondary, ColorRole::Muted, theme,
                      Qt::AlignCenter);
            end = cap.left() - 12;
        } else {
            const QRect at(end - words, inner.top(), words, inner.height());
            paintText(painter, visual(at), row.trailing, FontRole::Secondary, ColorRole::Muted, theme,
                      Qt::AlignTrailing | Qt::AlignVCenter);
            end = at.left() - 12;
        }
    }
    int from = sign.right() + 1 + 16;
    if (!row.lead.isEmpty()) {
        const int lead = textWidth(row.lead, FontRole::Body, theme) + 1;
        paintText(painter, visual(QRect(from, inner.top(), lead, inner.height())), row.lead, FontRole::Body,
                  ColorRole::Muted, theme);
        from += lead + 5;
    }
    paintMatched(painter, visual(QRect(from, inner.top(), qMax(0, end - from), inner.height())), row, theme);
}

} // namespace countersign
