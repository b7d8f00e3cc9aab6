// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Quantities.h"

#include "diff/Segments.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

const QString &monthNames()
{
    static const QString names =
        u"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
        u"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"_s;
    return names;
}

bool isWeekday(const QString &lower)
{
    static const QSet<QString> days = {
        u"monday"_s,  u"tuesday"_s, u"wednesday"_s, u"thursday"_s, u"friday"_s,   u"saturday"_s, u"sunday"_s,
        u"mondays"_s, u"fridays"_s, u"weekdays"_s,  u"weekends"_s, u"midnight"_s, u"noon"_s};
    return days.contains(lower);
}

bool isMonth(const QString &word)
{
    static const QRegularExpression full(
        u"^(?:January|February|March|April|May|June|July|August|September|October|November|December)$"_s);
    return full.matchView(word).hasMatch();
}

bool isCurrencySign(QChar character)
{
    return character.category() == QChar::Symbol_Currency;
}

std::optional<double> valueOfDigits(QString digits)
{
    static const QRegularExpression thousands(u"^\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?$"_s);
    if (thousands.matchView(digits).hasMatch())
        digits.remove(u',');
    bool ok = false;
    const double value = digits.toDouble(&ok);
    return ok ? std::optional(value) : std::nullopt;
}

class Scanner
{
public:
    Scanner(const QString &text, Range range) : m_text(text), m_tokens(tokens(text, range)) {}

    std::vector<Quantity> run()
    {
        for (m_at = 0; m_at < m_tokens.size(); ++m_at) {
            if (startsWithDigit(m_at))
                addDigits();
            else if (m_tokens[m_at].kind == TokenKind::Word)
                addWord();
        }
        return std::move(m_found);
    }

private:
    QStringView view(size_t token) const
    {
        const Range range = m_tokens[token].range;
        return QStringView(m_text).mid(range.start, range.length);
    }

    bool startsWithDigit(size_t token) const
    {
        return token < m_tokens.size() && m_tokens[token].kind != TokenKind::Whole
               && view(token).front().isDigit();
    }

    bool isMark(size_t token, QStringView marks) const
    {
        return token < m_tokens.size() && m_tokens[token].kind == TokenKind::Mark
               && marks.contains(view(token).front());
    }

    bool touches(size_t token) const // the token before it, without white space
    {
        return token > 0 && token < m_tokens.size()
               && m_tokens[token - 1].range.end() == m_tokens[token].range.start;
    }

    void finish(Quantity quantity, Range core)
    {
        QString unit;
        quantity.kind = quantityKind(m_text, core, &unit);
        static const QSet<QString> noUnits = {u"in"_s,   u"of"_s,   u"on"_s,  u"at"_s,   u"to"_s,   u"for"_s,
                                              u"and"_s,  u"or"_s,   u"is"_s,  u"are"_s,  u"if"_s,   u"when"_s,
                                              u"with"_s, u"from"_s, u"by"_s,  u"as"_s,   u"the"_s,  u"a"_s,
                                              u"an"_s,   u"then"_s, u"but"_s, u"that"_s, u"than"_s, u"must"_s,
                                              u"per"_s,  u"st"_s,   u"nd"_s,  u"rd"_s,   u"th"_s};
        if (noUnits.contains(unit.toLower()))
            unit.clear();
        quantity.unit = unit;
        quantity.whole = quantity.number;
        const qsizetype from = quantity.number.end();
        if (!unit.isEmpty()) {
            const qsizetype place = m_text.indexOf(unit, from);
            if (place >= 0 && place - from < 24 && quantity.kind != QuantityKind::Number)
                quantity.whole.length = place + unit.size() - quantity.whole.start;
        }
        if (quantity.kind == QuantityKind::Date) {
            static const QRegularExpression after(u"^(?:st|nd|rd|th)?\\.?\\s(?:of )?("_s + monthNames()
                                                      + u")\\b"_s,
                                                  QRegularExpression::CaseInsensitiveOption);
            const QRegularExpressionMatch match = after.match(m_text.mid(core.end(), 24));
            quantity.unit = match.captured(1);
            if (match.hasMatch())
                quantity.whole.length = core.end() + match.capturedEnd() - quantity.whole.start;
            quantity.value.reset();
        }
        m_found.push_back(quantity);
    }

