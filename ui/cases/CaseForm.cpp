// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/cases/CaseForm.h"

#include "ui/cases/CaseFields.h"
#include "ui/cases/CaseRows.h"
#include "ui/cases/CaseWords.h"
#include "ui/common/Buttons.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QGridLayout>
#include <QScopedValueRollback>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int leastName = 104; // of a variable; the longest of a case decides up to the most
constexpr int mostName = 136;

// Takes a row off the form; it may be in the middle of a signal of its own.
void drop(QWidget *row)
{
    row->hide();
    row->deleteLater();
}

} // namespace

CaseForm::CaseForm(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"caseForm"_s);
    const Theme &theme = Theme::of(this);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(16));
    all->setSpacing(theme.px(10));
    m_why = new PlainLabel({}, FontRole::Body, ColorRole::Muted, this);
    m_why->setObjectName(u"caseReadOnly"_s);
    m_why->setWrapping(Wrapping::Wrap);
    m_why->hide();
    all->addWidget(m_why);
    m_problem = problemLabel(this);
    m_problem->setObjectName(u"caseProblem"_s);
    all->addWidget(m_problem);

    const auto line = [this](const QString &name) {
        auto *edit = new QLineEdit(this);
        edit->setObjectName(name);
        edit->setMaxLength(4000);
        connect(edit, &QLineEdit::textEdited, this, &CaseForm::tell);
        return edit;
    };
    m_id = line(u"caseId"_s);
    m_idField = new FormField(tr("Id"), m_id, this);
    all->addWidget(m_idField);
    m_description = line(u"caseDescription"_s);
    all->addWidget(new FormField(tr("Description"), m_description, this));

    const auto section = [&](const QString &title, QPushButton *&add, const QString &label,
                             const QString &name) {
        auto *head = new SectionHead(title, this);
        add = makeButton(Icon::Add, label, ButtonKind::QuietText, this);
        add->setObjectName(name);
        setButtonHeight(add, ButtonHeight::InBar);
        head->addTrailing(add);
        all->addWidget(head);
        auto *rows = new QVBoxLayout;
        rows->setSpacing(theme.px(6));
        all->addLayout(rows);
        return rows;
    };
    m_varRows = section(tr("Variables"), m_addVar, tr("Add a variable"), u"addVariable"_s);
    m_assertRows = section(tr("Assertions"), m_addAssert, tr("Add an assertion"), u"addAssertion"_s);
    m_noAssertion = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, this);
    m_noAssertion->setObjectName(u"caseNoAssertion"_s);
    m_noAssertion->setWrapping(Wrapping::Wrap);
    m_noAssertion->hide();
    all->addWidget(m_noAssertion);
    connect(m_addVar, &QPushButton::clicked, this, [this] {
        SuiteVariable made;
        for (const QString &name : std::as_const(m_choices.variables)) {
            if (made.name.isEmpty() && !std::ranges::contains(m_vars, name, &CaseVariableRow::name))
                made.name = name;
        }
        addVariable(made);
        m_vars.last()->focusFirst();
        tell();
    });
    connect(m_addAssert, &QPushButton::clicked, this, [this] {
        addAssertion({.type = u"contains"_s});
        m_asserts.last()->focusFirst();
        tell();
    });

    all->addWidget(new SectionHead(tr("Where it comes from"), this));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(theme.px(12));
    grid->setVerticalSpacing(theme.px(10));
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    m_source = new QComboBox(this);
    m_source->setObjectName(u"caseSource"_s);
    m_source->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_source->setMinimumContentsLength(8);
    m_source->addItem(tr("Not told"), QString());
    for (const QString &source : {u"curated"_s, u"past_failure"_s, u"production_sample"_s})
        m_source->addItem(CaseWords::source(source), source);
    m_sourceField = new FormField(tr("Source"), m_source, this);
    m_dimension = openComboBox(u"caseDimension"_s, this);
    m_owner = openComboBox(u"caseOwner"_s, this);
    m_date = line(u"caseDate"_s);
    m_dateField = new FormField(tr("Date"), m_date, this);
    m_dateField->setHelp(tr("When somebody wrote it or last looked at it"));
    m_from = line(u"caseFrom"_s);
    grid->addWidget(m_sourceField, 0, 0, Qt::AlignTop);
    grid->addWidget(new FormField(tr("Dimension"), m_dimension, this), 0, 1, Qt::AlignTop);
    grid->addWidget(new FormField(tr("Owner"), m_owner, this), 1, 0, Qt::AlignTop);
    grid->addWidget(m_dateField, 1, 1, Qt::AlignTop);
    all->addLayout(grid);
    all->addWidget(new FormField(tr("Made from"), m_from, this));
    all->addStretch(1);
    connect(m_source, &QComboBox::activated, this, &CaseForm::tell);
    for (QComboBox *box : {m_dimension, m_owner}) {
        connect(box, &QComboBox::activated, this, &CaseForm::tell);
        connect(box->lineEdit(), &QLineEdit::textEdited, this, &CaseForm::tell);
    }
}

