// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "race/History.h"
#include "race/KillTree.h"

#include "ledger/Verify.h"
#include "support/Seed.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// A client is killed at any moment, alone or together with the `git` that it runs, and its next run goes on by itself.
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

        qsizetype children = 0;
        int together = 0;
        int locksLeft = 0;
        for (int i = 0; i < kills; ++i) {
            QProcess process;
            process.start(QString::fromLocal8Bit(LEDGER_WRITER), {folder, shared.remote(), u"1000"_s, u"turns"_s, log});
            QVERIFY(process.waitForStarted());
            QVERIFY(!process.waitForFinished(1 + int(random.bounded(span))));
            const pid_t writer = pid_t(process.processId());
            if (random.bounded(3) == 0) {
                // What it has started comes to its end alone.
                ::kill(writer, SIGKILL);
            } else {
                ++together;
                children += killTree(writer);
            }
            QVERIFY(process.waitForFinished());
            locksLeft += locksIn({shared.remotePath(), folder});
        }
        QProcess last;
        last.start(QString::fromLocal8Bit(LEDGER_WRITER), {folder, shared.remote(), u"1"_s, u"turns"_s, log});
        QVERIFY(last.waitForFinished(60'000));

        const QList<SaidAppend> said = readLog(log);
        const auto acknowledged = std::ranges::count_if(said, [](const SaidAppend &s) { return s.seq != 0; });
        qInfo("seed %u: %d kills, %d of them with %lld processes of git, %d locks left behind, %lld appends begun, "
              "%lld acknowledged, %lld ms on %s",
              used, kills, together, qint64(children), locksLeft, qint64(said.size()), qint64(acknowledged), timer.elapsed(),
              QStorageInfo(shared.remotePath()).fileSystemType().constData());
        for (const SaidAppend &append : said) {
            QVERIFY2(append.failure.isEmpty(), append.failure.constData());
        }
        QCOMPARE(last.exitCode(), 0);
        QVERIFY(said.last().seq != 0);
        QVERIFY(acknowledged > 3);
        QVERIFY(children > 0);
        const auto reader = shared.open(u"reader"_s);
        QVERIFY(reader);
        const QString problem = checkHistory(**reader, said);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        const auto verification = verifyLedger((*reader)->ledger());
        QVERIFY(verification);
        QVERIFY(verification->findings.isEmpty());
        const Outbox outbox(folder + u"/outbox"_s);
        QVERIFY(outbox.entries()->isEmpty());
        shared.git({u"fsck"_s, u"--strict"_s});
    }

    void aLockInTheOwnCloneStopsNobody_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("what comes in") << u"refs/countersign/incoming.lock"_s;
        QTest::newRow("what was verified") << u"refs/countersign/ledger.lock"_s;
        QTest::newRow("packed references") << u"packed-refs.lock"_s;
    }

    void aLockInTheOwnCloneStopsNobody()
    {
        QFETCH(const QString, name);
        GitShared shared;
        QVERIFY(shared.create(u"chen"_s));
        const QString log = shared.folder(u"log"_s);
        const auto append = [&](const QString &who) {
            QProcess process;
            process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
            process.start(QString::fromLocal8Bit(LEDGER_WRITER), {shared.folder(who), shared.remote(), u"1"_s, u"turns"_s, log});
            return process.waitForFinished(60'000) && process.exitCode() == 0;
        };
        QVERIFY(append(u"writer"_s));
        QVERIFY(append(u"another"_s)); // so that there is something to fetch
        QFile lock(shared.folder(u"writer"_s) + u"/clone.git/"_s + name);
        QVERIFY2(lock.open(QIODevice::WriteOnly), qPrintable(lock.fileName()));
        lock.close();

        QVERIFY(append(u"writer"_s));

        for (const SaidAppend &said : readLog(log)) {
            QVERIFY2(said.failure.isEmpty(), said.failure.constData());
            QVERIFY(said.seq > 0);
        }
    }

private:
    static int locksIn(const QStringList &folders)
    {
        int found = 0;
        for (const QString &folder : folders) {
            QDirIterator files(folder, {u"*.lock"_s}, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                files.next();
                ++found;
            }
        }
        return found;
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::LedgerKillTest)
#include "tst_ledger_kill.moc"
