// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger/Envelope.h"
#include "ledger/Ledger.h"
#include "ledger_sql/Connection.h"

namespace countersign::sql {

/// What rows of place and link say, in their order; a link that is none is null.
[[nodiscard]] Result<QList<Head>> readHeads(Rows rows, const Connection &connection);
/// The tip, when the record still goes through `known`; {0, null} for a record without events. `heads`, last first, has
/// the tip and whatever stands at `known`. Fails: Corrupt when the record does not go through it.
[[nodiscard]] Result<Head> tipBehind(const QList<Head> &heads, const Head &known, const Connection &connection);
/// The same, read from the record.
[[nodiscard]] Result<Head> readTip(const Connection &connection, const Head &known);
/// At most `most` events behind `after`, not past `last`. Oversized bytes are not loaded: their event has a problem.
/// Fails: Corrupt when one is missing.
[[nodiscard]] Result<QList<Envelope>> readEvents(const Connection &connection, Sequence after, Sequence last,
                                                 int most);
/// Fails: NotFound, Corrupt when the bytes do not have that hash.
[[nodiscard]] Result<QByteArray> readContent(const Connection &connection, const ContentHash &hash);
/// Fails: NotFound.
[[nodiscard]] Result<Footprint> readFootprint(const Connection &connection, Sequence seq);
/// As Ledger::wrongFiles(), for the tree behind event `known`; paths that events behind it have touched are left out.
[[nodiscard]] Result<QStringList> readWrongFiles(const Connection &connection, const ReadableTree &expected,
                                                 Sequence known);

/// A path of the readable tree behind an event: its content, or nothing where it went.
struct Step
{
    QString path = {};
    std::optional<ContentHash> content = {};
};
/// What each of `entries` changes in the readable tree that stands there now, in order, sorted by path.
[[nodiscard]] Result<QList<QList<Step>>> stepsOf(const Connection &connection, const QList<Entry> &entries);
/// Every content that an entry brings: those of its files, and the files of the tree that are made of bytes.
[[nodiscard]] Blobs contentsOf(const Entry &entry);

} // namespace countersign::sql
