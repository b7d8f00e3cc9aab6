// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/postgres/PrivatePostgres.h"

#include "support/postgres/FreePort.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QStandardPaths>

#include <pwd.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

constexpr int startsWithinMs = 60'000;

// The newest one of Debian's folders, else whatever is in PATH.
QString programFolder()
{
    const QDir versions(u"/usr/lib/postgresql"_s);
    QStringList names = versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    std::ranges::sort(names, [](const QString &a, const QString &b) { return a.toInt() > b.toInt(); });
    for (const QString &name : std::as_const(names)) {
        const QString folder = versions.filePath(name) + u"/bin/"_s;
        if (QFileInfo(folder + u"postgres"_s).isExecutable()) {
            return folder;
        }
    }
    const QString found = QStandardPaths::findExecutable(u"postgres"_s);
    return found.isEmpty() ? QString() : QFileInfo(found).path() + u'/';
}

} // namespace

PrivatePostgres::PrivatePostgres()
    // A socket's path has at most 107 bytes, so that it cannot stand in the folder of the build.
    : m_folder(QDir::tempPath() + u"/postgres-XXXXXX"_s)
    , m_sockets(u"/tmp/cs-pg-XXXXXX"_s)
    , m_programs(programFolder())
{
    if (m_programs.isEmpty()) {
        m_problem = u"PostgreSQL is not installed: see packaging/packages"_s;
        return;
    }
    if (::geteuid() == 0) {
        const passwd *user = ::getpwnam("postgres");
        if (!user) {
            m_problem = u"there is no user named postgres, and the server refuses root"_s;
            return;
        }
        for (const QString &folder : {m_folder.path(), m_sockets.path()}) {
            if (::chown(QFile::encodeName(folder).constData(), user->pw_uid, user->pw_gid) != 0) {
                m_problem = u"%1 cannot be given to the server's user"_s.arg(folder);
                return;
            }
        }
        // The server's user must get to its folder through those of the test.
        for (QDir above(m_folder.path()); above.cdUp() && above.path() != u"/"_s;) {
            struct stat status = {};
            const QByteArray path = QFile::encodeName(above.path());
            if (::stat(path.constData(), &status) == 0 && !(status.st_mode & S_IXOTH)) {
                (void)::chmod(path.constData(), status.st_mode | S_IXOTH);
            }
        }
    }
    ::chmod(QFile::encodeName(m_sockets.path()).constData(), 0755);
    m_problem = runToEnd(
        asServerUser({m_programs + u"initdb"_s, u"--pgdata"_s, dataFolder(), u"--username=postgres"_s,
                      u"--auth-local=trust"_s, u"--auth-host=scram-sha-256"_s, u"--encoding=UTF8"_s,
                      u"--locale=C.UTF-8"_s, u"--no-sync"_s},
                     false));
    if (!m_problem.isEmpty()) {
        return;
    }
    m_port = freePort();
    m_problem = start();
}

PrivatePostgres::~PrivatePostgres()
{
    stop(Stop::Immediate);
}

QString PrivatePostgres::dataFolder() const
{
    return m_folder.filePath(u"data"_s);
}

QStringList PrivatePostgres::asServerUser(const QStringList &command, bool diesWithUs) const
{
    QStringList whole{u"setpriv"_s};
    if (::geteuid() == 0) {
        whole << u"--reuid=postgres"_s << u"--regid=postgres"_s << u"--clear-groups"_s;
    }
    if (diesWithUs) {
        whole << u"--pdeathsig"_s << u"QUIT"_s;
    }
    return whole.size() == 1 ? command : whole << u"--"_s << command;
}

QString PrivatePostgres::runToEnd(const QStringList &command) const
{
    QProcess process;
    process.setWorkingDirectory(u"/"_s);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(command.first(), command.mid(1));
    if (!process.waitForFinished(startsWithinMs) || process.exitStatus() != QProcess::NormalExit
        || process.exitCode() != 0) {
        return command.join(u' ') + u": "_s + process.errorString() + u": "_s
               + QString::fromUtf8(process.readAll());
    }
    return {};
}

