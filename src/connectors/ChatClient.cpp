// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/ChatClient.h"

#include "connectors/ChatJson.h"

#include <QFutureWatcher>
#include <QPromise>
#include <QThread>

#include <atomic>

using namespace Qt::StringLiterals;

namespace countersign::connectors {

struct ChatClient::Inside
{
    QThread thread;
    Courier *courier = nullptr; ///< lives on `thread`, and is deleted there when it ends
    std::atomic<Courier::JobId> lastId = 0;
};

Result<std::unique_ptr<ChatClient>> ChatClient::create(const ChatEndpoint &endpoint, const ClientRules &rules,
                                                       ClientParts parts)
{
    Q_ASSERT(parts.secrets);
    const Result<QUrl> base = checkedBase(endpoint.base);
    if (!base)
        return std::unexpected(base.error());
    ChatEndpoint checked = endpoint;
    checked.base = *base;
    return std::unique_ptr<ChatClient>(new ChatClient(checked, rules, parts));
}

ChatClient::ChatClient(ChatEndpoint endpoint, const ClientRules &rules, const ClientParts &parts)
    : m_endpoint(std::move(endpoint))
    , m_inside(std::make_unique<Inside>())
{
    m_inside->courier = new Courier(m_endpoint, rules, parts);
    m_inside->courier->moveToThread(&m_inside->thread);
    QObject::connect(&m_inside->thread, &QThread::finished, m_inside->courier, &QObject::deleteLater);
    m_inside->thread.setObjectName(u"chat client"_s);
    m_inside->thread.start();
}

ChatClient::~ChatClient()
{
    m_inside->thread.quit();
    m_inside->thread.wait();
}

template<typename R, typename Decode>
QFuture<R> ChatClient::send(Courier::Job job, Decode decode)
{
    // A job that is dropped takes its promise along, which ends the future as canceled.
    auto promise = std::make_shared<QPromise<R>>();
    promise->start();
    const QFuture<R> future = promise->future();
    const Courier::JobId id = ++m_inside->lastId;
    Courier *courier = m_inside->courier;
    QMetaObject::invokeMethod(courier, [=, job = std::move(job)]() mutable {
        auto *watcher = new QFutureWatcher<R>(courier);
        QObject::connect(watcher, &QFutureWatcher<R>::canceled, courier,
                         [courier, id] { courier->drop(id); });
        QObject::connect(watcher, &QFutureWatcher<R>::finished, watcher, &QObject::deleteLater);
        watcher->setFuture(promise->future());
        job.deliver = [promise, decode](Result<Outcome> outcome, int tries) {
            promise->addResult(outcome ? decode(*outcome, tries) : R(std::unexpected(outcome.error())));
            promise->finish();
        };
        promise.reset();
        courier->add(id, std::move(job));
    });
    return future;
}

QFuture<Result<ChatAnswer>> ChatClient::ask(const ChatRequest &request)
{
    return send<Result<ChatAnswer>>(
        {.path = "/chat/completions", .body = toBytes(request), .timeoutMs = request.timeoutMs},
        [](const Outcome &outcome, int tries) {
            Result<ChatAnswer> answer = chatAnswerFrom(outcome.body);
            if (answer) {
                answer->status = outcome.status;
                answer->latencyMs = outcome.latencyMs;
                answer->tries = tries;
            }
            return answer;
        });
}

QFuture<Result<EmbeddingAnswer>> ChatClient::embed(const EmbeddingRequest &request)
{
    return send<Result<EmbeddingAnswer>>(
        {.path = "/embeddings", .body = toBytes(request), .timeoutMs = request.timeoutMs},
        [inputs = request.inputs.size()](const Outcome &outcome, int tries) {
            Result<EmbeddingAnswer> answer = embeddingAnswerFrom(outcome.body, inputs);
            if (answer) {
                answer->latencyMs = outcome.latencyMs;
                answer->tries = tries;
            }
            return answer;
        });
}

} // namespace countersign::connectors
