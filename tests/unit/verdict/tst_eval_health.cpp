// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/SuiteHealth.h"
#include "tests/unit/verdict/Runs.h"

#include <QTest>

using namespace countersign::evals;

namespace countersign::test {

namespace {

const QDate today(2026, 7, 1);

SuiteCase caseOf(const QString &id, CaseSource source, const QString &dimension, const QDate &date)
{
    return {.id = id,
            .asserts = {{.type = "contains", .value = "x"}},
            .dimension = dimension,
            .source = source,
            .owner = "ana",
            .date = date};
}

Suite sample()
{
    Suite suite;
    suite.cases = {caseOf("0", CaseSource::Curated, "tone", QDate(2026, 6, 1)),
                   caseOf("1", CaseSource::PastFailure, "tone", QDate(2025, 6, 1)),
                   caseOf("2", CaseSource::PastFailure, "safety", QDate(2026, 8, 1)),
                   caseOf("3", CaseSource::NotTold, "", {})};
    return suite;
}

} // namespace

class EvalHealthTest : public QObject
{
    Q_OBJECT

private slots:
    void casesAreCountedBySourceDimensionAndAge()
    {
        const SuiteHealth health = healthOf(sample(), {}, {.today = today});

        QCOMPARE(health.bySource, (QMap<QString, qint64>{{"", 1}, {"curated", 1}, {"past_failure", 2}}));
        QCOMPARE(health.byDimension, (QMap<QString, qint64>{{"", 1}, {"safety", 1}, {"tone", 2}}));
        QCOMPARE(health.undated, 1);
        QCOMPARE(health.stale, 1);
        QCOMPARE(health.oldest, 395); // 2025-06-01 to 2026-07-01
        QCOMPARE(health.middle, 30);
        QCOMPARE(health.cases[2].age, 0); // a date to come
        QCOMPARE(health.cases[3].age, -1);
        QCOMPARE(health.notInRuns, 0);
        QCOMPARE(healthOf(sample(), {}, {}).oldest, -1);
    }

    void runsTellWhatNeverFailsAndWhatIsFlaky()
    {
        // Case 0 passes always, 1 fails once, 2 disagrees with itself, 3 is in error once.
        const ResultFile first = Run().outcomes("PPPP").outcomes("PPFP").file();
        const ResultFile second = Run().outcomes("PFPP").file();
        const ResultFile third = Run().outcomes("PPPE").file();
        const ResultFile cut = Run().outcomes("FFFF").status(RunStatus::Truncated).file();

        const SuiteHealth health = healthOf(sample(), {&first, &second, &third, &cut}, {.today = today});

        QCOMPARE(health.neverFailed, 1);
        QVERIFY(health.cases[0].neverFailed);
        QCOMPARE(health.cases[0].runs, 3);
        QCOMPARE(health.cases[1].failed, 1);
        QVERIFY(!health.cases[1].flaky);
        QCOMPARE(health.flaky, 1);
        QVERIFY(health.cases[2].flaky);
        QVERIFY(!health.cases[3].neverFailed);
        // Two runs are too few to say "never".
        QCOMPARE(healthOf(sample(), {&first, &second}, {.today = today}).neverFailed, 0);
        const ResultFile fewer = Run().outcomes("PP").file();
        QCOMPARE(healthOf(sample(), {&fewer}, {.today = today}).notInRuns, 2);
    }

    void aCaseWithoutIdIsFoundByItsKey()
    {
        Suite suite;
        suite.cases = {{.key = hashOf("k")}};
        Run run;
        run.answer(run.add({.id = "other", .key = hashOf("k")}),
                   {{.metric = run.metric({.name = "m"}), .outcome = Outcome::Fail}});
        const ResultFile file = run.file();

        const SuiteHealth health = healthOf(suite, {&file}, {.today = today});

        QCOMPARE(health.cases[0].failed, 1);
        QCOMPARE(health.withoutId, 1);
        QCOMPARE(health.withoutOwner, 1);
        QCOMPARE(health.assertsNothing, 1);
    }

    void whatCannotRunIsCounted()
    {
        Suite suite = sample();
        suite.cases[0].asserts.push_back({.type = "javascript"});
        suite.cases[1].asserts = {{.type = "assert-set", .set = {{.type = "no-such-thing"}}}};
        suite.cases[2].notRun = {"options.transform"};

        QCOMPARE(healthOf(suite, {}, {}).cannotRun, 3);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::EvalHealthTest)
#include "tst_eval_health.moc"
