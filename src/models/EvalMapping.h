// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "evals/Read.h"
#include "services/EvalFiles.h"

#include <QFuture>

namespace countersign {

/// How a table of no known tool begins, for saying what its columns mean.
struct TablePreview
{
    evals::Tool tool = evals::Tool::MappedCsv; ///< or MappedJsonl
    QStringList columns = {};                  ///< nested keys of JSON Lines are written "a.b"; at most 200
    QList<QStringList> rows = {}; ///< as long as `columns`; at most 5, each text at most 300 characters
};

/// Reads the beginning of a CSV or JSON Lines file (64 KiB) away from the calling thread. Fails: NotFound, NotPermitted,
/// and Invalid for what is no table with a head of columns.
[[nodiscard]] QFuture<Result<TablePreview>> previewTable(const QString &path);

/// Reads the file with that meaning of its columns; as readEvalFiles().
[[nodiscard]] QFuture<Result<EvalFilesRead>> readMappedFile(const QString &path, evals::Tool tool,
                                                            const evals::ColumnMapping &mapping);

/// What the columns probably mean, by their names alone.
[[nodiscard]] evals::ColumnMapping guessedMapping(const QStringList &columns);

/// For keeping a mapping in a person's settings. Reads back what it wrote; nothing for anything else.
[[nodiscard]] QString mappingText(const evals::ColumnMapping &mapping);
[[nodiscard]] std::optional<evals::ColumnMapping> mappingFromText(const QString &text);

} // namespace countersign
