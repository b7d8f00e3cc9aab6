// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/Suite.h"

#include <QMap>

namespace countersign::evals {

struct HealthOptions
{
    QDate today = {};        ///< given by the caller; without it nothing has an age
    qint64 staleAfter = 180; ///< days since a case was written or last looked at
    int leastRuns = 3;       ///< so many runs have to have judged a case before it "never fails"
    quint32 column = 0;      ///< of the runs
};

/// What one case looks like over the runs given.
struct CaseHealth
{
    qint64 age = -1;          ///< days; -1: it has no date. A date to come is 0
    bool stale = false;       ///< older than staleAfter
    int runs = 0;             ///< runs that judged it
    int failed = 0;           ///< runs in which some repeat failed
    int errors = 0;           ///< runs in which some repeat was an error
    bool flaky = false;       ///< in some run its repeats disagree
    bool neverFailed = false; ///< judged by leastRuns runs or more, and passed in all: it may test nothing
    bool assertsNothing = false;
    bool cannotRun = false; ///< it, or an assertion of it, needs what is never executed

    friend bool operator==(const CaseHealth &, const CaseHealth &) = default;
};

/// How a suite stands: counts for people who keep it.
struct SuiteHealth
{
    std::vector<CaseHealth> cases = {};  ///< in the order of Suite::cases
    QMap<QString, qint64> bySource = {}; ///< by toString(CaseSource); "" is not told
    QMap<QString, qint64> byDimension = {};
    qint64 undated = 0;
    qint64 stale = 0;
    qint64 oldest = -1; ///< days; -1: no case has a date
    qint64 middle = -1; ///< the median age
    qint64 neverFailed = 0;
    qint64 flaky = 0;
    qint64 assertsNothing = 0;
    qint64 cannotRun = 0;
    qint64 withoutId = 0;
    qint64 withoutOwner = 0;
    qint64 notInRuns = 0; ///< cases that no run has; 0 without runs
};

/// Looks at a suite and at stored runs of it; a case is found in a run by its id, else by its key. Runs that are not
/// complete say nothing. Pure.
[[nodiscard]] SuiteHealth healthOf(const Suite &suite, const QList<const ResultFile *> &runs,
                                   const HealthOptions &options);

} // namespace countersign::evals
