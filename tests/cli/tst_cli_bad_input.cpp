// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/world/World.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// Places and files that cannot be taken: a clear line, the right status, and nothing lost.
class CliBadInputTest : public QObject
{
    Q_OBJECT

private:
    // Nothing that the rows of these tests do is written, so that one world serves all of them.
    std::unique_ptr<World> m_places;
    std::unique_ptr<World> m_notes;

private slots:
    void aPlaceThatCannotBeOpenedIsNamed_data()
    {
        QTest::addColumn<QString>("place");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("nothing there") << u"absent"_s << 4 << QByteArray("absent does not exist");
        QTest::newRow("not a repository") << u"/"_s << 4 << QByteArray("not a git repository");
        QTest::newRow("no commits") << u"empty"_s << 4 << QByteArray("no commits yet");
        QTest::newRow("shallow") << u"shallow"_s << 4 << QByteArray("git fetch --unshallow");
        QTest::newRow("SHA-256") << u"sha256"_s << 4 << QByteArray("SHA-256 object names");
        QTest::newRow("reftable") << u"reftable"_s << 4 << QByteArray("reftable");
        QTest::newRow("no record") << u"ana"_s << 4 << QByteArray("countersignctl init begins one");
        QTest::newRow("a command as URL") << u"ext::sh -c true"_s << 4 << QByteArray("does not exist");
        QTest::newRow("a scheme that runs things") << u"ext://host/repository"_s << 2 << QByteArray("remote");
        QTest::newRow("nobody listens")
            << u"https://127.0.0.1:1/repository.git"_s << 5 << QByteArray("cannot be reached");
    }
    void aPlaceThatCannotBeOpenedIsNamed()
    {
        QFETCH(const QString, place);
        QFETCH(const int, status);
        QFETCH(const QByteArray, words);
        const bool first = !m_places;
        m_places = first ? std::make_unique<World>() : std::move(m_places);
        World &world = *m_places;
        const QString here = world.path(u"."_s);
        if (first) {
            world.git(here, {u"init"_s, u"--quiet"_s, world.path(u"empty"_s)});
            world.git(here, {u"clone"_s, u"--quiet"_s, u"--depth=1"_s, u"file://"_s + world.remote(),
                             world.path(u"shallow"_s)});
            world.git(here, {u"init"_s, u"--quiet"_s, u"--object-format=sha256"_s, world.path(u"sha256"_s)});
            world.git(here, {u"init"_s, u"--quiet"_s, u"--ref-format=reftable"_s, world.path(u"reftable"_s)});
        }

        const QString given = place.contains(u':') || place.startsWith(u'/') ? place : world.path(place);
        const Ran ran = world.runIn(here, u"ana"_s, {u"status"_s, u"--workspace"_s, given});
        const Ran begun = world.runIn(here, u"ana"_s, {u"init"_s, u"--dry-run"_s, u"--workspace"_s, given});

        QVERIFY2(ran.status == status, qPrintable(ran.why()));
        QVERIFY2(ran.err.contains(words), qPrintable(ran.why()));
        QCOMPARE(ran.out, QByteArray());
        QCOMPARE(ran.err.count('\n'), 1);
        QCOMPARE(begun.status, place == "ana"_L1 ? 0 : status);
    }

    void aPasswordInAUrlIsRefusedAndNotShown()
    {
        World world;

        const Ran ran = world.runIn(
            world.path(u"."_s), u"ana"_s,
            {u"status"_s, u"--workspace"_s, u"https://ana:planted-secret@127.0.0.1:1/repository.git"_s});

        QCOMPARE(ran.status, 5);
        QVERIFY2(!ran.err.contains("planted-secret") && !ran.out.contains("planted-secret"),
                 qPrintable(ran.why()));
    }

    void aRemoteThatTakesNothingIsNamed()
    {
        World world;
        world.accepted();
        world.write(u"remote.git/hooks/pre-receive"_s, "#!/bin/sh\necho protected by the host >&2\nexit 1\n");
        QVERIFY(QFile::setPermissions(world.path(u"remote.git/hooks/pre-receive"_s),
                                      QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));

        const Ran ran =
            world.run(u"ana"_s, {u"release"_s, u"support/refund"_s, u"--environment"_s, u"staging"_s});

        QVERIFY2(ran.status == 5, qPrintable(ran.why()));
        QVERIFY2(ran.err.contains("does not permit") && ran.err.contains("Nothing was written"),
                 qPrintable(ran.why()));
        QVERIFY(QFile::remove(world.path(u"remote.git/hooks/pre-receive"_s)));
        QCOMPARE(
            world.run(u"ana"_s, {u"release"_s, u"support/refund"_s, u"--environment"_s, u"staging"_s}).status,
            0);
    }

