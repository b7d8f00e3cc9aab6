// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/LedgerWorkspace.h"

#include "base/Hash.h"
#include "domain/PolicyReview.h"
#include "services/PolicyYaml.h"
#include "services/Respaced.h"
#include "services/WhenFinished.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

Result<const Change *> changeIn(const WorkspaceView &seen, const ChangeId &id)
{
    const Change *change = seen.state.change(id);
    if (!change) {
        return failure(ErrorCode::NotFound, changeSubject(id));
    }
    return change;
}

Result<const Revision *> revisionIn(const WorkspaceView &seen, const ChangeId &id)
{
    const Result<const Change *> change = changeIn(seen, id);
    if (!change) {
        return std::unexpected(change.error());
    }
    if (!(*change)->revision()) {
        return failure(ErrorCode::NotFound, changeSubject(id), u"revision"_s);
    }
    return (*change)->revision();
}

QString summaryLine(const QString &what, const QString &about)
{
    const QString line = about.simplified().left(120);
    return line.isEmpty() ? what : what + u": "_s + line;
}

/// Contents of the record, or of `edited`.
ContentReader readerOf(LedgerCore &core, const Blobs &edited)
{
    return [&core, edited](const ContentHash &hash) {
        const auto known = edited.constFind(hash);
        return known != edited.cend() ? Result<QByteArray>(*known) : core.content(hash);
    };
}

/// What this program finds in the files of a revision, with the texts of both sides from the record or from `edited`.
Result<AssessedChange> assessRevision(LedgerCore &core, const State &state, const QList<FileChange> &files,
                                      const Blobs &edited, const Consumers &consumers)
{
    QList<ContentPair> pairs;
    for (const FileChange &file : files) {
        ContentPair pair{.path = file.path, .artifact = file.artifact, .kind = file.kind};
        for (const auto &[hash, bytes] : {std::pair(file.before, &pair.before), std::pair(file.after, &pair.after)}) {
            if (hash.isNull()) {
                continue;
            }
            if (const auto known = edited.constFind(hash); known != edited.cend()) {
                *bytes = *known;
                continue;
            }
            Result<QByteArray> content = core.content(hash);
            if (!content) {
                return std::unexpected(content.error());
            }
            *bytes = *std::move(content);
        }
        pairs.append(pair);
    }
    return assessFiles(state, pairs, consumers);
}

bool mayAdminister(const State &state, const PrincipalId &id)
{
    const Person *person = state.policy.person(id);
    return person && person->active
            && (state.policy.rights.administer.isEmpty() || holdsAny(*person, state.policy.rights.administer));
}

Done addPolicy(LedgerCore &core, Composer &composer, const ChangeId &id)
{
    const State &state = composer.state();
    const Artifact *artifact = state.artifact(policyArtifact());
    const VersionRecord *latest = artifact ? artifact->latest() : nullptr;
    if (!latest || latest->change != id) {
        return failure(ErrorCode::NotFound, changeSubject(id), policyPath());
    }
    const Result<QByteArray> yaml = core.content(latest->content);
    if (!yaml) {
        return std::unexpected(yaml.error());
    }
    const Result<Policy> policy = policyFromYaml(*yaml, {.version = state.policy.version + 1,
                                                         .previous = state.policyInForce});
    if (!policy) {
        return std::unexpected(policy.error());
    }
    const bool locksOut = locksEverybodyOut(*policy);
    if (locksOut && !core.mayLockOut()) {
        return failure(ErrorCode::Refused, lockOutSubject, changeSubject(id));
    }
    const PolicyChanged data{.policy = *policy, .change = id, .locksOut = locksOut};
    const Result<EventId> added = composer.add(policySubject(), data,
                                               u"Put policy version %1 in force"_s.arg(policy->version));
    return added ? Done() : std::unexpected(added.error());
}

Done addAcceptance(LedgerCore &core, Composer &composer, const PrincipalId &actor, const ChangeId &id,
                   const QList<AcceptedFile> &versions)
{
    const Change *change = composer.state().change(id);
    const Revision revision = *change->revision();
    const ChangeAccepted data{.revision = revision.stamp.event,
                              .content = revision.content,
                              .versions = versions.isEmpty() ? proposedVersions(composer.state(), *change) : versions};
    const Result<EventId> added = composer.add(changeSubject(id), data, u"Accept change #%1"_s.arg(change->number));
    if (!added) {
        return std::unexpected(added.error());
    }
    const bool policyChanges = std::any_of(revision.data.files.cbegin(), revision.data.files.cend(),
                                           [](const FileChange &file) { return file.artifact == policyArtifact(); });
    if (policyChanges && mayAdminister(composer.state(), actor)) {
        return addPolicy(core, composer, id);
    }
    return {};
}

} // namespace

