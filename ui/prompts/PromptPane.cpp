// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prompts/PromptPane.h"

#include "base/Clock.h"
#include "services/Next.h"
#include "ui/common/Buttons.h"
#include "ui/common/Busy.h"
#include "ui/common/EmptyState.h"
#include "ui/common/ErrorText.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/Questions.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"
#include "ui/common/TabBar.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/common/UiState.h"
#include "ui/prompts/PromptHead.h"
#include "ui/prompts/PromptSettings.h"
#include "ui/prompts/PromptStory.h"
#include "ui/prompts/PromptText.h"
#include "ui/prompts/PromptWords.h"
#include "ui/prompts/VersionList.h"
#include "ui/prose/DiffPane.h"
#include "ui/shell/MoveWords.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QListView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int leaveAfterMs = 250;
constexpr int mostBranchTexts = 100;

[[nodiscard]] QString problemWords(const prompt::Problem &problem)
{
    const QString where = problem.line > 0 ? PromptPane::tr("Line %1, column %2.").arg(problem.line).arg(problem.column) : QString();
    switch (problem.kind) {
    case prompt::ProblemKind::TooLarge: return PromptPane::tr("The file is larger than 16 MiB and is not shown.");
    case prompt::ProblemKind::Binary: return PromptPane::tr("The file is not a text. Its bytes are kept and released as they are.");
    case prompt::ProblemKind::NotUtf8: return PromptPane::tr("The file is not UTF-8. Bytes that cannot be read are shown as �. %1").arg(where);
    default: return PromptPane::tr("It is shown as plain text; settings and variables are not known. %1").arg(where);
    }
}

} // namespace

PromptPane::PromptPane(const PageContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_comparison(this), m_branchTexts(this), m_adopting(this)
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    m_all = new QStackedWidget(this);
    outer->addWidget(m_all);
    m_none = new EmptyState(m_all);
    m_none->setObjectName(u"noPrompt"_s);
    m_none->setText(tr("Choose a prompt"), tr("What it says, since when, and what runs where is shown here."));
    m_all->addWidget(m_none);

    auto *page = new QWidget(m_all);
    auto *all = new QVBoxLayout(page);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    m_head = new PromptHead(context, page);
    all->addWidget(m_head);

    auto *tabGround = new Ground(ColorRole::Surface, page);
    tabGround->setLines(Qt::BottomEdge);
    auto *tabRow = new QHBoxLayout(tabGround);
    tabRow->setContentsMargins(14, 0, 24, 0);
    m_tabs = new TabBar(tabGround);
    m_tabs->setObjectName(u"promptTabs"_s);
    m_tabs->setAccessibleName(tr("Parts of the prompt"));
    for (const QString &word : {tr("Text"), tr("Releases"), tr("Used by"), tr("Compare")})
        m_tabs->addTab(word);
    m_tabs->setUsesScrollButtons(false);
    m_tabs->setTabVisible(CompareTab, false);
    tabRow->addWidget(m_tabs);
    tabRow->addStretch(1);
    QPushButton *copy = makeIconButton(Icon::Copy, tr("Copy the whole text"), tabGround);
    copy->setObjectName(u"copyText"_s);
    setButtonHeight(copy, ButtonHeight::InBar);
    tabRow->addWidget(copy);
    m_whoWrote = new QCheckBox(tr("Who wrote what"), tabGround);
    m_whoWrote->setObjectName(u"whoWroteWhat"_s);
    m_whoWrote->setChecked(context.uiState.value(u"prompts/whoWroteWhat"_s, true).toBool());
    tabRow->addWidget(m_whoWrote);
    all->addWidget(tabGround);

    m_stack = new QStackedWidget(page);
    all->addWidget(m_stack, 1);
    makeTextTab();
    makeOtherTabs();
    m_all->addWidget(page);

    m_reader = new PromptReader(context.workspace, this);
    connect(m_reader, &PromptReader::textRead, this, &PromptPane::showText);
    connect(m_reader, &PromptReader::textFailed, this, [this](const Error &error) {
        m_busy->end();
        if (error.code == ErrorCode::Canceled)
            return;
        Notice notice = errorNotice(error);
        notice.action = tr("Try again");
        m_textNotice->setNotice(notice);
        m_text->setText({});
        m_settings->setDocument({});
    });
    connect(m_reader, &PromptReader::blameRead, this, [this](const std::shared_ptr<const Blame> &blame, const QStringList &names) {
        m_busy->end();
        m_text->setBlame(blame, names);
    });
    connect(m_reader, &PromptReader::blameFailed, this, [this](const Error &error) {
        m_busy->end();
        if (error.code == ErrorCode::Canceled)
            return;
        Notice notice = errorNotice(error);
        notice.lead = tr("Who wrote what cannot be told.");
        notice.sentence = tr("An older version could not be read: %1").arg(errorText(error).lead);
        notice.action = tr("Try again");
        m_textNotice->setNotice(notice);
    });
    connect(m_reader, &PromptReader::usesFound, this, &PromptPane::showUses);
    connect(m_reader, &PromptReader::usesFailed, this, [this](const Error &error) {
        if (error.code == ErrorCode::Canceled)
            return;
        const ErrorText words = errorText(error);
        m_noUses->setText(words.lead, words.sentence);
        m_usesStack->setCurrentIndex(1);
    });
    connect(m_textNotice, &NoticeBar::actionPressed, this, &PromptPane::read);
    connect(copy, &QPushButton::clicked, this, [this] {
        if (m_text->sentenceCount() > 0)
            QGuiApplication::clipboard()->setText(m_text->wholeText());
    });
    connect(m_whoWrote, &QCheckBox::toggled, this, [this](bool on) {
        m_context.uiState.setValue(u"prompts/whoWroteWhat"_s, on);
        m_text->setBlameShown(on);
        closeStory();
    });
    connect(m_tabs, &QTabBar::currentChanged, this, &PromptPane::showTab);
    connect(m_head, &PromptHead::open, this, &PromptPane::open);
    connect(m_head, &PromptHead::compareAsked, this, &PromptPane::compareChosen);
    connect(m_head, &PromptHead::adoptAsked, this, &PromptPane::adopt);
    connect(m_head, &PromptHead::restoreAsked, this, &PromptPane::restore);
    m_leave.setSingleShot(true);
    m_leave.setInterval(leaveAfterMs);
    connect(&m_leave, &QTimer::timeout, this, [this] {
        if (m_story && !m_story->underMouse())
            closeStory();
    });
    m_text->setBlameShown(m_whoWrote->isChecked());
}

