// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "race/History.h"

#include "ledger_sql/PostgresLedger.h"
#include "support/postgres/PrivatePostgres.h"

#include <QProcess>

namespace countersign::test {

/// Processes that work on one record, each with a folder and a log of its own.
class Writers
{
public:
    explicit Writers(const SharedRecord &shared) : m_shared(shared) {}

    /// `remote`, `what` and `how` are those of ledger_writer; `environment` holds more of "NAME=VALUE".
    void start(const QString &name, const QString &remote, const QString &what, const QString &how,
               const QStringList &environment = {})
    {
        auto process = std::make_unique<QProcess>();
        process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        if (!environment.isEmpty()) {
            process->setEnvironment(QProcess::systemEnvironment() + environment);
        }
        process->start(QString::fromLocal8Bit(LEDGER_WRITER),
                       {m_shared.folder(name), remote, what, how, logOf(name)});
        m_processes.push_back(std::move(process));
        if (!m_names.contains(name)) {
            m_names.append(name);
        }
    }
    /// Whether all came to their end by themselves; says of the last one what became of it.
    [[nodiscard]] bool join(int milliseconds = 1'600'000)
    {
        bool all = true;
        for (const auto &process : m_processes) {
            const bool ended = hasEnded(*process, milliseconds);
            m_killed = ended && process->exitStatus() == QProcess::CrashExit;
            m_exitCode = process->exitCode();
            const bool began = process->error() != QProcess::FailedToStart;
            all = all && began && ended && !m_killed && m_exitCode == 0;
        }
        m_processes.clear();
        return all;
    }
    [[nodiscard]] bool running() const
    {
        return std::ranges::any_of(m_processes, [](const auto &process) { return !hasEnded(*process, 0); });
    }
    [[nodiscard]] bool killed() const { return m_killed; }
    [[nodiscard]] QString logOf(const QString &name) const
    {
        return m_shared.folder(name + QStringLiteral("-log"));
    }
    [[nodiscard]] QList<SaidAppend> said() const
    {
        QList<SaidAppend> said;
        for (const QString &name : m_names) {
            said += readLog(logOf(name));
        }
        return said;
    }

private:
    // QProcess waits in vain for one that has ended before.
    static bool hasEnded(QProcess &process, int milliseconds)
    {
        return process.state() == QProcess::NotRunning || process.waitForFinished(milliseconds);
    }

    const SharedRecord &m_shared;
    std::vector<std::unique_ptr<QProcess>> m_processes;
    QStringList m_names;
    bool m_killed = false;
    int m_exitCode = 0;
};

/// Where a client of that name reaches the record, as ledger_writer takes it; its login is made.
inline QString remoteOf(const SqliteShared &shared, const QString &)
{
    return QStringLiteral("sqlite:") + shared.path();
}
inline QString remoteOf(const PostgresShared &shared, const QString &name)
{
    const PrivatePostgres &server = PrivatePostgres::shared();
    const PostgresPlace administrator =
        postgresPlaceFromUrl(server.url(shared.database(), server.administrator())).value();
    if (const auto admitted = admitLogin({.place = administrator}, name, {}); !admitted) {
        qFatal("%s: %s", qPrintable(name), qPrintable(admitted.error().detail));
    }
    return server.url(shared.database(), name);
}

} // namespace countersign::test
