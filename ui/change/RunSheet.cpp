// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/RunSheet.h"

#include "evals/Assertions.h"
#include "services/OpinionDesk.h"
#include "services/RunDesk.h"
#include "services/RunJudging.h"
#include "ui/change/OpinionKey.h"
#include "ui/change/RunBar.h"
#include "ui/common/ErrorText.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/common/UiState.h"
#include "ui/shell/EndpointText.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>
#include <QStandardPaths>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

const QString usualEndpoint = u"https://api.openai.com/v1"_s;

SecondOpinion hostAsked(const QString &endpoint)
{
    return {.endpoint = endpoint};
}

// Whether the suite has assertions of that kind.
bool asks(const evals::Suite &suite, evals::AssertionKind kind)
{
    const auto fits = [kind](const evals::Assertion &one) {
        return evals::kindOf(one) == kind
               || std::ranges::any_of(one.set, [kind](const evals::Assertion &member) {
                      return evals::kindOf(member) == kind;
                  });
    };
    return std::ranges::any_of(
        suite.cases, [&](const evals::SuiteCase &one) { return std::ranges::any_of(one.asserts, fits); });
}

} // namespace

RunSheet::RunSheet(const PageContext &context, const ChangeId &change, const QList<ArtifactId> &suites,
                   const ArtifactId &suite, QWidget *covered)
    : Sheet(covered), m_context(context), m_change(change)
{
    setObjectName(u"runSheet"_s);
    setTitle(tr("Run a suite"), tr("Over the current revision. Nothing is recorded before you have seen what "
                                   "comes of it."));
    build(suites, suite);
    chooseSuite();
}

RunSheet::~RunSheet() = default;

void RunSheet::build(const QList<ArtifactId> &suites, const ArtifactId &suite)
{
    const int gap = Theme::of(this).px(14);
    const auto addRow = [&](QVBoxLayout *into) {
        auto *row = new QHBoxLayout;
        row->setSpacing(gap);
        into->addLayout(row);
        return row;
    };
    QHBoxLayout *what = addRow(content());
    m_suite = new QComboBox(this);
    m_suite->setObjectName(u"runSuite"_s);
    for (const ArtifactId &id : suites)
        m_suite->addItem(text::printableLine(id.value), id.value);
    m_suite->setCurrentIndex(std::max(0, m_suite->findData(suite.value)));
    what->addWidget(new FormField(tr("Suite"), m_suite, this), 1);
    m_file = new QComboBox(this);
    m_file->setObjectName(u"runFile"_s);
    m_fileField = new FormField(tr("Text"), m_file, this);
    what->addWidget(m_fileField, 1);
    m_how = new QComboBox(this);
    m_how->setObjectName(u"runHow"_s);
    m_how->addItem(tr("By asking a model"));
    m_how->addItem(tr("By a command of ours"));
    what->addWidget(new FormField(tr("How"), m_how, this), 1);
    m_live = new QCheckBox(this);
    m_live->setObjectName(u"runLive"_s);
    content()->addWidget(m_live);
    m_takes = new PlainLabel({}, FontRole::Body, ColorRole::Muted, this);
    m_takes->setObjectName(u"runEstimate"_s);
    m_takes->setWrapping(Wrapping::Wrap);
    content()->addWidget(m_takes);
    buildModel();
    buildCommand();

    m_error = new NoticeBar(NoticeShape::Card, this);
    m_error->setObjectName(u"runError"_s);
    m_error->hide();
    content()->addWidget(m_error);
    m_missing = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, this);
    m_missing->setObjectName(u"runMissing"_s);
    m_missing->setWrapping(Wrapping::Wrap);
    footNote()->addWidget(m_missing, 1);
    QPushButton *go = makeButton(tr("Run it"), ButtonKind::Filled, this);
    setDecidingButton(go);
    go->setObjectName(u"runStart"_s);

    connect(m_suite, &QComboBox::currentIndexChanged, this, &RunSheet::chooseSuite);
    for (QComboBox *box : {m_file, m_how})
        connect(box, &QComboBox::currentIndexChanged, this, &RunSheet::follow);
    connect(m_live, &QCheckBox::toggled, this, &RunSheet::follow);
    connect(this, &Sheet::decided, this, &RunSheet::begin);
    connect(this, &Sheet::closed, this, &QObject::deleteLater);
    connect(m_context.runs, &RunDesk::changed, this, &RunSheet::follow);
}

