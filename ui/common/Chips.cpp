// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/Chips.h"

#include "ui/common/Paint.h"
#include "ui/common/Style.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"

#include <QFontMetrics>
#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace countersign {

LaneChip::LaneChip(LaneShape lane, ChipSize size, QWidget *parent) : QAbstractButton(parent), m_lane(lane), m_size(size)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setOpens(false);
    setLane(lane);
}

void LaneChip::setLane(LaneShape lane)
{
    m_lane = lane;
    setAccessibleName(Signs::name(lane, LaneWords::Two));
    updateGeometry();
    update();
}

void LaneChip::setOpens(bool opens)
{
    m_opens = opens;
    setFocusPolicy(opens ? Qt::StrongFocus : Qt::NoFocus);
    setAttribute(Qt::WA_TransparentForMouseEvents, !opens);
    updateGeometry();
    update();
}

QSize LaneChip::sizeHint() const
{
    return laneChipSize(m_lane, m_size, m_opens, Theme::of(this));
}

void LaneChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintLaneChip(painter, rect(), m_lane, m_size, m_opens, Theme::of(this));
}

StateChip::StateChip(const QString &text, ChipTone tone, std::optional<Sign> sign, QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setState(text, tone, sign);
}

void StateChip::setState(const QString &text, ChipTone tone, std::optional<Sign> sign)
{
    m_text = text;
    m_tone = tone;
    m_sign = sign;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize StateChip::sizeHint() const
{
    return stateChipSize(m_text, m_sign, Theme::of(this));
}

void StateChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintStateChip(painter, rect(), m_text, m_tone, m_sign, Theme::of(this));
}

FilterChip::FilterChip(const QString &text, QWidget *parent) : QAbstractButton(parent)
{
    setText(text);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
}

QSize FilterChip::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {textWidth(text(), FontRole::SecondaryMedium, theme) + theme.px(14), theme.size().chip};
}

void FilterChip::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    const bool on = isChecked();
    const QColor ground = theme.color(on ? ColorRole::AccentTint : underMouse() ? ColorRole::Hover : ColorRole::Surface);
    const QColor edge = on ? QColor(Qt::transparent) : theme.color(ColorRole::LineStrong);
    paintBox(painter, rect(), height() / 2.0, ground, edge);
    paintText(painter, rect(), text(), FontRole::SecondaryMedium, on ? ColorRole::Accent : ColorRole::Text, theme, Qt::AlignCenter);
}

PersonChip::PersonChip(const PersonData &person, QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setPerson(person);
}

void PersonChip::setPerson(const PersonData &person)
{
    m_person = person;
    setAccessibleName(person.role.isEmpty() ? person.name : tr("%1, %2").arg(person.name, person.role));
    updateGeometry();
    update();
}

QSize PersonChip::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    int width = theme.px(2) + theme.size().avatarSmall + theme.px(6) + textWidth(m_person.name, FontRole::BodyMedium, theme) + theme.px(10);
    if (!m_person.role.isEmpty())
        width += theme.px(6) + textWidth(m_person.role, FontRole::Body, theme);
    return {width, theme.size().personChip};
}

QSize PersonChip::minimumSizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {std::min(sizeHint().width(), theme.px(96)), theme.size().personChip};
}

void PersonChip::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    QRect chip = rect();
    chip.setWidth(std::min(width(), sizeHint().width()));
    chip = QStyle::visualRect(layoutDirection(), rect(), chip);
    paintBox(painter, chip, chip.height() / 2.0, theme.color(ColorRole::Hover), theme.color(ColorRole::Line));
    const auto visual = [&](int from, int width) {
        return QStyle::visualRect(layoutDirection(), chip, QRect(chip.left() + from, chip.top(), width, chip.height()));
    };
    const int side = theme.size().avatarSmall;
    QRect avatar(0, 0, side, side);
    avatar.moveCenter(visual(theme.px(2), side).center());
    if (m_person.icon) {
        QRect icon(0, 0, theme.size().icon, theme.size().icon);
        icon.moveCenter(avatar.center());
        Icons::paint(painter, icon, *m_person.icon, theme.color(ColorRole::Text));
    } else {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(ColorRole::Surface));
        painter.drawEllipse(avatar);
        QFont font = theme.font(FontRole::SecondaryStrong);
        font.setPixelSize(std::max(7, side * 9 / 20));
        painter.setFont(font);
        painter.setPen(theme.color(ColorRole::Text));
        painter.drawText(avatar, Qt::AlignCenter, text::printableLine(text::initials(m_person.name)));
    }
    const int lead = theme.px(2) + side + theme.px(6);
    const int room = chip.width() - lead - theme.px(8);
    const int name = std::min(textWidth(m_person.name, FontRole::BodyMedium, theme), room);
    paintText(painter, visual(lead, name), m_person.name, FontRole::BodyMedium, ColorRole::Text, theme);
    const int left = room - name - theme.px(6);
    if (!m_person.role.isEmpty() && left > theme.px(16))
        paintText(painter, visual(lead + name + theme.px(6), left), m_person.role, FontRole::Body, ColorRole::Muted, theme);
}

