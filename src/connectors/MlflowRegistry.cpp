// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/MlflowRegistry.h"

#include "connectors/ChatFailure.h"
#include "connectors/RegistryJson.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace countersign::connectors {

namespace {

using Prompts = QList<ForeignPrompt>;

const QByteArray mlflowRoot = "/api/2.0/mlflow";
constexpr qsizetype longestMlflowToken = 4096;

[[nodiscard]] Courier::Job mlflowPage(const QString &token)
{
    QByteArray query = "max_results=100&filter=" + encoded(u"tags.`mlflow.prompt.is_prompt` = 'true'"_s);
    if (!token.isEmpty())
        query += "&page_token=" + encoded(token);
    return {.verb = "GET",
            .path = mlflowRoot + "/registered-models/search",
            .query = query,
            .timeoutMs = registryTimeoutMs};
}

/// A whole number, also one that is spelled as a string; -1 when it is none.
[[nodiscard]] qint64 mlflowWhole(const QJsonValue &value)
{
    if (value.isString()) {
        bool ok = false;
        const qint64 number = value.toString().toLongLong(&ok);
        return ok && number >= 0 ? number : -1;
    }
    return std::max<qint64>(-1, value.toInteger(-1));
}

[[nodiscard]] int mlflowVersion(const QJsonValue &value)
{
    const qint64 version = mlflowWhole(value);
    return version >= 1 && version <= 1'000'000'000 ? int(version) : 0;
}

[[nodiscard]] QString mlflowTag(const QJsonValue &tags, QStringView key)
{
    for (const QJsonValue &tag : tags.toArray()) {
        if (tag[u"key"].toString() == key)
            return tag[u"value"].toString();
    }
    return {};
}

/// Reads a page into the list. The token of the next one.
[[nodiscard]] Result<QString> readMlflowPage(const QByteArray &body, ForeignList &list)
{
    const Result<QJsonObject> object = answerObject(body);
    if (!object)
        return std::unexpected(object.error());
    // A list without anything in it is not written at all.
    const QJsonValue models = object->value(u"registered_models");
    if (!models.isArray() && !models.isUndefined())
        return badAnswer(u"no list of models"_s);
    for (const QJsonValue &model : models.toArray()) {
        ForeignPrompt prompt{.name = model[u"name"].toString(),
                             .changedAt = std::max<qint64>(0, mlflowWhole(model[u"last_updated_timestamp"]))};
        if (!isName(prompt.name))
            return badAnswer(u"a model without a name"_s);
        // A server that does not know of prompts ignores what it was asked for.
        if (mlflowTag(model[u"tags"], u"mlflow.prompt.is_prompt") != "true"_L1)
            continue;
        for (const QJsonValue &alias : model[u"aliases"].toArray()) {
            const int version = mlflowVersion(alias[u"version"]);
            if (!isName(alias[u"alias"].toString()) || version == 0)
                return badAnswer(u"an alias without name or version"_s);
            prompt.labels.append(alias[u"alias"].toString());
            prompt.versions.append(version);
        }
        for (const QJsonValue &latest : model[u"latest_versions"].toArray()) {
            if (const int version = mlflowVersion(latest[u"version"]); version > 0)
                prompt.versions.append(version);
        }
        if (const Done added = list.add(std::move(prompt)); !added)
            return std::unexpected(added.error());
    }
    const QString next = object->value(u"next_page_token").toString();
    if (next.size() > longestMlflowToken)
        return badAnswer(u"a token of %1 characters"_s.arg(next.size()));
    return next;
}

[[nodiscard]] Result<ForeignText> mlflowAnswer(const QString &name, const Outcome &outcome)
{
    if (outcome.status == 404)
        return failure(ErrorCode::NotFound, name);
    const Result<QJsonObject> object = answerObject(outcome.body);
    if (!object)
        return std::unexpected(object.error());
    // An alias that is not there is "RESOURCE_DOES_NOT_EXIST" with 404, or with 400 this.
    if (outcome.status == 400) {
        const QString code = object->value(u"error_code").toString();
        if (code == "INVALID_PARAMETER_VALUE"_L1 || code == "RESOURCE_DOES_NOT_EXIST"_L1)
            return failure(ErrorCode::NotFound, name);
        return std::unexpected(chatError(ChatFailure::Rejected, u"HTTP 400 %1"_s.arg(code)));
    }
    const QJsonValue model = object->value(u"model_version");
    const QJsonValue tags = model[u"tags"];
    ForeignText text{.name = model[u"name"].toString(),
                     .version = mlflowVersion(model[u"version"]),
                     .isChat = mlflowTag(tags, u"_mlflow_prompt_type") == "chat"_L1,
                     .labels = namesIn(model[u"aliases"]).value_or(QStringList()),
                     .author = shortened(model[u"user_id"].toString()),
                     .createdAt = std::max<qint64>(0, mlflowWhole(model[u"creation_timestamp"])),
                     .changedAt = std::max<qint64>(0, mlflowWhole(model[u"last_updated_timestamp"])),
                     .summary = shortened(model[u"description"].toString())};
    if (text.name != name || text.version == 0)
        return badAnswer(u"another version than was asked for"_s);
    const QString stored = mlflowTag(tags, u"mlflow.prompt.text");
    if (stored.isNull())
        return badAnswer(u"a version without a text"_s);
    if (!text.isChat) {
        text.messages = {{.text = stored}};
        return text;
    }
    const QJsonDocument chat = QJsonDocument::fromJson(stored.toUtf8());
    const Result<QList<ForeignMessage>> messages =
        messagesIn(chat.isArray() ? QJsonValue(chat.array()) : QJsonValue());
    if (!messages)
        return std::unexpected(messages.error());
    text.messages = *messages;
    return text;
}

} // namespace

