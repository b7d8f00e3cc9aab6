// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Icons.h"

#include <QRect>
#include <QSize>

class QPainter;
class QStyleOption;
class QStyleOptionButton;
class QStyleOptionComboBox;
class QStyleOptionHeader;
class QStyleOptionMenuItem;
class QStyleOptionProgressBar;
class QStyleOptionSlider;
class QStyleOptionTab;
class QStyleOptionViewItem;
class QWidget;

namespace countersign {

class Theme;

// The strokes of Style: each paints one part of one control in the colours of the theme. Lives for one call.
class StylePainter
{
public:
    StylePainter(const Theme &theme, bool keyboard, QPainter &painter, const QWidget *widget)
        : m_theme(theme), m_keyboard(keyboard), m_painter(painter), m_widget(widget)
    {
    }

    void buttonGround(const QStyleOptionButton &option) const;
    void buttonLabel(const QStyleOptionButton &option) const;
    void toolButton(const QStyleOption &option) const;
    void focusRing(const QRect &outer) const;

    void field(const QStyleOption &option) const;
    void plainFrame(const QStyleOption &option) const;
    void comboLabel(const QStyleOptionComboBox &option, const QRect &box) const;
    void arrow(const QRect &box, Icon icon, const QStyleOption &option) const;
    void checkBox(const QStyleOption &option) const;
    void radioButton(const QStyleOption &option) const;

    void tabShape(const QStyleOptionTab &option) const;
    void tabLabel(const QStyleOptionTab &option) const;
    void headerSection(const QStyleOption &option) const;
    void headerLabel(const QStyleOptionHeader &option) const;
    void sortArrow(const QStyleOption &option) const;
    void rowGround(const QStyleOptionViewItem &option) const;
    void branch(const QStyleOption &option) const;

    void scrollBar(const QStyleOptionSlider &option, const QRect &slider) const;
    void splitter(const QStyleOption &option) const;
    void progressBar(const QStyleOptionProgressBar &option) const;
    void menuPanel(const QStyleOption &option) const;
    void menuItem(const QStyleOptionMenuItem &option) const;
    void toolTipPanel(const QStyleOption &option) const;

    [[nodiscard]] static QSize buttonSize(const QStyleOptionButton &option, const Theme &theme, const QWidget *widget);
    [[nodiscard]] static int fieldHeight(const Theme &theme, const QWidget *widget);
    [[nodiscard]] static QSize menuItemSize(const QStyleOptionMenuItem &option, const Theme &theme);

private:
    const Theme &m_theme;
    bool m_keyboard;
    QPainter &m_painter;
    const QWidget *m_widget;
};

} // namespace countersign
