// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/MatchParts.h"

#include <algorithm>

namespace countersign::diff {

bool equalWithoutSpace(QStringView a, QStringView b)
{
    if (a == b)
        return true;
    qsizetype i = 0;
    qsizetype j = 0;
    while (true) {
        while (i < a.size() && a[i].isSpace())
            ++i;
        while (j < b.size() && b[j].isSpace())
            ++j;
        if (i == a.size() || j == b.size())
            return i == a.size() && j == b.size();
        if (a[i++] != b[j++])
            return false;
    }
}

bool isSubstantial(QStringView text)
{
    int words = 0;
    qsizetype letters = 0;
    bool inWord = false;
    for (const QChar character : text) {
        const bool letter = character.isLetterOrNumber();
        letters += letter ? 1 : 0;
        words += letter && !inWord ? 1 : 0;
        inWord = letter;
        if ((words >= 3 && letters >= 12) || letters >= 24)
            return true;
    }
    return false;
}

bool hasLetter(QStringView text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isLetterOrNumber(); });
}

size_t commonCount(const std::vector<int> &a, const std::vector<int> &b)
{
    size_t common = 0;
    for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (a[i] == b[j]) {
            ++common;
            ++i;
            ++j;
        } else if (a[i] < b[j]) {
            ++i;
        } else {
            ++j;
        }
    }
    return common;
}

void Votes::add(int place)
{
    if (m_counts[static_cast<size_t>(place)]++ == 0)
        m_named.push_back(place);
}

std::vector<int> Votes::take(size_t most)
{
    const size_t wanted = std::min(most, m_named.size());
    std::partial_sort(m_named.begin(), m_named.begin() + static_cast<qsizetype>(wanted), m_named.end(),
                      [this](int a, int b) {
                          const int first = m_counts[static_cast<size_t>(a)];
                          const int second = m_counts[static_cast<size_t>(b)];
                          return first != second ? first > second : a < b;
                      });
    std::vector<int> best(m_named.begin(), m_named.begin() + static_cast<qsizetype>(wanted));
    for (const int place : m_named)
        m_counts[static_cast<size_t>(place)] = 0;
    m_named.clear();
    return best;
}

} // namespace countersign::diff
