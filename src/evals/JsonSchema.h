// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>
#include <QString>

#include <optional>

namespace countersign::evals {

enum class SchemaAnswer {
    Fits,
    DoesNotFit, ///< `detail` is the first reason
    Unusable,   ///< the schema itself, or the two together, cannot be checked; `detail` says why
};

struct SchemaResult
{
    SchemaAnswer answer = SchemaAnswer::Unusable;
    QString detail = {};
};

/// Checks a value against a JSON Schema (draft 7; true and false are schemas). References lead only within the schema,
/// and nothing is fetched. Refused are schemas that could keep a machine busy: references that lead back without a step
/// into the value, more than 10,000 subschemas for one value, patternProperties, and values deeper than 24 levels where
/// the schema has references. `pattern` is a regular expression of JavaScript with JsPattern's bounds.
[[nodiscard]] SchemaResult checkSchema(const QJsonValue &schema, const QJsonValue &value);

/// The value of a JSON text as JSON.parse takes it, scalars too. Nothing for anything else.
[[nodiscard]] std::optional<QJsonValue> parsedJson(const QString &text);

} // namespace countersign::evals