void CaseForm::setChoices(const CaseChoices &choices)
{
    m_choices = choices;
    const auto fill = [](QComboBox *box, const QStringList &names) {
        const QString text = box->currentText();
        QStringList there;
        for (int i = 0; i < box->count(); ++i)
            there.append(box->itemText(i));
        if (there == names)
            return;
        box->clear();
        box->addItems(names);
        box->setEditText(text);
    };
    fill(m_dimension, choices.dimensions);
    fill(m_owner, choices.owners);
    m_date->setPlaceholderText(choices.today.toString(Qt::ISODate));
}

void CaseForm::setFields(const SuiteCaseFields &fields, Take take)
{
    const QScopedValueRollback setting(m_setting, true);
    const bool adopted = take != Take::Another && adopt(fields, take);
    m_sent.reset();
    if (take == Take::Meanwhile && adopted)
        return;
    setWords(m_id, fields.id);
    setWords(m_description, fields.description);
    if (!adopted) {
        clearRows();
        for (const SuiteVariable &variable : fields.vars)
            addVariable(variable);
        for (const SuiteAssertion &one : fields.asserts)
            addAssertion(one);
    }
    if (m_source->findData(fields.source) < 0)
        m_source->addItem(text::printableLine(fields.source), fields.source);
    m_source->setCurrentIndex(m_source->findData(fields.source));
    for (const auto &[box, text] :
         {std::pair{m_dimension, fields.dimension}, std::pair{m_owner, fields.owner}}) {
        if (box->currentText() != text)
            box->setEditText(text);
    }
    setWords(m_date, fields.date);
    setWords(m_from, fields.from);
    followReadOnly();
    checkNames();
}

void CaseForm::clearRows()
{
    for (CaseVariableRow *row : std::as_const(m_vars))
        drop(row);
    for (CaseAssertionRow *row : std::as_const(m_asserts))
        drop(row);
    m_vars.clear();
    m_asserts.clear();
}

CaseForm::Sent CaseForm::writable() const
{
    Sent sent;
    QStringList names;
    for (CaseVariableRow *row : m_vars) {
        const QString name = row->name();
        // One that is in the file stays there under its old name.
        if (row->inFile().origin >= 0 || (!name.isEmpty() && !names.contains(name)))
            sent.vars.append(row);
        names.append(name);
    }
    for (CaseAssertionRow *row : m_asserts) {
        if (row->inFile().origin >= 0 || !row->assertion().type.isEmpty())
            sent.asserts.append(row);
    }
    return sent;
}

SuiteCaseFields CaseForm::send()
{
    m_sent = writable();
    return fields();
}

// Notes which rows the file has by now, and where. False when it has others than were sent.
bool CaseForm::adopt(const SuiteCaseFields &fields, Take take)
{
    const auto [vars, asserts] = m_sent ? *m_sent : writable();
    if (vars.size() != fields.vars.size() || asserts.size() != fields.asserts.size())
        return false;
    if (take == Take::Again) {
        // What was not typed here is shown from the beginning.
        for (qsizetype i = 0; i < vars.size(); ++i) {
            const SuiteVariable &one = fields.vars.at(i);
            if (!m_vars.contains(vars[i]) || vars[i]->inFile().fixed != one.fixed)
                return false;
            const bool waits = vars[i]->name().isEmpty() || vars[i]->hasNameProblem();
            if (!waits && vars[i]->name() != one.name)
                return false;
        }
        for (qsizetype i = 0; i < asserts.size(); ++i) {
            const SuiteAssertion &one = fields.asserts.at(i);
            if (!m_asserts.contains(asserts[i]) || asserts[i]->inFile().fixed != one.fixed
                || asserts[i]->inFile().more != one.more)
                return false;
        }
    }
    const RowTake words = take == Take::Again ? RowTake::Words : RowTake::Place;
    for (qsizetype i = 0; i < vars.size(); ++i) {
        if (vars[i])
            vars[i]->adopt(fields.vars.at(i), words);
    }
    for (qsizetype i = 0; i < asserts.size(); ++i) {
        if (asserts[i])
            asserts[i]->adopt(fields.asserts.at(i), words);
    }
    return true;
}

SuiteCaseFields CaseForm::fields() const
{
    SuiteCaseFields fields{.id = m_id->text(),
                           .description = m_description->text(),
                           .source = m_source->currentData().toString(),
                           .dimension = m_dimension->currentText(),
                           .owner = m_owner->currentText(),
                           .date = m_date->text().trimmed(),
                           .from = m_from->text()};
    for (const CaseVariableRow *row : m_vars)
        fields.vars.append(row->variable());
    for (const CaseAssertionRow *row : m_asserts)
        fields.asserts.append(row->assertion());
    return fields;
}

