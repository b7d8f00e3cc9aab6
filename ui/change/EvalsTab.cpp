// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/EvalsTab.h"

#include "base/Clock.h"
#include "domain/Requirements.h"
#include "models/RecordedRun.h"
#include "services/EvalFiles.h"
#include "ui/change/GateText.h"
#include "ui/change/RuleText.h"
#include "ui/change/SuitesPanel.h"
#include "ui/common/Buttons.h"
#include "ui/common/ErrorText.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/evals/CasePane.h"
#include "ui/evals/CasesPanel.h"
#include "ui/evals/EvalWords.h"
#include "ui/evals/EvalsView.h"
#include "ui/evals/VerdictBand.h"
#include "ui/shell/ChangeWords.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QListView>
#include <QMimeData>
#include <QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

std::optional<Sign> signOf(const std::optional<SuiteStanding> &standing)
{
    if (!standing)
        return std::nullopt;
    switch (standing->state) {
    case SuiteState::Passed:
    case SuiteState::Accepted:
        return Sign::Satisfied;
    case SuiteState::Failed:
        return Sign::Missing;
    case SuiteState::Inconclusive:
        return Sign::Inconclusive;
    case SuiteState::Missing:
    case SuiteState::Unknown:
        return Sign::NotYet;
    }
    Q_UNREACHABLE_RETURN(std::nullopt);
}

QString onlyFile(const QMimeData *data)
{
    const QList<QUrl> urls = data->urls();
    return urls.size() == 1 && urls.first().isLocalFile() ? urls.first().toLocalFile() : QString();
}

} // namespace

