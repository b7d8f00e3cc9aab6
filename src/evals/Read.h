// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "evals/Results.h"

#include <functional>

namespace countersign::evals {

/// Which columns of a JSONL or CSV file say what; for files of no known tool. Saved by name with the workspace's person.
struct ColumnMapping
{
    QString id = {}; ///< empty: none; nested keys of JSON Lines are written "a.b"
    QString input = {};
    QString expected = {};
    QString output = {};
    QString dimension = {};
    struct Score
    {
        QString column = {}; ///< also the metric's name
        double limit =
            noScore; ///< passes from there on; noScore: a figure without a limit, or true and false
        bool higherIsBetter = true;
        friend bool operator==(const Score &, const Score &) = default;
    };
    QList<Score> scores = {};
    friend bool operator==(const ColumnMapping &, const ColumnMapping &) = default;
};

struct ReadOptions
{
    Tool tool = Tool::Unknown;          ///< Unknown: recognised by content, never by name
    ColumnMapping mapping = {};         ///< for MappedJsonl and MappedCsv
    qint64 mostBytes = qint64(4) << 30; ///< of the file, and of what an archive inflates to
    /// Called now and then with the share read, 0 … 1; false stops reading (Canceled). From the reading thread.
    std::function<bool(double)> progress = {};
};

/// Reads a result file. A file that is broken, cut off, stopped or of an unknown version is *read as far as it goes* with
/// a status that says so; an error is given only where nothing could be said of the runs in it.
/// Fails: Invalid (no tool's file; `detail` and line), NotFound, Unavailable, Canceled, NoSpace (over mostBytes).
/// Blocks; call it off the window's thread.
[[nodiscard]] Result<ResultFile> readResults(const QString &path, const ReadOptions &options = {});

/// The same for bytes in memory; `name` is only used in errors.
[[nodiscard]] Result<ResultFile> readResults(const QByteArray &bytes, const QString &name,
                                             const ReadOptions &options = {});

} // namespace countersign::evals
