// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/Mirror.h"
#include "services/Workspace.h"

#include <QCache>
#include <QThreadPool>

namespace countersign {

/// A branch of a repository that engineers read accepted versions from, as somebody at this machine named it.
struct MirrorPlace
{
    QString repository = {}; ///< a folder, or a URL that git can clone
    QString branch = {};     ///< empty: the one that the policy names
    friend bool operator==(const MirrorPlace &, const MirrorPlace &) = default;
};

/// Writes accepted versions of a workspace into repositories, and finds what was edited there.
///
/// Lives on the thread that made it; every call returns at once and works elsewhere. Canceling a future stops what it is of:
/// what was sent by then is found by the next run, which writes nothing twice. `workspace` outlives the answers.
class MirrorDesk : public QObject
{
    Q_OBJECT

public:
    struct Place
    {
        QString settingsFile = {}; ///< a person's mirrors; may be empty where none are kept
        /// Opens the repository that a person named. Called on other threads, and waited for: without the network.
        std::function<Result<std::unique_ptr<Source>>(const QString &repository)> open = {};
    };
    explicit MirrorDesk(Place place, QObject *parent = nullptr);
    /// Asks what runs to stop, and waits for it: no longer than a program that is stopped takes to end.
    ~MirrorDesk() override;

    /// Where the mirrors of the person at this machine are kept.
    [[nodiscard]] static QString systemSettings();

    /// The mirrors of one record that are kept among the person's settings, in the order in which they were named.
    [[nodiscard]] QList<MirrorPlace> places(const LedgerId &ledger) const;
    /// Once it is kept already, nothing changes. Fails: Invalid (subject "repository": it is empty; "credentials": the
    /// address has a password or token in it), NotPermitted, Locked (another Countersign has the list).
    [[nodiscard]] Done keep(const LedgerId &ledger, const MirrorPlace &place);
    /// Only that it is kept; the repository stays as it is. Fails: NotPermitted, Locked.
    [[nodiscard]] Done forget(const LedgerId &ledger, const MirrorPlace &place);

    /// Compares without writing. Fails as lookAtMirror() and `Place::open`.
    [[nodiscard]] QFuture<Result<MirrorReport>> look(const MirrorPlace &place, Workspace &workspace);
    /// Writes one commit with everything that is behind and over the edits of `putBack`; none when there is nothing to
    /// write. What stood there at the first look is all that is overwritten. When the branch moved meanwhile it starts
    /// again, a few times. Fails also with Conflict (it moved each time), NotPermitted, NoSpace, Unavailable,
    /// OutcomeUnknown, and Corrupt and NotFound for contents of the record.
    [[nodiscard]] QFuture<Result<MirrorReport>>
    run(const MirrorPlace &place, const QList<MirrorPutBack> &putBack, Workspace &workspace);
    /// The bytes of an edit, as adopt() would propose them. The repository is asked only for what the newest looks did not
    /// bring. Fails: Conflict (subject: "edited-again", detail: the path), and as look().
    [[nodiscard]] QFuture<Result<EditedFile>> proposed(const MirrorPlace &place, const MirrorEdit &edit,
                                                       Workspace &workspace);
    /// An edit as a draft of a change, kept on this machine: whoever sends it proposes it like every other, and those who
    /// edited are named as its contributors, all of them. Fails as proposed(), tellEditors() and Workspace::saveDraft().
    [[nodiscard]] QFuture<Result<Draft>> adopt(const MirrorPlace &place, const MirrorEdit &edit,
                                               Workspace &workspace);

private:
    Place m_place;
    QThreadPool m_pool;
    QCache<ContentHash, QByteArray> m_found; // bytes of edits
};

} // namespace countersign
