// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/SuiteContext.h"

#include "prompt/Source.h"

#include <QCryptographicHash>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::evals {

namespace {

constexpr qsizetype mostProblems = 200;
constexpr qint64 mostBytesOfAFile = 8 << 20;
constexpr qint64 mostBytesOfAll = 32 << 20;
constexpr int mostFiles = 200;
constexpr int deepestValue = 64;

QString folderOf(const QString &path)
{
    const qsizetype slash = path.lastIndexOf(u'/');
    return slash < 0 ? QString() : path.first(slash);
}

/// How a path is written seen from a folder, so that a suite may be moved with its files.
QString seenFrom(const QString &folder, const QString &path)
{
    QStringList from = folder.split(u'/', Qt::SkipEmptyParts);
    QStringList to = path.split(u'/', Qt::SkipEmptyParts);
    while (!from.isEmpty() && to.size() > 1 && from.first() == to.first()) {
        from.removeFirst();
        to.removeFirst();
    }
    return u"../"_s.repeated(from.size()) + to.join(u'/');
}

} // namespace

SuiteText::SuiteText(const QString &path, const QString &source) : m_path(path), m_source(source), m_lines{0}
{
    for (qsizetype i = 0; i < source.size(); ++i) {
        if (source[i] == u'\n') {
            m_lines << i + 1;
        }
    }
}

QString SuiteText::folder() const
{
    return folderOf(m_path);
}

std::pair<int, int> SuiteText::lineAndColumn(qsizetype offset) const
{
    const qsizetype at = std::clamp<qsizetype>(offset, 0, m_source.size());
    const auto next = std::ranges::upper_bound(m_lines, at);
    const qsizetype line = next - m_lines.begin();
    const qsizetype begin = *(next - 1);
    int column = 1;
    for (qsizetype i = begin; i < at; ++i) {
        column += !m_source[i].isLowSurrogate();
    }
    return {int(line), column};
}

SuiteContext::SuiteContext(const QString &suitePath, const SuiteFiles &files)
    : m_files(files)
    , m_folder(folderOf(suitePath))
    , m_bytesLeft(mostBytesOfAll)
    , m_filesLeft(mostFiles)
{}

void SuiteContext::problem(SuiteProblemKind kind, const SuiteText &text, qsizetype offset,
                           const QString &detail, bool error)
{
    if (m_problems.size() < mostProblems) {
        const auto [line, column] = text.lineAndColumn(offset);
        m_problems.append({.kind = kind,
                           .error = error,
                           .file = text.path(),
                           .line = line,
                           .column = column,
                           .detail = detail.left(200)});
    }
}

std::optional<SuiteText> SuiteContext::readPath(const SuiteText &from, qsizetype offset, const QString &path,
                                                Counts counts)
{
    if (m_filesLeft-- <= 0 || m_bytesLeft <= 0) {
        problem(SuiteProblemKind::TooMuch, from, offset, path);
        return std::nullopt;
    }
    const Result<QByteArray> bytes = m_files.read(path, std::min(mostBytesOfAFile, m_bytesLeft));
    if (!bytes) {
        const ErrorCode code = bytes.error().code;
        problem(code == ErrorCode::NoSpace ? SuiteProblemKind::TooMuch
                : code == ErrorCode::Refused || code == ErrorCode::NotPermitted
                    ? SuiteProblemKind::FileRefused
                    : SuiteProblemKind::FileMissing,
                from, offset, path);
        return std::nullopt;
    }
    m_bytesLeft -= bytes->size();
    if (counts == Counts::ForTheHash) {
        m_hashes.insert(path, QCryptographicHash::hash(*bytes, QCryptographicHash::Sha256));
    }
    const prompt::Decoded decoded = prompt::decode(*bytes);
    if (!decoded.structured) {
        problem(SuiteProblemKind::Syntax, SuiteText(path, {}), 0, u"not a text in UTF-8"_s);
        return std::nullopt;
    }
    return SuiteText(path, decoded.source);
}

std::optional<SuiteText> SuiteContext::readReference(const SuiteText &text, qsizetype offset,
                                                     const QString &reference, Counts counts)
{
    const Result<QString> path = pathInRepository(text.folder(), reference);
    if (!path) {
        problem(SuiteProblemKind::FileRefused, text, offset, reference);
        return std::nullopt;
    }
    return readPath(text, offset, *path, counts);
}

