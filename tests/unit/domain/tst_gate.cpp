// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Runs.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

const QString refund = u"support/refund"_s;

QString said(const Story &story)
{
    return story.effective() ? u"effective"_s : toString(story.rule().value_or(VoidRule::NotFirst));
}

QString subjectOf(const Story &story)
{
    return changeSubject(story.changeId());
}

/// What accepting the change says, in a copy of the story.
QString acceptance(Story story)
{
    story.accepted(ana);
    return said(story);
}

/// The gate and the acceptance say the same.
void compareGate(const Story &story, RequirementState expected, const char *about = "")
{
    const Requirement gate = gateOf(story);
    QVERIFY2(gate.state == expected, qPrintable(QLatin1StringView(about) + u": "_s + toString(gate.state)));
    const bool passes = expected == RequirementState::Satisfied || expected == RequirementState::NotApplicable
                        || expected == RequirementState::Overridden;
    QCOMPARE(acceptance(story), passes ? u"effective"_s : u"requirement-unmet"_s);
}

QString accept(Story &story, const PrincipalId &who, const EventId &run,
               const QString &reason = u"Three cases are wrong."_s)
{
    story.say(
        who, subjectOf(story),
        ResultAccepted{.run = run, .reasonText = reason.isEmpty() ? ContentHash{} : story.text(reason)});
    return said(story);
}

RunMismatch whyNot(const Story &story, const EventId &run)
{
    for (const UncountedRun &one : gateOf(story).suites.value(0).uncounted) {
        if (one.run == run) {
            return one.why;
        }
    }
    return RunMismatch::Superseded;
}

/// A verdict that Compare gives when one dimension is better and another worse.
RunRecorded mixedRun(const Story &story)
{
    RunRecorded run = runOf(story, EvalVerdict::Fail);
    run.dimensions.append(
        {.name = u"tone"_s, .verdict = EvalVerdict::Pass, .finding = EvalFinding::Better, .matched = 40});
    run.mixed = true;
    return run;
}

} // namespace

class TestGate : public QObject
{
    Q_OBJECT

private slots:
    void theGateFlipsWithTheVerdict_data()
    {
        QTest::addColumn<EvalVerdict>("verdict");
        QTest::addColumn<RequirementState>("state");
        QTest::addColumn<SuiteState>("suite");
        QTest::newRow("pass") << EvalVerdict::Pass << RequirementState::Satisfied << SuiteState::Passed;
        QTest::newRow("fail") << EvalVerdict::Fail << RequirementState::Unsatisfied << SuiteState::Failed;
        QTest::newRow("inconclusive")
            << EvalVerdict::Inconclusive << RequirementState::Inconclusive << SuiteState::Inconclusive;
    }

    void theGateFlipsWithTheVerdict()
    {
        QFETCH(const EvalVerdict, verdict);
        QFETCH(const RequirementState, state);
        QFETCH(const SuiteState, suite);
        Story story = gateStory();
        compareGate(story, RequirementState::Inconclusive, "before any run");
        QVERIFY(gateOf(story).suites.value(0).state == SuiteState::Missing);
        (void)recorded(story, runOf(story, verdict));
        QCOMPARE(said(story), u"effective"_s);
        compareGate(story, state);
        QVERIFY(gateOf(story).suites.value(0).state == suite);
        // And back with the next run.
        for (const EvalVerdict next :
             {EvalVerdict::Fail, EvalVerdict::Pass, EvalVerdict::Inconclusive, EvalVerdict::Pass}) {
            RunRecorded run = runOf(story, next);
            run.file = story.text(u"run %1"_s.arg(story.events().size()));
            (void)recorded(story, run);
            compareGate(story, next == EvalVerdict::Pass   ? RequirementState::Satisfied
                               : next == EvalVerdict::Fail ? RequirementState::Unsatisfied
                                                           : RequirementState::Inconclusive);
        }
    }

    void onlyARunOfTheSameTextsSuiteAndModelCounts_data() // T-14
    {
        QTest::addColumn<bool>("content");
        QTest::addColumn<bool>("suite");
        QTest::addColumn<bool>("model");
        for (int bits = 0; bits < 8; ++bits) {
            QTest::addRow("content %s, suite %s, model %s", (bits & 4) != 0 ? "same" : "other",
                          (bits & 2) != 0 ? "same" : "other", (bits & 1) != 0 ? "same" : "other")
                << bool(bits & 4) << bool(bits & 2) << bool(bits & 1);
        }
    }

