// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/CanonicalJson.h"

#include <QStringDecoder>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qint64 largestInteger = (qint64(1) << 53) - 1;

/// A key as a string. Bodies have the same few keys over and over: one that was met lately is shared. Each thread has its
/// own, so that threads do not wait for each other's counts.
QString keyFrom(QByteArrayView bytes)
{
    static thread_local std::array<QString, 256> met;
    size_t place = size_t(bytes.size());
    for (const char c : bytes) {
        place = place * 31 + static_cast<unsigned char>(c);
    }
    QString &known = met[place % met.size()];
    if (known != QLatin1StringView(bytes)) {
        known = QString::fromLatin1(bytes);
    }
    return known;
}

class Parser
{
public:
    Parser(QByteArrayView bytes, const JsonLimits &limits) : m_bytes(bytes), m_limits(limits) { }

    Result<Json> document()
    {
        Json value;
        if (!parseValue(value, 1)) {
            return error();
        }
        if (m_at != m_bytes.size()) {
            fail("bytes after the value");
            return error();
        }
        return value;
    }

private:
    bool fail(const char *why)
    {
        if (!m_why) {
            m_why = why;
        }
        return false;
    }

    std::unexpected<Error> error() const
    {
        return std::unexpected(Error{.code = ErrorCode::Invalid,
                                     .subject = u"canonical JSON"_s,
                                     .detail = QString::fromLatin1(m_why ? m_why : "not canonical"),
                                     .line = 1,
                                     .column = int(m_at) + 1});
    }

    [[nodiscard]] char peek() const { return m_at < m_bytes.size() ? m_bytes[m_at] : '\0'; }

    bool take(char c)
    {
        if (m_at < m_bytes.size() && m_bytes[m_at] == c) {
            ++m_at;
            return true;
        }
        return false;
    }

    bool takeWord(QByteArrayView word)
    {
        if (m_bytes.sliced(m_at).startsWith(word)) {
            m_at += word.size();
            return true;
        }
        return fail("unexpected byte");
    }

    bool parseValue(Json &out, int depth)
    {
        if (depth > m_limits.depth) {
            return fail("nested too deep");
        }
        switch (peek()) {
        case '{':
            return parseObject(out, depth);
        case '[':
            return parseArray(out, depth);
        case '"':
            return parseString(out);
        case 't':
            out = Json(true);
            return takeWord("true");
        case 'f':
            out = Json(false);
            return takeWord("false");
        default:
            return parseInteger(out);
        }
    }

    bool parseInteger(Json &out)
    {
        const bool negative = take('-');
        const qsizetype start = m_at;
        qint64 value = 0;
        while (m_at < m_bytes.size() && peek() >= '0' && peek() <= '9') {
            value = value * 10 + (peek() - '0');
            if (value > largestInteger) {
                return fail("integer out of range");
            }
            ++m_at;
        }
        const qsizetype digits = m_at - start;
        if (digits == 0) {
            return fail("unexpected byte");
        }
        if (m_bytes[start] == '0' && (digits > 1 || negative)) {
            return fail("integer not in its shortest form");
        }
        out = Json(negative ? -value : value);
        return true;
    }

    bool parseArray(Json &out, int depth)
    {
        take('[');
        JsonArray items;
        if (!take(']')) {
            do {
                if (items.size() >= m_limits.items) {
                    return fail("array too long");
                }
                Json item;
                if (!parseValue(item, depth + 1)) {
                    return false;
                }
                items.append(std::move(item));
            } while (take(','));
            if (!take(']')) {
                return fail("array not closed");
            }
        }
        out = Json(std::move(items));
        return true;
    }

    bool parseObject(Json &out, int depth)
    {
        take('{');
        JsonObject fields;
        QByteArrayView before; // the key; none is empty
        if (!take('}')) {
            do {
                QByteArrayView key;
                if (!parseKey(key)) {
                    return false;
                }
                if (key <= before) {
                    return fail("keys not sorted and unique");
                }
                before = key;
                if (!take(':')) {
                    return fail("colon expected");
                }
                Json value;
                if (!parseValue(value, depth + 1)) {
                    return false;
                }
                fields.append(keyFrom(key), std::move(value));
            } while (take(','));
            if (!take('}')) {
                return fail("object not closed");
            }
        }
        out = Json(std::move(fields));
        return true;
    }

