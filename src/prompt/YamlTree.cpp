// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/YamlScalar.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <QSet>

#include <algorithm>
#include <sstream>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

// Byte positions of the UTF-8 form of a range as UTF-16 offsets of the source.
class BytePositions
{
public:
    BytePositions(QStringView range, qsizetype start) : m_start(start)
    {
        qsizetype bytes = 0;
        for (qsizetype i = 0; i < range.size(); ++i) {
            const char16_t unit = range[i].unicode();
            if (i % step == 0) {
                m_checkpoints.append(bytes);
            }
            bytes += unit < 0x80 ? 1 : unit < 0x800 || QChar::isSurrogate(unit) ? 2 : 3;
        }
        m_range = range;
    }

    [[nodiscard]] qsizetype offset(qsizetype byte) const
    {
        const auto next = std::upper_bound(m_checkpoints.cbegin(), m_checkpoints.cend(), byte);
        if (next == m_checkpoints.cbegin()) {
            return m_start;
        }
        const qsizetype checkpoint = next - m_checkpoints.cbegin() - 1;
        qsizetype i = checkpoint * step;
        qsizetype bytes = m_checkpoints[checkpoint];
        while (bytes < byte && i < m_range.size()) {
            const char16_t unit = m_range[i].unicode();
            bytes += unit < 0x80 ? 1 : unit < 0x800 || QChar::isSurrogate(unit) ? 2 : 3;
            ++i;
        }
        return m_start + i;
    }

private:
    static constexpr qsizetype step = 256;
    QStringView m_range;
    qsizetype m_start = 0;
    QList<qsizetype> m_checkpoints;
};

// Thrown out of the handler to stop the parser, caught in readYaml.
struct Stop
{
    ProblemKind kind;
    YAML::Mark mark;
    QString detail = {};
};

// Enough to see that something is wrong; each one costs a walk through the text for its line.
constexpr qsizetype maximumDuplicateKeys = 20;
constexpr size_t maximumDocuments = 1000;

class Builder : public YAML::EventHandler
{
public:
    Builder(QStringView source, Span range, const BytePositions &positions)
        : m_source(source)
        , m_range(range)
        , m_positions(positions)
    {}

    void OnDocumentStart(const YAML::Mark &) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark &mark, YAML::anchor_t) override
    {
        TreeNode node;
        node.span.start = offset(mark);
        // A written null has a place of its own; an absent value has none.
        static const QStringList words = {u"null"_s, u"Null"_s, u"NULL"_s, u"~"_s};
        for (const QString &word : words) {
            if (m_source.mid(node.span.start, m_range.end() - node.span.start).startsWith(word)) {
                node.span.length = word.size();
                node.segments = {
                    {.text = 0, .source = node.span.start, .textLength = 0, .sourceLength = word.size()}};
            }
        }
        add(std::move(node));
    }

    void OnAlias(const YAML::Mark &mark, YAML::anchor_t) override
    {
        throw Stop{ProblemKind::AliasRefused, mark};
    }

    void OnScalar(const YAML::Mark &mark, const std::string &, YAML::anchor_t,
                  const std::string &value) override
    {
        TreeNode node;
        node.kind = TreeNode::Kind::Scalar;
        node.value = QString::fromUtf8(value);
        const qsizetype parentIndent = m_open.empty() ? 0 : m_open.back().indent;
        const bool ends = locateYamlScalar(node, m_source, offset(mark), m_range.end(), parentIndent);
        const bool isQuoted = node.carrier == Carrier::YamlSingle || node.carrier == Carrier::YamlDouble;
        if (isQuoted && !ends) {
            throw Stop{ProblemKind::StructureSyntax, mark, u"the end of a quoted text is missing"_s};
        }
        add(std::move(node));
    }

    void OnSequenceStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t,
                         YAML::EmitterStyle::value) override
    {
        open(TreeNode::Kind::Sequence, mark);
    }

    void OnMapStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t,
                    YAML::EmitterStyle::value) override
    {
        open(TreeNode::Kind::Map, mark);
    }

    void OnSequenceEnd() override { close(); }
    void OnMapEnd() override { close(); }

    TreeNode root;
    QList<Span> duplicateKeys;

