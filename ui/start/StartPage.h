// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/RowModels.h"
#include "ui/start/RecentWorkspaces.h"

#include <QWidget>

class QFileDialog;
class QHBoxLayout;
class QListView;
class QScrollArea;
class QSettings;
class QStackedWidget;

namespace countersign {

class AnswerRow;
class ConnectionsPanel;
class ExampleCard;
class GovernPanel;
class PlainLabel;
class RegistryRow;

// "Where do your prompts live?": recent workspaces, a repository here, one on a server, or the example. What fails is
// said where it was asked for.
class StartPage : public QWidget
{
    Q_OBJECT

public:
    // Both outlive this.
    StartPage(WorkspaceOpener &opener, QSettings &settings, QWidget *parent);

    void setRecent(const QList<RecentWorkspace> &recent);
    void showBusy(const OpenRequest &request);
    // How far the making of the example is.
    void showProgress(int done, int all);
    void showFailure(const OpenRequest &request, const Error &error);
    void showProposal(const GovernProposal &proposal);
    void showGovernFailure(const Error &error);
    void reset();
    // Asks the system for a folder; openRequested follows.
    void chooseFolder();
    void showConnections();

signals:
    void openRequested(const OpenRequest &request);
    void governRequested(const GovernProposal &proposal);
    void forgetRequested(const OpenRequest &request);
    void cancelRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] static bool isUrl(const QString &place);
    [[nodiscard]] AnswerRow *rowOf(const OpenRequest &request) const;

    QScrollArea *m_scroll = nullptr;
    QHBoxLayout *m_middle = nullptr;
    QWidget *m_question = nullptr;
    GovernPanel *m_govern = nullptr;
    ConnectionsPanel *m_connections = nullptr;
    PlainLabel *m_recentHead = nullptr;
    QListView *m_recentList = nullptr;
    EntryRows m_recentRows;
    QList<RecentWorkspace> m_recent;
    AnswerRow *m_folder = nullptr;
    AnswerRow *m_server = nullptr;
    RegistryRow *m_registry = nullptr;
    ExampleCard *m_example = nullptr;
};

} // namespace countersign
