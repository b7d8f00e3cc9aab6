// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/world/World.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const PrincipalId ana{u"p:ana-ruiz"_s};
const PrincipalId ben{u"p:ben-okafor"_s};
const ArtifactId refund{u"support/refund"_s};

/// The problem of a report at one event; an empty object when there is none.
QJsonObject problemAt(const QJsonObject &report, Sequence seq, const QString &what)
{
    for (const QJsonValue &problem : report[u"problems"_s].toArray()) {
        if (problem[u"number"_s].toInteger() == seq && problem[u"what"_s] == what) {
            return problem.toObject();
        }
    }
    return {};
}

/// Id of the event at a place, as its body says.
QString idAt(const World &world, const QByteArray &commit)
{
    const QByteArray body =
        world.git(world.remote(), {u"show"_s, QString::fromLatin1(commit) + u":ledger/body.json"_s});
    return QJsonDocument::fromJson(body)[u"id"_s].toString();
}

} // namespace

/// What somebody does to the record behind the program's back is named by verify with the exact event.
class CliTamperingTest : public QObject
{
    Q_OBJECT

private slots:
    void aChangedByteIsNamed()
    {
        World world;
        world.accepted();
        QList<QByteArray> commits = world.commits();
        const QString id = idAt(world, commits.at(3));
        QByteArray body = world.git(world.remote(),
                                    {u"show"_s, QString::fromLatin1(commits.at(3)) + u":ledger/body.json"_s});
        QVERIFY(body.contains("\"lane\":\"high\""));
        body.replace("\"lane\":\"high\"", "\"lane\":\"low\"");
        commits[3] = world.commit(commits.at(3), {}, u"ledger/body.json"_s, body);
        world.serve(commits);

        const QJsonObject report = world.json(u"ben"_s, {u"verify"_s}, 4);
        const Ran fresh = world.runIn(world.path(u"ben"_s), u"carla"_s, {u"verify"_s, u"--json"_s});

        QCOMPARE(fresh.status, 4);
        QCOMPARE(problemAt(fresh.json(), 4, u"broken-link"_s)[u"event"_s].toString(), id);
        QVERIFY(!fresh.json()[u"sound"_s].toBool());
        // Whoever saw the record before is told where the other history begins.
        QCOMPARE(problemAt(report, 4, u"other-history"_s)[u"event"_s].toString(), id);
        QVERIFY(!problemAt(report, 4, u"broken-link"_s).isEmpty());
    }

    void aRemovedEventIsNamed()
    {
        World world;
        world.accepted();
        QList<QByteArray> commits = world.commits();
        const QString next = idAt(world, commits.at(5));
        const QString removed = idAt(world, commits.at(4));
        commits.removeAt(4);
        world.serve(commits);

        const Ran fresh = world.runIn(world.path(u"ben"_s), u"carla"_s, {u"verify"_s, u"--json"_s});
        const Ran known = world.run(u"ana"_s, {u"verify"_s, u"--json"_s});

        QCOMPARE(fresh.status, 4);
        QCOMPARE(problemAt(fresh.json(), 5, u"broken-link"_s)[u"event"_s].toString(), next);
        QCOMPARE(known.status, 4);
        QCOMPARE(problemAt(known.json(), 5, u"other-history"_s)[u"event"_s].toString(), removed);
    }

    void twoEventsInAnotherOrderAreNamed()
    {
        World world;
        world.accepted();
        QList<QByteArray> commits = world.commits();
        const QString later = idAt(world, commits.at(5));
        const QString earlier = idAt(world, commits.at(4));
        commits.swapItemsAt(4, 5);
        world.serve(commits);

        const Ran fresh = world.runIn(world.path(u"ben"_s), u"carla"_s, {u"verify"_s, u"--json"_s});

        QCOMPARE(fresh.status, 4);
        QCOMPARE(problemAt(fresh.json(), 5, u"broken-link"_s)[u"event"_s].toString(), later);
        QCOMPARE(problemAt(fresh.json(), 6, u"broken-link"_s)[u"event"_s].toString(), earlier);
    }

    void aRecordThatWasCutOffIsNamed()
    {
        World world;
        world.accepted();
        QCOMPARE(world.run(u"ana"_s, {u"status"_s}).status, 0);
        const QList<QByteArray> commits = world.commits();
        world.moveLedger(commits.at(commits.size() - 3));

        const Ran report = world.run(u"ana"_s, {u"verify"_s, u"--json"_s});
        const Ran written =
            world.run(u"ana"_s, {u"release"_s, u"support/refund"_s, u"--environment"_s, u"staging"_s});
        const Ran status = world.run(u"ana"_s, {u"status"_s, u"--json"_s});

        const Sequence first = commits.size() - 1;
        QCOMPARE(report.status, 4);
        QCOMPARE(problemAt(report.json(), first, u"other-history"_s)[u"event"_s].toString(),
                 idAt(world, commits.at(first - 1)));
        QCOMPARE(written.status, 4);
        QCOMPARE(status.json()[u"sync"_s][u"state"_s].toString(), u"alarm"_s);
        QCOMPARE(status.json()[u"wrong"_s][0][u"kind"_s].toString(), u"record-diverged"_s);
    }

