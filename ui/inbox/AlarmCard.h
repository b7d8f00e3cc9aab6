// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Inbox.h"
#include "ui/common/Fields.h"

class QHBoxLayout;
class QPushButton;

namespace countersign {

class PlainLabel;

// One thing that is wrong now: what, who and when, and what one can do about it right here. What fails is said in the
// card and stays until the next try.
class AlarmCard : public Ground
{
    Q_OBJECT

public:
    AlarmCard(const WorkspaceView &view, const Alarm &alarm, qint64 now, const QString &readOnlyReason, QWidget *parent);

    [[nodiscard]] const Alarm &alarm() const { return m_alarm; }
    // Of the buttons; every other one waits meanwhile.
    void setBusy(QPushButton *button, const QString &words);
    void settle(const std::optional<Error> &error);
    [[nodiscard]] QPushButton *adoptButton() const { return m_adopt; }
    [[nodiscard]] QPushButton *restoreButton() const { return m_restore; }

signals:
    void adoptPressed();
    void restorePressed();
    void differencePressed();
    void auditPressed();
    void changePressed();

private:
    struct Words
    {
        QString title = {};
        QString sentence = {};
        QString detail = {};
        bool danger = false;
    };
    [[nodiscard]] static Words wordsOf(const WorkspaceView &view, const Alarm &alarm, qint64 now);
    QPushButton *add(const QString &label, const QString &name, void (AlarmCard::*pressed)());

    Alarm m_alarm;
    QHBoxLayout *m_buttons = nullptr;
    QPushButton *m_adopt = nullptr;
    QPushButton *m_restore = nullptr;
    QPushButton *m_busy = nullptr;
    QList<QPushButton *> m_all;
    PlainLabel *m_error = nullptr;
};

} // namespace countersign
