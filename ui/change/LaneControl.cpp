// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/LaneControl.h"

#include "ui/common/Paint.h"
#include "ui/common/Theme.h"

#include <QAccessible>
#include <QPainter>

namespace countersign {

LaneControl::LaneControl(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Lane"));
}

void LaneControl::setLane(LaneShape lane, bool known)
{
    if (m_lane == lane && m_known == known)
        return;
    m_lane = lane;
    m_known = known;
    setAccessibleName(known ? tr("Lane: %1").arg(Signs::name(lane, LaneWords::One)) : tr("Lane"));
    update();
}

QSize LaneControl::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return QSize(theme.px(240), theme.size().button);
}

void LaneControl::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int gap = theme.px(4);
    const int wide = (width() - 2 * gap) / 3;
    int place = 0;
    for (const LaneShape lane : {LaneShape::Low, LaneShape::Medium, LaneShape::High}) {
        const int x = place++ * (wide + gap);
        const QRect box(layoutDirection() == Qt::RightToLeft ? width() - x - wide : x, 0, wide, height());
        const bool present = m_known && lane == m_lane;
        const ColorRole ink = present ? Signs::color(lane) : ColorRole::Muted;
        paintBox(painter, box, theme.tokens().radius.control, theme.color(present ? Signs::tint(lane) : ColorRole::Surface),
                 theme.color(present ? ink : ColorRole::Line));
        const QString word = Signs::name(lane, LaneWords::One);
        const FontRole font = present ? FontRole::BodyStrong : FontRole::Body;
        const int shape = theme.size().laneShape;
        const int text = textWidth(word, font, theme);
        const int start = box.left() + (box.width() - shape - theme.px(5) - text) / 2;
        const bool mirrored = layoutDirection() == Qt::RightToLeft;
        Signs::paintLane(painter, QRectF(mirrored ? start + text + theme.px(5) : start, box.center().y() - shape / 2.0 + 0.5, shape, shape), lane,
                         theme.color(Signs::color(lane)));
        paintText(painter, QRect(mirrored ? start : start + shape + theme.px(5), box.top(), text + 2, box.height()), word, font,
                  present ? ink : ColorRole::Muted, theme);
    }
}

} // namespace countersign
