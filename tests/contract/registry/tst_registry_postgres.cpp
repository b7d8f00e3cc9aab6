// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/registry/PostgresRegistry.h"

#include "support/Seed.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// What people with a login, without one and with too much of one can do to a registry on PostgreSQL.
class RegistryPostgresTest : public QObject, private PostgresRegistry
{
    Q_OBJECT

private:
    std::unique_ptr<Recorder> m_old; ///< a client that has seen the true history of four events

private slots:
    void initTestCase() { QVERIFY2(server().problem().isEmpty(), qPrintable(server().problem())); }

    void init()
    {
        m_shared = std::make_unique<PostgresShared>();
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

    void nobodyWritesPastTheFunction() // T-46
    {
        const Head before = m_old->state().head;
        admit(u"mallory"_s);
        makeLogin(u"stranger"_s);
        const QStringList tables{u"event"_s, u"event_text"_s, u"content"_s,       u"tree_step"_s,
                                 u"tree"_s,  u"head"_s,       u"schema_version"_s, u"policy"_s};
        QStringList statements;
        for (const QString &table : tables) {
            for (
                const QString &words :
                {u"INSERT INTO countersign.%1 SELECT * FROM countersign.%1"_s,
                 u"DELETE FROM countersign.%1"_s, u"TRUNCATE countersign.%1 CASCADE"_s,
                 u"MERGE INTO countersign.%1 AS a USING (VALUES (1)) AS b ON true WHEN MATCHED THEN DELETE"_s,
                 u"DO $$ BEGIN LOCK TABLE countersign.%1 IN ROW EXCLUSIVE MODE; END $$"_s,
                 u"SELECT 1 FROM countersign.%1 FOR UPDATE"_s,
                 u"SELECT 1 FROM countersign.%1 FOR KEY SHARE"_s, u"DROP TABLE countersign.%1 CASCADE"_s,
                 u"ALTER TABLE countersign.%1 DISABLE TRIGGER ALL"_s,
                 u"ALTER TABLE countersign.%1 RENAME TO gone"_s,
                 u"ALTER TABLE countersign.%1 OWNER TO CURRENT_USER"_s,
                 u"CREATE INDEX ON countersign.%1 ((1))"_s, u"COPY countersign.%1 FROM PROGRAM 'true'"_s,
                 u"CREATE TRIGGER t BEFORE INSERT ON countersign.%1 EXECUTE FUNCTION countersign.refuse()"_s,
                 u"CREATE RULE r AS ON INSERT TO countersign.%1 DO INSTEAD NOTHING"_s,
                 u"CREATE POLICY p ON countersign.%1"_s}) {
                statements.append(words.arg(table));
            }
        }
        statements += {
            u"UPDATE countersign.event SET body = body"_s,
            u"UPDATE countersign.event_text SET bytes = bytes"_s,
            u"UPDATE countersign.content SET bytes = bytes"_s,
            u"UPDATE countersign.tree_step SET hash = hash"_s,
            u"UPDATE countersign.tree SET hash = hash"_s,
            u"UPDATE countersign.head SET seq = 0"_s,
            u"UPDATE countersign.policy SET told = '{}'"_s,
            u"UPDATE countersign.login SET person = 'p:ana'"_s,
            u"SELECT countersign.follow_policy(1)"_s,
            u"SELECT countersign.refusal('{}', '{}', '')"_s,
            u"UPDATE countersign.schema_version SET version = 7"_s,
            u"UPDATE countersign.active_prompt SET text = ''"_s,
            u"CREATE TABLE countersign.mine ()"_s,
            u"CREATE FUNCTION countersign.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT NULL::bytea'"_s,
            u"CREATE OR REPLACE FUNCTION countersign.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN "
            u"RETURN "
            "NULL; END'"_s,
            u"ALTER FUNCTION countersign.append(bigint, bytea, jsonb) SECURITY INVOKER"_s,
            u"DROP FUNCTION countersign.append(bigint, bytea, jsonb)"_s,
            u"SELECT countersign.link_of(1, '', '', '', '')"_s,
            u"DROP SCHEMA countersign CASCADE"_s,
            u"ALTER SCHEMA countersign RENAME TO gone"_s,
            u"SET ROLE countersign_owner"_s,
            u"SET SESSION AUTHORIZATION countersign_owner"_s,
            u"SET session_replication_role = replica"_s,
            u"GRANT countersign_owner TO CURRENT_USER"_s,
            u"ALTER ROLE countersign_owner LOGIN"_s,
            u"ALTER SYSTEM SET fsync = off"_s};

        for (const QString &login : {u"mallory"_s, u"stranger"_s}) {
            const auto connection = session(login);
            for (const QString &statement : std::as_const(statements)) {
                const auto done = connection->run(statement);
                QVERIFY2(!done, qPrintable(login + u": "_s + statement));
                // A view that groups cannot be written to at all (55000); everything else is a matter of rights.
                const bool refused = done.error().code == ErrorCode::NotPermitted
                                     || connection->lastError().nativeErrorCode() == "55000"_L1;
                QVERIFY2(refused, qPrintable(login + u": "_s + statement + u": "_s + saidBy(*connection)));
            }
        }
        const auto stranger = session(u"stranger"_s);
        QVERIFY(appendBy(*stranger, before, "{}").startsWith("42501"_L1));
        for (const QString &table : tables) {
            QVERIFY2(!stranger->run(u"SELECT 1 FROM countersign."_s + table), qPrintable(table));
        }
        sql::Connection owner(sql::Dialect::Postgres, u"owner"_s);
        const Done opened = sql::openPostgres(owner, optionsFor(u"countersign_owner"_s));
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::NotPermitted);

        QCOMPARE(m_old->refresh().value(), 0);
        QCOMPARE(m_old->state().head, before);
        QVERIFY(damageOf(*m_shared, u"auditor"_s).isEmpty());
    }

