// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Runs.h"

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

const QString refund = u"support/refund"_s;
const QString greeting = u"support/greeting"_s;

Policy bypassPolicy()
{
    Policy policy = storyPolicy();
    policy.lanes[2].lower = {role("compliance")};
    policy.rights.emergency = {role("engineering")};
    policy.rights.audit = {role("compliance")};
    policy.rights.delegate = {role("compliance"), role("product")};
    return policy;
}

Story begun(const Policy &policy = bypassPolicy())
{
    Story story(policy);
    story.baseline(refund, u"30 days"_s).baseline(greeting, u"Hello"_s);
    return story;
}

Story inReview(Lane lane = Lane::High)
{
    Story story = begun();
    story.opened(ana).submitted(ana, refund, u"14 days"_s, lane).noted(ana);
    return story;
}

Story approvedByAll()
{
    Story story = inReview();
    story.approved(bode, "billing").approved(dana, "compliance");
    return story;
}

QString outcome(const Story &story)
{
    if (story.effective()) {
        return u"effective"_s;
    }
    return std::holds_alternative<Void>(story.verdict())        ? toString(*story.rule())
            : std::holds_alternative<Duplicate>(story.verdict()) ? u"duplicate"_s
                                                                 : u"malformed"_s;
}

QString subjectOf(const Story &story)
{
    return changeSubject(story.changeId());
}

bool acceptable(const Story &story)
{
    return allMet(requirementsToAccept(story.state(), story.change()));
}

SemVer runsIn(const Story &story, const EnvironmentId &where, const QString &artifact = refund)
{
    return story.state().artifact({artifact})->running(where)->version;
}

} // namespace

/// The catalogue of ways around approvals and policy, one test each, named by its id. None passes.
class TestBypasses : public QObject
{
    Q_OBJECT

private slots:
    void T01_aTextSwappedAfterTheApproval()
    {
        Story story = approvedByAll();
        ChangeAccepted old = story.acceptanceOf(story.change());
        story.submitted(ana, refund, u"no refunds"_s).noted(ana);
        QVERIFY(!acceptable(story));
        story.say(ana, subjectOf(story), old);
        QCOMPARE(outcome(story), u"requirement-unmet"_s);
        old.revision = story.change().revision()->stamp.event; // the new revision with the approved bytes' hash
        story.approved(bode, "billing").approved(dana, "compliance");
        story.say(ana, subjectOf(story), old);
        QCOMPARE(outcome(story), u"content-mismatch"_s);
    }

    void T02_theOldTextAgainToReviveItsApprovals()
    {
        Story story = approvedByAll();
        story.submitted(ana, refund, u"no refunds"_s).noted(ana).submitted(ana, refund, u"14 days"_s).noted(ana);
        QVERIFY(story.change().revisions.first().content == story.change().revisions.last().content);
        QVERIFY(!acceptable(story));
        story.accepted(ana);
        QCOMPARE(outcome(story), u"requirement-unmet"_s);
    }

    void T03_aTrivialChangeThatKeepsVotes_data()
    {
        QTest::addColumn<QString>("text");
        for (const char16_t added : {u' ', u'\n', u'\t', u'\r', u'.', u'\u00a0', u'\u200b'}) {
            QTest::newRow(qPrintable(u"U+%1"_s.arg(int(added), 4, 16, QChar(u'0')))) << u"14 days"_s + QChar(added);
        }
        QTest::newRow("one less") << u"14 day"_s;
    }

    void T03_aTrivialChangeThatKeepsVotes()
    {
        QFETCH(const QString, text);
        Story story = approvedByAll();
        story.submitted(ana, refund, text).noted(ana);
        QVERIFY(!acceptable(story));
    }

