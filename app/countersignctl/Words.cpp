// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Words.h"

#include "app/countersignctl/GateWords.h"

#include <QDateTime>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

QString people(const WorkspaceView &view, const QList<PrincipalId> &ids)
{
    QStringList names;
    for (const PrincipalId &id : ids) {
        names.append(view.personName(id));
    }
    return names.join(u", "_s);
}

QString roles(const QList<RoleId> &ids, const QString &between)
{
    QStringList names;
    for (const RoleId &id : ids) {
        names.append(id.value);
    }
    return names.join(between);
}

QString fields(const QList<NoteField> &missing)
{
    QStringList names;
    for (const NoteField field : missing) {
        names.append(toString(field));
    }
    return names.join(u", "_s);
}

QString place(const Error &error)
{
    return error.line > 0 ? u"line %1, column %2: "_s.arg(error.line).arg(error.column) : QString();
}

QString unsupportedWords(const QString &what)
{
    static const QHash<QString, QString> words = {
        {u"shallow"_s, u"the repository is a shallow clone; git fetch --unshallow brings the rest"_s},
        {u"partial-clone"_s, u"the repository is a partial clone; clone it without --filter"_s},
        {u"sha256"_s, u"the repository uses SHA-256 object names, which are not supported"_s},
        {u"reftable"_s, u"the repository keeps its references in a reftable, which is not supported"_s},
        {u"alternates"_s,
         u"the repository borrows objects from another one; git repack -a -d and remove its alternates"_s}};
    return words.value(what);
}

QString withDetail(const QString &words, const QString &detail)
{
    const QString more = detail.simplified();
    return more.isEmpty() ? words : words + u" ("_s + more + u')';
}

QString notFoundWords(const Error &error)
{
    if (error.subject == "path"_L1) {
        return u"%1 does not exist"_s.arg(error.detail);
    }
    if (error.subject == "repository"_L1) {
        return withDetail(u"this is not a git repository"_s, error.detail);
    }
    if (error.subject == "user.name"_L1 || error.subject == "user.email"_L1) {
        return u"git has no %1 here; set it with git config"_s.arg(error.subject);
    }
    if (error.subject == "environment"_L1 || error.subject == "prompt"_L1) {
        return u"there is no %1 %2"_s.arg(error.subject, error.detail);
    }
    if (error.subject == "pointer"_L1) {
        return u"no version runs of %1"_s.arg(error.detail);
    }
    return withDetail(u"%1 is not there"_s.arg(error.subject.isEmpty() ? u"it"_s : error.subject),
                      error.detail);
}

QString invalidWords(const Error &error)
{
    if (error.subject == "no-commits"_L1) {
        return u"the repository has no commits yet; commit something first"_s;
    }
    const QString about = error.subject.isEmpty() || error.subject == "yaml"_L1 ? QString() : error.subject;
    if (error.detail.isEmpty()) {
        return place(error)
               + (about.isEmpty() ? u"it cannot be accepted"_s : about + u" cannot be accepted"_s);
    }
    return place(error)
           + (about.isEmpty() ? error.detail.simplified() : about + u": "_s + error.detail.simplified());
}

} // namespace

