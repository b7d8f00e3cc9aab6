// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/Requirements.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

/// A person's standing word on the current revision: the last review they gave of it.
QList<Review> stances(const Revision &revision)
{
    QMap<PrincipalId, Review> last;
    for (const Review &review : revision.reviews) {
        last.insert(review.stamp.actor, review);
    }
    return last.values();
}

/// Approvals that count under `policy`: of this revision with the note in force, by active people who hold the role
/// they spoke in, did not contribute, and viewed the whole change where its lane asks for that.
QList<Review> countingApprovals(const Policy &policy, const Change &change, const Revision &revision)
{
    const QSet<PrincipalId> contributors = State::contributors(change);
    const EventId note = revision.note() ? revision.note()->stamp.event : EventId{};
    const bool viewed = policy.laneRule(State::lane(change)).viewed;
    QList<Review> counting;
    for (const Review &review : stances(revision)) {
        const Person *person = policy.person(review.stamp.actor);
        if (review.data.decision == Decision::Approve && review.data.note == note
            && review.data.content == revision.content && (review.data.viewed || !viewed) && person && person->kind == PrincipalKind::Human
            && holds(*person, review.data.as) && !contributors.contains(person->id)) {
            counting.append(review);
        }
    }
    return counting;
}

class Evaluation
{
public:
    Evaluation(const State &state, const Change &change, const Revision &revision)
        : m_state(state),
          m_change(change),
          m_revision(revision),
          m_rule(state.policy.laneRule(State::lane(change))),
          m_approvals(countingApprovals(state.policy, change, revision)),
          m_contributors(State::contributors(change))
    {
    }

    QList<Requirement> all() const
    {
        QList<Requirement> found{baseCurrent(), noteComplete(), noChangesAsked(), threadsResolved()};
        found.append(approvals());
        return found;
    }

    QList<Requirement> approvals() const
    {
        QList<Requirement> found;
        for (const RoleId &role : m_rule.allOf) {
            found.append(byRoles(RequirementKind::ApprovalByRole, {role}, {}));
        }
        if (!m_rule.anyOf.isEmpty()) {
            found.append(byRoles(RequirementKind::ApprovalByAnyRole, m_rule.anyOf, {}));
        }
        found.append(owners());
        found.append(count());
        return found;
    }

private:
    static RequirementState when(bool satisfied)
    {
        return satisfied ? RequirementState::Satisfied : RequirementState::Unsatisfied;
    }

    /// Active humans who could still add an approval as one of `roles` or because they are named in `people`.
    QList<PrincipalId> couldApprove(const QList<RoleId> *roles, const QList<PrincipalId> &people) const
    {
        QList<PrincipalId> found;
        for (const Person &person : m_state.policy.people) {
            const bool fits = !roles || holdsAny(person, *roles) || people.contains(person.id);
            const bool approved = std::any_of(m_approvals.cbegin(), m_approvals.cend(), [&person](const Review &r) {
                return r.stamp.actor == person.id;
            });
            if (person.active && person.kind == PrincipalKind::Human && !person.roles.isEmpty() && fits
                && !approved && !m_contributors.contains(person.id)) {
                found.append(person.id);
            }
        }
        return found;
    }

    Requirement byRoles(RequirementKind kind, const QList<RoleId> &roles, const QList<PrincipalId> &people) const
    {
        Requirement requirement{.kind = kind, .roles = roles, .need = 1};
        for (const Review &approval : m_approvals) {
            if (roles.contains(approval.data.as) || people.contains(approval.stamp.actor)) {
                requirement.people.append(approval.stamp.actor);
            }
        }
        requirement.have = int(requirement.people.size());
        requirement.state = when(requirement.have > 0);
        if (!requirement.met()) {
            requirement.waitingFor = couldApprove(&roles, people);
        }
        return requirement;
    }

