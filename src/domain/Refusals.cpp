// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/Refusals.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

QString joined(const QList<RoleId> &roles)
{
    QStringList texts;
    for (const RoleId &role : roles) {
        texts.append(role.value);
    }
    return texts.join(u',');
}

Refusal refuseUnmet(const QList<Requirement> &requirements)
{
    QStringList unmet;
    for (const Requirement &requirement : requirements) {
        if (!requirement.met()) {
            unmet.append(requirement.id());
        }
    }
    if (unmet.isEmpty()) {
        return std::nullopt;
    }
    return refusal(VoidRule::RequirementUnmet, unmet.join(u','));
}

Refusal refuseUnknown(const State &state, const PrincipalId &actor)
{
    const Person *person = state.policy.person(actor);
    if (!person || !person->active) {
        return refusal(VoidRule::AuthorIsUnknown, actor.value);
    }
    return std::nullopt;
}

/// `roles` as Rights has them: nobody named means everybody who is active.
Refusal refuseRight(const State &state, const PrincipalId &actor, const QList<RoleId> &roles)
{
    if (Refusal unknown = refuseUnknown(state, actor)) {
        return unknown;
    }
    if (!roles.isEmpty() && !holdsAny(*state.policy.person(actor), roles)) {
        return refusal(VoidRule::RightMissing, joined(roles));
    }
    return std::nullopt;
}

/// A right whose empty list means nobody.
Refusal refuseNamedRight(const State &state, const PrincipalId &actor, const QList<RoleId> &roles)
{
    if (Refusal unknown = refuseUnknown(state, actor)) {
        return unknown;
    }
    if (!holdsAny(*state.policy.person(actor), roles)) {
        return refusal(VoidRule::RightMissing, joined(roles));
    }
    return std::nullopt;
}

/// Judgements of people: never by a program.
Refusal refuseService(const State &state, const PrincipalId &actor)
{
    const Person *person = state.policy.person(actor);
    return person && person->kind == PrincipalKind::Service
               ? refusal(VoidRule::ServiceMayNotApprove, actor.value)
               : std::nullopt;
}

/// State::contributors(), asked about one.
bool contributed(const Change &change, const PrincipalId &id)
{
    return change.opened.actor == id
           || std::ranges::any_of(change.revisions, [&id](const Revision &revision) {
                  return revision.stamp.actor == id || revision.data.contributors.contains(id);
              });
}

Refusal refuseContributor(const Change &change, const PrincipalId &actor)
{
    return contributed(change, actor) ? refusal(VoidRule::ContributorMayNotApprove, actor.value)
                                      : std::nullopt;
}

/// What a newer program said about one of these cannot be told, so nothing is decided that rests on it. About the policy
/// it may have changed who may do what. Each of `subjects` gives a name, and is asked only where a newer program spoke.
template<typename... Subjects>
Refusal refuseNewer(const State &state, const Subjects &...subjects)
{
    if (state.newerSubjects.isEmpty()) {
        return std::nullopt;
    }
    for (const QString &subject : {subjects()...}) {
        if (state.newerSubjects.contains(subject)) {
            return refusal(VoidRule::NewerKind, subject);
        }
    }
    return std::nullopt;
}

/// A newer program spoke about the change that a version came from: it may have been taken back.
Refusal refuseNewerChange(const State &state, const Artifact &artifact, const SemVer &version)
{
    const VersionRecord *record = artifact.version(version);
    return record && !record->change.isNull()
               ? refuseNewer(state, [&] { return changeSubject(record->change); })
               : std::nullopt;
}

Refusal refuseClosed(const State &state, const Change &change)
{
    if (Refusal refused = refuseNewer(state, [&] { return changeSubject(change.id); })) {
        return refused;
    }
    if (change.status != ChangeStatus::Review) {
        return refusal(VoidRule::SubjectClosed, QString::number(change.number));
    }
    return std::nullopt;
}

} // namespace

Refusal refuseLogin(const Policy &policy, const Person &person, const std::optional<QString> &login)
{
    if (!login || !policy.bindsLogins() || person.logins.contains(*login)) {
        return std::nullopt;
    }
    return refusal(VoidRule::LoginDiffers, *login);
}

Refusal refuseToWrite(const State &state, const PrincipalId &actor)
{
    return refuseRight(state, actor, state.policy.rights.write);
}

Refusal refuseToRevise(const State &state, const PrincipalId &actor, const Change &change)
{
    if (Refusal refused = refuseToWrite(state, actor)) {
        return refused;
    }
    return refuseClosed(state, change);
}

