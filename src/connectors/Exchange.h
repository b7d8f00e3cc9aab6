// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/Chat.h"
#include "connectors/ChatFailure.h"
#include "connectors/SecretStore.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <optional>

class QNetworkAccessManager;
class QNetworkReply;

namespace countersign::connectors {

/// What one try came to: a whole answer (of status 2xx, or another that was asked for), or a failure.
struct Outcome
{
    int status = 0; ///< of HTTP; 0 when no answer began
    QByteArray body = {};
    std::optional<ChatFailure> failure = {};
    QString detail = {}; ///< for the failure; may be anything, but for the key
    std::optional<std::chrono::milliseconds> retryAfter = {};
    qint64 latencyMs = 0;
};

/// One request: sent once, never again by itself, to no other place, with a bound on time and size. Lives on the thread of
/// its manager; deleting it cancels it without a word.
class Exchange : public QObject
{
    Q_OBJECT

public:
    struct Order
    {
        QByteArray verb = "POST";
        QUrl url = {};
        QByteArray body = {};        ///< a GET has none
        QByteArray idempotency = {}; ///< the same for all tries of a request (`Idempotency-Key`)
        KeyStyle keyStyle = KeyStyle::Bearer;
        int timeoutMs = 0;
        qsizetype mostBytes = 0;
        QList<int> answers = {}; ///< statuses that are answers too, beside 2xx
    };

    /// `done` is called once, from the event loop.
    Exchange(QNetworkAccessManager &manager, const Order &order, const Secret &key,
             std::function<void(Outcome)> done, QObject *parent);
    ~Exchange() override;

private:
    void weigh();
    void read();
    void finish();
    void stop(ChatFailure failure, const QString &detail);
    [[nodiscard]] Outcome outcome() const;
    template<typename Text>
    [[nodiscard]] Text hiddenIn(Text text) const;

    Order m_order;
    QList<Secret> m_hidden; ///< every shape in which the key could come back
    std::function<void(Outcome)> m_done;
    QNetworkReply *m_reply = nullptr;
    QByteArray m_body;
    QElapsedTimer m_since;
    QTimer m_deadline;
    std::optional<ChatFailure> m_stopped;
    QString m_stoppedWhy;
};

} // namespace countersign::connectors
