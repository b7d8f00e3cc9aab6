// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Event.h"

#include <QMap>
#include <QSet>

namespace countersign {

/// Where and when an event stands; for display and order, never for a decision of the fold.
struct Stamp
{
    EventId event = {};
    PrincipalId actor = {};
    Sequence seq = 0;
    qint64 claimedAt = 0;
    friend bool operator==(const Stamp &, const Stamp &) = default;
};

struct Note
{
    Stamp stamp = {};
    NoteWritten data = {};
    friend bool operator==(const Note &, const Note &) = default;
};

struct Review
{
    Stamp stamp = {};
    ReviewGiven data = {};
    PolicyHash policy = {};     ///< in force when it was given
    friend bool operator==(const Review &, const Review &) = default;
};

struct Comment
{
    Stamp stamp = {};
    CommentMade data = {};
    bool resolved = false; ///< of a thread's first comment
    friend bool operator==(const Comment &, const Comment &) = default;
};

struct Revision
{
    Stamp stamp = {};
    RevisionSubmitted data = {};
    ContentHash content = {};   ///< revisionContent(data.files)
    QList<Note> notes = {};     ///< oldest first; the last one counts
    QList<Review> reviews = {}; ///< oldest first
    Lane floor = Lane::Low;     ///< what history and machine authors make of it, whatever the texts say
    bool afterRollback = false; ///< the floor is that of a file's history
    [[nodiscard]] const Note *note() const { return notes.isEmpty() ? nullptr : &notes.last(); }
    friend bool operator==(const Revision &, const Revision &) = default;
};

enum class ChangeStatus { Review, Accepted, Withdrawn };

struct RaisedLane
{
    Stamp stamp = {};
    Lane lane = Lane::Low;
    ContentHash reasonText = {};
    friend bool operator==(const RaisedLane &, const RaisedLane &) = default;
};

/// A lowering of the current revision's lane: proposed, and confirmed by somebody else or not yet.
struct Lowering
{
    Stamp proposed = {};
    LoweringProposed data = {};
    Stamp confirmed = {};        ///< event null: nobody confirmed it yet
    ContentHash confirmText = {};
    Lane from = Lane::Low;       ///< the lane it left
    Lane floor = Lane::Low;      ///< Revision::floor when it was confirmed
    qsizetype reviews = 0;       ///< of the revision, when it was confirmed
    qsizetype raisings = 0;      ///< of the change, when it was confirmed
    [[nodiscard]] bool isConfirmed() const { return !confirmed.event.isNull(); }
    friend bool operator==(const Lowering &, const Lowering &) = default;
};

struct Opinion
{
    Stamp stamp = {};
    OpinionRecorded data = {};
    friend bool operator==(const Opinion &, const Opinion &) = default;
};

struct Override
{
    Stamp stamp = {};
    RequirementOverridden data = {};
    friend bool operator==(const Override &, const Override &) = default;
};

struct Emergency
{
    Stamp stamp = {};
    EmergencyDeclared data = {};
    Stamp closed = {};           ///< event null: open
    ContentHash closingText = {};
    [[nodiscard]] bool isOpen() const { return closed.event.isNull(); }
    friend bool operator==(const Emergency &, const Emergency &) = default;
};

/// Somebody accepted the result of a run as that run says it.
struct AcceptedResult
{
    Stamp stamp = {};
    ContentHash reasonText = {};
    friend bool operator==(const AcceptedResult &, const AcceptedResult &) = default;
};

struct GradedCase
{
    Stamp stamp = {};
    CaseGraded data = {};
    friend bool operator==(const GradedCase &, const GradedCase &) = default;
};

/// A run of a suite over a revision of the change, as somebody recorded it.
struct EvalRun
{
    Stamp stamp = {};
    RunRecorded data = {};
    QList<AcceptedResult> accepted = {}; ///< oldest first
    QList<GradedCase> grades = {};       ///< oldest first; the last one of a case counts
    friend bool operator==(const EvalRun &, const EvalRun &) = default;
};

struct SpotCheck
{
    Stamp stamp = {};
    SpotCheckRecorded data = {};
    friend bool operator==(const SpotCheck &, const SpotCheck &) = default;
};

struct ClearedRequest
{
    Stamp stamp = {};
    RequestCleared data = {};
    friend bool operator==(const ClearedRequest &, const ClearedRequest &) = default;
};

struct Delegation
{
    Stamp given = {};
    DelegationGiven data = {};
    Stamp revoked = {};          ///< event null: stands
    [[nodiscard]] bool stands() const { return revoked.event.isNull(); }
    friend bool operator==(const Delegation &, const Delegation &) = default;
};

struct Change
{
    ChangeId id = {};
    int number = 0;             ///< from 1, in the order of opening
    Stamp opened = {};
    ContentHash titleText = {};
    ChangeStatus status = ChangeStatus::Review;
    QList<Revision> revisions = {}; ///< numbered from 1
    QList<RaisedLane> raised = {};
    QList<Lowering> lowerings = {};
    QList<Opinion> opinions = {};   ///< of models, on any revision; one that raised stands in `raised` as well
    QList<Override> overrides = {};
    QList<Emergency> emergencies = {};
    QList<ClearedRequest> cleared = {};
    QList<EvalRun> runs = {};       ///< of any revision, oldest first; which count: see suiteStandings()
    QList<SpotCheck> spotChecks = {};
    PrincipalId reviewer = {};  ///< whom the authors named; empty: nobody
    QList<Comment> comments = {};
    QList<AcceptedFile> accepted = {}; ///< of the last revision, when status is Accepted
    Stamp ended = {};           ///< acceptance or withdrawal
    EventId head = {};          ///< last effective event but comments, approvals, proposals, namings, runs and grades

