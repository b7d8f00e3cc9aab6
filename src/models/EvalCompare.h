// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "evals/Bisect.h"
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

/// Where each dimension broke, over versions in their order.
struct BisectedVersions
{
    QStringList versions = {};
    QList<evals::Bisection> dimensions = {};
};

/// The same for bisecting. A run that is not complete counts as none. Each version is read by its own file's first
/// column, so versions that share a file are not told apart here: see mayBisect(). Never fails but with Canceled.
[[nodiscard]] QFuture<Result<std::shared_ptr<const BisectedVersions>>> bisectAside(const QList<EvalVersion> &versions);

/// Three versions or more, each in a file of its own.
[[nodiscard]] bool mayBisect(const QList<EvalVersion> &versions);

} // namespace countersign
