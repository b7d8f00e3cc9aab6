// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/RegistryPlace.h"
#include "ledger_git/SourceRepository.h"
#include "ledger_sql/RegistryWatch.h"
#include "services/LedgerWorkspace.h"

namespace countersign {

/// What keeps the record of a workspace.
enum class Backend {
    Git,        ///< a repository, which has the governed files as well
    Sqlite,     ///< a registry in one file
    Postgres,   ///< a registry on a server
};

/// Where a workspace is and who opens it: everything that is known before its record is read.
struct WorkspacePlace
{
    Backend backend = Backend::Git;
    QString name = {};       ///< for people: the folder's, the remote's, the file's or the database's name
    QString localPath = {};  ///< the clone a person opened; empty when she gave a URL, and for a registry
    QString shared = {};     ///< the repository that the record is shared through, the file, or the database's address
    QString location = {};   ///< `shared` without credentials
    QString branch = {};     ///< the branch to govern, as long as no policy says which; may be empty for AnyPart
    QString directory = {};  ///< private folder of this workspace and person on this machine
    GitIdentity identity = {}; ///< empty when git knows no name or address here
    QString files = {};      ///< of a registry that is begun: the folder that the first versions are read from
    QString password = {};   ///< for the database; empty: none, or where libpq looks by itself. Written nowhere
    friend bool operator==(const WorkspacePlace &, const WorkspacePlace &) = default;
};

struct PlaceRequest
{
    QString place = {};    ///< a folder of a repository, a URL that git can clone, or what isRegistry()
    QString as = {};       ///< one of identities() by its address; empty: as git is configured there. For a registry any address
    QString dataRoot = {}; ///< folder for private data; empty: the user's data folder
    History history = History::Whole; ///< of the repository at `place`
    QString files = {};    ///< see WorkspacePlace::files
    QString password = {}; ///< of a database
};

/// Makes an empty registry: the file, or the schema in a database that is there. Blocking.
/// Fails: as createSqliteRegistry() and preparePostgresRegistry(); Conflict when there is one already.
[[nodiscard]] Done makeRegistry(const PlaceRequest &request);
/// Brings the tables of a registry that is there up to date; whether there was anything to do. Blocking. Fails: NotFound, Newer,
/// NotPermitted, Unavailable, Corrupt.
[[nodiscard]] Result<bool> upgradeRegistry(const PlaceRequest &request);
/// What weakens a database's promises, as examinePostgres() tells; a file has none to tell. Blocking.
[[nodiscard]] Result<QList<RegistryWeakness>> examineRegistry(const WorkspacePlace &place,
                                                              Sequence policyAt = 0);
/// Version of the schema that this program makes.
[[nodiscard]] int registrySchema();
/// As admitLogin(), for the database of a registry. Fails also with Unsupported for any other place.
[[nodiscard]] Result<QString> admitToRegistry(const PlaceRequest &request, const QString &login,
                                              const QString &password);

/// Finds out, without writing anything to the place. Blocking; asks a URL's server only for its branches, and a database
/// nothing. Fails: NotFound (subject "registry": no such file), Unsupported, Invalid, NotPermitted, Unavailable as SourceRepository::open() and checkRemote();
/// Refused (subject "identity") when `as` is not configured there.
[[nodiscard]] Result<WorkspacePlace> findPlace(const PlaceRequest &request);

/// As whom a repository may be opened: user.name and user.email, then every `countersign.identity` of its own
/// configuration, written "Name <address>".
[[nodiscard]] QList<GitIdentity> identities(const SourceRepository &repository);

/// Whether a record was started there. Blocking; fetches. Fails: Unavailable, NotPermitted, Corrupt, NoSpace.
[[nodiscard]] Result<bool> hasRecord(const WorkspacePlace &place, const Clock &clock);

/// Opens the record's bytes. Blocking. Fails as GitLedger::open(), SqliteLedger::open() and PostgresLedger::open().
[[nodiscard]] Result<std::unique_ptr<Ledger>> openLedger(const WorkspacePlace &place, const Clock &clock);

/// What a look at a registry shows.
struct RegistryGlance
{
    Sequence events = 0; ///< 0: no record was begun there
    QString login = {};  ///< of the database; empty for a file
};
/// Opens it, asks how far its record goes, and closes it. Blocking. Fails as openLedger().
[[nodiscard]] Result<RegistryGlance> glanceAt(const WorkspacePlace &place, const Clock &clock);

/// Hears of what others write to a registry; none for a repository.
[[nodiscard]] std::unique_ptr<RegistryWatch> watchPlace(const WorkspacePlace &place);

/// The governed files beside the record; for a registry, whose files are in the record alone, there are none. Blocking.
[[nodiscard]] Result<std::unique_ptr<Source>> openSource(const WorkspacePlace &place);

/// A repository that accepted versions are written to from a record elsewhere; one without a commit will do. Blocking.
/// Fails as findPlace(); Unsupported (subject "repository") for a registry.
[[nodiscard]] Result<WorkspacePlace> findMirror(const PlaceRequest &request);
/// Its branches, of which write() begins one that is not there. Blocking; any thread. Fails as findMirror().
[[nodiscard]] Result<std::unique_ptr<Source>> openMirror(const PlaceRequest &request);

/// The options under which LedgerWorkspace works on that place. `clock` outlives the workspace.
[[nodiscard]] WorkspaceOptions workspaceOptions(const WorkspacePlace &place, const Clock &clock);

} // namespace countersign