    void aMistakeInThePolicyHasItsPlace()
    {
        World world;
        const QByteArray policy =
            world.json(u"ana"_s, {u"init"_s, u"--dry-run"_s})[u"policy"_s].toString().toUtf8();
        QByteArray wrong = policy;
        wrong.replace("roles: [product, engineering", "roles: [produkt, engineering");
        QVERIFY(wrong != policy);
        world.write(u"policy.yaml"_s, wrong);
        const int line = int(wrong.first(wrong.indexOf("produkt")).count('\n')) + 1;

        const Ran begun =
            world.run(u"ana"_s, {u"init"_s, u"--yes"_s, u"--policy"_s, world.path(u"policy.yaml"_s)});

        QCOMPARE(begun.status, 2);
        QVERIFY2(begun.err.contains("line " + QByteArray::number(line) + ", column "),
                 qPrintable(begun.why()));
        QCOMPARE(world.run(u"ana"_s, {u"status"_s}).status, 4);

        world.write(u"policy.yaml"_s, policy);
        QCOMPARE(
            world.run(u"ana"_s, {u"init"_s, u"--yes"_s, u"--policy"_s, world.path(u"policy.yaml"_s)}).status,
            0);
        world.write(u"policy.yaml"_s, wrong);
        const Ran proposed = world.run(u"ana"_s, {u"propose"_s, u".countersign/policy.yaml"_s, u"--file"_s,
                                                  world.path(u"policy.yaml"_s), u"--title"_s, u"Typo"_s});
        QCOMPARE(proposed.status, 2);
        QVERIFY2(proposed.err.contains("line " + QByteArray::number(line) + ", column "),
                 qPrintable(proposed.why()));
    }

    void aMistakeInTheNoteHasItsPlace_data()
    {
        QTest::addColumn<QByteArray>("note");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("unknown key") << QByteArray("what: x\nwhi: y\n") << QByteArray("line 2, column 1: ");
        QTest::newRow("unknown person")
            << QByteArray("rollback_owner: eve@example.com\n") << QByteArray("eve@example.com");
        QTest::newRow("bad trigger") << QByteArray("what: x\ntriggers:\n  - often\n")
                                     << QByteArray("line 3, column 5: ");
        QTest::newRow("no YAML") << QByteArray("what: [x\n") << QByteArray("line ");
        QTest::newRow("a list") << QByteArray("- x\n") << QByteArray("must be a map");
        QTest::newRow("alias") << QByteArray("what: &a x\nwhy: *a\n") << QByteArray("line ");
    }
    void aMistakeInTheNoteHasItsPlace()
    {
        QFETCH(const QByteArray, note);
        QFETCH(const QByteArray, words);
        if (!m_notes) {
            m_notes = std::make_unique<World>();
            m_notes->accepted();
            QCOMPARE(m_notes->propose(7, {u"--title"_s, u"x"_s}).status, 0);
        }
        World &world = *m_notes;
        world.write(u"bad.yaml"_s, note);
        const qsizetype before = world.commits().size();

        const Ran noted = world.run(u"ana"_s, {u"note"_s, u"2"_s, u"--note"_s, world.path(u"bad.yaml"_s)});

        QVERIFY2(noted.status == 2, qPrintable(noted.why()));
        QVERIFY2(noted.err.contains(words), qPrintable(noted.why()));
        QCOMPARE(world.commits().size(), before);
    }

    void bytesThatAreNoTextStayWhatTheyAre()
    {
        World world;
        const QByteArray latin("Das Rückgaberecht gilt 14 Tage.\n");
        const QByteArray bytes = QString::fromUtf8(latin).toLatin1();
        world.write(u"ana/prompts/support/german.prompt.md"_s, bytes);
        world.git(world.path(u"ana"_s), {u"add"_s, u"."_s});
        world.git(world.path(u"ana"_s), {u"commit"_s, u"--quiet"_s, u"-m"_s, u"german"_s});
        world.git(world.path(u"ana"_s), {u"push"_s, u"--quiet"_s, u"origin"_s, u"main"_s});
        QCOMPARE(world.init().status, 0);
        const QStringList resolve = {u"resolve"_s, u"support/german"_s, u"--environment"_s, u"production"_s};

        QCOMPARE(world.run(u"ana"_s, resolve).out, bytes);
        QCOMPARE(QByteArray::fromBase64(world.json(u"ana"_s, resolve)[u"base64"_s].toString().toLatin1()),
                 bytes);
        const Ran shown = world.run(u"ana"_s, {u"show"_s, u"support/german@1.0.0"_s});
        QVERIFY2(shown.out.contains("R\\xfcckgaberecht"), qPrintable(shown.why()));
        QCOMPARE(world.run(u"ana"_s, {u"show"_s, u"support/german@1.0.0"_s, u"--raw"_s}).out, bytes);
        QCOMPARE(world.shapeProblems(), QStringList());
    }