void CaseForm::addVariable(const SuiteVariable &variable)
{
    auto *row = new CaseVariableRow(variable, this);
    connect(row, &CaseVariableRow::edited, this, [this] {
        checkNames();
        tell();
    });
    connect(row, &CaseVariableRow::removeAsked, this, [this, row] { removeVariable(row); });
    m_varRows->addWidget(row);
    row->show();
    m_vars.append(row);
    followReadOnly();
    checkNames();
    orderTabs();
}

void CaseForm::addAssertion(const SuiteAssertion &assertion)
{
    auto *row = new CaseAssertionRow(assertion, this);
    connect(row, &CaseAssertionRow::edited, this, &CaseForm::tell);
    connect(row, &CaseAssertionRow::removeAsked, this, [this, row] { removeAssertion(row); });
    m_assertRows->addWidget(row);
    row->show();
    m_asserts.append(row);
    followReadOnly();
    orderTabs();
}

// What was added last stands in the middle of the form.
void CaseForm::orderTabs()
{
    QList<QWidget *> order{m_description, m_addVar};
    for (const CaseVariableRow *row : std::as_const(m_vars))
        order += row->fields();
    order += m_addAssert;
    for (const CaseAssertionRow *row : std::as_const(m_asserts))
        order += row->fields();
    order += {m_source, m_dimension, m_owner, m_date, m_from};
    for (qsizetype i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);
}

void CaseForm::removeVariable(CaseVariableRow *row)
{
    if (m_vars.removeOne(row)) {
        drop(row);
        m_addVar->setFocus(Qt::OtherFocusReason);
        checkNames();
        tell();
    }
}

void CaseForm::removeAssertion(CaseAssertionRow *row)
{
    if (m_asserts.removeOne(row)) {
        drop(row);
        sayNoAssertion();
        m_addAssert->setFocus(Qt::OtherFocusReason);
        tell();
    }
}

void CaseForm::setReadOnly(const QString &why)
{
    m_readOnly = why;
    showSentence(m_why, why);
    followReadOnly();
}

void CaseForm::followReadOnly()
{
    const bool locked = !m_readOnly.isEmpty();
    for (QLineEdit *edit : {m_id, m_description, m_date, m_from})
        edit->setReadOnly(locked);
    for (QWidget *widget :
         std::initializer_list<QWidget *>{m_source, m_dimension, m_owner, m_addVar, m_addAssert})
        widget->setEnabled(!locked);
    for (CaseVariableRow *row : std::as_const(m_vars))
        row->setReadOnly(locked);
    for (CaseAssertionRow *row : std::as_const(m_asserts))
        row->setReadOnly(locked);
    sayNoAssertion();
}

void CaseForm::sayNoAssertion()
{
    showSentence(m_noAssertion,
                 m_asserts.isEmpty() && m_readOnly.isEmpty()
                     ? tr("It asserts nothing of its own yet. Add what a good answer must hold.")
                     : QString());
}

// What the reader cannot see, because it is not written: names that are taken or missing. Names are as wide as the longest.
void CaseForm::checkNames()
{
    const Theme &theme = Theme::of(this);
    int width = theme.px(leastName);
    QStringList names;
    for (CaseVariableRow *row : std::as_const(m_vars)) {
        const QString name = row->name();
        const bool taken = !name.isEmpty() && names.contains(name);
        row->setNameProblem(taken ? tr("Another variable has that name.") : QString());
        if (name.isEmpty() && !row->variable().text.isEmpty())
            row->setNote(tr("It is kept once it has a name."));
        names.append(name);
        width = std::max(width, row->nameWidth());
    }
    for (CaseVariableRow *row : std::as_const(m_vars))
        row->setNameWidth(std::min(width, theme.px(mostName)));
}

void CaseForm::setProblems(const QList<SuiteRowProblem> &problems)
{
    const auto sentences = [&problems](SuiteField field, qsizetype assertion = -1) {
        QStringList said;
        for (const SuiteRowProblem &one : problems) {
            if (one.field == field && (field != SuiteField::Assertion || one.assertion == assertion))
                said.append(CaseWords::problem(one.problem));
        }
        said.removeDuplicates();
        return said.join(u' ');
    };
    m_idField->setError(sentences(SuiteField::Id));
    m_sourceField->setError(sentences(SuiteField::Source));
    m_dateField->setError(sentences(SuiteField::Date));
    QStringList whole{sentences(SuiteField::Case), sentences(SuiteField::Variables),
                      sentences(SuiteField::Assertion)};
    whole.removeAll(QString());
    showSentence(m_problem, whole.join(u' '));
    for (CaseAssertionRow *row : std::as_const(m_asserts)) {
        const qsizetype place = row->inFile().origin;
        row->setProblem(place >= 0 ? sentences(SuiteField::Assertion, place) : QString());
    }
}

void CaseForm::focusFirst()
{
    if (!m_vars.isEmpty() && m_readOnly.isEmpty() && m_vars.first()->variable().text.isEmpty())
        m_vars.first()->focusFirst();
    else
        m_id->setFocus(Qt::OtherFocusReason);
}

void CaseForm::tell()
{
    if (!m_setting)
        emit edited();
}

} // namespace countersign
