// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/JinjaExpression.h"

#include "prompt/TemplateScanners.h"

#include <QSet>

#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

/// Counts how deep a reader is in itself.
class Descent
{
public:
    explicit Descent(int &depth) : m_depth(depth) { ++m_depth; }
    ~Descent() { --m_depth; }
    Q_DISABLE_COPY_MOVE(Descent)

private:
    int &m_depth;
};

} // namespace

Value JinjaExpression::Arguments::value(qsizetype index, const QString &name) const
{
    for (const Value::Entry &entry : named) {
        if (entry.first == name) {
            return entry.second;
        }
    }
    return positional.value(index);
}

bool JinjaExpression::isTrue(const Value &value)
{
    switch (value.kind()) {
    case Value::Kind::Undefined:
    case Value::Kind::Null:
        return false;
    case Value::Kind::Boolean:
        return value.toBoolean();
    case Value::Kind::Integer:
    case Value::Kind::Number:
        return value.toNumber() != 0;
    case Value::Kind::Text:
    case Value::Kind::List:
    case Value::Kind::Map:
        return value.size() > 0;
    }
    Q_UNREACHABLE_RETURN(false);
}

Value JinjaExpression::fail(PreviewProblemKind kind, const QString &detail)
{
    if (!m_trouble) {
        m_trouble = ExpressionTrouble{.kind = kind, .detail = detail};
    }
    return {};
}

void JinjaExpression::skipSpace()
{
    while (m_at < m_text.size() && m_text[m_at].isSpace()) {
        ++m_at;
    }
}

bool JinjaExpression::accept(QStringView sign)
{
    skipSpace();
    if (!m_text.sliced(m_at).startsWith(sign)) {
        return false;
    }
    m_at += sign.size();
    return true;
}

QStringView JinjaExpression::peekWord()
{
    skipSpace();
    qsizetype end = m_at;
    while (end < m_text.size() && isNamePart(m_text[end])) {
        ++end;
    }
    return m_text.sliced(m_at, end - m_at);
}

bool JinjaExpression::acceptWord(QStringView word)
{
    if (peekWord() != word) {
        return false;
    }
    m_at += word.size();
    return true;
}

bool JinjaExpression::charge()
{
    if (!m_budget.stepOver(m_text.size())) {
        fail(PreviewProblemKind::TooMuch, {});
    }
    return ok();
}

Value JinjaExpression::evaluate()
{
    if (!charge()) {
        return {};
    }
    Value value = conditional();
    skipSpace();
    if (ok() && m_at < m_text.size()) {
        return fail(PreviewProblemKind::Syntax, m_text.sliced(m_at).left(40).toString());
    }
    return ok() ? value : Value();
}

Value JinjaExpression::evaluateIterable()
{
    return charge() ? either() : Value();
}

Value JinjaExpression::conditional()
{
    const Descent descent(m_depth);
    if (m_depth > m_budget.limits.depth) {
        return fail(PreviewProblemKind::TooDeep, {});
    }
    const qsizetype before = m_missing.size();
    Value value = either();
    while (ok() && acceptWord(u"if")) {
        // The value stands before its condition, and may name what is only there when that holds.
        const QStringList ofValue = m_missing.sliced(before);
        m_missing.resize(before);
        const bool holds = isTrue(either());
        if (holds) {
            m_missing += ofValue;
        }
        Value other;
        if (ok() && acceptWord(u"else")) {
            m_dry += holds ? 1 : 0;
            other = conditional();
            m_dry -= holds ? 1 : 0;
        } else if (!holds) {
            other = text({});
        }
        value = holds ? value : other;
    }
    return value;
}

Value JinjaExpression::either()
{
    Value value = both();
    while (ok() && acceptWord(u"or")) {
        const bool decided = isTrue(value);
        m_dry += decided ? 1 : 0;
        const Value right = both();
        m_dry -= decided ? 1 : 0;
        value = decided ? value : right;
    }
    return value;
}

Value JinjaExpression::both()
{
    Value value = negated();
    while (ok() && acceptWord(u"and")) {
        const bool decided = !isTrue(value);
        m_dry += decided ? 1 : 0;
        const Value right = negated();
        m_dry -= decided ? 1 : 0;
        value = decided ? value : right;
    }
    return value;
}

Value JinjaExpression::negated()
{
    const Descent descent(m_depth);
    if (m_depth > m_budget.limits.depth) {
        return fail(PreviewProblemKind::TooDeep, {});
    }
    if (acceptWord(u"not")) {
        return Value::boolean(!isTrue(negated()));
    }
    return compared();
}

