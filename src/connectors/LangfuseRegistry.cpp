// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/LangfuseRegistry.h"

#include "connectors/ChatFailure.h"
#include "connectors/RegistryJson.h"

#include <QDateTime>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace countersign::connectors {

namespace {

using Prompts = QList<ForeignPrompt>;

const QByteArray langfuseRoot = "/api/public/v2/prompts";

[[nodiscard]] Courier::Job langfusePage(int page)
{
    return {.verb = "GET",
            .path = langfuseRoot,
            .query = "page=" + QByteArray::number(page) + "&limit=100",
            .timeoutMs = registryTimeoutMs};
}

[[nodiscard]] qint64 langfuseTime(const QJsonValue &value)
{
    const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return time.isValid() ? std::max<qint64>(0, time.toMSecsSinceEpoch()) : 0;
}

[[nodiscard]] Result<int> langfuseVersion(const QJsonValue &value)
{
    const double number = value.toDouble(0);
    if (number < 1 || number > 1e9 || number != double(int(number)))
        return badAnswer(u"a version that is no number"_s);
    return int(number);
}

/// Reads a page into the list. The number of the last page.
[[nodiscard]] Result<int> readLangfusePage(const QByteArray &body, ForeignList &list)
{
    const Result<QJsonObject> object = answerObject(body);
    if (!object)
        return std::unexpected(object.error());
    if (!object->value(u"data").isArray())
        return badAnswer(u"no list of prompts"_s);
    const QJsonArray data = object->value(u"data").toArray();
    for (const QJsonValue &one : data) {
        ForeignPrompt prompt{.name = one[u"name"].toString(),
                             .changedAt = langfuseTime(one[u"lastUpdatedAt"])};
        const std::optional<QStringList> labels = namesIn(one[u"labels"]);
        if (!isName(prompt.name) || !labels)
            return badAnswer(u"a prompt without name or labels"_s);
        prompt.labels = *labels;
        for (const QJsonValue &value : one[u"versions"].toArray()) {
            const Result<int> version = langfuseVersion(value);
            if (!version)
                return version;
            prompt.versions.append(*version);
        }
        if (const Done added = list.add(std::move(prompt)); !added)
            return std::unexpected(added.error());
    }
    const double last = object->value(u"meta")[u"totalPages"].toDouble(-1);
    if (last < 0 || last > 1e9)
        return badAnswer(u"no number of pages"_s);
    return data.isEmpty() ? 0 : int(last);
}

[[nodiscard]] Result<ForeignText> langfuseText(const QByteArray &body)
{
    const Result<QJsonObject> object = answerObject(body);
    if (!object)
        return std::unexpected(object.error());
    const Result<int> version = langfuseVersion(object->value(u"version"));
    if (!version)
        return std::unexpected(version.error());
    const QString type = object->value(u"type").toString();
    const QJsonValue prompt = object->value(u"prompt");
    ForeignText text{.name = object->value(u"name").toString(),
                     .version = *version,
                     .isChat = type == "chat"_L1,
                     .labels = namesIn(object->value(u"labels")).value_or(QStringList()),
                     .author = shortened(object->value(u"createdBy").toString()),
                     .createdAt = langfuseTime(object->value(u"createdAt")),
                     .changedAt = langfuseTime(object->value(u"updatedAt")),
                     .summary = shortened(object->value(u"commitMessage").toString())};
    if (!isName(text.name))
        return badAnswer(u"a prompt without a name"_s);
    if (text.isChat) {
        const Result<QList<ForeignMessage>> messages = messagesIn(prompt);
        if (!messages)
            return std::unexpected(messages.error());
        text.messages = *messages;
    } else if (type == "text"_L1 && prompt.isString()) {
        text.messages = {{.text = prompt.toString()}};
    } else {
        return badAnswer(u"a prompt that is neither text nor chat"_s);
    }
    return text;
}

[[nodiscard]] QJsonValue langfusePrompt(const ForeignText &text)
{
    if (!text.isChat)
        return text.messages.value(0).text;
    QJsonArray messages;
    for (const ForeignMessage &message : text.messages)
        messages.append(QJsonObject{{u"role"_s, message.role}, {u"content"_s, message.text}});
    return messages;
}

/// A path langfuseSegment. "." and ".." would be taken for folders on the way.
[[nodiscard]] std::optional<QByteArray> langfuseSegment(const QString &name)
{
    if (name.isEmpty() || name == "."_L1 || name == ".."_L1)
        return std::nullopt;
    return encoded(name);
}

[[nodiscard]] QFuture<Result<ForeignText>> noLangfusePrompt(const QString &name)
{
    return QtFuture::makeReadyValueFuture(Result<ForeignText>(failure(ErrorCode::NotFound, name)));
}

/// What a version is that was asked for: the one of that name.
[[nodiscard]] Result<ForeignText> langfuseAnswer(const QString &name, const Outcome &outcome)
{
    if (outcome.status == 404)
        return failure(ErrorCode::NotFound, name);
    Result<ForeignText> text = langfuseText(outcome.body);
    if (text && text->name != name)
        return badAnswer(u"another prompt than was asked for"_s);
    return text;
}

} // namespace

