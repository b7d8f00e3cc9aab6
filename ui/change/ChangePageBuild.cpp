// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/ChangePage.h"

#include "ui/cases/SuiteRuns.h"
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
#include "ui/common/EmptyState.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/TabBar.h"
#include "ui/common/UiState.h"
#include "ui/editor/DraftKeeper.h"
#include "ui/editor/EditorPane.h"

#include <QBoxLayout>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace countersign {

void ChangePage::build()
{
    const Theme &theme = m_context.theme;
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    m_pages = new QStackedWidget(this);
    outer->addWidget(m_pages);
    m_missing = new EmptyState(m_pages);
    m_missing->setObjectName(u"changeMissing"_s);
    m_page = new QWidget(m_pages);
    m_pages->addWidget(m_page);
    m_pages->addWidget(m_missing);

    auto *all = new QVBoxLayout(m_page);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    m_head = new ChangeHead(m_page);
    all->addWidget(m_head);
    m_marks = new ChangeMarks(m_page);
    all->addWidget(m_marks);

    auto *tabs = new Ground(ColorRole::Surface, m_page);
    tabs->setLines(Qt::BottomEdge);
    auto *tabRow = new QHBoxLayout(tabs);
    tabRow->setContentsMargins(theme.tokens().inset.changePage - 10, 0, theme.tokens().inset.changePage, 0);
    tabRow->setSpacing(12);
    m_tabs = new TabBar(tabs);
    m_tabs->setObjectName(u"changeTabs"_s);
    for (const QString &name : {tr("Edit"), tr("Diff"), tr("Note"), tr("Evals"), tr("Talk"), tr("History"), tr("Merge")})
        m_tabs->addTab(name);
    m_status = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, tabs);
    m_status->setObjectName(u"changeStatus"_s);
    m_status->setWrapping(Wrapping::Elide);
    m_status->setAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
    tabRow->addWidget(m_tabs, 0);
    tabRow->addWidget(m_status, 1);
    all->addWidget(tabs);
    m_stale = new NoticeBar(NoticeShape::Band, m_page);
    m_stale->setObjectName(u"staleNotice"_s);
    m_stale->hide();
    all->addWidget(m_stale);

    m_splitter = new QSplitter(Qt::Horizontal, m_page);
    m_splitter->setObjectName(u"changeSplitter"_s);
    m_splitter->setChildrenCollapsible(false);
    all->addWidget(m_splitter, 1);
    auto *ground = new Ground(ColorRole::Surface, m_splitter);
    auto *side = new Ground(ColorRole::Sunken, m_splitter);
    side->setLines(Qt::LeftEdge);
    m_side = side;
    buildBody(ground);
    buildSide(side);
    m_splitter->addWidget(ground);
    m_splitter->addWidget(side);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setSizes({4000, theme.size().sideColumn});
    m_context.uiState.follow(m_splitter);

    connect(m_tabs, &QTabBar::currentChanged, this, &ChangePage::chooseTab);
    connect(m_head->more(), &QPushButton::clicked, this, &ChangePage::openMenu);
    connectReading();
    connectTalk();
    connectWriting();
    addShortcuts();
}

void ChangePage::buildBody(QWidget *ground)
{
    auto *groundAll = new QVBoxLayout(ground);
    groundAll->setContentsMargins(0, 0, 0, 0);
    m_body = new QStackedWidget(ground);
    groundAll->addWidget(m_body);
    m_editor = new EditorPane(m_body);
    m_editor->keepSamplesIn(&m_context.uiState);
    m_suiteRuns = new SuiteRuns(m_context.workspace, this);
    connect(m_suiteRuns, &SuiteRuns::loaded, this, &ChangePage::tellSuite);
    m_diff = new DiffPane(m_body);
    m_diff->setObjectName(u"diffPane"_s);
    m_notes = new QStackedWidget(m_body);
    m_form = new NoteForm(m_notes);
    m_form->setObjectName(u"noteForm"_s);
    m_noteView = new NoteView(m_notes);
    m_notes->addWidget(m_form);
    m_notes->addWidget(m_noteView);
    m_suites = new SuitesPanel;
    m_evals = new EvalsTab(m_context, m_suites, m_body);
    m_context.uiState.follow(m_evals->findChild<QSplitter *>(u"evalsSplitter"_s));
    m_talk = new TalkView(m_body);
    m_history = new HistoryView(m_context.workspace, m_context.clock, m_body);
    m_body->addWidget(m_editor);
    m_body->addWidget(m_diff);
    m_body->addWidget(m_notes);
    m_body->addWidget(m_evals);
    m_body->addWidget(m_talk);
    m_body->addWidget(m_history);
    m_merge = new MergeView(m_body);
    m_merge->setObjectName(u"mergeView"_s);
    m_body->addWidget(m_merge);
}