Value JinjaExpression::compared()
{
    Value left = sum();
    bool holds = true;
    bool any = false;
    while (ok()) {
        QStringView sign;
        for (const QStringView candidate : {QStringView(u"=="), QStringView(u"!="), QStringView(u"<="),
                                            QStringView(u">="), QStringView(u"<"), QStringView(u">")}) {
            if (accept(candidate)) {
                sign = candidate;
                break;
            }
        }
        bool negative = false;
        if (sign.isEmpty()) {
            const qsizetype start = m_at;
            negative = acceptWord(u"not");
            if (acceptWord(u"in")) {
                sign = u"in";
            } else {
                m_at = start;
                break;
            }
        }
        const Value right = sum();
        const Value outcome = sign == u"in" ? contains(left, right) : compare(sign, left, right);
        holds = holds && isTrue(outcome) != negative;
        any = true;
        left = right;
    }
    return any ? Value::boolean(holds) : left;
}

Value JinjaExpression::sum()
{
    Value left = joined();
    while (ok()) {
        if (accept(u"+")) {
            left = add(left, joined());
        } else if (accept(u"-")) {
            left = arithmetic(u'-', left, joined());
        } else {
            break;
        }
    }
    return left;
}

Value JinjaExpression::joined()
{
    Value left = product();
    while (ok() && accept(u"~")) {
        left = text(words(left) + words(product()));
    }
    return left;
}

Value JinjaExpression::product()
{
    Value left = power();
    while (ok()) {
        if (accept(u"//")) {
            left = arithmetic(u'\\', left, power());
        } else if (accept(u"/")) {
            left = arithmetic(u'/', left, power());
        } else if (accept(u"%")) {
            left = arithmetic(u'%', left, power());
        } else if (m_text.sliced(m_at).startsWith(u"**")) {
            break;
        } else if (accept(u"*")) {
            left = arithmetic(u'*', left, power());
        } else {
            break;
        }
    }
    return left;
}

Value JinjaExpression::power()
{
    Value left = signedValue();
    if (ok() && accept(u"**")) {
        return fail(PreviewProblemKind::Unsupported, u"**"_s);
    }
    return left;
}

Value JinjaExpression::signedValue()
{
    const Descent descent(m_depth);
    if (m_depth > m_budget.limits.depth) {
        return fail(PreviewProblemKind::TooDeep, {});
    }
    if (accept(u"-")) {
        return arithmetic(u'-', Value::integer(0), signedValue());
    }
    if (accept(u"+")) {
        return signedValue();
    }
    const qsizetype before = m_missing.size();
    Value value = primary();
    while (ok()) {
        skipSpace();
        if (m_text.sliced(m_at).startsWith(u"|")) {
            value = filtered(value, before);
        } else if (peekWord() == u"is") {
            value = tested(value, before);
        } else {
            break;
        }
    }
    return value;
}

Value JinjaExpression::primary()
{
    if (!m_budget.step()) {
        return fail(PreviewProblemKind::TooMuch, {});
    }
    skipSpace();
    if (m_at >= m_text.size()) {
        return fail(PreviewProblemKind::Syntax, m_text.toString());
    }
    const QChar c = m_text[m_at];
    if (c == u'"' || c == u'\'') {
        return postfix(quoted(), {});
    }
    if (c.isDigit()) {
        return numeral();
    }
    if (c == u'(' || c == u'[') {
        return postfix(brackets(), {});
    }
    if (c == u'{') {
        return postfix(braces(), {});
    }
    if (isNameStart(c)) {
        return name();
    }
    return fail(PreviewProblemKind::Syntax, m_text.sliced(m_at).left(40).toString());
}

Value JinjaExpression::name()
{
    const QString word = peekWord().toString();
    m_at += word.size();
    if (word == "true"_L1 || word == "True"_L1) {
        return Value::boolean(true);
    }
    if (word == "false"_L1 || word == "False"_L1) {
        return Value::boolean(false);
    }
    if (word == "none"_L1 || word == "None"_L1 || word == "null"_L1) {
        return Value::null();
    }
    for (auto scope = m_scopes.crbegin(); scope != m_scopes.crend(); ++scope) {
        if (const auto found = scope->constFind(word); found != scope->cend()) {
            return postfix(*found, word);
        }
    }
    skipSpace();
    if (m_text.sliced(m_at).startsWith(u"(")) {
        if (word != "range"_L1) {
            return fail(PreviewProblemKind::Unsupported, word + u"()"_s);
        }
        const Arguments given = arguments();
        return ok() && m_dry == 0 ? postfix(range(given), {}) : Value();
    }
    return postfix({}, word);
}