MlflowRegistry::MlflowRegistry(const ChatEndpoint &endpoint, const ClientRules &rules,
                               const ClientParts &parts)
    : m_thread(endpoint, rules, parts, u"mlflow"_s)
{}

QFuture<Result<Prompts>> MlflowRegistry::list()
{
    using Answer = Result<Prompts>;
    auto list = std::make_shared<ForeignList>();
    return m_thread.converse<Answer>(
        mlflowPage({}), [list](const Result<Outcome> &outcome, int) -> CourierThread::Turn<Answer> {
            if (!outcome)
                return Answer(std::unexpected(outcome.error()));
            const Result<QString> next = readMlflowPage(outcome->body, *list);
            if (!next)
                return Answer(std::unexpected(next.error()));
            if (next->isEmpty())
                return Answer(list->take());
            if (!list->anotherPage())
                return Answer(badAnswer(u"pages without end"_s));
            return mlflowPage(*next);
        });
}

QFuture<Result<ForeignText>> MlflowRegistry::live(const QString &name, const QString &label)
{
    return m_thread.ask<Result<ForeignText>>(
        {.verb = "GET",
         .path = mlflowRoot + "/registered-models/alias",
         .query = "name=" + encoded(name) + "&alias=" + encoded(label),
         .timeoutMs = registryTimeoutMs,
         .answers = {400, 404}},
        [name](const Outcome &outcome, int) { return mlflowAnswer(name, outcome); });
}

QFuture<Result<ForeignText>> MlflowRegistry::version(const QString &name, int version)
{
    return m_thread.ask<Result<ForeignText>>(
        {.verb = "GET",
         .path = mlflowRoot + "/model-versions/get",
         .query = "name=" + encoded(name) + "&version=" + QByteArray::number(version),
         .timeoutMs = registryTimeoutMs,
         .answers = {400, 404}},
        [name](const Outcome &outcome, int) { return mlflowAnswer(name, outcome); });
}

} // namespace countersign::connectors
