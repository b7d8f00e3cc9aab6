// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Range.h"

#include <QString>

#include <optional>
#include <vector>

namespace countersign::diff {

enum class QuantityKind { None, Number, Amount, Percent, Duration, Date };

/// What a number counts, by what stands before and after it in its sentence.
QuantityKind quantityKind(const QString &text, Range number, QString *unit = nullptr);

/// A number in a text with what it counts: "€200", "10%", "two weeks", "31 March", "3-5 frames", "Monday".
struct Quantity
{
    Range number = {}; ///< the number with its sign, its currency sign and its per cent sign
    Range whole = {};  ///< the same with its unit: "30 days"
    QuantityKind kind = QuantityKind::Number;
    QString unit = {};                ///< the unit or the word after it as it stands; empty when none
    std::optional<double> value = {}; ///< none for dates, ranges and names
    bool namesSomething = false;      ///< "RFC 7807", "Opus 4.6", "step 3": says which, not how many

    friend bool operator==(const Quantity &, const Quantity &) = default;
};

/// The quantities of a stretch, in order; they do not overlap. Time grows with the stretch.
std::vector<Quantity> quantitiesIn(const QString &text, Range range);

/// Whether a stretch may hold a quantity: a digit, a number in words, a weekday, a month. Cheap.
bool mayHoldQuantity(QStringView words);

/// The value of a number in words ("three", "dozen"), none for any other word.
std::optional<double> valueOfWord(const QString &lowerWord);

} // namespace countersign::diff
