// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/Approvals.h"

#include <algorithm>

namespace countersign {

QList<Review> stances(const Revision &revision)
{
    QMap<PrincipalId, Review> last;
    for (const Review &review : revision.reviews) {
        last.insert(review.stamp.actor, review);
    }
    return last.values();
}

std::optional<PrincipalId> spokenFor(const State &state, const EventId &delegation, const PrincipalId &person,
                                     const RoleId &role)
{
    const auto found = state.delegations.constFind(delegation);
    if (found == state.delegations.cend() || !found->stands() || found->data.to != person || found->data.role != role
        || !state.policy.rights.delegate.contains(role)) {
        return std::nullopt;
    }
    // Who no longer holds a role has none to give.
    const Person *giver = state.policy.person(found->given.actor);
    if (!giver || giver->kind != PrincipalKind::Human || !holds(*giver, role)) {
        return std::nullopt;
    }
    return giver->id;
}

QList<Voice> voicesOf(const State &state, const PrincipalId &id)
{
    const Person *person = state.policy.person(id);
    if (!person || !person->active || person->kind != PrincipalKind::Human) {
        return {};
    }
    QList<Voice> voices;
    for (const RoleId &role : person->roles) {
        voices.append({.as = role, .of = id});
    }
    for (auto it = state.delegations.cbegin(); it != state.delegations.cend(); ++it) {
        if (const auto of = spokenFor(state, it.key(), id, it->data.role)) {
            voices.append({.as = it->data.role, .delegation = it.key(), .of = *of});
        }
    }
    return voices;
}

QList<Approval> countingApprovals(const State &state, const Change &change, const Revision &revision,
                                  UnderPolicy under)
{
    const Policy &policy = state.policy;
    const QSet<PrincipalId> contributors = State::contributors(change);
    const EventId note = revision.note() ? revision.note()->stamp.event : EventId{};
    const bool viewed = policy.laneRule(State::lane(change)).viewed;
    QList<Approval> own;
    QList<Approval> forOthers;
    for (const Review &review : stances(revision)) {
        const ReviewGiven &data = review.data;
        const Person *person = policy.person(review.stamp.actor);
        if (data.decision != Decision::Approve || data.note != note || data.content != revision.content
            || (viewed && !data.viewed) || (under == UnderPolicy::InForce && review.policy != state.policyInForce)
            || !person || !person->active || person->kind != PrincipalKind::Human
            || contributors.contains(person->id)) {
            continue;
        }
        if (data.delegation.isNull()) {
            if (holds(*person, data.as)) {
                own.append({.by = person->id, .of = person->id, .as = data.as, .review = review.stamp.event});
            }
        } else if (const auto of = spokenFor(state, data.delegation, person->id, data.as);
                   of && !contributors.contains(*of)) {
            forOthers.append({.by = person->id, .of = *of, .as = data.as, .review = review.stamp.event});
        }
    }
    // What somebody says in person goes before what is said for them.
    for (const Approval &approval : std::as_const(forOthers)) {
        const bool known = std::any_of(own.cbegin(), own.cend(), [&approval](const Approval &other) {
            return other.of == approval.of;
        });
        if (!known) {
            own.append(approval);
        }
    }
    return own;
}

bool ownsTouched(const State &state, const Change &change, const PrincipalId &id)
{
    const Person *person = state.policy.person(id);
    if (!person || !person->active || person->kind != PrincipalKind::Human) {
        return false;
    }
    const QList<Touched> all = State::touched(change);
    return std::any_of(all.cbegin(), all.cend(), [&](const Touched &touched) {
        const QList<const Owner *> owners = state.policy.ownersOf(touched.path, touched.sections);
        return std::any_of(owners.cbegin(), owners.cend(), [&](const Owner *owner) {
            return holdsAny(*person, owner->allOf) || holdsAny(*person, owner->anyOf) || owner->people.contains(id);
        });
    });
}

} // namespace countersign
