// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Compare.h"
#include "tests/unit/verdict/Runs.h"

#include <QElapsedTimer>
#include <QTest>

#include <cmath>

using namespace countersign::evals;

namespace countersign::test {

namespace {

const Metric rating{.name = QStringLiteral("rating"), .least = 1, .most = 5};
const Metric share{.name = QStringLiteral("similarity")};

/// Two runs of one pass-or-fail metric, a letter per case.
Comparison compared(const QString &before, const QString &after, const CompareOptions &options = {})
{
    return compare(Run().outcomes(before).file(), Run().outcomes(after).file(), options);
}

/// Pairs of pass and fail with so many wins, losses and cases passed by both.
Comparison counted(qsizetype wins, qsizetype losses, qsizetype ties, const CompareOptions &options = {})
{
    return compared(times('F', wins) + times('P', losses) + times('P', ties),
                    times('P', wins) + times('F', losses) + times('P', ties), options);
}

/// "verdict finding reason" of the whole, and of each dimension.
QString picture(const Comparison &comparison)
{
    QStringList words{toString(comparison.verdict) + ' ' + toString(comparison.reason)
                      + (comparison.mixed ? " mixed" : "")};
    for (const DimensionComparison &one : comparison.dimensions) {
        words << one.name + ": " + toString(one.verdict) + ' ' + toString(one.finding) + ' '
                     + toString(one.reason);
    }
    return words.join("; ");
}

bool near(double found, double expected, double tolerance = 1e-9)
{
    const bool good = std::fabs(found - expected) <= tolerance;
    if (!good) {
        qWarning("%.17g instead of %.17g", found, expected);
    }
    return good;
}

} // namespace

class EvalCompareTest : public QObject
{
    Q_OBJECT

private slots:
    void theRuleOfTheInterval_data()
    {
        QTest::addColumn<int>("wins");
        QTest::addColumn<int>("losses");
        QTest::addColumn<int>("ties");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, int wins, int losses, int ties, const char *expected) {
            QTest::newRow(name) << wins << losses << ties << QString(expected);
        };
        // Intervals by the reference of tst_eval_statistics: −0.0188 … 0.0188, −0.0713 …, −0.0492 … −0.0117, …
        row("200 that agree rule out a loss of 2 points", 0, 0, 200, "pass not_worse interval");
        row("50 that agree do not", 0, 0, 50, "inconclusive cannot_be_told interval");
        row("a loss shown, looking larger than 2 points", 30, 60, 910, "fail worse interval");
        row("all lost, but only five cases", 0, 5, 0, "inconclusive cannot_be_told interval");
        row("a gain shown", 60, 30, 910, "pass better interval");
        row("a loss shown that stays within 2 points", 60, 110, 9830, "pass slightly_worse interval");
        row("a loss of more than 2 points left possible", 3, 5, 192, "inconclusive cannot_be_told interval");
        row("a loss shown, but not that it is larger than 2 points", 0, 8, 492,
            "inconclusive cannot_be_told interval");
        row("no case", 0, 0, 0, "inconclusive no_pairs");
    }
    void theRuleOfTheInterval()
    {
        QFETCH(const int, wins);
        QFETCH(const int, losses);
        QFETCH(const int, ties);
        QFETCH(const QString, expected);

        const Comparison comparison = counted(wins, losses, ties);

        if (comparison.dimensions.isEmpty()) {
            QCOMPARE(toString(comparison.verdict) + ' ' + toString(comparison.reason), expected);
            return;
        }
        const DimensionComparison &one = comparison.dimensions.front();
        QCOMPARE(toString(one.verdict) + ' ' + toString(one.finding) + ' ' + toString(one.reason), expected);
        QCOMPARE(toString(comparison.verdict), toString(one.verdict));
        QCOMPARE(one.wins, wins);
        QCOMPARE(one.losses, losses);
        QCOMPARE(one.ties, ties);
        QCOMPARE(one.matched, wins + losses + ties);
    }