QFuture<Result<WriteReceipt>> LedgerWorkspace::write(Compose compose, const QString &sentDraft)
{
    const Draft *const stored = sentDraft.isEmpty() ? nullptr : m_view->draft(sentDraft);
    const Draft then = stored ? *stored : Draft{.id = sentDraft};
    const auto job = [this, compose = std::move(compose), seen = m_view](LedgerCore &core,
                                                                          const JobStop &stop) -> Result<WriteReceipt> {
        if (const Done open = core.makeReady(stop.token); !open) {
            return std::unexpected(open.error());
        }
        Composer composer(seen->state, seen->me.person, core.clock().now());
        Result<WriteReceipt> receipt = compose(core, composer, *seen);
        if (!receipt) {
            return receipt;
        }
        QList<EventDraft> drafts = composer.drafts();
        Result<QList<Recorded>> recorded = core.append(drafts, stop.token);
        if (!recorded && drafts.size() > 1 && std::holds_alternative<ReviewGiven>(drafts.first().data)
            && recorded.error().subject == toString(VoidRule::RequirementUnmet)) {
            // Something else is asked for by now. The approval stands for itself; accepting was only meant to save a click.
            drafts.resize(1);
            recorded = core.append(drafts, stop.token);
        }
        if (recorded) {
            receipt->at = recorded->last().envelope.at;
            for (const EventDraft &draft : std::as_const(drafts)) {
                if (std::holds_alternative<ChangeAccepted>(draft.data)) {
                    const std::optional<EventId> id = EventId::fromString(QStringView(draft.subject).mid(7));
                    receipt->notices += core.writeAccepted(id.value_or(EventId{}), stop.token);
                }
            }
        }
        // Posted before the answer, so that whoever gets the answer sees the new view.
        QMetaObject::invokeMethod(this, [this, view = core.view()] { publish(view); }, Qt::QueuedConnection);
        return recorded ? receipt : Result<WriteReceipt>(std::unexpected(recorded.error()));
    };
    const QFuture<Result<WriteReceipt>> future = m_thread->run<Result<WriteReceipt>>(JobKind::Write, job);
    whenFinished(future, this, [this, then](const Result<WriteReceipt> &receipt) {
        if (receipt && !then.id.isEmpty()) {
            settleSent(then, receipt->change);
        }
        lookAgain();
    });
    return future;
}

void LedgerWorkspace::settleSent(const Draft &then, const ChangeId &change)
{
    const Draft *const now = m_view->draft(then.id);
    const bool writtenOn = now && !then.files.isEmpty()
            && (now->files != then.files || now->note != then.note);
    // A file that stays or is not there is seen in the list of drafts; nothing is lost by it.
    if (!writtenOn) {
        (void)dropDraft(then.id);
        return;
    }
    Draft kept = *now;
    kept.change = change;
    (void)saveDraft(kept);
}

