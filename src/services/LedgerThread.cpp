// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/LedgerThread.h"

#include "services/LedgerCore.h"

#include <QThread>
#include <QTimer>

using namespace std::chrono_literals;

namespace countersign {

namespace {

constexpr auto patience = 300ms;

} // namespace

/// A QThread of its own, because child processes want its event dispatcher; never a pool, see style.md.
class LedgerThread::Runner : public QThread
{
public:
    explicit Runner(LedgerThread &owner) : m_owner(owner) { }

protected:
    void run() override { m_owner.work(); }

private:
    LedgerThread &m_owner;
};

LedgerThread::LedgerThread(CoreFactory make, QObject *parent)
    : QObject(parent), m_make(std::move(make)), m_thread(std::make_unique<Runner>(*this))
{
    m_thread->start();
}

LedgerThread::~LedgerThread()
{
    std::deque<Job> dropped;
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
        m_running.request_stop();
        dropped.swap(m_jobs);
    }
    m_posted.notify_all();
    m_thread->wait();
}

void LedgerThread::post(JobKind kind, Work work)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_closing) {
            return;
        }
        // Only what was put off goes behind; reads and writes keep the order in which they were asked.
        auto place = m_jobs.end();
        if (kind != JobKind::Background) {
            place = std::find_if(m_jobs.begin(), m_jobs.end(),
                                 [](const Job &job) { return job.kind == JobKind::Background; });
        }
        m_jobs.insert(place, Job{.kind = kind, .work = std::move(work)});
    }
    m_posted.notify_one();
    if (kind != JobKind::Background) {
        QTimer::singleShot(patience, this, &LedgerThread::interruptBackground);
    }
}

void LedgerThread::interruptBackground()
{
    const std::lock_guard lock(m_mutex);
    const bool somebodyWaits = !m_jobs.empty() && m_jobs.front().kind != JobKind::Background;
    if (somebodyWaits && m_runningKind == JobKind::Background) {
        m_running.request_stop();
    }
}

void LedgerThread::interrupt()
{
    std::deque<Job> dropped;
    const std::lock_guard lock(m_mutex);
    dropped.swap(m_jobs);
    if (m_runningKind) {
        m_running.request_stop();
    }
}

void LedgerThread::work()
{
    const std::unique_ptr<LedgerCore> core = m_make();
    while (true) {
        std::stop_token stop;
        Job job;
        {
            std::unique_lock lock(m_mutex);
            m_runningKind.reset();
            m_posted.wait(lock, [this] { return m_closing || !m_jobs.empty(); });
            if (m_closing) {
                break;
            }
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
            m_running = std::stop_source();
            m_runningKind = job.kind;
            stop = m_running.get_token();
        }
        job.work(*core, stop);
    }
    core->close();
}

} // namespace countersign
