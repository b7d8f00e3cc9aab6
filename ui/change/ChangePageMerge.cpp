// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What was accepted or went live since a change was written: seen beside both other texts, and merged into the draft.
#include "ui/change/ChangePage.h"

#include "domain/Refusals.h"
#include "ui/change/MergeView.h"
#include "ui/change/SidePanels.h"
#include "ui/common/ErrorText.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/TabBar.h"
#include "ui/common/Text.h"
#include "ui/editor/DraftKeeper.h"
#include "ui/editor/EditorPane.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/RuleWords.h"

#include <QPromise>
#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

// The revision's file as it would be edited; its bytes are stored.
MergeInput inputOf(const FileChange &file)
{
    return {.mine = {.artifact = file.artifact, .path = file.path, .kind = file.kind, .before = file.before, .text = {},
                     .removed = file.after.isNull()},
            .stored = file.after, .onto = {}};
}

} // namespace

QList<MergeInput> ChangePage::staleFiles() const
{
    if (!m_view)
        return {};
    if (m_editing)
        return mergesNeeded(m_view->state, m_keeper->draft().files);
    const Change *found = change();
    const Revision *current = found && found->status == ChangeStatus::Review ? found->revision() : nullptr;
    if (!current)
        return {};
    QList<EditedFile> files;
    for (const FileChange &file : current->data.files)
        files.append(inputOf(file).mine);
    QList<MergeInput> stale = mergesNeeded(m_view->state, files);
    for (MergeInput &input : stale) {
        for (const FileChange &file : current->data.files) {
            if (file.path == input.mine.path)
                input.stored = file.after;
        }
    }
    return stale;
}

QString ChangePage::nameOf(const QList<MergeInput> &stale)
{
    if (stale.size() == 1 && !stale.first().onto.version.isEmpty())
        return tr("Merge with %1").arg(stale.first().onto.version);
    return tr("Merge what was accepted");
}

bool ChangePage::mayMerge() const
{
    if (!RuleWords::readOnlyReason(*m_view).isEmpty())
        return false;
    const Change *found = change();
    return found ? !refuseToRevise(m_view->state, m_view->me.person, *found)
                 : m_editing && !refuseToWrite(m_view->state, m_view->me.person);
}

// The band under the tabs: that the text was written against one that is not accepted any more, and what one can do.
void ChangePage::showStale()
{
    const QList<MergeInput> stale = staleFiles();
    m_stale->disconnect(this);
    if (stale.isEmpty()) {
        if (m_editing && !m_mergeSteps.isEmpty()) {
            m_stale->setNotice({.kind = NoticeKind::Ok, .lead = tr("Merged with what was accepted meanwhile."),
                                .sentence = tr("Nothing is sent yet."), .detail = {}, .action = tr("Take it back"),
                                .secondAction = {}, .icon = {}});
            connect(m_stale, &NoticeBar::actionPressed, this, &ChangePage::takeBack);
        } else {
            m_stale->settle();
        }
        return;
    }
    if (m_merging) {
        m_stale->settle();
        if (m_merge->isReady() && !mergeIsCurrent()) {
            m_merge->notice()->setNotice({.kind = NoticeKind::Warning, .lead = tr("One of the texts moved again."),
                                          .sentence = tr("What you decided stays for the places that are as they were."), .detail = {},
                                          .action = tr("Merge again"), .secondAction = {}, .icon = {}});
            m_merge->notice()->disconnect(this);
            connect(m_merge->notice(), &NoticeBar::actionPressed, this, &ChangePage::startMerge);
        }
        return;
    }
    QStringList names;
    QStringList facts;
    for (const MergeInput &input : stale) {
        const QString path = text::printableLine(input.mine.path);
        if (input.onto.moved)
            facts.append(tr("%1 is %2 now.").arg(path, text::printableLine(input.onto.path)));
        else if (input.onto.content.isNull())
            facts.append(tr("%1 was taken away.").arg(path));
        else if (!names.contains(input.onto.version))
            names.append(input.onto.version);
    }
    const bool may = mayMerge();
    const QString three = !offersThree() ? QString() : m_left == "three"_L1 ? tr("Back to two texts") : tr("Show all three");
    if (!m_editing)
        facts.append(tr("Before this change is accepted, both have to become one text."));
    m_stale->setNotice({.kind = NoticeKind::Warning,
                        .lead = names.isEmpty() ? tr("Something was accepted meanwhile.")
                                                : tr("Version %1 was accepted meanwhile.").arg(names.join(u", "_s)),
                        .sentence = facts.join(u' '), .detail = {},
                        .action = may ? tr("Merge") : three, .secondAction = may ? three : QString(), .icon = {}});
    connect(m_stale, &NoticeBar::actionPressed, this, may ? &ChangePage::askMerge : &ChangePage::turnThree);
    connect(m_stale, &NoticeBar::secondActionPressed, this, &ChangePage::turnThree);
}

