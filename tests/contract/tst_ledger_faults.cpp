// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/fixture/SharedRecord.h"

#include "ledger/Verify.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// What goes wrong between a client and the shared record, at every call.
class LedgerFaultsTest : public QObject
{
    Q_OBJECT

private:
    using Fault = MemoryStore::Fault;

    static MemoryStore::Faults always(Fault fault)
    {
        return [fault](int) { return fault; };
    }
    static MemoryStore::Faults onCall(int call, Fault fault)
    {
        return [call, fault](int at) { return at == call ? fault : Fault::None; };
    }

private slots:
    void aLostAnswerOrRaceStillLandsOnce_data()
    {
        QTest::addColumn<int>("fault");
        QTest::newRow("the answer is lost") << int(Fault::LoseAnswer);
        QTest::newRow("the request is lost") << int(Fault::LoseRequest);
        QTest::newRow("the race is lost") << int(Fault::LoseRace);
    }

    void aLostAnswerOrRaceStillLandsOnce()
    {
        QFETCH(const int, fault);
        MemoryShared shared;
        const auto one = shared.create(u"chen"_s);
        QVERIFY(one);
        shared.store().setAppendFaults([fault](int at) { return at <= 3 ? Fault(fault) : Fault::None; });

        const auto appended = (*one)->append({openedDraft((*one)->state(), ana, u"First"_s)});

        QVERIFY(appended);
        QCOMPARE((*one)->state().head.seq, 3);
        QVERIFY((*one)->unsent().isEmpty());
    }

    void anAnswerThatNeverComesIsSettledAtTheNextStart()
    {
        MemoryShared shared;
        {
            const auto one = shared.create(u"chen"_s);
            QVERIFY(one);
            shared.store().setAppendFaults(onCall(1, Fault::LoseAnswer));
            shared.store().setFetchFaults([](int at) { return at > 1 ? Fault::Unreachable : Fault::None; });

            const auto appended = (*one)->append({openedDraft((*one)->state(), ana, u"First"_s)});

            QVERIFY(!appended);
            QCOMPARE(appended.error().code, ErrorCode::OutcomeUnknown);
            QCOMPARE((*one)->unsent().size(), 1);
        }
        shared.store().setFetchFaults({});

        const auto again = shared.open(u"chen"_s);

        QVERIFY(again);
        QCOMPARE((*again)->state().head.seq, 3);
        QVERIFY((*again)->unsent().isEmpty());
    }

    void whatCouldNotBeSentWaitsForThePerson()
    {
        MemoryShared shared;
        {
            const auto one = shared.create(u"chen"_s);
            QVERIFY(one);
            shared.store().setFetchFaults(always(Fault::Unreachable));
            const auto appended = (*one)->append({openedDraft((*one)->state(), ana, u"First"_s)});
            QVERIFY(!appended);
            QCOMPARE(appended.error().code, ErrorCode::Unavailable);
            shared.store().setFetchFaults({});
        }

        const auto again = shared.open(u"chen"_s);

        QVERIFY(again);
        QCOMPARE((*again)->state().head.seq, 2);
        const QList<Unsent> waiting = (*again)->unsent();
        QCOMPARE(waiting.size(), 1);
        QVERIFY(!waiting.first().reason);
        QVERIFY((*again)->send(waiting.first().name));
        QCOMPARE((*again)->state().head.seq, 3);
        QVERIFY((*again)->unsent().isEmpty());
    }

    void whatNoLongerHoldsSaysWhyAndCanBeDropped()
    {
        MemoryShared shared;
        const auto one = shared.create(u"chen"_s);
        const auto two = shared.open(u"ana"_s);
        QVERIFY(one && two);
        const auto drafts = changeDrafts((*one)->state(), ana, u"Shorter"_s, u"14 days\n"_s);
        QVERIFY((*one)->append(drafts));
        QVERIFY((*two)->refresh());
        shared.store().setFetchFaults(always(Fault::Unreachable));
        QVERIFY(!(*two)->append({draft((*two)->state(), ana, drafts.first().subject, ChangeWithdrawn{})}));
        shared.store().setFetchFaults({});
        QVERIFY((*one)->append({draft((*one)->state(), ana, drafts.first().subject, ChangeWithdrawn{})}));

        QVERIFY((*two)->refresh());
        const QList<Unsent> waiting = (*two)->unsent();

        QCOMPARE(waiting.size(), 1);
        QCOMPARE(waiting.first().reason->code, ErrorCode::Refused);
        QVERIFY(!(*two)->send(waiting.first().name));
        QCOMPARE((*two)->unsent().size(), 1);
        QVERIFY((*two)->drop(waiting.first().name));
        QVERIFY((*two)->unsent().isEmpty());
    }

    void aDefiniteRefusalKeepsNothing_data()
    {
        QTest::addColumn<int>("fault");
        QTest::addColumn<int>("code");
        QTest::newRow("no permission") << int(Fault::NoPermission) << int(ErrorCode::NotPermitted);
        QTest::newRow("no space") << int(Fault::NoSpace) << int(ErrorCode::NoSpace);
    }

    void aDefiniteRefusalKeepsNothing()
    {
        QFETCH(const int, fault);
        QFETCH(const int, code);
        MemoryShared shared;
        const auto one = shared.create(u"chen"_s);
        QVERIFY(one);
        shared.store().setAppendFaults(always(Fault(fault)));

        const auto appended = (*one)->append({openedDraft((*one)->state(), ana, u"First"_s)});

        QVERIFY(!appended);
        QCOMPARE(int(appended.error().code), code);
        QVERIFY((*one)->unsent().isEmpty());
        QCOMPARE((*one)->state().head.seq, 2);
    }

