// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Align.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace countersign::diff {
namespace {

using Ids = std::span<const int>;

// Edits up to which the exact answer is computed. Memory of the trace grows with the square.
constexpr int exactEdits = 1200;
// Edits per step where no exact answer is affordable.
constexpr int greedyEdits = 192;
constexpr int deepest = 64;

struct Trace
{
    std::vector<std::vector<int>> rounds; // furthest x per diagonal, rounds[d][k + d]
};

int furthest(const std::vector<int> &round, int d, int k)
{
    return round[static_cast<size_t>(k + d)];
}

// One Myers search from the start of both. Returns true when it reached both ends within `limit` edits.
// Otherwise `x`, `y` are the point that got furthest.
bool search(Ids left, Ids right, int limit, Trace &trace, int &edits, int &x, int &y)
{
    const int n = static_cast<int>(left.size());
    const int m = static_cast<int>(right.size());
    int bestSum = -1;
    for (int d = 0; d <= limit; ++d) {
        std::vector<int> round(static_cast<size_t>(2 * d + 1), -1);
        for (int k = -d; k <= d; k += 2) {
            int from = 0;
            if (d > 0) {
                const std::vector<int> &previous = trace.rounds.back();
                const bool down =
                    k == -d
                    || (k != d && furthest(previous, d - 1, k - 1) < furthest(previous, d - 1, k + 1));
                from = down ? furthest(previous, d - 1, k + 1) : furthest(previous, d - 1, k - 1) + 1;
            }
            int to = from - k;
            // Diagonals that left the grid keep a value but are never followed.
            while (from >= 0 && to >= 0 && from < n && to < m
                   && left[static_cast<size_t>(from)] == right[static_cast<size_t>(to)]) {
                ++from;
                ++to;
            }
            round[static_cast<size_t>(k + d)] = from;
            if (from <= n && to <= m && from + to > bestSum) {
                bestSum = from + to;
                edits = d;
                x = from;
                y = to;
            }
            if (from >= n && to >= m) {
                trace.rounds.push_back(std::move(round));
                edits = d;
                x = n;
                y = m;
                return true;
            }
        }
        trace.rounds.push_back(std::move(round));
    }
    return false;
}

void walkBack(const Trace &trace, int edits, int x, int y, int leftOffset, int rightOffset, Pairs &out)
{
    Pairs reversed;
    for (int d = edits; d >= 0; --d) {
        const int k = x - y;
        int fromX = 0;
        int fromY = 0;
        int previousX = 0;
        int previousY = 0;
        if (d > 0) {
            const std::vector<int> &previous = trace.rounds[static_cast<size_t>(d - 1)];
            const bool down =
                k == -d || (k != d && furthest(previous, d - 1, k - 1) < furthest(previous, d - 1, k + 1));
            const int previousK = down ? k + 1 : k - 1;
            previousX = furthest(previous, d - 1, previousK);
            previousY = previousX - previousK;
            fromX = down ? previousX : previousX + 1;
            fromY = fromX - k;
        }
        while (x > fromX && y > fromY) {
            --x;
            --y;
            reversed.emplace_back(x + leftOffset, y + rightOffset);
        }
        x = previousX;
        y = previousY;
    }
    out.insert(out.end(), reversed.rbegin(), reversed.rend());
}

// Elements that occur once on each side, in the longest order that both sides share.
std::vector<std::pair<int, int>> anchors(Ids left, Ids right)
{
    struct Count
    {
        int leftCount = 0;
        int rightCount = 0;
        int leftAt = 0;
        int rightAt = 0;
    };
    std::unordered_map<int, Count> counts;
    counts.reserve(left.size() + right.size());
    for (size_t i = 0; i < left.size(); ++i) {
        Count &count = counts[left[i]];
        ++count.leftCount;
        count.leftAt = static_cast<int>(i);
    }
    for (size_t i = 0; i < right.size(); ++i) {
        Count &count = counts[right[i]];
        ++count.rightCount;
        count.rightAt = static_cast<int>(i);
    }
    std::vector<std::pair<int, int>> candidates;
    for (size_t i = 0; i < left.size(); ++i) {
        const Count &count = counts[left[i]];
        if (count.leftCount == 1 && count.rightCount == 1)
            candidates.emplace_back(static_cast<int>(i), count.rightAt);
    }

    std::vector<int> tails;
    std::vector<int> previous(candidates.size(), -1);
    for (size_t i = 0; i < candidates.size(); ++i) {
        const auto place =
            std::lower_bound(tails.begin(), tails.end(), candidates[i].second, [&](int tail, int value) {
                return candidates[static_cast<size_t>(tail)].second < value;
            });
        if (place != tails.begin())
            previous[i] = *std::prev(place);
        if (place == tails.end())
            tails.push_back(static_cast<int>(i));
        else
            *place = static_cast<int>(i);
    }
    std::vector<std::pair<int, int>> chain;
    for (int at = tails.empty() ? -1 : tails.back(); at >= 0; at = previous[static_cast<size_t>(at)])
        chain.push_back(candidates[static_cast<size_t>(at)]);
    std::reverse(chain.begin(), chain.end());
    return chain;
}

class Aligner
{
public:
    explicit Aligner(const std::function<bool()> &canceled) : m_canceled(canceled) {}

