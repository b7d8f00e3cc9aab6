// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/WorkspacePlace.h"

#include "base/Hash.h"
#include "app/compose/GitSource.h"
#include "app/compose/FolderSource.h"
#include "ledger_git/GitLedger.h"
#include "ledger_sql/PostgresLedger.h"
#include "ledger_sql/Schema.h"
#include "ledger_sql/SqliteLedger.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

bool isUrl(const QString &place)
{
    return place.contains(u"://") || (place.contains(u'@') && place.contains(u':') && !QFileInfo::exists(place));
}

QString nameOfRemote(const QString &remote)
{
    QString name = remote;
    while (name.endsWith(u'/')) {
        name.chop(1);
    }
    name = name.section(u'/', -1).section(u':', -1);
    if (name.endsWith(u".git") && name.size() > 4) {
        name.chop(4);
    }
    return name;
}

QString dataRootOf(const PlaceRequest &request)
{
    return request.dataRoot.isEmpty()
            ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/countersign/workspaces"_s
            : request.dataRoot;
}

/// One folder a workspace, and one of its own for everybody who is not the person that git is configured for: drafts and
/// what is not sent yet are nobody else's.
QString directoryOf(const PlaceRequest &request, const QString &shared)
{
    QString directory = dataRootOf(request) + u'/' + workspaceKey(shared);
    if (!request.as.isEmpty()) {
        directory += u'-' + QString::fromLatin1(contentHash(request.as.toLower().toUtf8()).toHex().first(12));
    }
    return directory;
}

Result<GitIdentity> identityOf(const SourceRepository &repository, const QString &as)
{
    if (as.isEmpty()) {
        // Somebody whom git does not know reads; the window says why she cannot write.
        return repository.identity().value_or(GitIdentity{});
    }
    for (const GitIdentity &identity : identities(repository)) {
        if (identity.email.compare(as, Qt::CaseInsensitive) == 0) {
            return identity;
        }
    }
    return failure(ErrorCode::Refused, u"identity"_s, as);
}

Result<WorkspacePlace> findRemote(const PlaceRequest &request)
{
    if (const Done allowed = checkRemote(request.place); !allowed) {
        return std::unexpected(allowed.error());
    }
    WorkspacePlace place{.name = nameOfRemote(request.place),
                   .shared = request.place,
                   .location = displayRemote(request.place),
                   .directory = directoryOf(request, request.place)};
    if (!request.as.isEmpty()) {
        return failure(ErrorCode::Refused, u"identity"_s, request.as);
    }
    const Result<GitIdentity> identity = globalIdentity();
    place.identity = identity.value_or(GitIdentity{});
    const Result<QString> branch = defaultBranchOf(request.place);
    if (!branch && (branch.error().subject != "no-commits"_L1 || request.history == History::Whole)) {
        return std::unexpected(branch.error());
    }
    place.branch = branch.value_or(QString());
    return place;
}

QString sqlitePath(const QString &place)
{
    return QFileInfo(registryFile(place)).absoluteFilePath();
}

/// Who sits here: whoever was named, else whom git is configured for.
GitIdentity registryIdentity(const QString &as)
{
    const GitIdentity configured = globalIdentity().value_or(GitIdentity{});
    if (as.isEmpty() || configured.email.compare(as, Qt::CaseInsensitive) == 0) {
        return configured;
    }
    return {.name = as.section(u'@', 0, 0), .email = as};
}

Result<WorkspacePlace> findRegistry(const PlaceRequest &request)
{
    // A registry has no branch; this one is governed when its record is copied into a repository.
    WorkspacePlace place{.branch = u"main"_s, .identity = registryIdentity(request.as), .files = request.files, .password = request.password};
    if (isDatabase(request.place)) {
        const Result<PostgresPlace> server = postgresPlaceFromUrl(request.place);
        if (!server) {
            return std::unexpected(server.error());
        }
        place.backend = Backend::Postgres;
        place.shared = toUrl(*server);
        place.location = place.shared;
        place.name = server->database.isEmpty() ? server->service : server->database;
    } else {
        const QString path = sqlitePath(request.place);
        if (!QFileInfo::exists(path)) {
            return failure(ErrorCode::NotFound, u"registry"_s, path);
        }
        place.backend = Backend::Sqlite;
        place.shared = QFileInfo(path).canonicalFilePath();
        place.location = place.shared;
        place.name = QFileInfo(path).completeBaseName();
    }
    place.directory = directoryOf(request, place.shared);
    return place;
}

Result<PostgresOptions> postgresOptions(const WorkspacePlace &place)
{
    const Result<PostgresPlace> server = postgresPlaceFromUrl(place.shared);
    if (!server) {
        return std::unexpected(server.error());
    }
    return PostgresOptions{.place = *server, .password = place.password};
}

