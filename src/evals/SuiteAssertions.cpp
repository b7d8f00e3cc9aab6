// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/SuiteContext.h"

#include "evals/Assertions.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::evals {

namespace {

constexpr qsizetype mostAssertions = 1000; ///< of one case

bool isScript(const QString &path)
{
    static const QStringList ends{u".js"_s,  u".cjs"_s, u".mjs"_s, u".ts"_s, u".cts"_s,
                                  u".mts"_s, u".py"_s,  u".rb"_s,  u".go"_s};
    // "check.py:name" is a function in a file.
    const QString file = path.section(u':', 0, 0);
    return std::ranges::any_of(ends, [&](const QString &end) { return file.endsWith(end); });
}

/// What a file says that a value names.
QJsonValue fileValue(SuiteContext &context, const SuiteText &text, qsizetype offset, const QString &reference,
                     Assertion &assertion)
{
    if (isScript(reference)) {
        assertion.notRun << u"file://"_s + reference;
        return {};
    }
    const std::optional<SuiteText> file =
        context.readReference(text, offset, reference, SuiteContext::Counts::ForTheHash);
    if (!file) {
        assertion.notRun << u"file://"_s + reference;
        return {};
    }
    const std::optional<QJsonValue> value = context.valueOf(*file, reference);
    if (!value) {
        assertion.notRun << u"file://"_s + reference;
        return {};
    }
    return *value;
}

QJsonValue withFiles(SuiteContext &context, const SuiteText &text, qsizetype offset, const QJsonValue &value,
                     Assertion &assertion)
{
    static const QString scheme = u"file://"_s;
    if (value.isString() && value.toString().startsWith(scheme)) {
        return fileValue(context, text, offset, value.toString().mid(scheme.size()), assertion);
    }
    if (value.isString() && value.toString().startsWith(u"package:"_s)) {
        assertion.notRun << value.toString();
        return value;
    }
    if (!value.isArray()) {
        return value;
    }
    QJsonArray array = value.toArray();
    for (qsizetype i = 0; i < array.size(); ++i) {
        const QJsonValue one = array.at(i);
        if (one.isString() && one.toString().startsWith(scheme)) {
            array[i] = fileValue(context, text, offset, one.toString().mid(scheme.size()), assertion);
        }
    }
    return array;
}

double numberOf(SuiteContext &context, const SuiteText &text, const prompt::TreeEntry &entry,
                double otherwise)
{
    const QJsonValue value = context.json(text, entry.node);
    // An empty `threshold:` is none.
    if (value.isNull()) {
        return otherwise;
    }
    if (!value.isDouble()) {
        context.problem(SuiteProblemKind::WrongType, text, entry.keySpan.start, entry.key);
        return otherwise;
    }
    return value.toDouble();
}

void setType(Assertion &assertion, const QString &name)
{
    assertion.inverse = name.startsWith(u"not-"_s);
    assertion.type = assertion.inverse ? name.mid(4) : name;
}

std::optional<Assertion> readAssertion(SuiteContext &context, const SuiteText &text,
                                       const prompt::TreeNode &node, int depth)
{
    Assertion assertion;
    if (node.isScalar() && depth == 0) {
        assertion = assertionFromText(node.value);
    } else if (!node.isMap()) {
        context.problem(SuiteProblemKind::WrongType, text, node.span.start, u"assert"_s);
        return std::nullopt;
    }
    std::tie(assertion.line, assertion.column) = text.lineAndColumn(node.span.start);
    for (const prompt::TreeEntry &entry : node.entries) {
        if (entry.key == u"type"_s && entry.node.isScalar()) {
            setType(assertion, entry.node.value);
        } else if (entry.key == u"value"_s) {
            assertion.value =
                withFiles(context, text, entry.node.span.start, context.json(text, entry.node), assertion);
        } else if (entry.key == u"threshold"_s) {
            assertion.threshold = numberOf(context, text, entry, noScore);
        } else if (entry.key == u"weight"_s) {
            assertion.weight = numberOf(context, text, entry, 1);
        } else if (entry.key == u"metric"_s && entry.node.isScalar()) {
            assertion.metric = entry.node.value;
        } else if (entry.key == u"assert"_s && entry.node.isSequence() && depth == 0) {
            for (const prompt::TreeEntry &one : entry.node.entries) {
                if (const auto inner = readAssertion(context, text, one.node, depth + 1)) {
                    assertion.set.push_back(*inner);
                }
            }
        } else if (entry.key == u"transform"_s || entry.key == u"contextTransform"_s) {
            assertion.notRun << entry.key;
        } else if (entry.key == u"type"_s || entry.key == u"metric"_s || entry.key == u"assert"_s) {
            context.problem(SuiteProblemKind::WrongType, text, entry.keySpan.start, entry.key);
        } else {
            assertion.options.insert(entry.key, context.json(text, entry.node));
        }
    }
    if (assertion.type.isEmpty()) {
        context.problem(SuiteProblemKind::WrongType, text, node.span.start, u"type"_s);
        return std::nullopt;
    }
    if (assertion.weight < 0 || !std::isfinite(assertion.weight)) {
        context.problem(SuiteProblemKind::WrongType, text, node.span.start, u"weight"_s);
        return std::nullopt;
    }
    if (kindOf(assertion) == AssertionKind::Unknown) {
        context.problem(SuiteProblemKind::UnknownAssertion, text, node.span.start, assertion.name(), false);
    }
    if (kindOf(assertion) == AssertionKind::Script || !assertion.notRun.isEmpty()) {
        const QString what = assertion.notRun.isEmpty() ? assertion.name() : assertion.notRun.first();
        context.problem(SuiteProblemKind::NotRun, text, node.span.start, what, false);
    }
    return assertion;
}

} // namespace

