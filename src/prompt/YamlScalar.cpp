// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/YamlScalar.h"

#include "prompt/Characters.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t';
}

// Reads one scalar. Each read function leaves the decoded text in m_text and the place after the scalar in
// m_at.
class ScalarReader
{
public:
    ScalarReader(QStringView source, qsizetype position, qsizetype end)
        : m_source(source)
        , m_at(position)
        , m_end(end)
    {}

    [[nodiscard]] bool locate(TreeNode &node, qsizetype parentIndent);

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_end; }
    [[nodiscard]] QChar here() const { return m_source[m_at]; }
    [[nodiscard]] qsizetype breakLength(qsizetype at) const
    {
        return m_source[at] == u'\r' && at + 1 < m_end && m_source[at + 1] == u'\n' ? 2 : 1;
    }
    [[nodiscard]] qsizetype lineEnd(qsizetype at) const
    {
        while (at < m_end && !isBreak(m_source[at])) {
            ++at;
        }
        return at;
    }
    void skipProperties();
    bool fold();
    bool readSingle();
    bool readDouble();
    bool readEscape();
    bool readPlain(QStringView value);
    bool readBlock(QStringView value, bool folded, qsizetype parentIndent);
    void readLiteralLines(qsizetype indent);
    bool readFoldedLines(QStringView value, qsizetype indent);
    [[nodiscard]] qsizetype detectIndent(qsizetype at) const;
    void copy(qsizetype length)
    {
        m_text.append(m_source.sliced(m_at, length));
        m_segments.copy(m_at, length);
        m_at += length;
    }
    void convert(qsizetype sourceLength, const QString &text)
    {
        m_text.append(text);
        m_segments.convert(m_at, sourceLength, text.size());
        m_at += sourceLength;
    }

    QStringView m_source;
    qsizetype m_at;
    qsizetype m_end;
    QString m_text;
    SegmentBuilder m_segments;
};

void ScalarReader::skipProperties()
{
    while (!atEnd() && (here() == u'&' || here() == u'!')) {
        while (!atEnd() && !isBlank(here()) && !isBreak(here())) {
            ++m_at;
        }
        while (!atEnd() && (isBlank(here()) || isBreak(here()))) {
            ++m_at;
        }
    }
}

// White space with at least one line break inside a flow scalar: one break is a space, n breaks are n - 1
// line breaks. False, and nothing read, when there is no break before the next character.
bool ScalarReader::fold()
{
    qsizetype at = m_at;
    qsizetype breaks = 0;
    while (at < m_end && (isBlank(m_source[at]) || isBreak(m_source[at]))) {
        if (isBreak(m_source[at])) {
            ++breaks;
            at += breakLength(at);
        } else {
            ++at;
        }
    }
    if (breaks == 0) {
        return false;
    }
    convert(at - m_at, breaks == 1 ? u" "_s : QString(breaks - 1, u'\n'));
    return true;
}

bool ScalarReader::readSingle()
{
    ++m_at;
    while (!atEnd()) {
        if (here() == u'\'') {
            if (m_at + 1 >= m_end || m_source[m_at + 1] != u'\'') {
                ++m_at;
                return true;
            }
            convert(2, u"'"_s);
        } else if (!(isBlank(here()) || isBreak(here())) || !fold()) {
            copy(1);
        }
    }
    return false;
}

bool ScalarReader::readEscape()
{
    if (m_at + 1 >= m_end) {
        return false;
    }
    const QChar kind = m_source[m_at + 1];
    if (isBreak(kind)) {
        qsizetype at = m_at + 1 + breakLength(m_at + 1);
        while (at < m_end && isBlank(m_source[at])) {
            ++at;
        }
        m_at = at;
        return true;
    }
    const qsizetype digits = kind == u'x' ? 2 : kind == u'u' ? 4 : kind == u'U' ? 8 : 0;
    if (digits > 0) {
        if (m_at + 2 + digits > m_end) {
            return false;
        }
        bool ok = false;
        const char32_t codePoint = m_source.sliced(m_at + 2, digits).toUInt(&ok, 16);
        if (!ok || codePoint > 0x10FFFF) {
            return false;
        }
        convert(2 + digits, QString(QChar::fromUcs4(codePoint)));
        return true;
    }
    static const QString names = u"nrt\"\\/0abvfe _NLP"_s;
    static const QString values = u"\n\r\t\"\\/\0\a\b\v\f\x1B \u00A0\u0085\u2028\u2029"_s;
    const qsizetype index = names.indexOf(kind);
    if (index < 0) {
        return false;
    }
    convert(2, QString(values[index]));
    return true;
}

bool ScalarReader::readDouble()
{
    ++m_at;
    while (!atEnd()) {
        if (here() == u'"') {
            ++m_at;
            return true;
        }
        if (here() == u'\\') {
            if (!readEscape()) {
                return false;
            }
        } else if (!(isBlank(here()) || isBreak(here())) || !fold()) {
            copy(1);
        }
    }
    return false;
}

bool ScalarReader::readPlain(QStringView value)
{
    while (m_text.size() < value.size()) {
        if (atEnd()) {
            return false;
        }
        if ((isBlank(here()) || isBreak(here())) && fold()) {
            continue;
        }
        if (atEnd() || here() != value[m_text.size()]) {
            return false;
        }
        copy(1);
    }
    return true;
}

qsizetype ScalarReader::detectIndent(qsizetype at) const
{
    while (at < m_end) {
        const qsizetype start = at;
        while (at < m_end && m_source[at] == u' ') {
            ++at;
        }
        if (at < m_end && !isBreak(m_source[at])) {
            return at - start;
        }
        at += at < m_end ? breakLength(at) : 0;
    }
    return 0;
}

