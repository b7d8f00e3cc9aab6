// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Comparison.h"
#include "services/DryRun.h"
#include "services/FileMerge.h"
#include "services/RunTexts.h"
#include "services/WorkspaceView.h"

#include <QFuture>
#include <QObject>

namespace countersign {

/// One event of the record with its verdict, for History and Audit.
struct LogEntry
{
    Sequence seq = 0;
    EventId id = {};
    QString kind = {};          ///< event kind name; "" for a malformed one
    QString subject = {};
    PrincipalId actor = {};
    qint64 claimedAt = 0;
    bool isSigned = false;
    Verdict verdict = {};
    std::optional<Event> event = {}; ///< none when malformed or newer
    LinkHash link = {};
    QString place = {};         ///< commit or row, as the backend names it
    friend bool operator==(const LogEntry &, const LogEntry &) = default;
};

struct LogQuery
{
    Sequence before = 0;        ///< newest first, below this one; 0: from the newest
    int most = 200;
    QString subject = {};       ///< exact subject, or empty
    std::optional<ArtifactId> artifact = {};
    std::optional<PrincipalId> actor = {};
    QString kind = {};
    bool onlyWithoutEffect = false;
    QString words = {};         ///< in titles, texts, names and ids; without case
};

/// Two contents of one file, compared: what the Diff tab, the rollback sheet and the editor show.
struct FileComparison
{
    QString path = {};
    ArtifactKind kind = ArtifactKind::Prompt;
    ContentHash left = {};
    ContentHash right = {};
    std::shared_ptr<const diff::Comparison> comparison = {};
    Lane lane = Lane::Low;
    QList<FindingRecord> findings = {};
    QStringList touchedSections = {};
};

/// A text that a file had on the governed branch by an ordinary commit. Nobody accepted it, and author and time are
/// claims; its content can be read and compared like any other.
struct BranchText
{
    QString commit = {};
    ContentHash content = {};
    QString author = {};
    QString summary = {};
    qint64 when = 0;  ///< milliseconds since the epoch
    friend bool operator==(const BranchText &, const BranchText &) = default;
};

struct AssessedChange
{
    Lane lane = Lane::Low;
    QList<FileComparison> files = {};
    [[nodiscard]] QList<FindingRecord> findings() const;
};

struct VerifyReport
{
    Head checked = {};
    struct Problem
    {
        Sequence seq = 0;
        EventId event = {};
        QString what = {};   ///< stable id
        QString detail = {}; ///< ids, rules and paths
        bool damage = true;  ///< the record is not sound because of it
        bool served = false; ///< in the other history that the shared place serves, not in the one that was seen
    };
    QList<Problem> problems = {};
    QString stateHash = {};
    bool everythingSigned = false;
};

/// Result files up to this many bytes are kept in the record, so that everybody can read and compute them again. Of a
/// larger one only the hash is.
inline constexpr qint64 storedRunLimit = 512 * 1024;

/// How a write ended well.
struct WriteReceipt
{
    Head at = {};            ///< place of the last event written
    ChangeId change = {};    ///< for openChange
    EventId event = {};      ///< for recordRun: the run
    QStringList notices = {}; ///< stable ids of what else happened: "work-tree-left-alone", "branch-protected:<name>"
};

/// Everything the window and the command line do to one workspace. Lives on the thread that made it (the GUI's);
/// every call returns at once. A future carries one Result; receive it with whenFinished().
///
/// Reads fail with NotFound, Corrupt, Unavailable, Canceled. Writes fail with Refused (subject: rule id, detail:
/// what is missing), Conflict (the subject moved: read, then decide again), Unavailable (kept nowhere: nothing was
/// written), OutcomeUnknown (kept in view()->pending and looked up by itself), NotPermitted, NoSpace, Newer, Corrupt.
class Workspace : public QObject
{
    Q_OBJECT

public:
    explicit Workspace(QObject *parent = nullptr);

    /// The newest snapshot; never null.
    [[nodiscard]] virtual ViewPointer view() const = 0;

