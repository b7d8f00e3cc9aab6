// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/audit/HistoryTab.h"

#include "base/Clock.h"
#include "models/EventsModel.h"
#include "ui/audit/AuditWords.h"
#include "ui/audit/EventDetail.h"
#include "ui/cases/CaseSheet.h"
#include "ui/audit/HistoryModel.h"
#include "ui/common/Busy.h"
#include "ui/common/Chips.h"
#include "ui/common/EmptyState.h"
#include "ui/common/ErrorText.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/common/UiState.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/RuleWords.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QListView>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int filterAfterMs = 200;
constexpr int historyDetailBelow = 1000;

void choose(QComboBox *box, const QString &data)
{
    const QSignalBlocker quiet(box);
    box->setCurrentIndex(std::max(0, box->findData(data)));
}

// Fills a filter; what was chosen stays, also when it is not known any more.
void fill(QComboBox *box, const QString &all, const QList<std::pair<QString, QString>> &choices)
{
    const QSignalBlocker quiet(box);
    const QString chosen = box->currentData().toString();
    box->clear();
    box->addItem(all, QString());
    for (const auto &[id, words] : choices)
        box->addItem(text::printableLine(words), id);
    if (!chosen.isEmpty() && box->findData(chosen) < 0)
        box->addItem(chosen, chosen);
    box->setCurrentIndex(std::max(0, box->findData(chosen)));
}

} // namespace

HistoryTab::HistoryTab(const PageContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    const Theme &theme = context.theme;
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    makeFilters();
    m_notice = new NoticeBar(NoticeShape::Band, this);
    m_notice->setObjectName(u"historyNotice"_s);
    all->addWidget(m_notice);
    m_busy = new BusyLine(BusyLine::Cancel::NotOffered, this);
    all->addWidget(m_busy);

    m_events = new EventsModel(context.workspace, this);
    m_model = new HistoryModel(m_events, context.clock, this);
    m_split = new QSplitter(Qt::Horizontal, this);
    m_split->setObjectName(u"auditHistory"_s);
    m_stack = new QStackedWidget(m_split);
    m_list = new QListView(m_stack);
    m_list->setObjectName(u"auditEvents"_s);
    prepareRowView(m_list, tr("Events"), ColorRole::Surface);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new EventRow(EventRowLayout::History, m_list));
    m_stack->addWidget(m_list);
    m_empty = new EmptyState(m_stack);
    m_empty->setObjectName(u"historyEmpty"_s);
    m_stack->addWidget(m_empty);
    m_split->addWidget(m_stack);

    auto *side = new Ground(ColorRole::Sunken, m_split);
    side->setLines(Qt::LeftEdge | Qt::TopEdge);
    auto *sideBox = new QVBoxLayout(side);
    sideBox->setContentsMargins(1, 1, 0, 0);
    auto *scroll = new QScrollArea(side);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *ground = new Ground(ColorRole::Sunken, scroll);
    auto *groundBox = new QVBoxLayout(ground);
    groundBox->setContentsMargins(0, 0, 0, 0);
    m_detail = new EventDetail(ground);
    groundBox->addWidget(m_detail);
    scroll->setWidget(ground);
    sideBox->addWidget(scroll);
    side->setMinimumWidth(theme.px(300));
    m_stack->setMinimumWidth(theme.px(420));
    m_split->addWidget(side);
    m_split->setStretchFactor(0, 1);
    m_split->setStretchFactor(1, 0);
    m_split->setSizes({800, theme.size().detailColumn});
    context.uiState.follow(m_split);
    all->addWidget(m_split, 1);

    m_wait.setSingleShot(true);
    m_wait.setInterval(filterAfterMs);
    connect(&m_wait, &QTimer::timeout, this, &HistoryTab::apply);
    connect(m_events, &EventsModel::statusChanged, this, [this] {
        showState();
        goOn();
    });
    connect(m_model, &QAbstractItemModel::modelReset, this, &HistoryTab::goOn);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &HistoryTab::goOn);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        showCurrent();
        emit moved();
    });
    connect(m_list, &QListView::activated, this, [this] { m_detail->firstControl()->setFocus(Qt::OtherFocusReason); });
    connect(m_detail, &EventDetail::open, this, &HistoryTab::open);
    connect(m_detail, &EventDetail::asOfAsked, this, &HistoryTab::asOfAsked);
    connect(m_detail, &EventDetail::caseAsked, this, [this](const LogEntry &entry) {
        const QDate today = QDateTime::fromMSecsSinceEpoch(m_context.clock.now()).date();
        const std::optional<CaseOrigin> origin = CaseOrigin::ofRollback(*m_view, entry, today);
        if (!origin)
            return;
        connect(openCaseSheet(m_context.workspace, *origin, today, m_context.covered), &CaseSheet::made, this,
                [this](const QString &draft, const ChangeId &change) {
                    emit open({.page = PageKind::Change, .change = change, .draft = draft, .act = AddressAct::Edit});
                });
    });
    connect(m_notice, &NoticeBar::actionPressed, this, &HistoryTab::apply);
    connect(m_empty, &EmptyState::actionPressed, this, [this] { clearFilters(); });
}

