// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/RuleText.h"

#include "ui/change/GateText.h"
#include "ui/change/RuleNames.h"
#include "ui/common/Text.h"
#include "ui/shell/ChangeWords.h"

#include <QHash>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

QString shortened(const QString &words, qsizetype most)
{
    const QString line = text::printableLine(words).simplified();
    return line.size() > most ? line.left(most - 1).trimmed() + u" …"_s : line;
}

QString sentenceStart(QString words)
{
    if (!words.isEmpty())
        words[0] = words[0].toUpper();
    return words;
}

// Of two long sentences the words that are not the same: "30" and "14". Short ones, and those that share nothing, stay.
std::pair<QString, QString> onlyDifferent(const QString &before, const QString &after)
{
    const QStringList a = before.simplified().split(u' ', Qt::SkipEmptyParts);
    const QStringList b = after.simplified().split(u' ', Qt::SkipEmptyParts);
    if (a.size() + b.size() < 8 || a.isEmpty() || b.isEmpty())
        return {before, after};
    qsizetype start = 0;
    while (start < a.size() && start < b.size() && a[start] == b[start])
        ++start;
    qsizetype same = 0;
    while (same < a.size() - start && same < b.size() - start && a[a.size() - 1 - same] == b[b.size() - 1 - same])
        ++same;
    if (start + same == 0)
        return {before, after};
    // The first few words that were replaced say most: "30" and "14" of a sentence that changed in two places.
    for (qsizetype sum = 1; sum <= 6; ++sum) {
        for (qsizetype i = 0; i <= sum; ++i) {
            const qsizetype at = start + i;
            const qsizetype other = start + sum - i;
            if (at + 1 < a.size() && other + 1 < b.size() && a[at] == b[other] && a[at + 1] == b[other + 1])
                return {a.mid(start, i).join(u' '), b.mid(start, sum - i).join(u' ')};
        }
    }
    return {a.mid(start, a.size() - start - same).join(u' '), b.mid(start, b.size() - start - same).join(u' ')};
}

} // namespace

QString RuleText::ruleName(const QString &rule)
{
    return RuleNames::of(rule).value_or(text::printableLine(rule));
}

bool RuleText::knowsRule(const QString &rule)
{
    return RuleNames::of(rule).has_value();
}

EntryRowData RuleText::finding(const FindingRecord &finding)
{
    EntryRowData row;
    row.key = u"%1|%2|%3|%4"_s.arg(finding.rule, finding.path, finding.before, finding.after);
    row.lane = ChangeWords::shapeOf(finding.lane);
    row.trailing = ruleName(finding.rule);
    row.why = RuleNames::why(finding.rule).value_or(QString());
    // What a team wrote beside the words it watches says more than the rule does.
    if (finding.rule.startsWith("watched."_L1) && !finding.why.isEmpty())
        row.why = text::printableLine(finding.why);
    if (finding.rule == "shared.consumers"_L1) {
        row.sentence = {{tr("%n other prompt(s) use it", nullptr, finding.why.toInt())}};
        return row;
    }
    if (finding.rule == "section.owned"_L1 && !finding.section.isEmpty()) {
        row.sentence = {{tr("“%1” is touched").arg(shortened(finding.section, 40))}};
        return row;
    }
    if (finding.before == finding.after && !finding.after.isEmpty()) {
        row.sentence = {{tr("“%1”").arg(shortened(finding.after, 44)), RunStyle::Quoted}};
        return row;
    }
    const auto [went, came] = onlyDifferent(finding.before, finding.after);
    // The verb at the end says most: what comes before it is kept short.
    const qsizetype most = went.isEmpty() || came.isEmpty() ? 26 : 30;
    const QString before = shortened(went, most);
    const QString after = shortened(came, most);
    if (!before.isEmpty() && !after.isEmpty()) {
        row.sentence = {{before, RunStyle::Quoted}, {tr(" became ")}, {after, RunStyle::Quoted}};
    } else if (!before.isEmpty()) {
        row.sentence = {{tr("“%1”").arg(before), RunStyle::Quoted}, {tr(" is gone")}};
    } else if (!after.isEmpty()) {
        row.sentence = {{tr("“%1”").arg(after), RunStyle::Quoted}, {tr(" is new")}};
    } else if (!finding.why.isEmpty()) {
        row.sentence = {{shortened(finding.why, 60)}};
    } else if (!finding.section.isEmpty()) {
        row.sentence = {{tr("In “%1”").arg(shortened(finding.section, 44))}};
    } else {
        // The rule is all there is to say: once.
        row.sentence = {{row.trailing}};
        row.trailing.clear();
    }
    return row;
}

