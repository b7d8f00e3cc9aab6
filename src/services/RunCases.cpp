// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/RunCases.h"

namespace countersign {

RunCaseState RunCase::state() const
{
    if (errors > 0)
        return RunCaseState::Error;
    if (failed > 0)
        return RunCaseState::Failed;
    if (answers > 0 && passed == answers)
        return RunCaseState::Passed;
    return running + passed > 0 ? RunCaseState::Running : RunCaseState::Waiting;
}

RunCases::RunCases(const RunPlans &plans)
{
    add(RunOf::Candidate, plans.candidate);
    if (plans.live)
        add(RunOf::Live, *plans.live);
}

void RunCases::add(RunOf of, const evals::RunPlan &plan)
{
    Part &part = of == RunOf::Candidate ? m_candidate : m_live;
    part.first = m_cases.size();
    part.size = qsizetype(plan.suite.cases.size());
    qsizetype number = 0;
    for (const evals::SuiteCase &one : plan.suite.cases)
        m_cases.append({.of = of, .name = one.id.isEmpty() ? one.description : one.id, .number = ++number});
    for (const evals::RunTask &task : evals::tasksOf(plan))
        ++m_cases[part.first + task.caseIndex].answers;
}

qsizetype &RunCases::counted(RunCase &one, evals::RunStep step)
{
    switch (step) {
    case evals::RunStep::Begun:
        return one.running;
    case evals::RunStep::Passed:
        return one.passed;
    case evals::RunStep::Failed:
        return one.failed;
    case evals::RunStep::Error:
        return one.errors;
    }
    Q_UNREACHABLE_RETURN(one.errors);
}

qsizetype RunCases::take(RunOf of, const evals::RunTask &task, evals::RunStep step)
{
    Part &part = of == RunOf::Candidate ? m_candidate : m_live;
    if (task.caseIndex >= part.size)
        return -1;
    const qsizetype at = part.first + task.caseIndex;
    RunCase &one = m_cases[at];
    const auto before = part.steps.constFind(task);
    if (before != part.steps.cend())
        --counted(one, *before);
    ++counted(one, step);
    part.steps.insert(task, step);
    return at;
}

void RunCases::settle()
{
    for (Part *part : {&m_candidate, &m_live})
        part->steps.removeIf([](const auto &step) { return step.value() == evals::RunStep::Begun; });
    for (RunCase &one : m_cases)
        one.running = 0;
}

} // namespace countersign
