// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/Requirements.h"

#include "domain/Names.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr NameTable<RequirementState, 6> stateNames = {{{RequirementState::Satisfied, "satisfied"},
                                                        {RequirementState::Unsatisfied, "unsatisfied"},
                                                        {RequirementState::NotApplicable, "not_applicable"},
                                                        {RequirementState::Overridden, "overridden"},
                                                        {RequirementState::Inconclusive, "inconclusive"},
                                                        {RequirementState::Error, "error"}}};

bool isActiveHuman(const Person &person)
{
    return person.active && person.kind == PrincipalKind::Human;
}

/// Marks as overridden what an override or an emergency of `revision` lets pass, and says who may override the rest.
void overlay(const State &state, const Change &change, const EventId &revision, QList<Requirement> &requirements)
{
    const Emergency *emergency = nullptr;
    for (const Emergency &one : change.emergencies) {
        if (one.data.revision == revision) {
            emergency = &one;
        }
    }
    for (Requirement &requirement : requirements) {
        const QString id = requirement.id();
        if (isNeverOverridden(id)) {
            continue;
        }
        requirement.overriders = state.policy.overriders(id);
        if (requirement.met()) {
            continue;
        }
        for (const Override &one : change.overrides) {
            const Person *person = state.policy.person(one.stamp.actor);
            if (one.data.revision == revision && one.data.requirement == id && person
                && holdsAny(*person, requirement.overriders)) {
                requirement.state = RequirementState::Overridden;
                requirement.overriddenBy = one.stamp.actor;
                requirement.overriding = one.stamp.event;
            }
        }
        if (emergency && !requirement.met()) {
            requirement.state = RequirementState::Overridden;
            requirement.overriddenBy = emergency->stamp.actor;
            requirement.overriding = emergency->stamp.event;
            requirement.emergency = true;
        }
    }
}

class Evaluation
{
public:
    Evaluation(const State &state, const Change &change, const Revision &revision,
               UnderPolicy under = UnderPolicy::InForce)
        : m_state(state),
          m_change(change),
          m_revision(revision),
          m_rule(state.policy.laneRule(State::lane(change))),
          m_approvals(countingApprovals(state, change, revision, under)),
          m_contributors(State::contributors(change))
    {
    }

    QList<Requirement> all() const
    {
        QList<Requirement> found;
        found.reserve(5 + mostApprovals());
        found << baseCurrent() << noteComplete() << noChangesAsked() << threadsResolved();
        if (!m_state.policy.regressionGate.isEmpty() || !m_state.policy.suites.isEmpty()) {
            found.append(regressionGate());
        }
        found.append(approvals());
        overlay(m_state, m_change, m_revision.stamp.event, found);
        return found;
    }

