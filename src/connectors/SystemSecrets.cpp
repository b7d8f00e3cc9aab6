// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/SystemSecrets.h"

#include "connectors/Network.h"

#include <QPromise>

using namespace Qt::StringLiterals;

namespace countersign::connectors {

namespace {

template<typename R>
[[nodiscard]] QFuture<R> ready(R result)
{
    QPromise<R> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

/// What `ask(SecretStore &) → QFuture<R>` gives of the keychain.
template<typename R, typename Ask>
[[nodiscard]] QFuture<R> ofKeychain(const KeySource &source, Ask ask)
{
    if (source.place != KeyPlace::Keychain)
        return ready<R>(failure(ErrorCode::Unsupported, toString(source)));
    const Result<Network *> module = network();
    if (!module)
        return ready<R>(failure(ErrorCode::Unavailable, u"keychain"_s, module.error().detail));
    return ask((*module)->keychain());
}

} // namespace

QFuture<Result<Secret>> SystemSecrets::read(const KeySource &source)
{
    switch (source.place) {
    case KeyPlace::None:
        return ready<Result<Secret>>(Secret());
    case KeyPlace::Environment: {
        const Secret secret(qgetenv(source.name.toLatin1().constData()).trimmed());
        if (secret.isEmpty())
            return ready<Result<Secret>>(failure(ErrorCode::NotFound, u"environment"_s, source.name));
        return ready<Result<Secret>>(secret);
    }
    case KeyPlace::Keychain:
        return ofKeychain<Result<Secret>>(source, [&](SecretStore &keychain) { return keychain.read(source); });
    }
    Q_UNREACHABLE_RETURN({});
}

QFuture<Done> SystemSecrets::write(const KeySource &source, const Secret &secret)
{
    return ofKeychain<Done>(source, [&](SecretStore &keychain) { return keychain.write(source, secret); });
}

QFuture<Done> SystemSecrets::erase(const KeySource &source)
{
    return ofKeychain<Done>(source, [&](SecretStore &keychain) { return keychain.erase(source); });
}

} // namespace countersign::connectors