    void addDigits()
    {
        Range core = m_tokens[m_at].range;
        Quantity quantity;
        const QStringView word = view(m_at);
        qsizetype digits = 0;
        while (digits < word.size()
               && (word[digits].isDigit()
                   || ((word[digits] == u'.' || word[digits] == u',') && digits + 1 < word.size()
                       && word[digits + 1].isDigit())))
            ++digits;
        const size_t first = m_at;
        core.length = digits;
        quantity.value = valueOfDigits(word.first(digits).toString());
        // "2025-03-31", "3-5", "10:30"
        size_t joined = 0;
        while (digits == word.size() && isMark(m_at + 1, u"-–:/") && touches(m_at + 1)
               && startsWithDigit(m_at + 2) && touches(m_at + 2) && joined < 3) {
            m_at += 2;
            ++joined;
        }
        if (joined > 0) {
            core.length = m_tokens[m_at].range.end() - core.start;
            quantity.value.reset();
        }
        quantity.number = core;
        bool argument = false; // "@$1"
        if (first > 0 && touches(first)) {
            const QChar before = view(first - 1).front();
            const bool sign = isMark(first - 1, u"-−+") && (!touches(first - 1) || first == 1);
            argument = before == u'$' && touches(first - 1) && isMark(first - 2, u"@");
            if ((isCurrencySign(before) && !argument) || sign) {
                quantity.number = Range{core.start - 1, core.length + 1};
                if (sign && quantity.value && before != u'+')
                    quantity.value = -*quantity.value;
            }
        }
        while (m_at + 1 < m_tokens.size() && touches(m_at + 1)
               && (view(m_at + 1).front() == u'%' || isCurrencySign(view(m_at + 1).front()))) {
            ++m_at;
            quantity.number.length = m_tokens[m_at].range.end() - quantity.number.start;
        }
        static const QRegularExpression ordinal(u"^\\d+(?:st|nd|rd|th)$"_s,
                                                QRegularExpression::CaseInsensitiveOption);
        quantity.namesSomething =
            joined == 0 && (argument || namesBefore(first) || ordinal.matchView(word).hasMatch());
        finish(quantity, core);
    }

    // "RFC 7807", "Opus 4.6", "step 3": a name before the number says that it names something.
    bool namesBefore(size_t token) const
    {
        static const QSet<QString> ordered = {
            u"step"_s,  u"steps"_s,   u"section"_s, u"article"_s, u"version"_s, u"chapter"_s, u"level"_s,
            u"tier"_s,  u"phase"_s,   u"page"_s,    u"line"_s,    u"row"_s,     u"column"_s,  u"figure"_s,
            u"table"_s, u"example"_s, u"option"_s,  u"rule"_s,    u"item"_s,    u"no"_s,      u"number"_s};
        if (token == 0)
            return false;
        size_t before = token - 1;
        if (isMark(before, u"-/") && touches(token) && before > 0)
            --before;
        if (m_tokens[before].kind != TokenKind::Word)
            return false;
        const QStringView word = view(before);
        if (ordered.contains(word.toString().toLower()))
            return true;
        static const QRegularExpression months(u"^"_s + monthNames() + u"$"_s,
                                               QRegularExpression::CaseInsensitiveOption);
        const bool capital = word.front().isUpper() && before > 0 && !isMark(before - 1, u".!?:;\"“*•-");
        return capital && !months.matchView(word).hasMatch();
    }

    void addWord()
    {
        const Range core = m_tokens[m_at].range;
        const QString word = view(m_at).toString();
        const QString lower = word.toLower();
        if (isWeekday(lower) || (isMonth(word) && monthStandsAlone())) {
            m_found.push_back(Quantity{.number = core, .whole = core, .kind = QuantityKind::Date});
            return;
        }
        const std::optional<double> value = valueOfWord(lower);
        if (!value)
            return;
        Quantity quantity{.number = core, .value = value};
        if (*value > 0 && *value < 1) { // "a third of", not "the third step"
            if (m_at + 1 >= m_tokens.size() || view(m_at + 1).compare(u"of", Qt::CaseInsensitive) != 0)
                return;
            if (m_at > 0 && view(m_at - 1).compare(u"a", Qt::CaseInsensitive) == 0)
                quantity.number =
                    Range{m_tokens[m_at - 1].range.start, core.end() - m_tokens[m_at - 1].range.start};
        }
        finish(quantity, core);
        // "one" is a pronoun as often as a number, and "second" an adverb.
        const Quantity &last = m_found.back();
        const bool vague = lower == u"one" || lower == u"once" || lower == u"zero";
        if (vague && last.kind == QuantityKind::Number && lower != u"once")
            m_found.pop_back();
    }

