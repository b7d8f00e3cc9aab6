// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/Judge.h"

#include "domain/PolicyReview.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

/// What must hold for one kind of event, given that its actor is known and its subject fits.
class Rules
{
public:
    Rules(const State &state, const Event &event) : m_state(state), m_event(event) { }

    Refusal operator()(const LedgerOpened &) const { return refusal(VoidRule::NotFirst); }

    Refusal operator()(const BaselineRecorded &data) const
    {
        if (m_state.baselineClosed || m_event.actor != m_state.opener) {
            return refusal(VoidRule::BaselineClosed);
        }
        QSet<ArtifactId> named;
        QSet<QString> paths;
        for (const BaselineFile &file : data.files) {
            if (m_state.artifact(file.artifact) || named.contains(file.artifact) || paths.contains(file.path)) {
                return refusal(VoidRule::SubjectMismatch, file.artifact.value);
            }
            named.insert(file.artifact);
            paths.insert(file.path);
            if (Refusal refused = refusePath(file.artifact, file.path, file.kind)) {
                return refused;
            }
            if (file.content.isNull()) {
                return refusal(VoidRule::ContentMismatch, file.path);
            }
        }
        return std::nullopt;
    }

    Refusal operator()(const PolicyChanged &data) const
    {
        const Policy &now = m_state.policy;
        const Person *person = now.person(m_event.actor);
        if (!now.rights.administer.isEmpty() && !holdsAny(*person, now.rights.administer)) {
            return refusal(VoidRule::RightMissing, u"administer"_s);
        }
        if (data.policy.version != now.version + 1 || data.policy.previous != m_state.policyInForce) {
            return refusal(VoidRule::PolicyNotNext, QString::number(data.policy.version));
        }
        if (data.policy.source == now.source) {
            return refusal(VoidRule::NothingToDo);
        }
        const Change *change = m_state.change(data.change);
        if (!change || change->status != ChangeStatus::Accepted) {
            return refusal(VoidRule::SubjectUnknown, changeSubject(data.change));
        }
        // Only the policy that was accepted last: an older accepted one never comes back by replay (T-09).
        const Artifact *artifact = m_state.artifact(policyArtifact());
        const VersionRecord *latest = artifact ? artifact->latest() : nullptr;
        if (!latest || latest->content != data.policy.source || latest->change != data.change) {
            return refusal(VoidRule::ContentMismatch, policyPath());
        }
        if (!data.locksOut && locksEverybodyOut(data.policy)) {
            return refusal(VoidRule::LocksEverybodyOut);
        }
        return stale();
    }

    Refusal operator()(const ChangeOpened &data) const
    {
        if (data.titleText.isNull()) {
            return refusal(VoidRule::SubjectMismatch, u"title"_s);
        }
        return refuseToWrite(m_state, m_event.actor);
    }

    Refusal operator()(const DelegationGiven &data) const
    {
        if (Refusal refused = refuseToDelegate(m_state, m_event.actor, data.to, data.role)) {
            return refused;
        }
        return stale();
    }

    Refusal operator()(const DelegationRevoked &) const
    {
        const auto id = EventId::fromString(QStringView(m_event.subject).mid(11));
        return refuseToRevoke(m_state, m_event.actor, id.value_or(EventId{}));
    }

    Refusal operator()(const ReleaseMade &data) const
    {
        if (data.share != 10000) {
            return refusal(VoidRule::NewerKind, u"staged release"_s);
        }
        if (Refusal refused = refuseToRelease(m_state, m_event.actor, data.artifact, data.version, data.environment)) {
            return refused;
        }
        if (m_state.artifact(data.artifact)->version(data.version)->content != data.content) {
            return refusal(VoidRule::ContentMismatch, toString(data.content));
        }
        return stale();
    }

    Refusal operator()(const ReleaseRolledBack &data) const
    {
        if (Refusal refused = refuseToRollBack(m_state, m_event.actor, data.artifact, data.version,
                                               data.environment)) {
            return refused;
        }
        const VersionRecord *record = m_state.artifact(data.artifact)->version(data.version);
        if (!record || record->content != data.content) {
            return refusal(VoidRule::ContentMismatch, toString(data.content));
        }
        return stale();
    }