    void noTriggerLetsTheOwnerChangeWhatStands() // T-46
    {
        const auto owner = session(server().administrator());
        for (const QString &table : {u"event"_s, u"event_text"_s, u"content"_s, u"tree_step"_s}) {
            for (const QString &words : {u"DELETE FROM %1"_s, u"TRUNCATE %1 CASCADE"_s}) {
                const QString statement = words.arg(table);
                QVERIFY(owner->run(u"SET ROLE countersign_owner"_s));
                QVERIFY2(!owner->run(statement), qPrintable(statement));
                QVERIFY2(saidBy(*owner).startsWith("CS001"_L1),
                         qPrintable(statement + u": "_s + saidBy(*owner)));
                QVERIFY(owner->run(u"RESET ROLE"_s));
                QVERIFY2(!owner->run(statement), qPrintable(statement));
            }
        }
        for (const QString &statement :
             {u"UPDATE event SET body = ''"_s, u"UPDATE event SET seq = seq + 10"_s,
              u"UPDATE event_text SET bytes = ''"_s, u"UPDATE content SET bytes = ''"_s,
              u"UPDATE tree_step SET hash = NULL"_s}) {
            QVERIFY2(!owner->run(statement), qPrintable(statement));
            QVERIFY2(saidBy(*owner).startsWith("CS001"_L1), qPrintable(statement + u": "_s + saidBy(*owner)));
        }
        QVERIFY(damageOf(*m_shared, u"auditor"_s).isEmpty());
    }

    void rowsThatWereWrittenAnewAreSeenByWhoeverSawThemBefore_data() // T-47
    {
        QTest::addColumn<QString>("statements");
        QTest::newRow("a body is another one")
            << u"UPDATE countersign.event SET body = convert_to(replace(convert_from(body, 'UTF8'), 'p:ana', "
               "'p:bode'), 'UTF8') WHERE seq = 3;"_s;
        QTest::newRow("the last event is gone") << u"DELETE FROM countersign.event_text WHERE seq = 4; "
                                                   u"DELETE FROM countersign.tree_step WHERE seq = "
                                                   "4; DELETE FROM countersign.event WHERE seq = 4;"_s;
        QTest::newRow("a login is another one")
            << u"UPDATE countersign.event SET meta = convert_to(replace(convert_from(meta, 'UTF8'), 'chen', "
               "'dana'), 'UTF8') WHERE seq = 2;"_s;
    }
    void rowsThatWereWrittenAnewAreSeenByWhoeverSawThemBefore() // T-47
    {
        QFETCH(const QString, statements);
        // Somebody with every right, who makes the chain hold again.
        asAdministrator(
            u"SET session_replication_role = replica; "_s + statements
            + u"DO $$ DECLARE e record; before bytea := decode(repeat('00', 32), 'hex'); BEGIN "
              "FOR e IN SELECT * FROM countersign.event ORDER BY seq LOOP "
              "UPDATE countersign.event SET prev = before, link = countersign.link_of(e.seq, before, e.body, "
              "e.signature, e.meta) "
              "WHERE seq = e.seq; "
              "before := countersign.link_of(e.seq, before, e.body, e.signature, e.meta); END LOOP; "
              "UPDATE countersign.head SET seq = (SELECT max(seq) FROM countersign.event), link = before; END $$;"_s);

        const auto refreshed = m_old->refresh();
        const auto appended = m_old->append({openedDraft(m_old->state(), ana, u"Next"_s)});

        QVERIFY(!refreshed);
        QCOMPARE(refreshed.error().code, ErrorCode::Corrupt);
        QVERIFY(!appended);
        QCOMPARE(appended.error().code, ErrorCode::Corrupt);
        // Also after a new start, by the pin; nobody else can tell, for the chain holds.
        m_old.reset();
        QVERIFY(refusalOf(m_shared->open(u"chen"_s)) == ErrorCode::Corrupt);
        QVERIFY(ledgerOf(u"chen"_s)->fetch());
    }

