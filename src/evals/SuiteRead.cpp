// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/SuiteContext.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::evals {

namespace {

QJsonValue numberOrNull(double value)
{
    return std::isnan(value) ? QJsonValue() : QJsonValue(value);
}

QJsonArray asJson(const std::vector<Assertion> &assertions)
{
    QJsonArray array;
    for (const Assertion &one : assertions) {
        array.append(QJsonObject{{u"type"_s, one.name()},
                                 {u"value"_s, one.value},
                                 {u"threshold"_s, numberOrNull(one.threshold)},
                                 {u"weight"_s, one.weight},
                                 {u"metric"_s, one.metric},
                                 {u"options"_s, one.options},
                                 {u"set"_s, asJson(one.set)}});
    }
    return array;
}

/// QJsonObject is sorted by key, so equal cases give equal bytes.
ContentHash keyOf(const SuiteCase &one)
{
    const QJsonObject what{{u"vars"_s, one.vars},
                           {u"assert"_s, asJson(one.asserts)},
                           {u"threshold"_s, numberOrNull(one.threshold)},
                           {u"prefix"_s, one.prefix},
                           {u"suffix"_s, one.suffix}};
    const QByteArray bytes = "countersign.case.v1\n" + QJsonDocument(what).toJson(QJsonDocument::Compact);
    return *ContentHash::fromBytes(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256));
}

std::optional<prompt::TreeNode> treeOf(SuiteContext &context, const SuiteText &text)
{
    const prompt::Span all{0, text.source().size()};
    const bool isJson = text.path().endsWith(u".json"_s);
    prompt::TreeResult tree =
        isJson ? prompt::readJson(text.source(), all) : prompt::readYaml(text.source(), all);
    if (tree.documents.size() == 1) {
        return std::move(tree.documents.front());
    }
    const bool told = !tree.problems.isEmpty();
    context.problem(SuiteProblemKind::Syntax, text, told ? tree.problems.first().span.start : 0,
                    told ? tree.problems.first().detail : u"not one document"_s);
    return std::nullopt;
}

/// The prompts of a file. In promptfoo a line --- parts those of a .txt file.
QStringList promptsIn(const QString &path, const QString &source)
{
    static const QRegularExpression line(u"^[ \\t]*---[ \\t]*\\r?$"_s, QRegularExpression::MultilineOption);
    if (!path.endsWith(u".txt"_s) || !source.contains(line)) {
        return {source};
    }
    QStringList texts = source.split(line);
    texts.removeIf([](const QString &text) { return text.trimmed().isEmpty(); });
    return texts;
}

/// Reads what a suite says, key by key.
class SuiteReading
{
public:
    SuiteReading(const QString &path, const SuiteFiles &files) : m_context(path, files)
    {
        m_suite.path = path;
    }

    Suite read();

private:
    void readTop(const SuiteText &text, const prompt::TreeNode &top);
    void readPrompts(const SuiteText &text, const prompt::TreeNode &node);
    void readPrompt(const SuiteText &text, const prompt::TreeNode &node);
    void readProviders(const SuiteText &text, const prompt::TreeNode &node);
    void readTests(const SuiteText &text, const prompt::TreeNode &node);
    void readTestFiles(const SuiteText &text, const prompt::TreeNode &node);
    void readLines(const SuiteText &file);
    void readOwn(const SuiteText &text, const prompt::TreeNode &node);
    void readEvaluateOptions(const SuiteText &text, const prompt::TreeNode &node);
    void finish(const SuiteText &text);

    SuiteContext m_context;
    Suite m_suite;
    SuiteCase m_defaults;
};

Suite SuiteReading::read()
{
    const SuiteText nowhere(m_suite.path, {});
    const auto text = m_context.readPath(nowhere, 0, m_suite.path, SuiteContext::Counts::ForTheHash);
    if (text) {
        if (const auto top = treeOf(m_context, *text)) {
            if (top->isMap()) {
                readTop(*text, *top);
            } else {
                m_context.problem(SuiteProblemKind::WrongType, *text, top->span.start, u"suite"_s);
            }
        }
        finish(*text);
    }
    m_suite.hash = m_context.hash();
    m_suite.problems = m_context.takeProblems();
    return std::move(m_suite);
}