    QList<Requirement> owners() const
    {
        QList<Requirement> found;
        const auto add = [&found](Requirement requirement, const Owner &owner, const QString &path) {
            requirement.section = owner.section;
            requirement.path = path;
            const bool known = std::any_of(found.cbegin(), found.cend(), [&requirement](const Requirement &other) {
                return other.roles == requirement.roles && other.section == requirement.section
                        && other.waitingFor == requirement.waitingFor && other.people == requirement.people;
            });
            if (!known) {
                found.append(requirement);
            }
        };
        for (const Touched &touched : State::touched(m_change)) {
            for (const Owner *owner : m_state.policy.ownersOf(touched.path, touched.sections)) {
                for (const RoleId &role : owner->allOf) {
                    if (!m_rule.allOf.contains(role)) {
                        add(byRoles(RequirementKind::OwnerApproval, {role}, {}), *owner, touched.path);
                    }
                }
                if (!owner->anyOf.isEmpty() || !owner->people.isEmpty()) {
                    add(byRoles(RequirementKind::OwnerApproval, owner->anyOf, owner->people), *owner, touched.path);
                }
            }
        }
        return found;
    }

    Requirement count() const
    {
        Requirement requirement{.kind = RequirementKind::ApprovalCount, .need = m_rule.approvals};
        for (const Review &approval : m_approvals) {
            requirement.people.append(approval.stamp.actor);
        }
        requirement.have = int(requirement.people.size());
        requirement.state = when(requirement.have >= requirement.need);
        if (!requirement.met()) {
            requirement.waitingFor = couldApprove(nullptr, {});
        }
        return requirement;
    }

    Requirement noteComplete() const
    {
        Requirement requirement{.kind = RequirementKind::NoteComplete};
        requirement.fields = missingAnswers();
        requirement.need = int(m_rule.note.size());
        requirement.have = requirement.need - int(requirement.fields.size());
        if (m_rule.note.isEmpty()) {
            requirement.state = RequirementState::NotApplicable;
        } else {
            requirement.state = when(requirement.fields.isEmpty());
        }
        if (!requirement.met()) {
            requirement.waitingFor = {m_change.opened.actor};
        }
        return requirement;
    }

    QList<NoteField> missingAnswers() const
    {
        const NoteWritten note = m_revision.note() ? m_revision.note()->data : NoteWritten{};
        QList<NoteField> missing;
        for (const NoteField field : m_rule.note) {
            if (!answered(note, field)) {
                missing.append(field);
            }
        }
        return missing;
    }

    bool answered(const NoteWritten &note, NoteField field) const
    {
        switch (field) {
        case NoteField::What:
            return !note.whatText.isNull();
        case NoteField::Why:
            return !note.whyText.isNull();
        case NoteField::Workflow:
            return !note.workflow.isEmpty();
        case NoteField::Outcome:
            return !note.outcomeText.isNull();
        case NoteField::Triggers:
            return !note.triggers.isEmpty();
        case NoteField::RollbackOwner:
            return mayRollBackProduction(note.rollbackOwner);
        case NoteField::Informed:
            return !note.informed.isEmpty();
        }
        Q_UNREACHABLE_RETURN(false);
    }

    /// A rollback owner who could not press the button is no owner.
    bool mayRollBackProduction(const PrincipalId &id) const
    {
        const Person *person = m_state.policy.person(id);
        return person && person->kind == PrincipalKind::Human
                && holdsAny(*person, m_state.policy.environments.last().rollBack);
    }

    Requirement noChangesAsked() const
    {
        Requirement requirement{.kind = RequirementKind::NoChangesAsked};
        for (const Review &review : stances(m_revision)) {
            if (review.data.decision == Decision::RequestChanges) {
                requirement.people.append(review.stamp.actor);
            }
        }
        requirement.state = requirement.people.isEmpty() ? RequirementState::NotApplicable
                                                         : RequirementState::Unsatisfied;
        if (!requirement.met()) {
            requirement.waitingFor = {m_change.opened.actor};
        }
        return requirement;
    }