QList<EntryRowData> RuleText::reasons(const QList<FindingRecord> &findings)
{
    QList<EntryRowData> rows;
    QHash<QString, qsizetype> known;          // sentence → row
    QList<QSet<QString>> places;              // the sentences of the prompt that each row was found in
    for (const FindingRecord &finding : findings) {
        const EntryRowData row = RuleText::finding(finding);
        const QString said = plain(row.sentence);
        const QString place = finding.path + u'\n' + finding.before + u'\n' + finding.after;
        const auto at = known.constFind(said);
        if (at == known.constEnd()) {
            known.insert(said, rows.size());
            rows.append(row);
            places.append({place});
        } else {
            places[*at].insert(place);
        }
    }
    for (qsizetype i = 0; i < rows.size(); ++i) {
        if (places[i].size() == 2)
            rows[i].sentence.append({tr(", twice")});
        else if (places[i].size() > 2)
            rows[i].sentence.append({tr(", %n times", nullptr, static_cast<int>(places[i].size()))});
    }
    return rows;
}

RequirementRowData RuleText::requirement(const WorkspaceView &view, const Requirement &requirement, bool mine)
{
    RequirementRowData row;
    row.key = requirement.id();
    row.yourTurn = mine && !requirement.met();
    switch (requirement.state) {
    case RequirementState::Satisfied: row.sign = Sign::Satisfied; break;
    case RequirementState::Unsatisfied: row.sign = row.yourTurn ? Sign::YourTurn : Sign::NotYet; break;
    case RequirementState::NotApplicable: row.sign = Sign::NotApplicable; break;
    case RequirementState::Overridden: row.sign = Sign::Overridden; break;
    case RequirementState::Inconclusive: row.sign = Sign::Inconclusive; break;
    case RequirementState::Error: row.sign = Sign::Error; break;
    }
    const QString roles = ChangeWords::roles(view, requirement.roles);
    QStringList speakers;
    for (const PrincipalId &id : requirement.people) {
        const PrincipalId of = requirement.spokeFor.value(id);
        speakers.append(of.isEmpty() ? view.personName(id) : tr("%1 for %2").arg(view.personName(id), view.personName(of)));
    }
    const QString who = text::people(speakers, 2);
    const auto byRole = [&](const QString &name) {
        if (requirement.met())
            return who.isEmpty() ? name : tr("%1: %2").arg(name, who);
        if (row.yourTurn)
            return tr("%1: your turn").arg(name);
        if (requirement.waitingFor.isEmpty())
            return tr("%1: nobody is left who could").arg(name);
        return tr("%1: nobody yet").arg(name);
    };
    if (!requirement.met() && !requirement.waitingFor.isEmpty())
        row.toolTip = tr("Could do it: %1").arg(ChangeWords::people(view, requirement.waitingFor, 6));
    if (!requirement.met() && !requirement.overriders.isEmpty()) {
        const QString may = tr("May override it: %1").arg(ChangeWords::roles(view, requirement.overriders));
        row.toolTip = row.toolTip.isEmpty() ? may : row.toolTip + u'\n' + may;
    }
    if (requirement.state == RequirementState::Overridden) {
        const QString by = text::printableLine(view.personName(requirement.overriddenBy));
        row.sentence = {{text::printableLine(requirement.emergency
                                                     ? tr("%1: let pass in an emergency by %2").arg(sentenceStart(requirementShort(view, requirement)), by)
                                                     : tr("%1: overridden by %2").arg(sentenceStart(requirementShort(view, requirement)), by))}};
        return row;
    }

    QString sentence;
    switch (requirement.kind) {
    case RequirementKind::NamedReviewer:
        if (requirement.met())
            sentence = tr("Asked to review: %1").arg(who);
        else if (requirement.people.isEmpty())
            sentence = tr("A reviewer is not named");
        else
            sentence = row.yourTurn ? tr("You were asked to review") : tr("%1 was asked to review").arg(who);
        if (!requirement.met() && requirement.people.isEmpty())
            row.sign = Sign::Missing;
        break;
    case RequirementKind::RegressionGate: {
        QStringList reasons;
        for (const GateReason reason : requirement.gate)
            reasons.append(gateReason(reason));
        sentence = GateText::sentence(view, requirement);
        if (!reasons.isEmpty())
            row.toolTip = tr("Asked for because of: %1").arg(reasons.join(u", "_s)) + (row.toolTip.isEmpty() ? QString() : u'\n' + row.toolTip);
        break;
    }
    case RequirementKind::RollbackOwnerNamed:
        sentence = requirement.state == RequirementState::NotApplicable ? tr("No rollback owner is asked for")
                : requirement.met()                                     ? tr("Rollback owner: %1").arg(who)
                                                                        : tr("Nobody is named who may roll back");
        if (!requirement.met())
            row.sign = Sign::Missing;
        break;
    case RequirementKind::FollowUpClosed:
        sentence = requirement.met() ? tr("No emergency is open") : tr("Emergency of %1 is not closed").arg(who);
        if (!requirement.met())
            row.sign = Sign::Warning;
        break;
    case RequirementKind::NoteComplete: {
        if (requirement.met()) {
            sentence = tr("Release note is complete");
            break;
        }
        QStringList missing;
        for (const NoteField field : requirement.fields)
            missing.append(ChangeWords::noteField(field));
        row.sign = Sign::Missing;
        sentence = missing.isEmpty() ? tr("Release note is missing") : tr("Release note: %1").arg(text::people(missing, 2));
        break;
    }
    case RequirementKind::ApprovalCount:
        sentence = requirement.met() ? tr("%n approval(s)", nullptr, requirement.have)
                                     : tr("%1 of %n approval(s)", nullptr, requirement.need).arg(text::number(qint64(requirement.have)));
        break;
    case RequirementKind::ApprovalByRole:
    case RequirementKind::ApprovalByAnyRole: sentence = byRole(roles); break;
    case RequirementKind::OwnerApproval: {
        const QString owner = roles.isEmpty() ? ChangeWords::people(view, requirement.waitingFor.isEmpty() ? requirement.people : requirement.waitingFor, 2) : roles;
        sentence = byRole(owner);
        row.toolTip = requirement.section.isEmpty() ? tr("Owner of %1").arg(requirement.path)
                                                    : tr("Owner of “%1” in %2").arg(requirement.section, requirement.path);
        break;
    }
    case RequirementKind::NoChangesAsked:
        if (requirement.met()) {
            sentence = tr("Nobody asks for changes");
        } else {
            row.sign = Sign::AsksForChanges;
            sentence = requirement.people.size() > 1 ? tr("%1 ask for changes").arg(who) : tr("%1 asks for changes").arg(who);
        }
        break;
    case RequirementKind::ThreadsResolved: {
        const int open = std::max(0, requirement.need - requirement.have);
        sentence = requirement.met() ? tr("Every thread is settled") : tr("%n thread(s) open", nullptr, open);
        if (!requirement.met())
            row.sign = Sign::Comment;
        break;
    }
    case RequirementKind::BaseCurrent:
        sentence = requirement.met() ? tr("Written against the accepted text") : tr("Another version was accepted meanwhile");
        if (!requirement.met())
            row.sign = Sign::Missing;
        break;
    case RequirementKind::RightHeld: sentence = tr("Right held by %1").arg(roles); break;
    case RequirementKind::InEnvironmentBefore: {
        const QString name = ChangeWords::environment(view, requirement.environment);
        sentence = requirement.met() ? tr("Runs in %1").arg(name) : tr("First in %1").arg(name);
        break;
    }
    case RequirementKind::NotRunningYet:
        sentence = requirement.met() ? tr("Does not run there yet") : tr("Runs there already");
        break;
    case RequirementKind::VersionAccepted:
        sentence = requirement.met() ? tr("Version is accepted") : tr("Version was never accepted");
        break;
    case RequirementKind::StillEligible:
        sentence = requirement.met() ? tr("Who approved may still approve") : tr("Who approved lost the role: %1").arg(who);
        if (!requirement.met())
            row.sign = Sign::Missing;
        break;
    }
    if (requirement.met() && !requirement.keptSince.isEmpty()) {
        QStringList kept;
        for (auto it = requirement.keptSince.cbegin(); it != requirement.keptSince.cend(); ++it)
            kept.append(tr("%1: kept, as only white space changed since revision %2")
                                .arg(view.personName(it.key()), text::number(qint64(it.value()))));
        row.toolTip = row.toolTip.isEmpty() ? kept.join(u'\n') : row.toolTip + u'\n' + kept.join(u'\n');
        const int since = *std::min_element(requirement.keptSince.cbegin(), requirement.keptSince.cend());
        sentence = tr("%1 – kept: only white space changed since revision %2")
                           .arg(sentence, text::number(qint64(since)));
    }
    row.sentence = {{text::printableLine(sentence)}};
    return row;
}