QString nameOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NotFound:
        return u"not-found"_s;
    case ErrorCode::Conflict:
        return u"conflict"_s;
    case ErrorCode::Refused:
        return u"refused"_s;
    case ErrorCode::Corrupt:
        return u"corrupt"_s;
    case ErrorCode::Unavailable:
        return u"unavailable"_s;
    case ErrorCode::OutcomeUnknown:
        return u"outcome-unknown"_s;
    case ErrorCode::Canceled:
        return u"canceled"_s;
    case ErrorCode::Invalid:
        return u"invalid"_s;
    case ErrorCode::Unsupported:
        return u"unsupported"_s;
    case ErrorCode::Newer:
        return u"newer"_s;
    case ErrorCode::NotPermitted:
        return u"not-permitted"_s;
    case ErrorCode::NoSpace:
        return u"no-space"_s;
    case ErrorCode::Locked:
        return u"locked"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString nameOf(ChangeStatus status)
{
    switch (status) {
    case ChangeStatus::Review:
        return u"review"_s;
    case ChangeStatus::Accepted:
        return u"accepted"_s;
    case ChangeStatus::Withdrawn:
        return u"withdrawn"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString nameOf(ChangeStage stage)
{
    switch (stage) {
    case ChangeStage::Draft:
        return u"draft"_s;
    case ChangeStage::Review:
        return u"review"_s;
    case ChangeStage::Accepted:
        return u"accepted"_s;
    case ChangeStage::InEnvironment:
        return u"in-environment"_s;
    case ChangeStage::Live:
        return u"live"_s;
    case ChangeStage::RolledBack:
        return u"rolled-back"_s;
    case ChangeStage::Withdrawn:
        return u"withdrawn"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString nameOf(NextKind kind)
{
    switch (kind) {
    case NextKind::SendDraft:
        return u"send-draft"_s;
    case NextKind::AnswerReview:
        return u"answer-review"_s;
    case NextKind::AnswerComment:
        return u"answer-comment"_s;
    case NextKind::CompleteNote:
        return u"complete-note"_s;
    case NextKind::CatchUp:
        return u"catch-up"_s;
    case NextKind::Review:
        return u"review"_s;
    case NextKind::NameReviewer:
        return u"name-reviewer"_s;
    case NextKind::LookAgain:
        return u"look-again"_s;
    case NextKind::ConfirmLowering:
        return u"confirm-lowering"_s;
    case NextKind::Inconclusive:
        return u"inconclusive"_s;
    case NextKind::RunSuite:
        return u"run-suite"_s;
    case NextKind::SuiteFailed:
        return u"suite-failed"_s;
    case NextKind::AcceptResult:
        return u"accept-result"_s;
    case NextKind::Accept:
        return u"accept"_s;
    case NextKind::Release:
        return u"release"_s;
    case NextKind::PutInForce:
        return u"put-in-force"_s;
    case NextKind::CannotProceed:
        return u"cannot-proceed"_s;
    case NextKind::NewerCountersign:
        return u"newer-countersign"_s;
    case NextKind::Live:
        return u"live"_s;
    case NextKind::Superseded:
        return u"superseded"_s;
    case NextKind::RolledBack:
        return u"rolled-back"_s;
    case NextKind::Withdrawn:
        return u"withdrawn"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString nameOf(RequirementState state)
{
    switch (state) {
    case RequirementState::Satisfied:
        return u"satisfied"_s;
    case RequirementState::Unsatisfied:
        return u"unsatisfied"_s;
    case RequirementState::NotApplicable:
        return u"not-applicable"_s;
    case RequirementState::Overridden:
        return u"overridden"_s;
    case RequirementState::Inconclusive:
        return u"inconclusive"_s;
    case RequirementState::Error:
        return u"error"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString nameOf(AlarmKind kind)
{
    switch (kind) {
    case AlarmKind::RecordDiverged:
        return u"record-diverged"_s;
    case AlarmKind::ForeignEvents:
        return u"foreign-events"_s;
    case AlarmKind::UngovernedEdit:
        return u"ungoverned-edit"_s;
    case AlarmKind::RefusedEvent:
        return u"refused-event"_s;
    case AlarmKind::WithoutEffect:
        return u"without-effect"_s;
    case AlarmKind::LaneLowered:
        return u"lane-lowered"_s;
    case AlarmKind::Overridden:
        return u"overridden"_s;
    case AlarmKind::Emergency:
        return u"emergency"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString errorWords(const Error &error)
{
    const QString &about = error.subject;
    switch (error.code) {
    case ErrorCode::NotFound:
        return notFoundWords(error);
    case ErrorCode::Conflict:
        if (voidRuleFromString(about)) {
            return withDetail(ruleWords(about), error.detail);
        }
        return withDetail(u"%1 moved on since it was read"_s.arg(about.isEmpty() ? u"it"_s : about),
                          error.detail);
    case ErrorCode::Refused:
        if (about == "identity"_L1) {
            return u"%1 is not one of this repository's identities"_s.arg(error.detail);
        }
        return withDetail(ruleWords(about), error.detail);
    case ErrorCode::Corrupt:
        return withDetail(u"%1 is not what was written or seen before"_s.arg(about), error.detail);
    case ErrorCode::Unavailable:
        if (about == "certificate"_L1) {
            return withDetail(u"the server's certificate is not trusted"_s, error.detail);
        }
        if (about == "tls"_L1) {
            return withDetail(u"the server does not encrypt connections"_s, error.detail);
        }
        return withDetail(u"%1 cannot be reached"_s.arg(about), error.detail);
    case ErrorCode::OutcomeUnknown:
        return withDetail(
            u"it was sent to %1 and no answer came; look with countersignctl status before repeating it"_s
                .arg(about),
            error.detail);
    case ErrorCode::Canceled:
        return u"it was stopped"_s;
    case ErrorCode::Invalid:
        return invalidWords(error);
    case ErrorCode::Unsupported: {
        const QString words = unsupportedWords(about);
        return words.isEmpty() ? withDetail(u"%1 is not supported"_s.arg(about), error.detail) : words;
    }
    case ErrorCode::Newer:
        return withDetail(u"a newer Countersign wrote %1"_s.arg(about), error.detail);
    case ErrorCode::NotPermitted:
        if (about == "login"_L1) {
            return withDetail(u"the server does not let that login in"_s, error.detail);
        }
        if (about == "rights"_L1) {
            return withDetail(u"that login may not use the registry"_s, error.detail);
        }
        if (about == "own-programs"_L1) {
            return u"nothing was written: the configuration of %1 itself names programs that git would run there"_s
                .arg(error.detail);
        }
        return withDetail(u"the operating system or the shared place does not permit it: %1"_s.arg(about),
                          error.detail);
    case ErrorCode::NoSpace:
        return withDetail(u"there is no space left for %1"_s.arg(about), error.detail);
    case ErrorCode::Locked:
        return withDetail(u"%1 is locked by another program; see countersignctl doctor"_s.arg(about),
                          error.detail);
    }
    Q_UNREACHABLE_RETURN({});
}

QString ruleWords(const QString &id)
{
    const std::optional<VoidRule> rule = voidRuleFromString(id);
    if (id == lockOutSubject) {
        return u"once this policy is in force nobody could ever change it again"_s;
    }
    if (!rule) {
        return id.isEmpty() ? u"a rule says no"_s : id;
    }
    switch (*rule) {
    case VoidRule::AuthorIsUnknown:
        return u"the policy does not know this person, or the person has left"_s;
    case VoidRule::RightMissing:
        return u"the policy gives this person no role that may do this"_s;
    case VoidRule::RoleNotHeld:
        return u"the person does not hold that role"_s;
    case VoidRule::ContributorMayNotApprove:
        return u"whoever wrote or edited a revision may not approve it"_s;
    case VoidRule::ServiceMayNotApprove:
        return u"a service may not approve"_s;
    case VoidRule::StaleSubject:
        return u"it moved on since it was read"_s;
    case VoidRule::StalePolicy:
        return u"the policy changed since it was read"_s;
    case VoidRule::OldRevision:
        return u"it is not the current revision"_s;
    case VoidRule::ContentMismatch:
        return u"it names other bytes than the revision or version has"_s;
    case VoidRule::NoteMismatch:
        return u"the release note is another one than the one in force"_s;
    case VoidRule::SubjectUnknown:
        return u"what it is about does not exist"_s;
    case VoidRule::SubjectClosed:
        return u"the change was accepted or withdrawn already"_s;
    case VoidRule::SubjectMismatch:
        return u"what it says does not fit what it is about"_s;
    case VoidRule::RequirementUnmet:
        return u"something that this step needs is missing"_s;
    case VoidRule::VersionNotNew:
        return u"the version exists already, or is not higher than the last one"_s;
    case VoidRule::VersionUnknown:
        return u"that version was never accepted"_s;
    case VoidRule::OrderSkipped:
        return u"the version does not run in the environment before"_s;
    case VoidRule::NothingToDo:
        return u"it is so already"_s;
    case VoidRule::NeverRanThere:
        return u"that version never ran in this environment"_s;
    case VoidRule::BaselineClosed:
        return u"what was there at the beginning can only be recorded at the beginning"_s;
    case VoidRule::PolicyNotNext:
        return u"the policy does not follow the one in force"_s;
    case VoidRule::LedgerMismatch:
        return u"it belongs to another record"_s;
    case VoidRule::ForkSeen:
        return u"another history of this record was seen"_s;
    case VoidRule::SignatureMissing:
        return u"the policy asks for a signature, and there is no valid one"_s;
    case VoidRule::NotFirst:
        return u"the record was opened before"_s;
    case VoidRule::NewerKind:
        return u"a newer Countersign wrote it"_s;
    case VoidRule::ReasonMissing:
        return u"it needs a written reason"_s;
    case VoidRule::SecondPersonNeeded:
        return u"it needs another person than the one who began it"_s;
    case VoidRule::LaneFixed:
        return u"a change of the policy is always high"_s;
    case VoidRule::DelegationUnknown:
        return u"no delegation that stands lets this person speak so"_s;
    case VoidRule::CannotOverride:
        return u"it is not missing, or nobody may override it"_s;
    case VoidRule::LocksEverybodyOut:
        return u"nobody could ever change that policy again, and the event does not say that this is meant"_s;
    case VoidRule::ResultNotAcceptable:
        return u"that result does not count, passes, plainly fails, or is not complete"_s;
    case VoidRule::LoginDiffers:
        return u"it came from a login of the database that the policy does not give to this person"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString requirementWords(const WorkspaceView &view, const Requirement &requirement)
{
    const bool met = requirement.met();
    QString who = people(view, requirement.people);
    if (!requirement.spokeFor.isEmpty() || !requirement.keptSince.isEmpty()) {
        QStringList names;
        for (const PrincipalId &id : requirement.people) {
            const PrincipalId of = requirement.spokeFor.value(id);
            const int kept = requirement.keptSince.value(id);
            names.append(
                (of.isEmpty() ? view.personName(id) : view.personName(id) + u" for "_s + view.personName(of))
                + (kept > 0 ? u" (kept: only white space changed since revision %1)"_s.arg(kept) : QString()));
        }
        who = names.join(u", "_s);
    }
    if (requirement.state == RequirementState::Overridden) {
        return u"%1 was overridden by %2%3"_s.arg(requirement.id(), view.personName(requirement.overriddenBy),
                                                  requirement.emergency ? u" in an emergency"_s : QString());
    }
    switch (requirement.kind) {
    case RequirementKind::NamedReviewer:
        if (met) {
            return requirement.need == 0 ? u"no reviewer is named"_s : u"the named reviewer approved: %1"_s.arg(who);
        }
        return requirement.people.isEmpty() ? u"the author names a reviewer"_s
                                            : u"%1 was asked to review and has not approved"_s.arg(who);
    case RequirementKind::RegressionGate: {
        QStringList reasons;
        for (const GateReason reason : requirement.gate) {
            reasons.append(toString(reason));
        }
        if (requirement.suites.isEmpty()) {
            return requirement.gate.isEmpty()
                       ? u"no regression suite is asked for"_s
                       : u"a regression suite is asked for (%1), and none has passed"_s.arg(
                             reasons.join(u", "_s));
        }
        return gateWords(view, requirement);
    }
    case RequirementKind::RollbackOwnerNamed:
        return met ? u"a rollback owner is named"_s
                   : u"the note names nobody who may roll back in the last environment"_s;
    case RequirementKind::FollowUpClosed:
        return met ? u"no follow-up of an emergency is open"_s
                   : u"the follow-up of an emergency declared by %1 is not closed"_s.arg(who);
    case RequirementKind::NoteComplete:
        return met ? u"the release note is complete"_s
                   : u"the release note lacks %1"_s.arg(
                         requirement.fields.isEmpty() ? u"everything"_s : fields(requirement.fields));
    case RequirementKind::ApprovalCount:
        return u"%1 of %2 approvals are there"_s.arg(requirement.have).arg(requirement.need);
    case RequirementKind::ApprovalByRole:
    case RequirementKind::ApprovalByAnyRole: {
        const QString as = roles(requirement.roles, u" or "_s);
        if (met) {
            return u"approved as %1 by %2"_s.arg(as, who);
        }
        return requirement.waitingFor.isEmpty()
                   ? u"an approval as %1 is missing, and nobody could give it"_s.arg(as)
                   : u"an approval as %1 is missing"_s.arg(as);
    }
    case RequirementKind::OwnerApproval: {
        const QString about = requirement.section.isEmpty()
                                  ? requirement.path
                                  : u"\"%1\" of %2"_s.arg(requirement.section, requirement.path);
        const QString as = requirement.roles.isEmpty() ? people(view, requirement.waitingFor)
                                                       : roles(requirement.roles, u" and "_s);
        return met ? u"the owner of %1 approved"_s.arg(about)
                   : u"the owner of %1 has not approved: %2"_s.arg(about, as);
    }
    case RequirementKind::NoChangesAsked:
        return met ? u"nobody asks for changes"_s : u"%1 asks for changes"_s.arg(who);
    case RequirementKind::ThreadsResolved:
        return met ? u"every comment thread is settled"_s
                   : u"%1 comment threads are open"_s.arg(std::max(0, requirement.need - requirement.have));
    case RequirementKind::BaseCurrent:
        return met ? u"it is written against the accepted text"_s
                   : u"another version was accepted meanwhile"_s;
    case RequirementKind::RightHeld:
        return u"it takes a role of: %1"_s.arg(roles(requirement.roles, u", "_s));
    case RequirementKind::InEnvironmentBefore:
        return met ? u"it runs in %1"_s.arg(requirement.environment.value)
                   : u"it has to run in %1 first"_s.arg(requirement.environment.value);
    case RequirementKind::NotRunningYet:
        return met ? u"it does not run there yet"_s : u"it runs there already"_s;
    case RequirementKind::VersionAccepted:
        return met ? u"the version is accepted"_s : u"the version was never accepted"_s;
    case RequirementKind::StillEligible:
        return met ? u"who approved may still approve"_s : u"who approved lost the role: %1"_s.arg(who);
    }
    Q_UNREACHABLE_RETURN({});
}

QString missingWords(const WorkspaceView &view, const QList<Requirement> &requirements)
{
    QStringList words;
    for (const Requirement &requirement : requirements) {
        if (!requirement.met()) {
            words.append(requirementWords(view, requirement));
        }
    }
    return words.join(u"; "_s);
}

QString nextWords(const WorkspaceView &view, const Next &next)
{
    const QString first = next.people.isEmpty() ? u"somebody"_s : view.personName(next.people.first());
    const QString turn = next.yours ? u"you"_s : people(view, next.turnOf);
    const QString by = turn.isEmpty() ? QString() : u"; turn of "_s + turn;
    switch (next.kind) {
    case NextKind::SendDraft:
        return u"a draft on this machine is not sent"_s;
    case NextKind::AnswerReview:
        return u"%1 asks for changes: %2"_s.arg(first, next.quote);
    case NextKind::AnswerComment:
        return u"%1 wrote: %2"_s.arg(first, next.quote);
    case NextKind::CompleteNote:
        return u"the release note lacks %1"_s.arg(fields(next.fields)) + by;
    case NextKind::CatchUp:
        return u"the accepted text of %1 moved on; a new revision is needed"_s.arg(next.artifact.value);
    case NextKind::Review:
        return u"waits for an approval as %1"_s.arg(roles(next.roles, u" or "_s)) + by;
    case NextKind::NameReviewer:
        return u"a reviewer has to be named"_s + by;
    case NextKind::LookAgain:
        return u"%1 asked for changes, and a newer revision answers"_s.arg(first) + by;
    case NextKind::ConfirmLowering:
        return u"%1 proposes a lower lane: %2"_s.arg(first, next.quote) + by;
    case NextKind::Inconclusive:
        return u"a regression suite is asked for, and none has passed"_s + by;
    case NextKind::RunSuite:
        return u"no run of the suite %1 counts"_s.arg(next.artifact.value) + by;
    case NextKind::SuiteFailed:
        return u"the suite %1 fails; a new revision answers"_s.arg(next.artifact.value) + by;
    case NextKind::AcceptResult:
        return u"the suite %1 cannot decide it; somebody may accept that"_s.arg(next.artifact.value) + by;
    case NextKind::Accept:
        return u"can be accepted"_s + by;
    case NextKind::Release:
        return u"%1@%2 can go to %3"_s.arg(next.artifact.value, next.version.toString(),
                                           next.environment.value)
               + by;
    case NextKind::PutInForce:
        return u"the accepted policy is not in force yet"_s + by;
    case NextKind::CannotProceed:
        return u"nobody is left who could approve as %1"_s.arg(roles(next.roles, u" or "_s));
    case NextKind::NewerCountersign:
        return u"a newer Countersign wrote about it; it can only be read"_s;
    case NextKind::Live:
        return u"live"_s;
    case NextKind::Superseded:
        return u"a later version took its place"_s;
    case NextKind::RolledBack:
        return u"%1 took it back in %2: %3"_s.arg(first, next.environment.value, next.quote);
    case NextKind::Withdrawn:
        return u"withdrawn by %1"_s.arg(first);
    }
    Q_UNREACHABLE_RETURN({});
}

QString alarmWords(const WorkspaceView &view, const Alarm &alarm)
{
    switch (alarm.kind) {
    case AlarmKind::LaneLowered:
        return u"the lane of #%1 was lowered from %2 to %3 by %4: %5"_s.arg(
            QString::number(alarm.number), toString(alarm.from), toString(alarm.to), people(view, alarm.people),
            alarm.quote);
    case AlarmKind::Overridden:
        return u"%1 overrode %2 of #%3: %4"_s.arg(people(view, alarm.people), alarm.requirement,
                                                  QString::number(alarm.number), alarm.quote);
    case AlarmKind::Emergency:
        return u"the emergency that %1 declared for #%2 is not closed: %3"_s.arg(
            people(view, alarm.people), QString::number(alarm.number), alarm.quote);
    case AlarmKind::RecordDiverged:
        return u"the shared record does not continue what was seen here; nothing can be written: %1"_s.arg(
            alarm.error ? errorWords(*alarm.error) : QString());
    case AlarmKind::ForeignEvents:
        return u"%1 events were written by a newer Countersign"_s.arg(alarm.count);
    case AlarmKind::UngovernedEdit:
        return alarm.edit
                   ? u"%1 was edited outside of a change by %2: adopt or restore it"_s.arg(
                         alarm.edit->path, alarm.edit->author.isEmpty() ? u"somebody"_s : alarm.edit->author)
                   : QString();
    case AlarmKind::RefusedEvent:
        return alarm.pending ? u"%1 %2 was refused: %3"_s.arg(
                                   alarm.pending->kind, alarm.pending->id.toString(),
                                   alarm.pending->refused ? errorWords(*alarm.pending->refused) : QString())
                             : QString();
    case AlarmKind::WithoutEffect:
        return alarm.voided ? u"event %1, %2 by %3 about %4, had no effect: %5"_s.arg(
                                  QString::number(alarm.voided->seq), alarm.voided->kind,
                                  view.personName(alarm.voided->stamp.actor),
                                  subjectWords(view.state, alarm.voided->subject),
                                  ruleWords(toString(alarm.voided->rule)))
                            : QString();
    }
    Q_UNREACHABLE_RETURN({});
}

QString noticeWords(const QString &notice)
{
    const QString rest = notice.section(u':', 1);
    if (notice == "work-tree-left-alone"_L1) {
        return u"your work tree has changes and was left alone; git pull brings the accepted files"_s;
    }
    if (notice.startsWith("work-tree-aside:"_L1)) {
        return u"the work tree there has changes and was left alone; the files are on its branch %1"_s.arg(
            rest);
    }
    if (notice.startsWith("branch-protected:"_L1)) {
        return u"the governed branch is protected; the files are on the branch %1, open a pull request from it"_s
            .arg(rest);
    }
    if (notice == "branch-not-written"_L1) {
        return u"the files could not be written to the governed branch; they will be tried again"_s;
    }
    if (notice.startsWith("edited-outside:"_L1)) {
        return u"%1 was edited on the governed branch meanwhile and was left as it is"_s.arg(rest);
    }
    return notice;
}

QString treeWords(const QStringList &files)
{
    constexpr qsizetype most = 3;
    const QString rest = files.size() > most ? u" and %1 more"_s.arg(files.size() - most) : QString();
    return u"the readable tree is not what the events say: %1%2; countersignctl verify names the event. "
           u"Programs that read it "
           "at run time get other texts than the record has"_s.arg(
               files.first(std::min(files.size(), most)).join(u", "_s), rest);
}

QString warningWords(const PolicyWarning &warning)
{
    const QString role = roles(warning.roles, u" or "_s);
    const QString lane = toString(warning.lane);
    const QString holds =
        role.isEmpty() ? u"no role is named"_s : u"nobody who could act holds the role %1"_s.arg(role);
    switch (warning.gap) {
    case PolicyGap::LaneRole:
    case PolicyGap::LaneAnyRole:
        return u"%1 lane: it wants an approval as %2, and nobody who could give it holds that role"_s.arg(
            lane, role);
    case PolicyGap::LaneCount:
        return u"%1 lane: with its author it takes %2 people, and only %3 could approve"_s.arg(lane)
            .arg(warning.need)
            .arg(warning.have);
    case PolicyGap::LaneOwner:
        return u"%1 lane: its note must name a rollback owner, and nobody may roll back in %2"_s.arg(
            lane, warning.subject);
    case PolicyGap::OwnerRole:
        return u"owners of %1: nobody who could approve holds the role %2"_s.arg(warning.subject, role);
    case PolicyGap::OwnerAny:
        return u"owners of %1: nobody of them could approve"_s.arg(warning.subject);
    case PolicyGap::Administer:
        return u"nobody may put a policy in force: %1"_s.arg(holds);
    case PolicyGap::Write:
        return u"nobody may open a change: %1"_s.arg(holds);
    case PolicyGap::Accept:
        return u"nobody may accept a change: %1"_s.arg(holds);
    case PolicyGap::Deploy:
        return u"nobody may release into %1: %2"_s.arg(warning.subject, holds);
    case PolicyGap::RollBack:
        return u"nobody may roll back in %1: %2"_s.arg(warning.subject, holds);
    case PolicyGap::Lower:
        return u"%1 lane: nobody may confirm that a change leaves it: %2"_s.arg(lane, holds);
    case PolicyGap::Override:
        return u"nobody may override %1: %2"_s.arg(warning.subject, holds);
    case PolicyGap::Emergency:
        return u"nobody may declare an emergency: %1"_s.arg(holds);
    case PolicyGap::Audit:
        return u"nobody is shown overrides and emergencies or may close one: %1"_s.arg(holds);
    case PolicyGap::Delegate:
        return u"nobody has the role %1 to hand on"_s.arg(role);
    case PolicyGap::Keys:
        return u"signatures are required, and %1 has no key and could do nothing"_s.arg(warning.subject);
    case PolicyGap::Login:
        return u"logins are bound, and %1 has none and could do nothing in a database"_s.arg(warning.subject);
    }
    Q_UNREACHABLE_RETURN({});
}

QString timeWords(qint64 milliseconds)
{
    return milliseconds > 0
               ? QDateTime::fromMSecsSinceEpoch(milliseconds, QTimeZone::UTC).toString(Qt::ISODate)
               : QString();
}

QString ageWords(qint64 milliseconds)
{
    const qint64 seconds = std::max<qint64>(0, milliseconds / 1000);
    if (seconds < 120) {
        return u"%1 s"_s.arg(seconds);
    }
    if (seconds < 120 * 60) {
        return u"%1 min"_s.arg(seconds / 60);
    }
    return seconds < 48 * 3600 ? u"%1 h"_s.arg(seconds / 3600) : u"%1 days"_s.arg(seconds / (24 * 3600));
}

QString subjectWords(const State &state, const QString &subject)
{
    if (subject.startsWith("change/"_L1)) {
        const std::optional<EventId> id = EventId::fromString(QStringView(subject).mid(7));
        const Change *change = id ? state.change(*id) : nullptr;
        return change ? u"#%1"_s.arg(change->number) : subject;
    }
    if (subject.startsWith("release/"_L1)) {
        return u"%1 in %2"_s.arg(subject.section(u'/', 2), subject.section(u'/', 1, 1));
    }
    return subject;
}

} // namespace countersign::ctl
