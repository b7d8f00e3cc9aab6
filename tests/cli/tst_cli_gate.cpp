// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/world/World.h"
#include "domain/Requirements.h"
#include "support/Seed.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

constexpr int cases = 40;

/// JUnit's report of the suite; the first `lost` cases fail.
QByteArray report(int lost)
{
    QByteArray xml = "<?xml version=\"1.0\"?>\n<testsuites><testsuite name=\"refund\" tests=\""
                     + QByteArray::number(cases) + "\" failures=\"" + QByteArray::number(lost) + "\">\n";
    for (int i = 0; i < cases; ++i) {
        xml += "<testcase classname=\"refund\" name=\"case " + QByteArray::number(i) + "\""
               + (i < lost ? QByteArray("><failure message=\"wrong\"/></testcase>\n") : QByteArray("/>\n"));
    }
    return xml + "</testsuite></testsuites>\n";
}

} // namespace

/// The gate in a terminal, on a real repository: a suite is asked for, and what the record says of its runs decides.
class CliGateTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<World> m_world;

    QString regression()
    {
        const QJsonObject shown = m_world->json(u"ana"_s, {u"show"_s, u"#3"_s});
        for (const QJsonValue &one : shown[u"requirements"_s].toArray()) {
            if (one[u"id"_s].toString() == u"regression") {
                return one[u"state"_s].toString();
            }
        }
        return u"none"_s;
    }

    /// What the fold says of it, and `check` on a branch that has the change's bytes; with the exit status of `check`.
    QString folded()
    {
        const State state = m_world->state();
        for (const Requirement &requirement : requirementsToAccept(state, *state.changeByNumber(3))) {
            if (requirement.id() == u"regression") {
                return toString(requirement.state);
            }
        }
        return u"none"_s;
    }
    std::pair<QString, int> checked()
    {
        const Ran ran = m_world->run(
            u"ana"_s, {u"check"_s, u"--base"_s, u"origin/main"_s, u"--head"_s, u"feature"_s, u"--json"_s});
        for (const QJsonValue &file : ran.json().value(u"files"_s).toArray()) {
            for (const QJsonValue &one : file[u"requirements"_s].toArray()) {
                if (one[u"id"_s].toString() == u"regression") {
                    return {one[u"state"_s].toString(), ran.status};
                }
            }
        }
        return {u"none"_s, ran.status};
    }

    QStringList record(const QString &result)
    {
        return {u"eval"_s,    u"record"_s,       u"3"_s,          m_world->path(result),
                u"--suite"_s, u"evals/refund"_s, u"--baseline"_s, m_world->path(u"live.xml"_s)};
    }

