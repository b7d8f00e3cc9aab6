// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QObject>
#include <QPromise>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <condition_variable>
#include <stop_token>

namespace countersign {

class LedgerCore;

enum class JobKind {
    Read,       ///< goes before what is in the background; is left out when its future was canceled before it began
    Write,      ///< runs to its end once it began
    Background, ///< is asked to stop when something else waits behind it for longer than a moment
};

/// How a running job hears that it should end.
struct JobStop
{
    std::stop_token token = {};               ///< the workspace closes, or somebody waits behind a background job
    std::function<bool()> abandoned = {};     ///< nobody wants the answer any more
    [[nodiscard]] bool requested() const { return token.stop_requested() || (abandoned && abandoned()); }
};

/// The one thread that owns the handles of one open workspace (clone, connection, source) from open to close. Jobs run
/// one after the other. The destructor asks the running job to stop, lets those that wait end as canceled, and joins.
///
/// Lives on the thread that made it, which has an event loop.
class LedgerThread : public QObject
{
    Q_OBJECT

public:
    using CoreFactory = std::move_only_function<std::unique_ptr<LedgerCore>()>;

    /// `make` runs on the new thread, and what it makes is destroyed there.
    explicit LedgerThread(CoreFactory make, QObject *parent = nullptr);
    ~LedgerThread() override;

    /// `job(LedgerCore &, const JobStop &) → R`.
    template<typename R, typename Job>
    [[nodiscard]] QFuture<R> run(JobKind kind, Job job)
    {
        auto promise = std::make_shared<QPromise<R>>();
        promise->start();
        QFuture<R> future = promise->future();
        // A job that is dropped takes its promise along, which ends the future as canceled.
        post(kind, [kind, promise, job = std::move(job)](LedgerCore &core, const std::stop_token &stop) mutable {
            if (kind == JobKind::Write || !promise->isCanceled()) {
                JobStop control{.token = stop};
                if (kind != JobKind::Write) {
                    control.abandoned = [promise] { return promise->isCanceled(); };
                }
                promise->addResult(job(core, control));
            }
            promise->finish();
        });
        return future;
    }

    /// Asks the running job to stop, of whatever kind it is; those that wait end as canceled.
    void interrupt();

private:
    using Work = std::move_only_function<void(LedgerCore &, const std::stop_token &)>;
    struct Job
    {
        JobKind kind = JobKind::Read;
        Work work;
    };
    class Runner;

    void post(JobKind kind, Work work);
    void interruptBackground();
    void work();

    CoreFactory m_make;
    std::mutex m_mutex;
    std::condition_variable m_posted;
    std::deque<Job> m_jobs;              // guarded by m_mutex, as all below
    std::stop_source m_running;
    std::optional<JobKind> m_runningKind;
    bool m_closing = false;
    std::unique_ptr<Runner> m_thread;
};

} // namespace countersign
