// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/LaneFloor.h"
#include "support/Story.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

const QString refund = u"support/refund"_s;

Policy policyOfExceptions()
{
    Policy policy = storyPolicy();
    policy.lanes[1].lower = {role("compliance")};
    policy.lanes[2].lower = {role("compliance")};
    policy.rights.emergency = {role("engineering")};
    policy.rights.audit = {role("compliance")};
    policy.rights.delegate = {role("compliance"), role("billing"), role("product")};
    policy.overrides = {{.requirement = u"approval.billing"_s, .by = {role("engineering")}},
                        {.requirement = u"rollback-owner"_s, .by = {role("compliance")}}};
    return policy;
}

Story inReview(Lane lane, const Policy &policy = policyOfExceptions())
{
    Story story(policy);
    story.baseline(refund, u"30"_s).opened(ana).submitted(ana, refund, u"14"_s, lane).noted(ana);
    return story;
}

QString subjectOf(const Story &story)
{
    return changeSubject(story.changeId());
}

EventId revisionOf(const Story &story)
{
    return story.change().revision()->stamp.event;
}

OpinionRecorded opinionOf(const Story &story, Lane lane)
{
    return {.revision = revisionOf(story), .lane = lane, .host = u"localhost"_s, .asked = u"a model"_s,
            .answerText = textHash(u"an answer"_s)};
}

QString said(const Story &story)
{
    return story.effective() ? u"effective"_s : toString(story.rule().value_or(VoidRule::NotFirst));
}

QString propose(Story &story, const PrincipalId &who, Lane lane, const QString &reason = u"Only spelling."_s)
{
    story.say(who, subjectOf(story),
              LoweringProposed{.revision = revisionOf(story), .lane = lane,
                               .reasonText = reason.isEmpty() ? ContentHash{} : story.text(reason)});
    return said(story);
}

QString confirm(Story &story, const PrincipalId &who)
{
    const Lowering *proposal = State::proposedLowering(story.change());
    story.say(who, subjectOf(story),
              LaneLowered{.revision = revisionOf(story), .proposal = proposal ? proposal->proposed.event : EventId{},
                          .from = State::lane(story.change())});
    return said(story);
}

QString overrideOf(Story &story, const PrincipalId &who, const QString &id, const QString &reason = u"On leave."_s)
{
    story.say(who, subjectOf(story),
              RequirementOverridden{.revision = revisionOf(story), .requirement = id,
                                    .reasonText = reason.isEmpty() ? ContentHash{} : story.text(reason)});
    return said(story);
}

EventId delegated(Story &story, const PrincipalId &from, const PrincipalId &to, const char *as)
{
    const Event event = story.make(from, {}, DelegationGiven{.to = to, .role = role(as)});
    Event whole = event;
    whole.subject = delegationSubject(event.id);
    whole.basis.subjectHead = {};
    story.place(whole);
    return event.id;
}

QString approveFor(Story &story, const PrincipalId &who, const char *as, const EventId &delegation)
{
    ReviewGiven review = story.reviewOf(story.change(), Decision::Approve, role(as));
    review.delegation = delegation;
    story.say(who, subjectOf(story), review);
    return said(story);
}

Requirement requirement(const Story &story, const QString &id)
{
    for (const Requirement &one : requirementsToAccept(story.state(), story.change())) {
        if (one.id() == id) {
            return one;
        }
    }
    return {};
}

QStringList unmet(const Story &story)
{
    QStringList ids;
    for (const Requirement &one : requirementsToAccept(story.state(), story.change())) {
        if (!one.met()) {
            ids.append(one.id());
        }
    }
    return ids;
}

bool has(const QList<Requirement> &all, RequirementKind kind, RequirementState state)
{
    return std::any_of(all.cbegin(), all.cend(),
                       [&](const Requirement &one) { return one.kind == kind && one.state == state; });
}

} // namespace

class TestSignOff : public QObject
{
    Q_OBJECT

private slots:
    // Lowering