void RunSheet::buildModel()
{
    const int gap = Theme::of(this).px(14);
    const UiState &kept = m_context.uiState;
    m_model = new QWidget(this);
    auto *all = new QVBoxLayout(m_model);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(gap);
    content()->addWidget(m_model);
    const auto addLine = [&](const QString &name, const QString &value) {
        auto *line = new QLineEdit(value, m_model);
        line->setObjectName(name);
        line->setMaxLength(400);
        connect(line, &QLineEdit::textChanged, this, &RunSheet::follow);
        return line;
    };
    auto *whom = new QHBoxLayout;
    whom->setSpacing(gap);
    all->addLayout(whom);
    m_endpoint = addLine(u"runEndpoint"_s,
                         kept.value(u"run/endpoint"_s, qEnvironmentVariable("OPENAI_BASE_URL", usualEndpoint)).toString());
    m_endpointField = new FormField(tr("Endpoint"), m_endpoint, m_model);
    m_endpointField->setHelp(tr("Any OpenAI-compatible one, also on this machine."));
    whom->addWidget(m_endpointField, 2);
    m_name = addLine(u"runModel"_s, {});
    auto *name = new FormField(tr("Model"), m_name, m_model);
    name->setHelp(tr("As the endpoint calls it."));
    whom->addWidget(name, 1);
    m_key = new OpinionKey(*m_context.opinions, m_model);
    all->addWidget(m_key);
    auto *judges = new QHBoxLayout;
    judges->setSpacing(gap);
    all->addLayout(judges);
    m_judge = addLine(u"runJudge"_s, kept.value(u"run/judge"_s).toString());
    m_judgeField = new FormField(tr("Judge model"), m_judge, m_model);
    m_judgeField->setHelp(tr("For what only a model can judge."));
    judges->addWidget(m_judgeField, 1);
    m_embedding = addLine(u"runEmbedding"_s, kept.value(u"run/embedding"_s).toString());
    m_embeddingField = new FormField(tr("Embedding model"), m_embedding, m_model);
    m_embeddingField->setHelp(tr("For answers that have to be similar."));
    judges->addWidget(m_embeddingField, 1);
    auto *numbers = new QHBoxLayout;
    numbers->setSpacing(gap);
    all->addLayout(numbers);
    const auto addNumber = [&](const QString &label, const QString &objectName, int most, int value) {
        auto *box = new QSpinBox(m_model);
        box->setObjectName(objectName);
        box->setRange(1, most);
        box->setValue(value);
        numbers->addWidget(new FormField(label, box, m_model), 1);
        connect(box, &QSpinBox::valueChanged, this, &RunSheet::follow);
        return box;
    };
    m_repeats = addNumber(tr("Answers to each case"), u"runRepeats"_s, 100, 1);
    m_concurrency = addNumber(tr("Requests at one time"), u"runConcurrency"_s, 64,
                              kept.value(u"run/concurrency"_s, 4).toInt());
    numbers->addStretch(1);
    m_promptfooProgram = QStandardPaths::findExecutable(u"promptfoo"_s);
    m_promptfoo = new QCheckBox(tr("Let promptfoo execute the code of this suite, with my rights"), m_model);
    m_promptfoo->setObjectName(u"runPromptfoo"_s);
    connect(m_promptfoo, &QCheckBox::toggled, this, &RunSheet::follow);
    all->addWidget(m_promptfoo);
    m_promptfooHelp = new PlainLabel({}, FontRole::Secondary, ColorRole::Muted, m_model);
    m_promptfooHelp->setObjectName(u"runPromptfooHelp"_s);
    m_promptfooHelp->setWrapping(Wrapping::Wrap);
    all->addWidget(m_promptfooHelp);
    connect(m_key, &OpinionKey::changed, this, &RunSheet::follow);
    connect(m_key, &OpinionKey::forgotten, this, &RunSheet::followKey);
    connect(m_key, &OpinionKey::saved, this, [this] {
        followKey();
        if (isDeciding())
            start();
    });
    connect(m_key, &OpinionKey::failed, this, [this](const Notice &notice) {
        m_error->setNotice(notice);
        if (isDeciding()) {
            clearButtonBusy(decidingButton());
            rearm();
            follow();
        }
    });
}

