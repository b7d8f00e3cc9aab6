// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Chips.h"
#include "ui/common/Theme.h"

#include <QStyleOptionViewItem>

class QPainter;

namespace countersign {

// What delegates and widgets paint alike. Boxes are where the part stands; a chip is painted at its own width at
// the leading edge of its box and centred in its height. All mirror with the painter's layout direction.

[[nodiscard]] QSize laneChipSize(LaneShape lane, ChipSize size, bool opens, const Theme &theme);
void paintLaneChip(QPainter &painter, const QRect &box, LaneShape lane, ChipSize size, bool opens, const Theme &theme);

[[nodiscard]] QSize stateChipSize(const QString &text, std::optional<Sign> sign, const Theme &theme);
void paintStateChip(QPainter &painter, const QRect &box, const QString &text, ChipTone tone, std::optional<Sign> sign,
                    const Theme &theme);

void paintAvatar(QPainter &painter, const QRect &box, const QString &name, const Theme &theme);
void paintCount(QPainter &painter, const QRect &box, int count, CountKind kind, const Theme &theme);
[[nodiscard]] QSize countSize(int count, CountKind kind, const Theme &theme);

// A bar of 4 with `part` of 1 filled.
void paintProgress(QPainter &painter, const QRect &box, qreal part, const Theme &theme);
// Four strokes of 14 by 4: done, present, to come.
void paintStages(QPainter &painter, const QRect &box, int done, bool present, const Theme &theme);
[[nodiscard]] int stagesWidth(const Theme &theme);

// One line of plain text in a font and colour role, elided at the end, aligned to the leading edge unless asked.
void paintText(QPainter &painter, const QRect &box, const QString &text, FontRole font, ColorRole color,
               const Theme &theme, Qt::Alignment alignment = Qt::AlignLeading | Qt::AlignVCenter);
[[nodiscard]] int textWidth(const QString &text, FontRole font, const Theme &theme);

// Ground of a row by its state (plain, hover, chosen with the bar of 3 at the leading edge), the line below it,
// and the focus edge when the keyboard is used.
enum class RowLine { Under, None };
void paintRowGround(QPainter &painter, const QStyleOptionViewItem &option, ColorRole plainGround, RowLine line,
                    const Theme &theme);
void paintRowFocus(QPainter &painter, const QStyleOptionViewItem &option, const Theme &theme);

// A rounded box with an edge inside its rectangle.
void paintBox(QPainter &painter, const QRectF &box, qreal radius, const QColor &ground, const QColor &edge,
              qreal edgeWidth = 1);

// The colours of a tone: ink on ground.
[[nodiscard]] ColorRole inkOf(ChipTone tone);
[[nodiscard]] ColorRole groundOf(ChipTone tone);

} // namespace countersign
