// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/Tree.h"

#include <QSet>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

// Enough to see that something is wrong; each one costs a walk through the text for its line.
constexpr qsizetype maximumDuplicateKeys = 20;

// A JSON reader that keeps places and forgives comments and trailing commas, which people leave in
// configurations.
class JsonReader
{
public:
    JsonReader(const QString &source, Span range)
        : m_source(source)
        , m_text(source)
        , m_at(range.start)
        , m_end(range.end())
    {}

    TreeResult read()
    {
        TreeResult result;
        skip();
        TreeNode root;
        if (readValue(root, 0)) {
            skip();
            if (!atEnd()) {
                fail(u"text after the end of the value"_s);
            }
        }
        if (m_error) {
            result.problems.append(*m_error);
            return result;
        }
        result.problems = m_problems;
        result.documents.push_back(std::move(root));
        return result;
    }

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_end; }
    [[nodiscard]] QChar here() const { return m_text[m_at]; }
    [[nodiscard]] bool at(char16_t c) const { return !atEnd() && here() == c; }

    bool fail(const QString &detail, ProblemKind kind = ProblemKind::StructureSyntax)
    {
        if (!m_error) {
            m_error = problemAt(kind, Severity::Error, m_source, {std::min(m_at, m_end), 0}, detail);
        }
        return false;
    }

    void skip()
    {
        while (!atEnd()) {
            if (here() == u' ' || here() == u'\t' || here() == u'\n' || here() == u'\r') {
                ++m_at;
            } else if (here() == u'/' && m_at + 1 < m_end && m_text[m_at + 1] == u'/') {
                while (!atEnd() && here() != u'\n') {
                    ++m_at;
                }
            } else if (here() == u'/' && m_at + 1 < m_end && m_text[m_at + 1] == u'*') {
                const qsizetype close = m_text.indexOf(u"*/"_s, m_at + 2);
                m_at = close < 0 ? m_end : std::min(close + 2, m_end);
            } else {
                return;
            }
        }
    }

    bool readValue(TreeNode &node, int depth)
    {
        if (depth > maximumJsonDepth) {
            return fail({}, ProblemKind::StructureTooDeep);
        }
        node.span.start = m_at;
        bool ok = false;
        if (atEnd()) {
            return fail(u"a value is missing"_s);
        }
        if (here() == u'{') {
            ok = readMap(node, depth);
        } else if (here() == u'[') {
            ok = readSequence(node, depth);
        } else if (here() == u'"') {
            ok = readString(node);
        } else {
            ok = readWord(node);
        }
        node.span.length = m_at - node.span.start;
        return ok;
    }

    bool readMap(TreeNode &node, int depth)
    {
        node.kind = TreeNode::Kind::Map;
        QSet<QString> keys;
        ++m_at;
        skip();
        while (!at(u'}')) {
            TreeNode key;
            key.span.start = m_at;
            if (!at(u'"')) {
                return fail(u"a key in quotes is missing"_s);
            }
            if (!readString(key)) {
                return false;
            }
            key.span.length = m_at - key.span.start;
            if (keys.contains(key.value) && m_problems.size() < maximumDuplicateKeys) {
                m_problems.append(
                    problemAt(ProblemKind::DuplicateKey, Severity::Warning, m_source, key.span, key.value));
            }
            keys.insert(key.value);
            skip();
            if (!at(u':')) {
                return fail(u"a colon is missing"_s);
            }
            ++m_at;
            skip();
            node.entries.push_back({.key = key.value, .keySpan = key.span, .node = {}});
            if (!readValue(node.entries.back().node, depth + 1) || !separate(u'}')) {
                return false;
            }
        }
        ++m_at;
        return true;
    }

    bool readSequence(TreeNode &node, int depth)
    {
        node.kind = TreeNode::Kind::Sequence;
        ++m_at;
        skip();
        while (!at(u']')) {
            node.entries.emplace_back();
            if (!readValue(node.entries.back().node, depth + 1) || !separate(u']')) {
                return false;
            }
        }
        ++m_at;
        return true;
    }

    bool separate(char16_t close)
    {
        skip();
        if (at(u',')) {
            ++m_at;
            skip();
            return true;
        }
        return at(close) || fail(u"a comma or %1 is missing"_s.arg(QChar(close)));
    }

    bool readString(TreeNode &node)
    {
        node.kind = TreeNode::Kind::Scalar;
        node.carrier = Carrier::JsonString;
        node.quoted = true;
        SegmentBuilder segments;
        ++m_at;
        while (true) {
            qsizetype plain = m_at;
            while (plain < m_end && m_text[plain] != u'"' && m_text[plain] != u'\\'
                   && m_text[plain] != u'\n') {
                ++plain;
            }
            node.value.append(m_text.sliced(m_at, plain - m_at));
            segments.copy(m_at, plain - m_at);
            m_at = plain;
            if (atEnd() || here() == u'\n') {
                return fail(u"the end of a string is missing"_s);
            }
            if (here() == u'"') {
                ++m_at;
                node.segments = segments.take();
                return true;
            }
            const qsizetype start = m_at;
            const qsizetype before = node.value.size();
            if (!readEscape(node.value)) {
                return fail(u"an escape that JSON does not know"_s);
            }
            segments.convert(start, m_at - start, node.value.size() - before);
        }
    }

    bool readEscape(QString &value)
    {
        static const QString names = u"\"\\/bfnrt"_s;
        static const QString values = u"\"\\/\b\f\n\r\t"_s;
        if (m_at + 1 >= m_end) {
            return false;
        }
        const QChar kind = m_text[m_at + 1];
        if (const qsizetype index = names.indexOf(kind); index >= 0) {
            value.append(values[index]);
            m_at += 2;
            return true;
        }
        char16_t unit = 0;
        if (!readUnit(m_at, unit)) {
            return false;
        }
        value.append(QChar(unit));
        m_at += 6;
        // Both halves of a pair stay together, so that no edit can divide them.
        char16_t low = 0;
        if (QChar::isHighSurrogate(unit) && readUnit(m_at, low) && QChar::isLowSurrogate(low)) {
            value.append(QChar(low));
            m_at += 6;
        }
        return true;
    }

    [[nodiscard]] bool readUnit(qsizetype from, char16_t &unit) const
    {
        if (from + 6 > m_end || m_text[from] != u'\\' || m_text[from + 1] != u'u') {
            return false;
        }
        bool ok = false;
        unit = char16_t(m_text.sliced(from + 2, 4).toUShort(&ok, 16));
        return ok;
    }

    bool readWord(TreeNode &node)
    {
        const qsizetype start = m_at;
        while (!atEnd()
               && (here().isLetterOrNumber() || here() == u'-' || here() == u'+' || here() == u'.')) {
            ++m_at;
        }
        const QString word = m_text.sliced(start, m_at - start).toString();
        bool isNumber = false;
        word.toDouble(&isNumber);
        if (word == "null"_L1) {
            node.kind = TreeNode::Kind::Null;
        } else if (isNumber || word == "true"_L1 || word == "false"_L1 || word == "NaN"_L1
                   || word.endsWith("Infinity"_L1)) {
            node.kind = TreeNode::Kind::Scalar;
            node.value = word;
        } else {
            m_at = start;
            return fail(u"not a JSON value"_s);
        }
        node.carrier = Carrier::JsonString;
        node.segments = {
            {.text = 0, .source = start, .textLength = word.size(), .sourceLength = word.size()}};
        return true;
    }

    const QString &m_source;
    QStringView m_text;
    qsizetype m_at;
    qsizetype m_end;
    QList<Problem> m_problems;
    std::optional<Problem> m_error;
};

} // namespace

TreeResult readJson(const QString &source, Span range)
{
    if (range.length > maximumStructureBytes) {
        TreeResult result;
        result.problems.append(problemAt(ProblemKind::StructureTooLarge, Severity::Error, source,
                                         {range.start, 0}, QString::number(range.length)));
        return result;
    }
    return JsonReader(source, range).read();
}

} // namespace countersign::prompt