QString PrivatePostgres::start()
{
    const QStringList command =
        asServerUser({m_programs + u"postgres"_s, u"-D"_s, dataFolder(), u"-k"_s, socketFolder(), u"-p"_s,
                      QString::number(m_port), u"-c"_s, u"listen_addresses=127.0.0.1"_s, u"-c"_s,
                      u"max_connections=60"_s, u"-c"_s, u"logging_collector=off"_s},
                     true);
    m_server.setWorkingDirectory(u"/"_s);
    m_server.setProcessChannelMode(QProcess::MergedChannels);
    m_server.setStandardOutputFile(m_folder.filePath(u"log"_s), QIODevice::Append);
    m_server.start(command.first(), command.mid(1));
    QElapsedTimer waited;
    waited.start();
    while (waited.elapsed() < startsWithinMs) {
        if (m_server.waitForFinished(20)) {
            QFile log(m_folder.filePath(u"log"_s));
            return u"the server ended: "_s
                   + (log.open(QIODevice::ReadOnly) ? QString::fromUtf8(log.readAll()).right(2'000)
                                                    : QString());
        }
        if (!psql(u"postgres"_s, u"SELECT 1"_s).startsWith("error:")) {
            return {};
        }
    }
    return u"the server does not answer"_s;
}

void PrivatePostgres::stop(Stop how)
{
    if (m_server.state() == QProcess::NotRunning) {
        return;
    }
    const pid_t server = pid_t(m_server.processId());
    if (how == Stop::Kill) {
        // The postmaster and each of its children, so that nobody cleans up.
        QFile children(u"/proc/%1/task/%1/children"_s.arg(server));
        QList<QByteArray> pids;
        if (children.open(QIODevice::ReadOnly)) {
            pids = children.readAll().split(' ');
        }
        ::kill(server, SIGKILL);
        for (const QByteArray &pid : std::as_const(pids)) {
            if (pid.toInt() > 0) {
                ::kill(pid_t(pid.toInt()), SIGKILL);
            }
        }
        m_server.waitForFinished();
        // A new server refuses as long as one of the old ones holds the shared memory.
        for (const QByteArray &pid : std::as_const(pids)) {
            while (pid.toInt() > 0 && ::kill(pid_t(pid.toInt()), 0) == 0) {
                ::usleep(1'000);
            }
        }
        QFile::remove(m_sockets.filePath(u".s.PGSQL.%1.lock"_s.arg(m_port)));
        return;
    }
    ::kill(server, how == Stop::Fast ? SIGINT : SIGQUIT);
    if (!m_server.waitForFinished(30'000)) {
        m_server.kill();
        m_server.waitForFinished();
    }
}

QString PrivatePostgres::url(const QString &database, const QString &user) const
{
    return u"postgresql:///%1?host=%2&port=%3&user=%4"_s.arg(database, socketFolder()).arg(m_port).arg(user);
}

QByteArray PrivatePostgres::psql(const QString &database, const QString &statements,
                                 const QString &user) const
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(m_programs + u"psql"_s,
                  {u"-X"_s, u"-q"_s, u"-A"_s, u"-t"_s, u"-v"_s, u"ON_ERROR_STOP=1"_s, u"-h"_s, socketFolder(),
                   u"-p"_s, QString::number(m_port), u"-U"_s, user.isEmpty() ? administrator() : user,
                   u"-d"_s, database, u"-f"_s, u"-"_s});
    process.write(statements.toUtf8());
    process.closeWriteChannel();
    if (!process.waitForFinished(120'000) || process.exitCode() != 0) {
        return "error:" + process.readAll();
    }
    return process.readAll().trimmed();
}

QString PrivatePostgres::makeDatabase()
{
    const QString name = u"registry_%1"_s.arg(++m_databases);
    const QByteArray said = psql(u"postgres"_s, u"CREATE DATABASE %1"_s.arg(name));
    if (said.startsWith("error:")) {
        qFatal("%s", said.constData());
    }
    return name;
}

PrivatePostgres &PrivatePostgres::shared()
{
    static PrivatePostgres server;
    return server;
}

} // namespace countersign::test