    void aRecordThatDivergedIsNamed()
    {
        World world;
        world.accepted();
        QCOMPARE(world.run(u"ana"_s, {u"status"_s}).status, 0);
        const QList<QByteArray> commits = world.commits();
        world.moveLedger(commits.at(commits.size() - 3));
        const Ran other =
            world.runIn(world.path(u"ben"_s), u"carla"_s, {u"comment"_s, u"1"_s, u"Another history."_s});
        QVERIFY2(other.status == 0, qPrintable(other.why()));

        const Ran report = world.run(u"ana"_s, {u"verify"_s, u"--json"_s});

        const Sequence first = commits.size() - 1;
        QCOMPARE(report.status, 4);
        QCOMPARE(problemAt(report.json(), first, u"other-history"_s)[u"event"_s].toString(),
                 idAt(world, commits.at(first - 1)));
    }

    void aTreeThatIsNotWhatTheEventsSayIsNamed()
    {
        World world;
        world.accepted();
        QList<QByteArray> commits = world.commits();
        commits.last() = world.commit(commits.last(), commits.at(commits.size() - 2),
                                      u"environments/production.json"_s, "{\"support/refund\":\"6.6.6\"}\n");
        world.moveLedger(commits.last());

        const Ran fresh = world.runIn(world.path(u"ben"_s), u"carla"_s, {u"verify"_s, u"--json"_s});

        QCOMPARE(fresh.status, 4);
        QCOMPARE(problemAt(fresh.json(), commits.size(), u"wrong-tree"_s)[u"event"_s].toString(),
                 idAt(world, commits.last()));
    }

    void whatTheRulesForbidHasNoEffectAndIsNamed_data()
    {
        QTest::addColumn<QString>("which");
        QTest::addColumn<QString>("rule");
        QTest::newRow("approval by the author") << u"author"_s << u"contributor-may-not-approve"_s;
        QTest::newRow("approval without the role") << u"role"_s << u"role-not-held"_s;
        QTest::newRow("approval of an older revision") << u"old"_s << u"old-revision"_s;
        QTest::newRow("release of what did not run before it") << u"order"_s << u"order-skipped"_s;
        QTest::newRow("release of what nobody accepted") << u"version"_s << u"version-unknown"_s;
        QTest::newRow("acceptance without approval") << u"accept"_s << u"requirement-unmet"_s;
    }
    void whatTheRulesForbidHasNoEffectAndIsNamed()
    {
        QFETCH(const QString, which);
        QFETCH(const QString, rule);
        World world;
        world.accepted();
        QCOMPARE(world.propose(7).status, 0);
        const State first = world.state();
        const Change before = *first.changeByNumber(2);
        if (which == "old"_L1) {
            QCOMPARE(world.propose(5, {u"--change"_s, u"2"_s}).status, 0);
        }
        const State seen = world.state();
        const Change change = *seen.changeByNumber(2);
        const Revision &revision = which == "old"_L1 ? *before.revision() : *change.revision();
        ReviewGiven review{
            .revision = revision.stamp.event,
            .content = revision.content,
            .note = revision.note() ? revision.note()->stamp.event : EventId{},
            .as = {u"product"_s},
            .assessment = {.lane = Lane::High, .touched = revision.data.assessment.touched, .rules = u"1"_s}};
        const VersionRecord accepted = *seen.artifact(refund)->latest();
        ReleaseMade release{.artifact = refund,
                            .environment = {u"production"_s},
                            .version = accepted.version,
                            .content = accepted.content};
        const QString about = changeSubject(change.id);
        const QString place = releaseSubject(release.environment, refund);
        QByteArray hash = world.run(u"ben"_s, {u"state"_s, u"--hash"_s}).out;

        Event event;
        if (which == "author"_L1) {
            event = world.append(seen, ana, about, review);
        } else if (which == "role"_L1) {
            review.as = {u"admin"_s};
            event = world.append(seen, ben, about, review);
        } else if (which == "old"_L1) {
            event = world.append(seen, ben, about, review);
        } else if (which == "order"_L1) {
            event = world.append(seen, ana, place, release);
        } else if (which == "version"_L1) {
            release.version = {.major = 9, .minor = 9, .patch = 9};
            event = world.append(seen, ana, place, release);
        } else {
            event = world.append(seen, ana, about,
                                 ChangeAccepted{.revision = revision.stamp.event,
                                                .content = revision.content,
                                                .versions = {{.artifact = refund, .version = {.major = 2}}}});
        }

        const QJsonObject report = world.json(u"ben"_s, {u"verify"_s});
        const Sequence seq = seen.head.seq + 1;
        const QJsonObject problem = problemAt(report, seq, u"void-event"_s);
        QCOMPARE(problem[u"event"_s].toString(), event.id.toString());
        QVERIFY2(problem[u"detail"_s].toString().startsWith(rule),
                 qPrintable(problem[u"detail"_s].toString()));
        QVERIFY(report[u"sound"_s].toBool());
        QCOMPARE(world.run(u"ben"_s, {u"verify"_s, u"--strict"_s}).status, 3);
        QCOMPARE(world.run(u"ben"_s, {u"state"_s, u"--hash"_s}).out, hash);
        const QJsonObject log = world.json(u"ben"_s, {u"log"_s, u"--without-effect"_s});
        QCOMPARE(log[u"events"_s][0][u"event"_s].toString(), event.id.toString());
        QCOMPARE(log[u"events"_s][0][u"rule"_s].toString(), rule);
        QVERIFY(world.run(u"ben"_s, {u"status"_s}).out.contains("had no effect"));
        QCOMPARE(world.shapeProblems(), QStringList());
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::CliTamperingTest)
#include "tst_cli_tampering.moc"