    void onlyARunOfTheSameTextsSuiteAndModelCounts()
    {
        QFETCH(const bool, content);
        QFETCH(const bool, suite);
        QFETCH(const bool, model);
        Story story = gateStory();
        RunRecorded run = runOf(story);
        if (!suite) {
            run.suiteContent = textHash(u"suite 0"_s);
        }
        if (!model) {
            run.modelAsked = u"gpt-4.1-mini"_s;
        }
        if (!content) {
            // Of the first revision, and a second one is the current one.
            story.submitted(ana, refund, u"21 days"_s, Lane::Low).approved(jonas, "support");
        }
        const EventId id = recorded(story, run);
        QCOMPARE(said(story), u"effective"_s);
        const bool counts = content && suite && model;
        compareGate(story, counts ? RequirementState::Satisfied : RequirementState::Inconclusive);
        const SuiteStanding standing = gateOf(story).suites.value(0);
        QCOMPARE(standing.run, counts ? id : EventId{});
        QCOMPARE(standing.uncounted.size(), counts ? 0 : 1);
        if (!counts) {
            QVERIFY(whyNot(story, id)
                    == (!content ? RunMismatch::OtherContent
                        : !suite ? RunMismatch::OtherSuite
                                 : RunMismatch::OtherModel));
        }
    }

    void aResultOfOneTextIsNotAttachedToAnother() // T-14
    {
        Story story = gateStory();
        const RunRecorded first = runOf(story);
        story.submitted(ana, refund, u"21 days"_s, Lane::Low).approved(jonas, "support");
        RunRecorded attached = first;
        attached.revision = story.change().revision()->stamp.event;
        (void)recorded(story, attached);
        QCOMPARE(said(story), u"content-mismatch"_s);
        attached = runOf(story);
        attached.revision = first.revision;
        (void)recorded(story, attached);
        QCOMPARE(said(story), u"content-mismatch"_s);
        attached.revision = {.high = 7, .low = 7};
        (void)recorded(story, attached);
        QCOMPARE(said(story), u"subject-unknown"_s);
        compareGate(story, RequirementState::Inconclusive);
    }

    void theSameTextsAgainKeepTheirRun()
    {
        Story story = gateStory();
        (void)recorded(story, runOf(story));
        story.submitted(ana, refund, u"21 days"_s, Lane::Low).approved(jonas, "support");
        compareGate(story, RequirementState::Inconclusive, "other texts");
        story.submitted(ana, refund, u"14 days"_s, Lane::Low).approved(jonas, "support");
        compareGate(story, RequirementState::Satisfied, "the same bytes");
    }

    void aChangedSuiteMakesItsRunsStale()
    {
        Story story = gateStory();
        const ChangeId first = story.changeId();
        (void)recorded(story, runOf(story));
        compareGate(story, RequirementState::Satisfied);
        story.opened(jonas);
        story.say(
            jonas, subjectOf(story),
            RevisionSubmitted{.files = {{.artifact = refundSuiteId,
                                         .path = u"prompts/evals/refund.md"_s,
                                         .kind = ArtifactKind::Suite,
                                         .before = story.state().artifact(refundSuiteId)->acceptedContent(),
                                         .after = story.text(u"suite 2"_s)}},
                              .contributors = {jonas},
                              .assessment = {.lane = Lane::Low}});
        story.approved(bode, "billing").accepted(jonas);
        QCOMPARE(said(story), u"effective"_s);
        const QList<SuiteStanding> standings = suiteStandings(story.state(), *story.state().change(first));
        QVERIFY(standings.value(0).state == SuiteState::Missing);
        QVERIFY(standings.value(0).uncounted.value(0).why == RunMismatch::OtherSuite);
        QVERIFY(refuseToAccept(story.state(), ana, *story.state().change(first)).has_value());
    }

