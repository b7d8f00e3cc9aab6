// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/JsonSchema.h"

#include "evals/JsPattern.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <stdexcept>

// The library converts sizes to int.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wunused-parameter"
// Without it the library ends the program at a schema that it does not like.
#define VALIJSON_USE_EXCEPTIONS 1
#include <valijson/adapters/qtjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#pragma GCC diagnostic pop

using namespace Qt::StringLiterals;

namespace countersign::evals {

namespace {

constexpr int mostSubschemas = 10'000;
constexpr int deepestWithReferences = 24;

/// How valijson matches `pattern`. It throws because that is the only way out of the validator.
class BoundedRegex
{
public:
    explicit BoundedRegex(const std::string &pattern) : m_pattern(made(pattern)) {}
    static bool search(const std::string &text, const BoundedRegex &regex)
    {
        switch (regex.m_pattern.search(QString::fromStdString(text))) {
        case PatternMatch::Found:
            return true;
        case PatternMatch::NotFound:
            return false;
        case PatternMatch::TooLong:
            break;
        }
        throw std::runtime_error("a pattern of the schema takes too long");
    }

private:
    static JsPattern made(const std::string &pattern)
    {
        Result<JsPattern> result = JsPattern::create(QString::fromStdString(pattern));
        if (!result) {
            throw std::runtime_error(result.error().detail.toStdString());
        }
        return *result;
    }
    JsPattern m_pattern;
};

/// Looks for what would not end, before the library does.
class SchemaInspection
{
public:
    explicit SchemaInspection(const QJsonValue &schema) : m_schema(schema) {}

    /// Empty when the schema may be used.
    QString run()
    {
        inspect(m_schema, 0);
        return m_why;
    }
    [[nodiscard]] bool hasReferences() const { return m_references; }

private:
    void inspect(const QJsonValue &node, int depth);
    /// Everything that applies to the very same value.
    void inPlace(const QJsonValue &node, int steps);
    [[nodiscard]] std::optional<QJsonValue> target(const QString &reference) const;

    QJsonValue m_schema;
    QString m_why;
    int m_seen = 0;
    bool m_references = false;
};

std::optional<QJsonValue> SchemaInspection::target(const QString &reference) const
{
    if (!reference.startsWith(u'#')) {
        return std::nullopt;
    }
    QJsonValue at = m_schema;
    for (QString part : reference.mid(1).split(u'/', Qt::SkipEmptyParts)) {
        part = QString::fromUtf8(QByteArray::fromPercentEncoding(part.toUtf8()));
        part.replace(u"~1"_s, u"/"_s).replace(u"~0"_s, u"~"_s);
        at = at.isArray() ? at.toArray().at(part.toInt()) : at.toObject().value(part);
        if (at.isUndefined()) {
            return std::nullopt;
        }
    }
    return at;
}

void SchemaInspection::inPlace(const QJsonValue &node, int steps)
{
    if (!m_why.isEmpty() || !node.isObject()) {
        return;
    }
    if (++m_seen > mostSubschemas || steps > 64) {
        m_why = u"the schema refers to itself without an end, or is too large"_s;
        return;
    }
    const QJsonObject object = node.toObject();
    if (const QJsonValue reference = object.value(u"$ref"_s); reference.isString()) {
        m_references = true;
        const std::optional<QJsonValue> found = target(reference.toString());
        if (!found) {
            m_why = u"the reference %1 leads nowhere in the schema"_s.arg(reference.toString().left(100));
            return;
        }
        inPlace(*found, steps + 1);
    }
    for (const QString &key : {u"allOf"_s, u"anyOf"_s, u"oneOf"_s}) {
        for (const QJsonValue &one : object.value(key).toArray()) {
            inPlace(one, steps + 1);
        }
    }
    for (const QString &key : {u"not"_s, u"if"_s, u"then"_s, u"else"_s}) {
        inPlace(object.value(key), steps + 1);
    }
}

void SchemaInspection::inspect(const QJsonValue &node, int depth)
{
    if (!m_why.isEmpty()) {
        return;
    }
    if (depth > 64) {
        m_why = u"the schema is nested too deeply"_s;
    } else if (node.isArray()) {
        for (const QJsonValue &one : node.toArray()) {
            inspect(one, depth + 1);
        }
    } else if (node.isObject()) {
        const QJsonObject object = node.toObject();
        if (object.contains(u"patternProperties"_s)) {
            m_why = u"patternProperties are not supported"_s;
            return;
        }
        m_seen = 0;
        inPlace(node, 0);
        for (const QJsonValue &one : object) {
            inspect(one, depth + 1);
        }
    }
}

int depthOf(const QJsonValue &value)
{
    int deepest = 0;
    if (value.isArray()) {
        for (const QJsonValue &one : value.toArray()) {
            deepest = std::max(deepest, depthOf(one));
        }
        return deepest + 1;
    }
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (const QJsonValue &one : object) {
            deepest = std::max(deepest, depthOf(one));
        }
        return deepest + 1;
    }
    return 0;
}

SchemaResult checkWithLibrary(const QJsonValue &schema, const QJsonValue &value)
{
    try {
        valijson::Schema parsed;
        valijson::SchemaParser parser;
        const valijson::adapters::QtJsonAdapter schemaAdapter(schema);
        parser.populateSchema(schemaAdapter, parsed);
        valijson::ValidatorT<BoundedRegex> validator;
        valijson::ValidationResults problems;
        const valijson::adapters::QtJsonAdapter valueAdapter(value);
        if (validator.validate(parsed, valueAdapter, &problems)) {
            return {.answer = SchemaAnswer::Fits};
        }
        valijson::ValidationResults::Error first;
        const bool told = problems.popError(first);
        QString place;
        if (told) {
            for (const std::string &step : first.context) {
                place += QString::fromStdString(step);
            }
        }
        const QString words = told ? QString::fromStdString(first.description) : QString();
        return {.answer = SchemaAnswer::DoesNotFit, .detail = (place + u": "_s + words).left(500)};
    } catch (const std::exception &error) {
        return {.detail = QString::fromUtf8(error.what()).left(500)};
    }
}

} // namespace

SchemaResult checkSchema(const QJsonValue &schema, const QJsonValue &value)
{
    if (schema.isBool()) {
        return {.answer = schema.toBool() ? SchemaAnswer::Fits : SchemaAnswer::DoesNotFit};
    }
    if (!schema.isObject()) {
        return {.detail = u"a schema is an object"_s};
    }
    SchemaInspection inspection(schema);
    if (const QString why = inspection.run(); !why.isEmpty()) {
        return {.detail = why};
    }
    const int depth = depthOf(value);
    if (depth > 200 || (inspection.hasReferences() && depth > deepestWithReferences)) {
        return {.detail = u"the answer is nested too deeply to be checked"_s};
    }
    return checkWithLibrary(schema, value);
}

std::optional<QJsonValue> parsedJson(const QString &text)
{
    // Qt takes a list or an object only; in a list of one a scalar is as good. JSON's own white space is less than
    // Qt's.
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson("[" + text.toUtf8() + "]", &error);
    const QJsonArray array = document.array();
    if (error.error != QJsonParseError::NoError || array.size() != 1) {
        return std::nullopt;
    }
    return array.first();
}

} // namespace countersign::evals
