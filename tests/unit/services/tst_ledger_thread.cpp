// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/WhenFinished.h"
#include "unit/services/Desk.h"

#include <QElapsedTimer>
#include <QThread>

#include <condition_variable>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

/// Whether the shared place answers at all; a server that takes the connection and says nothing.
struct Silence
{
    std::atomic_bool silent = false;
    std::atomic_int waiting = 0;
};

class SilentLedger final : public Ledger
{
public:
    SilentLedger(std::shared_ptr<MemoryStore> store, std::shared_ptr<Silence> silence)
        : m_ledger(std::move(store)), m_silence(std::move(silence))
    {
    }

    Result<Head> fetch(const std::stop_token &cancel) override
    {
        if (!m_silence->silent) {
            return m_ledger.fetch(cancel);
        }
        ++m_silence->waiting;
        std::mutex mutex;
        std::condition_variable_any changed;
        std::unique_lock lock(mutex);
        changed.wait(lock, cancel, [] { return false; });
        --m_silence->waiting;
        return failure(ErrorCode::Canceled);
    }
    Head known() const override { return m_ledger.known(); }
    Result<QList<Envelope>> readAfter(Sequence after, int most) const override { return m_ledger.readAfter(after, most); }
    Result<QByteArray> content(const ContentHash &hash) const override { return m_ledger.content(hash); }
    Result<Landing> tryAppend(const Head &expected, const QList<Entry> &entries, const std::stop_token &cancel) override
    {
        return m_ledger.tryAppend(expected, entries, cancel);
    }
    Result<Footprint> footprint(Sequence seq) const override { return m_ledger.footprint(seq); }
    QString name() const override { return m_ledger.name(); }

private:
    MemoryLedger m_ledger;
    std::shared_ptr<Silence> m_silence;
};

std::unique_ptr<LedgerWorkspace> openSilent(const Office &office, const std::shared_ptr<Silence> &silence)
{
    WorkspaceOptions options = office.desk(u"Ana Ruiz"_s, u"ana@example.com"_s);
    options.core.openLedger = [store = office.store, silence]() -> Result<std::unique_ptr<Ledger>> {
        return std::make_unique<SilentLedger>(store, silence);
    };
    return std::make_unique<LedgerWorkspace>(options);
}

} // namespace

class LedgerThreadTest : public QObject
{
    Q_OBJECT

private slots:
    void aSilentServerKeepsNobodyFromReading();
    void closingDoesNotWaitForASilentServer();
    void aCanceledReadIsLeftOut();
    void readsAndWritesKeepTheirOrder();
    void aHandlerIsCalledOnceAndNeverAfterItsReceiver();
};

void LedgerThreadTest::aSilentServerKeepsNobodyFromReading()
{
    Office office;
    QVERIFY(office.start());
    const auto silence = std::make_shared<Silence>();
    const auto ana = openSilent(office, silence);
    QVERIFY(answer(ana->opened()));
    silence->silent = true;
    ana->sync();
    QVERIFY(QTest::qWaitFor([&] { return silence->waiting == 1; }));
    QElapsedTimer timer;
    timer.start();

    const auto log = answer(ana->log({}));

    QVERIFY(log);
    QVERIFY(timer.elapsed() < 5000);
    QVERIFY(QTest::qWaitFor([&] { return silence->waiting == 0; }));
}

void LedgerThreadTest::closingDoesNotWaitForASilentServer()
{
    Office office;
    QVERIFY(office.start());
    const auto silence = std::make_shared<Silence>();
    silence->silent = true;
    auto ana = openSilent(office, silence);
    QVERIFY(QTest::qWaitFor([&] { return silence->waiting == 1; }));
    const QFuture<Done> opened = ana->opened();
    const auto read = ana->verify();
    const auto write = ana->release(refund, {1, 0, 0}, {u"production"_s});

    ana.reset();

    QVERIFY(opened.isFinished());
    QVERIFY(read.isFinished());
    QVERIFY(write.isFinished());
    QCOMPARE(silence->waiting.load(), 0);
}

void LedgerThreadTest::aCanceledReadIsLeftOut()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();

    auto first = ana->search(u"refund"_s, 5);
    auto second = ana->search(u"refund"_s, 5);
    second.cancel();

    QVERIFY(answer(first));
    const auto canceled = answer(second);
    QVERIFY(!canceled);
    QCOMPARE(canceled.error().code, ErrorCode::Canceled);
}

void LedgerThreadTest::readsAndWritesKeepTheirOrder()
{
    Office office;
    QVERIFY(office.start());
    const auto ana = office.ana();
    Result<Draft> draft = answer(ana->newDraft({refund}, {}));
    QVERIFY(draft);
    draft->title = u"Shorter"_s;
    draft->files[0].text = refundText("14");

    const auto before = ana->log({});
    const auto sent = ana->send(*draft);
    const auto after = ana->log({});

    QVERIFY(answer(sent));
    QCOMPARE(answer(before)->size(), 2);
    QCOMPARE(answer(after)->size(), 4);
}

void LedgerThreadTest::aHandlerIsCalledOnceAndNeverAfterItsReceiver()
{
    QPromise<Result<int>> canceled;
    canceled.start();
    QPromise<Result<int>> orphan;
    orphan.start();
    QObject stays;
    auto goes = std::make_unique<QObject>();
    int calls = 0;
    int orphans = 0;
    ErrorCode code = ErrorCode::NotFound;
    whenFinished(canceled.future(), &stays, [&](const Result<int> &result) {
        ++calls;
        code = result ? ErrorCode::NotFound : result.error().code;
    });
    whenFinished(orphan.future(), goes.get(), [&](const Result<int> &) { ++orphans; });

    canceled.future().cancel();
    canceled.finish();
    goes.reset();
    orphan.addResult(1);
    orphan.finish();

    QVERIFY(QTest::qWaitFor([&calls] { return calls > 0; }));
    QCoreApplication::sendPostedEvents();
    QCOMPARE(calls, 1);
    QCOMPARE(code, ErrorCode::Canceled);
    QCOMPARE(orphans, 0);
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::LedgerThreadTest)
#include "tst_ledger_thread.moc"
