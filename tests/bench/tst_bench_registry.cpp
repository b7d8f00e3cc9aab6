// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/FirstTouch.h"
#include "bench/LargeRecord.h"
#include "ledger/Link.h"
#include "ledger/Verify.h"
#include "ledger_sql/PostgresLedger.h"
#include "ledger_sql/SqliteLedger.h"
#include "support/postgres/PrivatePostgres.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// What a record in a database costs beside what the tools of the database need for the same rows, in the same run.
class BenchRegistry : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void loadingFromSqlite();
    void loadingFromPostgresql();
    void appendingToPostgresql();

private:
    static PrivatePostgres &server() { return PrivatePostgres::shared(); }
    [[nodiscard]] PostgresOptions optionsFor(const QString &login) const
    {
        return {.place = postgresPlaceFromUrl(server().url(m_database, login)).value()};
    }
    /// Puts every event there; what stands beside the events is left out.
    template<typename L>
    QString fill(L &ledger)
    {
        constexpr qsizetype atOnce = 1000;
        Head tip = ledger.fetch().value_or(Head{});
        for (qsizetype from = 0; from < m_record.events.size(); from += atOnce) {
            QList<ImportedEntry> entries;
            for (qsizetype i = from; i < qMin(from + atOnce, m_record.events.size()); ++i) {
                const Envelope &event = m_record.events.at(i);
                entries.append({.entry = {.at = event.at,
                                          .prev = event.prev,
                                          .body = event.body,
                                          .signature = event.signature,
                                          .texts = event.texts,
                                          .contents = m_record.contents.at(i)},
                                .meta = event.meta});
            }
            if (const Result<Landing> landing = ledger.import(tip, entries); landing != Landing::Landed) {
                return landing ? u"somebody else was there"_s : landing.error().detail;
            }
            tip = entries.last().entry.at;
        }
        return {};
    }
    struct Timed
    {
        double reading = -1;
        double folding = -1; ///< with the reading
    };
    /// Opens the ledger by `open` and reads all of it, every link checked; then the same with the fold.
    template<typename F>
    Timed timedFold(const F &open)
    {
        constexpr int atOnce = 500;
        Timed timed;
        QElapsedTimer timer;
        timer.start();
        {
            const auto ledger = open();
            if (!ledger || !(*ledger)->fetch()) {
                return timed;
            }
            for (Sequence at = 0; at < m_record.events.size(); at += atOnce) {
                if (!(*ledger)->readAfter(at, atOnce)) {
                    return timed;
                }
            }
        }
        timed.reading = double(timer.nsecsElapsed()) / 1e6;
        timer.start();
        const auto ledger = open();
        if (!ledger || !(*ledger)->fetch()) {
            return timed;
        }
        const Result<State> state = foldRecord(**ledger);
        const double milliseconds = double(timer.nsecsElapsed()) / 1e6;
        timed.folding = state && state->hash() == m_record.state.hash() ? milliseconds : -1;
        return timed;
    }
    void print(const QString &what, double ours, double theirs, const QString &tool)
    {
        printFigure(u"%1, %2 events"_s.arg(what).arg(m_record.events.size()), u"%1 ms"_s.arg(ours, 0, 'f', 0),
                    u"%1 × %2 (%3 ms)"_s.arg(ours / theirs, 0, 'f', 2).arg(tool).arg(theirs, 0, 'f', 0));
    }

    LargeRecord m_record;
    QTemporaryDir m_folder;
    QString m_database;
};

void BenchRegistry::initTestCase()
{
    QVERIFY2(server().problem().isEmpty(), qPrintable(server().problem()));
    Result<LargeRecord> record = largeRecord(benchSize());
    QVERIFY2(record, record ? "" : qPrintable(record.error().subject + u' ' + record.error().detail));
    m_record = *std::move(record);
    m_database = server().makeDatabase();
    QVERIFY(preparePostgresRegistry(optionsFor(server().administrator())));
}

void BenchRegistry::loadingFromSqlite()
{
    const QString path = m_folder.filePath(u"registry.db"_s);
    QVERIFY(createSqliteRegistry(path));
    {
        const auto ledger = SqliteLedger::open(path);
        QVERIFY(ledger);
        const QString problem = fill(**ledger);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }
    const QString command =
        u"sqlite3 registry.db 'SELECT seq, prev, link, body, signature, meta FROM event ORDER BY seq; "
        "SELECT seq, hash, bytes FROM event_text ORDER BY seq, hash' >/dev/null"_s;
    // About what the state of 100,000 events takes.
    const qsizetype memory = m_record.events.size() * 800;
    const double fromHost = firstTouch(memory);
    printFigure(u"reference: the first touch of as much memory as the state takes"_s,
                u"%1 ms"_s.arg(fromHost, 0, 'f', 0), u"once more %1 ms"_s.arg(firstTouch(memory), 0, 'f', 0));
    for (int round = 0; round < 2; ++round) {
        const double theirs = timedCommand(command, m_folder.path());
        const Timed ours = timedFold([&] { return SqliteLedger::open(path); });

        QVERIFY(theirs > 0);
        QVERIFY(ours.reading > 0 && ours.folding > 0);
        print(u"reading from SQLite, round %1"_s.arg(round + 1), ours.reading, theirs, u"sqlite3"_s);
        print(u"reading and folding from SQLite, round %1"_s.arg(round + 1), ours.folding, theirs,
              u"sqlite3"_s);
    }
}

