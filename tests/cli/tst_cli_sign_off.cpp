// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/world/World.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

/// Exceptions in a terminal, on a real repository: a policy that allows some is put in force, and each of them is used.
class CliSignOffTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<World> m_world;

    static QString state(const QJsonObject &shown, const QString &id)
    {
        for (const QJsonValue &one : shown[u"requirements"_s].toArray()) {
            if (one[u"id"_s].toString() == id) {
                return one[u"state"_s].toString();
            }
        }
        return {};
    }

private slots:
    void initTestCase()
    {
        m_world = std::make_unique<World>();
        World &world = *m_world;
        QCOMPARE(world.init().status, 0);
        QByteArray yaml = world.git(world.remote(), {u"show"_s, u"main:.countersign/policy.yaml"_s});
        const qsizetype high = yaml.indexOf("  high:\n") + 8;
        yaml.insert(high, "    lower: [compliance]\n    reviewer: true\n");
        const qsizetype rights = yaml.indexOf("\nrights:\n") + 9;
        yaml.insert(rights, "  audit: [compliance]\n  emergency: [engineering]\n  delegate: [product]\n");
        yaml += "\noverrides:\n  - requirement: reviewer\n    by: [compliance]\n";
        world.write(u"policy.yaml"_s, yaml);
        QCOMPARE(world.propose(14).status, 0); // writes the note; withdrawn again below
        QCOMPARE(world.run(u"ana"_s, {u"withdraw"_s, u"1"_s}).status, 0);
        const Ran proposed = world.run(u"ana"_s, {u"propose"_s, u".countersign/policy"_s, u"--file"_s, world.path(u"policy.yaml"_s),
                                                  u"--title"_s, u"Exceptions"_s, u"--note"_s, world.path(u"note.yaml"_s)});
        QVERIFY2(proposed.status == 0, qPrintable(proposed.why()));
        const Ran approved = world.run(u"ben"_s, {u"approve"_s, u"2"_s});
        QVERIFY2(approved.status == 0, qPrintable(approved.why()));
        const Ran enforced = world.run(u"ana"_s, {u"enforce"_s, u"2"_s});
        QVERIFY2(enforced.status == 0, qPrintable(enforced.why()));
        QCOMPARE(world.propose(21).status, 0); // #3, high
    }

    void aReviewerIsNamedAndTheRequirementOverridden()
    {
        World &world = *m_world;
        QCOMPARE(state(world.json(u"ana"_s, {u"show"_s, u"#3"_s}), u"reviewer"_s), u"unsatisfied"_s);
        QCOMPARE(world.json(u"ana"_s, {u"reviewer"_s, u"3"_s, u"ben@example.com"_s})[u"done"_s].toString(), u"reviewer-named"_s);
        const Ran own = world.run(u"ana"_s, {u"override"_s, u"3"_s, u"reviewer"_s, u"--reason"_s, u"Nobody is there."_s});
        QVERIFY2(own.status != 0 && own.err.contains("edited"), qPrintable(own.why()));
        QCOMPARE(world.json(u"ben"_s, {u"override"_s, u"3"_s, u"reviewer"_s, u"--reason"_s, u"Read in the board."_s})[u"done"_s].toString(),
                 u"overridden"_s);
        QCOMPARE(state(world.json(u"ana"_s, {u"show"_s, u"#3"_s}), u"reviewer"_s), u"overridden"_s);
    }

    void aLowerLaneNeedsAReasonAndTheOtherPerson()
    {
        World &world = *m_world;
        const Ran silent = world.run(u"ana"_s, {u"lower"_s, u"3"_s, u"low"_s});
        QVERIFY2(silent.status != 0 && silent.err.contains("reason"), qPrintable(silent.why()));
        QCOMPARE(world.json(u"ana"_s, {u"lower"_s, u"3"_s, u"low"_s, u"--reason"_s, u"A number only."_s})[u"done"_s].toString(),
                 u"lowering-proposed"_s);
        QVERIFY(world.run(u"ana"_s, {u"lower"_s, u"3"_s}).status != 0);
        QCOMPARE(world.json(u"ben"_s, {u"lower"_s, u"3"_s})[u"change"_s][u"lane"_s].toString(), u"low"_s);
        QVERIFY(world.run(u"ben"_s, {u"status"_s}).out.contains("A number only."));
    }

    void aDemandIsTakenBack()
    {
        World &world = *m_world;
        QCOMPARE(world.run(u"ben"_s, {u"request-changes"_s, u"3"_s, u"--message"_s, u"Why?"_s}).status, 0);
        QVERIFY(world.run(u"ana"_s, {u"clear"_s, u"3"_s, u"--reason"_s, u"Because."_s}).status != 0);
        QCOMPARE(world.json(u"ben"_s, {u"clear"_s, u"3"_s})[u"done"_s].toString(), u"cleared"_s);
    }

    void aRoleIsHandedOnAndTakenBack()
    {
        World &world = *m_world;
        QVERIFY(world.run(u"ana"_s, {u"delegate"_s, u"ben@example.com"_s, u"compliance"_s}).status != 0);
        QCOMPARE(world.json(u"ana"_s, {u"delegate"_s, u"ben@example.com"_s, u"product"_s})[u"done"_s].toString(), u"delegated"_s);
        // Ana wrote the change: nobody approves it for her.
        QVERIFY(world.run(u"ben"_s, {u"approve"_s, u"3"_s, u"--for"_s, u"ana@example.com"_s}).status != 0);
        QCOMPARE(world.json(u"ana"_s, {u"delegate"_s, u"ben@example.com"_s, u"product"_s, u"--revoke"_s})[u"done"_s].toString(),
                 u"revoked"_s);
    }

    void anEmergencyIsDeclaredAndClosedBySomebodyElse()
    {
        World &world = *m_world;
        QCOMPARE(world.json(u"ana"_s, {u"emergency"_s, u"3"_s, u"--reason"_s, u"It pays twice."_s})[u"done"_s].toString(),
                 u"emergency-declared"_s);
        QCOMPARE(world.run(u"ana"_s, {u"accept"_s, u"3"_s}).status, 0);
        QVERIFY(world.run(u"ana"_s, {u"emergency"_s, u"3"_s, u"--close"_s, u"--reason"_s, u"Fine."_s}).status != 0);
        QVERIFY(world.run(u"ben"_s, {u"status"_s}).out.contains("It pays twice."));
        QCOMPARE(world.json(u"ben"_s, {u"emergency"_s, u"3"_s, u"--close"_s, u"--reason"_s, u"Fine."_s})[u"done"_s].toString(),
                 u"emergency-closed"_s);
        QCOMPARE(world.json(u"ben"_s, {u"verify"_s})[u"problems"_s].toArray(), QJsonArray());
        QCOMPARE(world.shapeProblems(), QStringList());
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CliSignOffTest)
#include "tst_cli_sign_off.moc"