void HistoryTab::makeFilters()
{
    const Theme &theme = m_context.theme;
    auto *ground = new Ground(ColorRole::Surface, this);
    ground->setLines(Qt::BottomEdge);
    auto *row = new QHBoxLayout(ground);
    row->setContentsMargins(theme.tokens().inset.page, 8, 16, 8);
    row->setSpacing(8);
    m_words = new SearchField(Icon::Find, tr("Words in events"), ground);
    m_words->setObjectName(u"auditWords"_s);
    m_words->setAccessibleName(tr("Words in events"));
    m_words->setMinimumWidth(theme.px(110));
    m_words->setMaximumWidth(theme.px(232));
    setFieldHeight(m_words, ButtonHeight::InBar);
    row->addWidget(m_words, 2);
    const auto box = [&](const char *name, const QString &spoken) {
        auto *combo = new QComboBox(ground);
        combo->setObjectName(QString::fromLatin1(name));
        combo->setAccessibleName(spoken);
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setMinimumContentsLength(9);
        combo->setMaxVisibleItems(16);
        setFieldHeight(combo, ButtonHeight::InBar);
        combo->view()->setTextElideMode(Qt::ElideMiddle);
        row->addWidget(combo, 1);
        connect(combo, &QComboBox::currentIndexChanged, this, [this] {
            apply();
            emit moved();
        });
        return combo;
    };
    m_prompt = box("auditPrompt", tr("Only one prompt"));
    m_person = box("auditPerson", tr("Only one person"));
    m_environment = box("auditEnvironment", tr("Only one environment"));
    m_kind = box("auditKind", tr("Only one kind"));
    m_without = new FilterChip(tr("Without effect"), ground);
    m_without->setObjectName(u"auditWithoutEffect"_s);
    m_without->setToolTip(tr("Only events that changed nothing"));
    row->addWidget(m_without);
    row->addStretch(1);
    m_count = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, ground);
    m_count->setObjectName(u"auditCount"_s);
    row->addWidget(m_count);
    layout()->addWidget(ground);
    connect(m_words, &QLineEdit::textChanged, this, [this] {
        m_wait.start();
        emit moved();
    });
    connect(m_words, &QLineEdit::returnPressed, this, [this] { m_list->setFocus(Qt::OtherFocusReason); });
    connect(m_without, &QAbstractButton::toggled, this, [this] { apply(); });
}

