// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Compare.h"
#include "diff/Match.h"

namespace countersign::diff {

/// Turns what was matched into rows, moves, folds and sentence changes.
class RowBuilder
{
public:
    RowBuilder(Comparison &comparison, const Half &left, const Half &right,
               const std::vector<SentencePair> &pairs, const Options &options);

    void build();

private:
    const Half &half(int side) const { return side == 0 ? m_left : m_right; }
    void addRows();
    void addRow(int leftBlock, int rightBlock);
    void addBorders(int leftBlock, int rightBlock);
    Cell cellOf(int side, int block) const;
    RowKind kindOf(const Row &row) const;
    void addMoves();
    void addFolds();
    void addSentenceChanges();
    void addContext(SentenceChange &change, int side, int sentence) const;
    void markExamples(int side);
    void markSections(int side);
    void markLeadIns(int side);
    QString leadInOf(int side, int block) const;
    void addTotals();

    Comparison &m_out;
    const Half &m_left;
    const Half &m_right;
    const std::vector<SentencePair> &m_pairs;
    const Options &m_options;
    int m_lastMessage[2] = {-1, -1};
    std::vector<char> m_example[2];         // per block
    std::vector<QString> m_sectionPaths[2]; // per section
    std::vector<char> m_exampleSections[2];
    std::vector<int> m_leadIns[2]; // per block
};

} // namespace countersign::diff
