// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "race/History.h"

#include "ledger/Verify.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// Eight processes append to one shared repository at once.
class LedgerRaceTest : public QObject
{
    Q_OBJECT

private slots:
    void everyAcknowledgedEventStandsThereOnce_data()
    {
        QTest::addColumn<bool>("daemon");
        QTest::addColumn<QString>("turns");
        QTest::addColumn<int>("events");
        // Without turns, and over the network, each append meets the others head on.
        QTest::newRow("by path") << false << u"turns"_s << (isFull() ? 200 : 25);
        QTest::newRow("by path without turns") << false << u"none"_s << (isFull() ? 200 : 25);
        QTest::newRow("by daemon") << true << u"none"_s << (isFull() ? 200 : 25);
    }

    void everyAcknowledgedEventStandsThereOnce()
    {
        QFETCH(const bool, daemon);
        QFETCH(const QString, turns);
        QFETCH(const int, events);
        constexpr int writers = 8;
        constexpr qint64 starvingAfter = 60'000'000'000;
        GitShared shared(daemon ? GitShared::Reach::Daemon : GitShared::Reach::Path);
        const QString unfit = unfitFileSystem(shared.remotePath());
        QVERIFY2(unfit.isEmpty(), qPrintable(unfit));
        QVERIFY(shared.create(u"chen"_s));

        QElapsedTimer timer;
        timer.start();
        std::vector<std::unique_ptr<QProcess>> processes;
        for (int i = 0; i < writers; ++i) {
            auto process = std::make_unique<QProcess>();
            process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
            process->start(QString::fromLocal8Bit(LEDGER_WRITER),
                           {shared.folder(u"writer-%1"_s.arg(i)), shared.remote(), QString::number(events), turns,
                            shared.folder(u"log-%1"_s.arg(i))});
            processes.push_back(std::move(process));
        }
        for (const auto &process : processes) {
            QVERIFY(process->waitForFinished(1'600'000));
            QCOMPARE(process->exitCode(), 0);
        }
        const qint64 elapsed = timer.elapsed();

        QList<SaidAppend> said;
        for (int i = 0; i < writers; ++i) {
            said += readLog(shared.folder(u"log-%1"_s.arg(i)));
        }
        qint64 longest = 0;
        qsizetype mostOvertaken = 0;
        for (const SaidAppend &append : std::as_const(said)) {
            QVERIFY2(append.failure.isEmpty(), append.failure.constData());
            longest = qMax(longest, append.ended - append.started);
            mostOvertaken = qMax(mostOvertaken, std::ranges::count_if(said, [&](const SaidAppend &other) {
                                     return other.ended > append.started && other.ended < append.ended;
                                 }));
        }
        qInfo("%d writers x %d events on %s: %lld ms, %.1f appends a second; the longest took %.0f ms, and at most %lld others "
              "landed during one",
              writers, events,
              QStorageInfo(shared.remotePath()).fileSystemType().constData(), elapsed,
              1000.0 * writers * events / double(elapsed), double(longest) / 1e6, qint64(mostOvertaken));
        QCOMPARE(said.size(), writers * events);
        QVERIFY(longest < starvingAfter);
        // Nobody waits while most of the work is done by others, whether turns are taken or not.
        QVERIFY(mostOvertaken < writers * events / 2);
        const auto reader = shared.open(u"reader"_s);
        QVERIFY2(reader, qPrintable(reader ? QString() : reader.error().detail));
        QCOMPARE((*reader)->state().head.seq, 2 + writers * events);
        const QString problem = checkHistory(**reader, said);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        const auto verification = verifyLedger((*reader)->ledger());
        QVERIFY(verification);
        QVERIFY(verification->findings.isEmpty());
        shared.git({u"fsck"_s, u"--strict"_s});
    }

private:
    static bool isFull() { return qEnvironmentVariableIntValue("COUNTERSIGN_RACE_FULL") != 0; }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::LedgerRaceTest)
#include "tst_ledger_race.moc"
