// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>

namespace countersign::test {

/// A request as it came in, whole.
struct HttpSeen
{
    QByteArray method;
    QByteArray path;                      ///< with the query
    QMap<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;
};

enum class HttpEnd {
    Whole,     ///< the answer as it should be
    CutBody,   ///< promises the whole length, sends half of the body and closes
    CutChunks, ///< chunked; closes within a chunk
    NoAnswer,  ///< closes without a byte
    Silence,   ///< says nothing and stays
};

struct HttpReply
{
    int status = 200;
    QByteArray body = {};
    QMap<QByteArray, QByteArray> headers = {};
    std::chrono::milliseconds delay{0}; ///< before the first byte
    qsizetype dripBytes = 0;            ///< 0: at once; otherwise so many bytes of the body at a time …
    std::chrono::milliseconds drip{10}; ///< … with this pause between
    HttpEnd end = HttpEnd::Whole;
};

/// An HTTP/1.1 server on 127.0.0.1 with a port of its own, on its own thread: it also answers while the test waits for
/// a child process. Requests are answered by `answer`, which runs on the server's thread.
class HttpServer
{
public:
    using Answer = std::function<HttpReply(const HttpSeen &)>;

    explicit HttpServer(Answer answer);
    /// Gives the replies of the list in order; behind its end 500 "no more answers".
    explicit HttpServer(const QList<HttpReply> &script);
    ~HttpServer();
    HttpServer(const HttpServer &) = delete;
    HttpServer &operator=(const HttpServer &) = delete;

    /// "http://127.0.0.1:PORT" and `path`.
    [[nodiscard]] QUrl url(const QString &path = {}) const;
    /// Every request that came in whole, in order.
    [[nodiscard]] QList<HttpSeen> seen() const;
    /// The largest number of requests that were being answered at one time.
    [[nodiscard]] int mostAtOnce() const;
    /// Connections that the other side closed before its answer was out.
    [[nodiscard]] int hungUp() const;

private:
    class Inside;
    std::unique_ptr<Inside> m_inside;
};

/// A body of `/chat/completions` with one choice that says `text`.
[[nodiscard]] QByteArray chatBody(const QString &text, const QString &model = QStringLiteral("served-model"));
/// The same as a reply.
[[nodiscard]] HttpReply chatReply(const QString &text, const QString &model = QStringLiteral("served-model"));

} // namespace countersign::test
