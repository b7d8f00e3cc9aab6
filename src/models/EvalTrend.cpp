// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/EvalTrend.h"

#include "evals/FoldCases.h"
#include "evals/MatchCases.h"
#include "evals/Statistics.h"

#include <QtConcurrent>

#include <algorithm>
#include <cmath>

namespace countersign {

namespace {

constexpr double confidence = 0.95;

evals::Interval wilson(double share, double n)
{
    const double z = evals::normalQuantile(0.5 + confidence / 2);
    const double middle = (share + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z / (1 + z * z / n) * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
    return {.low = std::max(0.0, middle - half), .high = std::min(1.0, middle + half)};
}

std::optional<TrendPoint> pointOf(const evals::FoldedDimension &dimension)
{
    std::vector<double> values;
    for (const std::optional<evals::FoldedValue> &value : dimension.pairCandidate) {
        if (value && value->judged()) {
            values.push_back(value->mean(dimension.metric.binary));
        }
    }
    if (values.empty()) {
        return std::nullopt;
    }
    TrendPoint point{.cases = qint64(values.size()), .mean = evals::moments(values).mean};
    point.low = point.high = point.mean;
    const std::optional<evals::Interval> interval = dimension.metric.binary
                                                        ? wilson(point.mean, double(values.size()))
                                                        : evals::studentMean(values, confidence);
    if (interval) {
        point.low = interval->low;
        point.high = interval->high;
    }
    return point;
}

} // namespace

EvalTrend trendOf(const QList<EvalVersion> &versions)
{
    EvalTrend trend;
    for (const EvalVersion &version : versions) {
        trend.versions.append(version.name);
    }
    for (qsizetype i = versions.size() - 1; i >= 0; --i) {
        const evals::ResultFile &file = *versions[i].file;
        if (file.status != evals::RunStatus::Complete) {
            continue;
        }
        const evals::FoldedRuns folded =
            evals::foldCases(file, versions[i].column, file, versions[i].column,
                             evals::matchCases(file, versions[i].column, file, versions[i].column));
        for (const evals::FoldedDimension &dimension : folded.dimensions) {
            auto line = std::ranges::find(trend.lines, dimension.metric.name, &TrendLine::dimension);
            if (line == trend.lines.end()) {
                trend.lines.append({.dimension = dimension.metric.name,
                                    .binary = dimension.metric.binary,
                                    .higherIsBetter = dimension.metric.higherIsBetter,
                                    .points = QList<std::optional<TrendPoint>>(versions.size())});
                line = trend.lines.end() - 1;
            }
            // A version that measured it otherwise has no place on the same scale.
            if (line->binary == dimension.metric.binary) {
                line->points[i] = pointOf(dimension);
            }
        }
    }
    return trend;
}

QFuture<Result<std::shared_ptr<const SuiteReport>>> reportAside(const QByteArray &suite, const QString &path,
                                                                const QDate &today,
                                                                const QList<EvalVersion> &versions)
{
    return QtConcurrent::run([=]() -> Result<std::shared_ptr<const SuiteReport>> {
        auto report = std::make_shared<SuiteReport>();
        report->trend = trendOf(versions);
        if (!suite.isEmpty()) {
            const evals::SuiteFiles files{
                .read = [&](const QString &wanted, qint64 most) -> Result<QByteArray> {
                    if (wanted != path) {
                        return failure(ErrorCode::NotFound, wanted);
                    }
                    if (suite.size() > most) {
                        return failure(ErrorCode::NoSpace, wanted);
                    }
                    return suite;
                }};
            report->suite = evals::readSuite(path, files);
            QList<const evals::ResultFile *> runs;
            for (const EvalVersion &version : versions) {
                runs.append(version.file.get());
            }
            report->health = evals::healthOf(*report->suite, runs, {.today = today});
        }
        return report;
    });
}

} // namespace countersign
