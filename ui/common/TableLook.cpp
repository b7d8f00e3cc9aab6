// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/TableLook.h"

#include "ui/common/Theme.h"

#include <QHeaderView>
#include <QPainter>
#include <QTableView>

namespace countersign {

namespace {

QPen focusPen(const Theme &theme)
{
    return {theme.color(ColorRole::Accent), 2, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin};
}

} // namespace

void dressTable(QTableView &table)
{
    table.setFrameShape(QFrame::NoFrame);
    table.setShowGrid(false);
    table.setTabKeyNavigation(false);
    table.setCornerButtonEnabled(false);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.verticalHeader()->hide();
    table.horizontalHeader()->setSectionsClickable(false);
    table.horizontalHeader()->setHighlightSections(false);
}

void paintHeadGround(QPainter &painter, const QRect &rect, const Theme &theme)
{
    painter.fillRect(rect, theme.color(ColorRole::Sunken));
    painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color(ColorRole::Line));
}

void paintCellFocus(QPainter &painter, const QRect &cell, const Theme &theme)
{
    painter.setPen(focusPen(theme));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(cell).adjusted(1, 1, -1, -1));
}

void paintRowFocus(QPainter &painter, const QRect &cell, const Theme &theme)
{
    painter.setPen(focusPen(theme));
    const QRectF box = QRectF(cell).adjusted(0, 1, 0, -1);
    painter.drawLine(box.topLeft(), box.topRight());
    painter.drawLine(box.bottomLeft(), box.bottomRight());
}

} // namespace countersign
