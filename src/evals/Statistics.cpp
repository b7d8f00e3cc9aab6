// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Statistics.h"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

namespace countersign::evals {

namespace {

namespace bm = boost::math;

/// Errors come back as figures, and nothing is computed in long double, which is another type on another machine.
using Quiet = bm::policies::policy<bm::policies::domain_error<bm::policies::ignore_error>,
                                   bm::policies::pole_error<bm::policies::ignore_error>,
                                   bm::policies::overflow_error<bm::policies::ignore_error>,
                                   bm::policies::evaluation_error<bm::policies::ignore_error>,
                                   bm::policies::promote_double<false>>;
using Normal = bm::normal_distribution<double, Quiet>;
using Binomial = bm::binomial_distribution<double, Quiet>;
using Student = bm::students_t_distribution<double, Quiet>;

constexpr quint64 bootstrapSeed = 0x636f756e74657273; // "counters"
constexpr qint64 mostExactRanks = 50;

double normalTail(double z)
{
    return bm::cdf(bm::complement(Normal(), z));
}

/// Tango's score statistic of the difference `delta`; `b` is what speaks for the candidate, `c` for the baseline.
double tangoScore(double n, double b, double c, double delta)
{
    const double first = 2 * n;
    const double second = -b - c + (2 * n - b + c) * delta;
    const double third = -c * delta * (1 - delta);
    const double root = std::sqrt(std::max(0.0, second * second - 4 * first * third));
    const double q = std::max(0.0, (root - second) / (2 * first));
    const double variance = n * (2 * q + delta * (1 - delta));
    const double distance = b - c - n * delta;
    if (variance <= 0) {
        return distance == 0 ? 0 : std::copysign(HUGE_VAL, distance);
    }
    return distance / std::sqrt(variance);
}

/// Where the statistic, which falls as the difference grows, crosses `level` between `from` and `to`.
double tangoBound(const PairCounts &counts, double level, double from, double to)
{
    double low = from;
    double high = to;
    for (int i = 0; i < 200 && low < high; ++i) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) {
            break;
        }
        const double score =
            tangoScore(double(counts.pairs), double(counts.wins), double(counts.losses), middle);
        (score > level ? low : high) = middle;
    }
    return low + (high - low) / 2;
}

/// Mean ranks of the sizes, doubled so that they are whole, and the sum of t³ − t over ties.
struct Ranks
{
    std::vector<qint64> doubled = {};
    double tieSum = 0;
};

Ranks meanRanks(const std::vector<double> &sizes)
{
    std::vector<size_t> order(sizes.size());
    std::iota(order.begin(), order.end(), size_t(0));
    std::ranges::sort(order, {}, [&](size_t i) { return sizes[i]; });
    Ranks ranks{.doubled = std::vector<qint64>(sizes.size())};
    for (size_t from = 0; from < order.size();) {
        size_t to = from + 1;
        // 0.3 − 0.2 and 0.2 − 0.1 are one size, though not one double.
        while (to < order.size() && sizes[order[to]] <= sizes[order[to - 1]] * (1 + 1e-9)) {
            ++to;
        }
        for (size_t i = from; i < to; ++i) {
            ranks.doubled[order[i]] = qint64(from + to + 1);
        }
        const double tied = double(to - from);
        ranks.tieSum += tied * tied * tied - tied;
        from = to;
    }
    return ranks;
}

/// Share of all 2^n choices of signs whose positive ranks sum up to `sum` or less. Counts are whole numbers below 2^53.
double exactLowerTail(const std::vector<qint64> &ranks, qint64 sum)
{
    const qint64 total = std::accumulate(ranks.begin(), ranks.end(), qint64(0));
    std::vector<double> ways(size_t(total + 1), 0.0);
    ways[0] = 1;
    qint64 reached = 0;
    for (const qint64 rank : ranks) {
        reached += rank;
        for (qint64 s = reached; s >= rank; --s) {
            ways[size_t(s)] += ways[size_t(s - rank)];
        }
    }
    double below = 0;
    for (qint64 s = 0; s <= std::min(sum, total); ++s) {
        below += ways[size_t(s)];
    }
    return std::ldexp(below, -int(ranks.size()));
}

/// Value at `share` of sorted figures, with linear interpolation.
double quantileOf(const std::vector<double> &sorted, double share)
{
    const double at = std::clamp(share, 0.0, 1.0) * double(sorted.size() - 1);
    const size_t below = size_t(at);
    const size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (at - double(below));
}

