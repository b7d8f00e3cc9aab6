// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/cases/CaseForm.h"

#include "services/SuiteEdit.h"
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

constexpr int longestText = 1024 * 1024; // more than the file may hold

// Offered; any other can be typed.
const QStringList &assertionTypes()
{
    static const QStringList types{
        u"contains"_s,      u"not-contains"_s, u"icontains"_s,     u"contains-any"_s, u"contains-all"_s,
        u"equals"_s,        u"starts-with"_s,  u"regex"_s,         u"not-regex"_s,    u"is-json"_s,
        u"contains-json"_s, u"is-xml"_s,       u"levenshtein"_s,   u"rouge-n"_s,      u"bleu"_s,
        u"word-count"_s,    u"similar"_s,      u"llm-rubric"_s,    u"factuality"_s,   u"select-best"_s,
        u"cost"_s,          u"latency"_s,      u"finish-reason"_s, u"is-refusal"_s};
    return types;
}

QComboBox *editableCombo(const QString &name, QWidget *parent)
{
    auto *box = new QComboBox(parent);
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->setCompleter(nullptr); // what is typed is what is meant
    box->setObjectName(name);
    box->lineEdit()->setMaxLength(1000);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(8);
    return box;
}

void setWords(QLineEdit *edit, const QString &text)
{
    if (edit->text() != text) {
        edit->setText(text);
        edit->setCursorPosition(0);
    }
}

void setWords(QPlainTextEdit *edit, const QString &text)
{
    if (edit->toPlainText() != text)
        edit->setPlainText(text);
}

PlainLabel *problemLabel(QWidget *parent)
{
    auto *label = new PlainLabel({}, FontRole::Secondary, ColorRole::Danger, parent);
    label->setWrapping(Wrapping::Wrap);
    label->hide();
    return label;
}

