// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/registry/PostgresRegistry.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// Who appends to a registry on PostgreSQL with our client waits for a turn, which comes with the end of the record.
class RegistryTurnsTest : public QObject, private PostgresRegistry
{
    Q_OBJECT

    Head m_tip; ///< of four events

private slots:
    void initTestCase() { QVERIFY2(server().problem().isEmpty(), qPrintable(server().problem())); }

    void init()
    {
        m_shared = std::make_unique<PostgresShared>();
        auto created = m_shared->create(u"chen"_s);
        QVERIFY2(created, qPrintable(created ? QString() : created.error().detail));
        QVERIFY((*created)->append(changeDrafts((*created)->state(), ana, u"Shorter"_s, u"14 days\n"_s)));
        m_tip = (*created)->state().head;
        QCOMPARE(m_tip.seq, 4);
    }
    void cleanup() { m_shared.reset(); }

    void aTurnIsOneWritersAndEndsWithItsAppend_data()
    {
        QTest::addColumn<QString>("isolation");
        QTest::newRow("as it comes") << u"read committed"_s;
        QTest::newRow("a login that sees old rows") << u"repeatable read"_s;
    }
    void aTurnIsOneWritersAndEndsWithItsAppend()
    {
        QFETCH(const QString, isolation);
        for (const QString &login : {u"first"_s, u"second"_s}) {
            admit(login);
            asAdministrator(
                u"ALTER ROLE %1 SET default_transaction_isolation = '%2'"_s.arg(login, isolation));
        }
        const auto first = ledgerOf(u"first"_s);
        const auto second = ledgerOf(u"second"_s);
        const Head tip = m_tip;
        QCOMPARE(second->fetch().value(), tip);

        auto turn = first->takeTurn({});
        QVERIFY(turn);
        QVERIFY(!second->takeTurn({})); // it does not wait long
        QCOMPARE(first->fetch().value(), tip);
        QVERIFY(first->tryAppend(tip, {entryBehind(tip)}) == Landing::Landed);

        // Whoever is next has the turn although the first one did not say that it is done, and sees what was written.
        auto next = second->takeTurn({});
        QVERIFY(next);
        const Head now = second->fetch().value();
        QCOMPARE(now.seq, tip.seq + 1);
        // What did not land ends a turn as well.
        QVERIFY(second->tryAppend(tip, {entryBehind(tip)}) == Landing::LostRace);
        turn = first->takeTurn({});
        QVERIFY(turn);
        next.reset();
        QVERIFY(!second->takeTurn({}));

        // One that nobody used is given back.
        turn.reset();
        next = second->takeTurn({});
        QVERIFY(next);
        QCOMPARE(second->fetch().value(), now);
        QVERIFY(!second->takeTurn({})); // it has it
        QVERIFY(second->tryAppend(now, {entryBehind(now)}) == Landing::Landed);
        next.reset();
        QVERIFY(first->takeTurn({})); // nothing of it was left behind
        for (const QString &login : {u"first"_s, u"second"_s}) {
            asAdministrator(u"ALTER ROLE %1 RESET default_transaction_isolation"_s.arg(login));
        }
    }

    void aTurnLooksForWhatWasSeenBefore_data() // T-47
    {
        // A turn comes with the last sixteen.
        QTest::addColumn<int>("behind");
        QTest::newRow("the last one") << 0;
        QTest::newRow("the first of what comes with it") << 15;
        QTest::newRow("one before what comes with it") << 16;
    }
    void aTurnLooksForWhatWasSeenBefore() // T-47
    {
        QFETCH(const int, behind);
        admit(u"looking"_s);
        const auto looking = ledgerOf(u"looking"_s);
        QVERIFY(looking->fetch());
        admit(u"writing"_s);
        const auto writing = ledgerOf(u"writing"_s);
        Head tip = m_tip;
        for (int i = 0; i < behind; ++i) {
            QVERIFY(writing->tryAppend(tip, {entryBehind(tip)}) == Landing::Landed);
            tip = writing->fetch().value();
        }
        {
            const auto turn = looking->takeTurn({});
            QVERIFY(turn);
            QCOMPARE(ledgerOf(u"looking"_s)->fetch().value(), tip); // by somebody who has seen nothing
        }
        asAdministrator(u"SET session_replication_role = replica; UPDATE countersign.event SET link = "
                        "decode(repeat('01', 32), 'hex') WHERE seq = 4"_s);

        const auto turn = looking->takeTurn({});
        QVERIFY(turn);
        const auto read = looking->fetch();

        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::Corrupt);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::RegistryTurnsTest)
#include "tst_registry_turns.moc"
