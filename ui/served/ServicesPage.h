// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/MirrorDesk.h"
#include "services/ServiceDesk.h"
#include "ui/common/RowModels.h"
#include "ui/shell/Page.h"
#include "ui/shell/PageContext.h"

class QListView;
class QPushButton;
class QStackedWidget;

namespace countersign {

class EmptyState;
class MirrorPane;
class ServicePane;

// What is served elsewhere, beside what was released here, service by service. Repositories that what was accepted is mirrored
// into stand in the same list.
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
    void fillServices();
    void choose(const QString &name);
    void chooseMirror(const MirrorPlace &place);
    void addMirror();
    void editService(const PromptService &known);

    PageContext m_context;
    ViewPointer m_view;
    QString m_name;
    bool m_filling = false;

    QList<MirrorPlace> m_mirrors;   // of this record
    MirrorPane *m_mirror = nullptr; // none: nothing is mirrored from here
    QStackedWidget *m_side = nullptr;
    ServicePane *m_served = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QWidget *m_page = nullptr;
    QListView *m_list = nullptr;
    RowList<RequirementRowData> *m_services = nullptr;
    QPushButton *m_add = nullptr;
    QPushButton *m_addMirror = nullptr;
};

} // namespace countersign
