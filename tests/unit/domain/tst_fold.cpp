// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Story.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

const QString refund = u"support/refund"_s;

Story governed()
{
    Story story;
    story.baseline(refund, u"Refunds within 30 days."_s);
    return story;
}

Story inReview()
{
    Story story = governed();
    story.opened(ana).submitted(ana, refund, u"Refunds within 14 days."_s).noted(ana);
    return story;
}

Story approvedByAll()
{
    Story story = inReview();
    story.approved(bode, "billing").approved(dana, "compliance");
    return story;
}

Story inProduction()
{
    Story story = approvedByAll();
    story.accepted(ana).released(chen, refund, "1.1.0", staging).released(chen, refund, "1.1.0", production);
    return story;
}

QString ruleName(const Story &story)
{
    return story.rule() ? toString(*story.rule()) : u"none"_s;
}

SemVer runs(const Story &story, const EnvironmentId &environment)
{
    return story.state().artifact({refund})->running(environment)->version;
}

} // namespace

class TestFold : public QObject
{
    Q_OBJECT

private slots:
    void theBaselineRunsEverywhere()
    {
        const Story story = governed();

        QCOMPARE(runs(story, production), version("1.0.0"));
        QCOMPARE(runs(story, development), version("1.0.0"));
    }

    void aChangeGoesFromReviewToProductionAndBack()
    {
        Story story = approvedByAll();
        story.accepted(ana);
        QCOMPARE(runs(story, development), version("1.1.0"));
        QCOMPARE(runs(story, staging), version("1.0.0"));
        story.released(ana, refund, "1.1.0", staging).released(chen, refund, "1.1.0", production);
        QCOMPARE(runs(story, production), version("1.1.0"));

        story.rolledBack(chen, refund, "1.0.0", production);

        QVERIFY(story.effective());
        QCOMPARE(runs(story, production), version("1.0.0"));
        QVERIFY(story.state().artifact({refund})->running(production)->rolledBack);
        QVERIFY(story.state().voids.isEmpty());
    }

    void theAuthorMayNotApprove() // T-04
    {
        Story story = inReview();
        story.approved(ana, "product");
        QCOMPARE(ruleName(story), toString(VoidRule::ContributorMayNotApprove));
    }

    void nobodyWhoEditedAnyRevisionMayApprove() // T-06
    {
        Story story = governed();
        story.opened(ana).submitted(ana, refund, u"14 days"_s, Lane::High, {}, {bode});
        story.submitted(ana, refund, u"15 days"_s).noted(ana).approved(bode, "billing");
        QCOMPARE(ruleName(story), toString(VoidRule::ContributorMayNotApprove));
    }

    void aServiceMayNotApprove() // T-05
    {
        Story story = inReview();
        story.approved(ci, "engineering");
        QCOMPARE(ruleName(story), toString(VoidRule::ServiceMayNotApprove));
    }

    void aRoleThatIsNotHeldDoesNotSpeak()
    {
        Story story = inReview();
        story.approved(jonas, "compliance");
        QCOMPARE(ruleName(story), toString(VoidRule::RoleNotHeld));
    }

    void somebodyWhoLeftDoesNotSpeak()
    {
        Story story = inReview();
        story.approved(rolf, "compliance");
        QCOMPARE(ruleName(story), toString(VoidRule::AuthorIsUnknown));
    }

    void anUnknownPersonDoesNotSpeak()
    {
        Story story = governed();
        story.opened({u"p:mallory"_s});
        QCOMPARE(ruleName(story), toString(VoidRule::AuthorIsUnknown));
    }

    void anApprovalOfAnOlderRevisionIsVoid() // T-01
    {
        Story story = inReview();
        const ReviewGiven old = story.reviewOf(story.change(), Decision::Approve, role("billing"));
        story.submitted(ana, refund, u"Refunds within 7 days."_s).noted(ana);

        story.say(bode, changeSubject(story.changeId()), old);

        QCOMPARE(ruleName(story), toString(VoidRule::OldRevision));
    }

