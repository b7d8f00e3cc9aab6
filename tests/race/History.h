// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contract/fixture/SharedRecord.h"

#include <QFile>
#include <QMap>
#include <QSet>
#include <QStorageInfo>

namespace countersign::test {

/// What clients said in their logs.
struct SaidAppend
{
    QByteArray id = {};
    qint64 started = 0;  ///< nanoseconds of the monotonic clock
    qint64 ended = 0;    ///< 0: never said how it ended
    Sequence seq = 0;    ///< 0: not acknowledged
    QByteArray failure = {};
};

inline QList<SaidAppend> readLog(const QString &path)
{
    QList<SaidAppend> said;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return said;
    }
    const QList<QByteArray> lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        const QList<QByteArray> words = line.split(' ');
        if (words.first() == "start" && words.size() == 3) {
            said.append(SaidAppend{.id = words[1], .started = words[2].toLongLong()});
        } else if (words.first() == "ok" && words.size() == 4 && !said.isEmpty()) {
            said.last().seq = words[2].toLongLong();
            said.last().ended = words[3].toLongLong();
        } else if (words.first() == "failed") {
            if (said.isEmpty() || words.value(1) == "open") {
                said.append(SaidAppend{.failure = line});
            } else {
                said.last().failure = line;
            }
        }
    }
    return said;
}

/// The rules of a history: an acknowledged event stands there exactly once, at the place that was said; no id stands
/// there twice; what was acknowledged before another append began stands before it. Empty when all hold.
inline QString checkHistory(const Recorder &recorder, const QList<SaidAppend> &said)
{
    QMap<QByteArray, Sequence> places;
    const auto history = recorder.history(0, int(recorder.state().head.seq));
    if (!history) {
        return history.error().detail;
    }
    for (const Recorded &recorded : *history) {
        const auto *event = std::get_if<Event>(&recorded.placed.event);
        const QByteArray id = event ? event->id.toString().toLatin1() : QByteArray();
        if (!event || !std::holds_alternative<Effective>(recorded.verdict)) {
            return QStringLiteral("event %1 is void or malformed").arg(recorded.placed.at.seq);
        }
        if (places.contains(id)) {
            return QStringLiteral("%1 stands there twice").arg(QString::fromLatin1(id));
        }
        places.insert(id, recorded.placed.at.seq);
    }
    QList<SaidAppend> acknowledged;
    for (const SaidAppend &append : said) {
        if (append.seq == 0) {
            continue;
        }
        if (places.value(append.id) != append.seq) {
            return QStringLiteral("%1 was acknowledged at %2 and stands at %3")
                    .arg(QString::fromLatin1(append.id))
                    .arg(append.seq)
                    .arg(places.value(append.id));
        }
        acknowledged.append(append);
    }
    std::ranges::sort(acknowledged, {}, &SaidAppend::seq);
    qint64 earliestEndLater = std::numeric_limits<qint64>::max();
    for (auto append = acknowledged.crbegin(); append != acknowledged.crend(); ++append) {
        if (append->started > earliestEndLater) {
            return QStringLiteral("event %1 began after a later one had been acknowledged").arg(append->seq);
        }
        earliestEndLater = qMin(earliestEndLater, append->ended);
    }
    return {};
}

/// Why crashes and syncing cannot be tested on the file system of the temporary folder; empty when they can.
inline QString unfitFileSystem(const QString &path)
{
    const QByteArray type = QStorageInfo(path).fileSystemType();
    return type == "tmpfs" || type == "ramfs"
            ? QStringLiteral("%1 is on %2: set TMPDIR to a folder on a disk").arg(path, QString::fromLatin1(type))
            : QString();
}

} // namespace countersign::test
