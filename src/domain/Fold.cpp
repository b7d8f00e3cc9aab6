// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/Fold.h"

#include "domain/Judge.h"
#include "domain/LaneFloor.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

/// `id` as the policy has it: every event brings a copy of its own of one of a few names, and the state keeps many.
const PrincipalId &shared(const State &state, const PrincipalId &id)
{
    const Person *person = state.policy.person(id);
    return person ? person->id : id;
}

/// Applies one allowed event. Every precondition was checked by refuseEvent().
class Apply
{
public:
    Apply(State &state, const Event &event, const Placed &placed)
        : m_state(state),
          m_event(event),
          m_bodyHash(placed.bodyHash),
          m_stamp{.event = event.id,
                  .actor = shared(state, event.actor),
                  .seq = placed.at.seq,
                  .claimedAt = event.claimedAt}
    {
    }

    void operator()(const LedgerOpened &data)
    {
        m_state.ledger = m_bodyHash;
        m_state.opener = m_event.actor;
        m_state.policy = data.policy;
        m_state.policyInForce = policyHash(data.policy);
        m_state.policyHead = m_event.id;
        Artifact artifact{.id = policyArtifact(), .path = policyPath(), .kind = ArtifactKind::Policy};
        artifact.versions.append(firstVersion(data.policy.source));
        m_state.artifacts.insert(artifact.id, artifact);
    }

    void operator()(const BaselineRecorded &data)
    {
        for (const BaselineFile &file : data.files) {
            Artifact artifact{.id = file.artifact, .path = file.path, .kind = file.kind};
            const VersionRecord version = firstVersion(file.content);
            artifact.versions.append(version);
            for (const Environment &environment : m_state.policy.environments) {
                movePointer(artifact, environment.id, version.version, file.content);
            }
            m_state.artifacts.insert(artifact.id, artifact);
        }
    }

    void operator()(const PolicyChanged &data)
    {
        m_state.policy = data.policy;
        m_state.policyInForce = policyHash(data.policy);
        m_state.policyHead = m_event.id;
    }

    void operator()(const ChangeOpened &data)
    {
        m_state.order.append(m_event.id);
        m_state.underReview.insert(m_event.id);
        m_state.changes.insert(m_event.id, Change{.id = m_event.id,
                                                  .number = int(m_state.order.size()),
                                                  .opened = m_stamp,
                                                  .titleText = data.titleText,
                                                  .head = m_event.id});
    }

    void operator()(const RevisionSubmitted &data)
    {
        Change &change = subjectChange();
        Revision revision{.stamp = m_stamp, .data = data, .content = revisionContent(data.files)};
        QList<ArtifactId> artifacts;
        for (const FileChange &file : data.files) {
            artifacts.append(file.artifact);
        }
        const LaneFloor floor = laneFloor(m_state, artifacts, data.contributors);
        revision.floor = floor.lane;
        revision.afterRollback = floor.afterRollback;
        change.revisions.append(std::move(revision));
        change.head = m_event.id;
    }

    void operator()(const NoteWritten &data)
    {
        Change &change = subjectChange();
        change.revisions.last().notes.append(Note{.stamp = m_stamp, .data = data});
        change.head = m_event.id;
    }

    void operator()(const ReviewGiven &data)
    {
        Change &change = subjectChange();
        change.revisions.last().reviews.append(Review{.stamp = m_stamp, .data = data, .policy = m_state.policyInForce});
        // Two people who approve the same bytes at once do not contradict each other.
        if (data.decision == Decision::RequestChanges) {
            change.head = m_event.id;
        }
    }

    void operator()(const LaneRaised &data)
    {
        Change &change = subjectChange();
        change.raised.append(RaisedLane{.stamp = m_stamp, .lane = data.lane, .reasonText = data.reasonText});
        change.head = m_event.id;
    }

    void operator()(const OpinionRecorded &data)
    {
        Change &change = subjectChange();
        change.opinions.append(Opinion{.stamp = m_stamp, .data = data});
        if (data.lane > State::lane(change)) {
            // Why, the opinion says: its text is an answer to a program, not a reason written by a person.
            change.raised.append(RaisedLane{.stamp = m_stamp, .lane = data.lane});
            change.head = m_event.id;
        }
    }

    void operator()(const ReviewerNamed &data) { subjectChange().reviewer = data.reviewer; }

    void operator()(const RequestCleared &data)
    {
        Change &change = subjectChange();
        change.cleared.append(ClearedRequest{.stamp = m_stamp, .data = data});
        change.head = m_event.id;
    }

    void operator()(const LoweringProposed &data)
    {
        subjectChange().lowerings.append(Lowering{.proposed = m_stamp, .data = data});
    }

    void operator()(const LaneLowered &data)
    {
        Change &change = subjectChange();
        const Lane from = State::lane(change);
        Lowering &lowering = change.lowerings.last();
        lowering.confirmed = m_stamp;
        lowering.confirmText = data.reasonText;
        lowering.from = from;
        lowering.floor = change.revision()->floor;
        lowering.reviews = change.revision()->reviews.size();
        lowering.raisings = change.raised.size();
        change.head = m_event.id;
    }

