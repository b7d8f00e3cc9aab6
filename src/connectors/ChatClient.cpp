// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/ChatClient.h"

#include "connectors/ChatJson.h"

using namespace Qt::StringLiterals;

namespace countersign::connectors {

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
    , m_thread(m_endpoint, rules, parts, u"chat client"_s)
{}

ChatClient::~ChatClient() = default;

QFuture<Result<ChatAnswer>> ChatClient::ask(const ChatRequest &request)
{
    return m_thread.ask<Result<ChatAnswer>>(
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
    return m_thread.ask<Result<EmbeddingAnswer>>(
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
