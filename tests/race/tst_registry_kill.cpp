// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "race/Writers.h"

#include "ledger/Verify.h"
#include "support/Seed.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// Servers, clients and disks that fail at any moment of an append to a registry (F-01, F-07, F-09, F-17; G-05).
class RegistryKillTest : public QObject
{
    Q_OBJECT

private:
    static QStringList shim(const QStringList &more)
    {
        // The address sanitizer wants to come first, and does not have to.
        return QStringList{u"LD_PRELOAD="_s + QString::fromLocal8Bit(FAULT_SHIM),
                           u"ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0"_s}
               + more;
    }
    static int numberIn(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toInt() : 0;
    }
    static bool isDefinite(const QByteArray &failure)
    {
        const auto code = ErrorCode(failure.split(' ').value(2).toInt());
        return code != ErrorCode::Unavailable && code != ErrorCode::Locked && code != ErrorCode::Canceled
               && code != ErrorCode::OutcomeUnknown && code != ErrorCode::Conflict;
    }
    static bool outboxIsEmpty(const SharedRecord &shared, const QString &client)
    {
        const Outbox outbox(shared.folder(client) + u"/outbox"_s);
        const auto entries = outbox.entries();
        return entries && entries->isEmpty();
    }

    // What was said, held against what stands there; also that what failed for certain does not.
    static QString judge(SharedRecord &shared, const QList<SaidAppend> &said)
    {
        const auto reader = shared.open(u"reader"_s);
        if (!reader) {
            return reader.error().detail;
        }
        if (const QString problem = checkHistory(**reader, said); !problem.isEmpty()) {
            return problem;
        }
        const auto verification = verifyLedger((*reader)->ledger());
        if (!verification || !verification->findings.isEmpty()) {
            return verification ? verification->findings.first().detail : verification.error().detail;
        }
        QSet<QByteArray> standing;
        for (const ChangeId &id : (*reader)->state().order) {
            standing.insert(id.toString().toLatin1());
        }
        for (const SaidAppend &append : said) {
            if (!append.failure.isEmpty() && isDefinite(append.failure) && standing.contains(append.id)) {
                return QString::fromUtf8(append.failure) + u" stands there"_s;
            }
        }
        return {};
    }

