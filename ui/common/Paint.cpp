// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/Paint.h"

#include "ui/common/Style.h"
#include "ui/common/Text.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>
#include <QStyle>

#include <algorithm>

namespace countersign {

namespace {

[[nodiscard]] QRect mirrored(const QPainter &painter, const QRect &whole, const QRect &part)
{
    return QStyle::visualRect(painter.layoutDirection(), whole, part);
}

[[nodiscard]] QRect atLead(const QPainter &painter, const QRect &box, const QSize &size)
{
    const QRect part(box.left(), box.top() + (box.height() - size.height()) / 2, size.width(), size.height());
    return mirrored(painter, box, part);
}

void paintPill(QPainter &painter, const QRectF &box, const QColor &ground)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
}

struct LaneLayout
{
    FontRole font = FontRole::SecondaryMedium;
    LaneWords words = LaneWords::One;
    int height = 0;
    int shape = 0;
    int lead = 0;
    int gap = 0;
    int trail = 0;
    int arrow = 0;
};

[[nodiscard]] LaneLayout laneLayout(ChipSize size, bool opens, const Theme &theme)
{
    if (size == ChipSize::Big) {
        return {.font = FontRole::BodyStrong, .words = LaneWords::Two, .height = theme.size().chipBig,
                .shape = theme.size().laneShapeBig, .lead = theme.px(7), .gap = theme.px(6), .trail = theme.px(8),
                .arrow = opens ? theme.px(18) : 0};
    }
    return {.font = FontRole::SecondaryMedium, .words = LaneWords::One, .height = theme.size().chip,
            .shape = theme.size().laneShape, .lead = theme.px(6), .gap = theme.px(5), .trail = theme.px(7),
            .arrow = opens ? theme.px(16) : 0};
}

} // namespace

QSize laneChipSize(LaneShape lane, ChipSize size, bool opens, const Theme &theme)
{
    const LaneLayout layout = laneLayout(size, opens, theme);
    const int words = textWidth(Signs::name(lane, layout.words), layout.font, theme);
    return {layout.lead + layout.shape + layout.gap + words + layout.trail + layout.arrow, layout.height};
}

void paintLaneChip(QPainter &painter, const QRect &box, LaneShape lane, ChipSize size, bool opens, const Theme &theme)
{
    const LaneLayout layout = laneLayout(size, opens, theme);
    const QColor ink = theme.color(Signs::color(lane));
    const QRect chip = atLead(painter, box, laneChipSize(lane, size, opens, theme));

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    paintPill(painter, chip, theme.color(Signs::tint(lane)));
    const QRect shape(chip.left() + layout.lead, chip.top() + (chip.height() - layout.shape) / 2, layout.shape,
                      layout.shape);
    Signs::paintLane(painter, mirrored(painter, chip, shape), lane, ink);
    const QRect words = chip.adjusted(layout.lead + layout.shape + layout.gap, 0, -layout.trail - layout.arrow, 0);
    paintText(painter, mirrored(painter, chip, words), Signs::name(lane, layout.words), layout.font, Signs::color(lane),
              theme);
    if (opens) {
        const int side = theme.size().icon;
        const QRect arrow(chip.right() + 1 - layout.trail - side + theme.px(2), chip.top() + (chip.height() - side) / 2,
                          side, side);
        Icons::paint(painter, mirrored(painter, chip, arrow), Icon::Next, ink);
    }
    painter.restore();
}

QSize stateChipSize(const QString &text, std::optional<Sign> sign, const Theme &theme)
{
    const int lead = sign ? theme.px(6) + theme.size().signSmall + theme.px(4) : theme.px(8);
    return {lead + textWidth(text, FontRole::SecondaryMedium, theme) + theme.px(8), theme.size().chip};
}