void say(PlainLabel *label, const QString &sentence)
{
    label->setText(sentence);
    label->setVisible(!sentence.isEmpty());
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
    connect(m_addVar, &QPushButton::clicked, this, [this] {
        SuiteVariable made;
        for (const QString &name : std::as_const(m_choices.variables)) {
            if (made.name.isEmpty() && std::ranges::none_of(m_vars, [&name](const VariableRow &row) {
                    return row.name->text() == name;
                }))
                made.name = name;
        }
        addVariable(made);
        const VariableRow &row = m_vars.last();
        made.name.isEmpty() ? row.name->setFocus(Qt::OtherFocusReason)
                            : row.text->setFocus(Qt::OtherFocusReason);
        tell();
    });
    connect(m_addAssert, &QPushButton::clicked, this, [this] {
        addAssertion({.type = u"contains"_s});
        m_asserts.last().type->setFocus(Qt::OtherFocusReason);
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
    m_dimension = editableCombo(u"caseDimension"_s, this);
    m_owner = editableCombo(u"caseOwner"_s, this);
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
        for (const VariableRow &row : std::as_const(m_vars)) {
            row.place->hide();
            row.place->deleteLater();
        }
        for (const AssertionRow &row : std::as_const(m_asserts)) {
            row.place->hide();
            row.place->deleteLater();
        }
        m_vars.clear();
        m_asserts.clear();
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

CaseForm::Sent CaseForm::writable() const
{
    Sent sent;
    QStringList names;
    for (const VariableRow &row : m_vars) {
        const QString name = row.name->text();
        // One that is in the file stays there under its old name.
        if (row.value.origin >= 0 || (!name.isEmpty() && !names.contains(name)))
            sent.vars.append(row.serial);
        names.append(name);
    }
    for (const AssertionRow &row : m_asserts) {
        if (row.from.origin >= 0 || !row.type->currentText().trimmed().isEmpty())
            sent.asserts.append(row.serial);
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
    const Sent sent = m_sent ? *m_sent : writable();
    if (sent.vars.size() != fields.vars.size() || sent.asserts.size() != fields.asserts.size())
        return false;
    QList<VariableRow *> vars;
    for (const int serial : sent.vars) {
        const auto row = std::ranges::find(m_vars, serial, &VariableRow::serial);
        vars.append(row == m_vars.end() ? nullptr : &*row);
    }
    QList<AssertionRow *> asserts;
    for (const int serial : sent.asserts) {
        const auto row = std::ranges::find(m_asserts, serial, &AssertionRow::serial);
        asserts.append(row == m_asserts.end() ? nullptr : &*row);
    }
    if (take == Take::Again) {
        // What was not typed here is shown from the beginning.
        for (qsizetype i = 0; i < vars.size(); ++i) {
            const SuiteVariable &one = fields.vars.at(i);
            if (!vars[i] || vars[i]->value.fixed != one.fixed)
                return false;
            const bool waits = vars[i]->name->text().isEmpty() || hasFieldError(vars[i]->name);
            if (!waits && vars[i]->name->text() != one.name)
                return false;
        }
        for (qsizetype i = 0; i < asserts.size(); ++i) {
            const SuiteAssertion &one = fields.asserts.at(i);
            if (!asserts[i] || asserts[i]->from.fixed != one.fixed || asserts[i]->from.more != one.more)
                return false;
        }
    }
    for (qsizetype i = 0; i < vars.size(); ++i) {
        if (!vars[i])
            continue;
        vars[i]->value = fields.vars.at(i);
        if (take == Take::Again)
            setWords(vars[i]->text, fields.vars.at(i).text);
    }
    for (qsizetype i = 0; i < asserts.size(); ++i) {
        if (!asserts[i])
            continue;
        const SuiteAssertion &one = fields.asserts.at(i);
        AssertionRow &row = *asserts[i];
        row.from = one;
        if (take != Take::Again)
            continue;
        if (row.type->currentText() != one.type)
            row.type->setEditText(one.type);
        setWords(row.value, one.value);
        setWords(row.threshold, one.threshold);
        setWords(row.weight, one.weight);
        setWords(row.metric, one.metric);
    }
    return true;
}

SuiteVariable CaseForm::variableOf(const VariableRow &row)
{
    SuiteVariable variable = row.value;
    variable.name = row.name->text();
    if (!variable.fixed)
        variable.text = row.text->toPlainText();
    return variable;
}

SuiteAssertion CaseForm::assertionOf(const AssertionRow &row) const
{
    SuiteAssertion one = row.from;
    one.type = row.type->currentText().trimmed();
    if (!one.fixed)
        one.value = row.value->toPlainText();
    one.threshold = row.threshold->text().trimmed();
    one.weight = row.weight->text().trimmed();
    one.metric = row.metric->text();
    return one;
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
    for (const VariableRow &row : m_vars)
        fields.vars.append(variableOf(row));
    for (const AssertionRow &row : m_asserts)
        fields.asserts.append(assertionOf(row));
    return fields;
}

void CaseForm::addVariable(const SuiteVariable &variable)
{
    const Theme &theme = Theme::of(this);
    VariableRow row{.value = variable, .serial = ++m_serial};
    row.place = new QWidget(this);
    auto *grid = new QGridLayout(row.place);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme.px(6));
    grid->setVerticalSpacing(theme.px(2));
    row.name = new QLineEdit(variable.name, row.place);
    row.name->setObjectName(u"variableName"_s);
    row.name->setAccessibleName(tr("Name of the variable"));
    row.name->setPlaceholderText(tr("Name"));
    row.name->setMaxLength(200);
    row.name->setFixedWidth(theme.px(104));
    row.text = new GrowingTextEdit(row.place, 1, 8);
    row.text->setObjectName(u"variableText"_s);
    row.text->setPlainText(variable.text);
    row.remove = makeIconButton(Icon::Remove, tr("Remove this variable"), row.place);
    row.remove->setObjectName(u"removeVariable"_s);
    row.problem = problemLabel(row.place);
    grid->addWidget(row.name, 0, 0, Qt::AlignTop);
    grid->addWidget(row.text, 0, 1);
    grid->addWidget(row.remove, 0, 2, Qt::AlignTop);
    grid->addWidget(row.problem, 1, 0, 1, 3);
    grid->setColumnStretch(1, 1);
    const auto named = [text = row.text, name = row.name] {
        text->setAccessibleName(tr("Value of %1").arg(text::printableLine(name->text())));
    };
    named();
    connect(row.name, &QLineEdit::textEdited, this, [this, named] {
        named();
        checkNames();
        tell();
    });
    connect(row.text, &QPlainTextEdit::textChanged, this, [this] {
        checkNames();
        tell();
    });
    connect(row.remove, &QPushButton::clicked, this, [this, place = row.place] { removeVariable(place); });
    m_varRows->addWidget(row.place);
    row.place->show();
    m_vars.append(row);
    followReadOnly();
    checkNames();
    orderTabs();
}

void CaseForm::addAssertion(const SuiteAssertion &assertion)
{
    const Theme &theme = Theme::of(this);
    AssertionRow row{.from = assertion, .serial = ++m_serial};
    auto *card = new Ground(ColorRole::Raised, this, Ground::Shape::Card);
    row.place = card;
    auto *grid = new QGridLayout(card);
    grid->setContentsMargins(theme.px(10), theme.px(8), theme.px(8), theme.px(8));
    grid->setHorizontalSpacing(theme.px(6));
    grid->setVerticalSpacing(theme.px(6));
    row.type = editableCombo(u"assertionType"_s, card);
    row.type->setAccessibleName(tr("Type of the assertion"));
    row.type->addItems(assertionTypes());
    row.type->setEditText(assertion.type);
    row.value = new GrowingTextEdit(card, 1, 8);
    row.value->setObjectName(u"assertionValue"_s);
    row.value->setAccessibleName(tr("Value of the assertion"));
    row.value->setPlainText(assertion.value);
    row.remove = makeIconButton(Icon::Remove, tr("Remove this assertion"), card);
    row.remove->setObjectName(u"removeAssertion"_s);
    setButtonHeight(row.remove, ButtonHeight::InBar);
    const auto small = [&](const QString &text, const QString &name, const QString &placeholder) {
        auto *edit = new QLineEdit(text, card);
        edit->setObjectName(name);
        edit->setAccessibleName(placeholder);
        edit->setPlaceholderText(placeholder);
        edit->setToolTip(placeholder);
        edit->setMaxLength(200);
        edit->setCursorPosition(0);
        setFieldHeight(edit, ButtonHeight::InBar);
        connect(edit, &QLineEdit::textEdited, this, &CaseForm::tell);
        return edit;
    };
    row.threshold = small(assertion.threshold, u"assertionThreshold"_s, tr("Threshold"));
    row.weight = small(assertion.weight, u"assertionWeight"_s, tr("Weight"));
    row.metric = small(assertion.metric, u"assertionMetric"_s, tr("Metric"));
    row.more = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, card);
    row.more->setWrapping(Wrapping::Wrap);
    row.problem = problemLabel(card);
    grid->addWidget(row.type, 0, 0, 1, 3);
    grid->addWidget(row.remove, 0, 3);
    grid->addWidget(row.value, 1, 0, 1, 4);
    grid->addWidget(row.threshold, 2, 0);
    grid->addWidget(row.weight, 2, 1);
    grid->addWidget(row.metric, 2, 2, 1, 2);
    grid->addWidget(row.more, 3, 0, 1, 4);
    grid->addWidget(row.problem, 4, 0, 1, 4);
    grid->setColumnStretch(0, 2);
    grid->setColumnStretch(1, 2);
    grid->setColumnStretch(2, 3);
    QStringList more;
    if (assertion.fixed)
        more.append(tr("Its value is edited in the YAML."));
    if (!assertion.more.isEmpty())
        more.append(tr("Also has %1.").arg(text::printableLine(text::people(assertion.more, 4))));
    say(row.more, more.join(u' '));
    const auto follow = [type = row.type, value = row.value] {
        value->setPlaceholderText(takesSuiteList(type->currentText()) ? tr("One entry a line") : tr("Value"));
    };
    follow();
    connect(row.type, &QComboBox::activated, this, [this, follow] {
        follow();
        tell();
    });
    connect(row.type->lineEdit(), &QLineEdit::textEdited, this, [this, follow] {
        follow();
        tell();
    });
    connect(row.value, &QPlainTextEdit::textChanged, this, &CaseForm::tell);
    connect(row.remove, &QPushButton::clicked, this, [this, place = row.place] { removeAssertion(place); });
    m_assertRows->addWidget(card);
    card->show();
    m_asserts.append(row);
    followReadOnly();
    orderTabs();
}

// What was added last stands in the middle of the form.
void CaseForm::orderTabs()
{
    QWidget *before = m_description;
    const auto next = [&before](QWidget *widget) {
        setTabOrder(before, widget);
        before = widget;
    };
    next(m_addVar);
    for (const VariableRow &row : std::as_const(m_vars)) {
        for (QWidget *widget : std::initializer_list<QWidget *>{row.name, row.text, row.remove})
            next(widget);
    }
    next(m_addAssert);
    for (const AssertionRow &row : std::as_const(m_asserts)) {
        for (QWidget *widget : std::initializer_list<QWidget *>{row.type, row.remove, row.value,
                                                                row.threshold, row.weight, row.metric})
            next(widget);
    }
    for (QWidget *widget : std::initializer_list<QWidget *>{m_source, m_dimension, m_owner, m_date, m_from})
        next(widget);
}

void CaseForm::removeVariable(const QWidget *place)
{
    const auto found = std::ranges::find(m_vars, place, &VariableRow::place);
    if (found == m_vars.end())
        return;
    found->place->hide();
    found->place->deleteLater();
    m_vars.erase(found);
    m_addVar->setFocus(Qt::OtherFocusReason);
    checkNames();
    tell();
}

void CaseForm::removeAssertion(const QWidget *place)
{
    const auto found = std::ranges::find(m_asserts, place, &AssertionRow::place);
    if (found == m_asserts.end())
        return;
    found->place->hide();
    found->place->deleteLater();
    m_asserts.erase(found);
    m_addAssert->setFocus(Qt::OtherFocusReason);
    tell();
}

void CaseForm::setReadOnly(const QString &why)
{
    m_readOnly = why;
    say(m_why, why);
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
    for (const VariableRow &row : std::as_const(m_vars)) {
        row.name->setReadOnly(locked);
        row.text->setReadOnly(locked || row.value.fixed);
        row.remove->setEnabled(!locked);
        if (row.value.fixed && !locked)
            row.text->setToolTip(tr("A list or a map is edited in the YAML."));
    }
    for (const AssertionRow &row : std::as_const(m_asserts)) {
        // What is no assertion at all cannot be put right in fields.
        const bool odd = row.from.fixed && row.from.type.isEmpty();
        row.type->setEnabled(!locked && !odd);
        row.value->setReadOnly(locked || row.from.fixed);
        for (QLineEdit *edit : {row.threshold, row.weight, row.metric})
            edit->setReadOnly(locked || odd);
        row.remove->setEnabled(!locked);
    }
}

// What the reader cannot see, because it is not written: names that are taken or missing.
void CaseForm::checkNames()
{
    QStringList names;
    for (const VariableRow &row : std::as_const(m_vars)) {
        const QString name = row.name->text();
        const bool taken = !name.isEmpty() && names.contains(name);
        setFieldError(row.name, taken);
        say(row.problem, taken ? tr("Another variable has that name.")
                         : name.isEmpty() && !row.text->toPlainText().isEmpty()
                             ? tr("It is kept once it has a name.")
                             : QString());
        names.append(name);
    }
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
    say(m_problem, whole.join(u' '));
    for (const AssertionRow &row : std::as_const(m_asserts))
        say(row.problem,
            row.from.origin >= 0 ? sentences(SuiteField::Assertion, row.from.origin) : QString());
}

void CaseForm::focusFirst()
{
    if (!m_vars.isEmpty() && m_readOnly.isEmpty() && m_vars.first().text->toPlainText().isEmpty())
        m_vars.first().text->setFocus(Qt::OtherFocusReason);
    else
        m_id->setFocus(Qt::OtherFocusReason);
}

void CaseForm::tell()
{
    if (!m_setting)
        emit edited();
}

} // namespace countersign
