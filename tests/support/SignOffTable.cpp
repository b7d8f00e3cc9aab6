// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/SignOffTable.h"

#include "support/Runs.h"

using namespace Qt::StringLiterals;

namespace countersign::test {

namespace {

const QString refundPrompt = u"support/refund"_s;
const PrincipalId mallory{u"p:mallory"_s};

constexpr std::array allStands = {Stand::Bare,      Stand::Noted,     Stand::Proposed,   Stand::Asked,
                                  Stand::Discussed, Stand::Approved,  Stand::Overridden, Stand::Inconclusive,
                                  Stand::Unrun,     Stand::Passed,    Stand::Failed,     Stand::Doubtful,
                                  Stand::Judged,    Stand::Erroneous, Stand::Emergency,  Stand::Accepted,
                                  Stand::Staged,    Stand::Live,      Stand::Withdrawn};
constexpr std::array standNames = {"bare",     "noted",      "proposed",     "asked",     "discussed",
                                   "approved", "overridden", "inconclusive", "unrun",     "passed",
                                   "failed",   "doubtful",   "judged",       "erroneous", "emergency",
                                   "accepted", "staged",     "live",         "withdrawn"};
constexpr std::array allSteps = {Step::Approve,          Step::AskForChanges,
                                 Step::ClearRequest,     Step::Accept,
                                 Step::Revise,           Step::Raise,
                                 Step::ProposeLowering,  Step::ConfirmLowering,
                                 Step::Override,         Step::DeclareEmergency,
                                 Step::CloseEmergency,   Step::RecordRun,
                                 Step::AcceptResult,     Step::Withdraw,
                                 Step::ReleaseToStaging, Step::ReleaseToProduction,
                                 Step::RollBack};
constexpr std::array stepNames = {"approve",
                                  "ask for changes",
                                  "clear",
                                  "accept",
                                  "revise",
                                  "raise",
                                  "propose lowering",
                                  "confirm lowering",
                                  "override",
                                  "declare emergency",
                                  "close emergency",
                                  "record a run",
                                  "accept a result",
                                  "withdraw",
                                  "release to staging",
                                  "release to production",
                                  "roll back"};

bool hasSuite(Stand stand)
{
    return stand >= Stand::Unrun && stand <= Stand::Judged;
}

Policy tablePolicy(Stand stand)
{
    Policy policy = storyPolicy();
    policy.lanes[1].lower = {role("compliance")};
    policy.lanes[2].lower = {role("compliance")};
    policy.rights.emergency = {role("engineering")};
    policy.rights.audit = {role("compliance")};
    policy.overrides = {{.requirement = u"approval*"_s, .by = {role("engineering")}}};
    if (stand == Stand::Inconclusive) {
        policy.regressionGate = {GateReason::Financial};
    }
    if (hasSuite(stand)) {
        const Policy gated = gatePolicy();
        policy.governed = gated.governed;
        policy.suites = gated.suites;
        policy.rights.recordRuns = {role("engineering")};
        policy.rights.acceptResults = {role("compliance")};
    }
    if (stand == Stand::Erroneous) {
        policy.roles.append({.id = role("legal"), .title = u"Legal"_s});
        for (LaneRule &rule : policy.lanes) {
            rule.allOf.append(role("legal"));
        }
    }
    return policy;
}

/// The rules in words of the manual.
bool maybe(Stand stand, Lane lane, const PrincipalId &who, Step step)
{
    const bool known = who != rolf && who != mallory; // left, or never there
    const bool human = known && who != ci;
    const bool author = who == ana;
    const bool engineering = who == chen || who == ci;
    const bool open = stand < Stand::Accepted;
    const bool complete = stand == Stand::Approved || stand == Stand::Overridden || stand == Stand::Emergency
                          || stand == Stand::Passed || stand == Stand::Judged;
    switch (step) {
    case Step::Approve:
        return human && open && !author;
    case Step::AskForChanges:
        return human && open;
    case Step::ClearRequest: // no owner touched: only who asked
        return stand == Stand::Asked && who == dana;
    case Step::Accept:
        return known && complete;
    case Step::Revise:
        return known && open;
    case Step::Raise:
        return known && open && lane != Lane::High;
    case Step::ProposeLowering:
        return known && open && lane != Lane::Low;
    case Step::ConfirmLowering:
        return stand == Stand::Proposed && who == dana && lane != Lane::Low;
    case Step::Override: // the number of approvals, where it is short
        return who == chen
                && (stand == Stand::Bare || stand == Stand::Noted || stand == Stand::Proposed || stand == Stand::Asked);
    case Step::DeclareEmergency:
        return who == chen && open && !complete;
    case Step::CloseEmergency:
        return stand == Stand::Emergency && who == dana;
    case Step::RecordRun: // a passing one; where its file is recorded anybody may say what they read in it
        return (hasSuite(stand) && engineering) || (stand == Stand::Passed && known);
    case Step::AcceptResult:
        return stand == Stand::Doubtful && who == dana;
    case Step::Withdraw:
        return open && (author || engineering);
    case Step::ReleaseToStaging:
        return stand == Stand::Accepted && (engineering || who == ana);
    case Step::ReleaseToProduction:
        return stand == Stand::Staged && engineering;
    case Step::RollBack:
        return stand == Stand::Live && engineering;
    }
    Q_UNREACHABLE_RETURN(false);
}

bool shownTo(const PrincipalId &who, Stand stand, Lane lane, Step step, bool allowed)
{
    const bool approvedByAll = stand == Stand::Discussed || stand == Stand::Approved
                               || stand == Stand::Inconclusive || stand == Stand::Erroneous
                               || hasSuite(stand);
    const bool spoke = approvedByAll && (lane == Lane::High ? who == bode || who == dana : who == jonas);
    switch (step) {
    case Step::Approve: // once
        return allowed && !spoke;
    case Step::AskForChanges: // the author answers instead
        return allowed && who != ana;
    case Step::Revise: // who wrote no part of it writes a change of their own
        return allowed && who == ana;
    case Step::Override: // any requirement that may be overridden, also the one that nobody can satisfy
        return allowed || (who == chen && stand == Stand::Erroneous);
    default:
        return allowed;
    }
}

void approveByAll(Story &story, Lane lane)
{
    if (lane == Lane::High) {
        story.approved(bode, "billing").approved(dana, "compliance");
    } else {
        story.approved(jonas, "support");
    }
}

const char *roleOf(const PrincipalId &who)
{
    return who == ana ? "product" : who == bode ? "billing" : who == dana || who == rolf ? "compliance" : who == jonas ? "support" : "engineering";
}

} // namespace

Story signOffStory(Stand stand, Lane lane)
{
    Story story(tablePolicy(stand));
    story.baseline(refundPrompt, u"30 days"_s);
    if (hasSuite(stand)) {
        story.baseline(refundSuiteId.value, u"suite"_s);
    }
    story.opened(ana).submitted(ana, refundPrompt, u"14 days"_s, lane);
    const QString subject = changeSubject(story.changeId());
    const EventId revision = story.change().revision()->stamp.event;
    if (stand == Stand::Bare || stand == Stand::Withdrawn || stand == Stand::Emergency) {
        if (stand == Stand::Withdrawn) {
            story.say(ana, subject, ChangeWithdrawn{});
        } else if (stand == Stand::Emergency) {
            story.say(chen, subject, EmergencyDeclared{.revision = revision, .reasonText = story.text(u"It pays twice."_s)});
        }
        return story;
    }
    story.noted(ana);
    switch (stand) {
    case Stand::Noted:
        return story;
    case Stand::Proposed:
        story.say(jonas, subject, LoweringProposed{.revision = revision, .lane = Lane::Low, .reasonText = story.text(u"Spelling."_s)});
        return story;
    case Stand::Asked:
        story.askedForChanges(dana, "compliance");
        return story;
    case Stand::Overridden:
        for (const Requirement &requirement : requirementsToAccept(story.state(), story.change())) {
            if (!requirement.met()) {
                story.say(chen, subject, RequirementOverridden{.revision = revision, .requirement = requirement.id(),
                                                               .reasonText = story.text(u"On leave."_s)});
            }
        }
        return story;
    default:
        break;
    }
    approveByAll(story, lane);
    if (stand == Stand::Discussed) {
        story.commented(jonas, u"Why 14?"_s);
    }
    if (stand == Stand::Passed || stand == Stand::Failed || stand == Stand::Doubtful
        || stand == Stand::Judged) {
        const EvalVerdict verdict = stand == Stand::Passed   ? EvalVerdict::Pass
                                    : stand == Stand::Failed ? EvalVerdict::Fail
                                                             : EvalVerdict::Inconclusive;
        const EventId run = recorded(story, runOf(story, verdict));
        if (stand == Stand::Judged) {
            story.say(dana, subject,
                      ResultAccepted{.run = run, .reasonText = story.text(u"Forty cases are enough."_s)});
        }
    }
    if (stand >= Stand::Accepted) {
        story.accepted(ana);
        const QByteArray next = story.state().artifact({refundPrompt})->latest()->version.toString().toLatin1();
        if (stand != Stand::Accepted) {
            story.released(chen, refundPrompt, next.constData(), staging);
        }
        if (stand == Stand::Live) {
            story.released(chen, refundPrompt, next.constData(), production);
        }
    }
    return story;
}

Event signOffEvent(Story &story, const PrincipalId &who, Step step)
{
    const Change &change = story.change();
    const Revision &revision = *change.revision();
    const EventId id = revision.stamp.event;
    const QString subject = changeSubject(change.id);
    const ContentHash reason = story.text(u"Because."_s);
    const VersionRecord &latest = *story.state().artifact({refundPrompt})->latest();
    const auto release = [&](const EnvironmentId &to) {
        return story.make(who, releaseSubject(to, {refundPrompt}),
                          ReleaseMade{.artifact = {refundPrompt}, .environment = to, .version = latest.version,
                                      .content = latest.content});
    };
    switch (step) {
    case Step::Approve:
        return story.make(who, subject, story.reviewOf(change, Decision::Approve, role(roleOf(who))));
    case Step::AskForChanges:
        return story.make(who, subject, story.reviewOf(change, Decision::RequestChanges, role(roleOf(who))));
    case Step::ClearRequest: {
        const QList<Review> standing = State::standingRequests(change);
        const EventId review = standing.isEmpty() ? EventId{} : standing.first().stamp.event;
        return story.make(who, subject, RequestCleared{.review = review, .reasonText = reason});
    }
    case Step::Accept:
        return story.make(who, subject, story.acceptanceOf(change));
    case Step::Revise: {
        RevisionSubmitted next = revision.data;
        next.contributors = {who};
        next.files.first().after = story.text(u"21 days"_s);
        return story.make(who, subject, next);
    }
    case Step::Raise:
        return story.make(who, subject, LaneRaised{.revision = id, .lane = Lane::High, .reasonText = reason});
    case Step::ProposeLowering:
        return story.make(who, subject, LoweringProposed{.revision = id, .lane = Lane::Low, .reasonText = reason});
    case Step::ConfirmLowering: {
        const Lowering *proposal = State::proposedLowering(change);
        return story.make(who, subject, LaneLowered{.revision = id, .proposal = proposal ? proposal->proposed.event : EventId{},
                                                    .from = State::lane(change)});
    }
    case Step::Override:
        return story.make(who, subject, RequirementOverridden{.revision = id, .requirement = u"approvals"_s, .reasonText = reason});
    case Step::DeclareEmergency:
        return story.make(who, subject, EmergencyDeclared{.revision = id, .reasonText = reason});
    case Step::CloseEmergency: {
        const EventId open = change.emergencies.isEmpty() ? EventId{} : change.emergencies.last().stamp.event;
        return story.make(who, subject, EmergencyClosed{.emergency = open, .reasonText = reason});
    }
    case Step::RecordRun: {
        RunRecorded run{.revision = id,
                        .content = revision.content,
                        .suite = refundSuiteId,
                        .suiteContent = reason,
                        .file = reason};
        return story.make(who, subject, story.state().policy.suites.isEmpty() ? run : runOf(story));
    }
    case Step::AcceptResult: {
        const EventId run = change.runs.isEmpty() ? EventId{} : change.runs.last().stamp.event;
        return story.make(who, subject, ResultAccepted{.run = run, .reasonText = reason});
    }
    case Step::Withdraw:
        return story.make(who, subject, ChangeWithdrawn{.reasonText = reason});
    case Step::ReleaseToStaging:
        return release(staging);
    case Step::ReleaseToProduction:
        return release(production);
    case Step::RollBack: {
        const VersionRecord &first = story.state().artifact({refundPrompt})->versions.first();
        return story.make(who, releaseSubject(production, {refundPrompt}),
                          ReleaseRolledBack{.artifact = {refundPrompt}, .environment = production, .version = first.version,
                                            .content = first.content, .reasonText = reason});
    }
    }
    Q_UNREACHABLE_RETURN({});
}

QList<SignOffCell> signOffTable()
{
    QList<SignOffCell> cells;
    for (const Stand stand : allStands) {
        for (const Lane lane : {Lane::Low, Lane::Medium, Lane::High}) {
            for (const PrincipalId &who : {ana, bode, dana, chen, jonas, rolf, ci, mallory}) {
                for (const Step step : allSteps) {
                    const bool allowed = maybe(stand, lane, who, step);
                    cells.append({.name = QByteArray(standNames.at(size_t(stand))) + ", " + toString(lane).toLatin1() + ": "
                                          + who.value.mid(2).toLatin1() + ' ' + stepNames.at(size_t(step)),
                                  .stand = stand,
                                  .lane = lane,
                                  .who = who,
                                  .step = step,
                                  .allowed = allowed,
                                  .shown = shownTo(who, stand, lane, step, allowed)});
                }
            }
        }
    }
    return cells;
}

} // namespace countersign::test
