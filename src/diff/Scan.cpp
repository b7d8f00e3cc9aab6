// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Scan.h"

#include "base/Seek.h"
#include "diff/Segments.h"

#include <algorithm>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestTag = 400;

bool isNameCharacter(QChar character)
{
    return character.isLetterOrNumber() || character == u'_' || character == u'-' || character == u'.'
           || character == u':';
}

// Scripts written without spaces: each character is a word of its own.
bool isUnspaced(char32_t character)
{
    constexpr char32_t firstThai = 0x0E00;
    if (character < firstThai)
        return false;
    switch (QChar::script(character)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
        return true;
    default:
        return false;
    }
}

char32_t characterAt(QStringView text, qsizetype at, qsizetype &length)
{
    length = 1;
    if (text[at].isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate()) {
        length = 2;
        return QChar::surrogateToUcs4(text[at], text[at + 1]);
    }
    return text[at].unicode();
}

bool isMarkCategory(char32_t character)
{
    constexpr char32_t firstMark = 0x0300;
    if (character < firstMark)
        return false;
    const QChar::Category category = QChar::category(character);
    return category == QChar::Mark_NonSpacing || category == QChar::Mark_SpacingCombining
           || category == QChar::Mark_Enclosing;
}

bool isWordCharacter(char32_t character)
{
    if (character < 0x80)
        return (character >= U'a' && character <= U'z') || (character >= U'A' && character <= U'Z')
               || (character >= U'0' && character <= U'9') || character == U'_';
    return QChar::isLetterOrNumber(character) || isMarkCategory(character);
}

qsizetype urlLength(QStringView text, qsizetype at)
{
    if (at + 3 >= text.size() || text[at + 1] != u't')
        return 0;
    const QStringView rest = text.mid(at, 8);
    if (!rest.startsWith(u"http://") && !rest.startsWith(u"https://"))
        return 0;
    qsizetype end = at;
    while (end < text.size() && !text[end].isSpace() && !QStringView(u"<>\"'`)]}").contains(text[end]))
        ++end;
    while (end > at && QStringView(u".,;:!?").contains(text[end - 1]))
        --end;
    return end - at > 8 ? end - at : 0;
}

qsizetype codeSpanLength(QStringView text, qsizetype at)
{
    if (text[at] != u'`')
        return 0;
    const qsizetype limit = std::min(text.size(), at + 120);
    for (qsizetype i = at + 1; i < limit; ++i) {
        if (text[i] == u'`')
            return i > at + 1 ? i + 1 - at : 0;
    }
    return 0;
}

constexpr bool mayBeginWhole(QChar character)
{
    return character == u'{' || character == u'$' || character == u'`' || character == u'<'
           || character == u'h';
}

qsizetype wholeLength(QStringView text, qsizetype at)
{
    switch (text[at].unicode()) {
    case u'{':
    case u'$':
        return templateTagLength(text, at);
    case u'`':
        return codeSpanLength(text, at);
    case u'<':
        return xmlTagLength(text, at);
    case u'h':
        return urlLength(text, at);
    default:
        return 0;
    }
}

qsizetype numberLength(QStringView text, qsizetype at)
{
    qsizetype end = at;
    while (end < text.size()) {
        if (text[end].isDigit()) {
            ++end;
        } else if ((text[end] == u'.' || text[end] == u',') && end + 1 < text.size()
                   && text[end + 1].isDigit() && end > at) {
            ++end;
        } else {
            break;
        }
    }
    return end - at;
}

} // namespace

qsizetype templateTagLength(QStringView text, qsizetype at)
{
    const auto closedBy = [&](QStringView close, qsizetype from) -> qsizetype {
        const qsizetype end = text.mid(from, longestTag).indexOf(close);
        if (end < 0 || text.mid(from, end).contains(u'\n'))
            return 0;
        return from + end + close.size() - at;
    };
    const QStringView rest = text.mid(at, 3);
    if (rest.startsWith(u"{{{"))
        return closedBy(u"}}}", at + 3);
    if (rest.startsWith(u"{{"))
        return closedBy(u"}}", at + 2);
    if (rest.startsWith(u"{%"))
        return closedBy(u"%}", at + 2);
    if (rest.startsWith(u"{#"))
        return closedBy(u"#}", at + 2);
    const qsizetype open = rest.startsWith(u"${") ? at + 2 : rest.startsWith(u"{") ? at + 1 : -1;
    if (open < 0)
        return 0;
    qsizetype end = open;
    while (end < text.size() && end - open < 80 && isNameCharacter(text[end]))
        ++end;
    return end > open && end < text.size() && text[end] == u'}' && !text[open].isDigit() ? end + 1 - at : 0;
}

bool isTemplateLogic(QStringView tag)
{
    if (tag.startsWith(u"{%"))
        return true;
    if (!tag.startsWith(u"{{"))
        return false;
    QStringView inner = tag.mid(2).trimmed();
    while (!inner.isEmpty() && (inner.front() == u'{' || inner.front() == u'~'))
        inner = inner.mid(1).trimmed();
    if (inner.isEmpty())
        return false;
    return QStringView(u"#/^>").contains(inner.front()) || inner.startsWith(u"else");
}

bool isTemplateComment(QStringView tag)
{
    return tag.startsWith(u"{#") || tag.startsWith(u"{{!");
}

