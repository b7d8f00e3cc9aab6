// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/CaseSample.h"
#include "services/Latest.h"

#include <QWidget>

class QComboBox;

namespace countersign {

class FormField;
class GrowingTextEdit;

// What one row of a sample says.
struct SampleRow
{
    QString input = {};
    QString expected = {}; // words that a good answer holds; empty: none are known
    QString from = {};     // the file and the row; empty for what was pasted
};

// Rows of production: pasted or read of a file, and which row and columns are meant. What cannot be read is said at the
// field, and chosen() keeps still.
class SamplePick : public QWidget
{
    Q_OBJECT

public:
    explicit SamplePick(QWidget *parent = nullptr);

    // The bytes of the file `name`, or what was pasted where that is empty.
    void setSample(const QByteArray &bytes, const QString &name);
    // Reads it on another thread; at most largestSample bytes.
    void readFile(const QString &path);

signals:
    void chosen(const countersign::SampleRow &row);

private:
    void chooseFile();
    void readPasted();
    void fillRows();
    void takeRow();

    SampleTable m_sample;
    QString m_sampleName;
    Latest<Result<QByteArray>> m_file{this};
    GrowingTextEdit *m_pasted = nullptr;
    FormField *m_pastedField = nullptr;
    QWidget *m_columns = nullptr;
    QComboBox *m_row = nullptr;
    QComboBox *m_inputColumn = nullptr;
    QComboBox *m_expectedColumn = nullptr;
};

} // namespace countersign
