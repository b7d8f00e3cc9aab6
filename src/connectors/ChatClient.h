// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/Chat.h"
#include "connectors/CourierThread.h"

#include <QFuture>

namespace countersign::connectors {

/// Asks models behind one OpenAI-compatible endpoint.
///
/// Any thread may ask; the network lives on a thread of the client's own. Each call is answered exactly once:
///  - with an answer, or with an Error whose subject is a ChatFailure;
///  - canceling the future stops the request at once, also while it waits for its next try; the future then ends
///    canceled without a result.
/// A request is tried again, at most `retry.tries` times in all, when the connection was lost or the endpoint said 429
/// or 5xx. The endpoint may have worked on a try whose answer was lost; all tries carry one `Idempotency-Key`. No
/// redirect is followed and nothing is cached.
///
/// The key is read at the first request, from where the endpoint names it; it is in no log, no error and no answer.
class ChatClient
{
public:
    /// Fails: Refused, "endpoint.insecure", for a URL that checkedBase() refuses.
    [[nodiscard]] static Result<std::unique_ptr<ChatClient>>
    create(const ChatEndpoint &endpoint, const ClientRules &rules, ClientParts parts);
    /// What is under way ends canceled.
    ~ChatClient();
    Q_DISABLE_COPY_MOVE(ChatClient)

    [[nodiscard]] QFuture<Result<ChatAnswer>> ask(const ChatRequest &request);
    [[nodiscard]] QFuture<Result<EmbeddingAnswer>> embed(const EmbeddingRequest &request);

    [[nodiscard]] const ChatEndpoint &endpoint() const { return m_endpoint; }

private:
    ChatClient(ChatEndpoint endpoint, const ClientRules &rules, const ClientParts &parts);

    ChatEndpoint m_endpoint;
    CourierThread m_thread;
};

} // namespace countersign::connectors
