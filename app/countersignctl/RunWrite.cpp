// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/NoteInput.h"
#include "app/countersignctl/Receipt.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Shapes.h"
#include "app/countersignctl/Words.h"
#include "domain/PolicyReview.h"
#include "services/PolicyYaml.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

/// A workspace and the change that the first word names.
struct Subject
{
    SessionPointer session = {};
    Change change = {};
};

Task<Result<Subject>> openChange(Context &context)
{
    Result<SessionPointer> session = co_await openSession(context);
    if (!session) {
        co_return std::unexpected(session.error());
    }
    Result<Change> change = (*session)->change(context.invocation.operand(0));
    if (!change) {
        co_return std::unexpected(change.error());
    }
    Subject subject;
    subject.session = *std::move(session);
    subject.change = *std::move(change);
    co_return subject;
}

QString named(const Context &context)
{
    const QString word = context.invocation.operand(0);
    return u"change "_s + (word.startsWith(u'#') || word.startsWith("e:"_L1) ? word : u'#' + word);
}

/// What is missing, in words, when that is why it was refused.
Error explained(const Error &error, const WorkspaceView &view, const QList<Requirement> &requirements)
{
    Error told = error;
    const bool unmet = error.subject == toString(VoidRule::RequirementUnmet)
                       || error.subject == toString(VoidRule::OrderSkipped);
    const QString missing = unmet ? missingWords(view, requirements) : QString();
    if (!missing.isEmpty()) {
        told.detail = missing;
    }
    return told;
}

Result<EventId> eventIn(const QString &word)
{
    const std::optional<EventId> id = EventId::fromString(word);
    return id ? Result<EventId>(*id) : failure(ErrorCode::Invalid, word, u"is no event id"_s);
}

/// Where words of a revision's file stand.
Task<Result<Anchor>> anchorOf(Context &context, Session &session, const Change &change)
{
    Anchor anchor{.path = context.value("path")};
    if (!context.has("words") && !context.has("path")) {
        co_return anchor;
    }
    const Revision *revision = change.revision();
    const FileChange *file = nullptr;
    if (revision) {
        for (const FileChange &candidate : revision->data.files) {
            const bool only = anchor.path.isEmpty() && revision->data.files.size() == 1;
            if (only || candidate.path == anchor.path || candidate.artifact.value == anchor.path) {
                file = &candidate;
            }
        }
    }
    if (!file) {
        co_return failure(ErrorCode::NotFound, anchor.path.isEmpty() ? u"--path"_s : anchor.path,
                          u"the revision has no such file"_s);
    }
    anchor.path = file->path;
    if (!context.has("words")) {
        co_return anchor;
    }
    const Result<QByteArray> bytes = co_await answerOf(session.workspace().content(file->after));
    if (!bytes) {
        co_return std::unexpected(bytes.error());
    }
    const QString text = QString::fromUtf8(*bytes);
    const QString words = context.value("words");
    const qsizetype start = words.isEmpty() ? -1 : text.indexOf(words);
    if (start < 0 || text.indexOf(words, start + 1) >= 0) {
        co_return failure(ErrorCode::Invalid, u"--words"_s,
                          u"must stand in %1 exactly once"_s.arg(anchor.path));
    }
    anchor.start = start;
    anchor.length = words.size();
    co_return anchor;
}

/// Says what nobody could give once the policy of a change is in force. Refuses when it locks everybody out, unless the person
/// says that this is meant. Nothing for other changes.
Task<Result<bool>> weighPolicy(Context &context, Session &session, const Change &change)
{
    const Revision *revision = change.revision();
    const QList<FileChange> files = revision ? revision->data.files : QList<FileChange>();
    const auto file = std::ranges::find(files, ArtifactKind::Policy, &FileChange::kind);
    if (file == files.cend() || file->after.isNull()) {
        co_return true;
    }
    const Result<QByteArray> yaml = co_await answerOf(session.workspace().content(file->after));
    if (!yaml) {
        co_return std::unexpected(yaml.error());
    }
    const Result<Policy> policy = policyFromYaml(*yaml);
    if (!policy) {
        // What is no policy cannot be put in force, and says so then.
        co_return true;
    }
    for (const PolicyWarning &warning : policyWarnings(*policy)) {
        context.out.notice(u"warning: "_s + warningWords(warning));
    }
    if (locksEverybodyOut(*policy) && !context.has("despite-lock-out")) {
        co_return failure(ErrorCode::Refused,
                          u"once this policy is in force nobody could ever change it again"_s,
                          u"give --despite-lock-out when that is meant"_s);
    }
    co_return true;
}

} // namespace

