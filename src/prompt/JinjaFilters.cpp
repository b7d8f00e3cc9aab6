// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/JinjaExpression.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

QString capitalized(const QString &words)
{
    return words.isEmpty() ? words : words.left(1).toUpper() + words.sliced(1).toLower();
}

QString titled(QString words)
{
    bool inside = false;
    for (QChar &c : words) {
        c = inside ? c.toLower() : c.toUpper();
        inside = c.isLetterOrNumber() || c == u'\'';
    }
    return words;
}

enum class Ends { Both, Left, Right };

QString stripped(const QString &words, Ends ends)
{
    qsizetype from = 0;
    qsizetype to = words.size();
    while (ends != Ends::Right && from < to && words[from].isSpace()) {
        ++from;
    }
    while (ends != Ends::Left && to > from && words[to - 1].isSpace()) {
        --to;
    }
    return words.sliced(from, to - from);
}

qsizetype countedWords(const QString &words)
{
    qsizetype count = 0;
    bool inside = false;
    for (const QChar c : words) {
        const bool letter = c.isLetterOrNumber() || c == u'_';
        count += letter && !inside ? 1 : 0;
        inside = letter;
    }
    return count;
}

/// As Jinja writes JSON: safe inside of HTML, and all of it ASCII.
QString asciiJson(const QString &json)
{
    QString out;
    for (const QChar c : json) {
        if (c.unicode() < 0x80 && !QStringView(u"<>&'").contains(c)) {
            out += c;
        } else {
            out += u"\\u%1"_s.arg(uint(c.unicode()), 4, 16, '0'_L1);
        }
    }
    return out;
}

} // namespace

Value JinjaExpression::filter(const QString &name, const Value &value, const Arguments &given)
{
    const bool hasParts = value.kind() == Value::Kind::Text || value.kind() == Value::Kind::List
                          || value.kind() == Value::Kind::Map;
    const bool isText = value.kind() == Value::Kind::Text;
    if (!(isText ? m_budget.stepOver(value.size()) : m_budget.step(1 + (hasParts ? value.size() : 0)))) {
        return fail(PreviewProblemKind::TooMuch, {});
    }
    if (name == "length"_L1 || name == "count"_L1) {
        return hasParts ? Value::integer(value.size()) : fail(PreviewProblemKind::CannotCompute, name);
    }
    if (name == "tojson"_L1) {
        const int indent = int(std::clamp<qint64>(given.value(0, u"indent"_s).toInteger(), 0, 8));
        return text(asciiJson(writtenJson(value, indent, m_budget.limits.text + 1)));
    }
    if (name == "string"_L1) {
        return text(words(value));
    }
    if (name == "safe"_L1) {
        return value;
    }
    if (name == "int"_L1 || name == "float"_L1) {
        bool isNumber = value.isNumber() || value.kind() == Value::Kind::Boolean;
        const double number =
            isNumber ? value.toNumber() : stripped(words(value), Ends::Both).toDouble(&isNumber);
        if (!isNumber || !(std::abs(number) <= 9e15)) {
            const Value other = given.value(0, u"default"_s);
            return !other.isUndefined() ? other : name == "int"_L1 ? Value::integer(0) : Value::number(0);
        }
        return name == "int"_L1 ? Value::integer(qint64(number)) : Value::number(number);
    }
    if (name == "abs"_L1 || name == "round"_L1) {
        const bool whole = value.kind() == Value::Kind::Integer || value.kind() == Value::Kind::Boolean;
        if (!whole && value.kind() != Value::Kind::Number) {
            return fail(PreviewProblemKind::CannotCompute, name);
        }
        if (name == "abs"_L1) {
            return !whole                  ? Value::number(std::abs(value.toNumber()))
                   : value.toInteger() < 0 ? arithmetic(u'-', Value::integer(0), value)
                                           : Value::integer(value.toInteger());
        }
        if (whole) {
            return Value::integer(value.toInteger());
        }
        const qint64 digits = std::clamp<qint64>(given.value(0, u"precision"_s).toInteger(), 0, 12);
        const double scale = std::pow(10.0, double(digits));
        return Value::number(std::nearbyint(value.toNumber() * scale) / scale);
    }
    const Value list = listFilter(name, value, given);
    if (!ok() || !list.isUndefined()) {
        return list;
    }
    const Value text = textFilter(name, value, given);
    return !ok() || !text.isUndefined() ? text : fail(PreviewProblemKind::Unsupported, name);
}

