// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/world/World.h"

#include <QJsonArray>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace countersign::test {

namespace {

QJsonObject checkNamed(const QJsonObject &doctor, const QString &name)
{
    for (const QJsonValue &check : doctor[u"checks"_s].toArray()) {
        if (check[u"name"_s] == name) {
            return check.toObject();
        }
    }
    return {};
}

/// Ana proposes a policy, with a complete note.
Ran proposePolicy(World &world, const QByteArray &yaml)
{
    world.write(u"policy.yaml"_s, yaml);
    world.write(u"note.yaml"_s, "what: Another policy.\nwhy: It was asked for.\noutcome: It is followed.\n"
                                "triggers:\n  - refused above 5 window=60 sample=2 action=propose\n"
                                "rollback_owner: ben@example.com\ninformed: [ana@example.com]\n");
    return world.run(u"ana"_s,
                     {u"propose"_s, u".countersign/policy.yaml"_s, u"--file"_s, world.path(u"policy.yaml"_s),
                      u"--title"_s, u"Another policy"_s, u"--note"_s, world.path(u"note.yaml"_s)});
}

QByteArray policyOf(const World &world)
{
    return world.git(world.remote(), {u"cat-file"_s, u"blob"_s, u"main:.countersign/policy.yaml"_s}) + '\n';
}

} // namespace

/// What the program says of the state of things, and when something is in the way.
class CliCareTest : public QObject
{
    Q_OBJECT

private slots:
    void statusListsEveryOpenChangeWithLaneAndTurn()
    {
        World world;
        QCOMPARE(world.init().status, 0);
        QCOMPARE(world.propose(14).status, 0);

        const QJsonObject ana = world.json(u"ana"_s, {u"status"_s});
        const Ran stranger = world.runIn(world.path(u"ben"_s), u"carla"_s, {u"status"_s});

        QCOMPARE(ana[u"open"_s].toArray().size(), 1);
        QCOMPARE(ana[u"open"_s][0][u"number"_s].toInt(), 1);
        QCOMPARE(ana[u"open"_s][0][u"lane"_s].toString(), u"high"_s);
        QVERIFY2(ana[u"open"_s][0][u"words"_s].toString().contains("Ben Okafor"),
                 qPrintable(ana[u"open"_s][0][u"words"_s].toString()));
        QVERIFY2(stranger.out.contains("changes  1 open: 1 high"), qPrintable(stranger.why()));
        QVERIFY2(stranger.out.contains("#1    high    Another refund window"), qPrintable(stranger.why()));
        QCOMPARE(world.run(u"ben"_s, {u"approve"_s, u"1"_s}).status, 0);
        QVERIFY(world.run(u"ana"_s, {u"status"_s}).out.contains("changes  none open"));
        QVERIFY2(world.shapeProblems().isEmpty(), qPrintable(world.shapeProblems().join(u'\n')));
    }

    void aReadableTreeThatIsNotWhatTheEventsSayIsSaid()
    {
        World world;
        world.accepted();
        QCOMPARE(world.run(u"ana"_s, {u"doctor"_s}).status, 0);
        const QList<QByteArray> commits = world.commits();
        const QString file = u"prompts/support/refund/1.1.0/refund.prompt.md"_s;
        world.moveLedger(
            world.commit(commits.last(), commits.at(commits.size() - 2), file, "Pay everybody.\n"));

        const Ran status = world.runIn(world.path(u"ben"_s), u"carla"_s, {u"status"_s, u"--json"_s});
        const Ran doctor = world.runIn(world.path(u"ben"_s), u"carla"_s, {u"doctor"_s, u"--json"_s});
        const Ran text = world.runIn(world.path(u"ben"_s), u"carla"_s, {u"status"_s});

        QCOMPARE(status.json()[u"wrong"_s][0][u"kind"_s].toString(), u"readable-tree"_s);
        QCOMPARE(status.json()[u"wrong"_s][0][u"path"_s].toString(), file);
        QCOMPARE(doctor.status, 4);
        QCOMPARE(checkNamed(doctor.json(), u"tree"_s)[u"ok"_s].toBool(true), false);
        QVERIFY2(text.out.contains(file.toUtf8()), qPrintable(text.why()));
    }