    // Reading
    [[nodiscard]] virtual QFuture<Result<QByteArray>> content(const ContentHash &hash) = 0;
    [[nodiscard]] virtual QFuture<Result<FileComparison>> compare(const QString &path, const ContentHash &left,
                                                                  const ContentHash &right) = 0;
    /// Difference and lane of bytes that are not stored anywhere (an editor's text) against stored ones.
    [[nodiscard]] virtual QFuture<Result<AssessedChange>> assess(const QList<EditedFile> &files) = 0;
    /// The last `most` changes under another policy. The future reports how many changes were looked at, and of how many.
    [[nodiscard]] virtual QFuture<Result<DryRun>> dryRun(const Policy &policy, int most) = 0;
    /// Merges files three ways, one answer for each in order; see mergesNeeded().
    [[nodiscard]] virtual QFuture<Result<QList<FileMerge>>> merge(const QList<MergeInput> &files) = 0;
    [[nodiscard]] virtual QFuture<Result<QList<LogEntry>>> log(const LogQuery &query) = 0;
    [[nodiscard]] virtual QFuture<Result<VerifyReport>> verify() = 0;
    /// What the file held on the governed branch apart from its accepted versions, newest first: the texts of the last
    /// `most` commits that changed it. Fails also with Unavailable as long as the branch was not read.
    [[nodiscard]] virtual QFuture<Result<QList<BranchText>>> branchTexts(const ArtifactId &artifact, int most) = 0;
    /// Prompts whose accepted text contains `words` (without case), with the sentence around the first place.
    struct TextMatch
    {
        ArtifactId artifact = {};
        QString sentence = {};
    };
    [[nodiscard]] virtual QFuture<Result<QList<TextMatch>>> search(const QString &words, int most) = 0;

    // Drafts: local, never fail silently: an error is in the future and the draft stays in view().
    [[nodiscard]] virtual QFuture<Result<QString>> saveDraft(const Draft &draft) = 0;
    [[nodiscard]] virtual QFuture<Done> dropDraft(const QString &id) = 0;
    /// A draft prefilled for editing the latest accepted content of `artifact`, or the current revision of `change` against
    /// what that was written against: what was accepted meanwhile has to be merged first, see mergesNeeded().
    [[nodiscard]] virtual QFuture<Result<Draft>> newDraft(const QList<ArtifactId> &artifacts,
                                                          const ChangeId &change) = 0;

    // Deciding
    /// Opens the change or sends the next revision, with its note, in one append; the draft is dropped on success.
    [[nodiscard]] virtual QFuture<Result<WriteReceipt>> send(const Draft &draft) = 0;
    [[nodiscard]] virtual QFuture<Result<WriteReceipt>> writeNote(const ChangeId &change, const NoteDraft &note) = 0;
    struct ReviewDraft
    {
        ChangeId change = {};
        EventId revision = {};   ///< the one that was on the screen
        EventId note = {};       ///< the note that was on the screen
        Decision decision = Decision::Approve;
        RoleId as = {};
        EventId delegation = {}; ///< null: a role of the person's own
        QString message = {};
        bool viewed = false;     ///< every changed sentence was marked as viewed
        /// When the approval satisfies the last requirement and the person may accept, accept in the same append.
        bool acceptWhenComplete = true;
    };
    [[nodiscard]] virtual QFuture<Result<WriteReceipt>> review(const ReviewDraft &review) = 0;
    [[nodiscard]] virtual QFuture<Result<WriteReceipt>> raiseLane(const ChangeId &change, Lane lane,
                                                                  const QString &reason) = 0;
    /// What people do beside reviewing. The reason goes into the act's `reasonText`, a model's answer into `answerText`;
    /// `about` is the change, the delegation that is revoked, or null for a new one.
    using SignOff = std::variant<ReviewerNamed, RequestCleared, LoweringProposed, LaneLowered, OpinionRecorded,
                                 RequirementOverridden, EmergencyDeclared, EmergencyClosed, ResultAccepted, DelegationGiven,
                                 DelegationRevoked>;
    [[nodiscard]] virtual QFuture<Result<WriteReceipt>> signOff(const EventId &about, const SignOff &act,
                                                                const QString &reason) = 0;
    // Evals
    /// What a run of a suite over the current revision is made of, see runTextsOf(); files that are not governed are taken
    /// from the governed branch. Fails: NotFound, Corrupt, Unavailable.
    [[nodiscard]] virtual QFuture<Result<RunTexts>> runTexts(const ChangeId &change,
                                                             const ArtifactId &suite) = 0;
    struct RunDraft
    {
        ChangeId change = {};
        RunRecorded data = {}; ///< what was computed; `stored` and `summaryText` are filled in from what follows
        QByteArray file = {};  ///< bytes of the result file; over storedRunLimit they do not travel along
        QString summary = {};  ///< what the file says of itself
        /// The run of what is live that it is held against, over the change that brought that; recorded before it in the
        /// same append, so that the next one need not run it again. Null: none.
        std::shared_ptr<const RunDraft> live = {};
    };
    /// Also fails with Invalid for bytes that are not those of `data.file`.
    [[nodiscard]] virtual QFuture<Result<WriteReceipt>> recordRun(const RunDraft &run) = 0;
    struct GradeDraft
    {
        ChangeId change = {};
        EventId run = {};
        ContentHash caseKey = {}; ///< evals::caseKey()
        QString caseName = {};
        CaseGrade grade = CaseGrade::Automatic;
        QString reason = {};
    };
    [[nodiscard]] virtual QFuture<Result<WriteReceipt>> gradeCase(const GradeDraft &grade) = 0;
    struct SpotCheckDraft
    {
        ChangeId change = {};
        EventId revision = {}; ///< the one that was on the screen
        EventId run = {};      ///< whose answers were on the screen; null: of no recorded run
        struct Looked
        {
            ContentHash caseKey = {};
            QString caseName = {};
            SpotMark mark = SpotMark::AsGood;
        };
        QList<Looked> cases = {}; ///< 1 … 50
        QString message = {};
    };
    [[nodiscard]] virtual QFuture<Result<WriteReceipt>> recordSpotCheck(const SpotCheckDraft &check) = 0;

