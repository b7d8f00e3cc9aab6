// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/http/HttpServer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QTimer>

#include <mutex>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

struct Tally
{
    std::mutex mutex;
    QList<HttpSeen> seen; // guarded by mutex, as all below
    int now = 0;
    int most = 0;
    int hungUp = 0;
};

/// One connection: reads requests one after another and answers each.
class Connection : public QObject
{
public:
    Connection(QTcpSocket *socket, const HttpServer::Answer &answer, Tally &tally)
        : QObject(socket)
        , m_socket(socket)
        , m_answer(answer)
        , m_tally(tally)
    {
        connect(socket, &QTcpSocket::readyRead, this, &Connection::read);
        connect(socket, &QTcpSocket::disconnected, this, [this] {
            if (m_busy)
                leave(true);
            m_socket->deleteLater();
        });
    }

private:
    void read()
    {
        m_input += m_socket->readAll();
        if (m_input.startsWith('\x16')) { // TLS, which this is none of
            m_socket->write("HTTP/1.1 400 Bad Request\r\n\r\n");
            m_socket->disconnectFromHost();
            return;
        }
        const qsizetype head = m_input.indexOf("\r\n\r\n");
        if (m_busy || m_closed || head < 0)
            return;
        HttpSeen request;
        const QList<QByteArray> lines = m_input.first(head).split('\n');
        const QList<QByteArray> first = lines.first().trimmed().split(' ');
        request.method = first.value(0);
        request.path = first.value(1);
        for (const QByteArray &line : lines.sliced(1)) {
            const qsizetype colon = line.indexOf(':');
            request.headers.insert(line.first(colon).trimmed().toLower(), line.sliced(colon + 1).trimmed());
        }
        const qsizetype length = request.headers.value("content-length").toLongLong();
        if (m_input.size() < head + 4 + length)
            return;
        request.body = m_input.sliced(head + 4, length);
        m_input.remove(0, head + 4 + length);
        m_busy = true;
        {
            const std::lock_guard lock(m_tally.mutex);
            m_tally.seen.append(request);
            m_tally.most = std::max(m_tally.most, ++m_tally.now);
        }
        m_reply = m_answer(request);
        QTimer::singleShot(m_reply.delay, this, &Connection::begin);
    }

    void begin()
    {
        if (m_reply.end == HttpEnd::Silence)
            return;
        if (m_reply.end == HttpEnd::NoAnswer) {
            leave(false);
            close();
            return;
        }
        QByteArray head = "HTTP/1.1 " + QByteArray::number(m_reply.status) + " Said\r\n";
        auto headers = m_reply.headers;
        const bool chunked = m_reply.end == HttpEnd::CutChunks;
        if (chunked)
            headers.insert("Transfer-Encoding", "chunked");
        else if (!headers.contains("Content-Length"))
            headers.insert("Content-Length", QByteArray::number(m_reply.body.size()));
        if (!headers.contains("Content-Type"))
            headers.insert("Content-Type", "application/json");
        for (const auto &[name, value] : std::as_const(headers).asKeyValueRange())
            head += name + ": " + value + "\r\n";
        m_socket->write(head + "\r\n");

        m_rest = m_reply.body;
        if (m_reply.end != HttpEnd::Whole)
            m_rest.truncate(m_rest.size() / 2);
        if (chunked)
            m_rest = QByteArray::number(m_reply.body.size(), 16) + "\r\n" + m_rest;
        more();
    }

    void more()
    {
        const qsizetype count =
            m_reply.dripBytes > 0 ? std::min(m_reply.dripBytes, m_rest.size()) : m_rest.size();
        m_socket->write(m_rest.first(count));
        m_rest.remove(0, count);
        if (!m_rest.isEmpty()) {
            QTimer::singleShot(m_reply.drip, this, &Connection::more);
            return;
        }
        leave(false);
        if (m_reply.end != HttpEnd::Whole)
            close();
        else
            read();
    }

    // What was only on its way by then is neither read nor answered.
    void close()
    {
        m_closed = true;
        m_socket->disconnectFromHost();
    }

    void leave(bool early)
    {
        const std::lock_guard lock(m_tally.mutex);
        m_busy = false;
        --m_tally.now;
        m_tally.hungUp += early ? 1 : 0;
    }

    QTcpSocket *m_socket;
    HttpServer::Answer m_answer;
    Tally &m_tally;
    QByteArray m_input;
    QByteArray m_rest;
    HttpReply m_reply;
    bool m_busy = false;
    bool m_closed = false;
};

} // namespace

class HttpServer::Inside
{
public:
    explicit Inside(Answer answer) : m_answer(std::move(answer))
    {
        m_server = new QTcpServer;
        m_server->listen(QHostAddress::LocalHost);
        m_port = m_server->serverPort();
        QObject::connect(m_server, &QTcpServer::newConnection, m_server, [this] {
            while (QTcpSocket *socket = m_server->nextPendingConnection())
                new Connection(socket, m_answer, tally);
        });
        m_server->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, m_server, &QObject::deleteLater);
        m_thread.start();
    }

    ~Inside()
    {
        m_thread.quit();
        m_thread.wait();
    }

    [[nodiscard]] quint16 port() const { return m_port; }
    mutable Tally tally;

private:
    Answer m_answer;
    QThread m_thread;
    QTcpServer *m_server = nullptr; // with its connections on m_thread
    quint16 m_port = 0;
};

HttpServer::HttpServer(Answer answer) : m_inside(std::make_unique<Inside>(std::move(answer))) {}

HttpServer::HttpServer(const QList<HttpReply> &script)
    : HttpServer([script, at = std::make_shared<qsizetype>(0)](const HttpSeen &) {
        const HttpReply none{.status = 500, .body = "no more answers"};
        return script.value((*at)++, none);
    })
{}

HttpServer::~HttpServer() = default;

QUrl HttpServer::url(const QString &path) const
{
    return QUrl(u"http://127.0.0.1:%1%2"_s.arg(m_inside->port()).arg(path));
}

QList<HttpSeen> HttpServer::seen() const
{
    const std::lock_guard lock(m_inside->tally.mutex);
    return m_inside->tally.seen;
}

int HttpServer::mostAtOnce() const
{
    const std::lock_guard lock(m_inside->tally.mutex);
    return m_inside->tally.most;
}

int HttpServer::hungUp() const
{
    const std::lock_guard lock(m_inside->tally.mutex);
    return m_inside->tally.hungUp;
}

QByteArray chatBody(const QString &text, const QString &model)
{
    const QJsonObject message{{u"role"_s, u"assistant"_s}, {u"content"_s, text}};
    const QJsonObject choice{{u"index"_s, 0}, {u"message"_s, message}, {u"finish_reason"_s, u"stop"_s}};
    const QJsonObject usage{{u"prompt_tokens"_s, 11}, {u"completion_tokens"_s, 7}, {u"total_tokens"_s, 18}};
    return QJsonDocument(QJsonObject{{u"id"_s, u"chatcmpl-1"_s},
                                     {u"object"_s, u"chat.completion"_s},
                                     {u"model"_s, model},
                                     {u"choices"_s, QJsonArray{choice}},
                                     {u"usage"_s, usage}})
        .toJson(QJsonDocument::Compact);
}

HttpReply chatReply(const QString &text, const QString &model)
{
    return {.body = chatBody(text, model)};
}

} // namespace countersign::test