    void aNameThatCouldMeanTwoThingsIsNeverGuessed()
    {
        World world;
        world.write(u"ana/prompts/a.prompt.md"_s, "One.\n");
        world.write(u"ana/prompts/a@1.0.0.prompt.md"_s, "Two.\n");
        world.write(u"ana/prompts/#1.prompt.md"_s, "Three.\n");
        world.git(world.path(u"ana"_s), {u"add"_s, u"."_s});
        world.git(world.path(u"ana"_s), {u"commit"_s, u"--quiet"_s, u"-m"_s, u"names"_s});
        world.git(world.path(u"ana"_s), {u"push"_s, u"--quiet"_s, u"origin"_s, u"main"_s});
        QCOMPARE(world.init().status, 0);
        QCOMPARE(world.propose(14).status, 0);
        const auto show = [&world](const QString &what) {
            return world.run(u"ana"_s, {u"show"_s, what, u"--json"_s});
        };

        const Ran version = show(u"a@1.0.0"_s);
        const Ran change = show(u"#1"_s);

        QCOMPARE(version.status, 2);
        QVERIFY2(version.err.contains("prompt:a@1.0.0") && version.err.contains("version:a@1.0.0"),
                 qPrintable(version.why()));
        QCOMPARE(change.status, 2);
        QVERIFY2(change.err.contains("prompt:#1") && change.err.contains("change:1"),
                 qPrintable(change.why()));
        QCOMPARE(show(u"prompt:a@1.0.0"_s).json()[u"id"_s].toString(), u"a@1.0.0"_s);
        QCOMPARE(show(u"version:a@1.0.0"_s).json()[u"text"_s].toString(), u"One.\n"_s);
        QCOMPARE(show(u"a@1.0.0@1.0.0"_s).json()[u"text"_s].toString(), u"Two.\n"_s);
        QCOMPARE(show(u"prompt:#1"_s).json()[u"id"_s].toString(), u"#1"_s);
        QCOMPARE(show(u"change:1"_s).json()[u"number"_s].toInt(), 1);
        QCOMPARE(show(u"1"_s).json()[u"number"_s].toInt(), 1);
    }

    void anInterruptedWriteSaysWhatIsKnownOfIt()
    {
        World world;
        world.accepted();
        // A server that thinks for a long time about what it was sent.
        const QString asked = world.path(u"asked"_s);
        world.write(u"remote.git/hooks/pre-receive"_s,
                    "#!/bin/sh\ntouch '" + asked.toUtf8() + "'\nsleep 20\n");
        QFile::setPermissions(world.remote() + u"/hooks/pre-receive"_s,
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"XDG_DATA_HOME"_s, world.path(u"data-ana"_s));
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(world.path(u"ana"_s));
        process.start(qEnvironmentVariable("COUNTERSIGNCTL"), {u"comment"_s, u"1"_s, u"Interrupted."_s});
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(asked), 30s);