QFuture<Result<WriteReceipt>> LedgerWorkspace::send(const Draft &draft)
{
    return write([draft](LedgerCore &core, Composer &composer, const WorkspaceView &seen) -> Result<WriteReceipt> {
        QList<FileChange> files;
        Blobs edited;
        for (const EditedFile &file : draft.files) {
            const ContentHash after = file.removed ? ContentHash{} : contentHash(file.text);
            if (after == file.before) {
                continue;
            }
            if (file.kind == ArtifactKind::Policy && !file.removed) {
                if (const Result<Policy> policy = policyFromYaml(file.text); !policy) {
                    return std::unexpected(policy.error());
                }
            }
            files.append({.artifact = file.artifact, .path = file.path, .kind = file.kind, .before = file.before,
                          .after = after});
            if (!file.removed) {
                edited.insert(after, file.text);
            }
        }
        ChangeId id = draft.change;
        if (id.isNull()) {
            if (draft.title.trimmed().isEmpty()) {
                return failure(ErrorCode::Invalid, u"title"_s);
            }
            id = EventId::random();
            const ChangeOpened opened{.titleText = composer.text(draft.title.trimmed())};
            const auto added = composer.add(id, changeSubject(id), opened, summaryLine(u"Open change"_s, draft.title));
            if (!added) {
                return std::unexpected(added.error());
            }
        }
        const Change *change = composer.state().change(id);
        if (!change) {
            return failure(ErrorCode::NotFound, changeSubject(id));
        }
        const Revision *current = change->revision();
        EventId revision = current ? current->stamp.event : EventId{};
        const bool sameFiles = current && revisionContent(current->data.files) == revisionContent(files)
                && std::is_permutation(files.cbegin(), files.cend(), current->data.files.cbegin(),
                                       current->data.files.cend());
        if (!sameFiles) {
            const auto stop = [] { return false; };
            const Result<AssessedChange> assessed = assessRevision(core, seen.state, files, edited,
                                                                   core.consumers(stop));
            if (!assessed) {
                return std::unexpected(assessed.error());
            }
            RevisionSubmitted data{.files = files,
                                   .contributors = {seen.me.person},
                                   .assessment = assessmentOf(*assessed)};
            for (const PrincipalId &editor : draft.contributors) {
                if (!data.contributors.contains(editor) && seen.state.policy.person(editor)) {
                    data.contributors.append(editor);
                }
            }
            data.assessment.findingsText = composer.text(findingsText(assessed->findings()));
            data.assessment.respacedSince =
                respacedSince(*change, change->revisions.size(), files, readerOf(core, edited));
            for (auto it = edited.cbegin(); it != edited.cend(); ++it) {
                (void)composer.content(*it);
            }
            const auto added = composer.add(changeSubject(id), data,
                                            u"Send revision %1"_s.arg(change->revisions.size() + 1));
            if (!added) {
                return std::unexpected(added.error());
            }
            revision = *added;
        }
        const bool sameNote = sameFiles ? seen.noteOf(*current) == draft.note : draft.note == NoteDraft{};
        if (!sameNote) {
            const NoteWritten note = noteData(composer, revision, draft.note);
            const auto added = composer.add(changeSubject(id), note, u"Write the release note"_s);
            if (!added) {
                return std::unexpected(added.error());
            }
        }
        if (composer.drafts().isEmpty()) {
            return failure(ErrorCode::Refused, toString(VoidRule::NothingToDo), changeSubject(id));
        }
        return WriteReceipt{.change = id};
    },
                 draft.id);
}

QFuture<Result<WriteReceipt>> LedgerWorkspace::writeNote(const ChangeId &change, const NoteDraft &note)
{
    return write([change, note](LedgerCore &, Composer &composer, const WorkspaceView &seen) -> Result<WriteReceipt> {
        const Result<const Revision *> revision = revisionIn(seen, change);
        if (!revision) {
            return std::unexpected(revision.error());
        }
        const NoteWritten data = noteData(composer, (*revision)->stamp.event, note);
        const auto added = composer.add(changeSubject(change), data, u"Write the release note"_s);
        if (!added) {
            return std::unexpected(added.error());
        }
        return WriteReceipt{.change = change};
    });
}

QFuture<Result<WriteReceipt>> LedgerWorkspace::review(const ReviewDraft &review)
{
    return write([review](LedgerCore &core, Composer &composer, const WorkspaceView &seen) -> Result<WriteReceipt> {
        const Result<const Revision *> revision = revisionIn(seen, review.change);
        if (!revision) {
            return std::unexpected(revision.error());
        }
        // What was on the screen may be older than what is known by now; only what was read may be decided.
        if ((*revision)->stamp.event != review.revision) {
            return std::unexpected(asError({.rule = VoidRule::OldRevision, .detail = review.revision.toString()}));
        }
        const auto stop = [] { return false; };
        const Result<AssessedChange> assessed = assessRevision(core, seen.state, (*revision)->data.files, {},
                                                               core.consumers(stop));
        if (!assessed) {
            return std::unexpected(assessed.error());
        }
        ReviewGiven data{.decision = review.decision,
                         .revision = review.revision,
                         .content = (*revision)->content,
                         .note = review.note,
                         .as = review.as,
                         .delegation = review.delegation,
                         .messageText = composer.text(review.message.trimmed()),
                         .viewed = review.viewed,
                         .assessment = assessmentOf(*assessed)};
        data.assessment.findingsText = composer.text(findingsText(assessed->findings()));
        const Change &reviewed = *composer.state().change(review.change);
        data.assessment.respacedSince =
            respacedSince(reviewed, reviewed.revisions.size() - 1, (*revision)->data.files, readerOf(core, {}));
        const bool approves = review.decision == Decision::Approve;
        const auto added = composer.add(changeSubject(review.change), data,
                                        approves ? u"Approve as %1"_s.arg(review.as.value)
                                                 : u"Ask for changes as %1"_s.arg(review.as.value));
        if (!added) {
            return std::unexpected(added.error());
        }
        const Change *change = composer.state().change(review.change);
        if (approves && review.acceptWhenComplete && !refuseToAccept(composer.state(), seen.me.person, *change)
            && keepsRightly(composer.state(), *change, readerOf(core, {}))) {
            if (const Done done = addAcceptance(core, composer, seen.me.person, review.change, {}); !done) {
                return std::unexpected(done.error());
            }
        }
        return WriteReceipt{.change = review.change};
    });
}

