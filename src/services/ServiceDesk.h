// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/Served.h"
#include "services/Workspace.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace countersign {

namespace connectors {
class SecretStore;
} // namespace connectors

/// Asks services what they serve, compares it with a workspace, and gives them what was released. Nothing is ever sent
/// but to a service that the person at this machine named.
///
/// Lives on the thread that made it; every call returns at once. Canceling a future stops what it is of. Errors of a
/// service are those of PromptRegistry.
class ServiceDesk : public QObject
{
    Q_OBJECT

public:
    /// Where a person's services and keys are.
    struct Place
    {
        QString settingsFile = {};
        std::shared_ptr<connectors::SecretStore> secrets = {};
    };

    explicit ServiceDesk(Place place, QObject *parent = nullptr);
    ~ServiceDesk() override;

    /// With the system's keychain and the user's settings.
    [[nodiscard]] static Place systemPlace();

    [[nodiscard]] QList<PromptService> services() const;
    /// Fails: NotFound (subject: the name).
    [[nodiscard]] Result<PromptService> service(const QString &name) const;
    /// Fails: as ServiceBook::keep().
    [[nodiscard]] Done keep(const PromptService &service);
    /// Puts a key into the system's keychain and then keeps the service with `key` "keychain:prompt-service-NAME". Fails
    /// also: Invalid ("key": not 1 … 4,096 visible ASCII characters), and as SecretStore does; then nothing is kept.
    [[nodiscard]] QFuture<Done> keepWithKey(const PromptService &service, const QString &key);
    /// Takes its key out of the keychain and forgets it. Fails as SecretStore does, and then it stays.
    [[nodiscard]] QFuture<Done> forget(const QString &name);

    [[nodiscard]] QFuture<Result<QList<connectors::ForeignPrompt>>> list(const PromptService &service);
    /// What bears a label. Fails also: NotFound.
    [[nodiscard]] QFuture<Result<connectors::ForeignText>> live(const PromptService &service,
                                                                const QString &name, const QString &label);

    /// Everything that is live there under a label that is an environment here, beside what runs there by the record of
    /// now. The future's progress tells of how many texts how many are judged. `workspace` outlives the answer.
    [[nodiscard]] QFuture<Result<ServiceReport>> compare(const PromptService &service, Workspace &workspace);

    /// A live text as a draft of a change, kept on this machine; whoever sends it proposes it like every other. Fails as
    /// adoptedFile(), Workspace::content() and saveDraft(); Unsupported when the row has no text.
    [[nodiscard]] QFuture<Result<Draft>> adopt(const ServedRow &row, Workspace &workspace);
    /// The file that adopt() would put into the draft, for looking at the difference first.
    [[nodiscard]] QFuture<Result<EditedFile>> proposed(const ServedRow &row, Workspace &workspace);

    struct Published
    {
        QString name = {};
        QString label = {};
        int version = 0;      ///< there
        SemVer released = {}; ///< here
        bool created = false; ///< a version was written; otherwise one that says the same was there
        bool moved = false;   ///< the label was put on it; otherwise it was there already
    };
    /// Gives a service what runs in `environment` by the record of now, and puts the environment's label on it. A version
    /// there that says the same is taken, so that doing it again writes nothing twice. Fails: as publishable(),
    /// before anything is sent; Unsupported ("service": only Langfuse takes versions); OutcomeUnknown when a write went
    /// out and no answer came.
    [[nodiscard]] QFuture<Result<Published>> publish(const PromptService &service, const ArtifactId &artifact,
                                                     const EnvironmentId &environment, Workspace &workspace);

private:
    Place m_place;
};

} // namespace countersign
