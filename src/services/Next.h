// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/WorkspaceView.h"

namespace countersign {

/// The first thing that stands between a change and production, seen by one person. Words are the window's.
enum class NextKind {
    SendDraft,       ///< text of a draft on this machine is not sent
    AnswerReview,    ///< `people[0]`, speaking as `roles[0]`, asks for changes: `quote`
    AnswerComment,   ///< `people[0]` wrote the last words of an open thread: `quote`
    CompleteNote,    ///< `fields` of the release note are missing
    CatchUp,         ///< the accepted content of `artifact` moved; a new revision is needed
    Review,          ///< an approval as one of `roles` is missing
    NameReviewer,    ///< the authors have to say whom they ask to review
    LookAgain,       ///< `people[0]` asked for changes, and a newer revision answers: does the demand still stand?
    ConfirmLowering, ///< `people[0]` proposes a lower lane: `quote`
    Inconclusive,    ///< a suite is needed that the policy does not name, or is not there; one of `roles` may override it
    RunSuite,        ///< no run of the suite `artifact` counts for this revision
    SuiteFailed,     ///< the suite `artifact` fails; `event` is the run. Another revision, or an override by one of `roles`
    AcceptResult,    ///< the suite `artifact` is inconclusive or mixed; `event` is the run, `turnOf` may accept that
    Accept,          ///< nothing is missing
    Release,         ///< `version` of `artifact` has not been in `environment`
    PutInForce,      ///< an accepted policy waits for an administrator
    CannotProceed,   ///< needed from `roles`, and nobody who could give it is left
    NewerCountersign,///< a newer Countersign wrote about it; readable only
    Live,            ///< runs in the last environment
    Superseded,      ///< a later version took its place before it reached the last environment
    RolledBack,      ///< was taken out of `environment` by `people[0]`: `quote`
    Withdrawn,       ///< by `people[0]`
};

/// Which part of the window a row leads to.
enum class LeadsTo { Diff, Note, Evals, Talk, History, Editor, Releases };

struct Next
{
    NextKind kind = NextKind::Review;
    bool yours = false;           ///< the person can do it, and it waits for her
    QList<PrincipalId> people = {}; ///< whom the reason is about
    QList<PrincipalId> turnOf = {}; ///< who could do it, `me` included when `yours`
    QList<RoleId> roles = {};     ///< when yours and Review: the role to speak in first
    QList<NoteField> fields = {};
    ArtifactId artifact = {};
    EnvironmentId environment = {};
    SemVer version = {};
    QString quote = {};           ///< somebody's own words, plain text; empty when none or redacted
    EventId event = {};           ///< review, comment or rollback that it is about
    LeadsTo leadsTo = LeadsTo::Diff;
    qint64 since = 0;             ///< milliseconds since the epoch, as claimed
    friend bool operator==(const Next &, const Next &) = default;
};

/// What is next for `change`, and whether it is `me` who does it. `me` may be empty: somebody who only reads.
[[nodiscard]] Next nextOf(const WorkspaceView &view, const Change &change, const PrincipalId &me);

/// How far a change is. `steps` are Draft, Review and every environment that does not follow by itself.
enum class ProgressKind { Draft, Review, Environment };
enum class ProgressState { Passed, Present, Ahead };

struct ProgressStep
{
    ProgressKind kind = ProgressKind::Draft;
    EnvironmentId environment = {};
    ProgressState state = ProgressState::Ahead;
    friend bool operator==(const ProgressStep &, const ProgressStep &) = default;
};

enum class ChangeStage { Draft, Review, Accepted, InEnvironment, Live, RolledBack, Withdrawn };

struct Progress
{
    ChangeStage stage = ChangeStage::Draft;
    EnvironmentId environment = {}; ///< the furthest that all its versions reached; for RolledBack where it was taken back
    QList<ProgressStep> steps = {};
    friend bool operator==(const Progress &, const Progress &) = default;
};

[[nodiscard]] Progress progressOf(const State &state, const Change &change);
/// Of a draft that opens a new change.
[[nodiscard]] Progress progressOfDraft(const State &state);

/// The title of a change as its author gave it, or the empty text when it was redacted.
[[nodiscard]] QString titleOf(const WorkspaceView &view, const Change &change);
/// Author of the change: who opened it.
[[nodiscard]] PrincipalId authorOf(const Change &change);
/// Claimed time of the last thing that happened to it.
[[nodiscard]] qint64 lastTouched(const Change &change);

} // namespace countersign
