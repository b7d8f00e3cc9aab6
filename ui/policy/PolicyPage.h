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
class QPlainTextEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QStandardItemModel;

namespace countersign {

class BusyLine;
class EmptyState;
class NoticeBar;
class PlainLabel;
class PolicyTableView;

// The rules in force, in words, and as the file they came from.
class PolicyPage : public Page
{
    Q_OBJECT

public:
    explicit PolicyPage(const PageContext &context, QWidget *parent = nullptr);

    void setView(const ViewPointer &view) override;
    // `filter` of the address is the section.
    void navigate(const Address &address) override;
    [[nodiscard]] Address address() const override;
    [[nodiscard]] QString title() const override;
    bool primaryAction() override;
    void focusFirst() override;
    [[nodiscard]] QList<QWidget *> panes() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void show(PolicySection section);
    void refresh();
    void readOrigin();
    void readText();
    void showWarnings();
    void showWaiting();
    void putInForce();

    PageContext m_context;
    ViewPointer m_view;
    PolicySection m_section = PolicySection::Lanes;
    PolicyHash m_originOf;
    ContentHash m_textOf;
    ChangeId m_next;                  // accepted, and not in force
    bool m_putting = false;
    std::optional<Error> m_notPut;
    Latest<Result<QList<LogEntry>>> m_origin;
    Latest<Result<QByteArray>> m_content;
    QString m_since;
    QSplitter *m_split = nullptr;
    QWidget *m_listPlace = nullptr;
    QListView *m_list = nullptr;
    QStandardItemModel *m_sections = nullptr;
    QComboBox *m_box = nullptr;
    PlainLabel *m_title = nullptr;
    PlainLabel *m_inForce = nullptr;
    PlainLabel *m_about = nullptr;
    QPushButton *m_edit = nullptr;
    NoticeBar *m_waiting = nullptr;
    NoticeBar *m_warning = nullptr;
    NoticeBar *m_error = nullptr;
    BusyLine *m_busy = nullptr;
    QStackedWidget *m_stack = nullptr;
    QWidget *m_tables = nullptr;
    PolicyTableView *m_table = nullptr;
    PlainLabel *m_rulesAbout = nullptr; // on the page of the lanes, the rules stand below
    PolicyTableView *m_rules = nullptr;
    QPlainTextEdit *m_text = nullptr;
    EmptyState *m_empty = nullptr;
};

} // namespace countersign
