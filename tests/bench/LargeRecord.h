// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "ledger/Envelope.h"

#include <QStringList>

namespace countersign::test {

struct LargeSize
{
    int prompts = 0;
    int events = 0;
};

/// 10,000 prompts and 100,000 events with COUNTERSIGN_BENCH_FULL=1, else what takes a moment.
[[nodiscard]] LargeSize benchSize();

/// The record of a company that has worked for years: a baseline, then changes in all lanes with notes, approvals,
/// talk, releases and rollbacks, every event with effect. The same for the same size.
struct LargeRecord
{
    QList<Envelope> events = {};
    QList<Blobs> contents = {};                    ///< brought by the event at the same place
    QList<std::pair<QString, QByteArray>> files = {}; ///< the governed branch in the end
    State state = {};
};
/// Fails: Refused when an event of it had no effect, which is a mistake here.
[[nodiscard]] Result<LargeRecord> largeRecord(const LargeSize &size);

/// Where a repository of that size lies: `shared.git` with the record, and a clone of its `main` as Ana's.
struct LargePlaces
{
    QString shared = {};
    QString clone = {};
    QString dataRoot = {};
};
/// Makes it below `folder`, or finds it there from the last time. The readable tree beside the events is left out:
/// nothing but verification reads it. Fails: Unavailable when git fails.
[[nodiscard]] Result<LargePlaces> largeRepository(const QString &folder, const LargeSize &size);

/// COUNTERSIGN_BENCH_FOLDER, where large repositories are kept from run to run, or `fallback`.
[[nodiscard]] QString benchFolder(const QString &fallback);

/// One line of the table of figures.
void printFigure(const QString &what, const QString &figure, const QString &reference = {});

/// Runs a shell command to its end and answers with the milliseconds it took, or -1 when it failed.
[[nodiscard]] double timedCommand(const QString &command, const QString &folder);

} // namespace countersign::test
