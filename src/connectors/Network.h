// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/Chat.h"
#include "connectors/ChatFailure.h"
#include "connectors/SecretStore.h"

#include <QList>
#include <QObject>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace countersign::connectors {

/// One request to one service.
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

/// The connections to a service that one request after another uses. Lives on the thread that opened it.
class Line : public QObject
{
    Q_OBJECT

public:
    ~Line() override;
    /// Sends once, never again by itself, to no other place, with a bound on time and size. `done` is called once, from the
    /// event loop. Deleting what is returned, which goes before the line, cancels the request without a word.
    [[nodiscard]] virtual std::unique_ptr<QObject> send(const Order &order, const Secret &key,
                                                        std::function<void(Outcome)> done) = 0;

protected:
    Line() = default;
};

/// The way out of this process: HTTP, and the system's keychain.
///
/// It stands in a module of its own, `countersign_network`, because what it is made of (Qt Network, QtKeychain and all
/// that they load) costs more time at the start of a program than many a command takes.
class Network
{
public:
    virtual ~Network();

    /// Any thread.
    [[nodiscard]] virtual std::unique_ptr<Line> openLine() = 0;
    /// Reads and writes `KeyPlace::Keychain` alone. Any thread.
    [[nodiscard]] virtual SecretStore &keychain() = 0;

protected:
    Network() = default;
    Q_DISABLE_COPY_MOVE(Network)
};

/// Loads the module when it is first asked for; it stays until the process ends. Looked for beside the programs
/// (`lib/countersign` of the same prefix) and in Qt's plugin folders. Any thread. Fails: Unavailable ("network"; detail:
/// what was tried), also when the module is of another version.
[[nodiscard]] Result<Network *> network();

} // namespace countersign::connectors