    [[nodiscard]] const Revision *revision() const { return revisions.isEmpty() ? nullptr : &revisions.last(); }
    [[nodiscard]] const EvalRun *run(const EventId &event) const; ///< nullptr when there is none
    friend bool operator==(const Change &, const Change &) = default;
};

struct VersionRecord
{
    SemVer version = {};
    ContentHash content = {};
    ChangeId change = {};       ///< null for the baseline
    Lane lane = Lane::Low;
    Stamp stamp = {};
    friend bool operator==(const VersionRecord &, const VersionRecord &) = default;
};

/// One move of an environment's pointer.
struct PointerMove
{
    SemVer version = {};
    ContentHash content = {};
    bool rolledBack = false;
    ContentHash reasonText = {};
    Stamp stamp = {};
    friend bool operator==(const PointerMove &, const PointerMove &) = default;
};

struct Pointer
{
    QList<PointerMove> moves = {}; ///< oldest first, never empty
    EventId head = {};             ///< last effective event of the release subject
    [[nodiscard]] const PointerMove &now() const { return moves.last(); }
    friend bool operator==(const Pointer &, const Pointer &) = default;
};

struct Artifact
{
    ArtifactId id = {};
    QString path = {};
    ArtifactKind kind = ArtifactKind::Prompt;
    QList<VersionRecord> versions = {}; ///< oldest first
    QMap<EnvironmentId, Pointer> pointers = {};
    bool retired = false;               ///< an accepted change removed the file

