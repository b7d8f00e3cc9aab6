// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/Read.h"

#include "unit/evals/ResultSamples.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign::test {

class ReadLargeTest : public QObject
{
    Q_OBJECT

private slots:
    // The texts stay where they are, so a file costs little more than itself; this program's own memory counts too.
    void aLargeFileCostsLessThanHalfAgainItsSize()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"results.json"_s);
        const qint64 rows = samples::writeLargePromptfoo(path, 96 << 20);
        QVERIFY(rows > 10'000);
        samples::resetPeakMemory();

        const Result<evals::ResultFile> file = evals::readResults(path);

        const qint64 peak = samples::peakMemory();
        QVERIFY(file);
        QVERIFY2(file->status == evals::RunStatus::Complete, qPrintable(file->statusDetail));
        QCOMPARE(qint64(file->answers.size()), rows);
        QCOMPARE(qint64(file->cases.size()), rows / 2);
        QVERIFY(file->remarks.isEmpty());
        if (peak < 0) {
            QSKIP("this system does not tell the peak of memory");
        }
        QVERIFY2(double(peak) < 1.5 * double(QFileInfo(path).size()), qPrintable(QString::number(peak)));
    }

    // Past 256 MiB a file is mapped and not copied.
    void aFileThatIsMappedGivesTheSame()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"results.json"_s);
        const qint64 rows = samples::writeLargePromptfoo(path, 4 << 20);
        QVERIFY(rows > 0);
        QFile grown(path);
        QVERIFY(grown.open(QIODevice::ReadWrite | QIODevice::Append));
        const QByteArray blank(16 << 20, ' ');
        while (grown.size() <= 257 << 20) {
            QCOMPARE(grown.write(blank), blank.size());
            QVERIFY(grown.flush());
        }
        grown.close();

        const Result<evals::ResultFile> file = evals::readResults(path);

        QVERIFY(file);
        QVERIFY2(file->status == evals::RunStatus::Complete, qPrintable(file->statusDetail));
        QCOMPARE(qint64(file->answers.size()), rows);
        QVERIFY(file->text(file->answers.back().output).contains(u"thirty days"_s));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::ReadLargeTest)
#include "tst_read_large.moc"
