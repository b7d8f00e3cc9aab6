// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Compare.h"

#include "evals/FoldCases.h"
#include "evals/Statistics.h"

#include <algorithm>
#include <cmath>

namespace countersign::evals {

namespace {

constexpr double power = 0.8;
constexpr qint64 mostBootstrapped = 5000; ///< pairs; from there on the mean is as good as normal
constexpr qint64 fewDiffering = 10;

/// Options brought into the range in which they mean something.
CompareOptions sane(CompareOptions options)
{
    const CompareOptions usual;
    options.limit = std::isnan(options.limit) ? usual.limit : std::clamp(options.limit, -1.0, 1.0);
    options.confidence =
        std::isnan(options.confidence) ? usual.confidence : std::clamp(options.confidence, 0.5, 0.9999);
    options.resamples = std::clamp(options.resamples, 1000, 20000);
    return options;
}

/// A dimension on its way to a verdict.
struct Weighing
{
    DimensionComparison result = {};
    std::vector<double> differences = {}; ///< of the matched pairs, more is better
    double scale = 1;
    qint64 flakyLosses = 0;
    bool changed = false;
};

/// 0.3 and 0.1 + 0.2 are a tie.
double signedDifference(double before, double after, bool higherIsBetter)
{
    const double difference = higherIsBetter ? after - before : before - after;
    const double size = std::max(std::fabs(before), std::fabs(after));
    return std::fabs(difference) <= 1e-9 * size ? 0 : difference;
}

void countPair(Weighing &weighing, const CasePair &pair, const FoldedValue &before, const FoldedValue &after)
{
    DimensionComparison &result = weighing.result;
    PairedCase paired{.baselineCase = pair.baselineCase,
                      .candidateCase = pair.candidateCase,
                      .baseline = before.mean(result.binary),
                      .candidate = after.mean(result.binary)};
    if (!before.judged() || !after.judged()) {
        ++result.errors;
        result.pairs.push_back(paired);
        return;
    }
    const double difference = signedDifference(paired.baseline, paired.candidate, result.higherIsBetter);
    if (before.flaky() || after.flaky()) {
        paired.state = PairState::Flaky;
        ++result.flaky;
        weighing.flakyLosses += difference < 0;
    } else {
        paired.state = difference > 0 ? PairState::Win : difference < 0 ? PairState::Loss : PairState::Tie;
        ++result.matched;
        result.wins += difference > 0;
        result.losses += difference < 0;
        result.ties += difference == 0;
        weighing.differences.push_back(difference);
    }
    result.pairs.push_back(paired);
}

Weighing weigh(const FoldedDimension &dimension, const CaseMatch &match)
{
    const FoldedMetric &metric = dimension.metric;
    Weighing weighing{.changed = metric.changed};
    DimensionComparison &result = weighing.result;
    result.name = metric.name;
    result.binary = metric.binary;
    // Pass is better than fail, whatever the figure behind it does.
    result.higherIsBetter = metric.binary || metric.higherIsBetter;
    result.judged = metric.decides && (metric.binary || metric.least);
    weighing.scale = metric.binary || !metric.least ? 1 : *metric.most - *metric.least;

    double sum = 0;
    qint64 judged = 0;
    const auto toOverall = [&](const FoldedValue &value) {
        if (value.judged()) {
            sum += value.mean(metric.binary);
            ++judged;
        }
    };
    for (size_t i = 0; i < match.pairs.size(); ++i) {
        const std::optional<FoldedValue> &before = dimension.pairBaseline[i];
        const std::optional<FoldedValue> &after = dimension.pairCandidate[i];
        if (before && after) {
            countPair(weighing, match.pairs[i], *before, *after);
        }
        result.removed += before && !after;
        result.added += after && !before;
        result.errors += after && !before && after->errors > 0;
        if (after) {
            toOverall(*after);
        }
    }
    for (const std::optional<FoldedValue> &value : dimension.added) {
        result.added += value.has_value();
        if (value) {
            result.errors += value->errors > 0;
            toOverall(*value);
        }
    }
    result.removed += std::ranges::count_if(dimension.removed, [](const auto &v) { return v.has_value(); });
    result.overall = judged > 0 ? sum / double(judged) : noScore;
    return weighing;
}

/// As wide as Tango's interval without any differing pair, times the scale.
double unseen(qint64 pairs, double scale, double confidence)
{
    const std::optional<Interval> interval = tangoInterval({.pairs = pairs}, confidence);
    return interval ? interval->high * scale : scale;
}

void measureBinary(Weighing &weighing, const CompareOptions &options)
{
    DimensionComparison &result = weighing.result;
    const PairCounts counts{.pairs = result.matched, .wins = result.wins, .losses = result.losses};
    const Interval interval = *tangoInterval(counts, options.confidence);
    result.method = IntervalMethod::TangoScore;
    result.low = interval.low;
    result.high = interval.high;
    result.pValue = exactMcNemar(result.wins, result.losses);
    const double differing = double(result.wins + result.losses) / double(result.matched);
    result.smallest = smallestPairedDifference(result.matched, differing, options.confidence, power);
}

void measureScores(Weighing &weighing, const CompareOptions &options)
{
    DimensionComparison &result = weighing.result;
    const bool bootstrapped = result.matched <= mostBootstrapped;
    const std::optional<Interval> interval =
        bootstrapped ? bootstrapMean(weighing.differences, options.confidence, options.resamples)
                     : studentMean(weighing.differences, options.confidence);
    if (interval) {
        result.method = bootstrapped ? IntervalMethod::BootstrapBca : IntervalMethod::Student;
        result.low = interval->low;
        result.high = interval->high;
    } else if (result.judged) {
        result.low = -weighing.scale;
        result.high = weighing.scale;
    }
    if (result.judged && result.wins + result.losses < fewDiffering) {
        const double width = unseen(result.matched, weighing.scale, options.confidence);
        result.low = std::min(result.low, -width);
        result.high = std::max(result.high, width);
    }
    result.pValue = wilcoxonSignedRank(weighing.differences).pValue;
    const double deviation = moments(weighing.differences).deviation;
    if (deviation > 0) {
        result.smallest = smallestMeanDifference(result.matched, deviation, options.confidence, power);
    }
}

void measure(Weighing &weighing, const CompareOptions &options)
{
    DimensionComparison &result = weighing.result;
    result.limit = result.judged ? -options.limit * weighing.scale : noScore;
    if (result.matched == 0) {
        return;
    }
    double before = 0;
    double after = 0;
    for (const PairedCase &pair : result.pairs) {
        const bool counts = pair.state != PairState::Flaky && pair.state != PairState::Error;
        before += counts ? pair.baseline : 0;
        after += counts ? pair.candidate : 0;
    }
    result.baseline = before / double(result.matched);
    result.candidate = after / double(result.matched);
    result.difference = moments(weighing.differences).mean;
    if (result.binary) {
        measureBinary(weighing, options);
    } else {
        measureScores(weighing, options);
    }
}

qint64 casesNeeded(const Weighing &weighing, const CompareOptions &options)
{
    const DimensionComparison &result = weighing.result;
    const double n = double(result.matched);
    // Where nothing differs yet, something may still: one more differing pair than was seen.
    const double share = double(result.wins + result.losses + 1) / (n + 2);
    const double rest = weighing.scale * std::sqrt(std::min(1.0, share));
    const double deviation =
        result.binary ? std::sqrt(std::max(0.0, share - result.difference * result.difference))
        : result.wins + result.losses < fewDiffering ? std::max(rest, moments(weighing.differences).deviation)
                                                     : moments(weighing.differences).deviation;
    const bool withinLimit = result.difference >= result.limit;
    const double distance = withinLimit ? result.difference - result.limit : -result.difference;
    const qint64 pairs = distance > 0 ? pairsNeeded(distance, deviation, options.confidence, power) : -1;
    return pairs < 0 ? -1 : std::max<qint64>(1, pairs - result.matched);
}

/// Whether a pass would stand if every flaky case that got worse were lost, and the others unchanged.
bool standsWithFlaky(const Weighing &weighing, const CompareOptions &options)
{
    const DimensionComparison &result = weighing.result;
    if (weighing.flakyLosses == 0) {
        return true;
    }
    const PairCounts counts{.pairs = result.matched + result.flaky,
                            .wins = result.wins,
                            .losses = result.losses + weighing.flakyLosses};
    const std::optional<Interval> interval = tangoInterval(counts, options.confidence);
    return interval && interval->low >= result.limit;
}

/// What keeps a dimension from passing, whatever its interval.
Reason obstacle(const Weighing &weighing, bool complete)
{
    const DimensionComparison &result = weighing.result;
    return !complete            ? Reason::Incomplete
           : result.removed > 0 ? Reason::CasesDropped
           : result.errors > 0  ? Reason::Errors
           : weighing.changed   ? Reason::MetricChanged
           : result.matched > 0 ? Reason::Interval
           : result.flaky > 0   ? Reason::Flaky
                                : Reason::NoPairs;
}

void judgeDifference(Weighing &weighing, const CompareOptions &options, bool complete)
{
    DimensionComparison &result = weighing.result;
    result.reason = obstacle(weighing, complete);
    if (result.matched == 0) {
        result.finding = Finding::NoPairs;
        return;
    }
    if (!result.judged) {
        result.finding = Finding::NotJudged;
        return;
    }
    // With another limit, scale or direction the difference means nothing.
    if (weighing.changed) {
        return;
    }
    const bool certain = result.adjusted <= 1 - options.confidence;
    const bool lossShown = result.high < 0 && certain;
    const bool gainShown = result.low > 0 && certain;
    if (lossShown && result.difference < result.limit) {
        result.verdict = Verdict::Fail;
        result.finding = Finding::Worse;
        result.reason = Reason::Interval;
    } else if (result.low >= result.limit) {
        result.finding = gainShown ? Finding::Better : lossShown ? Finding::SlightlyWorse : Finding::NotWorse;
        if (result.reason == Reason::Interval && !standsWithFlaky(weighing, options)) {
            result.reason = Reason::Flaky;
        }
        result.verdict = result.reason == Reason::Interval ? Verdict::Pass : Verdict::Inconclusive;
    } else {
        result.finding = gainShown ? Finding::Better : Finding::CannotBeTold;
        result.casesNeeded = casesNeeded(weighing, options);
    }
}

void judgeThreshold(DimensionComparison &result, const CompareOptions &options)
{
    const auto found = options.thresholds.constFind(result.name);
    if (found == options.thresholds.constEnd()) {
        return;
    }
    result.threshold = *found;
    result.judged = true;
    // A threshold that is no number is met by nothing, and neither is one by a mean that is not known.
    const bool met = result.higherIsBetter ? result.overall >= *found : result.overall <= *found;
    if (std::isnan(result.overall)) {
        result.verdict = Verdict::Inconclusive;
    } else if (!met) {
        result.verdict = Verdict::Fail;
        result.reason = Reason::Threshold;
        if (result.finding != Finding::Worse) {
            result.finding = Finding::BelowThreshold;
        }
    } else if (result.finding == Finding::NotJudged && result.reason == Reason::Interval) {
        result.verdict = Verdict::Pass;
        result.reason = Reason::Threshold;
    }
}

int rank(Verdict verdict)
{
    return verdict == Verdict::Fail ? 2 : verdict == Verdict::Inconclusive ? 1 : 0;
}

void judgeOverall(Comparison &comparison, bool complete)
{
    const DimensionComparison *worst = nullptr;
    bool better = false;
    bool worse = false;
    for (const DimensionComparison &dimension : comparison.dimensions) {
        if (!dimension.judged) {
            continue;
        }
        better |= dimension.finding == Finding::Better;
        worse |= dimension.finding == Finding::Worse;
        if (!worst || rank(dimension.verdict) > rank(worst->verdict)) {
            worst = &dimension;
        }
    }
    comparison.mixed = better && worse;
    comparison.verdict = worst ? worst->verdict : Verdict::Inconclusive;
    comparison.reason = worst ? worst->reason : Reason::NoPairs;
    if (comparison.verdict == Verdict::Fail) {
        return;
    }
    // What no dimension may have seen: a run without any answer has no dimension at all.
    const Reason whole = !complete                           ? Reason::Incomplete
                         : !comparison.cases.removed.empty() ? Reason::CasesDropped
                         : comparison.errors > 0             ? Reason::Errors
                                                             : comparison.reason;
    if (whole != comparison.reason) {
        comparison.verdict = Verdict::Inconclusive;
        comparison.reason = whole;
    }
}

} // namespace

QString toString(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Pass:
        return QStringLiteral("pass");
    case Verdict::Fail:
        return QStringLiteral("fail");
    case Verdict::Inconclusive:
        return QStringLiteral("inconclusive");
    }
    Q_UNREACHABLE_RETURN({});
}

