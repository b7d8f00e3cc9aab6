// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger/Import.h"

#include <memory>

namespace countersign {

/// Makes an empty registry in a new file. Fails: Conflict when there is a file already, NotPermitted, NoSpace,
/// Unsupported on a file system of a network, where locks cannot be trusted.
[[nodiscard]] Done createSqliteRegistry(const QString &path);

/// Brings the schema of an older registry up to date in one transaction; whether there was anything to do. Fails: as
/// SqliteLedger::open().
[[nodiscard]] Result<bool> upgradeSqliteRegistry(const QString &path);

/// Ledger in one SQLite file, for one person or several programs on one computer. The file is only ever opened by
/// SQLite: closing another descriptor of it would drop the locks of the whole process (sqlite.org/howtocorrupt.html,
/// section 2.2). Several processes may use one file.
class SqliteLedger final : public Ledger, public ImportTarget
{
public:
    /// Fails: NotFound; Corrupt when the file is no registry, or its schema is another one than ours; Newer; Unsupported on
    /// a file system of a network; NotPermitted; Locked after five seconds, with the process that holds it.
    [[nodiscard]] static Result<std::unique_ptr<SqliteLedger>> open(const QString &path);
    ~SqliteLedger() override;

    [[nodiscard]] Result<Head> fetch(const std::stop_token &cancel = {}) override;
    [[nodiscard]] Head known() const override;
    [[nodiscard]] Result<QList<Envelope>> readAfter(Sequence after, int most) const override;
    [[nodiscard]] Result<QByteArray> content(const ContentHash &hash) const override;
    [[nodiscard]] Result<Landing> tryAppend(const Head &expected, const QList<Entry> &entries,
                                            const std::stop_token &cancel = {}) override;
    [[nodiscard]] Result<Footprint> footprint(Sequence seq) const override;
    [[nodiscard]] Result<QStringList> wrongFiles(const ReadableTree &expected) const override;
    [[nodiscard]] QString name() const override;

    [[nodiscard]] Result<Landing> import(const Head &expected, const QList<ImportedEntry> &entries) override;

private:
    struct Private;
    explicit SqliteLedger(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

/// Who holds a lock of SQLite on that file, as far as this computer tells: "countersign (4711)"; empty when nobody is seen.
[[nodiscard]] QString sqliteLockHolders(const QString &path);

} // namespace countersign