Value JinjaExpression::listFilter(const QString &name, const Value &value, const Arguments &given)
{
    const bool known = name == "join"_L1 || name == "first"_L1 || name == "last"_L1 || name == "list"_L1
                       || name == "reverse"_L1 || name == "unique"_L1 || name == "sort"_L1
                       || name == "items"_L1 || name == "dictsort"_L1 || name == "map"_L1 || name == "sum"_L1;
    if (!known) {
        return {};
    }
    if (name == "items"_L1 || name == "dictsort"_L1) {
        if (value.kind() != Value::Kind::Map) {
            return fail(PreviewProblemKind::CannotCompute, name);
        }
        QList<Value> pairs;
        QList<Value::Entry> entries = value.entries();
        if (name == "dictsort"_L1) {
            std::stable_sort(entries.begin(), entries.end(),
                             [](const Value::Entry &a, const Value::Entry &b) {
                                 return a.first.compare(b.first, Qt::CaseInsensitive) < 0;
                             });
        }
        for (const Value::Entry &entry : std::as_const(entries)) {
            pairs.append(Value::list({Value::text(entry.first), entry.second}));
        }
        return this->list(pairs);
    }
    QList<Value> items = elements(value);
    const Value attribute = given.value(name == "join"_L1 ? 1 : 99, u"attribute"_s);
    if (name == "map"_L1 && (attribute.kind() != Value::Kind::Text || !given.positional.isEmpty())) {
        return fail(PreviewProblemKind::Unsupported, name);
    }
    if (attribute.kind() == Value::Kind::Text) {
        for (Value &item : items) {
            item = item.at(attribute.toText());
        }
    }
    if (!ok()) {
        return {};
    }
    if (name == "join"_L1) {
        const QString between = words(given.value(0, u"d"_s));
        QString out;
        for (qsizetype i = 0; i < items.size() && out.size() <= m_budget.limits.text; ++i) {
            out += (i > 0 ? between : QString()) + words(items.at(i));
        }
        return this->text(out);
    }
    if (name == "first"_L1 || name == "last"_L1) {
        return items.isEmpty() ? this->text({}) : name == "first"_L1 ? items.constFirst() : items.constLast();
    }
    if (name == "sum"_L1) {
        Value total = Value::integer(0);
        for (const Value &item : std::as_const(items)) {
            total = arithmetic(u'+', total, item);
        }
        return total;
    }
    if (name == "reverse"_L1) {
        std::reverse(items.begin(), items.end());
        if (value.kind() == Value::Kind::Text) {
            QString out;
            for (const Value &item : std::as_const(items)) {
                out += item.toText();
            }
            return this->text(out);
        }
    } else if (name == "sort"_L1) {
        const bool numbers =
            std::all_of(items.cbegin(), items.cend(), [](const Value &item) { return item.isNumber(); });
        QList<std::pair<QString, Value>> keyed;
        for (const Value &item : std::as_const(items)) {
            keyed.append({words(item).left(1000).toLower(), item});
            // Each is compared with a few of the others.
            if (!ok() || !m_budget.step(1 + keyed.constLast().first.size() / 8)) {
                return fail(PreviewProblemKind::TooMuch, name);
            }
        }
        std::stable_sort(keyed.begin(), keyed.end(), [numbers](const auto &a, const auto &b) {
            return numbers ? a.second.toNumber() < b.second.toNumber() : a.first < b.first;
        });
        if (isTrue(given.value(0, u"reverse"_s))) {
            std::reverse(keyed.begin(), keyed.end());
        }
        items.clear();
        for (const auto &[key, item] : std::as_const(keyed)) {
            items.append(item);
        }
    } else if (name == "unique"_L1) {
        QSet<QString> seen;
        QList<Value> kept;
        for (const Value &item : std::as_const(items)) {
            const QString key = words(item).toLower();
            if (!seen.contains(key)) {
                seen.insert(key);
                kept.append(item);
            }
        }
        items = kept;
    }
    return this->list(items);
}

