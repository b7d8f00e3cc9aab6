// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/RecordedRun.h"

#include <algorithm>

namespace countersign {

namespace {

constexpr double millionth = 1e-6;

evals::Finding findingOf(EvalFinding finding)
{
    switch (finding) {
    case EvalFinding::Better:
        return evals::Finding::Better;
    case EvalFinding::NotWorse:
        return evals::Finding::NotWorse;
    case EvalFinding::SlightlyWorse:
        return evals::Finding::SlightlyWorse;
    case EvalFinding::Worse:
        return evals::Finding::Worse;
    case EvalFinding::CannotBeTold:
        return evals::Finding::CannotBeTold;
    case EvalFinding::BelowThreshold:
        return evals::Finding::BelowThreshold;
    case EvalFinding::NoPairs:
        return evals::Finding::NoPairs;
    case EvalFinding::NotJudged:
        return evals::Finding::NotJudged;
    }
    Q_UNREACHABLE_RETURN(evals::Finding::CannotBeTold);
}

evals::Reason reasonOf(EvalReason reason)
{
    switch (reason) {
    case EvalReason::Interval:
        return evals::Reason::Interval;
    case EvalReason::Incomplete:
        return evals::Reason::Incomplete;
    case EvalReason::Errors:
        return evals::Reason::Errors;
    case EvalReason::NoPairs:
        return evals::Reason::NoPairs;
    case EvalReason::CasesDropped:
        return evals::Reason::CasesDropped;
    case EvalReason::MetricChanged:
        return evals::Reason::MetricChanged;
    case EvalReason::Flaky:
        return evals::Reason::Flaky;
    case EvalReason::Threshold:
        return evals::Reason::Threshold;
    }
    Q_UNREACHABLE_RETURN(evals::Reason::Interval);
}

} // namespace

evals::Verdict toEvals(EvalVerdict verdict)
{
    switch (verdict) {
    case EvalVerdict::Fail:
        return evals::Verdict::Fail;
    case EvalVerdict::Inconclusive:
        return evals::Verdict::Inconclusive;
    case EvalVerdict::Pass:
        return evals::Verdict::Pass;
    }
    Q_UNREACHABLE_RETURN(evals::Verdict::Inconclusive);
}

evals::Comparison recordedComparison(const RunRecorded &run, double limit)
{
    evals::Comparison made{
        .verdict = toEvals(verdictOf(run)), .reason = reasonOf(run.reason), .mixed = run.mixed};
    for (const EvalDimension &one : run.dimensions) {
        evals::DimensionComparison dimension{.name = one.name,
                                             .judged = one.finding != EvalFinding::NotJudged,
                                             .matched = one.matched,
                                             .wins = one.wins,
                                             .losses = one.losses,
                                             .ties = one.ties,
                                             .limit = -limit,
                                             .verdict = toEvals(one.verdict),
                                             .finding = findingOf(one.finding),
                                             .reason = reasonOf(one.reason)};
        if (one.means) {
            dimension.baseline = double(one.means->baseline) * millionth;
            dimension.candidate = double(one.means->candidate) * millionth;
            dimension.difference = double(one.means->difference) * millionth;
        }
        if (one.interval) {
            dimension.low = double(one.interval->low) * millionth;
            dimension.high = double(one.interval->high) * millionth;
        }
        made.dimensions.append(dimension);
    }
    return made;
}

evals::CompareOptions compareOptions(const std::optional<SuiteRule> &rule)
{
    evals::CompareOptions options;
    if (rule) {
        options.limit = double(rule->limit) * millionth;
        for (const SuiteThreshold &threshold : rule->thresholds) {
            options.thresholds.insert(threshold.dimension, double(threshold.least) * millionth);
        }
    }
    return options;
}

quint32 columnOf(const evals::ResultFile &file, const RunRecorded &run)
{
    const auto found = std::ranges::find(file.columns, run.modelAsked, &evals::Column::modelAsked);
    return run.modelAsked.isEmpty() || found == file.columns.end() ? 0
                                                                   : quint32(found - file.columns.begin());
}

} // namespace countersign
