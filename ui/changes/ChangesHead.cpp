// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/ChangesHead.h"

#include "ui/common/Paint.h"
#include "ui/common/RowDelegates.h"

#include <QPainter>

namespace countersign {

ChangesHead::ChangesHead(QWidget *parent)
    : QWidget(parent)
{
    const Theme &theme = Theme::of(this);
    const auto follow = [this, &theme] { setFixedHeight(theme.size().tableHead); };
    connect(&theme, &Theme::changed, this, follow);
    follow();
}

void ChangesHead::setTrailingRoom(int room)
{
    if (room != m_room) {
        m_room = room;
        update();
    }
}

void ChangesHead::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection());
    painter.fillRect(rect(), theme.color(ColorRole::Sunken));
    const int hair = theme.tokens().line.hair;
    painter.fillRect(QRect(0, 0, width(), hair), theme.color(ColorRole::Line));
    painter.fillRect(QRect(0, height() - hair, width(), hair), theme.color(ColorRole::Line));
    const QRect row = layoutDirection() == Qt::RightToLeft ? rect().adjusted(m_room, 0, 0, 0)
                                                           : rect().adjusted(0, 0, -m_room, 0);
    const ChangeRow::Columns columns = ChangeRow::columns(row, layoutDirection(), theme);
    const auto name = [&](const QRect &box, const QString &words, Qt::Alignment alignment = Qt::AlignLeading) {
        if (!box.isEmpty()) {
            paintText(painter, QRect(box.left(), 0, box.width(), height()), words, FontRole::SecondaryMedium,
                      ColorRole::Muted, theme, alignment | Qt::AlignVCenter);
        }
    };
    name(columns.lane, tr("Lane"));
    name(columns.title, tr("Change"));
    name(columns.prompt, tr("Prompt"));
    name(columns.stage, tr("Stage"));
    name(columns.next, tr("Next"));
    name(columns.author, tr("Author"));
    name(columns.last, tr("Last"), Qt::AlignTrailing);
}

} // namespace countersign
