// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "evals/SuiteHealth.h"
#include "models/EvalMatrix.h"

#include <QFuture>

namespace countersign {

/// How one version did in one dimension, over its cases; repeats of a case count as one.
struct TrendPoint
{
    qint64 cases = 0; ///< that were judged
    double mean = 0;  ///< share that passed, or mean score
    double low = 0;   ///< ends of the 95 % interval; both `mean` where there is none
    double high = 0;
    friend bool operator==(const TrendPoint &, const TrendPoint &) = default;
};

struct TrendLine
{
    QString dimension = {};
    bool binary = true; ///< of 0 … 1
    bool higherIsBetter = true;
    QList<std::optional<TrendPoint>> points =
        {}; ///< by version; none: its run has no such case, or is not complete
    friend bool operator==(const TrendLine &, const TrendLine &) = default;
};

/// A prompt over its versions. Each version stands for itself here; whether one is worse than another is said by
/// evals::compare(), which pairs the cases.
struct EvalTrend
{
    QStringList versions = {};
    QList<TrendLine> lines = {}; ///< in the order in which dimensions appear, the newest version's first
};

/// Of pass and fail the interval is Wilson's (JASA 22 (1927) 209) over cases, of scores Student's. Pure.
[[nodiscard]] EvalTrend trendOf(const QList<EvalVersion> &versions);

/// The trend of a suite's runs, and how the suite itself stands: `suite` are the bytes of its file, as accepted. Other
/// files that it reads are not looked at, and counted among its problems. Away from the calling thread; never fails.
struct SuiteReport
{
    EvalTrend trend = {};
    std::optional<evals::Suite> suite = {}; ///< none: its bytes were not there
    evals::SuiteHealth health = {};
};
[[nodiscard]] QFuture<Result<std::shared_ptr<const SuiteReport>>>
reportAside(const QByteArray &suite, const QString &path, const QDate &today,
            const QList<EvalVersion> &versions);

} // namespace countersign
