// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/network/Keychain.h"

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

} // namespace

QFuture<Result<Secret>> Keychain::read(const KeySource &source)
{
    return runJob<Result<Secret>, QKeychain::ReadPasswordJob>(
        source.name, [](QKeychain::ReadPasswordJob &) {},
        [](QKeychain::ReadPasswordJob &job) {
            return Result<Secret>(Secret(job.textData().trimmed().toUtf8()));
        });
}

QFuture<Done> Keychain::write(const KeySource &source, const Secret &secret)
{
    return runJob<Done, QKeychain::WritePasswordJob>(
        source.name,
        [secret](QKeychain::WritePasswordJob &job) { job.setTextData(QString::fromUtf8(secret.bytes())); },
        [](QKeychain::WritePasswordJob &) { return Done(); });
}

QFuture<Done> Keychain::erase(const KeySource &source)
{
    return runJob<Done, QKeychain::DeletePasswordJob>(
        source.name, [](QKeychain::DeletePasswordJob &) {}, [](QKeychain::DeletePasswordJob &) { return Done(); });
}

} // namespace countersign::connectors
