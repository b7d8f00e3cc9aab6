// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/releases/ReleaseDetail.h"

#include "base/Clock.h"
#include "services/Next.h"
#include "ui/change/NoteCheck.h"
#include "ui/common/Buttons.h"
#include "ui/common/Chips.h"
#include "ui/common/FactList.h"
#include "ui/common/Fields.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/RowDelegates.h"
#include "ui/common/RowView.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/releases/ReleaseWords.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/MoveWords.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QListView>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

ReleaseDetail::ReleaseDetail(const Clock &clock, QWidget *parent) : QWidget(parent), m_clock(clock)
{
    setObjectName(u"releaseDetail"_s);
    const Theme &theme = Theme::of(this);
    const int inset = theme.tokens().inset.page;
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);

    auto *head = new QHBoxLayout;
    head->setContentsMargins(inset, 10, inset, 4);
    head->setSpacing(8);
    m_title = new PlainLabel(QString(), FontRole::Section, ColorRole::Text, this);
    m_title->setObjectName(u"releaseTitle"_s);
    m_title->setWrapping(Wrapping::Elide);
    head->addWidget(m_title);
    m_where = new PlainLabel(QString(), FontRole::Body, ColorRole::Muted, this);
    head->addWidget(m_where);
    m_changeLink = new LinkLabel(QString(), this);
    m_changeLink->setObjectName(u"releaseChange"_s);
    head->addWidget(m_changeLink);
    m_lane = new LaneChip(LaneShape::Low, ChipSize::Small, this);
    head->addWidget(m_lane);
    head->addStretch(1);
    m_promote = makeButton(QString(), ButtonKind::Plain, this);
    m_promote->setObjectName(u"detailPromote"_s);
    head->addWidget(m_promote);
    m_rollBack = makeButton(Icon::Undo, tr("Roll back"), ButtonKind::DangerEdge, this);
    m_rollBack->setObjectName(u"detailRollBack"_s);
    head->addWidget(m_rollBack);
    all->addLayout(head);
    m_reason = new PlainLabel(QString(), FontRole::Secondary, ColorRole::Muted, this);
    m_reason->setObjectName(u"releaseReason"_s);
    m_reason->setWrapping(Wrapping::Wrap);
    m_reason->setContentsMargins(0, 0, 0, 0);
    auto *reasonRow = new QHBoxLayout;
    reasonRow->setContentsMargins(inset, 0, inset, 8);
    reasonRow->addWidget(m_reason, 1);
    all->addLayout(reasonRow);
    m_young = new NoticeBar(NoticeShape::Card, this);
    m_young->setObjectName(u"releaseYoungPolicy"_s);
    auto *youngRow = new QHBoxLayout;
    youngRow->setContentsMargins(inset, 0, inset, 8);
    youngRow->addWidget(m_young, 1);
    all->addLayout(youngRow);
    connect(m_young, &NoticeBar::actionPressed, this, [this] { emit open({.page = PageKind::Policy}); });

    auto *below = new QHBoxLayout;
    below->setContentsMargins(0, 0, 0, 0);
    below->setSpacing(0);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *inside = new Ground(ColorRole::Surface, scroll);
    inside->setLines(Qt::TopEdge);
    auto *factBox = new QVBoxLayout(inside);
    factBox->setContentsMargins(inset, 12, inset, 12);
    m_facts = new FactList(inside);
    m_facts->setObjectName(u"releaseFacts"_s);
    factBox->addWidget(m_facts);
    factBox->addStretch(1);
    scroll->setWidget(inside);
    below->addWidget(scroll, 3);

    auto *side = new Ground(ColorRole::Surface, this);
    side->setLines(Qt::LeftEdge | Qt::TopEdge);
    auto *sideBox = new QVBoxLayout(side);
    sideBox->setContentsMargins(16, 12, 16, 8);
    sideBox->setSpacing(4);
    m_historyTitle = new PlainLabel(QString(), FontRole::BodyStrong, ColorRole::Text, side);
    sideBox->addWidget(m_historyTitle);
    m_history = new QListView(side);
    m_history->setObjectName(u"cellHistory"_s);
    prepareRowView(m_history, tr("What ran here"), ColorRole::Surface);
    m_rows = new EventRows(this);
    m_history->setModel(m_rows);
    m_history->setItemDelegate(new EventRow(EventRowLayout::Recent, m_history));
    sideBox->addWidget(m_history, 1);
    below->addWidget(side, 2);
    all->addLayout(below, 1);

    connect(m_changeLink, &QPushButton::clicked, this, [this] { emit open({.page = PageKind::Change, .change = m_change}); });
    connect(m_promote, &QPushButton::clicked, this, [this] { emit promoteAsked(m_cell); });
    connect(m_rollBack, &QPushButton::clicked, this, [this] { emit rollBackAsked(m_cell); });
    connect(m_facts, &FactList::pressed, this, [this] { emit open({.page = PageKind::Prompts, .artifact = m_cell.artifact, .version = m_cell.version}); });
}