KeyCap::KeyCap(const QString &keys, QWidget *parent) : QWidget(parent), m_keys(keys)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(keys);
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

QSize KeyCap::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {textWidth(m_keys, FontRole::Secondary, theme) + theme.px(12), theme.px(18)};
}

void KeyCap::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    paintBox(painter, rect(), theme.tokens().radius.key, theme.color(ColorRole::Sunken), theme.color(ColorRole::Line));
    paintText(painter, rect(), m_keys, FontRole::Secondary, ColorRole::Muted, theme, Qt::AlignCenter);
}

CountBadge::CountBadge(int count, CountKind kind, QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCount(count, kind);
}

void CountBadge::setCount(int count, CountKind kind)
{
    m_count = count;
    m_kind = kind;
    setAccessibleName(QLocale().toString(count));
    setVisible(count > 0 && (parentWidget() || isVisible()));
    updateGeometry();
    update();
}

QSize CountBadge::sizeHint() const
{
    return countSize(m_count, m_kind, Theme::of(this));
}

void CountBadge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintCount(painter, rect(), m_count, m_kind, Theme::of(this));
}

SignLine::SignLine(Sign sign, const QString &sentence, QWidget *parent) : QWidget(parent), m_sign(sign)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setLine(sign, sentence);
}

void SignLine::setLine(Sign sign, const QString &sentence)
{
    m_sign = sign;
    m_sentence = sentence;
    setAccessibleName(tr("%1: %2").arg(Signs::name(sign), sentence));
    updateGeometry();
    update();
}

void SignLine::setColor(ColorRole color)
{
    m_color = color;
    update();
}

QSize SignLine::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {theme.size().sign + theme.px(8) + textWidth(m_sentence, FontRole::Body, theme) + 2, theme.lineHeight(FontRole::Body)};
}

QSize SignLine::minimumSizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {std::min(sizeHint().width(), theme.px(120)), theme.lineHeight(FontRole::Body)};
}

int SignLine::heightForWidth(int width) const
{
    const Theme &theme = Theme::of(this);
    const int room = std::max(1, width - theme.size().sign - theme.px(8));
    const QFontMetrics metrics(theme.font(FontRole::Body));
    const QRect box = metrics.boundingRect(QRect(0, 0, room, 1 << 16), Qt::TextWordWrap, text::printable(m_sentence));
    return std::max(theme.lineHeight(FontRole::Body), box.height());
}

void SignLine::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    const int side = theme.size().sign;
    const int line = theme.lineHeight(FontRole::Body);
    const int top = std::max(0, (height() - heightForWidth(width())) / 2);
    const QRect sign(0, top + (line - side) / 2, side, side);
    Signs::paint(painter, QStyle::visualRect(layoutDirection(), rect(), sign), m_sign, theme);
    painter.setFont(theme.font(FontRole::Body));
    painter.setPen(theme.color(m_color));
    const int lead = side + theme.px(8);
    const QFontMetrics metrics(painter.font());
    const QRect words(lead, top + std::max(0, (line - metrics.height()) / 2), width() - lead, height());
    const int start = layoutDirection() == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft;
    painter.drawText(QStyle::visualRect(layoutDirection(), rect(), words), start | Qt::AlignAbsolute | Qt::TextWordWrap, text::printable(m_sentence));
}

} // namespace countersign
