// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/Pace.h"

#include <QTest>

using namespace countersign::connectors;
using namespace std::chrono_literals;

/// The arithmetic of waiting.
class TestPace : public QObject
{
    Q_OBJECT

private slots:
    void eachWaitIsTwiceAsLongUpToTheLongest();
    void halfOfAWaitIsRandom();
    void aServerSaysHowLongToWait_data();
    void aServerSaysHowLongToWait();
    void noMoreStartWithinAMinuteThanAllowed();
    void aHoldStopsEveryStart();
};

void TestPace::eachWaitIsTwiceAsLongUpToTheLongest()
{
    const RetryRule rule{.tries = 9, .first = 500ms, .longest = 3s};

    QList<qint64> waits;
    for (int tries = 1; tries <= 5; ++tries)
        waits.append(backOff(rule, tries, 1.0).count());

    QCOMPARE(waits, (QList<qint64>{500, 1000, 2000, 3000, 3000}));
    QCOMPARE(backOff(rule, 1'000'000, 1.0), 3s);
}

void TestPace::halfOfAWaitIsRandom()
{
    const RetryRule rule{.first = 1s};

    QCOMPARE(backOff(rule, 1, 0.0), 500ms);
    QCOMPARE(backOff(rule, 1, 0.5), 750ms);
    QCOMPARE(backOff(rule, 1, 7.0), 1000ms);
}

void TestPace::aServerSaysHowLongToWait_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<qint64>("wait"); // -1: nothing
    QTest::newRow("seconds") << QByteArray("7") << qint64(7000);
    QTest::newRow("parts of a second") << QByteArray(" 0.25 ") << qint64(250);
    QTest::newRow("a date") << QByteArray("Sun, 06 Nov 1994 08:50:37 GMT") << qint64(60'000);
    QTest::newRow("a date that is over") << QByteArray("Sun, 06 Nov 1994 08:00:00 GMT") << qint64(0);
    QTest::newRow("absent") << QByteArray() << qint64(-1);
    QTest::newRow("below zero") << QByteArray("-3") << qint64(-1);
    QTest::newRow("beyond all numbers") << QByteArray("1e300") << qint64(-1);
    QTest::newRow("not a number") << QByteArray("nan") << qint64(-1);
    QTest::newRow("words") << QByteArray("soon") << qint64(-1);
}

void TestPace::aServerSaysHowLongToWait()
{
    QFETCH(const QByteArray, header);
    QFETCH(const qint64, wait);

    const auto answer = retryAfter(header, "Sun, 06 Nov 1994 08:49:37 GMT");

    QCOMPARE(answer ? answer->count() : -1, wait);
}

void TestPace::noMoreStartWithinAMinuteThanAllowed()
{
    RateWindow window(2);

    QCOMPARE(window.wait(10s), 0ms);
    window.started(10s);
    window.started(40s);

    QCOMPARE(window.wait(50s), 20s);
    QCOMPARE(window.wait(70s), 0ms);
    window.started(70s);
    QCOMPARE(window.wait(71s), 29s);
}

void TestPace::aHoldStopsEveryStart()
{
    RateWindow window(0);

    window.holdUntil(20s);

    QCOMPARE(window.wait(15s), 5s);
    QCOMPARE(window.wait(20s), 0ms);
}

QTEST_GUILESS_MAIN(TestPace)
#include "tst_pace.moc"
