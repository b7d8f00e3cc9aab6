// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/Conduct.h"

#include "diff/Expression.h"
#include "diff/Segments.h"
#include "lanes/Patterns.h"

#include <QRegularExpression>

#include <algorithm>

namespace countersign::lanes {

using namespace Qt::StringLiterals;

namespace {

QRegularExpression wholeWords(const QString &alternatives, const QString &before = u"(?<!\\w)"_s)
{
    return QRegularExpression(before + u"(?:"_s + alternatives + u")(?!\\w)"_s,
                              QRegularExpression::CaseInsensitiveOption);
}

// The words with which a sentence tells to do something, without its number, its politeness and the clause before it:
// "3. If it is late, please call …" gives "call …".
QString commandOf(const QString &sentence)
{
    static const QRegularExpression clause(
        u"^\\s*(?:if|when|whenever|where|once|whoever|unless|until|before|after|for|with|without|in|on|as)\\b[^,;:]{1,160}[,:]\\s*"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression number(u"^\\d{1,3}\\s*[-–:.)]\\s*"_s);
    QString words = sentence.mid(diff::listMarkerLength(sentence)).trimmed();
    words = words.mid(number.match(words).capturedLength());
    for (int i = 0; i < 5; ++i) {
        const QString before = words;
        if (const QRegularExpressionMatch match = clause.match(words); match.hasMatch())
            words = words.mid(match.capturedLength());
        static const QRegularExpression word(
            u"^\\s*(?:please|also|then|and|first|next|finally|always|never|do not|don['’]t|must not|must|should|you|may|"
            u"can|cannot|will|shall|only|just|politely|kindly|in that case|instead|otherwise|where possible|if possible|to|not|need to|have to|are "
            u"to|(?:ensure|make sure|be sure|see to it) (?:that )?(?=you\\b|to\\b))[,:]?\\s+"_s,
            QRegularExpression::CaseInsensitiveOption);
        if (const QRegularExpressionMatch match = word.match(words); match.hasMatch())
            words = words.mid(match.capturedLength());
        if (words == before)
            break;
    }
    return words;
}

// What an answer says and how; nobody else is touched by it.
const QRegularExpression &answering()
{
    static const QRegularExpression expression = wholeWords(
        u"write|use|offer|leave out|omit|reword|paraphrase|sign|begin|start|end|close|finish|name|put|list|give|mention|describe|format|address|keep|output|"
        u"return|answer|reply|respond|greet|thank|wish|quote|cite|summari[sz]e|translate|sort|order|suggest|add|"
        u"include|show|say|state|explain|tell|point|link|recommend|praise|ask|present|speak|talk|sound|stay|remain|be|"
        u"lead|provide|make|highlight|emphasi[sz]e|focus|note|conclude|introduce|open with|rank|group|extract|read|find|"
        u"look|identify|analy[sz]e|review|consider|compare|check|understand|think|rewrite|rephrase|generate|produce|"
        u"create|draft|set|follow|apply|structure|organi[sz]e|number|mark|round|avoid|prefer|capture|comment|take|work|"
        u"pull|search|try|continue|choose|pick|select|propose|label|rate|score|handle|help|assist|apologi[sz]e"_s,
        u"^"_s);
    return expression;
}

// Reaches somebody: what is done cannot be taken back by another answer.
const QRegularExpression &reaching()
{
    static const QRegularExpression expression =
        wholeWords(u"take (?:\\w+ ){0,3}down|(?:tell|ask|advise|remind|instruct|urge) (?:\\w+ ){1,3}to "
                   u"\\w+|block|unblock|send|sell|pay(?! (?:\\w+ "
                   u"){0,3}(?:attention|heed|regard))|refund|replace|book|cancel|ban|unban|lift|delete|"
                   u"remove|invite|approve|reject|"
                   u"accept|refuse|decline|deny|charge|waive|grant|revoke|release|transfer|escalate|forward|"
                   u"report|warn|close an?|"
                   u"lock|unlock|hold|let|promise|admit|threaten|disclose|reveal|share|store|record|collect|"
                   u"strip|notify|"
                   u"dispatch|ship|order an?|call|dial|open "
                   u"an?|merge|push|publish|deploy|flag|rest|limit|allow|forbid|exclude|"
                   u"rewrite the history|play along|turn|cover|upgrade|rebook|change the|compare us"_s,
                   u"^"_s);
    return expression;
}

const QRegularExpression &strongActs()
{
    static const QRegularExpression expression = wholeWords(
        u"push(?! (?:\\w+ ){0,2}(?:boundar|limits|envelope))|merge "
        u"(?:the|a|it|your|pull|prs?|when|into|to)(?! (?:[\\w`'’-]+ "
        u"){0,2}(?:fields?|keys?|lists?|sections?|entries|arrays?|cells?|outputs?|findings|results|json|"
        u"sentences?|paragraphs?|bullets?|duplicates)(?!\\w))|deploy|publish|release "
        u"(?:it|the|a)|delete|drop|force[- "
        u"](?:push|merg|delet|remov|install|kill|quit|reset|overwrit|unlock|(?:it|the|a|your) "
        u"(?!result|answer|conclusion|match|fit|choice))\\w*|roll back|rewrite (?:the )?history|approve|"
        u"send|install|restart|kill|pay(?! (?:\\w+ "
        u"){0,3}(?:attention|heed|regard))|purchase|transfer|grant|revoke|disable|download|run "
        u"database|migrate the (?:database|data)|press|"
        u"submit|close (?:an?|the)|change the public|print secrets|work offline|adapt (?:the )?tests?"_s,
        u"^"_s);
    return expression;
}

bool declares(const QString &sentence)
{
    if (sentence.trimmed().endsWith(u'?') || matches(Pattern::Context, sentence) || matches(Pattern::Role, sentence))
        return false;
    static const QRegularExpression verb = wholeWords(
        u"is|are|was|were|isn['’]t|aren['’]t|has|have|can|may|must|will|shall|should|needs?|gets?|goes|go|takes?|costs?|"
        u"counts?|includes?|comes?|ends?|pays?|belongs?|stays?|lasts?|waits?|decides?|holds?|requires?|applies|apply|"
        u"ships?|travels?|rests?|locks?|visits?|wins?|outweighs?|carr(?:y|ies)|leaves?|reads?|talks?|signs?|hears?|"
        u"plays?|gives?|keeps?|becomes?|expires?|starts?|begins?|remains?|depends?|receives?|means?|covers?|earns?|"
        u"owes?|lives?|works?|pages?|arrives?|turns?"_s);
    const QString words = sentence.mid(diff::listMarkerLength(sentence)).trimmed();
    return words.count(u' ') >= 2 && verb.match(words).hasMatch() && !answering().match(commandOf(sentence)).hasMatch()
           && !reaching().match(commandOf(sentence)).hasMatch();
}

class Conduct
{
public:
    Conduct(const Reworded &sentence, const Profile &profile) : m_sentence(sentence), m_profile(profile) {}

    Judgement run() const
    {
        // A line of a schema or of a program is none of a rule.
        static const diff::Expression notation(u"^\\s*(?:[\"'{}\\[<)(]|//|\\w+\\s*\\(\\)\\s*\\{)"_s);
        if (notation.isIn(m_sentence.before) || notation.isIn(m_sentence.after))
            return {};
        // "2. 3.": what is left of a list that was taken apart says nothing.
        static const diff::Expression word(u"\\w{3}"_s);
        if (whole() && !word.isIn(m_sentence.delta))
            return {};
        const bool serving = m_profile.serving && !m_profile.judge;
        if (!serving && !m_profile.acting)
            return {};
        if (!m_sentence.otherContent && !differs(Pattern::Limit) && !amounts() && !differs(Pattern::Own))
            return {};
        if ((any(Pattern::Role) && !differs(Pattern::Limit)) || (any(Pattern::Audience) && answersOnly()))
            return {};
        if (staffDecides(serving)
            && (differs(Pattern::Staff) || (!answersOnly() && (differs(Pattern::When) || differs(Pattern::Limit)))
                || (!answersOnly() && m_sentence.otherContent)))
            return high(u"authority.approval"_s);
        if (differs(Pattern::Own) && !answersOnly())
            return high(u"authority.permission"_s);
        if (m_profile.acting) {
            static const QRegularExpression stops = wholeWords(
                u"stop(?! at (?:the )?first)|halt|give up|abort|quit|end the (?:run|task|session)"_s);
            const bool stopping = amounts() && stops.match(m_sentence.after).hasMatch();
            // "Your colleagues have made several failed attempts" tells what was, not when to stop.
            static const QRegularExpression told =
                wholeWords(u"(?:has|have|had) (?:\\w+ ){0,2}(?:made|tried|failed|taken|seen)"_s);
            const auto narrates = [](const QString &sentence) {
                return !matches(Pattern::Attempts, sentence) || told.match(sentence).hasMatch();
            };
            const bool narrated = narrates(m_sentence.before) && narrates(m_sentence.after);
            if (((differs(Pattern::Attempts) && !narrated) || stopping) && !m_profile.guide)
                return high(u"authority.stop"_s);
            if (forbiddenAct() && !m_profile.guide)
                return high(u"authority.permission"_s);
            if (headsDiffer(strongActs()) && !m_profile.guide)
                return high(u"authority.permission"_s);
            static const QRegularExpression guarded = wholeWords(
                u"(?:copy|share|print|expose|store|use(?! "
                u"of)|enter|rotate|move|access|reveal|send|pass|hand)\\w* (?:\\w+ ){0,3}"
                u"(?:credentials?|secrets?|passwords?|api keys?|private keys?)"
                u"|(?:credentials?|secrets?|passwords?|api keys?|private keys?) (?:stays?|are|is|may|must|can|never|from|in the)"_s);
            if (m_sentence.otherContent && !m_profile.guide && !answersOnly()
                && (guarded.match(m_sentence.before).hasMatch() || guarded.match(m_sentence.after).hasMatch()))
                return high(u"authority.permission"_s);
            if (permits() && !m_profile.engineering)
                return high(u"authority.permission"_s);
        }
        return serving && laysDownOtherwise() ? high(u"policy.conduct"_s) : Judgement{};
    }

private:
    static Judgement high(const QString &rule) { return {rule, Lane::High}; }
    bool any(Pattern pattern) const
    {
        return matches(pattern, m_sentence.before) || matches(pattern, m_sentence.after);
    }
    bool differs(Pattern pattern) const
    {
        return captured(pattern, m_sentence.before) != captured(pattern, m_sentence.after);
    }
    bool whole() const { return m_sentence.before.isEmpty() || m_sentence.after.isEmpty(); }
    // The words that changed speak of form, or all of a sentence about the answer does.
    bool aboutForm() const
    {
        static const QRegularExpression form = wholeWords(
            u"bullets?|bullet points?|headings?|bold|italics?|markdown|words|sentences?|lines|paragraphs?|concise(?:ly)?|"
            u"brief(?:ly)?|short(?:er)?|length|format(?:ted)?|layout|emojis?|dash(?:es)?|tones?|style|language|jargon"_s);
        return whole() ? answersOnly() && (any(Pattern::Layout) || any(Pattern::Tone))
                       : form.match(m_sentence.delta).hasMatch() || matches(Pattern::Tone, m_sentence.delta);
    }
    bool amounts() const { return amountsDiffer(m_sentence.before, m_sentence.after); }
    bool answersOnly() const
    {
        return (m_sentence.before.isEmpty() || isAboutAnswer(m_sentence.before))
               && (m_sentence.after.isEmpty() || isAboutAnswer(m_sentence.after));
    }
    bool headsDiffer(const QRegularExpression &acts) const
    {
        const auto head = [&acts](const QString &sentence) {
            return acts.match(commandOf(sentence)).captured().toLower();
        };
        return head(m_sentence.before) != head(m_sentence.after);
    }

    // Programs have handlers, parents, owners and stores too: outside of trades only people count, who decide or to whom
    // something is left.
    bool staffDecides(bool serving) const
    {
        if (serving)
            return any(Pattern::Staff);
        static const QRegularExpression people = wholeWords(
            u"(?:waits?|left|leaves?|leave \\w+|goes|go|belongs?|up|reports?|passed|pass|forwarded|sent|returns?|ask|asks|"
            u"pages?|calls?|run|done|made|decided|signed|approved|deleted|released|merged|handed|hand \\w+|needs? \\w+|nod)"
            u"(?: \\w+){0,4} (?:to|for|by|from|on|the) (?:[\\w'’-]+ ){0,2}(?:humans?|person|people|maintainers?|team|lead|"
            u"manager|supervisor|owner|whoever|officer|administrators?|operators?|engineer|authors|colleague)(?![-\\w])"
            u"|(?:\\w+ed|run|done|made|seen|read) by (?:\\w+ ){0,2}(?:humans?|person|people|maintainers?|team|manager|"
            u"supervisor|officer|administrators?|operators?|engineer|colleague)(?![-\\w])"
            u"|pages (?:the )?(?:\\w+ ){0,2}(?:lead|engineer|person|team)"
            u"|(?:humans?|persons?|people|maintainers?|manager|supervisor|officer|engineer|owner|lead) (?:of (?:\\w+ ){1,3})?"
            u"(?:then |alone |must |has to )?(?:says? (?:when|whether|if|which|so)|chooses?|decides?|approves?|signs?|reviews?|presses|confirms?|releases?|merges?|agrees?)"_s);
        return people.match(m_sentence.before).hasMatch() || people.match(m_sentence.after).hasMatch();
    }

    // "Never run exploit code." What an agent could do with its tools comes under a prohibition, or out of it.
    bool forbiddenAct() const
    {
        static const QRegularExpression acts = wholeWords(
            u"fix|edit|run|execute|change|modify|delete|remove|create|install|open|send|implement|commit|push|merge|touch|"
            u"deploy|approve|alter|start|restart|call|spawn|navigate|download|upload|log in|enter|accept|buy|close|rename|move"_s,
            u"^"_s);
        const auto forbidden = [&](const QString &sentence) {
            static const QRegularExpression never = wholeWords(
                u"(?:you )?(?:(?:must|should|may|can|do|shall)(?: not|n['’]t)|never|cannot)"_s, u"^[-*+•\\d.)\\s]*"_s);
            // Waste is forbidden whoever wastes: that takes no reach away.
            static const QRegularExpression waste =
                wholeWords(u"(?:run|execute|start|open|create|call|spawn|send) (?:any "
                           u")?(?:redundant|duplicated?|repeated|repetitive|"
                           u"needless|superfluous)"_s,
                           u"^"_s);
            const QString command = commandOf(sentence);
            return never.match(sentence).hasMatch() && acts.match(command).hasMatch()
                   && !waste.match(command).hasMatch();
        };
        const bool before = forbidden(m_sentence.before);
        const bool after = forbidden(m_sentence.after);
        return before != after || (before && differs(Pattern::Limit));
    }

    // "If a member complains, offer …": for whom something is done.
    bool otherPeopleMeant() const
    {
        static const QRegularExpression clause(u"^[-*+•\\d.)\\s]*((?:if|when|where|unless|for)\\b[^,:;]{3,200})[,:;]"_s,
                                               QRegularExpression::CaseInsensitiveOption);
        const QString before = clause.match(m_sentence.before).captured(1);
        const QString after = clause.match(m_sentence.after).captured(1);
        static const QRegularExpression somebody = wholeWords(u"somebody|anybody|someone|anyone|who|they|users?|people"_s);
        return !before.isEmpty() && !after.isEmpty() && before != after
               && (matches(Pattern::Person, before) || somebody.match(before).hasMatch());
    }

    // "Restarting one is fine." "Nothing goes out on a Friday."
    bool permits() const
    {
        static const QRegularExpression statement = wholeWords(
            u"(?:is|are) (?:fine|ok|okay|allowed|permitted|welcome|forbidden|not allowed)|nothing (?:goes|is)|"
            u"nobody|can be (?:opened|edited|changed|deleted|merged|sent|run)|may be (?:opened|edited|changed|deleted|sent|run)"_s);
        return statement.match(m_sentence.before).hasMatch() || statement.match(m_sentence.after).hasMatch();
    }

    // The forbidden thing is what the sentence is about: "Never mention …", not "… but do not change the meaning".
    bool forbidsAtOnce() const
    {
        static const diff::Expression start(
            u"^[-*+•\\d.)\\s]*(?:you )?(?:(?:must|should|may|can|do|shall)(?: not|n['’]t)|never|cannot|no|avoid|under no)\\b"_s,
            QRegularExpression::CaseInsensitiveOption);
        return start.isIn(m_sentence.before) || start.isIn(m_sentence.after);
    }

    // "Do not miss any idea", "the goal of this exercise is to …": how much care is taken, and what for.
    bool asksForCare() const
    {
        static const QRegularExpression care =
            wholeWords(u"(?:miss|overlook)(?: out)?(?: on)? (?:(?:any|a "
                       u"single|an?|the|key|important|relevant|of|these) ){0,3}(?:ideas?|insights?|"
                       u"details?|points?|facts?|items?|things?|anything|information|nuances?|sections?|"
                       u"examples?|names?|words?|quotes?|"
                       u"topics?|patterns?)|complain|ramble"_s,
                       u"^"_s);
        static const QRegularExpression aim(
            u"^[-*+•\\d.)\\s]*the (?:whole |entire |main |overall )?(?:goal|aim|purpose|point|idea)(?: [\\w'’-]+){0,5} is to\\b"_s,
            QRegularExpression::CaseInsensitiveOption);
        const auto asks = [](const QString &sentence) {
            return care.match(commandOf(sentence)).hasMatch() || aim.match(sentence).hasMatch();
        };
        const auto asksOrTells = [&asks](const QString &sentence) {
            return sentence.isEmpty() || asks(sentence) || isAboutAnswer(sentence);
        };
        return !m_profile.moderator && (asks(m_sentence.before) || asks(m_sentence.after))
               && asksOrTells(m_sentence.before) && asksOrTells(m_sentence.after);
    }

    bool laysDownOtherwise() const
    {
        if (aboutForm() || asksForCare())
            return false;
        // "At least 25 claims, and no more than 100": how many of them an answer lists.
        if (amounts() && answersOnly() && !timeOrMoney() && boundsOnly())
            return false;
        if (differs(Pattern::Limit) && (!answersOnly() || !whole() || forbidsAtOnce()))
            return true;
        if ((differs(Pattern::Obligation) || differs(Pattern::Permits)) && (!answersOnly() || (any(Pattern::When) && !whole())))
            return true;
        if (amounts() && (!answersOnly() || timeOrMoney()))
            return true;
        if (!whole() && !answersOnly() && termOf(m_sentence.before) != termOf(m_sentence.after))
            return true;
        if (m_sentence.listed && (m_sentence.underRules || m_profile.moderator) && !answersOnly())
            return true;
        if (m_sentence.otherContent && otherPeopleMeant())
            return true;
        if (answersOnly())
            return false;
        const bool reaches = reaching().match(commandOf(m_sentence.before)).hasMatch()
                             || reaching().match(commandOf(m_sentence.after)).hasMatch();
        return reaches || differs(Pattern::When) || declares(m_sentence.before) || declares(m_sentence.after);
    }

    // Without the bounds of its amounts the sentence has the same limits on both sides.
    bool boundsOnly() const
    {
        static const QRegularExpression bound = wholeWords(
            u"(?:and|but|or)? ?(?:(?:no|not) (?:more|fewer|less) than|at (?:least|most)|up to)(?= \\w+)"_s);
        const auto limits = [](QString sentence) { return captured(Pattern::Limit, sentence.remove(bound)); };
        return limits(m_sentence.before) == limits(m_sentence.after);
    }

    // "Within a month": how long somebody has, also where no number says it.
    static QString termOf(const QString &sentence)
    {
        static const QRegularExpression term = wholeWords(
            u"(?:within|for|after|before|by|until|in|every|up to|no later than) (?:(?:an?|the|the same|the "
            u"next|half an?|"
            u"each|every) )(?:working |business |calendar )?(?:minute|hour|day|night|week|fortnight|month|quarter|season|year)s?"_s);
        return term.match(sentence).captured().toLower();
    }

    bool timeOrMoney() const
    {
        static const QRegularExpression unit = wholeWords(
            u"days?|weeks?|months?|years?|hours?|minutes?|euros?|dollars?|pounds?|percent|€|\\$|%|kilos?|mg|ml|eur|usd|gbp"_s,
            u"(?<![A-Za-z])"_s);
        return unit.match(m_sentence.before).hasMatch() || unit.match(m_sentence.after).hasMatch();
    }

    const Reworded &m_sentence;
    const Profile &m_profile;
};

} // namespace

Judgement judgeConduct(const Reworded &sentence, const Profile &profile)
{
    // What stands in a template tag is logic, not conduct.
    static const QRegularExpression tag(u"\\{[^{}]*\\}"_s);
    if (!sentence.before.isEmpty() && QString(sentence.before).remove(tag) == QString(sentence.after).remove(tag))
        return {};
    return Conduct(sentence, profile).run();
}

bool isAboutAnswer(const QString &sentence)
{
    const QString command = commandOf(sentence);
    if (matches(Pattern::Context, sentence) || matches(Pattern::Context, command))
        return true;
    return answering().match(command).hasMatch() && !reaching().match(command).hasMatch();
}

bool amountsDiffer(const QString &before, const QString &after)
{
    // Neither the number of an entry nor that of a title is an amount.
    static const QRegularExpression title(u"^\\s*#{1,6}\\s+(?:\\d{1,3}[.):]?(?=\\s))?"_s);
    const auto amounts = [](const QString &sentence) {
        const qsizetype mark =
            std::max(diff::listMarkerLength(sentence), title.match(sentence).capturedLength());
        return captured(Pattern::Amount, sentence.mid(mark));
    };
    return !before.isEmpty() && !after.isEmpty() && amounts(before) != amounts(after);
}

} // namespace countersign::lanes
