// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/ReleasesModel.h"

#include <QCoreApplication>

namespace countersign {

// What the board says about its cells.
class ReleaseWords
{
    Q_DECLARE_TR_FUNCTIONS(ReleaseWords)

public:
    // "since 12 Aug", "taken back 45 min"; empty where nothing runs.
    [[nodiscard]] static QString since(const ReleaseCell &cell, qint64 now);
    // "2 triggers in the note". Nothing watches them yet, so nothing says that they are quiet.
    [[nodiscard]] static QString triggers(const WorkspaceView &view, const ReleaseCell &cell);
    [[nodiscard]] static const Note *noteOf(const WorkspaceView &view, const ReleaseCell &cell);
    // Why the person may not; empty when she may, or when there is nothing to do.
    [[nodiscard]] static QString whyNotPromote(const WorkspaceView &view, const ReleaseCell &cell);
    [[nodiscard]] static QString whyNotRollBack(const WorkspaceView &view, const ReleaseCell &cell);
    // There is a version to go back to, and the policy gives somebody that right here.
    [[nodiscard]] static bool offersRollBack(const WorkspaceView &view, const ReleaseCell &cell);
    // For screen readers and tooltips: everything about a cell.
    [[nodiscard]] static QString spoken(const WorkspaceView &view, const ReleaseCell &cell, qint64 now);
    // Under the title: what is moving and what is wrong.
    [[nodiscard]] static QString summary(const QList<ReleaseRow> &rows);
};

} // namespace countersign
