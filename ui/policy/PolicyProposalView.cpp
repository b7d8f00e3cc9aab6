// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyProposalView.h"

#include "services/PolicyEdit.h"
#include "services/PolicyYaml.h"
#include "ui/common/Buttons.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/policy/PolicyFormView.h"
#include "ui/policy/PolicyTableView.h"

#include <QApplication>
#include <QBoxLayout>
#include <QComboBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype mostSteps = 200;

} // namespace

const QList<PolicySection> &PolicyProposalView::sections()
{
    static const QList<PolicySection> all = {
        PolicySection::People,           PolicySection::Roles,   PolicySection::Paths,
        PolicySection::Place,            PolicySection::Workflows, PolicySection::Lanes,
        PolicySection::Owners,           PolicySection::Watched, PolicySection::Environments,
        PolicySection::EnvironmentRules, PolicySection::Rights,  PolicySection::Exceptions,
        PolicySection::Phrases,          PolicySection::Rules,   PolicySection::Suites,
        PolicySection::Opinion,          PolicySection::AsText};
    return all;
}

PolicyProposalView::PolicyProposalView(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"policyProposal"_s);
    const Theme &theme = Theme::of(this);
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins({});
    box->setSpacing(8);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    m_section = new QComboBox(this);
    m_section->setObjectName(u"proposalSection"_s);
    m_section->setAccessibleName(tr("Part of the proposal"));
    for (const PolicySection one : sections())
        m_section->addItem(PolicyTables::name(one));
    head->addWidget(m_section);
    head->addStretch();
    const auto iconButton = [this, head](Icon sign, const QString &words, const QString &name) {
        QPushButton *button = makeIconButton(sign, words, this);
        button->setObjectName(name);
        head->addWidget(button);
        return button;
    };
    m_undo = iconButton(Icon::Undo, tr("Undo"), u"proposalUndo"_s);
    m_up = iconButton(Icon::Previous, tr("Move up (Alt+Up)"), u"proposalUp"_s);
    m_down = iconButton(Icon::Next, tr("Move down (Alt+Down)"), u"proposalDown"_s);
    m_remove = makeButton(tr("Remove"), ButtonKind::QuietText, this);
    m_remove->setObjectName(u"proposalRemove"_s);
    head->addWidget(m_remove);
    m_add = makeButton(Icon::Add, QString(), ButtonKind::Plain, this);
    m_add->setObjectName(u"proposalAdd"_s);
    head->addWidget(m_add);
    box->addLayout(head);
    m_about = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, this);
    m_about->setObjectName(u"proposalAbout"_s);
    m_about->setWrapping(Wrapping::Wrap);
    box->addWidget(m_about);
    m_error = new NoticeBar(NoticeShape::Card, this);
    m_error->setObjectName(u"proposalError"_s);
    m_error->hide();
    box->addWidget(m_error);

    m_stack = new QStackedWidget(this);
    m_table = new PolicyTableView(m_stack);
    m_table->setObjectName(u"proposalTable"_s);
    m_stack->addWidget(m_table);
    m_edit = new QPlainTextEdit(m_stack);
    m_edit->setObjectName(u"proposalText"_s);
    m_edit->setAccessibleName(tr("The proposed policy as its file"));
    m_edit->setTabChangesFocus(true);
    m_edit->setFont(theme.font(FontRole::Code));
    m_stack->addWidget(m_edit);
    m_entryPlace = new QScrollArea(m_stack);
    m_entryPlace->setFrameShape(QFrame::NoFrame);
    m_entryPlace->setWidgetResizable(true);
    m_entryPlace->setFocusPolicy(Qt::NoFocus);
    m_entryPlace->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_stack->addWidget(m_entryPlace);
    m_stack->setMinimumHeight(theme.px(320));
    box->addWidget(m_stack, 1);

    connect(m_section, &QComboBox::currentIndexChanged, this, [this] {
        closeCell(true);
        closeEntry();
        m_table->setCurrentIndex({});
        show();
    });
    connect(m_table, &PolicyTableView::cellChosen, this, &PolicyProposalView::openCell);
    connect(m_table, &PolicyTableView::removeAsked, this, &PolicyProposalView::removeRow);
    connect(m_table, &PolicyTableView::moveAsked, this, &PolicyProposalView::moveRow);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] { showButtons(); });
    connect(m_add, &QPushButton::clicked, this, &PolicyProposalView::openEntry);
    connect(m_remove, &QPushButton::clicked, this, [this] { removeRow(m_table->currentIndex()); });
    connect(m_up, &QPushButton::clicked, this, [this] { moveRow(m_table->currentIndex(), -1); });
    connect(m_down, &QPushButton::clicked, this, [this] { moveRow(m_table->currentIndex(), 1); });
    connect(m_undo, &QPushButton::clicked, this, &PolicyProposalView::undo);
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        if (!m_loading)
            put(m_edit->toPlainText().toUtf8());
    });
}

