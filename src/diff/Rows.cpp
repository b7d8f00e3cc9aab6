// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Rows.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <span>
#include <vector>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

bool speaksOfExamples(const QString &text)
{
    static constexpr std::array<QStringView, 7> words{u"example",  u"sample",  u"few-shot", u"demonstration",
                                                      u"beispiel", u"ejemplo", u"exemple"};
    const QStringView view = text;
    for (qsizetype at = 0; at < view.size(); ++at) {
        const char16_t first = view[at].unicode() | 0x20U;
        for (const QStringView word : words) {
            if (word.front() == first && view.sliced(at).startsWith(word, Qt::CaseInsensitive))
                return true;
        }
    }
    return false;
}

// "EXAMPLE ESSAYS … END EXAMPLE ESSAYS": lines in capitals stand around what is shown, as tags do.
bool isExampleMark(QStringView line)
{
    constexpr qsizetype longest = 80;
    if (line.size() > longest || (!line.contains(u"EXAMPLE") && !line.contains(u"SAMPLE")))
        return false;
    return std::ranges::none_of(line, [](QChar c) { return c.isLower(); });
}

bool isAlike(RowKind kind)
{
    return kind == RowKind::Same || kind == RowKind::Rewrapped;
}

} // namespace

RowBuilder::RowBuilder(Comparison &comparison, const Half &left, const Half &right,
                       const std::vector<SentencePair> &pairs, const Options &options)
    : m_out(comparison)
    , m_left(left)
    , m_right(right)
    , m_pairs(pairs)
    , m_options(options)
{}

void RowBuilder::build()
{
    for (const int side : {0, 1}) {
        markSections(side);
        markExamples(side);
        markLeadIns(side);
    }
    addRows();
    addMoves();
    addFolds();
    addSentenceChanges();
    addTotals();
}

void RowBuilder::markSections(int side)
{
    QList<std::pair<int, QString>> open;
    int message = -1;
    for (const Section &section : std::as_const(m_out.sides[side].sections)) {
        if (section.message != message) {
            open.clear();
            message = section.message;
        }
        while (!open.isEmpty() && open.last().first >= section.level)
            open.removeLast();
        open.append({section.level, section.title});
        QStringList titles;
        for (const auto &[level, title] : std::as_const(open)) {
            if (!title.isEmpty())
                titles.append(title);
        }
        m_sectionPaths[side].push_back(titles.join(u" / "_s));
        m_exampleSections[side].push_back(speaksOfExamples(m_sectionPaths[side].back()));
    }
}

void RowBuilder::markExamples(int side)
{
    const Half &half = this->half(side);
    m_example[side].assign(half.blocks.size(), 0);
    const auto lines = [&half](const Block &block) {
        return QStringView(half.side.text).sliced(block.range.start, block.range.length);
    };
    const auto closes = [&lines](const Block &block) {
        if (!block.endsWithMark)
            return false;
        const QStringView words = lines(block);
        const qsizetype lineEnd = std::max(words.lastIndexOf(u'\n'), words.lastIndexOf(u'\r'));
        return isExampleMark(words.sliced(lineEnd + 1).trimmed());
    };
    size_t closing = half.blocks.size(); // the last mark that ends examples
    while (closing > 0 && !closes(half.blocks[closing - 1]))
        --closing;
    bool marked = false;
    int depth = 0;
    int message = -1;
    for (size_t i = 0; i < half.blocks.size(); ++i) {
        const Block &block = half.blocks[i];
        if (block.message != message) {
            message = block.message;
            depth = 0;
            marked = false;
        }
        if (!marked && i + 1 < closing) {
            const QStringView words = lines(block);
            const qsizetype end = words.indexOf(u'\n');
            const QStringView first = (end < 0 ? words : words.first(end)).trimmed();
            marked = !first.startsWith(u"END ") && isExampleMark(first);
        }
        if (block.kind == BlockKind::Tag) {
            const QString line = half.side.words(block.range).toLower();
            if (line.contains(u"<example"_s) || line.contains(u"<sample"_s))
                ++depth;
            if (line.contains(u"</example"_s) || line.contains(u"</sample"_s))
                depth = std::max(0, depth - 1);
        }
        m_example[side][i] = depth > 0 || marked || block.kind == BlockKind::Code
                             || m_exampleSections[side][static_cast<size_t>(block.section)];
        marked = marked && !closes(block);
    }
}

