// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/SuiteHealth.h"

#include "evals/Assertions.h"

#include <algorithm>

namespace countersign::evals {

namespace {

struct Repeats
{
    qint64 passed = 0;
    qint64 failed = 0;
    qint64 errors = 0;
};

/// The cases of a run, as a suite would name them.
class RunIndex
{
public:
    RunIndex(const ResultFile &run, quint32 column) : m_repeats(run.cases.size())
    {
        for (size_t i = 0; i < run.cases.size(); ++i) {
            const Case &one = run.cases[i];
            if (!one.id.isEmpty()) {
                m_byId.insert(one.id, i);
            }
            if (!one.key.isNull()) {
                m_byKey.insert(one.key.toBytes(), i);
            }
        }
        for (const Answer &answer : run.answers) {
            if (answer.column == column && answer.caseIndex < m_repeats.size()) {
                Repeats &repeats = m_repeats[answer.caseIndex];
                repeats.passed += answer.outcome == Outcome::Pass;
                repeats.failed += answer.outcome == Outcome::Fail;
                repeats.errors += answer.outcome == Outcome::Error;
            }
        }
    }

    [[nodiscard]] const Repeats *find(const SuiteCase &one) const
    {
        const auto byId = one.id.isEmpty() ? m_byId.constEnd() : m_byId.constFind(one.id);
        if (byId != m_byId.constEnd()) {
            return &m_repeats[*byId];
        }
        const auto byKey = m_byKey.constFind(one.key.toBytes());
        return byKey == m_byKey.constEnd() ? nullptr : &m_repeats[*byKey];
    }

private:
    QHash<QString, size_t> m_byId;
    QHash<QByteArray, size_t> m_byKey;
    std::vector<Repeats> m_repeats;
};

bool needsExecution(const Assertion &assertion)
{
    const AssertionKind kind = kindOf(assertion);
    return !assertion.notRun.isEmpty() || kind == AssertionKind::Script || kind == AssertionKind::Unknown
           || std::ranges::any_of(assertion.set, needsExecution);
}

void addRun(CaseHealth &health, const Repeats &repeats)
{
    health.runs += repeats.passed + repeats.failed > 0;
    health.failed += repeats.failed > 0;
    health.errors += repeats.errors > 0;
    health.flaky |= repeats.passed > 0 && repeats.failed > 0;
}

} // namespace

SuiteHealth healthOf(const Suite &suite, const QList<const ResultFile *> &runs, const HealthOptions &options)
{
    std::vector<RunIndex> indices;
    for (const ResultFile *run : runs) {
        if (run->status == RunStatus::Complete) {
            indices.emplace_back(*run, options.column);
        }
    }
    SuiteHealth all;
    std::vector<qint64> ages;
    for (const SuiteCase &one : suite.cases) {
        CaseHealth health{.assertsNothing = one.asserts.empty(),
                          .cannotRun =
                              !one.notRun.isEmpty() || std::ranges::any_of(one.asserts, needsExecution)};
        if (one.date.isValid() && options.today.isValid()) {
            health.age = std::max<qint64>(0, one.date.daysTo(options.today));
            health.stale = health.age > options.staleAfter;
            ages.push_back(health.age);
        }
        bool found = false;
        for (const RunIndex &index : indices) {
            if (const Repeats *repeats = index.find(one)) {
                found = true;
                addRun(health, *repeats);
            }
        }
        health.neverFailed =
            health.runs >= std::max(1, options.leastRuns) && health.failed == 0 && health.errors == 0;
        ++all.bySource[toString(one.source)];
        ++all.byDimension[one.dimension];
        all.undated += !one.date.isValid();
        all.stale += health.stale;
        all.neverFailed += health.neverFailed;
        all.flaky += health.flaky;
        all.assertsNothing += health.assertsNothing;
        all.cannotRun += health.cannotRun;
        all.withoutId += one.id.isEmpty();
        all.withoutOwner += one.owner.isEmpty();
        all.notInRuns += !indices.empty() && !found;
        all.cases.push_back(health);
    }
    if (!ages.empty()) {
        std::ranges::sort(ages);
        all.oldest = ages.back();
        all.middle = ages[(ages.size() - 1) / 2];
    }
    return all;
}

} // namespace countersign::evals
