// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Approvals.h"
#include "domain/Gate.h"

namespace countersign {

/// As in Gerrit's submit requirements. Only Satisfied, NotApplicable and Overridden let a step pass. Error: the rule
/// cannot be judged, because it names a role that nobody holds or rests on what a newer program wrote.
enum class RequirementState { Satisfied, Unsatisfied, NotApplicable, Overridden, Inconclusive, Error };

[[nodiscard]] QString toString(RequirementState state); ///< "satisfied", …, "not_applicable", …, "error"

enum class RequirementKind {
    NoteComplete,     ///< every answer the lane asks for; `fields` lists what is missing
    ApprovalCount,    ///< distinct eligible people; `have` of `need`
    ApprovalByRole,   ///< one approval as `roles[0]`
    ApprovalByAnyRole,///< one approval as one of `roles`
    OwnerApproval,    ///< owner of `section` (or the file): all of / any of
    NoChangesAsked,   ///< nobody's "ask for changes" of this revision stands
    ThreadsResolved,  ///< every comment thread is settled; `have` of `need`
    BaseCurrent,      ///< written against the accepted content
    RightHeld,        ///< the actor holds one of `roles`
    InEnvironmentBefore, ///< runs, or ran, in `environment`
    NotRunningYet,    ///< the pointer is not there already
    VersionAccepted,  ///< the version exists
    NamedReviewer,    ///< the person whom the authors named has approved
    RegressionGate,   ///< regression suites passed for this content; `gate` says why, `suites` how each stands
    RollbackOwnerNamed, ///< the note names somebody who may roll back in production; medium and high
    FollowUpClosed,   ///< no emergency of another version of this artifact is open
    StillEligible,    ///< approvers still hold their roles (recheckAtRelease)
};

/// One named condition of a step, with what a person needs to see why.
struct Requirement
{
    RequirementKind kind = RequirementKind::NoteComplete;
    RequirementState state = RequirementState::Unsatisfied;
    QList<RoleId> roles = {};
    QList<PrincipalId> people = {};  ///< who satisfied it, or who stands in the way
    QList<PrincipalId> waitingFor = {}; ///< who could satisfy it
    QList<NoteField> fields = {};
    QString section = {};
    QString path = {};
    EnvironmentId environment = {};
    int have = 0;
    int need = 0;
    QList<GateReason> gate = {};     ///< why a regression suite is needed
    QList<GateReason> uncovered = {}; ///< of `gate`: those that no suite of the policy answers
    QList<SuiteStanding> suites = {}; ///< `have` of `need` are passed or accepted
    QMap<PrincipalId, PrincipalId> spokeFor = {}; ///< of `people`: who spoke in the name of another
    QMap<PrincipalId, int> keptSince = {}; ///< of `people`: the number of the revision that they approved, when kept
    QList<RoleId> overriders = {};   ///< roles that the policy lets override it; empty: nobody may
    PrincipalId overriddenBy = {};   ///< when Overridden
    EventId overriding = {};         ///< the event that did it
    bool emergency = false;          ///< overridden by an emergency

    [[nodiscard]] bool met() const
    {
        return state == RequirementState::Satisfied || state == RequirementState::NotApplicable
                || state == RequirementState::Overridden;
    }
    [[nodiscard]] QString id() const; ///< stable: "note", "approval.compliance", "owner.billing", …
    friend bool operator==(const Requirement &, const Requirement &) = default;
};

/// Everything the current revision of a change needs before it is accepted, in the order a person would clear it.
/// Never empty for a change with a revision. Whose lane decides is State::lane().
[[nodiscard]] QList<Requirement> requirementsToAccept(const State &state, const Change &change);

/// Everything that releasing `version` of `artifact` into `environment` needs, apart from the actor's right.
[[nodiscard]] QList<Requirement> requirementsToRelease(const State &state, const ArtifactId &artifact,
                                                       const SemVer &version, const EnvironmentId &environment);

[[nodiscard]] bool allMet(const QList<Requirement> &requirements);

/// The voices in which `actor` could review this change, the one that satisfies something first. Empty: none. Voices of
/// people who contributed are not among them.
[[nodiscard]] QList<Voice> reviewVoices(const State &state, const PrincipalId &actor, const Change &change);
/// The actor's own roles among them.
[[nodiscard]] QList<RoleId> reviewRoles(const State &state, const PrincipalId &actor, const Change &change);

/// Whether somebody with that id could be named as a reviewer: an active human with a role, who did not contribute.
[[nodiscard]] bool couldReview(const State &state, const PrincipalId &person, const Change &change);
/// Whether `person` may roll back every file of `change` in the last environment.
[[nodiscard]] bool mayRollBackProduction(const State &state, const Change &change, const PrincipalId &person);
/// Requirements that no policy can have overridden: text must be written against what is accepted, and the follow-up of
/// an emergency is closed by people.
[[nodiscard]] bool isNeverOverridden(const QString &requirement);

/// Versions that ran in the environment before, without the one that runs now: newest first, those behind that a
/// rollback took back from there.
[[nodiscard]] QList<PointerMove> rollbackTargets(const State &state, const ArtifactId &artifact,
                                                 const EnvironmentId &environment);

/// The version each file of the current revision would get when it is accepted now.
[[nodiscard]] QList<AcceptedFile> proposedVersions(const State &state, const Change &change);

} // namespace countersign