void ChangePage::buildSide(QWidget *side)
{
    auto *sideAll = new QVBoxLayout(side);
    sideAll->setContentsMargins(1, 0, 0, 0);
    sideAll->setSpacing(0);
    m_upper = new QStackedWidget(side);
    m_entries = new EntriesPanel(m_upper);
    m_lane = new LanePanel(m_upper);
    m_asks = new AsksPanel(m_upper);
    m_upper->addWidget(m_entries);
    m_upper->addWidget(m_lane);
    m_upper->addWidget(m_asks);
    m_upper->addWidget(m_suites);
    // Only the panel that is shown asks for room: what it does not need is the rail's, whose buttons are never cut.
    const auto onlyTheShown = [this] {
        for (int i = 0; i < m_upper->count(); ++i)
            m_upper->widget(i)->setSizePolicy(QSizePolicy::Preferred, i == m_upper->currentIndex() ? QSizePolicy::Preferred : QSizePolicy::Ignored);
    };
    connect(m_upper, &QStackedWidget::currentChanged, this, onlyTheShown);
    onlyTheShown();
    sideAll->addWidget(m_upper, 1);
    m_rail = new RequirementsRail(side);
    m_rail->setObjectName(u"rail"_s);
    m_rail->setAccessibleName(tr("Requirements"));
    sideAll->addWidget(m_rail, 0);
    side->setMinimumWidth(m_context.theme.size().sideColumnLeast);
    side->setMaximumWidth(m_context.theme.size().sideColumnMost);
}

void ChangePage::connectReading()
{
    connect(m_head, &ChangeHead::reasonChosen, this, &ChangePage::goToFinding);
    connect(m_head, &ChangeHead::laneAsked, this, &ChangePage::askLane);

    connect(m_entries, &EntriesPanel::chosen, this, [this](int entry) {
        chooseTab(DiffTab);
        m_diff->view()->setCurrentEntry(entry);
    });
    connect(m_entries, &EntriesPanel::walked, this, [this](int direction) { m_diff->walk(direction); });
    connect(m_diff->view(), &DiffView::currentEntryChanged, m_entries, &EntriesPanel::setCurrent);
    connect(m_diff, &DiffPane::choiceMade, this, [this](diff::Side which, const QString &id) {
        (which == diff::Side::Left ? m_left : m_right) = id;
        if (m_editing)
            showDraftDiff();
        else
            compareShown();
        showStale();
    });
    connect(m_diff, &DiffPane::fileChosen, this, [this](int file) {
        if (m_editing) {
            m_file = file;
            showDraftDiff();
        } else {
            readFile(file);
        }
    });
    connect(m_diff, &DiffPane::threeTextsAsked, this, &ChangePage::turnThree);
    connect(m_merge, &MergeView::changed, this, [this] {
        showTabs();
        showRail();
    });
    connect(m_merge, &MergeView::canceled, this, &ChangePage::endMerge);
    connect(m_diff, &DiffPane::readingChanged, this, &ChangePage::keepReading);
    connect(m_diff->view(), &DiffView::seenByReader, this, [this] {
        if (!m_filledTexts)
            m_seenStore.keep(seenSubject(shownPath()), m_diff->view()->seen());
    });
    m_diff->setReading({.layout = static_cast<LayoutChoice>(m_context.uiState.value(u"reading/layout"_s, 0).toInt()),
                        .zoom = m_context.uiState.value(u"reading/zoom"_s, 1.0).toDouble(),
                        .spaces = m_context.uiState.value(u"reading/spaces"_s, false).toBool()});
    connect(m_history, &HistoryView::eventChosen, this, [this](Sequence seq) { emit open({.page = PageKind::Audit, .seq = seq}); });

    connect(m_evals, &EvalsTab::acceptAsked, this, &ChangePage::askAcceptResult);
    connect(m_rail, &RequirementsRail::rowPressed, this, [this](const QString &key) {
        if (key == Requirement{.kind = RequirementKind::RegressionGate}.id() && m_tabs->isTabVisible(EvidenceTab)) {
            chooseTab(EvidenceTab);
            m_evals->focusFirst();
        }
    });
    connect(m_rail, &RequirementsRail::pressed, this, &ChangePage::act);
    connect(m_rail, &RequirementsRail::linkPressed, this, &ChangePage::link);
    connect(m_rail, &RequirementsRail::messageSent, this, [this](const QString &message) { act(m_afterMessage + u':' + message); });
    connect(m_rail, &RequirementsRail::otherRolesAsked, this, [this] { act(u"otherRoles"_s); });
}