void RunSheet::buildCommand()
{
    m_command = new QWidget(this);
    auto *all = new QVBoxLayout(m_command);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(Theme::of(this).px(10));
    content()->addWidget(m_command);
    m_line = new QLineEdit(m_command);
    m_line->setObjectName(u"runCommand"_s);
    m_line->setMaxLength(2000);
    m_lineField = new FormField(tr("Command"), m_line, m_command);
    all->addWidget(m_lineField);
    m_allow = new QCheckBox(tr("I have read this command. It may be executed here, with my rights."), m_command);
    m_allow->setObjectName(u"runAllow"_s);
    all->addWidget(m_allow);
    connect(m_line, &QLineEdit::textChanged, this, [this] {
        m_allow->setChecked(false); // what was allowed was another line
        follow();
    });
    connect(m_allow, &QCheckBox::toggled, this, &RunSheet::follow);
}

void RunSheet::chooseSuite()
{
    m_texts.reset();
    m_estimate.reset();
    m_error->settle();
    m_reading.start(m_context.workspace.runTexts(m_change, {m_suite->currentData().toString()}),
                    [this](const Result<RunTexts> &texts) { textsCame(texts); });
    follow();
}

void RunSheet::textsCame(const Result<RunTexts> &texts)
{
    if (!texts) {
        if (texts.error().code != ErrorCode::Canceled)
            say(texts.error());
        return;
    }
    m_texts = *texts;
    const evals::Suite &suite = *m_texts->suite;
    m_filling = true;
    m_file->clear();
    for (const RunTexts::File &file : m_texts->files)
        m_file->addItem(text::printableLine(file.path), file.path);
    const auto named = std::ranges::find_if(m_texts->files, [&suite](const RunTexts::File &file) {
        return std::ranges::contains(suite.prompts, file.path, &evals::SuitePrompt::path);
    });
    if (named != m_texts->files.end())
        m_file->setCurrentIndex(m_file->findData(named->path));
    // The model that the policy wants, else the one that the suite names first.
    const State &state = m_context.workspace.view()->state;
    const auto rule =
        std::ranges::find(state.policy.suites, m_suite->currentData().toString(),
                          [](const SuiteRule &one) { return one.suite.value; });
    QString model = rule != state.policy.suites.end() ? rule->model : QString();
    for (const evals::SuiteProvider &provider : suite.providers) {
        const Result<evals::RunModel> offered = evals::modelOf(provider);
        if (model.isEmpty() && offered)
            model = offered->model;
    }
    if (!model.isEmpty() || m_name->text().isEmpty())
        m_name->setText(model.isEmpty() ? m_context.uiState.value(u"run/model"_s).toString() : model);
    m_repeats->setValue(std::clamp(suite.repeat, 1, 100));
    m_line->setText(suite.harness.isEmpty()
                        ? m_context.uiState.value(u"run/command/"_s + m_suite->currentText()).toString()
                        : suite.harness);
    m_lineField->setHelp(suite.harness.isEmpty()
                             ? tr("It finds the texts in COUNTERSIGN_CANDIDATE and COUNTERSIGN_LIVE, and leaves its "
                                  "result file at COUNTERSIGN_RESULT.")
                             : tr("The suite names it. It came with the repository: read it before you allow it."));
    m_how->setCurrentIndex(suite.harness.isEmpty() ? 0 : 1);
    m_live->setChecked(!hasBaseline());
    m_filling = false;
    if (suite.hasErrors())
        say({.code = ErrorCode::Invalid, .subject = u"suite"_s, .detail = suite.problems.first().detail});
    follow();
}

bool RunSheet::byCommand() const
{
    return m_how->currentIndex() == 1;
}

bool RunSheet::hasBaseline() const
{
    const State &state = m_context.workspace.view()->state;
    const Change *change = state.change(m_change);
    const ArtifactId suite{m_suite->currentData().toString()};
    const auto rule = change ? suiteRule(state, *change, suite, m_name->text().trimmed()) : std::nullopt;
    return rule && baselineRun(state, *rule, expectedBaseline(state, *change));
}