    void aTreeThatNoEventSaysIsNamed()
    {
        asAdministrator(
            u"UPDATE countersign.tree SET hash = (SELECT hash FROM countersign.content WHERE bytes = "
            "'policy'::bytea) WHERE path LIKE 'prompts/%'"_s);

        const QStringList damage = damageOf(*m_shared, u"auditor"_s);

        QCOMPARE(damage.size(), 1);
        QVERIFY2(damage.first().startsWith("4 wrong-tree prompts/"_L1), qPrintable(damage.first()));
    }

    void nothingOfTheSameNameIsTakenForOurs() // T-48
    {
        admit(u"mallory"_s);
        asAdministrator(
            u"CREATE SCHEMA evil AUTHORIZATION mallory; GRANT TEMPORARY ON DATABASE %1 TO mallory"_s.arg(
                m_shared->database()));
        const auto connection = session(u"mallory"_s);
        for (const QString &table :
             {u"event"_s, u"event_text"_s, u"content"_s, u"tree_step"_s, u"tree"_s, u"head"_s}) {
            QVERIFY(
                connection->run(u"CREATE TEMPORARY TABLE %1 AS SELECT * FROM countersign.%1"_s.arg(table)));
            QVERIFY(connection->run(u"CREATE TABLE evil.%1 AS SELECT * FROM countersign.%1"_s.arg(table)));
        }
        for (const QString &schema : {u"evil"_s, u"pg_temp"_s}) {
            for (const QString &function :
                 {u"sha256(bytea) RETURNS bytea"_s, u"int8send(bigint) RETURNS bytea"_s,
                  u"length(bytea) RETURNS integer"_s, u"length(text) RETURNS integer"_s,
                  u"decode(text, text) RETURNS bytea"_s, u"convert_from(bytea, name) RETURNS text"_s,
                  u"convert_to(text, name) RETURNS bytea"_s, u"clock_timestamp() RETURNS timestamptz"_s,
                  u"jsonb_typeof(jsonb) RETURNS text"_s, u"jsonb_array_length(jsonb) RETURNS integer"_s,
                  u"pg_notify(text, text) RETURNS void"_s, u"current_setting(text) RETURNS text"_s,
                  u"set_config(text, text, boolean) RETURNS text"_s,
                  u"link_of(bigint, bytea, bytea, bytea, bytea) RETURNS bytea"_s,
                  u"byteacat(bytea, bytea) RETURNS bytea"_s, u"byteaeq(bytea, bytea) RETURNS boolean"_s,
                  u"int8ne(bigint, bigint) RETURNS boolean"_s}) {
                const QString statement =
                    u"CREATE FUNCTION %1.%2 LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''captured''; END'"_s
                        .arg(schema, function);
                QVERIFY2(connection->run(statement), qPrintable(statement + saidBy(*connection)));
            }
            for (const QString &oper :
                 {u"|| (LEFTARG = bytea, RIGHTARG = bytea, FUNCTION = %1.byteacat)"_s,
                  u"= (LEFTARG = bytea, RIGHTARG = bytea, FUNCTION = %1.byteaeq)"_s,
                  u"<> (LEFTARG = bytea, RIGHTARG = bytea, FUNCTION = %1.byteaeq)"_s,
                  u"<> (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = %1.int8ne)"_s}) {
                const QString statement = u"CREATE OPERATOR %1."_s.arg(schema) + oper.arg(schema);
                QVERIFY2(connection->run(statement), qPrintable(statement + saidBy(*connection)));
            }
        }
        QVERIFY(connection->run(u"CREATE DOMAIN evil.jsonb AS text CHECK (VALUE IS NULL)"_s));
        const auto reader = ledgerOf(u"chen"_s);

        for (const QString &path :
             {u"pg_temp, evil, countersign, pg_catalog"_s, u"evil, pg_catalog"_s, u"evil, public"_s}) {
            QVERIFY(connection->run(u"SET search_path = "_s + path));
            const Head tip = reader->fetch().value();
            // Inside a function of ours nothing of theirs is looked at.
            const Result<QVariant> status = connection->value(
                u"SELECT status FROM countersign.append("_s + QString::number(tip.seq) + u", '\\x"_s
                + QString::fromLatin1(tip.link.toHex()) + u"', '[{\"body\":\"e30=\"}]')"_s);
            QVERIFY2(status, qPrintable(path + u": "_s + saidBy(*connection)));
            QCOMPARE(status->toString(), u"ok"_s);
            QCOMPARE(reader->fetch().value().seq, tip.seq + 1);
            QCOMPARE(loginOfLast(), u"mallory"_s);
            // Neither inside a view.
            const auto view = connection->run(u"SELECT * FROM countersign.pointer"_s);
            QVERIFY2(view, qPrintable(path + u": "_s + saidBy(*connection)));
        }

        const Result<QList<Envelope>> all = reader->readAfter(0, 100);
        QVERIFY(all);
        for (const Envelope &envelope : *all) {
            QVERIFY2(envelope.problem.isEmpty(), qPrintable(envelope.problem));
        }
        QCOMPARE(connection->value(u"SELECT pg_catalog.count(*) FROM pg_temp.event"_s)->toInt(), 4);
        // A client of ours whose login was given another path still asks our tables.
        asAdministrator(u"ALTER ROLE mallory SET search_path = evil, pg_catalog"_s);
        QCOMPARE(ledgerOf(u"mallory"_s)->fetch().value().seq, 7);
    }

