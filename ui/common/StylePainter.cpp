// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/StylePainter.h"

#include "ui/common/Buttons.h"
#include "ui/common/Paint.h"
#include "ui/common/Theme.h"

#include <QAbstractItemView>
#include <QFontMetrics>
#include <QPainter>
#include <QStyle>
#include <QStyleOption>
#include <QWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

struct ButtonColors
{
    ColorRole ground = ColorRole::Surface;
    ColorRole ink = ColorRole::Text;
    std::optional<ColorRole> edge = {};
    bool hasGround = true;
};

[[nodiscard]] bool has(const QStyleOption &option, QStyle::StateFlag flag)
{
    return option.state.testFlag(flag);
}

[[nodiscard]] ButtonColors buttonColors(ButtonKind kind, const QStyleOption &option)
{
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool hovered = enabled && has(option, QStyle::State_MouseOver);
    const bool pressed = enabled && (has(option, QStyle::State_Sunken) || has(option, QStyle::State_On));
    const ColorRole plainGround = pressed ? ColorRole::Line : hovered ? ColorRole::Hover : ColorRole::Surface;
    const bool edgeless = kind == ButtonKind::Quiet || kind == ButtonKind::QuietText || kind == ButtonKind::IconOnly;
    if (!enabled) {
        if (edgeless)
            return {.ink = ColorRole::Disabled, .hasGround = false};
        return {.ground = ColorRole::Sunken, .ink = ColorRole::Disabled, .edge = ColorRole::Line};
    }
    switch (kind) {
    case ButtonKind::Plain: return {.ground = plainGround, .edge = ColorRole::LineStrong};
    case ButtonKind::Filled:
        return {.ground = hovered || pressed ? ColorRole::AccentFillHover : ColorRole::AccentFill, .ink = ColorRole::OnAccent};
    case ButtonKind::Danger:
        return {.ground = hovered || pressed ? ColorRole::DangerFillHover : ColorRole::DangerFill, .ink = ColorRole::OnDanger};
    case ButtonKind::DangerEdge: return {.ground = plainGround, .ink = ColorRole::Danger, .edge = ColorRole::Danger};
    case ButtonKind::Quiet:
        return {.ground = plainGround, .ink = ColorRole::Accent, .hasGround = hovered || pressed};
    case ButtonKind::QuietText:
        return {.ground = plainGround, .edge = hovered || pressed ? std::optional(ColorRole::LineStrong) : std::nullopt,
                .hasGround = hovered || pressed};
    case ButtonKind::IconOnly: return {.ground = plainGround, .hasGround = hovered || pressed};
    }
    Q_UNREACHABLE_RETURN({});
}

[[nodiscard]] QString withoutMnemonic(const QString &text)
{
    QString plain;
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (text[at] == u'&' && at + 1 < text.size())
            ++at;
        plain += text[at];
    }
    return plain;
}

[[nodiscard]] bool isBusyRing(const QWidget *widget)
{
    return isButtonBusy(widget);
}

} // namespace

QSize StylePainter::buttonSize(const QStyleOptionButton &option, const Theme &theme, const QWidget *widget)
{
    const int height = buttonHeight(widget) == ButtonHeight::InBar ? theme.size().buttonInBar : theme.size().button;
    const ButtonKind kind = buttonKind(widget);
    if (kind == ButtonKind::IconOnly)
        return {height, height};
    int width = textWidth(withoutMnemonic(option.text), FontRole::BodyMedium, theme);
    if (!option.icon.isNull() || isBusyRing(widget))
        width += theme.size().icon + theme.px(6);
    if (option.features.testFlag(QStyleOptionButton::HasMenu))
        width += theme.size().icon + theme.px(4);
    return {width + 2 * (kind == ButtonKind::Quiet ? theme.px(4) : theme.px(12)), height};
}

void StylePainter::buttonGround(const QStyleOptionButton &option) const
{
    const ButtonColors colors = buttonColors(buttonKind(m_widget), option);
    if (!colors.hasGround && !colors.edge)
        return;
    paintBox(m_painter, option.rect, m_theme.tokens().radius.control, m_theme.color(colors.ground),
             colors.edge ? m_theme.color(*colors.edge) : QColor(Qt::transparent));
}