QFuture<Result<WriteReceipt>> LedgerWorkspace::raiseLane(const ChangeId &change, Lane lane, const QString &reason)
{
    return write([=](LedgerCore &, Composer &composer, const WorkspaceView &seen) -> Result<WriteReceipt> {
        const Result<const Revision *> revision = revisionIn(seen, change);
        if (!revision) {
            return std::unexpected(revision.error());
        }
        const LaneRaised data{.revision = (*revision)->stamp.event,
                              .lane = lane,
                              .reasonText = composer.text(reason.trimmed())};
        const auto added = composer.add(changeSubject(change), data, u"Raise the lane to %1"_s.arg(toString(lane)));
        if (!added) {
            return std::unexpected(added.error());
        }
        return WriteReceipt{.change = change};
    });
}

namespace {

/// The subject line of a sign-off's commit.
struct SignOffSummary
{
    QString operator()(const ReviewerNamed &data) const { return u"Ask %1 to review"_s.arg(data.reviewer.value); }
    QString operator()(const RequestCleared &) const { return u"Clear a demand for changes"_s; }
    QString operator()(const LoweringProposed &data) const
    {
        return u"Propose to lower the lane to %1"_s.arg(toString(data.lane));
    }
    QString operator()(const LaneLowered &data) const { return u"Lower the lane from %1"_s.arg(toString(data.from)); }
    QString operator()(const OpinionRecorded &data) const
    {
        return u"Record a second opinion: %1"_s.arg(toString(data.lane));
    }
    QString operator()(const RequirementOverridden &data) const { return u"Override %1"_s.arg(data.requirement); }
    QString operator()(const EmergencyDeclared &) const { return u"Declare an emergency"_s; }
    QString operator()(const EmergencyClosed &) const { return u"Close the follow-up of an emergency"_s; }
    QString operator()(const ResultAccepted &) const { return u"Accept the result of a run"_s; }
    QString operator()(const DelegationGiven &data) const
    {
        return u"Let %1 speak as %2"_s.arg(data.to.value, data.role.value);
    }
    QString operator()(const DelegationRevoked &) const { return u"Take a delegation back"_s; }
};

} // namespace

QFuture<Result<WriteReceipt>> LedgerWorkspace::signOff(const EventId &about, const SignOff &act, const QString &reason)
{
    return write([=](LedgerCore &, Composer &composer, const WorkspaceView &) -> Result<WriteReceipt> {
        const bool gives = std::holds_alternative<DelegationGiven>(act);
        const bool delegates = gives || std::holds_alternative<DelegationRevoked>(act);
        const EventId id = EventId::random();
        const EventData data = std::visit(
                [&](auto kind) -> EventData {
                    if constexpr (requires { kind.reasonText; }) {
                        kind.reasonText = composer.text(reason.trimmed());
                    } else if constexpr (requires { kind.answerText; }) {
                        kind.answerText = composer.text(reason);
                    }
                    return kind;
                },
                act);
        const QString subject = delegates ? delegationSubject(gives ? id : about) : changeSubject(about);
        if (const auto added = composer.add(id, subject, data, std::visit(SignOffSummary{}, act)); !added) {
            return std::unexpected(added.error());
        }
        return WriteReceipt{.change = delegates ? ChangeId{} : about};
    });
}

QFuture<Result<WriteReceipt>> LedgerWorkspace::accept(const ChangeId &change, const QList<AcceptedFile> &versions)
{
    return write([=](LedgerCore &core, Composer &composer, const WorkspaceView &seen) -> Result<WriteReceipt> {
        if (const Result<const Revision *> revision = revisionIn(seen, change); !revision) {
            return std::unexpected(revision.error());
        }
        // The record has what others found in the texts; whoever makes versions of them looks at them.
        if (!keepsRightly(composer.state(), *composer.state().change(change), readerOf(core, {}))) {
            return std::unexpected(asError({.rule = VoidRule::RequirementUnmet, .detail = u"approvals"_s}));
        }
        if (const Done done = addAcceptance(core, composer, seen.me.person, change, versions); !done) {
            return std::unexpected(done.error());
        }
        return WriteReceipt{.change = change};
    });
}