private:
    struct Open
    {
        TreeNode node;
        qsizetype indent = 0;
        bool expectsValue = false;
        QString key = {};
        Span keySpan = {};
        QSet<QString> keys = {};
    };

    [[nodiscard]] qsizetype offset(const YAML::Mark &mark) const
    {
        return std::min(m_positions.offset(mark.pos), m_range.end());
    }

    void open(TreeNode::Kind kind, const YAML::Mark &mark)
    {
        if (qsizetype(m_open.size()) >= maximumYamlDepth) {
            throw Stop{ProblemKind::StructureTooDeep, mark};
        }
        Open level;
        level.node.kind = kind;
        level.node.span.start = offset(mark);
        level.indent = mark.column;
        m_open.push_back(std::move(level));
    }

    void close()
    {
        TreeNode node = std::move(m_open.back().node);
        m_open.pop_back();
        if (!node.entries.empty()) {
            const TreeNode &last = node.entries.back().node;
            node.span.length = std::max(last.span.end(), node.entries.back().keySpan.end()) - node.span.start;
        }
        add(std::move(node));
    }

    void add(TreeNode &&node)
    {
        if (m_open.empty()) {
            root = std::move(node);
            return;
        }
        Open &level = m_open.back();
        if (level.node.isSequence()) {
            level.node.entries.push_back({.node = std::move(node)});
        } else if (!level.expectsValue) {
            level.key = node.isScalar() ? node.value : u"?"_s;
            level.keySpan = node.span;
            if (level.keys.contains(level.key) && duplicateKeys.size() < maximumDuplicateKeys) {
                duplicateKeys.append(node.span);
            }
            level.keys.insert(level.key);
            level.expectsValue = true;
        } else {
            level.node.entries.push_back(
                {.key = level.key, .keySpan = level.keySpan, .node = std::move(node)});
            level.expectsValue = false;
        }
    }

    QStringView m_source;
    Span m_range;
    const BytePositions &m_positions;
    std::vector<Open> m_open;
};

} // namespace

const TreeNode *TreeNode::child(QStringView key) const
{
    const auto found =
        std::find_if(entries.cbegin(), entries.cend(), [&](const TreeEntry &e) { return e.key == key; });
    return kind != Kind::Map || found == entries.cend() ? nullptr : &found->node;
}

QString canonicalValue(const TreeNode &scalar)
{
    if (!scalar.isScalar() || scalar.quoted) {
        return scalar.value;
    }
    const QString lower = scalar.value.toLower();
    if (lower == "true"_L1 || lower == "false"_L1) {
        return lower;
    }
    const bool mayBeNumber = !lower.isEmpty() && (lower[0].isDigit() || lower[0] == u'-' || lower[0] == u'.');
    const bool isDecimal = mayBeNumber && (lower.contains(u'.') || lower.contains(u'e'));
    if (isDecimal) {
        bool ok = false;
        const double number = lower.toDouble(&ok);
        return ok ? QString::number(number, 'g', QLocale::FloatingPointShortest) : scalar.value;
    }
    return scalar.value;
}

TreeResult readYaml(const QString &source, Span range)
{
    TreeResult result;
    const QStringView slice = QStringView(source).sliced(range.start, range.length);
    const QByteArray utf8 = slice.toUtf8();
    if (utf8.size() > maximumStructureBytes) {
        result.problems.append(problemAt(ProblemKind::StructureTooLarge, Severity::Error, source,
                                         {range.start, 0}, QString::number(utf8.size())));
        return result;
    }
    const BytePositions positions(slice, range.start);
    const auto refuse = [&](ProblemKind kind, const YAML::Mark &mark, const QString &detail) {
        const qsizetype at = mark.is_null() ? range.start : std::min(positions.offset(mark.pos), range.end());
        result.documents.clear();
        result.problems = {problemAt(kind, Severity::Error, source, {at, 0}, detail)};
    };
    try {
        std::istringstream stream(utf8.toStdString());
        YAML::Parser parser(stream);
        while (true) {
            Builder builder(source, range, positions);
            if (!parser.HandleNextDocument(builder)) {
                break;
            }
            // On some malformed texts the parser gives empty documents for ever.
            if (result.documents.size() >= maximumDocuments) {
                throw Stop{ProblemKind::StructureTooLarge, YAML::Mark::null_mark()};
            }
            for (const Span key : builder.duplicateKeys) {
                result.problems.append(problemAt(ProblemKind::DuplicateKey, Severity::Warning, source, key,
                                                 source.sliced(key.start, key.length)));
            }
            result.documents.push_back(std::move(builder.root));
        }
    } catch (const Stop &stop) {
        refuse(stop.kind, stop.mark, stop.detail);
    } catch (const YAML::Exception &error) {
        refuse(ProblemKind::StructureSyntax, error.mark, QString::fromStdString(error.msg));
    } catch (const std::exception &error) {
        refuse(ProblemKind::StructureSyntax, YAML::Mark::null_mark(), QString::fromUtf8(error.what()));
    }
    return result;
}

} // namespace countersign::prompt