QWidget *ReleaseDetail::firstControl() const
{
    for (QWidget *widget : {static_cast<QWidget *>(m_promote), static_cast<QWidget *>(m_rollBack), static_cast<QWidget *>(m_changeLink)}) {
        if (widget->isVisible() && widget->isEnabled())
            return widget;
    }
    return m_history;
}

void ReleaseDetail::setWriting(bool writing)
{
    m_writing = writing;
    m_promote->setEnabled(m_cell.mayPromote && !writing);
    m_rollBack->setEnabled(m_cell.mayRollBack && !writing);
}

void ReleaseDetail::setPolicies(const QList<PolicyMoment> &policies)
{
    m_policies = policies;
    showYoungPolicy();
}

void ReleaseDetail::showYoungPolicy()
{
    const Artifact *file = m_view ? m_view->state.artifact(m_cell.artifact) : nullptr;
    const auto pointer = file ? file->pointers.constFind(m_cell.environment) : QMap<EnvironmentId, Pointer>::const_iterator();
    const PolicyMoment *under = nullptr;
    const Stamp released = file && pointer != file->pointers.cend() ? pointer->now().stamp : Stamp();
    for (const PolicyMoment &policy : m_policies) {
        if (policy.seq < released.seq)
            under = &policy;
    }
    constexpr qint64 young = qint64(youngPolicyDays) * 24 * 60 * 60 * 1000;
    if (!under || released.claimedAt - under->when >= young) {
        m_young->settle();
        return;
    }
    const qint64 age = std::max<qint64>(0, released.claimedAt - under->when);
    m_young->setNotice({.kind = NoticeKind::Warning,
                        .lead = tr("Released under a young policy."),
                        .sentence = tr("Policy %1 had been in force for %2 then. See what it changed.").arg(QString::number(under->version), text::duration(age)),
                        .action = tr("Open the policy")});
}

