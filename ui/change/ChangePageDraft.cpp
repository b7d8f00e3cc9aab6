// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/ChangePage.h"

#include "base/Clock.h"
#include "ui/cases/CaseOrigin.h"
#include "ui/cases/SuiteEditor.h"
#include "ui/cases/SuiteRuns.h"
#include "ui/change/ChangeHead.h"
#include "ui/change/NoteForm.h"
#include "ui/change/RuleText.h"
#include "ui/change/SidePanels.h"
#include "ui/common/ErrorText.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/TabBar.h"
#include "ui/common/Text.h"
#include "ui/editor/DraftKeeper.h"
#include "ui/editor/EditorPane.h"
#include "ui/prose/EntryText.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/RuleWords.h"

#include <QStackedWidget>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace countersign {

void ChangePage::startDraft(const Address &address)
{
    // A case was put into it elsewhere since it was read here.
    const Draft *stored = m_editing && m_keeper->hasDraft() && m_keeper->isSaved() ? m_view->draft(m_keeper->draft().id) : nullptr;
    if (stored && stored->savedAt > m_keeper->savedAt() && stored->files != m_keeper->draft().files) {
        loadDraft(*stored);
        return;
    }
    if (m_editing && m_keeper->hasDraft() && m_keeper->draft().change == address.change
        && (address.draft.isEmpty() || address.draft == m_keeper->draft().id) && address.artifact.isEmpty()) {
        m_pages->setCurrentWidget(m_page);
        refresh();
        return;
    }
    const Draft *kept = address.draft.isEmpty() ? nullptr : m_view->draft(address.draft);
    if (!kept && !address.change.isNull())
        kept = m_view->draftOf(address.change);
    if (kept) {
        loadDraft(*kept);
        return;
    }
    if (address.artifact.isEmpty() && address.change.isNull()) {
        showMissing(tr("This draft does not exist any more"), tr("It was sent or discarded."));
        return;
    }
    const QList<ArtifactId> artifacts = address.artifact.isEmpty() ? QList<ArtifactId>() : QList<ArtifactId>{address.artifact};
    m_newDraft.start(m_context.workspace.newDraft(artifacts, address.change), [this](const Result<Draft> &draft) {
        if (draft) {
            loadDraft(*draft);
        } else if (draft.error().code != ErrorCode::Canceled) {
            m_mergeAsked = false;
            const ErrorText words = errorText(draft.error());
            showMissing(words.lead, words.sentence);
        }
    });
}

void ChangePage::loadDraft(const Draft &draft)
{
    m_editing = true;
    m_change = draft.change;
    m_file = 0;
    m_assessment->clear();
    m_sendAsked = false;
    m_saidNotSent = false;
    m_reasons.clear();
    m_filledIn.clear();
    m_filledWhat.clear();
    m_comparison.reset();
    m_left = u"base"_s;
    m_mergeSteps.clear();
    m_merging = false;
    m_merges.cancel();
    m_merge->clear();
    m_form->setPolicy(m_view->state.policy, Lane::Low, draft.files.isEmpty() ? QString() : draft.files.first().path);
    m_keeper->setDraft(draft);
    m_pages->setCurrentWidget(m_page);
    m_diff->notice()->settle();
    m_rail->notice()->settle();

    // What it is compared with: the accepted bytes that each file started from.
    const int count = static_cast<int>(draft.files.size());
    auto before = std::make_shared<QList<QByteArray>>(count);
    auto left = std::make_shared<int>(count);
    m_before = *before;
    m_editor->setDraft(draft, *before);
    for (int i = 0; i < count; ++i) {
        if (draft.files[i].before.isNull()) {
            --*left;
            continue;
        }
        whenFinished(m_context.workspace.content(draft.files[i].before), this, [this, i, before, left, id = draft.id](const Result<QByteArray> &bytes) {
            if (bytes)
                (*before)[i] = *bytes;
            if (--*left <= 0 && m_editing && m_keeper->draft().id == id && m_mergeSteps.isEmpty()) {
                m_before = *before;
                m_editor->setDraft(m_keeper->draft(), *before);
            }
        });
    }
    QStringList names;
    for (const EditedFile &file : draft.files)
        names.append(file.artifact.value);
    m_diff->setFiles(names, 0);
    tellSuite();
    refresh();
    fillNote();
    showTab(EditTab);
    putTaken();
    m_assessment->ask();
    showRail();
    if (std::exchange(m_mergeAsked, false))
        startMerge();
    emit moved();
}

