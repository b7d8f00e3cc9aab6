// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "diff/Merge.h"
#include "ui/common/ProseBlock.h"

#include <array>
#include <functional>
#include <memory>

namespace countersign {

// A stretch of three texts that belongs together, with the words that each side changed. By index(MergeSide).
struct ThreeWayRow
{
    bool ours = false;     // ours says something else than the base
    bool theirs = false;
    bool conflict = false; // each in its own way, at the same place
    std::array<QString, 3> text = {};
    std::array<QList<TextMark>, 3> marks = {}; // in the base: what either side took away

    [[nodiscard]] bool isChanged() const { return ours || theirs; }
    friend bool operator==(const ThreeWayRow &, const ThreeWayRow &) = default;
};

// The rows in reading order; the texts of one side, put together, are that side's text.
struct ThreeWay
{
    QList<ThreeWayRow> rows = {};
    bool complete = false;
};

// Any thread. A paragraph that nobody changed is a row of its own; longer ones are divided.
[[nodiscard]] ThreeWay threeWay(const QString &base, const QString &ours, const QString &theirs, const diff::Merge &merge,
                                const std::function<bool()> &canceled = {});

// The words that went from one short text to the other: removed ones in `before`, added ones in `after`.
struct WordMarks
{
    QList<TextMark> before = {};
    QList<TextMark> after = {};
};
[[nodiscard]] WordMarks wordMarks(const QString &before, const QString &after);

} // namespace countersign
