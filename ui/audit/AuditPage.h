// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "services/Workspace.h"
#include "ui/audit/LogReader.h"
#include "ui/shell/Page.h"
#include "ui/shell/PageContext.h"

class QMenu;
class QPushButton;
class QStackedWidget;

namespace countersign {

class AsOfTab;
class BusyRing;
class Glyph;
class HistoryTab;
class NoticeBar;
class PlainLabel;
class TabBar;

// What happened, by whom, by what right; what was true at a moment; and whether the record is whole.
class AuditPage : public Page
{
    Q_OBJECT

public:
    explicit AuditPage(const PageContext &context, QWidget *parent = nullptr);

    void setView(const ViewPointer &view) override;
    void navigate(const Address &address) override;
    [[nodiscard]] Address address() const override;
    [[nodiscard]] QString title() const override;
    void focusFirst() override;
    [[nodiscard]] QList<QWidget *> panes() const override;
    bool escape() override;
    void settle() override;

private:
    void verify();
    void showVerification();
    void exportTo(ExportFormat format);

    PageContext m_context;
    ViewPointer m_view;
    Latest<Result<VerifyReport>> m_verifying;
    std::optional<VerifyReport> m_report;
    std::optional<Error> m_verifyError;
    bool m_busy = false;
    LogReader *m_reader = nullptr;
    QPushButton *m_export = nullptr;
    TabBar *m_tabs = nullptr;
    BusyRing *m_ring = nullptr;
    Glyph *m_sign = nullptr;
    PlainLabel *m_state = nullptr;
    QPushButton *m_again = nullptr;
    NoticeBar *m_notice = nullptr;
    NoticeBar *m_exported = nullptr;
    QStackedWidget *m_stack = nullptr;
    HistoryTab *m_history = nullptr;
    AsOfTab *m_asOf = nullptr;
    Sequence m_firstBroken = 0;
};

} // namespace countersign
