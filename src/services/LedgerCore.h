// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger/Recorder.h"
#include "services/BranchWatch.h"
#include "services/Consumers.h"
#include "services/Source.h"
#include "services/Workspace.h"

#include <QCache>

#include <functional>

namespace countersign {

struct CoreOptions
{
    QString directory = {};       ///< private folder of this workspace on this machine
    QString client = {};          ///< "countersign/0.1.0"
    QString authorName = {};      ///< of commits on the governed branch
    QString authorEmail = {};
    const Clock *clock = nullptr; ///< outlives the workspace
    int patienceMs = 60'000;
    /// Also puts a policy in force that nobody could ever change again; otherwise that is Refused with the subject
    /// lockOutSubject (domain/PolicyReview.h).
    bool despiteLockOut = false;
    // Called on the ledger's own thread.
    std::function<Result<std::unique_ptr<Ledger>>()> openLedger = {};
    /// The same shared record for somebody who never saw it and keeps it in that folder; none: it cannot be asked.
    std::function<Result<std::unique_ptr<Ledger>>(const QString &directory)> openServed = {};
    std::function<Result<std::unique_ptr<Source>>()> openSource = {}; ///< none: a workspace without files
    std::function<std::unique_ptr<Signer>()> makeSigner = {};         ///< none: nothing is signed
};

/// What the core knows at one moment, as a value.
struct CoreView
{
    State state = {};
    QHash<ContentHash, QByteArray> texts = {};
    QList<UngovernedEdit> ungoverned = {};
    QList<PendingEvent> pending = {};
    SyncStatus sync = {};
    bool everythingSigned = false;
    std::optional<QString> login = {}; ///< Ledger::login() of the open record
    std::shared_ptr<const Consumers> consumers = {};
};

/// Everything of one open workspace that blocks: the recorder, the source, and what is remembered on disk about both.
/// Lives on the thread of LedgerThread from beginning to end.
class LedgerCore
{
public:
    explicit LedgerCore(const CoreOptions &options);
    ~LedgerCore();
    Q_DISABLE_COPY_MOVE(LedgerCore)

    /// The view of the last time, when there is one that can be trusted; asks nobody. Fails: NotFound, Corrupt.
    [[nodiscard]] Result<CoreView> recall();
    /// Opens what is not open yet, reads what is new, looks up what has no answer, and compares the branch. What fails
    /// is in the view's `sync`.
    [[nodiscard]] CoreView sync(const std::function<bool()> &canceled, const std::stop_token &stop);
    [[nodiscard]] CoreView view() const;
    /// Why nothing can be written: the record is not open. Canceled: its opening was put off for something else.
    [[nodiscard]] Done ready() const;
    /// Opens the record now when that was put off; then as ready().
    [[nodiscard]] Done makeReady(const std::stop_token &stop);

    [[nodiscard]] Recorder &recorder() { return *m_recorder; }
    [[nodiscard]] const State &state() const;
    [[nodiscard]] std::optional<QString> login() const;
    [[nodiscard]] const Clock &clock() const { return *m_options.clock; }
    [[nodiscard]] bool mayLockOut() const { return m_options.despiteLockOut; }
    [[nodiscard]] bool everythingSigned() const { return m_everythingSigned; }

    /// The record as it is known here, checked, and what makes the alarm when there is one. The record must be open.
    [[nodiscard]] Result<VerifyReport> verify(const std::stop_token &stop);
    /// Paths of the readable tree that are not what the events say, by a quick look. Fails as Ledger::wrongFiles().
    [[nodiscard]] Result<QStringList> wrongTreeFiles() const;
    /// Content of the record, or of the branch when branchTexts() named it. Fails: NotFound, Corrupt, Unavailable.
    [[nodiscard]] Result<QByteArray> content(const ContentHash &hash);
    /// As Workspace::branchTexts().
    [[nodiscard]] Result<QList<BranchText>> branchTexts(const ArtifactId &artifact, int most,
                                                        const std::function<bool()> &canceled);
    /// As Workspace::runTexts().
    [[nodiscard]] Result<RunTexts> runTexts(const ChangeId &change, const ArtifactId &suite);
    /// An edit outside a change with everybody who made it. Fails as BranchWatch::explainWhole(); NotFound without a branch.
    [[nodiscard]] Result<UngovernedEdit> explained(UngovernedEdit edit, const std::stop_token &stop);
    /// Bytes that an edit outside a change left on the branch.
    [[nodiscard]] Result<QByteArray> foundContent(const UngovernedEdit &edit);
    /// As Recorder::append(); but only an unknown outcome is kept, and what moved is a Conflict. `instead` is an unsent
    /// append with the same ids that goes when this one landed, and stays when it did not.
    [[nodiscard]] Result<QList<Recorded>> append(const QList<EventDraft> &drafts, const std::stop_token &stop,
                                                 const QString &instead = {});
    /// Writes the contents of an accepted change to the governed branch, as far as they are accepted still; what
    /// happened, as notices. `onBranch` has what stands there instead of what the change was written against.
    [[nodiscard]] QStringList writeAccepted(const ChangeId &change, const std::stop_token &stop,
                                            const QHash<ArtifactId, ContentHash> &onBranch = {});
    /// Gives the branch the accepted bytes back.
    [[nodiscard]] Result<QStringList> restore(const UngovernedEdit &edit, const std::stop_token &stop);

    /// Unsent appends by the id of their first event.
    [[nodiscard]] std::optional<Unsent> unsent(const EventId &first) const;
    /// Who includes what, complete, over the newest accepted contents.
    [[nodiscard]] Consumers consumers(const std::function<bool()> &canceled);

    /// Writes what helps the next opening.
    void close();

private:
    [[nodiscard]] Done open(const std::stop_token &stop);
    [[nodiscard]] Done collectTexts();
    void settlePending(const std::stop_token &stop);
    void lookAtBranch(const std::function<bool()> &canceled, const std::stop_token &stop);
    void indexIncludes(const std::function<bool()> &canceled, int mostMs);
    void saveSnapshot();

    CoreOptions m_options;
    std::unique_ptr<Signer> m_signer;
    std::unique_ptr<Ledger> m_ledger;     // until a recorder has it
    std::unique_ptr<Recorder> m_opening;  // folds what is known, with pauses when others want something
    std::unique_ptr<Recorder> m_recorder;
    std::unique_ptr<Source> m_source;
    BranchWatch m_branch;
    State m_recalled;
    QHash<ContentHash, QByteArray> m_texts;
    Sequence m_textsUpTo = 0;
    bool m_everythingSigned = true;
    Head m_savedAt;
    std::optional<Error> m_problem;
    std::optional<Error> m_branchProblem;
    QSet<ChangeId> m_written;              // tried in this session
    QCache<ContentHash, QByteArray> m_contents;
    QHash<ContentHash, QByteArray> m_branchBlobs; // what branchTexts() named
    QHash<ContentHash, QStringList> m_includes;
    Sequence m_indexedAt = 0;
    std::shared_ptr<const Consumers> m_consumers;
};

} // namespace countersign
