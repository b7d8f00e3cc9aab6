// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/MoveWords.h"

#include "ui/common/Text.h"
#include "ui/shell/ChangeWords.h"

#include <QDateTime>

#include <algorithm>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

// As text::relativeTime(): lengths up to two days, then days.
constexpr qint64 shortestLength = 60'000;
constexpr qint64 longestLength = 48 * 60 * shortestLength;

QString lengthOrDay(qint64 when, qint64 now)
{
    return text::relativeTime(QDateTime::fromMSecsSinceEpoch(when), QDateTime::fromMSecsSinceEpoch(now));
}

} // namespace

QString MoveWords::ago(qint64 when, qint64 now)
{
    const QString words = lengthOrDay(when, now);
    return now - when < shortestLength ? tr("just now") : now - when < longestLength ? tr("%1 ago").arg(words) : words;
}

QString MoveWords::since(qint64 when, bool rolledBack, qint64 now)
{
    if (rolledBack) {
        return tr("taken back %1").arg(ago(when, now));
    }
    const QString words = lengthOrDay(when, now);
    return now - when < shortestLength ? tr("just now")
            : now - when < longestLength ? tr("for %1").arg(words)
                                         : tr("since %1").arg(words);
}

EventRowData MoveWords::row(const WorkspaceView &view, const EnvironmentId &environment, const PointerMove &move, qint64 now)
{
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(move.stamp.claimedAt);
    const QString where = ChangeWords::environment(view, environment);
    const QString version = move.version.toString();
    EventRowData row{.key = environment.value + u'/' + QString::number(move.stamp.seq),
                     .time = text::relativeTime(when, QDateTime::fromMSecsSinceEpoch(now)),
                     .exactTime = text::exactTime(when),
                     .icon = move.rolledBack ? Icon::Undo : Icon::Releases};
    const Run who{view.personName(move.stamp.actor), RunStyle::Strong};
    if (move.rolledBack) {
        // Quotation marks inside a quotation are the inner ones.
        const QString reason = view.text(move.reasonText).simplified().replace(u'“', u'‘').replace(u'”', u'’');
        row.sentence = {who, {reason.isEmpty() ? tr(" took %1 back to %2").arg(where, version)
                                               : tr(" took %1 back to %2: “%3”").arg(where, version, reason)}};
    } else {
        const Environment *known = view.state.policy.environment(environment);
        row.sentence = known && known->follows ? RichLine{{tr("%1 took over %2 by itself").arg(where, version)}}
                                               : RichLine{who, {tr(" released %1 to %2").arg(version, where)}};
    }
    return row;
}

QList<EventRowData> MoveWords::history(const WorkspaceView &view, const Artifact &artifact, const EnvironmentId &environment,
                                       qint64 now)
{
    QList<std::pair<EnvironmentId, PointerMove>> moves;
    for (auto it = artifact.pointers.cbegin(); it != artifact.pointers.cend(); ++it) {
        if (!environment.isEmpty() && it.key() != environment) {
            continue;
        }
        for (const PointerMove &move : it->moves) {
            moves.append({it.key(), move});
        }
    }
    std::stable_sort(moves.begin(), moves.end(),
                     [](const auto &a, const auto &b) { return a.second.stamp.seq > b.second.stamp.seq; });
    const VersionRecord *first = artifact.versions.isEmpty() ? nullptr : &artifact.versions.first();
    QList<EventRowData> rows;
    for (const auto &[where, move] : moves) {
        EventRowData row = MoveWords::row(view, where, move, now);
        if (first && first->change.isNull() && first->stamp.seq == move.stamp.seq) {
            row.sentence = {{tr("%1 ran in %2 when the record began")
                                     .arg(move.version.toString(), ChangeWords::environment(view, where))}};
        }
        rows.append(row);
    }
    return rows;
}

} // namespace countersign