private slots:
    void initTestCase()
    {
        m_world = std::make_unique<World>();
        World &world = *m_world;
        world.write(u"ana/prompts/evals/refund.yaml"_s, "prompts: [file://refund.prompt.md]\ntests: []\n");
        world.git(world.path(u"ana"_s), {u"add"_s, u"."_s});
        world.git(world.path(u"ana"_s), {u"commit"_s, u"--quiet"_s, u"-m"_s, u"suite"_s});
        world.git(world.path(u"ana"_s), {u"push"_s, u"--quiet"_s, u"origin"_s, u"main"_s});
        const Ran begun = world.init();
        QVERIFY2(begun.status == 0, qPrintable(begun.why()));
        QByteArray yaml = world.git(world.remote(), {u"show"_s, u"main:.countersign/policy.yaml"_s});
        QVERIFY2(yaml.contains("suite"), yaml.constData());
        const qsizetype rights = yaml.indexOf("\nrights:\n") + 9;
        yaml.insert(rights, "  record_runs: [admin]\n  accept_results: [compliance]\n");
        yaml += "\nsuites:\n  - suite: evals/refund\n    paths: [prompts/support/**]\n    limit: 0.1\n";
        world.write(u"policy.yaml"_s, yaml);
        world.write(u"live.xml"_s, report(0));
        world.write(u"pass.xml"_s, report(0).replace("refund\" tests", "refund again\" tests"));
        world.write(u"doubt.xml"_s, report(2));
        world.write(u"fail.xml"_s, report(cases / 2));
        world.write(u"cut.xml"_s, report(0).chopped(60));
        QCOMPARE(world.propose(14).status, 0); // writes the note; withdrawn again below
        QCOMPARE(world.run(u"ana"_s, {u"withdraw"_s, u"1"_s}).status, 0);
        const Ran proposed = world.run(u"ana"_s, {u"propose"_s, u".countersign/policy"_s, u"--file"_s,
                                                  world.path(u"policy.yaml"_s), u"--title"_s, u"A suite"_s,
                                                  u"--note"_s, world.path(u"note.yaml"_s)});
        QVERIFY2(proposed.status == 0, qPrintable(proposed.why()));
        QCOMPARE(world.run(u"ben"_s, {u"approve"_s, u"2"_s}).status, 0);
        const Ran enforced = world.run(u"ana"_s, {u"enforce"_s, u"2"_s});
        QVERIFY2(enforced.status == 0, qPrintable(enforced.why()));
        QCOMPARE(world.propose(21).status, 0); // #3
        QCOMPARE(world.run(u"ben"_s, {u"approve"_s, u"3"_s}).status, 0);
    }

    void theGateFlipsWithEachRecordedVerdict()
    {
        World &world = *m_world;
        const QString ana = world.path(u"ana"_s);
        const QString text = u"ana/prompts/support/refund.prompt.md"_s;
        world.git(ana, {u"fetch"_s, u"--quiet"_s, u"origin"_s});
        world.git(ana, {u"checkout"_s, u"--quiet"_s, u"-B"_s, u"feature"_s, u"origin/main"_s});
        QFile file(world.path(text));
        QVERIFY(file.open(QIODevice::ReadOnly));
        world.write(text, file.readAll().replace("within 30 days", "within 21 days"));
        world.git(ana, {u"commit"_s, u"--quiet"_s, u"-a"_s, u"-m"_s, u"feature"_s});
        world.git(ana, {u"checkout"_s, u"--quiet"_s, u"main"_s});
        QCOMPARE(regression(), u"inconclusive"_s);
        QCOMPARE(folded(), u"inconclusive"_s);
        QCOMPARE(checked(), std::pair(u"inconclusive"_s, 3));
        QVERIFY(world.run(u"ana"_s, {u"accept"_s, u"3"_s}).status != 0);
        const QList<std::pair<QString, std::pair<int, QString>>> runs = {
            {u"fail.xml"_s, {3, u"unsatisfied"_s}},
            {u"pass.xml"_s, {0, u"satisfied"_s}},
            {u"doubt.xml"_s, {4, u"inconclusive"_s}},
            {u"cut.xml"_s, {4, u"inconclusive"_s}}};
        for (const auto &[result, expected] : runs) {
            const QJsonObject written = world.json(u"ana"_s, record(result), expected.first);
            QCOMPARE(written[u"done"_s].toString(), u"run-recorded"_s);
            QCOMPARE(regression(), expected.second);
            QCOMPARE(folded(), expected.second);
            QCOMPARE(checked(), std::pair(expected.second, expected.first == 0 ? 0 : 3));
        }
        QCOMPARE(world.shapeProblems(), QStringList());
    }

    void whoMayNotRecordsNothingButWhatIsRecorded()
    {
        World &world = *m_world;
        world.write(u"other.xml"_s, report(1));
        const Ran refused = world.run(u"ben"_s, record(u"other.xml"_s));
        QVERIFY2(refused.status == 3, qPrintable(refused.why()));
        const Ran repeated = world.run(u"ben"_s, record(u"cut.xml"_s)); // what is recorded already
        QVERIFY2(repeated.status == 4, qPrintable(repeated.why()));
    }

    void aDoubtfulResultIsAcceptedAndEndsWithTheNextRevision()
    {
        World &world = *m_world;
        QVERIFY(world.run(u"ben"_s, {u"eval"_s, u"accept"_s, u"3"_s, u"--reason"_s, u"x"_s}).status
                != 0); // the last one is cut off
        world.write(u"doubt2.xml"_s, report(3));
        QCOMPARE(world.run(u"ana"_s, record(u"doubt2.xml"_s)).status, 4);
        QVERIFY(world.run(u"ana"_s, {u"eval"_s, u"accept"_s, u"3"_s, u"--reason"_s, u"x"_s}).status
                != 0); // her own
        const Ran unknown = world.run(
            u"ben"_s, {u"eval"_s, u"grade"_s, u"3"_s, u"no such case"_s, u"pass"_s, u"--reason"_s, u"x"_s});
        QVERIFY2(unknown.status == 4, qPrintable(unknown.why()));
        const QJsonObject accepted =
            world.json(u"ben"_s, {u"eval"_s, u"accept"_s, u"3"_s, u"--reason"_s, u"Two are outdated."_s});
        QCOMPARE(accepted[u"done"_s].toString(), u"result-accepted"_s);
        QCOMPARE(regression(), u"satisfied"_s);
        QCOMPARE(world.propose(20, {u"--change"_s, u"3"_s}).status, 0);
        QCOMPARE(regression(), u"inconclusive"_s);
        const Ran shown = world.run(u"ana"_s, {u"show"_s, u"3"_s});
        QVERIFY2(shown.out.contains("of another revision"), qPrintable(shown.why()));
        QCOMPARE(world.shapeProblems(), QStringList());
    }

    void theHarnessRecordsInOneStep()
    {
        World &world = *m_world;
        QCOMPARE(regression(), u"inconclusive"_s);
        world.write(u"harness.md"_s, "the text");
        world.write(u"harness.xml"_s, report(0).replace("refund\" tests", "harness\" tests"));
        const QStringList harness{u"eval"_s,       u"harness"_s,
                                  world.path(u"harness.md"_s),
                                  u"--command"_s,  u"cp '%1' \"$COUNTERSIGN_RESULT\""_s.arg(world.path(u"harness.xml"_s)),
                                  u"--baseline"_s, world.path(u"live.xml"_s)};
        const QStringList where{u"--record"_s, u"3"_s, u"--suite"_s, u"evals/refund"_s};

        const Ran half = world.run(u"ana"_s, harness + where.first(2));
        QVERIFY2(half.status == 2, qPrintable(half.why()));
        const Ran nowhere = world.run(u"ana"_s, harness + QStringList{u"--record"_s, u"99"_s, u"--suite"_s, u"evals/refund"_s});
        QVERIFY2(nowhere.status != 0, qPrintable(nowhere.why()));
        QCOMPARE(regression(), u"inconclusive"_s);

        const QJsonObject written = world.json(u"ana"_s, harness + where);
        QCOMPARE(written[u"done"_s].toString(), u"run-recorded"_s);
        QCOMPARE(written[u"run"_s][u"verdict"_s].toString(), u"pass"_s);
        QCOMPARE(regression(), u"satisfied"_s);
        QCOMPARE(world.shapeProblems(), QStringList());
    }

    void aFlippedBitNeverChangesWhatRuns() // T-16
    {
        World &world = *m_world;
        const QStringList resolve{u"resolve"_s, u"support/refund"_s, u"--environment"_s, u"production"_s};
        const Ran right = world.run(u"ana"_s, resolve);
        QVERIFY2(right.status == 0 && !right.out.isEmpty(), qPrintable(right.why()));
        QStringList files;
        QDirIterator all(world.path(QString()), QDir::Files, QDirIterator::Subdirectories);
        while (all.hasNext()) {
            const QString file = all.next();
            if (file.contains(u"/clone.git/objects/"_s) || file.endsWith(u"events.cache"_s)) {
                files.append(file);
            }
        }
        QVERIFY(files.size() > 5);
        files.sort();
        QRandomGenerator random(seed());
        int refused = 0;
        for (int round = 0; round < 24; ++round) {
            const QString name = files.at(random.bounded(files.size()));
            QFile file(name);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray before = file.readAll();
            file.close();
            if (before.isEmpty()) {
                continue;
            }
            QByteArray after = before;
            const qsizetype at = random.bounded(after.size());
            after[at] = char(after.at(at) ^ (1 << random.bounded(8)));
            const QFile::Permissions permissions = file.permissions();
            file.setPermissions(permissions | QFile::WriteOwner);
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write(after);
            file.close();
            const Ran ran = world.run(u"ana"_s, resolve);
            // The right bytes, or none.
            QVERIFY2(ran.out == right.out || (ran.status != 0 && ran.out.isEmpty()),
                     qPrintable(name + u": "_s + ran.why()));
            refused += ran.status != 0;
            QFile again(name);
            if (again.exists()) {
                again.setPermissions(permissions | QFile::WriteOwner);
            }
            QVERIFY(again.open(QIODevice::WriteOnly | QIODevice::Truncate));
            again.write(before);
            again.close();
            again.setPermissions(permissions);
        }
        qInfo("%d of 24 were refused", refused);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CliGateTest)
#include "tst_cli_gate.moc"