    void atNoMomentMayEverybodyExecute() // T-49
    {
        const QString database = server().makeDatabase();
        const PostgresOptions options{
            .place = postgresPlaceFromUrl(server().url(database, server().administrator())).value()};
        // A database whose administrator is generous by default.
        QVERIFY(
            !server()
                 .psql(
                     database,
                     u"ALTER DEFAULT PRIVILEGES FOR ROLE countersign_owner GRANT ALL ON TABLES TO PUBLIC; "
                     "ALTER DEFAULT PRIVILEGES FOR ROLE countersign_owner GRANT ALL ON FUNCTIONS TO PUBLIC, "
                     "countersign_app; "
                     "ALTER DEFAULT PRIVILEGES GRANT ALL ON SCHEMAS TO PUBLIC; "
                     "ALTER DEFAULT PRIVILEGES FOR ROLE countersign_owner GRANT ALL ON TABLES TO countersign_app"_s)
                 .startsWith("error:"));
        QCOMPARE(preparePostgresRegistry(options).value(), 0);

        const QByteArray open = server().psql(
            database,
            u"SELECT n.nspname FROM pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', "
            u"n.nspowner))) a "
            "WHERE n.nspname = 'countersign' AND a.grantee = 0 UNION ALL "
            "SELECT p.proname FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a "
            "WHERE p.pronamespace = 'countersign'::regnamespace AND a.grantee = 0 UNION ALL "
            "SELECT c.relname FROM pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a "
            "WHERE c.relnamespace = 'countersign'::regnamespace AND c.relkind IN ('r', 'v') AND a.grantee = 0"_s);
        const QByteArray granted = server().psql(
            database,
            u"SELECT coalesce(string_agg(DISTINCT a.privilege_type, ','), '') FROM pg_class c, "
            u"aclexplode(c.relacl) a "
            "WHERE c.relnamespace = 'countersign'::regnamespace AND a.grantee = 'countersign_app'::regrole; "
            "SELECT string_agg(p.proname, ',') FROM pg_proc p, aclexplode(p.proacl) a "
            "WHERE p.pronamespace = 'countersign'::regnamespace AND a.grantee = 'countersign_app'::regrole"_s);
        const QByteArray owners = server().psql(
            database,
            u"SELECT DISTINCT relowner::regrole FROM pg_class WHERE relnamespace = "
            u"'countersign'::regnamespace UNION "
            "SELECT DISTINCT proowner::regrole FROM pg_proc WHERE pronamespace = 'countersign'::regnamespace"_s);
        // Made and revoked in one transaction: each row of the catalog is of the same one.
        const QByteArray transactions = server().psql(
            database,
            u"SELECT count(DISTINCT x) FROM (SELECT xmin::text AS x FROM pg_proc WHERE pronamespace = "
            u"'countersign'::regnamespace "
            "UNION ALL SELECT xmin::text FROM pg_namespace WHERE nspname = 'countersign' "
            "UNION ALL SELECT xmin::text FROM pg_class WHERE relnamespace = 'countersign'::regnamespace AND "
            "relkind = 'v') AS t"_s);

        QCOMPARE(open, QByteArray());
        QCOMPARE(granted, QByteArray("SELECT\nappend"));
        QCOMPARE(owners, QByteArray("countersign_owner"));
        QCOMPARE(transactions, QByteArray("1"));
    }

