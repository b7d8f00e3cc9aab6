// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "domain/Policy.h"

#include <QStringList>

#include <functional>
#include <memory>
#include <stop_token>

namespace countersign {

/// What `git` is configured to write into commits here; claimed, never proven.
struct GitIdentity
{
    QString name = {};
    QString email = {};
    QString signingKey = {}; ///< user.signingkey when gpg.format is ssh; else empty
    friend bool operator==(const GitIdentity &, const GitIdentity &) = default;
};

struct GitRemote
{
    QString name = {};
    QString url = {};
    friend bool operator==(const GitRemote &, const GitRemote &) = default;
};

struct GitFile
{
    QString path = {};
    QByteArray blob = {};   ///< object id, hex
    qint64 size = 0;
    friend bool operator==(const GitFile &, const GitFile &) = default;
};

/// A commit that gave a file another content.
struct GitFileCommit
{
    QByteArray commit = {}; ///< object id, hex
    QByteArray blob = {};   ///< of the file after it; empty when it was removed
    QString authorName = {};
    QString authorEmail = {};
    QString subject = {};
    qint64 when = 0;        ///< milliseconds since the epoch, as the author claims
    friend bool operator==(const GitFileCommit &, const GitFileCommit &) = default;
};

/// What a commit that only moved a file does to the file's history.
enum class Moves {
    EndIt,       ///< it is the commit that made the file
    AreFollowed, ///< it is left out, and the history goes on under the path that the file had before
};

/// How much of a repository somebody needs.
enum class History {
    Whole,    ///< every commit, and a branch to govern
    AnyPart,  ///< its configuration; a shallow clone or a detached checkout will do
};

/// A person's own repository, only ever read: nothing is checked out, no hook, filter or other program of it runs.
/// One thread.
class SourceRepository
{
public:
    /// Opens the repository that holds `path`. Fails: NotFound (subject "repository": there is none, or "path");
    /// Unsupported (subject: "shallow", "partial-clone", "sha256", "reftable", "alternates"); Invalid (subject
    /// "no-commits"); NotPermitted when it belongs to somebody else.
    [[nodiscard]] static Result<std::unique_ptr<SourceRepository>> open(const QString &path,
                                                                        History history = History::Whole);
    /// Opens an own bare clone to read commits by their ids; it needs no branch of its own. Fails: NotFound, NotPermitted.
    [[nodiscard]] static Result<std::unique_ptr<SourceRepository>> openClone(const QString &clone);
    ~SourceRepository();
    Q_DISABLE_COPY_MOVE(SourceRepository)

    [[nodiscard]] QString gitDirectory() const;
    [[nodiscard]] QString workTree() const;  ///< empty for a bare repository
    [[nodiscard]] QString name() const;      ///< for people: the folder's name

    /// From the configuration of the repository and the person. Fails: NotFound when there is no name or address.
    [[nodiscard]] Result<GitIdentity> identity() const;
    /// Every `countersign.identity` of the configuration, written "Name <address>": others as whom this clone may be used.
    [[nodiscard]] QList<GitIdentity> otherIdentities() const;
    [[nodiscard]] QList<GitRemote> remotes() const;
    /// What the ledger of this repository is shared through: the remote of the branch, `origin`, the only remote, or
    /// the repository itself when it has none.
    [[nodiscard]] QString sharedRepository() const;
    /// The branch to govern: origin's default, `main`, `master`, or the one checked out. Fails: Invalid.
    [[nodiscard]] Result<QString> governedBranch() const;

    /// Commit at the tip of `branch`, hex: the remote's when one is followed and is ahead. Fails: NotFound.
    [[nodiscard]] Result<QByteArray> tip(const QString &branch) const;
    /// All ordinary files at a commit, sorted by path. Links, submodules and unsafe names are left out.
    [[nodiscard]] Result<QList<GitFile>> files(const QByteArray &commit) const;
    [[nodiscard]] Result<QByteArray> read(const QByteArray &blob, qint64 most = 16 * 1024 * 1024) const;
    [[nodiscard]] Result<QByteArray> readPath(const QByteArray &commit, const QString &path) const;
    /// Commits that changed `path`, newest first, by first parent, at most `most` of them; `depth` commits are looked at.
    [[nodiscard]] Result<QList<GitFileCommit>> history(const QByteArray &commit, const QString &path, int most,
                                                       Moves moves = Moves::EndIt, int depth = 20'000) const;
    /// Commits that changed `path`, on every line of the history of `commit` as far as a commit that left there what `ends`
    /// holds of (its blob; empty: no such file), newest first. A merge is one of them when it made something else than
    /// all that it merged. Fails: Unsupported (subject: "history", detail: the path) when more than `depth` commits
    /// would have to be looked at; Canceled.
    [[nodiscard]] Result<QList<GitFileCommit>>
    editsSince(const QByteArray &commit, const QString &path,
               const std::function<bool(const QByteArray &blob)> &ends, const std::stop_token &cancel = {},
               qsizetype depth = 200'000) const;
    /// The message of the newest commit that `commit` has behind it, by any parent, of which `wanted` holds; nullopt when
    /// none of the newest `depth` commits has one like that. Of a longer message than 64 KiB only the end is looked at.
    [[nodiscard]] Result<std::optional<QString>>
    newestMessage(const QByteArray &commit, const std::function<bool(const QString &)> &wanted,
                  int depth = 20'000) const;
    /// Whether a link, a submodule or a folder stands where the file `path` would be, or something that is no folder
    /// stands above it.
    [[nodiscard]] Result<bool> isObstructed(const QByteArray &commit, const QString &path) const;
    /// The branch that is checked out in the work tree; empty when there is none.
    [[nodiscard]] QString checkedOut() const;
    /// Whether the configuration of the repository itself could make `git` run a program of its choice, or go elsewhere, while it
    /// brings the work tree along: filters, other files of configuration, rewritten addresses. True also when that cannot be
    /// read. Asks `git`.
    [[nodiscard]] bool isArmed() const;
    /// Whether `branch` is checked out here with nothing changed, staged or in the middle of a merge. Asks `git`.
    [[nodiscard]] Result<bool> isClean(const QString &branch) const;

private:
    struct Private;
    explicit SourceRepository(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

/// What `git` is configured to write where no repository is at hand. Fails: NotFound.
[[nodiscard]] Result<GitIdentity> globalIdentity();

/// The branch that a shared repository serves by default. Asks its server. Fails: Unavailable, NotPermitted, Invalid
/// (subject "no-commits").
[[nodiscard]] Result<QString> defaultBranchOf(const QString &remote, int deadlineMs = 30'000);

} // namespace countersign
