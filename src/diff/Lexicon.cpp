// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Lexicon.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <vector>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

QRegularExpression words(const QString &alternatives)
{
    return QRegularExpression(u"(?<![\\w'])(?:"_s + alternatives + u")(?![\\w])"_s,
                              QRegularExpression::CaseInsensitiveOption
                                  | QRegularExpression::UseUnicodePropertiesOption);
}

const QRegularExpression &strength()
{
    static const QRegularExpression expression =
        words(u"must(?:n['’]t| not)?|shall(?: not)?|should(?:n['’]t| not)?|may(?: "
              u"not)?|might|cannot|can['’]t|can(?: not)?|could"
              u"|need(?:s)? to|ha(?:ve|s) "
              u"to|required?|requires|mandatory|optional(?:ly)?|recommended|prefer(?:ably|red)?|always"
              u"|never|usually|typically|generally|ideally|if possible|where possible|when "
              u"possible|ensure|make sure|only"
              u"|exactly|at least|at most|no more than|under no circumstances|do not|don['’]t|avoid|try "
              u"to|strictly|feel free to"
              u"|allowed to|permitted|forbidden|prohibited|encouraged|consider"_s);
    return expression;
}

const QRegularExpression &negation()
{
    static const QRegularExpression expression = words(
        u"not|never|no|none|nothing|without|cannot|(?:do|does|did|is|are|was|were|ca|wo|should|must|would|could|need)n['’]t|nor"_s);
    return expression;
}

const QRegularExpression &condition()
{
    static const QRegularExpression expression =
        words(u"only if|only when|if|unless|except(?: for| if| when)?|when(?:ever)?|until|provided(?: "
              u"that)?|as long as|in case"
              u"|other than|otherwise|after|before|once|while|where|regardless|even if"_s);
    return expression;
}

const QRegularExpression &binding()
{
    static const QRegularExpression expression =
        words(u"must(?:n['’]t)?|shall|should(?:n['’]t)?|never|always|do "
              u"not|don['’]t|cannot|can['’]t|only|may not|required?|mandatory"
              u"|need(?:s)? to|ha(?:ve|s) to|under no circumstances|not "
              u"allowed|forbidden|prohibited|avoid|ensure|make sure"
              u"|exactly|at least|at most|no more than|strictly|refuse|decline"_s);
    return expression;
}

const QRegularExpression &handOver()
{
    static const QRegularExpression expression = words(
        u"escalat(?:e|es|ed|ing|ion)|hand(?:s|ed)? (?:it |them |this |that |the [\\w "
        u"]{1,30})?(?:over|off)|hand-?off"
        u"|transfer(?:s|red)? (?:\\w+ "
        u"){0,6}(?:human|agent|person|representative|specialist|team|supervisor|manager)"
        u"|(?:ask|tell|notify|inform|contact|consult|alert|refer(?:\\w* \\w+){0,3} to) "
        u"(?:a|an|the|your|qualified|local)"
        u" (?:[\\w-]+ "
        u"){0,3}(?:human|person|manager|supervisor|lawyer|doctor|physician|nurse|counsel|specialist|officer"
        u"|administrator|maintainer|reviewer|operator)"
        u"|(?:needs?|requires?|with|without|get|obtain|await|after|before|ask for|request) (?:\\w+ ){0,4}"
        u"(?:approval|sign-?off|permission|confirmation|consent|authori[sz]ation)"
        u"|ask (?:me |the user |first |for ){1,3}"
        u"|human (?:review|approval|agent|in the loop)|confirm(?:s|ed)? with|sign(?:s|ed)? off"_s);
    return expression;
}

const QRegularExpression &refusing()
{
    static const QRegularExpression expression =
        words(u"refus(?:e|es|ed|al|als|ing)|declin(?:e|es|ed|ing)|den(?:y|ies|ied)|reject(?:s|ed|ing)?|(?:"
              u"can|could) ?not help"
              u"|i(?:['’]m| am) sorry|do not (?:answer|discuss|comply)|not able to help"_s);
    return expression;
}

