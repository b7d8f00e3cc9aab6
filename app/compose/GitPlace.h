// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger_git/SourceRepository.h"
#include "services/LedgerWorkspace.h"

namespace countersign {

/// Where a git workspace is and who opens it: everything that is known before its record is read.
struct GitPlace
{
    QString name = {};       ///< for people: the folder's or the remote's name
    QString localPath = {};  ///< the clone a person opened; empty when she gave a URL
    QString shared = {};     ///< the repository that the record is shared through
    QString location = {};   ///< `shared` without credentials
    QString branch = {};     ///< the branch to govern, as long as no policy says which; may be empty for AnyPart
    QString directory = {};  ///< private folder of this workspace and person on this machine
    GitIdentity identity = {}; ///< empty when git knows no name or address here
    friend bool operator==(const GitPlace &, const GitPlace &) = default;
};

struct PlaceRequest
{
    QString place = {};    ///< a folder of a repository, or a URL that git can clone
    QString as = {};       ///< one of identities() by its address; empty: as git is configured there
    QString dataRoot = {}; ///< folder for private data; empty: the user's data folder
    History history = History::Whole; ///< of the repository at `place`
};

/// Finds out, without writing anything to the place. Blocking; asks a URL's server only for its branches.
/// Fails: NotFound, Unsupported, Invalid, NotPermitted, Unavailable as SourceRepository::open() and checkRemote();
/// Refused (subject "identity") when `as` is not configured there.
[[nodiscard]] Result<GitPlace> findGitPlace(const PlaceRequest &request);

/// As whom a repository may be opened: user.name and user.email, then every `countersign.identity` of its own
/// configuration, written "Name <address>".
[[nodiscard]] QList<GitIdentity> identities(const SourceRepository &repository);

/// Whether a record was started there. Blocking; fetches. Fails: Unavailable, NotPermitted, Corrupt, NoSpace.
[[nodiscard]] Result<bool> hasRecord(const GitPlace &place, const Clock &clock);

/// Opens the record's bytes. Blocking. Fails as GitLedger::open().
[[nodiscard]] Result<std::unique_ptr<Ledger>> openGitLedger(const GitPlace &place, const Clock &clock);

/// The options under which LedgerWorkspace works on that place. `clock` outlives the workspace.
[[nodiscard]] WorkspaceOptions workspaceOptions(const GitPlace &place, const Clock &clock);

} // namespace countersign
