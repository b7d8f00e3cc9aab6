// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/LargeRecord.h"
#include "evals/Read.h"
#include "unit/evals/ResultSamples.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// Reading a promptfoo file of 200 MB, beside jq over the same file in the same run.
class BenchResults : public QObject
{
    Q_OBJECT

private slots:
    void promptfoo()
    {
        const bool full = qEnvironmentVariableIntValue("COUNTERSIGN_BENCH_FULL") > 0;
        QTemporaryDir folder;
        const QString path = folder.filePath(u"results.json"_s);
        const qint64 rows = samples::writeLargePromptfoo(path, full ? 200'000'000 : 10'000'000);
        QVERIFY(rows > 0);
        const double size = double(QFileInfo(path).size());
        const double jq =
            timedCommand(u"jq -c '.results.results[]' results.json > /dev/null"_s, folder.path());
        QVERIFY2(jq > 0, "jq did not run");
        samples::resetPeakMemory();
        QElapsedTimer timer;
        timer.start();

        const Result<evals::ResultFile> file = evals::readResults(path);

        const double took = double(timer.nsecsElapsed()) / 1e6;
        const double peak = double(samples::peakMemory());
        QVERIFY(file);
        QVERIFY(file->status == evals::RunStatus::Complete);
        QCOMPARE(qint64(file->answers.size()), rows);
        const QString what = u"promptfoo file of %1 MB, %2 results, "_s.arg(size / 1e6, 0, 'f', 0).arg(rows);
        printFigure(
            what + u"read"_s, u"%1 ms"_s.arg(took, 0, 'f', 0),
            u"%1 × jq -c '.results.results[]' (%2 ms)"_s.arg(took / jq, 0, 'f', 2).arg(jq, 0, 'f', 0));
        printFigure(what + u"peak of memory"_s, u"%1 MB"_s.arg(peak / 1e6, 0, 'f', 0),
                    u"%1 × the file"_s.arg(peak / size, 0, 'f', 2));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::BenchResults)
#include "tst_bench_results.moc"