Task<ExitStatus> runNote(Context &context)
{
    const QString act = u"the release note of %1 was not written"_s.arg(named(context));
    if (!hasNoteOptions(context)) {
        co_return misuse(context, u"give --note FILE or at least one answer"_s);
    }
    const Result<Subject> subject = co_await openChange(context);
    if (!subject) {
        co_return fail(context, act, subject.error());
    }
    Session &session = *subject->session;
    const Change &change = subject->change;
    const Revision *revision = change.revision();
    const Result<NoteDraft> note =
        noteFrom(context, session, revision ? session.view()->noteOf(*revision) : NoteDraft{});
    if (!note) {
        co_return fail(context, act, note.error());
    }
    const Result<WriteReceipt> receipt = co_await answerOf(session.workspace().writeNote(change.id, *note));
    if (!receipt) {
        co_return fail(context, act, receipt.error());
    }
    printChangeReceipt(context, session, u"note-written"_s,
                       u"Wrote the release note of %1."_s.arg(numberOf(change)), *receipt, change.id);
    co_return ExitStatus::Done;
}

Task<ExitStatus> runReview(Context &context)
{
    const bool approves = context.invocation.command->id == CommandId::Approve;
    const QString act =
        named(context) + (approves ? u" was not approved"_s : u": changes were not asked for"_s);
    const Result<Subject> subject = co_await openChange(context);
    if (!subject) {
        co_return fail(context, act, subject.error());
    }
    Session &session = *subject->session;
    const Change &change = subject->change;
    const ViewPointer view = session.view();
    const Revision *revision = change.revision();
    if (!revision) {
        const Error error{.code = ErrorCode::NotFound, .subject = u"a revision"_s};
        co_return fail(context, act, error);
    }
    if (context.has("revision") && context.value("revision") != QString::number(change.revisions.size())) {
        const Error error{.code = ErrorCode::Conflict,
                          .subject = toString(VoidRule::OldRevision),
                          .detail = u"revision %1 is the current one"_s.arg(change.revisions.size())};
        co_return fail(context, act, error);
    }
    Workspace::ReviewDraft review{.change = change.id,
                                  .revision = revision->stamp.event,
                                  .note = revision->note() ? revision->note()->stamp.event : EventId{},
                                  .decision = approves ? Decision::Approve : Decision::RequestChanges,
                                  .as = RoleId{context.value("role")},
                                  .message = context.value("message"),
                                  .acceptWhenComplete = approves && !context.has("no-accept")};
    if (context.has("for")) {
        const Result<PrincipalId> of = session.person(context.value("for"));
        if (!of) {
            co_return fail(context, act, of.error());
        }
        for (const Voice &voice : reviewVoices(view->state, view->me.person, change)) {
            const bool fits = !voice.delegation.isNull() && voice.of == *of
                              && (review.as.isEmpty() || voice.as == review.as);
            if (fits && review.delegation.isNull()) {
                review.as = voice.as;
                review.delegation = voice.delegation;
            }
        }
        if (review.delegation.isNull()) {
            const Error error{.code = ErrorCode::Refused,
                              .subject = toString(VoidRule::DelegationUnknown),
                              .detail = of->value};
            co_return fail(context, act, error);
        }
    }
    if (review.as.isEmpty()) {
        const QList<RoleId> roles = reviewRoles(view->state, view->me.person, change);
        // Without any role the rules say why not.
        const Person *me = view->mePerson();
        review.as = !roles.isEmpty()             ? roles.first()
                    : me && !me->roles.isEmpty() ? me->roles.first()
                                                 : RoleId{u"none"_s};
    }
    if (review.acceptWhenComplete) {
        if (const Result<bool> weighed = co_await weighPolicy(context, session, change); !weighed) {
            co_return fail(context, act, weighed.error());
        }
    }
    const Result<WriteReceipt> receipt = co_await answerOf(session.workspace().review(review));
    if (!receipt) {
        co_return fail(context, act, receipt.error());
    }
    const QString words = approves ? u"Approved revision %1 of %2 as %3."_s
                                   : u"Asked for changes of revision %1 of %2 as %3."_s;
    printChangeReceipt(context, session, approves ? u"approved"_s : u"changes-requested"_s,
                       words.arg(QString::number(change.revisions.size()), numberOf(change), review.as.value),
                       *receipt, change.id);
    co_return ExitStatus::Done;
}

