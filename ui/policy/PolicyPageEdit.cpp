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
#include <QPointer>
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
    if (view->form() || !mayEdit() || m_editing->baseProblem())
        return;
    if (m_editing->isChecking()) {
        m_waitingActs.append([this, view] { openCell(view, view->currentIndex()); });
        return;
    }
    const std::optional<PolicyForm> form = PolicyForms::cell(sectionOf(view), m_editing->policy(), view->rowKey(cell.row()), cell.column());
    if (!form)
        return;
    closeCell(m_table, true, false);
    closeCell(m_second, true, false);
    m_notTaken.reset();
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
    const auto told = [this, view, form = QPointer(fields)](const Done &done) {
        if (!form || view->form() != form) {
            // The fields are gone already; what they held must not vanish without a word.
            notTaken(tr("What you entered was not taken."), done);
            return;
        }
        if (!done) {
            form->setError(errorWords(done.error()));
        } else {
            const QStringList dead = newDeadEnds(m_editing->policy());
            form->setError(dead.isEmpty() ? QString() : dead.first());
            const QModelIndex at = view->currentIndex();
            if (at.isValid())
                form->setDifference(m_formOld, view->table().rows.at(at.row()).cells.at(at.column()).text);
        }
        view->openedFormGrew();
    };
    m_editing->edit({.what = fields->form().title,
                     .change = [apply = fields->form().apply, values = fields->values()](Policy &p) { apply(p, values); },
                     .session = m_formSession,
                     .ofCell = true,
                     .told = told});
}

void PolicyPage::closeCell(PolicyTableView *view, bool keep, bool focus)
{
    PolicyFormView *fields = view->form();
    if (!fields)
        return;
    fields->disconnect(this);
    const QString what = fields->form().title;
    view->closeForm();
    if (!keep)
        m_editing->takeBack(what, m_formSession);
    if (focus)
        view->setFocus(Qt::OtherFocusReason);
}

void PolicyPage::openEntry(PolicySection section)
{
    closeEntry();
    if (!mayEdit())
        return;
    if (m_editing->isChecking()) {
        m_waitingActs.append([this, section] { openEntry(section); });
        return;
    }
    const std::optional<PolicyForm> form = PolicyForms::entry(section, m_editing->policy());
    if (!form)
        return;
    m_notTaken.reset();
    m_entryWaits = false;
    m_entry = new PolicyFormView(*form, PolicyFormView::Purpose::NewEntry, m_entryPlace);
    connect(m_entry, &PolicyFormView::canceled, this, [this] { closeEntry(); });
    connect(m_entry, &PolicyFormView::accepted, this, &PolicyPage::takeEntry);
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

void PolicyPage::takeEntry()
{
    if (m_entryWaits)
        return;
    if (const QString problem = m_entry->form().problem ? m_entry->form().problem(m_entry->values()) : QString(); !problem.isEmpty()) {
        m_entry->setError(problem);
        return;
    }
    m_entryWaits = true;
    m_editing->edit({.what = m_entry->form().title,
                     .change = [apply = m_entry->form().apply, values = m_entry->values()](Policy &p) { apply(p, values); },
                     .session = m_editing->newSession(),
                     .told = [this, form = QPointer(m_entry)](const Done &done) {
                         if (!form || form != m_entry) {
                             notTaken(tr("What you entered was not taken."), done);
                             return;
                         }
                         m_entryWaits = false;
                         if (done)
                             closeEntry();
                         else
                             m_entry->setError(errorWords(done.error()));
                     }});
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
    if (!mayEdit())
        return;
    if (m_editing->isChecking()) {
        m_waitingActs.append([this, view] { removeRow(view, view->currentIndex()); });
        return;
    }
    const auto removal = PolicyForms::removal(sectionOf(view), m_editing->policy(), m_view->state.policy, view->rowKey(cell.row()));
    if (!removal)
        return;
    m_notTaken.reset();
    m_editing->edit({.what = removal->label, .change = removal->apply, .session = m_editing->newSession(), .told = [this](const Done &done) {
                         notTaken(tr("It stays."), done);
                     }});
}

PolicyTableView *PolicyPage::currentTable() const
{
    return secondSection() && m_lastTable == m_second ? m_second : m_table;
}

void PolicyPage::moveRow(PolicyTableView *view, const QModelIndex &cell, int by)
{
    if (view->form() || !mayEdit())
        return;
    if (m_editing->isChecking()) {
        m_waitingActs.append([this, view, by] { moveRow(view, view->currentIndex(), by); });
        return;
    }
    const auto movement = PolicyForms::movement(sectionOf(view), m_editing->policy(), view->rowKey(cell.row()), by);
    if (!movement)
        return;
    m_notTaken.reset();
    m_editing->edit({.what = by < 0 ? tr("Move up") : tr("Move down"),
                     .change = movement->apply,
                     .session = m_editing->newSession(),
                     .told = [this, view, section = m_section, key = movement->key, column = cell.column()](const Done &done) {
                         if (done && m_section == section)
                             view->chooseRow(key, column);
                         notTaken(tr("It stays where it is."), done);
                     }});
}

bool PolicyPage::mayEdit() const
{
    return readOnlyReason().isEmpty() && m_editing->isReady() && !m_editing->problem();
}

void PolicyPage::notTaken(const QString &lead, const Done &done)
{
    if (done)
        return;
    m_notTaken = NotTaken{.lead = lead, .why = errorWords(done.error())};
    refreshTables();
}

void PolicyPage::actNow()
{
    while (!m_waitingActs.isEmpty() && !m_editing->isChecking())
        m_waitingActs.takeFirst()();
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
