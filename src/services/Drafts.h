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

/// An edit outside of a change as a file of one: `found` are its bytes, none for a file that is gone.
[[nodiscard]] EditedFile editedOutside(const UngovernedEdit &edit, const std::optional<QByteArray> &found);
/// A change that would accept it, without an id: called what its commit said, with everybody whom the policy knows among
/// those who edited as contributors.
[[nodiscard]] Draft draftOf(const Policy &policy, const UngovernedEdit &edit,
                            const std::optional<QByteArray> &found);

/// The bytes of one draft file, with a checksum in front. Exposed for tests of the format.
[[nodiscard]] QByteArray draftToBytes(const Draft &draft);
/// Fails: Corrupt; Newer when a newer program wrote it.
[[nodiscard]] Result<Draft> draftFromBytes(const QByteArray &bytes);

} // namespace countersign
