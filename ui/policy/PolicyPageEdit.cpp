// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyPage.h"

#include "ui/common/NoticeBar.h"
#include "ui/common/Questions.h"
#include "ui/policy/PolicyEditing.h"
#include "ui/policy/PolicyFormView.h"
#include "ui/policy/PolicyHistory.h"
#include "ui/policy/PolicyTableView.h"

#include <QApplication>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

void PolicyPage::openCell(PolicyTableView *view, const QModelIndex &cell)
{
    if (m_section == PolicySection::History) {
        if (const ChangeId change = m_history->changeOf(cell.row()); !change.isNull())
            emit open({.page = PageKind::Change, .change = change});
        return;
    }
    if (view->form() || !readOnlyReason().isEmpty() || !m_editing->isReady() || m_editing->isChecking() || m_editing->problem() || m_editing->baseProblem())
        return;
    const std::optional<PolicyForm> form = PolicyForms::cell(sectionOf(view), m_editing->policy(), view->rowKey(cell.row()), cell.column());
    if (!form)
        return;
    closeCell(m_table, true, false);
    closeCell(m_second, true, false);
    m_formFrom = m_editing->text();
    m_formPolicy = m_editing->policy();
    m_formSession = m_editing->newSession();
    const PolicyCell &old = view->table().rows.at(cell.row()).cells.at(cell.column());
    m_formOld = old.changed ? old.oldText : old.text;
    auto *fields = new PolicyFormView(*form, PolicyFormView::Purpose::Cell, view->viewport());
    fields->setDifference(m_formOld, old.text);
    connect(fields, &PolicyFormView::changed, this, [this, view] { applyCell(view); });
    connect(fields, &PolicyFormView::accepted, this, [this, view] { closeCell(view, true, true); });
    connect(fields, &PolicyFormView::canceled, this, [this, view] { closeCell(view, false, true); });
    connect(fields, &PolicyFormView::left, this, [this, view] { closeCell(view, true, false); }, Qt::QueuedConnection);
    view->openForm(cell, fields);
}

void PolicyPage::applyCell(PolicyTableView *view)
{
    PolicyFormView *fields = view->form();
    if (!fields)
        return;
    if (const QString problem = fields->form().problem ? fields->form().problem(fields->values()) : QString(); !problem.isEmpty()) {
        fields->setError(problem);
        view->openedFormGrew();
        return;
    }
    Policy wanted = m_formPolicy;
    fields->form().apply(wanted, fields->values());
    const Done done = m_editing->edit(fields->form().title, m_formFrom, wanted, m_formSession);
    if (!view->form())
        return;
    if (!done) {
        fields->setError(errorWords(done.error()));
    } else {
        const QStringList dead = newDeadEnds(m_editing->policy());
        fields->setError(dead.isEmpty() ? QString() : dead.first());
        const QModelIndex at = view->currentIndex();
        fields->setDifference(m_formOld, view->table().rows.at(at.row()).cells.at(at.column()).text);
    }
    view->openedFormGrew();
}

void PolicyPage::closeCell(PolicyTableView *view, bool keep, bool focus)
{
    PolicyFormView *fields = view->form();
    if (!fields)
        return;
    fields->disconnect(this);
    view->closeForm();
    if (!keep)
        m_editing->setText(fields->form().title, m_formFrom, m_formSession);
    if (focus)
        view->setFocus(Qt::OtherFocusReason);
}

