// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/SuiteRun.h"
#include "services/RunPlans.h"

#include <QHash>

namespace countersign {

/// Of which text a case is run.
enum class RunOf { Candidate, Live };

enum class RunCaseState {
    Waiting, ///< nobody was asked yet
    Running,
    Passed,
    Failed,
    Error, ///< an answer did not come, or could not be judged
};

/// How far a case of a run is, over all the answers that it is asked for (prompts, models, repeats).
struct RunCase
{
    RunOf of = RunOf::Candidate;
    QString name = {}; ///< its id, else its description; empty: neither. From the suite, so hostile
    qsizetype number = 0; ///< its place in the suite, 1-based
    qsizetype answers = 0;
    qsizetype running = 0;
    qsizetype passed = 0;
    qsizetype failed = 0;
    qsizetype errors = 0;

    /// The worst that is known; it passed when all of its answers did.
    [[nodiscard]] RunCaseState state() const;
    friend bool operator==(const RunCase &, const RunCase &) = default;
};

/// The cases of a run in the order of the suite: those of the candidate, then those of what is live. Not for threads.
class RunCases
{
public:
    RunCases() = default;
    explicit RunCases(const RunPlans &plans);

    [[nodiscard]] const QList<RunCase> &all() const { return m_cases; }
    /// The place in all() of the case that moved; -1: there is no such task.
    qsizetype take(RunOf of, const evals::RunTask &task, evals::RunStep step);
    /// The run is over: what was begun and did not end waits again.
    void settle();

private:
    struct Part
    {
        qsizetype first = 0; // into m_cases
        qsizetype size = 0;
        QHash<evals::RunTask, evals::RunStep> steps = {};
    };
    void add(RunOf of, const evals::RunPlan &plan);
    [[nodiscard]] static qsizetype &counted(RunCase &one, evals::RunStep step);

    QList<RunCase> m_cases;
    Part m_candidate;
    Part m_live;
};

} // namespace countersign
