// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "connectors/SecretStore.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QStringList>
#include <QUrl>

namespace countersign::connectors {

/// How the key is presented.
enum class KeyStyle {
    Bearer, ///< `Authorization: Bearer …`, the usual way
    ApiKey, ///< `api-key: …`, as Azure does
    Basic,  ///< `Authorization: Basic …` (RFC 7617) of a key that is "name:password"
};

/// Where an OpenAI-compatible interface is: what stands before `/chat/completions` and `/embeddings`.
struct ChatEndpoint
{
    QUrl base = {}; ///< "https://api.example.com/v1"
    KeySource key = {};
    KeyStyle keyStyle = KeyStyle::Bearer;

    friend bool operator==(const ChatEndpoint &, const ChatEndpoint &) = default;
};

/// The endpoint's URL as it is used: https, or http to this machine (localhost, 127.0.0.0/8, ::1); with a host; without
/// name, password and fragment; the only query that it may have is `api-version`; no slash at its end.
/// Fails: Refused, "endpoint.insecure".
[[nodiscard]] Result<QUrl> checkedBase(const QUrl &base);

/// "api.example.com", with the port when it is not the scheme's own: what a person confirms.
[[nodiscard]] QString hostOf(const QUrl &base);

struct ToolCall
{
    QString id = {};
    QString name = {};
    QString arguments = {}; ///< as the model wrote them; mostly JSON, promised by nobody

    friend bool operator==(const ToolCall &, const ToolCall &) = default;
};

struct ChatMessage
{
    QString role = {}; ///< "system", "user", "assistant", "tool", "developer"
    QString content = {};
    QList<ToolCall> toolCalls = {}; ///< of an assistant
    QString toolCallId = {};        ///< of a tool: which call it answers

    friend bool operator==(const ChatMessage &, const ChatMessage &) = default;
};

/// One request to `/chat/completions`. Absent values are not sent, so that the endpoint's own hold.
struct ChatRequest
{
    QString model = {};
    QList<ChatMessage> messages = {};
    std::optional<double> temperature = {};
    std::optional<double> topP = {};
    std::optional<int> maxTokens = {};
    std::optional<qint64> seed = {};
    QStringList stop = {};
    QJsonArray tools = {};           ///< as the interface has them
    QJsonValue toolChoice = {};      ///< null: not sent
    QJsonObject responseFormat = {}; ///< {"type":"json_object"}; empty: not sent
    QJsonObject extra = {};  ///< further fields, `max_completion_tokens` for one; what stands above wins
    int timeoutMs = 120'000; ///< for one try, from the first byte sent to the last one received

    friend bool operator==(const ChatRequest &, const ChatRequest &) = default;
};

/// What came back, and what it took. Every text is hostile: plain text of any length up to the client's bound.
struct ChatAnswer
{
    QString text = {};
    QList<ToolCall> toolCalls = {};
    QString finishReason = {}; ///< "stop", "length", "tool_calls", "content_filter"; empty when none was said
    QString model = {};    ///< the model served, as the endpoint names it; may differ from the one asked for
    int promptTokens = -1; ///< -1: not said
    int completionTokens = -1; ///< -1: not said
    qint64 latencyMs = 0;      ///< of the try that succeeded
    int status = 0;            ///< of HTTP
    int tries = 1;             ///< 1: no retry was needed
    QByteArray raw = {};       ///< the body as received, but for the key should the endpoint have echoed it

    friend bool operator==(const ChatAnswer &, const ChatAnswer &) = default;
};

/// One request to `/embeddings`.
struct EmbeddingRequest
{
    QString model = {};
    QStringList inputs = {}; ///< at least one
    int timeoutMs = 120'000;

    friend bool operator==(const EmbeddingRequest &, const EmbeddingRequest &) = default;
};

/// One vector for each input, in their order, all of one length, every number finite.
struct EmbeddingAnswer
{
    QList<QList<double>> vectors = {};
    QString model = {};
    int promptTokens = -1;
    qint64 latencyMs = 0;
    int tries = 1;

    friend bool operator==(const EmbeddingAnswer &, const EmbeddingAnswer &) = default;
};

} // namespace countersign::connectors
