// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/suites/SuitesPage.h"

#include "base/Clock.h"
#include "models/EvalCompare.h"
#include "models/RecordedRun.h"
#include "services/EvalFiles.h"
#include "ui/cases/CaseSheet.h"
#include "ui/cases/SuitePlace.h"
#include "ui/common/Busy.h"
#include "ui/common/Buttons.h"
#include "ui/common/EmptyState.h"
#include "ui/common/FactList.h"
#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowColumn.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"
#include "ui/common/Text.h"
#include "ui/evals/EvalWords.h"
#include "ui/evals/EvalsView.h"
#include "ui/suites/RunChoice.h"
#include "ui/suites/TrendView.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QListView>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QStackedWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

const EvalRun *runOf(const State &state, const PromptRun &one)
{
    const Change *change = state.change(one.change);
    return change ? change->run(one.run) : nullptr;
}

Sign signOf(const RunRecorded &run)
{
    switch (verdictOf(run)) {
    case EvalVerdict::Pass:
        return Sign::Satisfied;
    case EvalVerdict::Fail:
        return Sign::Missing;
    case EvalVerdict::Inconclusive:
        return Sign::Inconclusive;
    }
    Q_UNREACHABLE_RETURN(Sign::Inconclusive);
}

// "curated 40, past failure 12"; what has no name is said as such.
QString counts(const QMap<QString, qint64> &by, QString (*name)(const QString &))
{
    QStringList parts;
    for (auto it = by.cbegin(); it != by.cend(); ++it)
        parts.append(
            u"%1 %2"_s.arg(it.key().isEmpty() ? SuitesPage::tr("not told") : name(it.key()).toLower(),
                           text::number(it.value())));
    return text::people(parts, 8);
}

QString days(qint64 count)
{
    return SuitesPage::tr("%n day(s)", nullptr, static_cast<int>(std::min<qint64>(count, 1'000'000)));
}

} // namespace

QList<PromptRun> promptRuns(const State &state, const ArtifactId &suite, const ArtifactId &prompt)
{
    QList<PromptRun> runs;
    for (const Change &change : state.changes) {
        for (const EvalRun &run : change.runs) {
            if (run.data.suite != suite)
                continue;
            for (int i = 0; i < change.revisions.size(); ++i) {
                const Revision &revision = change.revisions[i];
                const bool holds =
                    std::ranges::any_of(revision.data.files, [&prompt](const FileChange &file) {
                        return file.artifact == prompt;
                    });
                if (revision.stamp.event != run.data.revision || !holds)
                    continue;
                PromptRun one{.change = change.id, .run = run.stamp.event, .seq = run.stamp.seq};
                const auto accepted = std::ranges::find(change.accepted, prompt, &AcceptedFile::artifact);
                one.version = accepted != change.accepted.end() && i + 1 == change.revisions.size()
                                  ? accepted->version.toString()
                                  : SuitesPage::tr("#%1 Rev %2").arg(change.number).arg(i + 1);
                const auto old = std::ranges::find(runs, one.version, &PromptRun::version);
                if (old == runs.end())
                    runs.append(one);
                else if (old->seq < one.seq)
                    *old = one;
            }
        }
    }
    std::ranges::stable_sort(runs, {}, &PromptRun::seq);
    return runs;
}

SuitesPage::SuitesPage(const PageContext &context, QWidget *parent) : Page(parent), m_context(context)
{
    build();
}

SuitesPage::~SuitesPage() = default;