void PolicyProposalView::setProposal(const Policy &policy, const QByteArray &text,
                                     const QList<Artifact> &files)
{
    closeCell(false);
    closeEntry();
    m_files = files;
    m_policy = policy;
    m_text = text;
    m_problem.reset();
    m_before.clear();
    show();
}

void PolicyProposalView::focusFirst()
{
    m_section->setFocus(Qt::OtherFocusReason);
}

PolicySection PolicyProposalView::section() const
{
    return sections().at(std::max(0, m_section->currentIndex()));
}

void PolicyProposalView::show()
{
    m_about->setText(PolicyTables::explanation(section(), m_policy));
    if (m_problem && section() != PolicySection::AsText) {
        m_error->setNotice(
            {.kind = NoticeKind::Danger,
             .lead = tr("The text has a mistake in line %1.").arg(m_problem->line),
             .sentence = tr("The tables show what it said before. Mend the text to go on here.")});
    } else if (m_problem) {
        m_error->setNotice(
            {.kind = NoticeKind::Danger,
             .lead = tr("Line %1: %2").arg(m_problem->line).arg(text::printableLine(m_problem->detail)),
             .sentence = tr("Nothing can begin with this text.")});
    } else {
        m_error->settle();
    }
    if (section() == PolicySection::AsText) {
        if (m_edit->toPlainText().toUtf8() != m_text) {
            m_loading = true;
            m_edit->setPlainText(QString::fromUtf8(m_text));
            m_loading = false;
        }
        m_stack->setCurrentWidget(m_edit);
    } else if (!m_entry) {
        WorkspaceView view;
        view.state.policy = m_policy;
        for (const Artifact &file : std::as_const(m_files))
            view.state.artifacts.insert(file.id, file);
        m_table->setTable(PolicyTables::table(section(), view), PolicyTables::name(section()));
        m_stack->setCurrentWidget(m_table);
    }
    showButtons();
}

void PolicyProposalView::showButtons()
{
    const bool edits = !m_problem && section() != PolicySection::AsText && !m_entry;
    const QString add = PolicyForms::addLabel(section(), m_policy);
    m_add->setText(add);
    m_add->setVisible(edits && !add.isEmpty());
    const QString row = m_table->rowKey(m_table->currentIndex().row());
    // Nobody is in a record yet, so everybody can go.
    const auto removal = edits ? PolicyForms::removal(section(), m_policy, Policy(), row) : std::nullopt;
    m_remove->setVisible(removal.has_value());
    const bool up = edits && PolicyForms::movement(section(), m_policy, row, -1);
    const bool down = edits && PolicyForms::movement(section(), m_policy, row, 1);
    m_up->setVisible(up || down);
    m_down->setVisible(up || down);
    m_up->setEnabled(up);
    m_down->setEnabled(down);
    m_undo->setVisible(!m_before.isEmpty() && section() != PolicySection::AsText && !m_entry);
}

void PolicyProposalView::put(const QByteArray &text)
{
    if (text == m_text)
        return;
    m_text = text;
    const Result<Policy> policy = policyFromYaml(m_text);
    m_problem = policy ? std::nullopt : std::optional(policy.error());
    if (policy)
        m_policy = *policy;
    show();
    emit changed();
}

Done PolicyProposalView::edit(const QByteArray &from, const Policy &wanted)
{
    const Result<QByteArray> written = editedPolicy(from, wanted);
    if (!written)
        return std::unexpected(written.error());
    put(*written);
    return {};
}

void PolicyProposalView::openCell(const QModelIndex &cell)
{
    if (m_table->form() || m_problem)
        return;
    const auto form = PolicyForms::cell(section(), m_policy, m_table->rowKey(cell.row()), cell.column());
    if (!form)
        return;
    m_formText = m_text;
    m_formPolicy = m_policy;
    auto *fields = new PolicyFormView(*form, PolicyFormView::Purpose::Cell, m_table->viewport());
    connect(fields, &PolicyFormView::changed, this, &PolicyProposalView::applyCell);
    connect(fields, &PolicyFormView::accepted, this, [this] { closeCell(true); });
    connect(fields, &PolicyFormView::canceled, this, [this] { closeCell(false); });
    connect(fields, &PolicyFormView::left, this, [this] { closeCell(true); }, Qt::QueuedConnection);
    m_table->openForm(cell, fields);
}