RunWish RunSheet::wish() const
{
    RunWish wish{.change = m_change,
                 .suite = {m_suite->currentData().toString()},
                 .path = m_file->currentData().toString(),
                 .live = m_live->isChecked() && m_live->isEnabled(),
                 .endpoint = m_endpoint->text().trimmed(),
                 .model = m_name->text().trimmed(),
                 .judgeModel = m_judgeField->isVisibleTo(this) ? m_judge->text() : QString(),
                 .embeddingModel = m_embeddingField->isVisibleTo(this) ? m_embedding->text() : QString(),
                 .repeats = m_repeats->value(),
                 .concurrency = m_concurrency->value(),
                 .directory = m_context.workspace.view()->localPath};
    if (byCommand()) {
        wish.harness = m_line->text().trimmed();
        wish.allowed = m_allow->isChecked() ? wish.harness : QString();
    } else if (m_promptfoo->isEnabled() && m_promptfoo->isChecked()) {
        wish.promptfoo = m_promptfooProgram;
        wish.allowed = m_promptfooProgram;
    }
    return wish;
}

QString RunSheet::missing() const
{
    if (m_context.runs->phase() == RunDesk::Phase::Running)
        return tr("Another run is under way. One goes at a time.");
    if (!m_texts)
        return tr("The suite is being read.");
    if (m_texts->suite->hasErrors())
        return tr("The suite cannot be run as it is.");
    if (m_file->count() == 0)
        return tr("This revision has no text to run it over.");
    if (byCommand()) {
        return m_context.workspace.view()->localPath.isEmpty()
                   ? tr("A command runs in a clone of the repository, and there is none here.")
               : m_line->text().trimmed().isEmpty() ? tr("Say which command.")
               : !m_allow->isChecked()              ? tr("Read the command and say that it may be executed.")
                                                    : QString();
    }
    const auto file = std::ranges::find(m_texts->files, m_file->currentData().toString(), &RunTexts::File::path);
    if (file != m_texts->files.end() && file->kind != ArtifactKind::Prompt)
        return tr("Only a prompt can be given to a model. Try this file by a command of yours.");
    if (m_name->text().trimmed().isEmpty())
        return tr("Say which model.");
    if (m_name->text().trimmed() == "echo"_L1)
        return {};
    const Result<QString> host = OpinionDesk::host(hostAsked(m_endpoint->text().trimmed()));
    return host ? m_key->missing() : EndpointText::lead(host.error().subject, {});
}

void RunSheet::followKey()
{
    const SecondOpinion asked = hostAsked(m_endpoint->text().trimmed());
    const Result<QString> host = OpinionDesk::host(asked);
    const bool none = !host || m_name->text().trimmed() == "echo"_L1;
    m_key->setAsked(asked, host.value_or(QString()),
                    none                                         ? OpinionKey::Shows::Nothing
                    : m_context.opinions->isConfirmed(asked) ? OpinionKey::Shows::Kept
                                                             : OpinionKey::Shows::Fields);
}

// Called by everything that changes; what it sets does not call it again.
void RunSheet::follow()
{
    if (m_filling)
        return;
    m_filling = true;
    followKey();
    m_model->setVisible(!byCommand());
    m_command->setVisible(byCommand());
    m_fileField->setVisible(m_file->count() > 1);
    const evals::Suite *suite = m_texts ? m_texts->suite.get() : nullptr;
    m_judgeField->setVisible(suite && asks(*suite, evals::AssertionKind::Model));
    m_embeddingField->setVisible(suite && asks(*suite, evals::AssertionKind::Embedding));
    const bool code = suite && asks(*suite, evals::AssertionKind::Script);
    const bool able = !m_promptfooProgram.isEmpty() && !m_context.workspace.view()->localPath.isEmpty();
    m_promptfoo->setVisible(code);
    m_promptfoo->setEnabled(able);
    m_promptfooHelp->setVisible(code);
    m_promptfooHelp->setText(able ? tr("Without it such an assertion is an error, and never passes.")
                                  : tr("promptfoo is not installed or there is no clone here. Such an assertion is "
                                       "an error, and never passes."));
    const auto file = suite ? std::ranges::find(m_texts->files, m_file->currentData().toString(), &RunTexts::File::path)
                            : QList<RunTexts::File>::const_iterator();
    const bool live = suite && file != m_texts->files.end() && file->live;
    m_live->setEnabled(live);
    m_live->setText(suite && !live    ? tr("There is no live text to compare with")
                    : hasBaseline() ? tr("Run what is live again, although the record keeps a run of it")
                                    : tr("Run what is live too, to compare with"));
    const QString why = missing();
    m_missing->setText(why);
    QPushButton *go = decidingButton();
    if (!isDeciding())
        go->setEnabled(why.isEmpty());
    go->setAccessibleDescription(why);
    m_filling = false;
    measure();
}

