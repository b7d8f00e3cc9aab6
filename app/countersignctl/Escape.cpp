// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Escape.h"

#include <QStringDecoder>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

bool obeyed(char16_t c)
{
    const bool control = c < 0x20 || (c >= 0x7f && c <= 0x9f);
    const bool direction = c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e)
                           || (c >= 0x2066 && c <= 0x2069);
    const bool separator = c == 0x2028 || c == 0x2029;
    return control || direction || separator;
}

QString code(char16_t c)
{
    return c < 0x80 ? u"\\x%1"_s.arg(uint(c), 2, 16, '0'_L1) : u"\\u%1"_s.arg(uint(c), 4, 16, '0'_L1);
}

} // namespace

QString escaped(const QString &text, LineBreaks breaks)
{
    QString out;
    out.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        const bool pair = c.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate();
        if (pair) {
            out += c;
            out += text.at(++i);
        } else if (breaks == LineBreaks::Kept && (c == u'\n' || c == u'\t')) {
            out += c;
        } else if (c == u'\n' || c == u'\t' || c == u'\r') {
            out += c == u'\n' ? u"\\n"_s : c == u'\t' ? u"\\t"_s : u"\\r"_s;
        } else if (obeyed(c.unicode()) || c.isSurrogate()) {
            out += code(c.unicode());
        } else {
            out += c;
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
    for (const QChar c : text) {
        if (c != u'\n' && obeyed(c.unicode())) {
            out += u"\\u%1"_s.arg(uint(c.unicode()), 4, 16, '0'_L1);
        } else {
            out += c;
        }
    }
    return out.toUtf8();
}

} // namespace countersign::ctl