    void T03_onlyItsAuthorSaysThatWhiteSpaceChanged()
    {
        Policy policy = bypassPolicy();
        policy.lanes[2].whitespaceKeepsApprovals = true;
        Story story = begun(policy);
        story.opened(ana).submitted(ana, refund, u"14 days"_s).noted(ana);
        story.approved(bode, "billing").approved(dana, "compliance");
        const EventId approvedOne = story.change().revision()->stamp.event;
        RevisionSubmitted swapped = story.change().revision()->data;
        swapped.files.first().after = story.text(u"no refunds"_s);
        swapped.assessment.respacedSince = approvedOne;
        story.say(ana, subjectOf(story), swapped);
        QCOMPARE(outcome(story), u"effective"_s);
        story.noted(ana);
        QVERIFY(!acceptable(story));
        // Nobody who has a hand in it can confirm it, and no program can.
        for (const auto &[who, as, rule] : {std::tuple{ana, "product", u"contributor-may-not-approve"_s},
                                            std::tuple{ci, "billing", u"service-may-not-approve"_s}}) {
            ReviewGiven review = story.reviewOf(story.change(), Decision::Approve, role(as));
            review.assessment.respacedSince = approvedOne;
            story.say(who, subjectOf(story), review);
            QCOMPARE(outcome(story), rule);
            QVERIFY(!acceptable(story));
        }
        // An honest program finds other words, and says so with its approval.
        story.approved(bode, "billing");
        QVERIFY(!acceptable(story));
        story.accepted(ana);
        QCOMPARE(outcome(story), u"requirement-unmet"_s);
    }

    void T04_theAuthorApproves_data()
    {
        QTest::addColumn<bool>("delegated");
        QTest::newRow("in person") << false;
        QTest::newRow("through a delegate") << true;
    }

    void T04_theAuthorApproves()
    {
        QFETCH(const bool, delegated);
        Story story = inReview();
        ReviewGiven review = story.reviewOf(story.change(), Decision::Approve, role("product"));
        if (delegated) {
            Event given = story.make(ana, {}, DelegationGiven{.to = jonas, .role = role("product")});
            given.subject = delegationSubject(given.id);
            given.basis.subjectHead = {};
            story.place(given);
            QCOMPARE(outcome(story), u"effective"_s);
            review.delegation = given.id;
        }
        story.say(delegated ? jonas : ana, subjectOf(story), review);
        QCOMPARE(outcome(story), u"contributor-may-not-approve"_s);
    }

    void T05_aSecondAccountOrABotApproves()
    {
        Story story = inReview();
        story.approved(ci, "engineering");
        QCOMPARE(outcome(story), u"service-may-not-approve"_s);
        story.approved({u"p:ana-2"_s}, "product");
        QCOMPARE(outcome(story), u"author-is-unknown"_s);
        story.approved({u"ana@acme.example"_s}, "product"); // an address is no name
        QCOMPARE(outcome(story), u"author-is-unknown"_s);
        Policy twins = bypassPolicy(); // one address is one person
        twins.people[1].emails = twins.people[0].emails;
        QVERIFY(!policyFromJson(toJson(twins)));
    }

    void T06_aCoAuthorApproves()
    {
        Story story = begun();
        story.opened(ana).submitted(ana, refund, u"14 days"_s, Lane::High, {}, {bode});
        story.submitted(ana, refund, u"15 days"_s).noted(ana).approved(bode, "billing");
        QCOMPARE(outcome(story), u"contributor-may-not-approve"_s);
        story.approved(dana, "compliance").submitted(dana, refund, u"16 days"_s).noted(ana);
        story.approved(dana, "compliance"); // who edits later is out as well
        QCOMPARE(outcome(story), u"contributor-may-not-approve"_s);
    }

    void T07_anApprovalIsReplayed()
    {
        Story story = approvedByAll();
        const auto first = std::get<Event>(story.events().at(story.events().size() - 2).event);
        story.askedForChanges(bode, "billing");
        const QByteArray before = story.state().hash();
        story.place(first);
        QCOMPARE(outcome(story), u"duplicate"_s);
        Event renamed = first; // the same bytes under another name
        renamed.id = {.high = 1, .low = 1};
        story.place(renamed);
        QCOMPARE(outcome(story), u"stale-subject"_s);
        QCOMPARE(story.state().hash(), before);
    }

    void T08_anApprovalOfAnotherChangeOrRecord()
    {
        Story story = approvedByAll();
        Event approval = std::get<Event>(story.events().last().event);
        story.opened(ana).submitted(ana, greeting, u"Hi"_s).noted(ana);
        approval.id = {.high = 1, .low = 2};
        approval.subject = subjectOf(story);
        approval.basis = story.make(dana, subjectOf(story), ChangeWithdrawn{}).basis;
        story.place(approval);
        QCOMPARE(outcome(story), u"old-revision"_s);
        approval.ledger = *LedgerId::fromBytes(QByteArray(32, '\x07'));
        approval.id = {.high = 1, .low = 3};
        story.place(approval);
        QCOMPARE(outcome(story), u"ledger-mismatch"_s);
    }

