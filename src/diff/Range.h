// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

namespace countersign::diff {

/// Left is the older text, right the proposed one.
enum class Side { Left, Right };

constexpr int index(Side side)
{
    return side == Side::Left ? 0 : 1;
}

constexpr Side other(Side side)
{
    return side == Side::Left ? Side::Right : Side::Left;
}

/// A stretch of text, in UTF-16 units.
struct Range
{
    qsizetype start = 0;
    qsizetype length = 0;

    constexpr qsizetype end() const { return start + length; }
    constexpr bool isEmpty() const { return length == 0; }
    constexpr bool contains(qsizetype position) const { return position >= start && position < end(); }

    friend constexpr bool operator==(const Range &, const Range &) = default;
};

} // namespace countersign::diff
