// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Align.h"
#include "diff/Segments.h"

#include <functional>
#include <unordered_map>
#include <vector>

namespace countersign::diff {

/// One side while it is compared.
struct Half
{
    SideText &side;
    std::vector<Block> blocks = {};
    std::vector<int> blockOf = {};             ///< block of each sentence
    std::vector<int> keys = {};                ///< key id of each sentence
    std::vector<int> pairOf = {};              ///< block on the other side, -1 when there is none
    std::vector<std::vector<Mark>> marks = {}; ///< per sentence
};

/// Sentences that belong together: usually one of each side, more where one was split or joined.
struct SentencePair
{
    std::vector<int> left = {};
    std::vector<int> right = {};
    bool moved = false;
    bool alike = false; ///< the same but for white space
    QList<WordEdit> edits = {};
};

/// Finds what belongs to what. Fills `pairOf`, `marks` and the kind and partner of every sentence.
class Matcher
{
public:
    Matcher(Half &left, Half &right, const std::function<bool()> &canceled);

    void run();

    std::vector<SentencePair> pairs;

private:
    struct Words
    {
        std::vector<int> ids; // sorted
        int weight = 0;
    };

    bool stopped() const { return m_canceled && m_canceled(); }
    const QString &text(Side side) const;
    Half &half(Side side) { return side == Side::Left ? m_left : m_right; }

    void prepare(Half &half);
    void matchMessages();
    void matchBlocks(int leftFirst, int leftLast, int rightFirst, int rightLast);
    void matchGap(int leftFirst, int leftLast, int rightFirst, int rightLast);
    void matchLargeGap(int leftFirst, int leftLast, int rightFirst, int rightLast);
    void pairBlocks(int left, int right);
    const Words &wordsOf(Side side, int block);
    double likeness(int left, int right);
    bool acceptable(int left, int right, bool alone);
    bool holdsAll(int left, int right) const;

    void matchEqualSentences();
    void findExactMoves();
    void matchChangedSentences();
    void matchRun(const std::vector<int> &left, const std::vector<int> &right);
    void findEditedMoves();
    void addPair(SentencePair pair);
    void keepInOrder();
    void finish(SentencePair &pair);
    void markRest(Side side);
    bool isFree(Side side, int sentence) const;
    std::vector<Token> tokensOf(Side side, const std::vector<int> &sentences,
                                std::vector<int> *owners = nullptr) const;

    Half &m_left;
    Half &m_right;
    const std::function<bool()> &m_canceled;
    Interner m_ids;
    std::vector<Words> m_words[2];
    std::vector<char> m_hasWords[2];
    std::vector<char> m_taken[2]; // sentences that have a pair
};

/// Tokens as ids, for alignment.
std::vector<int> tokenIds(const QString &text, const std::vector<Token> &tokens, Interner &ids);

} // namespace countersign::diff
