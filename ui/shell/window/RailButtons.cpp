// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window/RailButtons.h"

#include "ui/common/Paint.h"
#include "ui/common/Style.h"
#include "ui/common/Text.h"

#include <QPainter>
#include <QStyle>

namespace countersign {

namespace {

void paintFocus(QPainter &painter, const QAbstractButton &button, const QRectF &box, const Theme &theme)
{
    if (button.hasFocus() && Style::showsFocus(&button)) {
        paintBox(painter, box, theme.tokens().radius.control, Qt::transparent, theme.color(ColorRole::Accent),
                 theme.tokens().line.focus);
    }
}

} // namespace

RailButton::RailButton(PageKind page, Icon icon, const QString &word, const QString &keys, QWidget *parent)
    : QAbstractButton(parent)
    , m_page(page)
    , m_icon(icon)
    , m_keys(keys)
{
    setText(word);
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    describe();
}

void RailButton::nextCheckState()
{
    // Only the window says which page is shown.
}

void RailButton::setNarrow(bool narrow)
{
    m_narrow = narrow;
    describe();
    updateGeometry();
    update();
}

void RailButton::setCount(int count, CountKind kind)
{
    m_count = count;
    m_kind = kind;
    describe();
    update();
}

void RailButton::describe()
{
    QString name = text();
    if (m_count > 0) {
        switch (m_kind) {
        case CountKind::Quiet: name = tr("%1, %2").arg(text(), text::number(qint64(m_count))); break;
        case CountKind::YourTurn: name = tr("%1, %2 waiting for you").arg(text(), text::number(qint64(m_count))); break;
        case CountKind::Wrong: name = tr("%1, %2 wrong in production").arg(text(), text::number(qint64(m_count))); break;
        }
    }
    setAccessibleName(name);
    setToolTip(m_narrow ? tr("%1 (%2)").arg(name, m_keys) : m_keys);
}

QSize RailButton::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {m_narrow ? theme.size().railNarrow - 16 : theme.size().rail - 16, theme.size().railRow};
}

void RailButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box(rect());
    if (isChecked() || underMouse() || isDown()) {
        paintBox(painter, box, theme.tokens().radius.control,
                 theme.color(isChecked() ? ColorRole::AccentTint : ColorRole::Hover), Qt::transparent, 0);
    }
    paintFocus(painter, *this, box.adjusted(1, 1, -1, -1), theme);

    const auto visual = [this](const QRect &place) { return QStyle::visualRect(layoutDirection(), rect(), place); };
    const int side = theme.size().icon;
    const ColorRole ink = isChecked() ? ColorRole::Accent : ColorRole::Text;
    const QSize badge = m_count > 0 ? countSize(m_count, m_kind, theme) : QSize();
    if (m_narrow) {
        const int left = m_count > 0 ? theme.px(3) : (width() - side) / 2;
        Icons::paint(painter, visual(QRect(left, (height() - side) / 2, side, side)), m_icon, theme.color(ink));
        if (m_count > 0) {
            paintCount(painter, visual(QRect(QPoint(left + side + 1, (height() - badge.height()) / 2), badge)), m_count,
                       m_kind, theme);
        }
        return;
    }
    Icons::paint(painter, visual(QRect(10, (height() - side) / 2, side, side)), m_icon, theme.color(ink));
    const int words = 10 + side + 10;
    const int end = width() - 8 - (m_count > 0 ? badge.width() + 8 : 0);
    paintText(painter, visual(QRect(words, 0, end - words, height())), text(),
              isChecked() ? FontRole::BodyStrong : FontRole::Body, ink, theme);
    if (m_count > 0) {
        paintCount(painter, visual(QRect(QPoint(width() - 8 - badge.width(), (height() - badge.height()) / 2), badge)),
                   m_count, m_kind, theme);
    }
}

RecordState::RecordState(QWidget *parent)
    : QAbstractButton(parent)
    , m_sign(Sign::Running)
{
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void RecordState::setNarrow(bool narrow)
{
    m_narrow = narrow;
    updateGeometry();
    update();
}

void RecordState::setState(Sign sign, const QString &words, const QString &more)
{
    m_sign = sign;
    m_words = words;
    m_more = more;
    setText(words);
    setAccessibleName(tr("%1. %2").arg(words, more));
    setToolTip(tr("%1. %2").arg(words, more));
    update();
}

QSize RecordState::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {0, m_narrow ? theme.size().railRow : 2 * theme.px(20) + 4};
}

void RecordState::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box(rect());
    if (underMouse() || isDown()) {
        paintBox(painter, box, theme.tokens().radius.control, theme.color(ColorRole::Hover), Qt::transparent, 0);
    }
    paintFocus(painter, *this, box.adjusted(1, 1, -1, -1), theme);
    const auto visual = [this](const QRect &place) { return QStyle::visualRect(layoutDirection(), rect(), place); };
    const int side = theme.size().sign;
    const int line = theme.px(20);
    if (m_narrow) {
        Signs::paint(painter, QRectF(visual(QRect((width() - side) / 2, (height() - side) / 2, side, side))), m_sign,
                     theme);
        return;
    }
    const int words = 10 + side + 6;
    Signs::paint(painter, QRectF(visual(QRect(10, 2 + (line - side) / 2, side, side))), m_sign, theme);
    const bool wrong = m_sign == Sign::Error;
    paintText(painter, visual(QRect(words, 2, width() - words - 4, line)), m_words, FontRole::Secondary,
              wrong ? ColorRole::Danger : ColorRole::Muted, theme);
    paintText(painter, visual(QRect(10, 2 + line, width() - 14, line)), m_more, FontRole::Secondary, ColorRole::Muted,
              theme);
}

} // namespace countersign
