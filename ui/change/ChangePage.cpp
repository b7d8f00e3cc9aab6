// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/ChangePage.h"

#include "base/Clock.h"
#include "ui/change/RuleText.h"

#include "services/Next.h"
#include "ui/change/ChangeHead.h"
#include "ui/change/ChangeMarks.h"
#include "ui/change/EvalsTab.h"
#include "ui/change/HistoryView.h"
#include "ui/change/MergeView.h"
#include "ui/change/NoteForm.h"
#include "ui/change/NoteView.h"
#include "ui/change/SidePanels.h"
#include "ui/change/SuitesPanel.h"
#include "ui/change/TalkView.h"
#include "ui/change/Turn.h"
#include "ui/common/Buttons.h"
#include "ui/common/EmptyState.h"
#include "ui/common/ErrorText.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Questions.h"
#include "ui/common/TabBar.h"
#include "ui/common/Text.h"
#include "ui/common/UiState.h"
#include "ui/editor/DraftKeeper.h"
#include "ui/editor/EditorPane.h"
#include "ui/editor/PromptEdit.h"
#include "ui/evals/EvalsView.h"
#include "ui/shell/ChangeWords.h"

#include <QListView>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {
constexpr int foldBelow = 860;
} // namespace

ChangePage::ChangePage(const PageContext &context, QWidget *parent) : Page(parent), m_context(context), m_seenStore(context.uiState)
{
    m_keeper = new DraftKeeper(context.workspace, this);
    m_assessment = new DraftAssessment(context.workspace, *m_keeper, this);
    build();
}

ChangePage::~ChangePage() = default;

const Change *ChangePage::change() const
{
    return m_view && !m_change.isNull() ? m_view->state.change(m_change) : nullptr;
}

const Revision *ChangePage::revision() const
{
    const Change *found = change();
    if (!found)
        return nullptr;
    for (const Revision &each : found->revisions) {
        if (each.stamp.event == m_shown.revision)
            return &each;
    }
    return found->revision();
}

int ChangePage::revisionNumber() const
{
    const Change *found = change();
    if (!found)
        return 0;
    for (int i = 0; i < found->revisions.size(); ++i) {
        if (found->revisions[i].stamp.event == m_shown.revision)
            return i + 1;
    }
    return static_cast<int>(found->revisions.size());
}

bool ChangePage::isContributor() const
{
    const Change *found = change();
    return found && State::contributors(*found).contains(m_view->me.person);
}

QString ChangePage::artifactsText() const
{
    QStringList names;
    if (m_editing) {
        for (const EditedFile &file : m_keeper->draft().files)
            names.append(file.artifact.value);
    } else if (const Revision *read = revision()) {
        for (const FileChange &file : read->data.files)
            names.append(file.artifact.value);
    }
    return names.size() > 1 ? tr("%1 and %n more", nullptr, static_cast<int>(names.size()) - 1).arg(names.first())
                            : names.value(0);
}

QString ChangePage::shownPath() const
{
    return m_comparison ? m_comparison->path : QString();
}

// What one reviewer marked in one file; other people on the same machine have marks of their own.
QString ChangePage::seenSubject(const QString &path) const
{
    return m_view->me.person.value + u'\n' + path;
}

void ChangePage::keepReading()
{
    const ReadingChoice choice = m_diff->reading();
    m_context.uiState.setValue(u"reading/layout"_s, static_cast<int>(choice.layout));
    m_context.uiState.setValue(u"reading/zoom"_s, choice.zoom);
    m_context.uiState.setValue(u"reading/spaces"_s, choice.spaces);
}

// Whether the reader marked every changed sentence of every file as seen.
bool ChangePage::everythingSeen() const
{
    return std::all_of(m_files.begin(), m_files.end(), [this](const ReadFile &file) {
        // What cannot be read sentence by sentence was not seen so.
        if (!file.own || !file.own->comparison || !file.own->comparison->complete || !file.own->comparison->readable)
            return false;
        const QSet<QByteArray> seen = m_seenStore.seen(seenSubject(file.file.path));
        const QList<QByteArray> keys = listSentences(*file.own->comparison).keys;
        return std::all_of(keys.begin(), keys.end(), [&seen](const QByteArray &key) { return seen.contains(key); });
    });
}

