// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/ServiceDesk.h"
#include "ui/common/Sheet.h"

class QComboBox;
class QLineEdit;

namespace countersign {

class FormField;
class GrowingTextEdit;
class NoticeBar;

// Names a service, or changes one that is named. A key that is typed here goes into the system's keychain and nowhere
// else; left empty, the key that is there stays.
class ServiceSheet : public Sheet
{
    Q_OBJECT

public:
    // `desk` and `workspace` outlive it. `known` has no name for a new one.
    ServiceSheet(ServiceDesk &desk, const Workspace &workspace, const PromptService &known, QWidget *covered);

signals:
    void kept(const QString &name);

private:
    void keep();
    void follow();
    // Says what cannot be in its field; nothing then.
    [[nodiscard]] std::optional<PromptService> filledIn();
    void fail(const Error &error);

    ServiceDesk &m_desk;
    const Workspace &m_workspace;
    PromptService m_known;
    NoticeBar *m_notice = nullptr;
    QLineEdit *m_name = nullptr;
    QComboBox *m_kind = nullptr;
    QLineEdit *m_address = nullptr;
    QLineEdit *m_key = nullptr;
    GrowingTextEdit *m_labels = nullptr;
    GrowingTextEdit *m_prompts = nullptr;
    FormField *m_nameField = nullptr;
    FormField *m_addressField = nullptr;
    FormField *m_keyField = nullptr;
    FormField *m_labelsField = nullptr;
    FormField *m_promptsField = nullptr;
};

} // namespace countersign
