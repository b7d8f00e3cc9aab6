// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/Chat.h"

namespace countersign::connectors {

// The OpenAI-compatible interface as JSON (platform.openai.com/docs/api-reference: chat/create, chat/object,
// embeddings/create, embeddings/object). Pure; any thread.

[[nodiscard]] QByteArray toBytes(const ChatRequest &request);
[[nodiscard]] QByteArray toBytes(const EmbeddingRequest &request);

/// The first choice of a whole body. Latency, status and tries are the caller's.
/// Fails: "endpoint.bad_answer"; "endpoint.server" when the body is an error although HTTP said that all is well.
[[nodiscard]] Result<ChatAnswer> chatAnswerFrom(const QByteArray &body);
/// Fails as above, also when the vectors are not one for each of `inputs`.
[[nodiscard]] Result<EmbeddingAnswer> embeddingAnswerFrom(const QByteArray &body, qsizetype inputs);

/// What an endpoint says in the body of an error: its message, or the beginning of a text that is no JSON.
[[nodiscard]] QString errorMessageIn(const QByteArray &body);

} // namespace countersign::connectors