Task<ExitStatus> runAccept(Context &context)
{
    const QString act = named(context) + u" was not accepted"_s;
    const Result<Subject> subject = co_await openChange(context);
    if (!subject) {
        co_return fail(context, act, subject.error());
    }
    Session &session = *subject->session;
    const Change &change = subject->change;
    const ViewPointer view = session.view();
    QList<AcceptedFile> versions;
    if (context.has("set-version")) {
        versions = proposedVersions(view->state, change);
        for (const QString &word : context.values("set-version")) {
            const qsizetype equals = word.lastIndexOf(u'=');
            const std::optional<SemVer> version = SemVer::fromString(QStringView(word).mid(equals + 1));
            const Result<Artifact> artifact = session.artifact(word.left(std::max<qsizetype>(0, equals)));
            const ArtifactId id =
                artifact ? artifact->id : ArtifactId{word.left(std::max<qsizetype>(0, equals))};
            const auto known = std::find_if(versions.begin(), versions.end(),
                                            [&id](const AcceptedFile &file) { return file.artifact == id; });
            if (equals < 1 || !version || known == versions.end()) {
                co_return misuse(
                    context,
                    u"--set-version takes PROMPT=VERSION of a file of the change, not '%1'"_s.arg(word));
            }
            known->version = *version;
        }
    }
    if (const Result<bool> weighed = co_await weighPolicy(context, session, change); !weighed) {
        co_return fail(context, act, weighed.error());
    }
    const Result<WriteReceipt> receipt = co_await answerOf(session.workspace().accept(change.id, versions));
    if (!receipt) {
        co_return fail(context, act,
                       explained(receipt.error(), *view, requirementsToAccept(view->state, change)));
    }
    printChangeReceipt(context, session, u"accepted"_s, u"Accepted %1."_s.arg(numberOf(change)), *receipt,
                       change.id);
    co_return ExitStatus::Done;
}

Task<ExitStatus> runComment(Context &context)
{
    const QString act = u"the comment on %1 was not made"_s.arg(named(context));
    const bool settles = context.has("settle") || context.has("reopen");
    const QString text = context.invocation.operand(1);
    if (settles != text.trimmed().isEmpty() || (context.has("settle") && context.has("reopen"))) {
        co_return misuse(context,
                         settles ? u"give either TEXT, --settle or --reopen"_s : u"TEXT is missing"_s);
    }
    const Result<Subject> subject = co_await openChange(context);
    if (!subject) {
        co_return fail(context, act, subject.error());
    }
    Session &session = *subject->session;
    const Change &change = subject->change;
    if (settles) {
        const bool settle = context.has("settle");
        const Result<EventId> comment = eventIn(settle ? context.value("settle") : context.value("reopen"));
        if (!comment) {
            co_return fail(context, act, comment.error());
        }
        const Result<WriteReceipt> receipt =
            co_await answerOf(session.workspace().resolveThread(change.id, *comment, settle));
        if (!receipt) {
            co_return fail(context, act, receipt.error());
        }
        printChangeReceipt(context, session, settle ? u"settled"_s : u"reopened"_s,
                           settle ? u"Settled the thread."_s : u"Opened the thread again."_s, *receipt,
                           change.id);
        co_return ExitStatus::Done;
    }
    EventId answers;
    if (context.has("answers")) {
        const Result<EventId> first = eventIn(context.value("answers"));
        if (!first) {
            co_return fail(context, act, first.error());
        }
        answers = *first;
    }
    const Result<Anchor> anchor = co_await anchorOf(context, session, change);
    if (!anchor) {
        co_return fail(context, act, anchor.error());
    }
    const Result<WriteReceipt> receipt =
        co_await answerOf(session.workspace().comment(change.id, *anchor, answers, text));
    if (!receipt) {
        co_return fail(context, act, receipt.error());
    }
    printChangeReceipt(context, session, u"commented"_s, u"Commented on %1."_s.arg(numberOf(change)),
                       *receipt, change.id);
    co_return ExitStatus::Done;
}