QString RuleText::gateReason(GateReason reason)
{
    switch (reason) {
    case GateReason::PolicyText: return tr("what it may promise");
    case GateReason::Source: return tr("sources");
    case GateReason::Model: return tr("model");
    case GateReason::Financial: return tr("financial workflow");
    case GateReason::Legal: return tr("legal workflow");
    case GateReason::CustomerVisible: return tr("seen by customers");
    case GateReason::History: return tr("rolled back before");
    }
    Q_UNREACHABLE_RETURN({});
}

QString RuleText::requirementShort(const WorkspaceView &view, const Requirement &requirement)
{
    switch (requirement.kind) {
    case RequirementKind::NamedReviewer: return tr("reviewer");
    case RequirementKind::RegressionGate: return tr("regression suite");
    case RequirementKind::RollbackOwnerNamed: return tr("rollback owner");
    case RequirementKind::FollowUpClosed: return tr("emergency");
    case RequirementKind::NoteComplete: return tr("note");
    case RequirementKind::ApprovalCount: return tr("approvals");
    case RequirementKind::ApprovalByRole:
    case RequirementKind::ApprovalByAnyRole:
    case RequirementKind::OwnerApproval: return ChangeWords::roles(view, requirement.roles).toLower();
    case RequirementKind::NoChangesAsked: return tr("no objection");
    case RequirementKind::ThreadsResolved: return tr("threads");
    case RequirementKind::BaseCurrent: return tr("base");
    case RequirementKind::RightHeld: return tr("right");
    case RequirementKind::InEnvironmentBefore: return ChangeWords::environment(view, requirement.environment);
    case RequirementKind::NotRunningYet: return tr("not running yet");
    case RequirementKind::VersionAccepted: return tr("version");
    case RequirementKind::StillEligible: return tr("approvers");
    }
    Q_UNREACHABLE_RETURN({});
}

