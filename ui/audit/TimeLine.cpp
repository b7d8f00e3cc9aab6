// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/audit/TimeLine.h"

#include "ui/common/Paint.h"
#include "ui/common/Style.h"

#include <QAccessible>
#include <QDateTime>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int edge = 44;

} // namespace

TimeLine::TimeLine(QWidget *parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Line of time. A and B choose a mark, Left and Right move it."));
    setMouseTracking(true);
}

QSize TimeLine::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {theme.px(320), theme.px(76)};
}

void TimeLine::setMoments(const QList<Moment> &moments)
{
    m_moments = moments;
    update();
}

void TimeLine::setMark(TimeMark mark, Sequence seq)
{
    (mark == TimeMark::A ? m_a : m_b) = seq;
    tellReaders();
    update();
}

// The last moment that is no later than the event, or -1.
int TimeLine::momentOf(Sequence seq) const
{
    const auto it = std::upper_bound(m_moments.cbegin(), m_moments.cend(), seq, [](Sequence s, const Moment &m) { return s < m.seq; });
    return static_cast<int>(it - m_moments.cbegin()) - 1;
}

// By the time that an event claims; where those of a record are all the same, by its place.
int TimeLine::xOf(int moment) const
{
    const Theme &theme = Theme::of(this);
    const int from = theme.px(edge);
    const int wide = std::max(1, width() - 2 * from);
    if (moment < 0 || m_moments.isEmpty())
        return from;
    const auto [first, last] = std::minmax_element(m_moments.cbegin(), m_moments.cend(), [](const Moment &a, const Moment &b) { return a.claimedAt < b.claimedAt; });
    const qint64 span = last->claimedAt - first->claimedAt;
    const double part = span > 0 ? static_cast<double>(m_moments[moment].claimedAt - first->claimedAt) / static_cast<double>(span)
                                 : static_cast<double>(moment) / std::max<double>(1, static_cast<double>(m_moments.size()) - 1);
    const int x = from + static_cast<int>(part * wide);
    return layoutDirection() == Qt::RightToLeft ? width() - x : x;
}

int TimeLine::xOfMark(TimeMark mark) const
{
    return xOf(momentOf(this->mark(mark)));
}

int TimeLine::nearest(int x) const
{
    int best = -1;
    for (int i = 0; i < m_moments.size(); ++i) {
        if (best < 0 || std::abs(xOf(i) - x) <= std::abs(xOf(best) - x))
            best = i;
    }
    return best;
}

void TimeLine::moveTo(int moment)
{
    if (moment < 0 || moment >= m_moments.size() || m_moments[moment].seq == mark(m_held))
        return;
    setMark(m_held, m_moments[moment].seq);
    emit markMoved(m_held, m_moments[moment].seq);
}

void TimeLine::tellReaders()
{
    setAccessibleDescription(tr("A at event %1, B at event %2").arg(m_a).arg(m_b));
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

void TimeLine::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_moments.isEmpty())
        return;
    const int x = static_cast<int>(event->position().x());
    m_held = std::abs(x - xOfMark(TimeMark::A)) < std::abs(x - xOfMark(TimeMark::B)) ? TimeMark::A : TimeMark::B;
    m_dragging = true;
    moveTo(nearest(x));
    update();
}

void TimeLine::mouseMoveEvent(QMouseEvent *event)
{
    if (m_dragging)
        moveTo(nearest(static_cast<int>(event->position().x())));
}

void TimeLine::mouseReleaseEvent(QMouseEvent *)
{
    m_dragging = false;
}

void TimeLine::keyPressEvent(QKeyEvent *event)
{
    const int step = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    const int now = momentOf(mark(m_held));
    switch (event->key()) {
    case Qt::Key_A: m_held = TimeMark::A; break;
    case Qt::Key_B: m_held = TimeMark::B; break;
    case Qt::Key_Left: moveTo(now - step); break;
    case Qt::Key_Right: moveTo(now + step); break;
    case Qt::Key_Home: moveTo(0); break;
    case Qt::Key_End: moveTo(static_cast<int>(m_moments.size()) - 1); break;
    default: QWidget::keyPressEvent(event); return;
    }
    update();
}

void TimeLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection());
    const Theme &theme = Theme::of(this);
    painter.fillRect(rect(), theme.color(ColorRole::Surface));
    painter.fillRect(0, height() - 1, width(), 1, theme.color(ColorRole::Line));
    const int axis = theme.px(46);
    const int a = xOfMark(TimeMark::A);
    const int b = xOfMark(TimeMark::B);
    painter.fillRect(QRect(std::min(a, b), axis - theme.px(20), std::abs(b - a), theme.px(20)), theme.color(ColorRole::AccentTint));
    painter.fillRect(theme.px(24), axis, width() - theme.px(48), 1, theme.color(ColorRole::LineStrong));
    painter.setRenderHint(QPainter::Antialiasing);
    for (int i = 0; i < m_moments.size(); ++i) {
        const int x = xOf(i);
        switch (m_moments[i].kind) {
        case MomentKind::Release:
            painter.fillRect(x - 1, axis - theme.px(15), 3, theme.px(15), theme.color(ColorRole::Accent));
            break;
        case MomentKind::Rollback: {
            QRect box(0, 0, theme.size().sign, theme.size().sign);
            box.moveCenter({x, axis - theme.px(10)});
            Icons::paint(painter, box, Icon::Undo, theme.color(ColorRole::Medium));
            break;
        }
        case MomentKind::Acceptance: painter.fillRect(x, axis - theme.px(7), 2, theme.px(7), theme.color(ColorRole::Muted)); break;
        case MomentKind::WithoutEffect: {
            const int half = theme.px(5);
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.color(ColorRole::Danger));
            painter.drawPolygon(QPolygon({{x - half, axis - theme.px(5)}, {x + half, axis - theme.px(5)}, {x, axis - theme.px(14)}}));
            break;
        }
        }
    }
    // Dates where they do not touch.
    int free = 0;
    QString before;
    const QDate first = m_moments.isEmpty() ? QDate() : QDateTime::fromMSecsSinceEpoch(m_moments.first().claimedAt).date();
    const QDate last = m_moments.isEmpty() ? QDate() : QDateTime::fromMSecsSinceEpoch(m_moments.last().claimedAt).date();
    const QString format = first == last ? u"HH:mm"_s : first.year() == last.year() ? u"d MMM"_s : u"d MMM yyyy"_s;
    for (int i = 0; i < m_moments.size(); ++i) {
        const QString date = QLocale().toString(QDateTime::fromMSecsSinceEpoch(m_moments[i].claimedAt), format);
        const int wide = textWidth(date, FontRole::Secondary, theme);
        const int from = xOf(i) - wide / 2;
        if (from < free || date == before || layoutDirection() == Qt::RightToLeft)
            continue;
        before = date;
        painter.fillRect(xOf(i), axis, 1, theme.px(4), theme.color(ColorRole::LineStrong));
        paintText(painter, QRect(from, axis + theme.px(5), wide + 2, theme.px(18)), date, FontRole::Secondary, ColorRole::Muted, theme);
        free = from + wide + theme.px(28);
    }
    for (const TimeMark mark : {TimeMark::A, TimeMark::B}) {
        const int x = xOfMark(mark);
        painter.fillRect(x - 1, theme.px(22), 2, axis - theme.px(16), theme.color(ColorRole::Text));
        QRect box(0, 0, theme.px(20), theme.px(18));
        box.moveCenter({x + (a == b ? (mark == TimeMark::A ? -theme.px(11) : theme.px(11)) : 0), theme.px(14)});
        paintBox(painter, box, theme.tokens().radius.key, theme.color(ColorRole::Text), theme.color(ColorRole::Text));
        painter.setPen(theme.color(ColorRole::Surface));
        painter.setFont(theme.font(FontRole::SecondaryStrong));
        painter.drawText(box, Qt::AlignCenter, mark == TimeMark::A ? u"A"_s : u"B"_s);
        if (hasFocus() && Style::showsFocus(this) && mark == m_held) {
            painter.setPen(QPen(theme.color(ColorRole::Accent), 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(box).adjusted(-3, -3, 3, 3), theme.tokens().radius.control, theme.tokens().radius.control);
        }
    }
}

} // namespace countersign
