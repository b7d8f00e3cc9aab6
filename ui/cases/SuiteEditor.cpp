// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/cases/SuiteEditor.h"

#include "services/WhenFinished.h"
#include "ui/cases/CaseTable.h"
#include "ui/cases/CaseWords.h"
#include "ui/cases/ThresholdForm.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"

#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int besideFrom = 720; // narrower, the form stands below the table

using SheetRead = Result<std::shared_ptr<const SuiteSheet>>;

} // namespace

SuiteEditor::SuiteEditor(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"suiteEditor"_s);
    build();
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, &SuiteEditor::next);
    followButtons();
}

SuiteEditor::~SuiteEditor()
{
    // Its table says goodbye to its rows after this, and its form to the keyboard.
    m_table->selectionModel()->disconnect(this);
    qApp->disconnect(this);
}

void SuiteEditor::setSurroundings(const SuiteSurroundings &surroundings)
{
    const bool another = surroundings.owners != m_surroundings.owners
                         || surroundings.today != m_surroundings.today
                         || surroundings.runs != m_surroundings.runs;
    m_surroundings = surroundings;
    if (another && !m_path.isEmpty())
        read();
}

void SuiteEditor::setReadOnly(bool readOnly)
{
    if (m_readOnly == readOnly)
        return;
    m_readOnly = readOnly;
    m_thresholds->setReadOnly(readOnly);
    showCase();
    followButtons();
    if (readOnly)
        return;
    if (m_held)
        land(*std::exchange(m_held, std::nullopt));
    else
        next();
}

void SuiteEditor::setText(const QString &path, const QByteArray &bytes)
{
    if (path == m_path && bytes == m_bytes && m_sheet)
        return;
    if (path != m_path) {
        m_sheet.reset();
        m_files.clear();
        m_asked.clear();
        m_shown.reset();
        m_model->setSheet(std::make_shared<SuiteSheet>());
        m_thresholdsButton->setChecked(false);
    }
    if (!m_putting)
        dropPending();
    m_path = path;
    m_bytes = bytes;
    read();
}

bool SuiteEditor::isBusy() const
{
    return m_typedCase || m_typedThresholds || m_editing || m_reading || !m_jobs.empty();
}

void SuiteEditor::flush()
{
    m_pause.stop();
    next();
}

void SuiteEditor::read()
{
    m_reading = true;
    const auto reading = [bytes = m_bytes, path = m_path, files = m_files, today = m_surroundings.today,
                          runs = m_surroundings.runs](QPromise<SheetRead> &promise) {
        if (promise.isCanceled())
            return;
        QList<const evals::ResultFile *> those;
        for (const auto &run : runs)
            those.append(run.get());
        promise.addResult(
            SheetRead(std::make_shared<const SuiteSheet>(readSuiteSheet(bytes, path, files, today, those))));
    };
    m_read.start(QtConcurrent::run(reading), [this](const SheetRead &sheet) {
        if (sheet)
            takeSheet(*sheet);
    });
    emit busyChanged();
}

void SuiteEditor::takeSheet(const std::shared_ptr<const SuiteSheet> &sheet)
{
    m_reading = false;
    // While an edit is under way this is a sheet of the text before it.
    const Step step = m_editing ? Step() : std::exchange(m_step, {});
    bool kept = true;
    bool went = false; // what is shown stands elsewhere now
    m_broken = sheet->error;
    if (m_broken) {
        m_jobs.clear();
    } else {
        const bool first = !m_sheet || m_sheet->path != sheet->path;
        std::optional<Place> chosen = Place::of(current());
        const bool stays = chosen == step.about;
        if (chosen && !step.edits.isEmpty())
            chosen->index = step.moved(chosen->index);
        if (!first) {
            const std::optional<Place> shown = m_shown;
            kept = follow(*sheet, step);
            went = m_shown && m_shown != shown;
        }
        m_sheet = sheet;
        {
            const QScopedValueRollback filling(m_filling, true);
            m_model->setSheet(sheet);
            const QString dimension = m_dimension->currentData().toString();
            m_dimension->clear();
            m_dimension->addItem(tr("All dimensions"), QString());
            for (const QString &one : sheet->dimensions())
                m_dimension->addItem(text::printableLine(one), one);
            m_dimension->setCurrentIndex(std::max(0, m_dimension->findData(dimension)));
            const qsizetype changed = step.to >= 0 ? step.to : step.from;
            if (changed >= 0) {
                // Who has gone on to another case is not brought back.
                const int row = stays || step.openForm
                                    ? m_model->rowOfTest(std::min(changed, sheet->tests - 1))
                                : chosen ? rowOf(*chosen)
                                         : -1;
                if (row >= 0)
                    m_table->setCurrentIndex(
                        m_model->index(row, std::max(0, m_table->currentIndex().column())));
            } else if (first && m_model->rowCount() > 0 && !m_table->currentIndex().isValid()) {
                m_table->setCurrentIndex(m_model->index(0, 0));
            }
        }
        followFilter();
        m_thresholds->setThresholds(sheet->thresholds, sheet->dimensions(),
                                    first ? ThresholdForm::Take::Another : ThresholdForm::Take::Again);
        CaseChoices choices{.owners = m_surroundings.owners,
                            .dimensions = sheet->dimensions(),
                            .variables = sheet->variables(),
                            .today = m_surroundings.today};
        m_form->setChoices(choices);
        fetchFiles(sheet->references);
    }
    showCase();
    if (const SuiteRow *row = current(); row && went && row->kind != SuiteRow::Kind::FromFile)
        emit lineChosen(row->line);
    showNotice();
    followButtons();
    if (step.openForm && current()) {
        m_thresholdsButton->setChecked(false);
        m_form->focusFirst();
    } else if (!kept && m_side->isAncestorOf(QApplication::focusWidget())) {
        focusFirst(); // the rest of the words is not for the next case
    }
    next();
}