void SuiteReading::readTop(const SuiteText &text, const prompt::TreeNode &top)
{
    // Kept for promptfoo itself; nothing that they say changes what is asked or how it is judged.
    static const QStringList ignored{
        u"$schema"_s, u"env"_s,      u"sharing"_s,           u"outputPath"_s, u"commandLineOptions"_s,
        u"tags"_s,    u"metadata"_s, u"writeLatestResults"_s};
    if (const prompt::TreeNode *defaults = top.child(u"defaultTest")) {
        static const QString scheme = u"file://"_s;
        if (defaults->isScalar() && defaults->value.startsWith(scheme)) {
            const auto file =
                m_context.readReference(text, defaults->span.start, defaults->value.mid(scheme.size()),
                                        SuiteContext::Counts::ForTheHash);
            if (const auto tree = file ? treeOf(m_context, *file) : std::nullopt) {
                m_defaults = readDefaults(m_context, *file, *tree);
            }
        } else {
            m_defaults = readDefaults(m_context, text, *defaults);
        }
    }
    for (const prompt::TreeEntry &entry : top.entries) {
        const QString &key = entry.key;
        if (key == u"description"_s && entry.node.isScalar()) {
            m_suite.description = entry.node.value;
        } else if (key == u"prompts"_s) {
            readPrompts(text, entry.node);
        } else if (key == u"providers"_s || key == u"targets"_s) {
            readProviders(text, entry.node);
        } else if (key == u"tests"_s) {
            readTests(text, entry.node);
        } else if (key == u"countersign"_s) {
            readOwn(text, entry.node);
        } else if (key == u"evaluateOptions"_s) {
            readEvaluateOptions(text, entry.node);
        } else if (key == u"scenarios"_s || key == u"extensions"_s || key == u"redteam"_s
                   || key == u"derivedMetrics"_s || key == u"nunjucksFilters"_s) {
            // Left out they would change what the suite asks, unseen.
            m_context.problem(SuiteProblemKind::NotRun, text, entry.keySpan.start, key);
        } else if (key != u"defaultTest"_s && !ignored.contains(key)) {
            m_context.problem(SuiteProblemKind::UnknownKey, text, entry.keySpan.start, key, false);
        }
    }
}

void SuiteReading::readPrompts(const SuiteText &text, const prompt::TreeNode &node)
{
    if (node.isSequence()) {
        for (const prompt::TreeEntry &entry : node.entries) {
            readPrompt(text, entry.node);
        }
    } else {
        readPrompt(text, node);
    }
}

void SuiteReading::readPrompt(const SuiteText &text, const prompt::TreeNode &node)
{
    static const QString scheme = u"file://"_s;
    const auto part = [&](QStringView key) {
        const prompt::TreeNode *child = node.isMap() ? node.child(key) : nullptr;
        return child && child->isScalar() ? child->value : QString();
    };
    const QString raw = node.isScalar() ? node.value : part(u"raw").isEmpty() ? part(u"id") : part(u"raw");
    if (raw.isEmpty()) {
        m_context.problem(SuiteProblemKind::WrongType, text, node.span.start, u"prompts"_s);
        return;
    }
    if (!raw.startsWith(scheme)) {
        const QString label = part(u"label");
        m_suite.prompts << SuitePrompt{.label = label.isEmpty() ? raw : label, .text = raw};
        return;
    }
    for (const QString &path : m_context.expand(text, node.span.start, raw.mid(scheme.size()))) {
        if (path.endsWith(u".py"_s) || path.endsWith(u".js"_s) || path.endsWith(u".ts"_s)
            || path.endsWith(u".mjs"_s) || path.endsWith(u".cjs"_s)) {
            m_context.problem(SuiteProblemKind::NotRun, text, node.span.start, path);
            continue;
        }
        const auto file =
            m_context.readPath(text, node.span.start, path, SuiteContext::Counts::NotForTheHash);
        if (!file) {
            continue;
        }
        const QString label = part(u"label").isEmpty() ? path : part(u"label");
        const QStringList texts = promptsIn(path, file->source());
        for (const QString &one : texts) {
            const QString number = texts.size() > 1 ? u" %1"_s.arg(m_suite.prompts.size() + 1) : QString();
            m_suite.prompts << SuitePrompt{.label = label + number, .text = one, .path = path};
        }
    }
}

