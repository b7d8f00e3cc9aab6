// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/Profile.h"

#include "lanes/Language.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace countersign::lanes {

using namespace Qt::StringLiterals;

namespace {

// Enough to tell what a text is about.
constexpr qsizetype mostOfText = 20'000;

int count(const QRegularExpression &expression, QStringView text)
{
    int found = 0;
    QRegularExpressionMatchIterator matches = expression.globalMatchView(text);
    while (matches.hasNext()) {
        matches.next();
        ++found;
    }
    return found;
}

QRegularExpression words(const QString &alternatives)
{
    return QRegularExpression(u"(?<!\\w)(?:"_s + alternatives + u")(?!\\w)"_s,
                              QRegularExpression::CaseInsensitiveOption);
}

} // namespace

Profile profileOf(const diff::Comparison &comparison, const QString &path)
{
    static const QRegularExpression people = words(
        u"customers?|clients?|patients?|applicants?|callers?|guests?|passengers?|policyholders?|subscribers?|"
        u"shoppers?|tenants?"
        u"|borrowers?|members?|retailer|store assistant|advisers?|advisors?|claimants?|citizens?|students?|learners?"_s);
    // Who else can be served or decided about, and the trades in which that happens.
    static const QRegularExpression served = words(
        u"residents?|recipients?|senders?|visitors?|travell?ers?|insured|insurance|households?|donors?|drivers?|pupils?|"
        u"parents?|children|players?|landlords?|renters?|rent|letting|viewings?|flats?|bank|clinic|hospital|pharmacy|"
        u"airline|hotel|shop|telephone company|mobile network|tariff|parcels?|shipments?|bookings?|reservations?|refunds?|"
        u"medicine|prescriptions?|ward|nurses?|physicians?|doctors?|cvs?|recruiters?|vacanc(?:y|ies)|forum|"
        u"city|council|benefits?|permits?|teachers?|school|homework|graded|essays?|lawyers?|law|legal|tenancy|"
        u"canteen|dishes|restaurant|charity|gifts?|bills?|instalments?|payout|companion|somebody who|donations?|hotline|"
        u"employees?|handbook|dating app|online game|invest(?:ors?|ments?)|salary|vacation|suppliers?|haulage|"
        u"library|contracts?|provider|claims?|young people|counsell?ors?|flights?|members|loans?|lending|wellbeing|fitness|diet|products|shoppers?|accounts|cards|warehouse"_s);
    // Who acts by itself says so, or has something to act with.
    static const QRegularExpression acts = words(
        u"agent|agents|assistant that runs|autonomous\\w*|you can (?:read|run|use|call|access|write|edit)|responder|deployment|deploy|"
        u"orchestrat\\w+|coordinate|sub-?agents?|specialists?|tool calls?|repository|monorepo|issue in a|refactors?|restructure|fix bugs|commits?|pull requests?"_s);
    static const QRegularExpression software = words(
        u"code|codebase|functions?|apis?|tests?|class(?:es)?|repositor(?:y|ies)|components?|deploy\\w*|"
        u"kubernetes|python|typescript|javascript"
        u"|java|rust|golang|terraform|docker|git|github|commits?|pull "
        u"requests?|refactor\\w*|compil\\w+|bugs?|framework|database|sql"
        u"|debug\\w*|lint\\w*|cli|backend|frontend|css|html|ci/cd|pipelines?|microservices?|terminal|bash|shell|script"_s);
    static const QRegularExpression scoring = words(
        u"evaluation metric|evaluat(?:e|or|ion)|rubric|scor(?:e|es|ing)|grade|grading|rating|ratings|judge|criteria|rate the|tiers?"_s);
    static const QRegularExpression deciding = words(
        u"moderat\\w+|harmful|misinformation|disinformation|misleading|abus(?:e|ive)|hate|violations?|"
        u"applicants?|fraud\\w*|toxic\\w*|claims?|disputed|discredited"
        u"|posts?|comments?|take down|held back|banned?|block(?:ed)?|queue|screening|screen|recruiter|cvs?|shortlist|eligib\\w+|resume|underwrit\\w+|reject\\w*|flag(?:ged)?|spam|malicious\\w*|fact-check\\w*"_s);

    const auto both = [&comparison](const QRegularExpression &expression) {
        int found = 0;
        for (const diff::SideText &side : comparison.sides)
            found = std::max(
                found, count(expression, QStringView(side.text).first(std::min(side.text.size(), mostOfText))));
        return found;
    };
    const int peopleCount = both(people);
    const auto distinct = [&comparison](const QRegularExpression &expression) {
        QSet<QString> terms;
        for (const diff::SideText &side : comparison.sides) {
            QRegularExpressionMatchIterator found =
                expression.globalMatch(side.text.first(std::min(side.text.size(), mostOfText)));
            while (found.hasNext())
                terms.insert(found.next().captured().toLower());
        }
        return terms.size();
    };
    const int softwareCount = both(software);
    const QString lower = path.toLower();
    Profile profile;
    profile.engineering = softwareCount >= 5 && softwareCount > 2 * peopleCount;
    profile.customerFacing = peopleCount >= 2 && !profile.engineering;
    profile.guide =
        lower.contains(u"skill"_s) || lower.contains(u"instructions"_s) || lower.endsWith(u".mdc"_s);
    const int scoringCount = both(scoring);
    profile.judge = scoringCount >= 3;
    profile.rates = scoringCount >= 1;
    // Several words of the trade, not one word often: a paper makes claims too.
    profile.moderator = distinct(deciding) >= 3 && both(deciding) >= 4;
    // In a short prompt one word has to do.
    constexpr qsizetype shortText = 900;
    const qsizetype length = std::max(comparison.sides[0].text.size(), comparison.sides[1].text.size());
    // What is handed in and worked on serves nobody, whatever it is about.
    static const QRegularExpression transforms(u"^\\W*(?:INPUT|OUTPUT(?: INSTRUCTIONS| SECTIONS?)?)\\W*$"_s,
                                               QRegularExpression::MultilineOption);
    // "You chat with people who …", "help users book …"
    static const QRegularExpression addressed(
        u"\\b(?:you (?:can )?|assistant (?:for|of) )(?:chat with|talk (?:to|with)|answers?|helps?|supports?|advise|coach|tutor|explain "
        u"to|write to|assist|serve|greet) (?:\\w+ ){0,3}(?:people|who|whose|men|women|families|somebody|anybody|those|users? "
        u"(?:to )?(?:book|order|buy|pay|cancel|apply|choose|find a))\\b"
        u"|^You (?:answer|help|support|advise|assist|tutor|coach|greet|inform|chat with|talk to|write to) "
        u"(?!questions|queries|requests|issues|bugs|users|developers|engineers|programmers|teams|messages|prompts|agents|"
        u"problems|tasks|things|models)[a-z]{3,}s\\b"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::MultilineOption);
    const bool transforming = both(transforms) > 0;
    profile.customerFacing = profile.customerFacing && !transforming;
    // Code has blocks, flags and comments of its own.
    profile.moderator = profile.moderator && !transforming && !profile.guide && !profile.engineering;
    const qsizetype trade = distinct(served) + (peopleCount > 0 ? 1 : 0);
    profile.serving = !profile.engineering && !profile.guide && !transforming
                      && (profile.customerFacing || profile.moderator || (both(addressed) > 0 && softwareCount < 3)
                          || (trade >= (length < shortText ? 1 : 2) && trade > distinct(software)));
    profile.covered = isCovered(comparison.sides[0].text) && isCovered(comparison.sides[1].text);
    // Who works in a code base commits, builds and changes files.
    profile.acting = (profile.engineering && !profile.guide) || (lower.contains(u"agent"_s) || both(acts) >= 1);
    return profile;
}

} // namespace countersign::lanes
