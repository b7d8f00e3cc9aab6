// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/audit/AsOfTab.h"

#include "base/Clock.h"
#include "services/Next.h"
#include "ui/audit/AsOfHead.h"
#include "ui/audit/AsOfModel.h"
#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/ErrorText.h"
#include "ui/common/FactList.h"
#include "ui/common/Fields.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowView.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/common/UiState.h"
#include "ui/prose/DiffPane.h"
#include "ui/shell/ChangeWords.h"

#include <QComboBox>
#include <QDateTime>
#include <QListView>
#include <QPushButton>
#include <QSpinBox>
#include <QSplitter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int detailBelow = 1000;

} // namespace

AsOfTab::AsOfTab(const PageContext &context, QWidget *parent) : QWidget(parent), m_context(context), m_dateA(this), m_dateB(this), m_comparison(this)
{
    const Theme &theme = context.theme;
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    makeBar();
    m_line = new TimeLine(this);
    m_line->setObjectName(u"timeLine"_s);
    all->addWidget(m_line);

    m_split = new QSplitter(Qt::Horizontal, this);
    m_split->setObjectName(u"auditAsOf"_s);
    m_model = new AsOfModel(this);
    auto *rows = new QWidget(m_split);
    auto *rowsBox = new QVBoxLayout(rows);
    rowsBox->setContentsMargins(0, 0, 0, 0);
    rowsBox->setSpacing(0);
    m_columns = new AsOfHead(rows);
    rowsBox->addWidget(m_columns);
    m_list = new QListView(rows);
    m_list->setObjectName(u"asOfRows"_s);
    prepareRowView(m_list, tr("What ran at A and at B"), ColorRole::Surface);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new AsOfDelegate(m_list));
    rowsBox->addWidget(m_list, 1);
    m_columns->follow(m_list);
    rows->setMinimumWidth(theme.px(420));
    m_split->addWidget(rows);
    auto *side = new Ground(ColorRole::Surface, m_split);
    side->setLines(Qt::LeftEdge | Qt::TopEdge);
    auto *box = new QVBoxLayout(side);
    box->setContentsMargins(1, 1, 0, 0);
    box->setSpacing(0);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(20, 14, 20, 10);
    head->setSpacing(4);
    m_title = new PlainLabel(QString(), FontRole::Section, ColorRole::Text, side);
    m_title->setObjectName(u"asOfTitle"_s);
    m_title->setWrapping(Wrapping::Elide);
    head->addWidget(m_title);
    m_sentence = new PlainLabel(QString(), FontRole::Body, ColorRole::Muted, side);
    m_sentence->setWrapping(Wrapping::Wrap);
    head->addWidget(m_sentence);
    m_facts = new FactList(side);
    m_facts->setObjectName(u"asOfFacts"_s);
    head->addSpacing(6);
    head->addWidget(m_facts);
    box->addLayout(head);
    m_diff = new DiffPane(side);
    m_diff->setSeenCounted(false); // nobody decides on it here
    m_diff->view()->setLayoutChoice(LayoutChoice::Automatic);
    box->addWidget(m_diff, 1);
    side->setMinimumWidth(theme.px(320));
    m_split->addWidget(side);
    m_split->setStretchFactor(0, 3);
    m_split->setStretchFactor(1, 2);
    m_split->setSizes({720, theme.px(480)});
    context.uiState.follow(m_split);
    all->addWidget(m_split, 1);

    connect(m_line, &TimeLine::markMoved, this, [this](TimeMark mark, Sequence seq) { setMoment(mark, seq); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &AsOfTab::showCurrent);
    connect(m_list, &QListView::activated, this, [this] { m_diff->view()->setFocus(Qt::OtherFocusReason); });
    connect(m_facts, &FactList::pressed, this, [this](int link) {
        if (link == 0)
            emit open({.page = PageKind::Change, .change = m_change});
        else if (m_shown.b || m_shown.a)
            emit open({.page = PageKind::Prompts, .artifact = m_shown.artifact, .version = link == 1 ? m_shown.a->version : m_shown.b->version});
    });
}