void SuitesPage::build()
{
    const Theme &theme = m_context.theme;
    const int inset = theme.tokens().inset.changePage;
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    m_stack = new QStackedWidget(this);
    outer->addWidget(m_stack);
    m_empty = new EmptyState(m_stack);
    m_empty->setObjectName(u"suitesEmpty"_s);
    m_empty->setIcon(Icon::Evals);
    m_empty->setText(
        tr("No suites yet"),
        tr("A suite is a file of questions with what a good answer holds, in promptfoo's form. Govern its "
           "folder as suites in the policy, and say there which changes have to pass it."));
    m_empty->setAction(tr("Open the policy"), std::nullopt);
    m_page = new Ground(ColorRole::Surface, m_stack);
    m_compared = new Ground(ColorRole::Surface, m_stack);
    for (QWidget *page : {static_cast<QWidget *>(m_empty), m_page, m_compared})
        m_stack->addWidget(page);

    auto *columns = new QHBoxLayout(m_page);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    auto *left = new RowColumn(theme, tr("Suites"), 300, m_page);
    m_rows = left->rows();
    m_list = left->list();
    m_list->setObjectName(u"suiteList"_s);
    columns->addWidget(left);

    auto *scroll = new QScrollArea(m_page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    columns->addWidget(scroll, 1);
    auto *body = new Ground(ColorRole::Surface, scroll);
    scroll->setWidget(body);
    auto *all = new QVBoxLayout(body);
    all->setContentsMargins(0, theme.px(14), 0, theme.px(14));
    all->setSpacing(theme.px(10));
    const auto inInset = [&](QWidget *widget) {
        auto *row = new QHBoxLayout;
        row->setContentsMargins(inset, 0, inset, 0);
        row->addWidget(widget);
        all->addLayout(row);
    };
    m_name = new PlainLabel({}, FontRole::Title, ColorRole::Text, body);
    m_name->setObjectName(u"suiteName"_s);
    m_name->setWrapping(Wrapping::Elide);
    auto *titleRow = new QHBoxLayout;
    titleRow->setContentsMargins(inset, 0, inset, 0);
    titleRow->setSpacing(theme.px(8));
    titleRow->addWidget(m_name, 1);
    m_run = new RunChoice(body);
    m_run->setVisible(m_context.runs != nullptr);
    titleRow->addWidget(m_run);
    connect(m_run, &RunChoice::chosen, this, [this](const ChangeId &change) {
        emit open({.page = PageKind::Change,
                   .change = change,
                   .tab = ChangeTab::Evals,
                   .artifact = m_suite,
                   .act = AddressAct::Run});
    });
    m_sample = makeButton(tr("Case from a sample"), ButtonKind::Plain, body);
    m_sample->setObjectName(u"caseFromSample"_s);
    m_sample->setToolTip(tr("Makes a case of what was asked in production"));
    m_edit = makeButton(Icon::Edit, tr("Edit the cases"), ButtonKind::Plain, body);
    m_edit->setObjectName(u"editSuite"_s);
    for (QPushButton *button : {m_sample, m_edit}) {
        setButtonHeight(button, ButtonHeight::InBar);
        titleRow->addWidget(button);
    }
    all->addLayout(titleRow);
    m_busy = new BusyLine(BusyLine::Cancel::NotOffered, body);
    inInset(m_busy);
    m_facts = new FactList(body);
    m_facts->setObjectName(u"suiteFacts"_s);
    inInset(m_facts);
    m_promptRow = new QWidget(body);
    auto *prompts = new QHBoxLayout(m_promptRow);
    prompts->setContentsMargins(0, theme.px(8), 0, 0);
    prompts->setSpacing(theme.px(8));
    auto *label =
        new PlainLabel(tr("Over the versions of"), FontRole::BodyStrong, ColorRole::Text, m_promptRow);
    m_prompts = new QComboBox(m_promptRow);
    m_prompts->setObjectName(u"trendPrompt"_s);
    m_prompts->setAccessibleName(tr("Prompt"));
    setFieldHeight(m_prompts, ButtonHeight::InBar);
    label->setBuddy(m_prompts);
    prompts->addWidget(label);
    prompts->addWidget(m_prompts);
    prompts->addStretch(1);
    m_open = makeButton(tr("Open the run"), ButtonKind::Plain, m_promptRow);
    m_open->setObjectName(u"openRun"_s);
    m_compareButton = makeButton(tr("Compare the chosen"), ButtonKind::Plain, m_promptRow);
    m_compareButton->setObjectName(u"compareVersions"_s);
    for (QPushButton *button : {m_open, m_compareButton}) {
        setButtonHeight(button, ButtonHeight::InBar);
        prompts->addWidget(button);
    }
    inInset(m_promptRow);
    m_noRuns = new PlainLabel(tr("Nobody recorded a run of it yet. Run it over a change that is under "
                                 "review, or record a result file on the "
                                 "Evals tab of one."),
                              FontRole::Body, ColorRole::Muted, body);
    m_noRuns->setObjectName(u"noRuns"_s);
    m_noRuns->setWrapping(Wrapping::Wrap);
    inInset(m_noRuns);
    m_trend = new TrendView(body);
    all->addWidget(m_trend);
    m_versionRows = new RowList<RequirementRowData>(this);
    m_versions = new QListView(body);
    m_versions->setObjectName(u"runVersions"_s);
    prepareRowView(m_versions, tr("Runs by version"), ColorRole::Surface);
    m_versions->setItemDelegate(new RequirementRow(m_versions));
    m_versions->setModel(m_versionRows);
    m_versions->setSelectionMode(QAbstractItemView::ExtendedSelection);
    all->addWidget(m_versions);
    all->addStretch(1);

    auto *comparedAll = new QVBoxLayout(m_compared);
    comparedAll->setContentsMargins(0, 0, 0, 0);
    comparedAll->setSpacing(0);
    auto *bar = new Ground(ColorRole::Surface, m_compared);
    bar->setLines(Qt::BottomEdge);
    auto *barRow = new QHBoxLayout(bar);
    barRow->setContentsMargins(inset, theme.px(6), inset, theme.px(6));
    m_back = makeButton(tr("Back to the suite"), ButtonKind::Plain, bar);
    m_back->setObjectName(u"backToSuite"_s);
    setButtonHeight(m_back, ButtonHeight::InBar);
    barRow->addWidget(m_back);
    barRow->addStretch(1);
    comparedAll->addWidget(bar);
    m_evals = new EvalsView(m_compared);
    comparedAll->addWidget(m_evals, 1);

    connect(m_empty, &EmptyState::actionPressed, this, [this] { emit open({.page = PageKind::Policy}); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &now) {
                if (now.isValid() && !m_filling) {
                    chooseSuite({now.data(roles::RowKeyRole).toString()});
                    emit moved();
                }
            });
    connect(m_prompts, &QComboBox::currentIndexChanged, this, [this] {
        if (!m_filling) {
            m_prompt = {m_prompts->currentData().toString()};
            showPrompt();
        }
    });
    connect(m_versions->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &SuitesPage::followSelection);
    connect(m_versions, &QListView::activated, this,
            [this](const QModelIndex &index) { openRun(index.data(roles::RowKeyRole).toString()); });
    connect(m_open, &QPushButton::clicked, this,
            [this] { openRun(m_versions->currentIndex().data(roles::RowKeyRole).toString()); });
    connect(m_compareButton, &QPushButton::clicked, this, &SuitesPage::compareChosen);
    connect(m_back, &QPushButton::clicked, this, &SuitesPage::escape);
    connect(m_edit, &QPushButton::clicked, this, &SuitesPage::editSuite);
    connect(m_sample, &QPushButton::clicked, this, &SuitesPage::sampleCase);
}

void SuitesPage::setView(const ViewPointer &view)
{
    m_view = view;
    fillSuites();
}

void SuitesPage::fillSuites()
{
    QList<RequirementRowData> rows;
    for (const Artifact &artifact : m_view->state.artifacts) {
        if (artifact.kind != ArtifactKind::Suite || artifact.retired)
            continue;
        const EvalRun *newest = nullptr;
        int runs = 0;
        for (const Change &change : m_view->state.changes) {
            for (const EvalRun &run : change.runs) {
                if (run.data.suite != artifact.id)
                    continue;
                ++runs;
                if (!newest || newest->stamp.seq < run.stamp.seq)
                    newest = &run;
            }
        }
        const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_context.clock.now());
        rows.append({.key = artifact.id.value,
                     .sign = newest ? signOf(newest->data) : Sign::NotYet,
                     .sentence = {{text::printableLine(artifact.id.value)}},
                     .help = newest ? tr("%n run(s), the last one %1", nullptr, runs)
                                          .arg(text::clockTime(
                                              QDateTime::fromMSecsSinceEpoch(newest->stamp.claimedAt), now))
                                    : tr("Was never run")});
    }
    {
        const QScopedValueRollback filling(m_filling, true);
        m_rows->setRows(rows);
    }
    if (rows.isEmpty()) {
        m_suite = {};
        m_stack->setCurrentWidget(m_empty);
        return;
    }
    if (m_stack->currentWidget() == m_empty)
        m_stack->setCurrentWidget(m_page);
    chooseSuite(m_rows->indexOf(m_suite.value).isValid() ? m_suite : ArtifactId{rows.first().key});
}

