// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/releases/ReleaseWords.h"

#include "ui/change/RuleText.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/MoveWords.h"
#include "ui/shell/RuleWords.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

QString ReleaseWords::since(const ReleaseCell &cell, qint64 now)
{
    if (cell.version.isNull() || cell.since <= 0)
        return {};
    return MoveWords::since(cell.since, cell.rolledBack, now);
}

const Note *ReleaseWords::noteOf(const WorkspaceView &view, const ReleaseCell &cell)
{
    const Change *change = cell.change.isNull() ? nullptr : view.state.change(cell.change);
    const Revision *revision = change ? change->revision() : nullptr;
    return revision ? revision->note() : nullptr;
}

QString ReleaseWords::triggers(const WorkspaceView &view, const ReleaseCell &cell)
{
    const Note *note = noteOf(view, cell);
    const auto count = note ? static_cast<int>(note->data.triggers.size()) : 0;
    return count == 0 ? QString() : count == 1 ? tr("1 trigger in the note") : tr("%n triggers in the note", nullptr, count);
}

QString ReleaseWords::whyNotPromote(const WorkspaceView &view, const ReleaseCell &cell)
{
    if (cell.offered.isNull() || cell.mayPromote)
        return {};
    const QString readOnly = RuleWords::readOnlyReason(view);
    return !readOnly.isEmpty() ? readOnly : cell.promoteRefusal ? RuleText::refusal(view, *cell.promoteRefusal) : QString();
}

QString ReleaseWords::whyNotRollBack(const WorkspaceView &view, const ReleaseCell &cell)
{
    if (!offersRollBack(view, cell) || cell.mayRollBack)
        return {};
    const QString readOnly = RuleWords::readOnlyReason(view);
    return !readOnly.isEmpty() ? readOnly : cell.rollBackRefusal ? RuleText::refusal(view, *cell.rollBackRefusal) : QString();
}

bool ReleaseWords::offersRollBack(const WorkspaceView &view, const ReleaseCell &cell)
{
    const Environment *environment = view.state.policy.environment(cell.environment);
    return !cell.target.isNull() && environment && !environment->rollBack.isEmpty();
}

QString ReleaseWords::spoken(const WorkspaceView &view, const ReleaseCell &cell, qint64 now)
{
    const QString where = ChangeWords::environment(view, cell.environment);
    QStringList parts{cell.version.isNull() ? tr("%1: nothing runs").arg(where) : tr("%1: %2, %3").arg(where, cell.version.toString(), since(cell, now))};
    if (!cell.offered.isNull())
        parts.append(cell.mayPromote ? tr("%1 can come here").arg(cell.offered.toString())
                                     : tr("%1 waits: %2").arg(cell.offered.toString(), whyNotPromote(view, cell)));
    if (offersRollBack(view, cell))
        parts.append(cell.mayRollBack ? tr("can go back to %1").arg(cell.target.toString()) : tr("no rollback: %1").arg(whyNotRollBack(view, cell)));
    return parts.join(u". "_s);
}

QString ReleaseWords::summary(const QList<ReleaseRow> &rows)
{
    const auto outside = static_cast<int>(std::count_if(rows.cbegin(), rows.cend(), [](const ReleaseRow &r) { return r.ungoverned; }));
    const auto moving = static_cast<int>(std::count_if(rows.cbegin(), rows.cend(), [](const ReleaseRow &r) { return r.moving; }));
    QStringList parts;
    if (outside > 0)
        parts.append(tr("%n edited outside a change", nullptr, outside));
    if (moving > 0)
        parts.append(tr("%n with a newer version on its way", nullptr, moving));
    return parts.isEmpty() ? tr("Nothing is on its way") : parts.join(u", "_s);
}

} // namespace countersign
