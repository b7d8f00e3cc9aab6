// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/State.h"

namespace countersign {

/// Satisfied … Error as in Gerrit's submit requirements. Only Satisfied, NotApplicable and Overridden let a step pass.
enum class RequirementState { Satisfied, Unsatisfied, NotApplicable, Overridden, Inconclusive };

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

/// The roles in which `actor` could review this change, the one that satisfies most first. Empty: none.
[[nodiscard]] QList<RoleId> reviewRoles(const State &state, const PrincipalId &actor, const Change &change);

/// Versions that ran in the environment before, without the one that runs now: newest first, those behind that a
/// rollback took back from there.
[[nodiscard]] QList<PointerMove> rollbackTargets(const State &state, const ArtifactId &artifact,
                                                 const EnvironmentId &environment);

/// The version each file of the current revision would get when it is accepted now.
[[nodiscard]] QList<AcceptedFile> proposedVersions(const State &state, const Change &change);

} // namespace countersign