QString ChangePage::primaryPath() const
{
    if (m_editing)
        return m_keeper->draft().files.isEmpty() ? QString() : m_keeper->draft().files.first().path;
    const Revision *read = revision();
    return read && !read->data.files.isEmpty() ? read->data.files.first().path : QString();
}

void ChangePage::setView(const ViewPointer &view)
{
    const bool first = !m_view;
    m_view = view;
    m_editor->setPolicy(view->state.policy, view->me.person);
    tellSuite();
    if (first)
        m_form->setPolicy(view->state.policy, Lane::Low, {});
    m_assessment->setRules(view->state.policyInForce);
    if (!first)
        refresh();
}

void ChangePage::navigate(const Address &address)
{
    const bool another = address.change != m_change || (address.change.isNull() && address.draft != m_keeper->draft().id)
            || m_at.page != PageKind::Change;
    m_at = address;
    const bool wantsEdit = address.act == AddressAct::Edit || (address.change.isNull() && !address.draft.isEmpty());
    if (another || wantsEdit != m_editing) {
        if (m_editing)
            m_keeper->flush();
        keepRead();
        m_change = address.change;
        m_editing = false;
        m_assessment->clear();
        m_noteForm = false;
        m_shown = {};
        m_files.clear();
        m_documents.clear();
        m_comparison.reset();
        m_filledTexts = false;
        m_compareFilled.cancel();
        m_file = 0;
        m_as.reset();
        m_rail->closeMessage();
        m_rail->notice()->settle();
        m_diff->notice()->settle();
        m_stale->settle();
        m_mergeSteps.clear();
        m_merging = false;
        m_merges.cancel();
        m_merge->clear();
    }
    if (wantsEdit) {
        startDraft(address);
        return;
    }
    m_mergeAsked = false;
    if (!change()) {
        showMissing(tr("This change does not exist"), tr("It may belong to another workspace, or its draft was sent or discarded."));
        return;
    }
    m_pages->setCurrentWidget(m_page);
    refresh();
    switch (address.tab) {
    case ChangeTab::Diff: showTab(DiffTab); break;
    case ChangeTab::Note: showTab(NoteTab); break;
    case ChangeTab::Evals: showTab(EvidenceTab); break;
    case ChangeTab::Talk: showTab(TalkTab); break;
    case ChangeTab::History: showTab(HistoryTab); break;
    }
    if (!address.event.isNull()) {
        for (const Comment &comment : change()->comments) {
            if (comment.stamp.event == address.event)
                m_talk->goTo(comment.data.answers.isNull() ? comment.stamp.event : comment.data.answers);
        }
    }
    if (address.tab == ChangeTab::Evals && !address.artifact.value.isEmpty())
        m_evals->chooseSuite(address.artifact);
    if (address.act == AddressAct::Run)
        m_evals->askRun();
    if (address.act == AddressAct::Review) {
        if (QPushButton *approve = m_rail->button(u"approve"_s))
            approve->setFocus(Qt::OtherFocusReason);
    }
    emit moved();
}

Address ChangePage::address() const
{
    Address at{.page = PageKind::Change, .change = m_change};
    switch (m_tabs->currentIndex()) {
    case NoteTab: at.tab = ChangeTab::Note; break;
    case EvidenceTab: at.tab = ChangeTab::Evals; break;
    case TalkTab: at.tab = ChangeTab::Talk; break;
    case HistoryTab: at.tab = ChangeTab::History; break;
    default: at.tab = ChangeTab::Diff; break;
    }
    if (m_editing) {
        at.draft = m_keeper->draft().id;
        at.act = AddressAct::Edit;
    }
    return at;
}

QString ChangePage::title() const
{
    if (m_editing) {
        const QString typed = m_keeper->draft().title;
        return typed.isEmpty() ? tr("New change") : typed;
    }
    const Change *found = change();
    if (!found)
        return tr("Change");
    const QString words = titleOf(*m_view, *found);
    return tr("#%1 %2").arg(QString::number(found->number), words.isEmpty() ? tr("Without a title") : words);
}

