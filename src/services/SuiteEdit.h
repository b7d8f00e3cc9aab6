// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/SuiteSheet.h"

// Edits of a suite's file for applyYamlEdits(): every byte that need not change stays. Pure.

namespace countersign {

/// What leads from the row's fields to `wanted`. Nothing for a read-only row.
[[nodiscard]] QList<YamlEdit> suiteCaseEdits(const SuiteRow &row, const SuiteCaseFields &wanted);

/// A new test before the entry at `at` of `tests`, which may be their number.
[[nodiscard]] QList<YamlEdit> suiteInsertion(const SuiteSheet &sheet, qsizetype at,
                                             const SuiteCaseFields &fields);

/// A copy right behind the test at `index`, with an id of its own where it has one. Nothing where there is no test.
[[nodiscard]] QList<YamlEdit> suiteDuplicate(const SuiteSheet &sheet, qsizetype index);

[[nodiscard]] YamlEdit suiteRemoval(qsizetype index);
[[nodiscard]] YamlEdit suiteMove(qsizetype from, qsizetype to);

/// What leads to these thresholds per dimension; those of empty names are left out.
[[nodiscard]] QList<YamlEdit> suiteThresholdEdits(const SuiteSheet &sheet,
                                                  const QList<DimensionThreshold> &wanted);

/// `id`, or with -2, -3 … behind it where the suite has that already. Empty stays empty.
[[nodiscard]] QString freeSuiteId(const SuiteSheet &sheet, const QString &id);

/// Whether the value of such an assertion is a list, one entry a line: contains-any, contains-all and their like.
[[nodiscard]] bool takesSuiteList(const QString &type);

} // namespace countersign
