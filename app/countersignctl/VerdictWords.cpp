// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/VerdictWords.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

using evals::Comparison;
using evals::DimensionComparison;
using evals::Finding;
using evals::Reason;
using evals::Verdict;

QString count(qint64 number, const QString &one, const QString &many)
{
    return u"%1 %2"_s.arg(number).arg(number == 1 ? one : many);
}

QString cases(qint64 number)
{
    return count(number, u"case"_s, u"cases"_s);
}

QString unsignedWords(const DimensionComparison &dimension, double value)
{
    return dimension.binary ? u"%1 points"_s.arg(std::fabs(value) * 100, 0, 'f', 1)
                            : QString::number(std::fabs(value), 'g', 3);
}

QString share(const DimensionComparison &dimension, double value)
{
    return dimension.binary ? u"%1 %"_s.arg(value * 100, 0, 'f', 1) : QString::number(value, 'g', 4);
}

/// What the cases show, without the conclusion.
QString figures(const DimensionComparison &dimension, double confidence)
{
    return u"over %1, %2 won and %3 lost, the difference is %4, with %5 % confidence between %6 and %7"_s
        .arg(cases(dimension.matched))
        .arg(dimension.wins)
        .arg(dimension.losses)
        .arg(differenceWords(dimension, dimension.difference))
        .arg(confidence * 100, 0, 'g', 4)
        .arg(differenceWords(dimension, dimension.low), differenceWords(dimension, dimension.high));
}

/// Why it cannot pass, whatever its figures; empty when there is no such reason.
QString obstacleWords(const DimensionComparison &dimension)
{
    switch (dimension.reason) {
    case Reason::Incomplete:
        return u"a run is not complete"_s;
    case Reason::Errors:
        return u"%1 could not be judged"_s.arg(cases(dimension.errors));
    case Reason::NoPairs:
        return u"no case was judged in both runs"_s;
    case Reason::CasesDropped:
        return u"%1 of the baseline %2 missing"_s.arg(cases(dimension.removed),
                                                      dimension.removed == 1 ? u"is"_s : u"are"_s);
    case Reason::MetricChanged:
        return u"the runs judged by different limits, scales or directions"_s;
    case Reason::Flaky:
        return u"%1 became unsteady, and with them lost it would not pass"_s.arg(cases(dimension.flaky));
    case Reason::Interval:
    case Reason::Threshold:
        return {};
    }
    Q_UNREACHABLE_RETURN({});
}

QString thresholdWords(const DimensionComparison &dimension)
{
    return u"it reaches %1, and the suite asks for %2"_s.arg(share(dimension, dimension.overall),
                                                             share(dimension, dimension.threshold));
}

QString findingWords(const DimensionComparison &dimension)
{
    const QString limit = unsignedWords(dimension, dimension.limit);
    switch (dimension.finding) {
    case Finding::Better:
        return u"it is better"_s;
    case Finding::NotWorse:
        return u"a loss of more than %1 is ruled out"_s.arg(limit);
    case Finding::SlightlyWorse:
        return u"it is worse, and by no more than the %1 allowed"_s.arg(limit);
    case Finding::Worse:
        return u"it is worse, by more than the %1 allowed"_s.arg(limit);
    case Finding::CannotBeTold: {
        const QString more = dimension.casesNeeded > 0
                                 ? u"; about %1 more would settle it"_s.arg(cases(dimension.casesNeeded))
                                 : QString();
        return u"a loss of more than %1 is neither shown nor ruled out"_s.arg(limit) + more;
    }
    case Finding::BelowThreshold:
        return thresholdWords(dimension);
    case Finding::NoPairs:
        return u"no case was judged in both runs"_s;
    case Finding::NotJudged:
        return u"a figure that decides nothing"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString verdictWord(Verdict verdict)
{
    return verdict == Verdict::Pass   ? u"passes"_s
           : verdict == Verdict::Fail ? u"fails"_s
                                      : u"is inconclusive"_s;
}

QStringList namesWith(const Comparison &comparison, Verdict verdict)
{
    QStringList names;
    for (const DimensionComparison &dimension : comparison.dimensions) {
        if (dimension.judged && dimension.verdict == verdict) {
            names << dimension.name;
        }
    }
    return names;
}

QStringList namesWith(const Comparison &comparison, Finding finding)
{
    QStringList names;
    for (const DimensionComparison &dimension : comparison.dimensions) {
        if (dimension.judged && dimension.finding == finding) {
            names << dimension.name;
        }
    }
    return names;
}

} // namespace

QString differenceWords(const DimensionComparison &dimension, double value)
{
    if (!std::isfinite(value)) {
        return u"–"_s;
    }
    const QString sign = value < 0 ? u"−"_s : u"+"_s;
    return sign + unsignedWords(dimension, value);
}

QString verdictSentence(const DimensionComparison &dimension, const evals::CompareOptions &options)
{
    const bool measured = dimension.matched > 0 && std::isfinite(dimension.low);
    if (!dimension.judged) {
        const QString figure = measured ? u"; "_s + figures(dimension, options.confidence) : QString();
        return u"%1 is not judged: %2%3."_s.arg(dimension.name, findingWords(dimension), figure);
    }
    const QString start = u"%1 %2: "_s.arg(dimension.name, verdictWord(dimension.verdict));
    const QString shown = measured ? figures(dimension, options.confidence) : QString();
    const QString obstacle = obstacleWords(dimension);
    if (!obstacle.isEmpty()) {
        return start + obstacle + (shown.isEmpty() ? QString() : u"; "_s + shown) + u'.';
    }
    if (dimension.reason == Reason::Threshold) {
        return start + thresholdWords(dimension) + (shown.isEmpty() ? QString() : u"; "_s + shown) + u'.';
    }
    return start + shown + u", so that "_s + findingWords(dimension) + u'.';
}

QString verdictSentence(const Comparison &comparison)
{
    const QString bad = namesWith(comparison, Verdict::Fail).join(u", "_s);
    const QString open = namesWith(comparison, Verdict::Inconclusive).join(u", "_s);
    if (comparison.mixed) {
        return u"Better on %1 and worse on %2: a named person has to accept that."_s.arg(
            namesWith(comparison, Finding::Better).join(u", "_s),
            namesWith(comparison, Finding::Worse).join(u", "_s));
    }
    if (comparison.verdict == Verdict::Fail) {
        return u"The candidate fails on %1."_s.arg(bad);
    }
    if (comparison.verdict == Verdict::Pass) {
        return u"The candidate passes: on no dimension does it lose more than is allowed."_s;
    }
    switch (comparison.reason) {
    case Reason::Incomplete:
        return u"Inconclusive: a run is not complete."_s;
    case Reason::CasesDropped:
        return u"Inconclusive: %1 of the baseline have no answer in the candidate."_s.arg(
            cases(qint64(comparison.cases.removed.size())));
    case Reason::Errors:
        return comparison.errors > 0
                   ? u"Inconclusive: %1 got no answer that could be judged."_s.arg(cases(comparison.errors))
                   : u"Inconclusive: some answers could not be judged (%1)."_s.arg(open);
    case Reason::NoPairs:
        return open.isEmpty() ? u"Inconclusive: no case was judged in both runs."_s
                              : u"Inconclusive: no case was judged in both runs (%1)."_s.arg(open);
    case Reason::MetricChanged:
    case Reason::Flaky:
    case Reason::Threshold:
    case Reason::Interval:
        break;
    }
    return u"Inconclusive: these cases cannot tell (%1)."_s.arg(open);
}

} // namespace countersign::ctl
