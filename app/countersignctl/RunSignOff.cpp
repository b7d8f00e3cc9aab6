// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Receipt.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Words.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

/// What is written, and the words for it.
struct SignOffAct
{
    Workspace::SignOff act = {};
    QString done = {};
    QString words = {};
};

Result<SignOffAct> lowerAct(const Context &context, const State &state, const Change &change)
{
    const EventId revision = change.revision()->stamp.event;
    const QString number = u'#' + QString::number(change.number);
    if (const std::optional<Lane> lane = laneFromString(context.invocation.operand(1))) {
        return SignOffAct{.act = LoweringProposed{.revision = revision, .lane = *lane},
                          .done = u"lowering-proposed"_s,
                          .words = u"Proposed to lower the lane of %1 to %2; another person has to confirm it."_s.arg(
                              number, toString(*lane))};
    }
    const Lowering *proposal = State::proposedLowering(change);
    if (!proposal) {
        return failure(ErrorCode::NotFound, u"a proposal to lower the lane of "_s + number);
    }
    const Lane from = state.lane(change);
    return SignOffAct{.act = LaneLowered{.revision = revision, .proposal = proposal->proposed.event, .from = from},
                      .done = u"lowered"_s,
                      .words = u"Lowered the lane of %1 from %2 to %3."_s.arg(number, toString(from),
                                                                              toString(proposal->data.lane))};
}

Result<SignOffAct> clearAct(const Context &context, const Session &session, const Change &change)
{
    QList<Review> standing = State::standingRequests(change);
    if (!context.invocation.operand(1).isEmpty()) {
        const Result<PrincipalId> person = session.person(context.invocation.operand(1));
        if (!person) {
            return std::unexpected(person.error());
        }
        standing.removeIf([&person](const Review &request) { return request.stamp.actor != *person; });
    }
    if (standing.size() > 1) {
        return failure(ErrorCode::Invalid, u"PERSON"_s, u"several people ask for changes: say whose demand"_s);
    }
    if (standing.isEmpty()) {
        return failure(ErrorCode::NotFound, u"a demand for changes"_s);
    }
    return SignOffAct{.act = RequestCleared{.review = standing.first().stamp.event},
                      .done = u"cleared"_s,
                      .words = u"Cleared what %1 asked for on #%2."_s.arg(
                          session.view()->personName(standing.first().stamp.actor), QString::number(change.number))};
}

Result<SignOffAct> actOf(const Context &context, const Session &session, const Change &change)
{
    const QString number = u'#' + QString::number(change.number);
    const Revision *revision = change.revision();
    if (!revision) {
        return failure(ErrorCode::NotFound, u"a revision"_s);
    }
    switch (context.invocation.command->id) {
    case CommandId::Lower:
        return lowerAct(context, session.state(), change);
    case CommandId::Clear:
        return clearAct(context, session, change);
    case CommandId::Reviewer: {
        if (context.invocation.operand(1).isEmpty()) {
            return SignOffAct{.act = ReviewerNamed{},
                              .done = u"reviewer-named"_s,
                              .words = u"Asked nobody in particular to review %1."_s.arg(number)};
        }
        const Result<PrincipalId> person = session.person(context.invocation.operand(1));
        if (!person) {
            return std::unexpected(person.error());
        }
        return SignOffAct{.act = ReviewerNamed{.reviewer = *person},
                          .done = u"reviewer-named"_s,
                          .words = u"Asked %1 to review %2."_s.arg(session.view()->personName(*person), number)};
    }
    case CommandId::Override:
        return SignOffAct{.act = RequirementOverridden{.revision = revision->stamp.event,
                                                       .requirement = context.invocation.operand(1)},
                          .done = u"overridden"_s,
                          .words = u"Overrode %1 of %2."_s.arg(context.invocation.operand(1), number)};
    case CommandId::Emergency: {
        if (!context.has("close")) {
            return SignOffAct{.act = EmergencyDeclared{.revision = revision->stamp.event},
                              .done = u"emergency-declared"_s,
                              .words = u"Declared an emergency for %1."_s.arg(number)};
        }
        const auto open = std::find_if(change.emergencies.cbegin(), change.emergencies.cend(),
                                       [](const Emergency &one) { return one.isOpen(); });
        if (open == change.emergencies.cend()) {
            return failure(ErrorCode::NotFound, u"an open emergency of "_s + number);
        }
        return SignOffAct{.act = EmergencyClosed{.emergency = open->stamp.event},
                          .done = u"emergency-closed"_s,
                          .words = u"Closed the emergency of %1."_s.arg(number)};
    }
    default:
        return failure(ErrorCode::Unsupported, context.invocation.command->name);
    }
}

} // namespace

Task<ExitStatus> runSignOff(Context &context)
{
    const QString act = u"%1 of %2 was not done"_s.arg(context.invocation.command->name, context.invocation.operand(0));
    const Result<SessionPointer> session = co_await openSession(context);
    if (!session) {
        co_return fail(context, act, session.error());
    }
    const Result<Change> change = (*session)->change(context.invocation.operand(0));
    if (!change) {
        co_return fail(context, act, change.error());
    }
    const Result<SignOffAct> what = actOf(context, **session, *change);
    if (!what) {
        co_return fail(context, act, what.error());
    }
    const Result<WriteReceipt> receipt =
        co_await answerOf((*session)->workspace().signOff(change->id, what->act, context.value("reason")));
    if (!receipt) {
        co_return fail(context, act, receipt.error());
    }
    printChangeReceipt(context, **session, what->done, what->words, *receipt, change->id);
    co_return ExitStatus::Done;
}

Task<ExitStatus> runDelegate(Context &context)
{
    const QString act = u"the role %1 was not %2"_s.arg(context.invocation.operand(1),
                                                        context.has("revoke") ? u"taken back"_s : u"handed on"_s);
    const Result<SessionPointer> session = co_await openSession(context);
    if (!session) {
        co_return fail(context, act, session.error());
    }
    const Result<PrincipalId> person = (*session)->person(context.invocation.operand(0));
    if (!person) {
        co_return fail(context, act, person.error());
    }
    const RoleId role{context.invocation.operand(1)};
    const QString name = (*session)->view()->personName(*person);
    EventId about;
    Workspace::SignOff what = DelegationGiven{.to = *person, .role = role};
    if (context.has("revoke")) {
        const State &state = (*session)->state();
        for (auto it = state.delegations.cbegin(); it != state.delegations.cend(); ++it) {
            const bool mine = it->given.actor == (*session)->view()->me.person;
            if (it->stands() && it->data.to == *person && it->data.role == role && (mine || about.isNull())) {
                about = it.key();
            }
        }
        if (about.isNull()) {
            const Error error{.code = ErrorCode::NotFound, .subject = u"a delegation of %1 to %2"_s.arg(role.value, name)};
            co_return fail(context, act, error);
        }
        what = DelegationRevoked{};
    }
    const Result<WriteReceipt> receipt =
        co_await answerOf((*session)->workspace().signOff(about, what, context.value("reason")));
    if (!receipt) {
        co_return fail(context, act, receipt.error());
    }
    printReceipt(context, about.isNull() ? u"delegated"_s : u"revoked"_s,
                 about.isNull() ? u"%1 may speak as %2 for you."_s.arg(name, role.value)
                                : u"%1 may no longer speak as %2 for another."_s.arg(name, role.value),
                 *receipt, {});
    co_return ExitStatus::Done;
}

} // namespace countersign::ctl
