// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Workspace.h"
#include "ui/common/Sheet.h"

namespace countersign {

class Clock;

// What was done here and is not recorded yet: what it is, since when, and why; each can be sent again or forgotten.
class PendingSheet : public Sheet
{
    Q_OBJECT

public:
    // `workspace` and `clock` outlive the sheet.
    PendingSheet(Workspace &workspace, const Clock &clock, QWidget *covered);

    // Closes by itself when nothing is pending any more.
    void setView(const ViewPointer &view);

private:
    void add(const PendingEvent &event, const WorkspaceView &view);

    Workspace &m_workspace;
    const Clock &m_clock;
    QList<PendingEvent> m_shown;
    QWidget *m_rows = nullptr;
};

} // namespace countersign
