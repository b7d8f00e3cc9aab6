// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/Turn.h"

#include "ui/change/GateText.h"
#include "ui/change/RuleText.h"
#include "ui/common/Text.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/RuleWords.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

// What this person last said about the current revision.
const Review *standing(const Change &change, const PrincipalId &me)
{
    const Revision *revision = change.revision();
    if (!revision)
        return nullptr;
    for (qsizetype i = revision->reviews.size() - 1; i >= 0; --i) {
        if (revision->reviews[i].stamp.actor == me)
            return &revision->reviews[i];
    }
    return nullptr;
}

bool couldSatisfy(const Requirement &requirement, const PrincipalId &me, bool contributor)
{
    if (requirement.met())
        return false;
    if (requirement.kind == RequirementKind::NoteComplete || requirement.kind == RequirementKind::BaseCurrent)
        return contributor;
    return requirement.waitingFor.contains(me);
}

} // namespace

QString Turns::id(TurnKind kind)
{
    switch (kind) {
    case TurnKind::Approve: return u"approve"_s;
    case TurnKind::AskForChanges: return u"ask"_s;
    case TurnKind::Accept: return u"accept"_s;
    case TurnKind::Release: return u"release"_s;
    case TurnKind::RollBack: return u"rollback"_s;
    case TurnKind::Merge: return u"merge"_s;
    case TurnKind::Edit: return u"edit"_s;
    case TurnKind::EditNote: return u"editNote"_s;
    case TurnKind::NameReviewer: return u"nameReviewer"_s;
    case TurnKind::ClearRequest: return u"clearRequest"_s;
    case TurnKind::ConfirmLowering: return u"confirmLowering"_s;
    case TurnKind::AcceptResult:
        return u"acceptResult"_s;
    case TurnKind::Override: return u"override"_s;
    case TurnKind::DeclareEmergency: return u"emergency"_s;
    case TurnKind::CloseEmergency: return u"closeEmergency"_s;
    case TurnKind::Delegate: return u"delegate"_s;
    case TurnKind::Revoke: return u"revoke"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString Turns::voice(const WorkspaceView &view, const Voice &voice)
{
    const QString role = text::printableLine(view.state.policy.roleTitle(voice.as)).toLower();
    return voice.delegation.isNull() ? role : tr("%1 for %2").arg(role, text::printableLine(view.personName(voice.of)));
}

Turn Turns::of(const WorkspaceView &view, const Change &change, const std::optional<Voice> &as)
{
    Turn turn;
    exceptions(turn, view, change);
    const bool contributor = State::contributors(change).contains(view.me.person);
    if (change.status == ChangeStatus::Review) {
        const QList<Requirement> requirements = requirementsToAccept(view.state, change);
        int met = 0;
        for (const Requirement &requirement : requirements) {
            RequirementRowData row = RuleText::requirement(
                view, requirement, couldSatisfy(requirement, view.me.person, contributor));
            if (const QString runs = GateText::details(view, change, requirement); !runs.isEmpty())
                row.toolTip = row.toolTip.isEmpty() ? runs : runs + u'\n' + row.toolTip;
            if (requirement.state == RequirementState::Overridden) {
                turn.open.append(row); // it lets the step pass, and never hides among what is satisfied
            } else if (requirement.met()) {
                ++met;
                turn.met.append(row);
                turn.metShort.append(RuleText::requirementShort(view, requirement));
            } else {
                turn.open.append(row);
            }
        }
        turn.title = tr("To approve");
        turn.note = tr("%1 of %n satisfied", nullptr, static_cast<int>(requirements.size())).arg(text::number(qint64(met)));
        review(turn, view, change, as);
        return turn;
    }
    if (change.status == ChangeStatus::Withdrawn) {
        turn.title = tr("Withdrawn");
        turn.open.append({.key = u"withdrawn"_s, .sign = Sign::NotApplicable,
                          .sentence = {{tr("Withdrawn by %1").arg(view.personName(change.ended.actor))}}});
        return turn;
    }
    releases(turn, view, change);
    return turn;
}

// What lies beside the way: named in the menu of the change, and on the rail where it is hers and nothing else goes on.
void Turns::exceptions(Turn &turn, const WorkspaceView &view, const Change &change)
{
    const PrincipalId me = view.me.person;
    const State &state = view.state;
    const QString readOnly = RuleWords::readOnlyReason(view);
    const auto add = [&](TurnKind kind, const QString &label, const Refusal &refused) {
        turn.more.append({.kind = kind, .label = label, .enabled = readOnly.isEmpty() && !refused,
                          .reason = !readOnly.isEmpty() ? readOnly : refused ? RuleText::refusal(view, *refused) : QString()});
    };
    for (const Emergency &emergency : change.emergencies) {
        if (emergency.isOpen())
            add(TurnKind::CloseEmergency, tr("Close the emergency"), refuseToCloseEmergency(state, me, change, emergency.stamp.event));
    }
    const Person *person = view.mePerson();
    if (person && holdsAny(*person, state.policy.rights.delegate) && person->kind == PrincipalKind::Human)
        add(TurnKind::Delegate, tr("Let somebody speak for you"), std::nullopt);
    const bool shares = std::any_of(state.delegations.cbegin(), state.delegations.cend(), [&me](const Delegation &one) {
        return one.stands() && (one.given.actor == me || one.data.to == me);
    });
    if (shares)
        add(TurnKind::Revoke, tr("Take a delegation back"), std::nullopt);
    if (change.status == ChangeStatus::Withdrawn || !change.revision())
        return;
    QList<Requirement> requirements;
    if (change.status == ChangeStatus::Review) {
        requirements = requirementsToAccept(state, change);
        add(TurnKind::NameReviewer, tr("Name a reviewer"), refuseToRevise(state, me, change));
        for (const Review &request : State::standingRequests(change)) {
            add(TurnKind::ClearRequest, tr("Clear what %1 asked for").arg(text::printableLine(view.personName(request.stamp.actor))),
                refuseToClearRequest(state, me, change, request.stamp.event));
        }
        if (State::proposedLowering(change))
            add(TurnKind::ConfirmLowering, tr("Confirm the lower lane"), refuseToLower(state, me, change));
        for (const SuiteStanding &standing : suiteStandings(state, change)) {
            if (standing.acceptable && !standing.met()) {
                add(TurnKind::AcceptResult,
                    tr("Accept the result of %1").arg(text::printableLine(standing.rule.suite.value)),
                    refuseToAcceptResult(state, me, change, standing.run));
            }
        }
    } else {
        for (const AcceptedFile &file : change.accepted) {
            for (const Environment &environment : state.policy.environments)
                requirements += requirementsToRelease(state, file.artifact, file.version, environment.id);
        }
    }
    Refusal noOverride = refusal(VoidRule::CannotOverride);
    for (const Requirement &requirement : std::as_const(requirements)) {
        if (!requirement.met() && !requirement.overriders.isEmpty() && noOverride)
            noOverride = refuseToOverride(state, me, change, requirement.id());
    }
    if (!noOverride || noOverride->rule != VoidRule::CannotOverride)
        add(TurnKind::Override, tr("Override a requirement"), noOverride);
    if (change.status == ChangeStatus::Review && !state.policy.rights.emergency.isEmpty())
        add(TurnKind::DeclareEmergency, tr("Declare an emergency"), refuseToDeclareEmergency(state, me, change));
}

void Turns::review(Turn &turn, const WorkspaceView &view, const Change &change, const std::optional<Voice> &as)
{
    const PrincipalId me = view.me.person;
    const Revision *revision = change.revision();
    if (!revision)
        return;
    const QString readOnly = RuleWords::readOnlyReason(view);
    const bool contributor = State::contributors(change).contains(me);
    const QList<Voice> voices = reviewVoices(view.state, me, change);
    const Voice chosen = as && voices.contains(*as) ? *as : voices.isEmpty() ? Voice() : voices.first();
    const RoleId role = chosen.as;
    const int number = static_cast<int>(change.revisions.size());

    const Refusal noAccept = refuseToAccept(view.state, me, change);
    const bool complete = allMet(requirementsToAccept(view.state, change));
    QStringList versions;
    for (const AcceptedFile &file : proposedVersions(view.state, change))
        versions.append(file.version.toString());
    versions.removeDuplicates();
    const QString acceptLabel = versions.size() == 1 ? tr("Accept as %1").arg(versions.first()) : tr("Accept");

    if (!readOnly.isEmpty()) {
        turn.actions.append({.kind = TurnKind::Approve, .label = tr("Approve"), .enabled = false, .reason = readOnly});
        return;
    }
    const auto promote = [&turn](TurnKind kind, const QString &label) {
        for (const TurnAction &action : std::as_const(turn.more)) {
            if (action.kind == kind && action.enabled) {
                turn.actions.append(action);
                if (!label.isEmpty())
                    turn.actions.last().label = label;
                return;
            }
        }
    };
    promote(TurnKind::ConfirmLowering, {});
    promote(TurnKind::AcceptResult, {});
    promote(TurnKind::CloseEmergency, {});
    if (complete) {
        turn.actions.append({.kind = TurnKind::Accept, .label = acceptLabel, .enabled = !noAccept,
                             .reason = noAccept ? RuleText::refusal(view, *noAccept) : QString()});
    }
    if (contributor) {
        const Refusal noEdit = refuseToRevise(view.state, me, change);
        turn.actions.append({.kind = TurnKind::Edit, .label = tr("Edit"), .enabled = !noEdit,
                             .reason = noEdit ? RuleText::refusal(view, *noEdit) : QString()});
        const bool noteOpen = std::any_of(turn.open.begin(), turn.open.end(), [](const RequirementRowData &row) { return row.key == "note"_L1 && row.sign != Sign::Overridden; });
        if (noteOpen)
            turn.actions.prepend({.kind = TurnKind::EditNote, .label = tr("Complete the note"), .enabled = !noEdit,
                                  .reason = noEdit ? RuleText::refusal(view, *noEdit) : QString()});
        const bool reviewerOpen = std::any_of(turn.open.begin(), turn.open.end(), [](const RequirementRowData &row) { return row.key == "reviewer"_L1 && row.sign != Sign::Overridden; });
        if (reviewerOpen)
            promote(TurnKind::NameReviewer, change.reviewer.isEmpty() ? QString() : tr("Name another reviewer"));
        const bool moved = std::any_of(turn.open.begin(), turn.open.end(), [](const RequirementRowData &row) { return row.key == "base"_L1; });
        if (moved)
            turn.actions.prepend({.kind = TurnKind::Merge, .label = tr("Merge what was accepted"), .enabled = !noEdit,
                                  .reason = noEdit ? RuleText::refusal(view, *noEdit) : QString()});
        turn.foot = tr("You wrote part of it, so others approve it.");
        return;
    }
    const auto owned = State::standingRequests(change);
    const bool asked = std::any_of(owned.cbegin(), owned.cend(), [&](const Review &request) {
        return request.stamp.actor == me && request.data.revision != revision->stamp.event;
    });

    const Review *said = standing(change, me);
    const EventId note = revision->note() ? revision->note()->stamp.event : EventId();
    // Under another policy it counts no longer, and is asked for again.
    const bool approved = said && said->data.decision == Decision::Approve && said->data.note == note
            && said->policy == view.state.policyInForce;
    const QString roleTitle = voice(view, chosen);
    if (role.isEmpty()) {
        const Person *person = view.mePerson();
        turn.actions.append({.kind = TurnKind::Approve, .label = tr("Approve"), .enabled = false,
                             .reason = person && person->roles.isEmpty() ? tr("The policy gives you no role to approve in.")
                                                                         : tr("This change does not ask for your role.")});
        return;
    }
    turn.otherVoices = voices;
    turn.otherVoices.removeAll(chosen);
    const Refusal noApproval = refuseToReview(view.state, me, change, role, Decision::Approve, chosen.delegation);
    const Refusal noRequest = refuseToReview(view.state, me, change, role, Decision::RequestChanges, chosen.delegation);
    if (!approved) {
        turn.actions.append({.kind = TurnKind::Approve, .label = tr("Approve as %1").arg(roleTitle), .enabled = !noApproval,
                             .reason = noApproval ? RuleText::refusal(view, *noApproval) : QString(), .as = role,
                             .delegation = chosen.delegation});
    }
    turn.actions.append({.kind = TurnKind::AskForChanges, .label = tr("Ask for changes"), .enabled = !noRequest,
                         .reason = noRequest ? RuleText::refusal(view, *noRequest) : QString(), .as = role,
                         .delegation = chosen.delegation});
    if (asked)
        promote(TurnKind::ClearRequest, tr("Take back what I asked for"));
    // Where people could still satisfy what is missing, that goes first; the menu has the rest.
    const QList<Requirement> asks = requirementsToAccept(view.state, change);
    const bool stuck = std::any_of(asks.begin(), asks.end(), [](const Requirement &one) {
        return one.state == RequirementState::Inconclusive || one.state == RequirementState::Error;
    });
    if (stuck)
        promote(TurnKind::Override, {});
    turn.foot = approved ? tr("You approved revision %1 as %2.").arg(text::number(qint64(number)), roleTitle)
                         : tr("Counts for revision %1 only").arg(text::number(qint64(number)));
    if (said && said->data.decision == Decision::RequestChanges)
        turn.foot = tr("You asked for changes in revision %1.").arg(text::number(qint64(number)));
}

void Turns::releases(Turn &turn, const WorkspaceView &view, const Change &change)
{
    const QString readOnly = RuleWords::readOnlyReason(view);
    turn.title = tr("To release");
    int there = 0;
    int all = 0;
    EnvironmentId lastRunning;
    for (const Environment &environment : view.state.policy.environments) {
        if (environment.follows)
            continue;
        ++all;
        const QString name = ChangeWords::environment(view, environment.id);
        QList<AcceptedFile> missing;
        QStringList versions;
        bool superseded = false;
        for (const AcceptedFile &file : change.accepted) {
            versions.append(file.version.toString());
            const Artifact *artifact = view.state.artifact(file.artifact);
            const PointerMove *running = artifact ? artifact->running(environment.id) : nullptr;
            if (!running || running->version < file.version)
                missing.append(file);
            else if (running->version > file.version)
                superseded = true;
        }
        versions.removeDuplicates();
        const QString what = versions.size() == 1 ? versions.first() : tr("All of it");
        if (missing.isEmpty()) {
            ++there;
            lastRunning = environment.id;
            turn.met.append({.key = environment.id.value, .sign = Sign::Satisfied,
                             .sentence = {{superseded ? tr("%1: a later version runs").arg(name) : tr("%1: runs %2").arg(name, what)}}});
            turn.metShort.append(name);
            continue;
        }
        Refusal refused;
        for (const AcceptedFile &file : missing) {
            refused = refuseToRelease(view.state, view.me.person, file.artifact, file.version, environment.id);
            if (refused)
                break;
        }
        const bool mine = !refused && readOnly.isEmpty();
        turn.open.append({.key = environment.id.value, .sign = mine ? Sign::YourTurn : Sign::NotYet,
                          .sentence = {{mine ? tr("%1: your turn").arg(name) : tr("%1: not yet").arg(name)}}, .yourTurn = mine});
        turn.actions.append({.kind = TurnKind::Release,
                             .label = tr("Release to %1").arg(name.toLower()),
                             .enabled = mine,
                             .reason = !readOnly.isEmpty() ? readOnly : refused ? RuleText::refusal(view, *refused) : QString(),
                             .environment = environment.id,
                             .files = missing});
    }
    turn.note = tr("%1 of %n", nullptr, all).arg(text::number(qint64(there)));
    if (!lastRunning.isEmpty()) {
        QList<AcceptedFile> running;
        Refusal refused;
        for (const AcceptedFile &file : change.accepted) {
            const Artifact *artifact = view.state.artifact(file.artifact);
            const PointerMove *now = artifact ? artifact->running(lastRunning) : nullptr;
            const QList<PointerMove> targets = rollbackTargets(view.state, file.artifact, lastRunning);
            if (!now || now->version != file.version || targets.isEmpty())
                continue;
            refused = refuseToRollBack(view.state, view.me.person, file.artifact, targets.first().version, lastRunning);
            if (!refused)
                running.append(file);
        }
        if (!running.isEmpty() && readOnly.isEmpty()) {
            turn.actions.append({.kind = TurnKind::RollBack,
                                 .label = tr("Roll back %1").arg(ChangeWords::environment(view, lastRunning).toLower()),
                                 .environment = lastRunning,
                                 .files = running});
        }
    }
    for (const TurnAction &action : std::as_const(turn.more)) {
        const bool waits = action.kind == TurnKind::CloseEmergency || action.kind == TurnKind::Override;
        if (waits && action.enabled)
            turn.actions.append(action);
    }
    if (turn.open.isEmpty())
        turn.foot = tr("It runs everywhere.");
}

} // namespace countersign