EvalsTab::EvalsTab(const PageContext &context, SuitesPanel *panel, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_panel(panel)
{
    setObjectName(u"evalsTab"_s);
    setAcceptDrops(true);
    build();
}

EvalsTab::~EvalsTab() = default;

const Change *EvalsTab::change() const
{
    return m_view ? m_view->state.change(m_change) : nullptr;
}

const EvalsTab::Suite *EvalsTab::suite() const
{
    const auto found = std::ranges::find(m_suites, m_chosen, &Suite::id);
    return found == m_suites.end() ? nullptr : &*found;
}

const EvalRun *EvalsTab::shownRun() const
{
    const Suite *chosen = suite();
    const Change *found = change();
    return found && chosen ? found->run(chosen->run) : nullptr;
}

void EvalsTab::setChange(const ViewPointer &view, const ChangeId &change)
{
    if (change != m_change) {
        stop();
        m_chosen = {};
        m_files.clear();
        m_unread.clear();
        m_marks.clear();
        m_preview.reset();
        m_recording = false;
        m_shownKey.clear();
        m_spot->setChecked(false);
        m_notice->settle();
        m_evals->setMatrix({});
    }
    m_view = view;
    m_change = change;
    refresh();
    followRun();
}

void EvalsTab::chooseSuite(const ArtifactId &suite)
{
    if (std::ranges::contains(m_suites, suite, &Suite::id)) {
        m_chosen = suite;
        refresh();
    }
}

std::optional<Sign> EvalsTab::sign() const
{
    for (const Sign sign : {Sign::Missing, Sign::Inconclusive, Sign::NotYet, Sign::Satisfied}) {
        if (std::ranges::any_of(m_suites, [sign](const Suite &one) { return signOf(one.standing) == sign; }))
            return sign;
    }
    return std::nullopt;
}

void EvalsTab::refresh()
{
    m_suites.clear();
    if (const Change *found = change()) {
        for (const SuiteStanding &standing : suiteStandings(m_view->state, *found)) {
            // One suite may be asked for on several models; a row each would be called alike.
            const auto known = std::ranges::find(m_suites, standing.rule.suite, &Suite::id);
            if (known == m_suites.end())
                m_suites.append({.id = standing.rule.suite, .standing = standing, .run = standing.run});
            else if (known->standing->met() && !standing.met())
                *known = {.id = standing.rule.suite, .standing = standing, .run = standing.run};
        }
        // What nobody asks for is shown too, by the newest run of it.
        for (const EvalRun &run : found->runs) {
            const auto known = std::ranges::find(m_suites, run.data.suite, &Suite::id);
            if (known == m_suites.end())
                m_suites.append({.id = run.data.suite, .run = run.stamp.event});
            else if (!known->standing)
                known->run = run.stamp.event;
        }
    }
    if (!suite()) {
        const auto open = std::ranges::find_if(
            m_suites, [](const Suite &one) { return one.standing && !one.standing->met(); });
        m_chosen = open != m_suites.end() ? open->id
                   : m_suites.isEmpty()   ? ArtifactId()
                                          : m_suites.first().id;
    }
    fillPanel();
    if (isVisible())
        showChosen();
}

void EvalsTab::fillPanel()
{
    QList<RequirementRowData> rows;
    const Change *found = change();
    for (const Suite &one : std::as_const(m_suites)) {
        RequirementRowData row{.key = one.id.value,
                               .sign = signOf(one.standing).value_or(Sign::NotApplicable),
                               .sentence = {{text::printableLine(one.id.value)}}};
        const EvalRun *run = found ? found->run(one.run) : nullptr;
        if (run) {
            row.help = tr("%n case(s), %1, %2", nullptr, static_cast<int>(run->data.cases))
                           .arg(text::printableLine(m_view->personName(run->stamp.actor)),
                                text::clockTime(QDateTime::fromMSecsSinceEpoch(run->stamp.claimedAt),
                                                QDateTime::fromMSecsSinceEpoch(m_context.clock.now())));
        } else if (one.standing && one.standing->state == SuiteState::Unknown) {
            row.help = tr("It is not there");
        } else {
            row.help =
                one.standing && !one.standing->uncounted.isEmpty() ? tr("No run counts") : tr("Was not run");
        }
        row.toolTip =
            one.standing ? GateText::suite(*m_view, *one.standing) : tr("The policy does not ask for it");
        rows.append(row);
    }
    m_panel->setSuites(rows, m_chosen.value);
    m_panel->setNone(rows.isEmpty() ? tr("The policy asks this change for no suite.") : QString());

    QList<RequirementRowData> checks;
    for (const SpotCheck &check : found ? found->spotChecks : QList<SpotCheck>()) {
        int better = 0;
        int worse = 0;
        for (const SpotCase &one : check.data.cases) {
            better += one.mark == SpotMark::Better;
            worse += one.mark == SpotMark::Worse;
        }
        const auto cases = static_cast<int>(check.data.cases.size());
        const bool stale = found->revision() && check.data.content != found->revision()->content;
        const QString counts =
            tr("%1 better, %2 as good, %3 worse")
                .arg(text::number(qint64(better)), text::number(qint64(cases - better - worse)),
                     text::number(qint64(worse)));
        checks.prepend({.key = check.stamp.event.toString(),
                        .sign = stale ? Sign::NotApplicable : Sign::Information,
                        .sentence = {{tr("%1: %n case(s)", nullptr, cases)
                                          .arg(text::printableLine(m_view->personName(check.stamp.actor)))}},
                        .help = stale ? tr("%1, of another revision").arg(counts) : counts,
                        .gone = stale,
                        .toolTip = text::printableLine(m_view->text(check.data.messageText))});
    }
    m_panel->setSpotChecks(checks);
}

void EvalsTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showChosen();
    followRun();
}

void EvalsTab::load(const QList<ContentHash> &files, const std::function<void()> &then)
{
    m_content.cancel();
    m_read.cancel();
    m_wanted.clear();
    for (const ContentHash &hash : files) {
        if (!hash.isNull() && !m_files.contains(hash) && !m_unread.contains(hash) && !m_wanted.contains(hash))
            m_wanted.append(hash);
    }
    m_loaded = then;
    loadNext();
}

void EvalsTab::loadNext()
{
    if (m_wanted.isEmpty()) {
        const auto then = std::exchange(m_loaded, {});
        if (then)
            then();
        return;
    }
    const ContentHash hash = m_wanted.takeFirst();
    m_evals->setBusy(tr("Reading result files"));
    const auto failed = [this, hash](const Error &error) {
        if (error.code == ErrorCode::Canceled)
            return;
        m_unread.insert(hash, errorText(error).lead);
        loadNext();
    };
    m_content.start(m_context.workspace.content(hash), [this, hash, failed](const Result<QByteArray> &bytes) {
        if (!bytes) {
            failed(bytes.error());
            return;
        }
        const auto parsed = [this, hash,
                             failed](const Result<std::shared_ptr<const evals::ResultFile>> &read) {
            if (!read) {
                failed(read.error());
                return;
            }
            m_files.insert(hash, *read);
            loadNext();
        };
        m_read.start(readEvalBytes(*bytes, toString(hash)), parsed);
    });
}

