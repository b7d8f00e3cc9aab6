// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/Text.h"

#include <QChar>
#include <QCoreApplication>
#include <QStringList>
#include <QTimeZone>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::text {

namespace {

constexpr qint64 second = 1000;
constexpr qint64 minute = 60 * second;
constexpr qint64 hour = 60 * minute;
constexpr qint64 wholeDay = 24 * hour;

// The words below stand in the translation context "ui".
[[nodiscard]] QString say(const char *words)
{
    return QCoreApplication::translate("ui", words);
}

[[nodiscard]] QString unit(const char *words, qint64 value)
{
    return say(words).arg(QLocale().toString(value)).replace(u' ', noBreakSpace);
}

[[nodiscard]] QString inMinus(QString figure)
{
    return figure.replace(u'-', trueMinus);
}

struct NamedCharacter
{
    char32_t code;
    QLatin1StringView name;
};

constexpr std::array namedCharacters{
    NamedCharacter{0x00AD, "SHY"_L1},    NamedCharacter{0x034F, "CGJ"_L1},    NamedCharacter{0x061C, "ALM"_L1},
    NamedCharacter{0x115F, "HCF"_L1},    NamedCharacter{0x1160, "HJF"_L1},    NamedCharacter{0x17B4, "KIV"_L1},
    NamedCharacter{0x17B5, "KIV"_L1},    NamedCharacter{0x180E, "MVS"_L1},    NamedCharacter{0x200B, "ZWSP"_L1},
    NamedCharacter{0x200C, "ZWNJ"_L1},   NamedCharacter{0x200D, "ZWJ"_L1},    NamedCharacter{0x200E, "LRM"_L1},
    NamedCharacter{0x200F, "RLM"_L1},    NamedCharacter{0x2028, "LS"_L1},     NamedCharacter{0x2029, "PS"_L1},
    NamedCharacter{0x202A, "LRE"_L1},    NamedCharacter{0x202B, "RLE"_L1},    NamedCharacter{0x202C, "PDF"_L1},
    NamedCharacter{0x202D, "LRO"_L1},    NamedCharacter{0x202E, "RLO"_L1},    NamedCharacter{0x2060, "WJ"_L1},
    NamedCharacter{0x2061, "FA"_L1},     NamedCharacter{0x2062, "IT"_L1},     NamedCharacter{0x2063, "IS"_L1},
    NamedCharacter{0x2064, "IP"_L1},     NamedCharacter{0x2066, "LRI"_L1},    NamedCharacter{0x2067, "RLI"_L1},
    NamedCharacter{0x2068, "FSI"_L1},    NamedCharacter{0x2069, "PDI"_L1},    NamedCharacter{0x3164, "HF"_L1},
    NamedCharacter{0xFEFF, "BOM"_L1},    NamedCharacter{0xFFA0, "HWHF"_L1},   NamedCharacter{0xFFFC, "OBJ"_L1},
};

[[nodiscard]] QString hexName(char32_t code)
{
    return "U+"_L1 + QString::number(code, 16).toUpper().rightJustified(4, u'0');
}

[[nodiscard]] bool isVariationSelector(char32_t code)
{
    return (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0100 && code <= 0xE01EF);
}

[[nodiscard]] char32_t codeAt(const QString &text, qsizetype at, qsizetype &length)
{
    const QChar first = text[at];
    if (first.isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate()) {
        length = 2;
        return QChar::surrogateToUcs4(first, text[at + 1]);
    }
    length = 1;
    return first.unicode();
}

[[nodiscard]] char32_t codeBefore(const QString &text, qsizetype at)
{
    if (at <= 0)
        return 0;
    qsizetype length = 0;
    const bool pair = at >= 2 && text[at - 1].isLowSurrogate() && text[at - 2].isHighSurrogate();
    return codeAt(text, pair ? at - 2 : at - 1, length);
}

[[nodiscard]] bool joinsLetters(char32_t code)
{
    switch (QChar::script(code)) {
    case QChar::Script_Arabic:
    case QChar::Script_Syriac:
    case QChar::Script_Nko:
    case QChar::Script_Mongolian:
    case QChar::Script_Devanagari:
    case QChar::Script_Bengali:
    case QChar::Script_Gurmukhi:
    case QChar::Script_Gujarati:
    case QChar::Script_Oriya:
    case QChar::Script_Tamil:
    case QChar::Script_Telugu:
    case QChar::Script_Kannada:
    case QChar::Script_Malayalam:
    case QChar::Script_Sinhala:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar: return true;
    default: return false;
    }
}

[[nodiscard]] bool isPictograph(char32_t code)
{
    return code >= 0x2190 && (QChar::category(code) == QChar::Symbol_Other || (code >= 0x1F3FB && code <= 0x1F3FF));
}

// A joiner or a variation selector that does what it is there for is part of what one sees.
[[nodiscard]] bool belongs(const QString &text, qsizetype at, qsizetype length, char32_t code)
{
    char32_t before = codeBefore(text, at);
    if (code >= 0xFE00 && code <= 0xFE0F)
        return isPictograph(before) || (before >= 0x2010 && before < 0x2E80) || before == u'#' || before == u'*'
               || (before >= u'0' && before <= u'9') || before >= 0x2E80;
    if (code != 0x200D && code != 0x200C)
        return false;
    if (before == 0xFE0F)
        before = codeBefore(text, at - 1);
    qsizetype next = 0;
    const char32_t after = at + length < text.size() ? codeAt(text, at + length, next) : 0;
    if (code == 0x200D && isPictograph(before) && isPictograph(after))
        return true;
    return joinsLetters(before) && (joinsLetters(after) || code == 0x200D);
}

[[nodiscard]] QString boxedName(const QString &text, qsizetype at, qsizetype length, char32_t code)
{
    if (code == u'\n' || code == u'\t')
        return {};
    const auto named = std::ranges::find(namedCharacters, code, &NamedCharacter::code);
    if (named != namedCharacters.end())
        return belongs(text, at, length, code) ? QString() : QString(named->name);
    if (isVariationSelector(code))
        return belongs(text, at, length, code) ? QString() : hexName(code);
    switch (QChar::category(code)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned: return hexName(code);
    case QChar::Separator_Space:
        // The space and the one that does not break are as they look; the others deceive about their width.
        return code == u' ' || code == 0x00A0 || code == 0x202F || code == 0x3000 ? QString() : hexName(code);
    default: return {};
    }
}

} // namespace