    void operator()(const RequirementOverridden &data)
    {
        Change &change = subjectChange();
        change.overrides.append(Override{.stamp = m_stamp, .data = data});
        change.head = m_event.id;
    }

    void operator()(const EmergencyDeclared &data)
    {
        Change &change = subjectChange();
        change.emergencies.append(Emergency{.stamp = m_stamp, .data = data});
        change.head = m_event.id;
    }

    void operator()(const EmergencyClosed &data)
    {
        Change &change = subjectChange();
        for (Emergency &emergency : change.emergencies) {
            if (emergency.stamp.event == data.emergency) {
                emergency.closed = m_stamp;
                emergency.closingText = data.reasonText;
            }
        }
        change.head = m_event.id;
    }

    void operator()(const RunRecorded &data)
    {
        subjectChange().runs.append(EvalRun{.stamp = m_stamp, .data = data});
    }

    void operator()(const ResultAccepted &data)
    {
        Change &change = subjectChange();
        runOf(change, data.run)
            .accepted.append(AcceptedResult{.stamp = m_stamp, .reasonText = data.reasonText});
        change.head = m_event.id;
    }

    void operator()(const CaseGraded &data)
    {
        runOf(subjectChange(), data.run).grades.append(GradedCase{.stamp = m_stamp, .data = data});
    }

    void operator()(const SpotCheckRecorded &data)
    {
        subjectChange().spotChecks.append(SpotCheck{.stamp = m_stamp, .data = data});
    }

    void operator()(const DelegationGiven &data)
    {
        m_state.delegations.insert(m_event.id, Delegation{.given = m_stamp, .data = data});
    }

    void operator()(const DelegationRevoked &)
    {
        const auto id = EventId::fromString(QStringView(m_event.subject).mid(11));
        m_state.delegations[id.value_or(EventId{})].revoked = m_stamp;
    }

    void operator()(const ChangeAccepted &data)
    {
        Change &change = subjectChange();
        const Lane lane = State::lane(change);
        change.status = ChangeStatus::Accepted;
        m_state.underReview.remove(change.id);
        change.accepted = data.versions;
        change.ended = m_stamp;
        change.head = m_event.id;
        for (const FileChange &file : change.revisions.last().data.files) {
            acceptFile(change.id, lane, file, data.versions);
        }
    }

    void operator()(const ChangeWithdrawn &)
    {
        Change &change = subjectChange();
        change.status = ChangeStatus::Withdrawn;
        m_state.underReview.remove(change.id);
        change.ended = m_stamp;
        change.head = m_event.id;
    }

    void operator()(const CommentMade &data)
    {
        subjectChange().comments.append(Comment{.stamp = m_stamp, .data = data});
    }

    void operator()(const CommentResolved &data)
    {
        for (Comment &comment : subjectChange().comments) {
            if (comment.stamp.event == data.comment) {
                comment.resolved = data.resolved;
            }
        }
    }

    void operator()(const ReleaseMade &data)
    {
        movePointer(m_state.artifacts[data.artifact], data.environment, data.version, data.content);
    }

    void operator()(const ReleaseRolledBack &data)
    {
        movePointer(m_state.artifacts[data.artifact], data.environment, data.version, data.content);
        PointerMove &move = m_state.artifacts[data.artifact].pointers[data.environment].moves.last();
        move.rolledBack = true;
        move.reasonText = data.reasonText;
        // It raises what is under way as well as what comes later.
        if (!wasRolledBackLately(m_state, data.artifact)) {
            return;
        }
        for (const ChangeId &id : std::as_const(m_state.underReview)) {
            Change &change = m_state.changes[id];
            if (change.revisions.isEmpty()) {
                continue;
            }
            const QList<FileChange> &files = change.revision()->data.files;
            const bool touches = std::any_of(files.cbegin(), files.cend(), [&data](const FileChange &file) {
                return file.artifact == data.artifact;
            });
            if (touches) {
                raiseFloor(change.revisions.last());
            }
        }
    }

private:
    VersionRecord firstVersion(const ContentHash &content) const
    {
        return {.version = nextVersion({}, Lane::Low), .content = content, .stamp = m_stamp};
    }

    void raiseFloor(Revision &revision) const
    {
        revision.afterRollback = true;
        revision.floor = std::max(revision.floor, m_state.policy.history.lane);
    }

    Change &subjectChange()
    {
        return m_state.changes[EventId::fromString(QStringView(m_event.subject).mid(7)).value_or(EventId{})];
    }

    static EvalRun &runOf(Change &change, const EventId &id)
    {
        return *std::find_if(change.runs.begin(), change.runs.end(),
                             [&id](const EvalRun &run) { return run.stamp.event == id; });
    }