/// Efron's acceleration of the mean, by the jackknife: leaving one out moves the mean by (mean − value) / (n − 1).
double acceleration(std::span<const double> values, double mean)
{
    double squares = 0;
    double cubes = 0;
    for (const double value : values) {
        const double away = value - mean;
        squares += away * away;
        cubes += away * away * away;
    }
    return squares > 0 ? cubes / (6 * std::pow(squares, 1.5)) : 0;
}

} // namespace

double exactMcNemar(qint64 wins, qint64 losses)
{
    const qint64 differing = wins + losses;
    if (wins < 0 || losses < 0 || differing == 0) {
        return 1;
    }
    return std::min(1.0, 2 * bm::cdf(Binomial(double(differing), 0.5), double(std::min(wins, losses))));
}

std::optional<Interval> tangoInterval(const PairCounts &counts, double confidence)
{
    if (counts.pairs <= 0 || counts.wins < 0 || counts.losses < 0
        || counts.wins + counts.losses > counts.pairs) {
        return std::nullopt;
    }
    const double z = normalQuantile(0.5 + confidence / 2);
    const double difference = double(counts.wins - counts.losses) / double(counts.pairs);
    return Interval{.low = counts.losses == counts.pairs ? -1 : tangoBound(counts, z, -1, difference),
                    .high = counts.wins == counts.pairs ? 1 : tangoBound(counts, -z, difference, 1)};
}

SignedRank wilcoxonSignedRank(std::span<const double> differences)
{
    std::vector<double> sizes;
    std::vector<bool> positive;
    for (const double difference : differences) {
        if (difference != 0 && std::isfinite(difference)) {
            sizes.push_back(std::fabs(difference));
            positive.push_back(difference > 0);
        }
    }
    SignedRank result{.exact = qint64(sizes.size()) <= mostExactRanks, .used = qint64(sizes.size())};
    if (sizes.empty()) {
        return result;
    }
    const Ranks ranks = meanRanks(sizes);
    qint64 sum = 0;
    qint64 total = 0;
    for (size_t i = 0; i < sizes.size(); ++i) {
        sum += positive[i] ? ranks.doubled[i] : 0;
        total += ranks.doubled[i];
    }
    if (result.exact) {
        result.pValue = std::min(1.0, 2 * exactLowerTail(ranks.doubled, std::min(sum, total - sum)));
        return result;
    }
    const double n = double(sizes.size());
    const double variance = n * (n + 1) * (2 * n + 1) / 24 - ranks.tieSum / 48;
    const double away = std::fabs(double(sum) / 2 - n * (n + 1) / 4);
    const double z = std::max(0.0, away - 0.5) / std::sqrt(variance);
    result.pValue = std::min(1.0, 2 * normalTail(z));
    return result;
}

std::optional<Interval> bootstrapMean(std::span<const double> differences, double confidence, int resamples)
{
    const size_t n = differences.size();
    if (n < 2 || n > size_t(1) << 31 || resamples < 1) {
        return std::nullopt;
    }
    const Moments own = moments(differences);
    if (std::ranges::all_of(differences, [&](double value) { return value == differences.front(); })) {
        return Interval{.low = differences.front(), .high = differences.front()};
    }
    Generator generator(bootstrapSeed);
    std::vector<double> means(size_t(resamples), 0.0);
    for (double &mean : means) {
        double sum = 0;
        for (size_t i = 0; i < n; ++i) {
            sum += differences[generator.below(quint32(n))];
        }
        mean = sum / double(n);
    }
    std::ranges::sort(means);
    // Means of the same values in another order differ in their last digits; they count as equal.
    const double same = 1e-12 * std::max(std::fabs(own.mean), own.deviation);
    const auto below = std::ranges::lower_bound(means, own.mean - same) - means.begin();
    const auto upTo = std::ranges::upper_bound(means, own.mean + same) - means.begin();
    const double share = (double(below) + double(upTo)) / (2 * double(resamples));
    const double least = 0.5 / double(resamples);
    const double bias = normalQuantile(std::clamp(share, least, 1 - least));
    const double a = acceleration(differences, own.mean);
    const auto bound = [&](double probability) {
        const double shifted = bias + normalQuantile(probability);
        const double below1 = 1 - a * shifted;
        const double z = below1 > 0 ? bias + shifted / below1 : std::copysign(HUGE_VAL, shifted);
        return quantileOf(means, std::isfinite(z) ? normalTail(-z) : (z > 0 ? 1.0 : 0.0));
    };
    const Interval interval{.low = bound(0.5 - confidence / 2), .high = bound(0.5 + confidence / 2)};
    return Interval{.low = std::min(interval.low, own.mean), .high = std::max(interval.high, own.mean)};
}

