// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/HistoryView.h"

#include "ui/change/EventText.h"
#include "ui/common/Busy.h"
#include "ui/common/EmptyState.h"
#include "ui/common/ErrorText.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"

#include <QBoxLayout>
#include <QListView>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {
constexpr int mostEvents = 1000;
} // namespace

HistoryView::HistoryView(Workspace &workspace, const Clock &clock, QWidget *parent)
    : QWidget(parent), m_workspace(workspace), m_clock(clock)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    m_notice = new NoticeBar(NoticeShape::Band, this);
    m_notice->hide();
    all->addWidget(m_notice);
    m_busy = new BusyLine(BusyLine::Cancel::NotOffered, this);
    m_busy->hide();
    all->addWidget(m_busy);
    m_stack = new QStackedWidget(this);
    m_list = new QListView(m_stack);
    m_list->setObjectName(u"changeHistory"_s);
    prepareRowView(m_list, tr("History of this change"), ColorRole::Surface);
    m_list->setItemDelegate(new EventRow(EventRowLayout::History, m_list));
    m_rows = new RowList<EventRowData>(this);
    m_list->setModel(m_rows);
    m_empty = new EmptyState(m_stack);
    m_empty->setText(tr("Nothing has happened yet"), tr("What people do with this change is recorded here once it is sent."));
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);
    all->addWidget(m_stack, 1);
    connect(m_list, &QListView::activated, this,
            [this](const QModelIndex &index) { emit eventChosen(index.data(roles::RowKeyRole).toString().toLongLong()); });
    connect(m_notice, &NoticeBar::actionPressed, this, &HistoryView::read);
}

void HistoryView::setSubject(const QString &subject, const ViewPointer &view)
{
    const bool moved = subject != m_subject || !m_view || !(view->state.head == m_read);
    m_subject = subject;
    m_view = view;
    if (subject.isEmpty()) {
        m_rows->setRows({});
        m_stack->setCurrentWidget(m_empty);
    } else if (moved && isVisible()) {
        read();
    }
}

void HistoryView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_subject.isEmpty() && m_view && (m_readSubject != m_subject || !(m_view->state.head == m_read)))
        read();
}

void HistoryView::read()
{
    if (!m_view)
        return;
    m_busy->begin(tr("Reading the record"));
    m_log.start(m_workspace.log({.before = 0, .most = mostEvents, .subject = m_subject}), [this, view = m_view, subject = m_subject](const Result<QList<LogEntry>> &log) {
        m_busy->end();
        m_busy->hide();
        if (!log) {
            if (log.error().code != ErrorCode::Canceled) {
                Notice notice = errorNotice(log.error());
                notice.action = tr("Try again");
                m_notice->setNotice(notice);
            }
            return;
        }
        m_notice->settle();
        m_read = view->state.head;
        m_readSubject = subject;
        QList<EventRowData> rows;
        for (const LogEntry &entry : *log)
            rows.append(EventText::row(*view, entry, m_clock.now()));
        m_rows->setRows(rows);
        m_stack->setCurrentWidget(rows.isEmpty() ? static_cast<QWidget *>(m_empty) : m_list);
    });
}

} // namespace countersign