// Accepted files do not change while somebody edits: each is asked for once.
void SuiteEditor::fetchFiles(const QStringList &paths)
{
    for (const QString &path : paths) {
        if (!m_surroundings.file || m_asked.contains(path))
            continue;
        m_asked.append(path);
        whenFinished(m_surroundings.file(path), this,
                     [this, path, suite = m_path](const Result<QByteArray> &bytes) {
                         if (!bytes || suite != m_path)
                             return;
                         m_files.insert(path, *bytes);
                         read();
                     });
    }
}

bool SuiteEditor::mayEdit() const
{
    return m_sheet && !m_broken && !m_readOnly;
}

const SuiteRow *SuiteEditor::current() const
{
    return m_model->row(m_table->currentIndex().row());
}

void SuiteEditor::showCase()
{
    const SuiteRow *row = current();
    const std::optional<Place> place = Place::of(row);
    if (place != m_shown && m_typedCase) {
        // It was typed for the case that is left.
        m_typedCase = false;
        m_pause.stop();
        m_jobs.push_back({m_shown, caseWork(m_form->send())});
        next();
    }
    const bool again = place == m_shown;
    m_shown = place;
    if (m_thresholdsButton->isChecked()) {
        m_side->setCurrentIndex(ThresholdsSide);
    } else if (!row) {
        m_side->setCurrentIndex(NothingSide);
    } else {
        m_side->setCurrentIndex(CaseSide);
    }
    if (!row) {
        followButtons();
        return;
    }
    m_form->setReadOnly(row->isReadOnly() ? CaseWords::readOnly(*row)
                        : m_broken        ? tr("The YAML cannot be read at the moment. Mend it there first.")
                        : m_readOnly      ? tr("This file can only be read here.")
                                          : QString());
    m_form->setFields(row->fields, !again        ? CaseForm::Take::Another
                                   : m_typedCase ? CaseForm::Take::Meanwhile
                                                 : CaseForm::Take::Again);
    m_form->setProblems(row->problems);
    if (!again) {
        m_formScroll->ensureVisible(0, 0);
        if (row->kind != SuiteRow::Kind::FromFile)
            emit lineChosen(row->line);
    }
    followButtons();
}

void SuiteEditor::showThresholds(bool shown)
{
    if (m_thresholdsButton->isChecked() != shown) {
        m_thresholdsButton->setChecked(shown);
        return;
    }
    flush();
    showCase();
    if (shown)
        m_thresholds->focusFirst();
}

void SuiteEditor::followFilter()
{
    if (m_filling)
        return;
    const std::optional<Place> place = Place::of(current());
    {
        const QScopedValueRollback filling(m_filling, true);
        m_model->setFilter({.words = m_words->text().trimmed(),
                            .dimension = m_dimension->currentData().toString(),
                            .source = m_source->currentData().toString()});
        if (place && !current() && rowOf(*place) >= 0)
            m_table->setCurrentIndex(m_model->index(rowOf(*place), 0));
    }
    showCase();
    const bool none = m_sheet && m_model->rowCount() == 0;
    m_none->parentWidget()->setVisible(none);
    m_nothing->setVisible(!none);
    m_table->setVisible(!none);
    m_none->setText(m_model->filter().isEmpty() ? tr("The suite has no cases yet. Insert adds one.")
                                                : tr("No case is like that. Esc shows all of them."));
    int cases = 0;
    int shown = 0;
    for (const SuiteRow &one : m_sheet ? m_sheet->rows : QList<SuiteRow>())
        cases += one.kind == SuiteRow::Kind::Reference ? 0 : 1;
    for (int i = 0; i < m_model->rowCount(); ++i)
        shown += m_model->row(i)->kind == SuiteRow::Kind::Reference ? 0 : 1;
    const QString all = tr("%n case(s)", nullptr, cases);
    m_count->setText(m_model->filter().isEmpty() ? all
                                                 : tr("%1, %2 shown").arg(all, text::number(qint64(shown))));
    followButtons();
}

void SuiteEditor::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_splitter->setOrientation(width() < Theme::of(this).px(besideFrom) ? Qt::Vertical : Qt::Horizontal);
}

} // namespace countersign
