// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Lexicon.h"

#include "diff/Quantities.h"
#include "diff/Scan.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <vector>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

// British and American, and endings that differ without another meaning.
QString neutral(QString word)
{
    static const std::vector<std::pair<QString, QString>> pairs = {
        {u"isation"_s, u"ization"_s}, {u"ise"_s, u"ize"_s},         {u"ising"_s, u"izing"_s},
        {u"our"_s, u"or"_s},          {u"yse"_s, u"yze"_s},         {u"ogue"_s, u"og"_s},
        {u"lling"_s, u"ling"_s},      {u"lled"_s, u"led"_s},        {u"centre"_s, u"center"_s},
        {u"licence"_s, u"license"_s}, {u"defence"_s, u"defense"_s},
    };
    for (const auto &[from, to] : pairs)
        word.replace(from, to);
    return word;
}

// Differ by a letter and mean something else; a change between two of them is never a correction.
bool isTreacherous(const QString &word)
{
    static const QStringList list =
        QString(u"not now no none one can cannot could would should may must might never ever always charge "
                u"change allow follow "
                u"accept except affect effect ensure insure advice advise personal personnel refund refuse "
                u"deny defy approve approved "
                u"unapproved review preview with within without before after than then from form trail trial "
                u"live give send spend "
                u"public private internal external include exclude import export enable unable disable legal "
                u"illegal increase decrease "
                u"least last most must more less first fist add and all any her his their there they the "
                u"this these those that "
                u"minor major higher lower valid invalid safe unsafe known unknown explicit implicit "
                u"complete incomplete "
                u"country county quite quiet lose loose principal principle prescribe proscribe adverse "
                u"averse access excess "
                u"confirm conform expect except respect inspect customer costumer defer refer prefer infer "
                u"contract contact "
                u"express expert over under upper possible impossible direct indirect active inactive able"_s)
            .split(u' ');
    return list.contains(word);
}

// "don't" and "do not" are one.
QString withoutContractions(QString text)
{
    static const std::vector<std::pair<QRegularExpression, QString>> forms = [] {
        std::vector<std::pair<QRegularExpression, QString>> list;
        const auto add = [&list](const QString &form, const QString &whole) {
            list.emplace_back(QRegularExpression(form), whole);
        };
        add(u"\\bcan(?:'t|not)\\b"_s, u"can not"_s);
        add(u"\\bwon't\\b"_s, u"will not"_s);
        add(u"\\bshan't\\b"_s, u"shall not"_s);
        add(u"n't\\b"_s, u" not"_s);
        add(u"'re\\b"_s, u" are"_s);
        add(u"'ll\\b"_s, u" will"_s);
        add(u"'ve\\b"_s, u" have"_s);
        add(u"\\bi'm\\b"_s, u"i am"_s);
        add(u"\\b(it|that|there|here|what|he|she)'s\\b"_s, u"\\1 is"_s);
        return list;
    }();
    if (text.contains(u'\'') || text.contains("cannot"_L1)) {
        for (const auto &[form, whole] : forms)
            text.replace(form, whole);
    }
    return text;
}

QString withPlainNumbers(QString text)
{
    static const QRegularExpression thousands(u"(?<=\\d),(?=\\d{3}(?!\\d))"_s);
    static const QRegularExpression zeros(u"(?<=\\d)\\.0+(?![\\d.])"_s);
    static const QRegularExpression percent(u"\\bper ?cent\\b"_s);
    if (text.contains(u','))
        text.remove(thousands);
    if (text.contains(u".0"))
        text.remove(zeros);
    if (text.contains(u"cent"))
        text.replace(percent, u"%"_s);
    QString result;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype end = at;
        while (end < text.size() && text[end].isLetter())
            ++end;
        const qsizetype length = end - at;
        const std::optional<double> value =
            length >= 3 && length <= 8 ? valueOfWord(text.mid(at, length)) : std::nullopt;
        if (value && *value >= 2 && !QStringView(text).mid(at, length).endsWith(u"ice"))
            result += QString::number(*value);
        else
            result += QStringView(text).mid(at, std::max<qsizetype>(1, length));
        at += std::max<qsizetype>(1, length);
    }
    return result;
}

} // namespace

