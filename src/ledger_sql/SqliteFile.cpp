// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_sql/SqliteFile.h"

#include "ledger_sql/SqliteLedger.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUrl>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace countersign::sql {

namespace {

constexpr auto busyTimeout = "QSQLITE_BUSY_TIMEOUT=5000;QSQLITE_OPEN_URI"_L1;

enum class Mode { ReadOnly, ReadWrite };

QString uri(const QString &path, Mode mode)
{
    const QString name = QString::fromLatin1(QUrl::toPercentEncoding(path, "/"));
    return u"file:"_s + name + (mode == Mode::ReadOnly ? u"?mode=ro"_s : u"?mode=rw"_s);
}

Done openFile(Connection &connection, const QString &path, Mode mode)
{
    const Done opened = connection.open([&](QSqlDatabase &database) {
        database.setDatabaseName(uri(path, mode));
        database.setConnectOptions(busyTimeout);
    });
    if (!opened) {
        return opened;
    }
    // Before anything else is asked: what the file says of itself is not to be believed.
    for (const QString &pragma : {u"PRAGMA trusted_schema = OFF"_s, u"PRAGMA cell_size_check = ON"_s,
                                  u"PRAGMA mmap_size = 0"_s, u"PRAGMA foreign_keys = ON"_s}) {
        if (const auto done = connection.run(pragma); !done) {
            return std::unexpected(done.error());
        }
    }
    return {};
}

Result<QStringList> schemaOf(const Connection &connection)
{
    // A foreign file may have any number of them, of any length.
    auto query = connection.run(
        u"SELECT type || ' ' || substr(name, 1, 200) || ' ' || substr(coalesce(sql, ''), 1, 20000) "
        "FROM sqlite_schema ORDER BY type, name LIMIT 1000"_s);
    if (!query) {
        return std::unexpected(query.error());
    }
    QStringList lines;
    while (query->next()) {
        lines.append(query->value(0).toString());
    }
    if (query->lastError().isValid()) {
        return std::unexpected(asError(query->lastError(), connection.dialect(), connection.name()));
    }
    return lines;
}

/// What the scripts make, by making it in memory.
Result<QStringList> expectedSchema(int of)
{
    Connection memory(Dialect::Sqlite, u"memory"_s);
    if (const Done opened =
            memory.open([](QSqlDatabase &database) { database.setDatabaseName(u":memory:"_s); });
        !opened) {
        return std::unexpected(opened.error());
    }
    for (int version = 1; version <= of; ++version) {
        if (const Done done = memory.runScript(migration(Dialect::Sqlite, version)); !done) {
            return std::unexpected(done.error());
        }
    }
    return schemaOf(memory);
}

/// That it is a registry of a version we know, with exactly our tables, triggers and views.
Done checkSchema(const Connection &connection)
{
    const Result<QVariant> id = connection.value(u"PRAGMA application_id"_s);
    if (!id) {
        return std::unexpected(id.error());
    }
    if (id->toInt() != applicationId) {
        return failure(ErrorCode::Corrupt, connection.name(), u"this is no registry of Countersign"_s);
    }
    const Result<QVariant> version = connection.value(u"PRAGMA user_version"_s);
    if (!version) {
        return std::unexpected(version.error());
    }
    if (version->toInt() > schemaVersion) {
        return failure(ErrorCode::Newer, connection.name(), u"schema %1"_s.arg(version->toInt()));
    }
    if (version->toInt() < 1) {
        return failure(ErrorCode::Corrupt, connection.name(), u"schema %1"_s.arg(version->toInt()));
    }
    const Result<QStringList> found = schemaOf(connection);
    const Result<QStringList> expected = expectedSchema(version->toInt());
    if (!found || !expected) {
        return std::unexpected(found ? expected.error() : found.error());
    }
    if (*found != *expected) {
        return failure(ErrorCode::Corrupt, connection.name(),
                       u"its tables, triggers or views are other ones than ours"_s);
    }
    if (version->toInt() < schemaVersion) {
        return failure(ErrorCode::Unsupported, u"schema"_s, QString::number(version->toInt()));
    }
    return {};
}

// Magic numbers of statfs(2) of file systems that are shared between computers, or run by a program of a user.
bool isShared(quint64 magic)
{
    switch (magic) {
    case 0x6969:     // NFS
    case 0xff534d42: // CIFS
    case 0xfe534d42: // SMB2
    case 0x517b:     // SMB
    case 0x01021997: // 9p
    case 0x65735546: // FUSE
    case 0x00c36400: // Ceph
    case 0x0bd00bd0: // Lustre
    case 0x5346414f: // AFS
    case 0x73757245: // Coda
    case 0x01161970: // GFS2
    case 0x7461636f: // OCFS2
        return true;
    default:
        return false;
    }
}

} // namespace

Done checkFileSystem(const QString &path)
{
    const QFileInfo info(path);
    const QString place = info.exists() ? path : info.absolutePath();
    struct statfs system = {};
    if (::statfs(QFile::encodeName(place).constData(), &system) != 0) {
        return failure(ErrorCode::NotFound, path);
    }
    if (isShared(quint64(system.f_type) & 0xffffffff)) {
        return failure(ErrorCode::Unsupported, path, u"network-file-system"_s);
    }
    return {};
}

