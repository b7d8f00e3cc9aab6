// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/JinjaExpression.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

bool isWhole(const Value &value)
{
    return value.kind() == Value::Kind::Integer || value.kind() == Value::Kind::Boolean;
}

bool isNumeric(const Value &value)
{
    return value.isNumber() || value.kind() == Value::Kind::Boolean;
}

} // namespace

QList<Value> JinjaExpression::elements(const Value &value)
{
    if (value.kind() == Value::Kind::List) {
        return value.items();
    }
    QList<Value> found;
    if (value.kind() == Value::Kind::Map) {
        for (const Value::Entry &entry : value.entries()) {
            found.append(Value::text(entry.first));
        }
    } else if (value.kind() == Value::Kind::Text) {
        const QString &words = value.toText();
        if (!m_budget.step(1 + std::min(words.size(), m_budget.limits.list))) {
            return found;
        }
        for (qsizetype i = 0; i < words.size() && found.size() <= m_budget.limits.list; ++i) {
            const qsizetype length = words[i].isHighSurrogate() && i + 1 < words.size() ? 2 : 1;
            found.append(Value::text(words.sliced(i, length)));
            i += length - 1;
        }
    } else if (!value.isUndefined()) {
        fail(PreviewProblemKind::CannotCompute, words(value).left(40));
    }
    return found;
}

bool JinjaExpression::equal(const Value &left, const Value &right)
{
    if (!m_budget.step()) {
        return false;
    }
    if (isNumeric(left) && isNumeric(right)) {
        return isWhole(left) && isWhole(right) ? left.toInteger() == right.toInteger()
                                               : left.toNumber() == right.toNumber();
    }
    if (left.kind() != right.kind()) {
        return false;
    }
    if (left.kind() == Value::Kind::Text) {
        return m_budget.stepOver(left.toText().size()) && left.toText() == right.toText();
    }
    if (left.kind() == Value::Kind::List || left.kind() == Value::Kind::Map) {
        if (left.size() != right.size()) {
            return false;
        }
        for (qsizetype i = 0; i < left.items().size(); ++i) {
            if (!equal(left.items().at(i), right.items().at(i))) {
                return false;
            }
        }
        for (const Value::Entry &entry : left.entries()) {
            const Value other = right.at(entry.first);
            if (other.isUndefined() || !equal(entry.second, other)) {
                return false;
            }
        }
    }
    return true;
}

Value JinjaExpression::compare(QStringView sign, const Value &left, const Value &right)
{
    if (!ok() || m_dry > 0) {
        return {};
    }
    if (sign == u"==" || sign == u"!=") {
        return Value::boolean(equal(left, right) == (sign == u"=="));
    }
    if (left.isUndefined() || right.isUndefined()) {
        return {};
    }
    int order = 0;
    if (isNumeric(left) && isNumeric(right)) {
        const double a = left.toNumber();
        const double b = right.toNumber();
        order = a < b ? -1 : a > b ? 1 : 0;
    } else if (left.kind() == Value::Kind::Text && right.kind() == Value::Kind::Text) {
        if (!m_budget.stepOver(std::min(left.size(), right.size()))) {
            return fail(PreviewProblemKind::TooMuch, sign.toString());
        }
        order = left.toText().compare(right.toText());
    } else {
        return fail(PreviewProblemKind::CannotCompute, sign.toString());
    }
    return Value::boolean(sign == u"<"    ? order < 0
                          : sign == u"<=" ? order <= 0
                          : sign == u">"  ? order > 0
                                          : order >= 0);
}

Value JinjaExpression::contains(const Value &needle, const Value &hay)
{
    if (!ok() || m_dry > 0) {
        return {};
    }
    if (needle.isUndefined() || hay.isUndefined()) {
        return Value::boolean(false);
    }
    if (hay.kind() == Value::Kind::Text) {
        return needle.kind() == Value::Kind::Text && m_budget.searchIn(hay.toText().size(), needle.toText().size())
                   ? Value::boolean(hay.toText().contains(needle.toText()))
                   : fail(PreviewProblemKind::CannotCompute, u"in"_s);
    }
    if (hay.kind() == Value::Kind::Map) {
        return Value::boolean(!hay.at(words(needle)).isUndefined());
    }
    for (const Value &item : elements(hay)) {
        if (equal(needle, item)) {
            return Value::boolean(true);
        }
    }
    return Value::boolean(false);
}

Value JinjaExpression::add(const Value &left, const Value &right)
{
    if (left.kind() == Value::Kind::Text && right.kind() == Value::Kind::Text) {
        return text(left.toText() + right.toText());
    }
    if (left.kind() == Value::Kind::List && right.kind() == Value::Kind::List) {
        return list(left.items() + right.items());
    }
    return arithmetic(u'+', left, right);
}

Value JinjaExpression::arithmetic(QChar sign, const Value &left, const Value &right)
{
    if (!ok() || m_dry > 0 || left.isUndefined() || right.isUndefined()) {
        return {};
    }
    const auto wrong = [this, sign] {
        return fail(PreviewProblemKind::CannotCompute, sign == u'\\' ? u"//"_s : QString(sign));
    };
    if (!isNumeric(left) || !isNumeric(right)) {
        return wrong();
    }
    const bool divides = sign == u'/' || sign == u'\\' || sign == u'%';
    if (divides && right.toNumber() == 0) {
        return wrong();
    }
    if (isWhole(left) && isWhole(right) && sign != u'/') {
        const qint64 a = left.toInteger();
        const qint64 b = right.toInteger();
        qint64 out = 0;
        bool overflow = false;
        if (divides) {
            // Rounds down, as Python does. The one quotient that does not fit is refused.
            overflow = b == -1 && a == std::numeric_limits<qint64>::min();
            if (!overflow) {
                const qint64 remainder = a % b;
                const bool below = remainder != 0 && (remainder < 0) != (b < 0);
                out = sign == u'%' ? remainder + (below ? b : 0) : a / b - (below ? 1 : 0);
            }
        } else {
            overflow = sign == u'+'   ? __builtin_add_overflow(a, b, &out)
                       : sign == u'-' ? __builtin_sub_overflow(a, b, &out)
                                      : __builtin_mul_overflow(a, b, &out);
        }
        return overflow ? wrong() : Value::integer(out);
    }
    const double a = left.toNumber();
    const double b = right.toNumber();
    switch (sign.unicode()) {
    case u'+':
        return Value::number(a + b);
    case u'-':
        return Value::number(a - b);
    case u'*':
        return Value::number(a * b);
    case u'/':
        return Value::number(a / b);
    case u'\\':
        return Value::number(std::floor(a / b));
    default:
        return Value::number(a - b * std::floor(a / b));
    }
}

} // namespace countersign::prompt
