// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/Language.h"

#include <QSet>
#include <QString>
#include <QStringList>

#include <algorithm>
#include <array>
#include <utility>

namespace countersign::lanes {

using namespace Qt::StringLiterals;

namespace {

QSet<QString> set(const QString &words)
{
    const QStringList list = words.split(u' ', Qt::SkipEmptyParts);
    return {list.begin(), list.end()};
}

// Small words that are frequent in one language and are no words of the other.
const QSet<QString> &english()
{
    static const QSet<QString> words =
        set(u"the and of to is in for with you your that it be are this as not or from at an do will can "
            u"must should have "
            u"has if when which they their never only any all use by on who what each before after"_s);
    return words;
}

const QSet<QString> &others()
{
    static const QSet<QString> words = set(
        u"le la les des du une est et vous dans que qui sur avec aux sont il elle au votre vos der das "
        u"und ist nicht sie ein eine den dem mit für von zu auf werden wird nach bei oder kein keine el "
        u"los las una es para por con del su como más pero lo gli che di della delle nel um uma não são "
        u"em ao dos você het een niet van voor zijn wordt naar geen och att är inte på för till ett og "
        u"ikke til det er nie jest się że oraz przez dla lub että tai kun ve bir bu için ile değil olarak "
        u"nu este și sau pentru nem egy hogy je pro pas"_s);
    return words;
}

enum class Tongue : quint8 { Neither, English, Other };

// The words of both lists that are of ASCII alone, found without making a string of each.
class SmallWords
{
public:
    SmallWords()
    {
        for (const auto &[words, tongue] :
             {std::pair{&english(), Tongue::English}, std::pair{&others(), Tongue::Other}}) {
            for (const QString &word : *words) {
                const quint64 key = keyOf(word);
                if (key != none)
                    put(key, tongue);
            }
        }
    }

    // Letters of ASCII in any case.
    [[nodiscard]] Tongue of(QStringView word) const
    {
        const quint64 key = keyOf(word);
        if (key == none)
            return Tongue::Neither;
        for (size_t at = placeOf(key);; at = (at + 1) % places) {
            if (m_keys[at] == key)
                return m_tongues[at];
            if (m_keys[at] == none)
                return Tongue::Neither;
        }
    }

private:
    static constexpr size_t places = 1024; // several times as many as there are words
    static constexpr quint64 none = 0;     // longer than any of them, or not of ASCII

    static quint64 keyOf(QStringView word)
    {
        quint64 key = 0;
        const qsizetype size = word.size();
        const char16_t *units = word.utf16();
        if (size > qsizetype(sizeof key))
            return none;
        for (qsizetype i = 0; i < size; ++i) {
            if (units[i] > 0x7f)
                return none;
            key = key << 8 | (units[i] | 0x20U);
        }
        return key;
    }

    static size_t placeOf(quint64 key) { return (key * 0x9e3779b97f4a7c15U) >> 54; }

    void put(quint64 key, Tongue tongue)
    {
        size_t at = placeOf(key);
        while (m_keys[at] != none && m_keys[at] != key)
            at = (at + 1) % places;
        // A word of both counts as English.
        if (m_keys[at] == none)
            m_tongues[at] = tongue;
        m_keys[at] = key;
    }

    std::array<quint64, places> m_keys{};
    std::array<Tongue, places> m_tongues{};
};

Tongue tongueOf(QStringView word, bool ascii)
{
    static const SmallWords small;
    if (ascii)
        return small.of(word);
    const QString lower = word.toString().toLower();
    return english().contains(lower)  ? Tongue::English
           : others().contains(lower) ? Tongue::Other
                                      : Tongue::Neither;
}

bool isAsciiLetter(char16_t c)
{
    return (c | 0x20U) >= u'a' && (c | 0x20U) <= u'z';
}

} // namespace

LanguageSigns &LanguageSigns::operator+=(const LanguageSigns &other)
{
    letters += other.letters;
    foreignLetters += other.foreignLetters;
    words += other.words;
    known += other.known;
    foreign += other.foreign;
    return *this;
}

LanguageSigns signsOf(QStringView text)
{
    LanguageSigns signs;
    const char16_t *units = text.utf16();
    const qsizetype size = text.size();
    const auto isLetter = [](char16_t c) { return c < 0x80 ? isAsciiLetter(c) : QChar(c).isLetter(); };
    for (qsizetype i = 0; i < size;) {
        if (!isLetter(units[i])) {
            ++i;
            continue;
        }
        qsizetype end = i;
        bool ascii = true;
        for (; end < size && isLetter(units[end]); ++end) {
            if (units[end] < 0x80)
                continue;
            ascii = false;
            const QChar::Script script = QChar(units[end]).script();
            signs.foreignLetters += script == QChar::Script_Latin || script == QChar::Script_Common ? 0 : 1;
        }
        signs.letters += end - i;
        ++signs.words;
        const Tongue tongue = tongueOf(text.sliced(i, end - i), ascii);
        signs.known += tongue == Tongue::English ? 1 : 0;
        signs.foreign += tongue == Tongue::Other ? 1 : 0;
        i = end;
    }
    return signs;
}

bool isCovered(const LanguageSigns &signs)
{
    if (signs.letters > 0 && signs.foreignLetters * 3 >= signs.letters)
        return false;
    return signs.words < 4 || signs.foreign < 2 || signs.known >= signs.foreign;
}

bool isCovered(QStringView text)
{
    constexpr qsizetype mostRead = 20'000;
    return isCovered(signsOf(text.first(std::min(text.size(), mostRead))));
}

} // namespace countersign::lanes