AsOfTab::Moments AsOfTab::makeMoment(QWidget *bar, TimeMark mark)
{
    Moments parts;
    const QString name = mark == TimeMark::A ? u"A"_s : u"B"_s;
    auto *row = qobject_cast<QHBoxLayout *>(bar->layout());
    row->addWidget(new PlainLabel(name, FontRole::BodyStrong, ColorRole::Text, bar));
    parts.event = new QSpinBox(bar);
    parts.event->setObjectName(u"moment"_s + name);
    parts.event->setAccessibleName(tr("Event of moment %1").arg(name));
    parts.event->setPrefix(tr("event "));
    parts.event->setKeyboardTracking(false);
    setFieldHeight(parts.event, ButtonHeight::InBar);
    row->addWidget(parts.event);
    parts.date = new PlainLabel(QString(), FontRole::Body, ColorRole::Muted, bar);
    parts.date->setObjectName(u"date"_s + name);
    row->addWidget(parts.date);
    connect(parts.event, &QSpinBox::valueChanged, this, [this, mark](int value) { setMoment(mark, value); });
    return parts;
}

void AsOfTab::makeBar()
{
    const Theme &theme = m_context.theme;
    auto *bar = new Ground(ColorRole::Surface, this);
    bar->setLines(Qt::BottomEdge);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(theme.tokens().inset.page, 8, 16, 8);
    row->setSpacing(8);
    m_a = makeMoment(bar, TimeMark::A);
    row->addSpacing(8);
    m_b = makeMoment(bar, TimeMark::B);
    QPushButton *now = makeButton(tr("Now"), ButtonKind::Quiet, bar);
    now->setObjectName(u"asOfNow"_s);
    now->setToolTip(tr("Put B at the newest event"));
    setButtonHeight(now, ButtonHeight::InBar);
    row->addWidget(now);
    row->addSpacing(8);
    m_environment = new QComboBox(bar);
    m_environment->setObjectName(u"asOfEnvironment"_s);
    m_environment->setAccessibleName(tr("Environment"));
    setFieldHeight(m_environment, ButtonHeight::InBar);
    row->addWidget(m_environment);
    row->addStretch(1);
    layout()->addWidget(bar);
    connect(now, &QPushButton::clicked, this, [this] { setMoment(TimeMark::B, m_view->state.head.seq); });
    connect(m_environment, &QComboBox::currentIndexChanged, this, &AsOfTab::refresh);
}

QList<EnvironmentId> AsOfTab::environments() const
{
    const QString one = m_environment->currentData().toString();
    if (!one.isEmpty())
        return {{one}};
    QList<EnvironmentId> all;
    for (const Environment &environment : m_view->state.policy.environments)
        all.append(environment.id);
    return all;
}

Sequence AsOfTab::moment(TimeMark mark) const
{
    return partsOf(mark).event->value();
}

void AsOfTab::setView(const ViewPointer &view)
{
    const bool first = !m_view;
    m_view = view;
    {
        const QSignalBlocker quiet(m_environment);
        const QString chosen = first && !view->state.policy.environments.isEmpty() ? view->state.policy.environments.last().id.value
                                                                                  : m_environment->currentData().toString();
        m_environment->clear();
        for (const Environment &environment : view->state.policy.environments)
            m_environment->addItem(ChangeWords::environment(*view, environment.id), environment.id.value);
        m_environment->addItem(tr("Everywhere"), QString());
        m_environment->setCurrentIndex(std::max(0, m_environment->findData(chosen)));
    }
    const auto head = static_cast<int>(std::min<Sequence>(view->state.head.seq, std::numeric_limits<int>::max()));
    for (const TimeMark mark : {TimeMark::A, TimeMark::B}) {
        const QSignalBlocker quiet(partsOf(mark).event);
        partsOf(mark).event->setRange(std::min(1, head), head);
    }
    if (first) {
        // A stands at the last release before the newest one: the two moments then differ by it.
        const QList<Moment> moments = momentsOf(view->state, environments());
        Sequence a = 1;
        int releases = 0;
        for (auto it = moments.crbegin(); it != moments.crend() && releases < 2; ++it) {
            if (it->kind == MomentKind::Release || it->kind == MomentKind::Rollback) {
                ++releases;
                a = it->seq;
            }
        }
        const QSignalBlocker quiet(m_a.event);
        m_a.event->setValue(static_cast<int>(a));
        showDate(TimeMark::A);
    }
    if (first || m_followsHead) {
        const QSignalBlocker quiet(m_b.event);
        m_b.event->setValue(head);
        showDate(TimeMark::B);
    }
    refresh();
}

