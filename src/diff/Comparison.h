// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Entry.h"
#include "diff/Range.h"

#include <QList>
#include <QString>

#include <array>

namespace countersign::diff {

/// What a word mark says. A moved word is also marked when it stands alike in both places.
enum class MarkKind {
    Removed,      ///< only on the left
    Added,        ///< only on the right
    Moved,        ///< in another place on the other side, otherwise alike
    MovedRemoved, ///< inside a moved sentence: only on the left
    MovedAdded,   ///< inside a moved sentence: only on the right
};

struct Mark
{
    Range range = {};
    MarkKind kind = MarkKind::Added;

    friend bool operator==(const Mark &, const Mark &) = default;
};

enum class SentenceKind {
    Same,         ///< alike in words; white space and wrapping may differ
    Changed,      ///< has a partner in place, with other words
    Removed,      ///< left only
    Added,        ///< right only
    Moved,        ///< has a partner elsewhere, alike in words
    MovedChanged, ///< has a partner elsewhere, with other words
};

/// One sentence of one side. In code blocks and tables a line counts as a sentence.
struct Sentence
{
    Range range = {};
    SentenceKind kind = SentenceKind::Same;
    int partner = -1; ///< index into the sentences of the other side, -1 when there is none
    int row = -1;     ///< index into Comparison::rows
    int number = 0;   ///< 1-based place in its section

    friend bool operator==(const Sentence &, const Sentence &) = default;
};

/// One message of a chat prompt, or the whole text of a plain one.
struct MessageText
{
    QString role = {};
    QString path = {};
    Range range = {};         ///< in SideText::text
    int documentMessage = -1; ///< index into prompt::Document::messages

    friend bool operator==(const MessageText &, const MessageText &) = default;
};

struct Section
{
    QString title = {}; ///< the heading's words without markup; empty for the text before the first heading
    int level = 0;      ///< 1 for the highest heading; 0 for the text before the first heading
    int message = 0;
    Range range = {}; ///< from the heading to the next heading, whatever its level

    friend bool operator==(const Section &, const Section &) = default;
};

/// The prose of one side: the texts of all messages, one after the other. Every range in a comparison
/// counts UTF-16 units of `text`.
struct SideText
{
    QString text = {};
    QList<MessageText> messages = {};
    QList<Section> sections = {};
    QList<Sentence> sentences = {};

    QString words(Range range) const { return text.mid(range.start, range.length); }

    friend bool operator==(const SideText &, const SideText &) = default;
};

enum class BlockKind {
    Paragraph,
    Heading,
    ListItem,
    Quote,
    Code, ///< a fenced code block, kept whole
    TableRow,
    Tag,      ///< a line of nothing but XML tags
    Template, ///< a line of nothing but template logic
    Comment,
    Message, ///< the border before a message; has no text
};

enum class RowKind {
    Same,      ///< both sides alike, byte for byte but for white space at the end
    Rewrapped, ///< the same words, other line breaks, spaces or paragraph borders
    Changed,   ///< both sides, some words differ
    Removed,   ///< left only
    Added,     ///< right only
    MovedFrom, ///< left only: everything in it stands elsewhere on the right
    MovedTo,   ///< right only: everything in it stood elsewhere on the left
};

/// One side of a row. `marks` are sorted and do not overlap.
struct Cell
{
    bool present = false;
    Range range = {};      ///< the visible text
    Range full = {};       ///< with the white space up to the next block; these tile the side's text
    int message = -1;      ///< index into SideText::messages
    int section = -1;      ///< index into SideText::sections
    int firstSentence = 0; ///< index into SideText::sentences
    int sentenceCount = 0;
    QList<Mark> marks = {};

    friend bool operator==(const Cell &, const Cell &) = default;
};

/// One block of text: a paragraph, a heading, a list item. Both layouts read rows in this order.
/// Left cells in row order are the left text from start to end; right cells the right text.
struct Row
{
    RowKind kind = RowKind::Same;
    BlockKind block = BlockKind::Paragraph;
    std::array<Cell, 2> cells = {};
    int fold = -1;         ///< index into Comparison::folds when the row may be folded away
    QList<int> moves = {}; ///< indexes into Comparison::moves of the sentences in it

    const Cell &cell(Side side) const { return cells[index(side)]; }
    Cell &cell(Side side) { return cells[index(side)]; }

    friend bool operator==(const Row &, const Row &) = default;
};

/// One or more sentences, next to each other on both sides, that went to another place together.
struct Move
{
    std::array<int, 2> firstSentence = {-1, -1};
    int sentenceCount = 1;
    std::array<int, 2> row = {-1, -1};
    std::array<Range, 2> range = {};
    bool edited = false; ///< some words changed on the way

    friend bool operator==(const Move &, const Move &) = default;
};

/// Neighbouring rows that are alike (or only re-wrapped) and far enough from a change to be hidden.
struct Fold
{
    int firstRow = 0;
    int rowCount = 0;
    int sentenceCount = 0;
    bool rewrapped = false;       ///< some of it is re-wrapped
    QList<QString> sections = {}; ///< titles of the sections that are folded, in order

    friend bool operator==(const Fold &, const Fold &) = default;
};

/// Differences that are no words.
enum class NotationKind {
    LineEnds, ///< before and after name them: "LF", "CRLF", "CR", "mixed"
    ByteOrderMark,
    Encoding,
    FinalNewline,
    WhiteSpace, ///< spaces, tabs and empty lines; `count` places
    Rewrapped,  ///< `count` blocks have the same words in other lines
    Markup,     ///< emphasis, bullets, quotes: `count` blocks
};

struct Notation
{
    NotationKind kind = NotationKind::WhiteSpace;
    QString before = {};
    QString after = {};
    int count = 1;