    bool parseKey(QByteArrayView &out)
    {
        if (!take('"')) {
            return fail("key expected");
        }
        const qsizetype start = m_at;
        while (m_at < m_bytes.size()) {
            const char c = peek();
            const bool letter = c >= 'a' && c <= 'z';
            const bool later = m_at > start && ((c >= '0' && c <= '9') || c == '_');
            if (!letter && !later) {
                break;
            }
            ++m_at;
        }
        if (m_at == start) {
            return fail("key outside [a-z][a-z0-9_]*");
        }
        out = m_bytes.sliced(start, m_at - start);
        return take('"') || fail("key outside [a-z][a-z0-9_]*");
    }

    bool parseString(Json &out)
    {
        take('"');
        // What nearly every string is: no escape, and nothing but ASCII.
        const char *const start = m_bytes.data() + m_at;
        const char *const last = m_bytes.data() + m_bytes.size();
        const char *end = start;
        while (end != last && isPlain[static_cast<unsigned char>(*end)]) {
            ++end;
        }
        if (end != last && *end == '"') {
            out = Json(QLatin1StringView(start, end));
            m_at += end - start + 1;
            return true;
        }
        return parseAnyString(out);
    }

    static constexpr std::array<bool, 256> isPlain = [] {
        std::array<bool, 256> plain{};
        for (size_t c = 0x20; c < 0x7f; ++c) {
            plain[c] = c != '"' && c != '\\';
        }
        return plain;
    }();

    // Behind the opening quotation mark.
    bool parseAnyString(Json &out)
    {
        QByteArray raw;
        qsizetype run = m_at;
        while (true) {
            if (m_at >= m_bytes.size()) {
                return fail("string not closed");
            }
            const auto c = static_cast<unsigned char>(m_bytes[m_at]);
            if (c == '"') {
                break;
            }
            if (c < 0x20) {
                return fail("control character in a string");
            }
            if (c != '\\') {
                ++m_at;
                continue;
            }
            raw.append(m_bytes.sliced(run, m_at - run));
            ++m_at;
            if (!parseEscape(raw)) {
                return false;
            }
            run = m_at;
        }
        raw.append(m_bytes.sliced(run, m_at - run));
        ++m_at;
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless
                                                         | QStringDecoder::Flag::ConvertInitialBom);
        QString text = decoder.decode(raw);
        if (decoder.hasError()) {
            return fail("string is not UTF-8");
        }
        out = Json(std::move(text));
        return true;
    }

    bool parseEscape(QByteArray &raw)
    {
        const char c = peek();
        ++m_at;
        switch (c) {
        case '"':
        case '\\':
            raw.append(c);
            return true;
        case 'b':
            raw.append('\b');
            return true;
        case 't':
            raw.append('\t');
            return true;
        case 'n':
            raw.append('\n');
            return true;
        case 'f':
            raw.append('\f');
            return true;
        case 'r':
            raw.append('\r');
            return true;
        case 'u':
            return parseControl(raw);
        default:
            return fail("escape not in its shortest form");
        }
    }

    // Only control characters without a short escape are written as \u00xx; U+0000 is never accepted.
    bool parseControl(QByteArray &raw)
    {
        if (m_at + 4 > m_bytes.size() || m_bytes[m_at] != '0' || m_bytes[m_at + 1] != '0') {
            return fail("escape not in its shortest form");
        }
        int value = 0;
        for (int i = 2; i < 4; ++i) {
            const char c = m_bytes[m_at + i];
            if (c >= '0' && c <= '9') {
                value = value * 16 + (c - '0');
            } else if (c >= 'a' && c <= 'f') {
                value = value * 16 + (c - 'a' + 10);
            } else {
                return fail("escape not in its shortest form");
            }
        }
        const bool hasShort = value == 8 || value == 9 || value == 10 || value == 12 || value == 13;
        if (value == 0 || value >= 0x20 || hasShort) {
            return fail("escape not in its shortest form");
        }
        m_at += 4;
        raw.append(char(value));
        return true;
    }

    QByteArrayView m_bytes;
    JsonLimits m_limits;
    qsizetype m_at = 0;
    const char *m_why = nullptr;
};