void ChangePage::showMissing(const QString &sentence, const QString &explanation)
{
    m_missing->setText(sentence, explanation);
    m_missing->setAction(tr("All changes"), std::nullopt);
    m_missing->disconnect(this);
    connect(m_missing, &EmptyState::actionPressed, this, [this] { emit open({.page = PageKind::Changes}); });
    m_pages->setCurrentWidget(m_missing);
    emit moved();
}

void ChangePage::refresh()
{
    if (!m_view)
        return;
    if (!m_editing && !m_change.isNull() && !change())
        return;
    if (m_editing && !m_keeper->hasDraft())
        return;
    if (!m_editing && m_change.isNull())
        return;
    if (!m_editing) {
        const Change *found = change();
        if (m_shown.revision.isNull() && found->revision())
            beginReading();
        noticeMoves();
    }
    showStale();
    showHead();
    showEvals();
    showTabs();
    showNote();
    showThreads();
    m_history->setSubject(m_change.isNull() ? QString() : changeSubject(m_change), m_view);
    showRail();
}

void ChangePage::showHead()
{
    const Change *found = change();
    const QString number = found ? u"#%1"_s.arg(found->number) : QString();
    if (m_editing) {
        m_head->setTitle(number, found ? titleOf(*m_view, *found) : m_keeper->draft().title, artifactsText());
        m_head->setTitleEditable(!found);
    } else {
        const QString words = titleOf(*m_view, *found);
        m_head->setTitle(number, words.isEmpty() ? tr("Without a title") : words, artifactsText());
        m_head->setTitleEditable(false);
    }
    const Progress progress = m_editing || !found ? progressOfDraft(m_view->state) : progressOf(m_view->state, *found);
    QList<StageData> stages;
    for (const ProgressStep &step : progress.steps) {
        StageData stage;
        switch (step.kind) {
        case ProgressKind::Draft: stage.name = tr("Draft"); break;
        case ProgressKind::Review: stage.name = tr("Review"); break;
        case ProgressKind::Environment: stage.name = ChangeWords::environment(*m_view, step.environment); break;
        }
        switch (step.state) {
        case ProgressState::Passed: stage.state = StageState::Passed; break;
        case ProgressState::Present: stage.state = StageState::Present; break;
        case ProgressState::Ahead: stage.state = StageState::ToCome; break;
        }
        stages.append(stage);
    }
    m_head->setStages(stages);
    if (m_editing) {
        m_marks->setMarks(found ? ChangeMarks::of(*m_view, *found) : QList<ChangeMark>());
        showLane();
        return;
    }
    m_head->setLane(State::lane(*found), true);
    const auto reasons = [this, id = found->id] {
        const Change *of = m_view->state.change(id);
        QList<EntryRowData> rows = of ? RuleText::reasons(findings()) : QList<EntryRowData>();
        for (const RaisedLane &raised : of ? of->raised : QList<RaisedLane>()) {
            const auto opinion = std::ranges::find(of->opinions, raised.stamp.event, [](const Opinion &one) { return one.stamp.event; });
            const bool model = opinion != of->opinions.cend();
            const QString why = model ? tr("A second opinion: %1").arg(text::printableLine(opinion->data.asked))
                                      : text::printableLine(m_view->text(raised.reasonText)).simplified();
            rows.prepend({.key = u"raised/"_s + raised.stamp.event.toString(),
                          .sentence = {{why.isEmpty() ? tr("Raised by hand") : why}},
                          .lane = ChangeWords::shapeOf(raised.lane),
                          .trailing = m_view->personName(raised.stamp.actor)});
        }
        const Revision *read = of ? of->revision() : nullptr;
        if (read) {
            if (const auto floor = floorReason({.lane = read->floor, .afterRollback = read->afterRollback}))
                rows.prepend(*floor);
        }
        return rows;
    };
    const Refusal noRaise = refuseToRevise(m_view->state, m_view->me.person, *found);
    const bool lowered = State::lowering(*found) != nullptr;
    m_head->setReasons(reasons,
                       lowered ? tr("Two people lowered the lane below its reasons. Everyone sees it.")
                               : tr("The highest reason decides. Everyone sees these."),
                       noRaise ? QString() : tr("Raise or lower"));
    m_head->setBelow([this, id = found->id](QWidget *parent) { return opinionPanel(id, parent); });
    m_marks->setMarks(ChangeMarks::of(*m_view, *found));
}