Refusal refuseToComment(const State &state, const PrincipalId &actor, const Change &change)
{
    if (Refusal refused = refuseUnknown(state, actor)) {
        return refused;
    }
    return refuseNewer(state, [&] { return changeSubject(change.id); });
}

Refusal refuseToReview(const State &state, const PrincipalId &actor, const Change &change, const RoleId &as,
                       Decision decision, const EventId &delegation)
{
    if (Refusal refused = refuseUnknown(state, actor)) {
        return refused;
    }
    if (Refusal refused = refuseClosed(state, change)) {
        return refused;
    }
    if (Refusal refused = refuseNewer(state, policySubject)) {
        return refused;
    }
    const Person *person = state.policy.person(actor);
    if (!change.revision()) {
        return refusal(VoidRule::SubjectUnknown, changeSubject(change.id));
    }
    if (person->kind == PrincipalKind::Service) {
        return refusal(VoidRule::ServiceMayNotApprove, actor.value);
    }
    if (decision == Decision::Approve && contributed(change, actor)) {
        return refusal(VoidRule::ContributorMayNotApprove, actor.value);
    }
    if (delegation.isNull()) {
        return holds(*person, as) ? std::nullopt : refusal(VoidRule::RoleNotHeld, as.value);
    }
    if (Refusal refused = refuseNewer(state, [&] { return delegationSubject(delegation); })) {
        return refused;
    }
    const std::optional<PrincipalId> of = spokenFor(state, delegation, actor, as);
    if (!of) {
        return refusal(VoidRule::DelegationUnknown, as.value);
    }
    // Nobody approves what is their own through somebody else.
    return decision == Decision::Approve ? refuseContributor(change, *of) : std::nullopt;
}

Refusal refuseToNameReviewer(const State &state, const PrincipalId &actor, const Change &change,
                             const PrincipalId &reviewer)
{
    if (Refusal refused = refuseToRevise(state, actor, change)) {
        return refused;
    }
    if (!reviewer.isEmpty() && !couldReview(state, reviewer, change)) {
        return refusal(state.policy.person(reviewer) ? VoidRule::ContributorMayNotApprove
                                                     : VoidRule::AuthorIsUnknown,
                       reviewer.value);
    }
    return reviewer == change.reviewer ? refusal(VoidRule::NothingToDo, reviewer.value) : std::nullopt;
}

Refusal refuseToClearRequest(const State &state, const PrincipalId &actor, const Change &change,
                             const EventId &review)
{
    if (Refusal refused = refuseUnknown(state, actor)) {
        return refused;
    }
    if (Refusal refused = refuseClosed(state, change)) {
        return refused;
    }
    const QList<Review> standing = State::standingRequests(change);
    const auto found = std::find_if(standing.cbegin(), standing.cend(), [&review](const Review &request) {
        return request.stamp.event == review;
    });
    if (found == standing.cend()) {
        return refusal(VoidRule::NothingToDo, review.toString());
    }
    if (found->stamp.actor == actor) {
        return std::nullopt;
    }
    if (Refusal refused = refuseContributor(change, actor)) {
        return refused;
    }
    return ownsTouched(state, change, actor) ? std::nullopt : refusal(VoidRule::RightMissing);
}

Refusal refuseToProposeLowering(const State &state, const PrincipalId &actor, const Change &change, Lane lane)
{
    if (Refusal refused = refuseToRevise(state, actor, change)) {
        return refused;
    }
    if (Refusal refused = refuseNewer(state, policySubject)) {
        return refused;
    }
    const Revision *revision = change.revision();
    if (!revision) {
        return refusal(VoidRule::SubjectUnknown, changeSubject(change.id));
    }
    const bool policy = std::any_of(revision->data.files.cbegin(), revision->data.files.cend(),
                                    [](const FileChange &file) { return file.kind == ArtifactKind::Policy; });
    if (policy) {
        return refusal(VoidRule::LaneFixed, policyPath());
    }
    return lane >= State::lane(change) ? refusal(VoidRule::NothingToDo, toString(lane)) : std::nullopt;
}

