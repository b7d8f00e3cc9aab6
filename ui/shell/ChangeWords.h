// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Inbox.h"
#include "ui/common/RichLine.h"
#include "ui/common/Signs.h"
#include "ui/shell/Address.h"

#include <QCoreApplication>

#include <optional>

namespace countersign {

// The words of the window for what services say about changes. Pure; every list of changes words them alike.
class ChangeWords
{
    Q_DECLARE_TR_FUNCTIONS(ChangeWords)

public:
    [[nodiscard]] static LaneShape shapeOf(Lane lane);
    // "support/refund", or "support/refund and 2 more".
    [[nodiscard]] static QString subjects(const ChangeItem &item);
    // The title, or words for one that was redacted or never given.
    [[nodiscard]] static QString title(const ChangeItem &item);
    // "#42", empty for a draft.
    [[nodiscard]] static QString number(const ChangeItem &item);

    // Second line in the inbox: who, and why in her own words.
    [[nodiscard]] static RichLine reason(const WorkspaceView &view, const ChangeItem &item);
    // Column "Next" in the list of changes: names a person or a thing.
    [[nodiscard]] static RichLine next(const WorkspaceView &view, const ChangeItem &item);
    [[nodiscard]] static std::optional<Sign> nextSign(const ChangeItem &item);
    // The label of the button that leads there: "Answer", "Review", "Open".
    [[nodiscard]] static QString action(const ChangeItem &item);

    // "Review", "Staging", "Withdrawn".
    [[nodiscard]] static QString stage(const WorkspaceView &view, const Progress &progress);
    [[nodiscard]] static QString environment(const WorkspaceView &view, const EnvironmentId &id);

    // Where the row leads: not just the change but the place that needs her.
    [[nodiscard]] static Address addressOf(const ChangeItem &item);

    // "Bode Okafor (Billing)".
    [[nodiscard]] static QString personAs(const WorkspaceView &view, const PrincipalId &person,
                                          const QList<RoleId> &roles);
    [[nodiscard]] static QString roles(const WorkspaceView &view, const QList<RoleId> &roles);
    [[nodiscard]] static QString people(const WorkspaceView &view, const QList<PrincipalId> &people, int most);
    [[nodiscard]] static QString noteField(NoteField field);
};

} // namespace countersign
