// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/compose/WorkspacePlace.h"
#include "connectors/SecretStore.h"
#include "ui/start/WorkspaceOpener.h"

#include <QPromise>

#include <functional>

namespace countersign {

/// Makes the example and answers with the folder of its clone; the future says how far it is. Canceling it, or the death
/// of `owner`, stops the work and leaves nothing.
using ExampleMaker = std::function<QFuture<Result<QString>>(QObject *owner)>;

/// Opens repositories and registries for the window: looks at the place and proposes a policy off the GUI thread, and makes the
/// workspace on it.
class PlaceOpener final : public WorkspaceOpener
{
    Q_OBJECT

public:
    struct Options
    {
        const Clock &clock;
        QString dataRoot = {};             ///< folder for private data; empty: the user's data folder
        ExampleMaker makeExample = {};     ///< none: there is no example
        connectors::SecretStore *secrets = nullptr; ///< for passwords of databases; none: they are asked for each time. Outlives the opener
        QString exampleDataRoot = {};      ///< beside the clone of the example, so that its data goes when its folder goes
    };
    explicit PlaceOpener(const Options &options, QObject *parent = nullptr);

    [[nodiscard]] QFuture<Result<OpenOutcome>> open(const OpenRequest &request) override;
    [[nodiscard]] QFuture<Result<OpenOutcome>> govern(const GovernProposal &proposal) override;
    [[nodiscard]] QFuture<Result<RegistryFound>> tryRegistry(const OpenRequest &request) override;
    [[nodiscard]] QFuture<Done> keepPassword(const OpenRequest &request) override;

private:
    /// What is known about a place before its record is read.
    struct Found
    {
        WorkspacePlace place = {};
        QList<GitIdentity> identities = {};
    };
    [[nodiscard]] QString dataRootOf(const OpenRequest &request, const QString &folder) const;
    using Promise = std::shared_ptr<QPromise<Result<OpenOutcome>>>;

    void makeAndFind(const OpenRequest &request, const Promise &promise);
    /// Goes on with the password that the keychain has for a database, where none was typed.
    void withKey(const OpenRequest &request, const std::function<void(const OpenRequest &)> &then);
    void find(const OpenRequest &request, const QString &folder, const Promise &promise);
    /// Keeps a password that let us in.
    void keepKey(const OpenRequest &request);
    void openFound(const OpenRequest &request, const Found &found, const Promise &promise);
    void propose(const OpenRequest &request, const Found &found, const Promise &promise);
    [[nodiscard]] static Done start(const GovernProposal &proposal, const WorkspacePlace &place, const Clock &clock);

    Options m_options;
};

} // namespace countersign
