// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/Results.h"

namespace countersign::evals {

/// What a comparison says about a dimension, and over all.
enum class Verdict {
    Pass,         ///< not worse than the limit allows, shown by these cases
    Fail,         ///< worse than the limit allows, or below a threshold of the suite
    Inconclusive, ///< these cases cannot tell
};

[[nodiscard]] QString toString(Verdict verdict); ///< "pass", "fail", "inconclusive"

/// What the difference of a dimension is called beside its verdict.
enum class Finding { Better, NotWorse, Worse, CannotBeTold, BelowThreshold, NoPairs };

[[nodiscard]] QString toString(Finding finding); ///< "better", "not_worse", "worse", "cannot_be_told", …

/// Why a verdict is what it is, when it is not the interval that decides. Wording lives in ui and the command line.
enum class Reason {
    Interval,     ///< the interval against the limit decides
    Incomplete,   ///< a run is not Complete: never a pass
    Errors,       ///< answers without a judgement: never a pass
    NoPairs,      ///< no case of one run is in the other
    CasesDropped, ///< cases of the baseline are missing: what is missing cannot have passed
    Threshold,    ///< a mean or a pass rate is below the suite's threshold
};

struct CompareOptions
{
    double limit = 0.02; ///< a loss above this, as a share of the metric's scale, is worse: 2 points of 100
    double confidence = 0.95; ///< of the intervals, over all dimensions together (Holm)
    int resamples = 10000; ///< of the bootstrap; the seed is fixed, so the same files give the same figures
    quint32 baselineColumn = 0;
    quint32 candidateColumn = 0;
    QHash<QString, double> thresholds = {}; ///< least mean or pass rate per dimension, from the suite
};

/// One case in both runs. Repeats are folded: `baseline` and `candidate` are means over them.
struct PairedCase
{
    quint32 baselineCase = 0; ///< index into the baseline's cases
    quint32 candidateCase = 0;
    double baseline = noScore; ///< 0 … 1 for pass and fail, else the score
    double candidate = noScore;
    bool flaky = false; ///< its repeats disagree within one run: held apart from the statistics
};

struct DimensionComparison
{
    QString name = {};  ///< of the dimension, or of the metric where cases have no dimension
    bool binary = true; ///< pass and fail (McNemar), or scores (bootstrap and Wilcoxon)
    qint64 matched = 0; ///< pairs that both judged, without flaky ones
    qint64 flaky = 0;
    qint64 added = 0;   ///< cases of the candidate alone
    qint64 removed = 0; ///< cases of the baseline alone
    qint64 errors = 0;  ///< pairs that one of the two could not judge
    qint64 wins = 0;
    qint64 losses = 0;
    qint64 ties = 0;
    double baseline = noScore; ///< mean over matched pairs
    double candidate = noScore;
    double difference =
        noScore;          ///< candidate − baseline, signed so that more is better; in the metric's unit
    double low = noScore; ///< ends of the interval at CompareOptions::confidence
    double high = noScore;
    double limit = noScore;    ///< the loss allowed, in the metric's unit, negative
    double pValue = noScore;   ///< two-sided: exact McNemar, or Wilcoxon signed-rank
    double adjusted = noScore; ///< Holm over the dimensions
    double smallest = noScore; ///< the smallest difference that this many pairs would show with power 0.8
    qint64 casesNeeded =
        -1; ///< more cases that would settle it if the difference is what it seems; -1: not known
    Verdict verdict = Verdict::Inconclusive;
    Finding finding = Finding::CannotBeTold;
    Reason reason = Reason::Interval;
    std::vector<PairedCase> pairs = {};
};

/// Two runs held against each other, case by case.
struct Comparison
{
    QList<DimensionComparison> dimensions = {};
    std::vector<quint32> added = {};   ///< cases of the candidate alone
    std::vector<quint32> removed = {}; ///< cases of the baseline alone
    Verdict verdict = Verdict::Inconclusive;
    Reason reason = Reason::Interval;
    /// Better on one dimension and worse on another: fails until a named person accepts it.
    bool mixed = false;
};

/// Pure, and the same on every machine. Runs on any thread; 1,000 cases take milliseconds, the bootstrap of scores
/// `resamples` × pairs steps.
[[nodiscard]] Comparison compare(const ResultFile &baseline, const ResultFile &candidate,
                                 const CompareOptions &options = {});

} // namespace countersign::evals
