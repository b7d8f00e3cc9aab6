// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Together.h"
#include "diff/Align.h"
#include "diff/Intern.h"
#include "diff/Segments.h"

#include <QVarLengthArray>

#include <deque>
#include <functional>
#include <map>
#include <span>
#include <vector>

namespace countersign::diff {

/// One side while it is compared: its blocks, and after matching what belongs to each of its sentences.
struct Half
{
    SideText &side;
    Segmenter segmenter;
    std::vector<Block> blocks = {};
    std::vector<int> blockOf = {};   ///< block of each sentence
    std::vector<int> pairOf = {};    ///< block on the other side, -1 when there is none
    std::vector<size_t> hashes = {}; ///< per block, Interner::hashOf() its visible text
    std::vector<char> alike = {};    ///< blocks that are the same byte for byte as their pair

    explicit Half(SideText &text) : side(text), segmenter(text.text, text, blocks) {}

    /// The marks of a sentence. Few of a long text have any.
    std::vector<Mark> &marksOf(int sentence);
    std::span<const Mark> marksOf(int sentence) const;
    std::vector<std::vector<Mark>> marks = {}; ///< of those that have some, in no order
    std::vector<int> markPlaces = {};          ///< per sentence, -1 when it has none
};

/// Sentences that belong together and are not plainly alike, or stand elsewhere.
struct SentencePair
{
    // Mostly one of each.
    using Sentences = QVarLengthArray<int, 2>;
    Sentences left = {};
    Sentences right = {};
    bool moved = false;
    bool alike = false; ///< the same but for white space
    QList<WordEdit> edits = {};
};

/// Finds for each block and each sentence what it is on the other side, and marks the words. What it finds does not depend
/// on which of the two texts is the older one: compared the other way round it finds the same, mirrored.
class Matcher
{
public:
    /// `companion` takes its part of what is read; it is free again when a call returns.
    Matcher(Half &left, Half &right, Companion &companion, const std::function<bool()> &canceled);

    /// First: blocks that are the same, and the sentences of the others.
    void read();
    /// Then what belongs together, unless that was stopped. Needs no companion.
    void match();

    /// In the order of the left side. Sentences of blocks that are the same byte for byte are not listed.
    std::vector<SentencePair> pairs;

private:
    struct Gap
    {
        int leftFirst = 0;
        int leftLast = 0;
        int rightFirst = 0;
        int rightLast = 0;
    };
    // A pair may hold sentences with others between them, so it counts from its first to its last one.
    struct Stay
    {
        int leftLast = 0;
        int rightFirst = 0;
        int rightLast = 0;
    };
    // A token with the number of its text; a file is far shorter than an int counts.
    struct Word
    {
        int start = 0;
        int length = 0;
        int id = 0;
        TokenKind kind = TokenKind::Word;

        int end() const { return start + length; }
        Token token() const { return {Range{start, length}, kind}; }
    };
    struct BlockWords
    {
        std::vector<Word> words = {};
        std::vector<int> content = {}; // of the words in lower case, sorted
        bool isSorted = false;
    };
    // The words of some sentences, one after the other.
    struct Words
    {
        std::vector<Token> tokens;
        std::vector<int> ids;
        std::vector<int> owners; // place in the list of sentences
    };

    bool stopped() const { return m_canceled && m_canceled(); }
    Half &half(Side side) { return side == Side::Left ? m_left : m_right; }
    const Half &half(Side side) const { return side == Side::Left ? m_left : m_right; }
    QStringView words(Side side, Range range) const
    {
        return QStringView(half(side).side.text).mid(range.start, range.length);
    }
    int sentenceCount(Side side) const { return static_cast<int>(half(side).side.sentences.size()); }

    void findPairs();
    void matchMessages();
    void matchBlocks(Gap gap);
    void matchKeys(Gap gap);
    void addSentences();
    void findMovedBlocks();
    void matchGap(const Gap &gap);
    void matchLargeGap(const std::vector<int> &left, const std::vector<int> &right);
    void pairBlocks(int left, int right);
    int keyOfBlock(Side side, int block);
    int keyOf(int id, QStringView text);
    std::vector<Word> readWords(Side side, Range range);
    BlockWords &readBlock(Side side, int block);
    std::span<const Word> wordsOfSentence(Side side, int sentence, std::vector<Word> &own);
    const std::vector<int> &contentOf(Side side, int block);
    double likeness(int left, int right);
    bool acceptable(int left, int right, bool alone);
    bool holdsAll(int left, int right) const;

    using Between = std::function<void(const std::vector<int> &left, const std::vector<int> &right)>;

    void matchEqualSentences();
    std::vector<int> withLetters(Side side, const Block &block) const;
    void pairEqual(const std::vector<int> &left, const std::vector<int> &right, const Between &between = {});
    bool isAmong(std::span<const Word> sentence, std::span<const int> leftOver) const;
    void adoptNeighbours(SentencePair &pair);
    void pairRewrapped(const Block &left, const Block &right);
    void findExactMoves();
    void matchChangedSentences();
    void matchRun(const std::vector<int> &left, const std::vector<int> &right);
    void findEditedMoves();
    void addPair(SentencePair pair);
    void keepInOrder();
    void matchBetween();
    void finish(SentencePair &pair);
    void markRest(Side side);
    void mirror();
    bool isFree(Side side, int sentence) const;
    Words wordsIn(Side side, std::span<const int> sentences);
    std::vector<int> contentIds(std::span<const Word> words);

    Companion &m_companion;
    const bool m_swapped; // m_left is the right text
    Half &m_left;
    Half &m_right;
    const std::function<bool()> &m_canceled;
    Interner m_ids;
    KeyInterner m_keyIds;
    std::vector<int> m_keyOfId; // the key of a text by its number in m_ids, -1 when not asked yet
    std::vector<Gap> m_gaps;
    Pairs m_movedBlocks;              // blocks that stand unchanged in another place
    std::vector<int> m_raw[2];        // per block, its bytes
    std::vector<int> m_wordPlaces[2]; // per block, -1 when it was not read
    std::deque<BlockWords> m_words;
    std::vector<char> m_elsewhere[2]; // blocks that stand unchanged in another place
    std::vector<int> m_keys[2];       // per sentence, -1 in blocks that are alike
    std::vector<char> m_taken[2];     // sentences that have a pair
    std::map<int, Stay> m_inPlace;    // pairs and blocks that stay, by their first sentence on the left
};

} // namespace countersign::diff
