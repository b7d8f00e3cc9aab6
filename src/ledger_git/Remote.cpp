// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_git/GitLedger.h"

#include "base/Hash.h"
#include "ledger_git/Transport.h"

#include <QDateTime>
#include <QDir>
#include <QRegularExpression>
#include <QUrl>

#include <sys/vfs.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qint64 breakableAfterSeconds = 60;
constexpr qint64 abandonedAfterSeconds = 4;

bool isLoopback(const QString &host)
{
    return host == u"localhost" || host == u"127.0.0.1" || host == u"::1";
}

Done refuse(const QString &why)
{
    return failure(ErrorCode::Invalid, u"remote"_s, why);
}

// Nothing that a shell, ssh or git could take for more than a name.
bool isPlainLocation(const QString &text)
{
    static const QRegularExpression plain(u"^[A-Za-z0-9._~/%+@:,=\\[\\]-]*$"_s);
    return plain.match(text).hasMatch();
}

Done checkUrl(const QString &remote)
{
    const QUrl url(remote, QUrl::StrictMode);
    const QString scheme = url.scheme();
    if (!url.isValid() || !isPlainLocation(remote)) {
        return refuse(u"not a plain URL"_s);
    }
    if (scheme == u"file") {
        return url.host().isEmpty() && url.path().startsWith(u'/') ? Done{} : refuse(u"a file URL names a host"_s);
    }
    const bool local = isLoopback(url.host());
    if (scheme != u"https" && scheme != u"ssh" && !(local && (scheme == u"git" || scheme == u"http"))) {
        return refuse(u"only https, ssh, file and paths"_s);
    }
    if (!url.password().isEmpty() || (scheme == u"https" && !url.userName().isEmpty() && url.userName().size() > 39)) {
        return failure(ErrorCode::NotPermitted, u"remote"_s, u"credentials do not belong into a URL"_s);
    }
    const bool dashes = url.host().startsWith(u'-') || url.userName().startsWith(u'-') || url.path().contains("/-"_L1);
    if (url.host().isEmpty() || url.path().size() < 2 || dashes) {
        return refuse(u"no host, no path, or a name that begins with a dash"_s);
    }
    return {};
}

QStringList lockNames(const QString &branch = QLatin1StringView(ledgerBranch))
{
    return {u"refs/heads/%1.lock"_s.arg(branch), u"packed-refs.lock"_s, u"HEAD.lock"_s};
}

QString gitDirectoryOf(const QString &path)
{
    const QString inner = path + u"/.git"_s;
    return QFileInfo(inner).isDir() ? inner : path;
}

QString holdersOf(const QString &path)
{
    QStringList holders;
    const QStringList processes = QDir(u"/proc"_s).entryList(QDir::Dirs);
    for (const QString &process : processes) {
        if (process.toInt() == 0) {
            continue;
        }
        const QDir files(u"/proc/%1/fd"_s.arg(process));
        const QFileInfoList descriptors = files.entryInfoList(QDir::Files | QDir::System);
        const bool holds = std::ranges::any_of(descriptors, [&](const QFileInfo &info) {
            return info.symLinkTarget() == path;
        });
        if (holds) {
            QFile name(u"/proc/%1/comm"_s.arg(process));
            const bool known = name.open(QIODevice::ReadOnly);
            holders.append(u"%1 (%2)"_s.arg(known ? QString::fromUtf8(name.readAll()).trimmed() : QString(), process));
        }
    }
    return holders.join(u", "_s);
}

// Every process that could hold a file of ours runs on this computer.
bool isLocalDisk(const QString &path)
{
    // The magic numbers of statfs(2), which tells them without a table of mounts too: in a root of its own there is none.
    struct statfs system = {};
    if (::statfs(QFile::encodeName(path).constData(), &system) != 0) {
        return false;
    }
    switch (quint64(system.f_type) & 0xffffffff) {
    case 0xef53:     // ext2, ext3, ext4
    case 0x58465342: // XFS
    case 0x9123683e: // Btrfs
    case 0x2fc12fc1: // ZFS
    case 0xf2f52010: // F2FS
    case 0xca451a4e: // bcachefs
        return true;
    default:
        return false;
    }
}

// Seconds since the machine started; nullopt when that cannot be read.
std::optional<double> uptime()
{
    QFile file(u"/proc/uptime"_s);
    bool read = file.open(QIODevice::ReadOnly);
    const double seconds = read ? file.readAll().split(' ').first().toDouble(&read) : 0;
    return read ? std::optional(seconds) : std::nullopt;
}

struct ProcessAge
{
    bool ended = false;   ///< a zombie, which holds nothing
    double seconds = 0;
};

std::optional<ProcessAge> ageOf(const QString &process, double upSeconds)
{
    QFile file(u"/proc/%1/stat"_s.arg(process));
    if (!file.open(QIODevice::ReadOnly)) {
        return std::nullopt;
    }
    const QByteArray all = file.readAll();
    // The name in brackets may hold anything; the state follows it, and the start is the 20th field from there.
    const QList<QByteArray> fields = all.mid(all.lastIndexOf(')') + 2).split(' ');
    if (fields.size() < 20) {
        return std::nullopt;
    }
    return ProcessAge{.ended = fields[0] == "Z" || fields[0] == "X",
                      .seconds = upSeconds - fields[19].toDouble() / double(::sysconf(_SC_CLK_TCK))};
}