// What the table of a suite's cases offers, and the runs that its health is told by.
void ChangePage::tellSuite()
{
    const QList<EditedFile> files = m_editing ? m_keeper->draft().files : QList<EditedFile>();
    const auto suite = std::ranges::find(files, ArtifactKind::Suite, &EditedFile::kind);
    if (suite != files.end())
        m_suiteRuns->setSuite(*m_view, suite->artifact);
    const SuiteSurroundings surroundings{.owners = CaseOrigin::ownerNames(*m_view),
                                   .me = CaseOrigin::ownerName(m_view->me.person),
                                   .today = QDateTime::fromMSecsSinceEpoch(m_context.clock.now()).date(),
                                   .file =
                                       [this](const QString &path) {
                                           const Artifact *artifact = m_view->state.artifactAt(path);
                                           const ContentHash content = artifact ? artifact->acceptedContent() : ContentHash();
                                           return content.isNull() ? QtFuture::makeReadyValueFuture(Result<QByteArray>(failure(ErrorCode::NotFound, path)))
                                                                   : m_context.workspace.content(content);
                                       },
                                   .runs = m_suiteRuns->files()};
    m_editor->setSuiteSurroundings(surroundings);
}

void ChangePage::endDraft()
{
    const QString id = m_keeper->draft().id;
    const ChangeId of = m_change;
    m_keeper->clear();
    m_editing = false;
    m_assessment->clear();
    if (!id.isEmpty()) {
        whenFinished(m_context.workspace.dropDraft(id), this, [this](const Done &done) {
            if (!done)
                showError(done.error());
        });
    }
    if (of.isNull())
        emit open({.page = PageKind::Changes});
    else
        navigate({.page = PageKind::Change, .change = of});
}

LaneFloor ChangePage::draftFloor() const
{
    const Draft &draft = m_keeper->draft();
    QList<ArtifactId> artifacts;
    for (const EditedFile &file : draft.files)
        artifacts.append(file.artifact);
    return laneFloor(m_view->state, artifacts, draft.contributors + QList{m_view->me.person});
}

Lane ChangePage::draftLane() const
{
    const std::optional<AssessedChange> &assessed = m_assessment->answer();
    Lane lane = std::max(assessed ? assessed->lane : Lane::Low, draftFloor().lane);
    if (const Change *found = change()) {
        for (const RaisedLane &raised : found->raised)
            lane = std::max(lane, raised.lane);
    }
    return lane;
}

// Answers that are known already: what changes from the difference, the workflow and the people from the policy.
void ChangePage::fillNote()
{
    NoteDraft note = m_keeper->draft().note;
    const NoteDraft was = note;
    const Policy &policy = m_view->state.policy;
    if (note.workflow.isEmpty()) {
        const QList<const Workflow *> workflows = policy.workflowsOf(primaryPath());
        if (!workflows.isEmpty()) {
            note.workflow = workflows.first()->id;
            m_filledIn.insert(NoteField::Workflow, tr("Set by the policy for %1.").arg(primaryPath()));
        }
    }
    if (note.informed.isEmpty() && !policy.environments.isEmpty()) {
        note.informed = policy.environments.last().informed;
        if (!note.informed.isEmpty())
            m_filledIn.insert(NoteField::Informed, tr("Named by the policy for %1.").arg(ChangeWords::environment(*m_view, policy.environments.last().id).toLower()));
    }
    if (m_assessment->answer() && (note.what.trimmed().isEmpty() || note.what == m_filledWhat)) {
        QStringList sentences;
        for (const FileComparison &file : m_assessment->answer()->files) {
            if (!file.comparison)
                continue;
            for (int i = 0; i < file.comparison->entries.size() && sentences.size() < 6; ++i)
                sentences.append(EntryText::sentence(*file.comparison, i) + u'.');
        }
        note.what = sentences.join(u' ');
        m_filledWhat = note.what;
        if (!note.what.isEmpty())
            m_filledIn.insert(NoteField::What, tr("Filled in from the difference."));
    } else if (!m_filledWhat.isEmpty() && note.what != m_filledWhat) {
        m_filledIn.remove(NoteField::What);
    }
    if (note != was) {
        m_form->setNote(note);
        m_keeper->setNote(note);
    }
    m_form->setFilledIn(m_filledIn);
}