Task<ExitStatus> runWithdraw(Context &context)
{
    const QString act = named(context) + u" was not withdrawn"_s;
    const Result<Subject> subject = co_await openChange(context);
    if (!subject) {
        co_return fail(context, act, subject.error());
    }
    Session &session = *subject->session;
    const Change &change = subject->change;
    const Result<WriteReceipt> receipt =
        co_await answerOf(session.workspace().withdraw(change.id, context.value("reason")));
    if (!receipt) {
        co_return fail(context, act, receipt.error());
    }
    printChangeReceipt(context, session, u"withdrawn"_s, u"Withdrew %1."_s.arg(numberOf(change)), *receipt,
                       change.id);
    co_return ExitStatus::Done;
}

Task<ExitStatus> runRaise(Context &context)
{
    const QString act = u"the lane of %1 was not raised"_s.arg(named(context));
    const Result<Subject> subject = co_await openChange(context);
    if (!subject) {
        co_return fail(context, act, subject.error());
    }
    Session &session = *subject->session;
    const Change &change = subject->change;
    const Lane lane = laneFromString(context.invocation.operand(1)).value_or(Lane::High);
    const Result<WriteReceipt> receipt =
        co_await answerOf(session.workspace().raiseLane(change.id, lane, context.value("reason")));
    if (!receipt) {
        co_return fail(context, act, receipt.error());
    }
    printChangeReceipt(context, session, u"raised"_s,
                       u"Raised the lane of %1 to %2."_s.arg(numberOf(change), toString(lane)), *receipt,
                       change.id);
    co_return ExitStatus::Done;
}

Task<ExitStatus> runEnforce(Context &context)
{
    const QString act = u"the policy of %1 was not put in force"_s.arg(named(context));
    const Result<Subject> subject = co_await openChange(context);
    if (!subject) {
        co_return fail(context, act, subject.error());
    }
    Session &session = *subject->session;
    const Change &change = subject->change;
    if (const Result<bool> weighed = co_await weighPolicy(context, session, change); !weighed) {
        co_return fail(context, act, weighed.error());
    }
    const Result<WriteReceipt> receipt = co_await answerOf(session.workspace().putPolicyInForce(change.id));
    if (!receipt) {
        co_return fail(context, act, receipt.error());
    }
    printChangeReceipt(context, session, u"enforced"_s,
                       u"Policy version %1 is in force."_s.arg(session.state().policy.version), *receipt,
                       change.id);
    co_return ExitStatus::Done;
}

