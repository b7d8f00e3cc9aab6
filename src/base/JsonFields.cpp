// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/JsonFields.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

/// `text`, with the characters of an equal one that was read on this thread lately: the same few names stand in all
/// events of a record, which keeps each of them as long as it lives.
QString shared(QAnyStringView text)
{
    constexpr qsizetype longest = 64;
    constexpr size_t most = 256;
    if (text.isEmpty() || text.size() > longest) {
        return text.toString();
    }
    static thread_local std::array<QString, most> lately;
    QString &place = lately[text.visit([](auto view) { return qHash(view); }) % most];
    if (place != text) {
        place = text.toString();
    }
    return place;
}

} // namespace

JsonFields::JsonFields(const Json &object, const QString &where) : m_where(where)
{
    if (const JsonObject *fields = object.asObject()) {
        m_object = *fields;
        m_asked.resize(fields->fields().size(), false);
    } else {
        fail(u"is not an object"_s);
    }
}

void JsonFields::fail(const QString &why)
{
    if (m_problem.isEmpty()) {
        m_problem = m_where + u' ' + why;
    }
}

bool JsonFields::has(const QString &key) const
{
    return m_object.find(key) != nullptr;
}

const Json *JsonFields::find(const QString &key, bool required)
{
    const QList<JsonField> &fields = m_object.fields();
    // Most are asked for in their order.
    auto found = fields.cbegin() + m_next;
    if (found == fields.cend() || found->key != key) {
        found = std::ranges::find(fields, key, &JsonField::key);
    }
    if (found == fields.cend()) {
        if (required) {
            fail(u"lacks "_s + key);
        }
        return nullptr;
    }
    m_next = found - fields.cbegin();
    m_asked[m_next++] = true;
    return &found->value;
}

QAnyStringView JsonFields::view(const QString &key, qsizetype most)
{
    const Json *value = find(key, true);
    const std::optional<QAnyStringView> text = value ? value->asString() : std::nullopt;
    if (value && (!text || text->size() > most)) {
        fail(u"has a wrong "_s + key);
        return {};
    }
    return text.value_or(QAnyStringView());
}

QString JsonFields::string(const QString &key, qsizetype most)
{
    return shared(view(key, most));
}

QString JsonFields::optionalString(const QString &key, qsizetype most)
{
    return has(key) ? string(key, most) : QString();
}

qint64 JsonFields::integer(const QString &key, qint64 least, qint64 most)
{
    const Json *value = find(key, true);
    const qint64 *number = value ? value->asInteger() : nullptr;
    if (value && (!number || *number < least || *number > most)) {
        fail(u"has a wrong "_s + key);
        return least;
    }
    return number ? *number : least;
}

bool JsonFields::boolean(const QString &key)
{
    const Json *value = find(key, true);
    const bool *flag = value ? value->asBool() : nullptr;
    if (value && !flag) {
        fail(u"has a wrong "_s + key);
    }
    return flag && *flag;
}

JsonArray JsonFields::array(const QString &key)
{
    const Json *value = find(key, true);
    const JsonArray *items = value ? value->asArray() : nullptr;
    if (value && !items) {
        fail(u"has a wrong "_s + key);
    }
    return items ? *items : JsonArray();
}

QStringList JsonFields::strings(const QString &key, qsizetype most)
{
    QStringList texts;
    const JsonArray items = array(key);
    texts.reserve(items.size());
    for (const Json &item : items) {
        const std::optional<QAnyStringView> text = item.asString();
        if (!text || text->size() > most) {
            fail(u"has a wrong "_s + key);
            return {};
        }
        texts.append(shared(*text));
    }
    return texts;
}

Json JsonFields::object(const QString &key)
{
    const Json *value = find(key, true);
    if (value && !value->asObject()) {
        fail(u"has a wrong "_s + key);
    }
    return value ? *value : Json(JsonObject());
}

ContentHash JsonFields::content(const QString &key)
{
    const auto hash = contentHashFromString(view(key, 80));
    if (!hash) {
        fail(u"has a wrong "_s + key);
    }
    return hash.value_or(ContentHash{});
}

EventId JsonFields::event(const QString &key)
{
    const QAnyStringView text = view(key, 40);
    if (text.isEmpty()) {
        return {};
    }
    const auto id = EventId::fromString(text);
    if (!id) {
        fail(u"has a wrong "_s + key);
    }
    return id.value_or(EventId{});
}

Done JsonFields::finish() const
{
    if (!m_problem.isEmpty()) {
        return failure(ErrorCode::Invalid, m_where, m_problem);
    }
    const auto unknown = std::ranges::find(m_asked, false);
    if (unknown != m_asked.cend()) {
        return failure(ErrorCode::Invalid, m_where,
                       m_where + u" has an unknown "_s
                           + m_object.fields().at(unknown - m_asked.cbegin()).key);
    }
    return {};
}

} // namespace countersign
