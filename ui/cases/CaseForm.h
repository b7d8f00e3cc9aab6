// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/SuiteSheet.h"
#include "ui/common/Fields.h"

#include <QDate>
#include <QPointer>

#include <optional>

class QComboBox;
class QPushButton;
class QVBoxLayout;

namespace countersign {

class CaseAssertionRow;
class CaseVariableRow;
class PlainLabel;

// What the form offers to choose from.
struct CaseChoices
{
    QStringList owners = {}; // short names of people
    QStringList dimensions = {};
    QStringList variables = {}; // names for a variable that is added
    QDate today = {};
};

// The fields of one case: variables, assertions, where it comes from. Edits a value and writes nothing.
class CaseForm : public QWidget
{
    Q_OBJECT

public:
    explicit CaseForm(QWidget *parent = nullptr);

    void setChoices(const CaseChoices &choices);
    // Another case; the same one read again, in which fields that say the same keep cursor and focus and what cannot be
    // written yet stays (a variable without a name, an assertion without a type); or the same while typing goes on:
    // only what the file has by now is noted.
    enum class Take { Another, Again, Meanwhile };
    void setFields(const SuiteCaseFields &fields, Take take);
    [[nodiscard]] SuiteCaseFields fields() const;
    // The same, to be written: what is read next is what was given here.
    [[nodiscard]] SuiteCaseFields send();
    void setProblems(const QList<SuiteRowProblem> &problems);
    // Fields can be read and copied; `why` stands above them. Empty: they are edited.
    void setReadOnly(const QString &why);
    void focusFirst();

signals:
    void edited();

private:
    // The rows that were given to be written, in the order of the file; null for one that was taken away since.
    struct Sent
    {
        QList<QPointer<CaseVariableRow>> vars = {};
        QList<QPointer<CaseAssertionRow>> asserts = {};
    };

    void addVariable(const SuiteVariable &variable);
    void addAssertion(const SuiteAssertion &assertion);
    void removeVariable(CaseVariableRow *row);
    void removeAssertion(CaseAssertionRow *row);
    void clearRows();
    [[nodiscard]] Sent writable() const;
    [[nodiscard]] bool adopt(const SuiteCaseFields &fields, Take take);
    void tell();
    void followReadOnly();
    void sayNoAssertion();
    void checkNames();
    void orderTabs();

    CaseChoices m_choices;
    QList<CaseVariableRow *> m_vars;
    QList<CaseAssertionRow *> m_asserts;
    std::optional<Sent> m_sent;
    QString m_readOnly;
    bool m_setting = false;
    PlainLabel *m_why = nullptr;
    PlainLabel *m_problem = nullptr;
    QLineEdit *m_id = nullptr;
    FormField *m_idField = nullptr;
    QLineEdit *m_description = nullptr;
    QVBoxLayout *m_varRows = nullptr;
    QPushButton *m_addVar = nullptr;
    QVBoxLayout *m_assertRows = nullptr;
    QPushButton *m_addAssert = nullptr;
    PlainLabel *m_noAssertion = nullptr;
    QComboBox *m_source = nullptr;
    FormField *m_sourceField = nullptr;
    QComboBox *m_dimension = nullptr;
    QComboBox *m_owner = nullptr;
    QLineEdit *m_date = nullptr;
    FormField *m_dateField = nullptr;
    QLineEdit *m_from = nullptr;
};

} // namespace countersign
