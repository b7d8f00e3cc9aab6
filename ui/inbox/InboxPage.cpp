// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inbox/InboxPage.h"

#include "base/Clock.h"
#include "services/WhenFinished.h"
#include "ui/common/Buttons.h"
#include "ui/common/EmptyState.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Questions.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowModels.h"
#include "ui/common/RowView.h"
#include "ui/common/Text.h"
#include "ui/common/UiState.h"
#include "ui/inbox/AlarmCard.h"
#include "ui/inbox/DifferenceSheet.h"
#include "ui/inbox/FirstDay.h"
#include "ui/inbox/RecentWords.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/RuleWords.h"

#include <QHBoxLayout>
#include <QListView>
#include <QResizeEvent>
#include <QScrollArea>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostRecent = 12;
constexpr int besideFrom = 1180;

// Enter and a click on a row; a click is not the activation of the system, which may ask for two.
template<typename Receiver>
void onRow(QListView *list, Receiver *receiver, void (Receiver::*open)(const QModelIndex &))
{
    QObject::connect(list, &QListView::clicked, receiver, open);
    for (const int key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *enter = new QShortcut(key, list);
        enter->setContext(Qt::WidgetShortcut);
        QObject::connect(enter, &QShortcut::activated, receiver,
                         [list, receiver, open] { (receiver->*open)(list->currentIndex()); });
    }
}

} // namespace