void EvalsTab::stop()
{
    m_content.cancel();
    m_read.cancel();
    m_compare.cancel();
    m_readRun.cancel();
    m_table.cancel();
    m_judge.cancel();
    m_wanted.clear();
    m_loaded = {};
    m_evals->setIdle();
}

QString EvalsTab::shownKey() const
{
    if (m_preview)
        return u"preview"_s;
    const EvalRun *run = shownRun();
    if (!run)
        return u"none/"_s + m_chosen.value;
    QStringList parts{m_chosen.value, run->stamp.event.toString()};
    for (const EvalRun &one : change()->runs) {
        if (one.data.suite == m_chosen)
            parts.append(one.stamp.event.toString());
    }
    if (suite()->standing)
        parts.append(toString(suiteTerms(suite()->standing->rule)));
    return parts.join(u'/');
}

// Also called when only the record moved: what is shown already is not computed again.
void EvalsTab::showChosen()
{
    if (!m_view)
        return;
    const Suite *chosen = suite();
    m_state->setText(m_preview                    ? QString()
                     : chosen && chosen->standing ? GateText::suite(*m_view, *chosen->standing)
                     : chosen
                         ? tr("The policy does not ask for %1").arg(text::printableLine(chosen->id.value))
                         : QString());
    const bool acceptable =
        !m_preview && chosen && chosen->standing && chosen->standing->acceptable && !chosen->standing->met();
    m_accept->setVisible(acceptable);
    if (acceptable) {
        const Refusal refused =
            refuseToAcceptResult(m_view->state, m_view->me.person, *change(), chosen->standing->run);
        m_accept->setEnabled(!refused);
        m_accept->setToolTip(refused ? RuleText::refusal(*m_view, *refused).toHtmlEscaped() : QString());
        m_accept->setAccessibleDescription(refused ? RuleText::refusal(*m_view, *refused) : QString());
    }
    showPreviewBar();
    showRunButton();
    if (m_shownKey != shownKey()) {
        m_shownKey = shownKey();
        m_panel->setAdvice({});
        m_compare.cancel();
        m_judge.cancel();
        m_evals->setIdle();
        if (m_preview)
            judgePreview();
        else
            showRun();
    }
    m_evals->setNotCounted(notCounted());
    showCase();
    showSpotBar();
}

void EvalsTab::showEmpty()
{
    const Suite *chosen = suite();
    QString sentence;
    QString explanation;
    if (!chosen) {
        QStringList reasons;
        for (const Requirement &one :
             change() ? requirementsToAccept(m_view->state, *change()) : QList<Requirement>()) {
            for (const GateReason reason : one.uncovered)
                reasons.append(RuleText::gateReason(reason));
        }
        if (reasons.isEmpty()) {
            sentence = tr("No suite is asked for here");
            explanation =
                tr("What a change of this lane has to pass stands in the policy. You may still drop a result "
                   "file here, see which answers changed, and mark a few as a spot check.");
        } else {
            sentence = tr("No suite covers this prompt yet");
            explanation = tr("One is asked for because of: %1. The policy has to name it, with the paths "
                             "that it covers.")
                              .arg(reasons.join(u", "_s));
        }
    } else if (chosen->standing && chosen->standing->state == SuiteState::Unknown) {
        sentence = tr("Suite %1 is not there").arg(text::printableLine(chosen->id.value));
        explanation = tr(
            "The policy asks for it. It has to be accepted like any other file before a run of it counts.");
    } else {
        const QString model =
            chosen->standing ? text::printableLine(chosen->standing->rule.model) : QString();
        sentence = tr("No run of %1 counts for this revision yet").arg(text::printableLine(chosen->id.value));
        explanation = (model.isEmpty() ? QString() : tr("The policy wants it on %1.").arg(model) + u' ')
                      + (m_run->isEnabled()
                             ? tr("Run it here, or with your own harness, and drop the result file here. "
                                  "It is compared with what is live, on the terms of the policy.")
                             : tr("Run it with your own harness, or with countersignctl eval run, and drop the "
                                  "result file here. "
                                  "It is compared with what is live, on the terms of the policy."));
    }
    m_evals->setEmpty(sentence, explanation, m_run->isEnabled() ? tr("Run it…") : tr("Record a result file…"));
    m_evals->setMatrix({});
}