    void T09_anOlderPolicyComesBack()
    {
        Story story = begun();
        const Policy first = story.state().policy;
        const auto inForce = [&](const QString &source) {
            story.opened(ana);
            story.say(ana, subjectOf(story),
                      RevisionSubmitted{.files = {{.artifact = policyArtifact(), .path = policyPath(), .kind = ArtifactKind::Policy,
                                                   .before = story.state().artifact(policyArtifact())->acceptedContent(),
                                                   .after = story.text(source)}},
                                        .contributors = {ana}});
            story.noted(ana).approved(bode, "billing").approved(dana, "compliance").accepted(ana);
            Policy next = story.state().policy;
            next.version += 1;
            next.previous = story.state().policyInForce;
            next.source = textHash(source);
            const PolicyChanged data{.policy = next, .change = story.changeId()};
            story.say(chen, policySubject(), data);
            return data;
        };
        const PolicyChanged second = inForce(u"policy 2"_s);
        QCOMPARE(outcome(story), u"effective"_s);
        (void)inForce(u"policy 3"_s);
        QCOMPARE(outcome(story), u"effective"_s);
        story.say(chen, policySubject(), second);
        QCOMPARE(outcome(story), u"policy-not-next"_s);
        PolicyChanged again = second; // the old rules under a new number
        again.policy.version = 4;
        again.policy.previous = story.state().policyInForce;
        story.say(chen, policySubject(), again);
        QCOMPARE(outcome(story), u"content-mismatch"_s);
        QVERIFY(story.state().policy.version == 3 && first.version == 1);
    }

    void T10_thePolicyIsWeakenedByItsOwnNewRules()
    {
        Story story = begun();
        story.opened(ana);
        story.say(ana, subjectOf(story),
                  RevisionSubmitted{.files = {{.artifact = policyArtifact(), .path = policyPath(), .kind = ArtifactKind::Policy,
                                               .before = story.state().policy.source, .after = story.text(u"weak"_s)}},
                                    .contributors = {ana},
                                    .assessment = {.lane = Lane::Low}});
        Policy weak = story.state().policy;
        weak.version = 2;
        weak.previous = story.state().policyInForce;
        weak.source = textHash(u"weak"_s);
        weak.lanes[2] = {.lane = Lane::High, .approvals = 1};
        // High whatever its author claims, not lowered, not let pass in an emergency, and not in force before acceptance.
        QVERIFY(State::lane(story.change()) == Lane::High);
        story.noted(ana).approved(jonas, "support").accepted(ana);
        QCOMPARE(outcome(story), u"requirement-unmet"_s);
        const EventId revision = story.change().revision()->stamp.event;
        story.say(jonas, subjectOf(story), LoweringProposed{.revision = revision, .lane = Lane::Low, .reasonText = story.text(u"x"_s)});
        QCOMPARE(outcome(story), u"lane-fixed"_s);
        story.say(chen, subjectOf(story), EmergencyDeclared{.revision = revision, .reasonText = story.text(u"x"_s)});
        QCOMPARE(outcome(story), u"cannot-override"_s);
        story.say(chen, policySubject(), PolicyChanged{.policy = weak, .change = story.changeId()});
        QCOMPARE(outcome(story), u"subject-unknown"_s);
    }

    void T10_aPolicyThatNobodyCouldChangeAgainSlipsIn()
    {
        Story story = begun();
        story.opened(ana);
        story.say(ana, subjectOf(story),
                  RevisionSubmitted{.files = {{.artifact = policyArtifact(), .path = policyPath(), .kind = ArtifactKind::Policy,
                                               .before = story.state().policy.source, .after = story.text(u"locked"_s)}},
                                    .contributors = {ana}});
        story.noted(ana).approved(bode, "billing").approved(dana, "compliance").accepted(ana);
        QCOMPARE(outcome(story), u"effective"_s);
        Policy locked = story.state().policy;
        locked.version = 2;
        locked.previous = story.state().policyInForce;
        locked.source = textHash(u"locked"_s);
        locked.signaturesRequired = true; // and nobody has a key
        PolicyChanged data{.policy = locked, .change = story.changeId()};
        story.say(chen, policySubject(), data);
        QCOMPARE(outcome(story), u"locks-everybody-out"_s);
        QVERIFY(story.state().policy.version == 1);
        data.locksOut = true; // who says that it is meant gets it
        story.say(chen, policySubject(), data);
        QCOMPARE(outcome(story), u"effective"_s);
    }

