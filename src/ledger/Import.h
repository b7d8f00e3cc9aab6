// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger/Ledger.h"

namespace countersign {

/// An event of another ledger, as it stood there. Its link holds on the new place only with the same meta.
struct ImportedEntry
{
    Entry entry = {};
    QByteArray meta = {};
    bool putsPolicyInForce = false; ///< as the fold judged it
};

/// Entries as an append has them, with no meta.
[[nodiscard]] inline QList<ImportedEntry> withoutMeta(const QList<Entry> &entries)
{
    QList<ImportedEntry> plain;
    plain.reserve(entries.size());
    for (const Entry &entry : entries) {
        plain.append({.entry = entry});
    }
    return plain;
}

/// A ledger that takes the events of another one with the very links they had.
class ImportTarget
{
public:
    virtual ~ImportTarget() = default;

    /// As Ledger::tryAppend(), with the meta that the events had. Fails also with NotPermitted for whoever may only append.
    [[nodiscard]] virtual Result<Landing> import(const Head &expected,
                                                 const QList<ImportedEntry> &entries) = 0;

protected:
    ImportTarget() = default;
    Q_DISABLE_COPY_MOVE(ImportTarget)
};

} // namespace countersign
