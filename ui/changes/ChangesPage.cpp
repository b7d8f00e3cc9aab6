// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/ChangesPage.h"

#include "base/Clock.h"
#include "ui/changes/ChangesHead.h"
#include "ui/changes/NewChangeSheet.h"
#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/EmptyState.h"
#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowModels.h"
#include "ui/common/RowView.h"
#include "ui/common/Text.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/RuleWords.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QListView>
#include <QScrollBar>
#include <QStyle>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString groupName(ChangeGroup group)
{
    switch (group) {
    case ChangeGroup::YourTurn: return ChangesPage::tr("Your turn");
    case ChangeGroup::Others: return ChangesPage::tr("Others");
    case ChangeGroup::OnTheWay: return ChangesPage::tr("On the way to production");
    case ChangeGroup::Closed: return ChangesPage::tr("Done");
    }
    Q_UNREACHABLE_RETURN({});
}

ChangeRowData rowData(const WorkspaceView &view, const ChangesRow &row, qint64 now)
{
    if (row.head) {
        return {.key = row.key, .kind = RowKind::GroupHead, .title = groupName(row.group), .count = row.count};
    }
    const ChangeItem &item = row.item;
    const Progress &progress = item.progress;
    const auto passed = std::count_if(progress.steps.begin(), progress.steps.end(), [](const ProgressStep &step) {
        return step.state == ProgressState::Passed;
    });
    const bool present = std::any_of(progress.steps.begin(), progress.steps.end(), [](const ProgressStep &step) {
        return step.state == ProgressState::Present;
    });
    const int steps = qMax(1, static_cast<int>(progress.steps.size()));
    const QDateTime then = QDateTime::fromMSecsSinceEpoch(item.last);
    ChangeRowData data{.key = row.key,
                       .title = ChangeWords::title(item),
                       .lane = ChangeWords::shapeOf(item.lane),
                       .number = ChangeWords::number(item),
                       .prompt = ChangeWords::subjects(item),
                       .age = text::relativeTime(then, QDateTime::fromMSecsSinceEpoch(now)),
                       .exactTime = text::exactTime(then)};
    // Four strokes, however many environments the policy has.
    data.stagesDone = steps == 4 ? static_cast<int>(passed) : static_cast<int>(passed) * 4 / steps;
    data.stagePresent = present;
    data.stage = ChangeWords::stage(view, progress);
    data.hasStages = progress.stage != ChangeStage::Withdrawn;
    data.nextSign = ChangeWords::nextSign(item);
    data.next = ChangeWords::next(view, item);
    data.nextIsAlarm = item.next.kind == NextKind::RolledBack || item.next.kind == NextKind::CannotProceed;
    data.author = view.personName(item.author);
    data.settled = row.group == ChangeGroup::Closed;
    return data;
}

} // namespace