    friend bool operator==(const Notation &, const Notation &) = default;
};

/// What a setting does, told by its name and place. Front matter, configuration files and tool lists
/// give settings; this is the key by which the card groups them and the lane rules look.
enum class SettingTopic {
    Tool,        ///< what the agent may call: tools, commands, servers, block lists
    ToolText,    ///< the description or the arguments of a tool
    Approval,    ///< approval, sandbox, delegation, switches for acting alone
    Safety,      ///< filters, moderation, refusal
    Threshold,   ///< a score, a limit or a count that decides where work goes
    Retrieval,   ///< top-k, index, re-ranking, sources
    Model,       ///< model, endpoint, provider, deployment
    Parameter,   ///< temperature, token limits, stop words, seed
    Schema,      ///< output format, fields, types
    Variable,    ///< inputs, their defaults and samples
    Activation,  ///< description, globs, mode, whether and when a person can call it
    Metadata,    ///< name, version, author, tags, colour
    Sample,      ///< sample data and examples beside the prompt
    Environment, ///< variables of the shell or process that the agent runs in
    Prose,       ///< text that the model reads and that stands in a setting
    Other,
};

enum class SettingState { Same, Added, Removed, Changed, Renamed, NotationOnly };

struct SettingDifference
{
    QString path = {};       ///< "model.parameters.temperature"; list items by "[]", keyed lists by "[key]"
    QString pathBefore = {}; ///< another path for Renamed, otherwise the same
    SettingTopic topic = SettingTopic::Other;
    SettingState state = SettingState::Same;
    QString before = {}; ///< as a person reads it; empty when it was not there
    QString after = {};
    QList<QString> removedItems = {}; ///< for lists: what only the left has
    QList<QString> addedItems = {};

    friend bool operator==(const SettingDifference &, const SettingDifference &) = default;
};

enum class VariableState { Same, Added, Dropped, Renamed, CountChanged };

struct VariableDifference
{
    QString before = {};
    QString after = {};
    VariableState state = VariableState::Same;

    friend bool operator==(const VariableDifference &, const VariableDifference &) = default;
};

/// One changed stretch of words inside a changed sentence.
struct WordEdit
{
    QString before = {};
    QString after = {};
    std::array<Range, 2> range = {};

    friend bool operator==(const WordEdit &, const WordEdit &) = default;
};

/// One sentence that is not the same on both sides, with what a reader needs to judge it.
struct SentenceChange
{
    SentenceKind kind = SentenceKind::Changed;
    QString before = {}; ///< the sentence in full, white space made single; empty for Added
    QString after = {};
    std::array<int, 2> sentence = {-1, -1};
    std::array<int, 2> row = {-1, -1};
    std::array<Range, 2> range = {};
    std::array<QString, 2> section = {}; ///< the titles above it, outermost first, joined by " / "
    std::array<QString, 2> leadIn = {};  ///< the line that introduces the list it stands in: "Never:"
    BlockKind block = BlockKind::Paragraph;
    bool inExample = false; ///< in an example, a sample answer or a fenced block
    QList<WordEdit> edits = {};

    friend bool operator==(const SentenceChange &, const SentenceChange &) = default;
};

/// A stretch of the left file that was replaced. In order, not overlapping. Counted in prompt::Document::source,
/// which is the file decoded, with its line ends and without its byte order mark.
struct SourceEdit
{
    qsizetype start = 0;
    qsizetype length = 0;
    QString text = {};

    friend bool operator==(const SourceEdit &, const SourceEdit &) = default;
};

/// How much was marked, in UTF-16 units.
struct Totals
{
    qsizetype removed = 0;
    qsizetype added = 0;
    qsizetype moved = 0;

    friend bool operator==(const Totals &, const Totals &) = default;
};

/// Everything that is different between two versions of one file, as data. Both layouts, the patch
/// writer, the command line and the lane rules read this and nothing else.
struct Comparison
{
    bool complete = false;  ///< false when the caller asked to stop; then nothing else may be relied on
    bool identical = false; ///< the two files are the same bytes
    bool readable =
        true; ///< false when bytes of a file stay hidden: binary, too large, or not decodable and otherwise alike
    std::array<SideText, 2> sides = {};
    QList<Row> rows = {};
    QList<Fold> folds = {};
    QList<Move> moves = {};
    QList<Notation> notations = {};
    QList<SettingDifference> settings = {};   ///< also those that are the same, in document order
    QList<VariableDifference> variables = {}; ///< also those that are the same
    QList<SentenceChange> sentences = {};     ///< only those that are not the same
    QList<Entry> entries = {};                ///< the instruction diff, most consequential first
    QList<SourceEdit> sourceEdits = {};
    Totals totals = {};

    const SideText &side(Side which) const { return sides[index(which)]; }

    friend bool operator==(const Comparison &, const Comparison &) = default;
};

/// The right file, made from the left file and the comparison alone. Counted as SourceEdit says.
QString applyTo(const QString &leftSource, const Comparison &comparison);

/// The text of one side, made from the rows alone. Equal to `sides[side].text`.
QString textFromRows(const Comparison &comparison, Side side);

/// The characters of one side that carry no mark, without white space. The same for both sides: what the
/// marks show is all there is.
QString unmarkedText(const Comparison &comparison, Side side);

} // namespace countersign::diff