template<typename L>
Result<std::unique_ptr<Ledger>> asLedger(Result<std::unique_ptr<L>> &&ledger)
{
    return std::move(ledger).transform([](std::unique_ptr<L> &&made) { return std::unique_ptr<Ledger>(std::move(made)); });
}

} // namespace

Done makeRegistry(const PlaceRequest &request)
{
    if (!isDatabase(request.place)) {
        return createSqliteRegistry(sqlitePath(request.place));
    }
    const Result<PostgresPlace> server = postgresPlaceFromUrl(request.place);
    if (!server) {
        return std::unexpected(server.error());
    }
    const Result<int> before = preparePostgresRegistry({.place = *server, .password = request.password});
    if (!before) {
        return std::unexpected(before.error());
    }
    return *before == 0 ? Done{} : failure(ErrorCode::Conflict, toUrl(*server), u"there is a registry already"_s);
}

Result<bool> upgradeRegistry(const PlaceRequest &request)
{
    if (!isDatabase(request.place)) {
        return upgradeSqliteRegistry(sqlitePath(request.place));
    }
    const Result<PostgresPlace> server = postgresPlaceFromUrl(request.place);
    if (!server) {
        return std::unexpected(server.error());
    }
    const PostgresOptions options{.place = *server, .password = request.password};
    // One that is not there is made by makeRegistry() alone.
    if (const auto there = PostgresLedger::open(options); !there && there.error().code != ErrorCode::Unsupported) {
        return std::unexpected(there.error());
    } else if (there) {
        return false;
    }
    return preparePostgresRegistry(options).transform([](int) { return true; });
}

Result<QList<RegistryWeakness>> examineRegistry(const WorkspacePlace &place, Sequence policyAt)
{
    if (place.backend != Backend::Postgres) {
        return QList<RegistryWeakness>();
    }
    const Result<PostgresOptions> options = postgresOptions(place);
    return options ? examinePostgres(*options, policyAt) : std::unexpected(options.error());
}

int registrySchema()
{
    return sql::schemaVersion;
}

Result<QString> admitToRegistry(const PlaceRequest &request, const QString &login, const QString &password)
{
    if (!isDatabase(request.place)) {
        return failure(ErrorCode::Unsupported, request.place, u"only a database has logins"_s);
    }
    const Result<PostgresPlace> server = postgresPlaceFromUrl(request.place);
    return server ? admitLogin({.place = *server, .password = request.password}, login, password)
                  : std::unexpected(server.error());
}

QList<GitIdentity> identities(const SourceRepository &repository)
{
    QList<GitIdentity> found;
    if (const auto configured = repository.identity()) {
        found.append(*configured);
    }
    for (const GitIdentity &identity : repository.otherIdentities()) {
        if (!found.contains(identity)) {
            found.append(identity);
        }
    }
    return found;
}

Result<WorkspacePlace> findPlace(const PlaceRequest &request)
{
    if (isRegistry(request.place)) {
        return findRegistry(request);
    }
    if (isUrl(request.place)) {
        return findRemote(request);
    }
    const auto repository = SourceRepository::open(request.place, request.history);
    if (!repository) {
        return std::unexpected(repository.error());
    }
    const SourceRepository &source = **repository;
    const Result<QString> branch = source.governedBranch();
    if (!branch && request.history == History::Whole) {
        return std::unexpected(branch.error());
    }
    const QString shared = source.sharedRepository();
    if (const Done allowed = checkRemote(shared); !allowed) {
        return std::unexpected(allowed.error());
    }
    const Result<GitIdentity> identity = identityOf(source, request.as);
    if (!identity) {
        return std::unexpected(identity.error());
    }
    return WorkspacePlace{.name = source.name(),
                    .localPath = QDir(request.place).absolutePath(),
                    .shared = shared,
                    .location = displayRemote(shared),
                    .branch = branch.value_or(QString()),
                    .directory = directoryOf(request, shared),
                    .identity = *identity};
}

Result<WorkspacePlace> findMirror(const PlaceRequest &request)
{
    if (isRegistry(request.place)) {
        return failure(ErrorCode::Unsupported, u"repository"_s, request.place);
    }
    if (isUrl(request.place)) {
        // Its branch is named, so that nobody asks the server for one.
        return checkRemote(request.place).transform([&request] {
            return WorkspacePlace{.name = nameOfRemote(request.place),
                                  .shared = request.place,
                                  .location = displayRemote(request.place),
                                  .directory = directoryOf(request, request.place)};
        });
    }
    Result<WorkspacePlace> place = findPlace(request);
    if (!place && place.error().subject == "no-commits"_L1) {
        PlaceRequest fresh = request;
        fresh.history = History::AnyPart;
        place = findPlace(fresh);
    }
    // A bare repository is meant itself, also when it was cloned from somewhere.
    const auto repository =
        place ? SourceRepository::open(request.place, History::AnyPart) : failure(ErrorCode::NotFound);
    if (repository && (*repository)->workTree().isEmpty()) {
        place->shared = QDir::cleanPath((*repository)->gitDirectory());
        place->location = displayRemote(place->shared);
        place->directory = directoryOf(request, place->shared);
    }
    return place;
}