void PolicyPage::openEntry(PolicySection section)
{
    closeEntry();
    const std::optional<PolicyForm> form = PolicyForms::entry(section, m_editing->policy());
    if (!form || !readOnlyReason().isEmpty() || !m_editing->isReady() || m_editing->isChecking() || m_editing->problem())
        return;
    m_entry = new PolicyFormView(*form, PolicyFormView::Purpose::NewEntry, m_entryPlace);
    connect(m_entry, &PolicyFormView::canceled, this, [this] { closeEntry(); });
    connect(m_entry, &PolicyFormView::accepted, this, [this] {
        if (const QString problem = m_entry->form().problem ? m_entry->form().problem(m_entry->values()) : QString(); !problem.isEmpty()) {
            m_entry->setError(problem);
            return;
        }
        Policy wanted = m_editing->policy();
        m_entry->form().apply(wanted, m_entry->values());
        if (const Done done = m_editing->edit(m_entry->form().title, m_editing->text(), wanted, m_editing->newSession()); !done) {
            m_entry->setError(errorWords(done.error()));
            return;
        }
        closeEntry();
    });
    auto *place = new QWidget(m_entryPlace);
    auto *box = new QVBoxLayout(place);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(m_entry);
    box->addStretch(1);
    m_entryPlace->setWidget(place);
    m_stack->setCurrentWidget(m_entryPlace);
    m_entry->focusFirst();
    refreshButtons();
}

void PolicyPage::closeEntry()
{
    if (!m_entry)
        return;
    const bool had = m_entry->isAncestorOf(QApplication::focusWidget());
    // It may be asking for it itself.
    QWidget *place = m_entryPlace->takeWidget();
    place->hide();
    place->setParent(this);
    place->deleteLater();
    m_entry = nullptr;
    refreshTables();
    refreshButtons();
    if (had)
        (m_add->isVisible() ? static_cast<QWidget *>(m_add) : m_table)->setFocus(Qt::OtherFocusReason);
}

void PolicyPage::removeRow(PolicyTableView *view, const QModelIndex &cell)
{
    if (!readOnlyReason().isEmpty() || !m_editing->isReady() || m_editing->isChecking() || m_editing->problem())
        return;
    const auto removal = PolicyForms::removal(sectionOf(view), m_editing->policy(), m_view->state.policy, view->rowKey(cell.row()));
    if (!removal)
        return;
    Policy wanted = m_editing->policy();
    removal->apply(wanted);
    if (const Done done = m_editing->edit(removal->label, m_editing->text(), wanted, m_editing->newSession()); !done) {
        m_error->setNotice({.kind = NoticeKind::Danger, .lead = tr("It stays."), .sentence = errorWords(done.error())});
    }
}

PolicyTableView *PolicyPage::currentTable() const
{
    return secondSection() && m_lastTable == m_second ? m_second : m_table;
}

void PolicyPage::moveRow(PolicyTableView *view, const QModelIndex &cell, int by)
{
    if (view->form() || !readOnlyReason().isEmpty() || !m_editing->isReady() || m_editing->isChecking() || m_editing->problem())
        return;
    const auto movement = PolicyForms::movement(sectionOf(view), m_editing->policy(), view->rowKey(cell.row()), by);
    if (!movement)
        return;
    Policy wanted = m_editing->policy();
    movement->apply(wanted);
    const QString what = by < 0 ? tr("Move up") : tr("Move down");
    if (const Done done = m_editing->edit(what, m_editing->text(), wanted, m_editing->newSession()); !done) {
        m_error->setNotice({.kind = NoticeKind::Danger, .lead = tr("It stays where it is."), .sentence = errorWords(done.error())});
        return;
    }
    view->chooseRow(movement->key, cell.column());
}

void PolicyPage::discard()
{
    m_context.questions.ask({.title = tr("Discard the edit of the policy?"),
                             .sentence = tr("The accepted policy stays as it is. What you edited is gone."),
                             .accept = tr("Discard the edit"),
                             .kind = QuestionKind::Danger},
                            this, [this](Answer answer) {
                                if (answer == Answer::Accepted)
                                    m_editing->discard();
                            });
}

QString PolicyPage::errorWords(const Error &error)
{
    if (error.code == ErrorCode::Unsupported)
        return tr("The file is written in a way that this form cannot edit. Edit it as text.");
    return tr("The policy cannot say this. %1: %2.").arg(error.subject, error.detail);
}

} // namespace countersign