    // Lets the k-th call of an append fail, for each k, and has the same client go on afterwards.
    void failAtEachCall(SharedRecord &shared, const QString &remote, const QStringList &fault)
    {
        const bool dies = fault.contains(u"FAULT_KIND=kill"_s);
        const QString count = shared.folder(u"count"_s);
        Writers writers(shared);
        // The first append of a client makes its folders as well.
        for (int i = 0; i < 2; ++i) {
            writers.start(u"writer"_s, remote, u"1"_s, u"hasty"_s, shim({u"FAULT_COUNT="_s + count}));
            QVERIFY(writers.join(60'000));
        }
        const int calls = numberIn(count);
        QVERIFY2(calls > 10, "the shim counts nothing");
        QElapsedTimer timer;
        timer.start();
        int deaths = 0;
        int rounds = 0;
        // A client that is killed at each call in turn is done when one lives.
        for (int call = 1; dies ? deaths == rounds : call <= calls; ++call) {
            ++rounds;
            writers.start(u"writer"_s, remote, u"1"_s, u"hasty"_s,
                          shim(fault + QStringList{u"FAULT_AT=%1"_s.arg(call)}));
            const bool well = writers.join(60'000);
            deaths += writers.killed() ? 1 : 0;
            QVERIFY2(well || !writers.killed() || dies, qPrintable(u"died of call %1"_s.arg(call)));

            writers.start(u"writer"_s, remote, u"1"_s, u"persist"_s);
            QVERIFY2(writers.join(120'000), qPrintable(u"cannot go on after call %1"_s.arg(call)));
            const QList<SaidAppend> said = writers.said();
            QVERIFY2(said.last().seq > 0,
                     qPrintable(u"after call %1: "_s.arg(call) + QString::fromUtf8(said.last().failure)));
            QVERIFY2(outboxIsEmpty(shared, u"writer"_s),
                     qPrintable(u"something is kept after call %1"_s.arg(call)));
        }

        const QList<SaidAppend> said = writers.said();
        const auto acknowledged = std::ranges::count_if(said, [](const SaidAppend &s) { return s.seq != 0; });
        qInfo("%s at each of %d calls of an append: %d rounds, %d deaths; %lld appends begun, %lld "
              "acknowledged; %lld ms",
              qPrintable(fault.join(u' ')), calls, rounds, deaths, qint64(said.size()), qint64(acknowledged),
              timer.elapsed());
        const QString problem = judge(shared, said);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(dies ? deaths >= calls - 5 : deaths == 0);
    }

    static bool isFull() { return qEnvironmentVariableIntValue("COUNTERSIGN_RACE_FULL") != 0; }

private slots:
    void aServerThatDiesUnderLoadLosesNothing_data() // F-17, G-06
    {
        QTest::addColumn<bool>("kill");
        QTest::newRow("kill -9") << true;
        QTest::newRow("immediate") << false;
    }
    void aServerThatDiesUnderLoadLosesNothing() // F-17, G-06
    {
        QFETCH(const bool, kill);
        constexpr int clients = 8;
        const int events = isFull() ? 500 : 25;
        PrivatePostgres &server = PrivatePostgres::shared();
        QVERIFY2(server.problem().isEmpty(), qPrintable(server.problem()));
        const QString unfit = unfitFileSystem(server.dataFolder());
        QVERIFY2(unfit.isEmpty(), qPrintable(unfit));
        QRandomGenerator random(seed());
        PostgresShared shared;
        QVERIFY(shared.create(u"chen"_s));
        Writers writers(shared);
        for (int i = 0; i < clients; ++i) {
            const QString name = u"loader_%1"_s.arg(i);
            writers.start(name, remoteOf(shared, name), QString::number(events), u"persist"_s);
        }
        QTRY_VERIFY_WITH_TIMEOUT(writers.said().size() >= 2 * clients, 60'000);

        int deaths = 0;
        while (writers.running() && deaths < (isFull() ? 1'000 : 5)) {
            std::this_thread::sleep_for(std::chrono::milliseconds(100 + int(random.bounded(500))));
            server.stop(kill ? PrivatePostgres::Stop::Kill : PrivatePostgres::Stop::Immediate);
            ++deaths;
            const QString problem = server.start();
            QVERIFY2(problem.isEmpty(), qPrintable(problem));
        }
        const bool ended = writers.join();

        const QList<SaidAppend> said = writers.said();
        const auto acknowledged = std::ranges::count_if(said, [](const SaidAppend &s) { return s.seq != 0; });
        qInfo("%d deaths of the server under %d clients, %lld appends begun, %lld acknowledged", deaths,
              clients, qint64(said.size()), qint64(acknowledged));
        QVERIFY(ended);
        QVERIFY(deaths > 1);
        for (const SaidAppend &append : said) {
            QVERIFY2(append.failure.isEmpty(), append.failure.constData());
        }
        QCOMPARE(acknowledged, clients * events);
        const QString problem = judge(shared, said);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QCOMPARE(shared.open(u"reader"_s).value()->state().head.seq, 2 + clients * events);
        // What was found to stand there is taken out of the outbox at the next start.
        for (int i = 0; i < clients; ++i) {
            const QString name = u"loader_%1"_s.arg(i);
            writers.start(name, remoteOf(shared, name), u"0"_s, u"none"_s);
            QVERIFY(writers.join(60'000));
            QVERIFY(outboxIsEmpty(shared, name));
        }
    }

    void aClientThatDiesAtAnyCallLosesNothingInSqlite() // F-01, G-05
    {
        SqliteShared shared;
        const QString unfit = unfitFileSystem(shared.path());
        QVERIFY2(unfit.isEmpty(), qPrintable(unfit));
        QVERIFY(shared.create(u"chen"_s));
        failAtEachCall(shared, remoteOf(shared, u"writer"_s), {u"FAULT_KIND=kill"_s});
    }

    void aClientThatDiesAtAnyCallLosesNothingInPostgresql() // F-01, G-05
    {
        QVERIFY2(PrivatePostgres::shared().problem().isEmpty(),
                 qPrintable(PrivatePostgres::shared().problem()));
        PostgresShared shared;
        QVERIFY(shared.create(u"chen"_s));
        failAtEachCall(shared, remoteOf(shared, u"writer"_s), {u"FAULT_KIND=kill"_s});
    }

    void aDiskThatFailsAtAnyCallLosesNothing_data() // F-07, F-09, G-05
    {
        QTest::addColumn<QStringList>("fault");
        for (const QString &kind : {u"ENOSPC"_s, u"EIO"_s}) {
            for (const QString &mode : {u"once"_s, u"on"_s}) {
                QTest::addRow("%s %s", qPrintable(kind), qPrintable(mode))
                    << QStringList{u"FAULT_KIND="_s + kind, u"FAULT_MODE="_s + mode};
            }
        }
    }
    void aDiskThatFailsAtAnyCallLosesNothing() // F-07, F-09, G-05
    {
        QFETCH(const QStringList, fault);
        SqliteShared shared;
        QVERIFY(shared.create(u"chen"_s));
        failAtEachCall(shared, remoteOf(shared, u"writer"_s), fault);
    }

    void nobodyButSqliteOpensTheFile() // T-58
    {
        SqliteShared shared;
        QVERIFY(shared.create(u"chen"_s));
        const QString opens = shared.folder(u"opens"_s);
        Writers writers(shared);
        writers.start(u"writer"_s, remoteOf(shared, u"writer"_s), u"3"_s, u"none"_s,
                      shim({u"FAULT_OPENED="_s + shared.path(), u"FAULT_OPENS="_s + opens}));
        QVERIFY(writers.join(60'000));

        QFile log(opens);
        QVERIFY(log.open(QIODevice::ReadOnly));
        const QList<QByteArray> libraries = log.readAll().trimmed().split('\n');
        QVERIFY(!libraries.isEmpty());
        for (const QByteArray &library : libraries) {
            QVERIFY2(library.contains("libsqlite3"), library.constData());
        }
    }

    void aFileSystemOfANetworkIsRefused_data() // F-21
    {
        QTest::addColumn<QString>("type");
        QTest::newRow("NFS") << u"0x6969"_s;
        QTest::newRow("SMB") << u"0xfe534d42"_s;
        QTest::newRow("9p") << u"0x01021997"_s;
        QTest::newRow("FUSE") << u"0x65735546"_s;
    }
    void aFileSystemOfANetworkIsRefused() // F-21
    {
        QFETCH(const QString, type);
        SqliteShared shared;
        QVERIFY(shared.create(u"chen"_s));
        Writers writers(shared);
        writers.start(u"writer"_s, remoteOf(shared, u"writer"_s), u"1"_s, u"none"_s,
                      shim({u"FAULT_STATFS="_s + type}));

        QVERIFY(!writers.join(60'000));

        const QList<SaidAppend> said = writers.said();
        QCOMPARE(said.size(), 1);
        QCOMPARE(said.first().failure,
                 "failed open " + QByteArray::number(int(ErrorCode::Unsupported)) + " network-file-system");
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::RegistryKillTest)
#include "tst_registry_kill.moc"