Refusal refuseToLower(const State &state, const PrincipalId &actor, const Change &change)
{
    const Lowering *proposal = State::proposedLowering(change);
    if (!proposal) {
        return refusal(VoidRule::SubjectUnknown, changeSubject(change.id));
    }
    if (Refusal refused = refuseNamedRight(state, actor, state.policy.laneRule(State::lane(change)).lower)) {
        return refused;
    }
    if (Refusal refused = refuseService(state, actor)) {
        return refused;
    }
    if (proposal->proposed.actor == actor) {
        return refusal(VoidRule::SecondPersonNeeded, actor.value);
    }
    if (Refusal refused = refuseContributor(change, actor)) {
        return refused;
    }
    if (Refusal refused = refuseClosed(state, change)) {
        return refused;
    }
    return refuseNewer(state, policySubject);
}

Refusal refuseToOverride(const State &state, const PrincipalId &actor, const Change &change,
                         const QString &requirement)
{
    if (Refusal refused = refuseNewer(state, policySubject, [&] { return changeSubject(change.id); })) {
        return refused;
    }
    if (isNeverOverridden(requirement)) {
        return refusal(VoidRule::CannotOverride, requirement);
    }
    if (Refusal refused = refuseNamedRight(state, actor, state.policy.overriders(requirement))) {
        return refused;
    }
    if (Refusal refused = refuseService(state, actor)) {
        return refused;
    }
    if (Refusal refused = refuseContributor(change, actor)) {
        return refused;
    }
    const auto unmet = [&requirement](const QList<Requirement> &all) {
        return std::any_of(all.cbegin(), all.cend(), [&requirement](const Requirement &one) {
            return one.id() == requirement && !one.met();
        });
    };
    bool found = change.status == ChangeStatus::Review && unmet(requirementsToAccept(state, change));
    if (change.status == ChangeStatus::Accepted) {
        for (const AcceptedFile &file : change.accepted) {
            for (const Environment &environment : state.policy.environments) {
                found =
                    found || unmet(requirementsToRelease(state, file.artifact, file.version, environment.id));
            }
        }
    }
    return found ? std::nullopt : refusal(VoidRule::CannotOverride, requirement);
}

Refusal refuseToDeclareEmergency(const State &state, const PrincipalId &actor, const Change &change)
{
    if (Refusal refused = refuseNamedRight(state, actor, state.policy.rights.emergency)) {
        return refused;
    }
    if (Refusal refused = refuseService(state, actor)) {
        return refused;
    }
    if (Refusal refused = refuseClosed(state, change)) {
        return refused;
    }
    if (Refusal refused = refuseNewer(state, policySubject)) {
        return refused;
    }
    const Revision *revision = change.revision();
    if (!revision) {
        return refusal(VoidRule::SubjectUnknown, changeSubject(change.id));
    }
    const bool policy = std::any_of(revision->data.files.cbegin(), revision->data.files.cend(),
                                    [](const FileChange &file) { return file.kind == ArtifactKind::Policy; });
    if (policy) {
        return refusal(VoidRule::CannotOverride, policyPath());
    }
    return allMet(requirementsToAccept(state, change)) ? refusal(VoidRule::NothingToDo) : std::nullopt;
}

Refusal refuseToCloseEmergency(const State &state, const PrincipalId &actor, const Change &change,
                               const EventId &emergencyId)
{
    if (Refusal refused = refuseRight(state, actor, state.policy.rights.audit)) {
        return refused;
    }
    if (Refusal refused = refuseService(state, actor)) {
        return refused;
    }
    if (Refusal refused = refuseNewer(state, policySubject, [&] { return changeSubject(change.id); })) {
        return refused;
    }
    const auto found = std::find_if(change.emergencies.cbegin(), change.emergencies.cend(),
                                    [&](const Emergency &one) { return one.stamp.event == emergencyId; });
    if (found == change.emergencies.cend()) {
        return refusal(VoidRule::SubjectUnknown, emergencyId.toString());
    }
    if (!found->isOpen()) {
        return refusal(VoidRule::NothingToDo, emergencyId.toString());
    }
    if (found->stamp.actor == actor) {
        return refusal(VoidRule::SecondPersonNeeded, actor.value);
    }
    return refuseContributor(change, actor);
}