void SuitesPage::chooseSuite(const ArtifactId &suite)
{
    m_suite = suite;
    {
        const QScopedValueRollback filling(m_filling, true);
        m_list->setCurrentIndex(m_rows->indexOf(suite.value));
    }
    m_name->setText(text::printableLine(suite.value));
    m_run->setSuite(m_view, suite);
    const bool may = !refuseToWrite(m_view->state, m_view->me.person);
    for (QPushButton *button : {m_edit, m_sample}) {
        button->setEnabled(may);
        button->setAccessibleDescription(may ? QString()
                                             : tr("The policy does not let you propose changes."));
    }
    fillPrompts();
    showPrompt();
}

void SuitesPage::fillPrompts()
{
    QStringList names;
    for (const Change &change : m_view->state.changes) {
        for (const EvalRun &run : change.runs) {
            for (const Revision &revision : change.revisions) {
                if (run.data.suite != m_suite || revision.stamp.event != run.data.revision)
                    continue;
                for (const FileChange &file : revision.data.files) {
                    if (!names.contains(file.artifact.value))
                        names.append(file.artifact.value);
                }
            }
        }
    }
    names.sort();
    const QScopedValueRollback filling(m_filling, true);
    m_prompts->clear();
    for (const QString &name : std::as_const(names))
        m_prompts->addItem(text::printableLine(name), name);
    m_prompts->setCurrentIndex(std::max(0, m_prompts->findData(m_prompt.value)));
    m_prompt = {m_prompts->currentData().toString()};
}