int editDistance(QStringView a, QStringView b)
{
    std::vector<std::vector<int>> cost(static_cast<size_t>(a.size()) + 1,
                                       std::vector<int>(static_cast<size_t>(b.size()) + 1));
    for (size_t i = 0; i < cost.size(); ++i) {
        for (size_t j = 0; j < cost[i].size(); ++j) {
            if (i == 0 || j == 0) {
                cost[i][j] = static_cast<int>(i + j);
                continue;
            }
            const QChar x = a[static_cast<qsizetype>(i) - 1];
            const QChar y = b[static_cast<qsizetype>(j) - 1];
            cost[i][j] =
                std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (x == y ? 0 : 1)});
            if (i > 1 && j > 1 && x == b[static_cast<qsizetype>(j) - 2]
                && y == a[static_cast<qsizetype>(i) - 2])
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    }
    return cost.back().back();
}

bool isSpellingVariant(QStringView before, QStringView after)
{
    const QString a = before.toString().toLower();
    const QString b = after.toString().toLower();
    if (a == b)
        return true;
    const auto plain = [](const QString &word) {
        return std::all_of(word.begin(), word.end(),
                           [](QChar c) { return c.isLetter() || c == u'\'' || c == u'’'; });
    };
    if (a.isEmpty() || b.isEmpty() || a.size() > 40 || b.size() > 40 || !plain(a) || !plain(b))
        return false;
    if ((a == u"a" && b == u"an") || (a == u"an" && b == u"a"))
        return true;
    if (neutral(a) == neutral(b) && a.size() > 4)
        return true;
    if (isTreacherous(a) && isTreacherous(b))
        return false;
    // A negating prefix is a word of its own.
    for (const QString &prefix :
         {u"un"_s, u"in"_s, u"im"_s, u"non"_s, u"dis"_s, u"re"_s, u"de"_s, u"ir"_s, u"il"_s}) {
        if (a == prefix + b || b == prefix + a)
            return false;
    }
    const qsizetype shorter = std::min(a.size(), b.size());
    if (shorter < 4)
        return false;
    // Singular and plural of one noun.
    if (a + u's' == b || b + u's' == a)
        return true;
    return a.front() == b.front() && editDistance(a, b) <= (shorter >= 8 ? 2 : 1);
}

QString plainForm(QStringView words)
{
    QString text;
    for (qsizetype at = 0; at < words.size(); ++at) {
        char32_t character = words[at].unicode();
        const bool pair = words[at].isHighSurrogate() && at + 1 < words.size();
        if (pair)
            character = QChar::surrogateToUcs4(words[at], words[at + 1]);
        if (isHidden(character)) {
            at += pair ? 1 : 0;
            continue;
        }
        if (QStringView(u"\u2018\u2019\u02BC").contains(words[at]))
            text += u'\'';
        else if (QStringView(u"\u2010\u2011\u2012\u2013\u2014\u2212").contains(words[at]))
            text += u'-';
        else
            text += words[at].isSpace() ? QChar(u' ') : words[at].toLower();
    }
    text = withPlainNumbers(withoutContractions(text));
    QString plain;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar character = text[at];
        const bool beforeDigit = at + 1 < text.size() && text[at + 1].isDigit();
        const bool afterDigit = at > 0 && text[at - 1].isDigit();
        const bool inNumber = beforeDigit && (afterDigit || character == u'-');
        const bool nameMark = at + 1 < text.size() && text[at + 1].isLetterOrNumber();
        const bool layout = QStringView(u" \"'`\u201C\u201D\u201E\u00AB\u00BB*_~\\").contains(character)
                            || (QStringView(u".,:;!?-\u2026\u2022()").contains(character) && !inNumber)
                            || (QStringView(u"#>").contains(character) && !nameMark);
        if (!layout)
            plain += character;
    }
    return plain;
}

} // namespace countersign::diff
