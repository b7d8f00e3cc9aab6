// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/WorkspaceView.h"
#include "ui/common/RowData.h"

#include <QCoreApplication>

namespace countersign {

enum class TurnKind {
    Approve, AskForChanges, Accept, Release, RollBack, Merge, Edit, EditNote, NameReviewer, ClearRequest, ConfirmLowering, AcceptResult, Override,
    DeclareEmergency, CloseEmergency, Delegate, Revoke,
};

// One thing that the person could do with a change now. Disabled ones say why.
struct TurnAction
{
    TurnKind kind = TurnKind::Approve;
    QString label = {};
    bool enabled = true;
    QString reason = {};
    RoleId as = {};                // Approve and AskForChanges
    EventId delegation = {};       // the same: in whose name; null: in her own
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
    QList<Voice> otherVoices = {}; // in which she could review as well
    QList<TurnAction> more = {};   // what she may do beside the way, in the menu of the change
    QString foot = {};

    friend bool operator==(const Turn &, const Turn &) = default;
};

class Turns
{
    Q_DECLARE_TR_FUNCTIONS(Turns)

public:
    // Pure. `as`: the voice chosen to speak in; without one the one that satisfies most.
    [[nodiscard]] static Turn of(const WorkspaceView &view, const Change &change, const std::optional<Voice> &as = {});
    // Of the button for it, for instance "approve".
    [[nodiscard]] static QString id(TurnKind kind);
    // "compliance", or "compliance for Dana Levy".
    [[nodiscard]] static QString voice(const WorkspaceView &view, const Voice &voice);

private:
    static void review(Turn &turn, const WorkspaceView &view, const Change &change, const std::optional<Voice> &as);
    static void exceptions(Turn &turn, const WorkspaceView &view, const Change &change);
    static void releases(Turn &turn, const WorkspaceView &view, const Change &change);
};

} // namespace countersign