QString duration(qint64 milliseconds)
{
    const qint64 length = std::max<qint64>(milliseconds, 0);
    if (length < minute)
        return unit(QT_TRANSLATE_NOOP("ui", "%1 s"), length / second);
    if (length < hour)
        return unit(QT_TRANSLATE_NOOP("ui", "%1 min"), length / minute);
    if (length < wholeDay)
        return unit(QT_TRANSLATE_NOOP("ui", "%1 h"), length / hour);
    const QString days = unit(QT_TRANSLATE_NOOP("ui", "%1 d"), length / wholeDay);
    const qint64 hours = length % wholeDay / hour;
    return hours == 0 ? days : days + noBreakSpace + unit(QT_TRANSLATE_NOOP("ui", "%1 h"), hours);
}

QString relativeTime(const QDateTime &then, const QDateTime &now)
{
    if (!then.isValid())
        return {};
    const qint64 ago = then.msecsTo(now);
    if (ago < minute)
        return say(QT_TRANSLATE_NOOP("ui", "now"));
    if (ago < 2 * wholeDay)
        return duration(ago);
    const QLocale locale;
    const QDate date = then.toLocalTime().date();
    const QDate today = now.toLocalTime().date();
    if (date.daysTo(today) < 7)
        return locale.dayName(date.dayOfWeek(), QLocale::ShortFormat);
    return locale.toString(date, date.year() == today.year() ? u"d MMM"_s : u"d MMM yyyy"_s);
}

