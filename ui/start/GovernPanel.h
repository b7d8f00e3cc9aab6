// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Fields.h"
#include "ui/start/WorkspaceOpener.h"

class QPushButton;
class QVBoxLayout;

namespace countersign {

class BusyLine;
class NoticeBar;
class PolicyProposalView;

// A repository without a record: what would be governed, by whom, where it would run, as a proposal that can be edited; and
// the button that starts it. Nothing is written before it is pressed.
class GovernPanel : public QWidget
{
    Q_OBJECT

public:
    explicit GovernPanel(QWidget *parent);

    void setProposal(const GovernProposal &proposal);
    [[nodiscard]] const GovernProposal &proposal() const { return m_proposal; }
    [[nodiscard]] QPushButton *startButton() const { return m_start; }
    void showBusy();
    void showFailure(const Error &error);

signals:
    void startPressed();
    void backPressed();

private:
    void fill();
    void showEditing(bool edits);
    void takeEdit();
    void addFacts(const QString &title, const QStringList &lines, const QString &note);

    GovernProposal m_proposal;
    PlainLabel *m_title = nullptr;
    PlainLabel *m_sentence = nullptr;
    NoticeBar *m_notice = nullptr;
    QVBoxLayout *m_facts = nullptr;
    QWidget *m_factsPlace = nullptr;
    QPlainTextEdit *m_text = nullptr;
    QPushButton *m_asText = nullptr;
    QPushButton *m_edit = nullptr;
    PolicyProposalView *m_view = nullptr;
    QList<GovernProposal::File> m_found; // as the repository was looked through, whatever the edited policy says of them
    QPushButton *m_start = nullptr;
    QPushButton *m_back = nullptr;
    PlainLabel *m_why = nullptr;
    BusyLine *m_busy = nullptr;
};

} // namespace countersign
