// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/RichLine.h"

#include "ui/common/Text.h"
#include "ui/common/Theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QStringList>

#include <cmath>
#include <optional>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

[[nodiscard]] QFont fontOf(RunStyle style, const QFont &base, const Theme &theme)
{
    QFont font = base;
    switch (style) {
    case RunStyle::Strong: font.setWeight(QFont::DemiBold); break;
    case RunStyle::Quoted: font.setItalic(true); break;
    case RunStyle::Code: {
        font = theme.font(FontRole::Code);
        break;
    }
    default: break;
    }
    return font;
}

[[nodiscard]] QColor inkOf(RunStyle style, const QColor &base, const Theme &theme)
{
    switch (style) {
    case RunStyle::Plain: return base;
    case RunStyle::Muted: return theme.color(ColorRole::Muted);
    case RunStyle::Danger: return theme.color(ColorRole::Danger);
    default: return theme.color(ColorRole::Text);
    }
}

struct MarkColors
{
    ColorRole ground;
    ColorRole line;
};

[[nodiscard]] std::optional<MarkColors> markOf(RunStyle style)
{
    switch (style) {
    case RunStyle::Added: return MarkColors{ColorRole::AddedWord, ColorRole::Added};
    case RunStyle::Removed: return MarkColors{ColorRole::RemovedWord, ColorRole::Removed};
    case RunStyle::Moved: return MarkColors{ColorRole::MovedWord, ColorRole::Moved};
    default: return std::nullopt;
    }
}

[[nodiscard]] QString visible(const Run &run)
{
    return text::printableLine(run.text);
}

// Marks and code have a ground that reaches a little past their letters.
[[nodiscard]] qreal padding(RunStyle style)
{
    return style == RunStyle::Code ? 3 : markOf(style) ? 1 : 0;
}

void paintMark(QPainter &painter, const QRectF &box, qreal baseline, RunStyle style, const QFontMetricsF &metrics,
               const Theme &theme)
{
    const qreal top = baseline - metrics.ascent();
    const QRectF ground(box.left(), top - 1, box.width(), metrics.ascent() + metrics.descent() + 2);
    if (style == RunStyle::Code) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(ColorRole::Hover));
        painter.drawRoundedRect(ground, 3, 3);
        return;
    }
    const std::optional<MarkColors> colors = markOf(style);
    if (!colors)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(colors->ground));
    painter.drawRoundedRect(ground, theme.tokens().radius.word, theme.tokens().radius.word);
    const QColor line = theme.color(colors->line);
    if (style == RunStyle::Removed)
        painter.fillRect(QRectF(box.left(), std::round(baseline - metrics.xHeight() / 2), box.width(), 1), line);
    else if (style == RunStyle::Added)
        painter.fillRect(QRectF(box.left(), baseline + 2, box.width(), 1.5), line);
    else {
        painter.setPen(QPen(line, 2, Qt::DotLine));
        painter.drawLine(QPointF(box.left(), baseline + 3), QPointF(box.right(), baseline + 3));
    }
}

} // namespace

QString plain(const RichLine &line)
{
    QString result;
    for (const Run &run : line)
        result += run.text;
    return result;
}

QString spoken(const RichLine &line)
{
    QString result;
    for (const Run &run : line) {
        switch (run.style) {
        case RunStyle::Removed:
            result += QCoreApplication::translate("countersign::RichLine", "removed %1").arg(run.text);
            break;
        case RunStyle::Added:
            result += QCoreApplication::translate("countersign::RichLine", "added %1").arg(run.text);
            break;
        case RunStyle::Moved:
            result += QCoreApplication::translate("countersign::RichLine", "moved %1").arg(run.text);
            break;
        default: result += run.text;
        }
    }
    return text::printableLine(result);
}

void paintRichLine(QPainter &painter, const QRect &box, const RichLine &line, const QFont &font, const QColor &ink,
                   const Theme &theme)
{
    // The words keep the order of their own language; where they begin is the layout's leading edge.
    const bool rightToLeft = plain(line).isRightToLeft();
    const bool mirroredPlace = (painter.layoutDirection() == Qt::RightToLeft) != rightToLeft;
    const int shift = mirroredPlace ? std::max(0, box.width() - widthOf(line, font, theme)) * (rightToLeft ? -1 : 1) : 0;
    const QFontMetricsF base(font);
    const qreal baseline = box.top() + (box.height() - base.height()) / 2 + base.ascent();
    qreal used = 0;

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setLayoutDirection(rightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
    for (const Run &run : line) {
        const QFont runFont = fontOf(run.style, font, theme);
        const QFontMetricsF metrics(runFont);
        const qreal room = box.width() - used - 2 * padding(run.style);
        QString words = visible(run);
        qreal width = metrics.horizontalAdvance(words);
        const bool cut = width > room + 0.5;
        if (cut) {
            words = metrics.elidedText(words, Qt::ElideRight, std::max<qreal>(room, 0));
            width = metrics.horizontalAdvance(words);
        }
        if (words.isEmpty())
            break;
        const qreal whole = width + 2 * padding(run.style);
        const qreal left = shift + (rightToLeft ? box.left() + box.width() - used - whole : box.left() + used);
        paintMark(painter, QRectF(left, box.top(), whole, box.height()), baseline, run.style, metrics, theme);
        painter.setFont(runFont);
        painter.setPen(inkOf(run.style, ink, theme));
        painter.drawText(QPointF(left + padding(run.style), baseline), words);
        used += whole;
        if (cut)
            break;
    }
    painter.restore();
}

int widthOf(const RichLine &line, const QFont &font, const Theme &theme)
{
    qreal width = 0;
    for (const Run &run : line) {
        const QFontMetricsF metrics(fontOf(run.style, font, theme));
        width += metrics.horizontalAdvance(visible(run)) + 2 * padding(run.style);
    }
    return static_cast<int>(std::ceil(width));
}

} // namespace countersign
