// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Workspace.h"
#include "ui/common/Buttons.h"
#include "ui/common/Sheet.h"

#include <functional>

class QComboBox;

namespace countersign {

class FormField;
class GrowingTextEdit;
class NoticeBar;
class PlainLabel;

// One thing that can be decided in a sign-off sheet.
struct SignOffChoice
{
    QString label = {};      // in the list of choices
    QString help = {};       // what it will do and to whom it shows
    QString verb = {};       // on the deciding button
    QString busy = {};       // on it while it runs
    bool reasonNeeded = true;
    QString refused = {};    // why this person may not do it now; empty: she may
    std::function<QFuture<Result<WriteReceipt>>(const QString &reason)> act = {};
};

struct SignOffQuestion
{
    QString title = {};
    QString sentence = {};
    QString quote = {};       // somebody's words that it answers, or nothing
    QString choiceLabel = {}; // of the list; it shows only with more than one choice
    QList<SignOffChoice> choices = {};
    QString hint = {};        // in the empty reason field
    ButtonKind kind = ButtonKind::Filled;
};

// The sheet for deciding acts that need words: raise or lower a lane, override, declare an emergency, name a reviewer. A
// reason that is asked for has to be written before the button acts; what was written stays when the act fails.
class SignOffSheet : public Sheet
{
    Q_OBJECT

public:
    SignOffSheet(Workspace &workspace, const SignOffQuestion &question, QWidget *covered);

signals:
    // The act was recorded; the sheet closes by itself.
    void done();

private:
    void follow();
    void act();
    [[nodiscard]] const SignOffChoice &chosen() const;

    Workspace &m_workspace;
    SignOffQuestion m_question;
    QComboBox *m_choice = nullptr;
    PlainLabel *m_help = nullptr;
    GrowingTextEdit *m_reason = nullptr;
    FormField *m_reasonField = nullptr;
    NoticeBar *m_error = nullptr;
    PlainLabel *m_missing = nullptr;
};

} // namespace countersign
