// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/OpinionDesk.h"

#include "base/Hash.h"
#include "connectors/ChatClient.h"
#include "connectors/ChatJson.h"
#include "connectors/EndpointBook.h"
#include "connectors/SystemSecrets.h"
#include "services/WhenFinished.h"

#include <QPromise>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace countersign {

using connectors::ChatAnswer;
using connectors::ChatClient;
using connectors::ChatEndpoint;
using connectors::ChatRequest;
using connectors::checkedBase;
using connectors::EndpointBook;
using connectors::KeyPlace;
using connectors::KeySource;
using connectors::KnownEndpoint;
using connectors::Secret;

namespace {

constexpr qsizetype longestName = 200;

[[nodiscard]] QUrl urlOf(const SecondOpinion &asked)
{
    return QUrl(asked.endpoint, QUrl::StrictMode);
}

[[nodiscard]] ChatRequest requestFor(const SecondOpinion &asked, const OpinionPrompt &prompt)
{
    return {.model = asked.model,
            .messages = {{.role = u"system"_s, .content = prompt.system},
                         {.role = u"user"_s, .content = prompt.user}},
            .temperature = 0.0,
            .responseFormat = {{u"type"_s, u"json_object"_s}}};
}

template<typename R>
[[nodiscard]] QFuture<R> answeredNow(R result)
{
    QPromise<R> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

} // namespace

OpinionDesk::OpinionDesk(Place place, QObject *parent) : QObject(parent), m_place(std::move(place)) {}

OpinionDesk::~OpinionDesk() = default;

OpinionDesk::Place OpinionDesk::systemPlace()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
    return {.settingsFile = folder + u"/countersign/endpoints.ini"_s,
            .secrets = std::make_shared<connectors::SystemSecrets>()};
}

Result<QString> OpinionDesk::host(const SecondOpinion &asked)
{
    const Result<QUrl> base = checkedBase(urlOf(asked));
    if (!base)
        return std::unexpected(base.error());
    return connectors::hostOf(*base);
}

bool OpinionDesk::isConfirmed(const SecondOpinion &asked) const
{
    return EndpointBook(m_place.settingsFile).find(urlOf(asked)).has_value();
}

QString OpinionDesk::keyOf(const SecondOpinion &asked) const
{
    const std::optional<KnownEndpoint> known = EndpointBook(m_place.settingsFile).find(urlOf(asked));
    return known ? connectors::toString(known->key) : QString();
}

Done OpinionDesk::confirm(const SecondOpinion &asked, const QString &key)
{
    const Result<KeySource> source = connectors::keySourceFromString(key);
    if (!source)
        return std::unexpected(source.error());
    return EndpointBook(m_place.settingsFile).confirm(urlOf(asked), *source);
}

Done OpinionDesk::forget(const SecondOpinion &asked)
{
    return EndpointBook(m_place.settingsFile).forget(urlOf(asked));
}

QFuture<Done> OpinionDesk::keepKey(const QString &name, const QString &key)
{
    const Result<KeySource> source = connectors::keySourceFromString(u"keychain:"_s + name);
    if (!source)
        return answeredNow<Done>(failure(ErrorCode::Invalid, u"name"_s));
    const Secret secret(key.trimmed().toUtf8());
    if (!secret.isUsable())
        return answeredNow<Done>(failure(ErrorCode::Invalid, u"key"_s));
    m_client.reset(); // it may have read the key that was there
    return m_place.secrets->write(*source, secret);
}

QFuture<Done> OpinionDesk::forgetKey(const SecondOpinion &asked)
{
    const std::optional<KnownEndpoint> known = EndpointBook(m_place.settingsFile).find(urlOf(asked));
    m_client.reset();
    if (!known || known->key.place != KeyPlace::Keychain)
        return answeredNow<Done>(forget(asked));
    auto promise = std::make_shared<QPromise<Done>>();
    promise->start();
    whenFinished(m_place.secrets->erase(known->key), this, [this, promise, asked](const Done &erased) {
        const bool gone = erased || erased.error().code == ErrorCode::NotFound;
        promise->addResult(gone ? forget(asked) : erased);
        promise->finish();
    });
    return promise->future();
}

QFuture<Result<SecondOpinionGiven>> OpinionDesk::ask(const Policy &policy, const AssessedChange &change)
{
    using Given = Result<SecondOpinionGiven>;
    const SecondOpinion &asked = policy.secondOpinion;
    const std::optional<KnownEndpoint> known = EndpointBook(m_place.settingsFile).find(urlOf(asked));
    if (!known)
        return answeredNow<Given>(failure(ErrorCode::Refused, u"endpoint.unconfirmed"_s, asked.endpoint));
    const ChatEndpoint endpoint{.base = urlOf(asked), .key = known->key, .keyStyle = known->keyStyle};
    if (!m_client || m_client->endpoint().key != endpoint.key
        || m_client->endpoint().base != checkedBase(endpoint.base)) {
        Result<std::unique_ptr<ChatClient>> client =
            ChatClient::create(endpoint, {.mostBytes = 1024 * 1024}, {.secrets = m_place.secrets});
        if (!client)
            return answeredNow<Given>(std::unexpected(client.error()));
        m_client = *std::move(client);
    }

    const ChatRequest request = requestFor(asked, opinionPrompt(policy, change));
    QFuture<Result<ChatAnswer>> answer = m_client->ask(request);
    auto promise = std::make_shared<QPromise<Given>>();
    promise->start();
    const QFuture<Given> future = promise->future();
    auto *canceler = new QFutureWatcher<Given>(this);
    connect(canceler, &QFutureWatcher<Given>::canceled, this, [answer]() mutable { answer.cancel(); });
    connect(canceler, &QFutureWatcher<Given>::finished, canceler, &QObject::deleteLater);
    canceler->setFuture(future);
    whenFinished(answer, this, [=, host = connectors::hostOf(endpoint.base)](const Result<ChatAnswer> &said) {
        const Result<OpinionAnswer> read =
            said ? opinionAnswerFrom(said->text) : std::unexpected(said.error());
        if (read) {
            promise->addResult(
                SecondOpinionGiven{.answer = *read,
                                   .text = said->text,
                                   .host = host,
                                   .asked = asked.model,
                                   .served = said->model.first(std::min(said->model.size(), longestName)),
                                   .prompt = sha256As<ContentHash>(connectors::toBytes(request)),
                                   .latencyMs = said->latencyMs});
        } else {
            promise->addResult(Given(std::unexpected(read.error())));
        }
        promise->finish();
    });
    return future;
}

} // namespace countersign
