// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

#include <optional>
#include <span>
#include <vector>

/// The figures behind a verdict. Pure, and the same on every machine: sums run in one order, the generator is ours and
/// its seed is fixed. Every function takes any finite figures; what cannot be computed is std::nullopt, never a made-up
/// figure.
namespace countersign::evals {

struct Interval
{
    double low = 0;
    double high = 0;
    friend bool operator==(const Interval &, const Interval &) = default;
};

/// Pairs of pass and fail: `wins` passed in the candidate alone, `losses` in the baseline alone.
struct PairCounts
{
    qint64 pairs = 0; ///< wins, losses and ties
    qint64 wins = 0;
    qint64 losses = 0;
};

/// Two-sided exact p-value of McNemar's test: the binomial probability, at one half, of wins and losses at least as
/// uneven as these; 1 where there are none. (McNemar, Psychometrika 12 (1947) 153; Fagerland, Lydersen, Laake, BMC
/// Medical Research Methodology 13:91 (2013).)
[[nodiscard]] double exactMcNemar(qint64 wins, qint64 losses);

/// Score interval for the difference of two paired proportions, (wins − losses) / pairs. It keeps its coverage in small
/// samples and with few or no differing pairs, where Wald's has no width at all, and was made for showing that one is
/// not worse than the other. (Tango, Statistics in Medicine 17 (1998) 891; recommended by Fagerland, Lydersen, Laake,
/// Statistics in Medicine 33 (2014) 2850.) Nothing without pairs.
[[nodiscard]] std::optional<Interval> tangoInterval(const PairCounts &counts, double confidence);

struct SignedRank
{
    double pValue = 1;  ///< two-sided
    bool exact = false; ///< from the permutation distribution, otherwise from the normal one
    qint64 used = 0;    ///< differences that are not zero
};

/// Wilcoxon's signed-rank test on paired differences. Zeros are left out (Wilcoxon, Biometrics Bulletin 1 (1945) 80),
/// equal sizes get their mean rank. Up to 50 differences the p-value is exact, given the mean ranks; beyond, it comes
/// from the normal distribution with corrections for ties and continuity (Hollander, Wolfe, Chicken, Nonparametric
/// Statistical Methods, 3rd ed., section 3.1), as R's wilcox.test gives it.
[[nodiscard]] SignedRank wilcoxonSignedRank(std::span<const double> differences);

/// Bias-corrected and accelerated bootstrap interval of the mean (Efron, JASA 82 (1987) 171; DiCiccio, Efron,
/// Statistical Science 11 (1996) 189), with linear interpolation between resampled means. Takes `resamples` × size
/// steps. Nothing for fewer than two differences; no width where all are the same.
[[nodiscard]] std::optional<Interval> bootstrapMean(std::span<const double> differences, double confidence,
                                                    int resamples);

/// Student's interval of the mean. Nothing for fewer than two differences.
[[nodiscard]] std::optional<Interval> studentMean(std::span<const double> differences, double confidence);

/// Holm's step-down adjustment, in the order given (Scandinavian Journal of Statistics 6 (1979) 65). A figure that is
/// not between 0 and 1 stays as it is and does not count.
[[nodiscard]] std::vector<double> holm(std::span<const double> pValues);

/// The standard normal quantile.
[[nodiscard]] double normalQuantile(double probability);

/// Smallest true difference that `pairs` pairs would show as a difference at `confidence` with the power given, when
/// the differences of pairs have this standard deviation.
[[nodiscard]] double smallestMeanDifference(qint64 pairs, double deviation, double confidence, double power);

/// The same for pass and fail, where a share `differing` of the pairs differs (Connor, Biometrics 43 (1987) 207). At
/// most 1.
[[nodiscard]] double smallestPairedDifference(qint64 pairs, double differing, double confidence,
                                              double power);

/// Pairs that would show a true distance `distance` of the difference from a bound. -1: no number of pairs (under
/// 10^9).
[[nodiscard]] qint64 pairsNeeded(double distance, double deviation, double confidence, double power);

/// Mean and standard deviation (n − 1), in two passes.
struct Moments
{
    double mean = 0;
    double deviation = 0; ///< 0 for fewer than two
};

[[nodiscard]] Moments moments(std::span<const double> values);

/// xoshiro256** by Blackman and Vigna (ACM Trans. Math. Software 47 (2021) 36), seeded by SplitMix64: the same numbers
/// everywhere, which the distributions of the standard library do not promise.
class Generator
{
public:
    explicit Generator(quint64 seed);
    [[nodiscard]] quint64 next();
    /// Evenly from 0 up to, not including, `bound` > 0 (Lemire, ACM Trans. Modeling and Computer Simulation 29 (2019)
    /// 3).
    [[nodiscard]] quint32 below(quint32 bound);

private:
    quint64 m_state[4] = {};
};

} // namespace countersign::evals