void ChangePage::showNotAssessed()
{
    m_reasons.setReasons({}, m_context.clock.now());
    showLane();
    m_lane->setState(errorText(*m_assessment->problem()).lead, true);
    if (m_tabs->currentIndex() == DiffTab)
        showDraftDiff();
    showRail();
    if (std::exchange(m_sendAsked, false))
        sayNotSent();
}

void ChangePage::showAssessed()
{
    QList<EntryRowData> reasons;
    if (const std::optional<EntryRowData> floor = floorReason(draftFloor()))
        reasons.append(*floor);
    for (EntryRowData row : RuleText::reasons(m_assessment->answer()->findings())) {
        row.place = std::exchange(row.trailing, QString());
        reasons.append(row);
    }
    m_reasons.setReasons(reasons, m_context.clock.now());
    m_lane->setState(tr("changes while you type"), false);
    fillNote();
    showLane();
    if (m_tabs->currentIndex() == DiffTab)
        showDraftDiff();
    else
        m_tabs->setTabNote(DiffTab, [this] {
            qsizetype entries = 0;
            for (const FileComparison &file : m_assessment->answer()->files)
                entries += file.comparison ? file.comparison->entries.size() : 0;
            return entries > 0 ? text::number(qint64(entries)) : QString();
        }());
    showRail();
    goOnSending();
}