Task<ExitStatus> runRelease(Context &context)
{
    const QString word = context.invocation.operand(0);
    const EnvironmentId environment{context.value("environment")};
    const QString act = u"%1 was not released to %2"_s.arg(word, environment.value);
    const Result<SessionPointer> opened = co_await openSession(context);
    if (!opened) {
        co_return fail(context, act, opened.error());
    }
    Session &session = **opened;
    const ViewPointer view = session.view();
    const qsizetype at = word.lastIndexOf(u'@');
    Result<Artifact> artifact = session.artifact(word);
    std::optional<SemVer> version =
        artifact && artifact->latest() ? std::optional(artifact->latest()->version) : std::nullopt;
    if (!artifact && at > 0) {
        artifact = session.artifact(word.left(at));
        version = SemVer::fromString(QStringView(word).mid(at + 1));
    }
    if (!artifact) {
        co_return fail(context, act, artifact.error());
    }
    if (!view->state.policy.environment(environment)) {
        const Error error{
            .code = ErrorCode::NotFound, .subject = u"environment"_s, .detail = environment.value};
        co_return fail(context, act, error);
    }
    const VersionRecord *record = version ? artifact->version(*version) : nullptr;
    if (!record) {
        const Error error{
            .code = ErrorCode::NotFound, .subject = word, .detail = u"that version was never accepted"_s};
        co_return fail(context, act, error);
    }
    const PointerMove *before = artifact->running(environment);
    const Result<WriteReceipt> receipt =
        co_await answerOf(session.workspace().release(artifact->id, *version, environment));
    if (!receipt) {
        const QList<Requirement> needs =
            requirementsToRelease(view->state, artifact->id, *version, environment);
        co_return fail(context, act, explained(receipt.error(), *view, needs));
    }
    QJsonObject fields{{u"prompt"_s, artifact->id.value},
                       {u"environment"_s, environment.value},
                       {u"version"_s, version->toString()},
                       {u"content"_s, toString(record->content)}};
    if (before) {
        fields.insert(u"before"_s, before->version.toString());
    }
    printReceipt(context, u"released"_s,
                 u"%1@%2 runs in %3."_s.arg(artifact->id.value, version->toString(), environment.value),
                 *receipt, {{u"release"_s, fields}});
    co_return ExitStatus::Done;
}

Task<ExitStatus> runRollback(Context &context)
{
    const QString word = context.invocation.operand(0);
    const EnvironmentId environment{context.value("environment")};
    const QString act = u"%1 was not rolled back in %2"_s.arg(word, environment.value);
    const Result<SessionPointer> opened = co_await openSession(context);
    if (!opened) {
        co_return fail(context, act, opened.error());
    }
    Session &session = **opened;
    const ViewPointer view = session.view();
    const Result<Artifact> artifact = session.artifact(word);
    if (!artifact) {
        co_return fail(context, act, artifact.error());
    }
    if (!view->state.policy.environment(environment)) {
        const Error error{
            .code = ErrorCode::NotFound, .subject = u"environment"_s, .detail = environment.value};
        co_return fail(context, act, error);
    }
    const QList<PointerMove> targets = rollbackTargets(view->state, artifact->id, environment);
    const PointerMove *before = artifact->running(environment);
    if (!context.has("to") && before && before->rolledBack) {
        // The version that ran last is the one that was just taken back: a second, nervous call would bring it again.
        co_return misuse(context,
                         u"%1 was rolled back there before; say --to VERSION to go further back"_s.arg(
                             artifact->id.value));
    }
    std::optional<SemVer> target = targets.isEmpty() ? std::nullopt : std::optional(targets.first().version);
    if (context.has("to")) {
        target = SemVer::fromString(context.value("to"));
        if (!target) {
            co_return misuse(context, u"--to takes a version like 1.4.0"_s);
        }
    }
    if (!target) {
        const Error error{.code = ErrorCode::Refused,
                          .subject = toString(VoidRule::NeverRanThere),
                          .detail = u"nothing else ran there before"_s};
        co_return fail(context, act, error);
    }
    const Result<WriteReceipt> receipt = co_await answerOf(
        session.workspace().rollBack(artifact->id, *target, environment, context.value("reason")));
    if (!receipt) {
        co_return fail(context, act, receipt.error());
    }
    const VersionRecord *record = artifact->version(*target);
    QJsonObject fields{{u"prompt"_s, artifact->id.value},
                       {u"environment"_s, environment.value},
                       {u"version"_s, target->toString()},
                       {u"content"_s, record ? toString(record->content) : QString()}};
    if (before) {
        fields.insert(u"before"_s, before->version.toString());
    }
    printReceipt(context, u"rolled-back"_s,
                 u"%1@%2 runs in %3 again."_s.arg(artifact->id.value, target->toString(), environment.value),
                 *receipt, {{u"release"_s, fields}});
    co_return ExitStatus::Done;
}

} // namespace countersign::ctl