std::optional<EntryRowData> ChangePage::floorReason(const LaneFloor &floor)
{
    if (floor.lane == Lane::Low)
        return std::nullopt;
    return EntryRowData{.key = u"floor"_s,
                        .sentence = {{floor.afterRollback ? tr("It was rolled back within its last versions")
                                                          : tr("A program wrote part of it")}},
                        .lane = ChangeWords::shapeOf(floor.lane),
                        .trailing = tr("policy")};
}

void ChangePage::showTabs()
{
    m_tabs->setTabVisible(EditTab, m_editing);
    const Change *found = change();
    int open = 0;
    if (found) {
        for (const Comment &comment : found->comments)
            open += comment.data.answers.isNull() && !comment.resolved;
    }
    m_tabs->setTabVisible(EvidenceTab, found && !m_editing);
    m_tabs->setTabSign(EvidenceTab, m_evals->sign());
    m_tabs->setTabVisible(TalkTab, found != nullptr);
    m_tabs->setTabVisible(HistoryTab, found != nullptr);
    m_tabs->setTabVisible(MergeTab, m_editing && m_merging);
    m_tabs->setTabNote(MergeTab, m_merging && m_merge->openCount() > 0 ? text::number(qint64(m_merge->openCount())) : QString());
    m_tabs->setTabNote(TalkTab, open > 0 ? text::number(qint64(open)) : QString());
    if (m_editing) {
        showSaved();
    } else if (const Revision *read = revision()) {
        const QDateTime when = QDateTime::fromMSecsSinceEpoch(read->stamp.claimedAt);
        m_status->setText(tr("Revision %1 sent by %2, %3")
                                  .arg(text::number(qint64(revisionNumber())), m_view->personName(read->stamp.actor),
                                       text::clockTime(when, QDateTime::fromMSecsSinceEpoch(m_context.clock.now()))));
        m_status->setColorRole(ColorRole::Muted);
        m_status->setToolTip(text::exactTime(when));
    }
}

void ChangePage::showEvals()
{
    m_evals->setChange(m_view, m_change);
}

void ChangePage::showTab(int tab)
{
    const int shown = m_tabs->isTabVisible(tab) ? tab : m_editing ? int(EditTab) : int(DiffTab);
    if (m_tabs->currentIndex() != shown) {
        const QSignalBlocker quiet(m_tabs);
        m_tabs->setCurrentIndex(shown);
    }
    m_body->setCurrentIndex(shown);
    showSide();
}

void ChangePage::chooseTab(int tab)
{
    const bool another = m_body->currentIndex() != tab;
    showTab(tab);
    if (another)
        emit moved();
}

void ChangePage::showSide()
{
    if (m_tabs->currentIndex() == EvidenceTab)
        m_upper->setCurrentWidget(m_suites);
    else if (!m_editing)
        m_upper->setCurrentWidget(m_entries);
    else if (m_tabs->currentIndex() == DiffTab)
        m_upper->setCurrentWidget(m_entries);
    else if (m_tabs->currentIndex() == NoteTab)
        m_upper->setCurrentWidget(m_asks);
    else
        m_upper->setCurrentWidget(m_lane);
    if (m_editing && m_tabs->currentIndex() == DiffTab)
        showDraftDiff();
    m_rail->setFolded(height() < m_context.theme.px(foldBelow) - m_context.theme.size().topBar);
    showRail();
}

void ChangePage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    m_rail->setFolded(height() < m_context.theme.px(foldBelow) - m_context.theme.size().topBar);
}