std::optional<Interval> studentMean(std::span<const double> differences, double confidence)
{
    if (differences.size() < 2) {
        return std::nullopt;
    }
    const Moments own = moments(differences);
    const double n = double(differences.size());
    const double half = bm::quantile(Student(n - 1), 0.5 + confidence / 2) * own.deviation / std::sqrt(n);
    return Interval{.low = own.mean - half, .high = own.mean + half};
}

std::vector<double> holm(std::span<const double> pValues)
{
    std::vector<double> adjusted(pValues.begin(), pValues.end());
    std::vector<size_t> order;
    for (size_t i = 0; i < pValues.size(); ++i) {
        if (pValues[i] >= 0 && pValues[i] <= 1) {
            order.push_back(i);
        }
    }
    std::ranges::stable_sort(order, {}, [&](size_t i) { return pValues[i]; });
    double most = 0;
    for (size_t rank = 0; rank < order.size(); ++rank) {
        most = std::max(most, std::min(1.0, pValues[order[rank]] * double(order.size() - rank)));
        adjusted[order[rank]] = most;
    }
    return adjusted;
}

double normalQuantile(double probability)
{
    return bm::quantile(Normal(), probability);
}

double smallestMeanDifference(qint64 pairs, double deviation, double confidence, double power)
{
    const double z = normalQuantile(0.5 + confidence / 2) + normalQuantile(power);
    return z * deviation / std::sqrt(double(std::max<qint64>(pairs, 1)));
}

double smallestPairedDifference(qint64 pairs, double differing, double confidence, double power)
{
    const double zAlpha = normalQuantile(0.5 + confidence / 2);
    const double zBeta = normalQuantile(power);
    const double n = double(std::max<qint64>(pairs, 1));
    // d √n = zα √ψ + zβ √(ψ − d²). A difference cannot be larger than the share that differs, so where these pairs are
    // too few for that, the share itself has to grow: then all that differs goes one way, d = ψ, and d √n = zα √d + zβ
    // √(d − d²).
    const auto enough = [&](double d) {
        const double share = std::max(differing, d);
        return d * std::sqrt(n)
               >= zAlpha * std::sqrt(share) + zBeta * std::sqrt(std::max(0.0, share - d * d));
    };
    double low = 0;
    double high = 1;
    for (int i = 0; i < 100; ++i) {
        const double middle = (low + high) / 2;
        (enough(middle) ? high : low) = middle;
    }
    return high;
}

qint64 pairsNeeded(double distance, double deviation, double confidence, double power)
{
    const double z = normalQuantile(0.5 + confidence / 2) + normalQuantile(power);
    const double ratio = z * deviation / distance;
    const double pairs = std::ceil(ratio * ratio);
    return pairs >= 0 && pairs < 1e9 ? qint64(pairs) : -1;
}

Moments moments(std::span<const double> values)
{
    if (values.empty()) {
        return {};
    }
    double sum = 0;
    for (const double value : values) {
        sum += value;
    }
    const double mean = sum / double(values.size());
    double squares = 0;
    for (const double value : values) {
        squares += (value - mean) * (value - mean);
    }
    return {.mean = mean,
            .deviation = values.size() < 2 ? 0 : std::sqrt(squares / double(values.size() - 1))};
}

Generator::Generator(quint64 seed)
{
    for (quint64 &word : m_state) {
        seed += 0x9e3779b97f4a7c15;
        quint64 z = seed;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        word = z ^ (z >> 31);
    }
}

quint64 Generator::next()
{
    const quint64 result = std::rotl(m_state[1] * 5, 7) * 9;
    const quint64 shifted = m_state[1] << 17;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= shifted;
    m_state[3] = std::rotl(m_state[3], 45);
    return result;
}

quint32 Generator::below(quint32 bound)
{
    quint64 product = (next() >> 32) * quint64(bound);
    if (quint32(product) < bound) {
        const quint32 least = (0u - bound) % bound;
        while (quint32(product) < least) {
            product = (next() >> 32) * quint64(bound);
        }
    }
    return quint32(product >> 32);
}

} // namespace countersign::evals