    void goingBackToAnOldTextDoesNotReviveItsApprovals() // T-02
    {
        Story story = approvedByAll();
        story.submitted(ana, refund, u"Refunds within 7 days."_s).noted(ana);
        story.submitted(ana, refund, u"Refunds within 14 days."_s).noted(ana);

        story.accepted(ana);

        QCOMPARE(ruleName(story), toString(VoidRule::RequirementUnmet));
    }

    void aWhiteSpaceChangeVoidsApprovals() // T-03
    {
        Story story = approvedByAll();
        story.submitted(ana, refund, u"Refunds within 14 days. "_s).noted(ana).accepted(ana);
        QCOMPARE(ruleName(story), toString(VoidRule::RequirementUnmet));
    }

    void aChangedNoteVoidsApprovals()
    {
        Story story = approvedByAll();
        story.noted(ana).accepted(ana);
        QCOMPARE(ruleName(story), toString(VoidRule::RequirementUnmet));
    }

    void anApprovalOfOtherBytesIsVoid() // T-16
    {
        Story story = inReview();
        ReviewGiven review = story.reviewOf(story.change(), Decision::Approve, role("billing"));
        review.content = textHash(u"other"_s);
        story.say(bode, changeSubject(story.changeId()), review);
        QCOMPARE(ruleName(story), toString(VoidRule::ContentMismatch));
    }

    void anApprovalThatRacesWithARevisionIsVoid() // T-12
    {
        Story story = inReview();
        Event late = story.make(bode, changeSubject(story.changeId()),
                                story.reviewOf(story.change(), Decision::Approve, role("billing")));
        story.askedForChanges(dana, "compliance");

        story.place(late);

        QCOMPARE(ruleName(story), toString(VoidRule::StaleSubject));
    }

    void twoApprovalsAtOnceBothCount()
    {
        Story story = inReview();
        const Event first = story.make(bode, changeSubject(story.changeId()),
                                       story.reviewOf(story.change(), Decision::Approve, role("billing")));
        const Event second = story.make(dana, changeSubject(story.changeId()),
                                        story.reviewOf(story.change(), Decision::Approve, role("compliance")));
        story.place(first);
        story.place(second);
        QVERIFY(story.effective());
        QVERIFY(allMet(requirementsToAccept(story.state(), story.change())));
    }

    void oneRoleDoesNotStandInForAnother()
    {
        Story story = inReview();
        story.approved(bode, "billing").approved(chen, "engineering").accepted(ana);
        QCOMPARE(ruleName(story), toString(VoidRule::RequirementUnmet));
    }

    void onePersonTwiceIsOneApproval() // T-19
    {
        Policy policy = storyPolicy();
        policy.people[1].roles.append(role("compliance"));
        Story story(policy);
        story.baseline(refund, u"30"_s).opened(ana).submitted(ana, refund, u"14"_s).noted(ana);
        story.approved(bode, "billing").approved(bode, "compliance").accepted(ana);
        QCOMPARE(ruleName(story), toString(VoidRule::RequirementUnmet));
    }

    void askingForChangesBlocksUntilThatPersonApproves()
    {
        Story story = approvedByAll();
        story.askedForChanges(jonas, "support").accepted(ana);
        QCOMPARE(ruleName(story), toString(VoidRule::RequirementUnmet));

        story.approved(jonas, "support").accepted(ana);

        QVERIFY(story.effective());
    }

    void aReplayedEventIsADuplicate() // T-07
    {
        Story story = approvedByAll();
        const QList<Placed> before = story.events();
        const QByteArray hash = story.state().hash();
        for (const Placed &placed : before) {
            story.place(std::get<Event>(placed.event));
            QVERIFY(!story.effective());
        }
        QCOMPARE(story.state().hash(), hash);
    }

    void anEventOfAnotherLedgerIsVoid() // T-08
    {
        Story story = inReview();
        Event event = story.make(bode, changeSubject(story.changeId()),
                                 story.reviewOf(story.change(), Decision::Approve, role("billing")));
        event.ledger.bytes[0] ^= 1;
        story.place(event);
        QCOMPARE(ruleName(story), toString(VoidRule::LedgerMismatch));
    }

