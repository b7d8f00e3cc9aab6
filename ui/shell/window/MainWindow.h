// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "ui/shell/window/WindowSettings.h"
#include "ui/shell/window/WorkspaceBody.h"
#include "ui/start/RecentWorkspaces.h"
#include "ui/start/WorkspaceOpener.h"

#include <QMainWindow>
#include <QPointer>

class QMenu;
class QStackedWidget;

namespace countersign {

class StartPage;
class TopBar;

// The one window: the bar, and under it the first start or the open workspace.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    // All of it outlives the window.
    struct Parts
    {
        WorkspaceOpener &opener;
        PageFactory makePage = {};
        Theme &theme;
        QSettings &settings;
        const Clock &clock;
    };

    explicit MainWindow(const Parts &parts, QWidget *parent = nullptr);
    ~MainWindow() override;

    // Opens it beside what is open now; what is open now stays until the other one is there.
    void openWorkspace(const OpenRequest &request);
    void closeWorkspace();

    // nullptr while no workspace is open.
    [[nodiscard]] WorkspaceBody *body() const { return m_body; }
    [[nodiscard]] StartPage *startPage() const { return m_start; }

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeShortcuts();
    void await(const QFuture<Result<OpenOutcome>> &answer, std::function<void(const Result<OpenOutcome> &)> taken);
    void cancelOpening();
    void opened(const OpenedWorkspace &opened);
    void failed(const OpenRequest &request, const Error &error);
    void govern(const GovernProposal &proposal);
    void showStart();
    void followTitle();
    void followRail();
    void openMenu();
    void openWorkspaceMenu();
    void openPersonMenu();
    void openFind();
    void runCommand(const QString &id);
    [[nodiscard]] QList<FindCommand> commands() const;
    void setScheme(SchemeChoice scheme);
    void setZoom(int step);
    [[nodiscard]] bool isCovered() const;
    void popUp(QMenu *menu, QWidget *under);

    Parts m_parts;
    WindowSettings m_windowSettings;
    RecentWorkspaces m_recent;
    QWidget *m_central = nullptr;
    TopBar *m_bar = nullptr;
    QStackedWidget *m_stack = nullptr;
    StartPage *m_start = nullptr;
    WorkspaceBody *m_body = nullptr;
    OpenRequest m_request;               // of the open workspace
    QList<IdentityChoice> m_identities;
    // Holds the answer and with it the workspace, so it goes as soon as the answer is taken.
    std::unique_ptr<Latest<Result<OpenOutcome>>> m_opening;
    std::unique_ptr<QFutureWatcher<Result<OpenOutcome>>> m_progress; // the same, for the making of the example
};

} // namespace countersign
