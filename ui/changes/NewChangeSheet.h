// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Workspace.h"
#include "ui/common/RowModels.h"
#include "ui/common/Sheet.h"

class QListView;

namespace countersign {

class PlainLabel;
class FormField;
class NoticeBar;
class SearchField;

// Begins a change: which prompt, which there is or which is to be, and a title. Makes a draft on this computer and leads to the editor; nothing is sent.
class NewChangeSheet : public Sheet
{
    Q_OBJECT

public:
    // `workspace` outlives the sheet. `chosen` may be empty.
    NewChangeSheet(Workspace &workspace, const ArtifactId &chosen, QWidget *covered);

    void setView(const ViewPointer &view);

signals:
    // The draft stands in the workspace's view, or will with its next one.
    void started(const QString &draft);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void filter();
    void follow();
    void start();
    void keep(Draft draft);
    void fail(const Error &error);
    [[nodiscard]] QString chosenKey() const;

    Workspace &m_workspace;
    ViewPointer m_view;
    SearchField *m_filter = nullptr;
    PlainLabel *m_reason = nullptr;
    QListView *m_list = nullptr;
    EntryRows m_rows;
    FormField *m_title = nullptr;
    QLineEdit *m_titleField = nullptr;
    NoticeBar *m_notice = nullptr;
};

// Opens the sheet over `covered`; it deletes itself when it is closed.
[[nodiscard]] NewChangeSheet *openNewChangeSheet(Workspace &workspace, const ArtifactId &chosen, QWidget *covered);

} // namespace countersign
