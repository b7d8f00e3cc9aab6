// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/GitPlace.h"

#include "base/Hash.h"
#include "app/compose/GitSource.h"
#include "ledger_git/GitLedger.h"

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

Result<GitPlace> findRemote(const PlaceRequest &request)
{
    if (const Done allowed = checkRemote(request.place); !allowed) {
        return std::unexpected(allowed.error());
    }
    GitPlace place{.name = nameOfRemote(request.place),
                   .shared = request.place,
                   .location = displayRemote(request.place),
                   .directory = directoryOf(request, request.place)};
    if (!request.as.isEmpty()) {
        return failure(ErrorCode::Refused, u"identity"_s, request.as);
    }
    const Result<GitIdentity> identity = globalIdentity();
    place.identity = identity.value_or(GitIdentity{});
    const Result<QString> branch = defaultBranchOf(request.place);
    if (!branch) {
        return std::unexpected(branch.error());
    }
    place.branch = *branch;
    return place;
}

} // namespace

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

Result<GitPlace> findGitPlace(const PlaceRequest &request)
{
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
    return GitPlace{.name = source.name(),
                    .localPath = QDir(request.place).absolutePath(),
                    .shared = shared,
                    .location = displayRemote(shared),
                    .branch = branch.value_or(QString()),
                    .directory = directoryOf(request, shared),
                    .identity = *identity};
}

Result<std::unique_ptr<Ledger>> openGitLedger(const GitPlace &place, const Clock &clock)
{
    return GitLedger::open({.directory = place.directory,
                            .remote = place.shared,
                            .committerName = place.identity.name,
                            .committerEmail = place.identity.email,
                            .clock = &clock})
            .transform([](std::unique_ptr<GitLedger> &&ledger) { return std::unique_ptr<Ledger>(std::move(ledger)); });
}

Result<bool> hasRecord(const GitPlace &place, const Clock &clock)
{
    const auto ledger = openGitLedger(place, clock);
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

WorkspaceOptions workspaceOptions(const GitPlace &place, const Clock &clock)
{
    WorkspaceOptions options{.name = place.name, .location = place.location, .localPath = place.localPath};
    options.core = {.directory = place.directory,
                    .client = u"countersign/" COUNTERSIGN_VERSION ""_s,
                    .authorName = place.identity.name,
                    .authorEmail = place.identity.email,
                    .clock = &clock};
    options.core.openLedger = [place, clock = &clock] { return openGitLedger(place, *clock); };
    options.core.openServed = [place, clock = &clock](const QString &directory) {
        GitPlace fresh = place;
        fresh.directory = directory;
        return openGitLedger(fresh, *clock);
    };
    options.core.openSource = [place]() -> Result<std::unique_ptr<Source>> {
        return std::make_unique<GitSource>(GitSourceOptions{.directory = place.directory,
                                                            .remote = place.shared,
                                                            .localRepository = place.localPath});
    };
    if (!place.identity.signingKey.isEmpty()) {
        options.core.makeSigner = [place] {
            return std::make_unique<SshKeygenSigner>(place.identity.signingKey, place.directory);
        };
    }
    return options;
}

} // namespace countersign
