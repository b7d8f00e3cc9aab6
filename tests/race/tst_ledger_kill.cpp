// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "race/History.h"

#include "ledger/Verify.h"
#include "support/Seed.h"

#include <QElapsedTimer>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// A client is killed at any moment, and its next run goes on by itself.
class LedgerKillTest : public QObject
{
    Q_OBJECT

private slots:
    void noMomentOfAKillLosesOrRepeatsAnEvent()
    {
        const int kills = qMax(200, qEnvironmentVariableIntValue("COUNTERSIGN_KILLS"));
        const quint32 used = seed();
        QRandomGenerator random(used);
        GitShared shared;
        const QString unfit = unfitFileSystem(shared.remotePath());
        QVERIFY2(unfit.isEmpty(), qPrintable(unfit));
        QVERIFY(shared.create(u"chen"_s));
        const QString folder = shared.folder(u"writer"_s);
        const QString log = shared.folder(u"log"_s);
        // Start, opening and a few appends on this machine now: every moment of that is as likely to be the last.
        QElapsedTimer timer;
        timer.start();
        QProcess first;
        first.start(QString::fromLocal8Bit(LEDGER_WRITER), {folder, shared.remote(), u"3"_s, u"turns"_s, log});
        QVERIFY(first.waitForFinished(60'000));
        const int span = int(timer.restart());

        for (int i = 0; i < kills; ++i) {
            QProcess process;
            process.start(QString::fromLocal8Bit(LEDGER_WRITER), {folder, shared.remote(), u"1000"_s, u"turns"_s, log});
            QVERIFY(process.waitForStarted());
            QVERIFY(!process.waitForFinished(1 + int(random.bounded(span))));
            ::kill(pid_t(process.processId()), SIGKILL);
            QVERIFY(process.waitForFinished());
        }
        QProcess last;
        last.start(QString::fromLocal8Bit(LEDGER_WRITER), {folder, shared.remote(), u"1"_s, u"turns"_s, log});
        QVERIFY(last.waitForFinished(60'000));

        const QList<SaidAppend> said = readLog(log);
        const auto acknowledged = std::ranges::count_if(said, [](const SaidAppend &s) { return s.seq != 0; });
        qInfo("seed %u: %d kills, %lld appends begun, %lld acknowledged, %lld ms on %s", used, kills,
              qint64(said.size()), qint64(acknowledged), timer.elapsed(),
              QStorageInfo(shared.remotePath()).fileSystemType().constData());
        for (const SaidAppend &append : said) {
            QVERIFY2(append.failure.isEmpty(), append.failure.constData());
        }
        QCOMPARE(last.exitCode(), 0);
        QVERIFY(said.last().seq != 0);
        QVERIFY(acknowledged > 3);
        const auto reader = shared.open(u"reader"_s);
        QVERIFY(reader);
        const QString problem = checkHistory(**reader, said);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        const auto verification = verifyLedger((*reader)->ledger());
        QVERIFY(verification);
        QVERIFY(verification->findings.isEmpty());
        const Outbox outbox(folder + u"/outbox"_s);
        QVERIFY(outbox.entries()->isEmpty());
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::LedgerKillTest)
#include "tst_ledger_kill.moc"