    void aLowerLaneNeedsAReasonAndASecondPersonWithTheRightOfTheHigherLane() // T-25
    {
        Story story = inReview(Lane::High);
        QCOMPARE(propose(story, ana, Lane::Low, {}), u"reason-missing"_s);
        QCOMPARE(propose(story, ana, Lane::High), u"nothing-to-do"_s);
        QCOMPARE(propose(story, ana, Lane::Low), u"effective"_s);
        QVERIFY(State::lane(story.change()) == Lane::High);
        QCOMPARE(confirm(story, ana), u"right-missing"_s);
        QCOMPARE(confirm(story, bode), u"right-missing"_s);
        QCOMPARE(confirm(story, ci), u"right-missing"_s);
        QCOMPARE(confirm(story, dana), u"effective"_s);
        QVERIFY(State::lane(story.change()) == Lane::Low);
        QVERIFY(State::computedLane(story.change()) == Lane::High);
        QVERIFY(State::lowering(story.change())->proposed.actor == ana);
        QVERIFY(State::lowering(story.change())->confirmed.actor == dana);
        story.approved(jonas, "support").accepted(ana);
        QCOMPARE(said(story), u"effective"_s);
    }

    void whoProposedOrWroteDoesNotConfirm()
    {
        Story story = inReview(Lane::High);
        (void)propose(story, dana, Lane::Low);
        QCOMPARE(confirm(story, dana), u"second-person-needed"_s);

        Policy policy = policyOfExceptions();
        policy.people[0].roles.append(role("compliance")); // Ana, who wrote it
        Story own = inReview(Lane::High, policy);
        (void)propose(own, jonas, Lane::Low);
        QCOMPARE(confirm(own, ana), u"contributor-may-not-approve"_s);
    }

    void wherePolicyNamesNobodyNobodyLowers()
    {
        Story story = inReview(Lane::High, storyPolicy());
        (void)propose(story, ana, Lane::Low);
        for (const PrincipalId &who : {bode, dana, chen, jonas}) {
            QCOMPARE(confirm(story, who), u"right-missing"_s);
        }
    }

    void aLoweringEndsWithTheRevision()
    {
        Story story = inReview(Lane::High);
        (void)propose(story, ana, Lane::Low);
        (void)confirm(story, dana);
        story.submitted(ana, refund, u"21"_s, Lane::High);
        QVERIFY(State::lane(story.change()) == Lane::High);
    }

    void aLoweringEndsWhenSomebodyFindsWhatWasNotKnown()
    {
        Story story = inReview(Lane::High);
        (void)propose(story, ana, Lane::Low);
        (void)confirm(story, dana);
        ReviewGiven review = story.reviewOf(story.change(), Decision::Approve, role("support"));
        review.assessment.lane = Lane::High; // the same findings, that were known
        story.say(jonas, subjectOf(story), review);
        QVERIFY(State::lane(story.change()) == Lane::Low);
        review.assessment.findingsText = textHash(u"something else"_s);
        story.say(jonas, subjectOf(story), review);
        QVERIFY(State::lane(story.change()) == Lane::High);
        story.accepted(ana);
        QCOMPARE(said(story), u"requirement-unmet"_s);
    }

    void aLoweringEndsWithARaising()
    {
        Story story = inReview(Lane::High);
        (void)propose(story, ana, Lane::Low);
        (void)confirm(story, dana);
        story.say(jonas, subjectOf(story), LaneRaised{.revision = revisionOf(story), .lane = Lane::Medium});
        QCOMPARE(said(story), u"effective"_s);
        QVERIFY(State::lane(story.change()) == Lane::High);
    }

    void anOpinionRaisesAsAPersonDoes()
    {
        Story story = inReview(Lane::Low);
        const EventId before = story.change().head;
        story.say(ana, subjectOf(story), opinionOf(story, Lane::Medium));
        QCOMPARE(said(story), u"effective"_s);
        QVERIFY(State::lane(story.change()) == Lane::Medium);
        QCOMPARE(story.change().opinions.size(), 1);
        QCOMPARE(story.change().raised.size(), 1);
        QVERIFY(story.change().head != before);
    }

    void anOpinionNeverLowers()
    {
        Story story = inReview(Lane::High);
        const EventId before = story.change().head;
        for (const Lane lane : {Lane::Low, Lane::Medium, Lane::High}) {
            story.say(ana, subjectOf(story), opinionOf(story, lane));
            QCOMPARE(said(story), u"effective"_s);
            QVERIFY(State::lane(story.change()) == Lane::High);
        }
        QCOMPARE(story.change().opinions.size(), 3);
        QVERIFY(story.change().raised.isEmpty());
        QCOMPARE(story.change().head, before);
    }

