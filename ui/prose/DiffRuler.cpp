// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/DiffRuler.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>

namespace countersign {

DiffRuler::DiffRuler(QWidget *parent) : QWidget(parent)
{
    setFocusPolicy(Qt::NoFocus);
    setCursor(Qt::ArrowCursor);
    setAccessibleName(tr("Overview"));
    setToolTip(tr("Where the changes are. Press to go there."));
}

void DiffRuler::setMarks(const QList<RulerMark> &marks)
{
    if (m_marks != marks) {
        m_marks = marks;
        update();
    }
}

void DiffRuler::setWindow(qreal from, qreal to)
{
    if (!qFuzzyCompare(1 + m_from, 1 + from) || !qFuzzyCompare(1 + m_to, 1 + to)) {
        m_from = from;
        m_to = to;
        update();
    }
}

void DiffRuler::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(ColorRole::Sunken));
    painter.fillRect(layoutDirection() == Qt::LeftToRight ? QRect(0, 0, 1, height()) : QRect(width() - 1, 0, 1, height()),
                     theme.color(ColorRole::Line));
    const qreal middle = width() / 2.0;
    for (const RulerMark &mark : m_marks) {
        const qreal top = mark.from * height();
        // A mark says where, not how much.
        const qreal high = std::clamp<qreal>((mark.to - mark.from) * height(), 3, 5);
        QRectF box(middle - 4, top, 8, high);
        const bool leading = (mark.lane == RulerMark::Lane::Leading) == (layoutDirection() == Qt::LeftToRight);
        switch (mark.lane) {
        case RulerMark::Lane::Leading:
        case RulerMark::Lane::Trailing:
            box = leading ? QRectF(middle - 4, top, 3.5, high) : QRectF(middle + 0.5, top, 3.5, high);
            painter.fillRect(box, theme.color(mark.color));
            break;
        case RulerMark::Lane::Across:
            box.setHeight(2);
            painter.fillRect(box, theme.color(mark.color));
            break;
        case RulerMark::Lane::Diamond: {
            painter.save();
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.color(mark.color));
            const QPointF centre(middle, top + 2);
            painter.drawPolygon(QPolygonF{centre + QPointF(0, -3.5), centre + QPointF(3.5, 0), centre + QPointF(0, 3.5),
                                          centre + QPointF(-3.5, 0)});
            painter.restore();
            break;
        }
        }
    }
    if (m_to - m_from < 0.999) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.color(ColorRole::LineStrong), 1));
        painter.setBrush(Qt::NoBrush);
        const qreal high = std::max<qreal>(16, (m_to - m_from) * height());
        const qreal top = std::min(m_from * height(), height() - high);
        painter.drawRoundedRect(QRectF(1.5, top + 0.5, width() - 3, high - 1), 3, 3);
    }
}

void DiffRuler::mousePressEvent(QMouseEvent *event)
{
    emit asked(std::clamp(event->position().y() / std::max(1, height()), 0.0, 1.0));
}

void DiffRuler::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton)
        mousePressEvent(event);
}

} // namespace countersign