void ChangePage::askMerge()
{
    if (m_editing) {
        startMerge();
        return;
    }
    m_mergeAsked = true;
    navigate({.page = PageKind::Change, .change = m_change, .act = AddressAct::Edit});
}

void ChangePage::startMerge()
{
    m_mergeOf = staleFiles();
    if (!m_editing || m_mergeOf.isEmpty()) {
        endMerge();
        return;
    }
    m_keeper->flush();
    m_merging = true;
    m_stale->settle();
    m_merge->setBusy(tr("Merging"));
    showTabs();
    chooseTab(MergeTab);
    m_merges.start(m_context.workspace.merge(m_mergeOf), [this](const Result<QList<FileMerge>> &merged) {
        if (!m_merging)
            return;
        const bool complete = merged && std::all_of(merged->begin(), merged->end(), [](const FileMerge &one) { return one.merge.complete; });
        if (complete) {
            m_merge->setMerges(*merged);
            showStale();
            if (m_tabs->currentIndex() == MergeTab)
                m_merge->focusFirst();
            return;
        }
        const Error error = merged ? Error{.code = ErrorCode::Canceled} : merged.error();
        const ErrorText words = errorText(error);
        m_merge->setProblem(words.lead, words.sentence);
        showRail();
    });
}

// What was decided is remembered until the draft is left; the draft is as it was.
void ChangePage::endMerge()
{
    m_merges.cancel();
    const bool shown = m_tabs->currentIndex() == MergeTab;
    m_merging = false;
    m_merge->notice()->settle();
    showStale();
    showTabs();
    if (shown) {
        chooseTab(EditTab);
        focusFirst();
    }
}

bool ChangePage::mergeIsCurrent() const
{
    const QList<MergeInput> now = staleFiles();
    return std::equal(now.begin(), now.end(), m_mergeOf.begin(), m_mergeOf.end(),
                      [](const MergeInput &one, const MergeInput &other) { return one.mine == other.mine && one.onto == other.onto; });
}

RequirementsRail::Content ChangePage::mergeContent() const
{
    RequirementsRail::Content content;
    content.title = tr("To merge");
    const int all = m_merge->questionCount();
    const int open = m_merge->openCount();
    if (all > 0)
        content.note = tr("%1 of %n decided", nullptr, all).arg(text::number(qint64(all - open)));
    for (const FileMerge &merge : m_merge->merges())
        content.met.append({.key = merge.mine.path, .sign = merge.questions() > 0 ? Sign::Comment : Sign::Satisfied,
                            .sentence = {{text::printableLine(merge.onto.artifact.value)}}, .toolTip = text::printableLine(merge.onto.path)});
    content.foot = tr("Your draft stays as it is until you take the merged text.");
    RequirementsRail::Button button{.id = u"mergeRead"_s, .label = tr("Read what comes of it"), .filled = true};
    if (m_merge->isReady() && !mergeIsCurrent()) {
        button = {.id = u"merge"_s, .label = tr("Merge again"), .filled = true};
    } else if (!m_merge->isReady()) {
        button.enabled = false;
        button.reason = tr("The texts are not merged yet.");
    } else if (open > 0) {
        button.enabled = false;
        button.reason = tr("%n place(s) wait for you.", nullptr, open);
        button.reasonIsHers = true;
        button.link = tr("Go to the first");
    } else if (m_merge->showsDifference()) {
        button = {.id = u"mergeTake"_s, .label = tr("Take it into the draft"), .filled = true};
    }
    content.buttons = {button, {.id = u"mergeCancel"_s, .label = tr("Not now")}};
    return content;
}