    void anOpinionCannotTakeBackARaising()
    {
        Story story = inReview(Lane::Low);
        story.say(ana, subjectOf(story), opinionOf(story, Lane::High));
        story.say(ana, subjectOf(story), opinionOf(story, Lane::Low));
        QCOMPARE(said(story), u"effective"_s);
        QVERIFY(State::lane(story.change()) == Lane::High);
    }

    void anOpinionEndsALowering()
    {
        Story story = inReview(Lane::High);
        (void)propose(story, ana, Lane::Low);
        (void)confirm(story, dana);
        story.say(jonas, subjectOf(story), opinionOf(story, Lane::Medium));
        QVERIFY(State::lane(story.change()) == Lane::High);
    }

    void anOpinionIsOfTheCurrentRevisionAndByWhoMayWrite()
    {
        Story story = inReview(Lane::Low);
        OpinionRecorded other = opinionOf(story, Lane::High);
        other.revision = EventId::random();
        story.say(ana, subjectOf(story), other);
        QCOMPARE(said(story), u"old-revision"_s);
        story.say({u"p:nobody"_s}, subjectOf(story), opinionOf(story, Lane::High));
        QCOMPARE(said(story), u"author-is-unknown"_s);
        QVERIFY(State::lane(story.change()) == Lane::Low);
    }

    void aConfirmationOfALaneThatRoseMeanwhileIsVoid()
    {
        Story story = inReview(Lane::Medium);
        (void)propose(story, ana, Lane::Low);
        Event late = story.make(dana, subjectOf(story),
                                LaneLowered{.revision = revisionOf(story),
                                            .proposal = State::proposedLowering(story.change())->proposed.event,
                                            .from = Lane::Medium});
        ReviewGiven review = story.reviewOf(story.change(), Decision::Approve, role("support"));
        review.assessment.lane = Lane::High;
        story.say(jonas, subjectOf(story), review);
        late.basis = story.make(dana, subjectOf(story), LaneRaised{}).basis;
        story.place(late);
        QCOMPARE(said(story), u"stale-subject"_s);
    }

    void aChangeOfThePolicyIsNotLowered()
    {
        Story story = inReview(Lane::High);
        story.opened(ana);
        story.say(ana, subjectOf(story),
                  RevisionSubmitted{.files = {{.artifact = policyArtifact(), .path = policyPath(), .kind = ArtifactKind::Policy,
                                               .before = story.state().policy.source, .after = story.text(u"policy 2"_s)}},
                                    .contributors = {ana}});
        QCOMPARE(propose(story, ana, Lane::Low), u"lane-fixed"_s);
    }

    // Overrides and emergencies

    void anOverrideNeedsTheRoleThatThePolicyNamesAndAReason()
    {
        Story story = inReview(Lane::High);
        QCOMPARE(overrideOf(story, dana, u"approval.billing"_s), u"right-missing"_s);
        QCOMPARE(overrideOf(story, ci, u"approval.billing"_s), u"service-may-not-approve"_s);
        QCOMPARE(overrideOf(story, chen, u"approval.billing"_s, {}), u"reason-missing"_s);
        QCOMPARE(overrideOf(story, chen, u"approval.compliance"_s), u"right-missing"_s);
        QCOMPARE(overrideOf(story, chen, u"approval.billing"_s), u"effective"_s);
        QCOMPARE(overrideOf(story, chen, u"approval.billing"_s), u"cannot-override"_s);
        const Requirement billing = requirement(story, u"approval.billing"_s);
        QVERIFY(billing.state == RequirementState::Overridden);
        QVERIFY(billing.overriddenBy == chen);
        story.approved(dana, "compliance").approved(jonas, "support").accepted(ana);
        QCOMPARE(said(story), u"effective"_s);
    }

    void anOverrideIsBoundToItsRevision()
    {
        Story story = inReview(Lane::High);
        (void)overrideOf(story, chen, u"approval.billing"_s);
        story.submitted(ana, refund, u"21"_s, Lane::High).noted(ana);
        QVERIFY(requirement(story, u"approval.billing"_s).state == RequirementState::Unsatisfied);
        QCOMPARE(story.change().overrides.size(), 1); // and it is never forgotten
    }

    void whoWroteTheChangeOverridesNothingOfIt()
    {
        Policy policy = policyOfExceptions();
        policy.people[0].roles.append(role("engineering"));
        Story story = inReview(Lane::High, policy);
        QCOMPARE(overrideOf(story, ana, u"approval.billing"_s), u"contributor-may-not-approve"_s);
    }

