// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/cases/SamplePick.h"

#include "models/EvalMapping.h"
#include "ui/common/Buttons.h"
#include "ui/common/Fields.h"
#include "ui/common/Text.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

QString briefRow(const QString &text)
{
    const QString line = text::printableLine(text.left(400)).simplified();
    return line.size() > 60 ? line.left(58) + u" …"_s : line;
}

} // namespace

SamplePick::SamplePick(QWidget *parent) : QWidget(parent)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins({});
    all->setSpacing(8);
    m_pasted = new GrowingTextEdit(this, 3, 8);
    m_pasted->setObjectName(u"samplePasted"_s);
    m_pasted->setPlaceholderText(
        tr("Paste a request, a JSON object, JSON Lines or rows of a table, or drop a file here"));
    m_pasted->setAcceptDrops(false); // the sheet takes files
    m_pastedField = new FormField(tr("Sample"), m_pasted, this);
    all->addWidget(m_pastedField);
    auto *choose = makeButton(tr("Choose a file"), ButtonKind::Plain, this);
    choose->setObjectName(u"sampleFile"_s);
    setButtonHeight(choose, ButtonHeight::InBar);
    all->addWidget(choose, 0, Qt::AlignLeading);
    m_columns = new QWidget(this);
    auto *columns = new QHBoxLayout(m_columns);
    columns->setContentsMargins({});
    columns->setSpacing(12);
    const auto box = [&](const QString &name, const QString &label) {
        auto *combo = new QComboBox;
        combo->setObjectName(name);
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setMinimumContentsLength(10);
        columns->addWidget(new FormField(label, combo, m_columns), 1);
        return combo;
    };
    m_row = box(u"sampleRow"_s, tr("Row"));
    m_inputColumn = box(u"sampleInput"_s, tr("The input is"));
    m_expectedColumn = box(u"sampleExpected"_s, tr("A good answer holds"));
    m_columns->hide();
    all->addWidget(m_columns);
    connect(m_pasted, &QPlainTextEdit::textChanged, this, &SamplePick::readPasted);
    connect(choose, &QPushButton::clicked, this, &SamplePick::chooseFile);
    for (QComboBox *combo : {m_row, m_inputColumn, m_expectedColumn})
        connect(combo, &QComboBox::activated, this, &SamplePick::takeRow);
}

void SamplePick::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Choose a sample"), QString(),
                                   tr("Samples (*.json *.jsonl *.csv *.txt);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &SamplePick::readFile);
    dialog->open();
}

void SamplePick::readFile(const QString &path)
{
    const auto reading = [path]() -> Result<QByteArray> {
        QFile file(path);
        if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
            return failure(ErrorCode::NotPermitted, path, file.errorString());
        if (file.size() > largestSample)
            return failure(ErrorCode::NoSpace, path);
        return file.read(largestSample + 1);
    };
    m_file.start(QtConcurrent::run(reading),
                 [this, name = QFileInfo(path).fileName()](const Result<QByteArray> &bytes) {
                     if (bytes)
                         setSample(*bytes, name);
                     else if (bytes.error().code == ErrorCode::NoSpace)
                         m_pastedField->setError(tr("It is larger than 2 MB. Cut a few rows out of it."));
                     else
                         m_pastedField->setError(tr("%1 cannot be read.").arg(text::printableLine(name)));
                 });
}

void SamplePick::readPasted()
{
    const QString pasted = m_pasted->toPlainText();
    if (pasted.trimmed().isEmpty()) {
        m_pastedField->setError({});
        m_columns->hide();
        m_sample = {};
        return;
    }
    setSample(pasted.toUtf8(), {});
}

void SamplePick::setSample(const QByteArray &bytes, const QString &name)
{
    const Result<SampleTable> read = readSample(bytes);
    m_sample = read.value_or(SampleTable());
    m_sampleName = name;
    if (!read) {
        m_pastedField->setError(
            read.error().code == ErrorCode::NoSpace ? tr("It is larger than 2 MB. Cut a few rows out of it.")
            : read.error().line > 0                 ? tr("Line %1 is no JSON object: %2.")
                                          .arg(QString::number(read.error().line), read.error().detail)
                                    : tr("It cannot be read: %1.").arg(read.error().detail));
        m_columns->hide();
        return;
    }
    m_pastedField->setError({});
    m_pastedField->setHelp(
        name.isEmpty()
            ? QString()
            : tr("%1, %n row(s)", nullptr, int(m_sample.rows.size())).arg(text::printableLine(name))
                  + (m_sample.more ? tr(", and more that are not read") : QString()));
    fillRows();
    takeRow();
}

void SamplePick::fillRows()
{
    const evals::ColumnMapping guess = guessedMapping(m_sample.columns);
    const auto fill = [this](QComboBox *box, const QString &chosen, bool none) {
        box->clear();
        if (none)
            box->addItem(tr("Not in the sample"), -1);
        for (qsizetype i = 0; i < m_sample.columns.size(); ++i)
            box->addItem(text::printableLine(m_sample.columns.at(i)), int(i));
        box->setCurrentIndex(std::max(0, box->findData(int(m_sample.columns.indexOf(chosen)))));
    };
    m_row->clear();
    for (const QStringList &row : std::as_const(m_sample.rows)) {
        const qsizetype input = std::max<qsizetype>(0, m_sample.columns.indexOf(guess.input));
        m_row->addItem(
            tr("%1: %2").arg(text::number(qint64(m_row->count() + 1)), briefRow(row.value(input))));
    }
    fill(m_inputColumn, guess.input, false);
    fill(m_expectedColumn, guess.expected, true);
    m_columns->setVisible(m_sample.rows.size() > 1 || m_sample.columns.size() > 1);
}

void SamplePick::takeRow()
{
    const QStringList row = m_sample.rows.value(m_row->currentIndex());
    const int expected = m_expectedColumn->currentData().toInt();
    emit chosen(
        {.input = row.value(m_inputColumn->currentData().toInt()),
         .expected = expected < 0 ? QString() : row.value(expected),
         .from = m_sampleName.isEmpty()
                     ? QString()
                     : tr("%1, row %2").arg(m_sampleName, QString::number(m_row->currentIndex() + 1))});
}

} // namespace countersign
