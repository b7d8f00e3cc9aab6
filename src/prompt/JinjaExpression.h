// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompt/PreviewSink.h"

#include <QHash>

#include <optional>
#include <vector>

namespace countersign::prompt {

/// Why an expression has no value.
struct ExpressionTrouble
{
    PreviewProblemKind kind = PreviewProblemKind::Syntax;
    QString detail = {};
};

using JinjaScopes = std::vector<QHash<QString, Value>>; ///< the innermost last

/// Reads and computes one expression of Jinja in one pass. Knows values, operators, the common filters and tests, range()
/// and harmless methods of texts and maps; anything else is trouble and never a guess.
class JinjaExpression
{
public:
    /// All outlive it.
    JinjaExpression(QStringView text, const JinjaScopes &scopes, PreviewBudget &budget)
        : m_text(text)
        , m_scopes(scopes)
        , m_budget(budget)
    {}

    /// The whole text as one expression.
    [[nodiscard]] Value evaluate();
    /// The elements that a loop walks over, with what stands behind them left: see rest().
    [[nodiscard]] Value evaluateIterable();
    /// Where reading stopped.
    [[nodiscard]] qsizetype position() const { return m_at; }
    [[nodiscard]] const std::optional<ExpressionTrouble> &trouble() const { return m_trouble; }
    /// Names without a value that the outcome hangs on.
    [[nodiscard]] const QStringList &missing() const { return m_missing; }

    [[nodiscard]] static bool isTrue(const Value &value);

private:
    struct Arguments
    {
        QList<Value> positional = {};
        QList<Value::Entry> named = {};

        [[nodiscard]] Value value(qsizetype index, const QString &name) const;
    };

    [[nodiscard]] bool ok() const { return !m_trouble; }
    /// Reading costs what it is long, blanks and what is only skipped as well: a loop reads it again each time.
    [[nodiscard]] bool charge();
    Value fail(PreviewProblemKind kind, const QString &detail);
    void skipSpace();
    [[nodiscard]] bool accept(QStringView sign);
    [[nodiscard]] bool acceptWord(QStringView word);
    [[nodiscard]] QStringView peekWord();

    Value conditional();
    Value either();
    Value both();
    Value negated();
    Value compared();
    Value sum();
    Value joined();
    Value product();
    Value power();
    Value signedValue();
    Value primary();
    Value postfix(Value value, QString path);
    Value name();
    Value quoted();
    Value numeral();
    Value brackets();
    Value braces();
    Value subscript(const Value &value, QString &path);
    Value method(const Value &object, const QString &name);
    Value range(const Arguments &arguments);
    Value filtered(Value value, qsizetype missingBefore);
    Value tested(const Value &value, qsizetype missingBefore);
    Arguments arguments();

    Value filter(const QString &name, const Value &value, const Arguments &arguments);
    Value textFilter(const QString &name, const Value &value, const Arguments &arguments);
    Value listFilter(const QString &name, const Value &value, const Arguments &arguments);
    Value textMethod(const QString &name, const QString &text, const Arguments &arguments);

    Value compare(QStringView sign, const Value &left, const Value &right);
    Value contains(const Value &needle, const Value &hay);
    Value add(const Value &left, const Value &right);
    Value arithmetic(QChar sign, const Value &left, const Value &right);
    [[nodiscard]] bool equal(const Value &left, const Value &right);
    Value text(const QString &words);
    Value list(const QList<Value> &items);
    [[nodiscard]] QString words(const Value &value);
    [[nodiscard]] QList<Value> elements(const Value &value);

    QStringView m_text;
    const JinjaScopes &m_scopes;
    PreviewBudget &m_budget;
    qsizetype m_at = 0;
    int m_depth = 0;
    int m_dry = 0; ///< above 0: read on, without a value
    std::optional<ExpressionTrouble> m_trouble = {};
    QStringList m_missing = {};
};

} // namespace countersign::prompt
