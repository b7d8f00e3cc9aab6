// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/ChildProcess.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;

namespace countersign::test {

class ChildProcessTest : public QObject
{
    Q_OBJECT

private:
    static ChildCommand shell(const QString &script, int deadlineMs = 20'000)
    {
        return {.program = u"sh"_s, .arguments = {u"-c"_s, script}, .deadlineMs = deadlineMs};
    }

private slots:
    void whatItPrintsAndItsStatusComeBack()
    {
        const auto outcome = runChild(shell(u"echo out; echo err >&2; exit 3"_s));

        QVERIFY(outcome);
        QCOMPARE(outcome->status, 3);
        QCOMPARE(outcome->output, QByteArray("out\n"));
        QCOMPARE(outcome->words(), u"err"_s);
    }

    void aSilentChildEndsAtItsDeadlineWithItsChildren()
    {
        QElapsedTimer timer;
        timer.start();

        const auto outcome = runChild(shell(u"sleep 60 & sleep 60"_s, 200));

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::Unavailable);
        QVERIFY(timer.elapsed() < 10'000);
    }

    void aRequestToStopEndsIt()
    {
        std::stop_source stop;
        const std::jthread later([&stop] {
            stop.request_stop();
        });

        const auto outcome = runChild(shell(u"sleep 60"_s), stop.get_token());

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::Canceled);
    }

    void tooMuchOutputEndsIt()
    {
        ChildCommand command = shell(u"while :; do echo 0123456789; done"_s);
        command.outputLimit = 100'000;

        const auto outcome = runChild(command);

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::Unavailable);
    }

    void aMissingProgramIsNamed()
    {
        const auto outcome = runChild({.program = u"countersign-no-such-program"_s});

        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::NotFound);
        QCOMPARE(outcome.error().subject, u"countersign-no-such-program"_s);
    }

    void theEnvironmentIsChangedAsAsked()
    {
        qputenv("COUNTERSIGN_TEST_GONE", "x");
        ChildCommand command = shell(u"echo \"$COUNTERSIGN_TEST_NEW-$COUNTERSIGN_TEST_GONE\""_s);
        command.environment = {u"COUNTERSIGN_TEST_NEW=a b"_s, u"COUNTERSIGN_TEST_GONE"_s};

        const auto outcome = runChild(command);

        QCOMPARE(outcome.value().output, QByteArray("a b-\n"));
    }

    void noControlCharacterReachesAPerson()
    {
        const auto outcome = runChild(shell(u"printf 'a\\033[31mb\\007' >&2"_s));

        QCOMPARE(outcome.value().words(), u"a [31mb"_s);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::ChildProcessTest)
#include "tst_child_process.moc"
