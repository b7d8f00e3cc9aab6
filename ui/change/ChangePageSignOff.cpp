// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/ChangePage.h"

#include "base/Clock.h"
#include "ui/change/GateText.h"
#include "ui/change/OpinionInquiry.h"
#include "ui/change/OpinionPanel.h"
#include "ui/change/RuleText.h"
#include "ui/change/SignOffSheet.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/Text.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/RuleWords.h"

#include <QLayout>

using namespace Qt::StringLiterals;

namespace countersign {

std::function<QFuture<Result<WriteReceipt>>(const QString &)> ChangePage::signing(const Workspace::SignOff &act)
{
    return [&workspace = m_context.workspace, about = m_change, act](const QString &reason) {
        return workspace.signOff(about, act, reason);
    };
}

void ChangePage::openSheet(const SignOffQuestion &question)
{
    auto *sheet = new SignOffSheet(m_context.workspace, question, m_context.covered ? m_context.covered : this);
    connect(sheet, &SignOffSheet::done, this, &ChangePage::refresh);
    sheet->open();
}

void ChangePage::askSignOff(const QString &id)
{
    if (!change())
        return;
    if (id == "nameReviewer"_L1)
        askReviewer();
    else if (id == "clearRequest"_L1)
        askClear();
    else if (id == "confirmLowering"_L1)
        askConfirmLowering();
    else if (id == "acceptResult"_L1)
        askAcceptResult();
    else if (id == "override"_L1)
        askOverride();
    else if (id == "emergency"_L1)
        askEmergency();
    else if (id == "closeEmergency"_L1)
        askCloseEmergency();
    else if (id == "delegate"_L1)
        askDelegate();
    else if (id == "revoke"_L1)
        askRevoke();
}

void ChangePage::askLane()
{
    const Change *found = change();
    if (!found || !found->revision())
        return;
    const State &state = m_view->state;
    const QString readOnly = RuleWords::readOnlyReason(*m_view);
    const Lane now = State::lane(*found);
    const auto refused = [&](const Refusal &refusal) {
        return !readOnly.isEmpty() ? readOnly : refusal ? RuleText::refusal(*m_view, *refusal) : QString();
    };
    QStringList confirmers;
    for (const RoleId &role : state.policy.laneRule(now).lower)
        confirmers.append(state.policy.roleTitle(role));
    SignOffQuestion question{.title = tr("Raise or lower the lane"),
                             .sentence = tr("It is %1 now. What you write stays on the change for ever.")
                                                 .arg(Signs::name(ChangeWords::shapeOf(now), LaneWords::Two).toLower()),
                             .choiceLabel = tr("Lane"),
                             .hint = tr("Why it should be read with more or less care than the rules say.")};
    for (const Lane lane : {Lane::High, Lane::Medium, Lane::Low}) {
        const QString name = Signs::name(ChangeWords::shapeOf(lane), LaneWords::Two);
        if (lane > now) {
            question.choices.append({.label = tr("Raise to %1").arg(name.toLower()),
                                     .help = tr("Takes effect at once. The change needs what that lane asks for."),
                                     .verb = tr("Raise the lane"),
                                     .busy = tr("Raising"),
                                     .refused = refused(refuseToRevise(state, m_view->me.person, *found)),
                                     .act = [this, lane, id = m_change](const QString &reason) {
                                         return m_context.workspace.raiseLane(id, lane, reason);
                                     }});
        } else if (lane < now) {
            const QString who = confirmers.isEmpty() ? QString() : text::people(confirmers, 3);
            const Refusal noProposal = refuseToProposeLowering(state, m_view->me.person, *found, lane);
            question.choices.append(
                    {.label = tr("Lower to %1").arg(name.toLower()),
                     .help = who.isEmpty() ? tr("The policy lets nobody confirm that a change leaves this lane.")
                                           : tr("Nothing changes before a second person confirms it: %1, and nobody who wrote part of it.").arg(who),
                     .verb = tr("Propose it"),
                     .busy = tr("Proposing"),
                     .refused = who.isEmpty() && !noProposal ? tr("The policy lets nobody confirm it.") : refused(noProposal),
                     .act = signing(LoweringProposed{.revision = m_shown.revision, .lane = lane})});
        }
    }
    openSheet(question);
}

namespace {

// A popover whose content became higher or lower; it stays in its window.
void fitHeight(QWidget *popover)
{
    if (!popover->isVisible())
        return;
    popover->layout()->activate();
    const int room = popover->parentWidget()->height();
    const int high = std::min(popover->layout()->totalHeightForWidth(popover->width()), room);
    popover->setGeometry(popover->x(), std::min(popover->y(), room - high), popover->width(), high);
}

} // namespace

QWidget *ChangePage::opinionPanel(const ChangeId &id, QWidget *parent)
{
    const Change *found = m_view->state.change(id);
    if (!m_context.opinions || !found || !OpinionPanel::isNeeded(*m_view, *found))
        return nullptr;
    if (!m_inquiry)
        m_inquiry = new OpinionInquiry(m_context.workspace, *m_context.opinions, this);
    const QString readOnly = RuleWords::readOnlyReason(*m_view);
    const Refusal refused = refuseToRevise(m_view->state, m_view->me.person, *found);
    const QString mayNot = !readOnly.isEmpty() ? readOnly : refused ? RuleText::refusal(*m_view, *refused) : QString();
    auto *panel = new OpinionPanel(*m_inquiry, id, mayNot, m_context.clock.now(), parent);
    panel->setView(m_view);
    connect(&m_context.workspace, &Workspace::viewChanged, panel, [this, panel] { panel->setView(m_context.workspace.view()); });
    connect(panel, &OpinionPanel::resized, parent, [parent] { fitHeight(parent); }, Qt::QueuedConnection);
    return panel;
}

void ChangePage::askConfirmLowering()
{
    const Change *found = change();
    const Lowering *proposal = State::proposedLowering(*found);
    if (!proposal)
        return;
    const Refusal refused = refuseToLower(m_view->state, m_view->me.person, *found);
    const QString to = Signs::name(ChangeWords::shapeOf(proposal->data.lane), LaneWords::Two).toLower();
    openSheet({.title = tr("Lower the lane to %1").arg(to),
               .sentence = tr("%1 asks for it. Both names stay on the change, in the inbox of those who audit, and in the audit.")
                                   .arg(m_view->personName(proposal->proposed.actor)),
               .quote = text::printableLine(m_view->text(proposal->data.reasonText)).simplified(),
               .choices = {{.label = {},
                            .help = tr("It ends with the next revision, and as soon as somebody's reading finds something new that asks for more."),
                            .verb = tr("Lower the lane"),
                            .busy = tr("Lowering"),
                            .reasonNeeded = false,
                            .refused = refused ? RuleText::refusal(*m_view, *refused) : QString(),
                            .act = signing(LaneLowered{.revision = m_shown.revision,
                                                       .proposal = proposal->proposed.event,
                                                       .from = State::lane(*found)})}},
               .hint = tr("What you looked at. It may stay empty."),
               .kind = ButtonKind::Danger});
}

void ChangePage::askReviewer()
{
    const Change *found = change();
    SignOffQuestion question{.title = tr("Name a reviewer"),
                             .sentence = tr("The change waits for this person's approval besides what the policy asks for."),
                             .choiceLabel = tr("Reviewer"),
                             .hint = tr("Why this person. It may stay empty; the record keeps the name only.")};
    for (const Person &person : m_view->state.policy.people) {
        if (!couldReview(m_view->state, person.id, *found))
            continue;
        const Refusal refused = refuseToNameReviewer(m_view->state, m_view->me.person, *found, person.id);
        question.choices.append({.label = text::printableLine(ChangeWords::personAs(*m_view, person.id, person.roles)),
                                 .verb = tr("Name the reviewer"),
                                 .busy = tr("Naming"),
                                 .reasonNeeded = false,
                                 .refused = refused ? (refused->rule == VoidRule::NothingToDo ? tr("This person is named already.")
                                                                                               : RuleText::refusal(*m_view, *refused))
                                                    : QString(),
                                 .act = signing(ReviewerNamed{.reviewer = person.id})});
    }
    if (!found->reviewer.isEmpty()) {
        question.choices.append({.label = tr("Nobody in particular"),
                                 .verb = tr("Ask nobody"),
                                 .busy = tr("Naming"),
                                 .reasonNeeded = false,
                                 .act = signing(ReviewerNamed{})});
    }
    if (question.choices.isEmpty()) {
        m_rail->notice()->setNotice({.kind = NoticeKind::Warning, .lead = tr("There is nobody to name."),
                                     .sentence = tr("Everybody with a role wrote part of it."), .detail = {}, .action = {},
                                     .secondAction = {}, .icon = {}});
        return;
    }
    openSheet(question);
}

void ChangePage::askClear()
{
    const Change *found = change();
    SignOffQuestion question{.title = tr("Clear a demand for changes"),
                             .sentence = tr("It holds the change back until whoever asked, or an owner, says that it is settled."),
                             .choiceLabel = tr("Asked by"),
                             .hint = tr("How it was settled.")};
    for (const Review &request : State::standingRequests(*found)) {
        const Refusal refused = refuseToClearRequest(m_view->state, m_view->me.person, *found, request.stamp.event);
        const QString who = text::printableLine(m_view->personName(request.stamp.actor));
        const QString said = text::printableLine(m_view->text(request.data.messageText)).simplified();
        question.choices.append({.label = who,
                                 .help = said.isEmpty() ? QString() : tr("%1: “%2”").arg(who, said),
                                 .verb = tr("Clear it"),
                                 .busy = tr("Clearing"),
                                 .reasonNeeded = request.stamp.actor != m_view->me.person,
                                 .refused = refused ? RuleText::refusal(*m_view, *refused) : QString(),
                                 .act = signing(RequestCleared{.review = request.stamp.event})});
    }
    if (!question.choices.isEmpty())
        openSheet(question);
}

void ChangePage::askAcceptResult()
{
    const Change *found = change();
    SignOffQuestion question{.title = tr("Accept a result"),
                             .sentence = tr("The suite does not say that the change is as good as what is "
                                            "live. Your name and your reason stay on the change for ever."),
                             .choiceLabel = tr("Suite"),
                             .hint = tr("Why it is good enough."),
                             .kind = ButtonKind::Danger};
    for (const SuiteStanding &standing : suiteStandings(m_view->state, *found)) {
        if (!standing.acceptable || standing.met())
            continue;
        const Refusal refused = refuseToAcceptResult(m_view->state, m_view->me.person, *found, standing.run);
        question.choices.append({.label = GateText::suite(*m_view, standing),
                                 .help = tr("For this run only: another one has to be accepted anew."),
                                 .verb = tr("Accept the result"),
                                 .busy = tr("Accepting"),
                                 .refused = refused ? RuleText::refusal(*m_view, *refused) : QString(),
                                 .act = signing(ResultAccepted{.run = standing.run})});
    }
    if (!question.choices.isEmpty())
        openSheet(question);
}

void ChangePage::askOverride()
{
    const Change *found = change();
    QList<Requirement> requirements;
    if (found->status == ChangeStatus::Review) {
        requirements = requirementsToAccept(m_view->state, *found);
    } else {
        for (const AcceptedFile &file : found->accepted) {
            for (const Environment &environment : m_view->state.policy.environments)
                requirements += requirementsToRelease(m_view->state, file.artifact, file.version, environment.id);
        }
    }
    SignOffQuestion question{.title = tr("Override a requirement"),
                             .sentence = tr("The change goes on without it. Your name and your reason stay on the change for ever, and those who audit are told."),
                             .choiceLabel = tr("Requirement"),
                             .hint = tr("Why it may go on without it."),
                             .kind = ButtonKind::Danger};
    QStringList named;
    for (const Requirement &requirement : std::as_const(requirements)) {
        if (requirement.met() || requirement.overriders.isEmpty() || named.contains(requirement.id()))
            continue;
        named.append(requirement.id());
        const Refusal refused = refuseToOverride(m_view->state, m_view->me.person, *found, requirement.id());
        question.choices.append({.label = plain(RuleText::requirement(*m_view, requirement, false).sentence),
                                 .help = tr("For this revision only. May do it: %1").arg(ChangeWords::roles(*m_view, requirement.overriders)),
                                 .verb = tr("Override it"),
                                 .busy = tr("Overriding"),
                                 .refused = refused ? RuleText::refusal(*m_view, *refused) : QString(),
                                 .act = signing(RequirementOverridden{.revision = m_shown.revision, .requirement = requirement.id()})});
    }
    if (!question.choices.isEmpty())
        openSheet(question);
}

void ChangePage::askEmergency()
{
    const Change *found = change();
    const Refusal refused = refuseToDeclareEmergency(m_view->state, m_view->me.person, *found);
    QStringList missing;
    for (const Requirement &requirement : requirementsToAccept(m_view->state, *found)) {
        if (!requirement.met() && !isNeverOverridden(requirement.id()))
            missing.append(RuleText::requirementShort(*m_view, requirement));
    }
    missing.removeDuplicates();
    openSheet({.title = tr("Declare an emergency"),
               .sentence = tr("This revision goes on without what it lacks: %1.").arg(missing.join(u", "_s)),
               .choices = {{.label = {},
                            .help = tr("Your name and your reason stay on the change for ever. No other version of its files is released until "
                                       "somebody who took no part has looked at it and closed it."),
                            .verb = tr("Declare the emergency"),
                            .busy = tr("Declaring"),
                            .refused = refused ? RuleText::refusal(*m_view, *refused) : QString(),
                            .act = signing(EmergencyDeclared{.revision = m_shown.revision})}},
               .hint = tr("What happens if nothing is done now."),
               .kind = ButtonKind::Danger});
}

// Not about this change: a delegation holds for every one until it is taken back.
void ChangePage::askDelegate()
{
    const State &state = m_view->state;
    const PrincipalId me = m_view->me.person;
    SignOffQuestion question{.title = tr("Let somebody speak for you"),
                             .sentence = tr("They approve in your role, on every change, until one of you takes it back. Both names stand in the record, "
                                            "and the two of you count once."),
                             .choiceLabel = tr("Who, and as what"),
                             .hint = tr("Why. It may stay empty.")};
    for (const RoleId &role : state.policy.rights.delegate) {
        for (const Person &person : state.policy.people) {
            if (refuseToDelegate(state, me, person.id, role))
                continue;
            question.choices.append({.label = tr("%1, as %2").arg(text::printableLine(person.name), state.policy.roleTitle(role).toLower()),
                                     .verb = tr("Hand it on"),
                                     .busy = tr("Handing it on"),
                                     .reasonNeeded = false,
                                     .act = [this, to = person.id, role](const QString &reason) {
                                         return m_context.workspace.signOff({}, DelegationGiven{.to = to, .role = role}, reason);
                                     }});
        }
    }
    if (!question.choices.isEmpty())
        openSheet(question);
}

void ChangePage::askRevoke()
{
    const State &state = m_view->state;
    SignOffQuestion question{.title = tr("Take a delegation back"),
                             .sentence = tr("Approvals that were given by it count no longer for changes that are not accepted yet."),
                             .choiceLabel = tr("Delegation"),
                             .hint = tr("Why. It may stay empty.")};
    for (auto it = state.delegations.cbegin(); it != state.delegations.cend(); ++it) {
        const bool mine = it->given.actor == m_view->me.person || it->data.to == m_view->me.person;
        if (!mine || !it->stands())
            continue;
        const QString words = tr("%1 speaks as %2 for %3").arg(text::printableLine(m_view->personName(it->data.to)),
                                                               state.policy.roleTitle(it->data.role).toLower(),
                                                               text::printableLine(m_view->personName(it->given.actor)));
        question.choices.append({.label = words,
                                 .help = words,
                                 .verb = tr("Take it back"),
                                 .busy = tr("Taking it back"),
                                 .reasonNeeded = false,
                                 .act = [this, id = it.key()](const QString &reason) {
                                     return m_context.workspace.signOff(id, DelegationRevoked{}, reason);
                                 }});
    }
    if (!question.choices.isEmpty())
        openSheet(question);
}

void ChangePage::askCloseEmergency()
{
    const Change *found = change();
    SignOffQuestion question{.title = tr("Close the emergency"),
                             .sentence = tr("Other versions of its files can be released again. What you found stays on the change."),
                             .choiceLabel = tr("Emergency"),
                             .hint = tr("What you found when you looked at it.")};
    for (const Emergency &emergency : found->emergencies) {
        if (!emergency.isOpen())
            continue;
        const Refusal refused = refuseToCloseEmergency(m_view->state, m_view->me.person, *found, emergency.stamp.event);
        const QString who = text::printableLine(m_view->personName(emergency.stamp.actor));
        question.quote = text::printableLine(m_view->text(emergency.data.reasonText)).simplified();
        question.choices.append({.label = tr("Declared by %1").arg(who),
                                 .help = tr("Declared by %1").arg(who),
                                 .verb = tr("Close it"),
                                 .busy = tr("Closing"),
                                 .refused = refused ? RuleText::refusal(*m_view, *refused) : QString(),
                                 .act = signing(EmergencyClosed{.emergency = emergency.stamp.event})});
    }
    if (question.choices.size() > 1)
        question.quote.clear();
    if (!question.choices.isEmpty())
        openSheet(question);
}

} // namespace countersign
