// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Chain.h"
#include "ledger/EventCodec.h"
#include "ledger/MemoryLedger.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

/// A record of which one event is another one, as nobody but a reader sees it.
class Damaged final : public Ledger
{
public:
    Damaged(const std::shared_ptr<MemoryStore> &store, Sequence at) : m_whole(store), m_at(at) {}

    [[nodiscard]] Result<Head> fetch(const std::stop_token &cancel = {}) override
    {
        return m_whole.fetch(cancel);
    }
    [[nodiscard]] Head known() const override { return m_whole.known(); }
    [[nodiscard]] Result<QList<Envelope>> readAfter(Sequence after, int most) const override
    {
        Result<QList<Envelope>> events = m_whole.readAfter(after, most);
        for (Envelope &event : *events) {
            if (event.at.seq == m_at) {
                event.prev.bytes[0] ^= 1;
            }
        }
        return events;
    }
    [[nodiscard]] Result<QByteArray> content(const ContentHash &hash) const override
    {
        return m_whole.content(hash);
    }
    [[nodiscard]] Result<Landing> tryAppend(const Head &expected, const QList<Entry> &entries,
                                            const std::stop_token &cancel = {}) override
    {
        return m_whole.tryAppend(expected, entries, cancel);
    }
    [[nodiscard]] Result<Footprint> footprint(Sequence seq) const override { return m_whole.footprint(seq); }
    [[nodiscard]] QString name() const override { return m_whole.name(); }

private:
    MemoryLedger m_whole;
    Sequence m_at;
};

} // namespace

/// A record gone along piece by piece, on two threads where it is long enough.
class TestChain : public QObject
{
    Q_OBJECT

private slots:
    void everyEventOnceInItsOrder_data();
    void everyEventOnceInItsOrder();
    void onlyWhatStandsBehindAPlace();
    void whatStandsBeforeDamageIsUsed_data();
    void whatStandsBeforeDamageIsUsed();
    void stopsBetweenTwoPieces();

private:
    [[nodiscard]] static std::shared_ptr<MemoryStore> storeOf(int count)
    {
        auto store = std::make_shared<MemoryStore>();
        for (int i = 0; i < count; ++i) {
            store->force("no event, " + QByteArray::number(i));
        }
        return store;
    }
};

void TestChain::everyEventOnceInItsOrder_data()
{
    QTest::addColumn<int>("count");
    for (const int count : {0, 1, 99, 100, 119, 499, 500, 501, 1000, 1733}) {
        QTest::addRow("%d", count) << count;
    }
}

void TestChain::everyEventOnceInItsOrder()
{
    QFETCH(const int, count);
    MemoryLedger ledger(storeOf(count));
    QVERIFY(ledger.fetch() || count == 0);
    QList<Envelope> envelopes;
    QList<Placed> events;
    const Done walked = walkChain(ledger, {}, count, [&](const ChainPiece &piece) {
        envelopes.append(piece.envelopes);
        events.append(QList<Placed>(piece.events.begin(), piece.events.end()));
    });
    QVERIFY(walked);
    if (count == 0) {
        QVERIFY(events.isEmpty());
        return;
    }
    const Result<QList<Envelope>> expected = ledger.readAfter(0, count);
    QVERIFY(expected);
    QCOMPARE(expected->size(), count);
    QVERIFY(envelopes == *expected);
    QCOMPARE(events.size(), count);
    for (qsizetype i = 0; i < count; ++i) {
        const Placed alone = placed(expected->at(i));
        QVERIFY2(events.at(i).at == alone.at && events.at(i).event == alone.event,
                 qPrintable(QString::number(i)));
    }
}

void TestChain::onlyWhatStandsBehindAPlace()
{
    MemoryLedger ledger(storeOf(1300));
    QVERIFY(ledger.fetch());
    const Result<QList<Envelope>> before = ledger.readAfter(0, 250);
    QVERIFY(before);
    QList<Sequence> used;
    QVERIFY(walkChain(ledger, before->last().at, 1234, [&used](const ChainPiece &piece) {
        for (const Placed &event : piece.events) {
            used.append(event.at.seq);
        }
    }));
    QCOMPARE(used.size(), 1234 - 250);
    QCOMPARE(used.first(), 251);
    QCOMPARE(used.last(), 1234);
}

void TestChain::whatStandsBeforeDamageIsUsed_data()
{
    QTest::addColumn<int>("at");
    for (const int at : {1, 20, 250, 499, 500, 501, 1111}) {
        QTest::addRow("%d", at) << at;
    }
}

void TestChain::whatStandsBeforeDamageIsUsed()
{
    QFETCH(const int, at);
    Damaged ledger(storeOf(1300), at);
    QVERIFY(ledger.fetch());
    QList<Sequence> used;
    const Done walked = walkChain(ledger, {}, 1300, [&used](const ChainPiece &piece) {
        for (const Placed &event : piece.events) {
            used.append(event.at.seq);
        }
    });
    QVERIFY(!walked);
    QCOMPARE(walked.error().code, ErrorCode::Corrupt);
    QCOMPARE(walked.error().detail, u"event %1 does not follow the one before"_s.arg(at));
    // What follows another event than the one before it is not used, nor anything behind it.
    QCOMPARE(used.size(), at - 1);
    QVERIFY(at == 1 || used.last() == at - 1);
}

void TestChain::stopsBetweenTwoPieces()
{
    MemoryLedger ledger(storeOf(3000));
    QVERIFY(ledger.fetch());
    std::stop_source stop;
    qsizetype used = 0;
    const Done walked = walkChain(
        ledger, {}, 3000,
        [&](const ChainPiece &piece) {
            used += piece.events.size();
            stop.request_stop();
        },
        stop.get_token());
    QVERIFY(!walked);
    QCOMPARE(walked.error().code, ErrorCode::Canceled);
    QVERIFY(used > 0 && used < 3000);
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::TestChain)
#include "tst_chain.moc"