Refusal refuseToRecordRun(const State &state, const PrincipalId &actor, const Change &change,
                          const RunRecorded &run)
{
    if (Refusal refused = refuseNewer(state, policySubject, [&] { return changeSubject(change.id); })) {
        return refused;
    }
    if (Refusal refused = refuseUnknown(state, actor)) {
        return refused;
    }
    if (change.status == ChangeStatus::Withdrawn) {
        return refusal(VoidRule::SubjectClosed, QString::number(change.number));
    }
    const bool repeats = std::any_of(change.runs.cbegin(), change.runs.cend(), [&run](const EvalRun &other) {
        return other.data.file == run.file && other.data.suite == run.suite
               && other.data.content == run.content;
    });
    if (!repeats) {
        if (Refusal refused = refuseNamedRight(state, actor, state.policy.rights.recordRuns)) {
            return refused;
        }
    }
    const auto revision =
        std::find_if(change.revisions.cbegin(), change.revisions.cend(),
                     [&run](const Revision &one) { return one.stamp.event == run.revision; });
    if (revision == change.revisions.cend()) {
        return refusal(VoidRule::SubjectUnknown, run.revision.toString());
    }
    if (revision->content != run.content) {
        return refusal(VoidRule::ContentMismatch, toString(run.content));
    }
    const Artifact *suite = state.artifact(run.suite);
    if (!suite || suite->kind != ArtifactKind::Suite) {
        return refusal(VoidRule::SubjectUnknown, run.suite.value);
    }
    return run.file.isNull() || run.suiteContent.isNull()
               ? refusal(VoidRule::SubjectMismatch, run.suite.value)
               : std::nullopt;
}

Refusal refuseToAcceptResult(const State &state, const PrincipalId &actor, const Change &change,
                             const EventId &run)
{
    if (Refusal refused = refuseClosed(state, change)) {
        return refused;
    }
    if (Refusal refused = refuseNewer(state, policySubject)) {
        return refused;
    }
    if (Refusal refused = refuseNamedRight(state, actor, state.policy.rights.acceptResults)) {
        return refused;
    }
    if (Refusal refused = refuseService(state, actor)) {
        return refused;
    }
    if (Refusal refused = refuseContributor(change, actor)) {
        return refused;
    }
    if (!change.run(run)) {
        return refusal(VoidRule::SubjectUnknown, run.toString());
    }
    for (const SuiteStanding &standing : suiteStandings(state, change)) {
        if (standing.run == run && standing.acceptable) {
            return standing.met() ? refusal(VoidRule::NothingToDo, run.toString()) : std::nullopt;
        }
    }
    return refusal(VoidRule::ResultNotAcceptable, run.toString());
}

Refusal refuseToGrade(const State &state, const PrincipalId &actor, const Change &change, const EventId &run)
{
    if (Refusal refused = refuseToComment(state, actor, change)) {
        return refused;
    }
    if (Refusal refused = refuseService(state, actor)) {
        return refused;
    }
    return change.run(run) ? std::nullopt : refusal(VoidRule::SubjectUnknown, run.toString());
}

Refusal refuseToSpotCheck(const State &state, const PrincipalId &actor, const Change &change)
{
    if (Refusal refused = refuseToComment(state, actor, change)) {
        return refused;
    }
    if (Refusal refused = refuseService(state, actor)) {
        return refused;
    }
    if (Refusal refused = refuseContributor(change, actor)) {
        return refused;
    }
    return refuseClosed(state, change);
}

Refusal refuseToDelegate(const State &state, const PrincipalId &actor, const PrincipalId &to,
                         const RoleId &role)
{
    if (Refusal refused = refuseUnknown(state, actor)) {
        return refused;
    }
    if (Refusal refused = refuseService(state, actor)) {
        return refused;
    }
    if (Refusal refused = refuseNewer(state, policySubject)) {
        return refused;
    }
    if (!holds(*state.policy.person(actor), role)) {
        return refusal(VoidRule::RoleNotHeld, role.value);
    }
    if (!state.policy.rights.delegate.contains(role)) {
        return refusal(VoidRule::RightMissing, joined(state.policy.rights.delegate));
    }
    if (Refusal refused = refuseUnknown(state, to)) {
        return refused;
    }
    if (Refusal refused = refuseService(state, to)) {
        return refused;
    }
    const bool stands =
        std::any_of(state.delegations.cbegin(), state.delegations.cend(), [&](const Delegation &one) {
            return one.stands() && one.given.actor == actor && one.data.to == to && one.data.role == role;
        });
    return to == actor || stands ? refusal(VoidRule::NothingToDo, to.value) : std::nullopt;
}