LangfuseRegistry::LangfuseRegistry(const ChatEndpoint &endpoint, const ClientRules &rules,
                                   const ClientParts &parts)
    : m_thread(endpoint, rules, parts, u"langfuse"_s)
{}

QFuture<Result<Prompts>> LangfuseRegistry::list()
{
    using Answer = Result<Prompts>;
    auto list = std::make_shared<ForeignList>();
    auto page = std::make_shared<int>(1);
    return m_thread.converse<Answer>(
        langfusePage(1), [list, page](const Result<Outcome> &outcome, int) -> CourierThread::Turn<Answer> {
            if (!outcome)
                return Answer(std::unexpected(outcome.error()));
            const Result<int> last = readLangfusePage(outcome->body, *list);
            if (!last)
                return Answer(std::unexpected(last.error()));
            if (*page >= *last)
                return Answer(list->take());
            if (!list->anotherPage())
                return Answer(badAnswer(u"pages without end"_s));
            return langfusePage(++*page);
        });
}

QFuture<Result<ForeignText>> LangfuseRegistry::live(const QString &name, const QString &label)
{
    const std::optional<QByteArray> path = langfuseSegment(name);
    if (!path)
        return noLangfusePrompt(name);
    return m_thread.ask<Result<ForeignText>>(
        {.verb = "GET",
         .path = langfuseRoot + '/' + *path,
         .query = "label=" + encoded(label) + "&resolve=false",
         .timeoutMs = registryTimeoutMs,
         .answers = {404}},
        [name](const Outcome &outcome, int) { return langfuseAnswer(name, outcome); });
}

QFuture<Result<ForeignText>> LangfuseRegistry::version(const QString &name, int version)
{
    const std::optional<QByteArray> path = langfuseSegment(name);
    if (!path)
        return noLangfusePrompt(name);
    return m_thread.ask<Result<ForeignText>>(
        {.verb = "GET",
         .path = langfuseRoot + '/' + *path,
         .query = "version=" + QByteArray::number(version) + "&resolve=false",
         .timeoutMs = registryTimeoutMs,
         .answers = {404}},
        [name](const Outcome &outcome, int) { return langfuseAnswer(name, outcome); });
}

QFuture<Result<ForeignText>> LangfuseRegistry::create(const ForeignText &text)
{
    using Answer = Result<ForeignText>;
    const QJsonObject body{{u"type"_s, text.isChat ? u"chat"_s : u"text"_s},
                           {u"name"_s, text.name},
                           {u"prompt"_s, langfusePrompt(text)},
                           {u"labels"_s, QJsonArray::fromStringList(text.labels)},
                           {u"commitMessage"_s, text.summary}};
    return m_thread.converse<Answer>(
        {.verb = "POST",
         .path = langfuseRoot,
         .body = QJsonDocument(body).toJson(QJsonDocument::Compact),
         .timeoutMs = registryTimeoutMs,
         .mostTries = 1},
        [name = text.name](const Result<Outcome> &outcome, int) -> CourierThread::Turn<Answer> {
            Answer answer =
                outcome ? langfuseAnswer(name, *outcome) : Answer(std::unexpected(outcome.error()));
            if (answer)
                return answer;
            Error error = answer.error();
            // The service may have written the version before the answer was lost or spoiled.
            switch (failureOf(error).value_or(ChatFailure::BadAnswer)) {
            case ChatFailure::Unreachable:
            case ChatFailure::Timeout:
            case ChatFailure::Server:
            case ChatFailure::Broken:
            case ChatFailure::TooLarge:
            case ChatFailure::BadAnswer:
                error.code = ErrorCode::OutcomeUnknown;
                break;
            default:
                break;
            }
            return Answer(std::unexpected(error));
        });
}

QFuture<Result<ForeignText>> LangfuseRegistry::moveLabel(const QString &name, int version,
                                                         const QString &label)
{
    const std::optional<QByteArray> path = langfuseSegment(name);
    if (!path)
        return noLangfusePrompt(name);
    const QJsonObject body{{u"newLabels"_s, QJsonArray{label}}};
    return m_thread.ask<Result<ForeignText>>(
        {.verb = "PATCH",
         .path = langfuseRoot + '/' + *path + "/versions/" + QByteArray::number(version),
         .body = QJsonDocument(body).toJson(QJsonDocument::Compact),
         .timeoutMs = registryTimeoutMs,
         .answers = {404}},
        [name](const Outcome &outcome, int) { return langfuseAnswer(name, outcome); });
}

bool LangfuseRegistry::isLabel(const QString &label)
{
    return !label.isEmpty() && label.size() <= 36 && label != "latest"_L1
           && std::ranges::all_of(label, [](QChar c) {
                  return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'_' || c == u'-'
                         || c == u'.';
              });
}

} // namespace countersign::connectors