QFuture<Result<WriteReceipt>> LedgerWorkspace::putPolicyInForce(const ChangeId &change)
{
    return write([=](LedgerCore &core, Composer &composer, const WorkspaceView &) -> Result<WriteReceipt> {
        if (const Done done = addPolicy(core, composer, change); !done) {
            return std::unexpected(done.error());
        }
        return WriteReceipt{.change = change};
    });
}

QFuture<Result<WriteReceipt>> LedgerWorkspace::withdraw(const ChangeId &change, const QString &reason)
{
    return write([=](LedgerCore &, Composer &composer, const WorkspaceView &seen) -> Result<WriteReceipt> {
        const Result<const Change *> known = changeIn(seen, change);
        if (!known) {
            return std::unexpected(known.error());
        }
        const ChangeWithdrawn data{.reasonText = composer.text(reason.trimmed())};
        const auto added = composer.add(changeSubject(change), data,
                                        u"Withdraw change #%1"_s.arg((*known)->number));
        if (!added) {
            return std::unexpected(added.error());
        }
        return WriteReceipt{.change = change};
    });
}

namespace {

// `words` in place of the anchored ones; none for a plain comment.
Result<WriteReceipt> addComment(Composer &composer, const WorkspaceView &seen, const ChangeId &change, CommentMade data,
                                const std::optional<QString> &words, const QString &text)
{
    const Result<const Revision *> revision = revisionIn(seen, change);
    if (!revision) {
        return std::unexpected(revision.error());
    }
    data.revision = (*revision)->stamp.event;
    data.text = composer.text(text.trimmed());
    if (words) {
        data.suggestionText = composer.exactText(words->toUtf8());
    }
    if (const auto added = composer.add(changeSubject(change), data, words ? u"Suggest words"_s : u"Comment"_s); !added) {
        return std::unexpected(added.error());
    }
    return WriteReceipt{.change = change};
}

} // namespace

QFuture<Result<WriteReceipt>> LedgerWorkspace::comment(const ChangeId &change, const Anchor &anchor,
                                                       const EventId &answers, const QString &text)
{
    return write([=](LedgerCore &, Composer &composer, const WorkspaceView &seen) {
        return addComment(composer, seen, change, {.anchor = anchor, .answers = answers}, std::nullopt, text);
    });
}

QFuture<Result<WriteReceipt>> LedgerWorkspace::suggest(const ChangeId &change, const Anchor &anchor,
                                                       const QString &words, const QString &text)
{
    return write([=](LedgerCore &, Composer &composer, const WorkspaceView &seen) {
        return addComment(composer, seen, change, {.anchor = anchor}, words, text);
    });
}

QFuture<Result<WriteReceipt>> LedgerWorkspace::resolveThread(const ChangeId &change, const EventId &comment,
                                                             bool resolved)
{
    return write([=](LedgerCore &, Composer &composer, const WorkspaceView &) -> Result<WriteReceipt> {
        const CommentResolved data{.comment = comment, .resolved = resolved};
        const auto added = composer.add(changeSubject(change), data,
                                        resolved ? u"Resolve a comment"_s : u"Reopen a comment"_s);
        if (!added) {
            return std::unexpected(added.error());
        }
        return WriteReceipt{.change = change};
    });
}

QFuture<Result<WriteReceipt>> LedgerWorkspace::release(const ArtifactId &artifact, const SemVer &version,
                                                       const EnvironmentId &environment)
{
    return write([=](LedgerCore &, Composer &composer, const WorkspaceView &seen) -> Result<WriteReceipt> {
        const Artifact *known = seen.state.artifact(artifact);
        const VersionRecord *record = known ? known->version(version) : nullptr;
        if (!record) {
            return failure(ErrorCode::NotFound, artifact.value, version.toString());
        }
        const ReleaseMade data{.artifact = artifact, .environment = environment, .version = version,
                               .content = record->content};
        const auto added = composer.add(releaseSubject(environment, artifact), data,
                                        u"Release %1@%2 to %3"_s.arg(artifact.value, version.toString(),
                                                                     environment.value));
        if (!added) {
            return std::unexpected(added.error());
        }
        return WriteReceipt{};
    });
}

