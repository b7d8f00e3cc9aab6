// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/Profile.h"

#include "diff/Expression.h"
#include "lanes/Language.h"
#include "lanes/WordStarts.h"

#include <QRegularExpression>
#include <QSet>
#include <QStringList>

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <vector>

namespace countersign::lanes {

using namespace Qt::StringLiterals;

namespace {

// Enough to tell what a text is about.
constexpr qsizetype mostOfText = 20'000;

enum Subject {
    People,
    Served, // who else can be served or decided about, and the trades in which that happens
    Acts,   // who acts by itself says so, or has something to act with
    Software,
    Scoring,
    Deciding,
};
constexpr size_t subjects = 6;

// Whole words, case ignored. None begins with anything but a letter or reaches over the end of a line.
QString wordsOf(size_t subject)
{
    switch (subject) {
    case People:
        return u"customers?|clients?|patients?|applicants?|callers?|guests?|passengers?|policyholders?|"
               u"subscribers?|"
               u"shoppers?|tenants?"
               u"|borrowers?|members?|retailer|store assistant|advisers?|advisors?|claimants?|citizens?|students?|learners?"_s;
    case Served:
        return u"residents?|recipients?|senders?|visitors?|travell?ers?|insured|insurance|households?|donors?"
               u"|drivers?|pupils?|"
               u"parents?|children|players?|landlords?|renters?|rent|letting|viewings?|flats?|bank|clinic|"
               u"hospital|pharmacy|"
               u"airline|hotel|shop|telephone company|mobile "
               u"network|tariff|parcels?|shipments?|bookings?|reservations?|refunds?|"
               u"medicine|prescriptions?|ward|nurses?|physicians?|doctors?|cvs?|recruiters?|vacanc(?:y|ies)|"
               u"forum|"
               u"city|council|benefits?|permits?|teachers?|school|homework|graded|essays?|lawyers?|law|legal|"
               u"tenancy|"
               u"canteen|dishes|restaurant|charity|gifts?|bills?|instalments?|payout|companion|somebody "
               u"who|donations?|hotline|"
               u"employees?|handbook|dating app|online "
               u"game|invest(?:ors?|ments?)|salary|vacation|suppliers?|haulage|"
               u"library|contracts?|provider|claims?|young people|counsell?ors?|flights?|members|loans?|lending|wellbeing|fitness|diet|products|shoppers?|accounts|cards|warehouse"_s;
    case Acts:
        return u"agent|agents|assistant that runs|autonomous\\w*|you can "
               u"(?:read|run|use|call|access|write|edit)|responder|deployment|deploy|"
               u"orchestrat\\w+|coordinate|sub-agents?|subagents?|specialists?|tool calls?|repository|monorepo|issue in a|refactors?|restructure|fix bugs|commits?|pull requests?"_s;
    case Software:
        return u"code|codebase|functions?|apis?|tests?|class(?:es)?|repositor(?:y|ies)|components?|deploy\\w*"
               u"|"
               u"kubernetes|python|typescript|javascript"
               u"|java|rust|golang|terraform|docker|git|github|commits?|pull "
               u"requests?|refactor\\w*|compil\\w+|bugs?|framework|database|sql"
               u"|debug\\w*|lint\\w*|cli|backend|frontend|css|html|ci/cd|pipelines?|microservices?|terminal|bash|shell|script"_s;
    case Scoring:
        return u"evaluation metric|evaluat(?:e|or|ion)|rubric|scor(?:e|es|ing)|grade|grading|rating|ratings|judge|criteria|rate the|tiers?"_s;
    case Deciding:
        return u"moderat\\w+|harmful|misinformation|disinformation|misleading|abus(?:e|ive)|hate|violations?|"
               u"applicants?|fraud\\w*|toxic\\w*|claims?|disputed|discredited"
               u"|posts?|comments?|take down|held back|banned?|block(?:ed)?|queue|screening|screen|recruiter|cvs?|shortlist|eligib\\w+|resume|underwrit\\w+|reject\\w*|flag(?:ged)?|spam|malicious\\w*|fact-check\\w*"_s;
    default:
        return {};
    }
}

// What a text says about each subject.
struct Tally
{
    std::array<int, subjects> count{};
    std::array<QSet<QString>, subjects> terms; // different ones, lower case; of those that are asked for
    bool handedIn = false;                     // whether INPUT or OUTPUT stands somewhere
};

using Subjects = quint8; // a bit for each

// The alternatives of an expression that are not inside of a group.
QStringList alternativesOf(const QString &words)
{
    QStringList result(1);
    int depth = 0;
    for (const QChar c : words) {
        depth += c == u'(' ? 1 : c == u')' ? -1 : 0;
        if (c == u'|' && depth == 0)
            result.append(QString());
        else
            result.last() += c;
    }
    return result;
}

// Some of the words of each subject: where they may stand, told by their first letters, and the expressions of them.
class SomeWords
{
public:
    SomeWords() : m_starts(WordStarts::count) {}

