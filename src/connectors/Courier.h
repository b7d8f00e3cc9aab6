// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/Network.h"
#include "connectors/Pace.h"

#include <deque>
#include <memory>
#include <vector>

namespace countersign::connectors {

/// Bounds of one client. All of its requests share them.
struct ClientRules
{
    RetryRule retry = {};
    int concurrency = 4;                   ///< requests under way at once, 1 … 64
    int perMinute = 0;                     ///< starts within any minute, retries too; 0 means any number
    qsizetype mostBytes = 8 * 1024 * 1024; ///< of one answer

    friend bool operator==(const ClientRules &, const ClientRules &) = default;
};

/// What the client needs from outside. Shared with the client's thread, and used there alone.
struct ClientParts
{
    std::shared_ptr<SecretStore> secrets = {};
    std::shared_ptr<Timing> timing = {}; ///< none: the machine's time
    std::function<double()> random = {}; ///< 0 … 1; none: the system's
};

/// Carries requests one after another within the rules: waits, tries again, gives up. The inside of ChatClient, on its
/// thread.
class Courier : public QObject
{
    Q_OBJECT

public:
    struct Job
    {
        QByteArray verb = "POST";
        QByteArray path = {};  ///< "/chat/completions", percent-encoded where it has to be
        QByteArray query = {}; ///< "page=2&limit=100", percent-encoded; beside the endpoint's own
        QByteArray body = {};
        int timeoutMs = 0;
        int mostTries = 0;       ///< 0: as the rules say
        QList<int> answers = {}; ///< statuses that are answers too, beside 2xx
        /// Called once with the number of tries, unless the job is dropped.
        std::function<void(Result<Outcome>, int tries)> deliver = {};
    };
    using JobId = quint64;

    Courier(const ChatEndpoint &endpoint, const ClientRules &rules, const ClientParts &parts);
    ~Courier() override;

    void add(JobId id, Job job);
    /// Forgets the job, whether it waits or is under way. One that is not there any more is no error.
    void drop(JobId id);

private:
    struct Entry
    {
        JobId id = 0;
        Job job = {};
        QByteArray idempotency = {};
        int tries = 0;
        /// One request at a time: where several share a line, a connection that is lost takes others' answers along.
        std::unique_ptr<Line> line;
        std::unique_ptr<QObject> exchange = {}; ///< goes before its line
    };
    using EntryPtr = std::unique_ptr<Entry>;

    void pump();
    void wakeIn(std::chrono::milliseconds wait);
    void readKey();
    void start(EntryPtr entry);
    void finished(JobId id, Outcome outcome);
    void again(EntryPtr entry, std::chrono::milliseconds wait);
    static void give(Entry &entry, Result<Outcome> result);
    [[nodiscard]] QUrl urlOf(const Job &job) const;

    ChatEndpoint m_endpoint;
    ClientRules m_rules;
    ClientParts m_parts;
    RateWindow m_window;
    /// Whose last answer came whole: their connections are kept and used again.
    std::vector<std::unique_ptr<Line>> m_spare;
    std::optional<Secret> m_key; ///< nothing: has to be read
    bool m_readingKey = false;
    bool m_wakes = false;
    std::deque<EntryPtr> m_waiting; ///< may start as soon as the rules allow
    std::vector<EntryPtr> m_paused; ///< wait for their next try
    std::vector<EntryPtr> m_running;
};

} // namespace countersign::connectors
