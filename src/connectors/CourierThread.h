// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/Courier.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QPromise>
#include <QThread>

#include <atomic>
#include <variant>

namespace countersign::connectors {

/// A Courier on a thread of its own. Any thread may ask. Each call is answered exactly once; canceling its future stops
/// it at once, and the future then ends canceled without a result.
class CourierThread
{
public:
    CourierThread(const ChatEndpoint &endpoint, const ClientRules &rules, const ClientParts &parts,
                  const QString &name);
    /// What is under way ends canceled.
    ~CourierThread();
    Q_DISABLE_COPY_MOVE(CourierThread)

    /// What an answer leads to: the next request, or the end.
    template<typename R>
    using Turn = std::variant<Courier::Job, R>;
    /// Runs on the courier's thread.
    template<typename R>
    using Next = std::function<Turn<R>(const Result<Outcome> &, int tries)>;

    /// Requests one after another, until `next` says an R.
    template<typename R>
    [[nodiscard]] QFuture<R> converse(Courier::Job first, Next<R> next)
    {
        // A job that is dropped takes its promise along, which ends the future as canceled.
        auto promise = std::make_shared<QPromise<R>>();
        promise->start();
        const QFuture<R> future = promise->future();
        const Courier::JobId id = ++m_lastId;
        Courier *courier = m_courier;
        QMetaObject::invokeMethod(courier, [=, job = std::move(first)]() mutable {
            auto *watcher = new QFutureWatcher<R>(courier);
            QObject::connect(watcher, &QFutureWatcher<R>::canceled, courier,
                             [courier, id] { courier->drop(id); });
            QObject::connect(watcher, &QFutureWatcher<R>::finished, watcher, &QObject::deleteLater);
            watcher->setFuture(promise->future());
            carry<R>(courier, id, std::move(job), std::move(promise), std::move(next));
        });
        return future;
    }

    /// One request. `decode(const Outcome &, int tries) → R`.
    template<typename R, typename Decode>
    [[nodiscard]] QFuture<R> ask(Courier::Job job, Decode decode)
    {
        return converse<R>(std::move(job), [decode](const Result<Outcome> &outcome, int tries) -> Turn<R> {
            return outcome ? decode(*outcome, tries) : R(std::unexpected(outcome.error()));
        });
    }

private:
    template<typename R>
    static void carry(Courier *courier, Courier::JobId id, Courier::Job job,
                      std::shared_ptr<QPromise<R>> promise, Next<R> next)
    {
        job.deliver = [courier, id, promise = std::move(promise),
                       next = std::move(next)](const Result<Outcome> &outcome, int tries) {
            Turn<R> turn = next(outcome, tries);
            if (auto *more = std::get_if<Courier::Job>(&turn)) {
                if (!promise->isCanceled()) {
                    carry<R>(courier, id, std::move(*more), promise, next);
                    return;
                }
            } else {
                promise->addResult(std::get<R>(std::move(turn)));
            }
            promise->finish();
        };
        courier->add(id, std::move(job));
    }

    QThread m_thread;
    Courier *m_courier = nullptr; ///< lives on `m_thread`, and is deleted there when it ends
    std::atomic<Courier::JobId> m_lastId = 0;
};

} // namespace countersign::connectors