void ChangePage::connectTalk()
{
    connect(m_diff, &DiffPane::commentAsked, this, [this](const DiffRange &about) { openComment(about, CommentKind::Comment); });
    connect(m_diff, &DiffPane::suggestAsked, this, [this](const DiffRange &about) { openComment(about, CommentKind::Suggestion); });
    connect(m_talk, &TalkView::said, this, [this](const QString &words) { say({}, {}, words); });
    connect(m_talk, &TalkView::answered, this, [this](const EventId &first, const QString &words) { say({}, first, words); });
    connect(m_talk, &TalkView::settled, this, &ChangePage::settleThread);
    connect(m_talk, &TalkView::takenOver, this, &ChangePage::takeOver);
    connect(m_talk, &TalkView::wordsChosen, this, &ChangePage::goToWords);
    connect(m_talk, &TalkView::caseAsked, this, &ChangePage::makeCase);
}

void ChangePage::connectWriting()
{
    connect(m_head, &ChangeHead::titleEdited, m_keeper, &DraftKeeper::setTitle);
    connect(m_noteView, &NoteView::changeAsked, this, [this] { act(u"editNote"_s); });
    connect(m_form, &NoteForm::edited, this, [this] {
        if (m_editing)
            m_keeper->setNote(m_form->note());
        showRail();
    });
    connect(m_form, &NoteForm::checked, this, &ChangePage::showRail);
    connect(m_editor, &EditorPane::fileEdited, m_keeper, &DraftKeeper::setFile);
    connect(m_editor, &EditorPane::checked, this, [this] {
        showRail();
        goOnSending();
    });
    connect(m_keeper, &DraftKeeper::edited, this, [this](int file) {
        if (file >= 0) {
            m_sendAsked = false;
            followMerge(file);
            if (m_editing)
                m_assessment->askSoon();
        }
        showRail();
    });
    connect(m_keeper, &DraftKeeper::stateChanged, this, &ChangePage::showSaved);
    connect(m_lane, &LanePanel::reasonChosen, this, &ChangePage::goToFinding);
    connect(m_assessment, &DraftAssessment::answered, this, &ChangePage::showAssessed);
    connect(m_assessment, &DraftAssessment::failed, this, &ChangePage::showNotAssessed);
    connect(m_assessment, &DraftAssessment::late, this, [this] {
        m_lane->setState(tr("looking"), false);
        showRail();
    });
}

void ChangePage::addShortcuts()
{
    const auto shortcut = [this](const QKeySequence &keys, auto act) {
        auto *made = new QShortcut(keys, this);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, this, act);
    };
    const auto walk = [this](int direction) {
        if (m_tabs->currentIndex() == MergeTab) {
            m_merge->walk(direction);
            return;
        }
        chooseTab(DiffTab);
        m_diff->walk(direction);
    };
    shortcut(Qt::Key_F7, [walk] { walk(1); });
    shortcut(Qt::SHIFT | Qt::Key_F7, [walk] { walk(-1); });
    const auto turnTab = [this](int by) {
        for (int tab = m_tabs->currentIndex(), i = 0; i < m_tabs->count(); ++i) {
            tab = (tab + by + m_tabs->count()) % m_tabs->count();
            if (m_tabs->isTabVisible(tab)) {
                chooseTab(tab);
                return;
            }
        }
    };
    shortcut(Qt::CTRL | Qt::Key_Tab, [turnTab] { turnTab(1); });
    shortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_Tab, [turnTab] { turnTab(-1); });
    shortcut(Qt::ALT | Qt::Key_L, [this] { m_head->openReasons(); });
}

} // namespace countersign
