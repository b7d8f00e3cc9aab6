// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Tokens.h"

#include <QRectF>
#include <QString>

class QPainter;

namespace countersign {

class Theme;

// The lanes as they are drawn: empty, half and full circle.
enum class LaneShape { Low, Medium, High };

// Signs carry a meaning that must look the same with every icon theme, so they are painted here and nowhere else.
enum class Sign {
    Satisfied,       // check
    Missing,         // cross
    Inconclusive,    // question mark in a circle
    NotYet,          // dashed circle: nobody yet
    YourTurn,        // ring with a full middle
    AsksForChanges,  // return arrow
    NotApplicable,   // short line
    Overridden,      // flag
    Running,         // part of a ring
    Later,           // clock
    Locked,          // padlock
    Added,           // plus
    Removed,         // minus
    Moved,           // two arrows, down and up
    Became,          // arrow
    Information,     // i in a circle
    Warning,         // full triangle
    Alarm,           // the same in danger: something is wrong in production
    Error,           // full circle with a cross
    Comment,         // balloon
};

// Whether a lane is named in one word ("High") or two ("High risk").
enum class LaneWords { One, Two };

// Paints signs and lane shapes from paths, at any scale. `box` is the whole place (16 by 16 at 100 %); the sign
// keeps its own margins inside it.
class Signs
{
public:
    static void paint(QPainter &painter, const QRectF &box, Sign sign, const Theme &theme);
    static void paint(QPainter &painter, const QRectF &box, Sign sign, const QColor &ink, const QColor &inside);
    // The part of a ring that stands for work; `turn` is in degrees.
    static void paintRing(QPainter &painter, const QRectF &box, int turn, const Theme &theme);
    // The shape fills `box` (10 by 10, or 12 by 12 in big chips).
    static void paintLane(QPainter &painter, const QRectF &box, LaneShape lane, const QColor &ink);

    [[nodiscard]] static ColorRole color(Sign sign);
    [[nodiscard]] static ColorRole color(LaneShape lane);
    [[nodiscard]] static ColorRole tint(LaneShape lane);

    // For screen readers and for tooltips.
    [[nodiscard]] static QString name(Sign sign);
    [[nodiscard]] static QString name(LaneShape lane, LaneWords words);
};

} // namespace countersign
