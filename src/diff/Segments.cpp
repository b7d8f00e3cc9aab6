// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Segments.h"

#include "base/Seek.h"
#include "diff/Scan.h"

#include <algorithm>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

constexpr bool isBullet(char16_t unit)
{
    return unit == u'-' || unit == u'*' || unit == u'+' || unit == u'\u2022' || unit == u'\u25CF'
           || unit == u'\u25E6' || unit == u'\u2013';
}

bool isFence(QStringView line, QChar &sign, qsizetype &length)
{
    const QStringView words = line.trimmed();
    if (words.size() < 3 || (words.front() != u'`' && words.front() != u'~'))
        return false;
    sign = words.front();
    length = 0;
    while (length < words.size() && words[length] == sign)
        ++length;
    // Back-ticks after the opening ones make it a code span in a line of prose.
    return length >= 3 && (sign == u'~' || !words.mid(length).contains(u'`'));
}

int headingLevel(QStringView line)
{
    int level = 0;
    while (level < line.size() && line[level] == u'#')
        ++level;
    return level >= 1 && level <= 6 && level < line.size() && line[level].isSpace() ? level : 0;
}

bool isTableRow(QStringView line)
{
    return line.size() > 1 && line.front() == u'|' && line.back() == u'|';
}

// Nothing but tags: "<rules>", "</rules> <input>".
bool isTagLine(QStringView line)
{
    if (line.isEmpty() || line.front() != u'<')
        return false;
    qsizetype at = 0;
    while (at < line.size()) {
        if (line[at].isSpace()) {
            ++at;
            continue;
        }
        const qsizetype length = xmlTagLength(line, at);
        if (length == 0)
            return false;
        at += length;
    }
    return true;
}

bool isTemplateLine(QStringView line)
{
    if (line.isEmpty() || line.front() != u'{')
        return false;
    qsizetype at = 0;
    bool logic = false;
    while (at < line.size()) {
        if (line[at].isSpace()) {
            ++at;
            continue;
        }
        const qsizetype length = templateTagLength(line, at);
        if (length == 0)
            return false;
        logic = logic || isTemplateLogic(line.mid(at, length));
        at += length;
    }
    return logic;
}

bool isCommentLine(QStringView line)
{
    if (line.isEmpty() || (line.front() != u'<' && line.front() != u'{'))
        return false;
    return (line.startsWith(u"<!--") && line.endsWith(u"-->"))
           || (line.startsWith(u"{#") && line.endsWith(u"#}"));
}

// Begins with a letter, as most lines do, and is neither empty nor "a) …": only words.
bool isPlainLine(QStringView line)
{
    if (line.size() < 2 || line[1] == u')')
        return false;
    const char16_t first = line[0].unicode();
    return (first >= u'a' && first <= u'z') || (first >= u'A' && first <= u'Z');
}

// Whether the line begins a block of its own below a paragraph, an item or a quote.
bool beginsBlock(QStringView line, BlockKind above, bool openFence)
{
    if (isPlainLine(line))
        return false;
    QChar sign;
    qsizetype length = 0;
    return line.isEmpty() || headingLevel(line) || listMarkerLength(line) > 0 || isTableRow(line)
           || isCommentLine(line) || isTagLine(line) || isTemplateLine(line)
           || (!openFence && isFence(line, sign, length))
           || (above != BlockKind::Quote && line.front() == u'>');
}

} // namespace

qsizetype listMarkerLength(QStringView line)
{
    if (line.isEmpty())
        return 0;
    qsizetype at = 0;
    if (isBullet(line[0].unicode())) {
        at = 1;
    } else if (line[0].isDigit()) {
        while (at < line.size() && line[at].isDigit())
            ++at;
        if (at > 3 || at >= line.size() || (line[at] != u'.' && line[at] != u')'))
            return 0;
        ++at;
    } else if (line[0].isLetter() && line.size() > 1 && line[1] == u')') {
        at = 2;
    } else {
        return 0;
    }
    const qsizetype sign = at;
    while (at < line.size() && (line[at] == u' ' || line[at] == u'\t'))
        ++at;
    return at > sign ? at : 0;
}