    /// Whatever is about a change needs the change first.
    template<typename Data>
    Refusal operator()(const Data &data) const
    {
        const auto id = EventId::fromString(QStringView(m_event.subject).mid(7));
        const Change *change = id ? m_state.change(*id) : nullptr;
        return change ? judge(*change, data) : refusal(VoidRule::SubjectUnknown, m_event.subject);
    }

private:
    Refusal judge(const Change &change, const RevisionSubmitted &data) const
    {
        if (Refusal refused = refuseToRevise(m_state, m_event.actor, change)) {
            return refused;
        }
        if (!data.contributors.contains(m_event.actor)) {
            return refusal(VoidRule::SubjectMismatch, u"contributors"_s);
        }
        for (const PrincipalId &contributor : data.contributors) {
            if (!m_state.policy.person(contributor)) {
                return refusal(VoidRule::AuthorIsUnknown, contributor.value);
            }
        }
        if (data.files.isEmpty()) {
            return refusal(VoidRule::NothingToDo);
        }
        QSet<ArtifactId> named;
        QSet<QString> paths;
        for (const FileChange &file : data.files) {
            if (named.contains(file.artifact) || paths.contains(file.path)) {
                return refusal(VoidRule::SubjectMismatch, file.artifact.value);
            }
            named.insert(file.artifact);
            paths.insert(file.path);
            if (Refusal refused = refuseFile(file)) {
                return refused;
            }
        }
        return staleSubject();
    }

    Refusal judge(const Change &change, const NoteWritten &data) const
    {
        if (Refusal refused = refuseToRevise(m_state, m_event.actor, change)) {
            return refused;
        }
        if (Refusal refused = refuseRevision(change, data.revision)) {
            return refused;
        }
        // A role is no one's: who is named must be a person that the policy knows.
        if (!data.rollbackOwner.isEmpty() && !m_state.policy.person(data.rollbackOwner)) {
            return refusal(VoidRule::AuthorIsUnknown, data.rollbackOwner.value);
        }
        return staleSubject();
    }

    Refusal judge(const Change &change, const ReviewGiven &data) const
    {
        if (Refusal refused = refuseToReview(m_state, m_event.actor, change, data.as, data.decision, data.delegation)) {
            return refused;
        }
        if (Refusal refused = refuseRevision(change, data.revision)) {
            return refused;
        }
        const Revision &revision = *change.revision();
        if (data.content != revision.content) {
            return refusal(VoidRule::ContentMismatch, toString(data.content));
        }
        if (data.note != (revision.note() ? revision.note()->stamp.event : EventId{})) {
            return refusal(VoidRule::NoteMismatch, data.note.toString());
        }
        return stale();
    }

    Refusal judge(const Change &change, const LaneRaised &data) const
    {
        if (Refusal refused = refuseToRevise(m_state, m_event.actor, change)) {
            return refused;
        }
        if (Refusal refused = refuseRevision(change, data.revision)) {
            return refused;
        }
        if (data.lane <= State::lane(change)) {
            return refusal(VoidRule::NothingToDo, toString(data.lane));
        }
        return std::nullopt;
    }

    /// Like a raising; one that raises nothing is kept as what was said.
    Refusal judge(const Change &change, const OpinionRecorded &data) const
    {
        if (Refusal refused = refuseToRevise(m_state, m_event.actor, change)) {
            return refused;
        }
        return refuseRevision(change, data.revision);
    }

    Refusal judge(const Change &change, const ReviewerNamed &data) const
    {
        return refuseToNameReviewer(m_state, m_event.actor, change, data.reviewer);
    }

    Refusal judge(const Change &change, const RequestCleared &data) const
    {
        if (Refusal refused = refuseToClearRequest(m_state, m_event.actor, change, data.review)) {
            return refused;
        }
        const QList<Review> standing = State::standingRequests(change);
        const bool own = std::any_of(standing.cbegin(), standing.cend(), [&](const Review &request) {
            return request.stamp.event == data.review && request.stamp.actor == m_event.actor;
        });
        if (!own && data.reasonText.isNull()) {
            return refusal(VoidRule::ReasonMissing);
        }
        return stale();
    }