void ChangePage::openMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const Change *found = change();
    if (m_editing) {
        menu->addAction(tr("Preview with sample values"), this, [this] {
            chooseTab(EditTab);
            m_editor->showPreview(true);
        });
        menu->addAction(tr("Discard the draft"), this, [this] {
            m_context.questions.ask({.title = tr("Discard the draft?"),
                                     .sentence = tr("What you typed since the last revision is gone for good. Nothing else changes."),
                                     .accept = tr("Discard the draft"),
                                     .kind = QuestionKind::Danger},
                                    this, [this](Answer answer) {
                                        if (answer == Answer::Accepted)
                                            endDraft();
                                    });
        });
    }
    QAction *filled = menu->addAction(tr("Compare filled-in texts"), this, [this] {
        chooseTab(DiffTab);
        setFilledTexts(!m_filledTexts);
    });
    filled->setCheckable(true);
    filled->setChecked(m_filledTexts);
    if (found) {
        const Refusal refused = refuseToWithdraw(m_view->state, m_view->me.person, *found);
        QAction *withdraw = menu->addAction(tr("Withdraw the change"), this, [this] {
            m_afterMessage = u"withdraw"_s;
            m_rail->openMessage(tr("Why is it withdrawn?"), tr("Everyone sees the reason."), tr("Withdraw"));
        });
        withdraw->setEnabled(!refused);
        if (refused)
            withdraw->setToolTip(RuleText::refusal(*m_view, *refused));
        menu->setToolTipsVisible(true);
        const Turn turn = Turns::of(*m_view, *found, m_as);
        if (!turn.more.isEmpty() && !m_editing)
            menu->addSeparator();
        for (const TurnAction &more : m_editing ? QList<TurnAction>() : turn.more) {
            QString label = more.label;
            QAction *one = menu->addAction(label.replace(u"&"_s, u"&&"_s), this, [this, kind = more.kind] { askSignOff(Turns::id(kind)); });
            one->setEnabled(more.enabled);
            one->setToolTip(more.reason);
        }
    }
    menu->popup(m_head->more()->mapToGlobal(QPoint(0, m_head->more()->height())));
}

bool ChangePage::primaryAction()
{
    return m_pages->currentWidget() == m_page && m_rail->pressFilled();
}

void ChangePage::focusFirst()
{
    if (m_pages->currentWidget() == m_missing)
        m_missing->setFocus();
    else if (m_tabs->currentIndex() == EditTab)
        m_editor->focusText();
    else if (m_tabs->currentIndex() == DiffTab)
        m_diff->currentView()->setFocus(Qt::OtherFocusReason);
    else if (m_tabs->currentIndex() == EvidenceTab)
        m_evals->focusFirst();
    else if (m_tabs->currentIndex() == MergeTab)
        m_merge->focusFirst();
    else
        m_body->currentWidget()->setFocus(Qt::OtherFocusReason);
}

QList<QWidget *> ChangePage::panes() const
{
    if (m_tabs->currentIndex() == EvidenceTab)
        return QList<QWidget *>{m_tabs} + m_evals->panes() + QList<QWidget *>{m_suites->suites(), m_rail};
    const QList<QWidget *> text = m_tabs->currentIndex() == DiffTab ? QList<QWidget *>{m_diff->currentView()}
            : m_tabs->currentIndex() == EditTab                     ? m_editor->textPanes()
                                                                    : QList<QWidget *>{m_body->currentWidget()};
    return QList<QWidget *>{m_tabs} + text + QList<QWidget *>{m_entries->list(), m_rail};
}

bool ChangePage::escape()
{
    if (m_rail->messageIsOpen() && !m_rail->isWriting()) {
        m_rail->closeMessage();
        return true;
    }
    if (m_tabs->currentIndex() == DiffTab)
        return m_diff->escape();
    if (m_tabs->currentIndex() == EditTab)
        return m_editor->escape();
    if (m_tabs->currentIndex() == EvidenceTab)
        return m_evals->escape();
    if (m_tabs->currentIndex() == MergeTab)
        return m_merge->escape();
    return false;
}

void ChangePage::settle()
{
    keepRead();
    m_editor->flush();
    if (m_editing)
        m_keeper->flush();
}

} // namespace countersign
