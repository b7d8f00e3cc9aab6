// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "race/Writers.h"

#include "ledger/Verify.h"
#include "ledger_sql/SqliteLedger.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// Many processes append to one registry at once while others read along (G-04, T-55).
class RegistryRaceTest : public QObject
{
    Q_OBJECT

private:
    static bool isFull() { return qEnvironmentVariableIntValue("COUNTERSIGN_RACE_FULL") != 0; }
    static constexpr int readers = 2;

    // What the clients said, held against what stands there.
    static QString judge(SharedRecord &shared, const QList<SaidAppend> &said, int writers, int events,
                         qint64 elapsed, const QString &place)
    {
        qint64 longest = 0;
        for (const SaidAppend &append : said) {
            if (!append.failure.isEmpty()) {
                return QString::fromUtf8(append.failure);
            }
            longest = qMax(longest, append.ended - append.started);
        }
        qInfo("%d writers x %d events and %d readers on %s: %lld ms, %.1f appends a second; the longest took "
              "%.0f ms",
              writers, events, readers, QStorageInfo(place).fileSystemType().constData(), elapsed,
              1000.0 * writers * events / double(elapsed), double(longest) / 1e6);
        if (said.size() != writers * events) {
            return u"%1 appends were said"_s.arg(said.size());
        }
        if (longest > 60'000'000'000) {
            return u"somebody starved"_s;
        }
        const auto reader = shared.open(u"reader"_s);
        if (!reader) {
            return reader.error().detail;
        }
        if ((*reader)->state().head.seq != 2 + writers * events) {
            return u"%1 events stand there"_s.arg((*reader)->state().head.seq);
        }
        if (const QString problem = checkHistory(**reader, said); !problem.isEmpty()) {
            return problem;
        }
        const auto verification = verifyLedger((*reader)->ledger());
        if (!verification) {
            return verification.error().detail;
        }
        return verification->findings.isEmpty() ? QString() : verification->findings.first().detail;
    }

private slots:
    void postgresqlKeepsEveryEventOnceAndInOrder()
    {
        constexpr int writers = 16;
        const int events = isFull() ? 500 : 20;
        QVERIFY2(PrivatePostgres::shared().problem().isEmpty(),
                 qPrintable(PrivatePostgres::shared().problem()));
        const QString unfit = unfitFileSystem(PrivatePostgres::shared().dataFolder());
        QVERIFY2(unfit.isEmpty(), qPrintable(unfit));
        PostgresShared shared;
        QVERIFY(shared.create(u"chen"_s));
        QStringList remotes;
        for (int i = 0; i < writers + readers; ++i) {
            remotes.append(remoteOf(shared, u"racer_%1"_s.arg(i)));
        }

        Writers processes(shared);
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < writers + readers; ++i) {
            processes.start(u"racer_%1"_s.arg(i), remotes.at(i),
                            i < writers ? QString::number(events) : u"follow:%1"_s.arg(2 + writers * events),
                            u"none"_s);
        }
        const bool ended = processes.join();
        const qint64 elapsed = timer.elapsed();

        const QString problem =
            judge(shared, processes.said(), writers, events, elapsed, PrivatePostgres::shared().dataFolder());
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(ended);
    }

    void sqliteKeepsEveryEventOnceAndInOrder()
    {
        constexpr int writers = 8;
        const int events = isFull() ? 500 : 25;
        SqliteShared shared;
        const QString unfit = unfitFileSystem(shared.path());
        QVERIFY2(unfit.isEmpty(), qPrintable(unfit));
        QVERIFY(shared.create(u"chen"_s));

        Writers processes(shared);
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < writers + readers; ++i) {
            const QString name = u"racer_%1"_s.arg(i);
            processes.start(name, remoteOf(shared, name),
                            i < writers ? QString::number(events) : u"follow:%1"_s.arg(2 + writers * events),
                            u"none"_s);
        }
        // Copied while it is written to: what cannot be read as it stood at some moment says so (F-22).
        QStringList copies;
        while (processes.running() && copies.size() < 20) {
            copies.append(shared.folder(u"copy-%1"_s.arg(copies.size())));
            QVERIFY(QFile::copy(shared.path(), copies.last()));
        }
        const bool ended = processes.join();
        const qint64 elapsed = timer.elapsed();

        const QString problem = judge(shared, processes.said(), writers, events, elapsed, shared.path());
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(ended);
        const auto reader = shared.open(u"reader"_s);
        QVERIFY(reader);
        const QList<LinkHash> links = (*reader)->state().links;
        int refused = 0;
        for (const QString &copy : std::as_const(copies)) {
            const auto ledger = SqliteLedger::open(copy);
            const auto fetched = ledger ? (*ledger)->fetch() : std::unexpected(ledger.error());
            const auto state = fetched ? foldRecord(**ledger) : std::unexpected(fetched.error());
            if (!state) {
                ++refused;
                continue;
            }
            QVERIFY2(state->links == links.first(state->links.size()), qPrintable(copy));
        }
        qInfo("%lld copies made meanwhile, %d of them refused", qint64(copies.size()), refused);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::RegistryRaceTest)
#include "tst_registry_race.moc"
