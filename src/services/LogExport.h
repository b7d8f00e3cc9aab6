// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/Workspace.h"

namespace countersign {

enum class CsvFormulas {
    Guarded, ///< what a spreadsheet would calculate stands behind an apostrophe
    AsTheyAre,
};

/// The events as a table: RFC 4180, UTF-8, CRLF, one head line. Times are ISO 8601 in UTC.
[[nodiscard]] QByteArray logAsCsv(const WorkspaceView &view, const QList<LogEntry> &entries,
                                  CsvFormulas formulas = CsvFormulas::Guarded);
/// The same fields as an array of objects, indented.
[[nodiscard]] QByteArray logAsJson(const WorkspaceView &view, const QList<LogEntry> &entries);

/// One field of a table, quoted where it must be.
[[nodiscard]] QString csvField(const QString &text, CsvFormulas formulas);

} // namespace countersign