void SuiteReading::readProviders(const SuiteText &text, const prompt::TreeNode &node)
{
    const auto add = [&](const prompt::TreeNode &one) {
        if (one.isScalar()) {
            m_suite.providers << SuiteProvider{.id = one.value, .label = one.value};
        } else if (const prompt::TreeNode *id = one.isMap() ? one.child(u"id") : nullptr;
                   id && id->isScalar()) {
            const prompt::TreeNode *label = one.child(u"label");
            const prompt::TreeNode *config = one.child(u"config");
            m_suite.providers << SuiteProvider{.id = id->value,
                                               .label = label && label->isScalar() ? label->value : id->value,
                                               .config = config ? m_context.json(text, *config).toObject()
                                                                : QJsonObject()};
        } else {
            m_context.problem(SuiteProblemKind::WrongType, text, one.span.start, u"providers"_s);
        }
    };
    if (node.isSequence()) {
        for (const prompt::TreeEntry &entry : node.entries) {
            add(entry.node);
        }
    } else {
        add(node);
    }
}

void SuiteReading::readTests(const SuiteText &text, const prompt::TreeNode &node)
{
    if (node.isScalar()) {
        readTestFiles(text, node);
        return;
    }
    if (!node.isSequence()) {
        if (node.kind != prompt::TreeNode::Kind::Null) {
            m_context.problem(SuiteProblemKind::WrongType, text, node.span.start, u"tests"_s);
        }
        return;
    }
    for (const prompt::TreeEntry &entry : node.entries) {
        if (entry.node.isScalar()) {
            readTestFiles(text, entry.node);
        } else {
            readTest(m_context, text, entry.node, m_defaults, m_suite.cases);
        }
    }
}

void SuiteReading::readTestFiles(const SuiteText &text, const prompt::TreeNode &node)
{
    const qsizetype at = node.span.start;
    QString reference = node.value;
    if (reference.startsWith(u"file://"_s)) {
        reference = reference.mid(7);
    }
    for (const QString &path : m_context.expand(text, at, reference)) {
        const QString end = path.section(u'.', -1).toLower();
        static const QStringList readable{u"yaml"_s, u"yml"_s, u"json"_s, u"jsonl"_s, u"csv"_s};
        if (!readable.contains(end)) {
            m_context.problem(SuiteProblemKind::NotRun, text, at, path);
            continue;
        }
        const auto file = m_context.readPath(text, at, path, SuiteContext::Counts::ForTheHash);
        if (!file) {
            continue;
        }
        if (end == u"csv"_s) {
            readCsvTests(m_context, *file, m_defaults, m_suite.cases);
        } else if (end == u"jsonl"_s) {
            readLines(*file);
        } else if (const auto tree = treeOf(m_context, *file)) {
            // One test or a list of them.
            if (tree->isMap()) {
                readTest(m_context, *file, *tree, m_defaults, m_suite.cases);
            } else if (tree->isSequence()) {
                for (const prompt::TreeEntry &entry : tree->entries) {
                    readTest(m_context, *file, entry.node, m_defaults, m_suite.cases);
                }
            } else {
                m_context.problem(SuiteProblemKind::WrongType, *file, 0, u"tests"_s);
            }
        }
    }
}