    void whoIsLoggedInIsSaidWhateverRoleTheyTake() // T-50
    {
        bind({{u"chen"_s, chen}, {u"mallory"_s, ana}, {u"dana"_s, dana}});
        asAdministrator(u"GRANT dana TO mallory"_s);
        const auto connection = session(u"mallory"_s);
        const auto reader = ledgerOf(u"chen"_s);

        for (const QString &attempt : {u"SET ROLE dana"_s, u"SET ROLE countersign_app"_s}) {
            QVERIFY(connection->run(attempt));
            QCOMPARE(appendBy(*connection, reader->fetch().value(), bodyBy(ana)), u"ok"_s);
            QCOMPARE(loginOfLast(), u"mallory"_s);
            QCOMPARE(appendBy(*connection, reader->fetch().value(), bodyBy(dana)).left(5), u"CS006"_s);
        }
        QVERIFY(connection->run(u"RESET ROLE"_s));
        QVERIFY(!connection->run(u"SET SESSION AUTHORIZATION dana"_s));
        QVERIFY(saidBy(*connection).startsWith("42501"_L1));
        asAdministrator(u"ALTER ROLE mallory SET role = 'dana'"_s);
        QCOMPARE(idsOf(u"mallory"_s), QStringList{u"pooler"_s});
        asAdministrator(u"REVOKE dana FROM mallory; ALTER ROLE mallory RESET role"_s);
    }