QString toString(Finding finding)
{
    switch (finding) {
    case Finding::Better:
        return QStringLiteral("better");
    case Finding::NotWorse:
        return QStringLiteral("not_worse");
    case Finding::SlightlyWorse:
        return QStringLiteral("slightly_worse");
    case Finding::Worse:
        return QStringLiteral("worse");
    case Finding::CannotBeTold:
        return QStringLiteral("cannot_be_told");
    case Finding::BelowThreshold:
        return QStringLiteral("below_threshold");
    case Finding::NoPairs:
        return QStringLiteral("no_pairs");
    case Finding::NotJudged:
        return QStringLiteral("not_judged");
    }
    Q_UNREACHABLE_RETURN({});
}

QString toString(Reason reason)
{
    switch (reason) {
    case Reason::Interval:
        return QStringLiteral("interval");
    case Reason::Incomplete:
        return QStringLiteral("incomplete");
    case Reason::Errors:
        return QStringLiteral("errors");
    case Reason::NoPairs:
        return QStringLiteral("no_pairs");
    case Reason::CasesDropped:
        return QStringLiteral("cases_dropped");
    case Reason::MetricChanged:
        return QStringLiteral("metric_changed");
    case Reason::Flaky:
        return QStringLiteral("flaky");
    case Reason::Threshold:
        return QStringLiteral("threshold");
    }
    Q_UNREACHABLE_RETURN({});
}