    Pairs take() { return std::move(m_pairs); }

    void run(Ids left, Ids right, int leftOffset, int rightOffset, int depth)
    {
        if (m_canceled && m_canceled())
            return;
        size_t prefix = 0;
        while (prefix < left.size() && prefix < right.size() && left[prefix] == right[prefix]) {
            m_pairs.emplace_back(static_cast<int>(prefix) + leftOffset,
                                 static_cast<int>(prefix) + rightOffset);
            ++prefix;
        }
        left = left.subspan(prefix);
        right = right.subspan(prefix);
        leftOffset += static_cast<int>(prefix);
        rightOffset += static_cast<int>(prefix);
        size_t suffix = 0;
        while (suffix < left.size() && suffix < right.size()
               && left[left.size() - 1 - suffix] == right[right.size() - 1 - suffix])
            ++suffix;
        const Ids innerLeft = left.first(left.size() - suffix);
        const Ids innerRight = right.first(right.size() - suffix);
        if (!innerLeft.empty() && !innerRight.empty())
            inner(innerLeft, innerRight, leftOffset, rightOffset, depth);
        for (size_t i = 0; i < suffix; ++i)
            m_pairs.emplace_back(static_cast<int>(innerLeft.size() + i) + leftOffset,
                                 static_cast<int>(innerRight.size() + i) + rightOffset);
    }

private:
    void inner(Ids left, Ids right, int leftOffset, int rightOffset, int depth)
    {
        const int total = static_cast<int>(left.size() + right.size());
        // A short search tells near texts from far ones before the trace gets large.
        const int limit = std::min(total, total < 2 * exactEdits ? exactEdits : greedyEdits);
        Trace trace;
        int edits = 0;
        int x = 0;
        int y = 0;
        if (search(left, right, limit, trace, edits, x, y)) {
            walkBack(trace, edits, x, y, leftOffset, rightOffset, m_pairs);
            return;
        }
        if (depth < deepest) {
            const auto chain = anchors(left, right);
            if (!chain.empty()) {
                split(left, right, leftOffset, rightOffset, depth, chain);
                return;
            }
        }
        greedy(left, right, leftOffset, rightOffset);
    }

    void split(Ids left, Ids right, int leftOffset, int rightOffset, int depth,
               const std::vector<std::pair<int, int>> &chain)
    {
        int fromLeft = 0;
        int fromRight = 0;
        for (const auto &[atLeft, atRight] : chain) {
            if (atLeft < fromLeft || atRight < fromRight)
                continue;
            run(left.subspan(static_cast<size_t>(fromLeft), static_cast<size_t>(atLeft - fromLeft)),
                right.subspan(static_cast<size_t>(fromRight), static_cast<size_t>(atRight - fromRight)),
                leftOffset + fromLeft, rightOffset + fromRight, depth + 1);
            m_pairs.emplace_back(atLeft + leftOffset, atRight + rightOffset);
            fromLeft = atLeft + 1;
            fromRight = atRight + 1;
        }
        run(left.subspan(static_cast<size_t>(fromLeft)), right.subspan(static_cast<size_t>(fromRight)),
            leftOffset + fromLeft, rightOffset + fromRight, depth + 1);
    }

    // Takes the best path of a bounded search, goes on from its end.
    void greedy(Ids left, Ids right, int leftOffset, int rightOffset)
    {
        while (!left.empty() && !right.empty()) {
            if (m_canceled && m_canceled())
                return;
            Trace trace;
            int edits = 0;
            int x = 0;
            int y = 0;
            const bool done = search(left, right, greedyEdits, trace, edits, x, y);
            walkBack(trace, edits, x, y, leftOffset, rightOffset, m_pairs);
            if (done || (x == 0 && y == 0))
                return;
            left = left.subspan(static_cast<size_t>(x));
            right = right.subspan(static_cast<size_t>(y));
            leftOffset += x;
            rightOffset += y;
        }
    }

    const std::function<bool()> &m_canceled;
    Pairs m_pairs;
};

} // namespace

Pairs align(Ids left, Ids right, const std::function<bool()> &canceled)
{
    // What the other side does not have at all cannot stay; without it the rest is a small problem.
    const std::unordered_set<int> onLeft(left.begin(), left.end());
    const std::unordered_set<int> onRight(right.begin(), right.end());
    const auto shared = [](Ids ids, const std::unordered_set<int> &others, std::vector<int> &values,
                           std::vector<int> &places) {
        for (size_t i = 0; i < ids.size(); ++i) {
            if (others.contains(ids[i])) {
                values.push_back(ids[i]);
                places.push_back(static_cast<int>(i));
            }
        }
    };
    std::vector<int> leftValues;
    std::vector<int> leftPlaces;
    std::vector<int> rightValues;
    std::vector<int> rightPlaces;
    shared(left, onRight, leftValues, leftPlaces);
    shared(right, onLeft, rightValues, rightPlaces);

    Aligner aligner(canceled);
    aligner.run(leftValues, rightValues, 0, 0, 0);
    Pairs pairs = aligner.take();
    for (auto &[l, r] : pairs) {
        l = leftPlaces[static_cast<size_t>(l)];
        r = rightPlaces[static_cast<size_t>(r)];
    }
    return pairs;
}

} // namespace countersign::diff
