// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/Network.h"

#include <QElapsedTimer>
#include <QTimer>

class QNetworkAccessManager;
class QNetworkReply;

namespace countersign::connectors {

/// One request as Line::send() promises it. Lives on the thread of its manager.
class Exchange : public QObject
{
    Q_OBJECT

public:
    /// `done` is called once, from the event loop.
    Exchange(QNetworkAccessManager &manager, const Order &order, const Secret &key,
             std::function<void(Outcome)> done);
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