    void T11_rulesHaveOneWayIntoTheRecord()
    {
        // Every write of every part goes through one call of Ledger::tryAppend, in the recorder; rules stand nowhere else.
        QStringList callers;
        QDirIterator files(QStringLiteral(QT_TESTCASE_SOURCEDIR) + u"/../"_s, {u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
        const QRegularExpression call(u"(->|\\.)tryAppend\\("_s);
        int read = 0;
        while (files.hasNext()) {
            const QString path = files.next();
            const QString below = QDir(QStringLiteral(QT_TESTCASE_SOURCEDIR) + u"/.."_s).relativeFilePath(path);
            if (!below.startsWith(u"src/"_s) && !below.startsWith(u"app/"_s) && !below.startsWith(u"ui/"_s)) {
                continue;
            }
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            ++read;
            const QString text = QString::fromUtf8(file.readAll());
            for (auto match = call.globalMatch(text); match.hasNext();) {
                (void)match.next();
                callers.append(below);
            }
        }
        QVERIFY(read > 100);
        QCOMPARE(callers, QStringList{u"src/ledger/Recorder.cpp"_s});
    }

    void T12_anApprovalRacesWithARevision()
    {
        Story story = inReview();
        Event late = story.make(bode, subjectOf(story), story.reviewOf(story.change(), Decision::Approve, role("billing")));
        story.submitted(ana, refund, u"no refunds"_s);
        story.place(late);
        QCOMPARE(outcome(story), u"old-revision"_s);
        QVERIFY(story.change().revision()->reviews.isEmpty());
    }

    void T13_twoReleasesAtOnce()
    {
        Story story = approvedByAll();
        story.accepted(ana);
        const VersionRecord latest = *story.state().artifact({refund})->latest();
        const ReleaseMade data{.artifact = {refund}, .environment = staging, .version = latest.version, .content = latest.content};
        const Event one = story.make(chen, releaseSubject(staging, {refund}), data);
        const Event other = story.make(ana, releaseSubject(staging, {refund}), data);
        story.place(one);
        QCOMPARE(outcome(story), u"effective"_s);
        story.place(other);
        QVERIFY(!story.effective());
    }

    void T14_aResultOfAnotherTextPasses()
    {
        // The eight cases are in tst_gate; here the ways around them.
        Story story = gateStory();
        const RunRecorded first = runOf(story);
        story.submitted(ana, refund, u"no refunds"_s, Lane::Low).approved(jonas, "support");
        RunRecorded claim = first; // of the first revision, named after the second
        claim.revision = story.change().revision()->stamp.event;
        (void)recorded(story, claim);
        QCOMPARE(outcome(story), u"content-mismatch"_s);
        (void)recorded(story, first); // of the first one, and it says so
        QCOMPARE(outcome(story), u"effective"_s);
        QVERIFY(!acceptable(story));
        (void)recorded(story, runOf(story), jonas); // of the right one, by somebody who may record none
        QCOMPARE(outcome(story), u"right-missing"_s);
        QVERIFY(!acceptable(story));
        // What a newer program says of a result is not guessed at, and stops this one.
        (void)recorded(story, runOf(story));
        QVERIFY(acceptable(story));
        story.place(std::variant<Event, NewerEvent, MalformedEvent>(NewerEvent{.id = {.high = 1, .low = 9},
                                                                               .actor = ci,
                                                                               .kind = u"run.revoked"_s,
                                                                               .subject = subjectOf(story)}));
        story.accepted(ana);
        QCOMPARE(outcome(story), u"newer-kind"_s);
    }

    void T15_aResultThatCannotBeReadPasses_data()
    {
        QTest::addColumn<EvalStatus>("status");
        for (const EvalStatus status :
             {EvalStatus::Truncated, EvalStatus::Canceled, EvalStatus::Failed, EvalStatus::Unfinished,
              EvalStatus::UnknownVersion, EvalStatus::Damaged}) {
            QTest::newRow(qPrintable(toString(status))) << status;
        }
    }

    void T15_aResultThatCannotBeReadPasses()
    {
        QFETCH(const EvalStatus, status);
        Story story = gateStory();
        story.place(std::variant<Event, NewerEvent, MalformedEvent>(MalformedEvent{.why = u"cut"_s}));
        QVERIFY(!acceptable(story));
        RunRecorded run = runOf(story); // a doctored client that calls it a pass
        run.status = status;
        const EventId id = recorded(story, run);
        QCOMPARE(outcome(story), u"effective"_s);
        QVERIFY(!acceptable(story));
        story.say(dana, subjectOf(story),
                  ResultAccepted{.run = id, .reasonText = story.text(u"It will do."_s)});
        QCOMPARE(outcome(story), u"result-not-acceptable"_s);
        story.accepted(ana);
        QCOMPARE(outcome(story), u"requirement-unmet"_s);
    }

    void T16_otherBytesThanThoseApprovedAreReleased()
    {
        Story story = approvedByAll();
        story.accepted(ana);
        const SemVer latest = story.state().artifact({refund})->latest()->version;
        story.say(chen, releaseSubject(staging, {refund}),
                  ReleaseMade{.artifact = {refund}, .environment = staging, .version = latest, .content = textHash(u"no refunds"_s)});
        QCOMPARE(outcome(story), u"content-mismatch"_s);
        QCOMPARE(runsIn(story, staging), version("1.0.0"));
    }

    void T17_aRollbackToWhatNeverRan()
    {
        Story story = approvedByAll();
        story.accepted(ana);
        story.rolledBack(chen, refund, "1.1.0", production);
        QCOMPARE(outcome(story), u"never-ran-there"_s);
        story.rolledBack(chen, refund, "9.9.9", production);
        QVERIFY(!story.effective());
    }

    void T18_theApproverLosesTheRoleBeforeTheRelease_data()
    {
        QTest::addColumn<bool>("recheck");
        QTest::newRow("rechecked") << true;
        QTest::newRow("not rechecked") << false;
    }

    void T18_theApproverLosesTheRoleBeforeTheRelease()
    {
        QFETCH(const bool, recheck);
        Story story = approvedByAll();
        story.accepted(ana);
        State later = story.state();
        later.policy.recheckAtRelease = recheck;
        later.policy.people[2].active = false; // Dana, for compliance
        const SemVer latest = later.artifact({refund})->latest()->version;
        QCOMPARE(!refuseToRelease(later, chen, {refund}, latest, staging), !recheck);
    }

    void T19_onePersonIsCountedTwice()
    {
        Story story = inReview(Lane::High);
        story.approved(bode, "billing").approved(bode, "billing");
        QVERIFY(!acceptable(story));
        Event given = story.make(dana, {}, DelegationGiven{.to = bode, .role = role("compliance")});
        given.subject = delegationSubject(given.id);
        given.basis.subjectHead = {};
        story.place(given);
        ReviewGiven second = story.reviewOf(story.change(), Decision::Approve, role("compliance"));
        second.delegation = given.id;
        story.say(bode, subjectOf(story), second); // one speaker has one voice
        QCOMPARE(outcome(story), u"effective"_s);
        QVERIFY(!acceptable(story));
        for (const Requirement &requirement : requirementsToAccept(story.state(), story.change())) {
            QVERIFY(requirement.kind != RequirementKind::ApprovalCount || requirement.have == 1);
        }
    }

    void T20_aVoidEventIsDrawnAsIfItCounted()
    {
        Story story = inReview();
        const QByteArray before = story.state().hash();
        const QList<Requirement> asked = requirementsToAccept(story.state(), story.change());
        story.approved(ana, "product").approved(rolf, "compliance").approved(ci, "engineering");
        QCOMPARE(story.state().hash(), before);
        QVERIFY(requirementsToAccept(story.state(), story.change()) == asked);
        QVERIFY(story.change().revision()->reviews.isEmpty()); // what screens draw holds effective events only
        QCOMPARE(story.state().voids.size(), 3);
    }

    void T21_oneFileOfSeveralIsNotApproved()
    {
        Policy policy = bypassPolicy();
        policy.owners = {{.paths = {u"prompts/support/greeting*"_s}, .section = {}, .anyOf = {role("engineering")}}};
        Story story = begun(policy);
        story.opened(ana);
        RevisionSubmitted data{.contributors = {ana}, .assessment = {.lane = Lane::Low}};
        for (const QString &name : {refund, greeting}) {
            data.files.append({.artifact = {name}, .path = u"prompts/%1.md"_s.arg(name),
                               .before = story.state().artifact({name})->acceptedContent(), .after = story.text(name)});
        }
        story.say(ana, subjectOf(story), data);
        story.approved(jonas, "support").accepted(ana); // enough for one file, not for the other's owner
        QCOMPARE(outcome(story), u"requirement-unmet"_s);
        QVERIFY(story.state().artifact({refund})->versions.size() == 1);
        story.approved(chen, "engineering").accepted(ana);
        QCOMPARE(outcome(story), u"effective"_s);
    }

    void T22_anEmptyOrUnknownGroupIsSatisfied_data()
    {
        QTest::addColumn<int>("what");
        QTest::newRow("nobody holds the role") << 0;
        QTest::newRow("everybody with the role left") << 1;
        QTest::newRow("an owner's role") << 2;
    }

    void T22_anEmptyOrUnknownGroupIsSatisfied()
    {
        QFETCH(const int, what);
        Policy policy = bypassPolicy();
        policy.roles.append({.id = role("legal"), .title = u"Legal"_s});
        if (what == 0) {
            policy.lanes[0].allOf = {role("legal")};
        } else if (what == 1) {
            policy.lanes[0].anyOf = {role("legal")};
            policy.people[5].roles = {role("legal")}; // Rolf, who left
        } else {
            policy.owners = {{.paths = {u"prompts/**"_s}, .section = {}, .allOf = {role("legal")}}};
        }
        Story story = begun(policy);
        story.opened(ana).submitted(ana, refund, u"14 days"_s, Lane::Low);
        story.approved(jonas, "support").approved(bode, "billing").approved(dana, "compliance").accepted(ana);
        QCOMPARE(outcome(story), u"requirement-unmet"_s);
        Policy none = bypassPolicy();
        none.lanes[0].approvals = 0;
        QVERIFY(!policyFromJson(toJson(none)));
        none = bypassPolicy();
        none.owners = {{.paths = {u"prompts/**"_s}}};
        QVERIFY(!policyFromJson(toJson(none)));
    }

    void T23_anEmergencyIsUsedAsRoutine()
    {
        Story story = inReview();
        const EventId revision = story.change().revision()->stamp.event;
        story.say(chen, subjectOf(story), EmergencyDeclared{.revision = revision});
        QCOMPARE(outcome(story), u"reason-missing"_s);
        story.say(chen, subjectOf(story), EmergencyDeclared{.revision = revision, .reasonText = story.text(u"now"_s)});
        story.accepted(ana).released(chen, refund, "1.1.0", staging);
        QCOMPARE(outcome(story), u"effective"_s);
        // The second one of the same prompt is accepted, and goes nowhere before the first was looked at.
        story.opened(ana).submitted(ana, refund, u"13 days"_s).noted(ana);
        story.say(chen, subjectOf(story),
                  EmergencyDeclared{.revision = story.change().revision()->stamp.event, .reasonText = story.text(u"again"_s)});
        story.accepted(ana).released(chen, refund, "1.2.0", staging);
        QCOMPARE(outcome(story), u"requirement-unmet"_s);
        QCOMPARE(runsIn(story, staging), version("1.1.0"));
    }

    void T24_aChangeAfterTheApprovalGoesUnnoticed()
    {
        // Who is waited for is told by the state alone, and no sender takes part in it.
        Story story = approvedByAll();
        QVERIFY(acceptable(story));
        story.submitted(ana, refund, u"no refunds"_s).noted(ana);
        QList<PrincipalId> waited;
        for (const Requirement &requirement : requirementsToAccept(story.state(), story.change())) {
            waited += requirement.met() ? QList<PrincipalId>() : requirement.waitingFor;
        }
        QVERIFY(waited.contains(bode));
        QVERIFY(waited.contains(dana));
    }

    void T25_theRiskIsClaimedLower()
    {
        Story story = begun();
        story.opened(ana).submitted(ana, refund, u"14 days"_s, Lane::Low);
        ReviewGiven honest = story.reviewOf(story.change(), Decision::Approve, role("support"));
        honest.assessment.lane = Lane::High;
        story.say(jonas, subjectOf(story), honest);
        QVERIFY(State::lane(story.change()) == Lane::High);
        const EventId revision = story.change().revision()->stamp.event;
        // Lowering takes the higher lane's right, in another person who took no part.
        story.say(ana, subjectOf(story), LoweringProposed{.revision = revision, .lane = Lane::Low, .reasonText = story.text(u"x"_s)});
        const EventId proposal = story.lastId();
        for (const PrincipalId &who : {ana, bode, chen, jonas, ci, rolf}) {
            story.say(who, subjectOf(story), LaneLowered{.revision = revision, .proposal = proposal, .from = Lane::High});
            QVERIFY2(!story.effective(), qPrintable(who.value));
        }
        QVERIFY(State::lane(story.change()) == Lane::High);
    }

    void T26_aShareOutOfRange_data()
    {
        QTest::addColumn<int>("share");
        for (const int share : {-1, 0, 1, 9999, 10001, std::numeric_limits<int>::max(), std::numeric_limits<int>::min()}) {
            QTest::addRow("%d", share) << share;
        }
    }

    void T26_aShareOutOfRange()
    {
        QFETCH(const int, share);
        Story story = approvedByAll();
        story.accepted(ana);
        const VersionRecord latest = *story.state().artifact({refund})->latest();
        story.say(chen, releaseSubject(staging, {refund}),
                  ReleaseMade{.artifact = {refund}, .environment = staging, .version = latest.version,
                              .content = latest.content, .share = share});
        QVERIFY(!story.effective());
        QCOMPARE(runsIn(story, staging), version("1.0.0"));
    }

    void T50_aLoginSpeaksForItsOwnPersonAlone_data()
    {
        QTest::addColumn<std::optional<QString>>("login");
        QTest::addColumn<bool>("bound");
        QTest::addColumn<bool>("newer");
        QTest::addColumn<std::optional<VoidRule>>("rule");
        const auto row = [](const char *name, const std::optional<QString> &login, bool bound, bool newer,
                            std::optional<VoidRule> rule) {
            QTest::newRow(name) << login << bound << newer << rule;
        };
        row("no server", std::nullopt, true, false, std::nullopt);
        row("her login", u"ana"_s, true, false, std::nullopt);
        row("her other login", u"ana2"_s, true, false, std::nullopt);
        row("other letters", u"Ana"_s, true, false, VoidRule::LoginDiffers);
        row("somebody else's", u"chen"_s, true, false, VoidRule::LoginDiffers);
        row("nobody's", u"pool"_s, true, false, VoidRule::LoginDiffers);
        row("not readable", QString(u""_s), true, false, VoidRule::LoginDiffers);
        row("nothing is bound", u"pool"_s, false, false, std::nullopt);
        row("newer, her login", u"ana"_s, true, true, VoidRule::NewerKind);
        row("newer, somebody else's", u"chen"_s, true, true, VoidRule::LoginDiffers);
    }
    void T50_aLoginSpeaksForItsOwnPersonAlone()
    {
        QFETCH(const std::optional<QString>, login);
        QFETCH(const bool, bound);
        QFETCH(const bool, newer);
        QFETCH(const std::optional<VoidRule>, rule);
        Policy policy = storyPolicy();
        if (bound) {
            policy.people[0].logins = {u"ana"_s, u"ana2"_s};
            policy.people[3].logins = {u"chen"_s};
        }
        Story story(policy);
        const Event event = story.make(ana, {}, ChangeOpened{.titleText = textHash(u"Shorter"_s)});
        Placed placed{.at = {.seq = 2}, .login = login, .event = event};
        if (newer) {
            placed.event = NewerEvent{.id = event.id, .actor = ana, .kind = u"change.newer"_s, .subject = event.subject};
        }

        const Verdict verdict = judge(story.state(), placed);

        const auto *refused = std::get_if<Void>(&verdict);
        QVERIFY((refused ? std::optional(refused->rule) : std::nullopt) == rule);
    }

    void T50_whoBeginsARecordIsTheirLoginsPerson()
    {
        Policy policy = storyPolicy();
        policy.people[0].logins = {u"ana"_s};
        policy.people[3].logins = {u"chen"_s};
        Placed placed{.at = {.seq = 1},
                      .login = u"ana"_s,
                      .event = Event{.id = EventId::random(), .actor = chen, .subject = u"ledger"_s, .data = LedgerOpened{.policy = policy}}};
        QVERIFY(std::get<Void>(judge({}, placed)).rule == VoidRule::LoginDiffers);
        placed.login = u"chen"_s;
        QVERIFY(std::holds_alternative<Effective>(judge({}, placed)));
    }
};

QTEST_GUILESS_MAIN(TestBypasses)
#include "tst_bypasses.moc"