// Also called when only the record moved: what is shown already is not computed again.
void SuitesPage::showPrompt()
{
    m_runs = m_prompt.isEmpty() ? QList<PromptRun>() : promptRuns(m_view->state, m_suite, m_prompt);
    const Artifact *artifact = m_view->state.artifact(m_suite);
    QStringList parts{m_suite.value, m_prompt.value,
                      artifact ? toString(artifact->acceptedContent()) : QString()};
    for (const PromptRun &one : std::as_const(m_runs))
        parts.append(one.run.toString());
    m_promptRow->setVisible(!m_runs.isEmpty());
    m_noRuns->setVisible(m_runs.isEmpty());
    showRuns();
    const QString key = parts.join(u'\n');
    if (key == m_shownKey)
        return;
    m_shownKey = key;
    m_trend->setVisible(false);
    m_facts->clear();
    m_wanted.clear();
    if (artifact && !artifact->acceptedContent().isNull() && !m_suites.contains(artifact->acceptedContent()))
        m_wanted.append(artifact->acceptedContent());
    for (const PromptRun &one : std::as_const(m_runs)) {
        const EvalRun *run = runOf(m_view->state, one);
        if (run && run->data.stored && !m_files.contains(run->data.file)
            && !m_wanted.contains(run->data.file))
            m_wanted.append(run->data.file);
    }
    loadNext();
}

void SuitesPage::loadNext()
{
    if (m_wanted.isEmpty()) {
        report();
        return;
    }
    const ContentHash hash = m_wanted.takeFirst();
    const Artifact *artifact = m_view->state.artifact(m_suite);
    const bool isSuite = artifact && artifact->acceptedContent() == hash;
    m_busy->begin(tr("Reading result files"));
    m_content.start(
        m_context.workspace.content(hash), [this, hash, isSuite](const Result<QByteArray> &bytes) {
            if (!bytes || isSuite) {
                if (bytes)
                    m_suites.insert(hash, *bytes);
                loadNext(); // what is not there has no place in the trend; its row says what the record has
                return;
            }
            const auto parsed = [this, hash](const Result<std::shared_ptr<const evals::ResultFile>> &read) {
                if (read)
                    m_files.insert(hash, *read);
                loadNext();
            };
            m_read.start(readEvalBytes(*bytes, toString(hash)), parsed);
        });
}

