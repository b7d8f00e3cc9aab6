// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <functional>

namespace countersign::evals {

/// Where a suite's files come from: a folder, or a commit. Paths are relative to the repository's top and have been
/// through pathInRepository().
struct SuiteFiles
{
    /// Fails: NotFound, NotPermitted (a symbolic link, or not a file), NoSpace (larger than `most`), Unavailable.
    std::function<Result<QByteArray>(const QString &path, qint64 most)> read = {};
    /// Files of one folder whose names fit a pattern with * and ?; sorted. Absent: patterns are refused.
    std::function<Result<QStringList>(const QString &folder, const QString &pattern)> list = {};
};

/// The path that `reference` names, seen from the folder `base`; nothing is resolved on disk. `reference` is what
/// follows `file://`. Fails: Refused for what leaves the repository, is absolute, or is no plain relative path
/// (backslash, colon, control characters, more than 1,000 characters).
[[nodiscard]] Result<QString> pathInRepository(const QString &base, const QString &reference);

/// Reads from the folder `top` on disk. A symbolic link anywhere below `top` is refused, and so is everything that is
/// not a plain file. Blocks.
[[nodiscard]] SuiteFiles filesOnDisk(const QString &top);

} // namespace countersign::evals
