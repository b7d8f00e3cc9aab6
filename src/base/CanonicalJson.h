// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QAnyStringView>
#include <QByteArray>
#include <QList>
#include <QString>

#include <concepts>
#include <initializer_list>
#include <optional>
#include <variant>

namespace countersign {

class Json;
struct JsonField;
using JsonArray = QList<Json>;

/// Fields by key, each key once. They stand sorted in one piece: an object has few.
class JsonObject
{
public:
    JsonObject() = default;
    /// A key that is given twice has its last value.
    JsonObject(std::initializer_list<JsonField> fields);

    void insert(const QString &key, const Json &value); ///< or replaces
    /// Behind the last key. Precondition: `key` is greater than that.
    void append(QString &&key, Json &&value);
    [[nodiscard]] const Json *find(QStringView key) const; ///< nullptr when there is none
    [[nodiscard]] const QList<JsonField> &fields() const { return m_fields; } ///< in the order of their keys

private:
    QList<JsonField> m_fields;
};

/// A value of canonical JSON: what a ledger body may hold. No floats and no null.
class Json
{
public:
    Json() : m_value(false) { }
    Json(bool value) : m_value(value) { }
    Json(int value) : m_value(qint64(value)) { }
    Json(qint64 value) : m_value(value) { }
    Json(const QString &value) : m_value(value) { }
    Json(QString &&value) : m_value(std::move(value)) { }
    /// Refers to `ascii`, which must outlive the value and all of its copies.
    Json(QLatin1StringView ascii) : m_value(ascii) { }
    Json(const JsonArray &value) : m_value(value) { }
    Json(JsonArray &&value) : m_value(std::move(value)) { }
    Json(const JsonObject &value) : m_value(value) { }
    Json(JsonObject &&value) : m_value(std::move(value)) { }
    Json(const char *) = delete;

    [[nodiscard]] const bool *asBool() const { return std::get_if<bool>(&m_value); }
    [[nodiscard]] const qint64 *asInteger() const { return std::get_if<qint64>(&m_value); }
    /// Valid as long as this value.
    [[nodiscard]] std::optional<QAnyStringView> asString() const;
    [[nodiscard]] const JsonArray *asArray() const { return std::get_if<JsonArray>(&m_value); }
    [[nodiscard]] const JsonObject *asObject() const { return std::get_if<JsonObject>(&m_value); }

private:
    std::variant<bool, qint64, QString, QLatin1StringView, JsonArray, JsonObject> m_value;
};

struct JsonField
{
    QString key;
    Json value;
};

struct JsonLimits
{
    qsizetype bytes = 64 * 1024;
    int depth = 8;
    int items = 1000; ///< of one array
};

/// The one accepted spelling of a value, within RFC 8785: UTF-8 without BOM or white space; keys
/// `[a-z][a-z0-9_]*`, unique and sorted; integers within ±(2^53−1); strings without lone surrogates and U+0000, with
/// the shortest escapes. Fails: Invalid (with the byte offset + 1 as column).
/// Strings of the value refer to `bytes`, which must outlive it and all of its copies.
[[nodiscard]] Result<Json> parseCanonicalJson(QByteArrayView bytes, const JsonLimits &limits = {});
/// Bytes that are gone with the call do not outlive anything.
template<std::same_as<QByteArray> Bytes>
Result<Json> parseCanonicalJson(Bytes &&bytes, const JsonLimits &limits = {}) = delete;

/// The canonical bytes. Precondition: what parseCanonicalJson would accept (keys and strings valid, integers in range).
[[nodiscard]] QByteArray printCanonicalJson(const Json &value);

} // namespace countersign
