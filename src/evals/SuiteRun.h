// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/ChatClient.h"
#include "evals/HandOver.h"
#include "evals/RunRecord.h"

#include <QObject>

#include <map>
#include <set>

namespace countersign::evals {

struct RunProgress
{
    qsizetype done = 0; ///< answers that are there, with their judgement
    qsizetype all = 0;
    qsizetype failed = 0; ///< answers that did not come, or could not be judged
    qsizetype cached = 0; ///< of those done: nobody was asked
    qint64 promptTokens = 0;
    qint64 completionTokens = 0;
    double cost = 0; ///< US dollars, of the models whose price the suite tells
    /// Why the newest answer that did not come did not: the name of a ChatFailure, and behind ": " the endpoint's words.
    QString newestError = {};
};

/// How far one answer is.
enum class RunStep { Begun, Passed, Failed, Error };

/// What a run needs from outside. The client may be null for a plan of "echo" models whose assertions ask nobody.
struct RunParts
{
    connectors::ChatClient *client = nullptr; ///< outlives the run
    QString cacheFolder = {};                 ///< empty: nothing is kept
    QString journal = {};                     ///< path; empty: a stopped run begins anew
    int timeoutMs = 120'000;                  ///< of one request
    int underWay = 16;                        ///< tasks begun and not ended, 1 … 256
    QString toolVersion = {};                 ///< for the result: "0.1.0"
    /// Makes the assertions that are code, all at the end and in their order; absent: they are errors. Only where the
    /// person asked for it: it executes what stands in the suite.
    std::function<QFuture<Result<QList<AssertionResult>>>(const QList<HandedOver> &)> handOver = {};
};

/// Runs a suite: asks every model for every case, judges the answers, and gives one result file. No case is lost and none is
/// counted twice: an answer that does not come is an error of its case, and a run that goes on asks again only for those.
///
/// Lives on the thread that made it, which needs an event loop and reads and writes cache and journal: not the window's. The
/// network is on the client's thread and answers are judged in the global thread pool. Not for a second run.
class SuiteRun : public QObject
{
    Q_OBJECT

public:
    /// The plan's suite has no errors.
    SuiteRun(RunPlan plan, RunParts parts, QObject *parent = nullptr);
    ~SuiteRun() override;

    void start();
    /// Stops asking at once. What is there by then is given as a run that was canceled.
    void cancel();

    [[nodiscard]] const RunProgress &progress() const { return m_progress; }

signals:
    void progressed(const countersign::evals::RunProgress &progress);
    /// Before progressed(). An answer that code is judged by is said again at the end.
    void stepped(const countersign::evals::RunTask &task, countersign::evals::RunStep step);
    /// Either of the two, once. A model that does not answer is no failure of the run.
    void finished(const std::shared_ptr<const countersign::evals::ResultFile> &file);
    /// NoSpace, NotPermitted: the journal cannot be written.
    void failed(const countersign::Error &error);

private:
    struct Pending;
    using PendingPtr = std::shared_ptr<Pending>;
    /// The answers to one case in one repeat: a case and a repeat.
    using Group = std::pair<quint32, quint32>;
    [[nodiscard]] static Group groupOf(const RunTask &task) { return {task.caseIndex, task.repeat}; }

    void takeEarlier();
    void pump();
    void begin(const RunTask &task);
    void answered(const PendingPtr &pending);
    void askJudges(const PendingPtr &pending);
    void judgeAsked(const PendingPtr &pending);
    void across(const RunTask &of);
    void finish(const PendingPtr &pending);
    void record(RunRecord record, bool fresh);
    /// True: what is code is being made, and the run ends with it.
    bool handOver();
    void endIfDone();
    void fail(const Error &error);

    RunPlan m_plan;
    RunParts m_parts;
    AnswerCache m_cache;
    std::unique_ptr<RunJournal> m_journal;
    QList<RunTask> m_tasks;
    qsizetype m_next = 0;
    int m_running = 0;
    bool m_canceled = false;
    bool m_ended = false;
    bool m_handedOver = false;
    QFuture<Result<QList<AssertionResult>>> m_handOver;
    RunProgress m_progress;
    std::map<RunTask, RunRecord> m_records;
    QHash<Group, int> m_groups; ///< how many answers are held against each other; no entry: they are not
    std::map<Group, std::vector<PendingPtr>> m_waiting; ///< for the others of their group
    std::set<PendingPtr> m_pending; ///< begun and not ended; an answer of any other is late and not looked at
    QString m_startedAt;
};

/// The result file of records: columns are prompts × models. Pure.
[[nodiscard]] ResultFile resultOf(const RunPlan &plan, const std::map<RunTask, RunRecord> &records,
                                  RunStatus status, const QString &startedAt, const QString &toolVersion);

} // namespace countersign::evals