void AsOfTab::setMoment(TimeMark mark, Sequence seq)
{
    if (!m_view)
        return;
    {
        const QSignalBlocker quiet(partsOf(mark).event);
        partsOf(mark).event->setValue(static_cast<int>(seq));
    }
    if (mark == TimeMark::B)
        m_followsHead = seq == m_view->state.head.seq;
    showDate(mark);
    refresh();
    // What differs is what one looks for.
    const QModelIndex at = m_list->currentIndex();
    if (m_model->rows().size() > 1 && m_model->rows()[1].row.differs() && (!at.isValid() || !m_model->rows()[at.row()].row.differs()))
        m_list->setCurrentIndex(m_model->index(1));
}

// The record knows when; until it answers, the number stands alone.
void AsOfTab::showDate(TimeMark mark)
{
    const Sequence seq = moment(mark);
    PlainLabel *label = partsOf(mark).date;
    label->setText({});
    auto &latest = mark == TimeMark::A ? m_dateA : m_dateB;
    m_columns->setWhen(mark, {});
    latest.start(m_context.workspace.log({.before = seq + 1, .most = 1}), [label, seq, mark, columns = m_columns](const Result<QList<LogEntry>> &entries) {
        if (entries && !entries->isEmpty() && entries->first().seq == seq && entries->first().claimedAt > 0) {
            const QDateTime when = QDateTime::fromMSecsSinceEpoch(entries->first().claimedAt);
            label->setText(QLocale().toString(when, u"ddd d MMM yyyy, HH:mm"_s));
            label->setToolTip(text::exactTime(when).toHtmlEscaped());
            columns->setWhen(mark, QLocale().toString(when, u"d MMM yyyy, HH:mm"_s));
        }
    });
}

void AsOfTab::refresh()
{
    if (!m_view)
        return;
    const Sequence a = moment(TimeMark::A);
    const Sequence b = moment(TimeMark::B);
    const QList<EnvironmentId> where = environments();
    m_line->setMoments(momentsOf(m_view->state, where));
    m_line->setMark(TimeMark::A, a);
    m_line->setMark(TimeMark::B, b);
    m_columns->setTitle(m_environment->currentText());
    m_model->setRows(*m_view, asOf(m_view->state, where, a, b), where.size() > 1);
    if (!m_list->currentIndex().isValid() && m_model->rows().size() > 1)
        m_list->setCurrentIndex(m_model->index(1));
    showCurrent();
}

