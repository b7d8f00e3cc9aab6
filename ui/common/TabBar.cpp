// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/TabBar.h"

#include "ui/common/Paint.h"

#include <QPainter>
#include <QStyleOptionTab>

#include <algorithm>

namespace countersign {

TabBar::TabBar(QWidget *parent) : QTabBar(parent)
{
    setDrawBase(false);
    setExpanding(false);
    setUsesScrollButtons(false);
    setAttribute(Qt::WA_Hover);
}

void TabBar::tabInserted(int tab)
{
    m_extra.insert(tab, {});
    QTabBar::tabInserted(tab);
}

void TabBar::tabRemoved(int tab)
{
    m_extra.removeAt(tab);
    QTabBar::tabRemoved(tab);
}

void TabBar::setTabNote(int tab, const QString &note)
{
    m_extra[tab].note = note;
    tellReaders(tab);
}

void TabBar::setTabSign(int tab, std::optional<Sign> sign)
{
    m_extra[tab].sign = sign;
    tellReaders(tab);
}

void TabBar::tellReaders(int tab)
{
    const Extra &extra = m_extra[tab];
    QString name = tabText(tab);
    if (!extra.note.isEmpty())
        name = tr("%1, %2").arg(name, extra.note);
    if (extra.sign)
        name = tr("%1, %2").arg(name, Signs::name(*extra.sign));
    setAccessibleTabName(tab, name);
    // Qt keeps the sizes of tabs until the style or a text changes.
    setTabText(tab, tabText(tab));
    updateGeometry();
    update();
}

QSize TabBar::tabSizeHint(int tab) const
{
    const Theme &theme = Theme::of(this);
    const Extra extra = m_extra.value(tab);
    // As wide as the present tab's heavier words need, so that nothing moves when another tab is chosen.
    int width = textWidth(tabText(tab), FontRole::BodyStrong, theme) + 2 * theme.px(10);
    if (!extra.note.isEmpty())
        width += theme.px(6) + textWidth(extra.note, FontRole::Body, theme);
    if (extra.sign)
        width += theme.px(6) + theme.size().signSmall;
    return {width, theme.size().tabBar};
}

void TabBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    for (int tab = 0; tab < count(); ++tab) {
        if (!isTabVisible(tab))
            continue;
        QStyleOptionTab option;
        initStyleOption(&option, tab);
        style()->drawControl(QStyle::CE_TabBarTabShape, &option, &painter, this);
        const Extra extra = m_extra.value(tab);
        const bool present = tab == currentIndex();
        const FontRole font = present ? FontRole::BodyStrong : FontRole::Body;
        const ColorRole ink = !isTabEnabled(tab) ? ColorRole::Disabled
                              : present || option.state.testFlag(QStyle::State_MouseOver) ? ColorRole::Text
                                                                                           : ColorRole::Muted;
        const QRect box = option.rect;
        const auto visual = [&](int from, int width, int height) {
            return QStyle::visualRect(layoutDirection(), box,
                                      QRect(box.left() + from, box.top() + (box.height() - height) / 2, width, height));
        };
        int at = theme.px(10);
        const int words = textWidth(tabText(tab), font, theme);
        paintText(painter, visual(at, words, box.height()), tabText(tab), font, ink, theme);
        at += words + theme.px(6);
        if (!extra.note.isEmpty()) {
            const int wide = textWidth(extra.note, FontRole::Body, theme);
            paintText(painter, visual(at, wide, box.height()), extra.note, FontRole::Body, ColorRole::Muted, theme);
            at += wide + theme.px(6);
        }
        if (extra.sign)
            Signs::paint(painter, visual(at, theme.size().signSmall, theme.size().signSmall), *extra.sign, theme);
    }
}

} // namespace countersign
