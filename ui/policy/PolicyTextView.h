// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "services/Workspace.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

namespace countersign {

class NoticeBar;
class PolicyEditing;
class PromptEdit;

// The policy as its file: what is typed here and what a form changes are the same bytes, with the same steps back.
// A mistake is said with line and column while typing.
class PolicyTextView : public QWidget
{
    Q_OBJECT

public:
    // Both outlive it.
    PolicyTextView(Workspace &workspace, PolicyEditing &editing, QWidget *parent = nullptr);

    // `policyInForce`: its number, for saying what holds while this text has a mistake.
    void refresh(bool mayEdit, int policyInForce);
    void goToMistake();
    [[nodiscard]] PromptEdit *edit() const { return m_edit; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void typed();
    void showText();
    void showMistake(int policyInForce);
    void compare();

    Workspace &m_workspace;
    PolicyEditing &m_editing;
    PromptEdit *m_edit = nullptr;
    NoticeBar *m_notice = nullptr;
    QByteArray m_shown;
    bool m_loaded = false;
    bool m_loading = false;
    int m_session = 0;
    QElapsedTimer m_typedAt;
    QTimer m_compareSoon;
    Latest<Result<AssessedChange>> m_compared{this};
};

} // namespace countersign