Value JinjaExpression::textFilter(const QString &name, const Value &value, const Arguments &given)
{
    const QString all = words(value);
    if (!ok()) {
        return {};
    }
    if (name == "upper"_L1) {
        return text(all.toUpper());
    }
    if (name == "lower"_L1) {
        return text(all.toLower());
    }
    if (name == "title"_L1) {
        return text(titled(all));
    }
    if (name == "capitalize"_L1) {
        return text(capitalized(all));
    }
    if (name == "trim"_L1) {
        return given.positional.isEmpty() ? text(stripped(all, Ends::Both))
                                          : fail(PreviewProblemKind::Unsupported, u"trim()"_s);
    }
    if (name == "e"_L1 || name == "escape"_L1) {
        return text(all.toHtmlEscaped().replace(u"&quot;"_s, u"&#34;"_s).replace(u'\'', u"&#39;"_s));
    }
    if (name == "wordcount"_L1) {
        return Value::integer(countedWords(all));
    }
    if (name == "replace"_L1) {
        return textMethod(name, all, given);
    }
    const bool needsText = name == "truncate"_L1 || name == "indent"_L1;
    if (needsText && value.kind() != Value::Kind::Text) {
        return fail(PreviewProblemKind::CannotCompute, name);
    }
    if (name == "truncate"_L1) {
        const Value given0 = given.value(0, u"length"_s);
        const qsizetype length = given0.kind() == Value::Kind::Integer ? given0.toInteger() : 255;
        if (length < 3 || all.size() - 5 <= length) {
            return text(all);
        }
        const QString cut = all.left(length - 3);
        const qsizetype space = cut.lastIndexOf(u' ');
        return text((isTrue(given.value(1, u"killwords"_s)) || space < 0 ? cut : cut.left(space)) + u"..."_s);
    }
    if (name == "indent"_L1) {
        const Value width = given.value(0, u"width"_s);
        const QString spaces(
            width.kind() == Value::Kind::Integer ? std::clamp<qint64>(width.toInteger(), 0, 100) : 4, u' ');
        QString out = isTrue(given.value(1, u"first"_s)) ? spaces : QString();
        for (qsizetype i = 0; i < all.size() && out.size() <= m_budget.limits.text; ++i) {
            out += all[i];
            const bool fullLine = i + 1 < all.size() && all[i + 1] != u'\n';
            out += all[i] == u'\n' && fullLine ? spaces : QString();
        }
        return text(out);
    }
    return {};
}

Value JinjaExpression::method(const Value &object, const QString &name)
{
    const Arguments given = arguments();
    if (!ok() || m_dry > 0 || object.isUndefined()) {
        return {};
    }
    if (object.kind() == Value::Kind::Map) {
        if (name == "get"_L1) {
            const Value found = object.at(words(given.value(0, {})));
            const Value other = given.value(1, {});
            return !found.isUndefined() ? found : other.isUndefined() ? Value::null() : other;
        }
        if (name == "items"_L1) {
            return listFilter(name, object, {});
        }
        if (name == "keys"_L1) {
            return list(elements(object));
        }
        if (name == "values"_L1) {
            QList<Value> values;
            for (const Value::Entry &entry : object.entries()) {
                values.append(entry.second);
            }
            return list(values);
        }
    }
    if (object.kind() == Value::Kind::Text) {
        return textMethod(name, object.toText(), given);
    }
    return fail(PreviewProblemKind::Unsupported, name + u"()"_s);
}

Value JinjaExpression::textMethod(const QString &name, const QString &all, const Arguments &given)
{
    const Value first = given.value(0, {});
    const bool plain = given.positional.isEmpty();
    if (plain
        && (name == "upper"_L1 || name == "lower"_L1 || name == "title"_L1 || name == "capitalize"_L1)) {
        return textFilter(name, Value::text(all), {});
    }
    if (plain && name == "strip"_L1) {
        return text(stripped(all, Ends::Both));
    }
    if (plain && name == "lstrip"_L1) {
        return text(stripped(all, Ends::Left));
    }
    if (plain && name == "rstrip"_L1) {
        return text(stripped(all, Ends::Right));
    }
    if (name == "startswith"_L1 && first.kind() == Value::Kind::Text) {
        return Value::boolean(all.startsWith(first.toText()));
    }
    if (name == "endswith"_L1 && first.kind() == Value::Kind::Text) {
        return Value::boolean(all.endsWith(first.toText()));
    }
    if (name == "replace"_L1 && given.positional.size() == 2) {
        const QString from = words(first);
        const QString to = words(given.positional[1]);
        if (!m_budget.searchIn(all.size(), from.size())) {
            return fail(PreviewProblemKind::TooMuch, name);
        }
        const qsizetype places = from.isEmpty() ? all.size() + 1 : all.count(from);
        const bool tooLong = places > 0 && to.size() > m_budget.limits.text / places;
        return tooLong ? fail(PreviewProblemKind::TooMuch, name) : text(QString(all).replace(from, to));
    }
    if (name == "join"_L1) {
        return listFilter(name, first, {.positional = {Value::text(all)}});
    }
    if (name == "split"_L1 && (plain || (first.kind() == Value::Kind::Text && !first.toText().isEmpty()))) {
        QList<Value> parts;
        if (!m_budget.searchIn(all.size(), plain ? 0 : first.toText().size())) {
            return fail(PreviewProblemKind::TooMuch, name);
        }
        const QStringList found =
            plain ? all.simplified().split(u' ', Qt::SkipEmptyParts) : all.split(first.toText());
        for (const QString &part : found) {
            parts.append(Value::text(part));
        }
        return list(parts);
    }
    return fail(PreviewProblemKind::Unsupported, name + u"()"_s);
}

} // namespace countersign::prompt
