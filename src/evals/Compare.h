// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/MatchCases.h"

namespace countersign::evals {

/// What a comparison says about a dimension, and over all.
enum class Verdict {
    Pass,         ///< not worse than the limit allows, shown by these cases
    Fail,         ///< worse than the limit allows, or below a threshold of the suite
    Inconclusive, ///< these cases cannot tell
};

[[nodiscard]] QString toString(Verdict verdict); ///< "pass", "fail", "inconclusive"

/// What the difference of a dimension is called beside its verdict.
enum class Finding {
    Better,         ///< a gain is shown
    NotWorse,       ///< no loss beyond the limit
    SlightlyWorse,  ///< a loss is shown, and shown to stay within the limit
    Worse,          ///< a loss is shown, and it looks larger than the limit
    CannotBeTold,   ///< a loss beyond the limit is neither shown nor ruled out
    BelowThreshold, ///< whatever the difference
    NoPairs,        ///< no case that both runs judged
    NotJudged,      ///< a figure without a scale, such as a length: shown, and no part of the verdict
};

[[nodiscard]] QString toString(Finding finding); ///< "better", "not_worse", "slightly_worse", "worse", …

/// Why a verdict is what it is, when it is not the interval that decides. Wording lives in ui and the command line.
enum class Reason {
    Interval,      ///< the interval against the limit decides
    Incomplete,    ///< a run is not Complete: never a pass
    Errors,        ///< answers without a judgement: never a pass
    NoPairs,       ///< no case of one run is in the other
    CasesDropped,  ///< cases of the baseline are missing: what is missing cannot have passed
    MetricChanged, ///< the two runs judged by other limits, scales or directions
    Flaky,         ///< it would be a pass, were it not for cases that became unsteady
    Threshold,     ///< a mean or a pass rate is below the suite's threshold
};

[[nodiscard]] QString toString(Reason reason); ///< "interval", "incomplete", …

/// Where an interval comes from.
enum class IntervalMethod {
    None,
    TangoScore,   ///< pass and fail
    BootstrapBca, ///< scores
    Student,      ///< scores of so many pairs that the bootstrap says the same
};

[[nodiscard]] QString toString(IntervalMethod method); ///< "tango_score", "bootstrap_bca", "student", ""

struct CompareOptions
{
    double limit = 0.02; ///< a loss above this, as a share of the metric's scale, is worse: 2 points of 100
    double confidence =
        0.95;              ///< of each interval; also 1 − the level of the tests, over all dimensions (Holm)
    int resamples = 10000; ///< of the bootstrap; the seed is fixed, so the same files give the same figures
    quint32 baselineColumn = 0;
    quint32 candidateColumn = 0;
    /// Least mean or pass rate per dimension, from the suite (of a metric where less is better: the most). A dimension
    /// named here that no run judged is no pass either.
    QHash<QString, double> thresholds = {};
};

enum class PairState : quint8 {
    Win,   ///< the candidate is better
    Loss,  ///< the candidate is worse
    Tie,   ///< the same
    Flaky, ///< its repeats disagree within one run: held apart from the statistics
    Error, ///< one of the two has an answer without a judgement
};

/// One case in both runs. Repeats are folded: `baseline` and `candidate` are means over them.
struct PairedCase
{
    quint32 baselineCase = 0; ///< index into the baseline's cases
    quint32 candidateCase = 0;
    double baseline = noScore; ///< 0 … 1 for pass and fail, else the score
    double candidate = noScore;
    PairState state = PairState::Error;
};

struct DimensionComparison
{
    QString name = {};  ///< of the dimension, or of the metric where cases have no dimension
    bool binary = true; ///< pass and fail (McNemar), or scores (bootstrap and Wilcoxon)
    bool higherIsBetter = true;
    bool judged = true; ///< counts for the verdict over all; see Finding::NotJudged
    qint64 matched = 0; ///< pairs that both judged, without flaky ones: wins + losses + ties
    qint64 flaky = 0;
    qint64 added = 0;   ///< cases of the candidate alone
    qint64 removed = 0; ///< cases of the baseline alone, and pairs that the candidate left out
    qint64 errors = 0;  ///< pairs that one of the two could not judge, and added cases in error
    qint64 wins = 0;
    qint64 losses = 0;
    qint64 ties = 0;
    double baseline = noScore; ///< mean over matched pairs
    double candidate = noScore;
    /// candidate − baseline, signed so that more is better; in the metric's unit
    double difference = noScore;
    double low = noScore; ///< ends of the interval at CompareOptions::confidence, in the metric's unit
    double high = noScore;
    IntervalMethod method = IntervalMethod::None;
    double limit = noScore;    ///< the least difference allowed, in the metric's unit: −2 points are −0.02
    double pValue = noScore;   ///< two-sided: exact McNemar, or Wilcoxon signed-rank
    double adjusted = noScore; ///< Holm over the dimensions
    double smallest = noScore; ///< the smallest difference that this many pairs would show with power 0.8
    /// More pairs that would settle it, with power 0.8, if the difference is what it seems; -1: not known, or settled.
    qint64 casesNeeded = -1;
    double overall = noScore;   ///< the candidate's mean over all its cases, flaky and added ones too
    double threshold = noScore; ///< what `overall` is held to; noScore: nothing
    Verdict verdict = Verdict::Inconclusive;
    Finding finding = Finding::CannotBeTold;
    Reason reason = Reason::Interval;
    std::vector<PairedCase> pairs = {};
};

/// Two runs held against each other, case by case.
struct Comparison
{
    QList<DimensionComparison> dimensions = {};
    CaseMatch cases = {};
    qint64 errors = 0; ///< cases of either run whose answer is an error and that no dimension counts
    Verdict verdict = Verdict::Inconclusive;
    Reason reason = Reason::Interval;
    /// Better on one dimension and worse on another: fails until a named person accepts it.
    bool mixed = false;
};

/// Holds a candidate's run against a baseline's, dimension by dimension: the suite's dimension of a case, where it has
/// one, otherwise each metric by itself. Two judgements by one metric in one answer count as one, passed when both
/// passed.
///
/// **The rule.** The question is whether the candidate is *not worse than the limit allows*, not whether it is
/// different: that no difference is seen in ten cases says nothing. So, per dimension, with the interval of the paired
/// difference:
///
/// - *pass* when the interval's low end is at or above −limit. Every loss that these cases leave possible is within the
///   limit. A 95 % interval makes this a one-sided test at 2.5 %, the usual level for non-inferiority (ICH E9, section
///   3.3.2).
/// - *fail* when a loss is shown (the interval lies below zero, and the exact test says so after Holm's correction) and
///   the difference itself is below −limit. Asking for the whole interval below −limit would call a certain loss of
///   about 5 points "inconclusive" as long as 1.9 points are possible; asking for less would fail a candidate for
///   noise.
/// - *inconclusive* otherwise. That stops for a person, who is told how many more cases would settle it.
///
/// Saying "not worse" of every dimension needs no correction, since all of them must hold (Berger, Technometrics 24
/// (1982) 295); saying "better" or "worse" of one among many does, hence Holm.
///
/// **Never a pass**, whatever the figures: a run that is not Complete, an answer without a judgement, a case or a
/// dimension of the baseline that is missing, a metric whose limit, scale or direction is another. A pass also has to
/// hold when every case that became unsteady for the worse is counted as lost. A dimension below its threshold fails.
///
/// Figures that are no number, infinite, above 10^15 or outside the metric's scale count as errors. With fewer than ten
/// differing pairs the interval of scores is never narrower than Tango's without any, times the scale, because
/// resampling cannot show what no case has shown yet. A score without a scale, in both files and not within 0 … 1, is
/// shown but not judged: nobody said which loss of it would be too large.
///
/// Over all: fail before inconclusive before pass.
///
/// Pure, and the same on every machine. Runs on any thread; 1,000 cases take milliseconds, the bootstrap of scores
/// `resamples` × pairs steps and at most some 10^8 per dimension.
[[nodiscard]] Comparison compare(const ResultFile &baseline, const ResultFile &candidate,
                                 const CompareOptions &options = {});

} // namespace countersign::evals
