// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/audit/AsOfHead.h"

#include "ui/common/Paint.h"
#include "ui/common/Theme.h"

#include <QEvent>
#include <QListView>
#include <QPainter>
#include <QStyle>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

AsOfColumns AsOfColumns::of(int width, const Theme &theme)
{
    const int inset = theme.tokens().inset.page;
    const int name = std::clamp(width * 40 / 100, theme.px(160), theme.px(320));
    const int each = (width - inset - name - theme.px(64)) / 2;
    return {.name = inset, .a = inset + name, .b = inset + name + each, .each = each};
}

AsOfHead::AsOfHead(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"asOfHead"_s);
    setAccessibleName(tr("Columns"));
    const Theme &theme = Theme::of(this);
    const auto follow = [this, &theme] { setFixedHeight(theme.size().tableHead); };
    connect(&theme, &Theme::changed, this, follow);
    follow();
}

void AsOfHead::follow(QListView *list)
{
    m_list = list;
    list->viewport()->installEventFilter(this);
}

void AsOfHead::setTitle(const QString &title)
{
    m_title = title;
    refresh();
}

QString AsOfHead::wordsOf(TimeMark mark) const
{
    const QString &when = mark == TimeMark::A ? m_a : m_b;
    const QString name = mark == TimeMark::A ? u"A"_s : u"B"_s;
    return when.isEmpty() ? name : tr("%1: %2").arg(name, when);
}

void AsOfHead::refresh()
{
    setAccessibleDescription(QStringList{m_title, wordsOf(TimeMark::A), wordsOf(TimeMark::B)}.join(u", "_s));
    update();
}

void AsOfHead::setWhen(TimeMark mark, const QString &when)
{
    (mark == TimeMark::A ? m_a : m_b) = when;
    refresh();
}

bool AsOfHead::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        update();
    return QWidget::eventFilter(watched, event);
}

void AsOfHead::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection());
    painter.fillRect(rect(), theme.color(ColorRole::Sunken));
    painter.fillRect(0, height() - 1, width(), 1, theme.color(ColorRole::Line));
    const QRect row(0, 0, m_list ? m_list->viewport()->width() : width(), height());
    const AsOfColumns columns = AsOfColumns::of(row.width(), theme);
    const auto words = [&](int from, int wide, const QString &text) {
        paintText(painter, QStyle::visualRect(layoutDirection(), row, QRect(from, 0, std::max(0, wide), height())), text,
                  FontRole::SecondaryMedium, ColorRole::Muted, theme);
    };
    const int gap = theme.px(8);
    words(columns.name, columns.a - columns.name - gap, m_title);
    words(columns.a, columns.each - gap, wordsOf(TimeMark::A));
    words(columns.b, columns.each - gap, wordsOf(TimeMark::B));
}

} // namespace countersign
