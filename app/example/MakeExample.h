// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/example/Example.h"
#include "base/Clock.h"

#include <QFuture>

class QObject;

namespace countersign {

/// The example in `folder`: what is there, or a new one whose story leads up to now. The future counts the changes of the
/// story in its progress; canceling it, or the death of `owner`, stops the work and removes what was half made.
/// Call it on a thread with an event loop.
[[nodiscard]] QFuture<Result<ExamplePlaces>> makeExample(const QString &folder, const Clock &clock, QObject *owner);
/// The same, answering with the clone that a person opens.
[[nodiscard]] QFuture<Result<QString>> makeExampleClone(const QString &folder, const Clock &clock, QObject *owner);

} // namespace countersign