const QRegularExpression &persona()
{
    static const QRegularExpression expression(
        u"(?:^|[.!\\s*>#\"'(-])(?:you are|you['’]re|act as|your role is|you will act|assume the role|pretend to be|your name is)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    return expression;
}

const QRegularExpression &audience()
{
    static const QRegularExpression expression =
        words(u"audience|readers?|for "
              u"(?:beginners|experts|children|kids|executives|engineers|developers|non-experts|students"
              u"|customers|patients|users)|target(?:ed)? (?:at|reader|user)s?"_s);
    return expression;
}

const QRegularExpression &language()
{
    static const QRegularExpression expression =
        words(u"English|German|French|Spanish|Italian|Portuguese|Dutch|Polish|Russian|Ukrainian|Turkish|"
              u"Arabic|Hebrew|Persian|Farsi"
              u"|Hindi|Bengali|Urdu|Chinese|Mandarin|Cantonese|Japanese|Korean|Thai|Vietnamese|Indonesian|"
              u"Swedish|Danish|Norwegian"
              u"|Finnish|Greek|Czech|Romanian|Hungarian"_s);
    return expression;
}

QString firstMatch(const QRegularExpression &expression, QStringView text)
{
    const QRegularExpressionMatch match = expression.matchView(text);
    return match.hasMatch() ? match.captured() : QString();
}

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

Sense senseOf(QStringView sentence)
{
    Sense sense;
    sense.binds = binding().matchView(sentence).hasMatch();
    sense.negates = negation().matchView(sentence).hasMatch();
    sense.condition = condition().matchView(sentence).hasMatch();
    sense.handsOver = handOver().matchView(sentence).hasMatch();
    sense.refuses = refusing().matchView(sentence).hasMatch();
    sense.persona = persona().matchView(sentence).hasMatch();
    sense.audience = audience().matchView(sentence).hasMatch();
    return sense;
}

QString strengthWord(QStringView text)
{
    return firstMatch(strength(), text);
}

QString negationWord(QStringView text)
{
    return firstMatch(negation(), text);
}

QString conditionWord(QStringView text)
{
    return firstMatch(condition(), text);
}

QString languageName(QStringView text)
{
    return firstMatch(language(), text);
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

QuantityKind quantityKind(const QString &text, Range number, QString *unit)
{
    const QString before =
        text.mid(std::max<qsizetype>(0, number.start - 16), std::min<qsizetype>(16, number.start));
    const QString after = text.mid(number.end(), 24);
    static const QRegularExpression currencyBefore(u"(?:[$€£¥₹]|\\b(?:USD|EUR|GBP|CHF|JPY|AUD|CAD))\\s?$"_s);
    static const QRegularExpression currencyAfter(
        u"^\\s?(?:[€£¥₹]|(?:USD|EUR|GBP|CHF|JPY|AUD|CAD|dollars?|euros?|pounds?|cents?|francs?|yen)\\b)"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression percent(u"^\\s?(?:%|per ?cent\\b|percentage)"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression duration(
        u"^[\\s-]?(?:(?:business|working|calendar) "
        u")?(seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|quarters?|years?"
        u"|ms|milliseconds?)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QString month =
        u"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
        u"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"_s;
    static const QRegularExpression dateAfter(u"^(?:st|nd|rd|th)?\\.?\\s(?:of )?"_s + month
                                                  + u"\\b|^-\\d{1,2}-\\d"_s,
                                              QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression dateBefore(u"\\b"_s + month
                                                   + u"\\.?\\s(?:\\d{1,2},? )?$|\\d{4}-(?:\\d{1,2}-)?$"_s,
                                               QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression noun(u"^[\\s-]?(?:or (?:fewer|less|more) )?([\\p{L}][\\p{L}-]*)"_s);
    if (unit) {
        const QRegularExpressionMatch match = noun.match(after);
        *unit = match.hasMatch() ? match.captured(1) : QString();
    }
    if (currencyBefore.match(before).hasMatch()) {
        if (unit)
            unit->clear(); // the next word belongs to the sentence
        return QuantityKind::Amount;
    }
    if (currencyAfter.match(after).hasMatch())
        return QuantityKind::Amount;
    if (percent.match(after).hasMatch())
        return QuantityKind::Percent;
    if (dateAfter.match(after).hasMatch() || dateBefore.match(before).hasMatch())
        return QuantityKind::Date;
    const QRegularExpressionMatch time = duration.match(after);
    if (time.hasMatch()) {
        if (unit)
            *unit = time.captured(1);
        return QuantityKind::Duration;
    }
    return QuantityKind::Number;
}

} // namespace countersign::diff
