// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Align.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace countersign::diff {
namespace {

using Ids = std::span<const int>;

// Edits up to which the exact answer is computed. Memory of the trace grows with the square.
constexpr int exactEdits = 1200;
// Edits per step where no exact answer is affordable.
constexpr int greedyEdits = 192;
constexpr int deepest = 64;

// Numbers in a table of their own: what std::unordered_set does, without a piece of memory for each.
class Table
{
public:
    explicit Table(size_t count)
        : m_shift(64 - std::bit_width(std::bit_ceil(2 * count + 2)) + 1)
        , m_slots(size_t{1} << (64 - m_shift), none)
    {}

    /// The place of the number, which is put in when it is not there.
    size_t put(int id)
    {
        const size_t at = placeOf(id);
        m_slots[at] = id;
        return at;
    }
    bool contains(int id) const { return m_slots[placeOf(id)] == id; }
    size_t placeOf(int id) const
    {
        size_t at = (static_cast<quint64>(static_cast<unsigned>(id)) * 0x9E3779B97F4A7C15U) >> m_shift;
        while (m_slots[at] != id && m_slots[at] != none)
            at = (at + 1) & (m_slots.size() - 1);
        return at;
    }
    size_t size() const { return m_slots.size(); }

private:
    static constexpr int none = std::numeric_limits<int>::min();
    int m_shift;
    std::vector<int> m_slots;
};

// Furthest x per diagonal of each round. Round d has every second one from -d to d and so begins at d (d + 1) / 2.
struct Trace
{
    std::vector<int> values;

    static size_t beginOf(int d) { return static_cast<size_t>(d) * static_cast<size_t>(d + 1) / 2; }
    const int *round(int d) const { return values.data() + beginOf(d); }
    int *begin(int d)
    {
        values.resize(beginOf(d + 1), -1);
        return values.data() + beginOf(d);
    }
};

int furthest(const int *round, int d, int k)
{
    return round[(k + d) / 2];
}

// One Myers search from the start of both. Returns true when it reached both ends within `limit` edits.
// Otherwise `x`, `y` are the point that got furthest.
bool search(Ids left, Ids right, int limit, Trace &trace, int &edits, int &x, int &y)
{
    const int n = static_cast<int>(left.size());
    const int m = static_cast<int>(right.size());
    int bestSum = -1;
    trace.values.clear();
    for (int d = 0; d <= limit; ++d) {
        int *round = trace.begin(d);
        const int *previous = d > 0 ? trace.round(d - 1) : nullptr;
        for (int k = -d; k <= d; k += 2) {
            int from = 0;
            if (d > 0) {
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
            round[(k + d) / 2] = from;
            if (from <= n && to <= m && from + to > bestSum) {
                bestSum = from + to;
                edits = d;
                x = from;
                y = to;
            }
            if (from >= n && to >= m) {
                edits = d;
                x = n;
                y = m;
                return true;
            }
        }
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
            const int *previous = trace.round(d - 1);
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
        int rightAt = 0;
    };
    Table known(left.size());
    std::vector<Count> counts(known.size());
    for (const int id : left)
        ++counts[known.put(id)].leftCount;
    for (size_t i = 0; i < right.size(); ++i) {
        if (!known.contains(right[i]))
            continue;
        Count &count = counts[known.placeOf(right[i])];
        ++count.rightCount;
        count.rightAt = static_cast<int>(i);
    }
    std::vector<std::pair<int, int>> candidates;
    for (size_t i = 0; i < left.size(); ++i) {
        const Count &count = counts[known.placeOf(left[i])];
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
        int edits = 0;
        int x = 0;
        int y = 0;
        if (search(left, right, limit, m_trace, edits, x, y)) {
            walkBack(m_trace, edits, x, y, leftOffset, rightOffset, m_pairs);
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
            int edits = 0;
            int x = 0;
            int y = 0;
            const bool done = search(left, right, greedyEdits, m_trace, edits, x, y);
            walkBack(m_trace, edits, x, y, leftOffset, rightOffset, m_pairs);
            if (done || (x == 0 && y == 0))
                return;
            left = left.subspan(static_cast<size_t>(x));
            right = right.subspan(static_cast<size_t>(y));
            leftOffset += x;
            rightOffset += y;
        }
    }

    const std::function<bool()> &m_canceled;
    Trace m_trace; // of the last search; kept for its memory
    Pairs m_pairs;
};

} // namespace

Pairs align(Ids left, Ids right, const std::function<bool()> &canceled)
{
    size_t prefix = 0;
    while (prefix < left.size() && prefix < right.size() && left[prefix] == right[prefix])
        ++prefix;
    size_t suffix = 0;
    while (suffix < left.size() - prefix && suffix < right.size() - prefix
           && left[left.size() - 1 - suffix] == right[right.size() - 1 - suffix])
        ++suffix;
    const Ids innerLeft = left.subspan(prefix, left.size() - prefix - suffix);
    const Ids innerRight = right.subspan(prefix, right.size() - prefix - suffix);
    Pairs pairs;
    pairs.reserve(prefix + suffix + std::min(innerLeft.size(), innerRight.size()));
    for (size_t i = 0; i < prefix; ++i)
        pairs.emplace_back(static_cast<int>(i), static_cast<int>(i));
    if (!innerLeft.empty() && !innerRight.empty()) {
        // What the other side does not have at all cannot stay; without it the rest is a small problem.
        const auto shared = [prefix](Ids ids, Ids others, std::vector<int> &values,
                                     std::vector<int> &places) {
            Table known(others.size());
            for (const int id : others)
                known.put(id);
            for (size_t i = 0; i < ids.size(); ++i) {
                if (known.contains(ids[i])) {
                    values.push_back(ids[i]);
                    places.push_back(static_cast<int>(prefix + i));
                }
            }
        };
        std::vector<int> leftValues;
        std::vector<int> leftPlaces;
        std::vector<int> rightValues;
        std::vector<int> rightPlaces;
        shared(innerLeft, innerRight, leftValues, leftPlaces);
        shared(innerRight, innerLeft, rightValues, rightPlaces);
        Aligner aligner(canceled);
        aligner.run(leftValues, rightValues, 0, 0, 0);
        for (const auto &[l, r] : aligner.take())
            pairs.emplace_back(leftPlaces[static_cast<size_t>(l)], rightPlaces[static_cast<size_t>(r)]);
    }
    for (size_t i = suffix; i > 0; --i)
        pairs.emplace_back(static_cast<int>(left.size() - i), static_cast<int>(right.size() - i));
    return pairs;
}

} // namespace countersign::diff