void StylePainter::buttonLabel(const QStyleOptionButton &option) const
{
    const ButtonKind kind = buttonKind(m_widget);
    const QColor ink = m_theme.color(buttonColors(kind, option).ink);
    const int side = m_theme.size().icon;
    const bool busy = isBusyRing(m_widget);
    const bool hasIcon = !option.icon.isNull() || busy;
    const bool hasMenu = option.features.testFlag(QStyleOptionButton::HasMenu);
    const int iconRoom = !hasIcon ? 0 : option.text.isEmpty() ? side : side + m_theme.px(6);
    const int menuRoom = hasMenu ? side + m_theme.px(4) : 0;
    const QFont font = m_theme.font(FontRole::BodyMedium);
    const QFontMetrics metrics(font);
    const int inset = kind == ButtonKind::Quiet || kind == ButtonKind::IconOnly ? m_theme.px(4) : m_theme.px(8);
    const int most = std::max(0, option.rect.width() - 2 * inset - iconRoom - menuRoom);
    const QString words = metrics.elidedText(option.text, Qt::ElideRight, most, Qt::TextShowMnemonic);
    const int textRoom = words.isEmpty() ? 0 : metrics.size(Qt::TextShowMnemonic, words).width() + 1;
    int left = option.rect.left() + (option.rect.width() - iconRoom - textRoom - menuRoom) / 2;
    if (kind == ButtonKind::Quiet && option.rect.width() > iconRoom + textRoom + menuRoom + 2 * inset)
        left = option.rect.left() + inset;
    const auto visual = [&](int from, int width, int height) {
        const QRect box(from, option.rect.top() + (option.rect.height() - height) / 2, width, height);
        return QStyle::visualRect(option.direction, option.rect, box);
    };

    m_painter.save();
    if (busy)
        Signs::paintRing(m_painter, visual(left, side, side), 0, m_theme);
    else if (hasIcon) {
        const QPixmap pixmap = option.icon.pixmap(QSize(side, side), m_painter.device()->devicePixelRatio());
        m_painter.drawPixmap(visual(left, side, side), Icons::tinted(pixmap, ink));
    }
    m_painter.setFont(font);
    m_painter.setPen(ink);
    const int flags = Qt::AlignCenter | Qt::TextSingleLine
                      | (m_keyboard ? Qt::TextShowMnemonic : Qt::TextHideMnemonic);
    m_painter.drawText(visual(left + iconRoom, textRoom, option.rect.height()), flags, words);
    if (hasMenu)
        Icons::paint(m_painter, visual(left + iconRoom + textRoom + m_theme.px(4), side, side), Icon::Next, ink);
    m_painter.restore();
}

void StylePainter::toolButton(const QStyleOption &option) const
{
    const ButtonColors colors = buttonColors(ButtonKind::IconOnly, option);
    if (colors.hasGround)
        paintBox(m_painter, option.rect, m_theme.tokens().radius.control, m_theme.color(colors.ground), Qt::transparent);
}

void StylePainter::focusRing(const QRect &outer) const
{
    const Lines &line = m_theme.tokens().line;
    paintBox(m_painter, outer, m_theme.tokens().radius.control + line.focus + 1, Qt::transparent,
             m_theme.color(ColorRole::Accent), line.focus);
}

int StylePainter::fieldHeight(const Theme &theme, const QWidget *widget)
{
    return buttonHeight(widget) == ButtonHeight::InBar ? theme.size().fieldInBar : theme.size().field;
}

void StylePainter::field(const QStyleOption &option) const
{
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool wrong = hasFieldError(m_widget);
    const bool focus = m_keyboard && has(option, QStyle::State_HasFocus);
    const bool readOnly = has(option, QStyle::State_ReadOnly);
    const ColorRole edge = wrong ? ColorRole::Danger
                           : focus ? ColorRole::Accent
                           : !enabled ? ColorRole::Line
                                      : ColorRole::LineStrong;
    const ColorRole ground = enabled && !readOnly ? ColorRole::Surface : ColorRole::Sunken;
    paintBox(m_painter, option.rect, m_theme.tokens().radius.control, m_theme.color(ground), m_theme.color(edge),
             wrong || focus ? m_theme.tokens().line.focus : 1);
}