void ChangePage::putDraft(int file, const EditedFile &edited, const QByteArray &before)
{
    m_before.resize(m_keeper->draft().files.size());
    m_before[file] = before;
    m_keeper->setEdited(file, edited);
}

void ChangePage::takeMerge()
{
    const Result<QList<EditedFile>> merged = m_merge->files();
    if (!merged || !m_editing || !mergeIsCurrent()) {
        showStale();
        showRail();
        return;
    }
    const QList<FileMerge> merges = m_merge->merges();
    QList<MergeStep> steps;
    bool asWhole = false;
    for (qsizetype i = 0; i < merges.size(); ++i) {
        const QList<EditedFile> &files = m_keeper->draft().files;
        const auto at = std::find_if(files.begin(), files.end(), [&](const EditedFile &file) { return file.path == merges[i].mine.path; });
        if (at == files.end())
            continue;
        const int file = static_cast<int>(at - files.begin());
        const MergeStep step{.before = *at, .after = merged->at(i), .accepted = merges[i].theirBytes, .base = m_before.value(file)};
        steps.append(step);
        putDraft(file, step.after, step.accepted);
        // One step of undoing, unless the file goes, comes or is another one.
        if (step.before.path == step.after.path && step.before.removed == step.after.removed && !step.after.removed)
            m_editor->takeMerged(file, step.after.text, step.accepted);
        else
            asWhole = true;
    }
    if (asWhole)
        m_editor->setDraft(m_keeper->draft(), m_before);
    m_mergeSteps = steps;
    m_merging = false;
    m_merge->clear();
    m_keeper->flush();
    showStale();
    showTabs();
    chooseTab(EditTab);
    m_assessment->ask();
    showRail();
    focusFirst();
}

// The draft as it was before the merge; what was typed since is typed into the merged text and goes with it.
void ChangePage::takeBack()
{
    const QList<MergeStep> steps = std::exchange(m_mergeSteps, {});
    for (const MergeStep &step : steps) {
        const QList<EditedFile> &files = m_keeper->draft().files;
        for (int file = 0; file < files.size(); ++file) {
            if (files[file].path != step.after.path)
                continue;
            putDraft(file, step.before, step.base);
            if (step.before.path == step.after.path && !step.before.removed && !step.after.removed)
                m_editor->takeMerged(file, step.before.text, step.base);
            break;
        }
    }
    m_editor->setDraft(m_keeper->draft(), m_before);
    m_keeper->flush();
    showStale();
    m_assessment->ask();
    showRail();
}

// Undo and redo take what a text is written against along with it.
void ChangePage::followMerge(int file)
{
    if (file >= m_keeper->draft().files.size())
        return;
    const EditedFile now = m_keeper->draft().files[file];
    for (const MergeStep &step : std::as_const(m_mergeSteps)) {
        if (step.before.path != now.path || step.after.path != now.path || step.before.text == step.after.text)
            continue;
        const EditedFile &was = now.text == step.before.text ? step.before : now.text == step.after.text ? step.after : now;
        if (was == now)
            continue;
        putDraft(file, was, was.before == step.before.before ? step.base : step.accepted);
        m_editor->setDraft(m_keeper->draft(), m_before);
        showStale();
        showRail();
        return;
    }
}