    Refusal judge(const Change &change, const LoweringProposed &data) const
    {
        if (Refusal refused = refuseToProposeLowering(m_state, m_event.actor, change, data.lane)) {
            return refused;
        }
        if (Refusal refused = refuseRevision(change, data.revision)) {
            return refused;
        }
        return data.reasonText.isNull() ? refusal(VoidRule::ReasonMissing) : stale();
    }

    Refusal judge(const Change &change, const LaneLowered &data) const
    {
        if (Refusal refused = refuseToLower(m_state, m_event.actor, change)) {
            return refused;
        }
        if (Refusal refused = refuseRevision(change, data.revision)) {
            return refused;
        }
        if (State::proposedLowering(change)->proposed.event != data.proposal) {
            return refusal(VoidRule::SubjectUnknown, data.proposal.toString());
        }
        // A review may have raised it after what the actor saw; reviews do not move the subject.
        if (State::lane(change) != data.from) {
            return refusal(VoidRule::StaleSubject, toString(data.from));
        }
        return stale();
    }

    Refusal judge(const Change &change, const RequirementOverridden &data) const
    {
        if (Refusal refused = refuseToOverride(m_state, m_event.actor, change, data.requirement)) {
            return refused;
        }
        if (Refusal refused = refuseRevision(change, data.revision)) {
            return refused;
        }
        return data.reasonText.isNull() ? refusal(VoidRule::ReasonMissing) : stale();
    }

    Refusal judge(const Change &change, const EmergencyDeclared &data) const
    {
        if (Refusal refused = refuseToDeclareEmergency(m_state, m_event.actor, change)) {
            return refused;
        }
        if (Refusal refused = refuseRevision(change, data.revision)) {
            return refused;
        }
        return data.reasonText.isNull() ? refusal(VoidRule::ReasonMissing) : stale();
    }

    Refusal judge(const Change &change, const EmergencyClosed &data) const
    {
        if (Refusal refused = refuseToCloseEmergency(m_state, m_event.actor, change, data.emergency)) {
            return refused;
        }
        return data.reasonText.isNull() ? refusal(VoidRule::ReasonMissing) : stale();
    }

    /// No deciding event: of which texts, suite and terms it is stands in it, and whether it counts is asked each time.
    Refusal judge(const Change &change, const RunRecorded &data) const
    {
        return refuseToRecordRun(m_state, m_event.actor, change, data);
    }

    Refusal judge(const Change &change, const ResultAccepted &data) const
    {
        if (Refusal refused = refuseToAcceptResult(m_state, m_event.actor, change, data.run)) {
            return refused;
        }
        return data.reasonText.isNull() ? refusal(VoidRule::ReasonMissing) : stale();
    }

    Refusal judge(const Change &change, const CaseGraded &data) const
    {
        if (Refusal refused = refuseToGrade(m_state, m_event.actor, change, data.run)) {
            return refused;
        }
        const QList<GradedCase> &grades = change.run(data.run)->grades;
        const auto last = std::find_if(grades.crbegin(), grades.crend(), [&data](const GradedCase &grade) {
            return grade.data.caseKey == data.caseKey;
        });
        const CaseGrade now = last == grades.crend() ? CaseGrade::Automatic : last->data.grade;
        if (now == data.grade) {
            return refusal(VoidRule::NothingToDo, toString(now));
        }
        return data.reasonText.isNull() ? refusal(VoidRule::ReasonMissing) : std::nullopt;
    }

    Refusal judge(const Change &change, const SpotCheckRecorded &data) const
    {
        if (Refusal refused = refuseToSpotCheck(m_state, m_event.actor, change)) {
            return refused;
        }
        if (Refusal refused = refuseRevision(change, data.revision)) {
            return refused;
        }
        if (data.content != change.revision()->content) {
            return refusal(VoidRule::ContentMismatch, toString(data.content));
        }
        if (!data.run.isNull() && !change.run(data.run)) {
            return refusal(VoidRule::SubjectUnknown, data.run.toString());
        }
        return data.cases.isEmpty() ? refusal(VoidRule::NothingToDo) : std::nullopt;
    }

