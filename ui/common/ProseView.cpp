// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/ProseView.h"

#include <QPainter>
#include <QStyle>

#include <algorithm>
#include <cmath>

namespace countersign {

ProseView::ProseView(QWidget *parent) : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setMaximumWidth(Theme::of(this).proseWidth());
}

void ProseView::setText(const QString &text, const QList<TextMark> &marks)
{
    m_block.setText(text);
    m_block.setMarks(marks);
    const QString words = spoken(text, marks);
    setAccessibleName(words.isEmpty() ? text : words);
    updateGeometry();
    update();
}

void ProseView::setFontRole(FontRole role)
{
    m_block.setFontRole(role);
    updateGeometry();
    update();
}

void ProseView::setStart(Start start)
{
    m_start = start;
    update();
}

int ProseView::heightForWidth(int width) const
{
    return static_cast<int>(std::ceil(m_block.height(width, Theme::of(this))));
}

QSize ProseView::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    const int wide = static_cast<int>(std::ceil(m_block.naturalWidth(theme.proseWidth(), theme)));
    return {wide, heightForWidth(std::max(1, wide))};
}

QSize ProseView::minimumSizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {std::min(sizeHint().width(), theme.px(160)), theme.lineHeight(FontRole::Prose)};
}

void ProseView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (m_start == Start::OfLayout)
        m_block.setAlignment(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeading) | Qt::AlignAbsolute);
    m_block.paint(painter, QPointF(0, 0), width(), Theme::of(this));
}

} // namespace countersign
