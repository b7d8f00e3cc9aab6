// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>

#include <memory>
#include <optional>
#include <stop_token>

namespace countersign {

/// What errno says, as far as a caller can act on it.
[[nodiscard]] Error systemError(int number, const QString &subject);

/// Makes `path` and what leads to it; the folder itself is for this user alone. Fails: NotPermitted when it belongs to
/// somebody else; NoSpace; Unavailable.
[[nodiscard]] Done makePrivateDirectory(const QString &path);

/// Replaces `path`: the old file or the new one is there, never a part, and the new one has reached the disk when this
/// returns. Fails: NoSpace, NotPermitted, Unavailable; the old file is intact then.
[[nodiscard]] Done replaceFile(const QString &path, QByteArrayView bytes);
/// Removes a file. A missing one is no failure.
[[nodiscard]] Done removeFile(const QString &path);
/// Fails: NotFound, Invalid when it is larger than `most`, Unavailable.
[[nodiscard]] Result<QByteArray> readFile(const QString &path, qint64 most);

/// An advisory lock of the operating system on a file or folder, held while the object lives and given back also when
/// the process dies. Children do not inherit it.
class FileLock
{
public:
    /// Takes the lock, waiting up to `waitMs`. A folder must exist, a file is made. nullopt: somebody else holds it, or
    /// the file system knows no locks.
    [[nodiscard]] static std::optional<FileLock> take(const QString &path, int waitMs,
                                                      const std::stop_token &cancel = {});
    FileLock(FileLock &&other) noexcept;
    FileLock &operator=(FileLock &&other) noexcept;
    FileLock(const FileLock &) = delete;
    FileLock &operator=(const FileLock &) = delete;
    ~FileLock();

private:
    explicit FileLock(int fd) : m_fd(fd) { }
    int m_fd = -1;
};

/// Waits, unless asked to stop.
void waitFor(int ms, const std::stop_token &cancel);

} // namespace countersign