void SuitesPage::report()
{
    QList<EvalVersion> versions;
    for (const PromptRun &one : std::as_const(m_runs)) {
        const EvalRun *run = runOf(m_view->state, one);
        const auto file = run ? m_files.value(run->data.file) : nullptr;
        if (file)
            versions.append({.name = one.version, .file = file, .column = columnOf(*file, run->data)});
    }
    const Artifact *artifact = m_view->state.artifact(m_suite);
    const QByteArray bytes = artifact ? m_suites.value(artifact->acceptedContent()) : QByteArray();
    const QDate today = QDateTime::fromMSecsSinceEpoch(m_context.clock.now()).date();
    const auto made = [this](const Result<std::shared_ptr<const SuiteReport>> &report) {
        m_busy->end();
        if (!report)
            return;
        m_trend->setTrend((*report)->trend);
        m_trend->setVisible(!(*report)->trend.lines.isEmpty());
        showFacts(**report);
        showRuns();
    };
    m_report.start(reportAside(bytes, artifact ? artifact->path : QString(), today, versions), made);
}

void SuitesPage::showFacts(const SuiteReport &made)
{
    m_facts->clear();
    if (!made.suite) {
        m_facts->addFact(tr("Suite"), tr("Its file is not in the record yet."));
        return;
    }
    const evals::SuiteHealth &health = made.health;
    m_facts->addFact(tr("Cases"), text::number(qint64(made.suite->cases.size())));
    if (!health.bySource.isEmpty())
        m_facts->addFact(tr("By source"), counts(health.bySource, &EvalWords::source));
    if (!health.byDimension.isEmpty())
        m_facts->addFact(tr("By dimension"), counts(health.byDimension, &EvalWords::dimension));
    if (health.oldest >= 0)
        m_facts->addFact(
            tr("Age"),
            tr("half are older than %1, the oldest is %2").arg(days(health.middle), days(health.oldest)));
    struct Doubt
    {
        qint64 count;
        QString words;
    };
    QStringList doubts;
    for (const Doubt &doubt :
         {Doubt{health.stale, tr("%1 are stale")}, Doubt{health.undated, tr("%1 have no date")},
          Doubt{health.neverFailed, tr("%1 never fail")}, Doubt{health.flaky, tr("%1 vary by themselves")},
          Doubt{health.assertsNothing, tr("%1 assert nothing")},
          Doubt{health.cannotRun, tr("%1 need what is never executed")},
          Doubt{health.withoutOwner, tr("%1 have no owner")},
          Doubt{health.notInRuns, tr("%1 are in no run")}}) {
        if (doubt.count > 0)
            doubts.append(doubt.words.arg(text::number(doubt.count)));
    }
    if (!doubts.isEmpty())
        m_facts->addFact(tr("To look at"), doubts.join(u", "_s), Sign::Warning);
    if (!made.suite->problems.isEmpty())
        m_facts->addFact(tr("Not read"),
                         tr("%n place(s) of its file, or files beside it", nullptr,
                            static_cast<int>(made.suite->problems.size())),
                         Sign::Information);
}

void SuitesPage::showRuns()
{
    QList<RequirementRowData> rows;
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_context.clock.now());
    for (auto it = m_runs.crbegin(); it != m_runs.crend(); ++it) {
        const EvalRun *run = runOf(m_view->state, *it);
        if (!run)
            continue;
        const Artifact *suite = m_view->state.artifact(m_suite);
        QStringList help{tr("%n case(s)", nullptr, static_cast<int>(run->data.cases)),
                         text::printableLine(m_view->personName(run->stamp.actor)),
                         text::clockTime(QDateTime::fromMSecsSinceEpoch(run->stamp.claimedAt), now),
                         text::printableLine(run->data.modelAsked)};
        if (suite && suite->acceptedContent() != run->data.suiteContent)
            help.append(tr("another version of the suite"));
        if (!m_files.contains(run->data.file))
            help.append(tr("its file is not in the record"));
        help.removeAll(QString());
        rows.append({.key = it->run.toString(),
                     .sign = signOf(run->data),
                     .sentence = {{tr("%1: %2").arg(text::printableLine(it->version),
                                                    EvalWords::verdict(toEvals(verdictOf(run->data))))}},
                     .help = help.join(u", "_s)});
    }
    m_versionRows->setRows(rows);
    int high = 0;
    for (int row = 0; row < m_versionRows->rowCount(); ++row)
        high += m_versions->sizeHintForRow(row);
    m_versions->setFixedHeight(high);
    m_versions->setVisible(!rows.isEmpty());
    followSelection();
}