void StylePainter::plainFrame(const QStyleOption &option) const
{
    const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(&option);
    if (frame && frame->lineWidth == 0)
        return;
    paintBox(m_painter, option.rect, m_theme.tokens().radius.card, Qt::transparent, m_theme.color(ColorRole::Line));
}

void StylePainter::comboLabel(const QStyleOptionComboBox &option, const QRect &box) const
{
    if (option.editable)
        return;
    paintText(m_painter, box, option.currentText, FontRole::Body,
              has(option, QStyle::State_Enabled) ? ColorRole::Text : ColorRole::Disabled, m_theme);
}

void StylePainter::arrow(const QRect &box, Icon icon, const QStyleOption &option) const
{
    const int side = std::min({m_theme.size().icon, box.width(), box.height()});
    QRect at(0, 0, side, side);
    at.moveCenter(box.center());
    Icons::paint(m_painter, at, icon,
                 m_theme.color(has(option, QStyle::State_Enabled) ? ColorRole::Text : ColorRole::Disabled));
}

void StylePainter::checkBox(const QStyleOption &option) const
{
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool on = has(option, QStyle::State_On) || has(option, QStyle::State_NoChange);
    const QColor ground = m_theme.color(on ? (enabled ? ColorRole::AccentFill : ColorRole::Disabled)
                                        : has(option, QStyle::State_MouseOver) && enabled ? ColorRole::Hover
                                                                                          : ColorRole::Surface);
    const QColor edge = on ? QColor(Qt::transparent) : m_theme.color(enabled ? ColorRole::LineStrong : ColorRole::Line);
    paintBox(m_painter, option.rect, 4, ground, edge);
    if (has(option, QStyle::State_NoChange))
        Signs::paint(m_painter, option.rect.adjusted(2, 2, -2, -2), Sign::NotApplicable, m_theme.color(ColorRole::OnAccent), ground);
    else if (on)
        Signs::paint(m_painter, option.rect.adjusted(2, 2, -2, -2), Sign::Satisfied, m_theme.color(ColorRole::OnAccent), ground);
}

void StylePainter::radioButton(const QStyleOption &option) const
{
    const bool enabled = has(option, QStyle::State_Enabled);
    const bool on = has(option, QStyle::State_On);
    const QColor fill = m_theme.color(enabled ? ColorRole::AccentFill : ColorRole::Disabled);
    const QRectF box(option.rect);
    m_painter.save();
    m_painter.setRenderHint(QPainter::Antialiasing);
    if (on) {
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(fill);
        m_painter.drawEllipse(box);
        m_painter.setBrush(m_theme.color(ColorRole::OnAccent));
        m_painter.drawEllipse(box.center(), box.width() * 0.18, box.height() * 0.18);
    } else {
        m_painter.setPen(m_theme.color(enabled ? ColorRole::LineStrong : ColorRole::Line));
        m_painter.setBrush(m_theme.color(has(option, QStyle::State_MouseOver) && enabled ? ColorRole::Hover : ColorRole::Surface));
        m_painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    m_painter.restore();
}

void StylePainter::tabShape(const QStyleOptionTab &option) const
{
    const QRect &tab = option.rect;
    const Lines &line = m_theme.tokens().line;
    if (has(option, QStyle::State_Selected)) {
        const int inset = m_theme.px(6);
        m_painter.fillRect(QRect(tab.left() + inset, tab.bottom() + 1 - line.tab, tab.width() - 2 * inset, line.tab),
                           m_theme.color(ColorRole::Accent));
    }
    if (m_keyboard && has(option, QStyle::State_HasFocus) && has(option, QStyle::State_Selected))
        paintBox(m_painter, tab.adjusted(1, 3, -1, -4), m_theme.tokens().radius.key, Qt::transparent,
                 m_theme.color(ColorRole::Accent), line.focus);
}

void StylePainter::tabLabel(const QStyleOptionTab &option) const
{
    const bool present = has(option, QStyle::State_Selected);
    const bool hovered = has(option, QStyle::State_MouseOver);
    const ColorRole ink = !has(option, QStyle::State_Enabled) ? ColorRole::Disabled
                          : present || hovered                ? ColorRole::Text
                                                              : ColorRole::Muted;
    paintText(m_painter, option.rect, option.text, present ? FontRole::BodyStrong : FontRole::BodyMedium, ink, m_theme,
              Qt::AlignCenter);
}

void StylePainter::headerSection(const QStyleOption &option) const
{
    const bool hovered = has(option, QStyle::State_MouseOver) && has(option, QStyle::State_Enabled);
    m_painter.fillRect(option.rect, m_theme.color(hovered ? ColorRole::Hover : ColorRole::Sunken));
    m_painter.fillRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1, m_theme.color(ColorRole::Line));
}