void ReleaseDetail::setCell(const ViewPointer &view, const ReleaseCell &cell)
{
    m_view = view;
    m_cell = cell;
    const Artifact *file = view->state.artifact(cell.artifact);
    setVisible(file != nullptr);
    if (!file)
        return;
    const QString where = ChangeWords::environment(*view, cell.environment);
    const QString running = cell.version.isNull() ? cell.artifact.value : tr("%1 %2").arg(cell.artifact.value, cell.version.toString());
    m_title->setText(running);
    m_where->setText(cell.version.isNull() ? tr("has not been in %1").arg(where) : tr("in %1").arg(where));
    m_change = cell.change;
    const Change *change = m_change.isNull() ? nullptr : view->state.change(m_change);
    m_changeLink->setVisible(change != nullptr);
    m_lane->setVisible(change != nullptr);
    if (change) {
        const QString title = titleOf(*view, *change);
        m_changeLink->setText(tr("#%1 %2").arg(change->number).arg(title.size() > 60 ? title.left(58) + u" …"_s : title));
        const VersionRecord *record = file->version(cell.version);
        m_lane->setLane(ChangeWords::shapeOf(record ? record->lane : Lane::Low));
    }
    m_promote->setVisible(!cell.offered.isNull());
    m_promote->setText(tr("Promote %1").arg(cell.offered.toString()));
    m_promote->setEnabled(cell.mayPromote && !m_writing);
    m_rollBack->setVisible(ReleaseWords::offersRollBack(*view, cell));
    m_rollBack->setEnabled(cell.mayRollBack && !m_writing);
    m_rollBack->setToolTip(tr("Back to %1").arg(cell.target.toString()));
    QStringList reasons;
    const QString noPromote = ReleaseWords::whyNotPromote(*view, cell);
    const QString noRollBack = ReleaseWords::whyNotRollBack(*view, cell);
    if (!noPromote.isEmpty())
        reasons.append(noPromote == noRollBack ? noPromote : tr("Promote %1: %2").arg(cell.offered.toString(), noPromote));
    if (!noRollBack.isEmpty() && noPromote != noRollBack)
        reasons.append(tr("Roll back: %1").arg(noRollBack));
    m_reason->setText(reasons.join(u' '));
    m_reason->setVisible(!reasons.isEmpty());
    m_promote->setAccessibleDescription(noPromote);
    m_rollBack->setAccessibleDescription(noRollBack);
    showYoungPolicy();
    fillFacts(*view, cell);
    m_historyTitle->setText(tr("What ran in %1").arg(where));
    m_rows->setRows(MoveWords::history(*view, *file, cell.environment, m_clock.now()));
}

void ReleaseDetail::fillFacts(const WorkspaceView &view, const ReleaseCell &cell)
{
    m_facts->clear();
    if (cell.version.isNull()) {
        m_facts->addFact(tr("Version"), tr("Nothing has been released here."));
        return;
    }
    const QDateTime when = QDateTime::fromMSecsSinceEpoch(cell.since);
    m_facts->addLink(tr("Text"), tr("Read %1").arg(cell.version.toString()), 0);
    m_facts->addFact(cell.rolledBack ? tr("Taken back") : tr("Since"), tr("%1, by %2").arg(text::exactTime(when), view.personName(cell.by)));
    const Change *change = cell.change.isNull() ? nullptr : view.state.change(cell.change);
    const Revision *revision = change ? change->revision() : nullptr;
    if (!revision) {
        m_facts->addFact(tr("Change"), tr("None: it was there when the record began."));
        return;
    }
    QStringList approvals;
    for (const Review &review : revision->reviews) {
        if (review.data.decision == Decision::Approve)
            approvals.append(ChangeWords::personAs(view, review.stamp.actor, {review.data.as}));
    }
    approvals.removeDuplicates();
    m_facts->addFact(tr("Approved by"), approvals.isEmpty() ? tr("Nobody") : approvals.join(u", "_s));
    const Note *note = revision->note();
    if (!note) {
        m_facts->addFact(tr("Note"), tr("No release note was asked for."));
        return;
    }
    if (!note->data.rollbackOwner.isEmpty())
        m_facts->addFact(tr("Takes it back"), view.personName(note->data.rollbackOwner));
    if (note->data.triggers.isEmpty()) {
        m_facts->addFact(tr("Triggers"), tr("None in the note."));
    } else {
        QStringList sentences;
        for (const Trigger &trigger : note->data.triggers)
            sentences.append(NoteCheck::sentence(trigger));
        m_facts->addFact(tr("Triggers"), tr("%1:").arg(ReleaseWords::triggers(view, cell)) + u'\n' + sentences.join(u'\n'));
    }
    if (!note->data.informed.isEmpty())
        m_facts->addFact(tr("People told"), ChangeWords::people(view, note->data.informed, 8));
}

} // namespace countersign
