// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Served.h"

#include "connectors/SecretStore.h"
#include "prompt/Body.h"
#include "prompt/Write.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

using connectors::ForeignMessage;
using connectors::ForeignText;
using connectors::RegistryKind;

namespace {

/// A message as both sides are compared by.
struct SpokenMessage
{
    QString role = {};
    QString text = {};

    friend bool operator==(const SpokenMessage &, const SpokenMessage &) = default;
};

[[nodiscard]] QStringView withoutOuterBreaks(QStringView text)
{
    while (text.startsWith(u'\n'))
        text = text.sliced(1);
    while (text.endsWith(u'\n'))
        text.chop(1);
    return text;
}

[[nodiscard]] QString unixBreaks(QString text)
{
    return text.replace("\r\n"_L1, "\n"_L1).replace(u'\r', u'\n');
}

[[nodiscard]] QString roleWord(prompt::Role role)
{
    switch (role) {
    case prompt::Role::None:
    case prompt::Role::System:
        return u"system"_s;
    case prompt::Role::User:
        return u"user"_s;
    case prompt::Role::Assistant:
        return u"assistant"_s;
    case prompt::Role::Developer:
        return u"developer"_s;
    case prompt::Role::Tool:
        return u"tool"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

/// "human" and "user" are one; what is no role stays the word that it is.
[[nodiscard]] QString roleWord(const QString &name)
{
    const prompt::Role role = prompt::roleNamed(name);
    return role == prompt::Role::None && !name.isEmpty() ? name.toLower() : roleWord(role);
}

[[nodiscard]] SpokenMessage spoken(const ForeignMessage &message)
{
    return {.role = roleWord(message.role), .text = withoutOuterBreaks(unixBreaks(message.text)).toString()};
}

[[nodiscard]] SpokenMessage spoken(const prompt::Message &message)
{
    return {.role = roleWord(message.role), .text = withoutOuterBreaks(message.text).toString()};
}

template<typename Messages>
[[nodiscard]] QList<SpokenMessage> allSpoken(const Messages &messages)
{
    QList<SpokenMessage> all;
    for (const auto &message : messages)
        all.append(spoken(message));
    return all;
}

[[nodiscard]] bool isOtherSpelling(const QString &id, const QString &name)
{
    return std::ranges::any_of(QStringList{u"-"_s, u"_"_s, u"."_s, u"__"_s},
                               [&](const QString &sign) { return QString(id).replace(u'/', sign) == name; });
}

} // namespace

Done checkedService(const PromptService &service)
{
    static const QRegularExpression id(u"\\A[a-z0-9._-]{1,64}\\z"_s);
    if (!id.match(service.name).hasMatch())
        return failure(ErrorCode::Invalid, u"name"_s);
    const QUrl url(service.address, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return failure(ErrorCode::Invalid, u"address"_s);
    if (const auto base = connectors::checkedBase(url); !base)
        return std::unexpected(base.error());
    if (!connectors::keySourceFromString(service.key))
        return failure(ErrorCode::Invalid, u"key"_s);
    return {};
}

const Artifact *artifactServed(const State &state, const PromptService &service, const QString &name)
{
    const auto governed = [&state](const ArtifactId &id) {
        const Artifact *artifact = state.artifact(id);
        return artifact && !artifact->retired && artifact->kind == ArtifactKind::Prompt ? artifact : nullptr;
    };
    if (const auto given = service.prompts.constFind(name); given != service.prompts.cend())
        return governed(*given);
    if (const Artifact *same = governed({name}))
        return same;
    const Artifact *found = nullptr;
    for (const Artifact &artifact : state.artifacts) {
        if (artifact.retired || artifact.kind != ArtifactKind::Prompt
            || !isOtherSpelling(artifact.id.value, name))
            continue;
        if (found)
            return nullptr; // which of them is for a person to say
        found = &artifact;
    }
    return found;
}

QString servedName(const PromptService &service, const ArtifactId &artifact)
{
    if (const QString given = service.prompts.key(artifact); !given.isEmpty())
        return given;
    return service.kind == RegistryKind::Mlflow ? QString(artifact.value).replace(u'/', u'-')
                                                : artifact.value;
}

EnvironmentId servedEnvironment(const Policy &policy, const PromptService &service, const QString &label)
{
    const EnvironmentId environment = service.labels.value(label, EnvironmentId{label});
    return policy.environment(environment) ? environment : EnvironmentId();
}

QString servedLabel(const PromptService &service, const EnvironmentId &environment)
{
    const QString given = service.labels.key(environment);
    return given.isEmpty() ? environment.value : given;
}

bool saysTheSame(const ForeignText &text, const QByteArray &file, const QString &path)
{
    return allSpoken(text.messages) == allSpoken(prompt::parse(file, path).messages);
}

Result<ForeignText> servedText(const QByteArray &file, const QString &path, const QString &name)
{
    const prompt::Document document = prompt::parse(file, path);
    const bool unreadable =
        std::ranges::contains(document.problems, prompt::Severity::Error, &prompt::Problem::severity);
    if (document.messages.isEmpty() || unreadable || document.encoding.charset != prompt::Charset::Utf8)
        return failure(ErrorCode::Unsupported, u"messages"_s, path);
    ForeignText text{.name = name};
    const prompt::Message &first = document.messages.first();
    text.isChat = document.messages.size() > 1 || first.role != prompt::Role::None;
    for (const prompt::Message &message : document.messages)
        text.messages.append(
            {.role = text.isChat ? roleWord(message.role) : QString(), .text = message.text});
    return text;
}

Result<EditedFile> adoptedFile(const Artifact &artifact, const QByteArray &accepted, const ForeignText &text)
{
    const QList<SpokenMessage> wanted = allSpoken(text.messages);
    QByteArray bytes = accepted;
    prompt::Document document = prompt::parse(bytes, artifact.path);
    const QList<SpokenMessage> now = allSpoken(document.messages);
    const bool fits = std::ranges::equal(now, wanted, {}, &SpokenMessage::role, &SpokenMessage::role);
    if (!fits)
        return failure(ErrorCode::Unsupported, u"messages"_s, artifact.path);
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        if (now.at(i) == wanted.at(i))
            continue;
        // The line breaks around a message are the file's own.
        const QString &old = document.messages.at(i).text;
        const QStringView inner = withoutOuterBreaks(old);
        const qsizetype head = inner.isEmpty() ? 0 : old.indexOf(inner);
        const QString tail = inner.isEmpty() ? old : old.sliced(head + inner.size());
        const Result<QByteArray> written =
            prompt::setMessageText(bytes, document, i, old.first(head) + wanted.at(i).text + tail);
        if (!written)
            return std::unexpected(written.error());
        bytes = *written;
        document = prompt::parse(bytes, artifact.path);
    }
    return EditedFile{.artifact = artifact.id,
                      .path = artifact.path,
                      .kind = artifact.kind,
                      .before = artifact.acceptedContent(),
                      .text = bytes};
}

Result<EditedFile> adoptedFile(const State &state, const ForeignText &text)
{
    const bool chat = text.messages.size() != 1 || spoken(text.messages.first()).role != "system"_L1;
    const QString root = state.policy.root.isEmpty() ? QString() : state.policy.root + u'/';
    const QString path = root + text.name + (chat ? u".json"_s : u".prompt.md"_s);
    if (!isSafePath(path) || state.policy.kindOf(path) != ArtifactKind::Prompt
        || state.artifact(state.policy.artifactOf(path)))
        return failure(ErrorCode::Refused, u"not-governed"_s, path);
    QByteArray bytes;
    if (chat) {
        QJsonArray messages;
        for (const ForeignMessage &message : text.messages)
            messages.append(QJsonObject{{u"role"_s, message.role}, {u"content"_s, message.text}});
        bytes = QJsonDocument(QJsonObject{{u"messages"_s, messages}}).toJson();
    } else {
        bytes = unixBreaks(text.messages.first().text).toUtf8();
        if (!bytes.endsWith('\n'))
            bytes += '\n';
    }
    if (!saysTheSame(text, bytes, path))
        return failure(ErrorCode::Unsupported, u"messages"_s, path);
    return EditedFile{
        .artifact = state.policy.artifactOf(path), .path = path, .kind = ArtifactKind::Prompt, .text = bytes};
}

Result<VersionRecord> publishable(const State &state, const ArtifactId &artifact,
                                  const EnvironmentId &environment)
{
    const Artifact *prompt = state.artifact(artifact);
    if (!prompt || prompt->retired || prompt->kind != ArtifactKind::Prompt)
        return failure(ErrorCode::Refused, u"not-accepted"_s, artifact.value);
    const PointerMove *running = prompt->running(environment);
    if (!running)
        return failure(ErrorCode::Refused, u"not-released"_s, environment.value);
    const VersionRecord *version = prompt->version(running->version);
    if (!version || version->content != running->content)
        return failure(ErrorCode::Refused, u"not-accepted"_s, artifact.value);
    return *version;
}

qsizetype ServiceReport::count(ServedStanding standing) const
{
    return std::ranges::count(rows, standing, &ServedRow::standing);
}

} // namespace countersign