    void whoAnsweredMayBeNamedByPatterns_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QStringList>("patterns");
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("served");
        QTest::addColumn<bool>("counts");
        const QStringList none;
        QTest::newRow("any model") << u""_s << none << u"anything"_s << u"something"_s << true;
        QTest::newRow("not told") << u"gpt-4.1"_s << none << u"gpt-4.1"_s << u""_s << true;
        QTest::newRow("the same") << u"gpt-4.1"_s << none << u"gpt-4.1"_s << u"gpt-4.1"_s << true;
        QTest::newRow("another answered")
            << u"gpt-4.1"_s << none << u"gpt-4.1"_s << u"gpt-4.1-2025-04-14"_s << false;
        QTest::newRow("no model asked") << u"gpt-4.1"_s << none << u""_s << u"gpt-4.1"_s << false;
        QTest::newRow("a pattern") << u"gpt-4.1"_s << QStringList{u"gpt-4.1-2025-*"_s} << u"gpt-4.1"_s
                                   << u"gpt-4.1-2025-04-14"_s << true;
        QTest::newRow("another than the pattern")
            << u"gpt-4.1"_s << QStringList{u"gpt-4.1-2025-*"_s} << u"gpt-4.1"_s << u"gpt-4.1-mini"_s << false;
        QTest::newRow("a pattern, and not told")
            << u"gpt-4.1"_s << QStringList{u"*"_s} << u"gpt-4.1"_s << u""_s << false;
    }

    void whoAnsweredMayBeNamedByPatterns()
    {
        QFETCH(const QStringList, patterns);
        QFETCH(const QString, model);
        QFETCH(const QString, asked);
        QFETCH(const QString, served);
        QFETCH(const bool, counts);
        Policy policy = gatePolicy();
        policy.suites[0].model = model;
        policy.suites[0].served = patterns;
        Story story = gateStory(policy);
        RunRecorded run = runOf(story);
        run.modelAsked = asked;
        run.modelServed = served;
        (void)recorded(story, run);
        compareGate(story, counts ? RequirementState::Satisfied : RequirementState::Inconclusive);
    }

    void aVerdictOfOtherTermsOrAnotherBaselineIsStale()
    {
        Story story = gateStory();
        RunRecorded run = runOf(story);
        run.terms = {};
        QVERIFY(whyNot(story, recorded(story, run)) == RunMismatch::OtherTerms);
        run = runOf(story);
        SuiteRule weaker = story.state().policy.suites.first();
        weaker.thresholds.clear();
        run.terms = suiteTerms(weaker);
        QVERIFY(whyNot(story, recorded(story, run)) == RunMismatch::OtherTerms);
        run = runOf(story);
        run.baseline = textHash(u"something bad"_s);
        QVERIFY(whyNot(story, recorded(story, run)) == RunMismatch::OtherBaseline);
        run.baseline = {};
        QVERIFY(whyNot(story, recorded(story, run)) == RunMismatch::OtherBaseline);
        compareGate(story, RequirementState::Inconclusive);
    }

    void aRunMayBeComparedWithWhatIsLiveThoughMoreIsAccepted()
    {
        Story story = gateStory();
        (void)recorded(story, runOf(story));
        story.accepted(ana);
        QCOMPARE(said(story), u"effective"_s); // 1.0.1 is accepted, 1.0.0 is live
        story.opened(ana).submitted(ana, refund, u"15 days"_s, Lane::Low).approved(jonas, "support");
        RunRecorded run = runOf(story);
        run.baseline = liveBaseline(story.state(), story.change());
        QVERIFY(run.baseline != evalBaseline(story.change().revision()->data.files));
        (void)recorded(story, run);
        compareGate(story, RequirementState::Satisfied);
    }

    void whatIsNotCompleteOrContradictsItselfIsNoPass_data() // T-15
    {
        QTest::addColumn<RunRecorded>("claim");
        const RunRecorded pass = runOf(gateStory());
        for (const EvalStatus status :
             {EvalStatus::Truncated, EvalStatus::Canceled, EvalStatus::Failed, EvalStatus::Unfinished,
              EvalStatus::UnknownVersion, EvalStatus::Damaged}) {
            RunRecorded claim = pass;
            claim.status = status;
            QTest::newRow(qPrintable(toString(status))) << claim;
        }
        RunRecorded claim = pass;
        claim.cases = 0;
        QTest::newRow("no cases") << claim;
        claim = pass;
        claim.dimensions.clear();
        QTest::newRow("no dimensions") << claim;
        claim = pass;
        claim.dimensions[0].finding = EvalFinding::NotJudged;
        QTest::newRow("no dimension that was judged") << claim;
        claim = pass;
        claim.dimensions[0].verdict = EvalVerdict::Inconclusive;
        QTest::newRow("a dimension that cannot be told") << claim;
        claim = pass;
        claim.mixed = true;
        QTest::newRow("mixed") << claim;
    }

    void whatIsNotCompleteOrContradictsItselfIsNoPass()
    {
        QFETCH(RunRecorded, claim);
        Story story = gateStory();
        const EventId id = recorded(story, claim);
        QCOMPARE(said(story), u"effective"_s);
        compareGate(story, RequirementState::Inconclusive);
        // What is not complete is not accepted by a person either.
        QCOMPARE(accept(story, dana, id),
                 claim.status == EvalStatus::Complete ? u"effective"_s : u"result-not-acceptable"_s);
    }

    void aFigureThatIsOnlyShownHoldsNothingBack()
    {
        Story story = gateStory();
        RunRecorded run = runOf(story);
        run.dimensions.append(
            {.name = u"length"_s, .verdict = EvalVerdict::Inconclusive, .finding = EvalFinding::NotJudged});
        (void)recorded(story, run);
        compareGate(story, RequirementState::Satisfied);
    }

    void aNewerRunThatBrokeOffTakesAnOlderPassAway()
    {
        Story story = gateStory();
        (void)recorded(story, runOf(story));
        RunRecorded broken = runOf(story);
        broken.status = EvalStatus::Truncated;
        broken.file = textHash(u"cut"_s);
        (void)recorded(story, broken);
        compareGate(story, RequirementState::Inconclusive);
    }

    void aRunOfAnotherModelTakesNothingAway()
    {
        Story story = gateStory();
        (void)recorded(story, runOf(story));
        RunRecorded other = runOf(story, EvalVerdict::Fail);
        other.modelAsked = u"llama"_s;
        (void)recorded(story, other);
        compareGate(story, RequirementState::Satisfied);
    }

    void onlyThoseWhomThePolicyNamesRecordRuns()
    {
        Story story = gateStory();
        for (const PrincipalId &who : {ana, bode, dana, jonas}) {
            (void)recorded(story, runOf(story), who);
            QCOMPARE(said(story), u"right-missing"_s);
        }
        (void)recorded(story, runOf(story), rolf);
        QCOMPARE(said(story), u"author-is-unknown"_s);
        compareGate(story, RequirementState::Inconclusive);
        (void)recorded(story, runOf(story), chen);
        compareGate(story, RequirementState::Satisfied);
    }

    void aForgedPassIsUndoneByTheFirstWhoReadsTheFile()
    {
        Story story = gateStory();
        const EventId forged = recorded(story, runOf(story), chen);
        compareGate(story, RequirementState::Satisfied);
        // Jonas may record no runs of his own, but may say what he reads in one that is recorded.
        RunRecorded honest = runOf(story, EvalVerdict::Fail);
        honest.file = runOf(story).file;
        const EventId read = recorded(story, honest, jonas);
        QCOMPARE(said(story), u"effective"_s);
        compareGate(story, RequirementState::Unsatisfied);
        QCOMPARE(gateOf(story).suites.value(0).run, read);
        QVERIFY(whyNot(story, forged) == RunMismatch::Superseded);
        // Saying it once more does not help.
        (void)recorded(story, runOf(story), chen);
        compareGate(story, RequirementState::Unsatisfied);
    }

    void aResultIsAcceptedByANamedPersonWithAReason()
    {
        Story story = gateStory();
        const EventId run = recorded(story, runOf(story, EvalVerdict::Inconclusive));
        QCOMPARE(accept(story, jonas, run), u"right-missing"_s);
        QCOMPARE(accept(story, ana, run),
                 u"contributor-may-not-approve"_s); // who has the role and wrote the change
        QCOMPARE(accept(story, dana, run, {}), u"reason-missing"_s);
        QCOMPARE(accept(story, dana, {.high = 3, .low = 4}), u"subject-unknown"_s);
        QCOMPARE(accept(story, dana, run), u"effective"_s);
        compareGate(story, RequirementState::Satisfied);
        const Requirement gate = gateOf(story);
        QVERIFY(gate.suites.value(0).state == SuiteState::Accepted);
        QCOMPARE(gate.people, QList<PrincipalId>{dana});
        QCOMPARE(accept(story, dana, run), u"nothing-to-do"_s);
    }

    void aMixedResultIsAcceptedAndAPlainFailIsNot()
    {
        Story story = gateStory();
        const EventId fail = recorded(story, runOf(story, EvalVerdict::Fail));
        QCOMPARE(accept(story, dana, fail), u"result-not-acceptable"_s);
        RunRecorded run = mixedRun(story);
        run.file = textHash(u"mixed"_s);
        const EventId mixed = recorded(story, run);
        compareGate(story, RequirementState::Unsatisfied);
        QVERIFY(gateOf(story).suites.value(0).mixed);
        QCOMPARE(accept(story, dana, fail), u"result-not-acceptable"_s); // superseded
        QCOMPARE(accept(story, dana, mixed), u"effective"_s);
        compareGate(story, RequirementState::Satisfied);
    }

    void anAcceptanceEndsWithItsRun()
    {
        Story story = gateStory();
        const EventId run = recorded(story, runOf(story, EvalVerdict::Inconclusive));
        QCOMPARE(accept(story, dana, run), u"effective"_s);
        // The same said again takes nothing away; worse does, and so does another run.
        (void)recorded(story, runOf(story, EvalVerdict::Inconclusive), chen);
        compareGate(story, RequirementState::Satisfied, "said again");
        Story worse = story;
        RunRecorded read = mixedRun(story);
        read.file = runOf(story, EvalVerdict::Inconclusive).file;
        (void)recorded(worse, read, jonas);
        compareGate(worse, RequirementState::Unsatisfied, "worse was read");
        RunRecorded next = runOf(story, EvalVerdict::Inconclusive);
        next.file = textHash(u"the next run"_s);
        (void)recorded(story, next);
        compareGate(story, RequirementState::Inconclusive, "another run");
    }

    void anAcceptanceLastsAsLongAsTheRight()
    {
        Story story = gateStory();
        QCOMPARE(accept(story, dana, recorded(story, runOf(story, EvalVerdict::Inconclusive))),
                 u"effective"_s);
        State later = story.state();
        later.policy.people[2].active = false;
        QVERIFY(suiteStandings(later, story.change()).value(0).state == SuiteState::Inconclusive);
        later = story.state();
        later.policy.rights.acceptResults = {role("product")};
        QVERIFY(suiteStandings(later, story.change()).value(0).state == SuiteState::Inconclusive);
    }

    void serviceMayRecordButNotJudge()
    {
        Policy policy = gatePolicy();
        policy.rights.acceptResults = {role("engineering")};
        Story story = gateStory(policy);
        const EventId run = recorded(story, runOf(story, EvalVerdict::Inconclusive));
        QCOMPARE(accept(story, ci, run), u"service-may-not-approve"_s);
        story.say(ci, subjectOf(story),
                  CaseGraded{.run = run,
                             .caseKey = textHash(u"case"_s),
                             .grade = CaseGrade::Pass,
                             .reasonText = story.text(u"x"_s)});
        QCOMPARE(said(story), u"service-may-not-approve"_s);
    }

    void aGradeIsKeptBesideTheResultAndCanBeTakenBack()
    {
        Story story = gateStory();
        const EventId run = recorded(story, runOf(story, EvalVerdict::Fail));
        const auto grade = [&](CaseGrade as, bool why = true) {
            story.say(jonas, subjectOf(story),
                      CaseGraded{.run = run,
                                 .caseKey = textHash(u"case 7"_s),
                                 .caseText = story.text(u"Case 7"_s),
                                 .grade = as,
                                 .reasonText = why ? story.text(u"The judge misread it."_s) : ContentHash{}});
            return said(story);
        };
        QCOMPARE(grade(CaseGrade::Automatic), u"nothing-to-do"_s);
        QCOMPARE(grade(CaseGrade::Pass, false), u"reason-missing"_s);
        QCOMPARE(grade(CaseGrade::Pass), u"effective"_s);
        QCOMPARE(grade(CaseGrade::Pass), u"nothing-to-do"_s);
        QCOMPARE(grade(CaseGrade::Automatic), u"effective"_s);
        QCOMPARE(story.change().run(run)->grades.size(), 2); // both are kept, each with its person
        QVERIFY(story.change().run(run)->grades.first().stamp.actor == jonas);
        compareGate(story, RequirementState::Unsatisfied, "and the verdict is what it was");
    }

    void aSpotCheckIsRecordedAsWhatItIs()
    {
        Story story = gateStory();
        const Revision revision = *story.change().revision();
        const auto look = [&](const PrincipalId &who, const ContentHash &content, qsizetype cases) {
            SpotCheckRecorded data{.revision = revision.stamp.event, .content = content};
            for (qsizetype i = 0; i < cases; ++i) {
                data.cases.append({.caseKey = textHash(u"case %1"_s.arg(i)), .mark = SpotMark::Better});
            }
            story.say(who, subjectOf(story), data);
            return said(story);
        };
        QCOMPARE(look(ana, revision.content, 3), u"contributor-may-not-approve"_s);
        QCOMPARE(look(jonas, textHash(u"other"_s), 3), u"content-mismatch"_s);
        QCOMPARE(look(jonas, revision.content, 0), u"nothing-to-do"_s);
        QCOMPARE(look(ci, revision.content, 3), u"service-may-not-approve"_s);
        const EventId head = story.change().head;
        QCOMPARE(look(jonas, revision.content, 3), u"effective"_s);
        QCOMPARE(story.change().spotChecks.size(), 1);
        QCOMPARE(story.change().head, head); // nobody who is about to decide has to read again
        compareGate(story, RequirementState::Inconclusive, "it is no verdict");
        story.submitted(ana, refund, u"21 days"_s, Lane::Low);
        QCOMPARE(look(jonas, revision.content, 3), u"old-revision"_s);
    }

    void aRuleAppliesByPathLaneAndReason_data()
    {
        QTest::addColumn<SuiteRule>("rule");
        QTest::addColumn<bool>("applies");
        const SuiteRule rule{.suite = refundSuiteId};
        SuiteRule other = rule;
        QTest::newRow("everything") << other << true;
        other.paths = {u"prompts/sales/**"_s};
        QTest::newRow("another path") << other << false;
        other.paths.append(u"prompts/**"_s);
        QTest::newRow("one of two paths") << other << true;
        other = rule;
        other.lanes = {Lane::Medium, Lane::High};
        QTest::newRow("another lane") << other << false;
        other.lanes = {Lane::Low};
        QTest::newRow("the lane") << other << true;
        other = rule;
        other.reasons = {GateReason::Legal, GateReason::History};
        QTest::newRow("another reason") << other << false;
        other.reasons.append(GateReason::Financial);
        QTest::newRow("the reason") << other << true;
    }

    void aRuleAppliesByPathLaneAndReason()
    {
        QFETCH(const SuiteRule, rule);
        QFETCH(const bool, applies);
        Policy policy = gatePolicy();
        policy.suites = {rule};
        const Story story = gateStory(policy);
        compareGate(story, applies ? RequirementState::Inconclusive : RequirementState::NotApplicable);
    }

    void aReasonWithoutASuiteStaysOpen()
    {
        Policy policy = gatePolicy();
        policy.regressionGate = {GateReason::Financial, GateReason::CustomerVisible};
        policy.suites[0].reasons = {GateReason::Financial};
        Story story = gateStory(policy);
        (void)recorded(story, runOf(story));
        compareGate(story, RequirementState::Inconclusive);
        QVERIFY(gateOf(story).uncovered == QList<GateReason>{GateReason::CustomerVisible});
        policy.suites[0].reasons = {};
        story = gateStory(policy);
        (void)recorded(story, runOf(story));
        compareGate(story, RequirementState::Satisfied);
    }

    void everySuiteHasToPass()
    {
        Policy policy = gatePolicy();
        policy.suites.append(policy.suites.first());
        policy.suites[1].model = u"gemini-2.5-pro"_s;
        policy.suites.append(policy.suites.first()); // twice the same asks once
        Story story = gateStory(policy);
        QCOMPARE(gateOf(story).need, 2);
        (void)recorded(story, runOf(story));
        compareGate(story, RequirementState::Inconclusive, "one of two");
        QCOMPARE(gateOf(story).have, 1);
        RunRecorded other = runOf(story);
        other.modelAsked = u"gemini-2.5-pro"_s;
        other.terms = suiteTerms(policy.suites.at(1));
        (void)recorded(story, other);
        compareGate(story, RequirementState::Satisfied, "both");
    }

    void aSuiteThatIsNotThereIsAnError()
    {
        Policy policy = gatePolicy();
        policy.suites[0].suite = {u"evals/nothing"_s};
        Story story = gateStory(policy);
        compareGate(story, RequirementState::Error);
        policy.suites[0].suite = {refund}; // a prompt is no suite
        story = gateStory(policy);
        compareGate(story, RequirementState::Error);
        (void)recorded(story, runOf(story));
        QCOMPARE(said(story), u"subject-unknown"_s);
    }

    void anOverrideLetsTheGatePass()
    {
        Policy policy = gatePolicy();
        policy.overrides = {{.requirement = u"regression"_s, .by = {role("compliance")}}};
        Story story = gateStory(policy);
        (void)recorded(story, runOf(story, EvalVerdict::Fail));
        story.say(dana, subjectOf(story),
                  RequirementOverridden{.revision = story.change().revision()->stamp.event,
                                        .requirement = u"regression"_s,
                                        .reasonText = story.text(u"The suite is wrong."_s)});
        QCOMPARE(said(story), u"effective"_s);
        compareGate(story, RequirementState::Overridden);
    }

    void runsDoNotMoveTheSubject()
    {
        // An approval that was written before a run landed counts.
        Story story = gateStory();
        const Event late = story.make(bode, subjectOf(story),
                                      story.reviewOf(story.change(), Decision::Approve, role("billing")));
        (void)recorded(story, runOf(story));
        story.place(late);
        QCOMPARE(said(story), u"effective"_s);
        // But acceptance is judged on what stands when it lands.
        const Event acceptance = story.make(ana, subjectOf(story), story.acceptanceOf(story.change()));
        RunRecorded fail = runOf(story, EvalVerdict::Fail);
        (void)recorded(story, fail);
        story.place(acceptance);
        QCOMPARE(said(story), u"requirement-unmet"_s);
    }

    void aRunOfAnAcceptedChangeIsKeptAndOneOfAWithdrawnIsNot()
    {
        Story story = gateStory();
        (void)recorded(story, runOf(story));
        story.accepted(ana);
        (void)recorded(story, runOf(story));
        QCOMPARE(said(story), u"effective"_s);
        Story other = gateStory();
        other.say(ana, subjectOf(other), ChangeWithdrawn{});
        (void)recorded(other, runOf(other));
        QCOMPARE(said(other), u"subject-closed"_s);
    }

    void aNewFileIsComparedWithNothing()
    {
        Story story = gateStory();
        story.opened(ana).submitted(ana, u"support/new"_s, u"Hello"_s, Lane::Low).approved(jonas, "support");
        RunRecorded run = runOf(story);
        QVERIFY(run.baseline.isNull());
        (void)recorded(story, run);
        compareGate(story, RequirementState::Satisfied);
        run.baseline = textHash(u"x"_s);
        run.file = textHash(u"y"_s);
        QVERIFY(whyNot(story, recorded(story, run)) == RunMismatch::OtherBaseline);
    }

    void whoeverCouldMoveItOnIsNamed()
    {
        Story story = gateStory();
        QCOMPARE(gateOf(story).waitingFor,
                 QList<PrincipalId>{chen}); // who runs it; a service is not waited for
        (void)recorded(story, runOf(story, EvalVerdict::Inconclusive));
        QCOMPARE(gateOf(story).waitingFor, QList<PrincipalId>{dana});
        RunRecorded fail = runOf(story, EvalVerdict::Fail);
        (void)recorded(story, fail);
        QCOMPARE(gateOf(story).waitingFor, QList<PrincipalId>{ana});
    }
};

QTEST_GUILESS_MAIN(TestGate)
#include "tst_gate.moc"
