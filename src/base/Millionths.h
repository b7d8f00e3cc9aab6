// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace countersign {

// Figures stand in the record as integers, in millionths of their unit.

/// "-12.5" is -12'500'000. Decimal digits with at most nine before and six behind a point, no exponent, no sign but `-`;
/// nullopt for anything else.
[[nodiscard]] std::optional<qint64> millionthsFromText(QStringView text);

/// The shortest text that millionthsFromText() reads as this: "0.02", "-12.5", "3".
[[nodiscard]] QString millionthsToText(qint64 value);

/// The nearest one, halves away from zero; nullopt for what is no number or beyond ±(2^53−1) millionths.
[[nodiscard]] std::optional<qint64> millionthsOf(double value);

} // namespace countersign
