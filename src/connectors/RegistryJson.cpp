// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/RegistryJson.h"

#include "connectors/ChatFailure.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace countersign::connectors {

namespace {

constexpr int mostPages = 100;

[[nodiscard]] QString jsonText(const QJsonValue &value)
{
    const QJsonDocument document =
        value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return QString::fromUtf8(document.toJson(QJsonDocument::Compact));
}

template<typename List>
void tidy(List &list)
{
    std::ranges::sort(list);
    list.erase(std::unique(list.begin(), list.end()), list.end());
}

} // namespace

std::unexpected<Error> badAnswer(const QString &why)
{
    return std::unexpected(chatError(ChatFailure::BadAnswer, why));
}

Result<QJsonObject> answerObject(const QByteArray &body)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(body, &problem);
    if (problem.error != QJsonParseError::NoError)
        return badAnswer(u"not JSON: %1"_s.arg(problem.errorString()));
    if (!document.isObject())
        return badAnswer(u"not an object"_s);
    return document.object();
}

bool isName(const QString &name)
{
    return !name.isEmpty() && name.size() <= longestForeignName;
}

std::optional<QStringList> namesIn(const QJsonValue &value)
{
    QStringList names;
    if (!value.isArray())
        return std::nullopt;
    for (const QJsonValue &name : value.toArray()) {
        if (!name.isString() || !isName(name.toString()))
            return std::nullopt;
        names.append(name.toString());
    }
    return names;
}

Result<QList<ForeignMessage>> messagesIn(const QJsonValue &value)
{
    if (!value.isArray())
        return badAnswer(u"no list of messages"_s);
    const QJsonArray array = value.toArray();
    if (array.size() > mostForeignMessages)
        return badAnswer(u"%1 messages"_s.arg(array.size()));
    QList<ForeignMessage> messages;
    for (const QJsonValue &one : array) {
        const QJsonValue content = one[u"content"];
        if (one[u"role"].isString() && !content.isUndefined()) {
            const QString text = content.isString() ? content.toString() : jsonText(content);
            messages.append({.role = shortened(one[u"role"].toString()), .text = text});
        } else if (one[u"type"].toString() == "placeholder"_L1 && one[u"name"].isString()) {
            messages.append({.role = u"placeholder"_s, .text = one[u"name"].toString()});
        } else {
            return badAnswer(u"a message of an unknown kind"_s);
        }
    }
    return messages;
}

QString shortened(const QString &text)
{
    return text.first(std::min(text.size(), longestForeignName));
}

QByteArray encoded(const QString &name)
{
    return QUrl::toPercentEncoding(name);
}

Done ForeignList::add(ForeignPrompt prompt)
{
    ForeignPrompt &known = m_prompts[prompt.name];
    if (m_prompts.size() > mostForeignPrompts)
        return std::unexpected(
            chatError(ChatFailure::TooLarge, u"more than %1 prompts"_s.arg(mostForeignPrompts)));
    known.name = prompt.name;
    known.labels += prompt.labels;
    known.versions += prompt.versions;
    known.changedAt = std::max(known.changedAt, prompt.changedAt);
    tidy(known.labels);
    tidy(known.versions);
    return {};
}

QList<ForeignPrompt> ForeignList::take()
{
    return std::exchange(m_prompts, {}).values();
}

bool ForeignList::anotherPage()
{
    return ++m_pages <= mostPages;
}

} // namespace countersign::connectors