    bool monthStandsAlone() const
    {
        static const QSet<QString> before = {u"in"_s,    u"by"_s,     u"until"_s, u"of"_s,   u"from"_s,
                                             u"since"_s, u"before"_s, u"after"_s, u"till"_s, u"during"_s};
        return m_at > 0 && before.contains(view(m_at - 1).toString().toLower()) && !startsWithDigit(m_at + 1);
    }

    const QString &m_text;
    std::vector<Token> m_tokens;
    size_t m_at = 0;
    std::vector<Quantity> m_found;
};

const QHash<QString, double> &numberWords()
{
    static const QHash<QString, double> table = {
        {u"zero"_s, 0},
        {u"one"_s, 1},
        {u"two"_s, 2},
        {u"three"_s, 3},
        {u"four"_s, 4},
        {u"five"_s, 5},
        {u"six"_s, 6},
        {u"seven"_s, 7},
        {u"eight"_s, 8},
        {u"nine"_s, 9},
        {u"ten"_s, 10},
        {u"eleven"_s, 11},
        {u"twelve"_s, 12},
        {u"thirteen"_s, 13},
        {u"fourteen"_s, 14},
        {u"fifteen"_s, 15},
        {u"sixteen"_s, 16},
        {u"seventeen"_s, 17},
        {u"eighteen"_s, 18},
        {u"nineteen"_s, 19},
        {u"twenty"_s, 20},
        {u"thirty"_s, 30},
        {u"forty"_s, 40},
        {u"fifty"_s, 50},
        {u"sixty"_s, 60},
        {u"seventy"_s, 70},
        {u"eighty"_s, 80},
        {u"ninety"_s, 90},
        {u"hundred"_s, 100},
        {u"thousand"_s, 1000},
        {u"million"_s, 1e6},
        {u"dozen"_s, 12},
        {u"half"_s, 0.5},
        {u"third"_s, 1.0 / 3},
        {u"quarter"_s, 0.25},
        {u"once"_s, 1},
        {u"twice"_s, 2},
        {u"thrice"_s, 3},
        // German, French, Spanish
        {u"zwei"_s, 2},
        {u"drei"_s, 3},
        {u"vier"_s, 4},
        {u"fünf"_s, 5},
        {u"sechs"_s, 6},
        {u"sieben"_s, 7},
        {u"acht"_s, 8},
        {u"neun"_s, 9},
        {u"zehn"_s, 10},
        {u"zwölf"_s, 12},
        {u"deux"_s, 2},
        {u"trois"_s, 3},
        {u"quatre"_s, 4},
        {u"cinq"_s, 5},
        {u"sept"_s, 7},
        {u"huit"_s, 8},
        {u"neuf"_s, 9},
        {u"dix"_s, 10},
        {u"douze"_s, 12},
        {u"tres"_s, 3},
        {u"cuatro"_s, 4},
        {u"cinco"_s, 5},
        {u"seis"_s, 6},
        {u"siete"_s, 7},
        {u"ocho"_s, 8},
        {u"nueve"_s, 9},
        {u"diez"_s, 10},
        {u"doce"_s, 12},
    };
    return table;
}

} // namespace

