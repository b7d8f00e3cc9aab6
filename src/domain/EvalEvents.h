// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"

#include <QList>
#include <QString>

#include <optional>

namespace countersign {

// What the record holds of eval runs. A client computes verdicts from result files (evals/Compare.h) and the fold takes
// them as data; the words on disk are those of evals/. Figures are integers: millionths of the metric's unit.

/// What a comparison says about a dimension, and over all. In the order of trust: less is worse.
enum class EvalVerdict { Fail, Inconclusive, Pass };

[[nodiscard]] QString toString(EvalVerdict verdict); ///< "fail", "inconclusive", "pass"
[[nodiscard]] std::optional<EvalVerdict> evalVerdictFromString(QStringView text);

/// What the difference of a dimension is called beside its verdict.
/// NotJudged: a figure that is shown and is no part of the verdict.
enum class EvalFinding { Better, NotWorse, SlightlyWorse, Worse, CannotBeTold, BelowThreshold, NoPairs, NotJudged };

[[nodiscard]] QString toString(EvalFinding finding); ///< "better", "not_worse", …
[[nodiscard]] std::optional<EvalFinding> evalFindingFromString(QStringView text);

/// Why a verdict is what it is.
enum class EvalReason { Interval, Incomplete, Errors, NoPairs, CasesDropped, MetricChanged, Flaky, Threshold };

[[nodiscard]] QString toString(EvalReason reason); ///< "interval", "incomplete", …
[[nodiscard]] std::optional<EvalReason> evalReasonFromString(QStringView text);

/// How a run ended. Nothing but Complete satisfies a gate.
enum class EvalStatus { Complete, Truncated, Canceled, Failed, Unfinished, UnknownVersion, Damaged };

[[nodiscard]] QString toString(EvalStatus status); ///< "complete", "truncated", …
[[nodiscard]] std::optional<EvalStatus> evalStatusFromString(QStringView text);

/// Means over the matched cases, in millionths.
struct EvalMeans
{
    qint64 baseline = 0;
    qint64 candidate = 0;
    qint64 difference = 0; ///< signed so that more is better
    friend bool operator==(const EvalMeans &, const EvalMeans &) = default;
};

/// Ends of the interval around the difference, in millionths.
struct EvalInterval
{
    qint64 low = 0;
    qint64 high = 0;
    friend bool operator==(const EvalInterval &, const EvalInterval &) = default;
};

struct EvalDimension
{
    QString name = {};
    EvalVerdict verdict = EvalVerdict::Inconclusive;
    EvalFinding finding = EvalFinding::CannotBeTold;
    EvalReason reason = EvalReason::Interval;
    qint64 matched = 0; ///< cases that both runs judged
    qint64 wins = 0;
    qint64 losses = 0;
    qint64 ties = 0;
    std::optional<EvalMeans> means = {};       ///< none: nothing was measured
    std::optional<EvalInterval> interval = {}; ///< none: too few cases
    friend bool operator==(const EvalDimension &, const EvalDimension &) = default;
};

/// `run.recorded`: what one run of a suite over one revision says, and of which bytes it says so.
struct RunRecorded
{
    EventId revision = {};
    ContentHash content = {}; ///< Revision::content
    ArtifactId suite = {};
    ContentHash suiteContent = {}; ///< of the suite file that was run
    /// evalBaseline() of the texts that it was compared with; none: it was compared with nothing.
    ContentHash baseline = {};
    ContentHash baselineFile = {}; ///< SHA-256 of the result file of that run
    QString modelAsked = {};
    QString modelServed = {}; ///< what the service said answered; empty: not told
    ContentHash parameters = {}; ///< of the model's parameters as the file gives them; none: not told
    QString tool = {};        ///< "promptfoo", "inspect_ai", …
    QString toolVersion = {};
    EvalStatus status = EvalStatus::Unfinished;
    qint64 cases = 0;
    QList<EvalDimension> dimensions = {};
    EvalVerdict verdict = EvalVerdict::Inconclusive;
    EvalReason reason = EvalReason::Interval;
    bool mixed = false;       ///< better on one dimension and worse on another
    ContentHash terms = {};   ///< suiteTerms() of the rule that the verdict was computed by; none: of no rule
    ContentHash file = {};    ///< SHA-256 of the result file
    bool stored = false;      ///< the file travels beside the event as content; else its hash alone is kept
    ContentHash summaryText = {}; ///< what the file says of itself (docs/ledger.md)
    friend bool operator==(const RunRecorded &, const RunRecorded &) = default;
};

/// `result.accepted`: a named person takes an inconclusive or mixed result for good enough. Bound to the run.
struct ResultAccepted
{
    EventId run = {};
    ContentHash reasonText = {};
    friend bool operator==(const ResultAccepted &, const ResultAccepted &) = default;
};

/// What a person says of a case in place of the automatic result. Automatic takes an earlier grade back.
enum class CaseGrade { Pass, Fail, Automatic };

[[nodiscard]] QString toString(CaseGrade grade); ///< "pass", "fail", "automatic"
[[nodiscard]] std::optional<CaseGrade> caseGradeFromString(QStringView text);

/// `case.graded`: kept beside the automatic result; it changes no verdict by itself.
struct CaseGraded
{
    EventId run = {};
    ContentHash caseKey = {};  ///< which case, as evals/ names it
    ContentHash caseText = {}; ///< its name for people
    CaseGrade grade = CaseGrade::Automatic;
    ContentHash reasonText = {};
    friend bool operator==(const CaseGraded &, const CaseGraded &) = default;
};

/// How the new answer to a case is, beside the old one.
enum class SpotMark { Better, AsGood, Worse };

[[nodiscard]] QString toString(SpotMark mark); ///< "better", "as_good", "worse"
[[nodiscard]] std::optional<SpotMark> spotMarkFromString(QStringView text);

struct SpotCase
{
    ContentHash caseKey = {};
    ContentHash caseText = {};
    SpotMark mark = SpotMark::AsGood;
    friend bool operator==(const SpotCase &, const SpotCase &) = default;
};

/// `spot_check.recorded`: a reviewer looked at a few cases, old and new answer side by side. No verdict of a suite.
struct SpotCheckRecorded
{
    EventId revision = {};
    ContentHash content = {};
    EventId run = {};            ///< whose answers were looked at; null: of no recorded run
    QList<SpotCase> cases = {};  ///< 1 … 50
    ContentHash messageText = {};
    friend bool operator==(const SpotCheckRecorded &, const SpotCheckRecorded &) = default;
};

/// The worst that the event itself says: no pass without a complete run, a case and a dimension that was judged, or with
/// one that does not pass, whatever its overall verdict claims.
[[nodiscard]] EvalVerdict verdictOf(const RunRecorded &run);

} // namespace countersign
