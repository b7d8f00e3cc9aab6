// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/EvalEvents.h"
#include "domain/Policy.h"
#include "domain/SemVer.h"

#include <variant>

namespace countersign {

// One struct per kind of event: the `data` of its body (docs/ledger.md has every field). Free text never stands in a
// body: a ContentHash named `…Text` is the SHA-256 of a text that travels beside it and can be redacted; none means
// that nothing was written.

/// `ledger.opened`: the first event. Carries the first policy; has no ledger id, basis or predecessor.
struct LedgerOpened
{
    Policy policy = {};
    friend bool operator==(const LedgerOpened &, const LedgerOpened &) = default;
};

struct BaselineFile
{
    ArtifactId artifact = {};
    QString path = {};
    ArtifactKind kind = ArtifactKind::Prompt;
    ContentHash content = {};
    friend bool operator==(const BaselineFile &, const BaselineFile &) = default;
};

/// `baseline.recorded`: what was there when governing began, as versions 1.0.0, running in every environment.
/// Only directly behind `ledger.opened`, by the same principal; void ever after.
struct BaselineRecorded
{
    QList<BaselineFile> files = {};
    friend bool operator==(const BaselineRecorded &, const BaselineRecorded &) = default;
};

/// `policy.changed`: puts the policy of an accepted change in force. Subject: `policy`.
struct PolicyChanged
{
    Policy policy = {};
    ChangeId change = {};
    bool locksOut = false; ///< it is meant although nobody could change the policy again (locksEverybodyOut())
    friend bool operator==(const PolicyChanged &, const PolicyChanged &) = default;
};

/// `change.opened`: subject `change/<its own id>`.
struct ChangeOpened
{
    ContentHash titleText = {};
    friend bool operator==(const ChangeOpened &, const ChangeOpened &) = default;
};

struct FileChange
{
    ArtifactId artifact = {};
    QString path = {};
    ArtifactKind kind = ArtifactKind::Prompt;
    ContentHash before = {}; ///< accepted content it was written against; none for a new file
    ContentHash after = {};  ///< none when the file is removed
    friend bool operator==(const FileChange &, const FileChange &) = default;
};

/// Which sections of a file a difference touches; no section means text outside any heading or settings.
struct Touched
{
    QString path = {};
    QStringList sections = {};
    friend bool operator==(const Touched &, const Touched &) = default;
};

/// What the client of a person computed from the texts. The fold takes the highest lane and the union of what is
/// touched over the submission and every review of the same revision.
struct Assessment
{
    Lane lane = Lane::Low;
    QList<Touched> touched = {};
    ContentHash findingsText = {}; ///< canonical JSON of the findings (docs/ledger.md)
    QString rules = {};            ///< version of the lane rules
    QList<GateReason> gate = {};   ///< what the texts give as reasons for a regression suite: policy, source, model
    /// The earliest revision of the change since which, one after the other, only white space changed; null: there is
    /// none, or nobody looked.
    EventId respacedSince = {};
    friend bool operator==(const Assessment &, const Assessment &) = default;
};

/// `revision.submitted`: one exact proposed content of a change.
struct RevisionSubmitted
{
    QList<FileChange> files = {};
    QList<PrincipalId> contributors = {}; ///< everybody who edited it, the actor included
    Assessment assessment = {};
    friend bool operator==(const RevisionSubmitted &, const RevisionSubmitted &) = default;
};

enum class Comparator { Above, Below };
enum class TriggerMeasure { Value, ChangeAgainstBaseline };
enum class TriggerAction { Propose, RollBack };

/// When to take a version back, as data.
struct Trigger
{
    QString metric = {};
    Comparator comparator = Comparator::Above;
    TriggerMeasure measure = TriggerMeasure::Value;
    qint64 limit = 0;         ///< millionths; of the metric's unit, or of the baseline's value for a change
    QString unit = {};        ///< "", "%", "s", …: for display
    int windowMinutes = 60;   ///< 1 … 43,200
    int leastSample = 1;      ///< 1 … 10,000,000
    TriggerAction action = TriggerAction::Propose;
    friend bool operator==(const Trigger &, const Trigger &) = default;
};

/// `note.written`: the release note, bound to one revision. The last effective one of a revision counts.
struct NoteWritten
{
    EventId revision = {};
    ContentHash whatText = {};
    ContentHash whyText = {};
    QString workflow = {};        ///< id of a workflow of the policy, or empty
    ContentHash outcomeText = {};
    QList<Trigger> triggers = {};
    PrincipalId rollbackOwner = {};
    QList<PrincipalId> informed = {};
    friend bool operator==(const NoteWritten &, const NoteWritten &) = default;
};

enum class Decision { Approve, RequestChanges };

/// `review.given`: bound to a revision, its content, and the note that stood beside it.
struct ReviewGiven
{
    Decision decision = Decision::Approve;
    EventId revision = {};
    ContentHash content = {};     ///< Revision::content
    EventId note = {};            ///< the note that was shown; null when there was none
    RoleId as = {};               ///< the role in which the person speaks
    EventId delegation = {};      ///< in whose name: a standing delegation of that role; null: in the person's own
    ContentHash messageText = {};
    /// The person marked every changed sentence as viewed. A claim of the client, like the time: it holds people to
    /// reading, and binds nobody who writes events by hand.
    bool viewed = false;
    Assessment assessment = {};
    friend bool operator==(const ReviewGiven &, const ReviewGiven &) = default;
};

/// `reviewer.named`: whom the change's authors ask to review it. The last one counts; an empty one asks nobody.
struct ReviewerNamed
{
    PrincipalId reviewer = {};
    friend bool operator==(const ReviewerNamed &, const ReviewerNamed &) = default;
};

/// `request.cleared`: a demand for changes blocks no longer; by whoever made it, or by an owner of what is touched.
struct RequestCleared
{
    EventId review = {};
    ContentHash reasonText = {}; ///< an owner must give one
    friend bool operator==(const RequestCleared &, const RequestCleared &) = default;
};

/// `requirement.overridden`: by a role that the policy names for that requirement, for one revision, with a reason.
struct RequirementOverridden
{
    EventId revision = {};
    QString requirement = {}; ///< Requirement::id()
    ContentHash reasonText = {};
    friend bool operator==(const RequirementOverridden &, const RequirementOverridden &) = default;
};

/// `emergency.declared`: overrides at once what the revision lacks. Other versions of its files are not released until
/// somebody else has closed it.
struct EmergencyDeclared
{
    EventId revision = {};
    ContentHash reasonText = {};
    friend bool operator==(const EmergencyDeclared &, const EmergencyDeclared &) = default;
};

/// `emergency.closed`: somebody who took no part has looked at it afterwards.
struct EmergencyClosed
{
    EventId emergency = {};
    ContentHash reasonText = {}; ///< what was found
    friend bool operator==(const EmergencyClosed &, const EmergencyClosed &) = default;
};

/// `delegation.given`: the actor lets another person speak in one of his roles, until it is revoked. Subject
/// `delegation/<its own id>`.
struct DelegationGiven
{
    PrincipalId to = {};
    RoleId role = {};
    ContentHash reasonText = {};
    friend bool operator==(const DelegationGiven &, const DelegationGiven &) = default;
};

/// `delegation.revoked`: by either of the two, or an administrator.
struct DelegationRevoked
{
    ContentHash reasonText = {};
    friend bool operator==(const DelegationRevoked &, const DelegationRevoked &) = default;
};

/// `lane.lowering_proposed`: somebody who may write asks for a lower lane. Nothing changes before another person confirms.
struct LoweringProposed
{
    EventId revision = {};
    Lane lane = Lane::Low;
    ContentHash reasonText = {};
    friend bool operator==(const LoweringProposed &, const LoweringProposed &) = default;
};

/// `lane.lowered`: confirmed by somebody else, whom the policy lets lower from the lane that the revision has. Ends with
/// the revision, and with any later claim of a higher lane that rests on other findings.
struct LaneLowered
{
    EventId revision = {};
    EventId proposal = {};
    Lane from = Lane::High;      ///< the lane that the actor saw
    ContentHash reasonText = {};
    friend bool operator==(const LaneLowered &, const LaneLowered &) = default;
};

/// `lane.raised`: anybody who may write may raise the lane of a change; it never falls again by itself.
struct LaneRaised
{
    EventId revision = {};
    Lane lane = Lane::High;
    ContentHash reasonText = {};
    friend bool operator==(const LaneRaised &, const LaneRaised &) = default;
};

/// `opinion.recorded`: what a model said about the lane of a revision when the actor asked it. It stands here as data and
/// is never asked again: a higher lane raises the change as `lane.raised` does, any other has no effect on it.
struct OpinionRecorded
{
    EventId revision = {};
    Lane lane = Lane::Low;
    QString host = {};            ///< where it was asked: "api.example.com"
    QString asked = {};           ///< the model asked for
    QString served = {};          ///< the model that the endpoint says it was; empty: it said none
    ContentHash prompt = {};      ///< of the request's bytes
    ContentHash answerText = {};  ///< what it said, word for word as far as it is kept
    friend bool operator==(const OpinionRecorded &, const OpinionRecorded &) = default;
};

struct AcceptedFile
{
    ArtifactId artifact = {};
    SemVer version = {};
    friend bool operator==(const AcceptedFile &, const AcceptedFile &) = default;
};

/// `change.accepted`: the revision becomes versions; environments that follow take them.
struct ChangeAccepted
{
    EventId revision = {};
    ContentHash content = {};
    QList<AcceptedFile> versions = {}; ///< one for each file of the revision that is not removed
    friend bool operator==(const ChangeAccepted &, const ChangeAccepted &) = default;
};

/// `change.withdrawn`: by its author or an administrator.
struct ChangeWithdrawn
{
    ContentHash reasonText = {};
    friend bool operator==(const ChangeWithdrawn &, const ChangeWithdrawn &) = default;
};

/// Words of a revision's file that a comment is about; start and length in UTF-16 units of the file's text.
struct Anchor
{
    QString path = {};
    qint64 start = 0;
    qint64 length = 0;
    bool before = false; ///< the words stand in the text that the revision replaces
    friend bool operator==(const Anchor &, const Anchor &) = default;
};

/// `comment.made`: about a change as a whole (no path in the anchor), about words, or an answer to another comment.
struct CommentMade
{
    EventId revision = {};
    Anchor anchor = {};
    EventId answers = {};       ///< the first comment of the thread, or null
    ContentHash text = {};
    /// Words to stand in place of the anchored ones; null: the comment suggests none. Needs an anchor with a path in
    /// the revision's new text.
    ContentHash suggestionText = {};
    friend bool operator==(const CommentMade &, const CommentMade &) = default;
};

/// `comment.resolved`: settles a thread (`comment` is its first comment), or opens it again.
struct CommentResolved
{
    EventId comment = {};
    bool resolved = true;
    friend bool operator==(const CommentResolved &, const CommentResolved &) = default;
};

/// `release.made`: a version runs in an environment. Subject: `release/<environment>/<artifact>`.
struct ReleaseMade
{
    ArtifactId artifact = {};
    EnvironmentId environment = {};
    SemVer version = {};
    ContentHash content = {};
    int share = 10000;          ///< basis points of callers, 1 … 10,000; only 10,000 takes effect
    friend bool operator==(const ReleaseMade &, const ReleaseMade &) = default;
};

/// `release.rolled_back`: the pointer goes back to a version that ran in that environment before.
struct ReleaseRolledBack
{
    ArtifactId artifact = {};
    EnvironmentId environment = {};
    SemVer version = {};        ///< what runs again
    ContentHash content = {};
    ContentHash reasonText = {};
    friend bool operator==(const ReleaseRolledBack &, const ReleaseRolledBack &) = default;
};

/// Order of alternatives is not stored anywhere; the name on disk is eventKindName().
using EventData = std::variant<LedgerOpened, BaselineRecorded, PolicyChanged, ChangeOpened, RevisionSubmitted,
                               NoteWritten, ReviewerNamed, ReviewGiven, RequestCleared, LaneRaised, LoweringProposed,
                               LaneLowered, OpinionRecorded, RequirementOverridden, EmergencyDeclared, EmergencyClosed,
                               RunRecorded, ResultAccepted, CaseGraded, SpotCheckRecorded, ChangeAccepted,
                               ChangeWithdrawn, CommentMade, CommentResolved, DelegationGiven, DelegationRevoked,
                               ReleaseMade, ReleaseRolledBack>;

/// "review.given" and so on; closed, never renamed or reused.
[[nodiscard]] QString eventKindName(const EventData &data);

/// What the actor had seen.
struct Basis
{
    PolicyHash policyHash = {};
    int policyVersion = 0;
    LinkHash seenLink = {};
    Sequence seenSeq = 0;
    EventId subjectHead = {}; ///< State::subjectHead() of the event's subject as the person saw it
    friend bool operator==(const Basis &, const Basis &) = default;
};

/// The body of an event: what the actor says.
struct Event
{
    LedgerId ledger = {};      ///< none for the first event
    EventId id = {};
    PrincipalId actor = {};
    QString subject = {};
    Basis basis = {};
    qint64 claimedAt = 0;      ///< milliseconds since the epoch; for display only
    QString client = {};       ///< "countersign/0.1.0"
    EventData data = {};
    friend bool operator==(const Event &, const Event &) = default;
};

[[nodiscard]] QString changeSubject(const ChangeId &change);
[[nodiscard]] QString delegationSubject(const EventId &delegation);
[[nodiscard]] QString releaseSubject(const EnvironmentId &environment, const ArtifactId &artifact);
[[nodiscard]] QString policySubject();
/// The subject that `event` must carry: given by its kind and data.
[[nodiscard]] bool subjectFits(const Event &event);

/// SHA-256 over the canonical JSON of [{"content","path"}…] sorted by path: what reviews are bound to.
[[nodiscard]] ContentHash revisionContent(const QList<FileChange> &files);
/// The same over what the files were before: what a run of the revision is compared with. None for new files alone.
[[nodiscard]] ContentHash evalBaseline(const QList<FileChange> &files);

} // namespace countersign
