// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "prompt/Source.h"

#include <QStringDecoder>

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace countersign::prompt {

namespace {

// More raw bytes than this, or a tenth of the file, and it is no text with a flaw but no text.
constexpr qsizetype maximumInvalidBytes = 10'000;

// The length of the valid UTF-8 sequence at `data`, 0 when there is none; `codePoint` is what it says.
qsizetype sequenceAt(const char *data, qsizetype available, char32_t &codePoint)
{
    const auto byte = [&](qsizetype i) { return static_cast<unsigned char>(data[i]); };
    const auto continues = [&](qsizetype i) { return i < available && (byte(i) & 0xC0) == 0x80; };
    const auto first = byte(0);
    if (first < 0x80) {
        codePoint = first;
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF && continues(1)) {
        codePoint = char32_t((first & 0x1F) << 6 | (byte(1) & 0x3F));
        return 2;
    }
    if ((first & 0xF0) == 0xE0 && continues(1) && continues(2)) {
        codePoint = char32_t((first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F));
        return codePoint < 0x800 || (codePoint >= 0xD800 && codePoint <= 0xDFFF) ? 0 : 3;
    }
    if (first >= 0xF0 && first <= 0xF4 && continues(1) && continues(2) && continues(3)) {
        codePoint = char32_t((first & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6
                             | (byte(3) & 0x3F));
        return codePoint < 0x10000 || codePoint > 0x10FFFF ? 0 : 4;
    }
    return 0;
}

// Keeps every byte that is no UTF-8 as one U+FFFD. False when there are too many of them for a text.
bool decodeWithFlaws(QByteArrayView bytes, QString &source, QList<qsizetype> &invalid)
{
    source.reserve(bytes.size());
    for (qsizetype i = 0; i < bytes.size();) {
        char32_t codePoint = 0;
        const qsizetype length = sequenceAt(bytes.data() + i, bytes.size() - i, codePoint);
        if (length == 0) {
            if (invalid.size() >= maximumInvalidBytes) {
                return false;
            }
            invalid.append(source.size());
            source.append(QChar(QChar::ReplacementCharacter));
            ++i;
        } else {
            source.append(QChar::fromUcs4(codePoint));
            i += length;
        }
    }
    return invalid.size() < 64 || invalid.size() * 10 < bytes.size();
}

LineEnding lineEndingOf(QStringView source)
{
    bool lf = false;
    bool crLf = false;
    bool cr = false;
    for (qsizetype i = 0; i < source.size(); ++i) {
        if (source[i] == u'\n') {
            lf = true;
        } else if (source[i] == u'\r') {
            if (i + 1 < source.size() && source[i + 1] == u'\n') {
                crLf = true;
                ++i;
            } else {
                cr = true;
            }
        }
    }
    switch (int(lf) + int(crLf) + int(cr)) {
    case 0:
        return LineEnding::None;
    case 1:
        return lf ? LineEnding::Lf : crLf ? LineEnding::CrLf : LineEnding::Cr;
    default:
        return LineEnding::Mixed;
    }
}

struct Signs
{
    bool returns = false; // there is a carriage return
    qsizetype control =
        -1; // the first character that neither YAML nor JSON allows, and that hides in a terminal
};

Signs signsIn(QStringView source)
{
    constexpr qsizetype step = 64;
    const char16_t *units = source.utf16();
    Signs signs;
    for (qsizetype at = 0; at < source.size();) {
        // Most stretches have nothing below the space but line feeds. Reckoned without a branch, so that the compiler
        // reads many characters in one step.
        if (at + step <= source.size()) {
            quint16 low = 0;
            for (qsizetype i = 0; i < step; ++i) {
                const quint16 c = units[at + i];
                low = static_cast<quint16>(low | static_cast<quint16>((c < u' ') & (c != u'\n')));
            }
            if (low == 0) {
                at += step;
                continue;
            }
        }
        for (const qsizetype end = std::min(at + step, source.size()); at < end; ++at) {
            const char16_t c = units[at];
            signs.returns = signs.returns || c == u'\r';
            if (signs.control < 0 && c < u' ' && c != u'\n' && c != u'\r' && c != u'\t' && c != u'\f') {
                signs.control = at;
            }
        }
    }
    return signs;
}

} // namespace

Decoded decode(const QByteArray &bytes)
{
    Decoded decoded;
    const auto give = [&](ProblemKind kind, Severity severity, Span span, const QString &detail = {}) {
        decoded.problems.append(problemAt(kind, severity, decoded.source, span, detail));
    };
    if (bytes.size() > maximumFileBytes) {
        decoded.encoding.charset = Charset::Binary;
        give(ProblemKind::TooLarge, Severity::Error, {}, QString::number(bytes.size()));
        return decoded;
    }
    if (bytes.startsWith("\xFF\xFE") || bytes.startsWith("\xFE\xFF")) {
        QStringDecoder decoder(QStringDecoder::Utf16);
        decoded.source = decoder.decode(bytes);
        decoded.encoding = {.charset = Charset::Utf16,
                            .bom = true,
                            .lineEnding = lineEndingOf(decoded.source),
                            .finalNewline = decoded.source.endsWith(u'\n') || decoded.source.endsWith(u'\r')};
        give(ProblemKind::NotUtf8, Severity::Error, {}, u"UTF-16"_s);
        return decoded;
    }

    const bool bom = bytes.startsWith("\xEF\xBB\xBF");
    const QByteArrayView content = QByteArrayView(bytes).sliced(bom ? 3 : 0);
    decoded.encoding.bom = bom;
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringConverter::Flag::Stateless | QStringConverter::Flag::ConvertInitialBom);
    decoded.source = decoder.decode(content);
    if (decoder.hasError()) {
        decoded.source.clear();
        decoded.encoding.charset = Charset::InvalidUtf8;
        const bool isText = !bytes.contains('\0')
                            && decodeWithFlaws(content, decoded.source, decoded.encoding.invalidOffsets);
        if (!isText) {
            decoded.source.clear();
            decoded.encoding.invalidOffsets.clear();
            decoded.encoding.charset = Charset::Binary;
            give(ProblemKind::Binary, Severity::Error, {});
            return decoded;
        }
        give(ProblemKind::NotUtf8, Severity::Error, {decoded.encoding.invalidOffsets.first(), 1});
    }
    const auto [returns, control] = signsIn(decoded.source);
    decoded.encoding.lineEnding = returns                          ? lineEndingOf(decoded.source)
                                  : decoded.source.contains(u'\n') ? LineEnding::Lf
                                                                   : LineEnding::None;
    decoded.encoding.finalNewline = decoded.source.endsWith(u'\n') || decoded.source.endsWith(u'\r');
    if (control >= 0) {
        const bool isNul = decoded.source[control].isNull();
        give(isNul ? ProblemKind::Binary : ProblemKind::ControlCharacter, Severity::Error, {control, 1},
             u"U+%1"_s.arg(int(decoded.source[control].unicode()), 4, 16, QLatin1Char('0')));
    }
    decoded.structured = control < 0;
    return decoded;
}

qsizetype byteOffset(const QString &source, const Encoding &encoding, qsizetype offset)
{
    qsizetype bytes = encoding.bom ? 3 : 0;
    auto invalid = encoding.invalidOffsets.cbegin();
    for (qsizetype i = 0; i < offset; ++i) {
        const char16_t unit = source[i].unicode();
        if (unit < 0x80) {
            ++bytes;
        } else if (unit < 0x800) {
            bytes += 2;
        } else if (QChar::isSurrogate(unit)) {
            bytes += 2; // each half of a pair counts for half of its four bytes
        } else if (unit == QChar::ReplacementCharacter) {
            invalid = std::lower_bound(invalid, encoding.invalidOffsets.cend(), i);
            bytes += invalid != encoding.invalidOffsets.cend() && *invalid == i ? 1 : 3;
        } else {
            bytes += 3;
        }
    }
    return bytes;
}

void SegmentBuilder::copy(qsizetype source, qsizetype length)
{
    if (length == 0) {
        return;
    }
    if (!m_segments.isEmpty()) {
        Segment &last = m_segments.last();
        if (last.textLength == last.sourceLength && last.source + last.sourceLength == source) {
            last.textLength += length;
            last.sourceLength += length;
            m_text += length;
            return;
        }
    }
    m_segments.append({.text = m_text, .source = source, .textLength = length, .sourceLength = length});
    m_text += length;
}

void SegmentBuilder::convert(qsizetype source, qsizetype sourceLength, qsizetype textLength)
{
    if (textLength == 0) {
        return;
    }
    m_segments.append(
        {.text = m_text, .source = source, .textLength = textLength, .sourceLength = sourceLength});
    m_text += textLength;
}

void SegmentBuilder::truncate(qsizetype textLength)
{
    while (m_text > textLength) {
        Segment &last = m_segments.last();
        const qsizetype kept = textLength - last.text;
        m_text = std::max(last.text, textLength);
        if (kept <= 0) {
            m_segments.removeLast();
        } else {
            if (last.textLength == last.sourceLength) {
                last.sourceLength = kept;
            }
            last.textLength = kept;
        }
    }
}

void readBody(Message &message, const QString &source, LineEnding lineEnding)
{
    const QStringView slice = QStringView(source).sliced(message.span.start, message.span.length);
    const bool converts = lineEnding != LineEnding::Lf && lineEnding != LineEnding::None;
    if (!converts) {
        // The whole file shares its text, which may be long.
        message.text = slice.size() == source.size() ? source : slice.toString();
        message.segments.clear();
        if (!slice.isEmpty()) {
            message.segments.append({.text = 0,
                                     .source = message.span.start,
                                     .textLength = slice.size(),
                                     .sourceLength = slice.size()});
        }
        return;
    }
    SegmentBuilder segments;
    QString text;
    text.reserve(slice.size());
    qsizetype copied = 0;
    const auto copyUpTo = [&](qsizetype end) {
        text.append(slice.sliced(copied, end - copied));
        segments.copy(message.span.start + copied, end - copied);
    };
    for (qsizetype i = 0; i < slice.size(); ++i) {
        if (slice[i] != u'\r') {
            continue;
        }
        const bool crLf = i + 1 < slice.size() && slice[i + 1] == u'\n';
        if (!crLf && lineEnding != LineEnding::Cr) {
            continue;
        }
        copyUpTo(i);
        text.append(u'\n');
        segments.convert(message.span.start + i, crLf ? 2 : 1, 1);
        i += crLf ? 1 : 0;
        copied = i + 1;
    }
    copyUpTo(slice.size());
    message.text = text;
    message.segments = segments.take();
}

qsizetype ForwardFinder::find(qsizetype from)
{
    if (m_result == -1 || (m_result >= from && m_from <= from)) {
        return m_result;
    }
    m_from = from;
    // Sought by the one character of it that is seldom in prose: Qt finds a character many times faster than a text.
    const auto isSeldom = [](QChar c) { return !c.isLetter(); };
    const auto seldom = std::find_if(m_needle.begin(), m_needle.end(), isSeldom);
    const qsizetype ahead = seldom == m_needle.end() ? 0 : seldom - m_needle.begin();
    const QChar sign = m_needle[ahead];
    qsizetype at = m_text.indexOf(sign, from + ahead);
    while (at >= 0 && m_text.mid(at - ahead, m_needle.size()) != m_needle) {
        at = m_text.indexOf(sign, at + 1);
    }
    m_result = at < 0 ? -1 : at - ahead;
    return m_result;
}

Problem problemAt(ProblemKind kind, Severity severity, const QString &source, Span span,
                  const QString &detail)
{
    const Place place = placeOf(source, span.start);
    return {.kind = kind,
            .severity = severity,
            .detail = detail,
            .line = place.line,
            .column = place.column,
            .span = span};
}

} // namespace countersign::prompt