void RowBuilder::addRows()
{
    const auto alone = std::count(m_right.pairOf.begin(), m_right.pairOf.end(), -1);
    const auto borders = m_out.sides[0].messages.size() + m_out.sides[1].messages.size();
    m_out.rows.reserve(static_cast<qsizetype>(m_left.blocks.size()) + alone + borders);
    int l = 0;
    int r = 0;
    const int leftCount = static_cast<int>(m_left.blocks.size());
    const int rightCount = static_cast<int>(m_right.blocks.size());
    while (l < leftCount || r < rightCount) {
        if (l < leftCount && m_left.pairOf[static_cast<size_t>(l)] < 0) {
            addRow(l++, -1);
        } else if (r < rightCount && m_right.pairOf[static_cast<size_t>(r)] < 0) {
            addRow(-1, r++);
        } else {
            addRow(l++, r++);
        }
    }
}

// A row for each message that begins; only where a side has several messages.
void RowBuilder::addBorders(int leftBlock, int rightBlock)
{
    const int blocks[2] = {leftBlock, rightBlock};
    Row row{.block = BlockKind::Message};
    bool any = false;
    for (const int side : {0, 1}) {
        if (blocks[side] < 0)
            continue;
        const int message = half(side).blocks[static_cast<size_t>(blocks[side])].message;
        if (message == m_lastMessage[side])
            continue;
        m_lastMessage[side] = message;
        if (m_out.sides[0].messages.size() < 2 && m_out.sides[1].messages.size() < 2)
            continue;
        const Range range{m_out.sides[side].messages[message].range.start, 0};
        row.cells[side] =
            Cell{.present = true,
                 .range = range,
                 .full = range,
                 .message = message,
                 .section = half(side).blocks[static_cast<size_t>(blocks[side])].section,
                 .firstSentence = half(side).blocks[static_cast<size_t>(blocks[side])].firstSentence};
        any = true;
    }
    if (!any)
        return;
    if (row.cells[0].present && row.cells[1].present) {
        const bool sameRole = m_out.sides[0].messages[row.cells[0].message].role
                              == m_out.sides[1].messages[row.cells[1].message].role;
        row.kind = sameRole ? RowKind::Same : RowKind::Changed;
    } else {
        row.kind = row.cells[0].present ? RowKind::Removed : RowKind::Added;
    }
    m_out.rows.append(row);
}

Cell RowBuilder::cellOf(int side, int at) const
{
    const Half &half = this->half(side);
    const Block &block = half.blocks[static_cast<size_t>(at)];
    Cell cell{.present = true,
              .range = block.range,
              .full = block.full,
              .message = block.message,
              .section = block.section,
              .firstSentence = block.firstSentence,
              .sentenceCount = block.sentenceCount};
    for (int s = block.firstSentence; s < block.firstSentence + block.sentenceCount; ++s) {
        for (const Mark &mark : half.marksOf(s)) {
            // Two neighbouring sentences of one kind read as one mark.
            if (!cell.marks.isEmpty() && cell.marks.last().kind == mark.kind
                && QStringView(half.side.text)
                       .mid(cell.marks.last().range.end(), mark.range.start - cell.marks.last().range.end())
                       .trimmed()
                       .isEmpty())
                cell.marks.last().range.length = mark.range.end() - cell.marks.last().range.start;
            else
                cell.marks.append(mark);
        }
    }
    return cell;
}

RowKind RowBuilder::kindOf(const Row &row) const
{
    if (row.cells[0].present && row.cells[1].present) {
        if (!row.cells[0].marks.isEmpty() || !row.cells[1].marks.isEmpty())
            return RowKind::Changed;
        const auto view = [this, &row](int side) {
            return QStringView(m_out.sides[side].text)
                .mid(row.cells[side].range.start, row.cells[side].range.length);
        };
        return view(0) == view(1) ? RowKind::Same : RowKind::Rewrapped;
    }
    const int side = row.cells[0].present ? 0 : 1;
    const Cell &cell = row.cells[side];
    int moved = 0;
    int same = 0;
    int changed = 0;
    for (int s = cell.firstSentence; s < cell.firstSentence + cell.sentenceCount; ++s) {
        switch (m_out.sides[side].sentences[s].kind) {
        case SentenceKind::Moved:
        case SentenceKind::MovedChanged:
            ++moved;
            break;
        case SentenceKind::Same:
            ++same;
            break;
        case SentenceKind::Changed:
            ++changed;
            break;
        case SentenceKind::Added:
        case SentenceKind::Removed:
            break;
        }
    }
    if (same == cell.sentenceCount)
        return RowKind::Rewrapped;
    if (moved == cell.sentenceCount)
        return side == 0 ? RowKind::MovedFrom : RowKind::MovedTo;
    if (same + moved + changed > 0)
        return RowKind::Changed;
    return side == 0 ? RowKind::Removed : RowKind::Added;
}

