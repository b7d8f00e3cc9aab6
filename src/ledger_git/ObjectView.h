// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger/Ledger.h"

#include <QStringList>

#include <memory>

namespace countersign {

/// A path whose file is another one at two commits.
struct ChangedFile
{
    QString path = {};
    /// Whether git's name of it is UTF-8 and may stand in an event; `path` is for people only where it may not.
    bool named = true;
    QByteArray before = {}; ///< blob, hex; empty: there was no ordinary file
    QByteArray after = {};  ///< the same afterwards
    bool wasOther = false;  ///< a link, a submodule or something else was there
    bool isOther = false;   ///< such a thing is there now
    friend bool operator==(const ChangedFile &, const ChangedFile &) = default;
};

/// Commits and files of any repository by their ids, only ever read: no work tree, no configuration of a person, no
/// program of it, and no matter whether it is shallow, detached or in the middle of receiving a push. One thread.
class ObjectView
{
public:
    /// The repository that holds `path`, looked for as far up as GIT_CEILING_DIRECTORIES lets git look. Fails: NotFound,
    /// NotPermitted, Unsupported (a format that libgit2 cannot read).
    [[nodiscard]] static Result<std::unique_ptr<ObjectView>> open(const QString &path);
    /// A repository whose git folder is exactly `gitDirectory`, with the objects of `objectDirectories` beside its own:
    /// the quarantine of a push. Fails as open().
    [[nodiscard]] static Result<std::unique_ptr<ObjectView>> openWith(const QString &gitDirectory,
                                                                      const QStringList &objectDirectories);
    ~ObjectView();
    Q_DISABLE_COPY_MOVE(ObjectView)

    [[nodiscard]] QString gitDirectory() const;
    /// Whether history ends early here, and what is older cannot be asked for.
    [[nodiscard]] bool isShallow() const;

    /// The commit that a revision names, as `git rev-parse` takes it; hex. Fails: NotFound, Invalid (no commit),
    /// Corrupt.
    [[nodiscard]] Result<QByteArray> commit(const QString &revision) const;
    /// The commit at a full reference name, nullopt when there is none. Fails: Corrupt, Unavailable.
    [[nodiscard]] Result<std::optional<QByteArray>> reference(const QString &name) const;
    /// The name that writing to `name` writes to: itself, or where a symbolic reference leads in the end.
    [[nodiscard]] QString resolvedName(const QString &name) const;
    /// Fails: NotFound when they have no common ancestor that is known here.
    [[nodiscard]] Result<QByteArray> mergeBase(const QByteArray &one, const QByteArray &other) const;

    /// Every file that differs, by path. `before` may be empty: nothing was there. Equal folders are not entered, and
    /// what is compared is bounded. Fails: NotFound (an object is missing), Invalid (subject "tree": too much or too
    /// deep), Corrupt.
    [[nodiscard]] Result<QList<ChangedFile>> differences(const QByteArray &before,
                                                         const QByteArray &after) const;
    /// Fails: NotFound, Invalid (larger than `most`), Corrupt.
    [[nodiscard]] Result<QByteArray> read(const QByteArray &blob, qint64 most) const;

    /// The record that ends at a commit, as far as `most` events. Nothing can be appended to it. The view outlives it.
    /// Fails: NotFound, Invalid (subject "record": more than `most` events), Corrupt.
    [[nodiscard]] Result<std::unique_ptr<Ledger>> record(const QByteArray &commit, qsizetype most) const;
    /// The part of it behind the commit `before`, which stands at the place `known`. Fails: as record(), and NotFound when
    /// `before` is none of the first `most` commits by first parent.
    [[nodiscard]] Result<std::unique_ptr<Ledger>>
    recordBehind(const QByteArray &commit, const QByteArray &before, const Head &known, qsizetype most) const;
    /// The place in a record that a commit states for itself, compared with nothing. Fails: NotFound, Corrupt.
    [[nodiscard]] Result<Head> statedPlace(const QByteArray &commit) const;
    /// Of the commits by first parent from `commit` on, the number up to and without `ancestor`; nullopt when it is none of
    /// the first `most`. Fails: NotFound, Corrupt.
    [[nodiscard]] Result<std::optional<qsizetype>> distance(const QByteArray &commit,
                                                            const QByteArray &ancestor, qsizetype most) const;

private:
    struct Private;
    explicit ObjectView(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace countersign
