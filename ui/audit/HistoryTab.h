// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Workspace.h"
#include "ui/common/Signs.h"
#include "ui/shell/Address.h"
#include "ui/shell/PageContext.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QListView;
class QSplitter;
class QStackedWidget;

namespace countersign {

class BusyLine;
class EmptyState;
class EventDetail;
class EventsModel;
class FilterChip;
class HistoryModel;
class NoticeBar;
class PlainLabel;
class SearchField;

// What happened, by whom, by what right: the filters, the events by day, and one of them in full.
class HistoryTab : public QWidget
{
    Q_OBJECT

public:
    explicit HistoryTab(const PageContext &context, QWidget *parent = nullptr);

    void setView(const ViewPointer &view);
    // Words, person and artifact of an address; goes to `seq` when it is named.
    void navigate(const Address &address);
    void goToEvent(Sequence seq);
    // What the list shows, for the address and for an export.
    [[nodiscard]] LogQuery query() const;
    [[nodiscard]] EnvironmentId environment() const;
    [[nodiscard]] Sequence chosen() const;
    [[nodiscard]] QString words() const;
    bool clearFilters();
    void focusFirst();
    [[nodiscard]] QList<QWidget *> panes() const;
    // Up to which event the chain was checked and holds; the damaged ones.
    void setVerified(Sequence upTo, const QList<Sequence> &damaged);

signals:
    void moved();
    void open(const countersign::Address &address);
    void asOfAsked(countersign::Sequence seq);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeFilters();
    void fillChoices();
    void apply();
    void showCurrent();
    void showState();
    void goOn();

    PageContext m_context;
    ViewPointer m_view;
    EventsModel *m_events = nullptr;
    HistoryModel *m_model = nullptr;
    SearchField *m_words = nullptr;
    QComboBox *m_prompt = nullptr;
    QComboBox *m_person = nullptr;
    QComboBox *m_environment = nullptr;
    QComboBox *m_kind = nullptr;
    FilterChip *m_without = nullptr;
    PlainLabel *m_count = nullptr;
    NoticeBar *m_notice = nullptr;
    BusyLine *m_busy = nullptr;
    QSplitter *m_split = nullptr;
    QStackedWidget *m_stack = nullptr;
    QListView *m_list = nullptr;
    EmptyState *m_empty = nullptr;
    EventDetail *m_detail = nullptr;
    QTimer m_wait;
    Sequence m_wanted = 0;
    Sequence m_head = 0;
    Sequence m_verified = 0;
    QList<Sequence> m_damaged;
};

} // namespace countersign
