// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Compare.h"
#include "evals/Read.h"

#include <QFile>
#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::test {

using namespace evals;

/// The verdict on the real pair of runs before and after a change of a prompt (Azure-Samples/ai-rag-chat-evaluator).
class VerdictCorpusTest : public QObject
{
    Q_OBJECT

private:
    static QString place(const QString &name)
    {
        return qEnvironmentVariable("COUNTERSIGN_CORPUS") + u"/eval_results/azure_rag_"_s + name
               + u"_eval_results.jsonl"_s;
    }

private slots:
    void initTestCase()
    {
        if (!QFile::exists(place(u"baseline"_s))) {
            QSKIP("no eval_results: set COUNTERSIGN_CORPUS");
        }
    }

    void theAzurePairIsInconclusive_data()
    {
        // Wins and losses counted by a script of its own (ratings of 4 and more pass, questions in order). Intervals: Tango's
        // equation solved by SciPy 1.10.1, and the same as roots of the quartic of Yang, Sun and Hardin (2013) by NumPy;
        // p-values: scipy.stats.binomtest.
        QTest::addColumn<QString>("metric");
        QTest::addColumn<int>("wins");
        QTest::addColumn<int>("losses");
        QTest::addColumn<double>("difference");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::newRow("groundedness")
            << u"gpt_groundedness"_s << 4 << 3 << 0.005 << -0.025871035546583 << 0.037365539760604936;
        QTest::newRow("relevance") << u"gpt_relevance"_s << 1 << 2 << -0.005 << -0.03130725399293136
                                   << 0.018747628717378107;
    }
    void theAzurePairIsInconclusive()
    {
        QFETCH(const QString, metric);
        QFETCH(const int, wins);
        QFETCH(const int, losses);
        QFETCH(const double, difference);
        QFETCH(const double, low);
        QFETCH(const double, high);
        const Result<ResultFile> before = readResults(place(u"baseline"_s));
        const Result<ResultFile> after = readResults(place(u"newprompt"_s));
        QVERIFY(before && after);

        const Comparison comparison = compare(*before, *after);
        const auto found = std::ranges::find(comparison.dimensions, metric, &DimensionComparison::name);

        QVERIFY(found != comparison.dimensions.end());
        QCOMPARE(toString(comparison.verdict), u"inconclusive"_s);
        QCOMPARE(toString(found->verdict), u"inconclusive"_s);
        QCOMPARE(toString(found->finding), u"cannot_be_told"_s);
        QCOMPARE(found->matched, 200);
        QCOMPARE(found->wins, wins);
        QCOMPARE(found->losses, losses);
        QVERIFY(std::fabs(found->difference - difference) < 1e-12);
        QVERIFY(std::fabs(found->low - low) < 1e-9);
        QVERIFY(std::fabs(found->high - high) < 1e-9);
        QCOMPARE(found->pValue, 1.0);
    }

    void aRunAgainstItselfLosesNothing()
    {
        // 200 cases that agree rule out a loss of 2 points, by a hair: Tango's interval is ±1.88 points.
        const Result<ResultFile> file = readResults(place(u"baseline"_s));
        QVERIFY(file.has_value());

        const Comparison comparison = compare(*file, *file);

        QCOMPARE(toString(comparison.verdict), u"pass"_s);
    }

    void wherePassedCasesAreCutOffNothingPasses()
    {
        const Result<ResultFile> whole = readResults(place(u"baseline"_s));
        QFile file(place(u"baseline"_s));
        QVERIFY(whole && file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        for (int i = 0; i < 50; ++i) {
            const QByteArray cut = bytes.first(bytes.size() * i / 50);
            const Result<ResultFile> part = readResults(cut, u"cut"_s);
            QVERIFY(!part || compare(*whole, *part).verdict != Verdict::Pass);
        }
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::VerdictCorpusTest)
#include "tst_verdict_corpus.moc"
