// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/RunDesk.h"

#include "connectors/EndpointBook.h"
#include "connectors/SystemSecrets.h"
#include "services/OpinionDesk.h"
#include "services/RunWork.h"

#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace countersign {

RunDesk::RunDesk(Place place, QObject *parent) : QObject(parent), m_place(std::move(place)), m_work(new RunWork)
{
    m_thread.setObjectName(u"runs"_s);
    m_work->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_work, &QObject::deleteLater);
    connect(m_work, &RunWork::progressed, this, [this](int number, const evals::RunProgress &now) {
        if (number == m_number && m_phase == Phase::Running) {
            m_progress = now;
            emit changed();
        }
    });
    connect(m_work, &RunWork::stepped, this,
            [this](int number, RunOf of, const evals::RunTask &task, evals::RunStep step) {
                if (number != m_number || m_phase != Phase::Running)
                    return;
                if (const qsizetype moved = m_cases.take(of, task, step); moved >= 0)
                    emit caseMoved(moved);
            });
    connect(m_work, &RunWork::ended, this, [this](int number, const Result<MadeRun> &made) {
        if (number == m_number)
            end(made);
    });
    m_thread.start();
}

RunDesk::~RunDesk()
{
    m_stop.request_stop();
    m_thread.quit();
    m_thread.wait();
}

RunDesk::Place RunDesk::systemPlace()
{
    const OpinionDesk::Place known = OpinionDesk::systemPlace();
    return {.settingsFile = known.settingsFile,
            .secrets = known.secrets,
            .dataFolder = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + u"/runs"_s,
            .cacheFolder = QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + u"/answers"_s};
}

Done RunDesk::start(const RunWish &wish, const RunTexts &texts)
{
    if (m_phase == Phase::Running)
        return failure(ErrorCode::Conflict, u"run"_s);
    const QString &executed = wish.harness.isEmpty() ? wish.promptfoo : wish.harness;
    if (!executed.isEmpty() && executed != wish.allowed)
        return failure(ErrorCode::Refused, u"run.not_allowed"_s, executed);
    RunWork::Order order{.wish = wish, .texts = texts, .place = m_place};
    if (wish.harness.isEmpty()) {
        const Result<RunPlans> plans = plansOf(texts, wish);
        if (!plans)
            return std::unexpected(plans.error());
        order.plans = *plans;
        order.endpoint.base = plans->candidate.endpoint;
        if (!plans->candidate.models.first().echo) {
            const auto known = connectors::EndpointBook(m_place.settingsFile).find(order.endpoint.base);
            if (!known)
                return failure(ErrorCode::Refused, u"endpoint.unconfirmed"_s, wish.endpoint);
            order.endpoint.key = known->key;
            order.endpoint.keyStyle = known->keyStyle;
        }
    }
    m_wish = wish;
    m_texts = texts;
    m_progress = {};
    m_cases = wish.harness.isEmpty() ? RunCases(order.plans) : RunCases();
    m_error.reset();
    m_made.reset();
    m_stop = {};
    order.number = ++m_number;
    order.stop = m_stop.get_token();
    QMetaObject::invokeMethod(m_work, [work = m_work, order] { work->start(order); });
    emit casesReset();
    setPhase(Phase::Running);
    return {};
}

Done RunDesk::goOn()
{
    return start(RunWish(m_wish), RunTexts(m_texts));
}

void RunDesk::stop()
{
    if (m_phase != Phase::Running)
        return;
    m_stop.request_stop();
    QMetaObject::invokeMethod(m_work, &RunWork::stop);
}

void RunDesk::forget()
{
    if (m_phase == Phase::Running)
        return;
    m_made.reset();
    m_error.reset();
    m_texts = {};
    setPhase(Phase::Idle);
}

void RunDesk::setPhase(Phase phase)
{
    m_phase = phase;
    emit changed();
}

void RunDesk::end(const Result<MadeRun> &made)
{
    m_cases.settle();
    emit casesReset();
    if (made) {
        m_made = *made;
        setPhase(Phase::Finished);
    } else if (made.error().code == ErrorCode::Canceled) {
        setPhase(Phase::Stopped);
    } else {
        m_error = made.error();
        setPhase(Phase::Failed);
    }
}

} // namespace countersign
