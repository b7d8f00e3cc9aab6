// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Statistics.h"

#include <QTest>

#include <cmath>

using namespace countersign::evals;

namespace countersign::test {

namespace {

// Heights of crossed minus self-fertilised maize in eighths of an inch (Darwin 1876; Fisher, The Design of Experiments,
// 1935).
const std::vector<double> darwin{6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75};

std::vector<double> withTies()
{
    std::vector<double> values;
    for (int i = 0; i < 200; ++i) {
        values.push_back(((i * 7919 + 13) % 11 - 4) / 10.0);
    }
    return values;
}

std::vector<double> withoutTies()
{
    std::vector<double> values;
    for (int i = 0; i < 120; ++i) {
        values.push_back(((i * 7919 + 13) % 1009 - 480) / 1009.0);
    }
    return values;
}

std::vector<double> skewed()
{
    std::vector<double> values;
    for (int i = 0; i < 60; ++i) {
        values.push_back(std::ldexp(1.0, i % 9) / 256 - 0.2);
    }
    return values;
}

bool near(double found, double expected, double tolerance = 1e-12)
{
    const bool good = std::fabs(found - expected) <= tolerance * std::max(1.0, std::fabs(expected));
    if (!good) {
        qWarning("%.17g instead of %.17g", found, expected);
    }
    return good;
}

} // namespace

/// Figures by SciPy 1.10.1 (Debian 12) unless said otherwise; none was computed by the code under test.
class EvalStatisticsTest : public QObject
{
    Q_OBJECT

private slots:
    void mcNemarIsTheExactBinomialTest_data()
    {
        // scipy.stats.binomtest(wins, wins + losses).pvalue
        QTest::addColumn<qint64>("wins");
        QTest::addColumn<qint64>("losses");
        QTest::addColumn<double>("p");
        const auto row = [](qint64 wins, qint64 losses, double p) {
            QTest::addRow("%lld:%lld", wins, losses) << wins << losses << p;
        };
        row(0, 0, 1);
        row(4, 3, 1);
        row(5, 5, 1);
        row(1, 7, 0.0703125);
        row(0, 8, 0.0078125);
        row(10, 0, 0.001953125);
        row(6, 16, 0.052478790283203125);
        row(30, 60, 0.0020602656809630745);
        row(86, 150, 3.715936139571387e-05);
        row(300, 360, 0.021572348231971097);
        row(59, 6, 4.964650327128616e-12);
    }
    void mcNemarIsTheExactBinomialTest()
    {
        QFETCH(const qint64, wins);
        QFETCH(const qint64, losses);
        QFETCH(const double, p);

        QVERIFY(near(exactMcNemar(wins, losses) / p, 1, 1e-10));
        QCOMPARE(exactMcNemar(losses, wins), exactMcNemar(wins, losses));
    }

    void tangoIntervalSolvesTheScoreEquation_data()
    {
        // Tango's equation solved by scipy.optimize.brentq, and the same to 1e-12 as roots of the quartic of Yang, Sun
        // and Hardin (Statistics in Medicine 32 (2013) 1336) by numpy.roots, which shares no step with it. The third
        // and fourth rows are the approval ratings of Agresti, Categorical Data Analysis, table 10.1 (there −0.059 to
        // −0.021), and Bentur's children of Fagerland, Lydersen and Laake (2014).
        QTest::addColumn<qint64>("pairs");
        QTest::addColumn<qint64>("wins");
        QTest::addColumn<qint64>("losses");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        const auto row = [](qint64 pairs, qint64 wins, qint64 losses, double low, double high) {
            QTest::addRow("%lld of %lld:%lld", pairs, wins, losses) << pairs << wins << losses << low << high;
        };
        row(161, 6, 16, -0.12402343246406815, -0.005433395731677088);
        row(160, 40, 20, 0.030864533133086725, 0.2180642441668248);
        row(1600, 86, 150, -0.05899803330569942, -0.021361564754787236);
        row(21, 1, 7, -0.5172322764213774, -0.026003032480868608);
        row(44, 0, 1, -0.11807709698213284, 0.05939323111662797);
        row(200, 4, 3, -0.025871035546583, 0.037365539760604936);
        row(200, 1, 2, -0.03130725399293136, 0.018747628717378107);
        row(200, 0, 0, -0.01884532637726657, 0.018845326377266575);
        row(50, 0, 0, -0.07134759913335871, 0.07134759913335871);
        row(10, 10, 0, 0.44493440027422154, 1);
        row(1000, 30, 60, -0.04924682655130139, -0.011651666242520746);
        row(100, 0, 8, -0.14998107700948735, -0.04004702193645471);
    }
    void tangoIntervalSolvesTheScoreEquation()
    {
        QFETCH(const qint64, pairs);
        QFETCH(const qint64, wins);
        QFETCH(const qint64, losses);
        QFETCH(const double, low);
        QFETCH(const double, high);

        const std::optional<Interval> found =
            tangoInterval({.pairs = pairs, .wins = wins, .losses = losses}, 0.95);
        const std::optional<Interval> turned =
            tangoInterval({.pairs = pairs, .wins = losses, .losses = wins}, 0.95);

        QVERIFY(found && turned);
        QVERIFY(near(found->low, low));
        QVERIFY(near(found->high, high));
        QVERIFY(near(turned->low, -high));
        QVERIFY(near(turned->high, -low));
    }

