// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/WorkspaceView.h"
#include "ui/common/RowData.h"

#include <QCoreApplication>

namespace countersign {

enum class TurnKind { Approve, AskForChanges, Accept, Release, RollBack, Edit, EditNote };

// One thing that the person could do with a change now. Disabled ones say why.
struct TurnAction
{
    TurnKind kind = TurnKind::Approve;
    QString label = {};
    bool enabled = true;
    QString reason = {};
    RoleId as = {};                // Approve and AskForChanges
    EnvironmentId environment = {}; // Release and RollBack
    QList<AcceptedFile> files = {}; // Release: what goes there, in order; RollBack: what runs there

    friend bool operator==(const TurnAction &, const TurnAction &) = default;
};

// Where a change stands for one person: the head and rows of the rail and what she can do, the first one foremost.
struct Turn
{
    QString title = {};
    QString note = {};
    QList<RequirementRowData> open = {};
    QList<RequirementRowData> met = {};
    QStringList metShort = {};
    QList<TurnAction> actions = {};
    QList<RoleId> otherRoles = {}; // in which she could review as well
    QString foot = {};

    friend bool operator==(const Turn &, const Turn &) = default;
};

class Turns
{
    Q_DECLARE_TR_FUNCTIONS(Turns)

public:
    // Pure. `as`: the role chosen to speak in; empty for the one that satisfies most.
    [[nodiscard]] static Turn of(const WorkspaceView &view, const Change &change, const RoleId &as = {});

private:
    static void review(Turn &turn, const WorkspaceView &view, const Change &change, const RoleId &as);
    static void releases(Turn &turn, const WorkspaceView &view, const Change &change);
};

} // namespace countersign
