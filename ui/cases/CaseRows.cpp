// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/cases/CaseRows.h"

#include "services/SuiteEdit.h"
#include "ui/cases/CaseFields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"

#include <QComboBox>
#include <QGridLayout>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

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

} // namespace

CaseVariableRow::CaseVariableRow(const SuiteVariable &variable, QWidget *parent)
    : QWidget(parent)
    , m_inFile(variable)
{
    const Theme &theme = Theme::of(this);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme.px(6));
    grid->setVerticalSpacing(theme.px(2));
    m_name = new QLineEdit(variable.name, this);
    m_name->setObjectName(u"variableName"_s);
    m_name->setAccessibleName(tr("Name of the variable"));
    m_name->setPlaceholderText(tr("Name"));
    m_name->setMaxLength(200);
    m_name->setCursorPosition(0);
    m_text = new GrowingTextEdit(this, 1, 8);
    m_text->setObjectName(u"variableText"_s);
    m_text->setPlainText(variable.text);
    m_remove = makeIconButton(Icon::Remove, tr("Remove this variable"), this);
    m_remove->setObjectName(u"removeVariable"_s);
    m_problem = problemLabel(this);
    grid->addWidget(m_name, 0, 0, Qt::AlignTop);
    grid->addWidget(m_text, 0, 1);
    grid->addWidget(m_remove, 0, 2, Qt::AlignTop);
    grid->addWidget(m_problem, 1, 0, 1, 3);
    grid->setColumnStretch(1, 1);
    const auto follow = [this] {
        m_text->setAccessibleName(tr("Value of %1").arg(text::printableLine(m_name->text())));
    };
    follow();
    connect(m_name, &QLineEdit::textEdited, this, [this, follow] {
        follow();
        emit edited();
    });
    connect(m_text, &QPlainTextEdit::textChanged, this, &CaseVariableRow::edited);
    connect(m_remove, &QPushButton::clicked, this, &CaseVariableRow::removeAsked);
}

SuiteVariable CaseVariableRow::variable() const
{
    SuiteVariable variable = m_inFile;
    variable.name = m_name->text();
    if (!variable.fixed)
        variable.text = m_text->toPlainText();
    return variable;
}

void CaseVariableRow::adopt(const SuiteVariable &variable, RowTake take)
{
    m_inFile = variable;
    if (take == RowTake::Words)
        setWords(m_text, variable.text);
}

QString CaseVariableRow::name() const
{
    return m_name->text();
}

void CaseVariableRow::setNameProblem(const QString &sentence)
{
    m_nameProblem = !sentence.isEmpty();
    setFieldError(m_name, m_nameProblem);
    showSentence(m_problem, sentence);
}

void CaseVariableRow::setNote(const QString &sentence)
{
    showSentence(m_problem, sentence);
}

void CaseVariableRow::setReadOnly(bool readOnly)
{
    m_name->setReadOnly(readOnly);
    m_text->setReadOnly(readOnly || m_inFile.fixed);
    m_text->setToolTip(m_inFile.fixed && !readOnly ? tr("A list or a map is edited in the YAML.")
                                                   : QString());
    m_remove->setEnabled(!readOnly);
}

int CaseVariableRow::nameWidth() const
{
    return m_name->fontMetrics().horizontalAdvance(m_name->text()) + Theme::of(this).px(24);
}

void CaseVariableRow::setNameWidth(int width)
{
    m_name->setFixedWidth(width);
}

QList<QWidget *> CaseVariableRow::fields() const
{
    return {m_name, m_text, m_remove};
}

void CaseVariableRow::focusFirst()
{
    if (m_name->text().isEmpty())
        m_name->setFocus(Qt::OtherFocusReason);
    else
        m_text->setFocus(Qt::OtherFocusReason);
}