void HistoryTab::fillChoices()
{
    QList<std::pair<QString, QString>> prompts;
    for (const Artifact &artifact : m_view->state.artifacts)
        prompts.append({artifact.id.value, artifact.id.value});
    fill(m_prompt, tr("All prompts"), prompts);
    QList<std::pair<QString, QString>> people;
    for (const Person &person : m_view->state.policy.people)
        people.append({person.id.value, person.name.isEmpty() ? person.id.value : person.name});
    fill(m_person, tr("All people"), people);
    QList<std::pair<QString, QString>> environments;
    for (const Environment &environment : m_view->state.policy.environments)
        environments.append({environment.id.value, ChangeWords::environment(*m_view, environment.id)});
    fill(m_environment, tr("Everywhere"), environments);
    QList<std::pair<QString, QString>> kinds;
    for (const QString &kind : AuditWords::kinds())
        kinds.append({kind, RuleWords::kind(kind)});
    fill(m_kind, tr("All kinds"), kinds);
}

void HistoryTab::setView(const ViewPointer &view)
{
    const bool first = !m_view;
    m_view = view;
    fillChoices();
    m_model->setView(view);
    if (first) {
        m_head = view->state.head.seq;
        apply();
    } else if (view->state.head.seq != m_head) {
        m_head = view->state.head.seq;
        m_events->refresh();
    }
    showCurrent();
    showState();
}

LogQuery HistoryTab::query() const
{
    LogQuery query{.words = m_words->text().trimmed()};
    const QString prompt = m_prompt->currentData().toString();
    const QString person = m_person->currentData().toString();
    if (!prompt.isEmpty())
        query.artifact = ArtifactId{prompt};
    if (!person.isEmpty())
        query.actor = PrincipalId{person};
    query.kind = m_kind->currentData().toString();
    query.onlyWithoutEffect = m_without->isChecked();
    return query;
}

EnvironmentId HistoryTab::environment() const
{
    return {m_environment->currentData().toString()};
}

QString HistoryTab::words() const
{
    return m_words->text();
}

void HistoryTab::apply()
{
    if (!m_view)
        return;
    m_wait.stop();
    m_notice->settle();
    const Sequence chosen = this->chosen();
    if (m_wanted == 0)
        m_wanted = chosen;
    m_model->setEnvironment(environment());
    m_events->setQuery(query());
}

void HistoryTab::navigate(const Address &address)
{
    if (m_words->text() != address.filter) {
        const QSignalBlocker quiet(m_words);
        m_words->setText(address.filter);
    }
    choose(m_prompt, address.artifact.value);
    choose(m_person, address.person.value);
    choose(m_environment, address.environment.value);
    m_wanted = address.seq;
    apply();
}

void HistoryTab::goToEvent(Sequence seq)
{
    m_wanted = seq;
    goOn();
}

Sequence HistoryTab::chosen() const
{
    const LogEntry *entry = m_model->entry(m_list->currentIndex());
    return entry ? entry->seq : 0;
}

// Reads on until the wanted event is there or everything older was read.
void HistoryTab::goOn()
{
    if (m_wanted == 0) {
        // The newest stands beside the list without being asked for.
        if (!m_list->currentIndex().isValid() && m_model->rowCount() > 1)
            m_list->setCurrentIndex(m_model->index(1, 0));
        return;
    }
    const QModelIndex at = m_model->indexOf(m_wanted);
    if (at.isValid()) {
        m_wanted = 0;
        m_list->setCurrentIndex(at);
        m_list->scrollTo(at, QAbstractItemView::PositionAtCenter);
        return;
    }
    const int rows = m_events->rowCount();
    if (rows > 0 && m_events->entry(rows - 1).seq < m_wanted) {
        m_wanted = 0; // the filter leaves it out
        return;
    }
    if (m_events->canFetchMore({}))
        QMetaObject::invokeMethod(m_events, [this] { m_events->fetchMore({}); }, Qt::QueuedConnection);
}

void HistoryTab::showCurrent()
{
    const LogEntry *entry = m_model->entry(m_list->currentIndex());
    if (!entry || !m_view) {
        m_detail->clear();
        return;
    }
    std::optional<Sign> place;
    if (m_damaged.contains(entry->seq))
        place = Sign::Error;
    else if (entry->seq <= m_verified)
        place = Sign::Satisfied;
    m_detail->setEntry(*m_view, *entry, place);
}