InboxPage::InboxPage(const PageContext &context, QWidget *parent)
    : Page(parent)
    , m_context(context)
{
    setObjectName(u"inboxPage"_s);
    setAccessibleName(tr("Inbox"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    makeHead(layout);
    makeColumns(layout);
    connect(&m_context.theme, &Theme::changed, this, [this] {
        showAlarms();
        followRows();
    });
}

void InboxPage::makeHead(QVBoxLayout *layout)
{
    auto *head = new Ground(ColorRole::Surface, this);
    head->setLines(Qt::BottomEdge);
    head->setMinimumHeight(m_context.theme.px(76));
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(24, 0, 24, 0);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addStretch();
    words->addWidget(new PlainLabel(tr("Inbox"), FontRole::Title, ColorRole::Text, head));
    m_sentence = new PlainLabel(QString(), FontRole::Body, ColorRole::Muted, head);
    m_sentence->setObjectName(u"inboxSentence"_s);
    m_sentence->setWrapping(Wrapping::Elide);
    words->addWidget(m_sentence);
    words->addStretch();
    row->addLayout(words, 1);
    m_new = makeButton(Icon::Add, tr("New change"), ButtonKind::Plain, head);
    m_new->setObjectName(u"newChange"_s);
    row->addWidget(m_new);
    layout->addWidget(head);
    connect(m_new, &QPushButton::clicked, this, &InboxPage::newChange);
}

void InboxPage::makeColumns(QVBoxLayout *layout)
{
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setObjectName(u"inboxSplitter"_s);
    m_splitter->setChildrenCollapsible(false);
    layout->addWidget(m_splitter, 1);

    m_mainScroll = new QScrollArea(m_splitter);
    m_mainScroll->setFrameShape(QFrame::NoFrame);
    m_mainScroll->setWidgetResizable(true);
    m_mainScroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_mainScroll->setFocusPolicy(Qt::NoFocus);
    m_main = new Ground(ColorRole::Surface);
    m_mainScroll->setWidget(m_main);
    m_mainLayout = new QVBoxLayout(m_main);
    m_mainLayout->setContentsMargins({});
    m_mainLayout->setSpacing(0);
    m_lead = new QStackedWidget(m_main);
    m_list = new QListView(m_lead);
    m_list->setObjectName(u"inboxList"_s);
    prepareRowView(m_list, tr("What needs you and what you wait for"), ColorRole::Surface);
    auto *delegate = new ChangeRow(ChangeRowLayout::Inbox, m_list);
    m_list->setItemDelegate(delegate);
    auto *rows = new RowAdapter<ChangeRowData>(
            [this](const QModelIndex &index) { return rowData(index.data(ValueRole).value<InboxRow>()); }, this);
    rows->setSourceModel(&m_model);
    m_rows = rows;
    m_list->setModel(m_rows);
    auto *buttons = new RowButtons(m_list, delegate);
    connect(buttons, &RowButtons::pressed, this, &InboxPage::openRow);
    onRow(m_list, this, &InboxPage::openRow);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &InboxPage::showRow);
    m_lead->addWidget(m_list);
    auto *emptyPlace = new Ground(ColorRole::Surface, m_lead);
    auto *emptyLayout = new QVBoxLayout(emptyPlace);
    m_empty = new EmptyState(emptyPlace);
    m_empty->setObjectName(u"inboxEmpty"_s);
    emptyLayout->addWidget(m_empty);
    m_lead->addWidget(emptyPlace);
    auto *firstScroll = new QScrollArea(m_lead);
    firstScroll->setFrameShape(QFrame::NoFrame);
    firstScroll->setWidgetResizable(true);
    firstScroll->setFocusPolicy(Qt::NoFocus);
    m_firstDay = new FirstDay(firstScroll);
    firstScroll->setWidget(m_firstDay);
    m_lead->addWidget(firstScroll);
    connect(m_firstDay, &FirstDay::newChangePressed, this, &InboxPage::newChange);
    m_mainLayout->addWidget(m_lead, 1);
    m_splitter->addWidget(m_mainScroll);

    m_side = new QScrollArea(m_splitter);
    m_side->setObjectName(u"inboxSide"_s);
    m_side->setFrameShape(QFrame::NoFrame);
    m_side->setWidgetResizable(true);
    m_side->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_side->setFocusPolicy(Qt::NoFocus);
    m_side->setAccessibleName(tr("Wrong now, and the last 24 hours"));
    m_side->setMinimumWidth(m_context.theme.px(320));
    auto *sideGround = new Ground(ColorRole::Sunken);
    m_sideLayout = new QVBoxLayout(sideGround);
    m_sideLayout->setContentsMargins(20, 16, 20, 20);
    m_sideLayout->setSpacing(24);
    m_side->setWidget(sideGround);
    m_splitter->addWidget(m_side);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setSizes({800, m_context.theme.size().inboxColumn});
    m_context.uiState.follow(m_splitter);

    m_alarmsBox = new QWidget;
    auto *alarmsLayout = new QVBoxLayout(m_alarmsBox);
    alarmsLayout->setContentsMargins({});
    alarmsLayout->setSpacing(12);
    m_alarmsHead = new SectionHead(tr("Wrong now"), m_alarmsBox);
    alarmsLayout->addWidget(m_alarmsHead);
    m_alarms = new QVBoxLayout;
    m_alarms->setSpacing(12);
    alarmsLayout->addLayout(m_alarms);

    m_recentBox = new Ground(ColorRole::Sunken);
    auto *recentLayout = new QVBoxLayout(m_recentBox);
    recentLayout->setContentsMargins({});
    recentLayout->setSpacing(8);
    m_recentHead = new SectionHead(tr("Changed in the last 24 hours"), m_recentBox);
    recentLayout->addWidget(m_recentHead);
    m_recentList = new QListView(m_recentBox);
    m_recentList->setObjectName(u"recentEvents"_s);
    prepareRowView(m_recentList, tr("Changed in the last 24 hours"), ColorRole::Sunken);
    m_recentList->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *eventRow = new EventRow(EventRowLayout::Recent, m_recentList);
    eventRow->setGround(ColorRole::Sunken);
    m_recentList->setItemDelegate(eventRow);
    auto *recentRows = new RowAdapter<EventRowData>(
            [this](const QModelIndex &index) {
                return RecentWords::row(*m_view, index.data(ValueRole).value<RecentRow>().event, m_context.clock.now());
            },
            this);
    recentRows->setSourceModel(&m_recent);
    m_recentRows = recentRows;
    m_recentList->setModel(m_recentRows);
    onRow(m_recentList, this, &InboxPage::openRecent);
    recentLayout->addWidget(m_recentList);
    m_allInAudit = new LinkLabel(QString(), m_recentBox);
    m_allInAudit->setObjectName(u"allInAudit"_s);
    connect(m_allInAudit, &QPushButton::clicked, this, [this] { emit open({.page = PageKind::Audit}); });
    recentLayout->addWidget(m_allInAudit, 0, Qt::AlignLeading);
    recentLayout->addStretch();
    arrange(Arrangement::Beside);
}

void InboxPage::arrange(Arrangement arrangement)
{
    if (m_arrangement == arrangement) {
        return;
    }
    m_arrangement = arrangement;
    m_sideLayout->removeWidget(m_alarmsBox);
    m_sideLayout->removeWidget(m_recentBox);
    m_mainLayout->removeWidget(m_alarmsBox);
    m_mainLayout->removeWidget(m_recentBox);
    while (QLayoutItem *item = m_sideLayout->takeAt(0)) {
        delete item;
    }
    const bool beside = arrangement == Arrangement::Beside;
    if (beside) {
        m_alarmsBox->layout()->setContentsMargins({});
        m_recentBox->layout()->setContentsMargins({});
        m_sideLayout->addWidget(m_alarmsBox);
        m_sideLayout->addWidget(m_recentBox, 1);
    } else {
        m_alarmsBox->layout()->setContentsMargins(24, 12, 24, 12);
        m_recentBox->layout()->setContentsMargins(24, 8, 24, 8);
        m_mainLayout->insertWidget(0, m_alarmsBox);
        m_mainLayout->addWidget(m_recentBox, 1);
    }
    m_side->setVisible(beside);
    showAlarms();
    followRows();
}

void InboxPage::followRows()
{
    // Beside the column the list scrolls by itself; above and under it everything scrolls together.
    if (!m_view || m_arrangement == Arrangement::Beside) {
        m_lead->setMinimumHeight(0);
        m_lead->setMaximumHeight(QWIDGETSIZE_MAX);
        m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
        return;
    }
    int rows = 1;
    for (int row = 0; row < m_rows->rowCount(); ++row) {
        rows += m_list->sizeHintForRow(row);
    }
    const bool list = m_lead->currentIndex() == 0;
    const int tall = list ? rows : qMax(m_lead->currentWidget()->sizeHint().height(), m_context.theme.px(320));
    m_lead->setFixedHeight(tall);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void InboxPage::showRow(const QModelIndex &index)
{
    if (m_arrangement == Arrangement::Under && index.isValid()) {
        const QRect row = m_list->visualRect(index);
        const QPoint middle = m_list->viewport()->mapTo(m_main, row.center());
        m_mainScroll->ensureVisible(middle.x(), middle.y(), 0, row.height());
    }
}

void InboxPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    arrange(width() >= m_context.theme.px(besideFrom) ? Arrangement::Beside : Arrangement::Under);
}

void InboxPage::setView(const ViewPointer &view)
{
    m_view = view;
    m_inbox = inboxOf(*view, view->me.person, m_context.clock.now());
    // The window says these over every page, with their buttons.
    m_inbox.wrong.removeIf([](const Alarm &alarm) {
        return alarm.kind == AlarmKind::RefusedEvent || alarm.kind == AlarmKind::RecordDiverged;
    });
    m_model.setInbox(m_inbox);
    m_recent.setEvents(m_inbox.recent, mostRecent);
    const QString reason = RuleWords::readOnlyReason(*view);
    m_new->setEnabled(reason.isEmpty());
    m_new->setToolTip(reason);
    m_firstDay->setAllowed(reason);
    if (!m_list->currentIndex().isValid() && m_rows->rowCount() > 1) {
        m_list->setCurrentIndex(m_rows->index(1, 0));
    }
    m_list->viewport()->update();
    m_recentList->viewport()->update();
    showSentence();
    showAlarms();
    showEmpty();
    followRows();
}

void InboxPage::showSentence()
{
    const int yours = static_cast<int>(m_inbox.needsYou.size());
    const int wrong = static_cast<int>(m_inbox.wrong.size());
    QString sentence = yours == 0 ? tr("Nothing needs you.")
            : yours == 1          ? tr("One change needs you.")
                                  : tr("%n changes need you.", nullptr, yours);
    if (wrong > 0) {
        sentence += u' ' + (wrong == 1 ? tr("One thing is wrong now.") : tr("%n things are wrong now.", nullptr, wrong));
    }
    if (m_view->sync.phase == SyncPhase::Offline && m_view->sync.lastSynced > 0) {
        sentence += u' '
                + tr("As of %1.").arg(text::clockTime(QDateTime::fromMSecsSinceEpoch(m_view->sync.lastSynced),
                                                      QDateTime::fromMSecsSinceEpoch(m_context.clock.now())));
    }
    m_sentence->setText(sentence);
}

void InboxPage::showAlarms()
{
    if (!m_view) {
        return;
    }
    const int count = static_cast<int>(m_inbox.wrong.size());
    const QString reason = RuleWords::readOnlyReason(*m_view);
    m_alarmsBox->setVisible(count > 0);
    m_alarmsHead->setNote(QLocale().toString(count));
    if (m_inbox.wrong != m_shownAlarms || reason != m_shownReadOnly) {
        // A card that is at work or shows an error stays the one it is while its alarm stays the same.
        QHash<QString, AlarmCard *> kept;
        while (QLayoutItem *item = m_alarms->takeAt(0)) {
            auto *card = qobject_cast<AlarmCard *>(item->widget());
            if (card && m_inbox.wrong.contains(card->alarm()) && reason == m_shownReadOnly) {
                kept.insert(card->alarm().key, card);
            } else {
                delete item->widget();
            }
            delete item;
        }
        for (const Alarm &alarm : std::as_const(m_inbox.wrong)) {
            AlarmCard *card = kept.value(alarm.key);
            if (!card) {
                card = new AlarmCard(*m_view, alarm, m_context.clock.now(), reason, m_alarmsBox);
                connect(card, &AlarmCard::adoptPressed, this, [this, card] { adopt(card); });
                connect(card, &AlarmCard::restorePressed, this, [this, card] { restore(card); });
                connect(card, &AlarmCard::differencePressed, this, [this, card] { showDifference(*card->alarm().edit); });
                connect(card, &AlarmCard::changePressed, this, [this, card] {
                    emit open({.page = PageKind::Change, .change = card->alarm().change});
                });
                connect(card, &AlarmCard::auditPressed, this, [this, card] {
                    emit open({.page = PageKind::Audit,
                               .seq = card->alarm().voided ? card->alarm().voided->seq : Sequence(0)});
                });
            }
            m_alarms->addWidget(card);
        }
        m_shownAlarms = m_inbox.wrong;
        m_shownReadOnly = reason;
    }

    const int recent = static_cast<int>(m_inbox.recent.size());
    const bool beside = m_arrangement == Arrangement::Beside;
    m_recentHead->setNote(recent > 0 ? QLocale().toString(recent) : tr("nothing"));
    const int shown = static_cast<int>(qMin<qsizetype>(m_recentRows->rowCount(), beside ? mostRecent : 3));
    m_recentList->setVisible(shown > 0);
    m_recentList->setFixedHeight(shown * m_context.theme.size().row + 1);
    m_allInAudit->setText(recent == 1 ? tr("See it in Audit") : tr("All %1 in Audit").arg(QLocale().toString(recent)));
    m_allInAudit->setVisible(recent > 0);
}

void InboxPage::showEmpty()
{
    if (m_view->state.order.isEmpty() && m_view->drafts.isEmpty()) {
        m_lead->setCurrentIndex(2);
        return;
    }
    const bool empty = m_rows->rowCount() == 0;
    m_lead->setCurrentIndex(empty ? 1 : 0);
    if (empty) {
        m_empty->setText(tr("Nothing needs you"), tr("And you wait for nobody. What is asked of you stands here as soon as it is asked."));
        m_empty->setAction(m_new->isEnabled() ? tr("New change") : QString(), Icon::Add);
    }
}

ChangeRowData InboxPage::rowData(const InboxRow &row) const
{
    if (row.head) {
        return {.key = row.key,
                .kind = RowKind::GroupHead,
                .title = row.group == InboxGroup::NeedsYou ? tr("Needs you") : tr("Waiting for others"),
                .count = row.count};
    }
    const ChangeItem &item = row.item;
    const QDateTime since = QDateTime::fromMSecsSinceEpoch(item.next.since > 0 ? item.next.since : item.last);
    ChangeRowData shown{.key = row.key,
                       .title = ChangeWords::title(item),
                       .lane = ChangeWords::shapeOf(item.lane),
                       .number = ChangeWords::number(item),
                       .prompt = ChangeWords::subjects(item),
                       .reason = ChangeWords::reason(*m_view, item),
                       .age = text::relativeTime(since, QDateTime::fromMSecsSinceEpoch(m_context.clock.now())),
                       .exactTime = text::exactTime(since),
                       .action = ChangeWords::action(item)};
    // The one filled button of the page belongs to the first row that needs her.
    if (!m_inbox.needsYou.isEmpty() && m_inbox.needsYou.first().key == item.key) {
        shown.actionKind = ButtonKind::Filled;
    }
    return shown;
}

void InboxPage::navigate(const Address &)
{
}

Address InboxPage::address() const
{
    return {.page = PageKind::Inbox};
}

QString InboxPage::title() const
{
    return tr("Inbox");
}

bool InboxPage::primaryAction()
{
    if (m_lead->currentIndex() == 2) {
        m_firstDay->button()->click();
        return m_firstDay->button()->isEnabled();
    }
    if (m_inbox.needsYou.isEmpty()) {
        return false;
    }
    emit open(ChangeWords::addressOf(m_inbox.needsYou.first()));
    return true;
}

void InboxPage::focusFirst()
{
    switch (m_lead->currentIndex()) {
    case 0: m_list->setFocus(Qt::OtherFocusReason); break;
    case 2: m_firstDay->button()->setFocus(Qt::OtherFocusReason); break;
    default: m_new->setFocus(Qt::OtherFocusReason); break;
    }
}

QList<QWidget *> InboxPage::panes() const
{
    return {m_new, m_lead->currentIndex() == 0 ? static_cast<QWidget *>(m_list) : m_lead, m_alarmsBox, m_recentList};
}

void InboxPage::openRow(const QModelIndex &index)
{
    const auto row = index.data(ValueRole).value<InboxRow>();
    if (index.isValid() && !row.head) {
        emit open(ChangeWords::addressOf(row.item));
    }
}

void InboxPage::openRecent(const QModelIndex &index)
{
    if (index.isValid()) {
        emit open(RecentWords::address(index.data(ValueRole).value<RecentRow>().event));
    }
}

void InboxPage::newChange()
{
    if (m_sheet || !m_new->isEnabled()) {
        return;
    }
    m_sheet = openNewChangeSheet(m_context.workspace, {}, m_context.covered);
    connect(m_sheet, &NewChangeSheet::started, this, [this](const QString &draft) {
        emit open({.page = PageKind::Change, .draft = draft, .act = AddressAct::Edit});
    });
}

void InboxPage::adopt(AlarmCard *card)
{
    card->setBusy(card->adoptButton(), tr("Adopting"));
    const QPointer<AlarmCard> still = card;
    whenFinished(m_context.workspace.adopt(*card->alarm().edit), this, [this, still](const Result<Draft> &draft) {
        if (still) {
            still->settle(draft ? std::nullopt : std::optional(draft.error()));
        }
        if (draft) {
            emit open({.page = PageKind::Change, .draft = draft->id, .act = AddressAct::Edit});
        }
    });
}

void InboxPage::restore(AlarmCard *card)
{
    const UngovernedEdit &edit = *card->alarm().edit;
    const QPointer<AlarmCard> still = card;
    const QString sentence = edit.governed.isNull()
            ? tr("%1 is removed from %2 by an ordinary commit; nothing accepted is lost.").arg(edit.path, m_view->state.policy.branch)
            : tr("The accepted text of %1 is written to %2 by an ordinary commit. What %3 wrote stays in the history of the branch.")
                      .arg(edit.path, m_view->state.policy.branch, edit.author.isEmpty() ? tr("somebody") : edit.author);
    m_context.questions.ask({.title = tr("Restore %1?").arg(edit.artifact.value),
                             .sentence = sentence,
                             .accept = tr("Restore the accepted text")},
                            this, [this, still](Answer answer) {
                                if (answer == Answer::Accepted && still) {
                                    doRestore(still);
                                }
                            });
}

void InboxPage::doRestore(AlarmCard *card)
{
    card->setBusy(card->restoreButton(), tr("Restoring"));
    whenFinished(m_context.workspace.restore(*card->alarm().edit), card, [card](const Result<WriteReceipt> &receipt) {
        card->settle(receipt ? std::nullopt : std::optional(receipt.error()));
    });
}

void InboxPage::showDifference(const UngovernedEdit &edit)
{
    openDifferenceSheet(m_context.workspace, edit, m_context.covered);
}

} // namespace countersign
