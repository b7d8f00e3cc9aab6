// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "ui/common/RowModels.h"
#include "ui/start/SavedRegistries.h"
#include "ui/start/WorkspaceOpener.h"

#include <QWidget>

class QListView;
class QPushButton;

namespace countersign {

class BusyLine;
class PlainLabel;
class RegistryForm;
class SignLine;

// The registries that a person keeps at hand: each can be tried, changed, opened and removed. What a try found stands
// below the fields; a password goes into the system's keychain.
class ConnectionsPanel : public QWidget
{
    Q_OBJECT

public:
    ConnectionsPanel(WorkspaceOpener &opener, QSettings &settings, QWidget *parent);

    // Reads what is remembered, and shows the first one.
    void begin();
    void showOpening();
    void showFailure(const Error &error);
    void settle();

signals:
    void openRequested(const OpenRequest &request);
    void cancelRequested();
    void backPressed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void showRegistry(int row);
    void refreshList();
    void test();
    void save();
    void open();
    void remove();
    void tell(bool good, const QString &sentence, const QString &tried = {});
    void forgetAnswer();
    [[nodiscard]] std::optional<OpenRequest> request();

    WorkspaceOpener &m_opener;
    SavedRegistries m_saved;
    QList<SavedRegistry> m_registries;
    int m_row = -1; // -1: one that is not remembered yet
    EntryRows m_rows;
    Latest<Result<RegistryFound>> m_trying;
    Latest<Done> m_keeping;
    QListView *m_list = nullptr;
    RegistryForm *m_form = nullptr;
    SignLine *m_answer = nullptr;
    PlainLabel *m_tried = nullptr;
    BusyLine *m_busy = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_open = nullptr;
    QPushButton *m_remove = nullptr;
    PlainLabel *m_none = nullptr;
};

} // namespace countersign
