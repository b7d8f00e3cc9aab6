// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Workspace.h"

#include <QFuture>
#include <QObject>

#include <memory>
#include <variant>

namespace countersign {

// What a person asks to have open.
struct OpenRequest
{
    QString place = {};   // a folder, a URL that git can clone, a registry's file or its database (postgresql://…)
    QString as = {};      // an address among identities(); empty: as the repository is configured
    bool example = false; // the example workspace; `place` is empty
    bool create = false;  // the registry is not there yet
    QString password = {}; // of the database, as it was just typed; goes into the keychain and nowhere else
    friend bool operator==(const OpenRequest &, const OpenRequest &) = default;
};

// A repository or registry that has no record yet: what Countersign would put in force there. Nothing is written so far.
struct GovernProposal
{
    OpenRequest request = {};
    QString name = {};
    QString location = {};          // where the record would live, without credentials
    bool registry = false;          // the files stand in the record alone, and may all be still to come
    Policy policy = {};
    QByteArray policyText = {};     // policy.yaml as it would stand in the record
    bool policyFromRepository = false; // the repository has a policy.yaml already; it was read and not guessed
    struct File
    {
        QString path = {};
        ArtifactKind kind = ArtifactKind::Prompt;
        friend bool operator==(const File &, const File &) = default;
    };
    QList<File> files = {};         // what would be governed, sorted by path
    QStringList lookedFor = {};     // names and folders that were looked for
    friend bool operator==(const GovernProposal &, const GovernProposal &) = default;
};

// Somebody as whom this workspace may be opened.
struct IdentityChoice
{
    QString name = {};
    QString email = {};
    QString role = {};   // words; may be empty
    friend bool operator==(const IdentityChoice &, const IdentityChoice &) = default;
};

struct OpenedWorkspace
{
    std::shared_ptr<Workspace> workspace = {}; // lives on the GUI thread
    OpenRequest request = {};                  // what leads here again, for the list of recent workspaces
    QList<IdentityChoice> identities = {};     // more than one: the window offers "Act as …"
};

// What a registry answered when it was tried.
struct RegistryFound
{
    qint64 events = 0; // 0: no record was begun there
    QString login = {}; // of the database; empty for a file
    friend bool operator==(const RegistryFound &, const RegistryFound &) = default;
};

using OpenOutcome = std::variant<OpenedWorkspace, GovernProposal>;

// How the window gets at workspaces. Every call returns at once and answers on the GUI thread; a canceled future leaves
// nothing open and nothing written. The program implements it; tests answer as they please.
class WorkspaceOpener : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    // Fails: NotFound (subject "repository", "path", "branch", "registry", "schema"), Unsupported, Invalid ("no-commits", a policy: with line
    // and column), NotPermitted, Unavailable, Canceled, Corrupt, Locked, NoSpace.
    [[nodiscard]] virtual QFuture<Result<OpenOutcome>> open(const OpenRequest &request) = 0;

    // Starts the record with the proposal as it was shown, and opens it. Fails as open(); Conflict when somebody else
    // started it meanwhile.
    [[nodiscard]] virtual QFuture<Result<OpenOutcome>> govern(const GovernProposal &proposal) = 0;

    // Connects to a registry as open() would, writes nothing, and lets go again. Fails as open().
    [[nodiscard]] virtual QFuture<Result<RegistryFound>> tryRegistry(const OpenRequest &request) = 0;
    // Puts the password of a request into the system's keychain; an empty one takes out what is there. Fails: NotPermitted,
    // Unavailable (subject "keychain").
    [[nodiscard]] virtual QFuture<Done> keepPassword(const OpenRequest &request) = 0;
};

} // namespace countersign
