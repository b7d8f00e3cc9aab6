// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/CaseSample.h"
#include "services/Latest.h"

#include <QTimer>
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

// Rows of production: pasted or read of a file, and which row and columns are meant. They are read on another thread.
// What cannot be read is said at the field, and chosen() keeps still.
class SamplePick : public QWidget
{
    Q_OBJECT

public:
    static constexpr int pauseMs = 150; // of typing in the field
    // Characters that go into the field at once; more is read of a file.
    static constexpr qsizetype mostPasted = 200'000;

    explicit SamplePick(QWidget *parent = nullptr);

    // At most largestSample bytes of it.
    void readFile(const QString &path);
    // What was chosen is of the sample before.
    [[nodiscard]] bool isBusy() const { return m_busy; }

signals:
    void chosen(const countersign::SampleRow &row);
    // isBusy() is another.
    void busyChanged();

private:
    struct Sample
    {
        SampleTable table = {};
        QStringList brief = {}; // each row in a few words
        QString input = {};     // the columns that are likely meant
        QString expected = {};
    };

    void chooseFile();
    void pasted();
    void readPasted();
    [[nodiscard]] static Result<Sample> read(const QByteArray &bytes);
    [[nodiscard]] static Result<Sample> readBytesOf(const QString &path);
    void take(const Result<Sample> &sample, const QString &name);
    void setBusy(bool busy);
    void fillRows(const Sample &sample);
    void takeRow();

    SampleTable m_sample;
    QString m_sampleName;
    Latest<Result<Sample>> m_read{this};
    QTimer m_soon;
    bool m_busy = false;
    GrowingTextEdit *m_pasted = nullptr;
    FormField *m_pastedField = nullptr;
    QWidget *m_columns = nullptr;
    QComboBox *m_row = nullptr;
    QComboBox *m_inputColumn = nullptr;
    QComboBox *m_expectedColumn = nullptr;
};

} // namespace countersign
