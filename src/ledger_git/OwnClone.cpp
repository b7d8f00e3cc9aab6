// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger_git/OwnClone.h"

#include "ledger_git/GitLedger.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>

#include <cerrno>
#include <csignal>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace countersign::git {

namespace {

constexpr int mostPacks = 50;
constexpr int mostLoosePerFolder = 16; // of one of 256 folders: about 4,000 objects
constexpr int tidyDeadlineMs = 300'000;
constexpr int staleLockSeconds = 3;
constexpr qint64 clockGrainMs = 100;        // times of files are coarser than the clock
constexpr qint64 longestPushMs = 60'000;
constexpr int lockedTries = 40; // of a tenth of a second

QByteArray bootId()
{
    return readFile(u"/proc/sys/kernel/random/boot_id"_s, 100).value_or(QByteArray()).trimmed();
}

// Each process that uses the folder leaves a file named after it, and takes it away when it ends properly. One that was
// left behind in this run of the machine belonged to a process that was killed: what it wrote is whole, because files
// are renamed into place. One of an earlier run may mean lost writes.
QString markerName()
{
    return u"running-%1"_s.arg(::getpid());
}

bool isAlive(const QString &marker)
{
    const int pid = marker.section(u'-', 1).toInt();
    return pid > 0 && (::kill(pid, 0) == 0 || errno == EPERM);
}

// Notes about pushes from this clone that did not come to their end: those of processes that were killed, and those that
// were stopped at their deadline.
QStringList cutOffPushes(const QString &directory)
{
    const QDir folder(directory);
    const QByteArray boot = bootId();
    QStringList notes;
    const QStringList names = folder.entryList({u"pushing-*"_s, u"cut-off-*"_s}, QDir::Files);
    for (const QString &name : names) {
        const QString path = folder.filePath(name);
        const bool sameRun = readFile(path, 100).value_or(QByteArray()).startsWith(boot) && !boot.isEmpty();
        if (name.startsWith("cut-off-"_L1) || !sameRun || !isAlive(name)) {
            notes.append(path);
        }
    }
    return notes;
}

bool wasCutOff(const QString &directory)
{
    bool cutOff = false;
    const QByteArray boot = bootId();
    const QDir folder(directory);
    const QStringList markers = folder.entryList({u"running-*"_s}, QDir::Files);
    for (const QString &name : markers) {
        const QString path = folder.filePath(name);
        const QByteArray then = readFile(path, 100).value_or(QByteArray());
        const bool sameRun = !boot.isEmpty() && then == boot;
        if (sameRun && isAlive(name)) {
            continue;
        }
        cutOff = cutOff || !sameRun;
        QFile::remove(path);
    }
    return cutOff;
}

Done makeClone(const QString &path)
{
    start();
    git_repository_init_options options = GIT_REPOSITORY_INIT_OPTIONS_INIT;
    options.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKPATH;
    options.mode = 0700;
    git_repository *raw = nullptr;
    const int code = git_repository_init_ext(&raw, QFile::encodeName(path).constData(), &options);
    if (code < 0) {
        return std::unexpected(lastError(code, path));
    }
    git_repository_free(raw);
    return {};
}

void removeStaleLocks(const QString &clone)
{
    QDirIterator files(clone, {u"*.lock"_s}, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QFileInfo lock = files.nextFileInfo();
        if (lock.lastModified().secsTo(QDateTime::currentDateTime()) >= staleLockSeconds) {
            QFile::remove(lock.filePath());
        }
    }
}

} // namespace

OwnClone::OwnClone(QString directory, QString marker, Repository repository, Odb odb)
    : m_directory(std::move(directory)), m_marker(std::move(marker)), m_repository(std::move(repository)),
      m_odb(std::move(odb))
{
}

OwnClone::~OwnClone()
{
    if (m_repository) {
        QFile::remove(m_marker);
    }
}

