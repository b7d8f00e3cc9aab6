// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/world/World.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QByteArray passing =
    "<testsuite name='s' tests='1' failures='0' errors='0'><testcase name='a' classname='c'/></testsuite>";
const QByteArray failing =
    "<testsuite name='s' tests='1' failures='1' errors='0'><testcase name='a' classname='c'>"
    "<failure message='no'/></testcase></testsuite>";

} // namespace

/// `eval harness` runs a command of the person's own, without any workspace.
class CliEvalHarnessTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<World> m_world;

    Ran run(const QString &line, const QStringList &more = {})
    {
        return m_world->runIn(
            m_world->path(u"."_s), u"ana"_s,
            QStringList{u"eval"_s, u"harness"_s, m_world->path(u"new.md"_s), u"--command"_s, line} + more);
    }

private slots:
    void init()
    {
        m_world = std::make_unique<World>();
        m_world->write(u"new.md"_s, "the new text");
        m_world->write(u"old.md"_s, "the old text");
        m_world->write(u"pass.xml"_s, passing);
        m_world->write(u"fail.xml"_s, failing);
    }

    void theCommandGetsBothTextsAndItsResultIsKept()
    {
        const QString out = m_world->path(u"kept.xml"_s);
        const Ran ran = run(u"cat \"$COUNTERSIGN_CANDIDATE\" \"$COUNTERSIGN_LIVE\" > seen; echo spoilt > "
                            u"\"$COUNTERSIGN_CANDIDATE\"; "
                            "cp pass.xml \"$COUNTERSIGN_RESULT\""_s,
                            {u"--live"_s, m_world->path(u"old.md"_s), u"--output"_s, out, u"--json"_s});
        QVERIFY2(ran.status == 0, qPrintable(ran.why()));
        QCOMPARE(ran.json().value(u"tool"_s).toString(), u"junit"_s);
        QCOMPARE(ran.json().value(u"cases"_s).toInt(), 1);
        QCOMPARE(ran.json().value(u"command_status"_s).toInt(-1), 0);
        QFile seen(m_world->path(u"seen"_s));
        QVERIFY(seen.open(QIODevice::ReadOnly));
        QCOMPARE(seen.readAll(), QByteArray("the new textthe old text"));
        QFile text(m_world->path(u"new.md"_s));
        QVERIFY(text.open(QIODevice::ReadOnly));
        QCOMPARE(text.readAll(), QByteArray("the new text"));
        QFile kept(out);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll(), passing);
    }

    void howItEndsIsTheExitStatus_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("status");
        QTest::newRow("passed") << u"cp pass.xml $COUNTERSIGN_RESULT"_s << 0;
        QTest::newRow("a name of its own")
            << u"cp pass.xml \"$(dirname $COUNTERSIGN_RESULT)/junit.xml\""_s << 0;
        QTest::newRow("failed") << u"cp fail.xml $COUNTERSIGN_RESULT"_s << 3;
        QTest::newRow("failed, and says so") << u"cp fail.xml $COUNTERSIGN_RESULT; exit 1"_s << 3;
        QTest::newRow("passed, but broke down") << u"cp pass.xml $COUNTERSIGN_RESULT; exit 1"_s << 4;
        QTest::newRow("killed") << u"cp pass.xml $COUNTERSIGN_RESULT; kill -9 $$"_s << 4;
        QTest::newRow("no result") << u"true"_s << 4;
        QTest::newRow("no such program") << u"no-such-program-at-all"_s << 4;
        QTest::newRow("cut off") << u"head -c 60 pass.xml > $COUNTERSIGN_RESULT"_s << 4;
        QTest::newRow("no result file of any tool") << u"echo hello > $COUNTERSIGN_RESULT"_s << 4;
        QTest::newRow("nothing in it")
            << u"echo '<testsuite tests=\"0\"></testsuite>' > $COUNTERSIGN_RESULT"_s << 4;
        QTest::newRow("no end to its words") << u"yes"_s << 4;
    }
    void howItEndsIsTheExitStatus()
    {
        QFETCH(const QString, line);
        QFETCH(const int, status);
        const Ran ran = run(line);
        QVERIFY2(ran.status == status, qPrintable(ran.why()));
    }

    void whatItSaysOnItsWayDownIsShown()
    {
        const Ran ran = run(u"echo the key is missing >&2; exit 7"_s);
        QVERIFY2(ran.status == 4, qPrintable(ran.why()));
        QVERIFY2(ran.err.contains("the key is missing") && ran.err.contains("status 7"), ran.err);
    }

    void aCommandWithoutEndIsEnded()
    {
        QElapsedTimer clock;
        clock.start();
        const Ran ran = run(u"sleep 600 & echo $! > child; wait"_s, {u"--timeout"_s, u"1"_s});
        QVERIFY2(ran.status == 4, qPrintable(ran.why()));
        QVERIFY(clock.elapsed() < 30'000);
        QFile child(m_world->path(u"child"_s));
        QVERIFY(child.open(QIODevice::ReadOnly));
        const pid_t pid = child.readAll().trimmed().toInt();
        QVERIFY(pid > 0);
        QTRY_VERIFY(::kill(pid, 0) != 0);
    }

    void stoppingStopsIt()
    {
        QProcess process;
        process.setWorkingDirectory(m_world->path(u"."_s));
        process.start(
            qEnvironmentVariable("COUNTERSIGNCTL"),
            {u"eval"_s, u"harness"_s, u"new.md"_s, u"--command"_s, u"echo $$ > child; exec sleep 600"_s});
        QTRY_VERIFY(QFileInfo(m_world->path(u"child"_s)).size() > 0);
        ::kill(pid_t(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(30'000));
        QVERIFY(process.exitCode() != 0);
        QFile child(m_world->path(u"child"_s));
        QVERIFY(child.open(QIODevice::ReadOnly));
        const pid_t pid = child.readAll().trimmed().toInt();
        QVERIFY(pid > 0);
        QTRY_VERIFY(::kill(pid, 0) != 0);
    }

    void onlyThePersonNamesTheCommand()
    {
        // A file of that name in the folder is nobody's command.
        m_world->write(u".countersign/harness"_s, "cp pass.xml $COUNTERSIGN_RESULT");
        const QStringList bare{u"eval"_s, u"harness"_s, m_world->path(u"new.md"_s)};
        const Ran none = m_world->runIn(m_world->path(u"."_s), u"ana"_s, bare);
        QVERIFY2(none.status == 2, qPrintable(none.why()));
        qputenv("COUNTERSIGN_HARNESS", "cp pass.xml $COUNTERSIGN_RESULT");
        const Ran own = m_world->runIn(m_world->path(u"."_s), u"ana"_s, bare);
        qunsetenv("COUNTERSIGN_HARNESS");
        QVERIFY2(own.status == 0, qPrintable(own.why()));
        const Ran wrong = run(u"true"_s, {u"--timeout"_s, u"soon"_s});
        QVERIFY2(wrong.status == 2, qPrintable(wrong.why()));
        const Ran missing =
            m_world->runIn(m_world->path(u"."_s), u"ana"_s,
                           {u"eval"_s, u"harness"_s, u"nowhere.md"_s, u"--command"_s, u"true"_s});
        QVERIFY2(missing.status == 4, qPrintable(missing.why()));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CliEvalHarnessTest)
#include "tst_cli_eval_harness.moc"