    void anEventUnderAnotherSubjectIsVoid() // T-08
    {
        Story story = inProduction();
        Event event = story.make(chen, releaseSubject(staging, {refund}),
                                 ReleaseRolledBack{.artifact = {refund},
                                                   .environment = production,
                                                   .version = version("1.0.0"),
                                                   .content = textHash(u"Refunds within 30 days."_s)});
        story.place(event);
        QCOMPARE(ruleName(story), toString(VoidRule::SubjectMismatch));
    }

    void aFalseViewOfHistoryIsAFork() // T-30
    {
        Story story = inReview();
        Event event = story.make(bode, changeSubject(story.changeId()),
                                 story.reviewOf(story.change(), Decision::Approve, role("billing")));
        event.basis.seenLink.bytes[0] ^= 1;
        story.place(event);
        QCOMPARE(ruleName(story), toString(VoidRule::ForkSeen));
    }

    void aReleaseWithoutAcceptanceIsVoid()
    {
        Story story = inReview();
        story.released(chen, refund, "1.1.0", staging);
        QCOMPARE(ruleName(story), toString(VoidRule::VersionUnknown));
    }

    void promotionKeepsItsOrder()
    {
        Story story = approvedByAll();
        story.accepted(ana).released(chen, refund, "1.1.0", production);
        QCOMPARE(ruleName(story), toString(VoidRule::OrderSkipped));
    }

    void whatStagingTookBackDoesNotGoOn()
    {
        Story story = approvedByAll();
        story.accepted(ana).released(chen, refund, "1.1.0", staging).rolledBack(chen, refund, "1.0.0", staging);
        story.released(chen, refund, "1.1.0", production);
        QCOMPARE(ruleName(story), toString(VoidRule::OrderSkipped));
    }

    void onlyWhoMayDeploysAndRollsBack()
    {
        Story story = approvedByAll();
        story.accepted(ana).released(ana, refund, "1.1.0", staging);
        QVERIFY(story.effective());
        story.released(ana, refund, "1.1.0", production);
        QCOMPARE(ruleName(story), toString(VoidRule::RightMissing));
        story.rolledBack(ana, refund, "1.0.0", staging);
        QCOMPARE(ruleName(story), toString(VoidRule::RightMissing));
    }

    void aRollbackGoesOnlyWhereItWas() // T-17
    {
        Story story = approvedByAll();
        story.accepted(ana).rolledBack(chen, refund, "1.1.0", production);
        QCOMPARE(ruleName(story), toString(VoidRule::NeverRanThere));
    }

    void twoRollbacksAtOnceAreOne() // T-13
    {
        Story story = inProduction();
        const ReleaseRolledBack data{.artifact = {refund},
                                     .environment = production,
                                     .version = version("1.0.0"),
                                     .content = textHash(u"Refunds within 30 days."_s)};
        const Event first = story.make(chen, releaseSubject(production, {refund}), data);
        const Event second = story.make(chen, releaseSubject(production, {refund}), data);
        story.place(first);
        QVERIFY(story.effective());
        story.place(second);
        QCOMPARE(ruleName(story), toString(VoidRule::NothingToDo));
    }

    void aReleaseOfOtherBytesIsVoid() // T-16
    {
        Story story = approvedByAll();
        story.accepted(ana);
        story.say(chen, releaseSubject(staging, {refund}),
                  ReleaseMade{.artifact = {refund},
                              .environment = staging,
                              .version = version("1.1.0"),
                              .content = textHash(u"other"_s)});
        QCOMPARE(ruleName(story), toString(VoidRule::ContentMismatch));
    }