void ChangePage::showLane()
{
    const Lane lane = draftLane();
    m_head->setLane(lane, m_assessment->answer().has_value());
    m_head->setBelow({});
    m_head->setReasons([reasons = m_reasons.reasons()] { return reasons; }, tr("The highest reason decides. It changes while you type."), {});
    m_lane->setLane(lane, m_assessment->answer().has_value());
    QList<EntryRowData> gone;
    for (const ReasonWatch::Gone &reason : m_reasons.gone()) {
        EntryRowData row = reason.row;
        row.key = u"gone/"_s + row.key;
        row.lane.reset();
        row.sign = Sign::Satisfied;
        for (Run &run : row.sentence)
            run.style = RunStyle::Muted;
        row.place = tr("Gone since %1").arg(text::clockTime(reason.since, QDateTime::fromMSecsSinceEpoch(m_context.clock.now())));
        gone.append(row);
    }
    QList<EntryRowData> reasons = m_reasons.reasons();
    for (EntryRowData &row : reasons)
        row.sign.reset();
    m_lane->setReasons(reasons, gone);

    const LaneRule &rule = m_view->state.policy.laneRule(lane);
    QList<RequirementRowData> asks;
    for (const RoleId &role : rule.allOf) {
        QStringList people;
        for (const Person &person : m_view->state.policy.people) {
            if (person.active && holds(person, role))
                people.append(person.name);
        }
        asks.append({.key = u"role/"_s + role.value, .sign = Sign::NotYet,
                     .sentence = {{tr("Approval by %1").arg(m_view->state.policy.roleTitle(role).toLower())}},
                     .help = text::people(people, 3)});
    }
    if (!rule.anyOf.isEmpty())
        asks.append({.key = u"any"_s, .sign = Sign::NotYet, .sentence = {{tr("Approval by one of %1").arg(ChangeWords::roles(*m_view, rule.anyOf).toLower())}}});
    if (rule.approvals > rule.allOf.size())
        asks.append({.key = u"count"_s, .sign = Sign::NotYet, .sentence = {{tr("%n approval(s) in all", nullptr, rule.approvals)}}});
    if (m_assessment->answer()) {
        QSet<QString> known;
        for (const FileComparison &file : m_assessment->answer()->files) {
            for (const Owner *owner : m_view->state.policy.ownersOf(file.path, file.touchedSections)) {
                const QList<RoleId> roles = owner->allOf + owner->anyOf;
                const QString who = roles.isEmpty() ? ChangeWords::people(*m_view, owner->people, 2) : ChangeWords::roles(*m_view, roles);
                const QString of = owner->section.isEmpty() ? file.path : owner->section;
                const QString key = u"owner/%1/%2"_s.arg(who, of);
                if (who.isEmpty() || known.contains(key))
                    continue;
                known.insert(key);
                asks.append({.key = key, .sign = Sign::NotYet, .sentence = {{tr("Approval by the owner: %1").arg(who)}}, .help = of});
            }
        }
    }
    if (!rule.note.isEmpty())
        asks.append({.key = u"note"_s, .sign = Sign::NotYet, .sentence = {{tr("A release note, %n answer(s)", nullptr, static_cast<int>(rule.note.size()))}}});
    const QString head = tr("%1 asks for").arg(Signs::name(ChangeWords::shapeOf(lane), LaneWords::Two));
    m_lane->setAsks(head, asks);
    m_asks->setAsks(head, asks);
    m_form->setPolicy(m_view->state.policy, lane, primaryPath());

    // The reasons beside the words they are about.
    const QList<EditedFile> &files = m_keeper->draft().files;
    for (int i = 0; i < files.size(); ++i) {
        QList<EditorNote> notes;
        QSet<QString> seen;
        const QString text = m_editor->text(i);
        for (const FindingRecord &finding : m_assessment->answer() ? m_assessment->answer()->findings() : QList<FindingRecord>()) {
            if (finding.path != files[i].path)
                continue;
            EditorNote note{.key = u"reason/"_s + RuleText::finding(finding).key, .kind = EditorNote::Kind::Reason,
                            .lane = ChangeWords::shapeOf(finding.lane)};
            if (seen.contains(note.key))
                continue;
            seen.insert(note.key);
            // Single words stand in many places: look for them after the heading of their section.
            const qsizetype place = EditorPane::placeOf(finding.after, text);
            const qsizetype section = finding.section.isEmpty() ? 0 : std::max<qsizetype>(0, EditorPane::placeOf(finding.section, text));
            note.start = place >= 0 ? place : section;
            note.sentence = tr("%1: %2").arg(plain(RuleText::finding(finding).sentence), Signs::name(ChangeWords::shapeOf(finding.lane), LaneWords::One));
            note.help = RuleText::finding(finding).why;
            if (note.help.isEmpty())
                note.help = RuleText::ruleName(finding.rule);
            notes.append(note);
        }
        m_editor->setReasons(i, notes);
    }
    m_tabs->setTabSign(NoteTab, m_form->problems().isEmpty() ? std::nullopt : std::optional(Sign::Missing));
}

void ChangePage::showDraftDiff()
{
    if (!m_editing)
        return;
    const QList<EditedFile> &files = m_keeper->draft().files;
    if (m_file >= files.size())
        m_file = 0;
    QList<DiffChoice> lefts{{.id = u"base"_s, .lead = tr("Written against"),
                             .name = staleFiles().isEmpty() ? tr("the accepted text") : tr("what was accepted then")}};
    if (offersThree())
        lefts.append({.id = u"three"_s, .lead = tr("All three"), .name = tr("what both came from, what is there now, your draft"), .note = tr("Alt+3")});
    else
        m_left = u"base"_s;
    m_diff->setChoices(diff::Side::Left, lefts, m_left == "three"_L1 ? u"three"_s : u"base"_s);
    m_diff->setChoices(diff::Side::Right, {{.id = u"draft"_s, .lead = tr("Draft"), .name = tr("only you can see it")}}, u"draft"_s);
    if (m_left == "three"_L1) {
        compareThree();
        return;
    }
    m_three.cancel();
    m_threeRows.cancel();
    m_threeShown = {};
    if (const std::optional<Error> &problem = m_assessment->problem()) {
        const ErrorText words = errorText(*problem);
        m_diff->setProblem(words.lead, words.sentence);
        return;
    }
    if (!m_assessment->answer()) {
        m_diff->setBusy(tr("Comparing"));
        return;
    }
    for (const FileComparison &file : m_assessment->answer()->files) {
        if (!files.isEmpty() && file.path == files[m_file].path) {
            showComparison(file);
            return;
        }
    }
}

