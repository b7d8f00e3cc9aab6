// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/fixture/SharedRecord.h"

#include "ledger/Link.h"
#include "ledger/Verify.h"

#include <QTest>

using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(countersign::test::SharedFactory)

namespace countersign::test {

/// What every ledger keeps, one row for each.
class LedgerContractTest : public QObject
{
    Q_OBJECT

private:
    static void backends()
    {
        QTest::addColumn<SharedFactory>("make");
        QTest::newRow("memory") << SharedFactory([] { return std::make_unique<MemoryShared>(); });
        QTest::newRow("git by path") << SharedFactory([] { return std::make_unique<GitShared>(); });
        QTest::newRow("git by daemon")
                << SharedFactory([] { return std::make_unique<GitShared>(GitShared::Reach::Daemon); });
        QTest::newRow("sqlite") << SharedFactory([] { return std::make_unique<SqliteShared>(); });
        QTest::newRow("postgresql") << SharedFactory([] { return std::make_unique<PostgresShared>(); });
    }

private slots:
    void anEmptyRecordHasNoLedger_data() { backends(); }
    void anEmptyRecordHasNoLedger()
    {
        QFETCH(const SharedFactory, make);
        const auto shared = make();

        const auto opened = shared->open(u"ana"_s);

        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::NotFound);
    }

    void whatOneWritesAnotherReads_data() { backends(); }
    void whatOneWritesAnotherReads()
    {
        QFETCH(const SharedFactory, make);
        const auto shared = make();
        const auto one = shared->create(u"chen"_s);
        QVERIFY2(one, qPrintable(one ? QString() : one.error().detail));

        const auto appended = (*one)->append(changeDrafts((*one)->state(), ana, u"Shorter"_s, u"14 days\n"_s));
        const auto two = shared->open(u"ana"_s);

        QVERIFY2(appended, qPrintable(appended ? QString() : appended.error().detail));
        QVERIFY(two);
        QCOMPARE(appended->size(), 2);
        QCOMPARE((*two)->state().head, appended->last().envelope.at);
        QCOMPARE((*two)->state().hash(), (*one)->state().hash());
        QCOMPARE((*two)->text(textHash(u"Shorter"_s)).value(), QByteArray("Shorter"));
        QCOMPARE((*two)->content(textHash(u"14 days\n"_s)).value(), QByteArray("14 days\n"));
        QVERIFY((*one)->unsent().isEmpty());
    }

    void theChainIsTheOneOfTheFormula_data() { backends(); }
    void theChainIsTheOneOfTheFormula()
    {
        QFETCH(const SharedFactory, make);
        const auto shared = make();
        const auto one = shared->create(u"chen"_s);
        QVERIFY(one);

        const auto envelopes = (*one)->ledger().readAfter(0, 100);

        QVERIFY(envelopes);
        QCOMPARE(envelopes->size(), 2);
        LinkHash prev;
        for (const Envelope &envelope : *envelopes) {
            QCOMPARE(envelope.prev, prev);
            QCOMPARE(envelope.at.link, linkOf(envelope.at.seq, prev, envelope.body, envelope.signature, envelope.meta));
            QCOMPARE(envelope.meta.isEmpty(), QByteArray(QTest::currentDataTag()) != "postgresql");
            QVERIFY2(envelope.problem.isEmpty(), qPrintable(envelope.problem));
            prev = envelope.at.link;
        }
    }

