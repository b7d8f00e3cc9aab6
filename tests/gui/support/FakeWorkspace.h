// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/Workspace.h"

#include <QPromise>

#include <memory>

namespace countersign::test {

/// Calls of one kind that wait for the test to answer them, oldest first.
template<typename R>
class Held
{
public:
    [[nodiscard]] QFuture<R> ask()
    {
        ++m_asked;
        auto promise = std::make_shared<QPromise<R>>();
        promise->start();
        m_waiting.append(promise);
        return promise->future();
    }

    /// How often it was called at all.
    [[nodiscard]] int asked() const { return m_asked; }
    [[nodiscard]] int waiting() const { return int(m_waiting.size()); }

    /// Answers the oldest call that waits. Asking for an answer that nobody waits for is a mistake of the test.
    void answer(R result)
    {
        Q_ASSERT(!m_waiting.isEmpty());
        const auto promise = m_waiting.takeFirst();
        promise->addResult(std::move(result));
        promise->finish();
    }

private:
    QList<std::shared_ptr<QPromise<R>>> m_waiting;
    int m_asked = 0;
};

/// A workspace whose view the test sets and whose answers the test gives. Reads of contents that the test has put into
/// `contents` are answered at once, and so are comparisons of two of them, by the real functions; everything else waits
/// in its Held. The last arguments of every call are kept.
class FakeWorkspace : public Workspace
{
    Q_OBJECT

public:
    explicit FakeWorkspace(const ViewPointer &view = std::make_shared<WorkspaceView>(), QObject *parent = nullptr);

    /// Emits viewChanged.
    void setView(const ViewPointer &view);
    /// A copy of the present view, changed by `edit`.
    template<typename Edit>
    void change(Edit edit)
    {
        auto copy = std::make_shared<WorkspaceView>(*m_view);
        edit(*copy);
        setView(copy);
    }
    /// Puts a text under its hash.
    ContentHash keep(const QByteArray &text);

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
    [[nodiscard]] QFuture<Result<QString>> saveDraft(const Draft &draft) override;
    [[nodiscard]] QFuture<Done> dropDraft(const QString &id) override;
    [[nodiscard]] QFuture<Result<Draft>> newDraft(const QList<ArtifactId> &artifacts, const ChangeId &change) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> send(const Draft &draft) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> writeNote(const ChangeId &change, const NoteDraft &note) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> review(const ReviewDraft &review) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> raiseLane(const ChangeId &change, Lane lane,
                                                          const QString &reason) override;
    [[nodiscard]] QFuture<Result<WriteReceipt>> signOff(const EventId &about, const SignOff &act,
                                                        const QString &reason) override;
    /// Answered at once by the real function where all contents are known.
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
    void sync() override { ++syncs; }
    [[nodiscard]] QFuture<Result<WriteReceipt>> redo(const EventId &pending) override;
    [[nodiscard]] QFuture<Done> drop(const EventId &pending) override;

    QHash<ContentHash, QByteArray> contents;
    int syncs = 0;
    bool holdMerges = false;

    Held<Result<QByteArray>> contentCalls;
    Held<Result<FileComparison>> compareCalls;
    Held<Result<AssessedChange>> assessCalls;
    Held<Result<QList<FileMerge>>> mergeCalls; ///< waits only with holdMerges, or for contents that are not known
    Held<Result<QList<LogEntry>>> logCalls;
    Held<Result<DryRun>> dryRunCalls;
    Held<Result<VerifyReport>> verifyCalls;
    Held<Result<QList<BranchText>>> branchTextsCalls;
    Held<Result<QList<TextMatch>>> searchCalls;
    Held<Result<QString>> saveDraftCalls;
    Held<Done> dropDraftCalls;
    Held<Result<Draft>> newDraftCalls;
    Held<Result<Draft>> adoptCalls;
    Held<Done> dropCalls;
    /// send, writeNote, review, raiseLane, signOff, recordRun, gradeCase, recordSpotCheck, accept, putPolicyInForce, withdraw, comment, resolveThread, release, rollBack, restore, redo.
    Held<Result<WriteReceipt>> writeCalls;

    /// Name of the last write, for instance "review".
    QString lastWrite;
    LogQuery lastQuery;
    Draft lastDraft;
    QList<EditedFile> lastAssessed;
    Policy lastPolicy;
    NoteDraft lastNote;
    ReviewDraft lastReview;
    SignOff lastSignOff;
    RunDraft lastRun;
    GradeDraft lastGrade;
    SpotCheckDraft lastSpotCheck;
    ChangeId lastChange;
    ArtifactId lastArtifact;
    EnvironmentId lastEnvironment;
    SemVer lastVersion;
    Anchor lastAnchor;
    EventId lastEvent;
    QString lastWords;
    QString lastText;
    UngovernedEdit lastEdit;

private:
    ViewPointer m_view;
};

} // namespace countersign::test
