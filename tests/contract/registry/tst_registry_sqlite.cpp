// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/registry/Tampering.h"

#include "ledger_sql/SqliteFile.h"
#include "ledger_sql/SqliteLedger.h"
#include "support/Seed.h"

#include <QElapsedTimer>
#include <QTest>

#include <csignal>
#include <ctime>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// What somebody who can write the file, or who made it, can do to a registry in SQLite; and what a disk can do.
class RegistrySqliteTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<SqliteShared> m_shared;
    std::unique_ptr<Recorder> m_old; ///< a client that has seen the true history of four events

    /// A connection that knows nothing of our rules.
    static std::unique_ptr<sql::Connection> plain(const QString &path)
    {
        auto connection = std::make_unique<sql::Connection>(sql::Dialect::Sqlite, path);
        if (const Done opened =
                connection->open([&](QSqlDatabase &database) { database.setDatabaseName(path); });
            !opened) {
            qFatal("%s", qPrintable(opened.error().detail));
        }
        return connection;
    }
    QString copyOf(const QString &name) const
    {
        QString path = m_shared->folder(name);
        QFile::remove(path);
        if (!QFile::copy(m_shared->path(), path)) {
            qFatal("%s cannot be copied", qPrintable(m_shared->path()));
        }
        return path;
    }
    /// Runs statements with every trigger out of the way and every check off, and puts the triggers back as they were.
    static void writeAnew(const QString &path, const QStringList &statements)
    {
        const auto connection = plain(path);
        QStringList triggers;
        QStringList names;
        {
            auto query = connection->run(u"SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"_s);
            while (query->next()) {
                names.append(query->value(0).toString());
                triggers.append(query->value(1).toString());
            }
        }
        QStringList all{u"PRAGMA ignore_check_constraints = ON"_s, u"PRAGMA foreign_keys = OFF"_s};
        for (const QString &name : std::as_const(names)) {
            all.append(u"DROP TRIGGER "_s + name);
        }
        all += statements + triggers;
        for (const QString &statement : std::as_const(all)) {
            if (const auto done = connection->run(statement); !done) {
                qFatal("%s: %s", qPrintable(statement), qPrintable(done.error().detail));
            }
        }
    }
    /// Makes the chain hold again, as somebody can who knows the formula.
    static void linkAnew(const QString &path)
    {
        struct Row
        {
            Sequence seq;
            QByteArray body, signature, meta;
        };
        QList<Row> rows;
        {
            const auto connection = plain(path);
            auto query = connection->run(u"SELECT seq, body, signature, meta FROM event ORDER BY seq"_s);
            while (query->next()) {
                rows.append({query->value(0).toLongLong(), query->value(1).toByteArray(),
                             query->value(2).toByteArray(), query->value(3).toByteArray()});
            }
        }
        QStringList statements;
        LinkHash prev;
        for (const Row &row : std::as_const(rows)) {
            const LinkHash link = linkOf(row.seq, prev, row.body, row.signature, row.meta);
            statements.append(u"UPDATE event SET prev = x'%1', link = x'%2' WHERE seq = %3"_s.arg(
                QString::fromLatin1(prev.toHex()), QString::fromLatin1(link.toHex()),
                QString::number(row.seq)));
            prev = link;
        }
        writeAnew(path, statements);
    }

    struct Seen
    {
        std::optional<Error> error;
        std::optional<Verification> verification;
        [[nodiscard]] bool isSilent() const
        {
            return verification && std::ranges::none_of(verification->findings, [](const LedgerFinding &f) {
                       return isDamage(f.kind) || f.kind == FindingKind::MissingText;
                   });
        }
    };
    /// Opens a file and reads everything of it.
    static Seen look(const QString &path)
    {
        const std::clock_t before = std::clock();
        Seen seen;
        if (auto ledger = SqliteLedger::open(path); !ledger) {
            seen.error = ledger.error();
        } else if (const auto fetched = (*ledger)->fetch(); !fetched) {
            seen.error = fetched.error();
        } else if (auto verification = verifyLedger(**ledger); !verification) {
            seen.error = verification.error();
        } else {
            seen.verification = *std::move(verification);
        }
        // Of the processor: how long a busy disk takes says nothing of the reader.
        const std::clock_t spent = (std::clock() - before) / CLOCKS_PER_SEC;
        if (spent >= 10) {
            qFatal("%s takes %ld s", qPrintable(path), long(spent));
        }
        return seen;
    }
    static QByteArray bytesOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            qFatal("%s cannot be written", qPrintable(path));
        }
    }