QString RuleText::refusal(const WorkspaceView &view, const Void &refusal)
{
    const auto roleTitles = [&] {
        QStringList titles;
        for (const QString &id : refusal.detail.split(u',', Qt::SkipEmptyParts))
            titles.append(view.state.policy.roleTitle(RoleId{id.trimmed()}));
        return text::people(titles, 3);
    };
    switch (refusal.rule) {
    case VoidRule::AuthorIsUnknown: return tr("The policy does not know you, so you can only read.");
    case VoidRule::RightMissing: {
        const QString titles = roleTitles();
        return titles.isEmpty() ? tr("The policy gives nobody this right.") : tr("Only %1 may do this.").arg(titles);
    }
    case VoidRule::RoleNotHeld: return tr("You do not hold the role %1.").arg(roleTitles());
    case VoidRule::ContributorMayNotApprove: return tr("You wrote part of it, so others approve it.");
    case VoidRule::ServiceMayNotApprove: return tr("A service may not approve.");
    case VoidRule::StaleSubject: return tr("It moved on after you read it. Read it again.");
    case VoidRule::StalePolicy: return tr("The policy changed after you read it. Read it again.");
    case VoidRule::OldRevision: return tr("There is a newer revision.");
    case VoidRule::ContentMismatch: return tr("The bytes are not those of the revision.");
    case VoidRule::NoteMismatch: return tr("The release note is another one now.");
    case VoidRule::SubjectUnknown: return tr("It does not exist.");
    case VoidRule::SubjectClosed: return tr("It was accepted or withdrawn already.");
    case VoidRule::SubjectMismatch: return tr("It does not fit what it is about.");
    case VoidRule::RequirementUnmet: return tr("Something is still missing above.");
    case VoidRule::VersionNotNew: return tr("That version exists already.");
    case VoidRule::VersionUnknown: return tr("That version was never accepted.");
    case VoidRule::OrderSkipped:
        return tr("First it has to run in %1.").arg(ChangeWords::environment(view, EnvironmentId{refusal.detail}));
    case VoidRule::NothingToDo: return tr("It runs there already.");
    case VoidRule::NeverRanThere: return tr("That version never ran there.");
    case VoidRule::BaselineClosed: return tr("The beginning of the record is closed.");
    case VoidRule::PolicyNotNext: return tr("The policy does not follow the one in force.");
    case VoidRule::LedgerMismatch: return tr("It belongs to another record.");
    case VoidRule::ForkSeen: return tr("The record does not continue what you saw.");
    case VoidRule::SignatureMissing: return tr("The policy asks for a signature, and you have no key.");
    case VoidRule::NotFirst: return tr("The record was opened before.");
    case VoidRule::NewerKind: return tr("A newer Countersign wrote about it. Here it can only be read.");
    case VoidRule::ReasonMissing: return tr("It needs a written reason.");
    case VoidRule::SecondPersonNeeded: return tr("You began it, so another person has to do this.");
    case VoidRule::LaneFixed: return tr("A change of the policy is always high risk.");
    case VoidRule::DelegationUnknown: return tr("The delegation does not stand any more.");
    case VoidRule::CannotOverride: return tr("Nothing is missing that may be overridden.");
    case VoidRule::LocksEverybodyOut: return tr("Nobody could change that policy again.");
    case VoidRule::ResultNotAcceptable:
        return tr("There is no result here that a person may accept.");
    case VoidRule::LoginDiffers:
        return tr("The policy does not give your login of the database to you.");
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace countersign