void paintStateChip(QPainter &painter, const QRect &box, const QString &text, ChipTone tone, std::optional<Sign> sign,
                    const Theme &theme)
{
    QRect chip = atLead(painter, box, stateChipSize(text, sign, theme));
    chip.setWidth(std::min(chip.width(), box.width()));

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    paintPill(painter, chip, theme.color(groundOf(tone)));
    int lead = theme.px(8);
    if (sign) {
        const int side = theme.size().signSmall;
        const QRect at(chip.left() + theme.px(5), chip.top() + (chip.height() - side) / 2, side, side);
        Signs::paint(painter, mirrored(painter, chip, at), *sign, theme.color(inkOf(tone)), theme.color(groundOf(tone)));
        lead = theme.px(6) + side + theme.px(3);
    }
    paintText(painter, mirrored(painter, chip, chip.adjusted(lead, 0, -theme.px(7), 0)), text, FontRole::SecondaryMedium,
              inkOf(tone), theme);
    painter.restore();
}

void paintAvatar(QPainter &painter, const QRect &box, const QString &name, const Theme &theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(ColorRole::AccentTint));
    painter.drawEllipse(box);
    QFont font = theme.font(FontRole::SecondaryStrong);
    font.setPixelSize(std::max(7, box.height() * 10 / 24));
    painter.setFont(font);
    painter.setPen(theme.color(ColorRole::Accent));
    painter.drawText(box, Qt::AlignCenter, text::printableLine(text::initials(name)));
    painter.restore();
}

QSize countSize(int count, CountKind kind, const Theme &theme)
{
    const FontRole font = kind == CountKind::Quiet ? FontRole::Body : FontRole::SecondaryStrong;
    const int words = textWidth(QLocale().toString(count), font, theme);
    if (kind == CountKind::Quiet)
        return {words, theme.lineHeight(FontRole::Body)};
    return {std::max(words + theme.px(12), theme.px(20)), theme.px(16)};
}

void paintCount(QPainter &painter, const QRect &box, int count, CountKind kind, const Theme &theme)
{
    const QString figure = QLocale().toString(count);
    if (kind == CountKind::Quiet) {
        paintText(painter, box, figure, FontRole::Body, ColorRole::Muted, theme, Qt::AlignCenter);
        return;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QSize size = countSize(count, kind, theme);
    QRect pill(QPoint(), size);
    pill.moveCenter(box.center());
    const bool wrong = kind == CountKind::Wrong;
    paintPill(painter, pill, theme.color(wrong ? ColorRole::DangerFill : ColorRole::AccentFill));
    paintText(painter, pill, figure, FontRole::SecondaryStrong, wrong ? ColorRole::OnDanger : ColorRole::OnAccent, theme,
              Qt::AlignCenter);
    painter.restore();
}

void paintProgress(QPainter &painter, const QRect &box, qreal part, const Theme &theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal height = theme.px(4);
    const QRectF bar(box.left(), box.center().y() + 0.5 - height / 2, box.width(), height);
    paintPill(painter, bar, theme.color(ColorRole::Line));
    const qreal width = bar.width() * std::clamp<qreal>(part, 0, 1);
    if (width > 0) {
        const bool rightToLeft = painter.layoutDirection() == Qt::RightToLeft;
        const QRectF filled(rightToLeft ? bar.right() - width : bar.left(), bar.top(), width, height);
        QPainterPath clip;
        clip.addRoundedRect(bar, height / 2, height / 2);
        painter.setClipPath(clip, Qt::IntersectClip);
        paintPill(painter, filled, theme.color(ColorRole::AccentFill));
    }
    painter.restore();
}

int stagesWidth(const Theme &theme)
{
    return 4 * theme.px(14) + 3 * theme.px(3);
}

void paintStages(QPainter &painter, const QRect &box, int done, bool present, const Theme &theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const int height = theme.px(4);
    for (int stage = 0; stage < 4; ++stage) {
        const QRect part(box.left() + stage * theme.px(17), box.center().y() - height / 2 + 1, theme.px(14), height);
        const ColorRole color = stage < done                 ? ColorRole::Ok
                                : stage == done && present ? ColorRole::Accent
                                                           : ColorRole::Line;
        paintPill(painter, mirrored(painter, box, part), theme.color(color));
    }
    painter.restore();
}

void paintText(QPainter &painter, const QRect &box, const QString &text, FontRole font, ColorRole color,
               const Theme &theme, Qt::Alignment alignment)
{
    const QFont shown = theme.font(font);
    const QString words = QFontMetrics(shown).elidedText(text::printableLine(text), Qt::ElideRight, box.width());
    painter.save();
    painter.setFont(shown);
    painter.setPen(theme.color(color));
    const Qt::Alignment visual = QStyle::visualAlignment(painter.layoutDirection(), alignment);
    painter.setLayoutDirection(Qt::LayoutDirectionAuto);
    painter.drawText(box, static_cast<int>(visual | Qt::AlignAbsolute) | Qt::TextSingleLine | Qt::TextDontClip, words);
    painter.restore();
}

int textWidth(const QString &text, FontRole font, const Theme &theme)
{
    return QFontMetrics(theme.font(font)).horizontalAdvance(text::printableLine(text)) + 1;
}

void paintRowGround(QPainter &painter, const QStyleOptionViewItem &option, ColorRole plainGround, RowLine rowLine,
                    const Theme &theme)
{
    const QRect &row = option.rect;
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver) && option.state.testFlag(QStyle::State_Enabled);
    painter.fillRect(row, theme.color(chosen ? ColorRole::AccentTint : hovered ? ColorRole::Hover : plainGround));
    const Lines &line = theme.tokens().line;
    if (rowLine == RowLine::Under)
        painter.fillRect(row.left(), row.bottom() - line.hair + 1, row.width(), line.hair, theme.color(ColorRole::Line));
    if (chosen) {
        const QRect bar(row.left(), row.top(), line.chosenBar, row.height());
        painter.fillRect(QStyle::visualRect(option.direction, row, bar), theme.color(ColorRole::Accent));
    }
}