QuantityKind quantityKind(const QString &text, Range number, QString *unit)
{
    const QString before =
        text.mid(std::max<qsizetype>(0, number.start - 16), std::min<qsizetype>(16, number.start));
    const QString after = text.mid(number.end(), 24);
    static const QRegularExpression currencyBefore(
        u"(?:(?<!@)[$€£¥₹]|\\b(?:USD|EUR|GBP|CHF|JPY|AUD|CAD))\\s?$"_s);
    static const QRegularExpression currencyAfter(
        u"^\\s?(?:[€£¥₹元円]|(?:USD|EUR|GBP|CHF|JPY|AUD|CAD|dollars?|euros?|pounds?|cents?|francs?|yen)\\b)"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression percent(u"^\\s?(?:[%％]|per ?cent\\b|percentage|Prozent\\b|pour cent)"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression duration(
        u"^[\\s-]?(?:(?:business|working|calendar) )?"
        u"((?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|quarters?|years?|ms|"
        u"milliseconds?"
        u"|tage?n?|stunden?|wochen?|monate?n?|jahre?n?|minuten?|sekunden?"
        u"|jours?|heures?|semaines?|mois|ans|années?|d[ií]as?|horas?|semanas?|mes(?:es)?|años?"
        u"|giorn[oi]|settiman[ae]|anni|dagen|uur|weken|maanden|jaar)\\b"
        u"|秒|分钟|分鐘|小时|小時|時間|天|日間?|[周週]間?|[个個か]月|ヶ月|年間?)"_s,
        QRegularExpression::CaseInsensitiveOption);
    const QString &month = monthNames();
    static const QRegularExpression dateAfter(
        u"^(?:st|nd|rd|th)?\\.?\\s(?:of )?"_s + month
            + u"\\b|^-\\d{1,2}-\\d|^(?::\\d\\d)?\\s?(?:[ap]\\.?m\\b|o['’]clock|Uhr\\b)|^月\\d"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression dateBefore(u"\\b"_s + month
                                                   + u"\\.?\\s(?:\\d{1,2},? )?$|\\d{4}-(?:\\d{1,2}-)?$"_s,
                                               QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression year(u"^(?:19|20)\\d\\d$"_s);
    static const QRegularExpression yearBefore(
        u"\\b(?:in|of|since|until|by|from|before|after|year|for)\\s$"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression wholeDate(u"^\\d{4}-\\d{1,2}-\\d{1,2}$|^\\d{1,2}:\\d\\d$"_s);
    static const QRegularExpression noun(u"^[\\s-]?(?:or (?:fewer|less|more) )?([\\p{L}][\\p{L}-]*)"_s);
    if (unit) {
        const QRegularExpressionMatch match = noun.match(after);
        *unit = match.hasMatch() ? match.captured(1) : QString();
    }
    const auto withoutUnit = [unit](QuantityKind kind) {
        if (unit)
            unit->clear(); // the next word belongs to the sentence
        return kind;
    };
    if (currencyBefore.match(before).hasMatch())
        return withoutUnit(QuantityKind::Amount);
    if (currencyAfter.match(after).hasMatch())
        return QuantityKind::Amount;
    if (percent.match(after).hasMatch())
        return QuantityKind::Percent;
    if (dateAfter.match(after).hasMatch() || dateBefore.match(before).hasMatch())
        return QuantityKind::Date;
    const QString digits = text.mid(number.start, number.length);
    if (wholeDate.match(digits).hasMatch())
        return withoutUnit(QuantityKind::Date);
    const bool isYear = year.match(digits).hasMatch();
    const QRegularExpressionMatch time = duration.match(after);
    if (isYear && (yearBefore.match(before).hasMatch() || after.startsWith(u'年'))
        && (!time.hasMatch() || after.startsWith(u'年')))
        return withoutUnit(QuantityKind::Date);
    if (time.hasMatch()) {
        if (unit)
            *unit = time.captured(1);
        return QuantityKind::Duration;
    }
    return QuantityKind::Number;
}

std::optional<double> valueOfWord(const QString &lowerWord)
{
    const auto found = numberWords().constFind(lowerWord);
    return found == numberWords().constEnd() ? std::nullopt : std::optional(*found);
}

bool mayHoldQuantity(QStringView words)
{
    for (const QStringView word : words.tokenize(u' ', Qt::SkipEmptyParts)) {
        const bool symbol = std::any_of(word.begin(), word.end(), [](QChar character) {
            return character.isDigit() || isCurrencySign(character) || character == u'%';
        });
        if (symbol)
            return true;
        QString bare;
        for (const QChar character : word) {
            if (character.isLetter())
                bare += character;
        }
        static const QRegularExpression unit(
            u"^(?:seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|dollars?|euros?|pounds?|cents?|percent)$"_s,
            QRegularExpression::CaseInsensitiveOption);
        if (bare.size() < 14
            && (numberWords().contains(bare.toLower()) || isWeekday(bare.toLower()) || isMonth(bare)
                || unit.matchView(bare).hasMatch()))
            return true;
    }
    return false;
}

std::vector<Quantity> quantitiesIn(const QString &text, Range range)
{
    return Scanner(text, range).run();
}

} // namespace countersign::diff
