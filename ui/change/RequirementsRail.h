// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/Result.h"
#include "ui/change/Turn.h"
#include "ui/common/Fields.h"
#include "ui/common/RowModels.h"

#include <QPointer>

class QCheckBox;
class QListView;
class QPushButton;
class QVBoxLayout;

namespace countersign {

class Arming;
class NoticeBar;
class PlainLabel;

// The lower part of the side column, the same on all tabs: what is satisfied, what is missing, and the buttons that
// are hers. One widget for reading and for sending; the page says what it shows.
class RequirementsRail : public Ground
{
    Q_OBJECT

public:
    // A button of the rail and the sentence under it.
    struct Button
    {
        QString id = {};
        QString label = {};
        bool filled = false;
        bool dangerous = false;
        bool enabled = true;
        QString reason = {};      // why it is disabled
        bool reasonIsHers = false; // something she left out: in danger, with the link
        QString link = {};        // beside the reason, empty for none
        bool deciding = false;    // armed, without repeated keys

        friend bool operator==(const Button &, const Button &) = default;
    };

    struct Content
    {
        QString title = {};
        QString note = {};
        QList<RequirementRowData> open = {};
        QList<RequirementRowData> met = {};
        QStringList metShort = {};
        QString acknowledge = {}; // a box to tick before deciding; empty for none
        QList<Button> buttons = {};
        QString foot = {};
        QString otherRoles = {};  // link below the buttons, empty for none

        friend bool operator==(const Content &, const Content &) = default;
    };

    explicit RequirementsRail(QWidget *parent = nullptr);

    void setContent(const Content &content);
    [[nodiscard]] const Content &content() const { return m_content; }
    // What is satisfied folds into one line.
    void setFolded(bool folded);
    // The button is busy with words of what runs, and every other one is disabled; empty ends it.
    void setWriting(const QString &buttonId, const QString &whatRuns);
    [[nodiscard]] bool isWriting() const { return !m_writing.isEmpty(); }
    // The decision is about something else from now on: deciding buttons arm anew, the box is unticked.
    void beginReading();
    [[nodiscard]] bool acknowledged() const;
    // Presses the first filled button that is enabled; false when there is none.
    bool pressFilled();
    [[nodiscard]] QPushButton *button(const QString &id) const;
    [[nodiscard]] NoticeBar *notice() const { return m_notice; }

    // A field for a message below the buttons, for asking for changes.
    void openMessage(const QString &label, const QString &placeholder, const QString &send);
    void closeMessage();
    [[nodiscard]] bool messageIsOpen() const;
    void setMessageBusy(bool busy);

signals:
    void pressed(const QString &id);
    void linkPressed(const QString &buttonId);
    // A requirement was clicked, or Enter pressed on it.
    void rowPressed(const QString &key);
    void messageSent(const QString &message);
    void acknowledgedChanged();
    void otherRolesAsked();

private:
    void rebuild();
    void applyStates();

    struct Made
    {
        Button data = {};
        QPushButton *button = nullptr;
        Arming *arming = nullptr;
    };

    Content m_content;
    bool m_folded = false;
    bool m_unfolded = false;
    QString m_writing;
    QElapsedTimer m_since;
    PlainLabel *m_title = nullptr;
    PlainLabel *m_note = nullptr;
    QPushButton *m_fold = nullptr;
    QListView *m_list = nullptr;
    RowList<RequirementRowData> *m_rows = nullptr;
    NoticeBar *m_notice = nullptr;
    QCheckBox *m_acknowledge = nullptr;
    QWidget *m_buttonPlace = nullptr;
    QVBoxLayout *m_buttons = nullptr;
    QList<Made> m_made;
    QWidget *m_message = nullptr;
    GrowingTextEdit *m_messageText = nullptr;
    PlainLabel *m_messageLabel = nullptr;
    QPushButton *m_messageSend = nullptr;
};

} // namespace countersign