void StylePainter::headerLabel(const QStyleOptionHeader &option) const
{
    paintText(m_painter, option.rect, option.text, FontRole::Secondary, ColorRole::Muted, m_theme,
              option.textAlignment | Qt::AlignVCenter);
}

void StylePainter::sortArrow(const QStyleOption &option) const
{
    const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(&option);
    if (!header || header->sortIndicator == QStyleOptionHeader::None)
        return;
    const int side = std::min({m_theme.size().icon, option.rect.width(), option.rect.height()});
    QRect at(0, 0, side, side);
    at.moveCenter(option.rect.center());
    Icons::paint(m_painter, at, header->sortIndicator == QStyleOptionHeader::SortDown ? Icon::Previous : Icon::Next,
                 m_theme.color(ColorRole::Muted));
}

void StylePainter::rowGround(const QStyleOptionViewItem &option) const
{
    const bool chosen = has(option, QStyle::State_Selected);
    const bool hovered = has(option, QStyle::State_MouseOver) && has(option, QStyle::State_Enabled);
    if (chosen || hovered)
        m_painter.fillRect(option.rect, m_theme.color(chosen ? ColorRole::AccentTint : ColorRole::Hover));
    // In every kind of view the bar stands at the leading edge of the row, before any indentation.
    const auto *view = qobject_cast<const QAbstractItemView *>(m_widget);
    const bool inMenu = view && view->parentWidget() && view->parentWidget()->inherits("QComboBoxPrivateContainer");
    const bool atEdge = view && (option.direction == Qt::RightToLeft ? option.rect.right() + 1 >= view->viewport()->width()
                                                                     : option.rect.left() <= 0);
    if (chosen && atEdge && !inMenu) {
        const QRect bar(option.rect.left(), option.rect.top(), m_theme.tokens().line.chosenBar, option.rect.height());
        m_painter.fillRect(QStyle::visualRect(option.direction, option.rect, bar), m_theme.color(ColorRole::Accent));
    }
    if (option.index.isValid())
        paintRowFocus(m_painter, option, m_theme);
}

void StylePainter::branch(const QStyleOption &option) const
{
    if (!has(option, QStyle::State_Children))
        return;
    const int side = std::min({m_theme.size().icon, option.rect.width(), option.rect.height()});
    QRect at(0, 0, side, side);
    at.moveCenter(option.rect.center());
    const bool open = has(option, QStyle::State_Open);
    m_painter.save();
    if (!open && option.direction == Qt::RightToLeft) {
        m_painter.translate(2 * at.center().x() + 1, 0);
        m_painter.scale(-1, 1);
    }
    Icons::paint(m_painter, at, open ? Icon::Next : Icon::Unfold, m_theme.color(ColorRole::Muted));
    m_painter.restore();
}

void StylePainter::scrollBar(const QStyleOptionSlider &option, const QRect &slider) const
{
    if (!has(option, QStyle::State_Enabled) || option.maximum <= option.minimum)
        return;
    const bool active = has(option, QStyle::State_MouseOver) || has(option, QStyle::State_Sunken);
    const int inset = m_theme.px(active ? 2 : 3);
    const QRectF handle = QRectF(slider).adjusted(inset, inset, -inset, -inset);
    const qreal radius = std::min(handle.width(), handle.height()) / 2;
    QColor color = m_theme.color(ColorRole::LineStrong);
    paintBox(m_painter, handle, radius, color, Qt::transparent);
}

void StylePainter::splitter(const QStyleOption &option) const
{
    const bool active = has(option, QStyle::State_MouseOver) || has(option, QStyle::State_Sunken);
    m_painter.fillRect(option.rect, m_theme.color(active ? ColorRole::LineStrong : ColorRole::Line));
}

void StylePainter::progressBar(const QStyleOptionProgressBar &option) const
{
    const qreal range = option.maximum - option.minimum;
    paintProgress(m_painter, option.rect, range > 0 ? (option.progress - option.minimum) / range : 0, m_theme);
}