QStringView Segmenter::words(const Line &line) const
{
    return QStringView(m_text).mid(line.start, line.end - line.start).trimmed();
}

void Segmenter::addMessage(Range range, int message)
{
    m_message = message;
    const char16_t *units = QStringView(m_text).utf16();
    for (qsizetype at = range.start; at < range.end();) {
        Line line{.start = at, .end = seek<u'\n', u'\r'>(units, at, range.end())};
        line.next = line.end;
        if (line.next < range.end() && m_text[line.next] == u'\r')
            ++line.next;
        if (line.next < range.end() && m_text[line.next] == u'\n'
            && (line.next == line.end || m_text[line.next - 1] == u'\r'))
            ++line.next;
        m_lines.push_back(line);
        at = line.next;
    }

    m_side.sections.append(Section{.message = message, .range = Range{range.start, 0}});
    m_section = static_cast<int>(m_side.sections.size()) - 1;
    const size_t firstBlock = m_blocks.size();

    const qsizetype count = static_cast<qsizetype>(m_lines.size());
    bool openFence = false;
    for (qsizetype at = 0; at < count;) {
        const QStringView line = words(m_lines[at]);
        QChar sign;
        qsizetype length = 0;
        if (line.isEmpty()) {
            ++at;
        } else if (isPlainLine(line)) {
            at = addWords(BlockKind::Paragraph, at, openFence);
        } else if (!openFence && isFence(line, sign, length)) {
            const qsizetype close = closingFence(at);
            openFence = close < 0;
            const qsizetype last = close < 0 ? at : close;
            addBlock(close < 0 ? BlockKind::Paragraph : BlockKind::Code, at, last, 0);
            at = last + 1;
        } else if (const int level = headingLevel(line)) {
            addBlock(BlockKind::Heading, at, at, level);
            ++at;
        } else if (isCommentLine(line)) {
            addBlock(BlockKind::Comment, at, at, 0);
            ++at;
        } else if (const qsizetype end = commentEnd(at); end >= 0) {
            addBlock(BlockKind::Comment, at, end, 0);
            at = end + 1;
        } else if (isTableRow(line)) {
            addBlock(BlockKind::TableRow, at, at, 0);
            ++at;
        } else if (isTemplateLine(line)) {
            addBlock(BlockKind::Template, at, at, 0);
            ++at;
        } else if (isTagLine(line)) {
            addBlock(BlockKind::Tag, at, at, 0);
            ++at;
        } else {
            BlockKind kind = BlockKind::Paragraph;
            if (listMarkerLength(line) > 0)
                kind = BlockKind::ListItem;
            else if (line.front() == u'>')
                kind = BlockKind::Quote;
            at = addWords(kind, at, openFence);
        }
    }

    // White space before the first block belongs to it; without any block the message has one that is empty.
    if (m_blocks.size() == firstBlock) {
        m_blocks.push_back(
            Block{.range = Range{range.start, 0}, .full = range, .message = message, .section = m_section});
    } else {
        for (size_t i = firstBlock; i < m_blocks.size(); ++i) {
            const qsizetype from = i == firstBlock ? range.start : m_blocks[i].full.start;
            const qsizetype to = i + 1 < m_blocks.size() ? m_blocks[i + 1].full.start : range.end();
            m_blocks[i].full = Range{from, to - from};
        }
    }
    for (qsizetype i = m_section; i >= 0 && m_side.sections[i].message == message; --i) {
        Section &section = m_side.sections[i];
        const bool last = i == m_section;
        section.range.length =
            (last ? range.end() : m_side.sections[i + 1].range.start) - section.range.start;
    }
    m_lines = std::vector<Line>();
}

