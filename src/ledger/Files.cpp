// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <random>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

// Closes what it was given. close() of a file that was written and synced has nothing left to report.
class Descriptor
{
public:
    explicit Descriptor(int fd) : m_fd(fd) { }
    ~Descriptor()
    {
        if (m_fd >= 0) {
            ::close(m_fd);
        }
    }
    Q_DISABLE_COPY_MOVE(Descriptor)
    [[nodiscard]] int get() const { return m_fd; }

private:
    int m_fd;
};

Done syncDirectory(const QString &path)
{
    const Descriptor fd(::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.get() < 0 || ::fsync(fd.get()) != 0) {
        return std::unexpected(systemError(errno, path));
    }
    return {};
}

Done writeAll(int fd, QByteArrayView bytes, const QString &path)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(fd, bytes.data(), size_t(bytes.size()));
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return std::unexpected(systemError(errno, path));
        }
        bytes = bytes.sliced(written);
    }
    return {};
}

} // namespace

Error systemError(int number, const QString &subject)
{
    const ErrorCode code = [number] {
        switch (number) {
        case ENOSPC:
        case EDQUOT:
            return ErrorCode::NoSpace;
        case EACCES:
        case EPERM:
        case EROFS:
            return ErrorCode::NotPermitted;
        case ENOENT:
            return ErrorCode::NotFound;
        default:
            return ErrorCode::Unavailable;
        }
    }();
    return Error{.code = code, .subject = subject, .detail = QString::fromLocal8Bit(std::strerror(number))};
}

Done makePrivateDirectory(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists()) {
        if (!QDir().mkpath(info.absolutePath())) {
            return failure(ErrorCode::NotPermitted, info.absolutePath(), u"the folder cannot be made"_s);
        }
        if (::mkdir(QFile::encodeName(path).constData(), 0700) != 0 && errno != EEXIST) {
            return std::unexpected(systemError(errno, path));
        }
    }
    struct stat status = {};
    if (::lstat(QFile::encodeName(path).constData(), &status) != 0) {
        return std::unexpected(systemError(errno, path));
    }
    if (!S_ISDIR(status.st_mode) || status.st_uid != ::geteuid()) {
        return failure(ErrorCode::NotPermitted, path, u"is not a folder of this user"_s);
    }
    if ((status.st_mode & 0777) != 0700 && ::chmod(QFile::encodeName(path).constData(), 0700) != 0) {
        return std::unexpected(systemError(errno, path));
    }
    return {};
}

Done replaceFile(const QString &path, QByteArrayView bytes)
{
    const QString directory = QFileInfo(path).absolutePath();
    QByteArray name = QFile::encodeName(path + u".XXXXXX"_s);
    const Descriptor fd(::mkostemp(name.data(), O_CLOEXEC));
    if (fd.get() < 0) {
        return std::unexpected(systemError(errno, path));
    }
    Done done = writeAll(fd.get(), bytes, path);
    if (done && ::fsync(fd.get()) != 0) {
        done = std::unexpected(systemError(errno, path));
    }
    if (done && ::rename(name.constData(), QFile::encodeName(path).constData()) != 0) {
        done = std::unexpected(systemError(errno, path));
    }
    if (!done) {
        ::unlink(name.constData());
        return done;
    }
    return syncDirectory(directory);
}

Done removeFile(const QString &path)
{
    if (::unlink(QFile::encodeName(path).constData()) != 0) {
        return errno == ENOENT ? Done{} : Done(std::unexpected(systemError(errno, path)));
    }
    return {};
}

Result<QByteArray> readFile(const QString &path, qint64 most)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(QFile::exists(path) ? ErrorCode::Unavailable : ErrorCode::NotFound, path, file.errorString());
    }
    if (file.size() > most) {
        return failure(ErrorCode::Invalid, path, u"larger than %1 bytes"_s.arg(most));
    }
    const QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError) {
        return failure(ErrorCode::Unavailable, path, file.errorString());
    }
    return bytes;
}

std::optional<FileLock> FileLock::take(const QString &path, int waitMs, const std::stop_token &cancel)
{
    const QByteArray name = QFile::encodeName(path);
    int fd = ::open(name.constData(), O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) {
        fd = ::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    }
    if (fd < 0) {
        return std::nullopt;
    }
    FileLock lock(fd);
    // Waiting times differ between processes, so that each gets its turn.
    std::minstd_rand random(unsigned(::getpid()) * 2654435761U + unsigned(fd));
    const auto began = std::chrono::steady_clock::now();
    const auto deadline = began + std::chrono::milliseconds(waitMs);
    while (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        const bool busy = errno == EWOULDBLOCK || errno == EINTR;
        if (!busy || cancel.stop_requested() || std::chrono::steady_clock::now() >= deadline) {
            return std::nullopt;
        }
        // Who has waited long looks more often.
        const bool longSince = std::chrono::steady_clock::now() - began > std::chrono::seconds(1);
        waitFor(longSince ? 1 : 3 + int(random() % 10), cancel);
    }
    return lock;
}

FileLock::FileLock(FileLock &&other) noexcept : m_fd(std::exchange(other.m_fd, -1)) { }

FileLock &FileLock::operator=(FileLock &&other) noexcept
{
    std::swap(m_fd, other.m_fd);
    return *this;
}

FileLock::~FileLock()
{
    if (m_fd >= 0) {
        ::close(m_fd);
    }
}

void waitFor(int ms, const std::stop_token &cancel)
{
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, cancel, std::chrono::milliseconds(ms), [] { return false; });
}

} // namespace countersign
