// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/Mirror.h"
#include "services/Workspace.h"

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
        /// Opens the repository that a person named. Called on other threads.
        std::function<Result<std::unique_ptr<Source>>(const QString &repository)> open = {};
    };
    explicit MirrorDesk(Place place, QObject *parent = nullptr);
    /// Asks what runs to stop, and waits for it.
    ~MirrorDesk() override;

    /// Where the mirrors of the person at this machine are kept.
    [[nodiscard]] static QString systemSettings();

    /// The mirrors of one record that are kept among the person's settings, in the order in which they were named.
    [[nodiscard]] QList<MirrorPlace> places(const LedgerId &ledger) const;
    /// Once it is kept already, nothing changes. Fails: Invalid (subject "repository"), NotPermitted.
    [[nodiscard]] Done keep(const LedgerId &ledger, const MirrorPlace &place);
    /// Only that it is kept; the repository stays as it is. Fails: NotPermitted.
    [[nodiscard]] Done forget(const LedgerId &ledger, const MirrorPlace &place);

    /// Compares without writing. Fails as lookAtMirror() and `Place::open`.
    [[nodiscard]] QFuture<Result<MirrorReport>> look(const MirrorPlace &place, Workspace &workspace);
    /// Writes one commit with everything that is behind and the edits that `putBack` names by path or prompt; none when
    /// there is nothing to write. When the branch moved meanwhile it starts again, a few times. Fails also with Conflict (it moved
    /// each time), NotPermitted, NoSpace, Unavailable, OutcomeUnknown, and Corrupt and NotFound for contents of the record.
    [[nodiscard]] QFuture<Result<MirrorReport>> run(const MirrorPlace &place, const QStringList &putBack,
                                                    Workspace &workspace);
    /// The bytes of an edit, as adopt() would propose them. Fails: Conflict (they are others by now), and as look().
    [[nodiscard]] QFuture<Result<EditedFile>> proposed(const MirrorPlace &place, const MirrorEdit &edit,
                                                       Workspace &workspace);
    /// An edit as a draft of a change, kept on this machine: whoever sends it proposes it like every other, and those who
    /// edited are named as its contributors. Fails as proposed() and Workspace::saveDraft().
    [[nodiscard]] QFuture<Result<Draft>> adopt(const MirrorPlace &place, const MirrorEdit &edit,
                                               Workspace &workspace);

private:
    Place m_place;
    QThreadPool m_pool;
};

} // namespace countersign
