// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "services/MirrorDesk.h"
#include "services/ServiceDesk.h"
#include "ui/common/RowModels.h"
#include "ui/shell/Page.h"
#include "ui/shell/PageContext.h"

class QListView;
class QPlainTextEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace countersign {

class BusyLine;
class DiffView;
class EmptyState;
class FactList;
class MirrorPane;
class NoticeBar;
class PlainLabel;

// What is served elsewhere, beside what was released here: a text that nobody approved is shown with its difference and
// adopted as a change, and a version that was released goes to the service. Repositories that what was accepted is mirrored into
// stand in the same list.
class ServicesPage : public Page
{
    Q_OBJECT

public:
    explicit ServicesPage(const PageContext &context, QWidget *parent = nullptr);
    ~ServicesPage() override;

    void setView(const ViewPointer &view) override;
    // `filter` of the address is the name of the service, or the key of a mirror.
    void navigate(const Address &address) override;
    [[nodiscard]] Address address() const override;
    [[nodiscard]] QString title() const override;
    bool primaryAction() override;
    void focusFirst() override;
    [[nodiscard]] QList<QWidget *> panes() const override;

private:
    void build();
    void buildDetail(QWidget *parent);
    void fillServices();
    void choose(const QString &name);
    void chooseMirror(const MirrorPlace &place);
    void addMirror();
    void editService(const PromptService &known);
    void forgetService();
    void look();
    void stopLooking();
    void showReport();
    void showRow();
    void showDifference();
    void adopt();
    void askToPublish();
    void publish(const ServedRow &row);
    // The row that is chosen; nullptr when there is none.
    [[nodiscard]] const ServedRow *current() const;
    [[nodiscard]] QString readOnlyReason() const;

    PageContext m_context;
    ViewPointer m_view;
    QString m_name;
    PromptService m_service;
    std::optional<ServiceReport> m_report;
    qint64 m_lookedAt = 0;
    QString m_shown; // key of the row whose difference is shown
    bool m_filling = false;
    bool m_working = false;
    Latest<Result<ServiceReport>> m_looking{this};
    Latest<Result<EditedFile>> m_proposed{this};
    Latest<Result<AssessedChange>> m_assessed{this};

    QList<MirrorPlace> m_mirrors;   // of this record
    MirrorPane *m_mirror = nullptr; // none: nothing is mirrored from here
    QStackedWidget *m_side = nullptr;
    QWidget *m_served = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QWidget *m_page = nullptr;
    QListView *m_list = nullptr;
    RowList<RequirementRowData> *m_services = nullptr;
    QPushButton *m_add = nullptr;
    QPushButton *m_addMirror = nullptr;
    PlainLabel *m_title = nullptr;
    PlainLabel *m_about = nullptr;
    QPushButton *m_look = nullptr;
    QPushButton *m_edit = nullptr;
    QPushButton *m_forget = nullptr;
    NoticeBar *m_notice = nullptr;
    BusyLine *m_busy = nullptr;
    QSplitter *m_split = nullptr;
    QStackedWidget *m_results = nullptr;
    QListView *m_rows = nullptr;
    RowList<RequirementRowData> *m_rowModel = nullptr;
    EmptyState *m_nothing = nullptr;
    QWidget *m_detail = nullptr;
    PlainLabel *m_rowTitle = nullptr;
    FactList *m_facts = nullptr;
    QPushButton *m_adopt = nullptr;
    QPushButton *m_publish = nullptr;
    PlainLabel *m_why = nullptr;
    BusyLine *m_comparing = nullptr;
    QStackedWidget *m_texts = nullptr;
    DiffView *m_difference = nullptr;
    QPlainTextEdit *m_text = nullptr;
};

} // namespace countersign