void EvalsTab::showRun()
{
    const EvalRun *run = shownRun();
    if (!run) {
        showEmpty();
        return;
    }
    QList<ContentHash> wanted{run->data.baselineFile};
    for (const EvalRun &one : change()->runs) {
        if (one.data.suite == m_chosen && one.data.stored)
            wanted.append(one.data.file);
    }
    load(wanted, [this] {
        const EvalRun *shown = shownRun();
        if (!shown) {
            m_evals->setIdle();
            showEmpty();
            return;
        }
        if (!m_files.contains(shown->data.file)) {
            showRecorded(*shown);
            return;
        }
        const auto baseline = m_files.value(shown->data.baselineFile);
        if (!baseline && !shown->data.baseline.isNull()) {
            showRecorded(*shown);
            return;
        }
        const std::optional<SuiteStanding> standing = suite()->standing;
        EvalSet set{.versions = versions(),
                    .options = compareOptions(standing ? std::optional(standing->rule) : std::nullopt)};
        const QString name = nameOf(*shown);
        for (int version = 0; version < set.versions.size(); ++version) {
            if (baseline && version == 0)
                set.baseline = 0;
            else if (set.versions[version].name == name)
                set.candidate = version;
        }
        compare(std::move(set));
    });
}

void EvalsTab::compare(EvalSet set)
{
    m_evals->setBusy(tr("Comparing"));
    m_compare.start(compareAside(std::move(set)),
                    [this](const Result<std::shared_ptr<const EvalMatrix>> &made) {
                        if (made)
                            place(*made);
                    });
}

void EvalsTab::place(const std::shared_ptr<const EvalMatrix> &matrix)
{
    m_evals->setIdle();
    m_evals->setMatrix(matrix);
    m_evals->setNotCounted(notCounted());
    QStringList advice;
    if (matrix->set().comparison) {
        for (const evals::DimensionComparison &one : matrix->set().comparison->dimensions) {
            if (one.finding == evals::Finding::CannotBeTold && one.casesNeeded > 0)
                advice.append(
                    tr("%1 of %2")
                        .arg(text::number(one.casesNeeded), EvalWords::dimension(one.name).toLower()));
        }
    }
    m_panel->setAdvice(advice.isEmpty()
                           ? QString()
                           : tr("More cases would settle it, if the differences are what they seem: %1.")
                                 .arg(text::people(advice, 4)));
    showCase();
    showSpotBar();
}

void EvalsTab::showRecorded(const EvalRun &run)
{
    const std::optional<SuiteStanding> standing = suite()->standing;
    EvalSet set{.options = compareOptions(standing ? std::optional(standing->rule) : std::nullopt)};
    auto nothing = std::make_shared<evals::ResultFile>();
    nothing->columns = {{.label = nameOf(run)}};
    if (!run.data.baseline.isNull()) {
        set.versions.append({.name = tr("live"), .file = nothing});
        set.baseline = 0;
    }
    const auto known = m_files.value(run.data.file);
    set.versions.append({.name = nameOf(run),
                         .file = known ? known : nothing,
                         .column = known ? columnOf(*known, run.data) : 0});
    set.candidate = static_cast<int>(set.versions.size()) - 1;
    if (set.baseline >= 0)
        set.comparison =
            std::make_shared<const evals::Comparison>(recordedComparison(run.data, set.options.limit));
    place(EvalMatrix::make(std::move(set)));
}

QString EvalsTab::nameOf(const EvalRun &run) const
{
    const Change *found = change();
    for (qsizetype i = 0; found && i < found->revisions.size(); ++i) {
        if (found->revisions[i].stamp.event == run.data.revision)
            return tr("Rev %1").arg(i + 1);
    }
    return tr("Another revision");
}

QString EvalsTab::spokenOf(const EvalRun &run) const
{
    return tr("The run of %1 (%2, %3)")
        .arg(nameOf(run), text::printableLine(m_view->personName(run.stamp.actor)),
             text::clockTime(QDateTime::fromMSecsSinceEpoch(run.stamp.claimedAt),
                             QDateTime::fromMSecsSinceEpoch(m_context.clock.now())));
}