Refusal refuseToRevoke(const State &state, const PrincipalId &actor, const EventId &delegation)
{
    if (Refusal refused = refuseUnknown(state, actor)) {
        return refused;
    }
    if (Refusal refused = refuseNewer(state, [&] { return delegationSubject(delegation); })) {
        return refused;
    }
    const auto found = state.delegations.constFind(delegation);
    if (found == state.delegations.cend()) {
        return refusal(VoidRule::DelegationUnknown, delegation.toString());
    }
    if (!found->stands()) {
        return refusal(VoidRule::NothingToDo, delegation.toString());
    }
    return found->given.actor == actor || found->data.to == actor
               ? std::nullopt
               : refuseRight(state, actor, state.policy.rights.administer);
}

Refusal refuseToAccept(const State &state, const PrincipalId &actor, const Change &change)
{
    if (Refusal refused = refuseRight(state, actor, state.policy.rights.accept)) {
        return refused;
    }
    if (Refusal refused = refuseClosed(state, change)) {
        return refused;
    }
    if (Refusal refused = refuseNewer(state, policySubject)) {
        return refused;
    }
    if (!change.revision()) {
        return refusal(VoidRule::SubjectUnknown, changeSubject(change.id));
    }
    return refuseUnmet(requirementsToAccept(state, change));
}

Refusal refuseToWithdraw(const State &state, const PrincipalId &actor, const Change &change)
{
    if (Refusal refused = refuseUnknown(state, actor)) {
        return refused;
    }
    if (Refusal refused = refuseClosed(state, change)) {
        return refused;
    }
    return change.opened.actor == actor ? std::nullopt
                                        : refuseRight(state, actor, state.policy.rights.administer);
}

Refusal refuseToRelease(const State &state, const PrincipalId &actor, const ArtifactId &artifactId,
                        const SemVer &version, const EnvironmentId &environmentId)
{
    if (Refusal refused = refuseUnknown(state, actor)) {
        return refused;
    }
    if (Refusal refused =
            refuseNewer(state, policySubject, [&] { return releaseSubject(environmentId, artifactId); })) {
        return refused;
    }
    const Environment *environment = state.policy.environment(environmentId);
    const Artifact *artifact = state.artifact(artifactId);
    if (!environment || !artifact) {
        return refusal(VoidRule::SubjectUnknown, environment ? artifactId.value : environmentId.value);
    }
    if (Refusal refused = refuseNewerChange(state, *artifact, version)) {
        return refused;
    }
    if (Refusal refused = refuseNamedRight(state, actor, environment->deployers(artifact->path))) {
        return refused;
    }
    for (const Requirement &requirement : requirementsToRelease(state, artifactId, version, environmentId)) {
        if (requirement.met()) {
            continue;
        }
        switch (requirement.kind) {
        case RequirementKind::VersionAccepted:
            return refusal(VoidRule::VersionUnknown, version.toString());
        case RequirementKind::InEnvironmentBefore:
            return refusal(VoidRule::OrderSkipped, requirement.environment.value);
        case RequirementKind::NotRunningYet:
            return refusal(VoidRule::NothingToDo, version.toString());
        default:
            return refusal(VoidRule::RequirementUnmet, requirement.id());
        }
    }
    return std::nullopt;
}

Refusal refuseToRollBack(const State &state, const PrincipalId &actor, const ArtifactId &artifactId,
                         const SemVer &target, const EnvironmentId &environmentId)
{
    if (Refusal refused = refuseUnknown(state, actor)) {
        return refused;
    }
    if (Refusal refused =
            refuseNewer(state, policySubject, [&] { return releaseSubject(environmentId, artifactId); })) {
        return refused;
    }
    const Environment *environment = state.policy.environment(environmentId);
    const Artifact *artifact = state.artifact(artifactId);
    const PointerMove *running = artifact ? artifact->running(environmentId) : nullptr;
    if (!environment || !running) {
        return refusal(VoidRule::SubjectUnknown, environment ? artifactId.value : environmentId.value);
    }
    if (Refusal refused = refuseNamedRight(state, actor, environment->rollbackRoles(artifact->path))) {
        return refused;
    }
    if (running->version == target) {
        return refusal(VoidRule::NothingToDo, target.toString());
    }
    if (Refusal refused = refuseNewerChange(state, *artifact, target)) {
        return refused;
    }
    const QList<PointerMove> targets = rollbackTargets(state, artifactId, environmentId);
    const bool ran = std::any_of(targets.cbegin(), targets.cend(),
                                 [&target](const PointerMove &move) { return move.version == target; });
    if (!ran) {
        return refusal(VoidRule::NeverRanThere, target.toString());
    }
    return std::nullopt;
}

} // namespace countersign
