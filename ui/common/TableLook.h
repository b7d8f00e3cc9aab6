// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QRect>

class QPainter;
class QTableView;

namespace countersign {

class Theme;

// What every table of ours has: no frame and no grid, one cell chosen at a time, nothing edited by the view itself, scrolling
// by pixels, Tab leads out of it, and heads that are only read. Set the horizontal header before.
void dressTable(QTableView &table);

// The ground of a head and the line below it.
void paintHeadGround(QPainter &painter, const QRect &rect, const Theme &theme);
// Where the keyboard is: an edge around a cell, or lines above and below the cells of a row.
void paintCellFocus(QPainter &painter, const QRect &cell, const Theme &theme);
void paintRowFocus(QPainter &painter, const QRect &cell, const Theme &theme);

} // namespace countersign
