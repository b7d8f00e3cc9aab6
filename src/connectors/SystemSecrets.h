// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/SecretStore.h"

namespace countersign::connectors {

/// The environment of this process, and the system's keychain (Network::keychain()), whose answers need the event loop
/// of the application.
class SystemSecrets final : public SecretStore
{
public:
    [[nodiscard]] QFuture<Result<Secret>> read(const KeySource &source) override;
    [[nodiscard]] QFuture<Done> write(const KeySource &source, const Secret &secret) override;
    [[nodiscard]] QFuture<Done> erase(const KeySource &source) override;
};

} // namespace countersign::connectors
