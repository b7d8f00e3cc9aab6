// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/PolicyReview.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

/// Who counts under a policy: active, with a key where one is needed, and with a login where logins are bound.
class Crowd
{
public:
    explicit Crowd(const Policy &policy)
    {
        const bool bound = policy.bindsLogins();
        for (const Person &person : policy.people) {
            if (person.active && (!policy.signaturesRequired || !person.keys.isEmpty())
                && (!bound || !person.logins.isEmpty())) {
                m_people.append(person);
            }
        }
    }

    [[nodiscard]] int approvers() const
    {
        return int(std::ranges::count_if(m_people,
                                         [](const Person &p) { return isHuman(p) && !p.roles.isEmpty(); }));
    }
    [[nodiscard]] int humans() const { return int(std::ranges::count_if(m_people, isHuman)); }
    [[nodiscard]] bool approvesAs(const QList<RoleId> &roles) const
    {
        return std::ranges::any_of(m_people,
                                   [&](const Person &p) { return isHuman(p) && holdsAny(p, roles); });
    }
    [[nodiscard]] bool hasHuman(const PrincipalId &id) const
    {
        return std::ranges::any_of(m_people, [&](const Person &p) { return isHuman(p) && p.id == id; });
    }
    /// Rights of the policy: an empty list is everybody's.
    [[nodiscard]] bool mayEverybodyOr(const QList<RoleId> &roles) const
    {
        return roles.isEmpty() ? !m_people.isEmpty() : mayAny(roles);
    }
    /// Rights of an environment: an empty list is nobody's.
    [[nodiscard]] bool mayAny(const QList<RoleId> &roles) const
    {
        return std::ranges::any_of(m_people, [&](const Person &p) { return holdsAny(p, roles); });
    }

private:
    static bool isHuman(const Person &person) { return person.kind == PrincipalKind::Human; }

    QList<Person> m_people;
};

QString pathsOf(const Owner &owner)
{
    const QString paths = owner.paths.join(u", "_s);
    return owner.section.isEmpty() ? paths : paths + u" § "_s + owner.section;
}

bool ownsPolicy(const Owner &owner)
{
    return owner.section.isEmpty() && std::ranges::any_of(owner.paths, [](const QString &pattern) {
               return matchesPath(pattern, policyPath());
           });
}

void addLane(QList<PolicyWarning> &found, const Policy &policy, const Crowd &crowd, const LaneRule &rule)
{
    // A change of the policy is always high.
    const bool locks = rule.lane == Lane::High;
    for (const RoleId &role : rule.allOf) {
        if (!crowd.approvesAs({role})) {
            found.append({.gap = PolicyGap::LaneRole, .lane = rule.lane, .roles = {role}, .locksOut = locks});
        }
    }
    if (!rule.anyOf.isEmpty() && !crowd.approvesAs(rule.anyOf)) {
        found.append(
            {.gap = PolicyGap::LaneAnyRole, .lane = rule.lane, .roles = rule.anyOf, .locksOut = locks});
    }
    // The author of a revision never counts; somebody without a role may be one all the same.
    const int need = rule.approvals + (crowd.approvers() == crowd.humans() ? 1 : 0);
    if (crowd.approvers() < need) {
        found.append({.gap = PolicyGap::LaneCount,
                      .lane = rule.lane,
                      .need = need,
                      .have = crowd.approvers(),
                      .locksOut = locks});
    }
    const bool wantsOwner = rule.note.contains(NoteField::RollbackOwner);
    if (wantsOwner && !policy.environments.isEmpty()
        && !crowd.approvesAs(policy.environments.last().rollBack)) {
        found.append({.gap = PolicyGap::LaneOwner,
                      .lane = rule.lane,
                      .roles = policy.environments.last().rollBack,
                      .subject = policy.environments.last().id.value,
                      .locksOut = locks});
    }
}

/// Rights that let a team out of a requirement, where the policy gives them to roles that nobody holds.
void addSignOff(QList<PolicyWarning> &found, const Policy &policy, const Crowd &crowd)
{
    const auto check = [&](PolicyGap gap, const QList<RoleId> &roles, Lane lane = Lane::Low,
                           const QString &subject = {}) {
        if (!roles.isEmpty() && !crowd.approvesAs(roles)) {
            found.append({.gap = gap, .lane = lane, .roles = roles, .subject = subject});
        }
    };
    for (const LaneRule &rule : policy.lanes) {
        check(PolicyGap::Lower, rule.lower, rule.lane);
    }
    for (const OverrideRule &rule : policy.overrides) {
        check(PolicyGap::Override, rule.by, Lane::Low, rule.requirement);
    }
    check(PolicyGap::Emergency, policy.rights.emergency);
    check(PolicyGap::Audit, policy.rights.audit);
    for (const RoleId &role : policy.rights.delegate) {
        check(PolicyGap::Delegate, {role});
    }
}

} // namespace

