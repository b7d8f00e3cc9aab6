// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/Gate.h"

#include "domain/Names.h"
#include "domain/SuiteModels.h"

#include <algorithm>

namespace countersign {

namespace {

constexpr NameTable<RunMismatch, 6> mismatchNames = {{{RunMismatch::OtherContent, "other-content"},
                                                      {RunMismatch::OtherSuite, "other-suite"},
                                                      {RunMismatch::OtherModel, "other-model"},
                                                      {RunMismatch::OtherBaseline, "other-baseline"},
                                                      {RunMismatch::OtherTerms, "other-terms"},
                                                      {RunMismatch::Superseded, "superseded"}}};

/// Of one rule and one revision; what every run is held against.
struct Binding
{
    ContentHash content = {};
    ContentHash suite = {};
    ContentHash before = {};
    ContentHash live = {};
    ContentHash terms = {};

    [[nodiscard]] std::optional<RunMismatch> mismatch(const SuiteRule &rule, const RunRecorded &run) const
    {
        if (run.content != content) {
            return RunMismatch::OtherContent;
        }
        if (run.suiteContent != suite) {
            return RunMismatch::OtherSuite;
        }
        if (!modelsFit(rule, run)) {
            return RunMismatch::OtherModel;
        }
        if (run.baseline != before && run.baseline != live) {
            return RunMismatch::OtherBaseline;
        }
        return run.terms == terms ? std::nullopt : std::optional(RunMismatch::OtherTerms);
    }
};

/// What somebody with the right said of a result, as long as the right is theirs.
const AcceptedResult *standingAcceptance(const State &state, const Change &change, const EvalRun &run)
{
    const QSet<PrincipalId> contributors = State::contributors(change);
    for (const AcceptedResult &accepted : run.accepted) {
        const Person *person = state.policy.person(accepted.stamp.actor);
        if (person && person->kind == PrincipalKind::Human
            && holdsAny(*person, state.policy.rights.acceptResults) && !contributors.contains(person->id)) {
            return &accepted;
        }
    }
    return nullptr;
}

/// The run that counts of those that fit: of the newest file the worst that was said, and of equals the first, so that
/// saying it again takes no acceptance away.
const EvalRun *countingRun(const QList<const EvalRun *> &fitting)
{
    const EvalRun *counting = nullptr;
    for (const EvalRun *run : fitting) {
        if (run->data.file == fitting.last()->data.file
            && (!counting || verdictOf(run->data) < verdictOf(counting->data))) {
            counting = run;
        }
    }
    return counting;
}

} // namespace

QString toString(RunMismatch mismatch)
{
    return nameOf(mismatchNames, mismatch);
}

QList<GateReason> gateReasons(const State &state, const Change &change)
{
    const Revision *revision = change.revision();
    if (!revision) {
        return {};
    }
    QSet<GateReason> all(revision->data.assessment.gate.cbegin(), revision->data.assessment.gate.cend());
    for (const Review &review : revision->reviews) {
        all.unite(QSet<GateReason>(review.data.assessment.gate.cbegin(), review.data.assessment.gate.cend()));
    }
    for (const FileChange &file : revision->data.files) {
        const QList<Consequence> consequences = state.policy.consequencesOf(file.path);
        const auto add = [&all](bool when, GateReason reason) {
            if (when) {
                all.insert(reason);
            }
        };
        add(consequences.contains(Consequence::Financial), GateReason::Financial);
        add(consequences.contains(Consequence::Legal), GateReason::Legal);
        add(consequences.contains(Consequence::CustomerVisible), GateReason::CustomerVisible);
        add(file.kind == ArtifactKind::Retrieval, GateReason::Source);
        add(file.kind == ArtifactKind::Routing, GateReason::Model);
    }
    if (revision->afterRollback) {
        all.insert(GateReason::History);
    }
    QList<GateReason> sorted(all.cbegin(), all.cend());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

ContentHash liveBaseline(const State &state, const Change &change)
{
    const Revision *revision = change.revision();
    if (!revision || state.policy.environments.isEmpty()) {
        return {};
    }
    QList<FileChange> files = revision->data.files;
    for (FileChange &file : files) {
        const Artifact *artifact = state.artifact(file.artifact);
        const PointerMove *running =
            artifact ? artifact->running(state.policy.environments.last().id) : nullptr;
        file.before = running ? running->content : ContentHash{};
    }
    return evalBaseline(files);
}

bool ruleApplies(const State &state, const Change &change, const SuiteRule &rule)
{
    const Revision *revision = change.revision();
    if (!revision || (!rule.lanes.isEmpty() && !rule.lanes.contains(State::lane(change)))) {
        return false;
    }
    const QList<FileChange> &files = revision->data.files;
    const bool covers =
        rule.paths.isEmpty() || std::any_of(files.cbegin(), files.cend(), [&rule](const FileChange &f) {
            return std::any_of(rule.paths.cbegin(), rule.paths.cend(),
                               [&f](const QString &pattern) { return matchesPath(pattern, f.path); });
        });
    if (!covers || rule.reasons.isEmpty()) {
        return covers;
    }
    const QList<GateReason> reasons = gateReasons(state, change);
    return std::any_of(reasons.cbegin(), reasons.cend(),
                       [&rule](GateReason reason) { return rule.reasons.contains(reason); });
}

SuiteStanding suiteStanding(const State &state, const Change &change, const SuiteRule &rule)
{
    SuiteStanding standing{.rule = rule};
    const Artifact *suite = state.artifact(rule.suite);
    const Revision *revision = change.revision();
    if (!suite || suite->kind != ArtifactKind::Suite || suite->acceptedContent().isNull() || !revision) {
        standing.state = SuiteState::Unknown;
        return standing;
    }
    standing.content = suite->acceptedContent();
    const Binding binding{.content = revision->content,
                          .suite = standing.content,
                          .before = evalBaseline(revision->data.files),
                          .live = liveBaseline(state, change),
                          .terms = suiteTerms(rule)};
    QList<const EvalRun *> fitting;
    for (const EvalRun &run : change.runs) {
        if (run.data.suite == rule.suite && !binding.mismatch(rule, run.data)) {
            fitting.append(&run);
        }
    }
    const EvalRun *counting = countingRun(fitting);
    for (auto run = change.runs.crbegin(); run != change.runs.crend(); ++run) {
        if (run->data.suite == rule.suite && &*run != counting) {
            standing.uncounted.append(
                {.run = run->stamp.event,
                 .why = binding.mismatch(rule, run->data).value_or(RunMismatch::Superseded)});
        }
    }
    if (!counting) {
        return standing;
    }
    const EvalVerdict verdict = verdictOf(counting->data);
    standing.run = counting->stamp.event;
    standing.mixed = counting->data.mixed;
    standing.acceptable =
        counting->data.status == EvalStatus::Complete
        && (verdict == EvalVerdict::Inconclusive || (standing.mixed && verdict == EvalVerdict::Fail));
    if (verdict == EvalVerdict::Pass) {
        standing.state = SuiteState::Passed;
        return standing;
    }
    standing.state = verdict == EvalVerdict::Fail ? SuiteState::Failed : SuiteState::Inconclusive;
    if (const AcceptedResult *accepted =
            standing.acceptable ? standingAcceptance(state, change, *counting) : nullptr) {
        standing.state = SuiteState::Accepted;
        standing.acceptedBy = accepted->stamp.actor;
        standing.acceptance = accepted->stamp.event;
    }
    return standing;
}

QList<SuiteStanding> suiteStandings(const State &state, const Change &change)
{
    QList<SuiteStanding> standings;
    QSet<ContentHash> seen;
    for (const SuiteRule &rule : state.policy.suites) {
        const ContentHash terms = suiteTerms(rule);
        if (!seen.contains(terms) && ruleApplies(state, change, rule)) {
            seen.insert(terms);
            standings.append(suiteStanding(state, change, rule));
        }
    }
    return standings;
}

} // namespace countersign
