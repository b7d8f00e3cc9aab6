// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/CanonicalJson.h"
#include "base/Hash.h"
#include "bench/LargeRecord.h"
#include "domain/StateCodec.h"
#include "ledger/EventCodec.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// What reading a record costs, step by step, beside reading the same bytes from a file.
class BenchFold : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void readingTheBytes();
    void parsingTheBodies();
    void decodingAndFolding();
    void keepingTheState();

private:
    [[nodiscard]] double megabytesPerSecond(double milliseconds) const
    {
        return double(m_bytes) / 1e6 / (milliseconds / 1e3);
    }
    void print(const QString &what, double milliseconds) const
    {
        printFigure(u"%1, %2 events"_s.arg(what).arg(m_record.events.size()),
                    u"%1 ms, %2 MB/s"_s.arg(milliseconds, 0, 'f', 1).arg(megabytesPerSecond(milliseconds), 0, 'f', 0),
                    m_readMs > 0 ? u"%1 × reading the same bytes"_s.arg(milliseconds / m_readMs, 0, 'f', 1) : QString());
    }

    LargeRecord m_record;
    QTemporaryDir m_folder;
    qint64 m_bytes = 0;
    double m_readMs = 0;
};

void BenchFold::initTestCase()
{
    Result<LargeRecord> record = largeRecord(benchSize());
    QVERIFY2(record, record ? "" : qPrintable(record.error().subject + u' ' + record.error().detail));
    m_record = *std::move(record);
    QCOMPARE(m_record.events.size(), benchSize().events);
    QFile file(m_folder.filePath(u"bodies"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (const Envelope &event : std::as_const(m_record.events)) {
        m_bytes += file.write(event.body);
    }
}

void BenchFold::readingTheBytes()
{
    QElapsedTimer timer;
    timer.start();
    QFile file(m_folder.filePath(u"bodies"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray hash = QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256);
    m_readMs = double(timer.nsecsElapsed()) / 1e6;
    QCOMPARE(hash.size(), 32);
    printFigure(u"reading and hashing the bodies, %1 MB"_s.arg(double(m_bytes) / 1e6, 0, 'f', 1),
                u"%1 ms, %2 MB/s"_s.arg(m_readMs, 0, 'f', 1).arg(megabytesPerSecond(m_readMs), 0, 'f', 0));
}

void BenchFold::parsingTheBodies()
{
    QElapsedTimer timer;
    timer.start();
    for (const Envelope &event : std::as_const(m_record.events)) {
        QVERIFY(parseCanonicalJson(event.body, JsonLimits{.bytes = policyBodyLimit}));
    }
    print(u"parsing canonical JSON"_s, double(timer.nsecsElapsed()) / 1e6);
}

void BenchFold::decodingAndFolding()
{
    QElapsedTimer timer;
    timer.start();
    State state;
    for (const Envelope &event : std::as_const(m_record.events)) {
        const Verdict verdict = step(state, placed(event));
        QVERIFY(std::holds_alternative<Effective>(verdict));
    }
    print(u"decoding and folding"_s, double(timer.nsecsElapsed()) / 1e6);
    QCOMPARE(state.hash(), m_record.state.hash());
}

void BenchFold::keepingTheState()
{
    QElapsedTimer timer;
    timer.start();
    const QByteArray bytes = stateToBytes(m_record.state);
    const double wrote = double(timer.nsecsElapsed()) / 1e6;
    timer.start();
    const Result<State> state = stateFromBytes(bytes);
    const double read = double(timer.nsecsElapsed()) / 1e6;
    QVERIFY(state);
    QCOMPARE(state->hash(), m_record.state.hash());
    printFigure(u"state of the record to bytes and back, %1 MB"_s.arg(double(bytes.size()) / 1e6, 0, 'f', 1),
                u"%1 ms, %2 ms"_s.arg(wrote, 0, 'f', 1).arg(read, 0, 'f', 1));
}

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::BenchFold)
#include "tst_bench_fold.moc"
