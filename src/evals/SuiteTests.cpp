// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/SuiteContext.h"

#include <QCryptographicHash>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::evals {

namespace {

constexpr qsizetype mostCombinations = 1000; ///< of one test's lists

void readMark(SuiteContext &context, const SuiteText &text, const prompt::TreeNode &node, SuiteCase &one)
{
    if (!node.isMap()) {
        context.problem(SuiteProblemKind::WrongType, text, node.span.start, u"countersign"_s);
        return;
    }
    for (const prompt::TreeEntry &entry : node.entries) {
        const QString &value = entry.node.value;
        const qsizetype at = entry.node.span.start;
        if (!entry.node.isScalar()) {
            context.problem(SuiteProblemKind::WrongType, text, entry.keySpan.start, entry.key);
        } else if (entry.key == u"id"_s) {
            one.id = value;
        } else if (entry.key == u"dimension"_s) {
            one.dimension = value;
        } else if (entry.key == u"owner"_s) {
            one.owner = value;
        } else if (entry.key == u"from"_s) {
            one.from = value;
        } else if (entry.key == u"date"_s) {
            one.date = QDate::fromString(value, Qt::ISODate);
            if (!one.date.isValid()) {
                context.problem(SuiteProblemKind::WrongDate, text, at, value);
            }
        } else if (entry.key == u"source"_s) {
            one.source = value == u"curated"_s             ? CaseSource::Curated
                         : value == u"past_failure"_s      ? CaseSource::PastFailure
                         : value == u"production_sample"_s ? CaseSource::ProductionSample
                                                           : CaseSource::NotTold;
            if (one.source == CaseSource::NotTold) {
                context.problem(SuiteProblemKind::WrongSource, text, at, value);
            }
        } else {
            context.problem(SuiteProblemKind::UnknownKey, text, entry.keySpan.start,
                            u"countersign."_s + entry.key, false);
        }
    }
}

void readOptions(SuiteContext &context, const SuiteText &text, const prompt::TreeNode &node, SuiteCase &one)
{
    // What changes an answer before it is judged would have to be executed.
    static const QStringList executed{u"transform"_s, u"transformVars"_s, u"postprocess"_s};
    for (const prompt::TreeEntry &entry : node.entries) {
        if (entry.key == u"prefix"_s && entry.node.isScalar()) {
            one.prefix = entry.node.value;
        } else if (entry.key == u"suffix"_s && entry.node.isScalar()) {
            one.suffix = entry.node.value;
        } else if (executed.contains(entry.key)) {
            one.notRun << u"options."_s + entry.key;
            context.problem(SuiteProblemKind::NotRun, text, entry.keySpan.start, u"options."_s + entry.key,
                            false);
        }
    }
}

QJsonValue variable(SuiteContext &context, const SuiteText &text, const prompt::TreeNode &node,
                    SuiteCase &one)
{
    static const QString scheme = u"file://"_s;
    if (!node.isScalar() || !node.value.startsWith(scheme)) {
        return context.json(text, node);
    }
    const QString reference = node.value.mid(scheme.size());
    const auto file =
        context.readReference(text, node.span.start, reference, SuiteContext::Counts::ForTheHash);
    if (!file) {
        one.notRun << node.value;
        return {};
    }
    static const QStringList scripts{u".js"_s, u".mjs"_s, u".cjs"_s, u".ts"_s, u".py"_s, u".rb"_s};
    if (std::ranges::any_of(scripts, [&](const QString &end) { return reference.endsWith(end); })) {
        one.notRun << node.value;
        context.problem(SuiteProblemKind::NotRun, text, node.span.start, node.value, false);
        return {};
    }
    // A variable is a text: JSON as it stands, YAML written as JSON.
    if (!reference.endsWith(u".yaml"_s) && !reference.endsWith(u".yml"_s)) {
        return file->source().trimmed();
    }
    const std::optional<QJsonValue> value = context.valueOf(*file, reference);
    if (!value) {
        one.notRun << node.value;
        return {};
    }
    const QByteArray list = QJsonDocument(QJsonArray{*value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(list.sliced(1, list.size() - 2));
}

/// One case for each combination of the variables that are lists, the last list running fastest.
void multiplyOut(SuiteContext &context, const SuiteText &text, qsizetype offset, const SuiteCase &one,
                 const QStringList &lists, std::vector<SuiteCase> &into)
{
    std::vector<SuiteCase> cases{one};
    for (const QString &name : lists) {
        const QJsonArray values = one.vars.value(name).toArray();
        // A list without values would make the case vanish.
        if (values.isEmpty()) {
            context.problem(SuiteProblemKind::WrongType, text, offset, u"vars."_s + name);
            return;
        }
        if (values.size() > mostCombinations / qsizetype(cases.size())) {
            context.problem(SuiteProblemKind::TooMuch, text, offset, u"vars"_s);
            return;
        }
        std::vector<SuiteCase> more;
        for (const SuiteCase &before : cases) {
            for (const QJsonValue &value : values) {
                more.push_back(before);
                more.back().vars.insert(name, value);
            }
        }
        cases = std::move(more);
    }
    for (size_t i = 0; i < cases.size(); ++i) {
        if (cases.size() > 1 && !one.id.isEmpty()) {
            cases[i].id = u"%1#%2"_s.arg(one.id).arg(i + 1);
        }
        into.push_back(std::move(cases[i]));
    }
}

struct TestRead
{
    SuiteCase one = {};
    QStringList lists = {}; ///< variables that are multiplied out, in their order
};

void readVars(SuiteContext &context, const SuiteText &text, const prompt::TreeNode &node, TestRead &read)
{
    if (!node.isMap()) {
        context.problem(SuiteProblemKind::WrongType, text, node.span.start, u"vars"_s);
        return;
    }
    for (const prompt::TreeEntry &entry : node.entries) {
        const QJsonValue value = variable(context, text, entry.node, read.one);
        read.one.vars.insert(entry.key, value);
        read.lists.removeAll(entry.key);
        if (value.isArray()) {
            read.lists << entry.key;
        }
    }
}

TestRead readOne(SuiteContext &context, const SuiteText &text, const prompt::TreeNode &node,
                 const SuiteCase &defaults)
{
    TestRead read{.one = defaults};
    SuiteCase &one = read.one;
    one.file = text.path();
    std::tie(one.line, one.column) = text.lineAndColumn(node.span.start);
    for (auto it = defaults.vars.constBegin(); it != defaults.vars.constEnd(); ++it) {
        if (it.value().isArray()) {
            read.lists << it.key();
        }
    }
    bool keepsLists = false;
    bool dropsDefaults = false;
    std::vector<Assertion> own;
    static const QStringList known{u"provider"_s, u"providerOutput"_s, u"metadata"_s, u"providers"_s};
    for (const prompt::TreeEntry &entry : node.entries) {
        const QString &key = entry.key;
        if (key == u"description"_s && entry.node.isScalar()) {
            one.description = entry.node.value;
        } else if (key == u"vars"_s) {
            readVars(context, text, entry.node, read);
        } else if (key == u"assert"_s) {
            own = readAssertions(context, text, entry.node);
        } else if (key == u"threshold"_s) {
            const QJsonValue value = context.json(text, entry.node);
            one.threshold = value.isDouble() ? value.toDouble() : one.threshold;
            if (!value.isDouble() && !value.isNull()) {
                context.problem(SuiteProblemKind::WrongType, text, entry.keySpan.start, key);
            }
        } else if (key == u"options"_s && entry.node.isMap()) {
            readOptions(context, text, entry.node, one);
            const QJsonObject options = context.json(text, entry.node).toObject();
            keepsLists = options.value(u"disableVarExpansion"_s).toBool();
            dropsDefaults = options.value(u"disableDefaultAsserts"_s).toBool();
        } else if (key == u"prompts"_s && entry.node.isSequence()) {
            one.prompts.clear();
            for (const prompt::TreeEntry &label : entry.node.entries) {
                one.prompts << label.node.value;
            }
        } else if (key == u"countersign"_s) {
            readMark(context, text, entry.node, one);
        } else if (key == u"assertScoringFunction"_s) {
            one.notRun << key;
            context.problem(SuiteProblemKind::NotRun, text, entry.keySpan.start, key, false);
        } else if (!known.contains(key)) {
            context.problem(SuiteProblemKind::UnknownKey, text, entry.keySpan.start, key, false);
        }
        if (key == u"metadata"_s && entry.node.isMap()) {
            if (const prompt::TreeNode *mark = entry.node.child(u"countersign")) {
                readMark(context, text, *mark, one);
            }
        }
    }
    if (dropsDefaults) {
        one.asserts.clear();
    }
    std::ranges::move(own, std::back_inserter(one.asserts));
    if (keepsLists) {
        read.lists.clear();
    }
    return read;
}

void append(SuiteContext &context, const SuiteText &text, qsizetype offset, const TestRead &read,
            std::vector<SuiteCase> &into)
{
    if (qsizetype(into.size()) >= mostCases) {
        context.problem(SuiteProblemKind::TooMuch, text, offset, u"tests"_s);
        return;
    }
    multiplyOut(context, text, offset, read.one, read.lists, into);
}

/// The cells of a CSV text, row by row (RFC 4180), each with the place where its row begins.
struct CsvRow
{
    qsizetype start = 0;
    QStringList cells = {};
};

std::optional<QList<CsvRow>> csvRows(SuiteContext &context, const SuiteText &text)
{
    const QString &source = text.source();
    QList<CsvRow> rows;
    CsvRow row;
    QString cell;
    bool quoted = false;
    bool wasQuoted = false;
    const auto endCell = [&] {
        row.cells << cell;
        cell.clear();
        wasQuoted = false;
    };
    const auto endRow = [&](qsizetype next) {
        endCell();
        if (row.cells.size() > 1 || !row.cells.first().isEmpty()) {
            rows << row;
        }
        row = {.start = next};
    };
    for (qsizetype i = 0; i < source.size(); ++i) {
        const QChar c = source[i];
        if (quoted) {
            if (c != u'"') {
                cell += c;
            } else if (i + 1 < source.size() && source[i + 1] == u'"') {
                cell += c;
                ++i;
            } else {
                quoted = false;
                wasQuoted = true;
            }
        } else if (c == u'"' && cell.isEmpty() && !wasQuoted) {
            quoted = true;
        } else if (c == u',') {
            endCell();
        } else if (c == u'\n') {
            endRow(i + 1);
        } else if (c != u'\r' || i + 1 >= source.size() || source[i + 1] != u'\n') {
            cell += c;
        }
    }
    if (quoted) {
        context.problem(SuiteProblemKind::Syntax, text, row.start, u"a quoted cell does not end"_s);
        return std::nullopt;
    }
    if (!cell.isEmpty() || !row.cells.isEmpty() || wasQuoted) {
        endRow(source.size());
    }
    return rows;
}

/// A `__` column: what it sets of a case.
void readSpecialCell(SuiteContext &context, const SuiteText &text, qsizetype start, const QString &name,
                     const QString &cell, SuiteCase &one, QString &metric)
{
    if (name.startsWith(u"__expected"_s)) {
        if (!cell.trimmed().isEmpty()) {
            Assertion assertion = assertionFromText(cell);
            std::tie(assertion.line, assertion.column) = text.lineAndColumn(start);
            one.asserts.push_back(assertion);
        }
    } else if (name == u"__description"_s) {
        one.description = cell;
    } else if (name == u"__prefix"_s) {
        one.prefix = cell;
    } else if (name == u"__suffix"_s) {
        one.suffix = cell;
    } else if (name == u"__metric"_s) {
        metric = cell;
    } else if (name == u"__threshold"_s) {
        bool good = false;
        const double value = cell.toDouble(&good);
        if (good && std::isfinite(value)) {
            one.threshold = value;
        } else if (!cell.trimmed().isEmpty()) {
            context.problem(SuiteProblemKind::WrongType, text, start, name);
        }
    } else if (name.startsWith(u"__countersign:"_s)) {
        prompt::TreeNode value{.kind = prompt::TreeNode::Kind::Scalar, .span = {start, 0}, .value = cell};
        prompt::TreeNode mark{.kind = prompt::TreeNode::Kind::Map, .span = {start, 0}};
        mark.entries.push_back({.key = name.mid(14), .keySpan = {start, 0}, .node = value});
        if (!cell.isEmpty()) {
            readMark(context, text, mark, one);
        }
    } else if (!name.startsWith(u"__metadata:"_s)) {
        context.problem(SuiteProblemKind::UnknownKey, text, start, name, false);
    }
}

} // namespace

void readTest(SuiteContext &context, const SuiteText &text, const prompt::TreeNode &node,
              const SuiteCase &defaults, std::vector<SuiteCase> &into)
{
    if (!node.isMap()) {
        context.problem(SuiteProblemKind::WrongType, text, node.span.start, u"tests"_s);
        return;
    }
    append(context, text, node.span.start, readOne(context, text, node, defaults), into);
}

SuiteCase readDefaults(SuiteContext &context, const SuiteText &text, const prompt::TreeNode &node)
{
    if (!node.isMap()) {
        context.problem(SuiteProblemKind::WrongType, text, node.span.start, u"defaultTest"_s);
        return {};
    }
    return readOne(context, text, node, {}).one;
}

void readCsvTests(SuiteContext &context, const SuiteText &text, const SuiteCase &defaults,
                  std::vector<SuiteCase> &into)
{
    const std::optional<QList<CsvRow>> rows = csvRows(context, text);
    if (!rows || rows->isEmpty()) {
        return;
    }
    const QStringList &names = rows->first().cells;
    for (const CsvRow &row : rows->sliced(1)) {
        TestRead read{.one = defaults};
        read.one.file = text.path();
        std::tie(read.one.line, read.one.column) = text.lineAndColumn(row.start);
        if (row.cells.size() > names.size()) {
            context.problem(SuiteProblemKind::Syntax, text, row.start,
                            u"more cells than the first line names"_s);
            continue;
        }
        QString metric;
        const size_t inherited = read.one.asserts.size();
        for (qsizetype i = 0; i < row.cells.size(); ++i) {
            const QString name = names[i].trimmed();
            if (name.startsWith(u"__"_s)) {
                readSpecialCell(context, text, row.start, name, row.cells[i], read.one, metric);
            } else {
                read.one.vars.insert(name, row.cells[i]);
            }
        }
        for (size_t i = inherited; i < read.one.asserts.size(); ++i) {
            read.one.asserts[i].metric = metric;
        }
        append(context, text, row.start, read, into);
    }
}

} // namespace countersign::evals
