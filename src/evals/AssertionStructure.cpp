// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/AssertionChecks.h"

#include "evals/JsonSchema.h"
#include "evals/SuiteContext.h"
#include "evals/XmlCheck.h"

#include <QSet>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::evals {

namespace {

constexpr int mostJsonTries = 1000;
constexpr qsizetype longestJson = 100'000; ///< of one object inside a text
constexpr qsizetype mostJsonSteps = 20'000'000;

/// A schema as it is, or written in YAML or JSON in a text. Undefined: none. Nothing: no schema can be read.
std::optional<QJsonValue> schemaOf(const QJsonValue &value)
{
    if (value.isUndefined() || value.isNull() || (value.isString() && value.toString().isEmpty())) {
        return QJsonValue(QJsonValue::Undefined);
    }
    if (value.isObject() || value.isBool()) {
        return value;
    }
    if (!value.isString()) {
        return std::nullopt;
    }
    const QString text = value.toString();
    const prompt::TreeResult tree = prompt::readYaml(text, {0, text.size()});
    const std::optional<QJsonValue> schema =
        tree.documents.size() == 1 ? jsonOf(tree.documents.front()) : std::nullopt;
    return schema && (schema->isObject() || schema->isBool()) ? schema : std::nullopt;
}

/// Where the object that begins at `from` ends, strings read as such; -1 when it does not within the bound.
qsizetype objectEnd(const QString &text, qsizetype from)
{
    int depth = 0;
    bool quoted = false;
    const qsizetype last = std::min(text.size(), from + longestJson);
    for (qsizetype i = from; i < last; ++i) {
        const QChar c = text[i];
        if (quoted) {
            i += c == u'\\';
            quoted = c != u'"';
        } else if (c == u'"') {
            quoted = true;
        } else if (c == u'{') {
            ++depth;
        } else if (c == u'}' && --depth == 0) {
            return i + 1;
        }
    }
    return -1;
}

/// The JSON objects in a text, outermost only. Nothing when there is more to look at than the bounds allow.
std::optional<QList<QJsonValue>> objectsIn(const QString &text)
{
    QList<QJsonValue> objects;
    int tries = 0;
    qsizetype steps = 0;
    for (qsizetype at = text.indexOf(u'{'); at >= 0; at = text.indexOf(u'{', at)) {
        if (++tries > mostJsonTries || steps > mostJsonSteps) {
            return std::nullopt;
        }
        const qsizetype end = objectEnd(text, at);
        steps += (end < 0 ? std::min(text.size(), at + longestJson) : end) - at;
        const std::optional<QJsonValue> object =
            end < 0 ? std::nullopt : parsedJson(text.sliced(at, end - at));
        if (object) {
            objects << *object;
        }
        at = object ? end : at + 1;
    }
    return objects;
}

Check againstSchema(const QList<QJsonValue> &values, const QJsonValue &schema, const QString &seen)
{
    if (schema.isUndefined()) {
        return Check::of(!values.isEmpty(), seen);
    }
    QString first;
    for (const QJsonValue &value : values) {
        const SchemaResult result = checkSchema(schema, value);
        if (result.answer == SchemaAnswer::Unusable) {
            return Check::broken(u"the schema cannot be used: "_s + result.detail);
        }
        if (result.answer == SchemaAnswer::Fits) {
            return Check::of(true, seen + u" that fits the schema"_s);
        }
        first = first.isEmpty() ? result.detail : first;
    }
    return Check::of(false,
                     seen + u" that fits the schema"_s + (first.isEmpty() ? QString() : u"; "_s + first));
}

/// The calls that an answer makes: the service's own, or those that its text is.
QJsonArray callsOf(const OutputFacts &facts)
{
    if (!facts.toolCalls.isEmpty()) {
        return facts.toolCalls;
    }
    const QJsonValue text = parsedJson(facts.text).value_or(QJsonValue());
    if (text.isArray()) {
        return text.toArray();
    }
    const QJsonValue inner = text.toObject().value(u"tool_calls"_s);
    return inner.isArray() ? inner.toArray() : QJsonArray();
}

/// Whether one {"name", "arguments"} fits the tool of its name.
Check callFits(const QJsonObject &function, const QJsonArray &tools)
{
    const QString name = function.value(u"name"_s).toString();
    if (name.isEmpty() || !function.value(u"arguments"_s).isString()) {
        return Check::of(false, u"call a function with a name and arguments"_s);
    }
    for (const QJsonValue &tool : tools) {
        const QJsonObject offered = tool.toObject().value(u"function"_s).toObject();
        if (offered.value(u"name"_s).toString() != name) {
            continue;
        }
        const std::optional<QJsonValue> arguments = parsedJson(function.value(u"arguments"_s).toString());
        if (!arguments || !arguments->isObject()) {
            return Check::of(false, u"call \"%1\" with arguments in JSON"_s.arg(name.left(100)));
        }
        const QJsonValue schema = offered.value(u"parameters"_s);
        if (schema.isUndefined()) {
            return Check::of(true, {});
        }
        return againstSchema({*arguments}, schema, u"call \"%1\" with arguments"_s.arg(name.left(100)));
    }
    return Check::of(false, u"call one of the tools: there is no \"%1\""_s.arg(name.left(100)));
}

QString nameOf(const QJsonValue &value)
{
    return value.toObject().value(u"name"_s).toString();
}

/// One call in any of the ways in which services write it.
QString calledBy(const QJsonObject &call)
{
    for (const QJsonValue &place :
         {call.value(u"functionCall"_s), call.value(u"function"_s), QJsonValue(call)}) {
        if (const QString name = nameOf(place); !name.isEmpty()) {
            return name;
        }
    }
    return {};
}

void addCalled(const QJsonValue &value, QSet<QString> &names)
{
    const QJsonObject object = value.toObject();
    const QJsonValue live = object.value(u"toolCall"_s).toObject().value(u"functionCalls"_s);
    const QJsonValue inner = object.value(u"tool_calls"_s);
    if (const QJsonArray calls = value.isArray()   ? value.toArray()
                                 : inner.isArray() ? inner.toArray()
                                                   : live.toArray();
        !calls.isEmpty()) {
        for (const QJsonValue &call : calls) {
            names.insert(calledBy(call.toObject()));
        }
    } else if (object.contains(u"functionCall"_s) || object.value(u"type"_s).toString() == u"tool_use") {
        names.insert(calledBy(object));
    }
}

/// Names of the tools that an answer calls, or that its text or a line of it writes as JSON.
QSet<QString> calledNames(const OutputFacts &facts)
{
    QSet<QString> names;
    if (!facts.toolCalls.isEmpty()) {
        addCalled(facts.toolCalls, names);
    } else if (const std::optional<QJsonValue> whole = parsedJson(facts.text)) {
        addCalled(*whole, names);
    } else {
        for (const QStringView part : qTokenize(facts.text, u'\n')) {
            const QStringView line = part.trimmed();
            if (line.startsWith(u'{') || line.startsWith(u'[')) {
                addCalled(parsedJson(line.toString()).value_or(QJsonValue()), names);
            }
        }
    }
    names.remove(QString());
    return names;
}

} // namespace