void StylePainter::menuPanel(const QStyleOption &option) const
{
    if (m_widget && m_widget->inherits("QComboBoxPrivateContainer")) {
        m_painter.fillRect(option.rect, m_theme.color(ColorRole::LineStrong));
        m_painter.fillRect(option.rect.adjusted(1, 1, -1, -1), m_theme.color(ColorRole::Raised));
        return;
    }
    paintBox(m_painter, option.rect, m_theme.tokens().radius.popover, m_theme.color(ColorRole::Raised),
             m_theme.color(ColorRole::LineStrong));
}

QSize StylePainter::menuItemSize(const QStyleOptionMenuItem &option, const Theme &theme)
{
    if (option.menuItemType == QStyleOptionMenuItem::Separator)
        return {theme.px(8), theme.px(9)};
    const QStringList parts = option.text.split(u'\t');
    int width = textWidth(withoutMnemonic(parts.value(0)), FontRole::Body, theme) + theme.px(24) + theme.size().icon + theme.px(8);
    if (parts.size() > 1)
        width += textWidth(parts.value(1), FontRole::Secondary, theme) + theme.px(24);
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        width += theme.size().icon;
    return {width, theme.size().rowDense};
}

void StylePainter::menuItem(const QStyleOptionMenuItem &option) const
{
    const QRect &row = option.rect;
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        m_painter.fillRect(row.left() + m_theme.px(8), row.center().y(), row.width() - m_theme.px(16), 1, m_theme.color(ColorRole::Line));
        return;
    }
    const bool enabled = has(option, QStyle::State_Enabled);
    const ColorRole ink = enabled ? ColorRole::Text : ColorRole::Disabled;
    if (has(option, QStyle::State_Selected) && enabled)
        paintBox(m_painter, row, m_theme.tokens().radius.key, m_theme.color(ColorRole::Hover), Qt::transparent);
    const auto visual = [&](int from, int width, int height) {
        const QRect box(row.left() + from, row.top() + (row.height() - height) / 2, width, height);
        return QStyle::visualRect(option.direction, row, box);
    };
    const int side = m_theme.size().icon;
    const int inset = m_theme.px(8);
    if (option.checked)
        Icons::paint(m_painter, visual(inset, side, side), Icon::Check, m_theme.color(ink));
    else if (!option.icon.isNull()) {
        const QPixmap pixmap = option.icon.pixmap(QSize(side, side), m_painter.device()->devicePixelRatio());
        m_painter.drawPixmap(visual(inset, side, side), Icons::tinted(pixmap, m_theme.color(ink)));
    }
    const QStringList parts = option.text.split(u'\t');
    const int lead = inset + side + m_theme.px(8);
    const int room = row.width() - lead - m_theme.px(12);
    m_painter.setFont(m_theme.font(FontRole::Body));
    m_painter.setPen(m_theme.color(ink));
    const int start = option.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft;
    const int end = option.direction == Qt::RightToLeft ? Qt::AlignLeft : Qt::AlignRight;
    m_painter.drawText(visual(lead, room, row.height()), start | Qt::AlignVCenter | Qt::TextSingleLine | Qt::AlignAbsolute
                           | (m_keyboard ? Qt::TextShowMnemonic : Qt::TextHideMnemonic), parts.value(0));
    if (parts.size() > 1) {
        m_painter.setFont(m_theme.font(FontRole::Secondary));
        m_painter.setPen(m_theme.color(enabled ? ColorRole::Muted : ColorRole::Disabled));
        m_painter.drawText(visual(lead, room, row.height()), end | Qt::AlignVCenter | Qt::TextSingleLine | Qt::AlignAbsolute, parts.value(1));
    }
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        Icons::paint(m_painter, visual(row.width() - side - m_theme.px(4), side, side), Icon::Unfold, m_theme.color(ink));
}

void StylePainter::toolTipPanel(const QStyleOption &option) const
{
    m_painter.fillRect(option.rect, m_theme.color(ColorRole::Raised));
    m_painter.setPen(m_theme.color(ColorRole::LineStrong));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRect(option.rect.adjusted(0, 0, -1, -1));
}

} // namespace countersign