    void approversWhoLeftDoNotCarryARelease_data() // T-18
    {
        QTest::addColumn<bool>("recheck");
        QTest::addRow("checked again") << true;
        QTest::addRow("as it was") << false;
    }
    void approversWhoLeftDoNotCarryARelease()
    {
        QFETCH(const bool, recheck);
        Policy policy = storyPolicy();
        policy.recheckAtRelease = recheck;
        Story story(policy);
        story.baseline(refund, u"30"_s).opened(ana).submitted(ana, refund, u"14"_s).noted(ana);
        story.approved(bode, "billing").approved(dana, "compliance").accepted(ana);
        const ChangeId earlier = story.changeId();
        Policy next = policy;
        next.version = 2;
        next.previous = story.state().policyInForce;
        next.source = textHash(u"policy 2"_s);
        next.people[2].active = false;
        next.lanes[2].allOf = {role("billing")};
        changePolicy(story, next);
        QVERIFY(story.effective());

        story.released(chen, refund, "1.1.0", staging);

        QVERIFY(!earlier.isNull());
        QCOMPARE(story.effective(), !recheck);
    }

    void aPolicyTakesForceOnlyThroughAnAcceptedChange() // T-09, T-10
    {
        Story story = governed();
        Policy next = storyPolicy();
        next.version = 2;
        next.previous = story.state().policyInForce;
        next.source = textHash(u"policy 2"_s);
        next.lanes[2].allOf.clear();
        story.say(chen, policySubject(), PolicyChanged{.policy = next, .change = story.lastId()});
        QCOMPARE(ruleName(story), toString(VoidRule::SubjectUnknown));

        changePolicy(story, next);

        QVERIFY(story.effective());
        QCOMPARE(story.state().policy.version, 2);
    }

    void anOlderPolicyDoesNotComeBack() // T-09, R-01
    {
        Story story = governed();
        Policy second = storyPolicy();
        second.version = 2;
        second.previous = story.state().policyInForce;
        second.source = textHash(u"policy 2"_s);
        changePolicy(story, second);
        const ChangeId secondChange = story.changeId();
        Policy third = storyPolicy();
        third.version = 3;
        third.previous = story.state().policyInForce;
        third.source = textHash(u"policy 3"_s);
        changePolicy(story, third);
        QCOMPARE(story.state().policy.version, 3);

        Policy again = second;
        again.version = 4;
        again.previous = story.state().policyInForce;
        story.say(chen, policySubject(), PolicyChanged{.policy = again, .change = secondChange});

        QCOMPARE(ruleName(story), toString(VoidRule::ContentMismatch));
    }

    void aDecisionUnderAnOlderPolicyIsVoid()
    {
        Story story = inReview();
        Event late = story.make(bode, changeSubject(story.changeId()),
                                story.reviewOf(story.change(), Decision::Approve, role("billing")));
        Policy next = storyPolicy();
        next.version = 2;
        next.previous = story.state().policyInForce;
        next.source = textHash(u"policy 2"_s);
        changePolicy(story, next);

        story.place(late);

        QCOMPARE(ruleName(story), toString(VoidRule::StalePolicy));
    }

    void anEmptyGroupSatisfiesNothing() // T-22
    {
        Policy policy = storyPolicy();
        policy.people[2].roles.clear();
        Story story(policy);
        story.baseline(refund, u"30"_s).opened(ana).submitted(ana, refund, u"14"_s).noted(ana);
        story.approved(bode, "billing").approved(jonas, "support").accepted(ana);
        QCOMPARE(ruleName(story), toString(VoidRule::RequirementUnmet));
        QCOMPARE(unreachableRules(policy).size(), 1);
    }

    void theHighestLaneThatAnybodyComputedCounts() // T-25
    {
        Story story = governed();
        story.opened(ana).submitted(ana, refund, u"14"_s, Lane::Low);
        ReviewGiven review = story.reviewOf(story.change(), Decision::Approve, role("support"));
        review.assessment.lane = Lane::High;
        story.say(jonas, changeSubject(story.changeId()), review);
        QVERIFY(State::lane(story.change()) == Lane::High);
        story.accepted(ana);
        QCOMPARE(ruleName(story), toString(VoidRule::RequirementUnmet));
    }

    void aChangeOfThePolicyIsAlwaysHigh()
    {
        Story story = governed();
        story.opened(ana);
        submitPolicy(story, u"policy 2"_s);
        QVERIFY(State::lane(story.change()) == Lane::High);
    }