std::optional<MergeInput> ChangePage::threeInput() const
{
    if (!m_view)
        return std::nullopt;
    MergeInput input;
    if (m_editing) {
        if (m_file >= m_keeper->draft().files.size())
            return std::nullopt;
        input.mine = m_keeper->draft().files[m_file];
    } else {
        if (m_file >= m_files.size())
            return std::nullopt;
        input = inputOf(m_files[m_file].file);
    }
    const Artifact *artifact = m_view->state.artifact(input.mine.artifact);
    if (!artifact)
        return std::nullopt;
    const auto differs = [&](const ContentHash &hash) { return !hash.isNull() && hash != input.mine.before && hash != input.stored; };
    const PointerMove *live = m_view->state.policy.environments.isEmpty() ? nullptr
                                                                          : artifact->running(m_view->state.policy.environments.last().id);
    input.onto = {.artifact = artifact->id, .path = artifact->path};
    if (live && differs(live->content)) {
        input.onto.content = live->content;
        input.onto.version = tr("Live in %1: %2").arg(ChangeWords::environment(*m_view, m_view->state.policy.environments.last().id).toLower(),
                                                      live->version.toString());
    } else if (differs(artifact->acceptedContent())) {
        input.onto.content = artifact->acceptedContent();
        input.onto.version = tr("Accepted: %1").arg(artifact->versions.last().version.toString());
    } else {
        return std::nullopt;
    }
    return input;
}

void ChangePage::turnThree()
{
    if (m_left != "three"_L1 && !offersThree())
        return;
    const bool back = m_left == "three"_L1;
    m_left = !back ? u"three"_s : m_editing || m_file >= m_files.size() ? u"base"_s : defaultLeft(m_files[m_file].file);
    chooseTab(DiffTab);
    if (m_editing)
        showDraftDiff();
    else
        compareShown();
    showStale();
    m_diff->currentView()->setFocus(Qt::OtherFocusReason);
}

void ChangePage::compareThree()
{
    const std::optional<MergeInput> input = threeInput();
    if (!input)
        return;
    m_threeShown = input->onto.content;
    const QString mine = m_editing ? tr("Your draft") : tr("Proposed: revision %1").arg(text::number(qint64(revisionNumber())));
    const ThreeWayView::Heads heads{tr("Both came from"), mine, input->onto.version};
    m_diff->setBusy(tr("Comparing"));
    m_three.start(m_context.workspace.merge({*input}), [this, heads](const Result<QList<FileMerge>> &merged) {
        if (!merged || merged->isEmpty()) {
            if (!merged && merged.error().code != ErrorCode::Canceled) {
                const ErrorText words = errorText(merged.error());
                m_diff->setProblem(words.lead, words.sentence);
            }
            return;
        }
        using Made = Result<std::shared_ptr<const ThreeWay>>;
        const auto make = [one = merged->first()](QPromise<Made> &promise) {
            const auto canceled = [&promise] { return promise.isCanceled(); };
            // Where only one side did anything, nothing had to be merged; the rows come of it all the same.
            const diff::Merge merge = one.merge.pieces.isEmpty() ? diff::mergeTexts(one.base, one.ours, one.theirs, diff::MergeUnit::Sentence, canceled)
                                                                 : one.merge;
            auto rows = std::make_shared<ThreeWay>(threeWay(one.base, one.ours, one.theirs, merge, canceled));
            if (rows->complete)
                promise.addResult(Made(std::move(rows)));
        };
        m_threeRows.start(QtConcurrent::run(make), [this, heads](const Made &made) {
            if (!made || m_left != "three"_L1)
                return;
            m_comparison.reset();
            m_diff->setCommenting(mayComment());
            m_diff->setThreeWay(*made, heads);
            if (!m_editing && m_file < m_files.size())
                (void)document(m_files[m_file].file.after, m_files[m_file].file.path);
            showEntries();
            showThreads();
        });
    });
}

} // namespace countersign
