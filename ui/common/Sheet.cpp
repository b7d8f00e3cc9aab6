// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/Sheet.h"

#include "ui/common/Buttons.h"
#include "ui/common/Fields.h"
#include "ui/common/Paint.h"
#include "ui/common/PlainLabel.h"

#include <QApplication>
#include <QBoxLayout>
#include <QFrame>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPropertyAnimation>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int fromTop = 52;
constexpr int betweenBlocks = 14;
constexpr int fillsBelow = 800;
constexpr float veil = 0.45F;

// The frame paints its ground, so that the corners stay round over the foot.
class SheetFrame : public QFrame
{
public:
    using QFrame::QFrame;

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = Theme::of(this);
        QPainter painter(this);
        paintBox(painter, rect(), theme.tokens().radius.sheet, theme.color(ColorRole::Raised), theme.color(ColorRole::Line));
    }
};

class SheetFoot : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = Theme::of(this);
        QPainter painter(this);
        painter.setClipRect(rect());
        const int radius = theme.tokens().radius.sheet;
        paintBox(painter, QRectF(rect()).adjusted(0, -2 * radius, 0, 0), radius, theme.color(ColorRole::Sunken),
                 theme.color(ColorRole::Line));
        painter.fillRect(0, 0, width(), 1, theme.color(ColorRole::Line));
    }
};

[[nodiscard]] bool takesKeys(const QWidget *widget)
{
    return widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0;
}

} // namespace

Sheet::Sheet(QWidget *covered) : QWidget(covered)
{
    const Theme &theme = Theme::of(covered);
    setFocusPolicy(Qt::StrongFocus);
    setObjectName(u"sheet"_s);

    m_frame = new SheetFrame(this);
    const int inset = theme.tokens().inset.sheet;

    m_title = new PlainLabel({}, FontRole::Title, ColorRole::Text, m_frame);
    m_title->setWrapping(Wrapping::Wrap);
    m_sentence = new PlainLabel({}, FontRole::Body, ColorRole::Muted, m_frame);
    m_sentence->setWrapping(Wrapping::Wrap);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(inset, theme.px(20), inset, theme.px(14));
    head->setSpacing(0);
    head->addWidget(m_title);
    head->addWidget(m_sentence);

    auto *page = new QWidget;
    m_content = new QVBoxLayout(page);
    m_content->setContentsMargins(inset, 0, inset, theme.px(20));
    m_content->setSpacing(theme.px(betweenBlocks));
    m_scroll = new QScrollArea(m_frame);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(page);
    page->installEventFilter(this);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->setAutoFillBackground(false);
    page->setAutoFillBackground(false);

    auto *foot = new SheetFoot(m_frame);
    auto *footRow = new QHBoxLayout(foot);
    footRow->setContentsMargins(inset, theme.px(12), theme.px(12), theme.px(12));
    footRow->setSpacing(theme.px(8));
    m_footNote = new QHBoxLayout;
    m_footNote->setSpacing(theme.px(8));
    m_footButtons = new QHBoxLayout;
    m_footButtons->setSpacing(theme.px(8));
    footRow->addLayout(m_footNote);
    footRow->addStretch();
    footRow->addLayout(m_footButtons);
    m_cancel = makeButton(tr("Cancel"), ButtonKind::Plain, foot);
    m_cancel->setObjectName(u"sheetCancel"_s);
    auto *key = new KeyCap(tr("Ctrl+Enter"), foot);
    key->setObjectName(u"sheetKey"_s);
    m_footButtons->addWidget(key);
    m_footButtons->addWidget(m_cancel);
    connect(m_cancel, &QPushButton::clicked, this, &Sheet::cancel);

    auto *column = new QVBoxLayout(m_frame);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_scroll, 1);
    column->addWidget(foot);

    m_slide = new QPropertyAnimation(m_frame, "pos", this);
    covered->installEventFilter(this);
    connect(qApp, &QApplication::focusChanged, this, &Sheet::keepFocus);
    hide();
}

Sheet::~Sheet()
{
    // Taking the widgets down moves the focus; by then there is no sheet any more that could keep it.
    disconnect(qApp, nullptr, this, nullptr);
}

