// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <algorithm>
#include <functional>
#include <limits>
#include <optional>
#include <stop_token>

namespace countersign {

/// A file of the governed branch. Equal blobs are equal bytes; what a blob's name means is the source's own matter.
struct SourceFile
{
    QString path = {};
    QByteArray blob = {};
    qint64 size = 0;
    friend bool operator==(const SourceFile &, const SourceFile &) = default;
};

/// A commit that gave a file another content. Author and time are claims.
struct SourceCommit
{
    QByteArray commit = {};
    QByteArray blob = {};  ///< of the file after it; empty when it was removed
    QString author = {};
    QString email = {};
    QString summary = {};
    qint64 when = 0;       ///< milliseconds since the epoch
    friend bool operator==(const SourceCommit &, const SourceCommit &) = default;
};

struct SourceWrite
{
    QString path = {};
    std::optional<QByteArray> before = {}; ///< bytes it must have now; nullopt: it must not exist
    std::optional<QByteArray> after = {};  ///< nullopt: it is removed
};

struct SourceCommitRequest
{
    QString branch = {};
    QList<SourceWrite> files = {};
    QString message = {};
    QString authorName = {};
    QString authorEmail = {};
    QString fallbackBranch = {}; ///< where to write when the branch is protected
};

struct SourceWritten
{
    QByteArray commit = {};      ///< empty when the files had these bytes already
    QStringList notices = {};    ///< as in WriteReceipt::notices
};

/// The files as engineers see them: a branch of a repository, or nothing at all for a workspace without files.
///
/// Blocking; used from the one thread that made it. app/ adapts a git repository to it.
class Source
{
public:
    virtual ~Source() = default;

    /// Brings what the shared repository has; the tip of `branch`. Fails: NotFound, Unavailable, Canceled. Falls back to
    /// what is known here when the shared repository cannot be reached, if anything is.
    [[nodiscard]] virtual Result<QByteArray> tip(const QString &branch, const std::stop_token &cancel = {}) = 0;
    /// Ordinary files at a tip, sorted by path.
    [[nodiscard]] virtual Result<QList<SourceFile>> files(const QByteArray &tip) const = 0;
    [[nodiscard]] virtual Result<QByteArray> read(const QByteArray &blob) const = 0;
    /// Commits that changed `path`, newest first.
    [[nodiscard]] virtual Result<QList<SourceCommit>> history(const QByteArray &tip, const QString &path,
                                                              int most) const = 0;
    /// The same, going on under its earlier path where a commit only moved the file; that commit is none of them.
    [[nodiscard]] virtual Result<QList<SourceCommit>> historyAcrossMoves(const QByteArray &tip, const QString &path,
                                                                         int most) const = 0;
    /// Commits that gave `path` another content, on every line of the history behind a tip as far as a commit that left
    /// there what `ends` holds of (its blob; empty: no such file), newest first. A merge is one of them when it made
    /// something else than all that it merged. Fails: Unsupported (subject: "history", detail: the path) when the end of
    /// a line is too far away; Canceled.
    [[nodiscard]] virtual Result<QList<SourceCommit>>
    editsSince(const QByteArray &tip, const QString &path,
               const std::function<bool(const QByteArray &blob)> &ends,
               const std::stop_token &cancel = {}) const;
    /// The message of the newest commit behind a tip, by any parent, of which `wanted` holds; nullopt when none of the
    /// newest has one like that. A source without history has none.
    [[nodiscard]] virtual Result<std::optional<QString>>
    newestMessage(const QByteArray &tip, const std::function<bool(const QString &)> &wanted) const;
    /// Whether a link, a submodule or a folder stands where the file `path` would be, or something that is no folder
    /// stands above it.
    [[nodiscard]] virtual Result<bool> isObstructed(const QByteArray &tip, const QString &path) const;
    /// One commit with these files, or nothing. Fails: Conflict (subject: the path that has other bytes than `before`),
    /// NotPermitted, NoSpace, Unavailable, OutcomeUnknown.
    [[nodiscard]] virtual Result<SourceWritten> write(const SourceCommitRequest &request,
                                                      const std::stop_token &cancel = {}) = 0;

protected:
    Source() = default;
    Q_DISABLE_COPY_MOVE(Source)
};

inline Result<QList<SourceCommit>> Source::editsSince(const QByteArray &tip, const QString &path,
                                                      const std::function<bool(const QByteArray &blob)> &ends,
                                                      const std::stop_token &) const
{
    Result<QList<SourceCommit>> commits = history(tip, path, std::numeric_limits<int>::max());
    if (commits) {
        commits->erase(std::ranges::find_if(*commits, ends, &SourceCommit::blob), commits->end());
    }
    return commits;
}

inline Result<std::optional<QString>>
Source::newestMessage(const QByteArray &, const std::function<bool(const QString &)> &) const
{
    return std::nullopt;
}

inline Result<bool> Source::isObstructed(const QByteArray &, const QString &) const
{
    return false;
}

} // namespace countersign
