// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/WorkspaceView.h"

namespace countersign {

/// Drafts of one workspace on this machine: one file each, there as a whole or not at all. A file that cannot be read is
/// set aside under another name and reported; nothing a person typed is ever deleted but by drop().
class DraftStore
{
public:
    explicit DraftStore(QString directory);

    struct Loaded
    {
        QList<Draft> drafts = {};      ///< last saved first
        QStringList damaged = {};      ///< paths of files that were set aside
    };
    /// Fails: NotPermitted when the folder cannot be made or read.
    [[nodiscard]] Result<Loaded> load() const;
    /// The draft has reached the disk when this returns. `draft.id` must be a name made by newId(). Fails: NoSpace,
    /// NotPermitted, Invalid; what was stored before is then still there.
    [[nodiscard]] Done save(const Draft &draft) const;
    /// Fails: NotPermitted. A draft that is not there is dropped already.
    [[nodiscard]] Done drop(const QString &id) const;

    [[nodiscard]] static QString newId();

private:
    [[nodiscard]] QString pathOf(const QString &id) const;

    QString m_directory;
};

/// The bytes of one draft file, with a checksum in front. Exposed for tests of the format.
[[nodiscard]] QByteArray draftToBytes(const Draft &draft);
/// Fails: Corrupt; Newer when a newer program wrote it.
[[nodiscard]] Result<Draft> draftFromBytes(const QByteArray &bytes);

} // namespace countersign