Value JinjaExpression::postfix(Value value, QString path)
{
    while (ok()) {
        skipSpace();
        const QStringView rest = m_text.sliced(m_at);
        if (rest.startsWith(u".") && rest.size() > 1 && (isNameStart(rest[1]) || rest[1].isDigit())) {
            ++m_at;
            const QString key = peekWord().toString();
            m_at += key.size();
            skipSpace();
            if (m_text.sliced(m_at).startsWith(u"(")) {
                value = method(value, key);
                path.clear();
                continue;
            }
            value = value.at(key);
            path += path.isEmpty() ? QString() : u'.' + key;
        } else if (rest.startsWith(u"[")) {
            value = subscript(value, path);
        } else if (rest.startsWith(u"(")) {
            return fail(PreviewProblemKind::Unsupported, path + u"()"_s);
        } else {
            break;
        }
    }
    if (ok() && m_dry == 0 && value.isUndefined() && !path.isEmpty()) {
        m_missing.append(path);
    }
    return value;
}

Value JinjaExpression::subscript(const Value &value, QString &path)
{
    ++m_at;
    const qsizetype start = m_at;
    const Value key = conditional();
    if (ok() && m_text.sliced(m_at).startsWith(u":")) {
        return fail(PreviewProblemKind::Unsupported, u"[:]"_s);
    }
    const QString words = m_text.sliced(start, m_at - start).trimmed().toString();
    if (ok() && !accept(u"]")) {
        return fail(PreviewProblemKind::Syntax, u"["_s);
    }
    path += path.isEmpty() ? QString() : u'[' + words + u']';
    if (key.kind() == Value::Kind::Text && value.kind() != Value::Kind::Map) {
        return {};
    }
    if (key.kind() == Value::Kind::Integer) {
        return value.at(QString::number(key.toInteger()));
    }
    return key.kind() == Value::Kind::Text ? value.at(key.toText()) : Value();
}

Value JinjaExpression::quoted()
{
    const QChar quote = m_text[m_at];
    QString out;
    for (++m_at; m_at < m_text.size() && m_text[m_at] != quote; ++m_at) {
        QChar c = m_text[m_at];
        if (c == u'\\' && m_at + 1 < m_text.size()) {
            c = m_text[++m_at];
            c = c == u'n' ? u'\n' : c == u't' ? u'\t' : c == u'r' ? u'\r' : c.unicode();
        }
        out += c;
    }
    if (m_at >= m_text.size()) {
        return fail(PreviewProblemKind::Syntax, QString(quote));
    }
    ++m_at;
    return text(out);
}

Value JinjaExpression::numeral()
{
    const qsizetype start = m_at;
    bool isWhole = true;
    while (m_at < m_text.size() && (m_text[m_at].isDigit() || m_text[m_at] == u'_' || m_text[m_at] == u'.')) {
        isWhole = isWhole && m_text[m_at] != u'.';
        ++m_at;
    }
    const QString digits = m_text.sliced(start, m_at - start).toString().remove(u'_');
    bool isNumber = false;
    const Value value =
        isWhole ? Value::integer(digits.toLongLong(&isNumber)) : Value::number(digits.toDouble(&isNumber));
    return isNumber ? value : fail(PreviewProblemKind::CannotCompute, digits);
}

Value JinjaExpression::brackets()
{
    const bool isList = m_text[m_at] == u'[';
    const QStringView close = isList ? u"]" : u")";
    ++m_at;
    QList<Value> items;
    bool comma = false;
    while (ok() && !accept(close)) {
        if (!items.isEmpty() && !comma) {
            return fail(PreviewProblemKind::Syntax, close.toString());
        }
        items.append(conditional());
        comma = accept(u",");
    }
    if (!ok()) {
        return {};
    }
    return isList || comma || items.size() != 1 ? list(items) : items.constFirst();
}

Value JinjaExpression::braces()
{
    ++m_at;
    QList<Value::Entry> entries;
    bool comma = true;
    while (ok() && !accept(u"}")) {
        if (!comma) {
            return fail(PreviewProblemKind::Syntax, u"}"_s);
        }
        const Value key = conditional();
        if (ok() && !accept(u":")) {
            return fail(PreviewProblemKind::Syntax, u"}"_s);
        }
        const Value value = conditional();
        entries.append({words(key), value});
        comma = accept(u",");
    }
    return ok() ? Value::map(entries) : Value();
}

JinjaExpression::Arguments JinjaExpression::arguments()
{
    Arguments given;
    if (!accept(u"(")) {
        return given;
    }
    bool comma = true;
    while (ok() && !accept(u")")) {
        if (!comma) {
            fail(PreviewProblemKind::Syntax, u")"_s);
            break;
        }
        const qsizetype start = m_at;
        const QString word = peekWord().toString();
        m_at += word.size();
        skipSpace();
        const QStringView rest = m_text.sliced(m_at);
        if (!word.isEmpty() && rest.startsWith(u"=") && !rest.startsWith(u"==")) {
            ++m_at;
            given.named.append({word, conditional()});
        } else {
            m_at = start;
            given.positional.append(conditional());
        }
        comma = accept(u",");
    }
    return given;
}