    void movePointer(Artifact &artifact, const EnvironmentId &environment, const SemVer &version,
                     const ContentHash &content) const
    {
        Pointer &pointer = artifact.pointers[environment];
        pointer.moves.append(PointerMove{.version = version, .content = content, .stamp = m_stamp});
        pointer.head = m_event.id;
    }

    void acceptFile(const ChangeId &change, Lane lane, const FileChange &file, const QList<AcceptedFile> &versions)
    {
        Artifact &artifact = m_state.artifacts[file.artifact];
        artifact.id = file.artifact;
        artifact.path = file.path;
        artifact.kind = file.kind;
        artifact.retired = file.after.isNull();
        if (artifact.retired) {
            return;
        }
        const auto given = std::find_if(versions.cbegin(), versions.cend(), [&file](const AcceptedFile &accepted) {
            return accepted.artifact == file.artifact;
        });
        artifact.versions.append(VersionRecord{.version = given->version,
                                               .content = file.after,
                                               .change = change,
                                               .lane = lane,
                                               .stamp = m_stamp});
        if (file.kind == ArtifactKind::Policy) {
            return;
        }
        for (const Environment &environment : m_state.policy.environments) {
            if (environment.follows) {
                movePointer(artifact, environment.id, given->version, file.after);
            }
        }
    }

    State &m_state;
    const Event &m_event;
    LedgerId m_bodyHash;
    Stamp m_stamp;
};

/// A newer program's event makes its subject read-only, but only when the policy knows who wrote it.
Void judgeNewer(const State &state, const Placed &placed, const NewerEvent &event)
{
    const Person *person = state.ledger.isNull() ? nullptr : state.policy.person(event.actor);
    if (!person || !person->active) {
        return {.rule = VoidRule::AuthorIsUnknown, .detail = event.actor.value};
    }
    if (state.policy.signaturesRequired && !person->keys.contains(placed.signedBy)) {
        return {.rule = VoidRule::SignatureMissing, .detail = {}};
    }
    if (const Refusal refused = refuseLogin(state.policy, *person, placed.login)) {
        return *refused;
    }
    return {.rule = VoidRule::NewerKind, .detail = event.kind};
}

struct Judged
{
    const State &state;
    const Placed &placed;

    Verdict operator()(const Event &event) const
    {
        if (const auto seen = state.seen.constFind(event.id); seen != state.seen.cend()) {
            return Duplicate{.of = *seen};
        }
        if (Refusal refused = refuseEvent(state, placed, event)) {
            return *refused;
        }
        return Effective{};
    }

    Verdict operator()(const NewerEvent &event) const
    {
        if (const auto seen = state.seen.constFind(event.id); seen != state.seen.cend()) {
            return Duplicate{.of = *seen};
        }
        return judgeNewer(state, placed, event);
    }

    Verdict operator()(const MalformedEvent &event) const { return Malformed{.why = event.why}; }
};

/// Notes what stands at this place whatever its effect.
struct Record
{
    State &state;
    const Placed &placed;
    const Verdict &verdict;

    void operator()(const Event &event) const
    {
        note(event.id, eventKindName(event.data), event.subject, event.actor, event.claimedAt);
    }

    void operator()(const NewerEvent &event) const
    {
        note(event.id, event.kind, event.subject, event.actor, event.claimedAt);
        const auto *refused = std::get_if<Void>(&verdict);
        if (refused && refused->rule == VoidRule::NewerKind) {
            state.newerSubjects.insert(event.subject);
        }
    }

    void operator()(const MalformedEvent &) const { state.malformed.append(placed.at.seq); }

    void note(const EventId &id, const QString &kind, const QString &subject, const PrincipalId &actor,
              qint64 claimedAt) const
    {
        if (Sequence &first = state.seen[id]; first == 0) {
            first = placed.at.seq;
        }
        if (const auto *refused = std::get_if<Void>(&verdict)) {
            state.voids.append(VoidRecord{.seq = placed.at.seq,
                                          .rule = refused->rule,
                                          .detail = refused->detail,
                                          .kind = kind,
                                          .subject = subject,
                                          .stamp = {.event = id,
                                                    .actor = actor,
                                                    .seq = placed.at.seq,
                                                    .claimedAt = claimedAt}});
        }
    }
};

} // namespace

Verdict judge(const State &state, const Placed &placed)
{
    return std::visit(Judged{state, placed}, placed.event);
}

Verdict step(State &state, const Placed &placed)
{
    Q_ASSERT(placed.at.seq == state.head.seq + 1);
    const Verdict verdict = judge(state, placed);
    if (std::holds_alternative<Effective>(verdict)) {
        const Event &event = std::get<Event>(placed.event);
        const bool beginning = std::holds_alternative<LedgerOpened>(event.data)
                || std::holds_alternative<BaselineRecorded>(event.data);
        Apply apply(state, event, placed);
        std::visit(apply, event.data);
        state.baselineClosed = state.baselineClosed || !beginning;
    }
    std::visit(Record{state, placed, verdict}, placed.event);
    state.head = placed.at;
    state.links.append(placed.at.link);
    return verdict;
}

} // namespace countersign
