// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/EvalsTab.h"

#include "domain/Refusals.h"
#include "evals/CaseKey.h"
#include "models/RecordedRun.h"
#include "services/RunDesk.h"
#include "ui/change/RuleText.h"
#include "ui/change/RunBar.h"
#include "ui/change/SignOffSheet.h"
#include "ui/change/SuitesPanel.h"
#include "ui/common/Buttons.h"
#include "ui/common/ErrorText.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/common/UiState.h"
#include "ui/evals/CasePane.h"
#include "ui/evals/CasesPanel.h"
#include "ui/evals/EvalExport.h"
#include "ui/evals/EvalWords.h"
#include "ui/evals/EvalsView.h"
#include "ui/evals/MappingSheet.h"
#include "ui/evals/VerdictBand.h"
#include "ui/shell/RuleWords.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype mostSpotCases = 50;

// The accepted change whose texts these are; nullptr: they came otherwise.
const Change *changeOf(const State &state, const ContentHash &content)
{
    const auto found = std::find_if(state.changes.cbegin(), state.changes.cend(), [&content](const Change &change) {
        return change.status == ChangeStatus::Accepted && change.revision()
               && change.revision()->content == content;
    });
    return content.isNull() || found == state.changes.cend() ? nullptr : &*found;
}

} // namespace

