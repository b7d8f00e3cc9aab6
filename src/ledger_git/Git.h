// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <git2.h>

#include <QByteArray>

#include <memory>

namespace countersign::git {

template<auto Free>
struct Deleter
{
    template<typename T>
    void operator()(T *object) const
    {
        Free(object);
    }
};

using Repository = std::unique_ptr<git_repository, Deleter<git_repository_free>>;
using Odb = std::unique_ptr<git_odb, Deleter<git_odb_free>>;
using OdbObject = std::unique_ptr<git_odb_object, Deleter<git_odb_object_free>>;
using Commit = std::unique_ptr<git_commit, Deleter<git_commit_free>>;
using Tree = std::unique_ptr<git_tree, Deleter<git_tree_free>>;
using TreeEntry = std::unique_ptr<git_tree_entry, Deleter<git_tree_entry_free>>;
using TreeBuilder = std::unique_ptr<git_treebuilder, Deleter<git_treebuilder_free>>;
using Reference = std::unique_ptr<git_reference, Deleter<git_reference_free>>;
using Walk = std::unique_ptr<git_revwalk, Deleter<git_revwalk_free>>;
using Signature = std::unique_ptr<git_signature, Deleter<git_signature_free>>;
using Diff = std::unique_ptr<git_diff, Deleter<git_diff_free>>;
using Config = std::unique_ptr<git_config, Deleter<git_config_free>>;

/// Prepares libgit2 once for the process: no configuration of the machine or the person, synced writes, strict objects.
void start();

/// Calls `make` with the address of a raw pointer and owns what it made: `owned<Commit>(git_commit_lookup, repo, &id)`.
/// `code` gets what libgit2 returned.
template<typename Handle, typename Make, typename... Arguments>
[[nodiscard]] Handle owned(int &code, Make make, Arguments... arguments)
{
    typename Handle::pointer raw = nullptr;
    code = make(&raw, arguments...);
    return Handle(code < 0 ? nullptr : raw);
}

/// The error that the call which returned `code` has just left behind on this thread. Call it at once.
[[nodiscard]] Error lastError(int code, const QString &subject);

[[nodiscard]] QByteArray hex(const git_oid &id);
/// nullopt unless it is 40 hex digits.
[[nodiscard]] std::optional<git_oid> oidFromHex(QByteArrayView hex);
[[nodiscard]] inline bool same(const git_oid &a, const git_oid &b)
{
    return git_oid_equal(&a, &b) != 0;
}

/// A blob's bytes when it is one and not larger than `most`; its size is read before its content.
/// Fails: NotFound, Invalid (too large, no blob), Corrupt.
[[nodiscard]] Result<QByteArray> readBlob(git_odb *odb, const git_oid &id, qint64 most);

/// The commit that a reference names, following names. Fails: NotFound, Corrupt, Unavailable.
[[nodiscard]] Result<git_oid> resolveReference(git_repository *repository, const char *name);

/// Opens the repository at exactly this path. Fails: NotFound, NotPermitted (not this user's, and git does not trust
/// it), Unsupported.
[[nodiscard]] Result<Repository> openExactly(const QString &path);

} // namespace countersign::git
