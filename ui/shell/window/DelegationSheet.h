// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Workspace.h"
#include "ui/common/Sheet.h"

class QComboBox;
class QLineEdit;
class QVBoxLayout;

namespace countersign {

class FormField;
class PlainLabel;

// Who speaks for the person at this window, and for whom she speaks: a role is handed on until it is taken back, and each
// delegation that stands can be ended by either of the two.
class DelegationSheet : public Sheet
{
    Q_OBJECT

public:
    // `workspace` outlives the sheet.
    DelegationSheet(Workspace &workspace, QWidget *covered);

    void setView(const ViewPointer &view);

private:
    void showForm();
    void showPeople();
    void showRows();
    void addRow(const EventId &id, const Delegation &delegation);
    void handOn();
    [[nodiscard]] QList<RoleId> roles() const; // of hers, that can be handed on to somebody
    [[nodiscard]] QList<PrincipalId> peopleFor(const RoleId &role) const;
    [[nodiscard]] QString whyNot() const;
    [[nodiscard]] static QString words(const Error &error);

    Workspace &m_workspace;
    ViewPointer m_view;
    QWidget *m_form = nullptr;
    QComboBox *m_role = nullptr;
    QComboBox *m_person = nullptr;
    QLineEdit *m_reason = nullptr;
    FormField *m_personField = nullptr;
    PlainLabel *m_none = nullptr;
    QVBoxLayout *m_place = nullptr;
    QWidget *m_rows = nullptr;
    QMap<EventId, Delegation> m_shown;
};

} // namespace countersign