    void whoeverSitsOnTheLockCostsTheOthersSixSeconds() // T-51
    {
        constexpr int others = 8;
        admit(u"mallory"_s);
        const Head tip = m_old->state().head;
        std::vector<std::unique_ptr<PostgresLedger>> ledgers;
        for (int i = 0; i < others; ++i) {
            admit(u"waiting_%1"_s.arg(i));
        }
        const auto holder = session(u"mallory"_s);
        // What the login says of itself does not bind whoever means harm.
        QVERIFY(holder->run(u"SET idle_in_transaction_session_timeout = 0"_s));
        QVERIFY(holder->run(u"SET statement_timeout = 0"_s));
        QVERIFY(holder->run(u"BEGIN"_s));
        QCOMPARE(appendBy(*holder, tip, "{}"), u"ok"_s);

        struct Answer
        {
            std::optional<ErrorCode> code;
            qint64 milliseconds = 0;
        };
        std::array<Answer, others> answers;
        std::vector<std::thread> threads;
        for (int i = 0; i < others; ++i) {
            threads.emplace_back([&, i] {
                const auto ledger = ledgerOf(u"waiting_%1"_s.arg(i));
                const Head read = ledger->fetch().value_or(Head{});
                // One after the other, so that each finds others in the queue.
                std::this_thread::sleep_for(std::chrono::milliseconds(500 * i));
                QElapsedTimer timer;
                timer.start();
                const auto landing = ledger->tryAppend(read, {entryBehind(read)});
                answers[size_t(i)] = {landing ? std::nullopt : std::optional(landing.error().code),
                                      timer.elapsed()};
            });
        }
        for (std::thread &thread : threads) {
            thread.join();
        }

        for (const Answer &answer : answers) {
            QVERIFY(answer.code == ErrorCode::Locked);
            QVERIFY2(answer.milliseconds <= 6'000, qPrintable(QString::number(answer.milliseconds)));
        }
        QCOMPARE(ledgerOf(u"waiting_0"_s)->fetch().value(), tip);
        QVERIFY(holder->run(u"ROLLBACK"_s));
        QVERIFY(m_old->append({openedDraft(m_old->state(), ana, u"Next"_s)}));
    }

    void aLoginThatSitsIdleIsShownOut() // T-51
    {
        admit(u"sleeper"_s);
        const auto holder = session(u"sleeper"_s);
        QVERIFY(holder->run(u"BEGIN"_s));
        QCOMPARE(appendBy(*holder, m_old->state().head, "{}"), u"ok"_s);

        const auto appended = m_old->append({openedDraft(m_old->state(), ana, u"Next"_s)});

        QVERIFY2(appended, qPrintable(appended ? QString() : appended.error().detail));
        QVERIFY(!holder->run(u"COMMIT"_s));
        QCOMPARE(m_old->state().head.seq, 5);
    }

    void anAppendThatMetAnotherOneStartsAgain() // F-19
    {
        admit(u"strict"_s);
        asAdministrator(u"ALTER ROLE strict SET default_transaction_isolation = 'repeatable read'"_s);
        admit(u"mallory"_s);
        const auto holder = session(u"mallory"_s);
        const Head tip = m_old->state().head;
        QVERIFY(holder->run(u"BEGIN"_s));
        QCOMPARE(appendBy(*holder, tip, "{}"), u"ok"_s);
        std::optional<Result<Landing>> answer;
        std::thread other([&] {
            const auto ledger = ledgerOf(u"strict"_s);
            answer = ledger->tryAppend(ledger->fetch().value(), {entryBehind(tip)});
        });
        const QString waiting = u"SELECT count(*) FROM pg_locks WHERE NOT granted"_s;
        QTRY_COMPARE(asAdministrator(waiting), QByteArray("1"));

        const bool committed = holder->run(u"COMMIT"_s).has_value();
        other.join();

        QVERIFY(committed);
        QVERIFY(answer.has_value());
        QVERIFY2(*answer, qPrintable(*answer ? QString() : answer->error().detail));
        QVERIFY(**answer == Landing::LostRace);
    }

    void whatAServerForgotIsMissedByWhoeverSawIt() // T-52, F-18
    {
        admit(u"mallory"_s);
        asAdministrator(u"ALTER SYSTEM SET wal_writer_delay = '10s'; SELECT pg_reload_conf(); CHECKPOINT"_s);
        const auto holder = session(u"mallory"_s);
        const Head tip = m_old->state().head;
        // One who wants to lose their own event: the switch is turned after the function has seen to it.
        QVERIFY(holder->run(u"BEGIN"_s));
        QCOMPARE(appendBy(*holder, tip, "{}"), u"ok"_s);
        QVERIFY(holder->run(u"SET LOCAL synchronous_commit = off"_s));
        QVERIFY(holder->run(u"COMMIT"_s));
        QCOMPARE(m_old->refresh().value(), 1);
        server().stop(PrivatePostgres::Stop::Kill);
        const QString problem = server().start();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        asAdministrator(u"ALTER SYSTEM RESET wal_writer_delay; SELECT pg_reload_conf()"_s);
        QCOMPARE(ledgerOf(u"chen"_s)->fetch().value(), tip);

        // The first question after the restart may find the old connection gone.
        if (const auto first = m_old->refresh(); !first && first.error().code == ErrorCode::Unavailable) {
            (void)m_old->refresh();
        }
        const auto refreshed = m_old->refresh();

        QVERIFY(!refreshed);
        QCOMPARE(refreshed.error().code, ErrorCode::Corrupt);
        QVERIFY2(refreshed.error().detail.contains(u"event 5, seen before, is missing"_s),
                 qPrintable(refreshed.error().detail));
    }

    void whatWasAnsweredIsOnTheDiskWhateverTheLoginSays() // T-52
    {
        admit(u"hasty"_s);
        asAdministrator(u"ALTER ROLE hasty SET synchronous_commit = off; ALTER SYSTEM SET wal_writer_delay = "
                        u"'10s'; SELECT "
                        "pg_reload_conf(); CHECKPOINT"_s);
        QVERIFY(idsOf(u"hasty"_s).contains(u"durability"_s));
        const auto ledger = ledgerOf(u"hasty"_s);
        const Head tip = ledger->fetch().value();
        QVERIFY(ledger->tryAppend(tip, {entryBehind(tip)}) == Landing::Landed);
        server().stop(PrivatePostgres::Stop::Kill);

        const QString problem = server().start();

        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QCOMPARE(ledgerOf(u"chen"_s)->fetch().value().seq, tip.seq + 1);
        asAdministrator(
            u"ALTER SYSTEM RESET wal_writer_delay; SELECT pg_reload_conf(); ALTER ROLE hasty RESET ALL"_s);
    }

    void noSettingOfASessionChangesALink() // T-53
    {
        const std::pair<QString, QStringList> settings[] = {
            {u"TimeZone"_s, {u"'UTC'"_s, u"'Asia/Kathmandu'"_s, u"'America/St_Johns'"_s, u"'-25:17'"_s}},
            {u"DateStyle"_s, {u"'ISO, YMD'"_s, u"'German, DMY'"_s, u"'SQL, MDY'"_s, u"'Postgres, DMY'"_s}},
            {u"IntervalStyle"_s, {u"postgres"_s, u"sql_standard"_s, u"iso_8601"_s, u"postgres_verbose"_s}},
            {u"bytea_output"_s, {u"hex"_s, u"escape"_s}},
            {u"standard_conforming_strings"_s, {u"on"_s, u"off"_s}},
            {u"backslash_quote"_s, {u"on"_s, u"off"_s, u"safe_encoding"_s}},
            {u"escape_string_warning"_s, {u"on"_s, u"off"_s}},
            {u"extra_float_digits"_s, {u"-15"_s, u"0"_s, u"3"_s}},
            {u"array_nulls"_s, {u"on"_s, u"off"_s}},
            {u"transform_null_equals"_s, {u"on"_s, u"off"_s}},
            {u"quote_all_identifiers"_s, {u"on"_s, u"off"_s}},
            {u"xmlbinary"_s, {u"hex"_s, u"base64"_s}},
            {u"default_transaction_isolation"_s,
             {u"'read committed'"_s, u"'repeatable read'"_s, u"serializable"_s}},
            {u"plan_cache_mode"_s, {u"force_custom_plan"_s, u"force_generic_plan"_s}},
            {u"enable_seqscan"_s, {u"on"_s, u"off"_s}},
            {u"enable_indexscan"_s, {u"on"_s, u"off"_s}},
            {u"lc_numeric"_s, {u"'C'"_s, u"'C.UTF-8'"_s}},
            {u"client_encoding"_s, {u"'UTF8'"_s, u"'LATIN1'"_s, u"'SQL_ASCII'"_s}},
            {u"search_path"_s, {u"public"_s, u"pg_temp"_s, u"''"_s}}};
        constexpr int combinations = 40;
        QRandomGenerator random(seed());
        admit(u"odd"_s);
        const QByteArray body = "{\"kind\":\"said.anything\",\"note\":\"Zürich \\\\x41 'quoted' \\u00e9\"}";

        for (int i = 0; i < combinations; ++i) {
            QStringList said;
            for (const auto &[name, values] : settings) {
                said.append(
                    u"ALTER ROLE odd SET %1 = %2"_s.arg(name, values.at(random.bounded(int(values.size())))));
            }
            asAdministrator(said.join(u"; "_s));
            const auto ledger = ledgerOf(u"odd"_s);
            const Head tip = ledger->fetch().value();
            const auto landing = ledger->tryAppend(tip, {entryBehind(tip, body)});
            QVERIFY2(landing, qPrintable(landing ? QString() : landing.error().detail + said.join(u'\n')));
            QVERIFY(*landing == Landing::Landed);
            const Head behind = ledger->fetch().value();
            const auto read = ledger->readAfter(tip.seq, 1);
            QVERIFY(read && read->size() == 1);
            QCOMPARE(read->first().body, body);
            QCOMPARE(read->first().prev, tip.link);
            // The link is the one of the formula over the bytes that stand there.
            QCOMPARE(read->first().at, behind);
            QVERIFY2(read->first().problem.isEmpty(), qPrintable(read->first().problem + said.join(u'\n')));
        }
        asAdministrator(u"ALTER ROLE odd RESET ALL"_s);
        const auto plain = ledgerOf(u"chen"_s);
        QCOMPARE(plain->fetch().value().seq, 4 + combinations);
        const auto all = plain->readAfter(0, 100);
        QVERIFY(all);
        for (const Envelope &envelope : *all) {
            QVERIFY2(envelope.problem.isEmpty(), qPrintable(envelope.problem));
        }
    }

    void aFloodOfForgedNotesIsNotBelieved() // T-54
    {
        constexpr int notes = 100'000;
        makeLogin(u"stranger"_s);
        const auto listener = session(u"chen"_s);
        QVERIFY(listener->run(u"LISTEN countersign"_s));
        const Head tip = m_old->state().head;
        // Anybody who may connect may notify.
        const QByteArray said = server().psql(
            m_shared->database(),
            u"DO $$ BEGIN FOR i IN 1..%1 LOOP PERFORM pg_notify('countersign', (1000000 + i)::text); END LOOP; END $$"_s
                .arg(notes),
            u"stranger"_s);
        QVERIFY2(!said.startsWith("error:"), said.constData());

        QElapsedTimer timer;
        timer.start();
        const auto refreshed = m_old->refresh();
        const auto appended = m_old->append({openedDraft(m_old->state(), ana, u"Next"_s)});

        QVERIFY(refreshed);
        QCOMPARE(*refreshed, 0);
        QVERIFY2(appended, qPrintable(appended ? QString() : appended.error().detail));
        QCOMPARE(m_old->state().head.seq, tip.seq + 1);
        QVERIFY(timer.elapsed() < 30'000);
    }

    void theDoctorFindsWhatWeakensARegistry_data() // T-56
    {
        QTest::addColumn<QString>("statements");
        QTest::addColumn<QString>("undo");
        QTest::addColumn<QString>("id");
        const auto row = [](const char *name, const QString &statements, const QString &undo,
                            const char *id) {
            QTest::newRow(name) << statements << undo << QString::fromLatin1(id);
        };
        row("nothing", {}, {}, "");
        row("the function is another one",
            u"CREATE OR REPLACE FUNCTION countersign.refuse() RETURNS trigger LANGUAGE plpgsql SET "
            u"search_path = "
            "pg_catalog, pg_temp AS 'BEGIN RETURN NULL; END'"_s,
            {}, "function-differs");
        row("the function has no path",
            u"ALTER FUNCTION countersign.append(bigint, bytea, jsonb) RESET search_path"_s, {},
            "function-differs");
        row("the function is somebody else's",
            u"ALTER FUNCTION countersign.append(bigint, bytea, jsonb) OWNER TO postgres"_s, {},
            "function-differs");
        row("a second append",
            u"CREATE FUNCTION countersign.append(text) RETURNS text LANGUAGE sql AS 'SELECT $1'"_s, {},
            "function-differs");
        row("another function",
            u"CREATE FUNCTION countersign.length(bytea) RETURNS integer LANGUAGE sql AS 'SELECT 1'"_s, {},
            "function-unknown");
        row("a table can be written", u"GRANT INSERT ON countersign.event TO countersign_app"_s, {},
            "table-writable");
        row("a table can be emptied", u"GRANT TRUNCATE ON countersign.head TO PUBLIC"_s, {},
            "table-writable");
        row("a trigger is off", u"ALTER TABLE countersign.event DISABLE TRIGGER event_stays"_s, {},
            "trigger-missing");
        row("a trigger is gone", u"DROP TRIGGER step_stays ON countersign.tree_step"_s, {},
            "trigger-missing");
        row("a trigger more",
            u"CREATE FUNCTION public.t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'; "
            "CREATE TRIGGER t BEFORE INSERT ON countersign.event FOR EACH ROW EXECUTE FUNCTION public.t()"_s,
            {}, "trigger-unknown");
        row("a rule", u"CREATE RULE r AS ON INSERT TO countersign.content DO INSTEAD NOTHING"_s, {},
            "trigger-unknown");
        row("a table is somebody else's", u"ALTER TABLE countersign.content OWNER TO postgres"_s, {},
            "owner-differs");
        row("everybody may append",
            u"GRANT EXECUTE ON FUNCTION countersign.append(bigint, bytea, jsonb) TO PUBLIC"_s, {},
            "open-to-everybody");
        row("rows are hidden", u"ALTER TABLE countersign.event ENABLE ROW LEVEL SECURITY"_s, {},
            "row-security");
        row("the login may do everything", u"ALTER ROLE looker SUPERUSER"_s,
            u"ALTER ROLE looker NOSUPERUSER"_s, "superuser");
        row("the owner logs in", u"ALTER ROLE countersign_owner LOGIN"_s,
            u"ALTER ROLE countersign_owner NOLOGIN"_s, "owner-logs-in");
        row("commits are not waited for", u"ALTER ROLE looker SET synchronous_commit = off"_s,
            u"ALTER ROLE looker RESET synchronous_commit"_s, "durability");
        row("nobody's login", u"CREATE ROLE extra LOGIN; GRANT countersign_app TO extra"_s, u"DROP ROLE extra"_s,
            "login-unbound");
        row("a login that is not admitted", u"REVOKE countersign_app FROM chen"_s, u"GRANT countersign_app TO chen"_s,
            "login-missing");
        row("another policy",
            u"UPDATE countersign.policy SET told = jsonb_set(told, '{people,0,logins}', '[\"chen\"]')"_s, {},
            "policy-differs");
        row("an older event's policy", u"UPDATE countersign.policy SET seq = 2"_s, {}, "policy-differs");
        row("a login for two",
            u"INSERT INTO countersign.event (seq, prev, link, body, signature, meta, actor) SELECT 100 + n, link, link, "
            u"'{}', '', convert_to('{\"login\":\"looker\"}', 'UTF8'), 'p:' || n FROM countersign.event, "
            u"generate_series(1, 2) AS n WHERE seq = 1"_s,
            {}, "login-shared");
    }
    void theDoctorFindsWhatWeakensARegistry() // T-56
    {
        QFETCH(const QString, statements);
        QFETCH(const QString, undo);
        QFETCH(const QString, id);
        bind({{u"chen"_s, chen}, {u"looker"_s, ana}});
        if (!statements.isEmpty()) {
            asAdministrator(statements);
        }

        const QStringList ids = idsOf(u"looker"_s);

        if (!undo.isEmpty()) {
            asAdministrator(undo);
        }
        if (id.isEmpty()) {
            QCOMPARE(ids, QStringList());
        } else {
            QVERIFY2(ids.contains(id), qPrintable(ids.join(u' ')));
        }
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::RegistryPostgresTest)
#include "tst_registry_postgres.moc"
