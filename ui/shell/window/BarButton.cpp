// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window/BarButton.h"

#include "ui/common/Paint.h"
#include "ui/common/Style.h"
#include "ui/common/Theme.h"

#include <QKeySequence>
#include <QPainter>
#include <QStyle>

namespace countersign {

namespace {

constexpr int inset = 8;
constexpr int gap = 8;

void paintGround(QPainter &painter, const QAbstractButton &button, const Theme &theme)
{
    const bool hot = button.isEnabled() && (button.underMouse() || button.isDown());
    const QRectF box = QRectF(button.rect()).adjusted(1, 1, -1, -1);
    if (hot) {
        paintBox(painter, box, theme.tokens().radius.control, theme.color(ColorRole::Hover), Qt::transparent, 0);
    }
    if (button.hasFocus() && Style::showsFocus(&button)) {
        paintBox(painter, box, theme.tokens().radius.control, Qt::transparent, theme.color(ColorRole::Accent),
                 theme.tokens().line.focus);
    }
}

} // namespace

BarButton::BarButton(QWidget *parent)
    : QAbstractButton(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void BarButton::setData(const BarButtonData &data)
{
    m_data = data;
    if (accessibleName().isEmpty() || text() == accessibleName()) {
        setAccessibleName((data.strong + u' ' + data.words).trimmed());
        setText(accessibleName());
    }
    updateGeometry();
    update();
}

int BarButton::partsWidth() const
{
    const Theme &theme = Theme::of(this);
    int width = 2 * inset;
    int parts = 0;
    const auto add = [&](int part) {
        width += part + (parts > 0 ? gap : 0);
        ++parts;
    };
    if (m_data.icon || m_data.sign) {
        add(theme.size().icon);
    }
    if (!m_data.avatar.isEmpty()) {
        add(theme.size().avatar);
    }
    if (!m_data.strong.isEmpty()) {
        add(textWidth(m_data.strong, FontRole::BodyStrong, theme));
    }
    if (!m_data.words.isEmpty()) {
        add(textWidth(m_data.words, FontRole::Secondary, theme));
    }
    if (m_data.opens) {
        add(theme.size().icon);
    }
    return width + 2;
}

QSize BarButton::sizeHint() const
{
    return {partsWidth(), Theme::of(this).size().button};
}

QSize BarButton::minimumSizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {2 * inset + theme.size().icon, theme.size().button};
}

void BarButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintGround(painter, *this, theme);

    int at = inset;
    const int end = width() - inset - (m_data.opens ? theme.size().icon + gap : 0);
    const auto box = [&](int side) {
        const QRect place(at, (height() - side) / 2, side, side);
        at += side + gap;
        return QStyle::visualRect(layoutDirection(), rect(), place);
    };
    const auto words = [&](const QString &text, FontRole font, ColorRole color) {
        if (text.isEmpty() || at >= end) {
            return;
        }
        const int wide = qMin(textWidth(text, font, theme) + 1, end - at);
        paintText(painter, QStyle::visualRect(layoutDirection(), rect(), QRect(at, 0, wide, height())), text, font,
                  color, theme);
        at += wide + gap;
    };
    if (m_data.icon) {
        Icons::paint(painter, box(theme.size().icon), *m_data.icon, theme.color(ColorRole::Text));
    } else if (m_data.sign) {
        Signs::paint(painter, QRectF(box(theme.size().icon)), *m_data.sign, theme);
    }
    if (!m_data.avatar.isEmpty()) {
        paintAvatar(painter, box(theme.size().avatar), m_data.avatar, theme);
    }
    words(m_data.strong, FontRole::BodyStrong, ColorRole::Text);
    words(m_data.words, FontRole::Secondary, m_data.wordsColor);
    if (m_data.opens) {
        const QRect arrow(width() - inset - theme.size().icon, (height() - theme.size().icon) / 2, theme.size().icon,
                          theme.size().icon);
        const QRectF chevron = QStyle::visualRect(layoutDirection(), rect(), arrow);
        const qreal part = chevron.width() / 16;
        painter.setPen(QPen(theme.color(ColorRole::Muted), 1.2 * part, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(QPolygonF({chevron.center() + QPointF(-4.5, -2) * part, chevron.center() + QPointF(0, 2.5) * part,
                                        chevron.center() + QPointF(4.5, -2) * part}));
    }
}

FindButton::FindButton(QWidget *parent)
    : QAbstractButton(parent)
    , m_keys(QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText))
{
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::IBeamCursor);
    setText(tr("Find a prompt, a change or a command"));
    setAccessibleName(text());
    setAccessibleDescription(m_keys);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize FindButton::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {theme.px(440), theme.size().fieldInBar};
}

QSize FindButton::minimumSizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {theme.px(200), theme.size().fieldInBar};
}

void FindButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool focused = hasFocus() && Style::showsFocus(this);
    paintBox(painter, QRectF(rect()), theme.tokens().radius.control, theme.color(ColorRole::Surface),
             theme.color(focused ? ColorRole::Accent : ColorRole::LineStrong), focused ? theme.tokens().line.focus : 1);

    const int side = theme.size().icon;
    const auto visual = [this](const QRect &place) { return QStyle::visualRect(layoutDirection(), rect(), place); };
    Icons::paint(painter, visual(QRect(10, (height() - side) / 2, side, side)), Icon::Find,
                 theme.color(ColorRole::Muted));
    const int capHeight = theme.px(18);
    const int capWidth = textWidth(m_keys, FontRole::Secondary, theme) + 10;
    const QRect cap(width() - capWidth - 6, (height() - capHeight) / 2, capWidth, capHeight);
    const int words = 10 + side + 8;
    paintText(painter, visual(QRect(words, 0, cap.left() - words - 8, height())), text(), FontRole::Body,
              ColorRole::Muted, theme);
    paintBox(painter, QRectF(visual(cap)), theme.tokens().radius.key, theme.color(ColorRole::Sunken),
             theme.color(ColorRole::Line));
    paintText(painter, visual(cap), m_keys, FontRole::Secondary, ColorRole::Muted, theme, Qt::AlignCenter);
}

} // namespace countersign