void PromptPane::makeTextTab()
{
    auto *tab = new QWidget(m_stack);
    auto *all = new QVBoxLayout(tab);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    m_settings = new PromptSettings(tab);
    m_settings->setObjectName(u"promptSettings"_s);
    all->addWidget(m_settings);
    m_textNotice = new NoticeBar(NoticeShape::Band, tab);
    m_textNotice->setObjectName(u"textNotice"_s);
    all->addWidget(m_textNotice);
    m_busy = new BusyLine(BusyLine::Cancel::NotOffered, tab);
    all->addWidget(m_busy);
    m_split = new QSplitter(Qt::Horizontal, tab);
    m_split->setObjectName(u"promptVersions"_s);
    m_text = new PromptText(m_split);
    m_text->setObjectName(u"promptText"_s);
    m_versions = new VersionList(m_context.clock, m_split);
    m_versions->setMinimumWidth(Theme::of(this).px(160));
    m_split->addWidget(m_text);
    m_split->addWidget(m_versions);
    m_split->setStretchFactor(0, 1);
    m_split->setStretchFactor(1, 0);
    m_split->setSizes({640, Theme::of(this).px(212)});
    m_context.uiState.follow(m_split);
    all->addWidget(m_split, 1);
    m_stack->addWidget(tab);

    connect(m_text, &PromptText::storyAsked, this, &PromptPane::story);
    connect(m_text, &PromptText::pointerLeft, this, [this] { m_leave.start(); });
    connect(m_versions, &VersionList::shownAsked, this, &PromptPane::choose);
}

