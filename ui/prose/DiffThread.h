// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "diff/Comparison.h"

#include <QString>

class QWidget;

namespace countersign {

// A stretch of one side's text.
struct DiffRange
{
    diff::Side side = diff::Side::Right;
    diff::Range range = {};

    [[nodiscard]] bool isEmpty() const { return range.isEmpty(); }
    friend bool operator==(const DiffRange &, const DiffRange &) = default;
};

// A thread about some words. `card` stands under their row on its own side; the view becomes its parent and deletes it with
// the thread, unless another view was given it meanwhile.
struct DiffThread
{
    QString key = {};
    DiffRange about = {};
    bool settled = false;
    QWidget *card = nullptr;
};

} // namespace countersign
