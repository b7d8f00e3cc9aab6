// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/ChatJson.h"

#include "connectors/ChatFailure.h"

#include <QJsonDocument>

#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::connectors {

namespace {

constexpr qsizetype shownBytes = 400;

[[nodiscard]] QJsonObject toJson(const ToolCall &call)
{
    return {{u"id"_s, call.id},
            {u"type"_s, u"function"_s},
            {u"function"_s, QJsonObject{{u"name"_s, call.name}, {u"arguments"_s, call.arguments}}}};
}

[[nodiscard]] QJsonObject toJson(const ChatMessage &message)
{
    QJsonObject object{{u"role"_s, message.role}, {u"content"_s, message.content}};
    if (!message.toolCalls.isEmpty()) {
        QJsonArray calls;
        for (const ToolCall &call : message.toolCalls)
            calls.append(toJson(call));
        object.insert(u"tool_calls"_s, calls);
    }
    if (!message.toolCallId.isEmpty())
        object.insert(u"tool_call_id"_s, message.toolCallId);
    return object;
}

[[nodiscard]] std::unexpected<Error> bad(const QString &why)
{
    return std::unexpected(chatError(ChatFailure::BadAnswer, why));
}

/// The object that a body is. Fails also when it says that it is an error.
[[nodiscard]] Result<QJsonObject> objectIn(const QByteArray &body)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(body, &problem);
    if (problem.error != QJsonParseError::NoError)
        return bad(u"not JSON: %1"_s.arg(problem.errorString()));
    if (!document.isObject())
        return bad(u"not an object"_s);
    const QJsonValue error = document[u"error"];
    if (!error.isUndefined() && !error.isNull())
        return std::unexpected(chatError(ChatFailure::Server, errorMessageIn(body)));
    return document.object();
}

/// A message's content: text, nothing beside tool calls, or parts of which those with text count.
[[nodiscard]] std::optional<QString> contentText(const QJsonValue &content)
{
    if (content.isString())
        return content.toString();
    if (content.isNull() || content.isUndefined())
        return QString();
    if (!content.isArray())
        return std::nullopt;
    QString text;
    for (const QJsonValue &part : content.toArray())
        text += part[u"text"].toString();
    return text;
}

[[nodiscard]] std::optional<QList<ToolCall>> toolCallsIn(const QJsonValue &value)
{
    QList<ToolCall> calls;
    if (value.isNull() || value.isUndefined())
        return calls;
    if (!value.isArray())
        return std::nullopt;
    for (const QJsonValue &call : value.toArray()) {
        const QJsonValue function = call[u"function"];
        const QJsonValue arguments = function[u"arguments"];
        if (!function[u"name"].isString())
            return std::nullopt;
        // Some servers send the arguments as an object instead of its text.
        const QString text =
            arguments.isObject()
                ? QString::fromUtf8(QJsonDocument(arguments.toObject()).toJson(QJsonDocument::Compact))
                : arguments.toString();
        calls.append({.id = call[u"id"].toString(), .name = function[u"name"].toString(), .arguments = text});
    }
    return calls;
}

[[nodiscard]] int tokens(const QJsonObject &body, QStringView name)
{
    const double count = body[u"usage"][name].toDouble(-1);
    return count >= 0 && count <= 1e9 ? int(count) : -1;
}

} // namespace