void PolicyProposalView::applyCell()
{
    PolicyFormView *fields = m_table->form();
    if (!fields)
        return;
    const PolicyForm &form = fields->form();
    QString problem = form.problem ? form.problem(fields->values()) : QString();
    if (problem.isEmpty()) {
        Policy wanted = m_formPolicy;
        form.apply(wanted, fields->values());
        if (const Done done = edit(m_formText, wanted); !done)
            problem =
                tr("The policy cannot say this. %1: %2.").arg(done.error().subject, done.error().detail);
    }
    fields->setError(problem);
    m_table->openedFormGrew();
}

void PolicyProposalView::closeCell(bool keep)
{
    PolicyFormView *fields = m_table->form();
    if (!fields)
        return;
    // Who left for another place stays there.
    const bool had = fields->isAncestorOf(QApplication::focusWidget());
    fields->disconnect(this);
    m_table->closeForm();
    if (!keep)
        put(m_formText);
    else if (m_text != m_formText)
        m_before.append(m_formText);
    if (had)
        m_table->setFocus(Qt::OtherFocusReason);
    showButtons();
}

void PolicyProposalView::openEntry()
{
    closeCell(true);
    closeEntry();
    const auto form = PolicyForms::entry(section(), m_policy);
    if (!form || m_problem)
        return;
    auto *place = new QWidget(m_entryPlace);
    auto *box = new QVBoxLayout(place);
    box->setContentsMargins({});
    m_entry = new PolicyFormView(*form, PolicyFormView::Purpose::NewEntry, place);
    box->addWidget(m_entry);
    box->addStretch(1);
    connect(m_entry, &PolicyFormView::canceled, this, &PolicyProposalView::closeEntry);
    connect(m_entry, &PolicyFormView::accepted, this, [this] {
        const PolicyForm &filled = m_entry->form();
        QString problem = filled.problem ? filled.problem(m_entry->values()) : QString();
        if (problem.isEmpty()) {
            Policy wanted = m_policy;
            filled.apply(wanted, m_entry->values());
            const QByteArray before = m_text;
            if (const Done done = edit(before, wanted); done)
                m_before.append(before);
            else
                problem =
                    tr("The policy cannot say this. %1: %2.").arg(done.error().subject, done.error().detail);
        }
        if (problem.isEmpty())
            closeEntry();
        else
            m_entry->setError(problem);
    });
    m_entryPlace->setWidget(place);
    m_stack->setCurrentWidget(m_entryPlace);
    m_entry->focusFirst();
    showButtons();
}

void PolicyProposalView::closeEntry()
{
    if (!m_entry)
        return;
    // It may be asking for it itself.
    QWidget *place = m_entryPlace->takeWidget();
    place->hide();
    place->setParent(this);
    place->deleteLater();
    m_entry = nullptr;
    show();
    m_table->setFocus(Qt::OtherFocusReason);
}

void PolicyProposalView::removeRow(const QModelIndex &cell)
{
    const auto removal =
        m_problem ? std::nullopt
                  : PolicyForms::removal(section(), m_policy, Policy(), m_table->rowKey(cell.row()));
    if (!removal)
        return;
    Policy wanted = m_policy;
    removal->apply(wanted);
    const QByteArray before = m_text;
    if (const Done done = edit(before, wanted); !done) {
        m_error->setNotice(
            {.kind = NoticeKind::Danger,
             .lead = tr("It stays."),
             .sentence =
                 tr("The policy cannot say this. %1: %2.").arg(done.error().subject, done.error().detail)});
        return;
    }
    m_before.append(before);
    showButtons();
}

void PolicyProposalView::moveRow(const QModelIndex &cell, int by)
{
    const auto movement = m_problem
                              ? std::nullopt
                              : PolicyForms::movement(section(), m_policy, m_table->rowKey(cell.row()), by);
    if (!movement)
        return;
    Policy wanted = m_policy;
    movement->apply(wanted);
    const QByteArray before = m_text;
    if (!edit(before, wanted))
        return;
    m_before.append(before);
    if (m_before.size() > mostSteps)
        m_before.removeFirst();
    m_table->chooseRow(movement->key, cell.column());
    showButtons();
}

void PolicyProposalView::undo()
{
    if (!m_before.isEmpty())
        put(m_before.takeLast());
}

} // namespace countersign
