// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/example/MakeExample.h"

#include "app/example/ExampleBuilder.h"
#include "services/WhenFinished.h"

#include <QDir>
#include <QFileInfo>

namespace countersign {

QFuture<Result<ExamplePlaces>> makeExample(const QString &folder, const Clock &clock)
{
    if (hasExample(folder)) {
        return QtFuture::makeReadyValueFuture(Result<ExamplePlaces>(examplePlaces(folder)));
    }
    auto *builder = new ExampleBuilder({.folder = folder, .now = clock.now()});
    auto promise = std::make_shared<QPromise<Result<ExamplePlaces>>>();
    promise->start();
    if (!QDir().mkpath(QFileInfo(folder).path())) {
        promise->addResult(failure(ErrorCode::NotPermitted, folder));
        promise->finish();
        builder->deleteLater();
        return promise->future();
    }
    auto *canceled = new QFutureWatcher<Result<ExamplePlaces>>(builder);
    QObject::connect(canceled, &QFutureWatcherBase::canceled, builder, &ExampleBuilder::cancel);
    canceled->setFuture(promise->future());
    whenFinished(builder->build(), builder, [builder, promise](const Result<ExamplePlaces> &built) {
        promise->addResult(built);
        promise->finish();
        builder->deleteLater();
    });
    return promise->future();
}

QFuture<Result<QString>> makeExampleClone(const QString &folder, const Clock &clock)
{
    return makeExample(folder, clock).then([](const Result<ExamplePlaces> &made) {
        return made.transform([](const ExamplePlaces &places) { return places.clone; });
    });
}

} // namespace countersign
