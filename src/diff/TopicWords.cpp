// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/TopicWords.h"

#include "diff/Expression.h"
#include "diff/Quantities.h"
#include "diff/WordList.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

WordList anyOf(const QString &alternatives)
{
    return WordList(alternatives);
}

template<typename Expression>
bool holds(const Expression &expression, const QString &text)
{
    return expression.isIn(text);
}

bool holdsAny(QStringView text, QStringView signs)
{
    return std::any_of(signs.begin(), signs.end(), [text](QChar sign) { return text.contains(sign); });
}

bool holdsRole(const QString &text)
{
    static const Expression expression(u"^#? ?(?:system|user|assistant):?$"_s,
                                       QRegularExpression::MultilineOption);
    return holds(expression, text);
}

} // namespace

bool speaksOfPolicy(const QString &text)
{
    static const WordList expression = anyOf(
        u"refunds?|billing|payments?(?:_\\w+)?|reimburse\\w*|compensat\\w+|eligib\\w+|"
        u"entitle\\w*|legal\\w*|law|laws"
        u"|lawful\\w*|unlawful\\w*|statut\\w+|liab\\w+|regulations?|tribunals?|courts?|tenan\\w+|"
        u"landlords?|evict\\w+|redundanc\\w+"
        u"|dismissals?|terminations?|harassment|discriminat\\w+|creditors?|debts?|bankrupt\\w+|"
        u"insolven\\w+|immigration|visas?"
        u"|asylum|settled status|universal "
        u"credit|homeless\\w*|diagnos[ei]s|clinical|prescrib\\w+|dosage|medication|privacy|gdpr"
        u"|personal data|attorney\\w*|lawyers?|counsel|moderation|promotion|penali[sz]\\w+|jurisdiction\\w*"
        u"|tax(?:es|ation)?|bailiffs?|deduct(?:s|ed|ing|ions?)?"
        u"|(?:subtract|dock|take off|remove) (?:[\\w-]+ ){0,4}(?:points?|marks?|grades?)"
        u"|(?:relax|waive|loosen|tighten|bend)(?:es|ed|s|d|ing)? (?:this|that|these|those|the|any|all|our) "
        u"(?:\\w+ )?(?:requirements?|rules?|standards?|criteri(?:a|on)|polic(?:y|ies)|restrictions?|limits?)"_s);
    // A name in code, apart from the words, for it begins with anything.
    static const Expression name(u"(?<![\\w'])\\w{1,24}_payments?(?:_\\w+)?(?![\\w])"_s,
                                 QRegularExpression::CaseInsensitiveOption
                                     | QRegularExpression::UseUnicodePropertiesOption);
    return holds(expression, text)
           || (text.contains(u'_') && text.contains(u"_payment"_s, Qt::CaseInsensitive) && holds(name, text));
}

