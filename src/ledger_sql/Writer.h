// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger_sql/Connection.h"
#include "ledger_sql/Reader.h"

namespace countersign::sql {

/// What a column that must not be null takes: empty bytes where there are none.
[[nodiscard]] QByteArray notNull(const QByteArray &bytes);
/// The id of an entry as a column has it; null when the entry has none.
[[nodiscard]] QVariant idOf(const Entry &entry);

/// Writes what stands beside the row of an event that was just written: its texts, the contents that it brings, and how
/// the readable tree changes. Inside of a transaction. Fails as Connection::run().
[[nodiscard]] Done writeBeside(const Connection &connection, const Entry &entry, const QList<Step> &steps);

} // namespace countersign::sql