Result<std::unique_ptr<Source>> openMirror(const PlaceRequest &request)
{
    const Result<WorkspacePlace> place = findMirror(request);
    if (!place) {
        return std::unexpected(place.error());
    }
    return std::make_unique<GitSource>(GitSourceOptions{.directory = place->directory + u"/mirror"_s,
                                                        .remote = place->shared,
                                                        .localRepository = place->localPath,
                                                        .mayBegin = true});
}

Result<std::unique_ptr<Ledger>> openLedger(const WorkspacePlace &place, const Clock &clock)
{
    switch (place.backend) {
    case Backend::Git:
        return asLedger(GitLedger::open({.directory = place.directory,
                                         .remote = place.shared,
                                         .committerName = place.identity.name,
                                         .committerEmail = place.identity.email,
                                         .clock = &clock}));
    case Backend::Sqlite:
        return asLedger(SqliteLedger::open(place.shared));
    case Backend::Postgres: {
        const Result<PostgresOptions> options = postgresOptions(place);
        return options ? asLedger(PostgresLedger::open(*options)) : std::unexpected(options.error());
    }
    }
    Q_UNREACHABLE_RETURN(failure(ErrorCode::Invalid));
}

std::unique_ptr<RegistryWatch> watchPlace(const WorkspacePlace &place)
{
    if (place.backend == Backend::Sqlite) {
        return RegistryWatch::ofFile(place.shared);
    }
    const Result<PostgresOptions> options =
        place.backend == Backend::Postgres ? postgresOptions(place) : failure(ErrorCode::Unsupported);
    return options ? RegistryWatch::ofDatabase(*options) : nullptr;
}

Result<std::unique_ptr<Source>> openSource(const WorkspacePlace &place)
{
    if (place.backend != Backend::Git) {
        return std::make_unique<FolderSource>(place.files);
    }
    return std::make_unique<GitSource>(GitSourceOptions{.directory = place.directory,
                                                        .remote = place.shared,
                                                        .localRepository = place.localPath});
}

Result<bool> hasRecord(const WorkspacePlace &place, const Clock &clock)
{
    const auto ledger = openLedger(place, clock);
    if (!ledger) {
        return std::unexpected(ledger.error());
    }
    const Result<Head> head = (*ledger)->fetch();
    if (!head) {
        // Offline, and known from before: that is a record.
        const bool known = head.error().code == ErrorCode::Unavailable && (*ledger)->known().seq > 0;
        return known ? Result<bool>(true) : std::unexpected(head.error());
    }
    return head->seq > 0;
}

Result<RegistryGlance> glanceAt(const WorkspacePlace &place, const Clock &clock)
{
    const auto ledger = openLedger(place, clock);
    if (!ledger) {
        return std::unexpected(ledger.error());
    }
    return (*ledger)->fetch().transform([&](const Head &head) {
        return RegistryGlance{.events = head.seq, .login = (*ledger)->login().value_or(QString())};
    });
}

WorkspaceOptions workspaceOptions(const WorkspacePlace &place, const Clock &clock)
{
    WorkspaceOptions options{.name = place.name,
                             .location = place.location,
                             .localPath = place.localPath,
                             .registry = place.backend != Backend::Git};
    options.core = {.directory = place.directory,
                    .client = u"countersign/" COUNTERSIGN_VERSION ""_s,
                    .authorName = place.identity.name,
                    .authorEmail = place.identity.email,
                    .clock = &clock};
    options.core.openLedger = [place, clock = &clock] { return openLedger(place, *clock); };
    options.core.openServed = [place, clock = &clock](const QString &directory) {
        WorkspacePlace fresh = place;
        fresh.directory = directory;
        return openLedger(fresh, *clock);
    };
    if (place.backend == Backend::Git) {
        options.core.openSource = [place] { return openSource(place); };
    }
    if (!place.identity.signingKey.isEmpty()) {
        options.core.makeSigner = [place] {
            return std::make_unique<SshKeygenSigner>(place.identity.signingKey, place.directory);
        };
    }
    return options;
}

} // namespace countersign