QByteArray toBytes(const ChatRequest &request)
{
    QJsonArray messages;
    for (const ChatMessage &message : request.messages)
        messages.append(toJson(message));

    QJsonObject object = request.extra;
    object.insert(u"model"_s, request.model);
    object.insert(u"messages"_s, messages);
    object.insert(u"stream"_s, false);
    if (request.temperature)
        object.insert(u"temperature"_s, *request.temperature);
    if (request.topP)
        object.insert(u"top_p"_s, *request.topP);
    if (request.maxTokens)
        object.insert(u"max_tokens"_s, *request.maxTokens);
    if (request.seed)
        object.insert(u"seed"_s, *request.seed);
    if (!request.stop.isEmpty())
        object.insert(u"stop"_s, QJsonArray::fromStringList(request.stop));
    if (!request.tools.isEmpty())
        object.insert(u"tools"_s, request.tools);
    if (!request.toolChoice.isNull())
        object.insert(u"tool_choice"_s, request.toolChoice);
    if (!request.responseFormat.isEmpty())
        object.insert(u"response_format"_s, request.responseFormat);
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray toBytes(const EmbeddingRequest &request)
{
    return QJsonDocument(QJsonObject{{u"model"_s, request.model},
                                     {u"input"_s, QJsonArray::fromStringList(request.inputs)},
                                     {u"encoding_format"_s, u"float"_s}})
        .toJson(QJsonDocument::Compact);
}

Result<ChatAnswer> chatAnswerFrom(const QByteArray &body)
{
    const Result<QJsonObject> object = objectIn(body);
    if (!object)
        return std::unexpected(object.error());
    const QJsonArray choices = object->value(u"choices").toArray();
    if (choices.isEmpty())
        return bad(u"no choices"_s);
    const QJsonValue message = choices.first()[u"message"];
    if (!message.isObject())
        return bad(u"no message"_s);
    const std::optional<QString> text = contentText(message[u"content"]);
    const std::optional<QList<ToolCall>> calls = toolCallsIn(message[u"tool_calls"]);
    if (!text || !calls)
        return bad(u"unknown kind of content"_s);

    return ChatAnswer{.text = *text,
                      .toolCalls = *calls,
                      .finishReason = choices.first()[u"finish_reason"].toString(),
                      .model = object->value(u"model").toString(),
                      .promptTokens = tokens(*object, u"prompt_tokens"),
                      .completionTokens = tokens(*object, u"completion_tokens"),
                      .raw = body};
}

Result<EmbeddingAnswer> embeddingAnswerFrom(const QByteArray &body, qsizetype inputs)
{
    const Result<QJsonObject> object = objectIn(body);
    if (!object)
        return std::unexpected(object.error());
    const QJsonArray data = object->value(u"data").toArray();
    if (data.size() != inputs)
        return bad(u"%1 vectors for %2 inputs"_s.arg(data.size()).arg(inputs));

    EmbeddingAnswer answer{.vectors = QList<QList<double>>(inputs),
                           .model = object->value(u"model").toString(),
                           .promptTokens = tokens(*object, u"prompt_tokens")};
    for (qsizetype i = 0; i < data.size(); ++i) {
        // The interface numbers them; a server that does not keeps their order.
        const double number = data.at(i)[u"index"].toDouble(double(i));
        if (number < 0 || number >= double(inputs) || number != std::floor(number))
            return bad(u"a vector of no input"_s);
        QList<double> &vector = answer.vectors[qsizetype(number)];
        if (!vector.isEmpty())
            return bad(u"two vectors for one input"_s);
        for (const QJsonValue &value : data.at(i)[u"embedding"].toArray()) {
            if (!value.isDouble() || !std::isfinite(value.toDouble()))
                return bad(u"a vector has something that is no number"_s);
            vector.append(value.toDouble());
        }
        if (vector.isEmpty())
            return bad(u"an empty vector"_s);
    }
    const qsizetype length = answer.vectors.isEmpty() ? 0 : answer.vectors.first().size();
    if (std::ranges::any_of(answer.vectors, [length](const auto &v) { return v.size() != length; }))
        return bad(u"vectors of different lengths"_s);
    return answer;
}

QString errorMessageIn(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    const QJsonValue error = document[u"error"];
    for (const QJsonValue &candidate :
         {error[u"message"], error, document[u"message"], document[u"detail"]}) {
        if (candidate.isString())
            return candidate.toString();
    }
    return document.isNull() ? QString::fromUtf8(body.first(std::min(body.size(), shownBytes))) : QString();
}

} // namespace countersign::connectors