ChangesPage::ChangesPage(const PageContext &context, QWidget *parent)
    : Page(parent)
    , m_context(context)
{
    setObjectName(u"changesPage"_s);
    setAccessibleName(tr("Changes"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);

    auto *head = new Ground(ColorRole::Surface, this);
    auto *headLayout = new QVBoxLayout(head);
    headLayout->setContentsMargins(24, 12, 16, 10);
    headLayout->setSpacing(8);
    auto *titleRow = new QHBoxLayout;
    titleRow->addWidget(new PlainLabel(tr("Changes"), FontRole::Title, ColorRole::Text, head));
    titleRow->addStretch();
    m_why = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, head);
    titleRow->addWidget(m_why);
    m_new = makeButton(Icon::Add, tr("New change"), ButtonKind::Filled, head);
    m_new->setObjectName(u"newChange"_s);
    titleRow->addWidget(m_new);
    headLayout->addLayout(titleRow);

    auto *filterRow = new QHBoxLayout;
    filterRow->setSpacing(8);
    m_filter = new SearchField(Icon::Filter, tr("Filter by words, person or prompt"), head);
    m_filter->setObjectName(u"changesFilter"_s);
    m_filter->setAccessibleName(tr("Filter by words, person or prompt"));
    setFieldHeight(m_filter, ButtonHeight::InBar);
    m_filter->setFixedWidth(context.theme.px(280));
    filterRow->addWidget(m_filter);
    auto *chips = new QButtonGroup(this);
    const auto addChip = [&](const QString &words, const QString &name) {
        auto *chip = new FilterChip(words, head);
        chip->setObjectName(name);
        chips->addButton(chip);
        filterRow->addWidget(chip);
        connect(chip, &QAbstractButton::toggled, this, [this](bool on) {
            if (on) {
                filter();
                emit moved();
            }
        });
        return chip;
    };
    auto *all = addChip(tr("All"), u"chipAll"_s);
    m_open = addChip(tr("Open"), u"chipOpen"_s);
    m_mine = addChip(tr("Mine"), u"chipMine"_s);
    m_myTurn = addChip(tr("My turn"), u"chipMyTurn"_s);
    m_high = addChip(tr("High risk"), u"chipHigh"_s);
    m_closed = addChip(tr("Closed"), u"chipClosed"_s);
    filterRow->addStretch();
    auto *sorted = new PlainLabel(tr("Sorted by the last thing that happened"), FontRole::Secondary, ColorRole::Muted,
                                  head);
    sorted->setWrapping(Wrapping::Elide);
    sorted->setAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
    filterRow->addWidget(sorted);
    headLayout->addLayout(filterRow);
    layout->addWidget(head);

    m_stack = new QStackedWidget(this);
    auto *listPlace = new QWidget(m_stack);
    auto *listLayout = new QVBoxLayout(listPlace);
    listLayout->setContentsMargins({});
    listLayout->setSpacing(0);
    m_head = new ChangesHead(listPlace);
    listLayout->addWidget(m_head);
    m_list = new QListView(listPlace);
    m_list->setObjectName(u"changesList"_s);
    prepareRowView(m_list, tr("Changes"), ColorRole::Surface);
    m_list->setItemDelegate(new ChangeRow(ChangeRowLayout::Changes, m_list));
    auto *rows = new RowAdapter<ChangeRowData>(
            [this](const QModelIndex &index) {
                return rowData(*m_view, index.data(ValueRole).value<ChangesRow>(), m_context.clock.now());
            },
            this);
    rows->setSourceModel(&m_model);
    m_rows = rows;
    m_list->setModel(m_rows);
    listLayout->addWidget(m_list, 1);
    m_stack->addWidget(listPlace);
    auto *emptyPlace = new Ground(ColorRole::Surface, m_stack);
    auto *emptyLayout = new QVBoxLayout(emptyPlace);
    m_empty = new EmptyState(emptyPlace);
    m_empty->setObjectName(u"changesEmpty"_s);
    emptyLayout->addWidget(m_empty);
    m_stack->addWidget(emptyPlace);
    layout->addWidget(m_stack, 1);

    connect(m_new, &QPushButton::clicked, this, [this] { newChange({}); });
    connect(m_filter, &QLineEdit::textChanged, this, [this] {
        filter();
        emit moved();
    });
    connect(m_list, &QListView::clicked, this, &ChangesPage::openRow);
    for (const int key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *enter = new QShortcut(key, m_list);
        enter->setContext(Qt::WidgetShortcut);
        connect(enter, &QShortcut::activated, this, [this] { openRow(m_list->currentIndex()); });
    }
    const auto room = [this] {
        const QScrollBar *bar = m_list->verticalScrollBar();
        m_head->setTrailingRoom(bar->maximum() > 0 ? style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, bar) : 0);
    };
    connect(m_list->verticalScrollBar(), &QScrollBar::rangeChanged, this, room);
    connect(m_empty, &EmptyState::actionPressed, this, [this] {
        if (m_model.filter() == ChangesModel::Filter()) {
            newChange({});
        } else {
            escape();
        }
    });
    all->setChecked(true);
}