    void theLaneCanBeRaisedAndNotLowered()
    {
        Story story = governed();
        story.opened(ana).submitted(ana, refund, u"14"_s, Lane::Medium);
        const EventId revision = story.change().revision()->stamp.event;
        const auto raise = [&](Lane lane) {
            story.say(jonas, changeSubject(story.changeId()), LaneRaised{.revision = revision, .lane = lane});
        };
        raise(Lane::Low);
        QCOMPARE(ruleName(story), toString(VoidRule::NothingToDo));
        raise(Lane::High);
        QVERIFY(story.effective());
        QVERIFY(State::lane(story.change()) == Lane::High);
    }

    void theBaselineIsClosedAfterTheBeginning()
    {
        Story story = inReview();
        story.baseline(u"support/new"_s, u"text"_s);
        QCOMPARE(ruleName(story), toString(VoidRule::BaselineClosed));
    }

    void aMovedBaseStopsAcceptance()
    {
        Story story = approvedByAll();
        const ChangeId first = story.changeId();
        story.opened(jonas).submitted(jonas, refund, u"Refunds within 21 days."_s, Lane::Low);
        story.approved(chen, "engineering").accepted(jonas);
        QVERIFY(story.effective());

        story.say(ana, changeSubject(first), story.acceptanceOf(*story.state().change(first)));

        QCOMPARE(ruleName(story), toString(VoidRule::RequirementUnmet));
    }

    void versionsOnlyGrow()
    {
        Story story = approvedByAll();
        ChangeAccepted data = story.acceptanceOf(story.change());
        data.versions[0].version = version("1.0.0");
        story.say(ana, changeSubject(story.changeId()), data);
        QCOMPARE(ruleName(story), toString(VoidRule::VersionNotNew));
    }

    void aClosedChangeTakesNothingMore()
    {
        Story story = approvedByAll();
        story.accepted(ana).approved(jonas, "support");
        QCOMPARE(ruleName(story), toString(VoidRule::SubjectClosed));
        story.submitted(ana, refund, u"more"_s);
        QCOMPARE(ruleName(story), toString(VoidRule::SubjectClosed));
    }

    void aRemovedFileIsRetiredAndMayComeBack()
    {
        Story story = governed();
        story.opened(ana);
        RevisionSubmitted data{.files = {{.artifact = {refund},
                                          .path = u"prompts/support/refund.md"_s,
                                          .before = textHash(u"Refunds within 30 days."_s)}},
                               .contributors = {ana}};
        story.say(ana, changeSubject(story.changeId()), data);
        story.approved(jonas, "support").accepted(ana);
        QVERIFY(story.effective());
        QVERIFY(story.state().artifact({refund})->retired);
        QVERIFY(story.state().artifact({refund})->acceptedContent().isNull());

        story.opened(ana).submitted(ana, refund, u"Back."_s, Lane::Low).approved(jonas, "support").accepted(ana);

        QVERIFY(story.effective());
        QVERIFY(!story.state().artifact({refund})->retired);
        QCOMPARE(story.state().artifact({refund})->latest()->version, version("1.0.1"));
    }

    void anOpenThreadStopsAcceptance()
    {
        Story story = approvedByAll();
        story.commented(jonas, u"Why 14?"_s);
        const EventId thread = story.lastId();
        story.accepted(ana);
        QCOMPARE(ruleName(story), toString(VoidRule::RequirementUnmet));

        story.say(jonas, changeSubject(story.changeId()), CommentResolved{.comment = thread});
        story.accepted(ana);

        QVERIFY(story.effective());
    }

    void aSuggestionStandsInTheNewText()
    {
        Story story = inReview();
        const QString subject = changeSubject(story.changeId());
        CommentMade comment{.revision = story.change().revision()->stamp.event,
                            .suggestionText = story.text(u"14 working days"_s)};

        story.say(bode, subject, comment);
        QVERIFY(!story.effective());
        comment.anchor = {.path = u"prompts/support/refund.md"_s, .start = 4, .length = 7, .before = true};
        story.say(bode, subject, comment);
        QVERIFY(!story.effective());
        comment.anchor.before = false;
        story.say(bode, subject, comment);
        QVERIFY(story.effective());
        QVERIFY(story.change().comments.last().data == comment);
    }

