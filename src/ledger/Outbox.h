// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "ledger/Envelope.h"

#include <QDateTime>

namespace countersign {

/// One event of an append that is under way.
struct OutboxItem
{
    EventId id = {};
    QByteArray body = {};
    QByteArray signature = {};
    Blobs texts = {};
    Blobs contents = {};
    QString summary = {};
    friend bool operator==(const OutboxItem &, const OutboxItem &) = default;
};

/// One append: its events land together or not at all.
struct OutboxEntry
{
    QString name = {};      ///< of the file; sorts by age
    bool sending = false;   ///< under way when this was written, perhaps sent; false: known not to have been sent
    QList<OutboxItem> items = {};
    friend bool operator==(const OutboxEntry &, const OutboxEntry &) = default;
};

/// Appends that are not known to have landed, one file each in a private folder. A file is there whole or not at all,
/// and has reached the disk when add() returns.
class Outbox
{
public:
    explicit Outbox(QString directory);

    /// Gives the entry its name. Fails: NoSpace, NotPermitted, Unavailable.
    [[nodiscard]] Result<OutboxEntry> add(OutboxEntry entry);
    /// Replaces the file of an entry that is there.
    [[nodiscard]] Done update(const OutboxEntry &entry);
    /// One that comes back after a power cut is found in the record by its ids.
    [[nodiscard]] Done remove(const QString &name);
    /// Oldest first. A file that does not hold what was written is set aside under another name and reported through
    /// `damaged`.
    [[nodiscard]] Result<QList<OutboxEntry>> entries(QStringList *damaged = nullptr) const;

private:
    QString m_directory;
};

} // namespace countersign