    void baseAndFollowUpAreNeverOverriddenWhateverThePolicySays()
    {
        Policy policy = policyOfExceptions();
        policy.overrides = {{.requirement = u"*"_s, .by = {role("engineering")}}};
        Story story = inReview(Lane::Low, policy);
        const ChangeId first = story.changeId();
        story.opened(jonas).submitted(jonas, refund, u"21"_s, Lane::Low).approved(chen, "engineering").accepted(jonas);
        QCOMPARE(said(story), u"effective"_s);
        story.say(chen, changeSubject(first),
                  RequirementOverridden{.revision = story.state().change(first)->revision()->stamp.event,
                                        .requirement = u"base"_s, .reasonText = story.text(u"now"_s)});
        QCOMPARE(said(story), u"cannot-override"_s);
    }

    void anEmergencyHoldsBackTheNextReleaseUntilSomebodyElseClosesIt() // T-23
    {
        Story story = inReview(Lane::High);
        story.say(bode, subjectOf(story), EmergencyDeclared{.revision = revisionOf(story), .reasonText = story.text(u"now"_s)});
        QCOMPARE(said(story), u"right-missing"_s);
        story.say(chen, subjectOf(story), EmergencyDeclared{.revision = revisionOf(story)});
        QCOMPARE(said(story), u"reason-missing"_s);
        story.say(chen, subjectOf(story), EmergencyDeclared{.revision = revisionOf(story), .reasonText = story.text(u"now"_s)});
        QCOMPARE(said(story), u"effective"_s);
        const EventId emergency = story.lastId();
        const ChangeId first = story.changeId();
        story.accepted(ana).released(chen, refund, "1.1.0", staging).released(chen, refund, "1.1.0", production);
        QCOMPARE(said(story), u"effective"_s);

        story.opened(ana).submitted(ana, refund, u"15"_s, Lane::Low).approved(jonas, "support").accepted(ana);
        QCOMPARE(said(story), u"effective"_s);
        story.released(chen, refund, "1.1.1", staging);
        QCOMPARE(said(story), u"requirement-unmet"_s);

        const auto close = [&](const PrincipalId &who, const ContentHash &found) {
            story.say(who, changeSubject(first), EmergencyClosed{.emergency = emergency, .reasonText = found});
            return said(story);
        };
        QCOMPARE(close(chen, story.text(u"fine"_s)), u"right-missing"_s);
        QCOMPARE(close(dana, {}), u"reason-missing"_s);
        QCOMPARE(close(dana, story.text(u"fine"_s)), u"effective"_s);
        QCOMPARE(close(dana, story.text(u"fine"_s)), u"nothing-to-do"_s);
        story.released(chen, refund, "1.1.1", staging);
        QCOMPARE(said(story), u"effective"_s);
    }

    void whoDeclaredAnEmergencyDoesNotCloseIt()
    {
        Policy policy = policyOfExceptions();
        policy.rights.audit = {};
        Story story = inReview(Lane::High, policy);
        story.say(chen, subjectOf(story), EmergencyDeclared{.revision = revisionOf(story), .reasonText = story.text(u"now"_s)});
        const EventId emergency = story.lastId();
        story.say(chen, subjectOf(story), EmergencyClosed{.emergency = emergency, .reasonText = story.text(u"fine"_s)});
        QCOMPARE(said(story), u"second-person-needed"_s);
        story.say(ana, subjectOf(story), EmergencyClosed{.emergency = emergency, .reasonText = story.text(u"fine"_s)});
        QCOMPARE(said(story), u"contributor-may-not-approve"_s);
    }

    // Approvals

    void anApprovalIsStaleUnderAnotherPolicy()
    {
        Story story = inReview(Lane::Low);
        story.approved(jonas, "support");
        QCOMPARE(unmet(story), QStringList());
        State other = story.state();
        other.policyInForce = *PolicyHash::fromBytes(QByteArray(32, '\x05'));
        QVERIFY(!allMet(requirementsToAccept(other, story.change())));
    }