// Whether a process that is as old as the lock, or older, may be the one that made it.
bool mayBeHeld(const QFileInfo &lock, const QString &repository)
{
    constexpr double sameMoment = 1.5;
    const std::optional<double> up = uptime();
    if (!up) {
        return true;
    }
    const double age = double(lock.lastModified().msecsTo(QDateTime::currentDateTime())) / 1000;
    const QString inside = QFileInfo(repository).canonicalFilePath();
    const QStringList processes = QDir(u"/proc"_s).entryList(QDir::Dirs);
    for (const QString &process : processes) {
        if (process.toInt() == 0 || QFileInfo(u"/proc/"_s + process).ownerId() != lock.ownerId()) {
            continue;
        }
        const std::optional<ProcessAge> its = ageOf(process, *up);
        // A process that ended in between holds nothing; one that stays unreadable may.
        if (its ? its->ended || (its->seconds >= 0 && its->seconds + sameMoment < age)
                : !QFileInfo::exists(u"/proc/"_s + process)) {
            continue;
        }
        if (!its) {
            return true;
        }
        const QString works = QFileInfo(u"/proc/%1/cwd"_s.arg(process)).symLinkTarget();
        if (works == inside || works.startsWith(inside + u'/')) {
            return true;
        }
    }
    return !holdersOf(lock.canonicalFilePath()).isEmpty();
}

} // namespace

Done checkRemote(const QString &remote)
{
    const bool control = std::ranges::any_of(remote, [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7f; });
    if (remote.isEmpty() || control || remote.size() > 4096 || remote.startsWith(u'-')) {
        return refuse(u"empty, too long, or not a name"_s);
    }
    if (remote.startsWith(u'/')) {
        return {};
    }
    if (remote.contains("://"_L1)) {
        return checkUrl(remote);
    }
    // host:path and user@host:path, as ssh has it; "helper::…" is another thing.
    static const QRegularExpression scp(u"^(?:[A-Za-z0-9][A-Za-z0-9._-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*:(?!:)(?!-)[^:]+$"_s);
    if (scp.match(remote).hasMatch() && isPlainLocation(remote)) {
        return {};
    }
    return refuse(u"neither a full path nor a URL"_s);
}

QString displayRemote(const QString &remote)
{
    QUrl url(remote);
    if (remote.contains("://"_L1) && url.isValid()) {
        url.setUserInfo(QString());
        return url.toString();
    }
    return remote;
}

QString workspaceKey(const QString &remote)
{
    QString plain = displayRemote(remote);
    if (const QString path = git::localPath(remote); !path.isEmpty()) {
        const QString canonical = QFileInfo(path).canonicalFilePath();
        plain = canonical.isEmpty() ? QDir::cleanPath(path) : canonical;
    }
    while (plain.endsWith(u'/')) {
        plain.chop(1);
    }
    return QString::fromLatin1(contentHash(plain.toUtf8()).toHex().first(32));
}

Result<QList<RemoteLock>> remoteLocks(const QString &remote)
{
    QList<RemoteLock> locks;
    const QString path = git::localPath(remote);
    if (path.isEmpty()) {
        return locks;
    }
    const QDir directory(gitDirectoryOf(path));
    if (!directory.exists()) {
        return failure(ErrorCode::NotFound, path);
    }
    const QStringList names = lockNames();
    for (const QString &name : names) {
        const QFileInfo info(directory.filePath(name));
        if (info.exists()) {
            locks.append(RemoteLock{.path = info.absoluteFilePath(),
                                    .ageSeconds = info.lastModified().secsTo(QDateTime::currentDateTime()),
                                    .holder = holdersOf(info.canonicalFilePath())});
        }
    }
    return locks;
}

bool removeAbandonedLocks(const QString &remote, const QString &branch, qint64 from, qint64 to)
{
    const QString path = git::localPath(remote);
    if (path.isEmpty() || !isLocalDisk(path)) {
        return false;
    }
    bool removed = false;
    const QString repository = gitDirectoryOf(path);
    if (QFileInfo(repository).canonicalFilePath() != QFileInfo(path).canonicalFilePath()) {
        // People work in a repository with a work tree, with git processes that need not stand in its git folder.
        return false;
    }
    const QStringList names = lockNames(branch);
    for (const QString &name : names) {
        const QFileInfo lock(repository + u'/' + name);
        const qint64 made = lock.lastModified().toMSecsSinceEpoch();
        const bool old = lock.exists() && made + abandonedAfterSeconds * 1000 <= QDateTime::currentMSecsSinceEpoch();
        if (old && from <= made && made <= to && lock.ownerId() == ::geteuid() && !mayBeHeld(lock, repository)) {
            // What was looked at is what is removed, unless somebody was faster.
            const QFileInfo now(lock.filePath());
            removed = (now.lastModified() == lock.lastModified() && QFile::remove(lock.filePath())) || removed;
        }
    }
    return removed;
}

Done breakLock(const QString &remote, const QString &path)
{
    const Result<QList<RemoteLock>> locks = remoteLocks(remote);
    if (!locks) {
        return std::unexpected(locks.error());
    }
    const auto lock = std::ranges::find(*locks, path, &RemoteLock::path);
    if (lock == locks->cend()) {
        return failure(ErrorCode::NotFound, path);
    }
    if (!lock->holder.isEmpty() || lock->ageSeconds < breakableAfterSeconds) {
        return failure(ErrorCode::Locked, path,
                       lock->holder.isEmpty() ? u"%1 s old"_s.arg(lock->ageSeconds) : lock->holder);
    }
    QFile file(path);
    return file.remove() ? Done{} : failure(ErrorCode::NotPermitted, path, file.errorString());
}

} // namespace countersign
