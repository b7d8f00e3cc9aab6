// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/Courier.h"

#include <QFutureWatcher>
#include <QRandomGenerator>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace countersign::connectors {

namespace {

template<typename Entries>
[[nodiscard]] auto taken(Entries &entries, quint64 id)
{
    typename Entries::value_type entry;
    const auto found =
        std::ranges::find_if(entries, [id](const auto &candidate) { return candidate->id == id; });
    if (found != entries.end()) {
        entry = std::move(*found);
        entries.erase(found);
    }
    return entry;
}

} // namespace

Courier::Courier(const ChatEndpoint &endpoint, const ClientRules &rules, const ClientParts &parts)
    : m_endpoint(endpoint)
    , m_rules(rules)
    , m_parts(parts)
    , m_window(rules.perMinute)
{
    m_rules.concurrency = std::clamp(m_rules.concurrency, 1, 64);
    m_rules.retry.tries = std::max(1, m_rules.retry.tries);
    if (!m_parts.timing)
        m_parts.timing = std::make_shared<SystemTiming>();
    if (!m_parts.random)
        m_parts.random = [] { return QRandomGenerator::global()->generateDouble(); };
}

Courier::~Courier() = default;

void Courier::add(JobId id, Job job)
{
    auto entry = std::make_unique<Entry>();
    entry->id = id;
    entry->job = std::move(job);
    entry->idempotency = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    m_waiting.push_back(std::move(entry));
    pump();
}

void Courier::drop(JobId id)
{
    if (taken(m_running, id)) {
        pump();
        return;
    }
    if (!taken(m_paused, id))
        static_cast<void>(taken(m_waiting, id));
}

void Courier::pump()
{
    while (!m_waiting.empty() && std::ssize(m_running) < m_rules.concurrency) {
        if (!m_key) {
            readKey();
            return;
        }
        const std::chrono::milliseconds wait = m_window.wait(m_parts.timing->now());
        if (wait > 0ms) {
            wakeIn(wait);
            return;
        }
        EntryPtr next = std::move(m_waiting.front());
        m_waiting.pop_front();
        start(std::move(next));
    }
}

void Courier::wakeIn(std::chrono::milliseconds wait)
{
    if (m_wakes)
        return;
    m_wakes = true;
    m_parts.timing->wakeAfter(wait, this, [this] {
        m_wakes = false;
        pump();
    });
}

void Courier::readKey()
{
    if (m_readingKey)
        return;
    m_readingKey = true;
    auto *watcher = new QFutureWatcher<Result<Secret>>(this);
    connect(watcher, &QFutureWatcher<Result<Secret>>::finished, this, [this, watcher] {
        watcher->deleteLater();
        m_readingKey = false;
        const QFuture<Result<Secret>> future = watcher->future();
        const Result<Secret> key =
            future.resultCount() > 0 ? future.resultAt(0) : Result<Secret>(failure(ErrorCode::Canceled));
        const bool needed = m_endpoint.key.place != KeyPlace::None;
        if (key && (!needed || key->isUsable())) {
            m_key = *key;
            pump();
            return;
        }
        // Asked again by the next request: the person may have put it there meanwhile.
        const QString why = key ? u"what is stored there is no key"_s : key.error().detail;
        const Error error = chatError(ChatFailure::NoKey, toString(m_endpoint.key) + u": "_s + why);
        for (const EntryPtr &entry : std::exchange(m_waiting, {}))
            give(*entry, std::unexpected(error));
    });
    watcher->setFuture(m_parts.secrets->read(m_endpoint.key));
}

QUrl Courier::urlOf(const Job &job) const
{
    QUrl url = m_endpoint.base;
    url.setPath(url.path(QUrl::FullyEncoded) + QString::fromLatin1(job.path), QUrl::TolerantMode);
    QStringList queries{url.query(QUrl::FullyEncoded), QString::fromLatin1(job.query)};
    queries.removeAll(QString());
    if (!queries.isEmpty())
        url.setQuery(queries.join(u'&'), QUrl::TolerantMode);
    return url;
}

void Courier::start(EntryPtr entry)
{
    if (m_spare.empty()) { // on this thread, which the object came to after its construction
        const Result<Network *> way = network();
        if (!way) {
            give(*entry, std::unexpected(chatError(ChatFailure::Unreachable, way.error().detail)));
            return;
        }
        entry->line = (*way)->openLine();
    } else {
        entry->line = std::move(m_spare.back());
        m_spare.pop_back();
    }
    m_window.started(m_parts.timing->now());
    ++entry->tries;
    Entry &mine = *entry;
    m_running.push_back(std::move(entry));
    mine.exchange =
        mine.line->send({.verb = mine.job.verb,
                         .url = urlOf(mine.job),
                         .body = mine.job.body,
                         .idempotency = mine.idempotency,
                         .keyStyle = m_endpoint.keyStyle,
                         .timeoutMs = mine.job.timeoutMs,
                         .mostBytes = m_rules.mostBytes,
                         .answers = mine.job.answers},
                        *m_key, [this, id = mine.id](Outcome outcome) { finished(id, std::move(outcome)); });
}

void Courier::finished(JobId id, Outcome outcome)
{
    EntryPtr entry = taken(m_running, id);
    Q_ASSERT(entry);
    // It is still in its own signal.
    entry->exchange.release()->deleteLater();
    if (outcome.failure)
        entry->line.release()->deleteLater(); // with whatever its connection still has to say
    else
        m_spare.push_back(std::move(entry->line));

    const RetryRule &rule = m_rules.retry;
    const int most = entry->job.mostTries > 0 ? std::min(entry->job.mostTries, rule.tries) : rule.tries;
    if (outcome.failure && isPassing(*outcome.failure) && entry->tries < most) {
        const std::chrono::milliseconds own = backOff(rule, entry->tries, m_parts.random());
        const std::chrono::milliseconds wait = std::max(own, outcome.retryAfter.value_or(0ms));
        if (wait <= rule.longest) {
            if (outcome.retryAfter)
                m_window.holdUntil(m_parts.timing->now() + *outcome.retryAfter);
            again(std::move(entry), wait);
            pump();
            return;
        }
    }
    if (outcome.failure == ChatFailure::Unauthorized)
        m_key.reset(); // it may have been replaced meanwhile
    if (outcome.failure)
        give(*entry, std::unexpected(chatError(*outcome.failure, outcome.detail)));
    else
        give(*entry, std::move(outcome));
    pump();
}

void Courier::again(EntryPtr entry, std::chrono::milliseconds wait)
{
    const JobId id = entry->id;
    m_paused.push_back(std::move(entry));
    m_parts.timing->wakeAfter(wait, this, [this, id] {
        if (EntryPtr due = taken(m_paused, id)) {
            m_waiting.push_front(std::move(due));
            pump();
        }
    });
}

void Courier::give(Entry &entry, Result<Outcome> result)
{
    entry.job.deliver(std::move(result), entry.tries);
}

} // namespace countersign::connectors
