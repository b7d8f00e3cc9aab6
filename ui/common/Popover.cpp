// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/Popover.h"

#include "ui/common/Paint.h"

#include <QApplication>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

// Three flat outlines of one pixel each, ever fainter, stand for a shadow.
constexpr int outlines = 3;
constexpr qreal strengths[outlines] = {0.10, 0.06, 0.03};
constexpr int distance = 4;

} // namespace

Popover::Popover(QWidget *anchor, int width) : QWidget(anchor->window()), m_anchor(anchor), m_width(width)
{
    const Theme &theme = Theme::of(this);
    setFocusPolicy(Qt::StrongFocus);
    setObjectName(u"popover"_s);
    const int inset = theme.tokens().inset.popover;
    m_outer = new QVBoxLayout(this);
    m_outer->setContentsMargins(outlines + 1, outlines + 1, outlines + 1, outlines + 1);
    m_outer->setSpacing(0);
    m_content = new QVBoxLayout;
    m_content->setContentsMargins(inset, theme.px(12), inset, theme.px(12));
    m_content->setSpacing(theme.px(8));
    m_outer->addLayout(m_content);
    connect(anchor, &QObject::destroyed, this, &Popover::close);
    hide();
}

QVBoxLayout *Popover::foot()
{
    if (!m_foot) {
        const Theme &theme = Theme::of(this);
        m_footPlace = new QWidget(this);
        m_foot = new QVBoxLayout(m_footPlace);
        m_foot->setContentsMargins(theme.tokens().inset.popover, theme.px(8), theme.tokens().inset.popover, theme.px(8));
        m_outer->addWidget(m_footPlace);
    }
    return m_foot;
}

void Popover::open(Focus focus)
{
    if (m_anchor)
        openAt(m_anchor->rect(), focus);
}

void Popover::openAt(const QRect &place, Focus focus)
{
    if (!m_anchor)
        return;
    m_before = QApplication::focusWidget();
    m_place = place;
    placeAt(place);
    show();
    raise();
    qApp->installEventFilter(this);
    if (focus == Focus::Take)
        setFocus(Qt::PopupFocusReason);
}

void Popover::placeAt(const QRect &place)
{
    QWidget *const window = parentWidget();
    const int wide = std::min(m_width + 2 * outlines, window->width());
    layout()->activate();
    const int high = std::min(layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(wide) : layout()->totalSizeHint().height(),
                              window->height());
    const QRect at(m_anchor->mapTo(window, place.topLeft()), place.size());
    const bool rightToLeft = layoutDirection() == Qt::RightToLeft;
    int left = rightToLeft ? at.right() + 1 - wide + outlines : at.left() - outlines;
    left = std::clamp(left, 0, std::max(0, window->width() - wide));
    int top = at.bottom() + 1 + distance;
    if (top + high > window->height() && at.top() - distance - high >= 0)
        top = at.top() - distance - high;
    top = std::clamp(top, 0, std::max(0, window->height() - high));
    setGeometry(left, top, wide, high);
}

void Popover::close()
{
    if (isHidden())
        return;
    qApp->removeEventFilter(this);
    const bool hadFocus = hasFocus() || isAncestorOf(QApplication::focusWidget());
    hide();
    if (hadFocus && m_before)
        m_before->setFocus(Qt::PopupFocusReason);
    emit closed();
}

void Popover::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    const QRectF box = QRectF(rect()).adjusted(outlines, outlines, -outlines, -outlines);
    const int radius = theme.tokens().radius.popover;
    for (int outline = 0; outline < outlines; ++outline) {
        QColor color = theme.color(ColorRole::Veil);
        color.setAlphaF(static_cast<float>(strengths[outline]));
        const qreal out = outline + 1;
        paintBox(painter, box.adjusted(-out, -out, out, out), radius + out, Qt::transparent, color);
    }
    paintBox(painter, box, radius, theme.color(ColorRole::Raised), Qt::transparent);
    if (m_footPlace) {
        QPainterPath inside;
        inside.addRoundedRect(box, radius, radius);
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setClipPath(inside);
        painter.fillRect(QRectF(box.left(), m_footPlace->y(), box.width(), box.bottom() - m_footPlace->y()),
                         theme.color(ColorRole::Sunken));
        painter.fillRect(QRectF(box.left(), m_footPlace->y(), box.width(), 1), theme.color(ColorRole::Line));
        painter.restore();
    }
    paintBox(painter, box, radius, Qt::transparent, theme.color(ColorRole::LineStrong));
}

void Popover::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
        event->accept();
        return;
    }
    QWidget::keyPressEvent(event);
}

void Popover::mousePressEvent(QMouseEvent *event)
{
    event->accept();
}

bool Popover::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseButtonPress && watched->isWidgetType()) {
        // By place, not by receiver: a press that one of our children does not want goes up to the page behind.
        const QPoint at = static_cast<QMouseEvent *>(event)->globalPosition().toPoint();
        const bool elsewhere = static_cast<QWidget *>(watched)->window() != window();
        const bool inside = rect().contains(mapFromGlobal(at));
        const bool onAnchor = m_anchor && m_anchor->rect().contains(m_anchor->mapFromGlobal(at));
        if (!elsewhere && !inside && !onAnchor)
            close();
    }
    // What it belongs to has its new place only after the window's layouts had their turn.
    if (event->type() == QEvent::Resize && watched == parentWidget()) {
        QMetaObject::invokeMethod(
                this,
                [this] {
                    if (!isHidden() && m_anchor)
                        placeAt(m_place);
                },
                Qt::QueuedConnection);
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace countersign
