// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Escape.h"

#include <QStringDecoder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

/// The code point at `at`, a lone surrogate as itself; `length` is what it takes.
char32_t codeAt(QStringView text, qsizetype at, qsizetype &length)
{
    const QChar c = text[at];
    const bool pair = c.isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate();
    length = pair ? 2 : 1;
    return pair ? QChar::surrogateToUcs4(c, text[at + 1]) : c.unicode();
}

QString code(char32_t c)
{
    return c < 0x80      ? u"\\x%1"_s.arg(uint(c), 2, 16, '0'_L1)
           : c < 0x10000 ? u"\\u%1"_s.arg(uint(c), 4, 16, '0'_L1)
                         : u"\\u{%1}"_s.arg(uint(c), 0, 16);
}

} // namespace

bool isUnseen(char32_t c)
{
    const bool control = c < 0x20 || (c >= 0x7f && c <= 0x9f) || QChar::isSurrogate(c);
    const bool direction = c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e)
                           || (c >= 0x2066 && c <= 0x2069);
    const bool separator = c == 0x2028 || c == 0x2029;
    // The joiners U+200C and U+200D are how some scripts and emoji are written.
    const bool empty = c == 0x00ad || c == 0x034f || c == 0x115f || c == 0x1160 || c == 0x17b4 || c == 0x17b5
                       || c == 0x180e || c == 0x200b || (c >= 0x2060 && c <= 0x2064)
                       || (c >= 0x206a && c <= 0x206f) || c == 0x3164 || c == 0xfeff || c == 0xffa0
                       || (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe0fff);
    return control || direction || separator || empty;
}

QString escaped(const QString &text, LineBreaks breaks)
{
    const auto isPlain = [](QChar c) { return c.unicode() >= 0x20 && c.unicode() < 0x7f; };
    if (std::ranges::all_of(text, isPlain)) {
        return text;
    }
    QString out;
    out.reserve(text.size());
    qsizetype length = 1;
    for (qsizetype i = 0; i < text.size(); i += length) {
        const char32_t c = codeAt(text, i, length);
        if (breaks == LineBreaks::Kept && (c == u'\n' || c == u'\t')) {
            out += QChar(char16_t(c));
        } else if (c == u'\n' || c == u'\t' || c == u'\r') {
            out += c == u'\n' ? u"\\n"_s : c == u'\t' ? u"\\t"_s : u"\\r"_s;
        } else if (isUnseen(c)) {
            out += code(c);
        } else {
            out += QStringView(text).sliced(i, length);
        }
    }
    return out;
}

QString escapedHtml(const QString &text)
{
    QString out;
    out.reserve(text.size());
    qsizetype length = 1;
    for (qsizetype i = 0; i < text.size(); i += length) {
        const char32_t c = codeAt(text, i, length);
        if (c == u'<') {
            out += "&lt;"_L1;
        } else if (c == u'>') {
            out += "&gt;"_L1;
        } else if (c == u'&') {
            out += "&amp;"_L1;
        } else if (c == u'"') {
            out += "&quot;"_L1;
        } else if (c == u'\'') {
            out += "&#39;"_L1;
        } else if (c != u'\n' && c != u'\t' && isUnseen(c)) {
            out += u"<b>U+%1</b>"_s.arg(QString::number(uint(c), 16).toUpper().rightJustified(4, u'0'));
        } else {
            out += QStringView(text).sliced(i, length);
        }
    }
    return out;
}

QString escapedBytes(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    const QString text = decoder(bytes);
    if (!decoder.hasError()) {
        return escaped(text, LineBreaks::Kept);
    }
    QString out;
    for (const char byte : bytes) {
        const uint value = static_cast<unsigned char>(byte);
        if (value == '\n' || value == '\t' || (value >= 0x20 && value < 0x7f)) {
            out += QChar(value);
        } else {
            out += u"\\x%1"_s.arg(value, 2, 16, '0'_L1);
        }
    }
    return out;
}

QByteArray escapedJson(const QByteArray &json)
{
    // Outside of strings a printer of JSON writes none of them but line breaks.
    const QString text = QString::fromUtf8(json);
    QString out;
    out.reserve(text.size());
    qsizetype length = 1;
    for (qsizetype i = 0; i < text.size(); i += length) {
        const char32_t c = codeAt(text, i, length);
        if (c == u'\n' || !isUnseen(c)) {
            out += QStringView(text).sliced(i, length);
            continue;
        }
        for (const QChar unit : QStringView(text).sliced(i, length)) {
            out += u"\\u%1"_s.arg(uint(unit.unicode()), 4, 16, '0'_L1);
        }
    }
    return out.toUtf8();
}

} // namespace countersign::ctl
