// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <optional>

namespace countersign {

// Where the words that stand at `start` of one text stand in a later one; nothing when they do not, or when nothing
// around them tells which of several places is meant. Line breaks count as blanks, so that re-wrapped words are found.
struct CarriedWords
{
    qsizetype start = 0;
    qsizetype length = 0;

    friend bool operator==(const CarriedWords &, const CarriedWords &) = default;
};

[[nodiscard]] std::optional<CarriedWords> carryWords(const QString &from, qsizetype start, qsizetype length, const QString &to);

} // namespace countersign
