// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/Source.h"
#include "services/WorkspaceView.h"

#include <functional>

namespace countersign {

/// Compares the files of the governed branch with the accepted contents. Remembers on disk which blob has which SHA-256,
/// so that an unchanged file is read once.
class BranchWatch
{
public:
    explicit BranchWatch(QString cachePath);

    /// Accepted, and never written to the branch.
    struct Behind
    {
        ArtifactId artifact = {};
        ContentHash found = {}; ///< an earlier version; none: there is no such file yet
    };
    struct Seen
    {
        QByteArray tip = {};
        QList<UngovernedEdit> edits = {};
        QList<Behind> behind = {};
    };
    /// The governed files of a branch as they are beside the accepted contents.
    struct Compared
    {
        QList<UngovernedEdit> differing = {};  ///< without who edited them
        QHash<QString, QByteArray> blobs = {}; ///< of every governed file that is there, by path
        QStringList tooLarge = {}; ///< paths of governed files that are larger than a prompt can be
    };
    /// Fails as Source does.
    [[nodiscard]] Result<Compared> compare(Source &source, const State &state, const QByteArray &tip,
                                           const std::function<bool()> &canceled);
    /// Says in `edit` whose it is by the newest commit of its file, and who edited the file since a text stood there of
    /// which `governed` holds. Fails as Source::history().
    [[nodiscard]] Done explain(const Source &source, const QByteArray &tip, UngovernedEdit &edit,
                               const std::function<bool(const ContentHash &)> &governed);
    /// As explain(), but names everybody who edited the file, however long ago, however often and on whatever branch that
    /// was merged. Fails as Source::editsSince().
    [[nodiscard]] Done explainWhole(const Source &source, const QByteArray &tip, UngovernedEdit &edit,
                                    const std::function<bool(const ContentHash &)> &governed,
                                    const std::stop_token &stop);
    /// Looks again when the tip or the state is another. Fails as Source does.
    [[nodiscard]] Result<Seen> look(Source &source, const State &state, const std::function<bool()> &canceled,
                                    const std::stop_token &stop);
    [[nodiscard]] const Seen &seen() const { return m_seen; }
    /// Bytes that `edit`, of the newest comparison, found. Fails: NotFound; Conflict when they are others.
    [[nodiscard]] Result<QByteArray> found(const Source &source, const UngovernedEdit &edit) const;
    /// SHA-256 of a blob's bytes, none for an empty name. Fails as Source::read().
    [[nodiscard]] Result<ContentHash> hashOf(const Source &source, const QByteArray &blob);
    /// Writes the cache when it has grown. Fails as writeDiskFile().
    [[nodiscard]] Done save();

private:
    [[nodiscard]] std::optional<ArtifactKind> kindOf(const State &state, const QString &path);
    void explainBy(const Source &source, const QList<SourceCommit> &history, UngovernedEdit &edit,
                   const std::function<bool(const ContentHash &)> &governed);
    void load();

    QString m_cachePath;
    bool m_loaded = false;
    bool m_grown = false;
    QHash<QByteArray, ContentHash> m_hashes;
    PolicyHash m_kindsOf;
    QHash<QString, std::optional<ArtifactKind>> m_kinds;
    QHash<QString, QByteArray> m_blobs; // path → blob at the tip
    QByteArray m_listedTip;
    QList<SourceFile> m_listed;
    Sequence m_seenSeq = -1;
    Seen m_seen;
};

} // namespace countersign
