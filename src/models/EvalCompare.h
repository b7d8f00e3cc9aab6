// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "models/EvalMatrix.h"

#include <QFuture>

namespace countersign {

/// The versions that the columns of result files are, in the order of the files: named after the file, and after the
/// column too where there are several.
struct NamedResults
{
    QString name = {};
    std::shared_ptr<const evals::ResultFile> file = {};
};
[[nodiscard]] QList<EvalVersion> versionsOf(const QList<NamedResults> &files);

/// Compares the two of `set` that are chosen and makes the matrix, away from the calling thread. Without two of them
/// there is no comparison. Never fails but with Canceled.
[[nodiscard]] QFuture<Result<std::shared_ptr<const EvalMatrix>>> compareAside(EvalSet set);

} // namespace countersign
