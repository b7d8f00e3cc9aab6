// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Workspace.h"
#include "ui/common/Fields.h"

class QLineEdit;

namespace countersign {

class PolicyEditing;
class RequirementsRail;

// What an edited policy needs before it is proposed, and proposing it: a change like every other, always high risk.
class PolicySend : public Ground
{
    Q_OBJECT

public:
    // Both outlive it.
    PolicySend(Workspace &workspace, PolicyEditing &editing, QWidget *parent = nullptr);

    struct Checks
    {
        QString refused = {};         // why she may not propose at all
        QStringList unreachable = {}; // rules that nobody can satisfy because of the edit
        bool dryRunIsCurrent = false;
        QStringList differences = {}; // for the release note
    };
    void setChecks(const Checks &checks, const ViewPointer &view);
    // What is satisfied stands in one line.
    void setFolded(bool folded);
    [[nodiscard]] RequirementsRail *rail() const { return m_rail; }

signals:
    void sent(const countersign::ChangeId &change);
    void mistakeAsked();

private:
    void show();
    void send();

    Workspace &m_workspace;
    PolicyEditing &m_editing;
    ViewPointer m_view;
    Checks m_checks;
    QLineEdit *m_title = nullptr;
    GrowingTextEdit *m_why = nullptr;
    QWidget *m_fields = nullptr;
    RequirementsRail *m_rail = nullptr;
    bool m_loading = false;
};

} // namespace countersign
