// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/InboxModel.h"
#include "ui/changes/NewChangeSheet.h"
#include "ui/common/Fields.h"
#include "ui/shell/Page.h"
#include "ui/shell/PageContext.h"

#include <QPointer>

class QListView;
class QScrollArea;
class QSplitter;
class QStackedWidget;
class QVBoxLayout;

namespace countersign {

class AlarmCard;
class EmptyState;
class FirstDay;
class PlainLabel;

// Opens first: what waits for me and why, what I wait for, what is wrong now, what changed since yesterday.
class InboxPage : public Page
{
    Q_OBJECT

public:
    explicit InboxPage(const PageContext &context, QWidget *parent = nullptr);

    void setView(const ViewPointer &view) override;
    void navigate(const Address &address) override;
    [[nodiscard]] Address address() const override;
    [[nodiscard]] QString title() const override;
    bool primaryAction() override;
    void focusFirst() override;
    [[nodiscard]] QList<QWidget *> panes() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    enum class Arrangement { Beside, Under };

    void makeHead(QVBoxLayout *layout);
    void makeColumns(QVBoxLayout *layout);
    void arrange(Arrangement arrangement);
    void followRows();
    void showRow(const QModelIndex &index);
    void showSentence();
    void showAlarms();
    void showEmpty();
    void openRow(const QModelIndex &index);
    void openRecent(const QModelIndex &index);
    void newChange();
    void adopt(AlarmCard *card);
    void restore(AlarmCard *card);
    void doRestore(AlarmCard *card);
    void showDifference(const UngovernedEdit &edit);
    [[nodiscard]] ChangeRowData rowData(const InboxRow &row) const;

    PageContext m_context;
    ViewPointer m_view;
    Inbox m_inbox;
    InboxModel m_model;
    RecentModel m_recent;
    QAbstractItemModel *m_rows = nullptr;
    QAbstractItemModel *m_recentRows = nullptr;
    PlainLabel *m_sentence = nullptr;
    QPushButton *m_new = nullptr;
    QSplitter *m_splitter = nullptr;
    QScrollArea *m_mainScroll = nullptr;
    QWidget *m_main = nullptr;
    QVBoxLayout *m_mainLayout = nullptr;
    QStackedWidget *m_lead = nullptr;
    QListView *m_list = nullptr;
    EmptyState *m_empty = nullptr;
    FirstDay *m_firstDay = nullptr;
    QScrollArea *m_side = nullptr;
    QVBoxLayout *m_sideLayout = nullptr;
    QWidget *m_alarmsBox = nullptr;
    SectionHead *m_alarmsHead = nullptr;
    QVBoxLayout *m_alarms = nullptr;
    QWidget *m_recentBox = nullptr;
    SectionHead *m_recentHead = nullptr;
    QListView *m_recentList = nullptr;
    QPushButton *m_allInAudit = nullptr;
    QPointer<NewChangeSheet> m_sheet;
    std::optional<Arrangement> m_arrangement;
    QList<Alarm> m_shownAlarms;
    QString m_shownReadOnly;
};

} // namespace countersign
