// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/RuleWords.h"

#include "ui/shell/ChangeWords.h"

namespace countersign {

using namespace Qt::StringLiterals;

QString RuleWords::sentence(VoidRule rule)
{
    switch (rule) {
    case VoidRule::AuthorIsUnknown: return tr("The policy does not know this person, or she has left.");
    case VoidRule::RightMissing: return tr("The policy gives this person no role that may do this.");
    case VoidRule::RoleNotHeld: return tr("The person does not hold the role in which she spoke.");
    case VoidRule::ContributorMayNotApprove: return tr("Whoever wrote or edited a revision may not approve it.");
    case VoidRule::ServiceMayNotApprove: return tr("A service may not approve.");
    case VoidRule::StaleSubject: return tr("It had moved on after what the person had seen.");
    case VoidRule::StalePolicy: return tr("The policy had changed after what the person had seen.");
    case VoidRule::OldRevision: return tr("It was given for an older revision.");
    case VoidRule::ContentMismatch: return tr("It names other bytes than the revision or version has.");
    case VoidRule::NoteMismatch: return tr("The release note was another one than the one now in force.");
    case VoidRule::SubjectUnknown: return tr("What it is about does not exist.");
    case VoidRule::SubjectClosed: return tr("The change was accepted or withdrawn already.");
    case VoidRule::SubjectMismatch: return tr("What it says does not fit what it is about.");
    case VoidRule::RequirementUnmet: return tr("Something that the step needs was missing.");
    case VoidRule::VersionNotNew: return tr("The version exists already, or is not higher than the last one.");
    case VoidRule::VersionUnknown: return tr("That version was never accepted.");
    case VoidRule::OrderSkipped: return tr("The version does not run in the environment before.");
    case VoidRule::NothingToDo: return tr("It was so already.");
    case VoidRule::NeverRanThere: return tr("That version never ran in this environment.");
    case VoidRule::BaselineClosed: return tr("What was there at the beginning can only be recorded at the beginning.");
    case VoidRule::PolicyNotNext: return tr("The policy does not follow the one in force.");
    case VoidRule::LedgerMismatch: return tr("It belongs to another record.");
    case VoidRule::ForkSeen: return tr("The person had seen another history of this record.");
    case VoidRule::SignatureMissing: return tr("The policy asks for a signature, and there is no valid one.");
    case VoidRule::NotFirst: return tr("The record was opened before.");
    case VoidRule::NewerKind: return tr("A newer Countersign wrote it; this one does not know what it means.");
    case VoidRule::ReasonMissing: return tr("It needs a written reason.");
    case VoidRule::SecondPersonNeeded: return tr("It needs another person than the one who began it.");
    case VoidRule::LaneFixed: return tr("A change of the policy is always high risk.");
    case VoidRule::DelegationUnknown: return tr("No delegation that stands lets this person speak so.");
    case VoidRule::CannotOverride: return tr("It was not missing, or nobody may override it.");
    case VoidRule::LocksEverybodyOut:
        return tr("Nobody could change that policy again, and the event does not say that this is meant.");
    case VoidRule::ResultNotAcceptable:
        return tr("That result does not count, passes, plainly fails, or is not complete.");
    case VoidRule::LoginDiffers: return tr("It came from a login of the database that is not this person's.");
    }
    Q_UNREACHABLE_RETURN({});
}

QString RuleWords::sentence(const QString &ruleId)
{
    for (int rule = 0; rule <= static_cast<int>(VoidRule::LoginDiffers); ++rule) {
        if (toString(static_cast<VoidRule>(rule)) == ruleId) {
            return sentence(static_cast<VoidRule>(rule));
        }
    }
    return ruleId;
}

QString RuleWords::kind(const QString &eventKind)
{
    const QList<std::pair<QLatin1StringView, QString>> words = {
        {"ledger.opened"_L1, tr("the opening of the record")},
        {"baseline.recorded"_L1, tr("the record of what was there")},
        {"policy.changed"_L1, tr("a new policy")},
        {"change.opened"_L1, tr("a new change")},
        {"revision.submitted"_L1, tr("a revision")},
        {"note.written"_L1, tr("a release note")},
        {"review.given"_L1, tr("a review")},
        {"reviewer.named"_L1, tr("a named reviewer")},
        {"request.cleared"_L1, tr("a cleared demand for changes")},
        {"lane.raised"_L1, tr("a higher lane")},
        {"lane.lowering_proposed"_L1, tr("a proposal to lower the lane")},
        {"lane.lowered"_L1, tr("a lower lane")},
        {"opinion.recorded"_L1, tr("a second opinion")},
        {"requirement.overridden"_L1, tr("an override")},
        {"emergency.declared"_L1, tr("an emergency")},
        {"emergency.closed"_L1, tr("a closed emergency")},
        {"run.recorded"_L1, tr("a run of a suite")},
        {"result.accepted"_L1, tr("an accepted result")},
        {"case.graded"_L1, tr("a grade of a case")},
        {"spot_check.recorded"_L1, tr("a spot check")},
        {"delegation.given"_L1, tr("a delegation")},
        {"delegation.revoked"_L1, tr("a delegation taken back")},
        {"change.accepted"_L1, tr("the acceptance")},
        {"change.withdrawn"_L1, tr("a withdrawal")},
        {"comment.made"_L1, tr("a comment")},
        {"comment.resolved"_L1, tr("a settled comment")},
        {"release.made"_L1, tr("a release")},
        {"release.rolled_back"_L1, tr("a rollback")},
    };
    for (const auto &[name, word] : words) {
        if (eventKind == name) {
            return word;
        }
    }
    return eventKind.isEmpty() ? tr("an event that cannot be read") : eventKind;
}

QString RuleWords::subject(const WorkspaceView &view, const QString &subject)
{
    if (subject == policySubject()) {
        return tr("the policy");
    }
    for (const ChangeId &id : view.state.order) {
        if (subject == changeSubject(id)) {
            const Change *change = view.state.change(id);
            return change ? u"#%1"_s.arg(change->number) : subject;
        }
    }
    if (subject.startsWith("delegation/"_L1)) {
        return tr("a delegation");
    }
    const QStringList parts = subject.split(u'/');
    if (parts.size() >= 3 && parts.first() == "release"_L1) {
        return tr("%1 in %2").arg(parts.mid(2).join(u'/'),
                                  ChangeWords::environment(view, EnvironmentId{parts[1]}));
    }
    return subject;
}

QString RuleWords::readOnlyReason(const WorkspaceView &view)
{
    if (view.sync.phase == SyncPhase::Alarm) {
        return tr("The record at the shared place does not continue what was seen here. Nothing is written until that is cleared up.");
    }
    if (view.me.person.isEmpty()) {
        return view.me.email.isEmpty()
                ? tr("This repository has no user.name and user.email. You can read everything and write nothing.")
                : tr("The policy does not know %1. You can read everything and write nothing.").arg(view.me.email);
    }
    const Person *person = view.mePerson();
    if (!person || !person->active) {
        return tr("%1 has left, says the policy. You can read everything and write nothing.")
                .arg(view.personName(view.me.person));
    }
    return {};
}

} // namespace countersign