void EvalsTab::build()
{
    const Theme &theme = m_context.theme;
    const int inset = theme.tokens().inset.changePage;
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    const auto addBar = [&](ColorRole ground) {
        auto *bar = new Ground(ground, this);
        bar->setLines(Qt::BottomEdge);
        auto *row = new QHBoxLayout(bar);
        row->setContentsMargins(inset, theme.px(6), inset, theme.px(6));
        row->setSpacing(theme.px(8));
        all->addWidget(bar);
        return bar;
    };
    const auto addButton = [](QWidget *bar, const QString &words, ButtonKind kind, const QString &name) {
        QPushButton *button = makeButton(words, kind, bar);
        button->setObjectName(name);
        setButtonHeight(button, ButtonHeight::InBar);
        bar->layout()->addWidget(button);
        return button;
    };

    auto *head = addBar(ColorRole::Surface);
    m_state = new PlainLabel({}, FontRole::Body, ColorRole::Muted, head);
    m_state->setObjectName(u"evalSuiteState"_s);
    m_state->setWrapping(Wrapping::Elide);
    static_cast<QHBoxLayout *>(head->layout())->addWidget(m_state, 1);
    m_run = addButton(head, tr("Run it…"), ButtonKind::Plain, u"runSuiteButton"_s);
    m_spot = addButton(head, tr("Spot check"), ButtonKind::Plain, u"spotCheck"_s);
    m_spot->setCheckable(true);
    m_spot->setToolTip(tr("Mark a few answers by hand; it is recorded as what it is"));
    m_export = addButton(head, tr("Export"), ButtonKind::Plain, u"exportEvals"_s);
    m_open = addButton(head, tr("Record a result file…"), ButtonKind::Plain, u"recordResults"_s);

    m_notice = new NoticeBar(NoticeShape::Band, this);
    m_notice->setObjectName(u"evalsNotice"_s);
    all->addWidget(m_notice);

    if (m_context.runs) {
        m_runBar = new RunBar(*m_context.runs, theme, this);
        all->addWidget(m_runBar);
        connect(m_context.runs, &RunDesk::changed, this, &EvalsTab::followRun);
        connect(m_runBar, &RunBar::settingsAsked, this, &EvalsTab::askRun);
        connect(m_runBar, &RunBar::resultAsked, this, &EvalsTab::takeRun);
    }
    connect(m_run, &QPushButton::clicked, this, &EvalsTab::askRun);

    m_previewBar = addBar(ColorRole::AccentTint);
    m_previewName = new PlainLabel({}, FontRole::BodyStrong, ColorRole::Text, m_previewBar);
    m_previewName->setObjectName(u"previewName"_s);
    m_previewName->setWrapping(Wrapping::Elide);
    static_cast<QHBoxLayout *>(m_previewBar->layout())->addWidget(m_previewName, 1);
    auto *of = new PlainLabel(tr("Run of"), FontRole::Body, ColorRole::Muted, m_previewBar);
    m_previewSuite = new QComboBox(m_previewBar);
    m_previewSuite->setObjectName(u"previewSuite"_s);
    m_previewSuite->setAccessibleName(tr("Suite of the result file"));
    of->setBuddy(m_previewSuite);
    m_previewModel = new QLineEdit(m_previewBar);
    m_previewModel->setObjectName(u"previewModel"_s);
    m_previewModel->setAccessibleName(tr("Model that was asked"));
    m_previewModel->setPlaceholderText(tr("Model that was asked"));
    m_previewModel->setToolTip(tr("The file does not say which model was asked"));
    m_previewModel->setMaxLength(200);
    for (QWidget *field : {static_cast<QWidget *>(m_previewSuite), static_cast<QWidget *>(m_previewModel)})
        setFieldHeight(field, ButtonHeight::InBar);
    m_previewSuite->setMaximumWidth(theme.px(240));
    m_previewModel->setMaximumWidth(theme.px(180));
    for (QWidget *part : {static_cast<QWidget *>(of), static_cast<QWidget *>(m_previewSuite),
                          static_cast<QWidget *>(m_previewModel)})
        m_previewBar->layout()->addWidget(part);
    m_against = addButton(m_previewBar, tr("Compare with…"), ButtonKind::Plain, u"compareWith"_s);
    m_against->setToolTip(tr("Choose the result file of what is live").toHtmlEscaped());
    m_record = addButton(m_previewBar, tr("Record the run"), ButtonKind::Filled, u"recordRun"_s);
    QPushButton *close = addButton(m_previewBar, tr("Close"), ButtonKind::Plain, u"closePreview"_s);

    m_spotBar = addBar(ColorRole::Sunken);
    m_spotWords = new PlainLabel({}, FontRole::Body, ColorRole::Text, m_spotBar);
    m_spotWords->setObjectName(u"spotWords"_s);
    m_spotWords->setWrapping(Wrapping::Elide);
    static_cast<QHBoxLayout *>(m_spotBar->layout())->addWidget(m_spotWords, 1);
    m_spotSend = addButton(m_spotBar, tr("Record the spot check…"), ButtonKind::Plain, u"recordSpotCheck"_s);

    m_evals = new EvalsView(this);
    all->addWidget(m_evals, 1);
    m_accept = makeButton(tr("Accept it with a reason"), ButtonKind::Plain, this);
    m_accept->setObjectName(u"acceptEvalResult"_s);
    m_evals->band()->addAction(m_accept);
    m_grade = makeButton(tr("Grade by hand"), ButtonKind::Plain, this);
    m_grade->setObjectName(u"gradeByHand"_s);
    setButtonHeight(m_grade, ButtonHeight::InBar);
    m_evals->casePane()->addAction(m_grade);
    const auto addMark = [this](SpotMark mark, const QString &words, const QString &name) {
        QPushButton *button = makeButton(words, ButtonKind::Plain, this);
        button->setObjectName(name);
        button->setCheckable(true);
        setButtonHeight(button, ButtonHeight::InBar);
        m_evals->casePane()->addAction(button);
        m_spotButtons.insert(mark, button);
        connect(button, &QPushButton::clicked, this, [this, mark] { this->mark(mark); });
    };
    addMark(SpotMark::Better, tr("Better"), u"spotBetter"_s);
    addMark(SpotMark::AsGood, tr("As good"), u"spotAsGood"_s);
    addMark(SpotMark::Worse, tr("Worse"), u"spotWorse"_s);

    connect(m_open, &QPushButton::clicked, this, &EvalsTab::askFile);
    connect(m_spot, &QPushButton::toggled, this, [this] {
        showCase();
        showSpotBar();
    });
    connect(m_export, &QPushButton::clicked, this, &EvalsTab::openExports);
    connect(m_spotSend, &QPushButton::clicked, this, &EvalsTab::askSpotCheck);
    connect(m_notice, &NoticeBar::actionPressed, m_notice, &NoticeBar::settle);
    connect(m_record, &QPushButton::clicked, this, &EvalsTab::record);
    connect(m_against, &QPushButton::clicked, this, [this] {
        chooseFile(tr("The result file of what is live"), [this](const QString &path) { compareWith(path); });
    });
    connect(close, &QPushButton::clicked, this, &EvalsTab::closePreview);
    connect(m_previewSuite, &QComboBox::currentIndexChanged, this, [this] {
        if (!m_filling && m_preview)
            judgePreview();
    });
    connect(m_previewModel, &QLineEdit::editingFinished, this, [this] {
        if (m_preview
            && (!m_preview->judged || m_preview->judged->data.modelAsked != m_previewModel->text().trimmed()))
            judgePreview();
    });
    connect(m_accept, &QPushButton::clicked, this, &EvalsTab::acceptAsked);
    connect(m_grade, &QPushButton::clicked, this, &EvalsTab::askGrade);
    connect(m_evals, &EvalsView::placeChanged, this, &EvalsTab::showCase);
    connect(m_evals, &EvalsView::emptyAction, this, [this] {
        if (m_run->isEnabled())
            askRun();
        else
            askFile();
    });
    connect(m_evals, &EvalsView::canceled, this, [this] {
        stop();
        m_shownKey.clear();
    });
    connect(m_panel, &SuitesPanel::suiteChosen, this, [this](const QString &id) {
        m_chosen = {id};
        showChosen();
    });
}