QFuture<Result<WriteReceipt>> LedgerWorkspace::rollBack(const ArtifactId &artifact, const SemVer &target,
                                                        const EnvironmentId &environment, const QString &reason)
{
    return write([=](LedgerCore &, Composer &composer, const WorkspaceView &seen) -> Result<WriteReceipt> {
        const Artifact *known = seen.state.artifact(artifact);
        const VersionRecord *record = known ? known->version(target) : nullptr;
        if (!record) {
            return failure(ErrorCode::NotFound, artifact.value, target.toString());
        }
        const ReleaseRolledBack data{.artifact = artifact,
                                     .environment = environment,
                                     .version = target,
                                     .content = record->content,
                                     .reasonText = composer.text(reason.trimmed())};
        const auto added = composer.add(releaseSubject(environment, artifact), data,
                                        u"Roll back %1 to %2 in %3"_s.arg(artifact.value, target.toString(),
                                                                          environment.value));
        if (!added) {
            return std::unexpected(added.error());
        }
        return WriteReceipt{};
    });
}

QFuture<Result<WriteReceipt>> LedgerWorkspace::restore(const UngovernedEdit &edit)
{
    const auto job = [edit](LedgerCore &core, const JobStop &stop) -> Result<WriteReceipt> {
        if (const Done open = core.makeReady(stop.token); !open) {
            return std::unexpected(open.error());
        }
        const Result<QStringList> notices = core.restore(edit, stop.token);
        if (!notices) {
            return std::unexpected(notices.error());
        }
        return WriteReceipt{.at = core.state().head, .notices = *notices};
    };
    const QFuture<Result<WriteReceipt>> future = m_thread->run<Result<WriteReceipt>>(JobKind::Write, job);
    whenFinished(future, this, [this](const Result<WriteReceipt> &) { lookAgain(); });
    return future;
}

QFuture<Result<WriteReceipt>> LedgerWorkspace::redo(const EventId &pending)
{
    const auto job = [this, pending, seen = m_view](LedgerCore &core, const JobStop &stop) -> Result<WriteReceipt> {
        if (const Done open = core.makeReady(stop.token); !open) {
            return std::unexpected(open.error());
        }
        const std::optional<Unsent> unsent = core.unsent(pending);
        if (!unsent) {
            return failure(ErrorCode::NotFound, pending.toString());
        }
        Result<QList<Recorded>> recorded = failure(ErrorCode::Refused);
        if (unsent->reason && unsent->reason->code == ErrorCode::Refused) {
            // Said again with what is on the screen now. The same ids: none of them stands in the record.
            Composer composer(seen->state, seen->me.person, core.clock().now());
            for (const Event &event : unsent->events) {
                for (const ContentHash &hash : textsNamed(event.data)) {
                    (void)composer.text(unsent->texts.value(hash));
                }
                for (const ContentHash &hash : contentsNamed(event.data)) {
                    if (unsent->contents.contains(hash)) {
                        (void)composer.content(unsent->contents.value(hash));
                    }
                }
                if (const auto added = composer.add(event.id, event.subject, event.data, {}); !added) {
                    return std::unexpected(added.error());
                }
            }
            recorded = core.append(composer.drafts(), stop.token, unsent->name);
        } else {
            recorded = core.recorder().send(unsent->name, stop.token);
        }
        QMetaObject::invokeMethod(this, [this, view = core.view()] { publish(view); }, Qt::QueuedConnection);
        if (!recorded) {
            return std::unexpected(asServiceError(recorded.error()));
        }
        return WriteReceipt{.at = recorded->last().envelope.at};
    };
    const QFuture<Result<WriteReceipt>> future = m_thread->run<Result<WriteReceipt>>(JobKind::Write, job);
    whenFinished(future, this, [this](const Result<WriteReceipt> &) { lookAgain(); });
    return future;
}

QFuture<Done> LedgerWorkspace::drop(const EventId &pending)
{
    return m_thread->run<Done>(JobKind::Write, [this, pending](LedgerCore &core, const JobStop &stop) -> Done {
        if (const Done open = core.makeReady(stop.token); !open) {
            return open;
        }
        const std::optional<Unsent> unsent = core.unsent(pending);
        if (!unsent) {
            return failure(ErrorCode::NotFound, pending.toString());
        }
        const Done dropped = core.recorder().drop(unsent->name);
        QMetaObject::invokeMethod(this, [this, view = core.view()] { publish(view); }, Qt::QueuedConnection);
        return dropped;
    });
}

} // namespace countersign
