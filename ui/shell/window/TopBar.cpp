// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window/TopBar.h"

#include "base/Clock.h"
#include "ui/common/Buttons.h"
#include "ui/common/PlainLabel.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/window/BarButton.h"

#include <QHBoxLayout>
#include <QPainter>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QDateTime moment(qint64 milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds);
}

} // namespace

TopBar::TopBar(const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
{
    setObjectName(u"topBar"_s);
    setAccessibleName(tr("Bar"));
    const Theme &theme = Theme::of(this);
    const auto follow = [this, &theme] {
        setFixedHeight(theme.size().topBar);
        placeFind();
    };

    m_lead = new QWidget(this);
    auto *lead = new QHBoxLayout(m_lead);
    lead->setContentsMargins(8, 0, 8, 0);
    lead->setSpacing(8);
    m_program = new PlainLabel(tr("Countersign"), FontRole::BodyStrong, ColorRole::Text, m_lead);
    lead->addSpacing(8);
    m_nothing = new PlainLabel(tr("No workspace is open"), FontRole::Body, ColorRole::Muted, m_lead);
    m_workspace = new BarButton(m_lead);
    m_workspace->setObjectName(u"workspaceButton"_s);
    m_workspace->setToolTip(tr("Open or close a workspace"));
    lead->addWidget(m_program);
    lead->addWidget(m_nothing);
    lead->addWidget(m_workspace);

    m_find = new FindButton(this);
    m_find->setObjectName(u"findButton"_s);

    m_trail = new QWidget(this);
    auto *trail = new QHBoxLayout(m_trail);
    trail->setContentsMargins(8, 0, 12, 0);
    trail->setSpacing(4);
    m_sync = new BarButton(m_trail);
    m_sync->setObjectName(u"syncButton"_s);
    m_person = new BarButton(m_trail);
    m_person->setObjectName(u"personButton"_s);
    m_menu = makeIconButton(Icon::Menu, tr("Menu"), m_trail);
    m_menu->setObjectName(u"menuButton"_s);
    trail->addWidget(m_sync);
    trail->addWidget(m_person);
    trail->addWidget(m_menu);

    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &TopBar::refreshSync);
    connect(&theme, &Theme::changed, this, follow);
    follow();
    setView(nullptr);
}

void TopBar::setView(const ViewPointer &view)
{
    m_view = view;
    const bool open = view != nullptr;
    m_program->setVisible(!open);
    m_nothing->setVisible(!open);
    m_workspace->setVisible(open);
    m_find->setVisible(open);
    m_sync->setVisible(open);
    m_person->setVisible(open);
    if (open) {
        m_workspace->setData({.icon = view->registry ? Icon::RegistryWorkspace : Icon::GitWorkspace, .strong = text::printableLine(view->name), .opens = true});
        m_workspace->setAccessibleName((view->registry ? tr("Registry %1") : tr("Workspace %1")).arg(view->name));
        const Person *person = view->mePerson();
        const QString name = person ? person->name : view->me.name.isEmpty() ? tr("Nobody") : view->me.name;
        const QString role = person ? ChangeWords::roles(*view, person->roles) : tr("reads only");
        m_person->setData({.avatar = name, .strong = text::printableLine(name), .words = role,
                           .opens = m_choosesIdentity});
        m_person->setAccessibleName(tr("You are %1, %2").arg(name, role));
        m_tick.start();
        refreshSync();
    } else {
        m_tick.stop();
    }
    placeFind();
}

void TopBar::setIdentities(const QList<IdentityChoice> &identities)
{
    m_choosesIdentity = identities.size() > 1;
    m_person->setToolTip(m_choosesIdentity ? tr("Act as somebody else of this example") : tr("Who you are here"));
    setView(m_view);
}

void TopBar::refreshSync()
{
    if (!m_view) {
        return;
    }
    const SyncStatus &sync = m_view->sync;
    const int waiting = static_cast<int>(m_view->pending.size());
    BarButtonData shown;
    switch (sync.phase) {
    case SyncPhase::Alarm:
        shown = {.sign = Sign::Error, .words = tr("Stopped: the record is in doubt"), .wordsColor = ColorRole::Danger};
        break;
    case SyncPhase::Offline:
        shown = {.sign = Sign::Warning,
                .words = m_clock.now() - sync.lastSynced < 1000 ? tr("Offline")
                        : sync.lastSynced > 0 ? tr("Offline for %1").arg(text::duration(m_clock.now() - sync.lastSynced))
                                             : tr("Offline"),
                .wordsColor = ColorRole::Medium};
        break;
    case SyncPhase::Syncing:
        shown = {.sign = Sign::Running, .words = tr("Syncing")};
        break;
    case SyncPhase::Idle:
        if (sync.lastSynced == 0) {
            shown = {.sign = Sign::NotYet, .words = tr("Not synced yet")};
        } else if (const qint64 age = m_clock.now() - sync.lastSynced; age < 60'000) {
            shown = {.sign = Sign::Satisfied,
                     .words = age < 1000 ? tr("Synced just now") : tr("Synced %1 s ago").arg(age / 1000)};
        } else {
            shown = {.sign = Sign::Satisfied, .words = tr("Synced %1 ago").arg(text::duration(age))};
        }
        break;
    }
    if (waiting > 0 && sync.phase != SyncPhase::Alarm) {
        shown.words = tr("%1, %2 not sent yet").arg(shown.words, text::number(qint64(waiting)));
        shown.sign = sync.phase == SyncPhase::Idle ? Sign::Later : *shown.sign;
    }
    if (m_sync->data() == shown) {
        return;
    }
    m_sync->setData(shown);
    m_sync->setAccessibleName(shown.words);
    const QString last = sync.lastSynced > 0 ? text::exactTime(moment(sync.lastSynced)) : tr("never in this session");
    m_sync->setToolTip(tr("%1\nLast synced: %2\nPress to sync now (F5)").arg(text::printableLine(m_view->location),
                                                                              last));
    placeFind();
}

void TopBar::placeFind()
{
    // In the middle of the window while there is room, else between its neighbours.
    const int leadWidth = m_lead->sizeHint().width();
    const int trailWidth = m_trail->sizeHint().width();
    const int wanted = m_find->sizeHint().width();
    const int room = qMax(m_find->minimumSizeHint().width(), width() - leadWidth - trailWidth - 24);
    const int wide = qMin(wanted, room);
    int left = (width() - wide) / 2;
    left = qMin(left, width() - trailWidth - 12 - wide);
    left = qMax(left, qMin(leadWidth + 12, width() - wide));
    const QRect find(left, (height() - m_find->sizeHint().height()) / 2, wide, m_find->sizeHint().height());
    const auto visual = [this](const QRect &place) { return QStyle::visualRect(layoutDirection(), rect(), place); };
    const bool shows = m_view != nullptr;
    const int leadRoom = shows ? find.left() - 4 : width() - trailWidth;
    m_lead->setGeometry(visual(QRect(0, 0, qMin(leadWidth, leadRoom), height() - 1)));
    m_find->setGeometry(visual(find));
    m_trail->setGeometry(visual(QRect(width() - trailWidth, 0, trailWidth, height() - 1)));
}

void TopBar::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(ColorRole::Window));
    painter.fillRect(QRect(0, height() - theme.tokens().line.hair, width(), theme.tokens().line.hair),
                     theme.color(ColorRole::Line));
}

void TopBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeFind();
}

} // namespace countersign