    void aDelegateSpeaksForWhoDelegatedAndTheTwoCountOnce()
    {
        Story story = inReview(Lane::High);
        const EventId given = delegated(story, dana, jonas, "compliance");
        QCOMPARE(said(story), u"effective"_s);
        QCOMPARE(approveFor(story, jonas, "compliance", given), u"effective"_s);
        const Requirement compliance = requirement(story, u"approval.compliance"_s);
        QVERIFY(compliance.state == RequirementState::Satisfied);
        QCOMPARE(compliance.people, QList<PrincipalId>{jonas});
        QVERIFY(compliance.spokeFor.value(jonas) == dana);
        QCOMPARE(requirement(story, u"approvals"_s).have, 1);
        story.approved(dana, "compliance");
        QCOMPARE(requirement(story, u"approvals"_s).have, 1);
        story.approved(bode, "billing").accepted(ana);
        QCOMPARE(said(story), u"effective"_s);
    }

    void aDelegationIsVoid_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QByteArray>("as");
        QTest::addColumn<QString>("rule");
        QTest::newRow("of a role not held") << u"p:jonas"_s << u"p:bode"_s << QByteArray("compliance") << u"role-not-held"_s;
        QTest::newRow("of a role that is not to be handed on") << u"p:chen"_s << u"p:bode"_s << QByteArray("engineering") << u"right-missing"_s;
        QTest::newRow("to oneself") << u"p:dana"_s << u"p:dana"_s << QByteArray("compliance") << u"nothing-to-do"_s;
        QTest::newRow("to a service") << u"p:dana"_s << u"p:ci"_s << QByteArray("compliance") << u"service-may-not-approve"_s;
        QTest::newRow("to somebody who left") << u"p:dana"_s << u"p:rolf"_s << QByteArray("compliance") << u"author-is-unknown"_s;
        QTest::newRow("by somebody who left") << u"p:rolf"_s << u"p:bode"_s << QByteArray("compliance") << u"author-is-unknown"_s;
    }

    void aDelegationIsVoid()
    {
        QFETCH(const QString, from);
        QFETCH(const QString, to);
        QFETCH(const QByteArray, as);
        Story story = inReview(Lane::High);
        (void)delegated(story, {from}, {to}, as.constData());
        QTEST(said(story), "rule");
    }

    void aDelegationLetsNobodyApproveTheirOwn() // T-04, T-05
    {
        Policy policy = policyOfExceptions();
        Story story = inReview(Lane::High, policy);
        const EventId byAuthor = delegated(story, ana, jonas, "product");
        QCOMPARE(approveFor(story, jonas, "product", byAuthor), u"contributor-may-not-approve"_s);
        const EventId toAuthor = delegated(story, dana, ana, "compliance");
        QCOMPARE(approveFor(story, ana, "compliance", toAuthor), u"contributor-may-not-approve"_s);
    }

    void aDelegationIsNotHandedOnAndNotUsedByOthers()
    {
        Story story = inReview(Lane::High);
        const EventId given = delegated(story, dana, jonas, "compliance");
        (void)delegated(story, jonas, bode, "compliance");
        QCOMPARE(said(story), u"role-not-held"_s);
        QCOMPARE(approveFor(story, bode, "compliance", given), u"delegation-unknown"_s);
        QCOMPARE(approveFor(story, jonas, "billing", given), u"delegation-unknown"_s);
    }

    void aRevokedDelegationCountsNoLonger()
    {
        Story story = inReview(Lane::High);
        const EventId given = delegated(story, dana, jonas, "compliance");
        (void)approveFor(story, jonas, "compliance", given);
        story.say(bode, delegationSubject(given), DelegationRevoked{});
        QCOMPARE(said(story), u"right-missing"_s);
        story.say(dana, delegationSubject(given), DelegationRevoked{});
        QCOMPARE(said(story), u"effective"_s);
        QVERIFY(requirement(story, u"approval.compliance"_s).state == RequirementState::Unsatisfied);
        QCOMPARE(approveFor(story, jonas, "compliance", given), u"delegation-unknown"_s);
    }

    void aDemandStandsOverRevisionsUntilItIsCleared()
    {
        Policy policy = policyOfExceptions();
        policy.owners = {{.paths = {u"prompts/support/**"_s}, .section = {}, .anyOf = {role("billing")}}};
        Story story = inReview(Lane::Low, policy);
        story.askedForChanges(dana, "compliance");
        const EventId asked = story.lastId();
        story.submitted(ana, refund, u"21"_s, Lane::Low).approved(jonas, "support").approved(bode, "billing");
        QCOMPARE(unmet(story), QStringList{u"no-changes-asked"_s});
        const auto clear = [&](const PrincipalId &who, bool why) {
            story.say(who, subjectOf(story), RequestCleared{.review = asked, .reasonText = why ? story.text(u"done"_s) : ContentHash{}});
            return said(story);
        };
        QCOMPARE(clear(ana, true), u"contributor-may-not-approve"_s);
        QCOMPARE(clear(jonas, true), u"right-missing"_s);
        QCOMPARE(clear(bode, false), u"reason-missing"_s);
        QCOMPARE(clear(bode, true), u"effective"_s);
        QCOMPARE(clear(dana, false), u"nothing-to-do"_s);
        QCOMPARE(unmet(story), QStringList());
    }

    void whoAskedTakesItBackOrApproves()
    {
        Story story = inReview(Lane::Low);
        story.askedForChanges(dana, "compliance");
        story.say(dana, subjectOf(story), RequestCleared{.review = story.lastId()});
        QCOMPARE(said(story), u"effective"_s);
        story.askedForChanges(dana, "compliance").approved(dana, "compliance");
        QCOMPARE(unmet(story), QStringList());
    }

    void aNamedReviewerHasToApprove()
    {
        Policy policy = policyOfExceptions();
        policy.lanes[1].reviewer = true;
        Story story = inReview(Lane::Medium, policy);
        story.approved(bode, "billing");
        QCOMPARE(unmet(story), QStringList{u"reviewer"_s});
        const auto name = [&](const PrincipalId &who, const PrincipalId &whom) {
            story.say(who, subjectOf(story), ReviewerNamed{.reviewer = whom});
            return said(story);
        };
        QCOMPARE(name(ana, ana), u"contributor-may-not-approve"_s);
        QCOMPARE(name(ana, {u"p:mallory"_s}), u"author-is-unknown"_s);
        QCOMPARE(name(ana, jonas), u"effective"_s);
        QCOMPARE(name(ana, jonas), u"nothing-to-do"_s);
        QVERIFY(requirement(story, u"reviewer"_s).waitingFor == QList<PrincipalId>{jonas});
        story.approved(jonas, "support").accepted(ana);
        QCOMPARE(said(story), u"effective"_s);
    }

    // What raises

    void aRollbackRaisesWhatComesAfterItAndWhatIsUnderWay()
    {
        Policy policy = policyOfExceptions();
        policy.history = {.versions = 2, .lane = Lane::High};
        Story story = inReview(Lane::Low, policy);
        story.approved(jonas, "support").accepted(ana).released(chen, refund, "1.0.1", staging);
        story.opened(ana).submitted(ana, refund, u"15"_s, Lane::Low);
        QVERIFY(State::lane(story.change()) == Lane::Low);
        story.rolledBack(chen, refund, "1.0.0", staging);
        QVERIFY(State::lane(story.change()) == Lane::High);
        QVERIFY(story.change().revision()->afterRollback);
    }

    void aRollbackIsForgottenAfterTheVersionsOfThePolicy()
    {
        Policy policy = policyOfExceptions();
        policy.history = {.versions = 1, .lane = Lane::Medium};
        Story story = inReview(Lane::Low, policy);
        story.approved(jonas, "support").accepted(ana).released(chen, refund, "1.0.1", staging);
        story.rolledBack(chen, refund, "1.0.0", staging);
        // Whoever still types is told what the fold will say.
        QCOMPARE(laneFloor(story.state(), {{refund}}, {ana}), (LaneFloor{.lane = Lane::Medium, .afterRollback = true}));
        story.opened(ana).submitted(ana, refund, u"15"_s, Lane::Low);
        QVERIFY(State::lane(story.change()) == Lane::Medium);
        story.noted(ana).approved(jonas, "support").accepted(ana);
        QCOMPARE(said(story), u"effective"_s);
        QCOMPARE(laneFloor(story.state(), {{refund}}, {ana}), LaneFloor{});
        story.opened(ana).submitted(ana, refund, u"16"_s, Lane::Low);
        QVERIFY(State::lane(story.change()) == Lane::Low);
    }

    void aMachineAuthorRaisesTheLaneWhereThePolicySaysSo()
    {
        Policy policy = policyOfExceptions();
        policy.machineAuthors = Lane::Medium;
        Story story(policy);
        story.baseline(refund, u"30"_s).opened(ana).submitted(ana, refund, u"14"_s, Lane::Low, {}, {ci});
        QVERIFY(State::lane(story.change()) == Lane::Medium);
        story.submitted(ana, refund, u"15"_s, Lane::Low);
        QVERIFY(State::lane(story.change()) == Lane::Low);
    }

    void aRegressionSuiteIsAskedForWhereThePolicySaysSo_data()
    {
        QTest::addColumn<int>("reason");
        QTest::addColumn<bool>("claimed");
        QTest::addColumn<bool>("asked");
        QTest::newRow("the path's workflow") << int(GateReason::Financial) << false << true;
        QTest::newRow("not in the policy's words") << int(GateReason::Legal) << false << false;
        QTest::newRow("found in the text") << int(GateReason::Model) << true << true;
        QTest::newRow("not found in the text") << int(GateReason::Model) << false << false;
    }

    void aRegressionSuiteIsAskedForWhereThePolicySaysSo()
    {
        QFETCH(const int, reason);
        QFETCH(const bool, claimed);
        QFETCH(const bool, asked);
        Policy policy = policyOfExceptions();
        policy.regressionGate = {static_cast<GateReason>(reason)};
        Story story = inReview(Lane::Low, policy);
        ReviewGiven review = story.reviewOf(story.change(), Decision::Approve, role("support"));
        if (claimed) { // a reviewer's reading is enough
            review.assessment.gate = {static_cast<GateReason>(reason)};
        }
        story.say(jonas, subjectOf(story), review);
        QVERIFY(requirement(story, u"regression"_s).state
                == (asked ? RequirementState::Inconclusive : RequirementState::NotApplicable));
        story.accepted(ana);
        QCOMPARE(said(story), asked ? u"requirement-unmet"_s : u"effective"_s);
    }

    // Rights before launch

    void aReleaseWithoutARollbackOwnerDoesNotPass_data()
    {
        QTest::addColumn<int>("lane");
        QTest::addColumn<QString>("outcome");
        QTest::newRow("low") << 0 << u"effective"_s;
        QTest::newRow("medium") << 1 << u"requirement-unmet"_s;
        QTest::newRow("high") << 2 << u"requirement-unmet"_s;
    }

    void aReleaseWithoutARollbackOwnerDoesNotPass()
    {
        QFETCH(const int, lane);
        Policy policy = policyOfExceptions();
        for (LaneRule &rule : policy.lanes) {
            rule.note = {};
        }
        Story story(policy);
        story.baseline(refund, u"30"_s).opened(ana).submitted(ana, refund, u"14"_s, static_cast<Lane>(lane));
        story.approved(bode, "billing").approved(dana, "compliance").accepted(ana);
        QCOMPARE(said(story), u"effective"_s);
        const QString version = story.state().artifact({refund})->latest()->version.toString();
        story.released(chen, refund, qPrintable(version), staging);
        QTEST(said(story), "outcome");
        if (lane == 0) {
            return;
        }
        story.say(dana, subjectOf(story),
                  RequirementOverridden{.revision = revisionOf(story), .requirement = u"rollback-owner"_s,
                                        .reasonText = story.text(u"Chen sits beside me."_s)});
        QCOMPARE(said(story), u"effective"_s);
        const QList<Requirement> asked = requirementsToRelease(
                story.state(), {refund}, story.state().artifact({refund})->latest()->version, staging);
        QVERIFY(has(asked, RequirementKind::RollbackOwnerNamed, RequirementState::Overridden));
        story.released(chen, refund, qPrintable(version), staging);
        QCOMPARE(said(story), u"effective"_s);
    }

    void rightsOfAPathStandInPlaceOfThoseOfTheEnvironment()
    {
        Policy policy = policyOfExceptions();
        policy.environments[1].rules = {{.paths = {u"prompts/support/**"_s}, .deploy = {role("billing")}, .rollBack = {role("billing")}}};
        Story story = inReview(Lane::Low, policy);
        story.approved(jonas, "support").accepted(ana).released(chen, refund, "1.0.1", staging);
        QCOMPARE(said(story), u"right-missing"_s);
        story.released(bode, refund, "1.0.1", staging);
        QCOMPARE(said(story), u"effective"_s);
        story.rolledBack(chen, refund, "1.0.0", staging);
        QCOMPARE(said(story), u"right-missing"_s);
    }
};

QTEST_GUILESS_MAIN(TestSignOff)
#include "tst_sign_off.moc"