QString exactTime(const QDateTime &moment)
{
    if (!moment.isValid())
        return {};
    const QDateTime local = moment.toLocalTime();
    return QLocale().toString(local, u"ddd d MMM yyyy, HH:mm:ss"_s) + u' ' + local.timeZoneAbbreviation();
}

QString clockTime(const QDateTime &moment, const QDateTime &now)
{
    if (!moment.isValid())
        return {};
    const QDateTime local = moment.toLocalTime();
    const qint64 days = local.date().daysTo(now.toLocalTime().date());
    const QLocale locale;
    if (days <= 0)
        return locale.toString(local.time(), u"HH:mm"_s);
    if (days < 7)
        return locale.toString(local, u"ddd HH:mm"_s);
    return relativeTime(moment, now);
}

QString day(const QDate &date)
{
    return QLocale().toString(date, u"dddd d MMMM yyyy"_s);
}

QString number(qint64 value)
{
    return inMinus(QLocale().toString(value));
}

QString number(double value, int decimals)
{
    return inMinus(QLocale().toString(value, 'f', decimals));
}

QString withUnit(const QString &figure, const QString &unitName)
{
    return figure + noBreakSpace + unitName;
}

QString percent(double value, int decimals)
{
    return withUnit(number(value, decimals), QLocale().percent());
}

QString percentOfBasisPoints(qint64 basisPoints)
{
    const int decimals = basisPoints % 100 == 0 ? 0 : basisPoints % 10 == 0 ? 1 : 2;
    return percent(static_cast<double>(basisPoints) / 100.0, decimals);
}

QString initials(const QString &name)
{
    const QStringList words = name.split(u' ', Qt::SkipEmptyParts);
    if (words.isEmpty())
        return {};
    const auto letter = [](const QString &word) {
        qsizetype length = 0;
        return codeAt(word, 0, length) != 0 ? word.first(length).toUpper() : QString();
    };
    return words.size() == 1 ? letter(words.first()) : letter(words.first()) + letter(words.last());
}

QString people(const QStringList &names, int atMost)
{
    if (names.size() <= 1)
        return names.value(0);
    if (names.size() <= atMost) {
        const QString first = names.first(names.size() - 1).join(", "_L1);
        //: The last two of a list of people: "Ana, Bode and Chen"
        return say(QT_TRANSLATE_NOOP("ui", "%1 and %2")).arg(first, names.last());
    }
    const int shown = std::max(atMost, 1);
    return QCoreApplication::translate("ui", "%1 and %n more", "people", static_cast<int>(names.size()) - shown)
        .arg(names.first(shown).join(", "_L1));
}

QList<Boxed> boxedCharacters(const QString &text)
{
    QList<Boxed> boxed;
    qsizetype length = 1;
    for (qsizetype at = 0; at < text.size(); at += length) {
        const char32_t code = codeAt(text, at, length);
        if (code >= 0x20 && code < 0x7F)
            continue;
        const QString name = boxedName(text, at, length, code);
        if (!name.isEmpty())
            boxed.append({.position = at, .length = length, .name = name});
    }
    return boxed;
}

QString printable(const QString &text)
{
    const QList<Boxed> boxed = boxedCharacters(text);
    if (boxed.isEmpty())
        return text;
    QString result;
    qsizetype from = 0;
    for (const Boxed &character : boxed) {
        result += QStringView(text).sliced(from, character.position - from);
        result += u'⟦' + character.name + u'⟧';
        from = character.position + character.length;
    }
    result += QStringView(text).sliced(from);
    return result;
}

QString printableLine(const QString &text)
{
    QString line = printable(text);
    line.replace(u'\n', u' ').replace(u'\t', u' ');
    return line;
}

} // namespace countersign::text