void BenchRegistry::loadingFromPostgresql()
{
    {
        const auto ledger = PostgresLedger::open(optionsFor(server().administrator()));
        QVERIFY(ledger);
        const QString problem = fill(**ledger);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }
    QVERIFY(!server().psql(m_database, u"VACUUM ANALYZE"_s).startsWith("error:"));
    QVERIFY(admitLogin(optionsFor(server().administrator()), u"bench"_s, {}));
    const QString command =
        u"psql -X -q -A -t -h %1 -p %2 -U bench -d %3 -c 'SELECT seq, prev, link, body, signature, meta FROM "
        u"countersign.event ORDER BY seq' "
        "-c 'SELECT seq, hash, bytes FROM countersign.event_text ORDER BY seq, hash' >/dev/null"_s
            .arg(server().socketFolder())
            .arg(server().port())
            .arg(m_database);
    for (int round = 0; round < 2; ++round) {
        const double theirs = timedCommand(command, m_folder.path());
        const Timed ours = timedFold([&] { return PostgresLedger::open(optionsFor(u"bench"_s)); });

        QVERIFY(theirs > 0);
        QVERIFY(ours.reading > 0 && ours.folding > 0);
        print(u"reading from PostgreSQL, round %1"_s.arg(round + 1), ours.reading, theirs, u"psql"_s);
        print(u"reading and folding from PostgreSQL, round %1"_s.arg(round + 1), ours.folding, theirs,
              u"psql"_s);
    }
}

void BenchRegistry::appendingToPostgresql()
{
    constexpr int clients = 8;
    const int each = benchSize().events >= 100'000 ? 250 : 40;
    const QByteArray body = m_record.events.last().body;
    // The same row, with all its columns, and the same lock, as plainly as SQL can say it: one statement a transaction.
    const QJsonObject told = QJsonDocument::fromJson(body).object();
    const auto column = [&told](const QString &name) { return "'" + told[name].toString().toUtf8() + "', "; };
    const QByteArray made =
        server().psql(m_database, u"CREATE TABLE bench_head AS SELECT * FROM countersign.head; "
                                  "CREATE TABLE bench_event (LIKE countersign.event INCLUDING ALL)"_s);
    QVERIFY2(!made.startsWith("error:"), made.constData());
    const QString script = m_folder.filePath(u"append.sql"_s);
    {
        QFile file(script);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("WITH h AS (UPDATE bench_head SET seq = seq + 1 RETURNING seq, link) "
                   "INSERT INTO bench_event (seq, id, prev, link, body, signature, meta, kind, subject, "
                   "actor, claimed_at) "
                   "SELECT seq, 'e:' || replace(gen_random_uuid()::text, '-', ''), link, link, '\\x"
                   + body.toHex() + R"(', '', '{"at":1767225600000000,"login":"bench_0"}', )"
                   + column(u"kind"_s) + column(u"subject"_s) + column(u"actor"_s)
                   + QByteArray::number(told[u"claimed_at"_s].toInteger()) + " FROM h;\n");
    }
    for (int i = 0; i < clients; ++i) {
        QVERIFY(admitLogin(optionsFor(server().administrator()), u"bench_%1"_s.arg(i), {}));
    }
    for (int round = 0; round < 2; ++round) {
        const double theirs = timedCommand(
            u"pgbench -n -h %1 -p %2 -U postgres -c %3 -j 2 -t %4 -f append.sql %5 >pgbench.log 2>&1"_s
                .arg(server().socketFolder())
                .arg(server().port())
                .arg(clients)
                .arg(each)
                .arg(m_database),
            m_folder.path());
        QVERIFY(theirs > 0);
        QCOMPARE(server()
                     .psql(m_database,
                           u"SELECT count(*) FROM bench_event WHERE length(id) = 34 AND claimed_at > 0 "
                           "AND kind || subject || actor <> ''"_s)
                     .trimmed(),
                 QByteArray::number((round + 1) * clients * each));

        std::atomic_int landed = 0;
        std::atomic_int lost = 0;
        std::vector<std::thread> threads;
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < clients; ++i) {
            threads.emplace_back([&, i] {
                const auto ledger = PostgresLedger::open(optionsFor(u"bench_%1"_s.arg(i)));
                for (int done = 0; ledger && done < each;) {
                    const auto turn = (*ledger)->takeTurn({});
                    const Result<Head> tip = (*ledger)->fetch();
                    if (!tip) {
                        return;
                    }
                    const Head at{.seq = tip->seq + 1, .link = linkOf(tip->seq + 1, tip->link, body, {}, {})};
                    const auto landing = (*ledger)->tryAppend(
                        *tip, {Entry{.id = EventId::random(), .at = at, .prev = tip->link, .body = body}});
                    if (!landing) {
                        return;
                    }
                    (*landing == Landing::Landed ? landed : lost).fetch_add(1);
                    done += *landing == Landing::Landed ? 1 : 0;
                }
            });
        }
        for (std::thread &thread : threads) {
            thread.join();
        }
        const double ours = double(timer.nsecsElapsed()) / 1e6;
        QCOMPARE(landed.load(), clients * each);
        printFigure(
            u"appending to PostgreSQL, %1 clients x %2, round %3"_s.arg(clients).arg(each).arg(round + 1),
            u"%1 a second, %2 races lost"_s.arg(1e3 * clients * each / ours, 0, 'f', 0).arg(lost.load()),
            u"%1 × pgbench (%2 a second)"_s.arg(ours / theirs, 0, 'f', 2)
                .arg(1e3 * clients * each / theirs, 0, 'f', 0));
    }
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::BenchRegistry)
#include "tst_bench_registry.moc"