void SuitesPage::followSelection()
{
    const auto chosen = m_versions->selectionModel()->selectedIndexes().size();
    m_open->setEnabled(m_versions->currentIndex().isValid());
    m_compareButton->setEnabled(chosen >= 2 && chosen <= mostCompared);
    const QString why =
        m_compareButton->isEnabled() ? QString() : tr("Choose two to %1 of them").arg(mostCompared);
    m_compareButton->setToolTip(why.toHtmlEscaped());
    m_compareButton->setAccessibleDescription(why);
}

void SuitesPage::openRun(const QString &event)
{
    for (const PromptRun &one : std::as_const(m_runs)) {
        if (one.run.toString() == event)
            emit open(
                {.page = PageKind::Change, .change = one.change, .tab = ChangeTab::Evals, .event = one.run});
    }
}

void SuitesPage::compareChosen()
{
    EvalSet set;
    for (const PromptRun &one : std::as_const(m_runs)) {
        const QModelIndex row = m_versionRows->indexOf(one.run.toString());
        const EvalRun *run = runOf(m_view->state, one);
        const auto file = run ? m_files.value(run->data.file) : nullptr;
        if (file && m_versions->selectionModel()->isSelected(row))
            set.versions.append({.name = one.version, .file = file, .column = columnOf(*file, run->data)});
    }
    if (set.versions.size() < 2)
        return;
    // The oldest against the newest; those between stand in the matrix.
    set.baseline = 0;
    set.candidate = static_cast<int>(set.versions.size()) - 1;
    const auto rule = std::ranges::find(m_view->state.policy.suites, m_suite, &SuiteRule::suite);
    set.options =
        compareOptions(rule != m_view->state.policy.suites.end() ? std::optional(*rule) : std::nullopt);
    m_stack->setCurrentWidget(m_compared);
    m_evals->setMatrix({});
    m_evals->setBusy(tr("Comparing"));
    m_compare.start(compareAside(std::move(set)),
                    [this](const Result<std::shared_ptr<const EvalMatrix>> &made) {
                        m_evals->setIdle();
                        if (made) {
                            m_evals->setMatrix(*made);
                            m_evals->focusFirst();
                        }
                    });
}

// Where an edit of it is under way already, that goes on.
void SuitesPage::editSuite()
{
    const SuitePlace place = SuitePlace::of(*m_view, m_suite);
    Address address{.page = PageKind::Change, .act = AddressAct::Edit};
    if (place.change)
        address.change = place.change->id;
    if (place.draft)
        address.draft = place.draft->id;
    if (!place.change && !place.draft)
        address.artifact = m_suite;
    emit open(address);
}

void SuitesPage::sampleCase()
{
    const QDate today = QDateTime::fromMSecsSinceEpoch(m_context.clock.now()).date();
    CaseOrigin origin = CaseOrigin::ofSample(*m_view, today);
    origin.suite = m_suite;
    connect(openCaseSheet(m_context.workspace, origin, today, m_context.covered),
            &CaseSheet::made, this, [this](const QString &draft, const ChangeId &change) {
                emit open(
                    {.page = PageKind::Change, .change = change, .draft = draft, .act = AddressAct::Edit});
            });
}

void SuitesPage::navigate(const Address &address)
{
    m_compare.cancel();
    if (m_stack->currentWidget() == m_compared)
        m_stack->setCurrentWidget(m_page);
    if (!address.artifact.value.isEmpty() && m_rows->indexOf(address.artifact.value).isValid())
        chooseSuite(address.artifact);
}

Address SuitesPage::address() const
{
    return {.page = PageKind::Evals, .artifact = m_suite};
}

QString SuitesPage::title() const
{
    return tr("Evals");
}

void SuitesPage::focusFirst()
{
    if (m_stack->currentWidget() == m_empty)
        m_empty->button()->setFocus(Qt::OtherFocusReason);
    else if (m_stack->currentWidget() == m_compared)
        m_evals->focusFirst();
    else
        m_list->setFocus(Qt::OtherFocusReason);
}

QList<QWidget *> SuitesPage::panes() const
{
    if (m_stack->currentWidget() == m_compared)
        return QList<QWidget *>{m_back} + m_evals->panes();
    return {m_list, m_trend, m_versions};
}

bool SuitesPage::escape()
{
    if (m_stack->currentWidget() != m_compared)
        return false;
    if (m_evals->escape())
        return true;
    m_compare.cancel();
    m_stack->setCurrentWidget(m_page);
    m_versions->setFocus(Qt::OtherFocusReason);
    return true;
}

} // namespace countersign
