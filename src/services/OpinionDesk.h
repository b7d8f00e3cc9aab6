// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/Opinion.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace countersign {

namespace connectors {
class ChatClient;
class SecretStore;
} // namespace connectors

/// Asks the model of a policy for its opinion, and knows which hosts the person at this machine agreed to.
///
/// Lives on the thread that made it; every call returns at once.
class OpinionDesk : public QObject
{
    Q_OBJECT

public:
    /// Where a person's consent and keys are.
    struct Place
    {
        QString settingsFile = {}; ///< of the hosts that were confirmed
        std::shared_ptr<connectors::SecretStore> secrets = {};
    };

    explicit OpinionDesk(Place place, QObject *parent = nullptr);
    ~OpinionDesk() override;

    /// With the system's keychain and the user's settings.
    [[nodiscard]] static Place systemPlace();

    /// "api.example.com": where a policy's model would be asked. Fails: Refused, "endpoint.insecure".
    [[nodiscard]] static Result<QString> host(const SecondOpinion &asked);
    /// Whether the person agreed to send texts to that host.
    [[nodiscard]] bool isConfirmed(const SecondOpinion &asked) const;
    /// Where that host's key is, as confirm() takes it; empty when nobody here agreed to the host.
    [[nodiscard]] QString keyOf(const SecondOpinion &asked) const;
    /// The person agrees. `key` says where the key is: "none", "env:NAME" or "keychain:NAME".
    /// Fails: Invalid (`key`), Refused, NotPermitted.
    [[nodiscard]] Done confirm(const SecondOpinion &asked, const QString &key);
    [[nodiscard]] Done forget(const SecondOpinion &asked);
    /// Puts a key into the system's keychain, for "keychain:NAME", in the place of one that is there; a question that is
    /// under way ends. Fails: Invalid ("key": not 1 … 4,096 visible ASCII characters; "name"), and as SecretStore does.
    [[nodiscard]] QFuture<Done> keepKey(const QString &name, const QString &key);
    /// Takes the host's key out of the keychain and then the person's consent back; a question that is under way ends.
    /// An entry that is not there is no failure. Fails as SecretStore does, and then the consent stands as well.
    [[nodiscard]] QFuture<Done> forgetKey(const SecondOpinion &asked);

    /// Nothing is sent to a host that was not confirmed (Refused, "endpoint.unconfirmed"). Fails otherwise as ChatClient
    /// does, or with "endpoint.bad_answer". Canceling the future stops it.
    [[nodiscard]] QFuture<Result<SecondOpinionGiven>> ask(const Policy &policy, const AssessedChange &change);

private:
    Place m_place;
    std::unique_ptr<connectors::ChatClient> m_client;
};

} // namespace countersign