Result<OwnClone> OwnClone::open(const QString &directory, const std::stop_token &cancel)
{
    if (const Done done = makePrivateDirectory(directory); !done) {
        return std::unexpected(done.error());
    }
    const QString path = directory + u"/clone.git"_s;
    const QString marker = directory + u'/' + markerName();
    {
        const std::optional<FileLock> lock = FileLock::take(directory + u"/lock"_s, 30'000, cancel);
        if (!lock) {
            return failure(cancel.stop_requested() ? ErrorCode::Canceled : ErrorCode::Locked, directory);
        }
        const bool exists = QFileInfo::exists(path + u"/HEAD"_s);
        if (wasCutOff(directory) && exists) {
            const Result<ChildOutcome> looked =
                run(path, {u"fsck"_s, u"--connectivity-only"_s, u"--no-dangling"_s, u"--no-progress"_s},
                    tidyDeadlineMs, cancel);
            if (!looked && looked.error().code == ErrorCode::Canceled) {
                // Whoever opens it next looks again.
                (void)replaceFile(directory + u"/running-0"_s, "not looked at");
                return std::unexpected(looked.error());
            }
            if (looked && !looked->succeeded()) {
                QDir().rename(path, path + u"-damaged-%1"_s.arg(QDateTime::currentMSecsSinceEpoch()));
            }
        }
        if (!QFileInfo::exists(path + u"/HEAD"_s)) {
            if (const Done done = makeClone(path); !done) {
                return std::unexpected(done.error());
            }
        }
        if (const Done done = replaceFile(marker, bootId()); !done) {
            return std::unexpected(done.error());
        }
    }
    Result<Repository> repository = openExactly(path);
    if (!repository) {
        return std::unexpected(repository.error());
    }
    int code = 0;
    auto odb = owned<Odb>(code, git_repository_odb, repository->get());
    if (!odb) {
        return std::unexpected(lastError(code, path));
    }
    return OwnClone(directory, marker, *std::move(repository), std::move(odb));
}

Result<FileLock> OwnClone::lock(int waitMs, const std::stop_token &cancel) const
{
    std::optional<FileLock> lock = FileLock::take(m_directory + u"/lock"_s, waitMs, cancel);
    if (!lock) {
        return cancel.stop_requested() ? failure(ErrorCode::Canceled, m_directory)
                                       : failure(ErrorCode::Locked, m_directory, u"by another Countersign"_s);
    }
    return *std::move(lock);
}

Result<std::optional<git_oid>> OwnClone::reference(const char *name) const
{
    const Result<git_oid> id = resolveReference(m_repository.get(), name);
    if (!id) {
        return id.error().code == ErrorCode::NotFound ? Result<std::optional<git_oid>>(std::nullopt)
                                                      : std::unexpected(id.error());
    }
    return *id;
}

Done OwnClone::setReference(const char *name, const git_oid &to) const
{
    for (int attempt = 0;; ++attempt) {
        git_reference *raw = nullptr;
        const int code = git_reference_create(&raw, m_repository.get(), name, &to, 1, nullptr);
        if (code == 0) {
            git_reference_free(raw);
            return {};
        }
        const Error error = lastError(code, QString::fromUtf8(name));
        if (error.code != ErrorCode::Locked || attempt == lockedTries) {
            return std::unexpected(error);
        }
        // Nobody else works here while we hold the clone's lock, but a `git` child of a killed process may still end.
        removeStaleLocks(path());
        waitFor(100, {});
    }
}

Done OwnClone::fetch(const QString &remote, const QString &from, const QString &to, int deadlineMs,
                     const std::stop_token &cancel) const
{
    for (int attempt = 0;; ++attempt) {
        const Done fetched = git::fetch(path(), remote, from, to, deadlineMs, cancel);
        if (fetched || fetched.error().code != ErrorCode::Locked || attempt == lockedTries || cancel.stop_requested()) {
            return fetched;
        }
        removeStaleLocks(path());
        waitFor(100, cancel);
    }
}

PushAnswer OwnClone::push(const QString &remote, const QString &reference, const QByteArray &expected,
                          const QByteArray &commit, int deadlineMs, const std::stop_token &cancel) const
{
    const bool leavesLocks = !localPath(remote).isEmpty();
    const QString note = m_directory + u"/pushing-%1"_s.arg(::getpid());
    if (leavesLocks) {
        // Without the note, a lock that is left is reported like that of anybody else.
        QFile file(note);
        if (file.open(QIODevice::WriteOnly)) {
            file.write(bootId() + ' ' + QByteArray::number(QDateTime::currentMSecsSinceEpoch()));
        }
    }
    const PushAnswer answer = git::push(path(), remote, reference, expected, commit, deadlineMs, cancel);
    if (leavesLocks && answer.outcome == PushOutcome::Unknown) {
        QFile::rename(note, m_directory + u"/cut-off-%1-%2"_s.arg(::getpid()).arg(QDateTime::currentMSecsSinceEpoch()));
    } else if (leavesLocks) {
        QFile::remove(note);
    }
    if (leavesLocks && answer.outcome == PushOutcome::Accepted) {
        // Nothing was in the way.
        for (const QString &old : cutOffPushes(m_directory)) {
            QFile::remove(old);
        }
    }
    return answer;
}

bool OwnClone::removeOwnLocks(const QString &remote, const QString &branch) const
{
    bool removed = false;
    for (const QString &note : cutOffPushes(m_directory)) {
        const qint64 began = readFile(note, 100).value_or(QByteArray()).split(' ').last().toLongLong();
        removed = removeAbandonedLocks(remote, branch, began - clockGrainMs, began + longestPushMs) || removed;
    }
    return removed;
}

void OwnClone::tidy() const
{
    const QDir objects(path() + u"/objects"_s);
    const auto packs = QDir(objects.filePath(u"pack"_s)).entryList({u"*.pack"_s}, QDir::Files).size();
    const auto loose = QDir(objects.filePath(u"17"_s)).entryList(QDir::Files).size();
    if (packs <= mostPacks && loose <= mostLoosePerFolder) {
        return;
    }
    QStringList arguments = {u"repack"_s, u"-d"_s, u"-q"_s, u"--no-write-bitmap-index"_s};
    if (packs > mostPacks) {
        arguments << u"-a"_s;
    }
    if (const auto packed = run(path(), arguments, tidyDeadlineMs); packed && packed->succeeded()) {
        // What lost a race is of no use to anybody.
        (void)run(path(), {u"prune"_s, u"--expire=now"_s}, tidyDeadlineMs);
        git_odb_refresh(m_odb.get());
    }
}

} // namespace countersign::git
