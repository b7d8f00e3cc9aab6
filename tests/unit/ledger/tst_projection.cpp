// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger/Projection.h"
#include "support/Story.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

// Plays events of a story one by one and holds the tree that grows with them beside the tree of the whole state.
QString firstDifference(const QList<Placed> &events)
{
    State state;
    ReadableTree grown;
    for (const Placed &event : events) {
        const TreeBasis basis = treeBasis(state, event);
        const Verdict verdict = step(state, event);
        const QList<TreeEdit> edits = project(basis, state, event, verdict);
        if (!std::holds_alternative<Effective>(verdict) && !edits.isEmpty()) {
            return u"event %1 had no effect and changes the tree"_s.arg(event.at.seq);
        }
        applyEdits(grown, edits);
        const ReadableTree whole = projectAll(state);
        const QStringList grownPaths = grown.keys();
        for (const QString &path : grownPaths + whole.keys()) {
            if (!grown.contains(path) || !whole.contains(path) || grown[path].hash() != whole[path].hash()) {
                return u"event %1: %2"_s.arg(event.at.seq).arg(path);
            }
        }
    }
    return {};
}

} // namespace

class ProjectionTest : public QObject
{
    Q_OBJECT

private slots:
    void theTreeThatGrowsIsTheTreeOfTheState()
    {
        QRandomGenerator random(4711);
        const QList<PrincipalId> people = {ana, bode, dana, chen, jonas, rolf, ci};
        const QStringList artifacts = {u"support/refund"_s, u"support/greeting"_s, u"tools/1.0.0"_s};
        const char *roles[] = {"product", "billing", "compliance", "engineering", "support"};
        const QList<EnvironmentId> environments = {development, staging, production};
        for (int history = 0; history < 60; ++history) {
            Story story;
            story.baseline(artifacts[0], u"30 days"_s).baseline(artifacts[1], u"Hello"_s);
            for (int i = 0; i < 40; ++i) {
                const PrincipalId actor = people.at(random.bounded(people.size()));
                const QString artifact = artifacts.at(random.bounded(artifacts.size()));
                // A sentence about a change needs one, and most need a revision.
                const Change *change = story.state().change(story.changeId());
                const int kinds = !change ? 1 : !change->revision() ? 3 : 9;
                switch (random.bounded(kinds)) {
                case 0:
                    story.opened(actor, u"Change %1"_s.arg(i));
                    break;
                case 1:
                case 2:
                    story.submitted(actor, artifact, u"text %1"_s.arg(i), random.bounded(2) ? Lane::Low : Lane::Medium);
                    break;
                case 3:
                case 4:
                    story.approved(actor, roles[random.bounded(5)]);
                    break;
                case 5:
                    story.accepted(actor);
                    break;
                case 6:
                    story.released(actor, artifact, random.bounded(2) ? "1.0.0" : "1.0.1",
                                   environments.at(random.bounded(environments.size())));
                    break;
                case 7:
                    story.rolledBack(actor, artifact, "1.0.0", environments.at(random.bounded(environments.size())));
                    break;
                default:
                    story.commented(actor, u"Well."_s);
                }
            }

            const QString difference = firstDifference(story.events());
            QVERIFY2(difference.isEmpty(), qPrintable(difference));
        }
    }

    void theMainJobIsInTheTree()
    {
        Story story;
        story.baseline(u"support/refund"_s, u"30 days"_s);
        story.opened(ana).submitted(ana, u"support/refund"_s, u"14 days"_s, Lane::Low);
        const ReadableTree open = projectAll(story.state());
        story.approved(bode, "billing").accepted(ana);
        const ReadableTree accepted = projectAll(story.state());

        QVERIFY2(story.effective(), qPrintable(story.rule() ? toString(*story.rule()) : QString()));
        QVERIFY(open.contains(u"changes/1/1/prompts/support/refund.md"_s));
        QVERIFY(!accepted.contains(u"changes/1/1/prompts/support/refund.md"_s));
        QVERIFY(accepted.value(u"prompts/support/refund/1.0.1/refund.md"_s).hash() == textHash(u"14 days"_s));
        QVERIFY(accepted.value(u"environments/development.json"_s).bytes.contains("\"version\": \"1.0.1\""));
        QVERIFY(accepted.value(u"environments/production.flagd.json"_s).bytes.contains("\"defaultVariant\": \"1.0.0\""));
        QVERIFY(firstDifference(story.events()).isEmpty());
    }

    void noNameLeavesItsFolder_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("expected");
        QTest::newRow("plain") << u"Refund-1.md"_s << u"Refund-1.md"_s;
        QTest::newRow("space") << u"a b"_s << u"a%20b"_s;
        QTest::newRow("umlaut") << u"ü"_s << u"%C3%BC"_s;
        QTest::newRow("per cent") << u"a%20b"_s << u"a%2520b"_s;
        QTest::newRow("dot") << u"."_s << u"%2E"_s;
        QTest::newRow("two dots") << u".."_s << u".%2E"_s;
        QTest::newRow("git folder") << u".git"_s << u"%2Egit"_s;
        QTest::newRow("git folder in capitals") << u".GIT"_s << u"%2EGIT"_s;
        QTest::newRow("git modules") << u".gitmodules"_s << u"%2Egitmodules"_s;
        QTest::newRow("8.3 name") << u"git~1"_s << u"git%7E1"_s;
        QTest::newRow("trailing dot") << u"a."_s << u"a%2E"_s;
        QTest::newRow("back slash") << u"a\\b"_s << u"a%5Cb"_s;
        QTest::newRow("colon") << u"c:"_s << u"c%3A"_s;
        QTest::newRow("ignorable") << u".g\u200cit"_s << u".g%E2%80%8Cit"_s;
        QTest::newRow("control") << u"a\nb"_s << u"a%0Ab"_s;
        QTest::newRow("empty") << QString() << u"%"_s;
    }

    void noNameLeavesItsFolder()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, expected);

        QCOMPARE(treeName(name), expected);
    }

    void aFolderOfAPromptIsNoVersion()
    {
        const Artifact nested{.id = {u"a/1.0.0"_s}, .path = u"a/1.0.0.md"_s};
        const Artifact plain{.id = {u"a"_s}, .path = u"version.json"_s};

        QCOMPARE(acceptedPath(nested, version("2.0.0")), u"prompts/a/%31.0.0/2.0.0/1.0.0.md"_s);
        QCOMPARE(acceptedPath(plain, version("1.0.0")), u"prompts/a/1.0.0/%76ersion.json"_s);
    }
};

} // namespace countersign::test

QTEST_GUILESS_MAIN(countersign::test::ProjectionTest)
#include "tst_projection.moc"