void RunSheet::measure()
{
    if (!m_texts || byCommand()) {
        m_measuring.cancel();
        m_estimate.reset();
        m_takes->setText(m_texts && byCommand()
                             ? tr("What it takes is the command's own matter. It is stopped after an hour.")
                             : QString());
        return;
    }
    m_measuring.start(estimateAside(*m_texts, wish(), m_context.runs->place().dataFolder),
                      [this](const Result<RunEstimate> &estimate) { showEstimate(estimate); });
}

void RunSheet::showEstimate(const Result<RunEstimate> &estimate)
{
    m_estimate = estimate ? std::optional(*estimate) : std::nullopt;
    if (!isDeciding())
        decidingButton()->setText(m_estimate && m_estimate->known > 0 ? tr("Go on") : tr("Run it"));
    if (!m_estimate) {
        m_takes->setText({});
        return;
    }
    QStringList parts{tr("%n answer(s), about %1 tokens sent", nullptr, static_cast<int>(m_estimate->answers))
                          .arg(text::number(m_estimate->promptTokens))};
    if (m_estimate->mostCompletionTokens > 0)
        parts.append(tr("at most %1 received").arg(text::number(m_estimate->mostCompletionTokens)));
    if (m_estimate->judged > 0)
        parts.append(tr("%n question(s) to judges", nullptr, static_cast<int>(m_estimate->judged)));
    QString sentence = tr("It takes %1.").arg(parts.join(u", "_s));
    if (std::isfinite(m_estimate->mostCost))
        sentence += u' ' + tr("That costs at most %1.").arg(RunBar::money(m_estimate->mostCost));
    else if (std::isfinite(m_estimate->inputCost))
        sentence += u' ' + tr("What is sent costs about %1.").arg(RunBar::money(m_estimate->inputCost));
    else if (m_name->text().trimmed() != "echo"_L1)
        sentence += u' ' + tr("The suite tells no price of this model.");
    if (m_estimate->known > 0)
        sentence += u' '
                    + tr("%n of them is there already, from a run that was stopped.", nullptr,
                         static_cast<int>(m_estimate->known));
    m_takes->setText(sentence);
}

void RunSheet::begin()
{
    if (!missing().isEmpty()) {
        rearm();
        return;
    }
    m_error->settle();
    setButtonBusy(decidingButton(), tr("Beginning"));
    if (!byCommand() && m_key->isOpen())
        m_key->save(); // and goes on when it is kept
    else
        start();
}

void RunSheet::start()
{
    clearButtonBusy(decidingButton());
    if (const Done started = m_context.runs->start(wish(), *m_texts); !started) {
        say(started.error());
        rearm();
        follow();
        return;
    }
    remember();
    emit begun();
    close();
}

void RunSheet::remember()
{
    UiState &kept = m_context.uiState;
    if (byCommand()) {
        kept.setValue(u"run/command/"_s + m_suite->currentText(), m_line->text().trimmed());
        return;
    }
    kept.setValue(u"run/endpoint"_s, m_endpoint->text().trimmed());
    kept.setValue(u"run/model"_s, m_name->text().trimmed());
    kept.setValue(u"run/judge"_s, m_judge->text());
    kept.setValue(u"run/embedding"_s, m_embedding->text());
    kept.setValue(u"run/concurrency"_s, m_concurrency->value());
}

void RunSheet::say(const Error &error)
{
    Notice notice = errorNotice(error);
    notice.action.clear();
    notice.secondAction.clear();
    const QString endpoint =
        EndpointText::lead(error.subject, OpinionDesk::host(hostAsked(m_endpoint->text().trimmed())).value_or(QString()));
    if (!endpoint.isEmpty()) {
        notice.lead = endpoint;
        notice.sentence = tr("Nothing was sent.");
    } else if (error.code == ErrorCode::Invalid && error.subject == "suite"_L1) {
        notice.lead = tr("The suite has mistakes.");
        notice.sentence = tr("It is run again when its file is right and accepted.");
        notice.detail = text::printableLine(error.detail);
    } else if (error.code == ErrorCode::NotFound) {
        notice.lead = tr("The suite or the revision is not there.");
        notice.sentence = tr("A suite has to be accepted like any other file before it is run.");
    }
    m_error->setNotice(notice);
}

} // namespace countersign
