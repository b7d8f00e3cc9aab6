// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/PlainLabel.h"

#include "ui/common/Buttons.h"
#include "ui/common/Text.h"

#include <QFontMetrics>
#include <QResizeEvent>

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

void PlainLabel::layOut()
{
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
    const QSize hint = QLabel::sizeHint();
    return {hint.width(), std::max(hint.height(), line)};
}

QSize PlainLabel::minimumSizeHint() const
{
    const int line = Theme::of(this).lineHeight(m_font);
    if (m_wrapping == Wrapping::Elide)
        return {std::min(fontMetrics().averageCharWidth() * 4, sizeHint().width()), line};
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