void EvalsTab::say(const Error &error)
{
    Notice notice = errorNotice(error);
    if (error.code == ErrorCode::Refused) {
        notice.lead = tr("A rule says no.");
        notice.sentence = RuleWords::sentence(error.subject);
    }
    notice.action = tr("Close");
    notice.secondAction.clear();
    m_notice->setNotice(notice);
}

void EvalsTab::openSheet(const SignOffQuestion &question)
{
    (new SignOffSheet(m_context.workspace, question, m_context.covered ? m_context.covered : this))->open();
}

// Result files: read, judged and looked at before they are recorded

void EvalsTab::askFile()
{
    if (!change())
        return;
    chooseFile(tr("Record a result file"), [this](const QString &path) { openFile(path); });
}

void EvalsTab::openExports()
{
    const auto matrix = m_evals->matrix();
    if (!matrix || matrix->cases().empty())
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"exportMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy the verdict and the dimensions"), this,
                    [this] { QGuiApplication::clipboard()->setText(m_evals->plainText()); });
    menu->addAction(tr("Copy the case"), this,
                    [this] { QGuiApplication::clipboard()->setText(m_evals->casePane()->plainText()); });
    menu->addSeparator();
    const EvalVersion &shown = matrix->version(matrix->set().candidate);
    addExports(menu, this, m_notice, shown.file, shown.name);
    menu->popup(m_export->mapToGlobal(QPoint(0, m_export->height())));
}

void EvalsTab::chooseFile(const QString &title, const std::function<void(const QString &)> &chosen)
{
    auto *dialog = new QFileDialog(this, title);
    dialog->setObjectName(u"recordDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Results (*.json *.jsonl *.eval *.xml *.csv)"), tr("All files (*)")});
    const QString kept = m_context.uiState.value(u"evals/folder"_s).toString();
    dialog->setDirectory(kept.isEmpty() ? QDir::currentPath() : kept);
    connect(dialog, &QFileDialog::fileSelected, this, [this, chosen](const QString &path) {
        m_context.uiState.setValue(u"evals/folder"_s, QFileInfo(path).absolutePath());
        chosen(path);
    });
    dialog->open();
}

void EvalsTab::openFile(const QString &path)
{
    if (change() && !m_recording)
        readAside(path, [this](const RunFile &file, const QString &name) { previewTaken(file, name); });
}

void EvalsTab::compareWith(const QString &path)
{
    if (!m_preview || m_recording)
        return;
    readAside(path, [this](const RunFile &file, const QString &) {
        if (!m_preview)
            return;
        m_preview->given = file.results;
        judgePreview();
    });
}

void EvalsTab::readAside(const QString &path,
                         const std::function<void(const RunFile &, const QString &)> &taken)
{
    if (path.isEmpty())
        return;
    m_notice->settle();
    const QString name = text::printableLine(QFileInfo(path).fileName());
    readAside(path, readRunFile(path), name, taken);
}

void EvalsTab::readAside(const QString &path, const QFuture<Result<RunFile>> &reading, const QString &name,
                         const std::function<void(const RunFile &, const QString &)> &taken)
{
    m_evals->setBusy(tr("Reading %1").arg(name));
    m_readRun.start(reading, [this, path, name, taken](const Result<RunFile> &read) {
        m_evals->setIdle();
        if (read) {
            taken(*read, name);
        } else if (read.error().code != ErrorCode::Canceled) {
            const Notice unreadable{.kind = NoticeKind::Danger,
                                    .lead = tr("%1 could not be read.").arg(name),
                                    .sentence = EvalWords::unreadable(read.error()),
                                    .detail = text::printableLine(read.error().detail.left(400)),
                                    .action = tr("Close")};
            m_notice->setNotice(unreadable);
            if (read.error().code == ErrorCode::Invalid)
                askMapping(path, taken);
        }
    });
}

