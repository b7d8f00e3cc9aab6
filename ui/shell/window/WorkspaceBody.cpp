// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window/WorkspaceBody.h"

#include "base/Clock.h"
#include "services/Inbox.h"
#include "services/OpinionDesk.h"
#include "services/ServiceDesk.h"
#include "services/RunDesk.h"
#include "ui/common/Sheet.h"
#include "ui/common/Theme.h"
#include "ui/find/FindPanel.h"
#include "ui/shell/window/Bands.h"
#include "ui/shell/window/DelegationSheet.h"
#include "ui/shell/window/PendingSheet.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

WorkspaceBody::WorkspaceBody(const Parts &parts, QWidget *parent)
    : QWidget(parent)
    , m_workspace(parts.workspace)
    , m_makePage(parts.makePage)
    , m_uiState(parts.settings, parts.stateKey)
    , m_questions(parts.covered)
    , m_clock(parts.clock)
    , m_opinions(new OpinionDesk(OpinionDesk::systemPlace(), this))
    , m_services(new ServiceDesk(ServiceDesk::systemPlace(), this))
    , m_runs(new RunDesk(RunDesk::systemPlace(), this))
    , m_context{*m_workspace, parts.theme, m_questions, m_uiState, parts.clock, parts.covered, m_opinions, m_services, m_runs}
{
    setObjectName(u"workspaceBody"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(0);
    m_rail = new Rail(this);
    row->addWidget(m_rail);
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    row->addLayout(column, 1);
    m_bands = new Bands(*m_workspace, m_clock, this);
    column->addWidget(m_bands);
    m_stack = new QStackedWidget(this);
    m_stack->setObjectName(u"pages"_s);
    column->addWidget(m_stack, 1);
    m_find = new FindPanel(parts.covered);

    connect(m_rail, &Rail::chosen, this, [this](PageKind page) {
        if (m_page && m_present == page) {
            m_page->focusFirst();
        } else if (Page *kept = m_pages.value(page)) {
            go(kept->address());
        } else {
            go({.page = page});
        }
    });
    connect(m_rail, &Rail::recordPressed, this, [this] { go({.page = PageKind::Audit}); });
    connect(m_bands, &Bands::showPending, this, &WorkspaceBody::showPending);
    connect(m_bands, &Bands::openAudit, this, [this] { go({.page = PageKind::Audit}); });
    connect(m_bands, &Bands::openPolicy, this, [this] { go({.page = PageKind::Policy}); });
    connect(m_find, &FindPanel::chosen, this, &WorkspaceBody::go);
    connect(m_find, &FindPanel::commandChosen, this, &WorkspaceBody::commandChosen);
    connect(m_workspace.get(), &Workspace::viewChanged, this, &WorkspaceBody::follow);
    // Ages and "the last 24 hours" move on although nothing happens.
    m_minute.setInterval(60'000);
    connect(&m_minute, &QTimer::timeout, this, &WorkspaceBody::follow);
    m_minute.start();
    follow();
}

WorkspaceBody::~WorkspaceBody()
{
    // Find and sheets belong to what they cover, not to this.
    delete m_find;
    delete m_pendingSheet;
    delete m_delegationSheet;
    // Pages refer to members of this.
    qDeleteAll(m_pages);
}

Page *WorkspaceBody::pageOf(PageKind kind)
{
    if (Page *kept = m_pages.value(kind)) {
        return kept;
    }
    Page *page = m_makePage(kind, m_context, m_stack);
    if (!page) {
        return nullptr;
    }
    m_pages.insert(kind, page);
    m_stack->addWidget(page);
    connect(page, &Page::open, this, &WorkspaceBody::go);
    connect(page, &Page::moved, this, [this, page] {
        if (page == m_page) {
            m_history.replace(page->address());
            emit titleChanged();
        }
    });
    page->setView(m_workspace->view());
    return page;
}

void WorkspaceBody::show(const Address &address)
{
    Page *page = pageOf(address.page);
    if (!page) {
        return;
    }
    const bool another = page != m_page;
    const bool hadFocus = m_stack->isAncestorOf(QApplication::focusWidget()) || !QApplication::focusWidget()
            || m_rail->isAncestorOf(QApplication::focusWidget());
    if (another) {
        page->setView(m_workspace->view());
    }
    m_page = page;
    m_present = address.page;
    m_stack->setCurrentWidget(page);
    page->navigate(address);
    m_rail->setPresent(address.page);
    if (another && hadFocus) {
        page->focusFirst();
    }
    emit titleChanged();
}

void WorkspaceBody::go(const Address &address)
{
    m_history.go(address);
    show(address);
}

void WorkspaceBody::goBack()
{
    if (const std::optional<Address> address = m_history.back()) {
        show(*address);
    }
}

void WorkspaceBody::goForward()
{
    if (const std::optional<Address> address = m_history.forward()) {
        show(*address);
    }
}

void WorkspaceBody::goToEntry(int number)
{
    const QList<PageKind> entries = Rail::entries();
    if (number >= 1 && number <= entries.size()) {
        emit m_rail->chosen(entries[number - 1]);
    }
}

QString WorkspaceBody::title() const
{
    return m_page ? m_page->title() : QString();
}

void WorkspaceBody::openFind(const QList<FindCommand> &commands)
{
    m_find->open(*m_workspace, commands);
}

void WorkspaceBody::showPending()
{
    if (m_pendingSheet || m_workspace->view()->pending.isEmpty()) {
        return;
    }
    m_pendingSheet = new PendingSheet(*m_workspace, m_clock, m_context.covered);
    connect(m_pendingSheet, &Sheet::closed, m_pendingSheet, &QObject::deleteLater);
    m_pendingSheet->open();
}

void WorkspaceBody::showDelegations()
{
    if (m_delegationSheet) {
        return;
    }
    m_delegationSheet = new DelegationSheet(*m_workspace, m_context.covered);
    connect(m_delegationSheet, &Sheet::closed, m_delegationSheet, &QObject::deleteLater);
    m_delegationSheet->open();
}

bool WorkspaceBody::isCovered() const
{
    if (m_find->isVisible()) {
        return true;
    }
    const QList<Sheet *> sheets = m_context.covered->findChildren<Sheet *>();
    return std::any_of(sheets.begin(), sheets.end(), [](const Sheet *sheet) { return sheet->isVisible(); });
}

QList<QWidget *> WorkspaceBody::panes() const
{
    QList<QWidget *> panes{m_rail};
    if (m_page) {
        const QList<QWidget *> own = m_page->panes();
        for (QWidget *pane : own) {
            if (pane->isVisible()) {
                panes.append(pane);
            }
        }
    }
    return panes;
}

void WorkspaceBody::nextPane(int step)
{
    const QList<QWidget *> all = panes();
    const QWidget *focus = QApplication::focusWidget();
    qsizetype at = -1;
    for (qsizetype i = 0; i < all.size(); ++i) {
        // Panes may stand in each other; the innermost one counts.
        if (focus && (all[i] == focus || all[i]->isAncestorOf(focus))
            && (at < 0 || all[at]->isAncestorOf(all[i]))) {
            at = i;
        }
    }
    const qsizetype next = at < 0 ? (step > 0 ? qMin<qsizetype>(1, all.size() - 1) : 0)
                                  : (at + step + all.size()) % all.size();
    QWidget *pane = all[next];
    if (pane == m_rail) {
        m_rail->focusPresent();
        return;
    }
    if (pane->focusPolicy() == Qt::NoFocus && !pane->focusProxy()) {
        // The first thing in it that takes the keyboard.
        for (QWidget *child : pane->findChildren<QWidget *>()) {
            if (child->isVisible() && child->isEnabled() && (child->focusPolicy() & Qt::TabFocus)) {
                child->setFocus(Qt::TabFocusReason);
                return;
            }
        }
    }
    pane->setFocus(Qt::TabFocusReason);
}

void WorkspaceBody::settle()
{
    for (Page *page : std::as_const(m_pages)) {
        page->settle();
    }
}

void WorkspaceBody::follow()
{
    const ViewPointer view = m_workspace->view();
    m_rail->setRecord(*view);
    setCounts(*view);
    m_bands->setView(view);
    m_find->setView(view);
    if (m_pendingSheet) {
        m_pendingSheet->setView(view);
    }
    if (m_delegationSheet) {
        m_delegationSheet->setView(view);
    }
    if (m_page) {
        m_page->setView(view);
        emit titleChanged();
    }
    emit viewChanged(view);
}

void WorkspaceBody::setCounts(const WorkspaceView &view)
{
    const Inbox inbox = inboxOf(view, view.me.person, m_clock.now());
    m_rail->setCount(PageKind::Inbox, static_cast<int>(inbox.needsYou.size()), CountKind::YourTurn);
    int open = 0;
    for (const GroupedChange &change : changesOf(view, view.me.person)) {
        open += change.group == ChangeGroup::Closed ? 0 : 1;
    }
    m_rail->setCount(PageKind::Changes, open, CountKind::Quiet);
}

} // namespace countersign
