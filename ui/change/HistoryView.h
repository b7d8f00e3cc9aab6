// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/Clock.h"
#include "services/Latest.h"
#include "services/Workspace.h"
#include "ui/common/RowModels.h"

#include <QWidget>

class QListView;
class QStackedWidget;

namespace countersign {

class BusyLine;
class EmptyState;
class NoticeBar;

// What happened to one change, newest first, also what had no effect.
class HistoryView : public QWidget
{
    Q_OBJECT

public:
    // Both outlive it.
    HistoryView(Workspace &workspace, const Clock &clock, QWidget *parent = nullptr);

    // Reads when it is shown, and again when the record moved.
    void setSubject(const QString &subject, const ViewPointer &view);

signals:
    void eventChosen(countersign::Sequence seq);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void read();

    Workspace &m_workspace;
    const Clock &m_clock;
    ViewPointer m_view;
    QString m_subject;
    Head m_read;
    QString m_readSubject;
    QListView *m_list = nullptr;
    RowList<EventRowData> *m_rows = nullptr;
    NoticeBar *m_notice = nullptr;
    BusyLine *m_busy = nullptr;
    EmptyState *m_empty = nullptr;
    QStackedWidget *m_stack = nullptr;
    Latest<Result<QList<LogEntry>>> m_log{this};
};

} // namespace countersign