void HistoryTab::setVerified(Sequence upTo, const QList<Sequence> &damaged)
{
    m_verified = upTo;
    m_damaged = damaged;
    showCurrent();
}

void HistoryTab::showState()
{
    if (!m_view)
        return;
    if (m_events->busy())
        m_busy->begin(m_events->rowCount() == 0 ? tr("Reading the record") : tr("Reading older events"));
    else
        m_busy->end();
    if (m_events->error() && m_events->error()->code != ErrorCode::Canceled) {
        Notice notice = errorNotice(*m_events->error());
        notice.lead = m_model->eventCount() == 0 ? tr("The record could not be read.") : tr("Older events could not be read.");
        notice.action = tr("Try again");
        m_notice->setNotice(notice);
    }
    const QString total = text::number(qint64(m_view->state.head.seq));
    const QString shown = text::number(qint64(m_model->eventCount()));
    const LogQuery asked = query();
    const bool filtered = !asked.words.isEmpty() || asked.artifact || asked.actor || !asked.kind.isEmpty() || asked.onlyWithoutEffect || !environment().isEmpty();
    if (!m_events->complete())
        m_count->setText(tr("%1 read of %2").arg(shown, total));
    else
        m_count->setText(filtered ? tr("%1 of %2 events").arg(shown, total) : tr("%1 events").arg(shown));

    const bool empty = m_model->eventCount() == 0 && m_events->complete() && !m_events->busy();
    m_stack->setCurrentIndex(empty ? 1 : 0);
    if (empty && filtered) {
        const QString most = asked.onlyWithoutEffect ? tr("“Without effect”")
                : !asked.words.isEmpty()             ? tr("the words “%1”").arg(asked.words)
                : !asked.kind.isEmpty()              ? m_kind->currentText()
                : asked.actor                        ? m_person->currentText()
                : asked.artifact                     ? m_prompt->currentText()
                                                     : m_environment->currentText();
        m_empty->setText(tr("No event matches"), tr("What leaves out the others: %1.").arg(most));
        m_empty->setAction(tr("Show all events"), std::nullopt);
    } else if (empty) {
        m_empty->setText(tr("The record is empty"), tr("Everything that is decided in this workspace will stand here."));
        m_empty->setAction({}, std::nullopt);
    }
}

bool HistoryTab::clearFilters()
{
    const LogQuery asked = query();
    if (asked.words.isEmpty() && !asked.artifact && !asked.actor && asked.kind.isEmpty() && !asked.onlyWithoutEffect && environment().isEmpty())
        return false;
    {
        const QSignalBlocker words(m_words);
        const QSignalBlocker without(m_without);
        m_words->clear();
        m_without->setChecked(false);
        for (QComboBox *box : {m_prompt, m_person, m_environment, m_kind})
            choose(box, {});
    }
    apply();
    emit moved();
    return true;
}

void HistoryTab::focusFirst()
{
    m_list->setFocus(Qt::OtherFocusReason);
    if (!m_list->currentIndex().isValid() && m_model->rowCount() > 1)
        m_list->setCurrentIndex(m_model->index(1, 0));
}

QList<QWidget *> HistoryTab::panes() const
{
    return {m_words, m_list, m_detail->firstControl()};
}

void HistoryTab::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const Qt::Orientation wanted = width() < m_context.theme.px(historyDetailBelow) ? Qt::Vertical : Qt::Horizontal;
    if (m_split->orientation() != wanted) {
        m_split->setOrientation(wanted);
        m_split->setSizes(wanted == Qt::Vertical ? QList<int>{height() * 3 / 5, height() * 2 / 5}
                                                 : QList<int>{width() - m_context.theme.size().detailColumn, m_context.theme.size().detailColumn});
    }
}

} // namespace countersign