QStringList SuiteContext::expand(const SuiteText &text, qsizetype offset, const QString &reference)
{
    const Result<QString> path = pathInRepository(text.folder(), reference);
    if (!path) {
        problem(SuiteProblemKind::FileRefused, text, offset, reference);
        return {};
    }
    if (!path->contains(u'*') && !path->contains(u'?')) {
        return {*path};
    }
    const QString folder = folderOf(*path);
    // Only the name may be a pattern: folders would have to be walked.
    if (!m_files.list || folder.contains(u'*') || folder.contains(u'?')) {
        problem(SuiteProblemKind::FileRefused, text, offset, reference);
        return {};
    }
    const Result<QStringList> found =
        m_files.list(folder, path->mid(folder.isEmpty() ? 0 : folder.size() + 1));
    if (!found || found->isEmpty()) {
        problem(SuiteProblemKind::FileMissing, text, offset, reference);
        return {};
    }
    return *found;
}

QJsonValue SuiteContext::json(const SuiteText &text, const prompt::TreeNode &node)
{
    const std::optional<QJsonValue> value = jsonOf(node);
    if (!value) {
        problem(SuiteProblemKind::TooMuch, text, node.span.start, u"levels"_s);
    }
    return value.value_or(QJsonValue());
}

std::optional<QJsonValue> SuiteContext::valueOf(const SuiteText &file, const QString &reference)
{
    const bool isYaml = reference.endsWith(u".yaml"_s) || reference.endsWith(u".yml"_s);
    if (!isYaml && !reference.endsWith(u".json"_s)) {
        return file.source().trimmed();
    }
    const prompt::Span all{0, file.source().size()};
    const prompt::TreeResult tree =
        isYaml ? prompt::readYaml(file.source(), all) : prompt::readJson(file.source(), all);
    if (tree.documents.size() != 1) {
        const bool told = !tree.problems.isEmpty();
        problem(SuiteProblemKind::Syntax, file, told ? tree.problems.first().span.start : 0,
                told ? tree.problems.first().detail : QString());
        return std::nullopt;
    }
    return json(file, tree.documents.front());
}

ContentHash SuiteContext::hash() const
{
    QByteArray all = "countersign.suite.v1\n";
    for (const auto &[path, hash] : m_hashes.asKeyValueRange()) {
        all += seenFrom(m_folder, path).toUtf8() + '\0' + hash.toHex() + '\n';
    }
    return *ContentHash::fromBytes(QCryptographicHash::hash(all, QCryptographicHash::Sha256));
}

std::optional<QJsonValue> jsonOf(const prompt::TreeNode &node, int depth)
{
    if (depth > deepestValue) {
        return std::nullopt;
    }
    switch (node.kind) {
    case prompt::TreeNode::Kind::Null:
        return QJsonValue();
    case prompt::TreeNode::Kind::Scalar:
        return scalarValue(node);
    case prompt::TreeNode::Kind::Sequence: {
        QJsonArray array;
        for (const prompt::TreeEntry &entry : node.entries) {
            const std::optional<QJsonValue> value = jsonOf(entry.node, depth + 1);
            if (!value) {
                return std::nullopt;
            }
            array.append(*value);
        }
        return array;
    }
    case prompt::TreeNode::Kind::Map: {
        QJsonObject object;
        for (const prompt::TreeEntry &entry : node.entries) {
            const std::optional<QJsonValue> value = jsonOf(entry.node, depth + 1);
            if (!value) {
                return std::nullopt;
            }
            object.insert(entry.key, *value);
        }
        return object;
    }
    }
    Q_UNREACHABLE_RETURN({});
}

QJsonValue scalarValue(const prompt::TreeNode &node)
{
    static const QRegularExpression integer(u"\\A[-+]?[0-9]{1,18}\\z"_s);
    static const QRegularExpression number(u"\\A[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?\\z"_s);
    const QString &text = node.value;
    if (node.quoted) {
        return text;
    }
    if (text.isEmpty() || text == u"~"_s || text == u"null"_s || text == u"Null"_s || text == u"NULL"_s) {
        return QJsonValue(QJsonValue::Null);
    }
    if (text == u"true"_s || text == u"True"_s || text == u"TRUE"_s) {
        return true;
    }
    if (text == u"false"_s || text == u"False"_s || text == u"FALSE"_s) {
        return false;
    }
    if (integer.match(text).hasMatch()) {
        return text.toLongLong();
    }
    if (number.match(text).hasMatch()) {
        bool good = false;
        const double value = text.toDouble(&good);
        return good ? QJsonValue(value) : QJsonValue(text);
    }
    return text;
}

} // namespace countersign::evals