Value JinjaExpression::range(const Arguments &given)
{
    for (const Value &value : given.positional) {
        if (value.kind() != Value::Kind::Integer) {
            return fail(PreviewProblemKind::CannotCompute, u"range()"_s);
        }
    }
    const qsizetype count = given.positional.size();
    const qint64 start = count > 1 ? given.positional[0].toInteger() : 0;
    const qint64 stop = given.positional.value(count > 1 ? 1 : 0).toInteger();
    const qint64 step = count > 2 ? given.positional[2].toInteger() : 1;
    if (count == 0 || count > 3 || step == 0) {
        return fail(PreviewProblemKind::CannotCompute, u"range()"_s);
    }
    const double length = std::ceil((double(stop) - double(start)) / double(step));
    if (length > double(m_budget.limits.list)) {
        return fail(PreviewProblemKind::TooMuch, u"range()"_s);
    }
    QList<Value> items;
    for (qint64 i = 0; i < qint64(length); ++i) {
        // The product may pass the largest number where the sum does not.
        items.append(Value::integer(qint64(quint64(start) + quint64(i) * quint64(step))));
    }
    return list(items);
}

Value JinjaExpression::filtered(Value value, qsizetype missingBefore)
{
    ++m_at;
    QString name = peekWord().toString();
    m_at += name.size();
    skipSpace();
    const Arguments given = m_text.sliced(m_at).startsWith(u"(") ? arguments() : Arguments();
    if (!ok() || m_dry > 0) {
        return {};
    }
    if (name == "default"_L1 || name == "d"_L1) {
        const bool alsoFalse = isTrue(given.value(1, u"boolean"_s));
        if (value.isUndefined() || (alsoFalse && !isTrue(value))) {
            m_missing.resize(std::min(missingBefore, m_missing.size()));
            const Value other = given.value(0, u"default_value"_s);
            return other.isUndefined() ? text({}) : other;
        }
        return value;
    }
    if (value.isUndefined()) {
        return {}; // its name is among the missing ones
    }
    return filter(name, value, given);
}

Value JinjaExpression::tested(const Value &value, qsizetype missingBefore)
{
    m_at += 2;
    const bool negative = acceptWord(u"not");
    const QString name = peekWord().toString();
    m_at += name.size();
    bool holds = false;
    if (name == "defined"_L1 || name == "undefined"_L1) {
        m_missing.resize(std::min(missingBefore, m_missing.size()));
        holds = value.isUndefined() == (name == "undefined"_L1);
    } else if (name == "none"_L1) {
        holds = value.kind() == Value::Kind::Null;
    } else if (name == "string"_L1) {
        holds = value.kind() == Value::Kind::Text;
    } else if (name == "number"_L1) {
        holds = value.isNumber() || value.kind() == Value::Kind::Boolean;
    } else if (name == "boolean"_L1) {
        holds = value.kind() == Value::Kind::Boolean;
    } else if (name == "mapping"_L1) {
        holds = value.kind() == Value::Kind::Map;
    } else if (name == "sequence"_L1 || name == "iterable"_L1) {
        holds = value.kind() == Value::Kind::List || value.kind() == Value::Kind::Map
                || value.kind() == Value::Kind::Text;
    } else if (name == "true"_L1 || name == "false"_L1) {
        holds = value.kind() == Value::Kind::Boolean && value.toBoolean() == (name == "true"_L1);
    } else if (name == "odd"_L1 || name == "even"_L1) {
        holds = value.kind() == Value::Kind::Integer && (value.toInteger() % 2 != 0) == (name == "odd"_L1);
    } else {
        return fail(PreviewProblemKind::Unsupported, u"is "_s + name);
    }
    return Value::boolean(holds != negative);
}

Value JinjaExpression::text(const QString &given)
{
    const bool fits = given.size() <= m_budget.limits.text && m_budget.stepOver(given.size());
    return fits ? Value::text(given) : fail(PreviewProblemKind::TooMuch, given.left(20));
}

Value JinjaExpression::list(const QList<Value> &items)
{
    if (items.size() > m_budget.limits.list || !m_budget.step(1 + items.size() / 4)) {
        return fail(PreviewProblemKind::TooMuch, u"[]"_s);
    }
    const Value value = Value::list(items);
    return value.depth() >= Value::deepest ? fail(PreviewProblemKind::TooDeep, {}) : value;
}

QString JinjaExpression::words(const Value &value)
{
    const QString all = written(value, m_budget.limits.jinja, m_budget.limits.text + 1);
    if (!m_budget.stepOver(all.size())) {
        fail(PreviewProblemKind::TooMuch, all.left(20));
    }
    return all;
}

} // namespace countersign::prompt