void SuiteReading::readLines(const SuiteText &file)
{
    const QString &source = file.source();
    for (qsizetype start = 0; start < source.size();) {
        const qsizetype newline = source.indexOf(u'\n', start);
        const qsizetype end = newline < 0 ? source.size() : newline;
        if (!QStringView(source).sliced(start, end - start).trimmed().isEmpty()) {
            const prompt::TreeResult tree = prompt::readJson(source, {start, end - start});
            if (tree.documents.size() == 1) {
                readTest(m_context, file, tree.documents.front(), m_defaults, m_suite.cases);
            } else {
                m_context.problem(SuiteProblemKind::Syntax, file, start,
                                  tree.problems.isEmpty() ? QString() : tree.problems.first().detail);
            }
        }
        start = end + 1;
    }
}

void SuiteReading::readOwn(const SuiteText &text, const prompt::TreeNode &node)
{
    for (const prompt::TreeEntry &entry : node.entries) {
        if (entry.key == u"harness"_s && m_context.json(text, entry.node).isString()) {
            m_suite.harness = m_context.json(text, entry.node).toString().trimmed();
            continue;
        }
        if (entry.key != u"thresholds"_s || !entry.node.isMap()) {
            m_context.problem(SuiteProblemKind::UnknownKey, text, entry.keySpan.start,
                              u"countersign."_s + entry.key, entry.key == u"thresholds"_s);
            continue;
        }
        for (const prompt::TreeEntry &one : entry.node.entries) {
            const QJsonValue value = m_context.json(text, one.node);
            if (value.isDouble()) {
                m_suite.thresholds.insert(one.key, value.toDouble());
            } else {
                m_context.problem(SuiteProblemKind::WrongType, text, one.keySpan.start, one.key);
            }
        }
    }
}

void SuiteReading::readEvaluateOptions(const SuiteText &text, const prompt::TreeNode &node)
{
    const QJsonObject options = m_context.json(text, node).toObject();
    const int repeat = options.value(u"repeat"_s).toInt(1);
    if (repeat < 1 || repeat > 1000) {
        m_context.problem(SuiteProblemKind::WrongType, text, node.span.start, u"repeat"_s);
        return;
    }
    m_suite.repeat = repeat;
}

void SuiteReading::finish(const SuiteText &text)
{
    QSet<QString> ids;
    for (SuiteCase &one : m_suite.cases) {
        one.key = keyOf(one);
        if (!one.id.isEmpty() && ids.contains(one.id)) {
            m_context.problem(SuiteProblemKind::RepeatedId, text, 0, one.id);
        }
        ids.insert(one.id);
    }
    if (m_suite.cases.empty()) {
        m_context.problem(SuiteProblemKind::NoTests, text, 0, {});
    }
}

} // namespace

QString toString(CaseSource source)
{
    switch (source) {
    case CaseSource::NotTold:
        return {};
    case CaseSource::Curated:
        return u"curated"_s;
    case CaseSource::PastFailure:
        return u"past_failure"_s;
    case CaseSource::ProductionSample:
        return u"production_sample"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString toString(SuiteProblemKind kind)
{
    switch (kind) {
    case SuiteProblemKind::Syntax:
        return u"syntax"_s;
    case SuiteProblemKind::WrongType:
        return u"wrong_type"_s;
    case SuiteProblemKind::UnknownKey:
        return u"unknown_key"_s;
    case SuiteProblemKind::UnknownAssertion:
        return u"unknown_assertion"_s;
    case SuiteProblemKind::NotRun:
        return u"not_run"_s;
    case SuiteProblemKind::FileRefused:
        return u"file_refused"_s;
    case SuiteProblemKind::FileMissing:
        return u"file_missing"_s;
    case SuiteProblemKind::TooMuch:
        return u"too_much"_s;
    case SuiteProblemKind::NoTests:
        return u"no_tests"_s;
    case SuiteProblemKind::RepeatedId:
        return u"repeated_id"_s;
    case SuiteProblemKind::WrongDate:
        return u"wrong_date"_s;
    case SuiteProblemKind::WrongSource:
        return u"wrong_source"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

bool Suite::hasErrors() const
{
    return std::ranges::any_of(problems, &SuiteProblem::error);
}

Suite readSuite(const QString &path, const SuiteFiles &files)
{
    return SuiteReading(path, files).read();
}

} // namespace countersign::evals