void RowBuilder::addRow(int leftBlock, int rightBlock)
{
    addBorders(leftBlock, rightBlock);
    Row row;
    const int blocks[2] = {leftBlock, rightBlock};
    for (const int side : {1, 0}) {
        if (blocks[side] < 0)
            continue;
        row.cells[side] = cellOf(side, blocks[side]);
        row.block = half(side).blocks[static_cast<size_t>(blocks[side])].kind;
    }
    if (rightBlock >= 0)
        row.block = m_right.blocks[static_cast<size_t>(rightBlock)].kind;
    row.kind = leftBlock >= 0 && m_left.alike[static_cast<size_t>(leftBlock)] ? RowKind::Same : kindOf(row);
    const int at = static_cast<int>(m_out.rows.size());
    for (const int side : {0, 1}) {
        const Cell &cell = row.cells[side];
        for (int s = cell.firstSentence; cell.present && s < cell.firstSentence + cell.sentenceCount; ++s)
            m_out.sides[side].sentences[s].row = at;
    }
    m_out.rows.append(std::move(row));
}

void RowBuilder::addMoves()
{
    for (const SentencePair &pair : m_pairs) {
        if (!pair.moved)
            continue;
        const int left = pair.left.front();
        const int right = pair.right.front();
        const Sentence &a = m_out.sides[0].sentences[left];
        const Sentence &b = m_out.sides[1].sentences[right];
        if (!m_out.moves.isEmpty()) {
            Move &last = m_out.moves.last();
            const bool follows = last.firstSentence[0] + last.sentenceCount == left
                                 && last.firstSentence[1] + last.sentenceCount == right
                                 && last.row[0] == a.row && last.row[1] == b.row;
            if (follows) {
                ++last.sentenceCount;
                last.range[0].length = a.range.end() - last.range[0].start;
                last.range[1].length = b.range.end() - last.range[1].start;
                last.edited = last.edited || !pair.alike;
                continue;
            }
        }
        const int at = static_cast<int>(m_out.moves.size());
        m_out.moves.append(Move{.firstSentence = {left, right},
                                .row = {a.row, b.row},
                                .range = {a.range, b.range},
                                .edited = !pair.alike});
        m_out.rows[a.row].moves.append(at);
        if (b.row != a.row)
            m_out.rows[b.row].moves.append(at);
    }
}

void RowBuilder::addFolds()
{
    const qsizetype count = m_out.rows.size();
    QList<bool> keep(count, false);
    for (qsizetype i = 0; i < count; ++i) {
        if (isAlike(m_out.rows[i].kind))
            continue;
        const qsizetype first = std::max<qsizetype>(0, i - m_options.contextRows);
        const qsizetype last = std::min<qsizetype>(count - 1, i + m_options.contextRows);
        for (qsizetype j = first; j <= last; ++j)
            keep[j] = true;
    }
    // The heading of a section with a change stays, so that the reader knows where she is.
    qsizetype heading = -1;
    for (qsizetype i = 0; i < count; ++i) {
        if (m_out.rows[i].block == BlockKind::Heading || m_out.rows[i].block == BlockKind::Message)
            heading = i;
        else if (!isAlike(m_out.rows[i].kind) && heading >= 0)
            keep[heading] = true;
    }
    for (qsizetype i = 0; i < count;) {
        if (keep[i]) {
            ++i;
            continue;
        }
        qsizetype end = i;
        while (end < count && !keep[end])
            ++end;
        if (end - i >= m_options.shortestFold) {
            Fold fold{.firstRow = static_cast<int>(i), .rowCount = static_cast<int>(end - i)};
            for (qsizetype j = i; j < end; ++j) {
                Row &row = m_out.rows[j];
                row.fold = static_cast<int>(m_out.folds.size());
                const int side = row.cells[1].present ? 1 : 0;
                fold.rewrapped = fold.rewrapped || row.kind == RowKind::Rewrapped;
                if (row.block == BlockKind::Heading)
                    fold.sections.append(m_out.sides[side].sections[row.cells[side].section].title);
                else
                    fold.sentenceCount += row.cells[side].sentenceCount;
            }
            m_out.folds.append(fold);
        }
        i = end;
    }
}

// For each list item the block that introduces its list: "Never:" above the items, or above the items that hold them.
void RowBuilder::markLeadIns(int side)
{
    const Half &half = this->half(side);
    const auto introduces = [&half](const Block &block) {
        QStringView text = QStringView(half.side.text).mid(block.range.start, block.range.length).trimmed();
        while (text.endsWith(u'*'))
            text.chop(1);
        return text.endsWith(u':') || text.endsWith(u'\uFF1A');
    };
    m_leadIns[side].assign(half.blocks.size(), -1);
    std::vector<int> open; // items that may hold the next one, each further in than the one before
    int above = -1;        // the last block that is no item
    for (size_t i = 0; i < half.blocks.size(); ++i) {
        const Block &block = half.blocks[i];
        if (i > 0 && half.blocks[i - 1].message != block.message) {
            open.clear();
            above = -1;
        }
        if (block.kind != BlockKind::ListItem) {
            open.clear();
            above = static_cast<int>(i);
            continue;
        }
        while (!open.empty() && half.blocks[static_cast<size_t>(open.back())].indent >= block.indent)
            open.pop_back();
        const int holder = open.empty() ? above : open.back();
        if (holder >= 0 && introduces(half.blocks[static_cast<size_t>(holder)]))
            m_leadIns[side][i] = holder;
        else if (!open.empty())
            m_leadIns[side][i] = m_leadIns[side][static_cast<size_t>(holder)];
        open.push_back(static_cast<int>(i));
    }
}