void ChangePage::showSaved()
{
    if (!m_editing)
        return;
    QString words;
    bool failed = false;
    if (m_keeper->error()) {
        const QDateTime since = QDateTime::fromMSecsSinceEpoch(m_keeper->savedAt());
        words = m_keeper->savedAt() > 0 ? tr("Draft not saved since %1, trying again").arg(QLocale().toString(since.time(), QLocale::ShortFormat))
                                        : tr("Draft could not be saved, trying again");
        failed = true;
    } else if (!m_keeper->isSaved()) {
        words = tr("Saving the draft");
    } else if (m_keeper->savedAt() > 0) {
        words = tr("Draft saved %1").arg(QLocale().toString(QDateTime::fromMSecsSinceEpoch(m_keeper->savedAt()).time(), u"HH:mm"_s));
    }
    m_editor->setSaved(words, failed);
    m_status->setText(failed || words.isEmpty() ? words : tr("%1, only you can see it").arg(words));
    m_status->setColorRole(failed ? ColorRole::Danger : ColorRole::Muted);
    m_status->setToolTip(failed ? m_keeper->error()->detail.toHtmlEscaped() : QString());
}

RequirementsRail::Content ChangePage::sendContent() const
{
    RequirementsRail::Content content;
    const Change *found = change();
    const Draft &draft = m_keeper->draft();
    const int number = found ? static_cast<int>(found->revisions.size()) + 1 : 1;
    content.title = found ? tr("To send revision %1").arg(number) : tr("To send for review");

    const Policy &policy = m_view->state.policy;
    const QList<NoteField> needed = policy.laneRule(draftLane()).note;
    const QList<NoteProblem> problems = m_form->problems();
    int answered = 0;
    int asked = 0;
    for (const NoteField field : needed) {
        ++asked;
        const auto problem = std::find_if(problems.begin(), problems.end(), [field](const NoteProblem &one) { return one.field == field; });
        if (problem == problems.end()) {
            ++answered;
            content.met.append({.key = toString(field), .sign = Sign::Satisfied, .sentence = {{NoteCheck::label(field)}}});
            content.metShort.append(NoteCheck::label(field).toLower());
        } else {
            const QString label = problem->trigger >= 0 ? tr("Trigger %1").arg(problem->trigger + 1) : NoteCheck::label(field);
            content.open.append({.key = toString(field), .sign = Sign::Missing, .sentence = {{label}}, .toolTip = problem->sentence});
        }
    }
    if (asked > 0)
        content.note = tr("%1 of %n answered", nullptr, asked).arg(text::number(qint64(answered)));

    RequirementsRail::Button button{.id = u"send"_s, .label = tr("Send for review"), .filled = true};
    const QString readOnly = RuleWords::readOnlyReason(*m_view);
    const Refusal refused = found ? refuseToRevise(m_view->state, m_view->me.person, *found)
                                  : refuseToWrite(m_view->state, m_view->me.person);
    const std::optional<EditorPane::Problem> inText = m_editor->firstProblem();
    if (inText)
        content.open.append({.key = u"text"_s, .sign = Sign::Missing, .sentence = {{tr("The text: %1").arg(inText->sentence)}}, .toolTip = inText->sentence});
    const std::optional<AssessedChange> &assessed = m_assessment->answer();
    const bool changed = !assessed || std::ranges::any_of(assessed->files, [](const FileComparison &file) {
        return file.left != file.right || !file.comparison || !file.comparison->identical;
    });
    const QList<MergeInput> stale = staleFiles();
    if (!readOnly.isEmpty()) {
        button.enabled = false;
        button.reason = readOnly;
    } else if (refused) {
        button.enabled = false;
        button.reason = RuleText::refusal(*m_view, *refused);
    } else if (!stale.isEmpty()) {
        content.open.prepend({.key = u"base"_s, .sign = Sign::Missing, .sentence = {{tr("Another version was accepted meanwhile")}}});
        content.buttons.append(RequirementsRail::Button{.id = u"merge"_s, .label = nameOf(stale), .filled = true});
        button.filled = false;
        button.enabled = false;
        button.reason = tr("First comes the merge with what was accepted meanwhile.");
    } else if (!changed) {
        button.enabled = false;
        button.reason = tr("The text is the accepted one. Change something first.");
    } else if (!found && draft.title.trimmed().isEmpty()) {
        button.enabled = false;
        button.reason = tr("It needs a title.");
        button.reasonIsHers = true;
        button.link = tr("Go there");
    } else if (inText) {
        button.enabled = false;
        button.reason = tr("%1.").arg(inText->sentence);
        button.reasonIsHers = true;
        button.link = tr("Go there");
    } else if (!problems.isEmpty()) {
        button.enabled = false;
        button.reason = tr("%n answer(s) are missing.", nullptr, static_cast<int>(problems.size()));
        button.reasonIsHers = true;
        button.link = tr("Go to the first");
    } else if (!assessed || m_assessment->isLate() || !m_editor->isChecked()) {
        button.enabled = false;
        button.reason = m_assessment->couldNot() ? tr("The lane could not be worked out.") : tr("The lane is being worked out.");
        if (m_assessment->couldNot())
            button.link = tr("Try again");
    }
    content.buttons.append(button);
    return content;
}