    void aSecondLedgerIsNotStarted_data() { backends(); }
    void aSecondLedgerIsNotStarted()
    {
        QFETCH(const SharedFactory, make);
        const auto shared = make();
        QVERIFY(shared->create(u"chen"_s));

        const auto second = shared->create(u"bode"_s);

        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Conflict);
    }

    void aStaleWriterIsRefusedAndNothingIsWritten_data() { backends(); }
    void aStaleWriterIsRefusedAndNothingIsWritten()
    {
        QFETCH(const SharedFactory, make);
        const auto shared = make();
        const auto one = shared->create(u"chen"_s);
        QVERIFY(one);
        const std::unique_ptr<Ledger> late = shared->client(u"late"_s);
        const auto before = late->fetch();
        QVERIFY(before);
        QVERIFY((*one)->append({openedDraft((*one)->state(), ana, u"First"_s)}));

        const QByteArray body = "{}";
        const Head at{.seq = before->seq + 1, .link = linkOf(before->seq + 1, before->link, body, {}, {})};
        const auto landing = late->tryAppend(*before, {Entry{.at = at, .prev = before->link, .body = body}});

        QVERIFY(landing);
        QCOMPARE(*landing, Landing::LostRace);
        QCOMPARE(late->fetch().value().seq, before->seq + 1);
        QVERIFY(late->readAfter(0, 100)->last().body != body);
    }

    void aWriterBehindTheTipLandsOnTop_data() { backends(); }
    void aWriterBehindTheTipLandsOnTop()
    {
        QFETCH(const SharedFactory, make);
        const auto shared = make();
        const auto one = shared->create(u"chen"_s);
        const auto two = shared->open(u"ana"_s);
        QVERIFY(one && two);
        QVERIFY((*one)->append({openedDraft((*one)->state(), bode, u"First"_s)}));

        const auto appended = (*two)->append({openedDraft((*two)->state(), ana, u"Second"_s)});

        QVERIFY(appended);
        QCOMPARE((*two)->state().order.size(), 2);
        QVERIFY((*two)->state().change((*two)->state().order.last())->titleText == textHash(u"Second"_s));
    }

    void theSameEventTwiceStandsThereOnce_data() { backends(); }
    void theSameEventTwiceStandsThereOnce()
    {
        QFETCH(const SharedFactory, make);
        const auto shared = make();
        const auto one = shared->create(u"chen"_s);
        QVERIFY(one);
        const EventDraft draft = openedDraft((*one)->state(), ana, u"First"_s);
        QVERIFY((*one)->append({draft}));

        const auto again = (*one)->append({draft});

        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Refused);
        QCOMPARE((*one)->state().head.seq, 3);
    }

    void severalEventsLandTogetherOrNotAtAll_data() { backends(); }
    void severalEventsLandTogetherOrNotAtAll()
    {
        QFETCH(const SharedFactory, make);
        const auto shared = make();
        const auto one = shared->create(u"chen"_s);
        QVERIFY(one);
        QList<EventDraft> drafts = changeDrafts((*one)->state(), ana, u"Shorter"_s, u"14 days\n"_s);
        drafts.append(openedDraft((*one)->state(), rolf, u"From somebody who left"_s));

        const auto appended = (*one)->append(drafts);

        QVERIFY(!appended);
        QCOMPARE(appended.error().code, ErrorCode::Refused);
        QCOMPARE(appended.error().subject, toString(VoidRule::AuthorIsUnknown));
        QCOMPARE((*one)->refresh().value(), 0);
        QVERIFY((*one)->state().changes.isEmpty());
        QVERIFY((*one)->unsent().isEmpty());
    }

    void aVoidEventGoesBackToThePerson_data() { backends(); }
    void aVoidEventGoesBackToThePerson()
    {
        QFETCH(const SharedFactory, make);
        const auto shared = make();
        const auto one = shared->create(u"chen"_s);
        const auto two = shared->open(u"ana"_s);
        QVERIFY(one && two);
        const auto change = changeDrafts((*one)->state(), ana, u"Shorter"_s, u"14 days\n"_s);
        QVERIFY((*one)->append(change));
        QVERIFY((*two)->refresh());
        const EventDraft decision = draft((*two)->state(), ana, change.first().subject, ChangeWithdrawn{});
        QVERIFY((*one)->append({draft((*one)->state(), ana, change.first().subject, ChangeWithdrawn{})}));

        const auto appended = (*two)->append({decision});

        QVERIFY(!appended);
        QCOMPARE(appended.error().code, ErrorCode::Refused);
        QVERIFY((*two)->unsent().isEmpty());
        QCOMPARE((*two)->state().head.seq, 5);
    }

    void largeContentsTravel_data() { backends(); }
    void largeContentsTravel()
    {
        QFETCH(const SharedFactory, make);
        const auto shared = make();
        const auto one = shared->create(u"chen"_s);
        QVERIFY(one);
        const QString large = u"Zürich, 30 days. "_s.repeated(400'000);

        const auto appended = (*one)->append(changeDrafts((*one)->state(), ana, u"Large"_s, large));
        const auto two = shared->open(u"ana"_s);

        QVERIFY2(appended, qPrintable(appended ? QString() : appended.error().detail));
        QVERIFY(two);
        QCOMPARE((*two)->content(textHash(large)).value(), large.toUtf8());
        QCOMPARE((*two)->content(textHash(u"never written"_s)).error().code, ErrorCode::NotFound);
    }

    void anEventOfANewerProgramStaysReadable_data() { backends(); }
    void anEventOfANewerProgramStaysReadable()
    {
        QFETCH(const SharedFactory, make);
        const auto shared = make();
        const auto one = shared->create(u"chen"_s);
        QVERIFY(one);
        const EventDraft opened = openedDraft((*one)->state(), ana, u"First"_s);
        QVERIFY((*one)->append({opened}));
        const State &state = (*one)->state();
        const Event known{.ledger = state.ledger,
                          .id = EventId::random(),
                          .actor = ana,
                          .subject = opened.subject,
                          .basis = basisFor(state, opened.subject),
                          .data = ChangeWithdrawn{}};
        QByteArray body = encodeEvent(known);
        body.replace("change.withdrawn", "change.xfinished");
        const std::unique_ptr<Ledger> raw = shared->client(u"newer"_s);
        const Head tip = raw->fetch().value();
        const Head at{.seq = tip.seq + 1, .link = linkOf(tip.seq + 1, tip.link, body, {}, {})};
        QCOMPARE(raw->tryAppend(tip, {Entry{.id = known.id, .at = at, .prev = tip.link, .body = body}}).value(),
                 Landing::Landed);

        QCOMPARE((*one)->refresh().value(), 1);
        const auto refused = (*one)->append({draft(state, ana, opened.subject, ChangeWithdrawn{})});
        const auto elsewhere = (*one)->append({openedDraft(state, bode, u"Another"_s)});

        QCOMPARE(state.newerSubjects, QSet<QString>{opened.subject});
        QVERIFY(!refused);
        QVERIFY2(elsewhere, qPrintable(elsewhere ? QString() : elsewhere.error().detail));
        const auto history = (*one)->history(3, 1);
        QVERIFY(std::holds_alternative<NewerEvent>(history->first().placed.event));
    }

    void garbageStopsNobody_data() { backends(); }
    void garbageStopsNobody()
    {
        QFETCH(const SharedFactory, make);
        const auto shared = make();
        const auto one = shared->create(u"chen"_s);
        QVERIFY(one);
        shared->force((*one)->state().head, "\xff not an event");

        const auto appended = (*one)->append({openedDraft((*one)->state(), ana, u"Next"_s)});

        QVERIFY2(appended, qPrintable(appended ? QString() : appended.error().detail));
        QCOMPARE((*one)->state().malformed.size(), 1);
        QCOMPARE((*one)->state().changes.size(), 1);
    }

    void theReadableTreeIsWhatTheEventsSay_data() { backends(); }
    void theReadableTreeIsWhatTheEventsSay()
    {
        QFETCH(const SharedFactory, make);
        const auto shared = make();
        const auto one = shared->create(u"chen"_s);
        QVERIFY(one);
        QVERIFY((*one)->append(changeDrafts((*one)->state(), ana, u"Shorter"_s, u"14 days\n"_s)));
        QVERIFY((*one)->append({draft((*one)->state(), ana, changeSubject((*one)->state().order.first()),
                                      ChangeWithdrawn{.reasonText = textHash(u"No"_s)}, {u"No"_s})}));

        const auto verification = verifyLedger((*one)->ledger());

        QVERIFY(verification);
        for (const LedgerFinding &finding : verification->findings) {
            qWarning("%lld %s %s", finding.seq, qPrintable(toString(finding.kind)), qPrintable(finding.detail));
        }
        QVERIFY(verification->findings.isEmpty());
        QCOMPARE(verification->stateHash, (*one)->state().hash());
    }

    void closedAndOpenedAgainItIsTheSame_data() { backends(); }
    void closedAndOpenedAgainItIsTheSame()
    {
        QFETCH(const SharedFactory, make);
        const auto shared = make();
        QByteArray before;
        {
            const auto one = shared->create(u"chen"_s);
            QVERIFY(one);
            QVERIFY((*one)->append(changeDrafts((*one)->state(), ana, u"Shorter"_s, u"14 days\n"_s)));
            before = (*one)->state().hash();
        }

        const auto again = shared->open(u"chen"_s);

        QVERIFY2(again, qPrintable(again ? QString() : again.error().detail));
        QCOMPARE((*again)->state().hash(), before);
        QCOMPARE((*again)->history(0, 100)->size(), 4);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::LedgerContractTest)
#include "tst_ledger_contract.moc"
