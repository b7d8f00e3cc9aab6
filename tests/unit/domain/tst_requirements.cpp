// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Story.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

const QString refund = u"support/refund"_s;

QStringList unmet(const Story &story)
{
    QStringList ids;
    for (const Requirement &requirement : requirementsToAccept(story.state(), story.change())) {
        if (!requirement.met()) {
            ids.append(requirement.id());
        }
    }
    return ids;
}

Story submitted(Lane lane, const Policy &policy = storyPolicy(), const QStringList &sections = {})
{
    Story story(policy);
    story.baseline(refund, u"30"_s).opened(ana).submitted(ana, refund, u"14"_s, lane, sections);
    return story;
}

} // namespace

class TestRequirements : public QObject
{
    Q_OBJECT

private slots:
    void eachLaneAsksForItsOwn_data()
    {
        QTest::addColumn<int>("lane");
        QTest::addColumn<QStringList>("missing");
        QTest::addRow("low") << 0 << QStringList{u"approvals"_s};
        QTest::addRow("medium") << 1 << QStringList{u"note"_s, u"approvals"_s};
        QTest::addRow("high") << 2
                              << QStringList{u"note"_s, u"approval.billing"_s, u"approval.compliance"_s, u"approvals"_s};
    }
    void eachLaneAsksForItsOwn()
    {
        QFETCH(const int, lane);
        QTEST(unmet(submitted(static_cast<Lane>(lane))), "missing");
    }

    void theNoteNamesWhatIsMissing()
    {
        const Story story = submitted(Lane::High);
        const Requirement note = requirementsToAccept(story.state(), story.change()).at(1);
        QVERIFY(note.kind == RequirementKind::NoteComplete);
        QCOMPARE(note.fields.size(), 7);
    }

    void aRollbackOwnerWhoMayNotRollBackIsNoAnswer()
    {
        Story story = submitted(Lane::Medium);
        story.noted(ana, jonas);
        const Requirement note = requirementsToAccept(story.state(), story.change()).at(1);
        QVERIFY(note.fields == QList<NoteField>{NoteField::RollbackOwner});
    }

    void theOwnerOfATouchedSectionIsAsked()
    {
        Policy policy = storyPolicy();
        policy.owners = {{.paths = {u"prompts/support/**"_s}, .section = u"Refund rules"_s, .anyOf = {role("billing")}}};
        QCOMPARE(unmet(submitted(Lane::Low, policy)), QStringList{u"approvals"_s});

        Story story = submitted(Lane::Low, policy, {u"Refund rules"_s});

        QCOMPARE(unmet(story), (QStringList{u"owner.billing"_s, u"approvals"_s}));
        story.approved(jonas, "support");
        QCOMPARE(unmet(story), QStringList{u"owner.billing"_s});
        story.approved(bode, "billing");
        QCOMPARE(unmet(story), QStringList{});
    }

    void aReviewerWhoFindsMoreTouchedAsksTheOwner()
    {
        Policy policy = storyPolicy();
        policy.owners = {{.paths = {u"prompts/support/**"_s}, .section = u"Refund rules"_s, .anyOf = {role("billing")}}};
        Story story = submitted(Lane::Low, policy);
        ReviewGiven review = story.reviewOf(story.change(), Decision::Approve, role("support"));
        review.assessment.touched = {{.path = u"prompts/support/refund.md"_s, .sections = {u"Refund rules"_s}}};

        story.say(jonas, changeSubject(story.changeId()), review);

        QCOMPARE(unmet(story), QStringList{u"owner.billing"_s});
    }

    void approvalCountsOfThoseWhoViewedEverythingWhereTheLaneAsksForIt()
    {
        Policy policy = storyPolicy();
        policy.lanes.first().viewed = true;
        Story story = submitted(Lane::Low, policy);
        ReviewGiven review = story.reviewOf(story.change(), Decision::Approve, role("support"));

        story.say(jonas, changeSubject(story.changeId()), review);
        QVERIFY(story.effective());
        QCOMPARE(unmet(story), QStringList{u"approvals"_s});

        review.viewed = true;
        story.say(jonas, changeSubject(story.changeId()), review);
        QCOMPARE(unmet(story), QStringList{});
    }

