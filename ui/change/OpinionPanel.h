// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Workspace.h"
#include "ui/common/NoticeBar.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace countersign {

class BusyLine;
class OpinionInquiry;
class OpinionKey;
class PlainLabel;

// "Second opinion", at the end of the lane's reasons: what the policy's model said of the current revision, that it can
// be asked, and before the first time what that means and where its key is. Its words are quoted, never formatted.
class OpinionPanel : public QWidget
{
    Q_OBJECT

public:
    // `mayAsk` empty: it may; otherwise why not.
    OpinionPanel(OpinionInquiry &inquiry, const ChangeId &change, const QString &mayAsk, qint64 now, QWidget *parent);

    // Whether the policy asks for one on this change, or one was given.
    [[nodiscard]] static bool isNeeded(const WorkspaceView &view, const Change &change);

    void setView(const ViewPointer &view);

signals:
    // It is higher or lower than before.
    void resized();

private:
    void follow();
    void showGiven(const Change &change);
    void showAsking(const Change &change);
    void act();
    void ask();
    [[nodiscard]] QString host() const;

    OpinionInquiry &m_inquiry;
    ChangeId m_change;
    QString m_mayNot;
    qint64 m_now = 0;
    ViewPointer m_view;
    PlainLabel *m_where = nullptr;
    PlainLabel *m_none = nullptr;
    QWidget *m_given = nullptr;
    QVBoxLayout *m_givenRows = nullptr;
    PlainLabel *m_consent = nullptr;
    OpinionKey *m_key = nullptr;
    bool m_follows = false;             // the key's fields follow it, which is no edit of theirs
    bool m_keeps = false;               // the button says that a key is being kept
    std::optional<Notice> m_keyFailure; // until a field of the key changes
    BusyLine *m_busy = nullptr;
    NoticeBar *m_error = nullptr;
    QPushButton *m_ask = nullptr;
};

} // namespace countersign
