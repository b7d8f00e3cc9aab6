// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/network/Exchange.h"

#include "connectors/ChatJson.h"
#include "connectors/Pace.h"

#include <QIODevice>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>

#include <cstring>

using namespace Qt::StringLiterals;

namespace countersign::connectors {

namespace {

/// A body that can be read once. Qt sends a request again by itself when a connection is lost, as long as it can read
/// the body again; whether a request is repeated is for the caller to decide and to count.
class OnceBody : public QIODevice
{
public:
    OnceBody(const QByteArray &bytes, QObject *parent) : QIODevice(parent), m_bytes(bytes)
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override
    {
        return m_bytes.size() - m_at + QIODevice::bytesAvailable();
    }
    bool seek(qint64) override { return false; }
    [[nodiscard]] bool atEnd() const override { return m_at == m_bytes.size(); }

protected:
    qint64 readData(char *to, qint64 most) override
    {
        const qint64 count = std::min<qint64>(most, m_bytes.size() - m_at);
        if (count == 0)
            return m_at == m_bytes.size() ? -1 : 0;
        std::memcpy(to, m_bytes.constData() + m_at, size_t(count));
        m_at += count;
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    qint64 m_at = 0;
};

[[nodiscard]] QNetworkRequest requestFor(const Order &order, const Secret &key)
{
    QNetworkRequest request(order.url);
    if (order.verb != "GET") {
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        request.setHeader(QNetworkRequest::ContentLengthHeader, order.body.size());
        request.setRawHeader("Idempotency-Key", order.idempotency);
    }
    request.setHeader(QNetworkRequest::UserAgentHeader,
                      QString::fromLatin1("countersign/" COUNTERSIGN_VERSION));
    request.setRawHeader("Accept", "application/json");
    // Bytes as they are: nothing that unpacks to more than the bound, and a length that can be compared.
    request.setRawHeader("Accept-Encoding", "identity");
    if (!key.isEmpty()) {
        switch (order.keyStyle) {
        case KeyStyle::Bearer:
            request.setRawHeader("Authorization", "Bearer " + key.bytes());
            break;
        case KeyStyle::ApiKey:
            request.setRawHeader("api-key", key.bytes());
            break;
        case KeyStyle::Basic:
            request.setRawHeader("Authorization", "Basic " + key.bytes().toBase64());
            break;
        }
    }
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    return request;
}

/// The key as it stands, and the parts and the spelling of one that is sent as name and password.
[[nodiscard]] QList<Secret> shapesOf(const Secret &key, KeyStyle style)
{
    if (style != KeyStyle::Basic || key.isEmpty())
        return {key};
    const qsizetype colon = key.bytes().indexOf(':');
    return {key, Secret(key.bytes().toBase64()), Secret(key.bytes().sliced(colon + 1))};
}

[[nodiscard]] std::optional<ChatFailure> failureOfStatus(int status, const QList<int> &answers)
{
    if ((status >= 200 && status < 300) || answers.contains(status))
        return std::nullopt;
    if (status >= 300 && status < 400)
        return ChatFailure::Redirected;
    if (status == 401 || status == 403)
        return ChatFailure::Unauthorized;
    if (status == 429)
        return ChatFailure::RateLimited;
    // 408 and 425 are the server's way to say "again".
    if (status == 408 || status == 425 || status >= 500)
        return ChatFailure::Server;
    return status >= 400 ? ChatFailure::Rejected : ChatFailure::BadAnswer;
}

} // namespace

Exchange::Exchange(QNetworkAccessManager &manager, const Order &order, const Secret &key,
                   std::function<void(Outcome)> done)
    : m_order(order)
    , m_hidden(shapesOf(key, order.keyStyle))
    , m_done(std::move(done))
{
    m_since.start();
    const QNetworkRequest request = requestFor(order, key);
    if (order.verb == "GET")
        m_reply = manager.get(request);
    else
        m_reply = manager.sendCustomRequest(request, order.verb, new OnceBody(order.body, this));
    m_reply->setParent(this);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Exchange::weigh);
    connect(m_reply, &QNetworkReply::readyRead, this, &Exchange::read);
    connect(m_reply, &QNetworkReply::finished, this, &Exchange::finish);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] { stop(ChatFailure::Timeout, {}); });
    m_deadline.start(order.timeoutMs);
}

Exchange::~Exchange()
{
    m_reply->disconnect(this);
    m_reply->abort();
}

void Exchange::weigh()
{
    const qint64 promised = m_reply->rawHeader("Content-Length").toLongLong();
    if (promised > m_order.mostBytes)
        stop(ChatFailure::TooLarge, u"%1 bytes"_s.arg(promised));
}

void Exchange::read()
{
    const QByteArray more = m_reply->read(m_order.mostBytes + 1 - m_body.size());
    m_body += more;
    if (m_body.size() > m_order.mostBytes)
        stop(ChatFailure::TooLarge, u"more than %1 bytes"_s.arg(m_order.mostBytes));
}

void Exchange::stop(ChatFailure failure, const QString &detail)
{
    if (m_stopped)
        return;
    m_stopped = failure;
    m_stoppedWhy = detail;
    m_reply->abort();
}

void Exchange::finish()
{
    m_deadline.stop();
    if (!m_stopped)
        read();
    if (m_done) {
        const auto done = std::exchange(m_done, {});
        done(outcome());
    }
}

template<typename Text>
Text Exchange::hiddenIn(Text text) const
{
    for (const Secret &secret : m_hidden)
        text = secret.hiddenIn(std::move(text));
    return text;
}

Outcome Exchange::outcome() const
{
    Outcome result{.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                   .body = hiddenIn(m_body),
                   .latencyMs = m_since.elapsed()};
    const QNetworkReply::NetworkError error = m_reply->error();
    const auto failed = [&](ChatFailure failure, const QString &detail) {
        result.failure = failure;
        result.detail = hiddenIn(detail);
        return result;
    };

    if (m_stopped)
        return failed(*m_stopped, m_stoppedWhy);
    if (error == QNetworkReply::SslHandshakeFailedError)
        return failed(ChatFailure::Tls, m_reply->errorString());
    // Qt has an error for many of these too; the status says more.
    const std::optional<ChatFailure> bad =
        result.status > 0 ? failureOfStatus(result.status, m_order.answers) : std::nullopt;
    if (bad) {
        result.retryAfter = retryAfter(m_reply->rawHeader("Retry-After"), m_reply->rawHeader("Date"));
        return failed(*bad, u"HTTP %1 %2"_s.arg(result.status).arg(errorMessageIn(result.body)));
    }
    const bool asked = m_order.answers.contains(result.status);
    if ((error != QNetworkReply::NoError && !asked) || result.status == 0)
        return failed(result.status > 0 ? ChatFailure::Broken : ChatFailure::Unreachable,
                      m_reply->errorString());
    bool hasLength = false;
    const qint64 promised = m_reply->rawHeader("Content-Length").toLongLong(&hasLength);
    if (hasLength && promised != m_body.size())
        return failed(ChatFailure::Broken, u"%1 of %2 bytes"_s.arg(m_body.size()).arg(promised));
    return result;
}

} // namespace countersign::connectors