void ChangesPage::setView(const ViewPointer &view)
{
    m_view = view;
    m_model.setView(view);
    const QString reason = RuleWords::readOnlyReason(*view);
    m_new->setEnabled(reason.isEmpty());
    m_new->setToolTip(reason);
    m_why->setText(reason.isEmpty() ? QString() : tr("You read only"));
    m_why->setToolTip(reason);
    m_list->viewport()->update();
    showEmpty();
}

void ChangesPage::navigate(const Address &address)
{
    if (address.filter != m_filter->text()) {
        m_filter->setText(address.filter);
    }
    if (!address.change.isNull()) {
        m_list->setCurrentIndex(m_rows->index(m_model.indexOf(address.change.toString()).row(), 0));
    } else if (!m_list->currentIndex().isValid() && m_rows->rowCount() > 1) {
        m_list->setCurrentIndex(m_rows->index(1, 0));
    }
    if (address.act == AddressAct::NewChange) {
        newChange(address.artifact);
    }
}

Address ChangesPage::address() const
{
    return {.page = PageKind::Changes, .filter = m_filter->text()};
}

QString ChangesPage::title() const
{
    return tr("Changes");
}

bool ChangesPage::primaryAction()
{
    if (!m_new->isEnabled()) {
        return false;
    }
    m_new->click();
    return true;
}

void ChangesPage::focusFirst()
{
    m_list->setFocus(Qt::OtherFocusReason);
}

QList<QWidget *> ChangesPage::panes() const
{
    return {m_filter, m_list};
}

bool ChangesPage::escape()
{
    if (m_model.filter() == ChangesModel::Filter()) {
        return false;
    }
    m_filter->clear();
    findChild<FilterChip *>(u"chipAll"_s)->setChecked(true);
    return true;
}

void ChangesPage::filter()
{
    m_model.setFilter({.words = m_filter->text(),
                       .onlyOpen = m_open->isChecked(),
                       .onlyMine = m_mine->isChecked(),
                       .onlyMyTurn = m_myTurn->isChecked(),
                       .onlyHigh = m_high->isChecked(),
                       .onlyClosed = m_closed->isChecked()});
    if (!m_list->currentIndex().isValid() && m_rows->rowCount() > 1) {
        m_list->setCurrentIndex(m_rows->index(1, 0));
    }
    showEmpty();
}

void ChangesPage::showEmpty()
{
    if (!m_view) {
        return;
    }
    const bool empty = m_rows->rowCount() == 0;
    m_stack->setCurrentIndex(empty ? 1 : 0);
    if (!empty) {
        return;
    }
    if (m_model.filter() == ChangesModel::Filter()) {
        m_empty->setText(tr("No change is open"), tr("A change is a proposal to alter a prompt or a setting. It is read, approved and released from here."));
        m_empty->setAction(m_new->isEnabled() ? tr("New change") : QString(), Icon::Add);
    } else {
        m_empty->setText(m_filter->text().isEmpty() ? tr("No change fits the filter")
                                                    : tr("No change says “%1”").arg(m_filter->text()),
                         tr("Numbers, titles, prompts and names of people are looked at."));
        m_empty->setAction(tr("Show all changes"), std::nullopt);
    }
}

void ChangesPage::openRow(const QModelIndex &index)
{
    if (!index.isValid()) {
        return;
    }
    const auto row = index.data(ValueRole).value<ChangesRow>();
    if (!row.head) {
        Address address = ChangeWords::addressOf(row.item);
        // The list leads to the change; only the inbox leads to where something is done.
        if (address.page != PageKind::Change) {
            address = {.page = PageKind::Change, .change = row.item.change};
        }
        emit open(address);
    }
}

void ChangesPage::newChange(const ArtifactId &artifact)
{
    if (m_sheet || !m_new->isEnabled()) {
        return;
    }
    m_sheet = openNewChangeSheet(m_context.workspace, artifact, m_context.covered);
    connect(m_sheet, &NewChangeSheet::started, this, [this](const QString &draft) {
        emit open({.page = PageKind::Change, .draft = draft, .act = AddressAct::Edit});
    });
}

} // namespace countersign
