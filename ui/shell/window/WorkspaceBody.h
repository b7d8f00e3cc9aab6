// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Workspace.h"
#include "ui/common/Questions.h"
#include "ui/common/UiState.h"
#include "ui/find/FindResults.h"
#include "ui/shell/Page.h"
#include "ui/shell/PageContext.h"
#include "ui/shell/window/NavigationHistory.h"
#include "ui/shell/window/Rail.h"

#include <QHash>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>

class QStackedWidget;

namespace countersign {

class Bands;
class DelegationSheet;
class FindPanel;
class OpinionDesk;
class RunDesk;
class PendingSheet;
class ServiceDesk;

// Makes the page of a kind; nullptr when the program has none.
using PageFactory = std::function<Page *(PageKind kind, const PageContext &context, QWidget *parent)>;

// Everything under the bar while a workspace is open: rail, bands, pages, Find. Made for one workspace and one person.
class WorkspaceBody : public QWidget
{
    Q_OBJECT

public:
    struct Parts
    {
        std::shared_ptr<Workspace> workspace = {};
        PageFactory makePage = {};
        const Theme &theme;
        QSettings &settings;
        const Clock &clock;
        QString stateKey = {};       // under which widths and folds of this workspace are kept
        QWidget *covered = nullptr;  // what sheets and Find cover
    };

    WorkspaceBody(const Parts &parts, QWidget *parent);
    ~WorkspaceBody() override;

    [[nodiscard]] Workspace &workspace() { return *m_workspace; }
    [[nodiscard]] Page *page() const { return m_page; }
    [[nodiscard]] QString title() const;
    [[nodiscard]] Rail *rail() const { return m_rail; }
    [[nodiscard]] Bands *bands() const { return m_bands; }

    void go(const Address &address);
    void goBack();
    void goForward();
    void goToEntry(int number);        // from 1, in the order of the rail
    void openFind(const QList<FindCommand> &commands);
    void showPending();
    void showDelegations();
    void nextPane(int step);           // F6
    void settle();                     // before it is closed

    // A sheet or Find is open: the keys of the window wait.
    [[nodiscard]] bool isCovered() const;

signals:
    void viewChanged(const ViewPointer &view);
    void titleChanged();
    void commandChosen(const QString &id);

private:
    void show(const Address &address);
    void follow();
    void setCounts(const WorkspaceView &view);
    [[nodiscard]] Page *pageOf(PageKind kind);
    [[nodiscard]] QList<QWidget *> panes() const;

    std::shared_ptr<Workspace> m_workspace;
    PageFactory m_makePage;
    UiState m_uiState;
    SheetQuestions m_questions;
    const Clock &m_clock;
    OpinionDesk *m_opinions = nullptr; // of this object
    ServiceDesk *m_services = nullptr; // the same
    RunDesk *m_runs = nullptr;         // of this object
    PageContext m_context;
    NavigationHistory m_history;
    Rail *m_rail = nullptr;
    Bands *m_bands = nullptr;
    QStackedWidget *m_stack = nullptr;
    QHash<PageKind, Page *> m_pages;
    Page *m_page = nullptr;
    PageKind m_present = PageKind::Inbox;
    FindPanel *m_find = nullptr;
    QPointer<PendingSheet> m_pendingSheet;
    QPointer<DelegationSheet> m_delegationSheet;
    QTimer m_minute;
};

} // namespace countersign