    void theFiguresOfTheAzurePair()
    {
        // 200 pairs; groundedness was won 4 times and lost 3 times, relevance 1 and 2 (counted by a script of its own
        // from eval_results/azure_rag_*.jsonl; the files themselves are read in tests/corpus). Intervals:
        // tst_eval_statistics.
        const Comparison groundedness = counted(4, 3, 193);
        const Comparison relevance = counted(1, 2, 197);

        QCOMPARE(toString(groundedness.verdict), toString(Verdict::Inconclusive));
        QCOMPARE(toString(relevance.verdict), toString(Verdict::Inconclusive));
        const DimensionComparison &g = groundedness.dimensions.front();
        const DimensionComparison &r = relevance.dimensions.front();
        QVERIFY(near(g.difference, 0.005));
        QVERIFY(near(g.low, -0.025871035546583));
        QVERIFY(near(g.high, 0.037365539760604936));
        QVERIFY(near(r.difference, -0.005));
        QVERIFY(near(r.low, -0.03130725399293136));
        QVERIFY(near(r.high, 0.018747628717378107));
        QCOMPARE(g.pValue, 1.0);
        QCOMPARE(r.pValue, 1.0);
        QCOMPARE(toString(g.method), toString(IntervalMethod::TangoScore));
        QVERIFY(g.casesNeeded > 0 && r.casesNeeded > g.casesNeeded);
    }

    void casesNeededSettleIt()
    {
        const Comparison small = counted(8, 6, 186);
        const qint64 more = small.dimensions.front().casesNeeded;
        QCOMPARE(toString(small.verdict), toString(Verdict::Inconclusive));
        QVERIFY(more > 100);

        // As many more as were asked for, of the same kind, settle it.
        const qsizetype all = 200 + more;
        QCOMPARE(toString(counted(all * 8 / 200, all * 6 / 200, all - all * 8 / 200 - all * 6 / 200).verdict),
                 toString(Verdict::Pass));
        QCOMPARE(counted(0, 0, 200).dimensions.front().casesNeeded, -1);
    }

