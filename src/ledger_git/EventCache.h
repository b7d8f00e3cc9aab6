// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger_git/Record.h"

#include <QFile>

#include <functional>

namespace countersign::git {

/// The events of one clone in one file, so that reading them does not walk commits. Only ever a copy: whatever does not
/// hold is thrown away and read from git again.
class EventCache
{
public:
    explicit EventCache(const QString &path) : m_file(path) { }

    struct Slot
    {
        git_oid commit = {};
        Head at = {};
        qint64 offset = 0;
    };

    /// Opens the file and hears of every record that holds, oldest first; the rest of the file is cut off.
    /// Fails: NoSpace, NotPermitted, Unavailable.
    [[nodiscard]] Done open(const std::function<void(const Slot &, const StoredRecord &)> &each);
    /// Where the next record goes.
    [[nodiscard]] qint64 end() const { return m_end; }
    /// Adds a record at the end. Fails: NoSpace, Unavailable; the file ends where it did then.
    [[nodiscard]] Result<Slot> append(const StoredRecord &record);
    /// Cuts everything from `offset` on.
    [[nodiscard]] Done cut(qint64 offset);
    /// Whether another process has cut the file shorter than it was here.
    [[nodiscard]] bool wasCut() const { return m_file.size() < m_end; }
    /// Hears of the records that another process has added behind end().
    void readNew(const std::function<void(const Slot &, const StoredRecord &)> &each);
    /// Fails: Corrupt.
    [[nodiscard]] Result<StoredRecord> read(const Slot &slot) const;

private:
    mutable QFile m_file;
    qint64 m_end = 0;
};

} // namespace countersign::git
