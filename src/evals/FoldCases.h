// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/MatchCases.h"

#include <optional>

namespace countersign::evals {

/// What one case got in one dimension, over all its repeats by one column.
struct FoldedValue
{
    qint64 passed = 0; ///< repeats
    qint64 failed = 0;
    qint64 errors = 0;
    qint64 scored = 0; ///< repeats that have a score and neither passed nor failed
    double sum = 0;    ///< of those scores

    [[nodiscard]] bool judged() const { return errors == 0 && passed + failed + scored > 0; }
    [[nodiscard]] bool flaky() const { return passed > 0 && failed > 0; }
    /// Share of repeats that passed, or the mean score; noScore when it is not judged.
    [[nodiscard]] double mean(bool binary) const;
};

/// What the metric of a dimension is, as far as the files say it.
struct FoldedMetric
{
    QString name = {};
    bool binary = false; ///< some repeat of some case passed or failed
    bool higherIsBetter = true;
    bool decides = true;
    bool changed = false;        ///< the two files disagree about limit, scale or direction
    std::optional<double> least; ///< of the scale, when it is known
    std::optional<double> most;
};

/// One dimension: for each pair, each added and each removed case (in the order of CaseMatch) its values, if it has
/// any.
struct FoldedDimension
{
    FoldedMetric metric = {};
    std::vector<std::optional<FoldedValue>> pairBaseline = {};
    std::vector<std::optional<FoldedValue>> pairCandidate = {};
    std::vector<std::optional<FoldedValue>> added = {};
    std::vector<std::optional<FoldedValue>> removed = {};
};

struct FoldedRuns
{
    std::vector<FoldedDimension> dimensions =
        {};            ///< in the order in which they appear, the candidate's first
    qint64 errors = 0; ///< matched and added cases that are in error without a judgement in any dimension
};

/// Sorts every answer of the two columns into dimensions and folds judgements and repeats. Scores that are no number,
/// infinite, larger than 10^15 or outside the metric's scale count as errors; so does a score where others passed or
/// failed.
[[nodiscard]] FoldedRuns foldCases(const ResultFile &baseline, quint32 baselineColumn,
                                   const ResultFile &candidate, quint32 candidateColumn,
                                   const CaseMatch &match);

} // namespace countersign::evals
