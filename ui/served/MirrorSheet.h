// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/MirrorDesk.h"
#include "ui/common/Sheet.h"

class QLineEdit;

namespace countersign {

class FormField;
class NoticeBar;

// Names a repository that accepted versions are mirrored into.
class MirrorSheet : public Sheet
{
    Q_OBJECT

public:
    // `desk` and `workspace` outlive it.
    MirrorSheet(MirrorDesk &desk, const Workspace &workspace, QWidget *covered);

signals:
    void kept(const MirrorPlace &place);

private:
    void keep();
    void chooseFolder();

    MirrorDesk &m_desk;
    const Workspace &m_workspace;
    NoticeBar *m_notice = nullptr;
    QLineEdit *m_repository = nullptr;
    QLineEdit *m_branch = nullptr;
    FormField *m_repositoryField = nullptr;
};

} // namespace countersign