    void tangoIntervalCoversTheTruthAsOftenAsItSays_data()
    {
        QTest::addColumn<int>("pairs");
        QTest::addColumn<double>("gain");
        QTest::addColumn<double>("loss");
        QTest::newRow("few that differ") << 100 << 0.02 << 0.05;
        QTest::newRow("many that differ") << 60 << 0.25 << 0.15;
        QTest::newRow("no difference") << 200 << 0.03 << 0.03;
    }
    void tangoIntervalCoversTheTruthAsOftenAsItSays()
    {
        // Not by simulation: every possible outcome, weighted by its trinomial probability.
        QFETCH(const int, pairs);
        QFETCH(const double, gain);
        QFETCH(const double, loss);
        double covered = 0;
        for (int wins = 0; wins <= pairs; ++wins) {
            for (int losses = 0; wins + losses <= pairs; ++losses) {
                const int ties = pairs - wins - losses;
                const double logarithm = std::lgamma(pairs + 1) - std::lgamma(wins + 1)
                                         - std::lgamma(losses + 1) - std::lgamma(ties + 1)
                                         + wins * std::log(gain) + losses * std::log(loss)
                                         + ties * std::log(1 - gain - loss);
                if (logarithm > -30) {
                    const Interval interval =
                        *tangoInterval({.pairs = pairs, .wins = wins, .losses = losses}, 0.95);
                    const bool holds = interval.low <= gain - loss && gain - loss <= interval.high;
                    covered += holds ? std::exp(logarithm) : 0;
                }
            }
        }
        QVERIFY2(covered > 0.935 && covered < 0.985, qPrintable(QString::number(covered)));
    }

    void signedRanksAreExactForFewDifferences()
    {
        // Hamilton depression scale factor IV, Hollander and Wolfe, table 3.1: two-sided p = 0.039 (R's help of
        // wilcox.test gives 0.01953 one-sided).
        const std::vector<double> depression{-0.952, 0.147, -1.022, -0.43, -0.62, -0.59, -0.49, 0.08, -0.01};
        QVERIFY(near(wilcoxonSignedRank(depression).pValue, 0.0390625));
        QVERIFY(near(wilcoxonSignedRank(darwin).pValue, 0.041259765625));
        QVERIFY(wilcoxonSignedRank(darwin).exact);
        // Ties and a zero: all 2^11 choices of signs counted one by one in Python.
        const SignedRank tied =
            wilcoxonSignedRank(std::vector<double>{1, -1, 2, 2, 2, -3, 4, 4, 0, 5, -1, 3});
        QVERIFY(near(tied.pValue, 0.056640625));
        QCOMPARE(tied.used, 11);
    }

    void signedRanksOfManyAreNormalWithBothCorrections()
    {
        // scipy.stats.wilcoxon(d, correction=True, mode='approx')
        const SignedRank tied = wilcoxonSignedRank(withTies());
        QVERIFY(!tied.exact);
        QVERIFY(near(tied.pValue / 4.6264148853492727e-05, 1, 1e-10));
        QVERIFY(near(wilcoxonSignedRank(withoutTies()).pValue, 0.5583344222747615, 1e-10));
    }

    void nothingThatDiffersIsNoEvidence()
    {
        QCOMPARE(wilcoxonSignedRank(std::vector<double>(30, 0.0)).pValue, 1.0);
        QCOMPARE(wilcoxonSignedRank({}).pValue, 1.0);
        QVERIFY(!bootstrapMean(std::vector<double>{1}, 0.95, 1000));
        QVERIFY(!studentMean(std::vector<double>{1}, 0.95));
        QVERIFY(!tangoInterval({}, 0.95));
        QVERIFY(!tangoInterval({.pairs = 3, .wins = 2, .losses = 2}, 0.95));
    }