CaseAssertionRow::CaseAssertionRow(const SuiteAssertion &assertion, QWidget *parent)
    : Ground(ColorRole::Raised, parent, Shape::Card)
    , m_inFile(assertion)
{
    const Theme &theme = Theme::of(this);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(theme.px(10), theme.px(8), theme.px(8), theme.px(8));
    grid->setHorizontalSpacing(theme.px(6));
    grid->setVerticalSpacing(theme.px(6));
    m_type = openComboBox(u"assertionType"_s, this);
    m_type->setAccessibleName(tr("Type of the assertion"));
    m_type->addItems(assertionTypes());
    m_type->setEditText(assertion.type);
    m_value = new GrowingTextEdit(this, 1, 8);
    m_value->setObjectName(u"assertionValue"_s);
    m_value->setAccessibleName(tr("Value of the assertion"));
    m_value->setPlainText(assertion.value);
    m_remove = makeIconButton(Icon::Remove, tr("Remove this assertion"), this);
    m_remove->setObjectName(u"removeAssertion"_s);
    setButtonHeight(m_remove, ButtonHeight::InBar);
    grid->addWidget(m_type, 0, 0, 1, 3);
    grid->addWidget(m_remove, 0, 3);
    grid->addWidget(m_value, 1, 0, 1, 4);
    const auto figure = [&](const QString &text, const QString &name, const QString &label, int column,
                            int span) {
        auto *edit = new QLineEdit(text, this);
        edit->setObjectName(name);
        edit->setMaxLength(200);
        edit->setCursorPosition(0);
        setFieldHeight(edit, ButtonHeight::InBar);
        connect(edit, &QLineEdit::textEdited, this, &CaseAssertionRow::edited);
        auto *words = new PlainLabel(label, FontRole::Secondary, ColorRole::Muted, this);
        words->setBuddy(edit);
        edit->setAccessibleName(label);
        grid->addWidget(words, 2, column, 1, span);
        grid->addWidget(edit, 3, column, 1, span);
        return edit;
    };
    m_threshold = figure(assertion.threshold, u"assertionThreshold"_s, tr("Threshold"), 0, 1);
    m_weight = figure(assertion.weight, u"assertionWeight"_s, tr("Weight"), 1, 1);
    m_metric = figure(assertion.metric, u"assertionMetric"_s, tr("Metric"), 2, 2);
    grid->setRowMinimumHeight(2, theme.px(16));
    auto *more = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, this);
    more->setWrapping(Wrapping::Wrap);
    m_problem = problemLabel(this);
    grid->addWidget(more, 4, 0, 1, 4);
    grid->addWidget(m_problem, 5, 0, 1, 4);
    grid->setColumnStretch(0, 2);
    grid->setColumnStretch(1, 2);
    grid->setColumnStretch(2, 3);
    QStringList kept;
    if (assertion.fixed)
        kept.append(tr("Its value is edited in the YAML."));
    if (!assertion.more.isEmpty())
        kept.append(tr("Also has %1.").arg(text::printableLine(text::people(assertion.more, 4))));
    showSentence(more, kept.join(u' '));
    followType();
    connect(m_type, &QComboBox::activated, this, &CaseAssertionRow::followType);
    connect(m_type, &QComboBox::activated, this, &CaseAssertionRow::edited);
    connect(m_type->lineEdit(), &QLineEdit::textEdited, this, &CaseAssertionRow::followType);
    connect(m_type->lineEdit(), &QLineEdit::textEdited, this, &CaseAssertionRow::edited);
    connect(m_value, &QPlainTextEdit::textChanged, this, &CaseAssertionRow::edited);
    connect(m_remove, &QPushButton::clicked, this, &CaseAssertionRow::removeAsked);
}

SuiteAssertion CaseAssertionRow::assertion() const
{
    SuiteAssertion one = m_inFile;
    one.type = m_type->currentText().trimmed();
    if (!one.fixed)
        one.value = m_value->toPlainText();
    one.threshold = m_threshold->text().trimmed();
    one.weight = m_weight->text().trimmed();
    one.metric = m_metric->text();
    return one;
}

void CaseAssertionRow::adopt(const SuiteAssertion &assertion, RowTake take)
{
    m_inFile = assertion;
    if (take == RowTake::Place)
        return;
    if (m_type->currentText() != assertion.type)
        m_type->setEditText(assertion.type);
    setWords(m_value, assertion.value);
    setWords(m_threshold, assertion.threshold);
    setWords(m_weight, assertion.weight);
    setWords(m_metric, assertion.metric);
    followType();
}

void CaseAssertionRow::setProblem(const QString &sentence)
{
    showSentence(m_problem, sentence);
}

void CaseAssertionRow::setReadOnly(bool readOnly)
{
    // What is no assertion at all cannot be put right in fields.
    const bool odd = m_inFile.fixed && m_inFile.type.isEmpty();
    m_type->setEnabled(!readOnly && !odd);
    m_value->setReadOnly(readOnly || m_inFile.fixed);
    for (QLineEdit *edit : {m_threshold, m_weight, m_metric})
        edit->setReadOnly(readOnly || odd);
    m_remove->setEnabled(!readOnly);
}

QList<QWidget *> CaseAssertionRow::fields() const
{
    return {m_type, m_remove, m_value, m_threshold, m_weight, m_metric};
}

void CaseAssertionRow::focusFirst()
{
    m_type->setFocus(Qt::OtherFocusReason);
}

void CaseAssertionRow::followType()
{
    m_value->setPlaceholderText(takesSuiteList(m_type->currentText()) ? tr("One entry a line") : tr("Value"));
}

} // namespace countersign