    void add(size_t subject, const QStringList &alternatives)
    {
        if (alternatives.isEmpty())
            return;
        const QString words = alternatives.join(u'|');
        m_expressions[subject].emplace(u"^(?:"_s + words + u")(?!\\w)"_s,
                                       QRegularExpression::CaseInsensitiveOption);
        const WordStarts starts(words);
        for (size_t start = 0; start < m_starts.size(); ++start)
            m_starts[start] |= static_cast<Subjects>(starts.test(start) ? 1U << subject : 0U);
    }

    [[nodiscard]] Subjects mayStand(size_t start) const { return m_starts[start]; }
    [[nodiscard]] const Subjects *starts() const { return m_starts.data(); } ///< by the start of a word
    // How much of a text one of them takes from its beginning; 0 when it begins with none.
    [[nodiscard]] qsizetype lengthIn(size_t subject, QStringView text) const
    {
        const auto found = m_expressions[subject] ? m_expressions[subject]->find(text) : std::nullopt;
        return found ? found->length : 0;
    }

private:
    std::array<std::optional<diff::Expression>, subjects> m_expressions;
    std::vector<Subjects> m_starts; // by the start of a word
};

// Looks for the words of all subjects in one walk over a text.
class Vocabulary
{
public:
    Vocabulary()
    {
        for (size_t subject = 0; subject < subjects; ++subject) {
            QStringList phrases = alternativesOf(wordsOf(subject));
            const auto words =
                std::ranges::stable_partition(phrases, [](const QString &its) { return joint(its) >= 0; });
            m_words.add(subject, QStringList(words.begin(), words.end()));
            const QStringList several(phrases.begin(), words.begin());
            m_phrases.add(subject, several);
            addSeconds(subject, several);
        }
    }

    // Whole lines.
    void read(QStringView text, Tally &tally) const
    {
        std::array<qsizetype, subjects> from{};
        const char16_t *units = text.utf16();
        const Subjects *phrases = m_phrases.starts();
        const Subjects *words = m_words.starts();
        for (qsizetype at = 0; at < text.size();) {
            // Nothing begins with a sign or a digit, and between words there is little else.
            const size_t first = WordStarts::classOf(units[at]);
            const qsizetype end = wordEnd(text, at);
            if (first == WordStarts::otherAscii) {
                at = std::max(end, at + 1);
                continue;
            }
            const size_t start = WordStarts::startAt(text, at);
            tally.handedIn = tally.handedIn || isHandedIn(text, at, end);
            for (unsigned may = phrases[start] != 0 ? mayBeginPhrase(text, start, end) : 0U; may != 0;
                 may &= may - 1) {
                const auto subject = static_cast<size_t>(std::countr_zero(may));
                if (at < from[subject])
                    continue;
                const qsizetype length = m_phrases.lengthIn(subject, text.sliced(at));
                if (length > 0)
                    take(subject, text.sliced(at, length), at + length, tally, from);
            }
            if (words[start] != 0 && end > at) {
                for (unsigned its = subjectsOf(text.sliced(at, end - at), words[start]); its != 0;
                     its &= its - 1) {
                    const auto subject = static_cast<size_t>(std::countr_zero(its));
                    if (at >= from[subject])
                        take(subject, text.sliced(at, end - at), end, tally, from);
                }
            }
            at = std::max(end, at + 1);
        }
    }

private:
    // Where the first word of a phrase ends; -1 in a single word.
    static qsizetype joint(QStringView phrase)
    {
        const auto sign = std::ranges::find_if(phrase, isJoint);
        return sign == phrase.end() ? -1 : sign - phrase.begin();
    }

    static bool isJoint(QChar sign) { return sign == u' ' || sign == u'-' || sign == u'/'; }

    // What may stand behind the first word of a phrase and one sign.
    void addSeconds(size_t subject, const QStringList &phrases)
    {
        QStringList seconds;
        for (const QString &phrase : phrases)
            seconds.append(phrase.sliced(joint(phrase) + 1));
        const WordStarts starts(seconds.join(u'|'));
        for (size_t start = 0; start < m_seconds.size(); ++start)
            m_seconds[start] |= static_cast<Subjects>(starts.test(start) ? 1U << subject : 0U);
    }