void PromptPane::makeOtherTabs()
{
    m_history = new QListView(m_stack);
    m_history->setObjectName(u"promptReleases"_s);
    prepareRowView(m_history, tr("Where it ran"), ColorRole::Surface);
    m_historyRows = new EventRows(this);
    m_history->setModel(m_historyRows);
    m_history->setItemDelegate(new EventRow(EventRowLayout::Recent, m_history));
    auto *historyPlace = new QWidget(m_stack);
    auto *historyBox = new QVBoxLayout(historyPlace);
    historyBox->setContentsMargins(24, 8, 24, 8);
    historyBox->addWidget(m_history);
    m_stack->addWidget(historyPlace);

    m_usesStack = new QStackedWidget(m_stack);
    m_uses = new QListView(m_usesStack);
    m_uses->setObjectName(u"promptUses"_s);
    prepareRowView(m_uses, tr("Prompts that include it"), ColorRole::Surface);
    m_useRows = new EntryRows(this);
    m_uses->setModel(m_useRows);
    m_uses->setItemDelegate(new EntryRow(m_uses));
    m_usesStack->addWidget(m_uses);
    m_noUses = new EmptyState(m_usesStack);
    m_usesStack->addWidget(m_noUses);
    m_stack->addWidget(m_usesStack);
    connect(m_uses, &QListView::activated, this, [this](const QModelIndex &index) {
        emit open({.page = PageKind::Prompts, .artifact = {m_useRows->rows()[index.row()].key}});
    });

    m_diff = new DiffPane(m_stack);
    m_diff->setSeenCounted(false); // nobody decides on it here
    m_stack->addWidget(m_diff);
    connect(m_diff, &DiffPane::choiceMade, this, [this](diff::Side side, const QString &id) {
        m_compared[static_cast<size_t>(diff::index(side))] = id;
        compare();
    });
}

const Artifact *PromptPane::file() const
{
    return m_view ? m_view->state.artifact(m_artifact) : nullptr;
}

SemVer PromptPane::shownVersion() const
{
    const Artifact *artifact = file();
    if (!artifact || !artifact->latest())
        return {};
    return m_wanted.isNull() || !artifact->version(m_wanted) ? artifact->latest()->version : m_wanted;
}

QString PromptPane::shownId() const
{
    if (branchText(m_wantedCommit))
        return m_wantedCommit;
    const SemVer version = shownVersion();
    return version.isNull() ? QString() : version.toString();
}

const BranchText *PromptPane::branchText(const QString &commit) const
{
    const auto it = std::find_if(m_onBranch.cbegin(), m_onBranch.cend(), [&commit](const BranchText &text) { return text.commit == commit; });
    return it == m_onBranch.cend() ? nullptr : &*it;
}

ContentHash PromptPane::contentOf(const QString &id) const
{
    if (const BranchText *text = branchText(id))
        return text->content;
    const auto version = SemVer::fromString(id);
    const Artifact *artifact = file();
    const VersionRecord *record = version && artifact ? artifact->version(*version) : nullptr;
    return record ? record->content : ContentHash{};
}

void PromptPane::choose(const QString &id)
{
    const Artifact *artifact = file();
    if (!artifact || id == shownId())
        return;
    m_wantedCommit = branchText(id) ? id : QString();
    const auto version = m_wantedCommit.isEmpty() ? SemVer::fromString(id) : std::nullopt;
    m_wanted = version && artifact->latest() && artifact->latest()->version != *version ? *version : SemVer{};
    read();
    emit moved();
}

void PromptPane::showVersions()
{
    m_versions->setVersions(m_view, m_artifact, m_onBranch);
    m_head->setComparable(m_versions->ids().size() > 1);
}

void PromptPane::readBranch()
{
    const Artifact *artifact = file();
    const auto edit = std::find_if(m_view->ungoverned.cbegin(), m_view->ungoverned.cend(),
                                   [this](const UngovernedEdit &e) { return e.artifact == m_artifact; });
    const QString wanted = m_artifact.value + u'\n' + toString(artifact->acceptedContent()) + u'\n'
            + (edit == m_view->ungoverned.cend() ? QString() : edit->commit);
    if (wanted == m_onBranchOf)
        return;
    m_onBranchOf = wanted;
    m_branchTexts.start(m_context.workspace.branchTexts(m_artifact, mostBranchTexts), [this](const Result<QList<BranchText>> &texts) {
        if (texts) {
            m_onBranch = *texts;
            showVersions();
            if (m_read == shownId())
                m_versions->setShown(m_read);
            else
                read();
            return;
        }
        // As long as the branch was not read, the window says so elsewhere, and the next view asks again.
        m_onBranchOf.clear();
        if (texts.error().code == ErrorCode::Canceled || texts.error().code == ErrorCode::Unavailable)
            return;
        Notice notice = errorNotice(texts.error());
        notice.lead = tr("What the file held on %1 before cannot be told.").arg(m_view->state.policy.branch);
        notice.sentence = errorText(texts.error()).lead;
        m_textNotice->setNotice(notice);
    });
}

