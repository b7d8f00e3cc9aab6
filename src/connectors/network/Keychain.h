// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/SecretStore.h"

namespace countersign::connectors {

/// The system's keychain through QtKeychain (Secret Service, KWallet, …), for sources in it alone.
///
/// QtKeychain works on the main thread only; the answers need the event loop of the application.
class Keychain final : public SecretStore
{
public:
    [[nodiscard]] QFuture<Result<Secret>> read(const KeySource &source) override;
    [[nodiscard]] QFuture<Done> write(const KeySource &source, const Secret &secret) override;
    [[nodiscard]] QFuture<Done> erase(const KeySource &source) override;
};

} // namespace countersign::connectors
