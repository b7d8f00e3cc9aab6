// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/AsOf.h"
#include "support/Story.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

const ArtifactId refund{u"support/refund"_s};

Story released()
{
    Story story;
    story.baseline(u"support/refund"_s, u"30 days.\n"_s);
    story.opened(ana).submitted(ana, u"support/refund"_s, u"14 days.\n"_s, Lane::Low).approved(jonas, "support").accepted(chen);
    story.released(chen, u"support/refund"_s, "1.0.1", staging);
    story.released(chen, u"support/refund"_s, "1.0.1", production);
    story.rolledBack(chen, u"support/refund"_s, "1.0.0", production);
    return story;
}

} // namespace

class AsOfTest : public QObject
{
    Q_OBJECT

private slots:
    void eachPlaceOfTheRecordAnswersForItself();
    void agreesWithFoldingUpToThere();
    void rowsThatDifferComeFirst();
    void nothingRunsBeforeTheFirstEvent();
    void momentsAreInOrderAndOncePerEvent();
};

void AsOfTest::eachPlaceOfTheRecordAnswersForItself()
{
    const Story story = released();
    QVERIFY(story.effective());
    const Sequence end = story.state().head.seq;
    const Artifact &artifact = *story.state().artifact(refund);
    QCOMPARE(runningAt(artifact, production, end)->version, version("1.0.0"));
    QVERIFY(runningAt(artifact, production, end)->rolledBack);
    QCOMPARE(runningAt(artifact, production, end - 1)->version, version("1.0.1"));
    QCOMPARE(runningAt(artifact, production, end - 2)->version, version("1.0.0"));
    QCOMPARE(runningAt(artifact, staging, end - 2)->version, version("1.0.1"));
}

void AsOfTest::agreesWithFoldingUpToThere()
{
    const Story story = released();
    State state;
    for (const Placed &placed : story.events()) {
        QVERIFY(std::holds_alternative<Effective>(step(state, placed)));
        for (const EnvironmentId &environment : {development, staging, production}) {
            const Artifact *then = state.artifact(refund);
            const PointerMove *running = then ? then->running(environment) : nullptr;
            const auto asked = runningAt(*story.state().artifact(refund), environment, placed.at.seq);
            QCOMPARE(asked.has_value(), running != nullptr);
            if (running) {
                QCOMPARE(*asked, *running);
            }
        }
    }
}

void AsOfTest::rowsThatDifferComeFirst()
{
    Story story = released();
    const Sequence end = story.state().head.seq;
    const QList<AsOfRow> rows = asOf(story.state(), {development, production}, end - 1, end);
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[0].environment, production);
    QVERIFY(rows[0].differs());
    QVERIFY(!rows[1].differs());
    QVERIFY(asOf(story.state(), {production}, end, end).first().a == asOf(story.state(), {production}, end, end).first().b);
}

void AsOfTest::nothingRunsBeforeTheFirstEvent()
{
    const Story story = released();
    QVERIFY(asOf(story.state(), {development, staging, production}, 0, 0).isEmpty());
    const QList<AsOfRow> rows = asOf(story.state(), {production}, 0, 2);
    QCOMPARE(rows.size(), 1);
    QVERIFY(!rows[0].a && rows[0].b && rows[0].differs());
}

void AsOfTest::momentsAreInOrderAndOncePerEvent()
{
    Story story = released();
    story.approved(ana, "product"); // closed by now: without effect
    QVERIFY(story.rule());
    const QList<Moment> moments = momentsOf(story.state(), {development, staging, production});
    QVERIFY(std::is_sorted(moments.cbegin(), moments.cend(), [](const Moment &a, const Moment &b) { return a.seq < b.seq; }));
    QCOMPARE(moments.last().kind, MomentKind::WithoutEffect);
    QCOMPARE(moments.at(moments.size() - 2).kind, MomentKind::Rollback);
    // The baseline moved three pointers and is one moment.
    QCOMPARE(std::count_if(moments.cbegin(), moments.cend(), [](const Moment &m) { return m.seq == 2; }), 1);
}

QTEST_GUILESS_MAIN(AsOfTest)
#include "tst_as_of.moc"
