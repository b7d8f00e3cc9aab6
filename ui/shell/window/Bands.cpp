// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/window/Bands.h"

#include "base/Clock.h"
#include "services/WhenFinished.h"
#include "ui/common/Busy.h"
#include "ui/common/ErrorText.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/Text.h"
#include "ui/shell/RuleWords.h"

#include <QLocale>
#include <QUrl>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

NoticeBar *addBand(QVBoxLayout *layout, const QString &name, QWidget *parent)
{
    auto *band = new NoticeBar(NoticeShape::Band, parent);
    band->setObjectName(name);
    band->settle();
    layout->addWidget(band);
    return band;
}

// The host of a URL, or the place itself.
QString placeName(const QString &location)
{
    const QUrl url(location);
    return url.isValid() && !url.host().isEmpty() ? url.host() : location;
}

} // namespace

Bands::Bands(Workspace &workspace, const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_clock(clock)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    m_opening = new BusyLine(BusyLine::Cancel::Offered, this);
    m_opening->setObjectName(u"openingLine"_s);
    m_opening->setContentsMargins(24, 8, 24, 8);
    layout->addWidget(m_opening);
    connect(m_opening, &BusyLine::canceled, this, [this] {
        endOpening();
        emit openingCanceled();
    });
    m_problem = addBand(layout, u"problemBand"_s, this);
    m_sync = addBand(layout, u"syncBand"_s, this);
    m_notSent = addBand(layout, u"refusedBand"_s, this);
    m_readOnly = addBand(layout, u"readOnlyBand"_s, this);
    connect(m_problem, &NoticeBar::actionPressed, m_problem, &NoticeBar::settle);
    connect(m_sync, &NoticeBar::actionPressed, this, [this] {
        if (m_view->sync.phase == SyncPhase::Alarm) {
            emit openAudit();
        } else if (!m_view->pending.isEmpty()) {
            emit showPending();
        } else {
            m_workspace.sync();
        }
    });
    connect(m_sync, &NoticeBar::secondActionPressed, this, [this] { m_workspace.sync(); });
    connect(m_notSent, &NoticeBar::actionPressed, this, [this] {
        if (m_refused.isNull()) {
            emit showPending();
        } else {
            decide(true);
        }
    });
    connect(m_notSent, &NoticeBar::secondActionPressed, this, [this] { decide(false); });
    connect(m_readOnly, &NoticeBar::actionPressed, this, &Bands::openPolicy);
}

void Bands::setView(const ViewPointer &view)
{
    m_view = view;
    showSync();
    showRefused();
    const QString reason = RuleWords::readOnlyReason(*view);
    if (reason.isEmpty() || view->sync.phase == SyncPhase::Alarm) {
        m_readOnly->settle();
    } else {
        m_readOnly->setNotice({.kind = NoticeKind::Info,
                               .lead = tr("Reading only."),
                               .sentence = reason,
                               .action = tr("Show the people")});
    }
}

void Bands::showProblem(const QString &lead, const Error &error)
{
    Notice notice = errorNotice(error);
    notice.sentence = (notice.lead + u' ' + notice.sentence).trimmed();
    notice.lead = lead;
    notice.action = tr("Close");
    notice.secondAction.clear();
    m_problem->setNotice(notice);
}

void Bands::showOpening(const QString &words)
{
    m_problem->settle();
    m_opening->begin(words);
}

void Bands::showProgress(int done, int all)
{
    if (all > 0) {
        m_opening->setProgress(qreal(done) / all, tr("%1 of %2").arg(QLocale().toString(done), QLocale().toString(all)));
    }
}

void Bands::endOpening()
{
    m_opening->end();
}

