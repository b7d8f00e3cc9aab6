// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

namespace countersign {

/// Calls `handler(Result<T>)` exactly once on `receiver`'s thread when the future is finished, also when it was
/// canceled (then with ErrorCode::Canceled), and never after the receiver's death.
template<typename R, typename Handler>
void whenFinished(const QFuture<R> &future, QObject *receiver, Handler handler)
{
    auto *watcher = new QFutureWatcher<R>(receiver);
    QObject::connect(watcher, &QFutureWatcher<R>::finished, receiver,
                     [watcher, handler = std::move(handler)]() mutable {
                         const QFuture<R> done = watcher->future();
                         watcher->deleteLater();
                         if (done.isValid() && done.resultCount() > 0) {
                             handler(done.resultAt(0));
                         } else {
                             handler(R(failure(ErrorCode::Canceled)));
                         }
                     });
    watcher->setFuture(future);
}

} // namespace countersign
