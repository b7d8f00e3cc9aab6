// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Lexicon.h"

#include "diff/Expression.h"
#include "diff/WordList.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace countersign::diff {

using namespace Qt::StringLiterals;

namespace {

template<typename Expression>
bool holdsWord(const Expression &expression, QStringView text)
{
    return expression.isIn(text);
}

// Writing without spaces has no word borders.
const Expression &unspacedDuty()
{
    static const Expression expression(
        u"必须|必須|务必|務必|应当|應當|应该|應該|不得|不要|不能|不可|禁止|严禁|請勿|请勿|切勿|只能|仅限"
        u"|してはいけ|ないで(?:ください|下さい)|ないこと|てはなり|なければなら|べき|必ず|絶対に"_s);
    return expression;
}

const Expression &unspacedDenial()
{
    static const Expression expression(
        u"不得|不要|不能|不可|禁止|严禁|請勿|请勿|切勿|没有|無い|ない|ません|いけ"_s);
    return expression;
}

const WordList &strength()
{
    static const WordList expression(
        u"must(?:n['’]t| not)?|shall(?: not)?|should(?:n['’]t| not)?|may(?: not)?|might|cannot|can['’]t"
        u"|can(?: not)?|could|need(?:s)? to|need not|ha(?:ve|s) "
        u"to|required?|requires|mandatory|optional(?:ly)?"
        u"|recommended|prefer(?:ably|red)?|always|never|rarely|seldom|sometimes|often|occasionally|usually"
        u"|typically|generally|ideally|if possible|where possible|when possible|ensure|make sure|only|exactly"
        u"|at least|at most|no more than|under no circumstances|do not|don['’]t|avoid|refrain from|try "
        u"to|strictly"
        u"|feel free to|allowed(?: to)?|permitted|forbidden|prohibited|encouraged|consider"
        // German, French, Spanish
        u"|müssen|muss|musst|müsst|sollen?|soll(?:st|te|ten|test)|darf(?:st)?|dürfen|können|kann(?:st)?|"
        u"immer|niemals|nie"
        u"|dois|doit|devez|doivent|devrai[st]|devriez|devraient|peut|pouvez|peuvent|toujours|jamais|interdit|"
        u"obligatoire"
        u"|debe[ns]?|deberías?|deberían|puede[ns]?|siempre|nunca|prohibido|obligatorio"_s);
    return expression;
}

const WordList &negation()
{
    static const WordList expression(
        u"not|never|no|none|nothing|without|cannot|(?:do|does|did|is|are|was|were|ca|wo|should|must|"
        u"would|could|need)n['’]t|nor"
        u"|nicht|keine?[nmrs]?|niemals|nie|ohne|jamais|aucune?|sans|nunca"_s);
    return expression;
}

// Holds back without a word of denial.
const WordList &restraint()
{
    static const WordList expression(
        u"avoid(?:s|ed|ing)?|refrain(?:s|ed|ing)? from|rarely|seldom|hardly|forbidden|prohibited|prohibit"
        u"|interdit|prohibido|verboten"_s);
    return expression;
}

const WordList &condition()
{
    static const WordList expression(
        u"only if|only when|if|unless|except(?: for| if| when)?|when(?:ever)?|until|provided(?: that)?"
        u"|as long as|in case|other than|otherwise|after|before|once|while|where|regardless|even if"
        u"|wenn|falls|sofern|außer|es sei denn|sauf|lorsque|à moins que|salvo|excepto|cuando|a menos que"_s);
    return expression;
}

// The same where it must stand at the beginning.
const Expression &conditionFirst()
{
    static const Expression expression(
        u"^[\\s,;(–-]*(?:and |but |or )?(?:only (?:if|when|for)|even "
        u"if|if|unless|except|when|whenever|until|provided"
        u"|as long as|in (?:the )?case|other than|after|before|once|while|where|regardless|apart from"
        u"|wenn|falls|sofern|außer|sauf|lorsque|salvo|excepto|cuando)\\b"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    return expression;
}

const WordList &exception()
{
    static const WordList expression(
        u"(?:do|does) not apply|exceptions?|exempt(?:ed|ion|ions)?|is excluded|are excluded|unless|except for"
        u"|only if|only when"_s);
    return expression;
}

const WordList &binding()
{
    static const WordList expression(
        u"must(?:n['’]t)?|shall|should(?:n['’]t)?|never|always|do "
        u"not|don['’]t|cannot|can['’]t|only|may not|required?|mandatory"
        u"|need(?:s)? to|ha(?:ve|s) to|under no circumstances|not "
        u"allowed|forbidden|prohibited|avoid|refrain from"
        u"|ensure|make sure|exactly|at least|at most|no more than|strictly|refuse|decline"
        u"|müssen|muss|musst|sollen?|sollst|sollten?|darfst|darf|dürfen|niemals|immer|nur"
        u"|dois|doit|devez|doivent|jamais|toujours|interdit|obligatoire|seulement|uniquement"
        u"|debe[ns]?|nunca|siempre|prohibido|obligatorio|solamente"_s);
    return expression;
}

// Somebody who can take work over.
const QString &takers()
{
    static const QString list =
        u"(?:humans?|persons?|people|colleagues?|agents?|representatives?|reps?|specialists?|experts?|teams?|"
        u"departments?|desks?"
        u"|officers?|supervisors?|managers?|leads?|lawyers?|attorneys?|counsel|doctors?|physicians?|nurses?|"
        u"pharmacists?"
        u"|clinicians?|therapists?|counsell?ors?|engineers?|technicians?|operators?|administrators?|admins?|"
        u"moderators?"
        u"|reviewers?|editors?|maintainers?|owners?|staff|help "
        u"?desk|support|hotline|police|authorit(?:y|ies)|ambulance"
        u"|emergency "
        u"(?:services?|number|line)|guardians?|parents?|advis[eo]rs?|accountants?|coordinators?|directors?"
        u"|dispatchers?|waiters?|clerks?|captains?|professionals?|911|112|999|(?:tier|level) \\d)"_s;
    return list;
}

const WordList &handOver()
{
    static const QString person = u"(?:(?!(?:in|of|on|at|for|to|as|with|and) )[\\w’'-]+ ){0,4}"_s + takers();
    static const WordList expression(
        u"escalat(?:e|es|ed|ing|ion|ions)|hand(?:s|ed)? (?:(?:it|them|this|that|the [\\w ]{1,30}|over|off) "
        u")?(?:over|off)|hand-?(?:off|over)"
        u"|(?:transfer(?:s|red)?|forward(?:s|ed)?|refer(?:s|red)?|(?:re)?routes?|routed|redirect(?:s|ed)?|"
        u"connect(?:s|ed)?"
        u"|pass(?:es)?|assign(?:s|ed)?|delegate|defer|submit|send|flag|hand) (?:[\\w’'-]+ ){0,7}(?:to|with|for|through to) (?:an?|the|your|our|their|on-call) "_s
        + person
        + u"|(?:ask|notify|contact|call|consult|alert|page|involve|loop in|summon|engage|dial|advise engaging) (?:a|an|the|your|our|on-call|qualified|local|their|to|in) "_s
        + person
        + u"|(?:tell|advise|ask|urge|instruct) (?:[\\w’'-]+ ){1,4}to (?:call|contact|dial|see|ring|consult|speak (?:to|with)) (?:[\\w’'-]+ ){0,3}"_s
        + takers()
        + u"|(?:needs?|requires?|with|without|get|obtain|await|after|before|for|request|seek) (?:\\w+ ){0,3}"
          u"(?:approval|sign-?off|permission|confirmation|consent|authori[sz]ation)(?= "
          u"(?:of|from|by|before|first|to|is|when|if|for)\\b|\\s*[.,;:!)\\]]|\\s*$)"
          u"|ask (?:[\\w’'-]+ ){1,3}for (?:approval|permission|confirmation|consent)"
          u"|ask (?:me |the user |first |for ){1,3}"
          u"|human (?:review|approval|agent|in the loop)|confirm(?:s|ed)? with|sign(?:s|ed)? off"_s);
    return expression;
}

// The reader is to refuse. That somebody else refused something is a fact.
const Expression &refusing()
{
    static const Expression expression(
        u"(?:^|[.!?:;,\\n*–-]\\s*|\\b(?:must|should|always|will|shall|please|politely|to|and|or|then|you|not|"
        u"never) )(?:politely |firmly |kindly )?"
        u"(?:refuse|decline|deny|reject)\\b"
        u"|\\b(?:agents?|assistants?|bots?|models?|it|you) (?:politely "
        u")?(?:refuse|decline|deny|denie|reject)s\\b|\\brefusals?\\b"
        u"|(?:^\\W*|\\b(?:by|before|when|without|not|instead of|of|keep|start|stop|avoid) )refusing\\b"
        u"|\\b(?:can|could) ?not (?:help|assist|answer)\\b|\\bcan['’]t "
        u"(?:help|assist|answer)\\b|\\bi(?:['’]m| am) sorry\\b"
        u"|\\bdo not (?:answer|discuss|comply)\\b|\\b(?:not|un)[ ]?able to (?:help|assist)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    return expression;
}

// "You are a …" gives a role; "You are asked to …" does not.
const Expression &persona()
{
    static const Expression expression(
        u"(?:^|[.!:\\s*>#\"'(-])(?:(?:you are|you['’]re) (?:(?:now|currently|also) "
        u")?(?:an?|the|our|my|your|one of|(?-i:[A-Z])\\w)"
        u"|act (?:as|like)|behave like|your role is|your name is|you will act|assume the role|play the "
        u"role|take (?:on )?the role"
        u"|pretend (?:to be|you are)|imagine you are|as an? [\\w -]{3,40}, you|role-?play"
        u"|du bist|sie sind (?:ein|der|die)|tu es|vous êtes (?:un|le|la)|eres|usted es|你是|あなたは)"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    return expression;
}

const QString &audienceCue()
{
    static const QString cue =
        u"audience(?: of| is| are|:)?|readers?(?: is| "
        u"are|:)?|(?:target(?:ed)?|aimed|geared|tailored|addressed) (?:at|to|for|towards?)"
        u"|(?:intended|meant|suitable|written) for"
        u"|(?:write|explain|describe|summari[sz]e|present|phrase|pitch|simplify|tailor|adapt)(?: "
        u"(?!for\\b|to\\b)[\\w’'-]+){0,5} (?:for|to|as if to|as to)"
        u"|(?:speak|talk|chat|deal|work)(?:s|ing)? (?:to|with)"
        u"|(?:your|the) (?:users?|customers?|readers?|clients?|listeners?|viewers?|audience|callers?) (?:is|are)"_s;
    return cue;
}

const WordList &audience()
{
    static const WordList expression(
        u"audience|(?:your|the) (?:reader|user|customer|client|listener|viewer|caller)s? (?:is|are) "
        u"(?:an?|the|mostly|mainly|often|usually|\\w+s\\b)"
        u"|readers?|for "
        u"(?:beginners|experts|children|kids|executives|engineers|developers|non-experts|students"
        u"|customers|patients|users|laypeople|professionals|adults|teenagers|seniors)"
        u"|target(?:ed)? (?:at|reader|user)s?|(?:aimed|geared) (?:at|to|towards?)|intended for|as if to"_s);
    return expression;
}

const QString &languages()
{
    static const QString list = u"English|German|French|Spanish|Italian|Portuguese|Dutch|Polish|Russian|"
                                u"Ukrainian|Turkish|Arabic|Hebrew|Persian"
                                u"|Farsi|Hindi|Bengali|Urdu|Punjabi|Tamil|Chinese|Mandarin|Cantonese|"
                                u"Japanese|Korean|Thai|Vietnamese|Indonesian"
                                u"|Malay|Swedish|Danish|Norwegian|Finnish|Greek|Czech|Slovak|Romanian|"
                                u"Hungarian|Bulgarian|Serbian|Croatian"
                                u"|Catalan|Welsh|Irish|Swahili|Latin|Deutsch|Englisch|Französisch|Spanisch|"
                                u"Italienisch|Français|Anglais|Espagnol"
                                u"|Español|Inglés|Francés"_s;
    return list;
}

const WordList &language()
{
    static const WordList expression(
        u"(?:British |American |Australian |Canadian |Brazilian |European |Simplified |Traditional )?(?:"_s
            + languages() + u")|British|American|中文|英文|日本語|英語"_s,
        QRegularExpression::NoPatternOption);
    return expression;
}

// In which language to answer.
const Expression &languageRule()
{
    static const Expression expression(
        u"\\b(?i:answer|respond|reply|write|speak|use|translate\\w*|output|communicate|antworte|schreibe|"
        u"réponde?z?|responde)\\b[^.!?]{0,60}?"
        u"\\b(?:(?:in|into|to|auf|en) (?:(?:British|American|plain|simple|fluent|formal) )?(?:"_s
            + languages()
            + u")|(?:British|American) (?:English|spelling)|(?i:the|in their|same|user['’]s|customer['’]s) language)\\b"_s,
        QRegularExpression::UseUnicodePropertiesOption);
    return expression;
}

const Expression &exampleFirst()
{
    static const Expression expression(
        u"^\\W*(?:for example|for instance|e\\.g\\.|examples?\\b[ \\w]{0,30}:|examples? ?[\\d<\"“(]|sample "
        u"(?:input|output|answer)|z\\. ?B\\.|par exemple|por ejemplo"
        u"|(?:input|output|question|answer|user|assistant|human|customer|agent|q|a)\\s*:)"_s,
        QRegularExpression::CaseInsensitiveOption);
    return expression;
}

template<typename Expression>
QString firstMatch(const Expression &expression, QStringView text)
{
    const std::optional<Range> found = expression.find(text);
    return found ? text.mid(found->start, found->length).toString() : QString();
}

} // namespace

Sense::Sense(QStringView sentence) : m_text(sentence.first(std::min<qsizetype>(sentence.size(), 1200))) {}

bool Sense::binds() const
{
    static const Expression noFirst(u"^\\W*(?:[\\w ]{1,24}: )?no \\w"_s,
                                    QRegularExpression::CaseInsensitiveOption);
    return holdsWord(binding(), m_text) || holdsWord(unspacedDuty(), m_text) || holdsWord(noFirst, m_text);
}

bool Sense::negates() const
{
    return holdsWord(negation(), m_text) || holdsWord(unspacedDenial(), m_text);
}

bool Sense::statesCondition() const
{
    return opensCondition(m_text) || holdsWord(exception(), m_text);
}

bool Sense::handsOver() const
{
    return holdsWord(handOver(), m_text);
}

bool Sense::refuses() const
{
    // What every refusal has in it. The expression itself may begin nearly anywhere.
    static const Expression stem(
        u"refus|declin|den(?:y|ie)|reject|(?:not|can['’]t|unable to) (?:help|assist|answer|discuss|comply)"
        u"|able to (?:help|assist)|i(?:['’]m| am) sorry"_s,
        QRegularExpression::CaseInsensitiveOption);
    return holdsWord(stem, m_text) && holdsWord(refusing(), m_text);
}

bool Sense::givesPersona() const
{
    // As for refusals.
    static const Expression stem(
        u"\\byou|\\bact (?:as|like)|\\bbehave like|\\bassume|\\bplay the|\\btake|\\bpretend|\\bimagine|role-?play"
        u"|\\bdu bist|\\bsie sind|\\btu es|\\bvous|\\beres|\\busted|你是|あなたは"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    return holdsWord(stem, m_text) && holdsWord(persona(), m_text);
}

bool Sense::namesAudience() const
{
    return holdsWord(audience(), m_text);
}

bool Sense::setsLanguage() const
{
    return holdsWord(languageRule(), m_text);
}

bool Sense::opensExample() const
{
    return holdsWord(exampleFirst(), m_text);
}

bool holdsGrammar(QStringView text)
{
    return holdsWord(strength(), text) || holdsWord(negation(), text) || holdsWord(restraint(), text)
           || holdsWord(condition(), text) || holdsWord(language(), text) || holdsWord(unspacedDuty(), text)
           || holdsWord(unspacedDenial(), text);
}

QString strengthWord(QStringView text)
{
    const QString word = firstMatch(strength(), text);
    return word.isEmpty() ? firstMatch(unspacedDuty(), text) : word;
}

QString negationWord(QStringView text)
{
    const QString word = firstMatch(negation(), text);
    return word.isEmpty() ? firstMatch(unspacedDenial(), text) : word;
}

QString conditionWord(QStringView text)
{
    return firstMatch(condition(), text);
}

QString languageName(QStringView text)
{
    return firstMatch(language(), text);
}

bool isNegative(QStringView text)
{
    return !negationWord(text).isEmpty() || holdsWord(restraint(), text);
}

bool isGrammarOnly(QStringView text)
{
    static const QSet<QString> list = {
        u"do"_s,      u"does"_s,  u"did"_s,  u"be"_s,  u"is"_s,   u"are"_s,      u"was"_s,  u"were"_s,
        u"been"_s,    u"has"_s,   u"have"_s, u"to"_s,  u"will"_s, u"would"_s,    u"you"_s,  u"please"_s,
        u"please,"_s, u"also"_s,  u"ever"_s, u"yet"_s, u"very"_s, u"strictly"_s, u"that"_s, u"it"_s,
        u"need"_s,    u"needs"_s, u"with"_s, u"any"_s, u"all"_s,  u"every"_s,    u"some"_s, u"the"_s,
        u"a"_s,       u"an"_s,    u"ne"_s,   u"pas"_s};
    bool found = false;
    for (const QStringView word : text.tokenize(u' ', Qt::SkipEmptyParts)) {
        const bool grammar = list.contains(word.toString().toLower());
        if (!grammar && strengthWord(word).size() != word.size() && negationWord(word).size() != word.size()
            && !holdsWord(restraint(), word)) {
            static const Expression phrase(
                u"^\\W*(?:under no circumstances|at (?:least|most)|no more than|make sure|try to|feel free to|if possible)\\W*$"_s,
                QRegularExpression::CaseInsensitiveOption);
            return phrase.isIn(text);
        }
        found = found || !grammar;
    }
    return found;
}

bool opensCondition(QStringView phrase)
{
    return conditionFirst().isIn(phrase.first(std::min<qsizetype>(phrase.size(), 60)));
}

bool endsInCondition(QStringView text)
{
    static const Expression open(
        u"\\b(?:only if|only when|if|unless|except(?: for| if| when)?|when|whenever|until|provided|as long "
        u"as|in case|wenn|falls|sofern"
        u"|lorsque|sauf|cuando|salvo)\\b[^,;:.!?\\n]{0,80}$"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    return open.isIn(text.last(std::min<qsizetype>(text.size(), 100)));
}

bool endsInAudience(QStringView text)
{
    static const Expression open(u"\\b(?:"_s + audienceCue() + u")\\b[^,;:.!?\\n]{0,40}$"_s,
                                 QRegularExpression::CaseInsensitiveOption
                                     | QRegularExpression::UseUnicodePropertiesOption);
    return open.isIn(text.last(std::min<qsizetype>(text.size(), 140)));
}

bool endsInExample(QStringView text)
{
    static const Expression open(
        u"(?:\\b(?:for example|for instance|such as|z\\. ?B\\.|par exemple|por ejemplo)|\\be\\.g\\.|\\bexamples?:)[^;!?\\n]{0,80}$"_s,
        QRegularExpression::CaseInsensitiveOption);
    text = text.last(std::min<qsizetype>(text.size(), 140));
    return open.isIn(text);
}

bool areOpposites(const QString &a, const QString &b)
{
    static const QHash<QString, QStringList> opposites = [] {
        QHash<QString, QStringList> table;
        const auto add = [&table](const QString &one, const QString &others) {
            for (const QString &other : others.split(u' ')) {
                table[one].append(other);
                table[other].append(one);
            }
        };
        add(u"include"_s, u"exclude omit"_s);
        add(u"included"_s, u"excluded omitted"_s);
        add(u"including"_s, u"excluding"_s);
        add(u"enable"_s, u"disable"_s);
        add(u"enabled"_s, u"disabled"_s);
        add(u"allow"_s, u"forbid deny disallow prohibit"_s);
        add(u"allows"_s, u"forbids denies prohibits"_s);
        add(u"allowed"_s, u"forbidden denied prohibited disallowed"_s);
        add(u"permitted"_s, u"forbidden prohibited"_s);
        add(u"accept"_s, u"reject refuse decline"_s);
        add(u"approve"_s, u"reject deny decline"_s);
        add(u"approved"_s, u"rejected denied declined"_s);
        add(u"show"_s, u"hide"_s);
        add(u"reveal"_s, u"hide conceal"_s);
        add(u"with"_s, u"without"_s);
        add(u"any"_s, u"no"_s);
        add(u"all"_s, u"none no"_s);
        add(u"every"_s, u"no"_s);
        add(u"always"_s, u"never"_s);
        add(u"true"_s, u"false"_s);
        add(u"yes"_s, u"no"_s);
        add(u"above"_s, u"below"_s);
        add(u"over"_s, u"under"_s);
        add(u"more"_s, u"less fewer"_s);
        add(u"higher"_s, u"lower"_s);
        add(u"maximum"_s, u"minimum"_s);
        add(u"keep"_s, u"remove delete discard"_s);
        add(u"public"_s, u"private"_s);
        add(u"encouraged"_s, u"discouraged forbidden"_s);
        add(u"can"_s, u"cannot can't"_s);
        return table;
    }();
    const QString one = a.toLower();
    const QString other = b.toLower();
    if (opposites.value(one).contains(other))
        return true;
    for (const QString &prefix :
         {u"un"_s, u"in"_s, u"im"_s, u"non"_s, u"non-"_s, u"dis"_s, u"ir"_s, u"il"_s}) {
        if ((one.size() > 3 && other == prefix + one) || (other.size() > 3 && one == prefix + other))
            return true;
    }
    return false;
}

} // namespace countersign::diff
