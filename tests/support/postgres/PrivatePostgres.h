// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QProcess>
#include <QTemporaryDir>

namespace countersign::test {

/// A PostgreSQL server of this test's own: data folder, port and socket are nobody else's, and it ends with the test, also when
/// that is killed. As root it runs as the user "postgres", because the server refuses root.
class PrivatePostgres
{
public:
    PrivatePostgres();
    ~PrivatePostgres();
    Q_DISABLE_COPY_MOVE(PrivatePostgres)

    /// Why there is no server; empty when there is one. A test that needs one fails with these words.
    [[nodiscard]] const QString &problem() const { return m_problem; }

    /// Starts again what was stopped or killed, on the same data and port.
    [[nodiscard]] QString start();
    enum class Stop { Fast, Immediate, Kill };
    /// Returns when every process of the server is gone.
    void stop(Stop how);

    [[nodiscard]] QString socketFolder() const { return m_sockets.path(); }
    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] QString dataFolder() const;
    [[nodiscard]] QString administrator() const { return QStringLiteral("postgres"); }
    /// Where a login of this server reaches a database, as an address.
    [[nodiscard]] QString url(const QString &database, const QString &user) const;

    /// Runs psql as the administrator and returns what it printed; the text begins with "error:" when it failed.
    [[nodiscard]] QByteArray psql(const QString &database, const QString &statements,
                                  const QString &user = {}) const;
    /// A new empty database.
    [[nodiscard]] QString makeDatabase();

    /// The server of this process, started once.
    [[nodiscard]] static PrivatePostgres &shared();

private:
    /// The command with what must come before it to run as the server's user.
    [[nodiscard]] QStringList asServerUser(const QStringList &command, bool diesWithUs) const;
    [[nodiscard]] QString runToEnd(const QStringList &command) const;

    QTemporaryDir m_folder;
    QTemporaryDir m_sockets;
    QString m_programs;
    QProcess m_server;
    int m_port = 0;
    int m_databases = 0;
    QString m_problem;
};

} // namespace countersign::test