bool forbids(const QString &text)
{
    static const Expression expression(
        u"(?:(?:^|[.!?:;)*\\]\\n–-]\\s*|\\b(?:and|but|please)\\s)(?:never|do "
        u"not|don['’]t|avoid)|\\b(?:(?:you|agents?|assistants?|models?|bots?) )"
        u"(?:must not|may not|should not|shall not|can ?not|never|(?:are|is) not allowed to)|\\b(?:not "
        u"allowed to|forbidden to|under no circumstances))"
        u"(?: try to| attempt to| ever| directly)? "
        u"(?:modify|install|delete|remove|execute|run|write|edit|push|commit|deploy|access|share"
        u"|disclose|reveal|send|charge|pay|book|sign|approve|promise|call|cancel|transfer|grant|issue|publish)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    return holds(expression, text);
}

bool forbidsToActAlone(const QString &text)
{
    static const WordList alone = anyOf(u"directly|yourself|itself|themselves|on (?:your|its|their) own"_s);
    return forbids(text) && holds(alone, text);
}

bool allowsNoException(const QString &text)
{
    static const Expression expression(
        u"^(?:always|never|must|shall|strictly|mandatory|under no circumstances)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    return holds(expression, text);
}

bool ordersUse(const QString &text)
{
    static const Expression expression(
        u"^\\W*(?:always |please |first |then |you (?:must|should|can|may|will) )?(?:use|call|run|invoke)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    return holds(expression, text);
}

bool neverOrders(const QString &text)
{
    static const Expression expression(
        u"(?:^|[.!?:;)*(\\n–-]\\s*|\\b(?:you|and|but|must|should|shall|please) )never\\b"
        u"(?! (?:explain|justify|comment|elaborate|apologi[sz]e|greet|introduce|preface|repeat)\\b)"_s,
        QRegularExpression::CaseInsensitiveOption);
    return holds(expression, text);
}

bool speaksOfSafety(const QString &text)
{
    static const WordList expression =
        anyOf(u"self-harm|suicid\\w*|disorders?|diagnos[ei]s|clinical|jailbreak\\w*"
              u"|prompt injection|sexual content|hate speech|harmful content|unsafe content"
              u"|(?:must|should|always|never|please|to|will) (?:politely )?(?:refuse|decline)|not comply|not "
              u"(?:being )?refus\\w+"
              u"|without (?:any "
              u")?(?:complain(?:t|ts|ing)|objections?|objecting|protest\\w*|moraliz\\w+|disclaimers?)"
              u"|(?:do not|don['’]t|never) (?:complain|object|protest|moraliz\\w+|lecture)"_s);
    // What the law says of these is law.
    static const WordList lawful = anyOf(u"weapons?|violen\\w+|copyright\\w*"_s);
    return holds(expression, text) || (holds(lawful, text) && !speaksOfPolicy(text));
}

bool speaksOfWorkflow(const QString &text)
{
    static const WordList expression = anyOf(
        u"(?:(?:plan|human|manager|prior|explicit|written|user|final|your|their|my) "
        u"|(?:requires?|needs?|get|obtain|await|without|with|for|before|after|request|seek) (?:[\\w’'-]+ "
        u"){0,2})approvals?(?! rat)"
        u"|approvals? "
        u"(?:of|from|by|step|gate|workflow|process|required)|approve|escalat\\w+|delegat\\w+|hand-?off|hand "
        u"over|sign-?off|pause|confirmation|stuck|fallback|pull requests?"
        u"|merge request|orchestrat(?:e|es|ion)|self-review|human review|(?:high|medium|low)(?: or \\w+)? "
        u"priority"
        u"|(?:user|human) (?:interaction|intervention|involvement)|blockers?"
        // where a request goes
        u"|(?:classify|categori[sz]e|infer|determine|identify|detect|recogni[sz]e) (?:[\\w’'-]+ "
        u"){0,3}intent(?:ion)?s?"
        u"|(?:classify|categori[sz]e|sort|triage|route) (?:[\\w’'-]+ "
        u"){0,3}(?:calls?|requests?|tickets?|messages?"
        u"|quer(?:y|ies)|inquir(?:y|ies)|enquir(?:y|ies)|emails?"
        u"|conversations?|complaints?) (?:as|into|to|by|under)"_s);
    return holds(expression, text);
}

bool speaksOfOutput(const QString &text)
{
    static const WordList expression = anyOf(
        u"json|schema|citations?|cite|return (?:only|exactly)|return a single|single integer|output must"
        u"|output format|response format|tags|(?:the|following|these|one of the) labels?|labels?(?= "
        u"?[\"“'`:])"
        u"|(?:output|respond|reply|answer)(?: with)? only (?:the |an? |one |valid )?(?:\\w+ "
        u")?(?:json|xml|yaml|csv|html"
        u"|integers?|numbers?|digits?|words?|names?|letters?|lists?|arrays?|objects?|strings?|code|values?|"
        u"scores?)"
        u"|(?:output|respond|reply|answer)(?: with| in)? (?:exactly |just )?(?:one|a single) "
        u"(?:word|letter|number|digit|integer|line|character|token)"
        u"|(?:output|response|answer|reply|result|value|score)s? (?:must|should|shall|is to|has to) "
        u"(?:only |always |not )?(?:be an?|be the"
        u"|contain|start with|begin with|end with|include|have|follow|consist)"_s);
    // A tag with its end is the form of what is written; one alone is a place to be filled in.
    return holds(expression, text) || hasTagPair(text);
}

bool hasTagPair(const QString &text)
{
    static const Expression tagPair(u"<([A-Za-z][\\w-]*)[^<>]*>[^<]*</\\1>"_s);
    return text.contains(u"</"_s) && holds(tagPair, text);
}

bool speaksOfTone(const QString &text)
{
    static const WordList expression = anyOf(
        u"tone|polite\\w*|friendl\\w+|cheerful\\w*|conversational\\w*|(?:in)?formal(?:ly)? "
        u"(?:tone|language|register|style)|casual\\w*"
        u"|plain language|empath\\w+|courteous\\w*|respectful\\w*|playful\\w*|warm(?:ly|th)|warm,? (?:\\w+ "
        u")?(?:tone|voice|welcome|style|manner|greeting)|enthusias\\w+|sarcas\\w+|witty"
        u"|(?:suggestive|tentative|definite|definitive|assertive|instructive|directive|prescriptive|hedged|"
        u"neutral|simple) language"
        u"|second person|2nd person|first person|third person|greet\\w*"
        u"|humou?r\\w*|preamble|jargon|slang|marketing language"
        u"|emojis?|exclamation (?:points?|marks?)"_s);
    return holds(expression, text);
}

bool speaksOfStrength(const QString &text)
{
    static const WordList expression = anyOf(u"(?:suggestive|tentative|definite|definitive|assertive|"
                                             u"instructive|directive|prescriptive|hedged) language"
                                             u"|(?:could|can|may|might|should|must|shall|will) (?:(?:and|or) "
                                             u"\\w+ )?(?:rather than|instead of|not) [\"“'‘]?"
                                             u"(?:could|can|may|might|should|must|shall|will|do|is|are)"_s);
    return holds(expression, text);
}

bool speaksOfManner(const QString &text)
{
    static const WordList length = anyOf(
        u"concise(?:ly)?|brief(?:ly)?|succinct(?:ly)?|terse(?:ly)?|verbose|detailed|lengthy|short(?:er|ly)?"_s);
    return holds(length, text) || speaksOfTone(text) || speaksOfLayout(text);
}

bool speaksOfRetrieval(const QString &text)
{
    static const WordList expression =
        anyOf(u"retriev\\w+|search quer(?:y|ies)|top[- ]k|re-?rank\\w*|knowledge base|search(?:es|ed)?(?= "
              u"[\"“'])|quer(?:y|ies)(?=:)"
              u"|(?:rewrit|reword|rephras)(?:e|es|ten|ing) (?:[\\w-]+ "
              u"){0,4}(?:quer(?:y|ies)|questions?|search\\w*|step|check)"
              u"|quer(?:y|ies) (?:[\\w-]+ ){0,5}(?:rewrit|reword|rephras)(?:e|ten|es|ing)"_s);
    return holds(expression, text);
}

bool speaksOfThreshold(const QString &text)
{
    static const WordList expression =
        anyOf(u"thresholds?|scored?|scores|coverage|confidence|cut-?off|rating scale"_s);
    return holds(expression, text);
}

bool speaksOfTools(const QString &text)
{
    static const WordList expression =
        anyOf(u"tools?|function calls?|runSubagent|sub-?agents?|mcp"
              u"|commands? (?:(?:is|are) )?(?:not )?(?:available|allowed)|def [\\w{][^\\n]*\\(.*"_s);
    return holds(expression, text);
}

bool isSignature(const QString &sentence)
{
    static const Expression expression(u"^\\s*(?:def|function|async def) [\\w{][^\\n]*\\("_s,
                                       QRegularExpression::MultilineOption);
    return holds(expression, sentence);
}

bool isArgument(const QString &line)
{
    static const Expression expression(
        u"^\\s*(?:[A-Za-z_]\\w*=(?![=\\s])|[\"'][A-Za-z_]\\w*[\"']\\s?:\\s?)[^;]+$"_s);
    constexpr qsizetype longest = 200;
    return line.size() < longest && holds(expression, line);
}

bool isReference(const QString &line)
{
    static const Expression expression(
        u"^\\W{0,4}[`\\[(]{1,2}[\\w./-]+\\.[a-z]{1,5}[`\\])]{1,2}(?:\\([^()]*\\))?\\s*[-–—:]\\s"_s);
    constexpr qsizetype longest = 300;
    return line.size() < longest && holds(expression, line);
}

bool speaksOfLayout(const QString &text)
{
    static const WordList expression =
        anyOf(u"bullets?|bulleted|bullet "
              u"list|markdown|headings?|bold|italics?|format(?:s|ted|ting)?|numbered list|line breaks?"
              u"|(?:un)?ordered lists?|(?:in|as|into) (?:an? |the )?(?:\\w+ )?tables?|charts?|diagrams?"
              u"|ax[ie]s|vertical(?:ly)?|horizontal(?:ly)?|code block|syntax"_s);
    return holds(expression, text);
}

bool hasQuantity(const QString &text)
{
    static const QRegularExpression number(u"(?<![\\w./])(?<!@\\$)\\d[\\d.,]*(?!/\\d)(?![\\d.,])"_s);
    if (std::none_of(text.begin(), text.end(), [](QChar c) { return c.isDigit(); }))
        return false;
    for (auto matches = number.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        const QuantityKind kind = quantityKind(text, Range{match.capturedStart(), match.capturedLength()});
        if (kind == QuantityKind::Amount || kind == QuantityKind::Percent || kind == QuantityKind::Duration)
            return true;
    }
    return false;
}

bool hasLimit(const QString &text)
{
    static const WordList limit = anyOf(u"(?:at least|at most|up to|no more than|fewer than|less "
                                        u"than|more than|exactly|within|maximum of|minimum of) \\d+"
                                        u"|\\d+ (?:\\w+ )?(?:or|and) (?:less|fewer|more)"_s);
    return holds(limit, text);
}

bool differInDigits(QString before, QString after)
{
    static const QRegularExpression digits(u"\\d+"_s);
    static const QRegularExpression date(u"\\d{4}-\\d\\d-\\d\\d"_s); // of an interface, which is its name
    const bool numbers =
        before != after && before.contains(digits) && after.contains(digits) && !before.contains(date);
    return numbers && before.replace(digits, u"0"_s) == after.replace(digits, u"0"_s);
}

bool hasPlaceholder(const QString &text)
{
    static const Expression expression(
        u"\\{\\{|\\{%|(?<![\\w{])\\{[a-z_]\\w*\\}(?!\\})|\\$\\{\\w|@?"
        u"\\$[1-9]\\b|\\$ARGUMENTS|<([a-z]{1,24})>(?![^<]*</\\1>)|<[a-z][\\w-]*(?: [\\w/-]+){1,5}>"_s);
    return (holdsAny(text, u"{$<") && holds(expression, text)) || holdsRole(text);
}

bool isMostlyPlaceholders(QString text)
{
    if (!holdsAny(text, u"{$<") && !holdsRole(text))
        return false;
    static const QRegularExpression tags(
        u"\\{\\{[^}]*\\}\\}|\\{%[^%]*%\\}|\\$?\\{\\w+\\}|@?\\$\\w+\\$?|<[^<>]{1,60}>"
        u"|^#? ?(?:system|user|assistant):?$"_s,
        QRegularExpression::MultilineOption);
    const qsizetype all = text.simplified().size();
    return text.remove(tags).simplified().size() * 5 < all * 3;
}

bool isSlotLine(const QString &line)
{
    static const Expression expression(
        u"^\\W{0,4}(?:(?:[\\w’'-]+ ?){1,4}:|(?:usage:? )?/[\\w-]+) ?"
        u"(?:\\{\\{[^{}]*\\}\\}|\\$?\\{\\w+\\}|@?\\$\\w+|<[^<>/]{1,60}>)\\s*$"_s,
        QRegularExpression::CaseInsensitiveOption);
    constexpr qsizetype longest = 200;
    return line.size() < longest && holdsAny(line, u"{$@<") && holds(expression, line);
}

bool isRoleMarker(const QString &line)
{
    static const Expression expression(u"^#? ?(?:system|user|assistant):?$"_s);
    constexpr qsizetype longest = 16;
    return line.size() < longest && holds(expression, line);
}

bool hasOutputSlot(const QString &text)
{
    if (!holdsAny(text, u"$\"'"))
        return false;
    static const Expression expression(u"\\$[A-Z][A-Z0-9_]*\\$|[\"'][a-z]+(?:_[a-z]+)*[\"']\\s*:"_s);
    return holds(expression, text);
}

bool changesAddress(const QString &before, const QString &after)
{
    constexpr qsizetype longest = 40;
    if (before.size() > longest || after.size() > longest)
        return false;
    static const Expression spoken(
        u"^\\W*(?:you|your|yours|yourself|i|me|my|we|us|our)(?: (?:are|have|had|will|can|could))?\\W*$"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const Expression spokenOf(
        u"^\\W*(?:they|them|their|theirs|he|him|his|she|her|one|one['’]s"
        u"|(?:the|a|an|your|our|their) (?:[\\w’'-]+))(?: (?:are|is|has|have|had|will|can|could))?\\W*$"_s,
        QRegularExpression::CaseInsensitiveOption);
    return (holds(spoken, before) && holds(spokenOf, after))
           || (holds(spokenOf, before) && holds(spoken, after));
}

} // namespace countersign::diff
