// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/Compose.h"
#include "services/Drafts.h"
#include "services/LedgerCore.h"
#include "services/LedgerThread.h"
#include "services/Workspace.h"

#include <QThreadPool>
#include <QTimer>

#include <atomic>

namespace countersign {

struct WorkspaceOptions
{
    QString name = {};
    QString location = {};  ///< without credentials
    QString localPath = {};
    bool registry = false;  ///< WorkspaceView::registry
    CoreOptions core = {};  ///< authorName and authorEmail are who sits here
    int syncEveryMs = 4000; ///< 0: only when asked
};

class SharedContents;
class SharedComparisons;
class DryRunTexts;

/// A workspace over a ledger and the files of a branch. Opens by itself: at once with what is remembered from the last
/// time, then with what the record says.
class LedgerWorkspace final : public Workspace
{
    Q_OBJECT

public:
    explicit LedgerWorkspace(const WorkspaceOptions &options, QObject *parent = nullptr);
    /// Asks what runs to stop; what waits ends as canceled; drafts that are being saved are saved.
    ~LedgerWorkspace() override;

    /// Finished when the record was read for the first time, or could not be.
    [[nodiscard]] QFuture<Done> opened() const { return m_opened; }
    /// Looks by itself only while somebody looks at it. On when made.
    void setActive(bool active);
    /// Draft files that could not be read and were set aside.
    [[nodiscard]] const QStringList &damagedDrafts() const { return m_damagedDrafts; }

    [[nodiscard]] ViewPointer view() const override { return m_view; }
    [[nodiscard]] QFuture<Result<QByteArray>> content(const ContentHash &hash) override;
    [[nodiscard]] QFuture<Result<FileComparison>> compare(const QString &path, const ContentHash &left,
                                                          const ContentHash &right) override;
    [[nodiscard]] QFuture<Result<AssessedChange>> assess(const QList<EditedFile> &files) override;
    [[nodiscard]] QFuture<Result<DryRun>> dryRun(const Policy &policy, int most) override;
    [[nodiscard]] QFuture<Result<QList<FileMerge>>> merge(const QList<MergeInput> &files) override;
    [[nodiscard]] QFuture<Result<QList<LogEntry>>> log(const LogQuery &query) override;
    [[nodiscard]] QFuture<Result<VerifyReport>> verify() override;
    [[nodiscard]] QFuture<Result<QList<BranchText>>> branchTexts(const ArtifactId &artifact, int most) override;
    [[nodiscard]] QFuture<Result<QList<TextMatch>>> search(const QString &words, int most) override;
    /// Saving the same draft again replaces view() without viewChanged(), unless its title, change or files are others.
    [[nodiscard]] QFuture<Result<QString>> saveDraft(const Draft &draft) override;
    [[nodiscard]] QFuture<Done> dropDraft(const QString &id) override;
    [[nodiscard]] QFuture<Result<Draft>> newDraft(const QList<ArtifactId> &artifacts, const ChangeId &change) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> send(const Draft &draft) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> writeNote(const ChangeId &change, const NoteDraft &note) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> review(const ReviewDraft &review) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> signOff(const EventId &about, const SignOff &act,
                                                        const QString &reason) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> raiseLane(const ChangeId &change, Lane lane,
                                                          const QString &reason) override;
    [[nodiscard]] QFuture<Result<RunTexts>> runTexts(const ChangeId &change, const ArtifactId &suite) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> recordRun(const RunDraft &run) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> gradeCase(const GradeDraft &grade) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> recordSpotCheck(const SpotCheckDraft &check) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> accept(const ChangeId &change,
                                                       const QList<AcceptedFile> &versions) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> putPolicyInForce(const ChangeId &change) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> withdraw(const ChangeId &change, const QString &reason) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> comment(const ChangeId &change, const Anchor &anchor,
                                                        const EventId &answers, const QString &text) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> suggest(const ChangeId &change, const Anchor &anchor,
                                                        const QString &words, const QString &text) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> resolveThread(const ChangeId &change, const EventId &comment,
                                                              bool resolved) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> release(const ArtifactId &artifact, const SemVer &version,
                                                        const EnvironmentId &environment) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> rollBack(const ArtifactId &artifact, const SemVer &target,
                                                         const EnvironmentId &environment,
                                                         const QString &reason) override;
    [[nodiscard]] QFuture<Result<Draft>> adopt(const UngovernedEdit &edit) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> restore(const UngovernedEdit &edit) override;
    void sync() override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> redo(const EventId &pending) override;
    [[nodiscard]] QFuture<Done> drop(const EventId &pending) override;

    /// Paths of the readable tree that are not what the events say, by a quick look. Fails as Ledger::wrongFiles().
    [[nodiscard]] QFuture<Result<QStringList>> wrongTreeFiles();
    /// Asks what runs to stop. A write that was sent ends with OutcomeUnknown, one that was not with Canceled and nothing
    /// written.
    void interrupt();

private:
    using Compose = std::function<Result<WriteReceipt>(LedgerCore &, Composer &, const WorkspaceView &)>;
    /// Composes on what is seen now, appends, writes what was accepted to the branch. `sentDraft` is the one it came from.
    [[nodiscard]] QFuture<Result<WriteReceipt>> write(Compose compose, const QString &sentDraft = {});
    /// Drops a draft that was sent. What was written on it since `then` stays, as a draft of the change.
    void settleSent(const Draft &then, const ChangeId &change);
    using MakeDraft = std::function<Result<Draft>(LedgerCore &, const std::stop_token &)>;
    /// Makes a draft on the ledger's thread and stores it.
    [[nodiscard]] QFuture<Result<Draft>> makeDraft(MakeDraft make);
    void publish(const CoreView &core);
    void publishDrafts(bool loudly);
    void startSync();
    /// After a write, unless it looks only when asked.
    void lookAgain();
    void remember(const Draft &draft);
    /// Reads the contents on the ledger's thread, unless they are at hand, and works on them on another.
    template<typename R>
    [[nodiscard]] QFuture<Result<R>> compute(const QList<ContentHash> &needed,
                                             std::function<R(const Blobs &, const diff::Canceled &)> work);

    WorkspaceOptions m_options;
    DraftStore m_store;
    QList<Draft> m_drafts;
    QStringList m_damagedDrafts;
    std::shared_ptr<const WorkspaceView> m_view;
    std::shared_ptr<const Consumers> m_consumers;
    std::shared_ptr<SharedContents> m_contents;
    std::shared_ptr<SharedComparisons> m_comparisons;
    std::shared_ptr<DryRunTexts> m_dryRunTexts;
    std::shared_ptr<std::atomic_bool> m_closing;
    QPromise<Done> m_openedPromise;
    QFuture<Done> m_opened;
    bool m_syncing = false;
    QTimer m_timer;
    QThreadPool m_disk; // one thread, so that drafts are written in the order they were saved
    QThreadPool m_cpu;
    std::unique_ptr<LedgerThread> m_thread; // last: joined before anything else goes
};

} // namespace countersign
