// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Runs.h"

using namespace Qt::StringLiterals;

namespace countersign::test {

Policy gatePolicy()
{
    Policy policy = storyPolicy();
    policy.governed.prepend({.paths = {u"prompts/evals/**"_s}, .kind = ArtifactKind::Suite});
    policy.suites = {{.suite = refundSuiteId,
                      .paths = {u"prompts/support/**"_s},
                      .model = u"gpt-4.1"_s,
                      .thresholds = {{.dimension = u"accuracy"_s, .least = 900'000}}}};
    policy.rights.recordRuns = {role("engineering")};
    policy.rights.acceptResults = {role("compliance"), role("product")};
    return policy;
}

Story gateStory(const Policy &policy, Lane lane)
{
    Story story(policy);
    story.baseline(u"support/refund"_s, u"30 days"_s).baseline(refundSuiteId.value, u"suite 1"_s);
    story.opened(ana).submitted(ana, u"support/refund"_s, u"14 days"_s, lane).noted(ana);
    if (lane == Lane::High) {
        story.approved(bode, "billing").approved(dana, "compliance");
    } else {
        story.approved(jonas, "support");
    }
    return story;
}

RunRecorded runOf(const Story &story, EvalVerdict verdict)
{
    const Revision &revision = *story.change().revision();
    const SuiteRule &rule = story.state().policy.suites.first();
    const Artifact *suite = story.state().artifact(rule.suite);
    const EvalFinding finding = verdict == EvalVerdict::Pass   ? EvalFinding::NotWorse
                                : verdict == EvalVerdict::Fail ? EvalFinding::Worse
                                                               : EvalFinding::CannotBeTold;
    return {.revision = revision.stamp.event,
            .content = revision.content,
            .suite = rule.suite,
            .suiteContent = suite ? suite->acceptedContent() : ContentHash{},
            .baseline = evalBaseline(revision.data.files),
            .baselineFile = textHash(u"baseline file"_s),
            .modelAsked = rule.model,
            .tool = u"promptfoo"_s,
            .toolVersion = u"0.118.3"_s,
            .status = EvalStatus::Complete,
            .cases = 40,
            .dimensions = {{.name = u"accuracy"_s,
                            .verdict = verdict,
                            .finding = finding,
                            .matched = 40,
                            .wins = 1,
                            .losses = 1,
                            .ties = 38}},
            .verdict = verdict,
            .terms = suiteTerms(rule),
            .file = textHash(u"results "_s + toString(verdict))};
}

EventId recorded(Story &story, const RunRecorded &run, const PrincipalId &actor)
{
    story.say(actor, changeSubject(story.changeId()), run);
    return story.lastId();
}

Requirement gateOf(const Story &story)
{
    for (const Requirement &requirement : requirementsToAccept(story.state(), story.change())) {
        if (requirement.kind == RequirementKind::RegressionGate) {
            return requirement;
        }
    }
    return {};
}

} // namespace countersign::test