Check checkJson(const CheckInput &input)
{
    const std::optional<QJsonValue> schema = schemaOf(input.value);
    if (!schema) {
        return Check::broken(u"the value has to be a JSON schema"_s);
    }
    if (input.assertion.type == u"is-json"_s) {
        const std::optional<QJsonValue> answer = parsedJson(input.facts.text);
        return againstSchema(answer ? QList{*answer} : QList<QJsonValue>(), *schema, u"be JSON"_s);
    }
    const std::optional<QList<QJsonValue>> objects = objectsIn(input.facts.text);
    if (!objects) {
        return Check::broken(u"the answer has too many braces to look for JSON in it"_s);
    }
    return againstSchema(*objects, *schema, u"contain JSON"_s);
}

Check checkXmlAnswer(const CheckInput &input)
{
    QStringList required;
    const QJsonValue list =
        input.value.isObject() ? input.value.toObject().value(u"requiredElements"_s) : input.value;
    if (list.isArray()) {
        for (const QJsonValue &one : list.toArray()) {
            required << one.toString().trimmed();
        }
    } else if (list.isString()) {
        for (const QString &one : list.toString().split(u',')) {
            required << one.trimmed();
        }
    } else if (!list.isUndefined() && !list.isNull()) {
        return Check::broken(u"the value has to be a list of elements"_s);
    }
    required.removeAll(QString());
    const bool whole = input.assertion.type == u"is-xml"_s;
    const XmlResult result =
        whole ? checkXml(input.facts.text, required) : findXml(input.facts.text, required);
    if (result.answer == XmlAnswer::TooMuch) {
        return Check::broken(u"the answer is too long to be read as XML"_s);
    }
    const QString words = whole ? u"be XML"_s : u"contain XML"_s;
    const QString with = required.isEmpty() ? QString() : u" with "_s + required.join(u", "_s).left(200);
    return Check::of(result.answer == XmlAnswer::Fits,
                     words + with
                         + (result.detail.isEmpty() ? QString() : u"; "_s + result.detail.left(200)));
}

Check checkToolCalls(const CheckInput &input)
{
    if (input.facts.tools.isEmpty()) {
        return Check::broken(u"no tools were offered"_s);
    }
    const QJsonArray calls = callsOf(input.facts);
    if (calls.isEmpty()) {
        return Check::of(false, u"call a tool"_s);
    }
    for (const QJsonValue &call : calls) {
        const Check check = callFits(call.toObject().value(u"function"_s).toObject(), input.facts.tools);
        if (check.kind != Check::Kind::Holds) {
            return check;
        }
    }
    return Check::of(true, u"call tools as they are declared"_s);
}

Check checkFunctionCall(const CheckInput &input)
{
    if (input.facts.tools.isEmpty()) {
        return Check::broken(u"no tools were offered"_s);
    }
    const QJsonArray calls = callsOf(input.facts);
    const QJsonObject call = calls.isEmpty() ? parsedJson(input.facts.text).value_or(QJsonValue()).toObject()
                                             : calls.first().toObject().value(u"function"_s).toObject();
    return callFits(call, input.facts.tools);
}

Check checkToolCallF1(const CheckInput &input)
{
    QSet<QString> expected;
    if (input.value.isArray()) {
        for (const QJsonValue &one : input.value.toArray()) {
            expected.insert(writtenAsText(one).trimmed());
        }
    } else {
        for (const QString &one : input.value.toString().split(u',')) {
            expected.insert(one.trimmed());
        }
    }
    expected.remove(QString());
    if (expected.isEmpty()) {
        return Check::broken(u"the value has to name the tools that are expected"_s);
    }
    const QSet<QString> called = calledNames(input.facts);
    const double both = double(QSet(expected).intersect(called).size());
    const double sum = double(expected.size() + called.size());
    const double threshold = std::isnan(input.assertion.threshold) ? 1.0 : input.assertion.threshold;
    return Check::scored(2 * both / sum, threshold, u"tool call F1"_s);
}

} // namespace countersign::evals
