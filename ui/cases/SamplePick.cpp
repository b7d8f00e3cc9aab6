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
#include <QMimeData>
#include <QtConcurrentRun>

#include <algorithm>
#include <functional>
#include <utility>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

QString briefRow(const QString &text)
{
    const QString line = text::printableLine(text.left(400)).simplified();
    return line.size() > 60 ? line.left(58) + u" …"_s : line;
}

// Takes no more at once than can be laid out without a wait.
class PasteField : public GrowingTextEdit
{
public:
    PasteField(QWidget *parent, std::function<void()> tooMuch)
        : GrowingTextEdit(parent, 3, 8)
        , m_tooMuch(std::move(tooMuch))
    {}

protected:
    void insertFromMimeData(const QMimeData *source) override
    {
        if (source->text().size() > SamplePick::mostPasted)
            m_tooMuch();
        else
            GrowingTextEdit::insertFromMimeData(source);
    }

private:
    std::function<void()> m_tooMuch;
};

} // namespace

SamplePick::SamplePick(QWidget *parent) : QWidget(parent)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins({});
    all->setSpacing(8);
    m_pasted = new PasteField(this, [this] {
        m_pastedField->setError(tr("That is more than can be pasted here. Choose its file or drop it here."));
    });
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
    m_soon.setSingleShot(true);
    m_soon.setInterval(pauseMs);
    connect(&m_soon, &QTimer::timeout, this, &SamplePick::readPasted);
    connect(m_pasted, &QPlainTextEdit::textChanged, this, &SamplePick::pasted);
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
    m_soon.stop();
    m_read.start(
        QtConcurrent::run([path] { return readBytesOf(path); }),
        [this, name = QFileInfo(path).fileName()](const Result<Sample> &sample) { take(sample, name); });
    setBusy(true);
}

Result<SamplePick::Sample> SamplePick::readBytesOf(const QString &path)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::NotPermitted, path, file.errorString());
    if (file.size() > largestSample)
        return failure(ErrorCode::NoSpace, path);
    return read(file.read(largestSample + 1));
}

Result<SamplePick::Sample> SamplePick::read(const QByteArray &bytes)
{
    Result<SampleTable> table = readSample(bytes);
    if (!table)
        return std::unexpected(table.error());
    const evals::ColumnMapping guess = guessedMapping(table->columns);
    Sample sample{.input = guess.input, .expected = guess.expected};
    const qsizetype input = std::max<qsizetype>(0, table->columns.indexOf(guess.input));
    for (const QStringList &row : std::as_const(table->rows))
        sample.brief.append(briefRow(row.value(input)));
    sample.table = *std::move(table);
    return sample;
}

void SamplePick::pasted()
{
    m_read.cancel();
    setBusy(true);
    m_soon.start();
    if (m_pasted->document()->isEmpty())
        readPasted();
}

void SamplePick::readPasted()
{
    m_soon.stop();
    const QString pasted = m_pasted->toPlainText();
    if (pasted.trimmed().isEmpty()) {
        m_pastedField->setError({});
        m_columns->hide();
        m_sample = {};
        setBusy(false);
        return;
    }
    m_read.start(QtConcurrent::run([pasted] { return read(pasted.toUtf8()); }),
                 [this](const Result<Sample> &sample) { take(sample, {}); });
}

// `name` is the file's, or empty for what was pasted.
void SamplePick::take(const Result<Sample> &sample, const QString &name)
{
    m_sample = sample ? sample->table : SampleTable();
    m_sampleName = name;
    if (sample) {
        m_pastedField->setError({});
        m_pastedField->setHelp(
            name.isEmpty()
                ? QString()
                : tr("%1, %n row(s)", nullptr, int(m_sample.rows.size())).arg(text::printableLine(name))
                      + (m_sample.more ? tr(", and more that are not read") : QString()));
        fillRows(*sample);
        takeRow();
    } else {
        const Error &error = sample.error();
        m_pastedField->setError(
            error.code == ErrorCode::NoSpace        ? tr("It is larger than 2 MB. Cut a few rows out of it.")
            : error.code == ErrorCode::NotPermitted ? tr("%1 cannot be read.").arg(text::printableLine(name))
            : error.line > 0
                ? tr("Line %1 is no JSON object: %2.").arg(QString::number(error.line), error.detail)
                : tr("It cannot be read: %1.").arg(error.detail));
        m_columns->hide();
    }
    setBusy(false);
}

void SamplePick::setBusy(bool busy)
{
    if (m_busy != busy) {
        m_busy = busy;
        emit busyChanged();
    }
}

void SamplePick::fillRows(const Sample &sample)
{
    const auto fill = [this](QComboBox *box, const QString &chosen, bool none) {
        box->clear();
        if (none)
            box->addItem(tr("Not in the sample"), -1);
        for (qsizetype i = 0; i < m_sample.columns.size(); ++i)
            box->addItem(text::printableLine(m_sample.columns.at(i)), int(i));
        box->setCurrentIndex(std::max(0, box->findData(int(m_sample.columns.indexOf(chosen)))));
    };
    m_row->clear();
    for (const QString &brief : sample.brief)
        m_row->addItem(tr("%1: %2").arg(text::number(qint64(m_row->count() + 1)), brief));
    fill(m_inputColumn, sample.input, false);
    fill(m_expectedColumn, sample.expected, true);
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
