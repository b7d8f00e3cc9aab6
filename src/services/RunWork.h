// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/SuiteRun.h"
#include "services/RunDesk.h"

#include <QObject>

#include <deque>
#include <functional>
#include <stop_token>

namespace countersign {

/// The inside of RunDesk, on its thread: a run of the candidate and then, where it is wanted, of what is live.
class RunWork : public QObject
{
    Q_OBJECT

public:
    struct Order
    {
        int number = 0;
        RunWish wish = {};
        RunTexts texts = {};
        RunPlans plans = {}; ///< empty for the team's own command
        connectors::ChatEndpoint endpoint = {};
        RunDesk::Place place = {};
        std::stop_token stop = {};
    };

    ~RunWork() override;

    void start(const Order &order);
    /// Takes effect at once; ends with Canceled.
    void stop();

signals:
    void progressed(int number, const countersign::evals::RunProgress &now);
    void stepped(int number, countersign::RunOf of, const countersign::evals::RunTask &task,
                 countersign::evals::RunStep step);
    void ended(int number, const countersign::Result<countersign::MadeRun> &made);

private:
    void runHarness();
    void next();
    void tell(const evals::RunProgress &now);
    void take(const std::shared_ptr<const evals::ResultFile> &file);
    void finish(const Result<MadeRun> &made);

    Order m_order;
    std::unique_ptr<connectors::ChatClient> m_client;
    std::deque<evals::RunPlan> m_plans; // that are not begun
    std::unique_ptr<evals::SuiteRun> m_run;
    std::optional<RunFile> m_candidate; // when it is done
    evals::RunProgress m_before;        // of runs that are done
    qsizetype m_all = 0;
    qsizetype m_answered = 0; // since the beginning, without those that were there
    bool m_ends = true;
};

} // namespace countersign
