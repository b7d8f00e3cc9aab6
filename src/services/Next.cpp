// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Next.h"

#include <algorithm>

namespace countersign {

namespace {

void add(QList<PrincipalId> &people, const PrincipalId &id)
{
    if (!id.isEmpty() && !people.contains(id)) {
        people.append(id);
    }
}

/// Those who may send a revision or a note: everybody who contributed, else who opened it.
QList<PrincipalId> authors(const State &state, const Change &change)
{
    QList<PrincipalId> people;
    add(people, change.opened.actor);
    if (const Revision *revision = change.revision()) {
        add(people, revision->stamp.actor);
        for (const PrincipalId &id : revision->data.contributors) {
            add(people, id);
        }
    }
    people.removeIf([&](const PrincipalId &id) { return refuseToRevise(state, id, change).has_value(); });
    return people;
}

/// Active people whom nothing refuses; services only where no person is left to do it.
template<typename Refuses>
QList<PrincipalId> whoMay(const State &state, Refuses refuses)
{
    QList<PrincipalId> people;
    QList<PrincipalId> services;
    for (const Person &person : state.policy.people) {
        if (person.active && !refuses(person)) {
            (person.kind == PrincipalKind::Human ? people : services).append(person.id);
        }
    }
    return people.isEmpty() ? services : people;
}

/// The newest demand for changes that stands; one of the current revision goes before one that it answers.
std::optional<Review> standingRequest(const Change &change)
{
    QList<Review> standing = State::standingRequests(change);
    if (standing.isEmpty()) {
        return std::nullopt;
    }
    const EventId current = change.revision()->stamp.event;
    return *std::max_element(standing.cbegin(), standing.cend(), [&current](const Review &a, const Review &b) {
        const bool aIs = a.data.revision == current;
        const bool bIs = b.data.revision == current;
        return aIs != bIs ? bIs : a.stamp.seq < b.stamp.seq;
    });
}

struct OpenThread
{
    const Comment *first = nullptr;
    const Comment *last = nullptr;
};

/// The thread that is open longest.
OpenThread openThread(const Change &change)
{
    for (const Comment &comment : change.comments) {
        if (!comment.data.answers.isNull() || comment.resolved) {
            continue;
        }
        OpenThread thread{.first = &comment, .last = &comment};
        for (const Comment &answer : change.comments) {
            if (answer.data.answers == comment.stamp.event) {
                thread.last = &answer;
            }
        }
        return thread;
    }
    return {};
}

const Requirement *firstUnmet(const QList<Requirement> &all, RequirementKind kind)
{
    const auto it = std::find_if(all.cbegin(), all.cend(),
                                 [kind](const Requirement &r) { return r.kind == kind && !r.met(); });
    return it == all.cend() ? nullptr : &*it;
}

bool isApproval(const Requirement &requirement)
{
    switch (requirement.kind) {
    case RequirementKind::ApprovalCount:
    case RequirementKind::ApprovalByRole:
    case RequirementKind::ApprovalByAnyRole:
    case RequirementKind::OwnerApproval:
    case RequirementKind::NamedReviewer:
        return true;
    default:
        return false;
    }
}

Next reviewNext(const WorkspaceView &view, const Change &change, const Revision &revision,
                const QList<Requirement> &requirements, const PrincipalId &me)
{
    Next next{.kind = NextKind::Review, .leadsTo = LeadsTo::Diff, .since = revision.stamp.claimedAt};
    bool anybodyForAll = true;
    QList<RoleId> unreachable;
    // One approval each by the roles that are missing may make up the number; then nobody else is waited for.
    const auto byRole = std::count_if(requirements.cbegin(), requirements.cend(), [](const Requirement &r) {
        return isApproval(r) && !r.met() && r.kind != RequirementKind::ApprovalCount
                && r.kind != RequirementKind::NamedReviewer;
    });
    for (const Requirement &requirement : requirements) {
        if (requirement.met() || !isApproval(requirement)) {
            continue;
        }
        if (requirement.kind == RequirementKind::ApprovalCount && requirement.need - requirement.have <= byRole) {
            continue;
        }
        for (const RoleId &role : requirement.roles) {
            if (!next.roles.contains(role)) {
                next.roles.append(role);
            }
            if (requirement.waitingFor.isEmpty() && !unreachable.contains(role)) {
                unreachable.append(role);
            }
        }
        anybodyForAll = anybodyForAll && !requirement.waitingFor.isEmpty();
        for (const PrincipalId &id : requirement.waitingFor) {
            add(next.turnOf, id);
        }
    }
    if (next.turnOf.contains(me)) {
        next.yours = true;
        QList<RoleId> roles;
        for (const Voice &voice : reviewVoices(view.state, me, change)) {
            if (!roles.contains(voice.as)) {
                roles.append(voice.as);
            }
        }
        if (!roles.isEmpty()) {
            next.roles = roles;
        }
    } else if (!anybodyForAll && next.turnOf.isEmpty()) {
        next.kind = NextKind::CannotProceed;
        next.roles = unreachable;
    }
    return next;
}

/// What the first suite that holds a change back waits for; nullopt where no run of it would help.
std::optional<Next> suiteNext(const State &state, const Change &change, const Revision &revision,
                              const Requirement &gate, const PrincipalId &me)
{
    const SuiteStanding *first = nullptr;
    for (const SuiteStanding &standing : gate.suites) {
        const bool fails = standing.state == SuiteState::Failed;
        if (!standing.met() && (!first || (fails && first->state != SuiteState::Failed))) {
            first = &standing;
        }
    }
    if (!first || first->state == SuiteState::Unknown) {
        return std::nullopt;
    }
    const EvalRun *run = change.run(first->run);
    Next next{.roles = gate.overriders,
              .artifact = first->rule.suite,
              .event = first->run,
              .leadsTo = LeadsTo::Evals,
              .since = run ? run->stamp.claimedAt : revision.stamp.claimedAt};
    if (first->acceptable) {
        next.kind = NextKind::AcceptResult;
        next.roles = state.policy.rights.acceptResults;
        next.turnOf = whoMay(state, [&](const Person &person) {
            return refuseToAcceptResult(state, person.id, change, first->run).has_value();
        });
    } else if (first->state == SuiteState::Failed) {
        next.kind = NextKind::SuiteFailed;
    } else {
        next.kind = NextKind::RunSuite;
        next.roles = state.policy.rights.recordRuns;
        next.turnOf = whoMay(state, [&](const Person &person) { return !holdsAny(person, next.roles); });
    }
    next.yours = next.turnOf.contains(me);
    return next;
}

Next underReview(const WorkspaceView &view, const Change &change, const PrincipalId &me)
{
    const State &state = view.state;
    const QList<PrincipalId> writers = authors(state, change);
    const auto ofAuthors = [&](Next next) {
        next.turnOf = writers;
        next.yours = writers.contains(me);
        return next;
    };
    if (view.draftOf(change.id) && !refuseToRevise(state, me, change)) {
        return {.kind = NextKind::SendDraft, .yours = true, .turnOf = {me}, .leadsTo = LeadsTo::Editor,
                .since = view.draftOf(change.id)->savedAt};
    }
    const Revision *revision = change.revision();
    if (!revision) {
        return ofAuthors({.kind = NextKind::SendDraft, .leadsTo = LeadsTo::Editor, .since = change.opened.claimedAt});
    }

    // Lowering is asked for beside the way: whoever can confirm it is asked, and nobody else waits for it.
    if (const Lowering *proposal = State::proposedLowering(change); proposal && !refuseToLower(state, me, change)) {
        return {.kind = NextKind::ConfirmLowering, .yours = true, .people = {proposal->proposed.actor}, .turnOf = {me},
                .quote = view.text(proposal->data.reasonText), .event = proposal->proposed.event,
                .leadsTo = LeadsTo::Diff, .since = proposal->proposed.claimedAt};
    }

    const QList<Requirement> requirements = requirementsToAccept(state, change);
    std::optional<Next> lookAgain;
    if (firstUnmet(requirements, RequirementKind::NoChangesAsked)) {
        Next next{.kind = NextKind::AnswerReview, .leadsTo = LeadsTo::Talk, .since = revision->stamp.claimedAt};
        const std::optional<Review> request = standingRequest(change);
        next.people = {request->stamp.actor};
        next.roles = {request->data.as};
        next.quote = view.text(request->data.messageText);
        next.event = request->stamp.event;
        next.since = request->stamp.claimedAt;
        if (request->data.revision == revision->stamp.event) {
            return ofAuthors(next);
        }
        // A newer revision answers it. Whoever asked looks again; an owner can say so instead when they cannot.
        next.kind = NextKind::LookAgain;
        next.leadsTo = LeadsTo::Diff;
        next.since = revision->stamp.claimedAt;
        next.turnOf = {request->stamp.actor};
        const Person *asker = state.policy.person(request->stamp.actor);
        if (!asker || !asker->active) {
            next.turnOf = whoMay(state, [&](const Person &person) {
                return refuseToClearRequest(state, person.id, change, request->stamp.event).has_value();
            });
        }
        next.yours = next.turnOf.contains(me);
        if (next.yours) {
            return next;
        }
        lookAgain = next;
    }
    if (const Requirement *base = firstUnmet(requirements, RequirementKind::BaseCurrent)) {
        Next next{.kind = NextKind::CatchUp, .leadsTo = LeadsTo::Editor, .since = revision->stamp.claimedAt};
        for (const FileChange &file : revision->data.files) {
            if (file.path == base->path || next.artifact.isEmpty()) {
                next.artifact = file.artifact;
            }
        }
        return ofAuthors(next);
    }
    if (const Requirement *note = firstUnmet(requirements, RequirementKind::NoteComplete)) {
        return ofAuthors({.kind = NextKind::CompleteNote, .fields = note->fields, .leadsTo = LeadsTo::Note,
                          .since = revision->note() ? revision->note()->stamp.claimedAt : revision->stamp.claimedAt});
    }

    if (const Requirement *reviewer = firstUnmet(requirements, RequirementKind::NamedReviewer);
        reviewer && reviewer->people.isEmpty()) {
        return ofAuthors({.kind = NextKind::NameReviewer, .leadsTo = LeadsTo::Diff, .since = revision->stamp.claimedAt});
    }

    Next approvals;
    const bool approvalMissing = std::any_of(requirements.cbegin(), requirements.cend(), [](const Requirement &r) {
        return isApproval(r) && !r.met();
    });
    if (approvalMissing) {
        approvals = reviewNext(view, change, *revision, requirements, me);
    }
    if (firstUnmet(requirements, RequirementKind::ThreadsResolved)) {
        const OpenThread thread = openThread(change);
        Next next{.kind = NextKind::AnswerComment, .leadsTo = LeadsTo::Talk, .since = revision->stamp.claimedAt};
        if (thread.last) {
            next.people = {thread.last->stamp.actor};
            next.quote = view.text(thread.last->data.text);
            next.event = thread.first->stamp.event;
            next.since = thread.last->stamp.claimedAt;
        }
        // Whoever did not speak last is asked: the authors, or the one who began the thread.
        const bool authorSpokeLast = thread.last && writers.contains(thread.last->stamp.actor);
        if (authorSpokeLast && !writers.contains(thread.first->stamp.actor)) {
            next.turnOf = {thread.first->stamp.actor};
            next.yours = next.turnOf.contains(me);
        } else {
            next = ofAuthors(next);
        }
        return next.yours || !approvals.yours ? next : approvals;
    }
    if (lookAgain && !approvals.yours) {
        return *lookAgain;
    }
    if (approvalMissing) {
        return approvals;
    }
    if (const Requirement *gate = firstUnmet(requirements, RequirementKind::RegressionGate)) {
        if (const std::optional<Next> suite = suiteNext(state, change, *revision, *gate, me)) {
            return suite->kind == NextKind::SuiteFailed ? ofAuthors(*suite) : *suite;
        }
        Next next{.kind = NextKind::Inconclusive, .roles = gate->overriders, .leadsTo = LeadsTo::Diff,
                  .since = revision->stamp.claimedAt};
        next.turnOf = whoMay(state, [&](const Person &person) {
            return refuseToOverride(state, person.id, change, gate->id()).has_value();
        });
        next.yours = next.turnOf.contains(me);
        return next;
    }
    const auto blocked = std::find_if(requirements.cbegin(), requirements.cend(),
                                      [](const Requirement &r) { return !r.met(); });
    if (blocked != requirements.cend()) {
        return {.kind = NextKind::CannotProceed, .people = blocked->people, .roles = blocked->roles,
                .leadsTo = LeadsTo::Diff, .since = revision->stamp.claimedAt};
    }
    Next next{.kind = NextKind::Accept, .leadsTo = LeadsTo::Diff, .since = lastTouched(change)};
    next.turnOf = whoMay(state, [&](const Person &person) {
        return refuseToAccept(state, person.id, change).has_value();
    });
    next.yours = next.turnOf.contains(me);
    return next;
}

/// Whether versions of this artifact go through environments at all.
bool isReleased(const Artifact &artifact)
{
    return !artifact.retired && artifact.kind != ArtifactKind::Policy;
}

/// Whether this version, or one that came after it, was ever put into the environment.
bool reached(const Artifact &artifact, const AcceptedFile &file, const EnvironmentId &environment)
{
    const auto pointer = artifact.pointers.constFind(environment);
    if (pointer == artifact.pointers.cend()) {
        return false;
    }
    return std::any_of(pointer->moves.cbegin(), pointer->moves.cend(), [&file](const PointerMove &move) {
        return move.version >= file.version;
    });
}

/// Whether something older runs again where this version ran.
bool takenBack(const Artifact &artifact, const AcceptedFile &file, const EnvironmentId &environment)
{
    const PointerMove *now = artifact.running(environment);
    return now && now->rolledBack && now->version < file.version && reached(artifact, file, environment);
}

Next accepted(const WorkspaceView &view, const Change &change, const PrincipalId &me)
{
    const State &state = view.state;
    const qint64 since = change.ended.claimedAt;
    const Artifact *policy = state.artifact(policyArtifact());
    const VersionRecord *latestPolicy = policy ? policy->latest() : nullptr;
    if (latestPolicy && latestPolicy->change == change.id && latestPolicy->content != state.policy.source) {
        Next next{.kind = NextKind::PutInForce, .roles = state.policy.rights.administer, .artifact = policy->id,
                  .version = latestPolicy->version, .leadsTo = LeadsTo::Diff, .since = since};
        next.turnOf = whoMay(state, [&](const Person &person) {
            return !next.roles.isEmpty() && !holdsAny(person, next.roles);
        });
        next.yours = next.turnOf.contains(me);
        return next;
    }
    const QList<Environment> &environments = state.policy.environments;
    for (auto environment = environments.crbegin(); environment != environments.crend(); ++environment) {
        for (const AcceptedFile &file : change.accepted) {
            const Artifact *artifact = state.artifact(file.artifact);
            if (artifact && takenBack(*artifact, file, environment->id)) {
                const PointerMove &move = *artifact->running(environment->id);
                return {.kind = NextKind::RolledBack, .people = {move.stamp.actor}, .artifact = file.artifact,
                        .environment = environment->id, .version = move.version, .quote = view.text(move.reasonText),
                        .event = move.stamp.event, .leadsTo = LeadsTo::Releases, .since = move.stamp.claimedAt};
            }
        }
    }
    for (const Environment &environment : environments) {
        for (const AcceptedFile &file : change.accepted) {
            const Artifact *artifact = state.artifact(file.artifact);
            if (!artifact || !isReleased(*artifact) || reached(*artifact, file, environment.id)) {
                continue;
            }
            Next next{.kind = NextKind::Release, .artifact = file.artifact, .environment = environment.id,
                      .version = file.version, .leadsTo = LeadsTo::Releases, .since = since};
            if (artifact->latest() && artifact->latest()->version != file.version) {
                next.kind = NextKind::Superseded;
                next.version = artifact->latest()->version;
                return next;
            }
            next.turnOf = whoMay(state, [&](const Person &person) {
                return refuseToRelease(state, person.id, file.artifact, file.version, environment.id).has_value();
            });
            next.roles = environment.deployers(artifact->path);
            next.yours = next.turnOf.contains(me);
            if (next.turnOf.isEmpty()) {
                next.kind = NextKind::CannotProceed;
            }
            return next;
        }
    }
    return {.kind = NextKind::Live,
            .environment = environments.isEmpty() ? EnvironmentId{} : environments.last().id,
            .leadsTo = LeadsTo::Releases,
            .since = since};
}

QList<ProgressStep> stepsOf(const State &state)
{
    QList<ProgressStep> steps{{.kind = ProgressKind::Draft}, {.kind = ProgressKind::Review}};
    for (const Environment &environment : state.policy.environments) {
        if (!environment.follows) {
            steps.append({.kind = ProgressKind::Environment, .environment = environment.id});
        }
    }
    return steps;
}

} // namespace

Next nextOf(const WorkspaceView &view, const Change &change, const PrincipalId &me)
{
    if (view.state.newerSubjects.contains(changeSubject(change.id))) {
        return {.kind = NextKind::NewerCountersign, .leadsTo = LeadsTo::History, .since = lastTouched(change)};
    }
    switch (change.status) {
    case ChangeStatus::Withdrawn:
        return {.kind = NextKind::Withdrawn, .people = {change.ended.actor}, .leadsTo = LeadsTo::History,
                .since = change.ended.claimedAt};
    case ChangeStatus::Accepted:
        return accepted(view, change, me);
    case ChangeStatus::Review:
        return underReview(view, change, me);
    }
    Q_UNREACHABLE_RETURN({});
}

Progress progressOf(const State &state, const Change &change)
{
    Progress progress{.steps = stepsOf(state)};
    progress.steps[0].state = ProgressState::Passed;
    if (change.status == ChangeStatus::Withdrawn) {
        progress.stage = ChangeStage::Withdrawn;
        return progress;
    }
    if (change.status == ChangeStatus::Review) {
        progress.stage = change.revision() ? ChangeStage::Review : ChangeStage::Draft;
        progress.steps[change.revision() ? 1 : 0].state = ProgressState::Present;
        return progress;
    }

    progress.steps[1].state = ProgressState::Passed;
    progress.stage = ChangeStage::Accepted;
    bool goesOn = true;
    for (ProgressStep &step : progress.steps) {
        if (step.kind != ProgressKind::Environment || !goesOn) {
            continue;
        }
        goesOn = std::all_of(change.accepted.cbegin(), change.accepted.cend(), [&](const AcceptedFile &file) {
            const Artifact *artifact = state.artifact(file.artifact);
            return !artifact || !isReleased(*artifact) || reached(*artifact, file, step.environment);
        });
        step.state = goesOn ? ProgressState::Passed : ProgressState::Present;
        if (goesOn) {
            progress.stage = ChangeStage::InEnvironment;
            progress.environment = step.environment;
        }
    }
    if (goesOn) {
        progress.stage = ChangeStage::Live;
    }
    for (const Environment &environment : state.policy.environments) {
        const bool back = std::any_of(change.accepted.cbegin(), change.accepted.cend(), [&](const AcceptedFile &file) {
            const Artifact *artifact = state.artifact(file.artifact);
            return artifact && takenBack(*artifact, file, environment.id);
        });
        if (back) {
            progress.stage = ChangeStage::RolledBack;
            progress.environment = environment.id;
        }
    }
    return progress;
}

Progress progressOfDraft(const State &state)
{
    Progress progress{.steps = stepsOf(state)};
    progress.steps[0].state = ProgressState::Present;
    return progress;
}

QString titleOf(const WorkspaceView &view, const Change &change)
{
    return view.text(change.titleText);
}

PrincipalId authorOf(const Change &change)
{
    return change.opened.actor;
}

qint64 lastTouched(const Change &change)
{
    qint64 last = std::max(change.opened.claimedAt, change.ended.claimedAt);
    if (const Revision *revision = change.revision()) {
        last = std::max(last, revision->stamp.claimedAt);
        for (const Note &note : revision->notes) {
            last = std::max(last, note.stamp.claimedAt);
        }
        for (const Review &review : revision->reviews) {
            last = std::max(last, review.stamp.claimedAt);
        }
    }
    for (const RaisedLane &raised : change.raised) {
        last = std::max(last, raised.stamp.claimedAt);
    }
    for (const Comment &comment : change.comments) {
        last = std::max(last, comment.stamp.claimedAt);
    }
    for (const Lowering &lowering : change.lowerings) {
        last = std::max({last, lowering.proposed.claimedAt, lowering.confirmed.claimedAt});
    }
    for (const Override &one : change.overrides) {
        last = std::max(last, one.stamp.claimedAt);
    }
    for (const Emergency &emergency : change.emergencies) {
        last = std::max({last, emergency.stamp.claimedAt, emergency.closed.claimedAt});
    }
    for (const ClearedRequest &cleared : change.cleared) {
        last = std::max(last, cleared.stamp.claimedAt);
    }
    return last;
}

} // namespace countersign