    void waitingForNamesWhoCouldApprove()
    {
        Story story = submitted(Lane::High);
        story.noted(ana);
        for (const Requirement &requirement : requirementsToAccept(story.state(), story.change())) {
            if (requirement.id() == u"approval.compliance") {
                QCOMPARE(requirement.waitingFor, QList<PrincipalId>{dana}); // not rolf, who left
            }
            if (requirement.kind == RequirementKind::ApprovalCount) {
                QVERIFY(!requirement.waitingFor.contains(ana));
                QVERIFY(!requirement.waitingFor.contains(ci));
            }
        }
    }

    void theRoleThatIsMissingComesFirst()
    {
        Policy policy = storyPolicy();
        policy.people[4].roles = {role("support"), role("compliance")};
        const Story story = submitted(Lane::High, policy);
        QCOMPARE(reviewRoles(story.state(), jonas, story.change()).first(), role("compliance"));
    }

    void rollbackTargetsAreWhatRanThere()
    {
        Story story = submitted(Lane::Low);
        story.approved(jonas, "support").accepted(ana);
        QVERIFY(rollbackTargets(story.state(), {refund}, staging).isEmpty());
        story.released(chen, refund, "1.0.1", staging);
        const auto targets = rollbackTargets(story.state(), {refund}, staging);
        QCOMPARE(targets.size(), 1);
        QCOMPARE(targets[0].version, version("1.0.0"));
    }

    void whatWasTakenBackIsOfferedLast()
    {
        Story story = submitted(Lane::Low);
        story.approved(jonas, "support").accepted(ana).released(chen, refund, "1.0.1", staging);
        story.opened(ana, u"More"_s).submitted(ana, refund, u"15"_s, Lane::Low).approved(jonas, "support").accepted(ana);
        story.released(chen, refund, "1.0.2", staging).rolledBack(chen, refund, "1.0.1", staging);

        const auto targets = rollbackTargets(story.state(), {refund}, staging);

        QCOMPARE(targets.size(), 2);
        QCOMPARE(targets[0].version, version("1.0.0"));
        QCOMPARE(targets[1].version, version("1.0.2"));
    }

    void refusalsSayTheSameAsTheFold_data()
    {
        QTest::addColumn<QString>("who");
        for (const char *who : {"p:ana", "p:bode", "p:dana", "p:chen", "p:jonas", "p:rolf", "p:ci", "p:mallory"}) {
            QTest::addRow("%s", who) << QString::fromLatin1(who);
        }
    }
    void refusalsSayTheSameAsTheFold()
    {
        QFETCH(const QString, who);
        const PrincipalId actor{who};
        for (const char *as : {"product", "billing", "compliance", "engineering", "support"}) {
            Story story = submitted(Lane::High);
            story.noted(ana);
            const Refusal refusal = refuseToReview(story.state(), actor, story.change(), role(as), Decision::Approve);
            story.approved(actor, as);
            QCOMPARE(refusal.has_value(), !story.effective());
        }
        Story story = submitted(Lane::Low);
        story.approved(jonas, "support");
        const Refusal accept = refuseToAccept(story.state(), actor, story.change());
        story.accepted(actor);
        QCOMPARE(accept.has_value(), !story.effective());
        for (const EnvironmentId &environment : {staging, production}) {
            Story next = submitted(Lane::Low);
            next.approved(jonas, "support").accepted(ana).released(chen, refund, "1.0.1", staging);
            const SemVer v = environment == staging ? version("1.0.0") : version("1.0.1");
            const Refusal release = refuseToRelease(next.state(), actor, {refund}, v, environment);
            next.released(actor, refund, qPrintable(v.toString()), environment);
            QCOMPARE(release.has_value(), !next.effective());
        }
    }
};

QTEST_GUILESS_MAIN(TestRequirements)
#include "tst_requirements.moc"
