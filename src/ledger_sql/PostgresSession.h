// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger_sql/Connection.h"
#include "ledger_sql/PostgresLedger.h"

namespace countersign::sql {

/// Connects with what `options` say: TLS by default, deadlines on, our schema first. Fails as PostgresLedger::open(), without
/// looking for the schema.
[[nodiscard]] Done openPostgres(Connection &connection, const PostgresOptions &options);

/// The version of the schema that stands there, 0 for none. Fails: NotPermitted, Unavailable.
[[nodiscard]] Result<int> postgresSchema(const Connection &connection);

} // namespace countersign::sql
