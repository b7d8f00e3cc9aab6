// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "ledger_git/Git.h"

#include <QMap>

namespace countersign::git {

/// Differences of a tree, gathered by path and written together. Folders that become empty go.
class TreeWriter
{
public:
    void put(const QString &path, const git_oid &blob);
    /// A file, or a folder with everything below it.
    void remove(const QString &path);

    /// The tree `base` (which may be null) with the differences; every object is written.
    /// Fails: Invalid (a file where a folder must be), NoSpace, Unavailable.
    [[nodiscard]] Result<git_oid> write(git_repository *repository, const git_oid *base) const;

private:
    struct Node
    {
        QMap<QByteArray, Node> children;
        std::optional<git_oid> blob;
        bool cleared = false; ///< nothing of what was here before stays
    };
    [[nodiscard]] Node &at(const QString &path);
    [[nodiscard]] static Result<std::optional<git_oid>> write(git_repository *repository, const git_oid *base,
                                                              const Node &node);
    Node m_root;
};

[[nodiscard]] Result<git_oid> writeBlob(git_repository *repository, QByteArrayView bytes);

struct CommitText
{
    QString message = {};
    QString authorName = {};
    QString authorEmail = {};
    qint64 seconds = 0; ///< since the epoch
};

/// A commit with at most one parent. Text of people loses line ends in names and control characters.
[[nodiscard]] Result<git_oid> writeCommit(git_repository *repository, const git_oid &tree, const git_oid *parent,
                                          const CommitText &text);

} // namespace countersign::git