    void bootstrapAgreesWithScipy_data()
    {
        // scipy.stats.bootstrap(method='BCa', n_resamples=200000), with its standard error
        QTest::addColumn<std::vector<double>>("values");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<double>("error");
        QTest::newRow("Darwin") << darwin << -1.6 << 36.333333333333336 << 9.428589269789144;
        QTest::newRow("ties") << withTies() << 0.053 << 0.1405 << 0.022360826663547575;
        QTest::newRow("skewed") << skewed() << -0.0619140625 << 0.0951171875 << 0.03919424316600061;
    }
    void bootstrapAgreesWithScipy()
    {
        QFETCH(const std::vector<double>, values);
        QFETCH(const double, low);
        QFETCH(const double, high);
        QFETCH(const double, error);

        const Interval found = *bootstrapMean(values, 0.95, 10000);

        // An end from 10,000 resamples is known to about 4 % of the standard error.
        QVERIFY2(std::fabs(found.low - low) < 0.12 * error, qPrintable(QString::number(found.low)));
        QVERIFY2(std::fabs(found.high - high) < 0.12 * error, qPrintable(QString::number(found.high)));
    }

    void bootstrapGivesTheSameFiguresEverywhere()
    {
        // The generator and the interval written anew in Python from the papers.
        const Interval maize = *bootstrapMean(darwin, 0.95, 10000);
        QVERIFY(near(maize.low, -1.3333333333333333));
        QVERIFY(near(maize.high, 36.8));
        const Interval ties = *bootstrapMean(withTies(), 0.95, 2000);
        QVERIFY(near(ties.low, 0.052499999999999984));
        QVERIFY(near(ties.high, 0.1360000000000001));
        const Interval skew = *bootstrapMean(skewed(), 0.95, 10000);
        QVERIFY(near(skew.low, -0.061458333333333386));
        QVERIFY(near(skew.high, 0.09460510049415934));
    }

    void theGeneratorIsXoshiro()
    {
        Generator generator(0x636f756e74657273);
        QCOMPARE(generator.next(), 0xb33ae9f764b7f229ULL);
        QCOMPARE(generator.next(), 0x34ef25a59869b104ULL);
        QCOMPARE(generator.next(), 0x2b48256d245022e8ULL);
        Generator dice(42);
        QList<quint32> rolls;
        for (int i = 0; i < 12; ++i) {
            rolls << dice.below(6);
        }
        QCOMPARE(rolls, (QList<quint32>{0, 2, 4, 5, 5, 4, 4, 5, 4, 3, 4, 1}));
    }

    void studentsIntervalIsFishers()
    {
        // Fisher's own p for these is 4.97 %; scipy.stats.t.interval.
        const Interval found = *studentMean(darwin, 0.95);
        QVERIFY(near(found.low, 0.03119331840152384, 1e-10));
        QVERIFY(near(found.high, 41.83547334826514, 1e-10));
    }

    void holmStepsDown()
    {
        // By hand, from the definition: 0.01·4, then max with 0.013·3, 0.02·2, 0.5·1.
        const std::vector<double> found = holm(std::vector<double>{0.02, std::nan(""), 0.01, 0.5, 0.013});
        QVERIFY(near(found[0], 0.04));
        QVERIFY(std::isnan(found[1]));
        QVERIFY(near(found[2], 0.04));
        QVERIFY(near(found[3], 0.5));
        QVERIFY(near(found[4], 0.04));
        QCOMPARE(holm(std::vector<double>{0.6, 0.7}), (std::vector<double>{1, 1}));
        QVERIFY(holm({}).empty());
    }

    void theSmallestEffectIsThatOfConnor()
    {
        // Connor's equation by scipy.optimize.brentq.
        QVERIFY(near(smallestPairedDifference(100, 0.2, 0.95, 0.8), 0.12381933148441379, 1e-9));
        QVERIFY(near(smallestPairedDifference(1000, 0.09, 0.95, 0.8), 0.02654684943413543, 1e-9));
        QVERIFY(near(smallestPairedDifference(200, 0, 0.95, 0.8), 0.038783996659100664, 1e-9));
        QVERIFY(near(smallestMeanDifference(100, 0.5, 0.95, 0.8), 0.14007926090564843));
        QCOMPARE(pairsNeeded(0.1, 0.5, 0.95, 0.8), 197);
        QCOMPARE(pairsNeeded(0, 0.5, 0.95, 0.8), -1);
        QCOMPARE(pairsNeeded(1e-12, 0.5, 0.95, 0.8), -1);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::EvalStatisticsTest)
#include "tst_eval_statistics.moc"
