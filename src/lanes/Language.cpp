// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/Language.h"

#include <QSet>
#include <QString>
#include <QStringList>

#include <algorithm>

namespace countersign::lanes {

using namespace Qt::StringLiterals;

namespace {

// Enough to tell a language.
constexpr qsizetype mostRead = 20'000;

QSet<QString> set(const QString &words)
{
    const QStringList list = words.split(u' ', Qt::SkipEmptyParts);
    return {list.begin(), list.end()};
}

// Small words that are frequent in one language and are no words of the other.
const QSet<QString> &english()
{
    static const QSet<QString> words =
        set(u"the and of to is in for with you your that it be are this as not or from at an do will can must should have "
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

} // namespace

bool isCovered(QStringView text)
{
    text = text.first(std::min(text.size(), mostRead));
    qsizetype letters = 0;
    qsizetype foreignLetters = 0;
    int known = 0;
    int foreign = 0;
    int all = 0;
    for (qsizetype i = 0; i < text.size();) {
        if (!text[i].isLetter()) {
            ++i;
            continue;
        }
        qsizetype end = i;
        while (end < text.size() && text[end].isLetter()) {
            ++letters;
            const QChar::Script script = text[end].script();
            foreignLetters += script == QChar::Script_Latin || script == QChar::Script_Common ? 0 : 1;
            ++end;
        }
        const QString word = text.mid(i, end - i).toString().toLower();
        ++all;
        if (english().contains(word))
            ++known;
        else if (others().contains(word))
            ++foreign;
        i = end;
    }
    if (letters > 0 && foreignLetters * 3 >= letters)
        return false;
    return all < 4 || foreign < 2 || known >= foreign;
}

} // namespace countersign::lanes
