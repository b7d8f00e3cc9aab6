// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/EvalEvents.h"

#include "domain/Names.h"

#include <algorithm>

namespace countersign {

namespace {

constexpr NameTable<EvalVerdict, 3> verdictNames = {
    {{EvalVerdict::Fail, "fail"}, {EvalVerdict::Inconclusive, "inconclusive"}, {EvalVerdict::Pass, "pass"}}};

constexpr NameTable<EvalFinding, 8> findingNames = {{{EvalFinding::Better, "better"},
                                                     {EvalFinding::NotWorse, "not_worse"},
                                                     {EvalFinding::SlightlyWorse, "slightly_worse"},
                                                     {EvalFinding::Worse, "worse"},
                                                     {EvalFinding::CannotBeTold, "cannot_be_told"},
                                                     {EvalFinding::BelowThreshold, "below_threshold"},
                                                     {EvalFinding::NoPairs, "no_pairs"},
                                                     {EvalFinding::NotJudged, "not_judged"}}};

constexpr NameTable<EvalReason, 8> evalReasonNames = {{{EvalReason::Interval, "interval"},
                                                       {EvalReason::Incomplete, "incomplete"},
                                                       {EvalReason::Errors, "errors"},
                                                       {EvalReason::NoPairs, "no_pairs"},
                                                       {EvalReason::CasesDropped, "cases_dropped"},
                                                       {EvalReason::MetricChanged, "metric_changed"},
                                                       {EvalReason::Flaky, "flaky"},
                                                       {EvalReason::Threshold, "threshold"}}};

constexpr NameTable<EvalStatus, 7> statusNames = {{{EvalStatus::Complete, "complete"},
                                                   {EvalStatus::Truncated, "truncated"},
                                                   {EvalStatus::Canceled, "canceled"},
                                                   {EvalStatus::Failed, "failed"},
                                                   {EvalStatus::Unfinished, "unfinished"},
                                                   {EvalStatus::UnknownVersion, "unknown_version"},
                                                   {EvalStatus::Damaged, "damaged"}}};

constexpr NameTable<CaseGrade, 3> gradeNames = {
    {{CaseGrade::Pass, "pass"}, {CaseGrade::Fail, "fail"}, {CaseGrade::Automatic, "automatic"}}};

constexpr NameTable<SpotMark, 3> markNames = {
    {{SpotMark::Better, "better"}, {SpotMark::AsGood, "as_good"}, {SpotMark::Worse, "worse"}}};

} // namespace

QString toString(EvalVerdict verdict)
{
    return nameOf(verdictNames, verdict);
}

std::optional<EvalVerdict> evalVerdictFromString(QStringView text)
{
    return valueOf(verdictNames, text);
}

QString toString(EvalFinding finding)
{
    return nameOf(findingNames, finding);
}

std::optional<EvalFinding> evalFindingFromString(QStringView text)
{
    return valueOf(findingNames, text);
}

QString toString(EvalReason reason)
{
    return nameOf(evalReasonNames, reason);
}

std::optional<EvalReason> evalReasonFromString(QStringView text)
{
    return valueOf(evalReasonNames, text);
}

QString toString(EvalStatus status)
{
    return nameOf(statusNames, status);
}

std::optional<EvalStatus> evalStatusFromString(QStringView text)
{
    return valueOf(statusNames, text);
}

QString toString(CaseGrade grade)
{
    return nameOf(gradeNames, grade);
}

std::optional<CaseGrade> caseGradeFromString(QStringView text)
{
    return valueOf(gradeNames, text);
}

QString toString(SpotMark mark)
{
    return nameOf(markNames, mark);
}

std::optional<SpotMark> spotMarkFromString(QStringView text)
{
    return valueOf(markNames, text);
}

EvalVerdict verdictOf(const RunRecorded &run)
{
    EvalVerdict worst = run.verdict;
    bool judged = false;
    for (const EvalDimension &dimension : run.dimensions) {
        if (dimension.finding != EvalFinding::NotJudged) {
            judged = true;
            worst = std::min(worst, dimension.verdict);
        }
    }
    const bool whole = run.status == EvalStatus::Complete && run.cases > 0 && judged;
    if (!whole || run.mixed) {
        worst = std::min(worst, EvalVerdict::Inconclusive);
    }
    return worst;
}

} // namespace countersign
