// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lanes/Profile.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace countersign::lanes {

using namespace Qt::StringLiterals;

namespace {

// Enough to tell what a text is about.
constexpr qsizetype mostOfText = 60000;

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
        u"|screening|shortlist|eligib\\w+|resume|underwrit\\w+|reject\\w*|flag(?:ged)?|spam|malicious\\w*|fact-check\\w*"_s);

    const auto both = [&comparison](const QRegularExpression &expression) {
        int found = 0;
        for (const diff::SideText &side : comparison.sides)
            found = std::max(
                found, count(expression, QStringView(side.text).first(std::min(side.text.size(), mostOfText))));
        return found;
    };
    const int peopleCount = both(people);
    const int softwareCount = both(software);
    const QString lower = path.toLower();
    Profile profile;
    profile.engineering = softwareCount >= 5 && softwareCount > 2 * peopleCount;
    profile.customerFacing = peopleCount >= 2 && !profile.engineering;
    profile.guide =
        lower.contains(u"skill"_s) || lower.contains(u"instructions"_s) || lower.endsWith(u".mdc"_s);
    profile.judge = both(scoring) >= 3;
    // Several words of the trade, not one word often: a paper makes claims too.
    QSet<QString> terms;
    for (const diff::SideText &side : comparison.sides) {
        QRegularExpressionMatchIterator found =
            deciding.globalMatch(side.text.first(std::min(side.text.size(), mostOfText)));
        while (found.hasNext())
            terms.insert(found.next().captured().toLower());
    }
    profile.moderator = terms.size() >= 3 && both(deciding) >= 4;
    return profile;
}

} // namespace countersign::lanes