        ::kill(pid_t(process.processId()), SIGINT);
        QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 15s);
        const QByteArray words = process.readAllStandardError();

        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 4);
        QVERIFY2(words.contains("interrupted"), words.constData());
        QVERIFY2(words.contains("no answer came") && words.contains("countersignctl status"),
                 words.constData());
        QVERIFY2(!words.contains("Nothing was written"), words.constData());
    }

    void anInterruptedReaderSaysThatNothingWasWritten()
    {
        World world;
        world.accepted();
        world.write(u"slow.jsonl"_s, "");
        QProcess process;
        process.setWorkingDirectory(world.path(u"ana"_s));
        process.start(qEnvironmentVariable("COUNTERSIGNCTL"), {u"classify"_s, u"--batch"_s, u"-"_s});
        process.write("{\"id\":\"1\",\"path\":\"a.md\",\"before\":\"a\",\"after\":\"b\"}\n");
        QTRY_VERIFY_WITH_TIMEOUT(process.bytesAvailable() > 0, 15s);

        ::kill(pid_t(process.processId()), SIGINT);
        QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 15s);

        QCOMPARE(process.exitCode(), 130);
        QVERIFY(process.readAllStandardError().contains("interrupted; nothing was written"));
    }

    void initDoesNotLeaveThePolicyOnASideBranch()
    {
        World world;
        const QString solo = world.path(u"solo"_s);
        world.git(world.path(u"."_s), {u"clone"_s, u"--quiet"_s, world.remote(), solo});
        world.git(solo, {u"remote"_s, u"remove"_s, u"origin"_s});
        world.git(solo, {u"config"_s, u"user.name"_s, u"Ana Ruiz"_s});
        world.git(solo, {u"config"_s, u"user.email"_s, u"ana@example.com"_s});
        const Ran proposed = world.runIn(solo, u"solo"_s, {u"init"_s, u"--dry-run"_s, u"--json"_s});
        world.write(u"solo/.countersign/policy.yaml"_s, proposed.json()[u"policy"_s].toString().toUtf8());
        const QStringList init{u"init"_s, u"--yes"_s, u"--policy"_s, u".countersign/policy.yaml"_s};

        const Ran refused = world.runIn(solo, u"solo"_s, init);
        const QByteArray branches = world.git(solo, {u"branch"_s, u"--list"_s});
        world.git(solo, {u"add"_s, u"."_s});
        world.git(solo, {u"commit"_s, u"--quiet"_s, u"-m"_s, u"policy"_s});
        const Ran begun = world.runIn(solo, u"solo"_s, init);

        QVERIFY2(refused.status == 3, qPrintable(refused.why()));
        QVERIFY2(refused.err.contains("commit it"), qPrintable(refused.why()));
        QVERIFY2(!branches.contains("countersign/"), branches.constData());
        QVERIFY2(begun.status == 0, qPrintable(begun.why()));
        QVERIFY(!world.git(solo, {u"branch"_s, u"--list"_s}).contains("countersign/accept"));
    }

    void aPolicyThatLocksEverybodyOutIsNotPutInForceByAccident()
    {
        World world;
        QCOMPARE(world.init().status, 0);
        QByteArray yaml = policyOf(world);
        yaml.replace("signatures_required: false", "signatures_required: true");
        const Ran proposed = proposePolicy(world, yaml);

        const Ran refused = world.run(u"ben"_s, {u"approve"_s, u"1"_s});
        const Ran approved = world.run(u"ben"_s, {u"approve"_s, u"1"_s, u"--no-accept"_s});
        const Ran accepted = world.run(u"ana"_s, {u"accept"_s, u"1"_s});
        const Ran meant = world.run(u"ana"_s, {u"accept"_s, u"1"_s, u"--despite-lock-out"_s});

        QVERIFY2(proposed.status == 0 && proposed.err.contains("nobody could ever change it again"),
                 qPrintable(proposed.why()));
        QVERIFY2(refused.status == 3 && refused.err.contains("--despite-lock-out"),
                 qPrintable(refused.why()));
        QVERIFY2(approved.status == 0, qPrintable(approved.why()));
        QVERIFY2(accepted.status == 3, qPrintable(accepted.why()));
        QVERIFY2(meant.status == 0, qPrintable(meant.why()));
        QCOMPARE(world.run(u"ana"_s, {u"comment"_s, u"1"_s, u"Hello?"_s}).status, 3);
    }

    void signingWorksAsTheReadmeSays()
    {
        if (QStandardPaths::findExecutable(u"ssh-keygen"_s).isEmpty()) {
            QSKIP("ssh-keygen is not installed");
        }
        World world;
        QCOMPARE(world.init().status, 0);
        QByteArray yaml = policyOf(world);
        for (const QString &who : {u"ana"_s, u"ben"_s}) {
            QProcess keygen;
            const QString key = world.path(who + u".key"_s);
            keygen.start(u"ssh-keygen"_s, {u"-q"_s, u"-t"_s, u"ed25519"_s, u"-N"_s, QString(), u"-f"_s, key});
            QVERIFY(keygen.waitForFinished() && keygen.exitCode() == 0);
            world.git(world.path(who), {u"config"_s, u"gpg.format"_s, u"ssh"_s});
            world.git(world.path(who), {u"config"_s, u"user.signingkey"_s, key});
            QFile file(key + u".pub"_s);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray words = file.readAll().simplified().split(' ').mid(0, 2).join(' ');
            const QByteArray emails = "emails: [" + who.toUtf8() + "@example.com]";
            QVERIFY2(yaml.contains(emails), yaml.constData());
            yaml.replace(emails, emails + "\n    keys: [\"" + words + "\"]");
        }
        yaml.replace("signatures_required: false", "signatures_required: true");
        const Ran proposed = proposePolicy(world, yaml);
        const Ran approved = world.run(u"ben"_s, {u"approve"_s, u"1"_s});
        const Ran inForce = world.run(u"ana"_s, {u"enforce"_s, u"1"_s});

        const Ran comment = world.run(u"ana"_s, {u"comment"_s, u"1"_s, u"Signed."_s});
        const QJsonObject well = world.json(u"ana"_s, {u"doctor"_s});
        const QJsonObject log = world.json(u"ana"_s, {u"log"_s, u"--limit"_s, u"1"_s});
        world.git(world.path(u"ana"_s), {u"config"_s, u"--unset"_s, u"user.signingkey"_s});
        const Ran withoutKey = world.run(u"ana"_s, {u"comment"_s, u"1"_s, u"Not signed."_s});
        const Ran ill = world.run(u"ana"_s, {u"doctor"_s, u"--json"_s});

        QVERIFY2(proposed.status == 0 && !proposed.err.contains("warning"), qPrintable(proposed.why()));
        QVERIFY2(approved.status == 0, qPrintable(approved.why()));
        QVERIFY2(inForce.status == 0, qPrintable(inForce.why()));
        QVERIFY2(comment.status == 0, qPrintable(comment.why()));
        QVERIFY(log[u"events"_s][0][u"signed"_s].toBool());
        QVERIFY(checkNamed(well, u"signing"_s)[u"ok"_s].toBool());
        QCOMPARE(withoutKey.status, 3);
        QVERIFY2(withoutKey.err.contains("signature"), qPrintable(withoutKey.why()));
        QCOMPARE(checkNamed(ill.json(), u"signing"_s)[u"ok"_s].toBool(true), false);
        QCOMPARE(world.run(u"ben"_s, {u"verify"_s, u"--strict"_s}).status, 0);
        QVERIFY2(world.shapeProblems().isEmpty(), qPrintable(world.shapeProblems().join(u'\n')));
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CliCareTest)
#include "tst_cli_care.moc"