void AsOfTab::showCurrent()
{
    const QModelIndex at = m_list->currentIndex();
    m_facts->clear();
    m_change = {};
    if (!at.isValid() || m_model->rows()[at.row()].head) {
        m_shown = {};
        m_title->setText(tr("Nothing ran yet"));
        m_sentence->setText(tr("Choose another moment, or another environment."));
        m_diff->hide();
        return;
    }
    m_shown = m_model->rows()[at.row()].row;
    const auto versionAt = [](const std::optional<PointerMove> &move) { return move ? move->version.toString() : tr("nothing"); };
    m_title->setText(m_shown.artifact.value);
    m_sentence->setText(m_shown.differs() ? tr("%1 at A, %2 at B").arg(versionAt(m_shown.a), versionAt(m_shown.b)) : tr("%1 at both moments").arg(versionAt(m_shown.b)));
    const std::optional<PointerMove> &move = m_shown.b ? m_shown.b : m_shown.a;
    const Artifact *artifact = m_view->state.artifact(m_shown.artifact);
    if (move && artifact) {
        const QDateTime when = QDateTime::fromMSecsSinceEpoch(move->stamp.claimedAt);
        m_facts->addFact(move->rolledBack ? tr("Taken back by") : tr("Moved by"), tr("%1, %2").arg(m_view->personName(move->stamp.actor), text::exactTime(when)));
        if (const Change *change = changeBehind(m_view->state, *artifact, move->version)) {
            m_change = change->id;
            m_facts->addLink(tr("Change"), tr("#%1 %2").arg(change->number).arg(titleOf(*m_view, *change)), 0);
            const VersionRecord *record = artifact->version(move->version);
            m_facts->addWidget(tr("Lane then"), new LaneChip(ChangeWords::shapeOf(record ? record->lane : Lane::Low), ChipSize::Small, m_facts));
            QStringList approvers;
            if (const Revision *revision = change->revision()) {
                for (const Review &review : revision->reviews) {
                    if (review.data.decision == Decision::Approve)
                        approvers.append(ChangeWords::personAs(*m_view, review.stamp.actor, {review.data.as}));
                }
            }
            approvers.removeDuplicates();
            m_facts->addFact(tr("Approved by"), approvers.isEmpty() ? tr("Nobody") : approvers.join(u'\n'));
        } else {
            m_facts->addFact(tr("Change"), tr("None: it was there when the record began."));
        }
    }
    if (m_shown.a)
        m_facts->addLink(tr("At A"), tr("Read %1, word for word").arg(m_shown.a->version.toString()), 1);
    if (m_shown.b && m_shown.differs())
        m_facts->addLink(tr("At B"), tr("Read %1, word for word").arg(m_shown.b->version.toString()), 2);

    m_diff->setVisible(m_shown.differs());
    if (!m_shown.differs())
        return;
    const auto choice = [&](const std::optional<PointerMove> &one, const QString &moment) {
        return QList<DiffChoice>{{.id = moment, .lead = moment, .name = versionAt(one)}};
    };
    m_diff->setChoices(diff::Side::Left, choice(m_shown.a, tr("At A")), tr("At A"));
    m_diff->setChoices(diff::Side::Right, choice(m_shown.b, tr("At B")), tr("At B"));
    m_diff->setBusy(tr("Comparing"));
    m_comparison.start(m_context.workspace.compare(m_shown.path, m_shown.a ? m_shown.a->content : ContentHash{}, m_shown.b ? m_shown.b->content : ContentHash{}),
                       [this](const Result<FileComparison> &result) {
                           if (result) {
                               m_diff->setComparison(result->comparison);
                           } else if (result.error().code != ErrorCode::Canceled) {
                               const ErrorText words = errorText(result.error());
                               m_diff->setProblem(words.lead, words.sentence);
                           }
                       });
}

void AsOfTab::focusFirst()
{
    m_list->setFocus(Qt::OtherFocusReason);
}

QList<QWidget *> AsOfTab::panes() const
{
    return {m_a.event, m_line, m_list, m_diff->view()};
}

void AsOfTab::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const Qt::Orientation wanted = width() < m_context.theme.px(detailBelow) ? Qt::Vertical : Qt::Horizontal;
    if (m_split->orientation() != wanted) {
        m_split->setOrientation(wanted);
        m_split->setSizes({wanted == Qt::Vertical ? height() / 2 : width() * 3 / 5, wanted == Qt::Vertical ? height() / 2 : width() * 2 / 5});
    }
}

} // namespace countersign
