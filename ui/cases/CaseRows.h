// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/SuiteSheet.h"
#include "ui/common/Fields.h"

class QComboBox;

namespace countersign {

class PlainLabel;

// What of a row that was read again is taken: where it stands in the file, or its words too.
enum class RowTake { Place, Words };

// One variable of a case: its name, its value, and a button that takes it away. Edits a value and writes nothing.
class CaseVariableRow : public QWidget
{
    Q_OBJECT

public:
    explicit CaseVariableRow(const SuiteVariable &variable, QWidget *parent = nullptr);

    // As it stands in the fields.
    [[nodiscard]] SuiteVariable variable() const;
    // As the file has it; `origin` is -1 for one that is not there yet.
    [[nodiscard]] const SuiteVariable &inFile() const { return m_inFile; }
    // The file has it like this by now. The name stays as it is typed.
    void adopt(const SuiteVariable &variable, RowTake take);
    [[nodiscard]] QString name() const;
    // Why the name cannot be written; empty takes that away.
    void setNameProblem(const QString &sentence);
    [[nodiscard]] bool hasNameProblem() const { return m_nameProblem; }
    // Said below it; no field is marked.
    void setNote(const QString &sentence);
    void setReadOnly(bool readOnly);
    // The width that shows the whole name, and the one that it gets.
    [[nodiscard]] int nameWidth() const;
    void setNameWidth(int width);
    [[nodiscard]] QList<QWidget *> fields() const; // in the order of Tab
    // The name, where it has none yet; else the value.
    void focusFirst();

signals:
    void edited();
    void removeAsked();

private:
    SuiteVariable m_inFile;
    bool m_nameProblem = false;
    QLineEdit *m_name = nullptr;
    GrowingTextEdit *m_text = nullptr;
    PlainLabel *m_problem = nullptr;
    QPushButton *m_remove = nullptr;
};

// One assertion of a case as a card: type, value, threshold, weight, metric. Edits a value and writes nothing.
class CaseAssertionRow : public Ground
{
    Q_OBJECT

public:
    explicit CaseAssertionRow(const SuiteAssertion &assertion, QWidget *parent = nullptr);

    // As it stands in the fields.
    [[nodiscard]] SuiteAssertion assertion() const;
    // As the file has it; `origin` is -1 for one that is not there yet.
    [[nodiscard]] const SuiteAssertion &inFile() const { return m_inFile; }
    void adopt(const SuiteAssertion &assertion, RowTake take);
    void setProblem(const QString &sentence); // empty: none
    void setReadOnly(bool readOnly);
    [[nodiscard]] QList<QWidget *> fields() const; // in the order of Tab
    void focusFirst();

signals:
    void edited();
    void removeAsked();

private:
    void followType();

    SuiteAssertion m_inFile;
    QComboBox *m_type = nullptr;
    GrowingTextEdit *m_value = nullptr;
    QLineEdit *m_threshold = nullptr;
    QLineEdit *m_weight = nullptr;
    QLineEdit *m_metric = nullptr;
    PlainLabel *m_problem = nullptr;
    QPushButton *m_remove = nullptr;
};

} // namespace countersign
