// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger_sql/Connection.h"

namespace countersign::sql {

/// Marks the files of this program for `file` and for SQLite itself: "CSGN".
inline constexpr int applicationId = 0x4353474e;

/// Opens an existing registry file and makes the connection careful: schema and functions of the file are not trusted,
/// pages are checked, a commit has reached the disk and its folder. Fails as SqliteLedger::open().
[[nodiscard]] Done openSqlite(Connection &connection, const QString &path);

/// Fails: Unsupported where other computers may write, because their locks do not reach us.
[[nodiscard]] Done checkFileSystem(const QString &path);

} // namespace countersign::sql
