// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/JsonReader.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <charconv>
#include <cmath>

namespace countersign::evals {

namespace {

constexpr bool isJsonSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Bytes that a string can be passed over without looking further.
constexpr auto plainInString = [] {
    std::array<bool, 256> plain = {};
    for (std::size_t i = 0; i < plain.size(); ++i) {
        plain[i] = i >= 0x20 && i != '"' && i != '\\';
    }
    return plain;
}();

int hexValue(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// The code unit behind `\u`, or -1 where four hex digits do not follow.
int codeUnit(QByteArrayView text, qsizetype at)
{
    if (at + 4 > text.size()) {
        return -1;
    }
    int unit = 0;
    for (qsizetype i = at; i < at + 4; ++i) {
        const int digit = hexValue(text[i]);
        if (digit < 0) {
            return -1;
        }
        unit = unit * 16 + digit;
    }
    return unit;
}

bool isHex(char c)
{
    return hexValue(c) >= 0;
}

/// NaN for what is no number or is past the range of double.
double numberOf(QByteArrayView text)
{
    if (text.startsWith('+')) {
        return noScore;
    }
    double value = 0;
    const auto [end, error] = std::from_chars(text.begin(), text.end(), value);
    return error == std::errc{} && end == text.end() && std::isfinite(value) ? value : noScore;
}

void appendNormalized(JsonReader &reader, QByteArrayView whole, int depth, QByteArray &out)
{
    const auto string = [&out](QByteArrayView decoded) {
        out += '"' + QByteArray::number(decoded.size()) + ':';
        out += decoded;
    };
    const JsonReader::Kind kind = depth < 64 ? reader.peek() : JsonReader::Kind::Nothing;
    if (kind == JsonReader::Kind::Object) {
        std::vector<std::pair<QByteArray, QByteArray>> members;
        reader.object([&](QByteArrayView key) {
            QByteArray value;
            appendNormalized(reader, whole, depth + 1, value);
            members.emplace_back(key.toByteArray(), std::move(value));
        });
        std::ranges::stable_sort(members, {}, &std::pair<QByteArray, QByteArray>::first);
        out += '{';
        for (const auto &[key, value] : members) {
            string(key);
            out += value;
        }
        out += '}';
    } else if (kind == JsonReader::Kind::Array) {
        out += '[';
        reader.array([&](qsizetype) {
            appendNormalized(reader, whole, depth + 1, out);
            out += ',';
        });
        out += ']';
    } else {
        const JsonReader::Scalar value = reader.scalar();
        const QByteArrayView text = whole.sliced(qsizetype(value.text.offset), qsizetype(value.text.length));
        if (value.kind == JsonReader::Kind::String) {
            string(decodedJsonString(text));
        } else if (value.kind == JsonReader::Kind::Number && std::isfinite(value.number)) {
            out += QByteArray::number(value.number, 'g', 17);
        } else if (value.kind == JsonReader::Kind::Null) {
            out += "null";
        } else {
            out += text;
        }
    }
}

} // namespace

JsonReader::JsonReader(QByteArrayView text, quint16 buffer, qsizetype from)
    : m_text(text)
    , m_at(from)
    , m_buffer(buffer)
{
    if (from == 0 && text.startsWith("\xEF\xBB\xBF")) {
        m_at = 3;
    }
}

void JsonReader::fail(Fault fault, const char *why)
{
    if (m_fault == Fault::None) {
        m_fault = fault;
        m_faultAt = m_at;
        m_why = why;
    }
}

void JsonReader::space()
{
    while (m_at < m_text.size() && isJsonSpace(m_text[m_at])) {
        ++m_at;
    }
}

bool JsonReader::atEnd()
{
    space();
    return m_at >= m_text.size();
}

JsonReader::Kind JsonReader::peek()
{
    if (m_fault != Fault::None || atEnd()) {
        return Kind::Nothing;
    }
    switch (m_text[m_at]) {
    case '{':
        return Kind::Object;
    case '[':
        return Kind::Array;
    case '"':
        return Kind::String;
    case 't':
    case 'f':
        return Kind::Boolean;
    case 'n':
        return Kind::Null;
    default:
        return Kind::Number;
    }
}

bool JsonReader::open(Kind kind)
{
    if (peek() != kind) {
        skip();
        return false;
    }
    if (m_depth >= mostDepth) {
        fail(Fault::Broken, "too deep");
        return false;
    }
    ++m_depth;
    ++m_at;
    return true;
}

bool JsonReader::goesOn(char close, bool first)
{
    if (m_fault != Fault::None) {
        return false;
    }
    if (atEnd()) {
        fail(Fault::Ended, "the text ends here");
        return false;
    }
    if (m_text[m_at] == close) {
        ++m_at;
        return false;
    }
    if (first) {
        return true;
    }
    if (m_text[m_at] != ',') {
        fail(Fault::Broken, "a comma or the end of the list is missing");
        return false;
    }
    ++m_at;
    if (atEnd()) {
        fail(Fault::Ended, "the text ends here");
        return false;
    }
    return true;
}

QByteArrayView JsonReader::key(QByteArray &decoded)
{
    space();
    if (m_at < m_text.size() && m_text[m_at] != '"') {
        fail(Fault::Broken, "a name is missing");
        return {};
    }
    const qsizetype from = m_at + 1;
    scanString();
    if (m_fault != Fault::None) {
        return {};
    }
    const QByteArrayView inside = m_text.sliced(from, m_at - 1 - from);
    if (atEnd()) {
        fail(Fault::Ended, "the text ends here");
        return {};
    }
    if (m_text[m_at] != ':') {
        fail(Fault::Broken, "a colon is missing");
        return {};
    }
    ++m_at;
    if (!inside.contains('\\')) {
        return inside;
    }
    decoded = decodedJsonString(inside);
    return decoded;
}

void JsonReader::scanString()
{
    if (m_at >= m_text.size()) {
        fail(Fault::Ended, "the text ends here");
        return;
    }
    const char *at = m_text.begin() + m_at + 1;
    const char *const end = m_text.end();
    while (true) {
        while (at < end && plainInString[static_cast<unsigned char>(*at)]) {
            ++at;
        }
        if (at >= end) {
            m_at = m_text.size();
            fail(Fault::Ended, "the text ends inside a string");
            return;
        }
        if (*at == '"') {
            m_at = at + 1 - m_text.begin();
            return;
        }
        if (*at != '\\') {
            m_at = at - m_text.begin();
            fail(Fault::Broken, "a control character stands in a string");
            return;
        }
        const qsizetype length = end - at > 1 && at[1] == 'u' ? 6 : 2;
        if (end - at < length) {
            m_at = m_text.size();
            fail(Fault::Ended, "the text ends inside a string");
            return;
        }
        const bool known =
            length == 6 ? std::all_of(at + 2, at + 6, isHex) : QByteArrayView("\"\\/bfnrt").contains(at[1]);
        if (!known) {
            m_at = at - m_text.begin();
            fail(Fault::Broken, "an escape is none");
            return;
        }
        at += length;
    }
}

void JsonReader::scanWord(QByteArrayView word)
{
    const QByteArrayView rest = m_text.sliced(m_at);
    if (rest.startsWith(word)) {
        m_at += word.size();
    } else if (rest.size() < word.size() && word.startsWith(rest)) {
        m_at = m_text.size();
        fail(Fault::Ended, "the text ends inside a value");
    } else {
        fail(Fault::Broken, "this is no value");
    }
}

void JsonReader::scanNumber()
{
    const auto digits = [this] {
        const qsizetype from = m_at;
        while (m_at < m_text.size() && isDigit(m_text[m_at])) {
            ++m_at;
        }
        if (m_at == from) {
            fail(m_at >= m_text.size() ? Fault::Ended : Fault::Broken, "this is no value");
        }
    };
    if (m_text[m_at] == '-') {
        ++m_at;
        if (m_at < m_text.size() && m_text[m_at] == 'I') {
            scanWord("Infinity");
            return;
        }
    }
    if (m_at < m_text.size() && m_text[m_at] == '0') {
        ++m_at;
    } else {
        digits();
    }
    if (m_fault == Fault::None && m_at < m_text.size() && m_text[m_at] == '.') {
        ++m_at;
        digits();
    }
    if (m_fault == Fault::None && m_at < m_text.size() && (m_text[m_at] | 0x20) == 'e') {
        ++m_at;
        if (m_at < m_text.size() && (m_text[m_at] == '+' || m_text[m_at] == '-')) {
            ++m_at;
        }
        digits();
    }
    // The last digits of a text that was cut off may be missing.
    if (m_fault == Fault::None && m_depth > 0 && m_at >= m_text.size()) {
        fail(Fault::Ended, "the text ends inside a value");
    }
}

void JsonReader::scanScalar()
{
    switch (m_text[m_at]) {
    case '"':
        scanString();
        break;
    case 't':
        scanWord("true");
        break;
    case 'f':
        scanWord("false");
        break;
    case 'n':
        scanWord("null");
        break;
    case 'N':
        scanWord("NaN");
        break;
    case 'I':
        scanWord("Infinity");
        break;
    default:
        scanNumber();
        break;
    }
}

void JsonReader::skip()
{
    if (m_fault != Fault::None) {
        return;
    }
    std::bitset<std::size_t(mostDepth) + 1> isObject;
    int depth = m_depth;
    const int outer = m_depth;
    const auto finish = [this, outer] { m_depth = outer; };
    QByteArray unused;
    while (true) {
        if (atEnd()) {
            fail(Fault::Ended, "the text ends here");
            return finish();
        }
        const char c = m_text[m_at];
        bool opened = false;
        if (c == '{' || c == '[') {
            if (depth >= mostDepth) {
                fail(Fault::Broken, "too deep");
                return finish();
            }
            ++depth;
            m_depth = depth;
            isObject[std::size_t(depth)] = c == '{';
            ++m_at;
            opened = true;
        } else {
            scanScalar();
        }
        while (depth > outer && m_fault == Fault::None) {
            if (goesOn(isObject[std::size_t(depth)] ? '}' : ']', opened)) {
                break;
            }
            opened = false;
            --depth;
            m_depth = depth;
        }
        if (m_fault != Fault::None || depth == outer) {
            return finish();
        }
        if (isObject[std::size_t(depth)]) {
            key(unused);
            if (m_fault != Fault::None) {
                return finish();
            }
        }
    }
}

JsonReader::Scalar JsonReader::scalar()
{
    Scalar value;
    value.kind = peek();
    const qsizetype from = m_at;
    skip();
    if (m_fault != Fault::None || value.kind == Kind::Nothing) {
        if (m_fault == Fault::None) {
            fail(Fault::Ended, "the text ends here");
        }
        return {};
    }
    const QByteArrayView whole = m_text.sliced(from, m_at - from);
    value.text = {.offset = quint64(from),
                  .length = quint32(whole.size()),
                  .buffer = m_buffer,
                  .form = TextRef::Form::JsonValue};
    switch (value.kind) {
    case Kind::String:
        value.text.offset += 1;
        value.text.length -= 2;
        value.text.form = TextRef::Form::JsonString;
        value.number = numberOf(whole.sliced(1, whole.size() - 2));
        break;
    case Kind::Number:
        value.number = numberOf(whole);
        break;
    case Kind::Boolean:
        value.boolean = whole == "true";
        break;
    case Kind::Null:
        value.text = {};
        break;
    default:
        break;
    }
    return value;
}

std::optional<bool> JsonReader::boolean()
{
    const Scalar value = scalar();
    return value.kind == Kind::Boolean ? std::optional(value.boolean) : std::nullopt;
}

QString JsonReader::string(qsizetype most)
{
    const Scalar value = scalar();
    if (value.kind == Kind::Nothing || value.kind == Kind::Null || value.kind == Kind::Object
        || value.kind == Kind::Array) {
        return {};
    }
    const QByteArrayView inside =
        m_text.sliced(qsizetype(value.text.offset), qMin(qsizetype(value.text.length), most));
    return value.kind == Kind::String ? QString::fromUtf8(decodedJsonString(inside))
                                      : QString::fromUtf8(inside);
}

QString JsonReader::faultText() const
{
    const QByteArrayView before = m_text.first(qMin(m_faultAt, m_text.size()));
    const qsizetype line = before.count('\n') + 1;
    const qsizetype column = before.size() - before.lastIndexOf('\n');
    return QStringLiteral("line %1, column %2: %3").arg(line).arg(column).arg(QLatin1StringView(m_why));
}

QByteArray normalizedJson(QByteArrayView value)
{
    JsonReader reader(value);
    QByteArray out;
    out.reserve(value.size());
    appendNormalized(reader, value, 0, out);
    return reader.fault() == JsonReader::Fault::None && reader.atEnd() ? out : value.toByteArray();
}

QString unescapedJson(QByteArrayView text)
{
    QString out;
    out.reserve(text.size());
    qsizetype from = 0;
    const auto flush = [&](qsizetype to) { out += QString::fromUtf8(text.sliced(from, to - from)); };
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            continue;
        }
        QChar c;
        qsizetype length = 2;
        switch (text[i + 1]) {
        case 'n':
            c = u'\n';
            break;
        case 't':
            c = u'\t';
            break;
        case 'r':
            c = u'\r';
            break;
        case 'b':
            c = u'\b';
            break;
        case 'f':
            c = u'\f';
            break;
        case '"':
        case '\\':
        case '/':
            c = QLatin1Char(text[i + 1]);
            break;
        case 'u': {
            const int unit = codeUnit(text, i + 2);
            if (unit < 0) {
                continue;
            }
            c = QChar(char16_t(unit));
            length = 6;
            break;
        }
        default:
            continue;
        }
        flush(i);
        out += c;
        i += length - 1;
        from = i + 1;
    }
    flush(text.size());
    return out;
}

QByteArray decodedJsonString(QByteArrayView inside)
{
    if (!inside.contains('\\')) {
        return inside.toByteArray();
    }
    return unescapedJson(inside).toUtf8();
}

} // namespace countersign::evals