// A block of words with the lines that go on with it. The line after it.
qsizetype Segmenter::addWords(BlockKind kind, qsizetype first, bool openFence)
{
    qsizetype last = first;
    while (last + 1 < static_cast<qsizetype>(m_lines.size())
           && !beginsBlock(words(m_lines[last + 1]), kind, openFence))
        ++last;
    addBlock(kind, first, last, 0);
    return last + 1;
}

void Segmenter::addBlock(BlockKind kind, qsizetype first, qsizetype last, int level)
{
    Block block{.kind = kind, .level = level, .message = m_message};
    qsizetype start = m_lines[first].start;
    while (start < m_lines[first].end && m_text[start].isSpace())
        ++start;
    qsizetype end = m_lines[last].end;
    while (end > start && m_text[end - 1].isSpace())
        --end;
    block.range = Range{start, end - start};
    block.full = Range{m_lines[first].start, m_lines[last].next - m_lines[first].start};
    block.indent = static_cast<int>(start - m_lines[first].start);
    block.isOneLine = first == last;
    block.endsWithMark = words(m_lines[last]).startsWith(u"END ");
    if (kind == BlockKind::Heading) {
        const QStringView line = QStringView(m_text).mid(start, end - start);
        QString title = line.mid(level).trimmed().toString();
        while (title.endsWith(u'#'))
            title.chop(1);
        title.remove(u"**"_s);
        m_side.sections.append(Section{.title = title.trimmed(),
                                       .level = level,
                                       .message = m_message,
                                       .range = Range{m_lines[first].start, 0}});
        m_section = static_cast<int>(m_side.sections.size()) - 1;
    }
    block.section = m_section;
    m_blocks.push_back(block);
}

qsizetype Segmenter::closingFence(qsizetype at) const
{
    QChar sign;
    qsizetype length = 0;
    isFence(words(m_lines[at]), sign, length);
    for (qsizetype i = at + 1; i < static_cast<qsizetype>(m_lines.size()); ++i) {
        const QStringView line = words(m_lines[i]);
        if (line.size() >= length && line.count(sign) == line.size())
            return i;
    }
    return -1;
}

// The last line of a comment of several lines, -1 when none starts here. Bounded: a comment that is
// not closed within 100 lines is prose.
qsizetype Segmenter::commentEnd(qsizetype at) const
{
    const QStringView line = words(m_lines[at]);
    const bool html = line.startsWith(u"<!--") && !line.contains(u"-->");
    const bool jinja = line.startsWith(u"{#") && !line.contains(u"#}");
    if (!html && !jinja)
        return -1;
    const QStringView close = html ? QStringView(u"-->") : QStringView(u"#}");
    const qsizetype limit = std::min(at + 100, static_cast<qsizetype>(m_lines.size()));
    for (qsizetype i = at + 1; i < limit; ++i) {
        const QStringView text = words(m_lines[i]);
        if (text.endsWith(close))
            return i;
        if (text.contains(close))
            return -1;
    }
    return -1;
}

void Segmenter::addSentence(Block &block, Range range)
{
    Sentence sentence{.range = range};
    if (block.kind != BlockKind::Heading)
        sentence.number = ++m_number;
    m_side.sentences.append(sentence);
    ++block.sentenceCount;
}

void Segmenter::beginSentences(Block &block)
{
    if (block.section != m_numbered) {
        m_numbered = block.section;
        m_number = 0;
    }
    block.firstSentence = static_cast<int>(m_side.sentences.size());
    block.sentenceCount = 0;
}

void Segmenter::addSentences(Block &block, std::span<const Range> ranges)
{
    beginSentences(block);
    for (const Range range : ranges)
        addSentence(block, range);
}

void Segmenter::copySentences(Block &block, const SideText &side, const Block &alike)
{
    beginSentences(block);
    const qsizetype shift = block.range.start - alike.range.start;
    for (int i = alike.firstSentence; i < alike.firstSentence + alike.sentenceCount; ++i) {
        const Range range = side.sentences[i].range;
        addSentence(block, Range{range.start + shift, range.length});
    }
}

} // namespace countersign::diff
