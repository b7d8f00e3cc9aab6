// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "evals/Results.h"

#include <QFuture>
#include <QStringList>

#include <memory>
#include <optional>

namespace countersign {

/// One result file: what stands in it, or why it could not be read.
struct EvalFileRead
{
    QString path = {};
    std::shared_ptr<const evals::ResultFile> file = {}; ///< null when `error` is given
    std::optional<Error> error = {};                    ///< as readResults() gives it
};

using EvalFilesRead = QList<EvalFileRead>;

/// Reads result files, or folders that one run left, one after the other away from the calling thread. The future's
/// progress is in thousandths of all of them; canceling it stops reading. One file that cannot be read does not keep
/// the others away. Fails: Canceled.
[[nodiscard]] QFuture<Result<EvalFilesRead>> readEvalFiles(const QStringList &paths);

/// The same for one file whose bytes are there already, such as one that the record keeps; `name` is used in errors.
[[nodiscard]] QFuture<Result<std::shared_ptr<const evals::ResultFile>>> readEvalBytes(const QByteArray &bytes,
                                                                                      const QString &name);

/// What a result file can be written as; see evals/Write.h.
enum class ExportForm { Promptfoo, JUnit };

/// Writes a result file in another tool's form, replacing what stood at `path` as a whole, away from the calling thread.
/// Gives its size. Fails: Refused (a run that is not complete; `detail` is its status), NotPermitted, NoSpace; the old
/// file is then still there.
[[nodiscard]] QFuture<Result<qint64>> exportAside(const std::shared_ptr<const evals::ResultFile> &file,
                                                  ExportForm form, const QString &path);

/// Writes a file that a person asked for, replacing what stood there as a whole. Gives its size. Fails: NotPermitted,
/// NoSpace; the old file is then still there.
[[nodiscard]] QFuture<Result<qint64>> writeAside(const QString &path, const QByteArray &bytes);

} // namespace countersign