    // The subjects of which a phrase may begin with the word that ends at `end`.
    [[nodiscard]] unsigned mayBeginPhrase(QStringView text, size_t start, qsizetype end) const
    {
        const unsigned may = m_phrases.mayStand(start);
        if (may == 0 || end >= text.size())
            return 0;
        if (text[end].unicode() > 0x7f) // can be a letter of ASCII when case is left aside
            return may;
        if (!isJoint(text[end]))
            return 0;
        return may & m_seconds[WordStarts::startAt(text, end + 1)];
    }

    static bool isHandedIn(QStringView text, qsizetype at, qsizetype end)
    {
        const qsizetype size = end - at;
        if ((size != 5 && size != 6) || (text[at] != u'I' && text[at] != u'O'))
            return false;
        const QStringView word = text.sliced(at, size);
        return word == u"INPUT" || word == u"OUTPUT";
    }

    static qsizetype wordEnd(QStringView text, qsizetype at)
    {
        const char16_t *units = text.utf16();
        while (at < text.size()) {
            const char16_t unit = units[at];
            const bool letter = (unit | 0x20U) >= u'a' && (unit | 0x20U) <= u'z' && unit < 0x80;
            if (!letter && (unit < u'0' || unit > u'9') && unit != u'_')
                break;
            ++at;
        }
        return at;
    }

    static void take(size_t subject, QStringView term, qsizetype end, Tally &tally,
                     std::array<qsizetype, subjects> &from)
    {
        ++tally.count[subject];
        if (subject == Served || subject == Software || subject == Deciding)
            tally.terms[subject].insert(term.toString().toLower());
        from[subject] = end;
    }

    // The subjects among `may` that a word speaks of, which are the same wherever it stands: texts have the same words
    // over and over.
    unsigned subjectsOf(QStringView word, Subjects may) const
    {
        struct Known
        {
            quint64 key = 0;
            Subjects subjects = 0;
        };
        constexpr int keptBits = 12;
        thread_local std::array<Known, size_t{1} << keptBits> known;
        const quint64 key = keyOf(word);
        if (key == 0)
            return lookUp(word, may);
        Known &its = known[(key * 0x9E3779B97F4A7C15U) >> (64 - keptBits)];
        if (its.key != key)
            its = {.key = key, .subjects = lookUp(word, may)};
        return its.subjects;
    }

    Subjects lookUp(QStringView word, Subjects may) const
    {
        Subjects found = 0;
        for (unsigned left = may; left != 0; left &= left - 1) {
            const int subject = std::countr_zero(left);
            found |= static_cast<Subjects>(
                m_words.lengthIn(static_cast<size_t>(subject), word) > 0 ? 1U << subject : 0U);
        }
        return found;
    }

    // A number for a word of a few letters of ASCII, whatever their case; 0 for any other.
    static quint64 keyOf(QStringView word)
    {
        constexpr qsizetype mostLetters = 12; // of five bits each
        if (word.size() > mostLetters)
            return 0;
        quint64 key = 0;
        for (const QChar c : word) {
            const unsigned letter = (c.unicode() | 0x20U) - (u'a' - 1U);
            if (letter < 1 || letter > 26 || c.unicode() > 0x7f)
                return 0;
            key = key << 5 | letter;
        }
        return key;
    }