    void aFileHasOneName()
    {
        Story story = governed();
        const FileChange again{.artifact = {refund + u".md"_s},
                               .path = u"prompts/"_s + refund + u".md"_s,
                               .after = textHash(u"Refunds within 1 day."_s)};
        story.opened(ana);
        story.say(ana, changeSubject(story.changeId()),
                  RevisionSubmitted{.files = {again}, .contributors = {ana}, .assessment = {.rules = u"1"_s}});
        QCOMPARE(ruleName(story), toString(VoidRule::SubjectMismatch));
    }

    void aNewFileThatTwoChangesNameDifferentlyIsAcceptedOnce()
    {
        Story story = governed();
        const auto propose = [&story](const QString &artifact) {
            story.opened(ana);
            story.say(ana, changeSubject(story.changeId()),
                      RevisionSubmitted{.files = {{.artifact = {artifact},
                                                   .path = u"prompts/fresh.md"_s,
                                                   .after = textHash(artifact)}},
                                        .contributors = {ana},
                                        .assessment = {.rules = u"1"_s}});
            story.noted(ana).approved(bode, "billing").approved(dana, "compliance");
        };
        propose(u"fresh.md"_s);
        const ChangeId first = story.changeId();
        propose(u"fresh"_s);

        story.accepted(ana);
        QVERIFY(story.effective());
        story.say(ana, changeSubject(first), story.acceptanceOf(*story.state().change(first)));

        QCOMPARE(ruleName(story), toString(VoidRule::RequirementUnmet));
    }

    void aNewerEventMakesItsSubjectReadOnly() // T-86
    {
        Story story = inReview();
        story.place(NewerEvent{.id = EventId::random(),
                               .actor = dana,
                               .kind = u"review.delegated"_s,
                               .subject = changeSubject(story.changeId())});
        QCOMPARE(ruleName(story), toString(VoidRule::NewerKind));
        story.approved(bode, "billing");
        QCOMPARE(ruleName(story), toString(VoidRule::NewerKind));
    }

    void aNewerEventAboutThePolicyStopsEveryDecision()
    {
        Story story = approvedByAll();
        story.accepted(ana).released(chen, refund, "1.1.0", staging);
        story.opened(ana).submitted(ana, refund, u"Refunds within 10 days."_s).noted(ana);
        story.place(NewerEvent{.id = EventId::random(),
                               .actor = dana,
                               .kind = u"policy.amended"_s,
                               .subject = policySubject()});

        story.approved(bode, "billing");
        QCOMPARE(ruleName(story), toString(VoidRule::NewerKind));
        story.released(chen, refund, "1.1.0", production);
        QCOMPARE(ruleName(story), toString(VoidRule::NewerKind));
        story.rolledBack(chen, refund, "1.0.0", staging);
        QCOMPARE(ruleName(story), toString(VoidRule::NewerKind));
        story.accepted(ana);
        QCOMPARE(ruleName(story), toString(VoidRule::NewerKind));
        story.commented(jonas, u"Who can still act here?"_s);
        QVERIFY(story.effective());
    }

    void aVersionWhoseChangeANewerEventIsAboutIsNotReleased()
    {
        Story story = approvedByAll();
        story.accepted(ana).released(chen, refund, "1.1.0", staging);
        story.place(NewerEvent{.id = EventId::random(),
                               .actor = dana,
                               .kind = u"change.revoked"_s,
                               .subject = changeSubject(story.changeId())});

        story.released(chen, refund, "1.1.0", production);
        QCOMPARE(ruleName(story), toString(VoidRule::NewerKind));
        story.rolledBack(chen, refund, "1.0.0", staging);
        QVERIFY(story.effective());
        story.rolledBack(chen, refund, "1.1.0", staging);
        QCOMPARE(ruleName(story), toString(VoidRule::NewerKind));
    }