Done openSqlite(Connection &connection, const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists()) {
        return failure(ErrorCode::NotFound, path);
    }
    if (!info.isFile()) {
        return failure(ErrorCode::Corrupt, path, u"this is no registry of Countersign"_s);
    }
    if (const Done fit = checkFileSystem(path); !fit) {
        return fit;
    }
    // Looked at without a right to write first. A journal that a crash left cannot be played back that way, and such a
    // file is looked at below.
    Done looked = openFile(connection, path, Mode::ReadOnly);
    if (looked) {
        looked = checkSchema(connection);
    }
    const bool needsWriting =
        !looked
        && (looked.error().code == ErrorCode::NotPermitted || looked.error().code == ErrorCode::NotFound);
    if (!looked && !needsWriting) {
        return looked;
    }
    if (!info.isWritable()) {
        return looked;
    }
    if (const Done opened = openFile(connection, path, Mode::ReadWrite); !opened) {
        return opened;
    }
    if (needsWriting) {
        if (const Done fine = checkSchema(connection); !fine) {
            return fine;
        }
    }
    const Result<QVariant> journal = connection.value(u"PRAGMA journal_mode = DELETE"_s);
    if (!journal) {
        return std::unexpected(journal.error());
    }
    if (journal->toString() != "delete"_L1) {
        return failure(ErrorCode::Locked, path, sqliteLockHolders(path));
    }
    if (const auto done = connection.run(u"PRAGMA synchronous = EXTRA"_s); !done) {
        return std::unexpected(done.error());
    }
    return {};
}

} // namespace countersign::sql

namespace countersign {

using namespace sql;

namespace {

Done makeRegistry(const QString &path)
{
    Connection connection(Dialect::Sqlite, path);
    if (const Done opened = openFile(connection, path, Mode::ReadWrite); !opened) {
        return opened;
    }
    Transaction transaction(connection);
    if (const Done begun = transaction.begin(); !begun) {
        return begun;
    }
    for (int version = 1; version <= schemaVersion; ++version) {
        if (const Done done = connection.runScript(migration(Dialect::Sqlite, version)); !done) {
            return done;
        }
    }
    for (const QString &pragma : {u"PRAGMA application_id = %1"_s.arg(applicationId),
                                  u"PRAGMA user_version = %1"_s.arg(schemaVersion)}) {
        if (const auto done = connection.run(pragma); !done) {
            return std::unexpected(done.error());
        }
    }
    return transaction.commit();
}

} // namespace

Done createSqliteRegistry(const QString &path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    if (const Done fit = checkFileSystem(absolute); !fit) {
        return fit;
    }
    // Whoever makes the file may take it away again; of two who make it at once, one finds it there.
    const QByteArray name = QFile::encodeName(absolute);
    const int fd = ::open(name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0) {
        return failure(errno == EEXIST                      ? ErrorCode::Conflict
                       : errno == EACCES || errno == EROFS  ? ErrorCode::NotPermitted
                       : errno == ENOSPC || errno == EDQUOT ? ErrorCode::NoSpace
                                                            : ErrorCode::Unavailable,
                       absolute, QString::fromLocal8Bit(std::strerror(errno)));
    }
    ::close(fd);
    const Done made = makeRegistry(absolute);
    if (!made) {
        // A half made one would stand in the way.
        ::unlink(name.constData());
        ::unlink((name + "-journal").constData());
    }
    return made;
}

Result<bool> upgradeSqliteRegistry(const QString &path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    Connection connection(Dialect::Sqlite, absolute);
    const Done opened = openSqlite(connection, absolute);
    if (opened) {
        return false;
    }
    if (opened.error().code != ErrorCode::Unsupported || opened.error().subject != "schema"_L1) {
        return std::unexpected(opened.error());
    }
    if (const Done again = openFile(connection, absolute, Mode::ReadWrite); !again) {
        return std::unexpected(again.error());
    }
    Transaction transaction(connection);
    if (const Done begun = transaction.begin(); !begun) {
        return std::unexpected(begun.error());
    }
    const Result<QVariant> version = connection.value(u"PRAGMA user_version"_s);
    if (!version) {
        return std::unexpected(version.error());
    }
    for (int next = version->toInt() + 1; next <= schemaVersion; ++next) {
        if (const Done done = connection.runScript(migration(Dialect::Sqlite, next)); !done) {
            return std::unexpected(done.error());
        }
    }
    if (const auto noted = connection.run(u"PRAGMA user_version = %1"_s.arg(schemaVersion)); !noted) {
        return std::unexpected(noted.error());
    }
    return transaction.commit().transform([] { return true; });
}

QString sqliteLockHolders(const QString &path)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0) {
        return {};
    }
    // proc_locks(5): "1: POSIX  ADVISORY  WRITE 708 08:01:2359475 1073741825 1073741825".
    const QByteArray place = QByteArray::number(uint(major(status.st_dev)), 16).rightJustified(2, '0') + ':'
                             + QByteArray::number(uint(minor(status.st_dev)), 16).rightJustified(2, '0') + ':'
                             + QByteArray::number(quint64(status.st_ino));
    QFile locks(u"/proc/locks"_s);
    QStringList holders;
    if (!locks.open(QIODevice::ReadOnly)) {
        return {};
    }
    for (const QByteArray &line : locks.readAll().split('\n')) {
        const QList<QByteArray> words = line.simplified().split(' ');
        if (words.size() < 6 || words.at(1) != "POSIX" || words.at(3) != "WRITE" || words.at(5) != place) {
            continue;
        }
        const QString pid = QString::fromLatin1(words.at(4));
        QFile name(u"/proc/%1/comm"_s.arg(pid));
        const QString program =
            name.open(QIODevice::ReadOnly) ? QString::fromUtf8(name.readAll()).trimmed() : u"a program"_s;
        const QString holder = u"%1 (%2)"_s.arg(program, pid);
        if (!holders.contains(holder)) {
            holders.append(holder);
        }
    }
    return holders.join(u", "_s);
}

} // namespace countersign
