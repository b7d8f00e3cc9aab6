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

/// What a newer program said about one of these cannot be told, so nothing is decided that rests on it. About the policy
/// it may have changed who may do what.
Refusal refuseNewer(const State &state, const QStringList &subjects)
{
    for (const QString &subject : subjects) {
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
    return record && !record->change.isNull() ? refuseNewer(state, {changeSubject(record->change)}) : std::nullopt;
}

Refusal refuseClosed(const State &state, const Change &change)
{
    if (Refusal refused = refuseNewer(state, {changeSubject(change.id)})) {
        return refused;
    }
    if (change.status != ChangeStatus::Review) {
        return refusal(VoidRule::SubjectClosed, QString::number(change.number));
    }
    return std::nullopt;
}

} // namespace

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
    return refuseNewer(state, {changeSubject(change.id)});
}

Refusal refuseToReview(const State &state, const PrincipalId &actor, const Change &change, const RoleId &as,
                       Decision decision)
{
    if (Refusal refused = refuseUnknown(state, actor)) {
        return refused;
    }
    if (Refusal refused = refuseClosed(state, change)) {
        return refused;
    }
    if (Refusal refused = refuseNewer(state, {policySubject()})) {
        return refused;
    }
    const Person *person = state.policy.person(actor);
    if (!change.revision()) {
        return refusal(VoidRule::SubjectUnknown, changeSubject(change.id));
    }
    if (person->kind == PrincipalKind::Service) {
        return refusal(VoidRule::ServiceMayNotApprove, actor.value);
    }
    if (decision == Decision::Approve && State::contributors(change).contains(actor)) {
        return refusal(VoidRule::ContributorMayNotApprove, actor.value);
    }
    if (!holds(*person, as)) {
        return refusal(VoidRule::RoleNotHeld, as.value);
    }
    return std::nullopt;
}

Refusal refuseToAccept(const State &state, const PrincipalId &actor, const Change &change)
{
    if (Refusal refused = refuseRight(state, actor, state.policy.rights.accept)) {
        return refused;
    }
    if (Refusal refused = refuseClosed(state, change)) {
        return refused;
    }
    if (Refusal refused = refuseNewer(state, {policySubject()})) {
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
    return change.opened.actor == actor ? std::nullopt : refuseRight(state, actor, state.policy.rights.administer);
}

Refusal refuseToRelease(const State &state, const PrincipalId &actor, const ArtifactId &artifactId,
                        const SemVer &version, const EnvironmentId &environmentId)
{
    if (Refusal refused = refuseUnknown(state, actor)) {
        return refused;
    }
    if (Refusal refused = refuseNewer(state, {policySubject(), releaseSubject(environmentId, artifactId)})) {
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
    if (!holdsAny(*state.policy.person(actor), environment->deploy)) {
        return refusal(VoidRule::RightMissing, joined(environment->deploy));
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
    if (Refusal refused = refuseNewer(state, {policySubject(), releaseSubject(environmentId, artifactId)})) {
        return refused;
    }
    const Environment *environment = state.policy.environment(environmentId);
    const Artifact *artifact = state.artifact(artifactId);
    const PointerMove *running = artifact ? artifact->running(environmentId) : nullptr;
    if (!environment || !running) {
        return refusal(VoidRule::SubjectUnknown, environment ? artifactId.value : environmentId.value);
    }
    if (!holdsAny(*state.policy.person(actor), environment->rollBack)) {
        return refusal(VoidRule::RightMissing, joined(environment->rollBack));
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