    [[nodiscard]] virtual QFuture<Result<WriteReceipt>> accept(const ChangeId &change,
                                                               const QList<AcceptedFile> &versions) = 0;
    /// Puts the policy of an accepted change in force; accept() does it already when the person may.
    [[nodiscard]] virtual QFuture<Result<WriteReceipt>> putPolicyInForce(const ChangeId &change) = 0;
    [[nodiscard]] virtual QFuture<Result<WriteReceipt>> withdraw(const ChangeId &change, const QString &reason) = 0;
    [[nodiscard]] virtual QFuture<Result<WriteReceipt>> comment(const ChangeId &change, const Anchor &anchor,
                                                                const EventId &answers, const QString &text) = 0;
    /// A comment with other words for the anchored ones, empty to take them out; `text` may be empty.
    [[nodiscard]] virtual QFuture<Result<WriteReceipt>> suggest(const ChangeId &change, const Anchor &anchor,
                                                                const QString &words, const QString &text) = 0;
    [[nodiscard]] virtual QFuture<Result<WriteReceipt>> resolveThread(const ChangeId &change, const EventId &comment,
                                                                      bool resolved) = 0;
    [[nodiscard]] virtual QFuture<Result<WriteReceipt>> release(const ArtifactId &artifact, const SemVer &version,
                                                                const EnvironmentId &environment) = 0;
    [[nodiscard]] virtual QFuture<Result<WriteReceipt>> rollBack(const ArtifactId &artifact, const SemVer &target,
                                                                 const EnvironmentId &environment,
                                                                 const QString &reason) = 0;
    /// An ungoverned edit becomes a draft of a change that would accept it.
    [[nodiscard]] virtual QFuture<Result<Draft>> adopt(const UngovernedEdit &edit) = 0;
    /// The governed branch gets the accepted bytes back, by an ordinary commit.
    [[nodiscard]] virtual QFuture<Result<WriteReceipt>> restore(const UngovernedEdit &edit) = 0;

    // Syncing
    /// Looks at the shared place now. Also done by itself every few seconds while somebody looks.
    virtual void sync() = 0;
    /// Sends a refused or unsent event again on the new state, or forgets it.
    [[nodiscard]] virtual QFuture<Result<WriteReceipt>> redo(const EventId &pending) = 0;
    [[nodiscard]] virtual QFuture<Done> drop(const EventId &pending) = 0;

signals:
    /// view() is another one; what it was before is still valid for those who hold it.
    void viewChanged();
};

} // namespace countersign