    [[nodiscard]] const VersionRecord *latest() const { return versions.isEmpty() ? nullptr : &versions.last(); }
    [[nodiscard]] const VersionRecord *version(const SemVer &v) const;
    /// The accepted bytes now; none when there is no version or the file was removed.
    [[nodiscard]] ContentHash acceptedContent() const;
    [[nodiscard]] const PointerMove *running(const EnvironmentId &environment) const;
    friend bool operator==(const Artifact &, const Artifact &) = default;
};

/// Why an event had no effect. Ids on disk and in reports; wording lives in ui.
enum class VoidRule {
    AuthorIsUnknown,          ///< the policy does not know the actor, or the person left
    RightMissing,             ///< no role that may do this
    RoleNotHeld,              ///< spoke in a role that the person does not hold
    ContributorMayNotApprove, ///< author or editor of the revision
    ServiceMayNotApprove,
    StaleSubject,             ///< the subject moved after what the actor had seen
    StalePolicy,
    OldRevision,              ///< of a revision that is not the current one
    ContentMismatch,          ///< names other bytes than the revision or version has
    NoteMismatch,             ///< names another note than the one in force
    SubjectUnknown,           ///< change, revision, comment or artifact does not exist
    SubjectClosed,            ///< the change is accepted or withdrawn
    SubjectMismatch,          ///< subject and data do not fit together
    RequirementUnmet,         ///< the step needs something that is missing
    VersionNotNew,            ///< version exists or does not grow
    VersionUnknown,           ///< version was never accepted
    OrderSkipped,             ///< not in the environment before
    NothingToDo,              ///< the pointer is there already; the lane is not higher
    NeverRanThere,            ///< rollback to something that did not run there
    BaselineClosed,
    PolicyNotNext,            ///< version does not grow by one, or another predecessor
    LedgerMismatch,           ///< of another ledger
    ForkSeen,                 ///< the actor saw another history at that place
    SignatureMissing,
    NotFirst,                 ///< a second ledger.opened, or anything before it
    NewerKind,                ///< kind or schema this program does not know
    ReasonMissing,            ///< what it does must not go without a written reason
    SecondPersonNeeded,       ///< who proposed or declared it may not confirm or close it as well
    LaneFixed,                ///< a change of the policy is always high
    DelegationUnknown,        ///< does not exist, was revoked, or is of other people or another role
    CannotOverride,           ///< nobody may override this requirement, or it is not unmet
    LocksEverybodyOut,        ///< nobody could change that policy again, and the event does not say that it is meant
    ResultNotAcceptable,      ///< the run does not count, passes anyway, is not complete, or plainly fails
    LoginDiffers,             ///< the database took it from a login that is not the actor's
};

[[nodiscard]] QString toString(VoidRule rule); ///< "contributor-may-not-approve", stable
[[nodiscard]] std::optional<VoidRule> voidRuleFromString(QStringView text);

struct VoidRecord
{
    Sequence seq = 0;
    VoidRule rule = VoidRule::RightMissing;
    QString detail = {};      ///< ids and names only: which requirement, which role
    QString kind = {};        ///< event kind name
    QString subject = {};
    Stamp stamp = {};
    friend bool operator==(const VoidRecord &, const VoidRecord &) = default;
};

/// A place in the chain. The empty ledger is {0, null}.
struct Head
{
    Sequence seq = 0;
    LinkHash link = {};
    friend bool operator==(const Head &, const Head &) = default;
};

/// What the events say together. A value; only the fold makes one.
struct State
{
    LedgerId ledger = {};
    PrincipalId opener = {};
    bool baselineClosed = false;
    Policy policy = {};
    PolicyHash policyInForce = {};
    EventId policyHead = {};
    QMap<ArtifactId, Artifact> artifacts = {};
    QMap<ChangeId, Change> changes = {};
    QList<ChangeId> order = {};          ///< by number
    QMap<EventId, Delegation> delegations = {};
    QSet<QString> newerSubjects = {};    ///< read-only: a newer Countersign wrote about them
    QSet<ChangeId> underReview = {};     ///< the changes of that status, told by `changes`

    // Not part of the governing state and not of hash(): the record itself.
    Head head = {};
    QList<LinkHash> links = {};          ///< links[seq - 1]
    QHash<EventId, Sequence> seen = {};  ///< every id that ever stood in the ledger
    QList<VoidRecord> voids = {};
    QList<Sequence> malformed = {};

    [[nodiscard]] const Change *change(const ChangeId &id) const;
    [[nodiscard]] const Change *changeByNumber(int number) const;
    [[nodiscard]] const Artifact *artifact(const ArtifactId &id) const;
    /// The artifact of the file at `path`; looks at all of them.
    [[nodiscard]] const Artifact *artifactAt(const QString &path) const;
    /// The event that a deciding event about `subject` must have seen last; null when there is none.
    [[nodiscard]] EventId subjectHead(const QString &subject) const;
    /// The effective lane of the current revision: the computed one, or the lower one of a lowering that stands.
    [[nodiscard]] static Lane lane(const Change &change);
    /// Highest of submission, reviews of it, history and raisings. Low without a revision.
    [[nodiscard]] static Lane computedLane(const Change &change);
    /// The confirmed lowering that makes the lane what it is, or nullptr.
    [[nodiscard]] static const Lowering *lowering(const Change &change);
    /// The last proposal to lower the current revision that nobody confirmed and that would still change something.
    [[nodiscard]] static const Lowering *proposedLowering(const Change &change);
    /// Every person's last word on the change, over all of its revisions, where it is an uncleared demand for changes.
    [[nodiscard]] static QList<Review> standingRequests(const Change &change);
    /// Union of what author and reviewers found touched in the current revision.
    [[nodiscard]] static QList<Touched> touched(const Change &change);
    /// Everybody who contributed to any revision of the change.
    [[nodiscard]] static QSet<PrincipalId> contributors(const Change &change);

    /// SHA-256 over the canonical form of the governing state; equal for equal effective events on every backend,
    /// whatever void events lie between them and whatever times they claim. Lower-case hex.
    [[nodiscard]] QByteArray hash() const;
};

} // namespace countersign
