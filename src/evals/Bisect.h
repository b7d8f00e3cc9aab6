// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/Compare.h"

namespace countersign::evals {

/// One version of a prompt, in the order in which they were accepted, with its stored run if there is one.
struct VersionRun
{
    QString version = {};
    const ResultFile *run = nullptr; ///< not owned; null: nothing was run on it, or not to its end
};

/// What is known of one version and one dimension.
enum class VersionState : quint8 {
    NotRun,
    Good,    ///< no worse than the first run beyond the limit; or the break is shown to come after it
    Bad,     ///< a loss against the first run is shown, or it is below the suite's threshold
    Unclear, ///< its run shows neither: more cases or repeats are needed, not another run of the same
};

[[nodiscard]] QString toString(VersionState state); ///< "not_run", "good", "bad", "unclear"

enum class BisectOutcome {
    Found,        ///< `firstBad` broke it: the version before it is good
    Narrowed,     ///< it broke after `lastGood` and up to `firstBad`
    NeverBroke,   ///< no run is bad
    NothingToTell ///< fewer than two runs of the dimension
};

[[nodiscard]] QString
toString(BisectOutcome outcome); ///< "found", "narrowed", "never_broke", "nothing_to_tell"

struct Bisection
{
    QString dimension = {};
    BisectOutcome outcome = BisectOutcome::NothingToTell;
    QList<VersionState> states = {}; ///< one per version
    qsizetype lastGood = -1;         ///< index into the versions; -1: none
    qsizetype firstBad = -1;
    qsizetype next = -1; ///< the version to run next; -1: none would help
    /// Runs that are still needed at the most, `next` included, if each of them is clear.
    qsizetype runsLeft = 0;
    /// Bad, then good again, in the order of versions: it broke more than once or was mended in between. What is told
    /// is then the latest break, and a version that was not run may hide another.
    bool again = false;
    qsizetype mendedAt = -1;             ///< the first good version after the break; -1: still broken
    DimensionComparison difference = {}; ///< `firstBad` against `lastGood`, where both were run
};

/// Says per dimension in which version it broke, and which version to run next where runs are missing: the middle of
/// the gap, so that the number of runs grows with the logarithm of the gap.
///
/// The first version that was run is what the others are held against, by compare(). A small suite may see a large fall
/// and yet not be able to say of the versions before it that they lost nothing; so a version that is not bad itself
/// also counts as good when the bad one is shown to be worse than *it*.
///
/// Pure; two comparisons per version. Runs on any thread.
[[nodiscard]] QList<Bisection> bisect(const QList<VersionRun> &versions, const CompareOptions &options = {});

} // namespace countersign::evals