// The baseline first, then one run per revision, the newest of each; of the shown revision the shown one.
QList<EvalVersion> EvalsTab::versions() const
{
    QList<EvalVersion> all;
    const EvalRun *shown = shownRun();
    if (const auto file = m_files.value(shown->data.baselineFile); file && !shown->data.baselineFile.isNull())
        all.append({.name = tr("live"), .file = file, .column = columnOf(*file, shown->data)});
    const qsizetype first = all.size();
    for (const EvalRun &run : change()->runs) {
        const auto file = m_files.value(run.data.file);
        if (run.data.suite != m_chosen || !file)
            continue;
        const EvalVersion version{.name = nameOf(run), .file = file, .column = columnOf(*file, run.data)};
        const auto old = std::find_if(all.begin() + first, all.end(), [&version](const EvalVersion &one) {
            return one.name == version.name;
        });
        if (old == all.end())
            all.append(version);
        else if (run.stamp.event == shown->stamp.event || run.data.revision != shown->data.revision)
            *old = version;
    }
    return all;
}

QList<NotCounted> EvalsTab::notCounted() const
{
    QList<NotCounted> runs;
    const Change *found = change();
    if (m_preview) {
        if (const QString reason = EvalWords::status(*m_preview->file.results); !reason.isEmpty())
            runs.append({.name = m_preview->name,
                         .reason = reason,
                         .detail = text::printableLine(m_preview->file.results->statusDetail.left(400))});
        if (m_preview->judged && !m_preview->held)
            runs.append(
                {.name = m_preview->name,
                 .reason =
                     tr("The record keeps no run of what is live, so nothing can be told from it. Give one "
                        "with “Compare with…”."),
                 .counts = true});
        for (const evals::Remark &remark : m_preview->file.results->remarks)
            runs.append({.name = m_preview->name, .reason = EvalWords::remark(remark), .counts = true});
        return runs;
    }
    const Suite *chosen = suite();
    if (!found || !chosen)
        return runs;
    if (const EvalRun *run = shownRun()) {
        const auto file = m_files.value(run->data.file);
        if (run->data.status != EvalStatus::Complete)
            runs.append({.name = spokenOf(*run),
                         .reason = file && !EvalWords::status(*file).isEmpty() ? EvalWords::status(*file)
                                                                               : tr("It is not complete.")});
        if (!run->data.stored)
            runs.append(
                {.name = spokenOf(*run),
                 .reason = tr("The record keeps its figures and not its file, so no case can be shown."),
                 .counts = true});
        else if (m_unread.contains(run->data.file))
            runs.append({.name = spokenOf(*run),
                         .reason = tr("Its file cannot be read; these are the figures of the record."),
                         .detail = m_unread.value(run->data.file),
                         .counts = true});
        const auto matrix = m_evals->matrix();
        const bool whole = file && m_files.contains(run->data.baselineFile);
        if (file && !whole && !run->data.baselineFile.isNull())
            runs.append(
                {.name = spokenOf(*run),
                 .reason =
                     tr("The record does not keep the file that it was compared with; the figures are those "
                        "of the record."),
                 .counts = true});
        if (whole && matrix && matrix->set().comparison
            && matrix->set().comparison->verdict != toEvals(verdictOf(run->data)))
            runs.append(
                {.name = spokenOf(*run),
                 .reason = tr("The record says “%1”; computed anew from its file it is another. The record "
                              "decides.")
                               .arg(EvalWords::verdict(toEvals(verdictOf(run->data)))),
                 .counts = true});
    }
    if (chosen->standing) {
        for (const UncountedRun &one : chosen->standing->uncounted) {
            if (const EvalRun *run = found->run(one.run)) {
                QString reason = GateText::mismatch(one.why);
                reason[0] = reason[0].toUpper();
                runs.append({.name = spokenOf(*run), .reason = tr("%1.").arg(reason)});
            }
        }
    }
    return runs;
}

void EvalsTab::focusFirst()
{
    if (m_preview && m_record->isEnabled())
        m_record->setFocus(Qt::OtherFocusReason);
    else
        m_evals->focusFirst();
}

QList<QWidget *> EvalsTab::panes() const
{
    return m_evals->panes();
}

bool EvalsTab::escape()
{
    if (m_evals->escape())
        return true;
    if (m_preview && !m_recording) {
        closePreview();
        return true;
    }
    return false;
}

void EvalsTab::dragEnterEvent(QDragEnterEvent *event)
{
    if (!onlyFile(event->mimeData()).isEmpty() && change())
        event->acceptProposedAction();
}

void EvalsTab::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    openFile(onlyFile(event->mimeData()));
}

} // namespace countersign