void PromptPane::setView(const ViewPointer &view)
{
    m_view = view;
    refresh();
}

void PromptPane::show(const ArtifactId &artifact, const SemVer &version)
{
    if (artifact != m_artifact) {
        closeStory();
        m_tabs->setTabVisible(CompareTab, false);
        if (m_tabs->currentIndex() == CompareTab)
            m_tabs->setCurrentIndex(TextTab);
        m_usesKnown = false;
        m_useRows->setRows({});
        m_onBranch.clear();
        m_onBranchOf.clear();
        m_branchTexts.cancel();
    }
    m_artifact = artifact;
    m_wanted = version;
    m_wantedCommit.clear();
    refresh();
}

void PromptPane::refresh()
{
    if (!m_view)
        return;
    const Artifact *artifact = file();
    if (!artifact) {
        if (!m_artifact.isEmpty())
            m_none->setText(tr("There is no prompt %1").arg(m_artifact.value), tr("It may have had another name, or belong to another workspace."));
        m_all->setCurrentIndex(0);
        return;
    }
    m_all->setCurrentIndex(1);
    m_head->setPrompt(m_view, m_artifact);
    showVersions();
    showHistory();
    if (m_readOf != m_artifact || m_read != shownId())
        read();
    readBranch();
    if (m_tabs->currentIndex() == UsedByTab)
        showTab(UsedByTab);
}

void PromptPane::read()
{
    closeStory();
    const QString id = shownId();
    m_versions->setShown(id);
    m_textNotice->settle();
    if (id.isEmpty()) {
        m_readOf = m_artifact;
        m_read.clear();
        m_text->setText({});
        m_settings->setDocument({});
        m_textNotice->setNotice({.kind = NoticeKind::Info, .lead = tr("No version has been accepted yet."), .sentence = {}});
        return;
    }
    if (m_readOf != m_artifact)
        m_text->setText({});
    m_readOf = m_artifact;
    m_read = id;
    if (const BranchText *text = branchText(id)) {
        m_busy->begin(tr("Reading %1").arg(PromptWords::commitName(*text)));
        m_reader->read(file()->path, text->content);
        return;
    }
    m_busy->begin(tr("Reading %1").arg(id));
    m_reader->read(m_artifact, shownVersion());
}

void PromptPane::showText(const ReadText &text)
{
    m_text->setText(text);
    m_settings->setDocument(text.document);
    const BranchText *onBranch = branchText(m_wantedCommit);
    if (onBranch)
        m_busy->end();
    else
        m_busy->begin(tr("Finding out who wrote what"));
    const prompt::Setting *description = text.document.setting(u"description"_s);
    m_head->setDescription(description ? description->value.left(160) : QString());
    if (const prompt::Problem *problem = text.worstProblem()) {
        m_textNotice->setNotice({.kind = NoticeKind::Danger,
                                 .lead = tr("This file could not be read as a prompt."),
                                 .sentence = problemWords(*problem),
                                 .detail = problem->detail.left(500)});
    } else if (onBranch) {
        m_textNotice->setNotice({.kind = NoticeKind::Info,
                                 .lead = tr("Commit %1 on %2.").arg(PromptWords::commitName(*onBranch), m_view->state.policy.branch),
                                 .sentence = tr("Nobody accepted this text."),
                                 .detail = onBranch->summary.left(500)});
    } else if (!m_wanted.isNull()) {
        m_textNotice->setNotice({.kind = NoticeKind::Info, .lead = tr("Version %1.").arg(m_wanted.toString()), .sentence = tr("A newer one has been accepted.")});
    }
}

void PromptPane::showTab(int tab)
{
    closeStory();
    m_stack->setCurrentIndex(tab);
    m_whoWrote->setVisible(tab == TextTab);
    if (tab == UsedByTab && !m_usesKnown && !m_artifact.isEmpty()) {
        m_noUses->setText(tr("Looking for prompts that include it"), {});
        m_usesStack->setCurrentIndex(1);
        m_reader->findUses(m_artifact);
    }
}

