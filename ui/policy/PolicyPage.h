// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "services/Workspace.h"
#include "ui/policy/PolicyTables.h"
#include "ui/shell/Page.h"
#include "ui/shell/PageContext.h"

class QComboBox;
class QListView;
class QPushButton;
class QScrollArea;
class QSplitter;
class QStackedWidget;
class QStandardItemModel;
class QVBoxLayout;

namespace countersign {

class BusyLine;
class DryRunPanel;
class EmptyState;
class NoticeBar;
class PlainLabel;
class PolicyEditing;
class PolicyFormView;
class PolicyHistory;
class PolicySend;
class PolicyTableView;
class PolicyTextView;

// The rules in force, in words and as the file they came from, and editing them: a cell becomes fields, the past is run
// under the edit, and the edit is proposed like every other change.
class PolicyPage : public Page
{
    Q_OBJECT

public:
    explicit PolicyPage(const PageContext &context, QWidget *parent = nullptr);
    ~PolicyPage() override;

    void setView(const ViewPointer &view) override;
    // `filter` of the address is the section.
    void navigate(const Address &address) override;
    [[nodiscard]] Address address() const override;
    [[nodiscard]] QString title() const override;
    bool primaryAction() override;
    void focusFirst() override;
    [[nodiscard]] QList<QWidget *> panes() const override;
    bool escape() override;
    void settle() override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    // In the order of the list.
    [[nodiscard]] static const QList<PolicySection> &sections();
    void makeList(QWidget *parent);
    void makePage(QWidget *parent);
    void makeSide(QWidget *parent);
    void connectAll();
    void show(PolicySection section);
    void refresh();
    void refreshTables();
    void refreshSide();
    void refreshButtons();
    void readOrigin();
    void showEditing();
    void showWarnings();
    void showWaiting();
    void putInForce();
    void openCell(PolicyTableView *view, const QModelIndex &cell);
    void applyCell(PolicyTableView *view);
    void closeCell(PolicyTableView *view, bool keep, bool focus);
    void openEntry(PolicySection section);
    void takeEntry();
    void closeEntry();
    void removeRow(PolicyTableView *view, const QModelIndex &cell);
    void moveRow(PolicyTableView *view, const QModelIndex &cell, int by);
    [[nodiscard]] bool mayEdit() const;
    // Says so in its place, when an edit could not be written.
    void notTaken(const QString &lead, const Done &done);
    void actNow();
    [[nodiscard]] PolicyTableView *currentTable() const; // that a button beside the tables is about
    void discard();
    [[nodiscard]] PolicySection sectionOf(const PolicyTableView *view) const;
    [[nodiscard]] std::optional<PolicySection> secondSection() const;
    // Why she may not edit; empty when she may.
    [[nodiscard]] QString readOnlyReason() const;
    [[nodiscard]] QStringList newDeadEnds(const Policy &policy) const;
    [[nodiscard]] static QString errorWords(const Error &error);

    PageContext m_context;
    ViewPointer m_view;
    ViewPointer m_editedView;
    ViewPointer m_baseView;
    PolicyEditing *m_editing = nullptr;
    PolicyHistory *m_history = nullptr;
    PolicySection m_section = PolicySection::Lanes;
    PolicyHash m_originOf;
    ChangeId m_next;                  // accepted, and not in force
    bool m_putting = false;
    std::optional<Error> m_notPut;
    Latest<Result<QList<LogEntry>>> m_origin;
    QString m_since;
    int m_formSession = 0;
    QString m_formOld;
    bool m_entryWaits = false;        // the new entry is being written
    struct NotTaken
    {
        QString lead = {};
        QString why = {};
    };
    std::optional<NotTaken> m_notTaken;
    QList<std::function<void()>> m_waitingActs; // what was pressed while an edit was being written
    QSplitter *m_split = nullptr;
    QSplitter *m_inner = nullptr;
    QWidget *m_listPlace = nullptr;
    QListView *m_list = nullptr;
    QStandardItemModel *m_sections = nullptr;
    QComboBox *m_box = nullptr;
    PlainLabel *m_title = nullptr;
    PlainLabel *m_inForce = nullptr;
    PlainLabel *m_about = nullptr;
    QPushButton *m_discard = nullptr;
    QPushButton *m_undo = nullptr;
    QPushButton *m_redo = nullptr;
    QPushButton *m_add = nullptr;
    QPushButton *m_remove = nullptr;
    QPushButton *m_up = nullptr;
    QPushButton *m_down = nullptr;
    NoticeBar *m_waiting = nullptr;
    NoticeBar *m_warning = nullptr;
    NoticeBar *m_error = nullptr;
    NoticeBar *m_stale = nullptr;
    BusyLine *m_busy = nullptr;
    QScrollArea *m_entryPlace = nullptr; // a new entry stands where the tables were
    PolicyFormView *m_entry = nullptr;
    QStackedWidget *m_stack = nullptr;
    QWidget *m_tables = nullptr;
    PolicyTableView *m_table = nullptr;
    PlainLabel *m_secondAbout = nullptr; // rules below lanes, roles below people, …
    QPushButton *m_secondAdd = nullptr;
    PolicyTableView *m_second = nullptr;
    PolicyTableView *m_lastTable = nullptr; // the one that had the keyboard last
    PolicyTextView *m_text = nullptr;
    EmptyState *m_empty = nullptr;
    QWidget *m_side = nullptr;
    QVBoxLayout *m_sideFrame = nullptr;
    QVBoxLayout *m_sideContent = nullptr;
    DryRunPanel *m_dryRun = nullptr;
    PolicySend *m_send = nullptr;
};

} // namespace countersign