QString toString(IntervalMethod method)
{
    switch (method) {
    case IntervalMethod::None:
        return {};
    case IntervalMethod::TangoScore:
        return QStringLiteral("tango_score");
    case IntervalMethod::BootstrapBca:
        return QStringLiteral("bootstrap_bca");
    case IntervalMethod::Student:
        return QStringLiteral("student");
    }
    Q_UNREACHABLE_RETURN({});
}

Comparison compare(const ResultFile &baseline, const ResultFile &candidate, const CompareOptions &given)
{
    const CompareOptions options = sane(given);
    const bool complete = baseline.status == RunStatus::Complete && candidate.status == RunStatus::Complete;
    Comparison comparison{
        .cases = matchCases(baseline, options.baselineColumn, candidate, options.candidateColumn)};
    const FoldedRuns runs =
        foldCases(baseline, options.baselineColumn, candidate, options.candidateColumn, comparison.cases);
    comparison.errors = runs.errors;

    std::vector<Weighing> all;
    std::vector<double> pValues;
    for (const FoldedDimension &dimension : runs.dimensions) {
        Weighing weighing = weigh(dimension, comparison.cases);
        measure(weighing, options);
        pValues.push_back(weighing.result.judged ? weighing.result.pValue : noScore);
        all.push_back(std::move(weighing));
    }
    const std::vector<double> adjusted = holm(pValues);
    for (size_t i = 0; i < all.size(); ++i) {
        all[i].result.adjusted = adjusted[i];
        judgeDifference(all[i], options, complete);
        judgeThreshold(all[i].result, options);
        comparison.dimensions.push_back(std::move(all[i].result));
    }
    // A dimension that the suite asks for and no run has cannot have met its threshold.
    QStringList asked = options.thresholds.keys();
    asked.sort();
    for (const QString &name : asked) {
        if (!std::ranges::contains(comparison.dimensions, name, &DimensionComparison::name)) {
            comparison.dimensions.push_back({.name = name,
                                             .threshold = options.thresholds.value(name),
                                             .finding = Finding::NoPairs,
                                             .reason = Reason::NoPairs});
        }
    }
    judgeOverall(comparison, complete);
    return comparison;
}

} // namespace countersign::evals