QString Assertion::name() const
{
    return inverse ? u"not-"_s + type : type;
}

std::vector<Assertion> readAssertions(SuiteContext &context, const SuiteText &text,
                                      const prompt::TreeNode &node)
{
    std::vector<Assertion> assertions;
    if (!node.isSequence()) {
        if (node.kind != prompt::TreeNode::Kind::Null) {
            context.problem(SuiteProblemKind::WrongType, text, node.span.start, u"assert"_s);
        }
        return assertions;
    }
    for (const prompt::TreeEntry &entry : node.entries) {
        if (qsizetype(assertions.size()) >= mostAssertions) {
            context.problem(SuiteProblemKind::TooMuch, text, entry.node.span.start, u"assert"_s);
            break;
        }
        if (auto assertion = readAssertion(context, text, entry.node, 0)) {
            assertions.push_back(std::move(*assertion));
        }
    }
    return assertions;
}

Assertion assertionFromText(const QString &text)
{
    const auto script = [&](const QString &type, qsizetype skip) {
        return Assertion{.type = type, .value = text.mid(skip).trimmed()};
    };
    for (const QString &start : {u"javascript:"_s, u"fn:"_s, u"eval:"_s}) {
        if (text.startsWith(start)) {
            return script(u"javascript"_s, start.size());
        }
    }
    if (text.startsWith(u"python:"_s)) {
        return script(u"python"_s, 7);
    }
    if (text.startsWith(u"grade:"_s)) {
        return {.type = u"llm-rubric"_s, .value = text.mid(6)};
    }
    if (text.startsWith(u"file://"_s) && isScript(text.mid(7))) {
        return script(text.contains(u".py"_s) ? u"python"_s : u"javascript"_s, 7);
    }
    static const QRegularExpression shape(
        u"\\A(not-)?([a-z][a-z0-9:-]*?)(?:\\(([0-9]+(?:\\.[0-9]+)?)\\))?(?::(.*))?\\z"_s,
        QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch match = shape.match(text);
    Assertion assertion{.type = match.captured(2), .inverse = !match.captured(1).isEmpty()};
    if (!match.hasMatch() || kindOf(assertion) == AssertionKind::Unknown) {
        return {.type = u"equals"_s, .value = text};
    }
    const QString value = match.captured(4).trimmed();
    const bool hasValue = match.hasCaptured(4);
    const QString &type = assertion.type;
    if (type.endsWith(u"-any"_s) || type.endsWith(u"-all"_s)) {
        QJsonArray words;
        for (const QString &word : value.split(u',')) {
            words.append(word.trimmed());
        }
        assertion.value = words;
    } else if (hasValue) {
        assertion.value = value;
    }
    if (match.hasCaptured(3)) {
        assertion.threshold = match.captured(3).toDouble();
    } else if (type == u"similar"_s) {
        assertion.threshold = 0.8;
    } else if (QStringList{u"cost"_s, u"latency"_s, u"levenshtein"_s, u"rouge-n"_s}.contains(type)) {
        // promptfoo's own default where an assertion is written in one line.
        assertion.threshold = 0.75;
    }
    return assertion;
}

} // namespace countersign::evals
