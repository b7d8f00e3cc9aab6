// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Comparison.h"

#include <QString>

#include <span>
#include <vector>

namespace countersign::diff {

/// One block of a text before it is compared.
struct Block
{
    BlockKind kind = BlockKind::Paragraph;
    Range range = {}; ///< visible text
    Range full = {};  ///< up to the next block
    int level = 0;    ///< of a heading
    int indent = 0;   ///< columns before the first character
    int message = 0;
    int section = 0;
    int firstSentence = 0;
    int sentenceCount = 0;
    bool isOneLine = true; ///< no line ends in its visible text
    bool endsWithMark = false; ///< its last line begins as a mark that ends examples does: "END "
};

enum class TokenKind { Word, Number, Space, Mark, Markup, Whole };

/// Words, numbers, marks, and what is kept whole: template tags, code spans, addresses, XML tags.
struct Token
{
    Range range = {};
    TokenKind kind = TokenKind::Word;
};

/// Blocks and sentences of one message. `text` is the whole side; ranges are in it.
class Segmenter
{
public:
    Segmenter(const QString &text, SideText &side, std::vector<Block> &blocks)
        : m_text(text)
        , m_side(side)
        , m_blocks(blocks)
    {}

    /// Appends the blocks and sections of the message at `range`, without their sentences.
    void addMessage(Range range, int message);

    /// Appends the sentences of a block, which addSentencesOf() found. To be called once for each block, in order.
    void addSentences(Block &block, std::span<const Range> ranges);

    /// The same for a block that is byte for byte and in its kind the block `alike` of the other side.
    void copySentences(Block &block, const SideText &side, const Block &alike);

private:
    struct Line
    {
        qsizetype start = 0;
        qsizetype end = 0;  // without the line end
        qsizetype next = 0; // start of the next line
    };

    QStringView words(const Line &line) const;
    qsizetype addWords(BlockKind kind, qsizetype first, bool openFence);
    void addBlock(BlockKind kind, qsizetype first, qsizetype last, int level);
    qsizetype closingFence(qsizetype at) const;
    qsizetype commentEnd(qsizetype at) const;
    void beginSentences(Block &block);
    void addSentence(Block &block, Range range);

    const QString &m_text;
    SideText &m_side;
    std::vector<Block> &m_blocks;
    std::vector<Line> m_lines;
    int m_message = 0;
    int m_section = 0;
    int m_numbered = -1; // the section in which sentences are counted
    int m_number = 0;
};

/// Tokens of `range` without the white space between them. Tokens are never longer than `range`.
std::vector<Token> tokens(const QString &text, Range range);

/// Words that decide whether two sentences are the same sentence: lower case, without list marker,
/// emphasis, quotes and white space.
QString sentenceKey(QStringView sentence);

/// Length of a list marker with the white space after it ("- ", "4. ", "b) "), 0 when there is none.
qsizetype listMarkerLength(QStringView line);

} // namespace countersign::diff
