// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/SuiteSheet.h"
#include "ui/common/Signs.h"

#include <QCoreApplication>

#include <optional>

namespace countersign {

// What the cases of a suite are called while they are edited. Sentences end with a full stop, words do not.
struct CaseWords
{
    Q_DECLARE_TR_FUNCTIONS(CaseWords)

public:
    // Its id, else its description, else its first variable, else "Case 3"; of a reference its file.
    [[nodiscard]] static QString name(const SuiteRow &row);
    [[nodiscard]] static QString variables(const SuiteCaseFields &fields);
    // "contains “30 days”, not-regex …".
    [[nodiscard]] static QString assertions(const SuiteCaseFields &fields);
    // "curated", "past failure", "production sample"; anything else as it is written.
    [[nodiscard]] static QString source(const QString &code);
    // "stale, no owner"; empty for a case in good health.
    [[nodiscard]] static QString health(const SuiteRow &row);
    // An error or a warning of its problems, else a warning of its health.
    [[nodiscard]] static std::optional<Sign> sign(const SuiteRow &row);
    [[nodiscard]] static QString problem(const evals::SuiteProblem &problem);
    // Where a read-only row is edited instead; empty for a case of the suite's own file.
    [[nodiscard]] static QString readOnly(const SuiteRow &row);
    // Everything of a row, for screen readers.
    [[nodiscard]] static QString spoken(const SuiteRow &row);
};

} // namespace countersign