private slots:
    void init()
    {
        m_shared = std::make_unique<SqliteShared>();
        auto created = m_shared->create(u"chen"_s);
        QVERIFY2(created, qPrintable(created ? QString() : created.error().detail));
        m_old = *std::move(created);
        QVERIFY(m_old->append(changeDrafts(m_old->state(), ana, u"Shorter"_s, u"14 days\n"_s)));
        QCOMPARE(m_old->state().head.seq, 4);
    }
    void cleanup()
    {
        m_old.reset();
        m_shared.reset();
    }

    void noStatementChangesWhatStands() // T-46
    {
        const QByteArray before = bytesOf(m_shared->path());
        const auto connection = plain(m_shared->path());
        for (
            const QString &statement :
            {u"UPDATE event SET body = x'7b7d'"_s, u"UPDATE event SET seq = seq + 10"_s,
             u"UPDATE OR REPLACE event SET seq = 1"_s, u"DELETE FROM event"_s,
             u"DELETE FROM event WHERE seq = 4"_s,
             u"INSERT INTO event SELECT seq + 10, id, prev, link, body, signature, meta FROM event"_s,
             u"INSERT INTO event SELECT 5, id, prev, link, body, signature, meta FROM event WHERE seq = 1"_s,
             u"INSERT OR REPLACE INTO event SELECT seq, id, prev, link, x'7b7d', signature, meta FROM event"_s,
             u"REPLACE INTO event SELECT 0, id, prev, link, body, signature, meta FROM event LIMIT 1"_s,
             u"UPDATE event_text SET bytes = x'00'"_s, u"DELETE FROM event_text"_s,
             u"REPLACE INTO event_text SELECT seq, hash, x'00' FROM event_text"_s,
             u"UPDATE content SET bytes = x'00'"_s, u"DELETE FROM content"_s,
             u"UPDATE tree_step SET hash = NULL"_s, u"DELETE FROM tree_step"_s,
             u"REPLACE INTO tree_step SELECT seq, path, NULL FROM tree_step"_s}) {
            QVERIFY2(!connection->run(statement), qPrintable(statement));
        }
        QVERIFY(connection->run(u"REPLACE INTO content SELECT hash, x'00' FROM content"_s));
        QCOMPARE(bytesOf(m_shared->path()), before);
        QVERIFY(damageOf(*m_shared, u"auditor"_s).isEmpty());
    }

    void rowsThatWereWrittenAnewAreSeenByWhoeverSawThemBefore_data() // T-47
    {
        QTest::addColumn<QString>("statement");
        QTest::newRow("a body is another one")
            << u"UPDATE event SET body = CAST(replace(CAST(body AS TEXT), 'p:ana', 'p:bode') AS BLOB) WHERE seq = 3"_s;
        QTest::newRow("the last event is gone") << u"DELETE FROM event WHERE seq = 4"_s;
        QTest::newRow("an event is doubled")
            << u"INSERT INTO event SELECT 5, id, prev, link, body, signature, meta FROM event WHERE seq = 3"_s;
    }
    void rowsThatWereWrittenAnewAreSeenByWhoeverSawThemBefore() // T-47
    {
        QFETCH(const QString, statement);
        const bool goesOn = statement.startsWith("INSERT"_L1);
        writeAnew(m_shared->path(), {statement});
        linkAnew(m_shared->path());

        const auto refreshed = m_old->refresh();

        // One event more is no other history; it counts as the same one said twice.
        QCOMPARE(refreshed.has_value(), goesOn);
        if (!goesOn) {
            QCOMPARE(refreshed.error().code, ErrorCode::Corrupt);
            const auto appended = m_old->append({openedDraft(m_old->state(), ana, u"Next"_s)});
            QVERIFY(!appended);
            QCOMPARE(appended.error().code, ErrorCode::Corrupt);
            m_old.reset();
            QVERIFY(refusalOf(m_shared->open(u"chen"_s)) == ErrorCode::Corrupt);
        }
    }

    void aTreeThatNoEventSaysIsNamed()
    {
        writeAnew(m_shared->path(), {u"UPDATE tree SET hash = (SELECT hash FROM content WHERE CAST(bytes AS "
                                     u"TEXT) = 'policy') WHERE path "
                                     "LIKE 'prompts/%'"_s});

        const QStringList damage = damageOf(*m_shared, u"auditor"_s);

        QCOMPARE(damage.size(), 1);
        QVERIFY2(damage.first().startsWith("4 wrong-tree prompts/"_L1), qPrintable(damage.first()));
    }

    void anOlderFileInItsPlaceIsNoticedAtOnce() // F-18, F-22
    {
        const QString backup = copyOf(u"backup"_s);
        QVERIFY(m_old->append({openedDraft(m_old->state(), ana, u"Next"_s)}));
        QFile::remove(m_shared->path());
        QVERIFY(QFile::rename(backup, m_shared->path()));

        const auto refreshed = m_old->refresh();
        const auto appended = m_old->append({openedDraft(m_old->state(), ana, u"Lost"_s)});

        QVERIFY(!refreshed);
        QCOMPARE(refreshed.error().code, ErrorCode::Corrupt);
        QVERIFY(!appended);
        QCOMPARE(appended.error().code, ErrorCode::Corrupt);
    }

    void aFileThatGoesTakesNoEventAlong() // F-22
    {
        QFile::remove(m_shared->path());

        const auto appended = m_old->append({openedDraft(m_old->state(), ana, u"Lost"_s)});

        QVERIFY(!appended);
        QCOMPARE(appended.error().code, ErrorCode::Unavailable);
        QCOMPARE(m_old->unsent().size(), 1);
    }

    void aForeignSchemaIsRefused_data() // T-57
    {
        QTest::addColumn<QStringList>("statements");
        QTest::addColumn<int>("code");
        const auto row = [](const char *name, const QStringList &statements,
                            ErrorCode code = ErrorCode::Corrupt) {
            QTest::newRow(name) << statements << int(code);
        };
        row("a trigger more", {u"CREATE TRIGGER evil AFTER INSERT ON event BEGIN DELETE FROM tree; END"_s});
        row("a trigger that runs for ever", {u"CREATE TRIGGER evil AFTER INSERT ON tree BEGIN INSERT INTO "
                                             u"content WITH RECURSIVE r(n) AS (SELECT "
                                             "1 UNION ALL SELECT n + 1 FROM r) SELECT n, n FROM r; END"_s});
        row("a trigger less", {u"DROP TRIGGER event_stays"_s});
        row("a view more",
            {u"CREATE VIEW evil AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r"_s});
        row("a view for a table",
            {u"ALTER TABLE tree RENAME TO other"_s, u"CREATE VIEW tree AS SELECT * FROM other"_s});
        row("a view is another one",
            {u"DROP VIEW version"_s, u"CREATE VIEW version AS SELECT 1 AS prompt"_s});
        row("an index more", {u"CREATE INDEX evil ON event (length(body))"_s});
        row("an index less", {u"DROP INDEX event_id"_s});
        row("a table more", {u"CREATE TABLE evil (a)"_s});
        row("a column more", {u"ALTER TABLE event ADD COLUMN extra TEXT"_s});
        row("a table for full text", {u"CREATE VIRTUAL TABLE evil USING fts5(a)"_s});
        row("other words of a table",
            {u"PRAGMA writable_schema = ON"_s,
             u"UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '      ') WHERE name = 'content'"_s});
        row("no words of a table",
            {u"PRAGMA writable_schema = ON"_s,
             u"UPDATE sqlite_schema SET sql = 'CREATE TABLE content (' WHERE name = 'content'"_s});
        row("a root page that is none",
            {u"PRAGMA writable_schema = ON"_s,
             u"UPDATE sqlite_schema SET rootpage = 99999 WHERE name = 'event'"_s});
        row("a root page of another table",
            {u"PRAGMA writable_schema = ON"_s,
             u"UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'tree') "
             "WHERE name = 'event'"_s});
        row("a very long name", {u"CREATE TABLE \"%1\" (a)"_s.arg(QString(900'000, u'a'))});
        row("another program's", {u"PRAGMA application_id = 5"_s});
        row("nobody's", {u"PRAGMA application_id = 0"_s});
        row("a newer schema", {u"PRAGMA user_version = 2"_s}, ErrorCode::Newer);
        row("the newest schema", {u"PRAGMA user_version = 2147483647"_s}, ErrorCode::Newer);
        row("no schema at all", {u"PRAGMA user_version = 0"_s});
        row("a negative schema", {u"PRAGMA user_version = -1"_s});
    }
    void aForeignSchemaIsRefused() // T-57
    {
        QFETCH(const QStringList, statements);
        QFETCH(const int, code);
        const QString path = copyOf(u"crafted"_s);
        {
            const auto connection = plain(path);
            for (const QString &statement : statements) {
                QVERIFY2(connection->run(statement), qPrintable(statement.left(200) + saidBy(*connection)));
            }
        }
        const QByteArray before = bytesOf(path);

        const Seen seen = look(path);

        QVERIFY(seen.error);
        QVERIFY2(int(seen.error->code) == code, qPrintable(seen.error->detail));
        QCOMPARE(bytesOf(path), before);
    }

    void hugeValuesAreNotLoaded_data() // T-57
    {
        QTest::addColumn<QString>("statement");
        QTest::newRow("a body") << u"UPDATE event SET body = zeroblob(40000000) WHERE seq = 3"_s;
        QTest::newRow("a signature") << u"UPDATE event SET signature = zeroblob(40000000) WHERE seq = 3"_s;
        QTest::newRow("meta") << u"UPDATE event SET meta = zeroblob(40000000) WHERE seq = 3"_s;
        QTest::newRow("the link before") << u"UPDATE event SET prev = zeroblob(40000000) WHERE seq = 3"_s;
        QTest::newRow("a link") << u"UPDATE event SET link = zeroblob(40000000) WHERE seq = 3"_s;
        QTest::newRow("the last link") << u"UPDATE event SET link = zeroblob(40000000) WHERE seq = 4"_s;
        QTest::newRow("a text") << u"UPDATE event_text SET bytes = zeroblob(40000000)"_s;
        QTest::newRow("the name of a text") << u"UPDATE event_text SET hash = zeroblob(40000000)"_s;
        QTest::newRow("a content")
            << u"UPDATE content SET bytes = zeroblob(300000000) WHERE CAST(bytes AS TEXT) "
               "LIKE 'Refunds%'"_s;
        QTest::newRow("a path")
            << u"INSERT INTO tree SELECT hex(zeroblob(20000000)), hash FROM content LIMIT 1"_s;
        QTest::newRow("the path of a step")
            << u"INSERT INTO tree_step SELECT 3, hex(zeroblob(20000000)), zeroblob(32)"_s;
        QTest::newRow("the content of a step") << u"UPDATE tree_step SET hash = zeroblob(40000000)"_s;
        QTest::newRow("a place") << u"INSERT INTO event SELECT 9223372036854775807, id, prev, link, body, "
                                    u"signature, meta FROM event "
                                    "WHERE seq = 4"_s;
        QTest::newRow("many steps") << u"INSERT INTO tree_step WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL "
                                       u"SELECT n + 1 FROM r WHERE n < "
                                       "150000) SELECT 3, 'a' || n, NULL FROM r"_s;
    }
    void hugeValuesAreNotLoaded() // T-57
    {
        QFETCH(const QString, statement);
        const QString path = copyOf(u"crafted"_s);
        writeAnew(path, {statement});
        rusage before = {};
        ::getrusage(RUSAGE_SELF, &before);

        const Seen seen = look(path);

        rusage after = {};
        ::getrusage(RUSAGE_SELF, &after);
        QVERIFY(!seen.isSilent());
        // Kilobytes; SQLite itself keeps no more than its cache.
        QVERIFY2(after.ru_maxrss - before.ru_maxrss < 30'000,
                 qPrintable(QString::number(after.ru_maxrss - before.ru_maxrss)));
        QFile::remove(path);
    }

    void aFileThatIsCutOffAnywhereIsToldFrom() // T-57
    {
        constexpr int places = 200;
        m_old.reset();
        const QByteArray whole = bytesOf(m_shared->path());
        QVERIFY(look(m_shared->path()).isSilent());
        const QString path = m_shared->folder(u"cut"_s);
        for (int i = 0; i < places; ++i) {
            const qsizetype size = whole.size() * i / places;
            write(path, whole.left(size));

            const Seen seen = look(path);

            QVERIFY2(!seen.isSilent(), qPrintable(u"cut to %1 of %2"_s.arg(size).arg(whole.size())));
        }
    }

    void bytesThatTurnedAreToldOrChangeNothing() // T-57, G-12
    {
        const int files = qMax(400, qEnvironmentVariableIntValue("COUNTERSIGN_FLIPS"));
        QRandomGenerator random(seed());
        m_old.reset();
        const QByteArray whole = bytesOf(m_shared->path());
        const QByteArray state = look(m_shared->path()).verification->stateHash;
        const QString path = m_shared->folder(u"turned"_s);
        int told = 0;
        for (int i = 0; i < files; ++i) {
            QByteArray bytes = whole;
            QStringList where;
            for (int flips = 1 + int(random.bounded(4)); flips > 0; --flips) {
                const auto at = qsizetype(random.bounded(quint64(bytes.size())));
                bytes[at] = char(bytes[at] ^ (1 + int(random.bounded(255))));
                where.append(QString::number(at));
            }
            write(path, bytes);
            QFile::remove(path + u"-journal"_s);

            const Seen seen = look(path);

            told += seen.isSilent() ? 0 : 1;
            if (seen.isSilent()) {
                QVERIFY2(seen.verification->stateHash == state, qPrintable(where.join(u' ')));
            }
        }
        qInfo("%d of %d files with turned bytes were told from the true one", told, files);
        QVERIFY(told > files / 10);
    }

    void whatIsNoRegistryIsRefused_data() // T-57
    {
        QTest::addColumn<QByteArray>("bytes");
        QByteArray noise(100'000, '\0');
        QRandomGenerator random(7);
        std::ranges::generate(noise, [&] { return char(random.bounded(256)); });
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("one byte") << QByteArray("S");
        QTest::newRow("a text") << QByteArray("Dear reader,\n").repeated(1000);
        QTest::newRow("noise") << noise;
        QTest::newRow("the name alone") << QByteArray("SQLite format 3\0", 16);
        QTest::newRow("noise behind the name") << QByteArray("SQLite format 3\0", 16) + noise;
        QTest::newRow("zeros") << QByteArray(100'000, '\0');
    }
    void whatIsNoRegistryIsRefused() // T-57
    {
        QFETCH(const QByteArray, bytes);
        const QString path = m_shared->folder(u"garbage"_s);
        write(path, bytes);

        const Seen seen = look(path);

        QVERIFY(seen.error);
        QCOMPARE(seen.error->code, ErrorCode::Corrupt);
        QCOMPARE(bytesOf(path), bytes);
    }

    void whatIsNoFileIsRefused() // T-57
    {
        const QString folder = m_shared->folder(u"folder"_s);
        const QString pipe = m_shared->folder(u"pipe"_s);
        QVERIFY(QDir().mkpath(folder));
        QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);

        QCOMPARE(look(folder).error->code, ErrorCode::Corrupt);
        QCOMPARE(look(pipe).error->code, ErrorCode::Corrupt);
        QCOMPARE(look(u"/dev/zero"_s).error->code, ErrorCode::Corrupt);
        QCOMPARE(look(u"/proc/self/mem"_s).error.has_value(), true);
        QCOMPARE(look(m_shared->folder(u"absent"_s)).error->code, ErrorCode::NotFound);
    }

    void aPathIsAPathAndNoAddress() // T-59
    {
        for (const QString &name :
             {u"a?mode=memory"_s, u"a#b"_s, u"a%00b"_s, u"file:a"_s, u"a'; DROP TABLE event; --"_s}) {
            const QString path = m_shared->folder(name);
            const Done made = createSqliteRegistry(path);
            QVERIFY2(made, qPrintable(name + (made ? QString() : made.error().detail)));
            QVERIFY2(QFileInfo::exists(path), qPrintable(name));
            QVERIFY(SqliteLedger::open(path));
        }
    }

    void aRegistryWithALogAheadIsBroughtBack() // design: journal_mode
    {
        const QString path = copyOf(u"wal"_s);
        {
            const auto connection = plain(path);
            QCOMPARE(connection->value(u"PRAGMA journal_mode = WAL"_s)->toString(), u"wal"_s);
        }

        const Seen seen = look(path);

        QVERIFY2(seen.isSilent(), qPrintable(seen.error ? seen.error->detail : QString()));
        QCOMPARE(plain(path)->value(u"PRAGMA journal_mode"_s)->toString(), u"delete"_s);
    }

    void thereIsOneCopyOfSqliteInTheProcess() // T-58
    {
        QFile maps(u"/proc/self/maps"_s);
        QVERIFY(maps.open(QIODevice::ReadOnly));
        QSet<QByteArray> copies;
        for (const QByteArray &line : maps.readAll().split('\n')) {
            if (line.contains("libsqlite3")) {
                copies.insert(line.mid(line.indexOf('/')));
            }
        }
        QCOMPARE(copies.size(), 1);
    }

    void whoHoldsTheLockIsSaid() // F-20
    {
        const auto holder = plain(m_shared->path());
        QVERIFY(holder->run(u"BEGIN IMMEDIATE"_s));
        const auto ledger = SqliteLedger::open(m_shared->path());
        QVERIFY(ledger);
        const Head tip = (*ledger)->fetch().value();
        QElapsedTimer timer;
        timer.start();

        const auto landing = (*ledger)->tryAppend(tip, {entryBehind(tip)});

        QVERIFY(!landing);
        QCOMPARE(landing.error().code, ErrorCode::Locked);
        QVERIFY2(timer.elapsed() >= 4'500 && timer.elapsed() <= 6'000,
                 qPrintable(QString::number(timer.elapsed())));
        QVERIFY2(landing.error().detail.contains(QString::number(::getpid())),
                 qPrintable(landing.error().detail));
        QVERIFY(holder->run(u"ROLLBACK"_s));
        QVERIFY((*ledger)->tryAppend(tip, {entryBehind(tip)}) == Landing::Landed);
    }

    void aFileThatMayNotGrowKeepsWhatItHas() // F-07, F-09
    {
        const QByteArray before = bytesOf(m_shared->path());
        const QString large(2'000'000, u'a');
        struct sigaction old = {};
        struct sigaction ignore = {};
        ignore.sa_handler = SIG_IGN;
        ::sigaction(SIGXFSZ, &ignore, &old);
        rlimit unlimited = {};
        ::getrlimit(RLIMIT_FSIZE, &unlimited);
        const rlimit limited{rlim_t(before.size() + 500'000), unlimited.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &limited), 0);

        // The outbox writes as well, so that the ledger is asked alone.
        const auto ledger = SqliteLedger::open(m_shared->path());
        const Head tip = ledger ? (*ledger)->fetch().value_or(Head{}) : Head{};
        Entry entry = entryBehind(tip);
        entry.contents.insert(textHash(large), large.toUtf8());
        const Result<Landing> landing =
            ledger ? (*ledger)->tryAppend(tip, {entry}) : Result<Landing>(Landing::Landed);
        const Result<Head> meanwhile = ledger ? (*ledger)->fetch() : Result<Head>(Head{});
        ::setrlimit(RLIMIT_FSIZE, &unlimited);
        ::sigaction(SIGXFSZ, &old, nullptr);

        QVERIFY(ledger);
        QVERIFY(!landing);
        QVERIFY2(landing.error().code == ErrorCode::OutcomeUnknown
                     || landing.error().code == ErrorCode::Unavailable
                     || landing.error().code == ErrorCode::NoSpace,
                 qPrintable(landing.error().detail));
        QVERIFY2(meanwhile, qPrintable(meanwhile ? QString() : meanwhile.error().detail));
        QCOMPARE(*meanwhile, tip);
        // With room again the same client goes on.
        const auto again = (*ledger)->tryAppend(tip, {entry});
        QVERIFY2(again, qPrintable(again ? QString() : again.error().detail));
        QVERIFY(*again == Landing::Landed);
        QCOMPARE((*ledger)->content(textHash(large)).value(), large.toUtf8());
    }

    void twoWhoMakeTheSameRegistryFindOne() // F-39
    {
        const QString path = m_shared->folder(u"new"_s);
        QVERIFY(createSqliteRegistry(path));
        const QByteArray before = bytesOf(path);

        const Done second = createSqliteRegistry(path);

        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Conflict);
        QCOMPARE(bytesOf(path), before);
    }

    void whatCannotBeMadeLeavesNothingBehind() // F-07
    {
        const QString path = m_shared->folder(u"small"_s);
        struct sigaction old = {};
        struct sigaction ignore = {};
        ignore.sa_handler = SIG_IGN;
        ::sigaction(SIGXFSZ, &ignore, &old);
        rlimit unlimited = {};
        ::getrlimit(RLIMIT_FSIZE, &unlimited);
        const rlimit limited{20'000, unlimited.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &limited), 0);
        const Done made = createSqliteRegistry(path);
        ::setrlimit(RLIMIT_FSIZE, &unlimited);
        ::sigaction(SIGXFSZ, &old, nullptr);

        QVERIFY(!made);
        QVERIFY(!QFileInfo::exists(path));
        QVERIFY(!QFileInfo::exists(path + u"-journal"_s));
        QVERIFY(createSqliteRegistry(path));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::RegistrySqliteTest)
#include "tst_registry_sqlite.moc"
