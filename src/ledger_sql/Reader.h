// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger/Envelope.h"
#include "ledger/Ledger.h"
#include "ledger_sql/Connection.h"

namespace countersign::sql {

/// What a client knows of the record's end, and what it must go on from.
[[nodiscard]] Result<Head> readHead(const Connection &connection);
/// The tip, when the record still goes through `known`. Fails: Corrupt when it does not.
[[nodiscard]] Result<Head> readHeadBehind(const Connection &connection, const Head &known);
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