// A table of no known tool: what its columns mean is asked beside its first rows.
void EvalsTab::askMapping(const QString &path,
                          const std::function<void(const RunFile &, const QString &)> &taken)
{
    m_table.start(previewTable(path), [this, path, taken](const Result<TablePreview> &preview) {
        if (!preview)
            return; // no table either: the reason stands there already
        const QString key = MappingSheet::keptUnder(*preview);
        const QString name = QFileInfo(path).fileName();
        auto *sheet = new MappingSheet(
            name, *preview,
            mappingFromText(m_context.uiState.value(key).toString()).value_or(guessedMapping(preview->columns)),
            m_context.covered ? m_context.covered : this);
        connect(sheet, &Sheet::decided, this, [this, sheet, key, path, name, taken, tool = preview->tool] {
            const evals::ColumnMapping mapping = sheet->mapping();
            m_context.uiState.setValue(key, mappingText(mapping));
            sheet->close();
            m_notice->settle();
            readAside(path, readRunFile(path, {.tool = tool, .mapping = mapping}), text::printableLine(name), taken);
        });
        sheet->open();
    });
}

void EvalsTab::previewTaken(const RunFile &file, const QString &name)
{
    m_preview = Preview{.name = name, .file = file};
    m_shownKey.clear();
    m_marks.remove(u"preview"_s);
    m_previewModel->clear();
    fillSuiteChoice();
    showChosen();
}

void EvalsTab::fillSuiteChoice()
{
    m_filling = true;
    m_previewSuite->clear();
    QStringList names;
    for (const Suite &one : std::as_const(m_suites)) {
        if (!one.standing || one.standing->state != SuiteState::Unknown)
            names.append(one.id.value);
    }
    for (const Artifact &artifact : m_view->state.artifacts) {
        if (artifact.kind == ArtifactKind::Suite && !names.contains(artifact.id.value))
            names.append(artifact.id.value);
    }
    for (const QString &name : std::as_const(names))
        m_previewSuite->addItem(text::printableLine(name), name);
    m_previewSuite->setCurrentIndex(std::max(0, m_previewSuite->findData(m_chosen.value)));
    m_filling = false;
}

void EvalsTab::judgePreview()
{
    m_preview->judged.reset();
    m_preview->held.reset();
    showPreviewBar();
    const ArtifactId suite{m_previewSuite->currentData().toString()};
    if (suite.isEmpty()) {
        showPreview();
        return;
    }
    const State &state = m_view->state;
    const evals::ResultFile &results = *m_preview->file.results;
    const QString told = results.columns.isEmpty() ? QString() : results.columns.first().modelAsked;
    const QString model = m_previewModel->text().trimmed();
    const std::optional<SuiteRule> rule = suiteRule(state, *change(), suite, told.isEmpty() ? model : told);
    const ContentHash live = expectedBaseline(state, *change());
    const EvalRun *run =
        rule && !live.isNull() && !m_preview->given ? baselineRun(state, *rule, live) : nullptr;
    const ContentHash kept = run ? run->data.file : ContentHash();
    load({kept}, [this, suite, model, kept] {
        m_evals->setBusy(tr("Comparing"));
        m_preview->held = m_preview->given ? m_preview->given : m_files.value(kept);
        const auto judged = [this](const Result<JudgedRun> &made) {
            m_evals->setIdle();
            if (made)
                m_preview->judged = *made;
            else if (made.error().code != ErrorCode::Canceled)
                say(made.error());
            showPreview();
        };
        m_judge.start(judgeAside(m_view, m_change, suite, m_preview->file, m_preview->held, model), judged);
    });
}

