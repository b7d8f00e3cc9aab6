// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "ui/common/RowModels.h"
#include "ui/find/FindResults.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLineEdit;
class QListView;

namespace countersign {

class BusyRing;
class PlainLabel;

// Any prompt, change, command or word with the keyboard: 680 wide over a veil. Results come while typing, from memory;
// words in texts follow a little later. It never acts: it says what was chosen.
class FindPanel : public QWidget
{
    Q_OBJECT

public:
    // Covers `covered`, its parent, and follows its size.
    explicit FindPanel(QWidget *covered);

    // `workspace` outlives the opening. `commands` are those of the window, with their reasons.
    void open(Workspace &workspace, const QList<FindCommand> &commands);
    void close();
    void setView(const ViewPointer &view);

signals:
    void chosen(const Address &address);
    void commandChosen(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void typed();
    void searchTexts();
    void refresh();
    void narrow(int step);
    void step(int rows);
    void choose(const QModelIndex &index);
    void place();
    [[nodiscard]] bool handleKey(QKeyEvent *event);

    ViewPointer m_view;
    Workspace *m_workspace = nullptr;
    QList<FindCommand> m_commands;
    std::optional<FindKind> m_only;
    QList<Workspace::TextMatch> m_texts;
    QString m_textsOf;
    std::unique_ptr<Latest<Result<QList<Workspace::TextMatch>>>> m_search;
    QTimer m_pause;
    RowList<FindRow> m_rows;
    QWidget *m_frame = nullptr;
    QLineEdit *m_field = nullptr;
    QListView *m_list = nullptr;
    QWidget *m_nothing = nullptr;
    PlainLabel *m_nothingWords = nullptr;
    PlainLabel *m_kind = nullptr;
    PlainLabel *m_problem = nullptr;
    QPointer<QWidget> m_before;
};

} // namespace countersign
