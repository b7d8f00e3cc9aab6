// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/example/MakeExample.h"

#include "app/example/ExampleBuilder.h"
#include "services/WhenFinished.h"

#include <QDir>
#include <QFileInfo>

namespace countersign {

namespace {

/// A continuation of a future hands neither progress nor cancellation on, so what is answered is chosen here.
template<typename T, typename Choose>
QFuture<Result<T>> make(const QString &folder, const Clock &clock, QObject *owner, Choose choose)
{
    if (hasExample(folder)) {
        return QtFuture::makeReadyValueFuture(Result<T>(choose(examplePlaces(folder))));
    }
    if (!QDir().mkpath(QFileInfo(folder).path())) {
        return QtFuture::makeReadyValueFuture(Result<T>(failure(ErrorCode::NotPermitted, folder)));
    }
    // One that was canceled may still be ending its last step at the same place; it ends here.
    qDeleteAll(owner->findChildren<ExampleBuilder *>(folder, Qt::FindDirectChildrenOnly));
    auto *builder = new ExampleBuilder({.folder = folder, .now = clock.now()}, owner);
    builder->setObjectName(folder);
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    QObject::connect(builder, &ExampleBuilder::progressed, builder, [promise](int opened, int all) {
        if (promise->future().progressMaximum() != all) {
            promise->setProgressRange(0, all);
        }
        promise->setProgressValue(opened);
    });
    auto *canceled = new QFutureWatcher<Result<T>>(builder);
    QObject::connect(canceled, &QFutureWatcherBase::canceled, builder, &ExampleBuilder::cancel);
    canceled->setFuture(promise->future());
    whenFinished(builder->build(), builder, [builder, promise, choose](const Result<ExamplePlaces> &built) {
        promise->addResult(built.transform(choose));
        promise->finish();
        builder->deleteLater();
    });
    return promise->future();
}

} // namespace

QFuture<Result<ExamplePlaces>> makeExample(const QString &folder, const Clock &clock, QObject *owner)
{
    return make<ExamplePlaces>(folder, clock, owner, [](const ExamplePlaces &places) { return places; });
}

QFuture<Result<QString>> makeExampleClone(const QString &folder, const Clock &clock, QObject *owner)
{
    return make<QString>(folder, clock, owner, [](const ExamplePlaces &places) { return places.clone; });
}

} // namespace countersign
