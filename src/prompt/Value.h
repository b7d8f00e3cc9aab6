// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <utility>

namespace countersign::prompt {

struct Document;

/// How a template language writes a list, true or nothing.
enum class Notation { Python, JavaScript };

/// A sample value that a template is filled in with: what JSON can say, and Undefined. Immutable and cheap to copy.
class Value
{
public:
    enum class Kind { Undefined, Null, Boolean, Integer, Number, Text, List, Map };
    using Entry = std::pair<QString, Value>;

    /// No value may hold values deeper than this.
    static constexpr int deepest = 64;

    Value() = default;
    [[nodiscard]] static Value null();
    [[nodiscard]] static Value boolean(bool value);
    [[nodiscard]] static Value integer(qint64 value);
    [[nodiscard]] static Value number(double value);
    [[nodiscard]] static Value text(const QString &value);
    /// What lies too deep becomes Undefined.
    [[nodiscard]] static Value list(const QList<Value> &items);
    [[nodiscard]] static Value map(const QList<Entry> &entries);

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] bool isUndefined() const { return m_kind == Kind::Undefined; }
    [[nodiscard]] bool isNumber() const { return m_kind == Kind::Integer || m_kind == Kind::Number; }
    [[nodiscard]] bool toBoolean() const { return m_integer != 0; }
    [[nodiscard]] qint64 toInteger() const { return m_integer; }
    [[nodiscard]] double toNumber() const;
    [[nodiscard]] const QString &toText() const { return m_text; }
    [[nodiscard]] const QList<Value> &items() const;
    [[nodiscard]] const QList<Entry> &entries() const;
    /// Of a list, a map or a text in characters; 0 otherwise.
    [[nodiscard]] qsizetype size() const;
    /// What a map has at `key`, what a list has at a number; Undefined otherwise.
    [[nodiscard]] Value at(const QString &key) const;
    [[nodiscard]] int depth() const { return m_depth; }

private:
    struct Entries; // in their order, and by their keys
    Kind m_kind = Kind::Undefined;
    int m_depth = 0;
    qint64 m_integer = 0;
    double m_number = 0;
    QString m_text = {};
    std::shared_ptr<const QList<Value>> m_items = {};
    std::shared_ptr<const Entries> m_entries = {};
};

/// As the language writes it in an output tag, at most `longest` units of it.
[[nodiscard]] QString written(const Value &value, Notation notation, qsizetype longest);
/// As JSON, at most `longest` units of it; `indent` of 0 is one line.
[[nodiscard]] QString writtenJson(const Value &value, int indent, qsizetype longest);

/// What a person typed as samples: a JSON object. Fails: Invalid with the byte in `column`.
[[nodiscard]] Result<Value> valueFromJson(const QByteArray &json);

/// The samples that a prompt file brings: Prompty's `sample` and `inputs`, Dotprompt's `input.default`, the first of
/// `testData`, and the defaults of declared inputs. Files that it names are not read.
[[nodiscard]] Value samplesOf(const Document &document);

/// `base` with the entries of `over` in place of its own. Both maps.
[[nodiscard]] Value merged(const Value &base, const Value &over);

} // namespace countersign::prompt