void PromptPane::showHistory()
{
    const QList<EventRowData> rows = MoveWords::history(*m_view, *file(), {}, m_context.clock.now());
    m_historyRows->setRows(rows);
    m_tabs->setTabNote(ReleasesTab, text::number(qint64(rows.size())));
}

void PromptPane::showUses(const QList<PromptUse> &uses)
{
    m_usesKnown = true;
    QList<EntryRowData> rows;
    for (const PromptUse &use : uses)
        rows.append({.key = use.artifact.value, .sentence = {{use.artifact.value, RunStyle::Strong}}, .place = tr("includes “%1”").arg(use.include)});
    m_useRows->setRows(rows);
    m_tabs->setTabNote(UsedByTab, text::number(qint64(rows.size())));
    m_noUses->setText(tr("No prompt includes it"), tr("Here stand prompts that include this one, for instance with {{> %1}}.").arg(m_artifact.value));
    m_usesStack->setCurrentIndex(rows.isEmpty() ? 1 : 0);
}

void PromptPane::compareChosen()
{
    const Artifact *artifact = file();
    const QStringList ids = m_versions->ids();
    if (!artifact || ids.size() < 2)
        return;
    QStringList chosen = m_versions->chosen();
    if (chosen.size() != 2) {
        // The one that is shown against the one before; the first against the second.
        const QString right = shownId();
        QString left;
        for (const VersionRecord &record : artifact->versions) {
            if (m_wantedCommit.isEmpty() && record.version < shownVersion())
                left = record.version.toString();
        }
        if (left.isEmpty())
            left = ids.value(ids.indexOf(right) + 1);
        chosen = left.isEmpty() ? QStringList{ids[ids.size() - 1], ids[ids.size() - 2]} : QStringList{left, right};
    }
    m_compared = {chosen.first(), chosen.last()};
    showCompared();
}

void PromptPane::showDifference(const SemVer &from, const SemVer &to)
{
    m_compared = {from.toString(), to.toString()};
    showCompared();
}

void PromptPane::showCompared()
{
    m_tabs->setTabVisible(CompareTab, true);
    // The bar has its new width before it looks whether the tab is in sight.
    m_tabs->updateGeometry();
    m_tabs->parentWidget()->layout()->activate();
    m_tabs->setCurrentIndex(CompareTab);
    compare();
}

void PromptPane::compare()
{
    const Artifact *artifact = file();
    const ContentHash left = contentOf(m_compared[0]);
    const ContentHash right = contentOf(m_compared[1]);
    if (!artifact || left.isNull() || right.isNull()) {
        m_diff->setProblem(tr("One of the versions does not exist any more"), {});
        return;
    }
    const QString production = m_view->state.policy.environments.isEmpty() ? QString() : m_view->state.policy.environments.last().title;
    const PointerMove *live = m_view->state.policy.environments.isEmpty() ? nullptr : artifact->running(m_view->state.policy.environments.last().id);
    QList<DiffChoice> choices;
    const qint64 now = m_context.clock.now();
    for (const QString &id : m_versions->ids()) {
        if (const BranchText *text = branchText(id)) {
            choices.append({.id = id, .lead = tr("Not accepted"), .name = PromptWords::commitName(*text), .note = PromptWords::commitNote(*text, now)});
            continue;
        }
        const VersionRecord *record = artifact->version(SemVer::fromString(id).value_or(SemVer{}));
        if (!record)
            continue;
        choices.append({.id = id,
                        .lead = live && live->version == record->version ? tr("Live in %1").arg(production) : tr("Version"),
                        .name = id,
                        .note = PromptWords::versionNote(*m_view, *record, now)});
    }
    m_diff->setChoices(diff::Side::Left, choices, m_compared[0]);
    m_diff->setChoices(diff::Side::Right, choices, m_compared[1]);
    m_diff->setBusy(tr("Comparing"));
    m_comparison.start(m_context.workspace.compare(artifact->path, left, right), [this](const Result<FileComparison> &result) {
        if (result) {
            m_diff->setComparison(result->comparison);
        } else if (result.error().code != ErrorCode::Canceled) {
            const ErrorText words = errorText(result.error());
            m_diff->setProblem(words.lead, words.sentence);
        }
    });
}