void printString(QByteArray &out, QAnyStringView text)
{
    out.append('"');
    const QByteArray raw = text.toString().toUtf8();
    const char *plain = raw.cbegin(); // from here on nothing was written yet
    for (const char *at = plain; at != raw.cend(); ++at) {
        const char c = *at;
        if (c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20) {
            continue;
        }
        out.append(QByteArrayView(plain, at));
        plain = at + 1;
        switch (c) {
        case '"':
            out.append("\\\"");
            break;
        case '\\':
            out.append("\\\\");
            break;
        case '\b':
            out.append("\\b");
            break;
        case '\t':
            out.append("\\t");
            break;
        case '\n':
            out.append("\\n");
            break;
        case '\f':
            out.append("\\f");
            break;
        case '\r':
            out.append("\\r");
            break;
        default:
            static constexpr char digits[] = "0123456789abcdef";
            out.append("\\u00");
            out.append(digits[(c >> 4) & 0xF]);
            out.append(digits[c & 0xF]);
        }
    }
    out.append(QByteArrayView(plain, raw.cend()));
    out.append('"');
}

void print(QByteArray &out, const Json &value)
{
    if (const bool *b = value.asBool()) {
        out.append(*b ? "true" : "false");
    } else if (const qint64 *integer = value.asInteger()) {
        out.append(QByteArray::number(*integer));
    } else if (const std::optional<QAnyStringView> s = value.asString()) {
        printString(out, *s);
    } else if (const JsonArray *a = value.asArray()) {
        out.append('[');
        for (qsizetype i = 0; i < a->size(); ++i) {
            if (i > 0) {
                out.append(',');
            }
            print(out, a->at(i));
        }
        out.append(']');
    } else if (const JsonObject *o = value.asObject()) {
        out.append('{');
        bool first = true;
        for (const JsonField &field : o->fields()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            printString(out, field.key);
            out.append(':');
            print(out, field.value);
        }
        out.append('}');
    }
}

} // namespace

JsonObject::JsonObject(std::initializer_list<JsonField> fields)
{
    m_fields.reserve(qsizetype(fields.size()));
    for (const JsonField &field : fields) {
        insert(field.key, field.value);
    }
}

void JsonObject::insert(const QString &key, const Json &value)
{
    const auto place = std::ranges::lower_bound(m_fields, key, {}, &JsonField::key);
    if (place != m_fields.end() && place->key == key) {
        place->value = value;
    } else {
        m_fields.insert(place, JsonField{.key = key, .value = value});
    }
}

void JsonObject::append(QString &&key, Json &&value)
{
    Q_ASSERT(m_fields.isEmpty() || m_fields.constLast().key < key);
    if (m_fields.isEmpty()) {
        m_fields.reserve(10); // as many as the frame of an event has
    }
    m_fields.append(JsonField{.key = std::move(key), .value = std::move(value)});
}

std::optional<QAnyStringView> Json::asString() const
{
    if (const auto *ascii = std::get_if<QLatin1StringView>(&m_value)) {
        return *ascii;
    }
    const auto *text = std::get_if<QString>(&m_value);
    return text ? std::optional<QAnyStringView>(*text) : std::nullopt;
}

const Json *JsonObject::find(QStringView key) const
{
    const auto found = std::ranges::find(m_fields, key, &JsonField::key);
    return found == m_fields.end() ? nullptr : &found->value;
}

Result<Json> parseCanonicalJson(QByteArrayView bytes, const JsonLimits &limits)
{
    if (bytes.size() > limits.bytes) {
        return failure(ErrorCode::Invalid, u"canonical JSON"_s, u"larger than %1 bytes"_s.arg(limits.bytes));
    }
    return Parser(bytes, limits).document();
}

QByteArray printCanonicalJson(const Json &value)
{
    QByteArray out;
    print(out, value);
    return out;
}

} // namespace countersign