    QList<Requirement> approvals() const
    {
        QList<Requirement> found;
        found.reserve(mostApprovals());
        if (m_rule.reviewer || !m_change.reviewer.isEmpty()) {
            found.append(namedReviewer());
        }
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
    [[nodiscard]] qsizetype mostApprovals() const { return m_rule.allOf.size() + 4; }

    static RequirementState when(bool satisfied)
    {
        return satisfied ? RequirementState::Satisfied : RequirementState::Unsatisfied;
    }

    [[nodiscard]] bool alreadyCounts(const PrincipalId &id) const
    {
        return std::any_of(m_approvals.cbegin(), m_approvals.cend(),
                           [&id](const Approval &approval) { return approval.by == id || approval.of == id; });
    }

    /// Active humans who could still add an approval as one of `roles`, their own or delegated to them, or because they
    /// are named in `people`.
    QList<PrincipalId> couldApprove(const QList<RoleId> *roles, const QList<PrincipalId> &people) const
    {
        QList<PrincipalId> found;
        for (const Person &person : m_state.policy.people) {
            if (!isActiveHuman(person) || m_contributors.contains(person.id) || alreadyCounts(person.id)) {
                continue;
            }
            bool fits = !person.roles.isEmpty() && people.contains(person.id);
            for (const Voice &voice : voicesOf(m_state, person.id)) {
                const bool free = !m_contributors.contains(voice.of) && !alreadyCounts(voice.of);
                fits = fits || (free && (!roles || roles->contains(voice.as)));
            }
            if (fits) {
                found.append(person.id);
            }
        }
        return found;
    }

    void addTo(Requirement &requirement, const Approval &approval) const
    {
        requirement.people.append(approval.by);
        for (qsizetype i = 0; !approval.keptFrom.isNull() && i < m_change.revisions.size(); ++i) {
            if (m_change.revisions.at(i).stamp.event == approval.keptFrom) {
                requirement.keptSince.insert(approval.by, int(i) + 1);
            }
        }
        if (approval.of != approval.by) {
            requirement.spokeFor.insert(approval.by, approval.of);
        }
    }

    Requirement byRoles(RequirementKind kind, const QList<RoleId> &roles, const QList<PrincipalId> &people) const
    {
        Requirement requirement{.kind = kind, .roles = roles, .need = 1};
        for (const Approval &approval : m_approvals) {
            if (roles.contains(approval.as) || people.contains(approval.of)) {
                addTo(requirement, approval);
            }
        }
        requirement.have = int(requirement.people.size());
        requirement.state = when(requirement.have > 0);
        if (!requirement.met()) {
            requirement.waitingFor = couldApprove(&roles, people);
            const bool held = std::any_of(m_state.policy.people.cbegin(), m_state.policy.people.cend(),
                                          [&](const Person &person) {
                return isActiveHuman(person) && (holdsAny(person, roles) || people.contains(person.id));
            });
            if (!held) {
                requirement.state = RequirementState::Error;
            }
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
        for (const Approval &approval : m_approvals) {
            addTo(requirement, approval);
        }
        requirement.have = int(requirement.people.size());
        requirement.state = when(requirement.have >= requirement.need);
        if (!requirement.met()) {
            requirement.waitingFor = couldApprove(nullptr, {});
        }
        return requirement;
    }

    Requirement namedReviewer() const
    {
        Requirement requirement{.kind = RequirementKind::NamedReviewer, .need = 1};
        if (!couldReview(m_state, m_change.reviewer, m_change)) {
            requirement.waitingFor = {m_change.opened.actor};
            return requirement;
        }
        for (const Approval &approval : m_approvals) {
            if (approval.of == m_change.reviewer) {
                addTo(requirement, approval);
            }
        }
        requirement.have = int(requirement.people.size());
        requirement.state = when(requirement.have > 0);
        if (!requirement.met()) {
            requirement.people = {m_change.reviewer};
            requirement.waitingFor = {m_change.reviewer};
        }
        return requirement;
    }

    /// The reasons of `regression_gate` that apply, in its order.
    QList<GateReason> askedReasons() const
    {
        const QList<GateReason> all = gateReasons(m_state, m_change);
        QList<GateReason> asked;
        for (const GateReason reason : m_state.policy.regressionGate) {
            if (all.contains(reason) && !asked.contains(reason)) {
                asked.append(reason);
            }
        }
        return asked;
    }

    /// Where a suite is asked for and the policy names none for that reason, it cannot be told whether it would pass.
    Requirement regressionGate() const
    {
        Requirement requirement{.kind = RequirementKind::RegressionGate, .gate = askedReasons()};
        requirement.suites = suiteStandings(m_state, m_change);
        requirement.need = int(requirement.suites.size());
        for (const GateReason reason : std::as_const(requirement.gate)) {
            const bool covered = std::any_of(requirement.suites.cbegin(), requirement.suites.cend(),
                                             [reason](const SuiteStanding &standing) {
                                                 return standing.rule.reasons.isEmpty()
                                                        || standing.rule.reasons.contains(reason);
                                             });
            if (!covered) {
                requirement.uncovered.append(reason);
            }
        }
        requirement.state = gateState(requirement);
        for (const SuiteStanding &standing : std::as_const(requirement.suites)) {
            requirement.have += standing.met() ? 1 : 0;
            if (!standing.acceptedBy.isEmpty() && !requirement.people.contains(standing.acceptedBy)) {
                requirement.people.append(standing.acceptedBy);
            }
            for (const PrincipalId &person : waitedForBy(standing)) {
                if (!requirement.waitingFor.contains(person)) {
                    requirement.waitingFor.append(person);
                }
            }
        }
        return requirement;
    }

    static RequirementState gateState(const Requirement &requirement)
    {
        const auto any = [&requirement](auto... states) {
            return std::any_of(
                requirement.suites.cbegin(), requirement.suites.cend(),
                [=](const SuiteStanding &standing) { return ((standing.state == states) || ...); });
        };
        if (requirement.gate.isEmpty() && requirement.suites.isEmpty()) {
            return RequirementState::NotApplicable;
        }
        if (any(SuiteState::Unknown)) {
            return RequirementState::Error;
        }
        if (any(SuiteState::Failed)) {
            return RequirementState::Unsatisfied;
        }
        const bool open =
            !requirement.uncovered.isEmpty() || any(SuiteState::Inconclusive, SuiteState::Missing);
        return open ? RequirementState::Inconclusive : RequirementState::Satisfied;
    }

    /// Who runs it, who may accept what it says, or who writes another revision.
    QList<PrincipalId> waitedForBy(const SuiteStanding &standing) const
    {
        if (standing.met() || standing.state == SuiteState::Unknown) {
            return {};
        }
        if (standing.state == SuiteState::Failed && !standing.acceptable) {
            return {m_change.opened.actor};
        }
        const Rights &rights = m_state.policy.rights;
        QList<PrincipalId> found;
        for (const Person &person : m_state.policy.people) {
            const bool fits = standing.acceptable ? holdsAny(person, rights.acceptResults)
                                                        && !m_contributors.contains(person.id)
                                                  : holdsAny(person, rights.recordRuns);
            if (fits && isActiveHuman(person)) {
                found.append(person.id);
            }
        }
        return found;
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
            return mayRollBackProduction(m_state, m_change, note.rollbackOwner);
        case NoteField::Informed:
            return !note.informed.isEmpty();
        }
        Q_UNREACHABLE_RETURN(false);
    }

    Requirement noChangesAsked() const
    {
        Requirement requirement{.kind = RequirementKind::NoChangesAsked};
        bool answered = true;
        for (const Review &review : State::standingRequests(m_change)) {
            requirement.people.append(review.stamp.actor);
            answered = answered && review.data.revision != m_revision.stamp.event;
        }
        requirement.state = requirement.people.isEmpty() ? RequirementState::NotApplicable
                                                         : RequirementState::Unsatisfied;
        if (!requirement.met()) {
            // A newer revision answers it; then whoever asked looks again.
            requirement.waitingFor = answered ? requirement.people : QList<PrincipalId>{m_change.opened.actor};
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
    QList<Approval> m_approvals;
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
    if (!state.newerSubjects.isEmpty()
        && state.newerSubjects.contains(releaseSubject(requirement.environment, artifact.id))) {
        // Whether it was taken back from there cannot be told.
        requirement.state = RequirementState::Error;
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
    const QList<Approval> counting = countingApprovals(state, *change, *revision, UnderPolicy::Any);
    for (const Review &review : stances(*revision)) {
        const bool counts = std::any_of(counting.cbegin(), counting.cend(), [&review](const Approval &other) {
            return other.review == review.stamp.event;
        });
        if (review.data.decision == Decision::Approve && !counts) {
            requirement.people.append(review.stamp.actor);
        }
    }
    if (requirement.people.isEmpty()) {
        return requirement; // every approval counts as it did
    }
    QList<Requirement> asked = Evaluation(state, *change, *revision, UnderPolicy::Any).approvals();
    overlay(state, *change, revision->stamp.event, asked);
    if (!allMet(asked)) {
        requirement.state = RequirementState::Unsatisfied;
    }
    return requirement;
}

Requirement rollbackOwnerNamed(const State &state, const VersionRecord &record)
{
    Requirement requirement{.kind = RequirementKind::RollbackOwnerNamed, .state = RequirementState::NotApplicable};
    const Change *change = state.change(record.change);
    const Revision *revision = change ? change->revision() : nullptr;
    if (!revision || record.lane == Lane::Low) {
        return requirement;
    }
    const PrincipalId owner = revision->note() ? revision->note()->data.rollbackOwner : PrincipalId{};
    requirement.state = RequirementState::Unsatisfied;
    if (mayRollBackProduction(state, *change, owner)) {
        requirement.state = RequirementState::Satisfied;
        requirement.people = {owner};
    } else {
        requirement.roles = state.policy.environments.last().rollbackRoles(revision->data.files.first().path);
    }
    return requirement;
}

/// The follow-up of an emergency holds back every other version of its files.
Requirement followUpClosed(const State &state, const Artifact &artifact, const VersionRecord &record)
{
    Requirement requirement{.kind = RequirementKind::FollowUpClosed, .state = RequirementState::NotApplicable};
    for (const VersionRecord &other : artifact.versions) {
        const Change *change = other.change == record.change ? nullptr : state.change(other.change);
        if (!change) {
            continue;
        }
        for (const Emergency &emergency : change->emergencies) {
            requirement.need += 1;
            requirement.have += emergency.isOpen() ? 0 : 1;
            if (emergency.isOpen() && !requirement.people.contains(emergency.stamp.actor)) {
                requirement.people.append(emergency.stamp.actor);
            }
        }
    }
    if (requirement.need > 0) {
        requirement.state = requirement.have == requirement.need ? RequirementState::Satisfied
                                                                 : RequirementState::Unsatisfied;
        requirement.roles = state.policy.rights.audit;
    }
    return requirement;
}

} // namespace

QString toString(RequirementState state)
{
    return nameOf(stateNames, state);
}

bool isNeverOverridden(const QString &requirement)
{
    return requirement == u"base" || requirement == u"follow-up" || requirement == u"version"
            || requirement == u"not-running" || requirement.startsWith(u"order.");
}

bool couldReview(const State &state, const PrincipalId &id, const Change &change)
{
    const Person *person = state.policy.person(id);
    return person && isActiveHuman(*person) && !person->roles.isEmpty() && !State::contributors(change).contains(id);
}

/// A rollback owner who could not press the button is no owner.
bool mayRollBackProduction(const State &state, const Change &change, const PrincipalId &id)
{
    const Person *person = state.policy.person(id);
    if (!person || person->kind != PrincipalKind::Human || !change.revision()) {
        return false;
    }
    const Environment &production = state.policy.environments.last();
    const QList<FileChange> &files = change.revision()->data.files;
    return std::all_of(files.cbegin(), files.cend(), [&](const FileChange &file) {
        return holdsAny(*person, file.kind == ArtifactKind::Policy ? production.rollBack
                                                                   : production.rollbackRoles(file.path));
    });
}

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
    case RequirementKind::NamedReviewer:
        return u"reviewer"_s;
    case RequirementKind::RegressionGate:
        return u"regression"_s;
    case RequirementKind::RollbackOwnerNamed:
        return u"rollback-owner"_s;
    case RequirementKind::FollowUpClosed:
        return u"follow-up"_s;
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
    QList<Requirement> found{accepted,
                             inEnvironmentBefore(state, *artifact, version, index),
                             idle,
                             stillEligible(state, *record),
                             rollbackOwnerNamed(state, *record),
                             followUpClosed(state, *artifact, *record)};
    if (const Change *change = state.change(record->change); change && change->revision()) {
        overlay(state, *change, change->revision()->stamp.event, found);
    }
    return found;
}

bool allMet(const QList<Requirement> &requirements)
{
    return std::all_of(requirements.cbegin(), requirements.cend(), [](const Requirement &r) { return r.met(); });
}

QList<Voice> reviewVoices(const State &state, const PrincipalId &actor, const Change &change)
{
    const QSet<PrincipalId> contributors = State::contributors(change);
    QList<Voice> all = voicesOf(state, actor);
    all.removeIf([&](const Voice &voice) { return voice.of != actor && contributors.contains(voice.of); });
    QList<Voice> voices;
    for (const Requirement &requirement : requirementsToAccept(state, change)) {
        if (requirement.met()) {
            continue;
        }
        for (const Voice &voice : std::as_const(all)) {
            const bool satisfies = requirement.kind == RequirementKind::NamedReviewer
                    ? voice.of == change.reviewer
                    : requirement.roles.contains(voice.as);
            if (satisfies && !voices.contains(voice)) {
                voices.append(voice);
            }
        }
    }
    for (const Voice &voice : std::as_const(all)) {
        if (!voices.contains(voice)) {
            voices.append(voice);
        }
    }
    return voices;
}

QList<RoleId> reviewRoles(const State &state, const PrincipalId &actor, const Change &change)
{
    QList<RoleId> roles;
    for (const Voice &voice : reviewVoices(state, actor, change)) {
        if (voice.delegation.isNull()) {
            roles.append(voice.as);
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