qsizetype xmlTagLength(QStringView text, qsizetype at)
{
    if (text[at] != u'<' || at + 2 >= text.size())
        return 0;
    qsizetype i = at + 1;
    if (text[i] == u'/')
        ++i;
    if (i >= text.size() || !(text[i].isLetter() || text[i] == u'_'))
        return 0;
    while (i < text.size() && isNameCharacter(text[i]))
        ++i;
    // Attributes hold a "="; words between angle brackets are prose about a tag.
    const qsizetype limit = std::min(text.size(), at + 200);
    const qsizetype nameEnd = i;
    while (i < limit && text[i] != u'>' && text[i] != u'<' && text[i] != u'\n')
        ++i;
    if (i >= limit || text[i] != u'>')
        return 0;
    const QStringView attributes = text.mid(nameEnd, i - nameEnd).trimmed();
    if (!attributes.isEmpty() && attributes != u"/" && !attributes.contains(u'='))
        return 0;
    return i + 1 - at;
}

std::vector<Range> wholeRanges(QStringView text)
{
    // An address is found by its colon, for "h" is in every other word.
    const auto addressAt = [text](qsizetype colon, qsizetype from) -> qsizetype {
        for (const QStringView scheme : {QStringView(u"http"), QStringView(u"https")}) {
            const qsizetype start = colon - scheme.size();
            if (start >= from && text.mid(start, scheme.size()) == scheme)
                return start;
        }
        return -1;
    };
    std::vector<Range> ranges;
    const char16_t *units = text.utf16();
    qsizetype from = 0; // what is before is part of a range
    for (qsizetype at = 0; (at = seek<u'{', u'$', u'`', u'<', u':'>(units, at, text.size())) < text.size();) {
        const qsizetype start = units[at] == u':' ? addressAt(at, from) : at;
        const qsizetype length = start >= 0 ? wholeLength(text, start) : 0;
        if (length > 0)
            ranges.push_back(Range{start, length});
        at = length > 0 ? start + length : at + 1;
        from = length > 0 ? at : from;
    }
    return ranges;
}

std::vector<Token> tokens(const QString &text, Range range)
{
    std::vector<Token> result;
    const QStringView view = QStringView(text).mid(range.start, range.length);
    const auto add = [&](qsizetype start, qsizetype length, TokenKind kind) {
        result.push_back(Token{Range{range.start + start, length}, kind});
    };
    const QChar *units = view.data();
    result.reserve(static_cast<size_t>(view.size() / 5));
    for (qsizetype at = 0; at < view.size();) {
        if (units[at].isSpace()) {
            ++at;
            continue;
        }
        if (const qsizetype whole = mayBeginWhole(units[at]) ? wholeLength(view, at) : 0) {
            add(at, whole, TokenKind::Whole);
            at += whole;
            continue;
        }
        if (view[at].isDigit()) {
            const qsizetype length = numberLength(view, at);
            const bool joined = at + length < view.size() && view[at + length].isLetter();
            if (!joined) {
                add(at, length, TokenKind::Number);
                at += length;
                continue;
            }
        }
        if (view[at] == u'*' || view[at] == u'~') {
            qsizetype length = 1;
            while (at + length < view.size() && view[at + length] == view[at] && length < 3)
                ++length;
            add(at, length, TokenKind::Markup);
            at += length;
            continue;
        }
        qsizetype length = 0;
        const char32_t first = characterAt(view, at, length);
        if (isUnspaced(first)) {
            qsizetype end = at + length;
            while (end < view.size()) {
                const char32_t next = characterAt(view, end, length);
                if (!isMarkCategory(next))
                    break;
                end += length;
            }
            add(at, end - at, TokenKind::Word);
            at = end;
            continue;
        }
        if (isWordCharacter(first)) {
            qsizetype end = at + length;
            while (end < view.size()) {
                if (units[end].unicode() < 0x80 && isWordCharacter(units[end].unicode())) {
                    ++end;
                    continue;
                }
                const char32_t next = characterAt(view, end, length);
                const bool apostrophe =
                    (next == U'\'' || next == U'\u2019') && end + 1 < view.size() && view[end + 1].isLetter();
                if ((!isWordCharacter(next) || isUnspaced(next)) && !apostrophe)
                    break;
                end += length;
            }
            add(at, end - at, TokenKind::Word);
            at = end;
            continue;
        }
        add(at, length, TokenKind::Mark);
        at += length;
    }
    return result;
}

bool isHidden(char32_t character)
{
    if (isBidiControl(character))
        return true;
    if (character < 0x20 ? character != U'\t' && character != U'\n' && character != U'\r'
                         : character >= 0x7F && character <= 0x9F)
        return true;
    switch (character) {
    case 0x00AD: // soft hyphen
    case 0x034F: // grapheme joiner
    case 0x115F:
    case 0x1160:
    case 0x17B4:
    case 0x17B5:
    case 0x180E:
    case 0x200B:
    case 0x2060:
    case 0x2061:
    case 0x2062:
    case 0x2063:
    case 0x2064:
    case 0x3164:
    case 0xFEFF:
    case 0xFFA0:
        return true;
    default:
        // Tag characters can carry a whole hidden sentence.
        return character >= 0xE0000 && character <= 0xE0FFF;
    }
}

bool isBidiControl(char32_t character)
{
    return (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069)
           || character == 0x061C || character == 0x200E || character == 0x200F;
}

} // namespace countersign::diff