QString RowBuilder::leadInOf(int side, int at) const
{
    const Half &half = this->half(side);
    const int holder = m_leadIns[side][static_cast<size_t>(at)];
    if (holder < 0)
        return {};
    const Block &above = half.blocks[static_cast<size_t>(holder)];
    const Sentence &last = half.side.sentences.at(above.firstSentence + std::max(0, above.sentenceCount - 1));
    return half.side.words(last.range).simplified();
}

void RowBuilder::addContext(SentenceChange &change, int side, int sentence) const
{
    const Half &half = this->half(side);
    const int block = half.blockOf[static_cast<size_t>(sentence)];
    const size_t at = static_cast<size_t>(block);
    change.sentence[side] = sentence;
    change.row[side] = m_out.sides[side].sentences[sentence].row;
    change.section[side] = m_sectionPaths[side][static_cast<size_t>(half.blocks[at].section)];
    change.leadIn[side] = leadInOf(side, block);
    change.block = half.blocks[at].kind;
    change.inExample = change.inExample || m_example[side][at] || speaksOfExamples(change.leadIn[side]);
}

void RowBuilder::addSentenceChanges()
{
    const auto join = [](const SideText &side, std::span<const int> sentences, Range &range) {
        range = side.sentences[sentences.front()].range;
        range.length = side.sentences[sentences.back()].range.end() - range.start;
        if (sentences.size() == 1)
            return side.words(range).simplified();
        QStringList words;
        for (const int sentence : sentences)
            words.append(side.words(side.sentences[sentence].range).simplified());
        return words.join(u' ');
    };
    // In the order of the rows; what is sorted is where they stand, for the changes are large.
    struct Position
    {
        int row = 0;
        int side = 0;
        int sentence = 0;
        int pair = -1; // -1 where a sentence stands alone

        auto operator<=>(const Position &) const = default;
    };
    std::vector<Position> places;
    for (size_t i = 0; i < m_pairs.size(); ++i) {
        if (m_pairs[i].alike && !m_pairs[i].moved)
            continue;
        const int sentence = m_pairs[i].right.front();
        places.push_back({m_out.sides[1].sentences.at(sentence).row, 1, sentence, static_cast<int>(i)});
    }
    for (const int side : {0, 1}) {
        const QList<Sentence> &sentences = m_out.sides[side].sentences;
        for (int s = 0; s < sentences.size(); ++s) {
            if (sentences[s].partner < 0)
                places.push_back({sentences[s].row, side, s});
        }
    }
    std::ranges::sort(places);
    m_out.sentences.reserve(static_cast<qsizetype>(places.size()));
    for (const Position &place : places) {
        if (place.pair < 0) {
            const Sentence &sentence = m_out.sides[place.side].sentences.at(place.sentence);
            SentenceChange change{.kind = sentence.kind};
            (place.side == 0 ? change.before : change.after) =
                m_out.sides[place.side].words(sentence.range).simplified();
            change.range[place.side] = sentence.range;
            addContext(change, place.side, place.sentence);
            m_out.sentences.append(std::move(change));
            continue;
        }
        const SentencePair &pair = m_pairs[static_cast<size_t>(place.pair)];
        SentenceChange change{.kind = m_out.sides[0].sentences.at(pair.left.front()).kind,
                              .edits = pair.edits};
        change.before = join(m_out.sides[0], pair.left, change.range[0]);
        change.after = join(m_out.sides[1], pair.right, change.range[1]);
        addContext(change, 0, pair.left.front());
        addContext(change, 1, pair.right.front());
        m_out.sentences.append(std::move(change));
    }
}

void RowBuilder::addTotals()
{
    for (const Row &row : std::as_const(m_out.rows)) {
        for (const int side : {0, 1}) {
            for (const Mark &mark : row.cells[side].marks) {
                switch (mark.kind) {
                case MarkKind::Removed:
                case MarkKind::MovedRemoved:
                    m_out.totals.removed += mark.range.length;
                    break;
                case MarkKind::Added:
                case MarkKind::MovedAdded:
                    m_out.totals.added += mark.range.length;
                    break;
                case MarkKind::Moved:
                    m_out.totals.moved += side == 1 ? mark.range.length : 0;
                    break;
                }
            }
        }
    }
}

} // namespace countersign::diff
