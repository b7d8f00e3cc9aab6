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

namespace {

/// Whether the two propose the same files for the same ones, none of them the policy; the new bytes may differ.
bool sameFiles(const Revision &before, const Revision &after)
{
    return std::equal(before.data.files.cbegin(), before.data.files.cend(), after.data.files.cbegin(),
                      after.data.files.cend(), [](const FileChange &a, const FileChange &b) {
                          return a.artifact == b.artifact && a.path == b.path && a.kind == b.kind
                                 && a.before == b.before && a.after.isNull() == b.after.isNull()
                                 && b.kind != ArtifactKind::Policy;
                      });
}

/// Whether both notes promise the same.
bool samePromises(const Note *one, const Note *other)
{
    if (!one || !other) {
        return one == other;
    }
    NoteWritten same = one->data;
    same.revision = other->data.revision;
    return same == other->data;
}

/// What somebody said last about `revision` or one whose approvals it keeps.
struct Word
{
    const Revision *revision = nullptr;
    Review review = {};
};

} // namespace

QList<const Revision *> keptRevisions(const State &state, const Change &change, const Revision &revision)
{
    if (!state.policy.laneRule(State::lane(change)).whitespaceKeepsApprovals) {
        return {};
    }
    const auto placeOf = [&change](const EventId &event) {
        const auto found = std::ranges::find(change.revisions, event,
                                             [](const Revision &one) { return one.stamp.event; });
        return found == change.revisions.cend() ? -1 : found - change.revisions.cbegin();
    };
    const qsizetype here = placeOf(revision.stamp.event);
    qsizetype from = placeOf(revision.data.assessment.respacedSince);
    if (from < 0 || from >= here) {
        return {};
    }
    const QSet<PrincipalId> contributors = State::contributors(change);
    bool confirmed = false;
    for (const Review &review : revision.reviews) {
        const qsizetype found = placeOf(review.data.assessment.respacedSince);
        if (found < 0 || found >= here) {
            return {};
        }
        from = std::max(from, found);
        const Person *person = state.policy.person(review.stamp.actor);
        confirmed = confirmed
                    || (person && person->active && person->kind == PrincipalKind::Human
                        && !contributors.contains(person->id));
    }
    if (!confirmed) {
        return {};
    }
    QList<const Revision *> kept;
    for (qsizetype i = from; i < here; ++i) {
        if (!sameFiles(change.revisions.at(i), revision)) {
            return {};
        }
        kept.append(&change.revisions.at(i));
    }
    return kept;
}

QList<Approval> countingApprovals(const State &state, const Change &change, const Revision &revision,
                                  UnderPolicy under)
{
    const Policy &policy = state.policy;
    const QSet<PrincipalId> contributors = State::contributors(change);
    const bool viewed = policy.laneRule(State::lane(change)).viewed;
    QMap<PrincipalId, Word> words;
    for (const Revision *given : keptRevisions(state, change, revision) + QList<const Revision *>{&revision}) {
        for (const Review &review : stances(*given)) {
            words.insert(review.stamp.actor, {.revision = given, .review = review});
        }
    }
    QList<Approval> own;
    QList<Approval> forOthers;
    for (const auto &[given, review] : std::as_const(words)) {
        const ReviewGiven &data = review.data;
        const Person *person = policy.person(review.stamp.actor);
        const EventId note = given->note() ? given->note()->stamp.event : EventId{};
        if (data.decision != Decision::Approve || data.note != note || data.content != given->content
            || !samePromises(given->note(), revision.note()) || (viewed && !data.viewed)
            || (under == UnderPolicy::InForce && review.policy != state.policyInForce) || !person || !person->active
            || person->kind != PrincipalKind::Human || contributors.contains(person->id)) {
            continue;
        }
        const EventId keptFrom = given == &revision ? EventId{} : given->stamp.event;
        if (data.delegation.isNull()) {
            if (holds(*person, data.as)) {
                own.append({.by = person->id, .of = person->id, .as = data.as, .review = review.stamp.event,
                            .keptFrom = keptFrom});
            }
        } else if (const auto of = spokenFor(state, data.delegation, person->id, data.as);
                   of && !contributors.contains(*of)) {
            forOthers.append({.by = person->id, .of = *of, .as = data.as, .review = review.stamp.event,
                              .keptFrom = keptFrom});
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
