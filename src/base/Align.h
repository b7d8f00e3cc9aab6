// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include <algorithm>

namespace countersign {

/// One step from an old list to a new one: both places for what stays or becomes something else, -1 for what is not there.
struct AlignedPair
{
    qsizetype before = -1;
    qsizetype after = -1;
    friend bool operator==(const AlignedPair &, const AlignedPair &) = default;
};

enum class Leftovers {
    Apart,   ///< what went, then what came
    Paired,  ///< in order, as far as there are as many
};

/// The longest common part of two lists, with what is left over between its items. `same(i, j)` is an equality. Time and
/// room grow with the product of the sizes, after what both begin and end with.
template<typename Same>
[[nodiscard]] QList<AlignedPair> align(qsizetype before, qsizetype after, Same same, Leftovers leftovers)
{
    qsizetype head = 0;
    while (head < std::min(before, after) && same(head, head)) {
        ++head;
    }
    qsizetype tail = 0;
    while (tail < std::min(before, after) - head && same(before - 1 - tail, after - 1 - tail)) {
        ++tail;
    }
    const qsizetype rows = before - head - tail;
    const qsizetype columns = after - head - tail;
    QList<QList<int>> best(rows + 1, QList<int>(columns + 1, 0));
    for (qsizetype i = rows - 1; i >= 0; --i) {
        for (qsizetype j = columns - 1; j >= 0; --j) {
            best[i][j] = same(head + i, head + j) ? best[i + 1][j + 1] + 1 : std::max(best[i + 1][j], best[i][j + 1]);
        }
    }
    QList<AlignedPair> pairs;
    QList<qsizetype> left;
    QList<qsizetype> right;
    const auto flush = [&] {
        const qsizetype both = leftovers == Leftovers::Paired ? std::min(left.size(), right.size()) : 0;
        for (qsizetype n = 0; n < both; ++n) {
            pairs.append({left.at(n), right.at(n)});
        }
        for (qsizetype n = both; n < left.size(); ++n) {
            pairs.append({left.at(n), -1});
        }
        for (qsizetype n = both; n < right.size(); ++n) {
            pairs.append({-1, right.at(n)});
        }
        left.clear();
        right.clear();
    };
    for (qsizetype n = 0; n < head; ++n) {
        pairs.append({n, n});
    }
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < rows || j < columns) {
        if (i < rows && j < columns && same(head + i, head + j)) {
            flush();
            pairs.append({head + i++, head + j++});
        } else if (j >= columns || (i < rows && best.at(i + 1).at(j) >= best.at(i).at(j + 1))) {
            left.append(head + i++);
        } else {
            right.append(head + j++);
        }
    }
    flush();
    for (qsizetype n = tail; n > 0; --n) {
        pairs.append({before - n, after - n});
    }
    return pairs;
}

} // namespace countersign