    Refusal judge(const Change &change, const ChangeAccepted &data) const
    {
        if (Refusal refused = refuseToAccept(m_state, m_event.actor, change)) {
            return refused;
        }
        if (Refusal refused = refuseRevision(change, data.revision)) {
            return refused;
        }
        const Revision &revision = *change.revision();
        if (data.content != revision.content) {
            return refusal(VoidRule::ContentMismatch, toString(data.content));
        }
        if (Refusal refused = refuseVersions(revision, data.versions)) {
            return refused;
        }
        return stale();
    }

    Refusal judge(const Change &change, const ChangeWithdrawn &) const
    {
        if (Refusal refused = refuseToWithdraw(m_state, m_event.actor, change)) {
            return refused;
        }
        return staleSubject();
    }

    Refusal judge(const Change &change, const CommentMade &data) const
    {
        if (Refusal refused = refuseToComment(m_state, m_event.actor, change)) {
            return refused;
        }
        const bool revisionKnown = std::any_of(
                change.revisions.cbegin(), change.revisions.cend(),
                [&data](const Revision &revision) { return revision.stamp.event == data.revision; });
        if (!revisionKnown) {
            return refusal(VoidRule::SubjectUnknown, data.revision.toString());
        }
        if (!data.answers.isNull() && !isThread(change, data.answers)) {
            return refusal(VoidRule::SubjectUnknown, data.answers.toString());
        }
        if (data.text.isNull() && data.suggestionText.isNull()) {
            return refusal(VoidRule::NothingToDo);
        }
        if (!data.suggestionText.isNull() && (data.anchor.path.isEmpty() || data.anchor.before)) {
            return refusal(VoidRule::SubjectMismatch, data.anchor.path);
        }
        return std::nullopt;
    }

    Refusal judge(const Change &change, const CommentResolved &data) const
    {
        if (Refusal refused = refuseToComment(m_state, m_event.actor, change)) {
            return refused;
        }
        if (!isThread(change, data.comment)) {
            return refusal(VoidRule::SubjectUnknown, data.comment.toString());
        }
        return std::nullopt;
    }

    static bool isThread(const Change &change, const EventId &comment)
    {
        return std::any_of(change.comments.cbegin(), change.comments.cend(), [&comment](const Comment &known) {
            return known.stamp.event == comment && known.data.answers.isNull();
        });
    }

    static Refusal refuseRevision(const Change &change, const EventId &revision)
    {
        if (!change.revision()) {
            return refusal(VoidRule::SubjectUnknown, changeSubject(change.id));
        }
        if (change.revision()->stamp.event != revision) {
            return refusal(VoidRule::OldRevision, revision.toString());
        }
        return std::nullopt;
    }

    Refusal refusePath(const ArtifactId &artifact, const QString &path, ArtifactKind kind) const
    {
        const std::optional<ArtifactKind> governed = m_state.policy.kindOf(path);
        if (!isSafePath(path) || governed != kind
            || (artifact != m_state.policy.artifactOf(path) && artifact != m_state.policy.longArtifactOf(path))) {
            return refusal(VoidRule::SubjectMismatch, path);
        }
        return std::nullopt;
    }

    Refusal refuseFile(const FileChange &file) const
    {
        const Artifact *known = m_state.artifact(file.artifact);
        if (known && (known->path != file.path || known->kind != file.kind)) {
            return refusal(VoidRule::SubjectMismatch, file.path);
        }
        if (!known) {
            if (Refusal refused = refusePath(file.artifact, file.path, file.kind)) {
                return refused;
            }
            // A file has one name: under a second one it would have a history and approvals of its own.
            if (m_state.artifactAt(file.path)) {
                return refusal(VoidRule::SubjectMismatch, file.path);
            }
        }
        if (file.before == file.after) {
            return refusal(VoidRule::NothingToDo, file.path);
        }
        if (file.kind == ArtifactKind::Policy && file.after.isNull()) {
            return refusal(VoidRule::SubjectMismatch, file.path);
        }
        return std::nullopt;
    }

