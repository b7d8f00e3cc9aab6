// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger_sql/PostgresLedger.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace countersign {

/// Hears that somebody may have written to a registry. Only ever a hint: what stands there is read by the ledger, and
/// whoever hears nothing looks every few seconds all the same. A few hints are given at once, and from then on one a
/// second, however many came.
///
/// Lives on the thread that made it; nothing here blocks that thread.
class RegistryWatch : public QObject
{
    Q_OBJECT

public:
    /// Of a file, by the system's word that it was written.
    [[nodiscard]] static std::unique_ptr<RegistryWatch> ofFile(const QString &path);
    /// Of a database, by LISTEN on a connection and a thread of its own. A connection that was lost is made anew, and listens
    /// anew: the driver forgets its subscriptions with the connection.
    [[nodiscard]] static std::unique_ptr<RegistryWatch> ofDatabase(const PostgresOptions &options);
    ~RegistryWatch() override;

signals:
    void moved();

private:
    class Listener;
    RegistryWatch();
    void hear();

    std::unique_ptr<Listener> m_listener;
    int m_spare = 0;        // hints that may be given at once
    QTimer m_refill;        // gives one back each second
    bool m_waiting = false; // a hint that came when there was none to spare
};

} // namespace countersign