    Requirement threadsResolved() const
    {
        Requirement requirement{.kind = RequirementKind::ThreadsResolved};
        for (const Comment &comment : m_change.comments) {
            if (comment.data.answers.isNull()) {
                ++requirement.need;
                requirement.have += comment.resolved ? 1 : 0;
            }
        }
        requirement.state = requirement.need == 0 ? RequirementState::NotApplicable
                                                  : when(requirement.have == requirement.need);
        if (!requirement.met()) {
            requirement.waitingFor = {m_change.opened.actor};
        }
        return requirement;
    }

    Requirement baseCurrent() const
    {
        Requirement requirement{.kind = RequirementKind::BaseCurrent, .state = RequirementState::Satisfied};
        for (const FileChange &file : m_revision.data.files) {
            const Artifact *artifact = m_state.artifact(file.artifact);
            const bool taken = !artifact && m_state.artifactAt(file.path);
            if (taken || file.before != (artifact ? artifact->acceptedContent() : ContentHash{})) {
                requirement.state = RequirementState::Unsatisfied;
                requirement.path = file.path;
                requirement.waitingFor = {m_change.opened.actor};
            }
        }
        return requirement;
    }

    const State &m_state;
    const Change &m_change;
    const Revision &m_revision;
    const LaneRule &m_rule;
    QList<Review> m_approvals;
    QSet<PrincipalId> m_contributors;
};

Requirement inEnvironmentBefore(const State &state, const Artifact &artifact, const SemVer &version, qsizetype index)
{
    Requirement requirement{.kind = RequirementKind::InEnvironmentBefore,
                            .state = RequirementState::NotApplicable};
    if (index <= 0) {
        return requirement;
    }
    requirement.environment = state.policy.environments.at(index - 1).id;
    requirement.state = RequirementState::Unsatisfied;
    if (state.newerSubjects.contains(releaseSubject(requirement.environment, artifact.id))) {
        // Whether it was taken back from there cannot be told.
        return requirement;
    }
    const auto pointer = artifact.pointers.constFind(requirement.environment);
    if (pointer == artifact.pointers.cend()) {
        return requirement;
    }
    // It ran there, and was not taken back from there the last time it did.
    for (qsizetype i = pointer->moves.size() - 1; i >= 0; --i) {
        if (pointer->moves.at(i).version == version) {
            const bool takenBack = i + 1 < pointer->moves.size() && pointer->moves.at(i + 1).rolledBack;
            requirement.state = takenBack ? RequirementState::Unsatisfied : RequirementState::Satisfied;
            break;
        }
    }
    return requirement;
}

/// Approvals that carried the version, judged by the policy in force now.
Requirement stillEligible(const State &state, const VersionRecord &record)
{
    Requirement requirement{.kind = RequirementKind::StillEligible, .state = RequirementState::NotApplicable};
    const Change *change = state.change(record.change);
    const Revision *revision = change ? change->revision() : nullptr;
    if (!state.policy.recheckAtRelease || !revision) {
        return requirement;
    }
    requirement.state = RequirementState::Satisfied;
    const QList<Review> counting = countingApprovals(state.policy, *change, *revision);
    for (const Review &review : stances(*revision)) {
        const bool counts = std::any_of(counting.cbegin(), counting.cend(), [&review](const Review &other) {
            return other.stamp.event == review.stamp.event;
        });
        if (review.data.decision == Decision::Approve && !counts) {
            requirement.people.append(review.stamp.actor);
        }
    }
    if (!requirement.people.isEmpty() && !allMet(Evaluation(state, *change, *revision).approvals())) {
        requirement.state = RequirementState::Unsatisfied;
    }
    return requirement;
}

} // namespace