    SomeWords m_words; // that have no sign in them: one word of the text or none
    SomeWords m_phrases; // whose first word and one sign are always there
    std::vector<Subjects> m_seconds =
        std::vector<Subjects>(WordStarts::count); // by the start of the next word
};

// Two texts as the lines that both begin with, those that differ, and those that both end with.
struct Parts
{
    QStringView head = {};
    std::array<QStringView, 2> middle = {};
    QStringView tail = {};
};

Parts partsOf(QStringView left, QStringView right)
{
    const auto [leftEnd, rightEnd] = std::ranges::mismatch(left, right);
    const qsizetype head = left.first(leftEnd - left.begin()).lastIndexOf(u'\n') + 1;
    const QStringView leftRest = left.sliced(head);
    const QStringView rightRest = right.sliced(head);
    qsizetype alike = 0;
    const qsizetype most = std::min(leftRest.size(), rightRest.size());
    while (alike < most && leftRest[leftRest.size() - 1 - alike] == rightRest[rightRest.size() - 1 - alike])
        ++alike;
    const qsizetype lineEnd = leftRest.last(alike).indexOf(u'\n');
    const qsizetype tail = lineEnd < 0 ? 0 : alike - lineEnd - 1;
    return {.head = left.first(head),
            .middle = {leftRest.chopped(tail), rightRest.chopped(tail)},
            .tail = leftRest.last(tail)};
}

QStringView beginning(const QString &text)
{
    QStringView view = QStringView(text).first(std::min(text.size(), mostOfText));
    if (view.size() < text.size() && view.last().isHighSurrogate())
        view.chop(1);
    return view;
}

} // namespace

Profile profileOf(const diff::Comparison &comparison, const QString &path)
{
    static const Vocabulary vocabulary;
    const std::array<QStringView, 2> texts{beginning(comparison.sides[0].text),
                                           beginning(comparison.sides[1].text)};
    // What both have in common is read once.
    const Parts parts = partsOf(texts[0], texts[1]);
    Tally common;
    LanguageSigns commonSigns;
    for (const QStringView part : {parts.head, parts.tail}) {
        vocabulary.read(part, common);
        commonSigns += signsOf(part);
    }
    std::array<Tally, 2> own;
    for (size_t side = 0; side < own.size(); ++side)
        vocabulary.read(parts.middle[side], own[side]);

    const auto both = [&](Subject subject) {
        return common.count[subject] + std::max(own[0].count[subject], own[1].count[subject]);
    };
    const auto distinct = [&](Subject subject) {
        QSet<QString> terms = common.terms[subject];
        return terms.unite(own[0].terms[subject]).unite(own[1].terms[subject]).size();
    };
    const auto anyMatch = [&texts](const QRegularExpression &expression) {
        return std::ranges::any_of(
            texts, [&expression](QStringView text) { return expression.matchView(text).hasMatch(); });
    };
    const auto isCoveredAt = [&](size_t side) {
        LanguageSigns signs = signsOf(parts.middle[side]);
        signs += commonSigns;
        return isCovered(signs);
    };
    const int peopleCount = both(People);
    const int softwareCount = both(Software);
    const QString lower = path.toLower();
    Profile profile;
    profile.engineering = softwareCount >= 5 && softwareCount > 2 * peopleCount;
    profile.customerFacing = peopleCount >= 2 && !profile.engineering;
    profile.guide =
        lower.contains(u"skill"_s) || lower.contains(u"instructions"_s) || lower.endsWith(u".mdc"_s);
    const int scoringCount = both(Scoring);
    profile.judge = scoringCount >= 3;
    profile.rates = scoringCount >= 1;
    // Several words of the trade, not one word often: a paper makes claims too.
    profile.moderator = distinct(Deciding) >= 3 && both(Deciding) >= 4;
    // In a short prompt one word has to do.
    constexpr qsizetype shortText = 900;
    const qsizetype length = std::max(comparison.sides[0].text.size(), comparison.sides[1].text.size());
    // What is handed in and worked on serves nobody, whatever it is about.
    static const QRegularExpression transforms(u"^\\W*(?:INPUT|OUTPUT(?: INSTRUCTIONS| SECTIONS?)?)\\W*$"_s,
                                               QRegularExpression::MultilineOption);
    // "You chat with people who …", "help users book …"
    static const QRegularExpression addressed(
        u"\\b(?:you (?:can )?|assistant (?:for|of) )(?:chat with|talk "
        u"(?:to|with)|answers?|helps?|supports?|advise|coach|tutor|explain "
        u"to|write to|assist|serve|greet) (?:\\w+ "
        u"){0,3}(?:people|who|whose|men|women|families|somebody|anybody|those|users? "
        u"(?:to )?(?:book|order|buy|pay|cancel|apply|choose|find a))\\b"
        u"|^You (?:answer|help|support|advise|assist|tutor|coach|greet|inform|chat with|talk to|write to) "
        u"(?!questions|queries|requests|issues|bugs|users|developers|engineers|programmers|teams|messages|"
        u"prompts|agents|"
        u"problems|tasks|things|models)[a-z]{3,}s\\b"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::MultilineOption);
    const bool transforming = (common.handedIn || own[0].handedIn || own[1].handedIn) && anyMatch(transforms);
    profile.customerFacing = profile.customerFacing && !transforming;
    // Code has blocks, flags and comments of its own.
    profile.moderator = profile.moderator && !transforming && !profile.guide && !profile.engineering;
    const qsizetype trade = distinct(Served) + (peopleCount > 0 ? 1 : 0);
    profile.serving = !profile.engineering && !profile.guide && !transforming
                      && (profile.customerFacing || profile.moderator
                          || (trade >= (length < shortText ? 1 : 2) && trade > distinct(Software))
                          || (softwareCount < 3 && anyMatch(addressed)));
    profile.covered = isCoveredAt(0) && isCoveredAt(1);
    // Who works in a code base commits, builds and changes files.
    profile.acting =
        (profile.engineering && !profile.guide) || (lower.contains(u"agent"_s) || both(Acts) >= 1);
    return profile;
}

} // namespace countersign::lanes
