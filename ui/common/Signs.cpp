// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/Signs.h"

#include "ui/common/Theme.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace countersign {

namespace {

// All signs are drawn in a square of 16 and scaled to their box.
constexpr qreal side = 16;

class Scope
{
public:
    Scope(QPainter &painter, const QRectF &box) : m_painter(painter)
    {
        const qreal scale = std::min(box.width(), box.height()) / side;
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.translate(box.center() - QPointF(side, side) * scale / 2);
        painter.scale(scale, scale);
    }
    ~Scope() { m_painter.restore(); }
    Q_DISABLE_COPY_MOVE(Scope)

private:
    QPainter &m_painter;
};

void stroke(QPainter &painter, const QColor &ink, qreal width, std::initializer_list<std::initializer_list<QPointF>> lines)
{
    painter.setPen(QPen(ink, width, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    painter.setBrush(Qt::NoBrush);
    for (const auto &line : lines)
        painter.drawPolyline(line.begin(), static_cast<int>(line.size()));
}

void ring(QPainter &painter, const QColor &ink, qreal radius, qreal width, Qt::PenStyle style = Qt::SolidLine)
{
    painter.setPen(QPen(ink, width, style, Qt::FlatCap));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(QPointF(8, 8), radius, radius);
}

void full(QPainter &painter, const QColor &ink, const QPainterPath &path)
{
    painter.fillPath(path, ink);
}

void disc(QPainter &painter, const QColor &ink, const QPointF &at, qreal radius)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawEllipse(at, radius, radius);
}

void questionMark(QPainter &painter, const QColor &ink)
{
    QPainterPath hook;
    hook.moveTo(5.9, 6.5);
    hook.cubicTo(5.9, 3.7, 10.1, 3.7, 10.1, 6.4);
    hook.cubicTo(10.1, 8.0, 8, 8.0, 8, 9.7);
    painter.setPen(QPen(ink, 1.4, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(hook);
    disc(painter, ink, {8, 11.6}, 0.95);
}

void dashedRing(QPainter &painter, const QColor &ink)
{
    painter.setPen(QPen(ink, 1.5, Qt::SolidLine, Qt::FlatCap));
    painter.setBrush(Qt::NoBrush);
    constexpr int dashes = 8;
    for (int dash = 0; dash < dashes; ++dash)
        painter.drawArc(QRectF(2, 2, 12, 12), (dash * 360 / dashes + 10) * 16, 25 * 16);
}

void returnArrow(QPainter &painter, const QColor &ink)
{
    QPainterPath tail;
    tail.moveTo(3.4, 6.5);
    tail.lineTo(9, 6.5);
    tail.cubicTo(12.2, 6.5, 13, 8.5, 13, 13);
    painter.setPen(QPen(ink, 1.8, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(tail);
    stroke(painter, ink, 1.8, {{{6.6, 2.6}, {2.7, 6.5}, {6.6, 10.4}}});
}

void flag(QPainter &painter, const QColor &ink)
{
    QPainterPath path;
    path.addRect(3, 2, 1.6, 12);
    path.moveTo(4.6, 2.5);
    path.lineTo(13.6, 2.5);
    path.lineTo(11.4, 6);
    path.lineTo(13.6, 9.5);
    path.lineTo(4.6, 9.5);
    path.closeSubpath();
    full(painter, ink, path);
}

void padlock(QPainter &painter, const QColor &ink)
{
    QPainterPath body;
    body.addRoundedRect(3.5, 7, 9, 7, 1, 1);
    full(painter, ink, body);
    painter.setPen(QPen(ink, 1.5, Qt::SolidLine, Qt::FlatCap));
    painter.setBrush(Qt::NoBrush);
    QPainterPath bow;
    bow.moveTo(5.5, 7.2);
    bow.lineTo(5.5, 5);
    bow.cubicTo(5.5, 1.7, 10.5, 1.7, 10.5, 5);
    bow.lineTo(10.5, 7.2);
    painter.drawPath(bow);
}

void triangle(QPainter &painter, const QColor &ink, const QColor &inside)
{
    QPainterPath path;
    path.moveTo(8, 1.6);
    path.lineTo(15.2, 14.2);
    path.lineTo(0.8, 14.2);
    path.closeSubpath();
    painter.setPen(QPen(ink, 0.8, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
    painter.setBrush(ink);
    painter.drawPath(path);
    stroke(painter, inside, 1.5, {{{8, 5.8}, {8, 10}}});
    disc(painter, inside, {8, 12}, 0.95);
}

void balloon(QPainter &painter, const QColor &ink)
{
    QPainterPath path;
    path.moveTo(2.5, 3.5);
    path.lineTo(13.5, 3.5);
    path.lineTo(13.5, 11);
    path.lineTo(7, 11);
    path.lineTo(4.5, 13.6);
    path.lineTo(4.5, 11);
    path.lineTo(2.5, 11);
    path.closeSubpath();
    painter.setPen(QPen(ink, 1.2, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
}

[[nodiscard]] QString translated(const char *text)
{
    return QCoreApplication::translate("countersign::Signs", text);
}

} // namespace

void Signs::paint(QPainter &painter, const QRectF &box, Sign sign, const Theme &theme)
{
    if (sign == Sign::Running) {
        paintRing(painter, box, 0, theme);
        return;
    }
    paint(painter, box, sign, theme.color(color(sign)), theme.color(ColorRole::Surface));
}

void Signs::paint(QPainter &painter, const QRectF &box, Sign sign, const QColor &ink, const QColor &inside)
{
    const Scope scope(painter, box);
    switch (sign) {
    case Sign::Satisfied: stroke(painter, ink, 2, {{{2.2, 8.4}, {6, 12.2}, {13.8, 4.2}}}); break;
    case Sign::Missing: stroke(painter, ink, 2, {{{3.4, 3.4}, {12.6, 12.6}}, {{12.6, 3.4}, {3.4, 12.6}}}); break;
    case Sign::Inconclusive:
        ring(painter, ink, 6.2, 1.5);
        questionMark(painter, ink);
        break;
    case Sign::NotYet: dashedRing(painter, ink); break;
    case Sign::YourTurn:
        ring(painter, ink, 6.1, 1.6);
        disc(painter, ink, {8, 8}, 3);
        break;
    case Sign::AsksForChanges: returnArrow(painter, ink); break;
    case Sign::NotApplicable: stroke(painter, ink, 1.6, {{{3.5, 8}, {12.5, 8}}}); break;
    case Sign::Overridden: flag(painter, ink); break;
    case Sign::Running:
        painter.setPen(QPen(ink, 2, Qt::SolidLine, Qt::FlatCap));
        painter.setBrush(Qt::NoBrush);
        painter.drawArc(QRectF(2, 2, 12, 12), -30 * 16, 120 * 16);
        break;
    case Sign::Later:
        ring(painter, ink, 6.1, 1.4);
        stroke(painter, ink, 1.4, {{{8, 4.5}, {8, 8.4}, {11, 8.4}}});
        break;
    case Sign::Locked: padlock(painter, ink); break;
    case Sign::Added: stroke(painter, ink, 2, {{{8, 2.8}, {8, 13.2}}, {{2.8, 8}, {13.2, 8}}}); break;
    case Sign::Removed: stroke(painter, ink, 2, {{{2.8, 8}, {13.2, 8}}}); break;
    case Sign::Moved:
        stroke(painter, ink, 1.6,
               {{{5, 2.5}, {5, 13}}, {{2, 10}, {5, 13}, {8, 10}}, {{11, 13.5}, {11, 3}}, {{8, 6}, {11, 3}, {14, 6}}});
        break;
    case Sign::Became: stroke(painter, ink, 1.7, {{{2, 8}, {13.2, 8}}, {{9.2, 3.8}, {13.4, 8}, {9.2, 12.2}}}); break;
    case Sign::Information:
        ring(painter, ink, 6.2, 1.5);
        stroke(painter, ink, 1.5, {{{8, 7.2}, {8, 11.6}}});
        disc(painter, ink, {8, 5}, 0.95);
        break;
    case Sign::Warning:
    case Sign::Alarm: triangle(painter, ink, inside); break;
    case Sign::Error:
        disc(painter, ink, {8, 8}, 7);
        stroke(painter, inside, 1.7, {{{5.2, 5.2}, {10.8, 10.8}}, {{10.8, 5.2}, {5.2, 10.8}}});
        break;
    case Sign::Comment: balloon(painter, ink); break;
    }
}

void Signs::paintRing(QPainter &painter, const QRectF &box, int turn, const Theme &theme)
{
    const Scope scope(painter, box);
    ring(painter, theme.color(ColorRole::Line), 6, 2);
    painter.setPen(QPen(theme.color(ColorRole::Accent), 2, Qt::SolidLine, Qt::FlatCap));
    painter.drawArc(QRectF(2, 2, 12, 12), (-30 - turn) * 16, 120 * 16);
}

void Signs::paintLane(QPainter &painter, const QRectF &box, LaneShape lane, const QColor &ink)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal diameter = std::min(box.width(), box.height());
    const qreal width = diameter * 0.16;
    const QPointF middle = box.center();
    const qreal radius = diameter / 2 - width / 2;
    const QRectF round(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius);
    painter.setPen(QPen(ink, width));
    painter.setBrush(lane == LaneShape::High ? QBrush(ink) : QBrush(Qt::NoBrush));
    painter.drawEllipse(round);
    if (lane == LaneShape::Medium) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawPie(round, -90 * 16, 180 * 16);
    }
    painter.restore();
}

ColorRole Signs::color(Sign sign)
{
    switch (sign) {
    case Sign::Satisfied: return ColorRole::Ok;
    case Sign::Missing:
    case Sign::Alarm:
    case Sign::Error: return ColorRole::Danger;
    case Sign::Inconclusive:
    case Sign::Overridden:
    case Sign::Warning: return ColorRole::Medium;
    case Sign::AsksForChanges: return ColorRole::High;
    case Sign::YourTurn:
    case Sign::Running:
    case Sign::Information: return ColorRole::Accent;
    case Sign::NotYet:
    case Sign::NotApplicable:
    case Sign::Later:
    case Sign::Locked: return ColorRole::Muted;
    case Sign::Added: return ColorRole::Added;
    case Sign::Removed: return ColorRole::Removed;
    case Sign::Moved: return ColorRole::Moved;
    case Sign::Became:
    case Sign::Comment: return ColorRole::Text;
    }
    Q_UNREACHABLE_RETURN(ColorRole::Text);
}

ColorRole Signs::color(LaneShape lane)
{
    switch (lane) {
    case LaneShape::Low: return ColorRole::Low;
    case LaneShape::Medium: return ColorRole::Medium;
    case LaneShape::High: return ColorRole::High;
    }
    Q_UNREACHABLE_RETURN(ColorRole::Text);
}

ColorRole Signs::tint(LaneShape lane)
{
    switch (lane) {
    case LaneShape::Low: return ColorRole::LowTint;
    case LaneShape::Medium: return ColorRole::MediumTint;
    case LaneShape::High: return ColorRole::HighTint;
    }
    Q_UNREACHABLE_RETURN(ColorRole::Surface);
}

QString Signs::name(Sign sign)
{
    switch (sign) {
    case Sign::Satisfied: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "satisfied"));
    case Sign::Missing: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "missing"));
    case Sign::Inconclusive: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "inconclusive"));
    case Sign::NotYet: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "not yet"));
    case Sign::YourTurn: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "your turn"));
    case Sign::AsksForChanges: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "asks for changes"));
    case Sign::NotApplicable: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "not applicable"));
    case Sign::Overridden: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "overridden"));
    case Sign::Running: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "running"));
    case Sign::Later: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "later"));
    case Sign::Locked: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "locked"));
    case Sign::Added: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "added"));
    case Sign::Removed: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "removed"));
    case Sign::Moved: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "moved"));
    case Sign::Became: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "changed"));
    case Sign::Information: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "information"));
    case Sign::Warning: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "warning"));
    case Sign::Alarm: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "alarm"));
    case Sign::Error: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "error"));
    case Sign::Comment: return translated(QT_TRANSLATE_NOOP("countersign::Signs", "comment"));
    }
    Q_UNREACHABLE_RETURN({});
}

QString Signs::name(LaneShape lane, LaneWords words)
{
    const bool one = words == LaneWords::One;
    switch (lane) {
    case LaneShape::Low:
        return one ? translated(QT_TRANSLATE_NOOP("countersign::Signs", "Low"))
                   : translated(QT_TRANSLATE_NOOP("countersign::Signs", "Low risk"));
    case LaneShape::Medium:
        return one ? translated(QT_TRANSLATE_NOOP("countersign::Signs", "Medium"))
                   : translated(QT_TRANSLATE_NOOP("countersign::Signs", "Medium risk"));
    case LaneShape::High:
        return one ? translated(QT_TRANSLATE_NOOP("countersign::Signs", "High"))
                   : translated(QT_TRANSLATE_NOOP("countersign::Signs", "High risk"));
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace countersign
