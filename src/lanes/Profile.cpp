// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/Profile.h"

#include "lanes/Language.h"
#include "lanes/WordStarts.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QStringList>

#include <algorithm>
#include <array>
#include <bit>
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
               u"orchestrat\\w+|coordinate|sub-?agents?|specialists?|tool calls?|repository|monorepo|issue in a|refactors?|restructure|fix bugs|commits?|pull requests?"_s;
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
        // Told to look at one place by its text and not by an option of the match, which would be interpreted.
        m_expressions[subject].setPattern(u"\\G(?:"_s + words + u")(?!\\w)"_s);
        m_expressions[subject].setPatternOptions(QRegularExpression::CaseInsensitiveOption);
        const WordStarts starts(words);
        for (size_t start = 0; start < m_starts.size(); ++start)
            m_starts[start] |= static_cast<Subjects>(starts.test(start) ? 1U << subject : 0U);
    }

    [[nodiscard]] Subjects mayStand(size_t start) const { return m_starts[start]; }
    // Of a text that is valid UTF-16.
    [[nodiscard]] QRegularExpressionMatch match(size_t subject, QStringView text, qsizetype at) const
    {
        return m_expressions[subject].matchView(text, at, QRegularExpression::NormalMatch,
                                                QRegularExpression::DontCheckSubjectStringMatchOption);
    }

private:
    std::array<QRegularExpression, subjects> m_expressions;
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
            const auto words = std::ranges::stable_partition(phrases, [](const QString &its) {
                return its.contains(u' ') || its.contains(u'-') || its.contains(u'/');
            });
            m_words.add(subject, QStringList(words.begin(), words.end()));
            m_phrases.add(subject, QStringList(phrases.begin(), words.begin()));
        }
    }

    // Whole lines.
    void read(QStringView text, Tally &tally) const
    {
        // The expressions are run without looking at the whole text each time.
        if (!text.isValidUtf16())
            return;
        std::array<qsizetype, subjects> from{};
        for (qsizetype at = 0; at < text.size();) {
            const qsizetype end = wordEnd(text, at);
            const size_t start = WordStarts::startAt(text, at);
            const QStringView whole = text.sliced(at, end - at);
            tally.handedIn = tally.handedIn || whole == u"INPUT" || whole == u"OUTPUT";
            for (unsigned may = m_phrases.mayStand(start); may != 0; may &= may - 1) {
                const auto subject = static_cast<size_t>(std::countr_zero(may));
                if (at < from[subject])
                    continue;
                const QRegularExpressionMatch match = m_phrases.match(subject, text, at);
                if (match.hasMatch())
                    take(subject, match.captured().toLower(), match.capturedEnd(), tally, from);
            }
            if (const Subjects may = m_words.mayStand(start); may != 0 && end > at) {
                const Word &word = wordAt(text, at, end);
                for (unsigned its = word.subjects & may; its != 0; its &= its - 1) {
                    const auto subject = static_cast<size_t>(std::countr_zero(its));
                    if (at >= from[subject])
                        take(subject, word.lower, end, tally, from);
                }
            }
            at = std::max(end, at + 1);
        }
    }

private:
    struct Word
    {
        Subjects subjects = 0;
        QString lower = {};
    };

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

    static void take(size_t subject, const QString &term, qsizetype end, Tally &tally,
                     std::array<qsizetype, subjects> &from)
    {
        ++tally.count[subject];
        if (subject == Served || subject == Software || subject == Deciding)
            tally.terms[subject].insert(term);
        from[subject] = end;
    }

    // What single words are found in a word, which is the same wherever it stands: texts have the same ones over and over.
    const Word &wordAt(QStringView text, qsizetype at, qsizetype end) const
    {
        constexpr qsizetype mostKnown = 4096;
        thread_local QHash<QString, Word> known;
        thread_local QString lower;
        lower.resize(end - at);
        for (qsizetype i = at; i < end; ++i) {
            const char16_t unit = text[i].unicode();
            lower[i - at] = unit >= u'A' && unit <= u'Z' ? QChar(unit + 0x20) : QChar(unit);
        }
        const auto found = known.constFind(lower);
        if (found != known.cend())
            return *found;
        if (known.size() >= mostKnown)
            known.clear();
        // A key of its own: the other text is written over.
        Word word{.lower = QString(lower.constData(), lower.size())};
        for (size_t subject = 0; subject < subjects; ++subject) {
            const QRegularExpressionMatch match = m_words.match(subject, word.lower, 0);
            word.subjects |= static_cast<Subjects>(match.hasMatch() ? 1U << subject : 0U);
        }
        return *known.insert(word.lower, word);
    }

    SomeWords m_words; // that have no sign in them: one word of the text or none
    SomeWords m_phrases;
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
