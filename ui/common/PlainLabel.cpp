// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/PlainLabel.h"

#include "ui/common/Buttons.h"
#include "ui/common/Paint.h"
#include "ui/common/Text.h"

#include <QFontMetrics>
#include <QPainter>
#include <QResizeEvent>
#include <QStyle>

#include <algorithm>
#include <cmath>

namespace countersign {

PlainLabel::PlainLabel(QWidget *parent) : PlainLabel(QString(), FontRole::Body, ColorRole::Text, parent) {}

PlainLabel::PlainLabel(const QString &text, QWidget *parent) : PlainLabel(text, FontRole::Body, ColorRole::Text, parent) {}

PlainLabel::PlainLabel(const QString &text, FontRole font, ColorRole color, QWidget *parent)
    : QLabel(parent), m_text(text), m_font(font), m_color(color)
{
    setTextFormat(Qt::PlainText);
    connect(&Theme::of(this), &Theme::changed, this, &PlainLabel::follow);
    follow();
}

void PlainLabel::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    layOut();
    updateGeometry();
}

void PlainLabel::setFontRole(FontRole role)
{
    m_font = role;
    follow();
}

void PlainLabel::setColorRole(ColorRole role)
{
    m_color = role;
    follow();
}

void PlainLabel::setWrapping(Wrapping wrapping)
{
    m_wrapping = wrapping;
    setWordWrap(wrapping == Wrapping::Wrap);
    QSizePolicy policy(wrapping == Wrapping::None ? QSizePolicy::Preferred : QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(wrapping == Wrapping::Wrap);
    setSizePolicy(policy);
    layOut();
    updateGeometry();
}

void PlainLabel::follow()
{
    const Theme &theme = Theme::of(this);
    setFont(theme.font(m_font));
    QPalette palette = theme.palette();
    palette.setColor(QPalette::WindowText, theme.color(m_color));
    setPalette(palette);
    layOut();
    updateGeometry();
}

bool PlainLabel::isSelectable() const
{
    return textInteractionFlags() != Qt::LinksAccessibleByMouse;
}

bool PlainLabel::isProse() const
{
    return m_wrapping == Wrapping::Wrap && !isSelectable();
}

void PlainLabel::layOut()
{
    m_block.setText(m_text);
    m_block.setFontRole(m_font);
    m_block.setColorRole(m_color);
    if (m_wrapping != Wrapping::Elide) {
        QLabel::setText(m_wrapping == Wrapping::Wrap ? text::printable(m_text) : text::printableLine(m_text));
        return;
    }
    const QString whole = text::printableLine(m_text);
    const QString cut = fontMetrics().elidedText(whole, Qt::ElideRight, std::max(0, width()));
    QLabel::setText(cut);
    setAccessibleName(whole);
    if (cut != whole) {
        setToolTip(whole.toHtmlEscaped());
        m_ownToolTip = true;
    } else if (m_ownToolTip) {
        setToolTip({});
        m_ownToolTip = false;
    }
}

QSize PlainLabel::sizeHint() const
{
    const int line = Theme::of(this).lineHeight(m_font);
    if (m_wrapping == Wrapping::Elide)
        return {fontMetrics().horizontalAdvance(text::printableLine(m_text)) + 2, line};
    if (isProse()) {
        const Theme &theme = Theme::of(this);
        const int most = std::min(theme.proseWidth(), maximumWidth());
        const int wide = static_cast<int>(m_block.naturalWidth(most, theme));
        return {wide, heightForWidth(wide)};
    }
    const QSize hint = QLabel::sizeHint();
    return {hint.width(), std::max(hint.height(), line)};
}

bool PlainLabel::hasHeightForWidth() const
{
    return m_wrapping == Wrapping::Wrap;
}

int PlainLabel::heightForWidth(int width) const
{
    if (!isProse())
        return QLabel::heightForWidth(width);
    return static_cast<int>(std::ceil(m_block.height(width, Theme::of(this))));
}

void PlainLabel::paintEvent(QPaintEvent *event)
{
    if (isSelectable()) {
        QLabel::paintEvent(event);
        return;
    }
    const Theme &theme = Theme::of(this);
    const ColorRole color = isEnabled() ? m_color : ColorRole::Disabled;
    QPainter painter(this);
    if (!isProse()) {
        paintText(painter, rect(), m_text, m_font, color, theme, alignment());
        return;
    }
    const Qt::Alignment visual = QStyle::visualAlignment(layoutDirection(), alignment() & Qt::AlignHorizontal_Mask);
    m_block.setAlignment(visual | Qt::AlignAbsolute);
    m_block.setColorRole(color);
    const qreal high = m_block.height(width(), theme);
    const qreal top = alignment().testFlag(Qt::AlignTop) ? 0 : std::max<qreal>(0, std::floor((height() - high) / 2));
    m_block.paint(painter, QPointF(0, top), width(), theme);
}

QSize PlainLabel::minimumSizeHint() const
{
    const int line = Theme::of(this).lineHeight(m_font);
    if (m_wrapping == Wrapping::Elide)
        return {std::min(fontMetrics().averageCharWidth() * 4, sizeHint().width()), line};
    if (isProse())
        return {std::min(sizeHint().width(), Theme::of(this).px(80)), line};
    const QSize hint = QLabel::minimumSizeHint();
    return {hint.width(), std::max(hint.height(), line)};
}

void PlainLabel::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    if (m_wrapping == Wrapping::Elide && event->size().width() != event->oldSize().width())
        layOut();
}

LinkLabel::LinkLabel(const QString &text, QWidget *parent) : QPushButton(text, parent)
{
    setAutoDefault(false);
    setButtonKind(this, ButtonKind::Quiet);
    setButtonHeight(this, ButtonHeight::InBar);
    setCursor(Qt::PointingHandCursor);
}

} // namespace countersign