void EvalsTab::showPreview()
{
    showPreviewBar();
    focusFirst();
    EvalSet set;
    if (const auto baseline = m_preview->judged ? m_preview->held : nullptr) {
        const ArtifactId suite{m_previewSuite->currentData().toString()};
        const RunRecorded &run = m_preview->judged->data;
        set.options = compareOptions(suiteRule(m_view->state, *change(), suite, run.modelAsked));
        set.versions = {{.name = tr("live"), .file = baseline, .column = columnOf(*baseline, run)},
                        {.name = m_preview->name,
                         .file = m_preview->file.results,
                         .column = columnOf(*m_preview->file.results, run)}};
    } else {
        // Its own columns may be two versions; else it stands alone.
        set.versions = versionsOf({{.name = m_preview->name, .file = m_preview->file.results}});
    }
    set.candidate = static_cast<int>(set.versions.size()) - 1;
    set.baseline = set.candidate > 0 ? 0 : -1;
    compare(std::move(set));
}

void EvalsTab::showPreviewBar()
{
    m_previewBar->setVisible(m_preview.has_value());
    m_open->setEnabled(!m_recording && change());
    if (!m_preview)
        return;
    m_previewName->setText(tr("%1 is not recorded yet").arg(m_preview->name));
    m_previewSuite->setEnabled(!m_recording && m_previewSuite->count() > 0);
    const evals::ResultFile &results = *m_preview->file.results;
    m_previewModel->setVisible(
        m_previewSuite->count() > 0
        && (results.columns.isEmpty() || results.columns.first().modelAsked.isEmpty()));
    QString why = RuleWords::readOnlyReason(*m_view);
    if (why.isEmpty() && m_previewSuite->count() == 0)
        why = tr("No suite is governed here, so it can be looked at and not recorded.");
    if (why.isEmpty() && m_preview->judged) {
        if (const Refusal refused =
                refuseToRecordRun(m_view->state, m_view->me.person, *change(), m_preview->judged->data))
            why = RuleText::refusal(*m_view, *refused);
    }
    m_against->setEnabled(!m_recording && m_previewSuite->count() > 0);
    m_record->setEnabled(why.isEmpty() && m_preview->judged && !m_recording);
    m_record->setToolTip(why.toHtmlEscaped());
    m_record->setAccessibleDescription(why);
    if (!why.isEmpty())
        m_previewName->setText(tr("%1 is not recorded. %2").arg(m_preview->name, why));
}

void EvalsTab::closePreview()
{
    if (m_recording)
        return;
    m_judge.cancel();
    if (m_preview && m_preview->ran)
        m_context.runs->forget();
    m_preview.reset();
    m_notice->settle();
    showChosen();
    m_evals->focusFirst();
}

void EvalsTab::record()
{
    if (!m_preview || !m_preview->judged || m_recording)
        return;
    m_recording = true;
    setButtonBusy(m_record, tr("Recording"));
    showPreviewBar();
    const Workspace::RunDraft run{.change = m_change,
                                  .data = m_preview->judged->data,
                                  .file = m_preview->file.bytes,
                                  .summary = m_preview->judged->summary};
    const Change *bringer = m_preview->live ? changeOf(m_view->state, run.data.baseline) : nullptr;
    if (!bringer) {
        write(run);
        return;
    }
    // The run of what is live belongs to the change that brought it, so that the next one need not run it again.
    const QFuture<Result<JudgedRun>> judging = judgeAside(m_view, bringer->id, run.data.suite, *m_preview->live,
                                                          nullptr, run.data.modelAsked);
    whenFinished(judging, this, [this, run, live = *m_preview->live, of = bringer->id](const Result<JudgedRun> &made) {
        Workspace::RunDraft both = run;
        const Change *change = m_view->state.change(of);
        if (made && change && !refuseToRecordRun(m_view->state, m_view->me.person, *change, made->data))
            both.live = std::make_shared<const Workspace::RunDraft>(Workspace::RunDraft{
                .change = of, .data = made->data, .file = live.bytes, .summary = made->summary});
        write(both);
    });
}

void EvalsTab::write(const Workspace::RunDraft &run)
{
    const QFuture<Result<WriteReceipt>> written = m_context.workspace.recordRun(run);
    whenFinished(written, this, [this, suite = run.data.suite, about = run.change](const Result<WriteReceipt> &result) {
        clearButtonBusy(m_record);
        if (about != m_change)
            return;
        m_recording = false;
        if (!result) {
            showPreviewBar();
            say(result.error());
            return;
        }
        m_chosen = suite;
        m_notice->setNotice(
            {.kind = NoticeKind::Ok, .lead = tr("The run is recorded."), .action = tr("Close")});
        const bool ran = m_preview && m_preview->ran;
        m_preview.reset();
        if (ran)
            m_context.runs->forget();
        refresh();
        m_evals->focusFirst();
    });
}