QString Requirement::id() const
{
    const auto who = [this] {
        QStringList names;
        for (const RoleId &role : roles) {
            names.append(role.value);
        }
        return names.isEmpty() ? u"person"_s : names.join(u'+');
    };
    switch (kind) {
    case RequirementKind::NoteComplete:
        return u"note"_s;
    case RequirementKind::ApprovalCount:
        return u"approvals"_s;
    case RequirementKind::ApprovalByRole:
    case RequirementKind::ApprovalByAnyRole:
        return u"approval."_s + who();
    case RequirementKind::OwnerApproval:
        return u"owner."_s + who();
    case RequirementKind::NoChangesAsked:
        return u"no-changes-asked"_s;
    case RequirementKind::ThreadsResolved:
        return u"threads"_s;
    case RequirementKind::BaseCurrent:
        return u"base"_s;
    case RequirementKind::RightHeld:
        return u"right."_s + who();
    case RequirementKind::InEnvironmentBefore:
        return u"order."_s + environment.value;
    case RequirementKind::NotRunningYet:
        return u"not-running"_s;
    case RequirementKind::VersionAccepted:
        return u"version"_s;
    case RequirementKind::StillEligible:
        return u"eligible"_s;
    }
    Q_UNREACHABLE_RETURN(QString());
}

QList<Requirement> requirementsToAccept(const State &state, const Change &change)
{
    const Revision *revision = change.revision();
    if (!revision) {
        return {};
    }
    return Evaluation(state, change, *revision).all();
}

QList<Requirement> requirementsToRelease(const State &state, const ArtifactId &artifactId, const SemVer &version,
                                         const EnvironmentId &environment)
{
    const Artifact *artifact = state.artifact(artifactId);
    const VersionRecord *record = artifact ? artifact->version(version) : nullptr;
    const qsizetype index = state.policy.environmentIndex(environment);
    Requirement accepted{.kind = RequirementKind::VersionAccepted};
    if (!record || index < 0) {
        return {accepted};
    }
    accepted.state = RequirementState::Satisfied;
    const PointerMove *running = artifact->running(environment);
    Requirement idle{.kind = RequirementKind::NotRunningYet, .environment = environment};
    idle.state = running && running->version == version ? RequirementState::Unsatisfied : RequirementState::Satisfied;
    return {accepted, inEnvironmentBefore(state, *artifact, version, index), idle, stillEligible(state, *record)};
}

bool allMet(const QList<Requirement> &requirements)
{
    return std::all_of(requirements.cbegin(), requirements.cend(), [](const Requirement &r) { return r.met(); });
}

QList<RoleId> reviewRoles(const State &state, const PrincipalId &actor, const Change &change)
{
    const Person *person = state.policy.person(actor);
    if (!person || !person->active) {
        return {};
    }
    QList<RoleId> roles;
    for (const Requirement &requirement : requirementsToAccept(state, change)) {
        if (requirement.met()) {
            continue;
        }
        for (const RoleId &role : requirement.roles) {
            if (holds(*person, role) && !roles.contains(role)) {
                roles.append(role);
            }
        }
    }
    for (const RoleId &role : person->roles) {
        if (!roles.contains(role)) {
            roles.append(role);
        }
    }
    return roles;
}

QList<PointerMove> rollbackTargets(const State &state, const ArtifactId &artifactId, const EnvironmentId &environment)
{
    const Artifact *artifact = state.artifact(artifactId);
    if (!artifact || !artifact->pointers.contains(environment)) {
        return {};
    }
    const QList<PointerMove> &moves = artifact->pointers.constFind(environment)->moves;
    QSet<SemVer> seen{moves.last().version};
    QList<PointerMove> targets;
    QList<PointerMove> takenBack;
    for (qsizetype i = moves.size() - 2; i >= 0; --i) {
        if (!seen.contains(moves.at(i).version)) {
            seen.insert(moves.at(i).version);
            (moves.at(i + 1).rolledBack ? takenBack : targets).append(moves.at(i));
        }
    }
    return targets + takenBack;
}

QList<AcceptedFile> proposedVersions(const State &state, const Change &change)
{
    QList<AcceptedFile> versions;
    if (const Revision *revision = change.revision()) {
        for (const FileChange &file : revision->data.files) {
            if (file.after.isNull()) {
                continue;
            }
            const Artifact *artifact = state.artifact(file.artifact);
            const SemVer latest = artifact && artifact->latest() ? artifact->latest()->version : SemVer{};
            versions.append({.artifact = file.artifact, .version = nextVersion(latest, State::lane(change))});
        }
    }
    return versions;
}

} // namespace countersign