    void aNewerEventAboutStagingStopsTheWayToProduction()
    {
        Story story = approvedByAll();
        story.accepted(ana).released(chen, refund, "1.1.0", staging);
        story.place(NewerEvent{.id = EventId::random(),
                               .actor = chen,
                               .kind = u"release.paused"_s,
                               .subject = releaseSubject(staging, {refund})});

        story.released(chen, refund, "1.1.0", production);

        QCOMPARE(ruleName(story), toString(VoidRule::OrderSkipped));
    }

    void aNewerEventOfNobodyBricksNothing()
    {
        Story story = inReview();
        story.place(NewerEvent{.id = EventId::random(),
                               .actor = {u"p:mallory"_s},
                               .kind = u"review.delegated"_s,
                               .subject = changeSubject(story.changeId())});
        story.approved(bode, "billing");
        QVERIFY(story.effective());
    }

    void aMalformedEventChangesNothing()
    {
        Story story = inReview();
        const QByteArray hash = story.state().hash();
        story.place(MalformedEvent{.why = u"not JSON"_s});
        QVERIFY(std::holds_alternative<Malformed>(story.verdict()));
        QCOMPARE(story.state().hash(), hash);
    }

    void anUnsignedEventIsVoidWhereSignaturesAreRequired() // T-40
    {
        Policy policy = storyPolicy();
        policy.signaturesRequired = true;
        policy.people[3].keys = {u"ssh-ed25519 AAAA"_s};
        State state;
        const Event first{.id = EventId::random(),
                          .actor = chen,
                          .subject = u"ledger"_s,
                          .data = LedgerOpened{.policy = policy}};
        Placed placed{.at = {.seq = 1}, .event = first};
        QVERIFY(std::get<Void>(judge(state, placed)).rule == VoidRule::SignatureMissing);
        placed.signedBy = u"ssh-ed25519 AAAA"_s;
        QVERIFY(std::holds_alternative<Effective>(judge(state, placed)));
    }

    void aPathOutsideThePolicyIsNotTaken_data() // T-39
    {
        QTest::addColumn<QString>("path");
        for (const char *path : {"prompts/../x.md", "/prompts/a.md", "prompts//a.md", "src/a.md", "prompts/.git/a",
                                 "prompts/a\\b.md", "prompts/a\x01.md", ""}) {
            QTest::addRow("%s", path) << QString::fromLatin1(path);
        }
    }
    void aPathOutsideThePolicyIsNotTaken()
    {
        QFETCH(const QString, path);
        Story story = governed();
        story.opened(ana);
        const ArtifactId artifact = story.state().policy.artifactOf(path);
        story.say(ana, changeSubject(story.changeId()),
                  RevisionSubmitted{.files = {{.artifact = artifact, .path = path, .after = textHash(u"x"_s)}},
                                    .contributors = {ana}});
        QCOMPARE(ruleName(story), toString(VoidRule::SubjectMismatch));
    }

private:
    static void submitPolicy(Story &story, const QString &source)
    {
        story.say(ana, changeSubject(story.changeId()),
                  RevisionSubmitted{.files = {{.artifact = policyArtifact(),
                                               .path = policyPath(),
                                               .kind = ArtifactKind::Policy,
                                               .before = story.state().artifact(policyArtifact())->acceptedContent(),
                                               .after = textHash(source)}},
                                    .contributors = {ana}});
    }

    /// Takes `next` through a change that bode and dana approve; the last verdict is that of policy.changed.
    static void changePolicy(Story &story, const Policy &next)
    {
        story.opened(ana);
        story.say(ana, changeSubject(story.changeId()),
                  RevisionSubmitted{.files = {{.artifact = policyArtifact(),
                                               .path = policyPath(),
                                               .kind = ArtifactKind::Policy,
                                               .before = story.state().artifact(policyArtifact())->acceptedContent(),
                                               .after = next.source}},
                                    .contributors = {ana}});
        story.noted(ana).approved(bode, "billing").approved(dana, "compliance").accepted(ana);
        story.say(chen, policySubject(), PolicyChanged{.policy = next, .change = story.changeId()});
    }
};

QTEST_GUILESS_MAIN(TestFold)
#include "tst_fold.moc"