void ScalarReader::readLiteralLines(qsizetype indent)
{
    qsizetype contentEnd = m_at;
    while (!atEnd()) {
        qsizetype content = m_at;
        while (content < m_end && content - m_at < indent && m_source[content] == u' ') {
            ++content;
        }
        const qsizetype end = lineEnd(content);
        const bool blank = content == end;
        if (!blank && content - m_at < indent) {
            break;
        }
        m_at = content;
        copy(end - content);
        if (!atEnd()) {
            convert(breakLength(m_at), u"\n"_s);
        }
        contentEnd = blank ? contentEnd : m_at;
    }
    m_at = contentEnd;
}

// The breaks between two lines are one space, or as many line breaks as the value has there.
bool ScalarReader::readFoldedLines(QStringView value, qsizetype indent)
{
    while (!atEnd()) {
        qsizetype content = m_at;
        qsizetype lineStart = m_at;
        while (
            content < m_end
            && (isBreak(m_source[content]) || (m_source[content] == u' ' && content - lineStart < indent))) {
            if (isBreak(m_source[content])) {
                content += breakLength(content);
                lineStart = content;
            } else {
                ++content;
            }
        }
        if (content >= m_end || content - lineStart < indent) {
            break; // the next text is outside; what is left of the value are trailing line breaks
        }
        if (m_text.size() > value.size()) {
            return false; // the parser folded these lines in another way
        }
        if (m_text.isEmpty() || content > m_at) {
            qsizetype gap = m_text.size();
            if (gap < value.size() && value[gap] == u' ' && !m_text.isEmpty()) {
                ++gap;
            } else {
                while (gap < value.size() && value[gap] == u'\n') {
                    ++gap;
                }
            }
            const QString between = value.sliced(m_text.size(), gap - m_text.size()).toString();
            if (between.isEmpty()) {
                if (!m_text.isEmpty()) {
                    return false;
                }
                m_at = content;
            } else {
                convert(content - m_at, between);
            }
        }
        copy(lineEnd(content) - content);
    }
    if (m_text.size() < value.size()) {
        const QStringView rest = value.sliced(m_text.size());
        if (atEnd() || !isBreak(here())
            || std::any_of(rest.begin(), rest.end(), [](QChar c) { return c != u'\n'; })) {
            return false;
        }
        qsizetype length = breakLength(m_at);
        for (qsizetype i = 1; i < rest.size() && m_at + length < m_end; ++i) {
            length = lineEnd(m_at + length) - m_at;
            length += m_at + length < m_end ? breakLength(m_at + length) : 0;
        }
        convert(length, rest.toString());
    } else if (!atEnd() && isBreak(here())) {
        m_at += breakLength(m_at);
    }
    return true;
}

bool ScalarReader::readBlock(QStringView value, bool folded, qsizetype parentIndent)
{
    ++m_at;
    bool strip = false;
    bool keep = false;
    qsizetype indent = -1;
    for (; !atEnd() && !isBreak(here()) && !isBlank(here()); ++m_at) {
        strip = strip || here() == u'-';
        keep = keep || here() == u'+';
        if (here().isDigit()) {
            indent = parentIndent + here().digitValue();
        }
    }
    m_at = lineEnd(m_at);
    if (atEnd()) {
        return value.isEmpty();
    }
    m_at += breakLength(m_at);
    indent = indent < 0 ? detectIndent(m_at) : indent;
    if (folded) {
        return readFoldedLines(value, indent);
    }

    readLiteralLines(indent);
    qsizetype length = m_text.size();
    while (length > 0 && m_text[length - 1] == u'\n') {
        --length;
    }
    const qsizetype breaks = m_text.size() - length;
    const qsizetype kept = strip ? 0 : keep ? breaks : length == 0 ? 0 : std::min<qsizetype>(breaks, 1);
    m_text.truncate(length + kept);
    m_segments.truncate(length + kept);
    if (keep) {
        const QList<Segment> segments = SegmentBuilder(m_segments).take();
        m_at =
            segments.isEmpty() ? m_at : std::max(m_at, segments.last().source + segments.last().sourceLength);
    }
    return true;
}

bool ScalarReader::locate(TreeNode &node, qsizetype parentIndent)
{
    skipProperties();
    const qsizetype start = m_at;
    bool read = false;
    if (atEnd()) {
        node.carrier = Carrier::YamlPlain;
        read = node.value.isEmpty();
    } else if (here() == u'\'') {
        node.carrier = Carrier::YamlSingle;
        read = readSingle();
    } else if (here() == u'"') {
        node.carrier = Carrier::YamlDouble;
        read = readDouble();
    } else if (here() == u'|') {
        node.carrier = Carrier::YamlLiteral;
        read = readBlock(node.value, false, parentIndent);
    } else if (here() == u'>') {
        node.carrier = Carrier::YamlFolded;
        read = readBlock(node.value, true, parentIndent);
    } else {
        node.carrier = Carrier::YamlPlain;
        read = readPlain(node.value);
    }
    node.quoted = node.carrier != Carrier::YamlPlain;
    node.span = {.start = start, .length = m_at - start};
    if (read && m_text == node.value) {
        node.segments = m_segments.take();
    }
    return read;
}

} // namespace

bool locateYamlScalar(TreeNode &node, QStringView source, qsizetype position, qsizetype end,
                      qsizetype parentIndent)
{
    return ScalarReader(source, position, end).locate(node, parentIndent);
}

} // namespace countersign::prompt