    /// One new, growing version for each file that stays.
    Refusal refuseVersions(const Revision &revision, const QList<AcceptedFile> &versions) const
    {
        QMap<ArtifactId, SemVer> given;
        for (const AcceptedFile &file : versions) {
            if (given.contains(file.artifact)) {
                return refusal(VoidRule::SubjectMismatch, file.artifact.value);
            }
            given.insert(file.artifact, file.version);
        }
        for (const FileChange &file : revision.data.files) {
            if (file.after.isNull()) {
                continue;
            }
            if (!given.contains(file.artifact)) {
                return refusal(VoidRule::SubjectMismatch, file.artifact.value);
            }
            const SemVer version = given.take(file.artifact);
            const Artifact *artifact = m_state.artifact(file.artifact);
            if (version.isNull() || (artifact && artifact->latest() && version <= artifact->latest()->version)) {
                return refusal(VoidRule::VersionNotNew, version.toString());
            }
        }
        if (!given.isEmpty()) {
            return refusal(VoidRule::SubjectMismatch, given.firstKey().value);
        }
        return std::nullopt;
    }

    Refusal staleSubject() const
    {
        if (m_event.basis.subjectHead != m_state.subjectHead(m_event.subject)) {
            return refusal(VoidRule::StaleSubject, m_event.subject);
        }
        return std::nullopt;
    }

    /// For deciding events: neither the policy nor the subject moved after what the actor had seen.
    Refusal stale() const
    {
        if (m_event.basis.policyHash != m_state.policyInForce) {
            return refusal(VoidRule::StalePolicy, QString::number(m_event.basis.policyVersion));
        }
        return staleSubject();
    }

    const State &m_state;
    const Event &m_event;
};

Refusal refuseFirst(const Placed &placed, const Event &event)
{
    const auto *opened = std::get_if<LedgerOpened>(&event.data);
    if (!opened || !event.ledger.isNull() || event.basis != Basis{} || !subjectFits(event)) {
        return refusal(VoidRule::NotFirst);
    }
    const Policy &policy = opened->policy;
    const Person *person = policy.person(event.actor);
    if (!person || !person->active) {
        return refusal(VoidRule::AuthorIsUnknown, event.actor.value);
    }
    if (!policy.rights.administer.isEmpty() && !holdsAny(*person, policy.rights.administer)) {
        return refusal(VoidRule::RightMissing, u"administer"_s);
    }
    if (policy.version != 1 || !policy.previous.isNull()) {
        return refusal(VoidRule::PolicyNotNext, QString::number(policy.version));
    }
    if (policy.signaturesRequired && !person->keys.contains(placed.signedBy)) {
        return refusal(VoidRule::SignatureMissing);
    }
    return refuseLogin(policy, *person, placed.login);
}

} // namespace

Refusal refuseEvent(const State &state, const Placed &placed, const Event &event)
{
    if (state.ledger.isNull()) {
        return refuseFirst(placed, event);
    }
    if (event.ledger != state.ledger && !std::holds_alternative<LedgerOpened>(event.data)) {
        return refusal(VoidRule::LedgerMismatch, toString(event.ledger));
    }
    const Person *person = state.policy.person(event.actor);
    if (!person || !person->active) {
        return refusal(VoidRule::AuthorIsUnknown, event.actor.value);
    }
    if (state.policy.signaturesRequired && !person->keys.contains(placed.signedBy)) {
        return refusal(VoidRule::SignatureMissing);
    }
    if (Refusal refused = refuseLogin(state.policy, *person, placed.login)) {
        return refused;
    }
    if (state.newerSubjects.contains(event.subject)) {
        return refusal(VoidRule::NewerKind, event.subject);
    }
    const Sequence seen = event.basis.seenSeq;
    if (seen > state.head.seq || (seen > 0 && state.links.at(seen - 1) != event.basis.seenLink)) {
        return refusal(VoidRule::ForkSeen, QString::number(seen));
    }
    if (!subjectFits(event)) {
        return refusal(VoidRule::SubjectMismatch, event.subject);
    }
    return std::visit(Rules(state, event), event.data);
}

} // namespace countersign