// One case: a grade by hand, and marks of a spot check

ContentHash EvalsTab::shownCase() const
{
    const auto matrix = m_evals->matrix();
    const int row = m_evals->casePane()->place().row;
    return matrix && row >= 0 && matrix->caseIn(row, matrix->set().candidate)
               ? evals::caseKey(matrix->evalCase(row))
               : ContentHash();
}

QList<Workspace::SpotCheckDraft::Looked> &EvalsTab::marks()
{
    const EvalRun *run = shownRun();
    return m_marks[m_preview ? u"preview"_s : run ? run->stamp.event.toString() : QString()];
}

void EvalsTab::showCase()
{
    if (!m_view || !change())
        return;
    const EvalRun *run = m_preview ? nullptr : shownRun();
    const auto matrix = m_evals->matrix();
    const ContentHash key = shownCase();
    const Refusal refused = run && !key.isNull()
                                ? refuseToGrade(m_view->state, m_view->me.person, *change(), run->stamp.event)
                                : Refusal();
    m_grade->setVisible(run && !key.isNull());
    m_grade->setEnabled(!refused);
    m_grade->setToolTip(refused ? RuleText::refusal(*m_view, *refused).toHtmlEscaped() : QString());
    m_grade->setAccessibleDescription(refused ? RuleText::refusal(*m_view, *refused) : QString());
    QString sentence;
    for (const GradedCase &grade : run && !key.isNull() ? run->grades : QList<GradedCase>()) {
        if (grade.data.caseKey != key)
            continue;
        // The last one counts; taking it back leaves the automatic result alone.
        const QString who = text::printableLine(m_view->personName(grade.stamp.actor));
        const QString reason = text::printableLine(m_view->text(grade.data.reasonText));
        switch (grade.data.grade) {
        case CaseGrade::Pass:
            sentence = tr("Graded by hand: passed, by %1. %2").arg(who, reason);
            break;
        case CaseGrade::Fail:
            sentence = tr("Graded by hand: failed, by %1. %2").arg(who, reason);
            break;
        case CaseGrade::Automatic:
            sentence.clear();
            break;
        }
    }
    m_evals->casePane()->setHandGrade(sentence);

    const bool pair = matrix && matrix->set().baseline >= 0 && !key.isNull()
                      && matrix->caseIn(m_evals->casePane()->place().row, matrix->set().baseline);
    const auto &marked = marks();
    const auto now = std::ranges::find(marked, key, &Workspace::SpotCheckDraft::Looked::caseKey);
    const bool room = now != marked.end() || marked.size() < mostSpotCases;
    for (auto it = m_spotButtons.cbegin(); it != m_spotButtons.cend(); ++it) {
        it.value()->setVisible(m_spot->isChecked() && pair);
        it.value()->setEnabled(room);
        it.value()->setChecked(now != marked.end() && now->mark == it.key());
    }
}

void EvalsTab::askGrade()
{
    const EvalRun *run = m_preview ? nullptr : shownRun();
    const auto matrix = m_evals->matrix();
    const ContentHash key = shownCase();
    if (!run || key.isNull())
        return;
    const Refusal refused = refuseToGrade(m_view->state, m_view->me.person, *change(), run->stamp.event);
    const QString why = refused ? RuleText::refusal(*m_view, *refused) : QString();
    const QString name = matrix->cases()[size_t(m_evals->casePane()->place().row)].title;
    Workspace::GradeDraft draft{
        .change = m_change, .run = run->stamp.event, .caseKey = key, .caseName = name};
    const auto choice = [&](CaseGrade grade, const QString &label, const QString &help) {
        draft.grade = grade;
        const auto act = [this, draft](const QString &reason) {
            Workspace::GradeDraft written = draft;
            written.reason = reason;
            return m_context.workspace.gradeCase(written);
        };
        return SignOffChoice{.label = label,
                             .help = help,
                             .verb = tr("Grade it"),
                             .busy = tr("Grading"),
                             .refused = why,
                             .act = act};
    };
    const QString kept = tr("The automatic result stays beside it, and the verdict is not changed by it.");
    SignOffQuestion question{.title = tr("Grade by hand"),
                             .sentence = text::printableLine(name),
                             .choiceLabel = tr("The answer"),
                             .hint = tr("What makes it so.")};
    const auto last = std::find_if(run->grades.crbegin(), run->grades.crend(),
                                   [&key](const GradedCase &one) { return one.data.caseKey == key; });
    const CaseGrade now = last == run->grades.crend() ? CaseGrade::Automatic : last->data.grade;
    if (now != CaseGrade::Pass)
        question.choices.append(choice(CaseGrade::Pass, tr("is good"), kept));
    if (now != CaseGrade::Fail)
        question.choices.append(choice(CaseGrade::Fail, tr("is not good"), kept));
    if (now != CaseGrade::Automatic)
        question.choices.append(choice(CaseGrade::Automatic, tr("as it was judged"),
                                       tr("Takes back what was graded by hand. Both stay in the record.")));
    openSheet(question);
}