    void oneVeryLongLineIsALine()
    {
        World world;
        QByteArray line;
        while (line.size() < 220'000) {
            line += "Refunds are possible within 30 days of purchase. ";
        }
        world.write(u"ana/prompts/support/long.prompt.md"_s, line);
        world.git(world.path(u"ana"_s), {u"add"_s, u"."_s});
        world.git(world.path(u"ana"_s), {u"commit"_s, u"--quiet"_s, u"-m"_s, u"long"_s});
        world.git(world.path(u"ana"_s), {u"push"_s, u"--quiet"_s, u"origin"_s, u"main"_s});
        QCOMPARE(world.init().status, 0);
        QByteArray edited = line;
        edited.replace(100'000, 49, "Refunds are impossible after 30 days of purchase. ");
        world.write(u"long.md"_s, edited);

        const Ran proposed = world.run(u"ana"_s, {u"propose"_s, u"support/long"_s, u"--file"_s,
                                                  world.path(u"long.md"_s), u"--title"_s, u"Long"_s});
        const Ran resolved =
            world.run(u"ana"_s, {u"resolve"_s, u"support/long"_s, u"--environment"_s, u"production"_s});

        QVERIFY2(proposed.status == 0, qPrintable(proposed.why().left(2000)));
        QVERIFY(resolved.out == line);
    }

    void whatANewerProgramWroteIsReadAndNeverGuessedAt()
    {
        World world;
        world.accepted();
        const State seen = world.state();
        const ArtifactId refund{u"support/refund"_s};
        const VersionRecord accepted = *seen.artifact(refund)->latest();
        const EnvironmentId production{u"production"_s};
        const Event event =
            world.append(seen, {u"p:ana-ruiz"_s}, releaseSubject(production, refund),
                         ReleaseMade{.artifact = refund,
                                     .environment = production,
                                     .version = accepted.version,
                                     .content = accepted.content},
                         [](QByteArray &body) { body.replace("release.made", "release.tuned"); });
        world.write(u"default.md"_s, "default\n");
        const QStringList resolve = {u"resolve"_s, u"support/refund"_s, u"--environment"_s, u"production"_s};

        const Ran resolved = world.run(u"ben"_s, resolve);
        const Ran guessed =
            world.run(u"ben"_s, resolve + QStringList{u"--or-file"_s, world.path(u"default.md"_s)});
        const Ran staging =
            world.run(u"ben"_s, {u"resolve"_s, u"support/refund"_s, u"--environment"_s, u"staging"_s});
        const Ran written = world.run(u"ana"_s, {u"rollback"_s, u"support/refund"_s, u"--environment"_s,
                                                 u"production"_s, u"--to"_s, u"1.1.0"_s});
        const QJsonObject report = world.json(u"ben"_s, {u"verify"_s});

        QCOMPARE(resolved.status, 4);
        QCOMPARE(resolved.out, QByteArray());
        QVERIFY2(resolved.err.contains("newer Countersign"), qPrintable(resolved.why()));
        QCOMPARE(guessed.status, 4);
        QCOMPARE(guessed.out, QByteArray());
        QCOMPARE(staging.status, 0);
        QVERIFY2(written.status == 3 || written.status == 4, qPrintable(written.why()));
        QCOMPARE(report[u"problems"_s][0][u"what"_s].toString(), u"newer-event"_s);
        QCOMPARE(report[u"problems"_s][0][u"event"_s].toString(), event.id.toString());
    }

    void aLockThatNobodyHoldsIsReportedAndBrokenOnRequest()
    {
        World world;
        world.accepted();
        const QString lock = world.path(u"remote.git/refs/heads/countersign/ledger.lock"_s);
        world.write(u"remote.git/refs/heads/countersign/ledger.lock"_s, {});
        QFile file(lock);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(QDateTime::currentDateTimeUtc().addSecs(-3600),
                                 QFileDevice::FileModificationTime));
        file.close();

        const Ran seen = world.run(u"ana"_s, {u"doctor"_s, u"--json"_s});
        const bool stays = QFile::exists(lock);
        const Ran broken = world.run(u"ana"_s, {u"doctor"_s, u"--break-lock"_s, u"--json"_s});

        QCOMPARE(seen.status, 5);
        QCOMPARE(seen.json()[u"locks"_s][0][u"path"_s].toString(), lock);
        QVERIFY(seen.json()[u"locks"_s][0][u"age"_s].toInt() >= 3600);
        QVERIFY(stays);
        QVERIFY2(broken.status == 0, qPrintable(broken.why()));
        QVERIFY(broken.json()[u"locks"_s][0][u"removed"_s].toBool());
        QVERIFY(!QFile::exists(lock));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CliBadInputTest)
#include "tst_cli_bad_input.moc"
