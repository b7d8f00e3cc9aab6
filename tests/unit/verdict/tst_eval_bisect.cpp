// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Bisect.h"
#include "tests/unit/verdict/Runs.h"

#include <QTest>

using namespace countersign::evals;

namespace countersign::test {

namespace {

/// A history, a letter per version: G a run that passes everything, B one that lost 20 of 300 cases, . no run, T one
/// that was cut off.
struct History
{
    explicit History(const QString &letters, qsizetype cases = 300)
    {
        for (const QChar letter : letters) {
            const QString outcomes =
                letter == 'B' ? times('F', 20) + times('P', cases - 20) : times('P', cases);
            runs.push_back(std::make_unique<ResultFile>(
                Run()
                    .outcomes(outcomes)
                    .status(letter == 'T' ? RunStatus::Truncated : RunStatus::Complete)
                    .file()));
            versions << VersionRun{.version = QString("1.%1.0").arg(versions.size()),
                                   .run = letter == '.' ? nullptr : runs.back().get()};
        }
    }
    std::vector<std::unique_ptr<ResultFile>> runs;
    QList<VersionRun> versions;
};

/// "outcome lastGood firstBad next runsLeft", then + for a break that is not the only one.
QString picture(const Bisection &one)
{
    return QString("%1 %2 %3 %4 %5%6")
        .arg(toString(one.outcome))
        .arg(one.lastGood)
        .arg(one.firstBad)
        .arg(one.next)
        .arg(one.runsLeft)
        .arg(one.again ? "+" : "");
}

} // namespace

class EvalBisectTest : public QObject
{
    Q_OBJECT

private slots:
    void theBreakIsNamed_data()
    {
        QTest::addColumn<QString>("history");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *history, const char *expected) {
            QTest::newRow(history) << QString(history) << QString(expected);
        };
        row("GGBB", "found 1 2 -1 0");
        row("GB", "found 0 1 -1 0");
        row("GGGG", "never_broke -1 -1 -1 0");
        row("G", "nothing_to_tell -1 -1 -1 0");
        row("G.B", "narrowed 0 2 1 1");
        row("G..B", "narrowed 0 3 1 2");
        row("G.......B", "narrowed 0 8 4 3");
        row("G...G...B", "narrowed 4 8 6 2");
        row("G.......B.B", "narrowed 0 8 4 3");
        row("..GGB", "found 3 4 -1 0");
        row("GTB", "narrowed 0 2 1 1");
        row("GBGB", "found 2 3 -1 0+");
        row("GBBG", "found 0 1 -1 0+");
        row("GB.G", "found 0 1 -1 0+");
    }
    void theBreakIsNamed()
    {
        QFETCH(const QString, history);
        QFETCH(const QString, expected);
        const History made(history);

        const QList<Bisection> found = bisect(made.versions);

        QCOMPARE(found.size(), 1);
        QCOMPARE(picture(found.front()), expected);
    }

    void followingTheAdviceFindsEveryBreakInAsManyRuns_data()
    {
        QTest::addColumn<int>("broken");
        for (int broken = 1; broken < 20; ++broken) {
            QTest::addRow("broken in %d", broken) << broken;
        }
    }
    void followingTheAdviceFindsEveryBreakInAsManyRuns()
    {
        QFETCH(const int, broken);
        const History good(QString(20, 'G'), 120);
        const History bad(QString(20, 'B'), 120);
        QList<VersionRun> versions(20);
        const auto runIt = [&](qsizetype i) { versions[i].run = (i < broken ? good : bad).versions[i].run; };
        runIt(0);
        runIt(19);

        Bisection found = bisect(versions).front();
        const qsizetype promised = found.runsLeft;
        qsizetype runs = 0;
        while (found.next >= 0 && runs < 20) {
            runIt(found.next);
            ++runs;
            found = bisect(versions).front();
        }

        QCOMPARE(toString(found.outcome), QString("found"));
        QCOMPARE(found.firstBad, broken);
        QVERIFY(runs <= promised);
        QCOMPARE(promised, 5); // 18 versions between: 2^5 > 18
    }

    void aSmallSuiteStillSeesALargeFall()
    {
        // 30 cases rule out no loss of 2 points, yet 20 lost cases are a loss against every version before.
        const History made("GGGBB", 30);

        const Bisection found = bisect(made.versions).front();

        QCOMPARE(picture(found), QString("found 2 3 -1 0"));
        QCOMPARE(found.difference.losses, 20);
    }

    void anUnclearRunIsSteppedOver()
    {
        History made("G.B", 300);
        const ResultFile unclear = Run().outcomes(times('F', 9) + times('P', 291)).file();
        made.versions[1].run = &unclear;

        const Bisection found = bisect(made.versions).front();

        QCOMPARE(toString(found.states[1]), QString("bad"));
        const ResultFile slight = Run().outcomes(times('F', 4) + times('P', 296)).file();
        const ResultFile half = Run().outcomes(times('F', 9) + times('P', 291)).file();
        QList<VersionRun> versions{{.run = made.versions[0].run}, {.run = &slight}, {.run = &half}};
        QCOMPARE(picture(bisect(versions).front()), QString("narrowed 0 2 -1 0"));
        QCOMPARE(toString(bisect(versions).front().states[1]), QString("unclear"));
    }

    void eachDimensionHasItsOwnBreak()
    {
        QList<ResultFile> files;
        for (int i = 0; i < 4; ++i) {
            const QString bad = times('F', 20) + times('P', 280);
            files << Run()
                         .outcomes(i >= 1 ? bad : times('P', 300), "tone")
                         .outcomes(i >= 3 ? bad : times('P', 300), "safety")
                         .file();
        }
        QList<VersionRun> versions;
        for (const ResultFile &file : files) {
            versions << VersionRun{.run = &file};
        }

        const QList<Bisection> found = bisect(versions);

        QCOMPARE(found.size(), 2);
        QCOMPARE(found[0].firstBad, 1);
        QCOMPARE(found[1].firstBad, 3);
    }

    void nothingRunIsNothingToSay()
    {
        QVERIFY(bisect({}).isEmpty());
        QVERIFY(bisect({{.version = "1.0.0"}, {.version = "1.1.0"}}).isEmpty());
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::EvalBisectTest)
#include "tst_eval_bisect.moc"