void EvalsTab::mark(SpotMark mark)
{
    const auto matrix = m_evals->matrix();
    const ContentHash key = shownCase();
    if (key.isNull())
        return;
    auto &marked = marks();
    const auto now = std::ranges::find(marked, key, &Workspace::SpotCheckDraft::Looked::caseKey);
    if (now == marked.end()) {
        if (marked.size() < mostSpotCases)
            marked.append({.caseKey = key,
                           .caseName = matrix->cases()[size_t(m_evals->casePane()->place().row)].title,
                           .mark = mark});
    } else if (now->mark == mark) {
        marked.erase(now); // pressed again: taken back
    } else {
        now->mark = mark;
    }
    showCase();
    showSpotBar();
}

void EvalsTab::showSpotBar()
{
    const Change *found = change();
    const auto matrix = m_evals->matrix();
    const bool possible = found && found->revision() && State::lane(*found) == Lane::Low && matrix
                          && matrix->set().baseline >= 0 && !matrix->cases().empty();
    m_spot->setVisible(possible);
    m_export->setVisible(matrix && !matrix->cases().empty());
    const bool on = possible && m_spot->isChecked();
    m_spotBar->setVisible(on);
    if (!on)
        return;
    const auto &marked = marks();
    const auto count = [&marked](SpotMark mark) {
        return text::number(
            qint64(std::ranges::count(marked, mark, &Workspace::SpotCheckDraft::Looked::mark)));
    };
    QString why = RuleWords::readOnlyReason(*m_view);
    if (const Refusal refused = refuseToSpotCheck(m_view->state, m_view->me.person, *found);
        refused && why.isEmpty())
        why = RuleText::refusal(*m_view, *refused);
    m_spotWords->setText(
        !why.isEmpty() ? why
        : marked.isEmpty()
            ? tr("Read old and new answer of a few cases, and mark below how the new one is.")
            : tr("%n case(s) marked: %1 better, %2 as good, %3 worse.", nullptr,
                 static_cast<int>(marked.size()))
                  .arg(count(SpotMark::Better), count(SpotMark::AsGood), count(SpotMark::Worse)));
    m_spotSend->setEnabled(why.isEmpty() && !marked.isEmpty());
    m_spotSend->setAccessibleDescription(why);
}

void EvalsTab::askSpotCheck()
{
    const EvalRun *run = m_preview ? nullptr : shownRun();
    const auto &marked = marks();
    if (marked.isEmpty() || !change() || !change()->revision())
        return;
    const Workspace::SpotCheckDraft draft{.change = m_change,
                                          .revision = change()->revision()->stamp.event,
                                          .run = run ? run->stamp.event : EventId(),
                                          .cases = marked};
    const QString key = m_preview ? u"preview"_s : run ? run->stamp.event.toString() : QString();
    auto *sheet = new SignOffSheet(
        m_context.workspace,
        {.title = tr("Record a spot check"),
         .sentence = tr("You looked at %n case(s). It says that you looked, and satisfies no suite.", nullptr,
                        static_cast<int>(marked.size())),
         .choices = {{.label = tr("Spot check"),
                      .verb = tr("Record it"),
                      .busy = tr("Recording"),
                      .reasonNeeded = false,
                      .act =
                          [this, draft](const QString &reason) {
                              Workspace::SpotCheckDraft written = draft;
                              written.message = reason;
                              return m_context.workspace.recordSpotCheck(written);
                          }}},
         .hint = tr("What you saw.")},
        m_context.covered ? m_context.covered : this);
    connect(sheet, &SignOffSheet::done, this, [this, key] {
        m_marks.remove(key);
        m_spot->setChecked(false);
        showChosen();
    });
    sheet->open();
}

} // namespace countersign