QString toString(PolicyGap gap)
{
    switch (gap) {
    case PolicyGap::LaneRole:
        return u"lane-role"_s;
    case PolicyGap::LaneAnyRole:
        return u"lane-any-role"_s;
    case PolicyGap::LaneCount:
        return u"lane-count"_s;
    case PolicyGap::LaneOwner:
        return u"lane-rollback-owner"_s;
    case PolicyGap::OwnerRole:
        return u"owner-role"_s;
    case PolicyGap::OwnerAny:
        return u"owner-any"_s;
    case PolicyGap::Administer:
        return u"nobody-administers"_s;
    case PolicyGap::Write:
        return u"nobody-writes"_s;
    case PolicyGap::Accept:
        return u"nobody-accepts"_s;
    case PolicyGap::Deploy:
        return u"nobody-deploys"_s;
    case PolicyGap::RollBack:
        return u"nobody-rolls-back"_s;
    case PolicyGap::Lower:
        return u"nobody-lowers"_s;
    case PolicyGap::Override:
        return u"nobody-overrides"_s;
    case PolicyGap::Emergency:
        return u"nobody-declares-emergencies"_s;
    case PolicyGap::Audit:
        return u"nobody-audits"_s;
    case PolicyGap::Delegate:
        return u"nobody-delegates"_s;
    case PolicyGap::Keys:
        return u"no-key"_s;
    case PolicyGap::Login:
        return u"no-login"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QList<PolicyWarning> policyWarnings(const Policy &policy)
{
    const Crowd crowd(policy);
    QList<PolicyWarning> found;
    if (policy.signaturesRequired) {
        for (const Person &person : policy.people) {
            if (person.active && person.keys.isEmpty()) {
                found.append(
                    {.gap = PolicyGap::Keys, .subject = person.id.value, .locksOut = crowd.humans() == 0});
            }
        }
    }
    if (policy.bindsLogins()) {
        for (const Person &person : policy.people) {
            if (person.active && person.logins.isEmpty()) {
                found.append(
                    {.gap = PolicyGap::Login, .subject = person.id.value, .locksOut = crowd.humans() == 0});
            }
        }
    }
    for (const LaneRule &rule : policy.lanes) {
        addLane(found, policy, crowd, rule);
    }
    for (const Owner &owner : policy.owners) {
        for (const RoleId &role : owner.allOf) {
            if (!crowd.approvesAs({role})) {
                found.append({.gap = PolicyGap::OwnerRole,
                              .roles = {role},
                              .subject = pathsOf(owner),
                              .locksOut = ownsPolicy(owner)});
            }
        }
        const bool asksAny = !owner.anyOf.isEmpty() || !owner.people.isEmpty();
        const bool hasAny =
            crowd.approvesAs(owner.anyOf)
            || std::ranges::any_of(owner.people, [&](const PrincipalId &id) { return crowd.hasHuman(id); });
        if (asksAny && !hasAny) {
            found.append({.gap = PolicyGap::OwnerAny,
                          .roles = owner.anyOf,
                          .subject = pathsOf(owner),
                          .locksOut = ownsPolicy(owner)});
        }
    }
    for (const Environment &environment : policy.environments) {
        if (!environment.follows && !crowd.mayAny(environment.deploy)) {
            found.append(
                {.gap = PolicyGap::Deploy, .roles = environment.deploy, .subject = environment.id.value});
        }
        if (!crowd.mayAny(environment.rollBack)) {
            found.append(
                {.gap = PolicyGap::RollBack, .roles = environment.rollBack, .subject = environment.id.value});
        }
    }
    const std::pair<PolicyGap, const QList<RoleId> &> rights[] = {
        {PolicyGap::Write, policy.rights.write},
        {PolicyGap::Accept, policy.rights.accept},
        {PolicyGap::Administer, policy.rights.administer}};
    for (const auto &[gap, roles] : rights) {
        if (!crowd.mayEverybodyOr(roles)) {
            found.append({.gap = gap, .roles = roles, .locksOut = true});
        }
    }
    addSignOff(found, policy, crowd);
    return found;
}

bool locksEverybodyOut(const Policy &policy)
{
    return std::ranges::any_of(policyWarnings(policy), &PolicyWarning::locksOut);
}

QList<Requirement> needsOf(const Policy &policy, Lane lane, const QString &path)
{
    State state;
    state.policy = policy;
    Revision revision;
    revision.data.assessment.lane = lane;
    if (!path.isEmpty()) {
        QStringList sections;
        for (const Owner &owner : policy.owners) {
            if (!owner.section.isEmpty() && !sections.contains(owner.section)) {
                sections.append(owner.section);
            }
        }
        revision.data.files = {{.artifact = policy.artifactOf(path),
                                .path = path,
                                .kind = policy.kindOf(path).value_or(ArtifactKind::Prompt)}};
        revision.data.assessment.touched = {{.path = path, .sections = sections}};
    }
    Change change;
    change.revisions = {revision};
    QList<Requirement> needs = requirementsToAccept(state, change);
    needs.removeIf([](const Requirement &need) { return need.met(); });
    return needs;
}

} // namespace countersign