void PromptPane::story(int sentence, bool byKeyboard)
{
    closeStory();
    const Artifact *artifact = file();
    const std::shared_ptr<const Blame> &blame = m_text->blame();
    if (!artifact || !blame || sentence < 0 || sentence >= blame->origins.size())
        return;
    const SentenceOrigin &origin = blame->origins[sentence];
    if (origin.version < 0 || origin.version >= artifact->versions.size())
        return;
    m_text->scrollToSentence(sentence);
    m_text->ground(sentence);
    auto *popover = new PromptStory(m_text->viewport(), *m_view, artifact->versions[origin.version], origin.before, m_text->sentenceText(sentence),
                                    m_context.clock);
    popover->setObjectName(u"sentenceStory"_s);
    m_story = popover;
    connect(popover, &PromptStory::changeAsked, this, [this](const ChangeId &change) {
        closeStory();
        emit open({.page = PageKind::Change, .change = change});
    });
    connect(popover, &Popover::closed, this, [this, popover] {
        popover->deleteLater();
        m_text->releaseHover();
    });
    popover->openAt(m_text->sentenceRect(sentence), byKeyboard ? Popover::Focus::Take : Popover::Focus::Leave);
}

void PromptPane::closeStory()
{
    m_leave.stop();
    if (m_story) {
        PromptStory *popover = m_story;
        m_story.clear();
        popover->close();
    }
}

void PromptPane::adopt()
{
    const auto edit = std::find_if(m_view->ungoverned.cbegin(), m_view->ungoverned.cend(),
                                   [this](const UngovernedEdit &e) { return e.artifact == m_artifact; });
    if (edit == m_view->ungoverned.cend())
        return;
    m_head->notice()->setEnabled(false);
    m_adopting.start(m_context.workspace.adopt(*edit), [this](const Result<Draft> &draft) {
        m_head->notice()->setEnabled(true);
        if (!draft) {
            m_textNotice->setNotice(errorNotice(draft.error()));
            return;
        }
        whenFinished(m_context.workspace.saveDraft(*draft), this, [this, change = draft->change](const Result<QString> &saved) {
            if (saved)
                emit open({.page = PageKind::Change, .change = change, .draft = *saved, .act = AddressAct::Edit});
            else
                m_textNotice->setNotice(errorNotice(saved.error()));
        });
    });
}

void PromptPane::restore()
{
    const auto edit = std::find_if(m_view->ungoverned.cbegin(), m_view->ungoverned.cend(),
                                   [this](const UngovernedEdit &e) { return e.artifact == m_artifact; });
    if (edit == m_view->ungoverned.cend())
        return;
    m_context.questions.ask({.title = tr("Restore the governed text of %1?").arg(m_artifact.value),
                             .sentence = tr("A commit on %1 puts the accepted bytes back. What %2 wrote stays in the history of the branch.")
                                                 .arg(m_view->state.policy.branch, edit->author),
                             .accept = tr("Restore the text")},
                            this, [this, edit = *edit](Answer answer) {
                                if (answer != Answer::Accepted)
                                    return;
                                m_head->notice()->setEnabled(false);
                                whenFinished(m_context.workspace.restore(edit), this, [this](const Result<WriteReceipt> &done) {
                                    m_head->notice()->setEnabled(true);
                                    if (!done)
                                        m_textNotice->setNotice(errorNotice(done.error()));
                                });
                            });
}

bool PromptPane::primaryAction()
{
    if (m_all->currentIndex() != 1 || !m_head->editButton()->isEnabled())
        return false;
    m_head->editButton()->click();
    return true;
}

bool PromptPane::escape()
{
    if (m_story) {
        closeStory();
        return true;
    }
    if (m_tabs->currentIndex() == CompareTab) {
        if (m_diff->escape())
            return true;
        m_tabs->setCurrentIndex(TextTab);
        m_tabs->setTabVisible(CompareTab, false);
        return true;
    }
    return false;
}

QList<QWidget *> PromptPane::panes() const
{
    if (m_all->currentIndex() != 1)
        return {};
    switch (m_tabs->currentIndex()) {
    case TextTab: return {m_head->editButton(), m_text, m_versions->list()};
    case ReleasesTab: return {m_head->editButton(), m_history};
    case UsedByTab: return {m_head->editButton(), m_uses};
    default: return {m_head->editButton(), m_diff->view()};
    }
}

} // namespace countersign