void paintRowFocus(QPainter &painter, const QStyleOptionViewItem &option, const Theme &theme)
{
    if (!option.state.testFlag(QStyle::State_HasFocus) || !Style::showsFocus(option.widget))
        return;
    const int width = theme.tokens().line.focus;
    painter.save();
    painter.setPen(QPen(theme.color(ColorRole::Accent), width, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(option.rect).adjusted(width / 2.0, width / 2.0, -width / 2.0, -width / 2.0));
    painter.restore();
}

void paintBox(QPainter &painter, const QRectF &box, qreal radius, const QColor &ground, const QColor &edge,
              qreal edgeWidth)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(edge.alpha() == 0 || edgeWidth <= 0 ? QPen(Qt::NoPen) : QPen(edge, edgeWidth));
    painter.setBrush(ground.alpha() == 0 ? QBrush(Qt::NoBrush) : QBrush(ground));
    const qreal half = painter.pen().style() == Qt::NoPen ? 0 : edgeWidth / 2;
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius - half, radius - half);
    painter.restore();
}

ColorRole inkOf(ChipTone tone)
{
    switch (tone) {
    case ChipTone::Neutral: return ColorRole::Muted;
    case ChipTone::Accent: return ColorRole::Accent;
    case ChipTone::Ok: return ColorRole::Ok;
    case ChipTone::Low: return ColorRole::Low;
    case ChipTone::Medium: return ColorRole::Medium;
    case ChipTone::High: return ColorRole::High;
    case ChipTone::Danger: return ColorRole::Danger;
    }
    Q_UNREACHABLE_RETURN(ColorRole::Text);
}

ColorRole groundOf(ChipTone tone)
{
    switch (tone) {
    case ChipTone::Neutral: return ColorRole::Hover;
    case ChipTone::Accent: return ColorRole::AccentTint;
    case ChipTone::Ok: return ColorRole::OkTint;
    case ChipTone::Low: return ColorRole::LowTint;
    case ChipTone::Medium: return ColorRole::MediumTint;
    case ChipTone::High: return ColorRole::HighTint;
    case ChipTone::Danger: return ColorRole::DangerTint;
    }
    Q_UNREACHABLE_RETURN(ColorRole::Surface);
}

} // namespace countersign