    void whatMayStillLandIsNotCalledRefused_data()
    {
        QTest::addColumn<int>("fault");
        QTest::newRow("no permission") << int(Fault::NoPermission);
        QTest::newRow("no space") << int(Fault::NoSpace);
        QTest::newRow("unreachable") << int(Fault::Unreachable);
    }

    void whatMayStillLandIsNotCalledRefused()
    {
        QFETCH(const int, fault);
        MemoryShared shared;
        const auto one = shared.create(u"chen"_s);
        QVERIFY(one);
        shared.store().setAppendFaults([fault](int at) { return at == 1 ? Fault::LoseRequest : Fault(fault); });

        const auto appended = (*one)->append({openedDraft((*one)->state(), ana, u"First"_s)});

        QVERIFY(!appended);
        QCOMPARE(appended.error().code, ErrorCode::OutcomeUnknown);
        QCOMPARE((*one)->unsent().size(), 1);
        shared.store().setAppendFaults({});
        QVERIFY((*one)->send((*one)->unsent().first().name));
        QCOMPARE((*one)->state().head.seq, 3);
    }

    void aRaceThatIsLostToOnesOwnLateAppendIsFoundLater()
    {
        MemoryShared shared;
        const auto one = shared.create(u"chen"_s);
        QVERIFY(one);
        // The first request lands after all, behind the next look; then the network is gone.
        shared.store().setAppendFaults(
                [](int at) { return at == 1 ? Fault::LoseRequest : at == 2 ? Fault::LoseRace : Fault::None; });
        shared.store().setFetchFaults([](int at) { return at > 2 ? Fault::Unreachable : Fault::None; });

        const auto appended = (*one)->append({openedDraft((*one)->state(), ana, u"First"_s)});

        QVERIFY(!appended);
        QCOMPARE(appended.error().code, ErrorCode::OutcomeUnknown);
        QCOMPARE((*one)->unsent().size(), 1);
    }

    void aRedactedTextIsNoDamage()
    {
        MemoryShared shared;
        const auto one = shared.create(u"chen"_s);
        QVERIFY(one);
        QVERIFY((*one)->append({openedDraft((*one)->state(), ana, u"A name"_s)}));
        const QByteArray before = (*one)->state().hash();
        shared.store().redactText(3, textHash(u"A name"_s));

        const auto two = shared.open(u"ana"_s);
        const auto verification = verifyLedger((*two)->ledger());

        QCOMPARE((*two)->state().hash(), before);
        QCOMPARE((*two)->text(textHash(u"A name"_s)).error().code, ErrorCode::NotFound);
        QCOMPARE(verification->findings.size(), 1);
        QVERIFY(verification->findings.first().kind == FindingKind::MissingText);
        QVERIFY(verification->sound());
    }

    void aMissingTextOrOtherBytesNeverLeave()
    {
        MemoryShared shared;
        const auto one = shared.create(u"chen"_s);
        QVERIFY(one);
        EventDraft missing = openedDraft((*one)->state(), ana, u"Title"_s);
        missing.texts.clear();
        EventDraft other = openedDraft((*one)->state(), ana, u"Title"_s);
        other.texts[textHash(u"Title"_s)] = "Another";

        QCOMPARE((*one)->append({missing}).error().code, ErrorCode::Invalid);
        QCOMPARE((*one)->append({other}).error().code, ErrorCode::Invalid);
        QCOMPARE((*one)->state().head.seq, 2);
    }

    void twoWhoNeverStopBeatingOneEndInAConflictThatIsKept()
    {
        MemoryShared shared;
        const auto created = shared.create(u"chen"_s);
        QVERIFY(created);
        RecorderOptions options = shared.options(u"ana"_s);
        options.patienceMs = 50;
        const auto one = Recorder::open(shared.client(u"ana"_s), options);
        QVERIFY(one);
        shared.store().setAppendFaults(always(Fault::LoseRace));

        const auto appended = (*one)->append({openedDraft((*one)->state(), ana, u"First"_s)});

        QVERIFY(!appended);
        QCOMPARE(appended.error().code, ErrorCode::Conflict);
        QCOMPARE((*one)->unsent().size(), 1);
    }

    void aDamagedOutboxFileIsSetAside()
    {
        MemoryShared shared;
        {
            const auto one = shared.create(u"chen"_s);
            QVERIFY(one);
            shared.store().setFetchFaults(always(Fault::Unreachable));
            QVERIFY(!(*one)->append({openedDraft((*one)->state(), ana, u"First"_s)}));
            shared.store().setFetchFaults({});
        }
        const QDir outbox(shared.options(u"chen"_s).directory + u"/outbox"_s);
        const QStringList names = outbox.entryList({u"*.append"_s}, QDir::Files);
        QCOMPARE(names.size(), 1);
        QFile file(outbox.filePath(names.first()));
        QVERIFY(file.open(QIODevice::ReadWrite) && file.resize(file.size() / 2));
        file.close();

        const auto again = shared.open(u"chen"_s);

        QVERIFY(again);
        QVERIFY((*again)->unsent().isEmpty());
        QCOMPARE(outbox.entryList({u"*.damaged"_s}, QDir::Files).size(), 1);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::LedgerFaultsTest)
#include "tst_ledger_faults.moc"