bool ChangePage::isCurrent() const
{
    return m_assessment->answer() && !m_assessment->isUnderWay() && m_editor->isCurrent();
}

void ChangePage::goOnSending()
{
    if ((!m_sendAsked && !m_saidNotSent) || !isCurrent())
        return;
    const RequirementsRail::Button button = sendContent().buttons.last();
    if (button.enabled && std::exchange(m_saidNotSent, false))
        m_rail->notice()->settle();
    if (!std::exchange(m_sendAsked, false) || m_tabs->currentIndex() == MergeTab)
        return;
    if (button.enabled)
        send();
    else
        sayNotSent();
}

// She pressed the button while what she had typed last was still being looked at.
void ChangePage::sayNotSent()
{
    m_saidNotSent = true;
    m_rail->notice()->setNotice({.kind = NoticeKind::Warning,
                                 .lead = tr("It was not sent."),
                                 .sentence = tr("The reason stands under the button."),
                                 .detail = {},
                                 .action = {},
                                 .secondAction = {},
                                 .icon = {}});
}

// The words that were typed while the draft was on its way stay, as a draft of the next revision.
void ChangePage::goOnBehind(const ChangeId &change)
{
    m_change = change;
    m_rail->notice()->setNotice({.kind = NoticeKind::Info,
                                 .lead = tr("It was sent."),
                                 .sentence = tr("What you wrote meanwhile stays here as a draft of the next revision."),
                                 .detail = {},
                                 .action = tr("Read the change"),
                                 .secondAction = {},
                                 .icon = {}});
    m_rail->notice()->disconnect(this);
    connect(m_rail->notice(), &NoticeBar::actionPressed, this,
            [this] { emit open({.page = PageKind::Change, .change = m_change}); });
    m_assessment->ask();
    refresh();
    emit moved();
}

// What was typed a moment ago is looked at first: what nobody looked at is not sent.
void ChangePage::send()
{
    if (!isCurrent()) {
        m_sendAsked = true;
        m_editor->checkNow();
        return;
    }
    m_saidNotSent = false;
    m_rail->notice()->settle();
    m_keeper->flush();
    m_rail->setWriting(u"send"_s, tr("Sending"));
    const Draft sent = m_keeper->draft();
    whenFinished(m_context.workspace.send(sent), this, [this, sent](const Result<WriteReceipt> &result) {
        m_rail->setWriting({}, {});
        if (!result) {
            showError(result.error());
            return;
        }
        if (m_keeper->draft().id != sent.id)
            return;
        const ChangeId target = sent.change.isNull() ? result->change : sent.change;
        if (m_editing)
            m_editor->flush();
        if (m_keeper->draft().files != sent.files || m_keeper->draft().note != sent.note) {
            m_keeper->setChange(target);
            m_keeper->flush();
            if (m_editing) // otherwise the page shows another change meanwhile
                goOnBehind(target);
            return;
        }
        m_keeper->clear();
        m_editing = false;
        m_assessment->clear();
        m_shown = {};
        emit open({.page = PageKind::Change, .change = target});
    });
}

} // namespace countersign