void Sheet::setTitle(const QString &title, const QString &sentence)
{
    m_title->setText(title);
    m_sentence->setText(sentence);
    m_sentence->setVisible(!sentence.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(sentence);
}

void Sheet::setDecidingButton(QPushButton *button)
{
    if (m_deciding)
        m_deciding->deleteLater();
    m_deciding = button;
    m_deciding->setObjectName(u"sheetDecide"_s);
    m_deciding->installEventFilter(this);
    m_footButtons->addWidget(m_deciding);
    connect(m_deciding, &QPushButton::clicked, this, &Sheet::press);
}

void Sheet::open()
{
    m_before = QApplication::focusWidget();
    m_pressed = false;
    m_opened.start();
    // A sheet that only tells has no button for the key.
    findChild<KeyCap *>(u"sheetKey"_s)->setVisible(m_deciding != nullptr);
    show();
    raise();
    place();
    setFocus(Qt::PopupFocusReason);
    const Theme &theme = Theme::of(this);
    if (theme.motion()) {
        const QPoint end = m_frame->pos();
        m_slide->setDuration(theme.tokens().motion.sheet);
        m_slide->setStartValue(end - QPoint(0, theme.px(16)));
        m_slide->setEndValue(end);
        m_slide->setEasingCurve(QEasingCurve::OutCubic);
        m_slide->start();
    }
}

void Sheet::cancel()
{
    if (m_pressed || isHidden())
        return;
    leave();
    emit canceled();
    emit closed();
}

void Sheet::close()
{
    if (isHidden())
        return;
    leave();
    emit closed();
}

void Sheet::rearm()
{
    m_pressed = false;
    m_opened.start();
}

bool Sheet::isArmed() const
{
    return !m_pressed && m_opened.isValid() && m_opened.hasExpired(armAfterMs);
}

void Sheet::press()
{
    if (!m_deciding || !m_deciding->isEnabled() || !isArmed())
        return;
    m_pressed = true;
    emit decided();
}

void Sheet::leave()
{
    m_slide->stop();
    const bool hadFocus = isAncestorOf(QApplication::focusWidget()) || hasFocus();
    hide();
    if (hadFocus && m_before)
        m_before->setFocus(Qt::PopupFocusReason);
}

void Sheet::place()
{
    const Theme &theme = Theme::of(this);
    setGeometry(parentWidget()->rect());
    m_slide->stop();
    if (width() < fillsBelow) {
        m_frame->setGeometry(rect());
        return;
    }
    const int top = theme.px(fromTop);
    const int wide = std::min(theme.size().sheetWidth, width());
    m_scroll->widget()->layout()->activate();
    m_frame->layout()->activate();
    const int contentHeight = m_scroll->widget()->hasHeightForWidth() ? m_scroll->widget()->heightForWidth(wide)
                                                                      : m_scroll->widget()->sizeHint().height();
    const int around = m_frame->layout()->totalHeightForWidth(wide) > 0
                           ? m_frame->layout()->totalHeightForWidth(wide) - m_scroll->sizeHint().height()
                           : m_frame->layout()->totalSizeHint().height() - m_scroll->sizeHint().height();
    const int high = std::min(around + contentHeight, height() - 2 * top);
    m_frame->setGeometry((width() - wide) / 2, top, wide, high);
}

void Sheet::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    QColor color = theme.color(ColorRole::Veil);
    color.setAlphaF(veil);
    painter.fillRect(rect(), color);
}

void Sheet::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape) {
        if (!event->isAutoRepeat())
            cancel();
    } else if (enter && event->modifiers().testFlag(Qt::ControlModifier)) {
        if (!event->isAutoRepeat())
            press();
    }
    // Nothing that is typed here reaches the page behind.
    event->accept();
}

void Sheet::mousePressEvent(QMouseEvent *event)
{
    // The veil keeps presses from the page behind.
    event->accept();
}

bool Sheet::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    // The content became higher or lower: after the layout has seen it too.
    if (watched == m_scroll->widget() && event->type() == QEvent::LayoutRequest)
        QMetaObject::invokeMethod(this, [this] { if (isVisible()) place(); }, Qt::QueuedConnection);
    if (watched == m_deciding && (event->type() == QEvent::KeyPress || event->type() == QEvent::KeyRelease)
        && static_cast<QKeyEvent *>(event)->isAutoRepeat())
        return true;
    return QWidget::eventFilter(watched, event);
}

bool Sheet::focusNextPrevChild(bool next)
{
    QWidget *const from = isAncestorOf(QApplication::focusWidget()) ? QApplication::focusWidget() : this;
    QWidget *to = from;
    do {
        to = next ? to->nextInFocusChain() : to->previousInFocusChain();
        if (isAncestorOf(to) && takesKeys(to)) {
            to->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
            return true;
        }
    } while (to != from);
    return true;
}

void Sheet::keepFocus(QWidget *, QWidget *now)
{
    if (!isVisible() || !now || now == this || isAncestorOf(now))
        return;
    // Popups of the sheet's own fields and other windows may have it.
    if (now->window() != window())
        return;
    setFocus(Qt::OtherFocusReason);
}

} // namespace countersign
