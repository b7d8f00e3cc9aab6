// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Comparison.h"
#include "diff/Quantities.h"

#include <set>
#include <utility>
#include <vector>

namespace countersign::diff {

/// How many words between white space.
qsizetype wordCount(QStringView text);

/// What came and what went, without the words that both sides of a replacement begin or end with.
struct EditCore
{
    QString before;
    QString after;

    explicit EditCore(const WordEdit &edit);

    bool oneSided() const { return before.isEmpty() != after.isEmpty(); }
    const QString &words() const { return after.isEmpty() ? before : after; }
};

/// Tells the quantities of one changed sentence: which became which, came or went. Refers to the comparison and the list.
class QuantityReader
{
public:
    QuantityReader(const Comparison &comparison, int index, QList<Entry> &entries)
        : m_comparison(comparison)
        , m_change(comparison.sentences[index])
        , m_index(index)
        , m_entries(entries)
    {}

    /// Reads one replacement of words. True when the quantities say all that it says.
    bool read(const WordEdit &edit, const EditCore &core);

private:
    QStringView view(int side, Range range) const
    {
        return QStringView(m_comparison.sides[side].text).mid(range.start, range.length);
    }

    std::vector<Quantity> around(int side, Range edit) const;
    bool add(const Quantity *left, const Quantity *right, const WordEdit &edit, const EditCore &core);
    bool standsOn(int side, const Quantity &quantity) const;
    EntryKind kindOf(const Quantity *left, const Quantity *right) const;
    bool isListNumber(const Quantity *left, const Quantity *right) const;

    const Comparison &m_comparison;
    const SentenceChange &m_change;
    const int m_index;
    QList<Entry> &m_entries;
    std::set<std::pair<qsizetype, qsizetype>> m_told = {}; // by where they start on both sides
};

} // namespace countersign::diff
