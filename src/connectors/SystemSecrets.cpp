// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/SystemSecrets.h"

#include <QCoreApplication>
#include <QPromise>

#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

namespace countersign::connectors {

namespace {

const QString service = u"countersign"_s;

[[nodiscard]] Error keychainError(const QKeychain::Job &job, const QString &name)
{
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return {.code = ErrorCode::NotFound, .subject = u"keychain"_s, .detail = name};
    case QKeychain::AccessDenied: // what libsecret's "is locked" becomes
        return {
            .code = ErrorCode::NotPermitted, .subject = u"keychain.locked"_s, .detail = job.errorString()};
    case QKeychain::AccessDeniedByUser:
        return {.code = ErrorCode::NotPermitted, .subject = u"keychain"_s, .detail = job.errorString()};
    default:
        return {.code = ErrorCode::Unavailable, .subject = u"keychain"_s, .detail = job.errorString()};
    }
}

/// Runs a job of type J on the main thread. `prepare(J &)` before it starts, `answer(J &) → R` when it succeeded.
template<typename R, typename J, typename Prepare, typename Answer>
[[nodiscard]] QFuture<R> runJob(const QString &name, Prepare prepare, Answer answer)
{
    auto promise = std::make_shared<QPromise<R>>();
    promise->start();
    const QFuture<R> future = promise->future();
    QCoreApplication *application = QCoreApplication::instance();
    if (application == nullptr) {
        promise->addResult(R(failure(ErrorCode::Unavailable, u"keychain"_s)));
        promise->finish();
        return future;
    }
    QMetaObject::invokeMethod(application, [=]() mutable {
        auto *job = new J(service, QCoreApplication::instance());
        job->setAutoDelete(true);
        job->setInsecureFallback(false);
        job->setKey(name);
        prepare(*job);
        QObject::connect(job, &QKeychain::Job::finished, job, [=](QKeychain::Job *done) {
            auto &mine = static_cast<J &>(*done);
            promise->addResult(done->error() == QKeychain::NoError
                                   ? answer(mine)
                                   : R(std::unexpected(keychainError(*done, name))));
            promise->finish();
        });
        job->start();
    });
    return future;
}

template<typename R>
[[nodiscard]] QFuture<R> ready(R result)
{
    QPromise<R> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
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
        return runJob<Result<Secret>, QKeychain::ReadPasswordJob>(
            source.name, [](QKeychain::ReadPasswordJob &) {},
            [](QKeychain::ReadPasswordJob &job) {
                return Result<Secret>(Secret(job.textData().trimmed().toUtf8()));
            });
    }
    Q_UNREACHABLE_RETURN({});
}

QFuture<Done> SystemSecrets::write(const KeySource &source, const Secret &secret)
{
    if (source.place != KeyPlace::Keychain)
        return ready<Done>(failure(ErrorCode::Unsupported, toString(source)));
    return runJob<Done, QKeychain::WritePasswordJob>(
        source.name,
        [secret](QKeychain::WritePasswordJob &job) { job.setTextData(QString::fromUtf8(secret.bytes())); },
        [](QKeychain::WritePasswordJob &) { return Done(); });
}

QFuture<Done> SystemSecrets::erase(const KeySource &source)
{
    if (source.place != KeyPlace::Keychain)
        return ready<Done>(failure(ErrorCode::Unsupported, toString(source)));
    return runJob<Done, QKeychain::DeletePasswordJob>(
        source.name, [](QKeychain::DeletePasswordJob &) {},
        [](QKeychain::DeletePasswordJob &) { return Done(); });
}

} // namespace countersign::connectors
