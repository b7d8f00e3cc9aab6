// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/DraftAssessment.h"

#include "ui/editor/DraftKeeper.h"

namespace countersign {

DraftAssessment::DraftAssessment(Workspace &workspace, const DraftKeeper &keeper, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_keeper(keeper)
{
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &DraftAssessment::ask);
    m_late.setSingleShot(true);
    connect(&m_late, &QTimer::timeout, this, &DraftAssessment::late);
}

void DraftAssessment::setRules(const PolicyHash &rules)
{
    m_rules = rules;
    if (m_wanted && (m_askedBy != rules || couldNot()))
        ask();
}

void DraftAssessment::askSoon()
{
    if (!m_keeper.hasDraft())
        return;
    if (m_asking) {
        m_typedMeanwhile = true;
    } else if (!m_soon.isActive()) {
        m_soon.start(0);
        m_late.start(lateMs);
    }
}

void DraftAssessment::ask()
{
    if (!m_keeper.hasDraft())
        return;
    if (!isUnderWay())
        m_late.start(lateMs);
    m_soon.stop();
    m_typedMeanwhile = false;
    m_wanted = true;
    m_asking = true;
    m_askedBy = m_rules;
    m_problem.reset();
    m_question.start(m_workspace.assess(m_keeper.draft().files), [this](const Result<AssessedChange> &result) { take(result); });
}

void DraftAssessment::take(const Result<AssessedChange> &result)
{
    m_asking = false;
    m_late.stop();
    if (m_typedMeanwhile)
        askSoon();
    if (result) {
        m_answer = *result;
        emit answered();
    } else if (result.error().code != ErrorCode::Canceled) {
        // What is known is about an older text.
        m_answer.reset();
        m_problem = result.error();
        emit failed();
    }
}

void DraftAssessment::clear()
{
    m_question.cancel();
    m_soon.stop();
    m_late.stop();
    m_wanted = false;
    m_asking = false;
    m_typedMeanwhile = false;
    m_answer.reset();
    m_problem.reset();
}

} // namespace countersign