void Bands::showSync()
{
    const SyncStatus &sync = m_view->sync;
    const int waiting = static_cast<int>(m_view->pending.size());
    switch (sync.phase) {
    case SyncPhase::Alarm: {
        Notice notice{.kind = NoticeKind::Danger,
                      .lead = tr("The shared record does not continue what was seen here."),
                      .sentence = tr("Both are kept, nothing is written, and everything can be read. "
                                     "Show this to whoever looks after %1.")
                                          .arg(text::printableLine(placeName(m_view->location))),
                      .action = tr("Open the audit"),
                      .secondAction = tr("Look again")};
        if (sync.error) {
            notice.detail = sync.error->detail;
        }
        m_sync->setNotice(notice);
        return;
    }
    case SyncPhase::Offline: {
        const QString place = text::printableLine(placeName(m_view->location));
        const QString lead = sync.lastSynced > 0
                ? tr("%1 has not answered since %2.")
                          .arg(place, text::clockTime(QDateTime::fromMSecsSinceEpoch(sync.lastSynced),
                                                      QDateTime::fromMSecsSinceEpoch(m_clock.now())))
                : tr("%1 has not answered.").arg(place);
        Notice notice{.kind = NoticeKind::Warning, .lead = lead, .icon = Icon::Offline};
        if (waiting > 0) {
            notice.sentence = waiting == 1 ? tr("You can go on. One thing you did waits here and is not sent yet.")
                    : tr("You can go on. %n things you did wait here and are not sent yet.", nullptr, waiting);
            notice.action = waiting == 1 ? tr("Show it") : tr("Show the %n", nullptr, waiting);
            notice.secondAction = tr("Try now");
        } else {
            notice.sentence = tr("You see what was read last, and can go on reading and writing drafts.");
            notice.action = tr("Try now");
        }
        if (sync.error) {
            notice.detail = sync.error->detail;
        }
        m_sync->setNotice(notice);
        return;
    }
    case SyncPhase::Idle:
        m_sync->settle();
        return;
    case SyncPhase::Syncing:
        return; // what stood there stays until it is known whether it still holds
    }
}

void Bands::showRefused()
{
    QList<PendingEvent> refused;
    for (const PendingEvent &event : m_view->pending) {
        if (event.refused) {
            refused.append(event);
        }
    }
    if (refused.isEmpty()) {
        m_refused = {};
        m_failure.reset();
        m_deciding = false;
        m_notSent->settle();
        return;
    }
    const PendingEvent &first = refused.first();
    if (m_refused != first.id) {
        m_failure.reset();
        m_deciding = false;
    }
    Notice notice{.kind = NoticeKind::Danger};
    if (refused.size() > 1) {
        m_refused = {};
        notice.lead = tr("%n things you did were not recorded.", nullptr, static_cast<int>(refused.size()));
        notice.sentence = tr("The rules did not allow them any more when they arrived.");
        notice.action = tr("Show the %n", nullptr, static_cast<int>(refused.size()));
    } else {
        m_refused = first.id;
        notice.lead = tr("What you did was not recorded: %1 (%2).")
                              .arg(RuleWords::kind(first.kind), RuleWords::subject(*m_view, first.subject));
        notice.sentence = first.refused->code == ErrorCode::Refused ? RuleWords::sentence(first.refused->subject)
                                                                    : errorText(*first.refused).lead;
        notice.detail = first.refused->detail;
        if (m_failure) {
            const ErrorText failed = errorText(*m_failure);
            notice.sentence = tr("Again it was not recorded. %1 %2").arg(failed.lead, failed.sentence);
            notice.detail = m_failure->detail;
        }
        if (m_deciding) {
            notice.sentence = tr("Trying …");
        } else {
            notice.action = tr("Do it again");
            notice.secondAction = tr("Forget it");
        }
    }
    m_notSent->setNotice(notice);
}

void Bands::decide(bool again)
{
    if (m_deciding || m_refused.isNull()) {
        return;
    }
    const EventId event = m_refused;
    m_deciding = true;
    m_failure.reset();
    showRefused();
    const auto ended = [this, event](const std::optional<Error> &error) {
        if (m_refused != event) {
            return;
        }
        m_deciding = false;
        m_failure = error;
        showRefused();
    };
    if (again) {
        whenFinished(m_workspace.redo(event), this, [ended](const Result<WriteReceipt> &result) {
            ended(result ? std::nullopt : std::optional(result.error()));
        });
    } else {
        whenFinished(m_workspace.drop(event), this, [ended](const Done &result) {
            ended(result ? std::nullopt : std::optional(result.error()));
        });
    }
}

} // namespace countersign
