// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/policy/PolicyTables.h"

#include <QWidget>

class QComboBox;
class QPlainTextEdit;
class QPushButton;
class QScrollArea;
class QStackedWidget;

namespace countersign {

class NoticeBar;
class PlainLabel;
class PolicyFormView;
class PolicyTableView;

// A policy that nobody accepted yet, as the tables and forms of the policy page and as its file, to be edited before it
// is. It stands alone: there is no record, no draft and nothing that it is compared with.
class PolicyProposalView : public QWidget
{
    Q_OBJECT

public:
    explicit PolicyProposalView(QWidget *parent = nullptr);

    // `files` are those that it would govern, for counting them.
    void setProposal(const Policy &policy, const QByteArray &text, const QList<Artifact> &files);
    [[nodiscard]] const QByteArray &text() const { return m_text; }
    // What the text says; what it said last while it has a mistake.
    [[nodiscard]] const Policy &policy() const { return m_policy; }
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }
    void focusFirst();

signals:
    void changed();

private:
    [[nodiscard]] static const QList<PolicySection> &sections();
    [[nodiscard]] PolicySection section() const;
    void show();
    void showButtons();
    void put(const QByteArray &text);
    [[nodiscard]] Done edit(const QByteArray &from, const Policy &wanted);
    void openCell(const QModelIndex &cell);
    void applyCell();
    void closeCell(bool keep);
    void openEntry();
    void closeEntry();
    void removeRow(const QModelIndex &cell);
    void moveRow(const QModelIndex &cell, int by);
    void undo();

    QByteArray m_text;
    Policy m_policy;
    std::optional<Error> m_problem;
    QList<Artifact> m_files;
    QByteArrayList m_before; // each step's text, the last one last
    QByteArray m_formText;   // when the fields of a cell opened
    Policy m_formPolicy;
    QComboBox *m_section = nullptr;
    PlainLabel *m_about = nullptr;
    QPushButton *m_undo = nullptr;
    QPushButton *m_up = nullptr;
    QPushButton *m_down = nullptr;
    QPushButton *m_remove = nullptr;
    QPushButton *m_add = nullptr;
    NoticeBar *m_error = nullptr;
    QStackedWidget *m_stack = nullptr;
    PolicyTableView *m_table = nullptr;
    QPlainTextEdit *m_edit = nullptr;
    QScrollArea *m_entryPlace = nullptr;
    PolicyFormView *m_entry = nullptr;
    bool m_loading = false;
};

} // namespace countersign
