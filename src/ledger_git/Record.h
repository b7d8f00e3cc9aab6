// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger/Ledger.h"
#include "ledger_git/Git.h"

namespace countersign::git {

/// An event as it was read from its commit.
struct StoredRecord
{
    git_oid commit = {};
    Envelope envelope = {};
    QList<std::pair<ContentHash, git_oid>> contents = {};
};

/// The event of one commit of the ledger's branch; `before` is the place it follows. Total: what cannot be taken as an
/// event has a problem. Fails: Corrupt, NotFound, Unavailable when the clone itself cannot be read.
[[nodiscard]] Result<StoredRecord> readRecord(git_repository *repository, git_odb *odb, const git_oid &commit,
                                              const Head &before);

/// The place that the commit of an event states for itself, compared with nothing. Fails: Corrupt, NotFound.
[[nodiscard]] Result<Head> statedPlace(git_repository *repository, git_odb *odb, const git_oid &commit);

/// How the tree of a commit differs from its first parent's, and how many parents it has.
[[nodiscard]] Result<Footprint> readFootprint(git_repository *repository, git_odb *odb, const git_oid &commit);

/// Every file beside `ledger/` at a commit, by path; something that is no ordinary file has a null id.
/// Fails: Corrupt, NotFound, Unavailable; Invalid when it is too deep or too large to be one of ours.
[[nodiscard]] Result<QHash<QString, git_oid>> readableFiles(git_repository *repository, const git_oid &commit);
/// The text of `ledger/link`.
[[nodiscard]] QByteArray linkText(const Head &at, const LinkHash &prev);

} // namespace countersign::git