    void whatCannotBeTrustedNeverPasses_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<RunStatus>("status");
        QTest::addColumn<QString>("expected");
        const QString good = times('P', 300);
        const auto row = [&](const char *name, const QString &before, const QString &after,
                             const char *expected, RunStatus status = RunStatus::Complete) {
            QTest::newRow(name) << before << after << status << QString(expected);
        };
        row("the same runs, for comparison", good, good, "pass interval");
        row("T-15 cut off", good, good, "inconclusive incomplete", RunStatus::Truncated);
        row("T-15 cancelled", good, good, "inconclusive incomplete", RunStatus::Canceled);
        row("T-15 broken down", good, good, "inconclusive incomplete", RunStatus::Failed);
        row("T-15 still running", good, good, "inconclusive incomplete", RunStatus::Unfinished);
        row("T-15 of an unknown version", good, good, "inconclusive incomplete", RunStatus::UnknownVersion);
        row("T-15 damaged", good, good, "inconclusive incomplete", RunStatus::Damaged);
        row("an error in the candidate", good, times('P', 299) + "E", "inconclusive errors");
        row("an error in the baseline", "E" + times('P', 299), good, "inconclusive errors");
        row("an error in an added case", good, good + "E", "inconclusive errors");
        row("a case dropped", good, times('P', 299) + "-", "inconclusive cases_dropped");
        row("a case skipped", good, times('P', 299) + "S", "inconclusive cases_dropped");
        row("a failing case dropped", "F" + good, "-" + good, "inconclusive cases_dropped");
        row("nothing left", good, "", "inconclusive cases_dropped");
        row("nothing at all", "", "", "inconclusive no_pairs");
        row("a case skipped in both", good + "S", good + "S", "pass interval");
        row("a case added", good, good + "F", "pass interval");
        row("a loss is a loss, also in a run that was cut off", good, times('F', 300), "fail interval",
            RunStatus::Truncated);
    }
    void whatCannotBeTrustedNeverPasses()
    {
        QFETCH(const QString, before);
        QFETCH(const QString, after);
        QFETCH(const RunStatus, status);
        QFETCH(const QString, expected);

        const ResultFile older = Run().outcomes(before).file();
        const ResultFile newer = Run().outcomes(after).status(status).file();
        const Comparison comparison = compare(older, newer);

        QCOMPARE(toString(comparison.verdict) + ' ' + toString(comparison.reason), expected);
        if (comparison.verdict == Verdict::Pass) {
            const ResultFile doubtful = Run().outcomes(before).status(RunStatus::Truncated).file();
            QCOMPARE(toString(compare(doubtful, newer).verdict), toString(Verdict::Inconclusive));
        }
    }

    void anAnswerThatWasNotGotIsAnErrorOfWhatItWouldHaveBeen()
    {
        Run before;
        Run after;
        before.outcomes(times('P', 300));
        after.outcomes(times('P', 299));
        after.noAnswer(after.caseOf("299"));

        const Comparison one = compare(before.file(), after.file());
        QCOMPARE(picture(one), QString("inconclusive errors; accuracy: inconclusive not_worse errors"));
        QCOMPARE(one.dimensions.front().errors, 1);

        // In an added case nobody knows what it would have been; it counts for the whole.
        before = Run().outcomes(times('P', 299));
        const Comparison added = compare(before.file(), after.file());
        QCOMPARE(picture(added), QString("inconclusive errors; accuracy: pass not_worse interval"));
        QCOMPARE(added.errors, 1);
    }

    void aMetricThatIsGoneNeverPasses()
    {
        const ResultFile before =
            Run().outcomes(times('P', 300), "tone").outcomes(times('P', 300), "safety").file();
        const ResultFile after = Run().outcomes(times('P', 300), "tone").file();

        QCOMPARE(picture(compare(before, after)),
                 QString("inconclusive cases_dropped; tone: pass not_worse interval; "
                         "safety: inconclusive no_pairs cases_dropped"));
    }

    void anotherLimitIsAnotherQuestion()
    {
        Run before;
        Run after;
        before.metric({.name = "accuracy", .limit = 4});
        after.metric({.name = "accuracy", .limit = 3});
        before.outcomes(times('P', 300));
        after.outcomes(times('P', 300));

        QCOMPARE(
            picture(compare(before.file(), after.file())),
            QString("inconclusive metric_changed; accuracy: inconclusive cannot_be_told metric_changed"));
    }

    void repeatsAreFoldedAndFlakyCasesHeldApart()
    {
        Run before;
        Run after;
        before.outcomes("PPFPP").outcomes("PPFPF").outcomes("PPFPP");
        after.outcomes("PFFPP").outcomes("PFFFP").outcomes("PFFPP");

        const DimensionComparison one = compare(before.file(), after.file()).dimensions.front();

        // Case 3 disagrees with itself in the candidate, case 4 in the baseline.
        QCOMPARE(one.matched, 3);
        QCOMPARE(one.flaky, 2);
        QCOMPARE(one.losses, 1);
        QCOMPARE(one.ties, 2);
        QCOMPARE(one.pairs.size(), size_t(5));
        QCOMPARE(one.pairs[3].state, PairState::Flaky);
        QVERIFY(near(one.pairs[3].candidate, 2.0 / 3));
        QVERIFY(near(one.pairs[4].baseline, 2.0 / 3));
        QVERIFY(near(one.overall, (1 + 0 + 0 + 2.0 / 3 + 1) / 5));
    }

    void casesThatBecameUnsteadyDoNotSlipThrough()
    {
        // Without the ten that now fail half of the time, 400 cases agree; with them lost, 2.4 points are.
        const QString steady = times('P', 400);
        const ResultFile before = Run().outcomes(steady + times('P', 10)).file();
        const ResultFile after =
            Run().outcomes(steady + times('P', 10)).outcomes(steady + times('F', 10)).file();

        const Comparison worse = compare(before, after);
        const Comparison better = compare(after, before);

        QCOMPARE(picture(worse), QString("inconclusive flaky; accuracy: inconclusive not_worse flaky"));
        QCOMPARE(picture(better), QString("pass interval; accuracy: pass not_worse interval"));
    }

    void twoAssertionsOfOneMetricAreOneJudgement()
    {
        Run before;
        Run after;
        const quint32 metric = before.metric({.name = "contains"});
        after.metric({.name = "contains"});
        before.answer(before.caseOf("0"), {{.metric = metric, .outcome = Outcome::Pass},
                                           {.metric = metric, .outcome = Outcome::Pass}});
        after.answer(after.caseOf("0"), {{.metric = metric, .outcome = Outcome::Pass},
                                         {.metric = metric, .outcome = Outcome::Fail}});

        const DimensionComparison one = compare(before.file(), after.file()).dimensions.front();

        QCOMPARE(one.losses, 1);
        QCOMPARE(one.flaky, 0);
    }

    void theSuitesDimensionComesBeforeTheMetric()
    {
        Run before;
        Run after;
        for (Run *run : {&before, &after}) {
            const quint32 metric = run->metric({.name = "contains"});
            for (int i = 0; i < 4; ++i) {
                // Only the candidate's suite tells dimensions.
                const QString dimension = run == &before || i == 3 ? QString() : i == 2 ? "tone" : "safety";
                run->answer(run->add({.id = QString::number(i), .dimension = dimension}),
                            {{.metric = metric, .outcome = Outcome::Pass}});
            }
        }

        const Comparison comparison = compare(before.file(), after.file());

        QStringList found;
        for (const DimensionComparison &one : comparison.dimensions) {
            found << QString("%1 %2").arg(one.name).arg(one.matched);
        }
        QCOMPARE(found, (QStringList{"safety 2", "tone 1", "contains 1"}));
    }

    void scoresAreHeldAgainstTheirScale()
    {
        // 0.02 of a scale from 1 to 5 are 0.08.
        std::vector<double> before;
        std::vector<double> after;
        for (int i = 0; i < 400; ++i) {
            before.push_back(1 + i % 5);
            after.push_back(1 + (i % 17 == 0 ? (i + 1) % 5 : i % 5));
        }
        const Comparison comparison =
            compare(Run().scores(before, rating).file(), Run().scores(after, rating).file());

        const DimensionComparison &one = comparison.dimensions.front();
        QVERIFY(!one.binary);
        QVERIFY(near(one.limit, -0.08));
        QCOMPARE(toString(one.method), toString(IntervalMethod::BootstrapBca));
        QCOMPARE(one.wins + one.losses, 24);
        QVERIFY(near(one.candidate - one.baseline, one.difference));
        QVERIFY(one.low < one.difference && one.difference < one.high);
    }

    void scoresDecideLikeOutcomes_data()
    {
        QTest::addColumn<double>("shift");
        QTest::addColumn<bool>("higherIsBetter");
        QTest::addColumn<QString>("expected");
        QTest::newRow("the same") << 0.0 << true << "pass not_worse interval";
        QTest::newRow("a loss of 5 points") << -0.05 << true << "fail worse interval";
        QTest::newRow("a gain of 5 points") << 0.05 << true << "pass better interval";
        QTest::newRow("a loss of 1 point") << -0.01 << true << "pass slightly_worse interval";
        QTest::newRow("less is better") << -0.05 << false << "pass better interval";
        QTest::newRow("more is worse") << 0.05 << false << "fail worse interval";
    }
    void scoresDecideLikeOutcomes()
    {
        QFETCH(const double, shift);
        QFETCH(const bool, higherIsBetter);
        QFETCH(const QString, expected);
        std::vector<double> before;
        std::vector<double> after;
        for (int i = 0; i < 300; ++i) {
            before.push_back(0.2 + (i % 60) / 100.0);
            after.push_back(before.back() + shift + (shift == 0 ? 0 : (i % 7 - 3) / 1000.0));
        }
        const Metric metric{.name = "similarity", .higherIsBetter = higherIsBetter};

        const DimensionComparison one =
            compare(Run().scores(before, metric).file(), Run().scores(after, metric).file())
                .dimensions.front();

        QCOMPARE(toString(one.verdict) + ' ' + toString(one.finding) + ' ' + toString(one.reason), expected);
        QVERIFY(near(one.difference, higherIsBetter ? shift : -shift, 1e-4));
    }

    void aFewEqualScoresProveNothing()
    {
        // Resampling three zeros gives an interval without width.
        const std::vector<double> three(3, 0.9);
        const Comparison comparison =
            compare(Run().scores(three, share).file(), Run().scores(three, share).file());

        QCOMPARE(toString(comparison.verdict), toString(Verdict::Inconclusive));
        QVERIFY(comparison.dimensions.front().low < -0.5);
        QCOMPARE(
            toString(compare(Run().scores({0.9}, share).file(), Run().scores({0.9}, share).file()).verdict),
            toString(Verdict::Inconclusive));
    }

    void figuresWithoutAScaleAreShownAndNotJudged()
    {
        Run before;
        Run after;
        before.outcomes(times('P', 300)).scores(std::vector<double>(300, 600), {.name = "length"});
        after.outcomes(times('P', 300)).scores(std::vector<double>(300, 400), {.name = "length"});
        before.scores(std::vector<double>(300, 0.2), {.name = "seconds", .decides = false});
        after.scores(std::vector<double>(300, 0.9), {.name = "seconds", .decides = false});

        const Comparison comparison = compare(before.file(), after.file());

        QCOMPARE(picture(comparison), QString("pass interval; accuracy: pass not_worse interval; "
                                              "length: inconclusive not_judged interval; "
                                              "seconds: inconclusive not_judged interval"));
        QVERIFY(near(comparison.dimensions[1].difference, -200));
        // Nothing but such figures is no pass.
        QCOMPARE(toString(compare(Run().scores({600}, {.name = "length"}).file(),
                                  Run().scores({600}, {.name = "length"}).file())
                              .verdict),
                 toString(Verdict::Inconclusive));
    }

    void figuresThatAreNoneAreErrors_data()
    {
        QTest::addColumn<double>("figure");
        QTest::newRow("NaN") << std::nan("");
        QTest::newRow("infinite") << HUGE_VAL;
        QTest::newRow("minus infinite") << -HUGE_VAL;
        QTest::newRow("huge") << 1e300;
        QTest::newRow("above the scale") << 5.5;
        QTest::newRow("below the scale") << 0.0;
    }
    void figuresThatAreNoneAreErrors()
    {
        QFETCH(const double, figure);
        std::vector<double> good;
        for (int i = 0; i < 300; ++i) {
            good.push_back(1 + i % 5);
        }
        std::vector<double> bad = good;
        bad[7] = figure;
        const ResultFile before = Run().scores(good, rating).file();
        const ResultFile after = Run().scores(bad, rating).file();

        for (const Comparison &comparison : {compare(before, after), compare(after, before)}) {
            QCOMPARE(picture(comparison),
                     QString("inconclusive errors; rating: inconclusive not_worse errors"));
            QCOMPARE(comparison.dimensions.front().errors, 1);
            QVERIFY(std::isfinite(comparison.dimensions.front().low));
            QVERIFY(std::isfinite(comparison.dimensions.front().overall));
        }
    }

    void indicesOutsideTheFileAreErrors()
    {
        Run before;
        Run after;
        before.outcomes(times('P', 300));
        after.outcomes(times('P', 300));
        after.edit().judgements[3].metric = 99;
        after.edit().answers[5].caseIndex = 4000;
        after.edit().answers[6].firstJudgement = ~quint64(0);
        after.edit().answers[7].judgementCount = ~quint32(0);

        QVERIFY(compare(before.file(), after.file()).verdict != Verdict::Pass);
        QVERIFY(compare(before.file(), after.file(), {.candidateColumn = 7}).verdict != Verdict::Pass);
    }

    void aScoreAmongOutcomesIsNoJudgement()
    {
        Run before;
        Run after;
        before.outcomes(times('P', 300));
        after.outcomes(times('P', 299));
        after.answer(after.caseOf("299"), {{.metric = 0, .outcome = Outcome::Scored, .score = 0.1}});

        QCOMPARE(compare(before.file(), after.file()).dimensions.front().errors, 1);
    }

    void betterOnOneAndWorseOnAnotherIsMixed()
    {
        Run before;
        Run after;
        before.outcomes(times('F', 60) + times('P', 340), "tone").outcomes(times('P', 400), "safety");
        after.outcomes(times('P', 400), "tone").outcomes(times('F', 60) + times('P', 340), "safety");

        QCOMPARE(picture(compare(before.file(), after.file())),
                 QString("fail interval mixed; tone: pass better interval; safety: fail worse interval"));
    }

    void oneAmongManyIsHeldToHolm()
    {
        // 1 against 9: p = 0.0215 alone, 0.215 among ten.
        Run before;
        Run after;
        before.outcomes("F" + times('P', 99), "m0");
        after.outcomes("P" + times('F', 9) + times('P', 90), "m0");
        const Comparison alone = compare(before.file(), after.file());
        for (int i = 1; i < 10; ++i) {
            before.outcomes(times('P', 100), QString("m%1").arg(i));
            after.outcomes(times('P', 100), QString("m%1").arg(i));
        }
        const Comparison among = compare(before.file(), after.file());

        QCOMPARE(toString(alone.dimensions.front().verdict), toString(Verdict::Fail));
        QVERIFY(near(alone.dimensions.front().adjusted, 0.021484375));
        QCOMPARE(toString(among.dimensions.front().verdict), toString(Verdict::Inconclusive));
        QVERIFY(near(among.dimensions.front().adjusted, 0.21484375));
    }

    void thresholdsHoldWhateverTheDifference()
    {
        const QString low = times('F', 60) + times('P', 240);
        QCOMPARE(picture(compared(low, low, {.thresholds = {{"accuracy", 0.9}}})),
                 QString("fail threshold; accuracy: fail below_threshold threshold"));
        QCOMPARE(picture(compared(low, low, {.thresholds = {{"accuracy", 0.8}}})),
                 QString("pass interval; accuracy: pass not_worse interval"));
        QCOMPARE(picture(compared(low, low, {.thresholds = {{"safety", 0.8}}})),
                 QString("inconclusive no_pairs; accuracy: pass not_worse interval; "
                         "safety: inconclusive no_pairs no_pairs"));
        QCOMPARE(toString(compared(low, low, {.thresholds = {{"accuracy", std::nan("")}}}).verdict),
                 toString(Verdict::Fail));
        // Of a figure without a scale the threshold is all that is asked.
        const ResultFile slow =
            Run().scores(std::vector<double>(20, 900), {.name = "latency", .higherIsBetter = false}).file();
        QCOMPARE(toString(compare(slow, slow, {.thresholds = {{"latency", 1000}}}).verdict),
                 toString(Verdict::Pass));
        QCOMPARE(toString(compare(slow, slow, {.thresholds = {{"latency", 800}}}).verdict),
                 toString(Verdict::Fail));
    }

    void wildOptionsAreBroughtBack()
    {
        const CompareOptions wild{.limit = std::nan(""), .confidence = 7, .resamples = -1};
        QVERIFY(std::isfinite(counted(3, 4, 100, wild).dimensions.front().low));
    }

    void theSameFilesGiveTheSameFigures()
    {
        std::vector<double> before;
        std::vector<double> after;
        for (int i = 0; i < 200; ++i) {
            before.push_back((i * 37 % 100) / 100.0);
            after.push_back((i * 53 % 100) / 100.0);
        }
        const ResultFile older = Run().scores(before, share).file();
        const ResultFile newer = Run().scores(after, share).file();
        const DimensionComparison first = compare(older, newer).dimensions.front();
        const DimensionComparison second = compare(older, newer).dimensions.front();
        QCOMPARE(first.low, second.low);
        QCOMPARE(first.high, second.high);
    }

    void aThousandCasesTakeMilliseconds()
    {
        std::vector<double> before;
        std::vector<double> after;
        for (int i = 0; i < 1000; ++i) {
            before.push_back((i * 37 % 100) / 100.0);
            after.push_back((i * 53 % 100) / 100.0);
        }
        const ResultFile older = Run().scores(before, share).file();
        const ResultFile newer = Run().scores(after, share).file();
        QElapsedTimer timer;
        timer.start();
        const Comparison comparison = compare(older, newer);
        qInfo("%lld ms for 1,000 scores", timer.elapsed());
        QCOMPARE(comparison.dimensions.front().matched, 1000);
        QVERIFY(timer.elapsed() < 2000);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::EvalCompareTest)
#include "tst_eval_compare.moc"
