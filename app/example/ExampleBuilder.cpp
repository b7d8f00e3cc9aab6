// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/example/ExampleBuilder.h"

#include "app/compose/WorkspacePlace.h"
#include "app/compose/GitSource.h"
#include "app/example/ExampleRepository.h"
#include "app/example/ExampleRuns.h"
#include "app/compose/Steps.h"
#include "services/Init.h"
#include "services/PolicyYaml.h"
#include "services/RunJudging.h"

#include <QDateTime>
#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QThreadPool>
#include <QTimeZone>
#include <QTimer>
#include <QtConcurrentRun>

#include <atomic>
#include <map>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qint64 minute = 60'000;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;
constexpr qint64 catchUpLimit = 30'000;

/// Stands where the story is.
class StoryClock final : public Clock
{
public:
    [[nodiscard]] qint64 now() const override { return m_now; }
    void set(qint64 now) { m_now = now; }

private:
    std::atomic<qint64> m_now = 0;
};

/// Finished when `workspace` has read the record up to `head`.
QFuture<Done> caughtUp(LedgerWorkspace &workspace, Sequence head)
{
    auto promise = std::make_shared<QPromise<Done>>();
    promise->start();
    auto *timer = new QTimer(&workspace);
    timer->setInterval(5);
    const auto look = [promise, timer, head, &workspace, waited = QDeadlineTimer(catchUpLimit)] {
        const WorkspaceView &view = *workspace.view();
        const bool reached = view.state.head.seq >= head;
        if (!reached && !waited.hasExpired()) {
            workspace.sync();
            return;
        }
        timer->stop();
        timer->deleteLater();
        promise->addResult(reached ? Done()
                                   : std::unexpected(view.sync.error.value_or(Error{.code = ErrorCode::Unavailable})));
        promise->finish();
    };
    QObject::connect(timer, &QTimer::timeout, &workspace, look);
    timer->start();
    look();
    return promise->future();
}

/// What is thrown away at the end need not reach a disk, and appends to a disk wait for it every time.
QString memoryFolder()
{
    const QString memory = u"/dev/shm"_s;
    return QFileInfo(memory).isWritable() ? memory : QDir::tempPath();
}

struct Step
{
    enum class Kind { Open, Approve, Act, Run, Withdraw, Release, RollBack, Edit };
    Kind kind = Kind::Open;
    qsizetype change = 0; ///< index in the story; of `ungoverned` for Edit
    qsizetype number = 0; ///< which act, run or approval
    EnvironmentId environment = {};
};

Error within(const Error &error, const QString &step)
{
    Error told = error;
    told.detail = error.detail.isEmpty() ? u"%1 (%2)"_s.arg(step, error.subject)
                                         : u"%1 (%2: %3)"_s.arg(step, error.subject, error.detail);
    return told;
}

/// The first sentence, as a summary of the whole.
QString firstSentence(const QString &text)
{
    const qsizetype end = text.indexOf(u". ");
    return end < 0 ? text : text.first(end + 1);
}

} // namespace

struct ExampleBuilder::Private
{
    Private(const ExampleOptions &given, ExampleBuilder *builder)
        : q(builder),
          options(given),
          home(examplePlaces(given.folder)),
          site(examplePlaces(home.folder + u".part"_s)),
          repository(site),
          scratch(memoryFolder() + u"/countersign-example-XXXXXX"_s)
    {
    }

    ExampleBuilder *q;
    ExampleOptions options;
    ExamplePlaces home;   ///< where it will be
    ExamplePlaces site;   ///< where it is made
    ExampleRepository repository;
    QTemporaryDir scratch; ///< private data of all who play; one clone serves them, as they act one after the other
    StoryClock clock;
    std::stop_source stop;
    QPromise<Result<ExamplePlaces>> promise;
    Steps<Done> run;

    ExampleStory story;
    Policy policy;
    QMultiMap<qint64, Step> steps;
    QHash<qsizetype, ChangeId> changes;
    Sequence head = 0;
    int opened = 0;
    std::map<PrincipalId, std::unique_ptr<LedgerWorkspace>> desks;
    QThreadPool pool;      // last: what runs there uses the rest

    [[nodiscard]] WorkspacePlace placeOf(const Person &person) const;
    [[nodiscard]] const Person *opener() const;
    [[nodiscard]] Done startRecord() const;

    Steps<Done> play();
    Steps<Done> playStory();
    Steps<Result<LedgerWorkspace *>> deskOf(PrincipalId person);
    Steps<Done> perform(Step step);
    Steps<Done> open(qsizetype index);
    Steps<Done> approve(qsizetype index, qsizetype number);
    Steps<Done> act(qsizetype index, qsizetype number);
    Steps<Done> runSuite(qsizetype index, qsizetype number);
    Steps<Done> withdraw(qsizetype index);
    Steps<Done> release(qsizetype index, EnvironmentId environment);
    Steps<Done> rollBack(qsizetype index);
    Steps<Done> edit(qsizetype index);

    [[nodiscard]] qint64 openedAt(qsizetype index) const { return options.now - story.changes.at(index).ago; }
    void afterAcceptance(qsizetype index);
    [[nodiscard]] NoteDraft noteFor(const StoryChange &change, const QString &path, Lane lane) const;
    [[nodiscard]] PrincipalId rollbackOwner(const PrincipalId &author) const;
    [[nodiscard]] Done wrote(const Result<WriteReceipt> &receipt);
};

WorkspacePlace ExampleBuilder::Private::placeOf(const Person &person) const
{
    return {.name = u"acme-prompts"_s,
            .shared = site.shared,
            .location = site.shared,
            .branch = policy.branch,
            .directory = scratch.path(),
            .identity = {.name = person.name, .email = person.emails.value(0)}};
}

const Person *ExampleBuilder::Private::opener() const
{
    for (const Person &person : policy.people) {
        if (policy.rights.administer.isEmpty() || holdsAny(person, policy.rights.administer)) {
            return &person;
        }
    }
    return nullptr;
}

Done ExampleBuilder::Private::startRecord() const
{
    const WorkspacePlace place = placeOf(*opener());
    auto ledger = openLedger(place, clock);
    if (!ledger) {
        return std::unexpected(ledger.error());
    }
    const WorkspaceOptions workspace = workspaceOptions(place, clock);
    auto source = workspace.core.openSource();
    if (!source) {
        return std::unexpected(source.error());
    }
    const Result<QByteArray> tip = (*source)->tip(policy.branch, stop.get_token());
    if (!tip) {
        return std::unexpected(tip.error());
    }
    const Result<PolicyProposal> proposal = readProposal(**source, *tip, exampleFile(u"policy.yaml"_s));
    if (!proposal) {
        return std::unexpected(proposal.error());
    }
    const InitOptions init{.workspace = policy.workspace,
                           .branch = policy.branch,
                           .me = {.name = place.identity.name, .email = place.identity.email}};
    const RecorderOptions recorder{.directory = place.directory, .client = workspace.core.client, .clock = &clock};
    const Result<StartedLedger> started = startLedger(*std::move(ledger), recorder, **source, *tip, *proposal, init,
                                                      stop.get_token());
    if (!started) {
        return std::unexpected(started.error());
    }
    return started->notices.isEmpty() ? Done() : failure(ErrorCode::Refused, started->notices.join(u", "_s));
}

Steps<Done> ExampleBuilder::Private::play()
{
    if (QFileInfo::exists(home.folder)) {
        co_return failure(ErrorCode::Conflict, home.folder, u"exists already"_s);
    }
    const Result<ExampleStory> told = storyFromYaml(options.story.isEmpty() ? exampleFile(u"story.yaml"_s)
                                                                            : options.story);
    if (!told) {
        co_return std::unexpected(told.error());
    }
    story = *told;
    const Result<Policy> compiled = policyFromYaml(exampleFile(u"policy.yaml"_s));
    if (!compiled) {
        co_return std::unexpected(compiled.error());
    }
    policy = *compiled;
    if (!opener() || policy.people.isEmpty()) {
        co_return failure(ErrorCode::Invalid, u"policy.yaml"_s, u"nobody may begin"_s);
    }
    QDir(site.folder).removeRecursively();
    if (!scratch.isValid() || !QDir().mkpath(site.folder)) {
        co_return failure(ErrorCode::NotPermitted, site.folder);
    }

    qint64 first = options.now - day;
    for (const StoryChange &change : std::as_const(story.changes)) {
        first = std::min(first, options.now - change.ago - day);
    }
    clock.set(first);
    const QFuture<Done> made = QtConcurrent::run(&pool, [this, first] {
        const Done repositories = repository.make(*opener(), first - hour, stop.get_token());
        return repositories ? startRecord() : repositories;
    });
    if (const Done begun = co_await answerOf(made); !begun) {
        co_return std::unexpected(within(begun.error(), u"starting the record"_s));
    }
    for (qsizetype i = 0; i < story.changes.size(); ++i) {
        steps.insert(openedAt(i), {.kind = Step::Kind::Open, .change = i});
    }
    for (qsizetype i = 0; i < story.ungoverned.size(); ++i) {
        steps.insert(options.now - story.ungoverned.at(i).ago, {.kind = Step::Kind::Edit, .change = i});
    }
    Steps<Done> telling = playStory();
    if (const Done played = co_await telling; !played) {
        co_return played;
    }

    desks.clear();
    const QFuture<Done> finished = QtConcurrent::run(&pool, [this] {
        QList<Person> others = policy.people;
        const auto found = std::find_if(others.cbegin(), others.cend(),
                                        [this](const Person &person) { return person.id == options.me; });
        const Person me = others.takeAt(found == others.cend() ? 0 : found - others.cbegin());
        return repository.finish(home, me, others, stop.get_token());
    });
    if (const Done done = co_await answerOf(finished); !done) {
        co_return done;
    }
    if (!QDir().rename(site.folder, home.folder)) {
        co_return failure(ErrorCode::NotPermitted, home.folder);
    }
    co_return Done();
}

Steps<Done> ExampleBuilder::Private::playStory()
{
    while (!steps.isEmpty()) {
        if (stop.stop_requested()) {
            co_return failure(ErrorCode::Canceled);
        }
        const qint64 when = steps.firstKey();
        const Step step = steps.take(when);
        if (when > options.now) {
            co_return failure(ErrorCode::Invalid, u"story"_s, u"something happens after now"_s);
        }
        clock.set(when);
        Steps<Done> performing = perform(step);
        const Done done = co_await performing;
        if (!done) {
            const QString about = step.kind == Step::Kind::Edit ? story.ungoverned.at(step.change).summary
                                                                : story.changes.at(step.change).title;
            co_return std::unexpected(within(done.error(), u"“%1”, step %2"_s.arg(about).arg(int(step.kind))));
        }
    }
    co_return Done();
}

Steps<Result<LedgerWorkspace *>> ExampleBuilder::Private::deskOf(PrincipalId id)
{
    const Person *person = policy.person(id);
    if (!person) {
        co_return failure(ErrorCode::NotFound, id.value);
    }
    std::unique_ptr<LedgerWorkspace> &desk = desks[id];
    if (!desk) {
        WorkspaceOptions workspace = workspaceOptions(placeOf(*person), clock);
        workspace.syncEveryMs = 0;
        desk = std::make_unique<LedgerWorkspace>(workspace);
        const QFuture<Done> opening = desk->opened();
        if (const Done done = co_await answerOf(opening); !done) {
            co_return std::unexpected(done.error());
        }
    }
    const QFuture<Done> catchingUp = caughtUp(*desk, head);
    if (const Done done = co_await answerOf(catchingUp); !done) {
        co_return std::unexpected(done.error());
    }
    co_return desk.get();
}

Steps<Done> ExampleBuilder::Private::perform(Step step)
{
    switch (step.kind) {
    case Step::Kind::Open:
        return open(step.change);
    case Step::Kind::Approve:
        return approve(step.change, step.number);
    case Step::Kind::Act:
        return act(step.change, step.number);
    case Step::Kind::Run:
        return runSuite(step.change, step.number);
    case Step::Kind::Withdraw:
        return withdraw(step.change);
    case Step::Kind::Release:
        return release(step.change, step.environment);
    case Step::Kind::RollBack:
        return rollBack(step.change);
    case Step::Kind::Edit:
        return edit(step.change);
    }
    Q_UNREACHABLE_RETURN(open(step.change));
}

Done ExampleBuilder::Private::wrote(const Result<WriteReceipt> &receipt)
{
    if (!receipt) {
        return std::unexpected(receipt.error());
    }
    head = receipt->at.seq;
    return receipt->notices.isEmpty() ? Done() : failure(ErrorCode::Refused, receipt->notices.join(u", "_s));
}

PrincipalId ExampleBuilder::Private::rollbackOwner(const PrincipalId &author) const
{
    const Environment &last = policy.environments.last();
    PrincipalId found;
    for (const Person &person : policy.people) {
        if (holdsAny(person, last.rollBack) && (found.isEmpty() || found == author)) {
            found = person.id;
        }
    }
    return found;
}

NoteDraft ExampleBuilder::Private::noteFor(const StoryChange &change, const QString &path, Lane lane) const
{
    const QList<const Workflow *> workflows = policy.workflowsOf(path);
    const QString workflow = workflows.isEmpty() ? QString() : workflows.first()->id;
    const StoryNote usual = story.notes.value(workflow);
    return {.what = change.title,
            .why = change.why.isEmpty() ? usual.why : change.why,
            .workflow = workflow,
            .outcome = change.outcome.isEmpty() ? usual.outcome : change.outcome,
            .triggers = lane == Lane::High ? usual.triggers : QList<Trigger>{},
            .rollbackOwner = rollbackOwner(change.by),
            .informed = policy.environments.last().informed};
}

Steps<Done> ExampleBuilder::Private::open(qsizetype index)
{
    const StoryChange &change = story.changes.at(index);
    Steps<Result<LedgerWorkspace *>> walking = deskOf(change.by);
    const Result<LedgerWorkspace *> desk = co_await walking;
    if (!desk) {
        co_return std::unexpected(desk.error());
    }
    LedgerWorkspace &workspace = **desk;
    const QFuture<Result<Draft>> drafting = workspace.newDraft({change.artifact}, {});
    Result<Draft> draft = co_await answerOf(drafting);
    if (!draft) {
        co_return std::unexpected(draft.error());
    }
    EditedFile &file = draft->files.first();
    const Result<QByteArray> text = replaced(file.text, change.replace);
    if (!text) {
        co_return std::unexpected(text.error());
    }
    file.text = *text;
    draft->title = change.title;
    const QFuture<Result<AssessedChange>> assessing = workspace.assess(draft->files);
    const Result<AssessedChange> assessed = co_await answerOf(assessing);
    if (!assessed) {
        co_return std::unexpected(assessed.error());
    }
    draft->note = noteFor(change, file.path, assessed->lane);
    const QFuture<Result<WriteReceipt>> sending = workspace.send(*draft);
    const Result<WriteReceipt> sent = co_await answerOf(sending);
    if (const Done done = wrote(sent); !done) {
        co_return done;
    }
    changes.insert(index, sent->change);

    const qint64 when = openedAt(index);
    for (qsizetype i = 0; i < change.then.size(); ++i) {
        steps.insert(when + change.then.at(i).after, {.kind = Step::Kind::Act, .change = index, .number = i});
    }
    for (qsizetype i = 0; i < change.runs.size(); ++i) {
        steps.insert(when + change.runs.at(i).after, {.kind = Step::Kind::Run, .change = index, .number = i});
    }
    if (change.approvedByAllAsked || !change.approvedBy.isEmpty()) {
        steps.insert(when + 47 * minute, {.kind = Step::Kind::Approve, .change = index});
    }
    if (change.withdrawn) {
        steps.insert(when + 26 * hour, {.kind = Step::Kind::Withdraw, .change = index});
    }
    ++opened;
    emit q->progressed(opened, int(story.changes.size()));
    co_return Done();
}

Steps<Done> ExampleBuilder::Private::approve(qsizetype index, qsizetype number)
{
    const StoryChange &told = story.changes.at(index);
    const ChangeId id = changes.value(index);
    Steps<Result<LedgerWorkspace *>> reading = deskOf(told.by);
    const Result<LedgerWorkspace *> authors = co_await reading;
    if (!authors) {
        co_return std::unexpected(authors.error());
    }
    PrincipalId person = told.approvedBy.value(number);
    QList<RoleId> wanted;
    if (told.approvedByAllAsked) {
        const State &state = (*authors)->view()->state;
        const QList<Requirement> requirements = requirementsToAccept(state, *state.change(id));
        for (const Requirement &requirement : requirements) {
            if (!requirement.met() && person.isEmpty() && !requirement.waitingFor.isEmpty()) {
                person = requirement.waitingFor.at(index % requirement.waitingFor.size());
                wanted = requirement.roles;
            }
            if (!requirement.met() && requirement.waitingFor.isEmpty()) {
                co_return failure(ErrorCode::Refused, requirement.id(), u"nobody can satisfy it"_s);
            }
        }
    }
    Steps<Result<LedgerWorkspace *>> walking = deskOf(person);
    const Result<LedgerWorkspace *> desk = co_await walking;
    if (!desk) {
        co_return std::unexpected(desk.error());
    }
    LedgerWorkspace &workspace = **desk;
    const ViewPointer seen = workspace.view();
    const Change &change = *seen->state.change(id);
    const QList<RoleId> roles = reviewRoles(seen->state, person, change);
    Workspace::ReviewDraft review{.change = id, .revision = change.revision()->stamp.event};
    if (const Note *note = change.revision()->note()) {
        review.note = note->stamp.event;
    }
    for (const RoleId &role : roles) {
        if (review.as.isEmpty() || (wanted.contains(role) && !wanted.contains(review.as))) {
            review.as = role;
        }
    }
    const QFuture<Result<WriteReceipt>> reviewing = workspace.review(review);
    const Result<WriteReceipt> reviewed = co_await answerOf(reviewing);
    if (const Done done = wrote(reviewed); !done) {
        co_return done;
    }
    if (workspace.view()->state.change(id)->status == ChangeStatus::Accepted) {
        afterAcceptance(index);
    } else if (told.approvedByAllAsked || number + 1 < told.approvedBy.size()) {
        steps.insert(clock.now() + 73 * minute, {.kind = Step::Kind::Approve, .change = index, .number = number + 1});
    }
    co_return Done();
}

void ExampleBuilder::Private::afterAcceptance(qsizetype index)
{
    const StoryChange &change = story.changes.at(index);
    if (!change.releasedTo) {
        return;
    }
    qint64 when = clock.now();
    for (const Environment &environment : std::as_const(policy.environments)) {
        if (!environment.follows) {
            when += 3 * hour + 20 * minute;
            steps.insert(when, {.kind = Step::Kind::Release, .change = index, .environment = environment.id});
        }
        if (environment.id == *change.releasedTo) {
            break;
        }
    }
    if (change.rollback) {
        steps.insert(openedAt(index) + change.rollback->after, {.kind = Step::Kind::RollBack, .change = index});
    }
}

Steps<Done> ExampleBuilder::Private::act(qsizetype index, qsizetype number)
{
    const StoryAct &told = story.changes.at(index).then.at(number);
    const ChangeId id = changes.value(index);
    Steps<Result<LedgerWorkspace *>> walking = deskOf(told.by);
    const Result<LedgerWorkspace *> desk = co_await walking;
    if (!desk) {
        co_return std::unexpected(desk.error());
    }
    LedgerWorkspace &workspace = **desk;
    const ViewPointer seen = workspace.view();
    const Change &change = *seen->state.change(id);
    const Revision &revision = *change.revision();
    Anchor anchor;
    EventId answers;
    if (told.kind == StoryAct::Kind::Answer) {
        for (const Comment &comment : change.comments) {
            answers = comment.data.answers.isNull() ? comment.stamp.event : answers;
        }
    } else if (!told.quote.isEmpty()) {
        const QFuture<Result<QByteArray>> reading = workspace.content(revision.data.files.first().after);
        const Result<QByteArray> bytes = co_await answerOf(reading);
        if (!bytes) {
            co_return std::unexpected(bytes.error());
        }
        const QString text = QString::fromUtf8(*bytes);
        const QString around = told.within.isEmpty() ? told.quote : told.within;
        const qsizetype start = text.indexOf(around);
        if (text.count(around) != 1 || !around.contains(told.quote)) {
            co_return failure(ErrorCode::Invalid, u"story"_s, u"does not stand in the text once: "_s + around);
        }
        anchor = {.path = revision.data.files.first().path,
                  .start = start + around.indexOf(told.quote),
                  .length = told.quote.size()};
    }
    const QFuture<Result<WriteReceipt>> saying = workspace.comment(id, anchor, answers, told.text);
    const Result<WriteReceipt> said = co_await answerOf(saying);
    if (const Done done = wrote(said); !done) {
        co_return done;
    }
    if (told.kind == StoryAct::Kind::AskForChanges) {
        Workspace::ReviewDraft review{.change = id,
                                      .revision = revision.stamp.event,
                                      .decision = Decision::RequestChanges,
                                      .as = reviewRoles(seen->state, told.by, change).value(0),
                                      .message = firstSentence(told.text)};
        if (const Note *note = revision.note()) {
            review.note = note->stamp.event;
        }
        const QFuture<Result<WriteReceipt>> asking = workspace.review(review);
        const Result<WriteReceipt> asked = co_await answerOf(asking);
        co_return wrote(asked);
    }
    co_return Done();
}

Steps<Done> ExampleBuilder::Private::runSuite(qsizetype index, qsizetype number)
{
    const StoryRun &told = story.changes.at(index).runs.at(number);
    const ChangeId id = changes.value(index);
    Steps<Result<LedgerWorkspace *>> walking = deskOf(told.by);
    const Result<LedgerWorkspace *> desk = co_await walking;
    if (!desk) {
        co_return std::unexpected(desk.error());
    }
    LedgerWorkspace &workspace = **desk;
    const ViewPointer seen = workspace.view();
    const Change &change = *seen->state.change(id);
    const FileChange file = change.revision()->data.files.first();
    const Artifact *suite = seen->state.artifact(told.suite);
    if (!suite) {
        co_return failure(ErrorCode::NotFound, told.suite.value);
    }
    QList<QByteArray> contents;
    const std::optional<SuiteRule> rule = suiteRule(seen->state, change, told.suite, exampleModel());
    const ContentHash live = expectedBaseline(seen->state, change);
    const EvalRun *kept = rule ? baselineRun(seen->state, *rule, live) : nullptr;
    for (const ContentHash &hash : {suite->acceptedContent(), file.after, kept ? kept->data.file : file.before}) {
        const QFuture<Result<QByteArray>> reading = workspace.content(hash);
        const Result<QByteArray> bytes = co_await answerOf(reading);
        if (!bytes) {
            co_return std::unexpected(bytes.error());
        }
        contents.append(*bytes);
    }
    const ToldSuite asked{.suite = contents.at(0), .suitePath = suite->path, .promptPath = file.path,
                          .startedAt = QDateTime::fromMSecsSinceEpoch(clock.now(), QTimeZone::UTC).toString(Qt::ISODate)};
    const QFuture<Result<Workspace::RunDraft>> judging = QtConcurrent::run(
        &pool, [asked, contents, told, seen, id, live, isKept = kept != nullptr]() -> Result<Workspace::RunDraft> {
            const Result<ToldRun> candidate = toldRun(asked, contents.at(1), told.bad);
            const Result<ToldRun> baseline =
                isKept ? readToldRun(contents.at(2)) : toldRun(asked, contents.at(2), told.live);
            if (!candidate || !baseline) {
                return std::unexpected(candidate ? baseline.error() : candidate.error());
            }
            const Result<JudgedRun> judged = judgeRun(seen->state, *seen->state.change(id), told.suite,
                                                      *candidate->results,
                                                      {.content = live, .file = baseline->results.get()});
            if (!judged) {
                return std::unexpected(judged.error());
            }
            return Workspace::RunDraft{
                .change = id, .data = judged->data, .file = candidate->bytes, .summary = judged->summary};
        });
    const Result<Workspace::RunDraft> draft = co_await answerOf(judging);
    if (!draft) {
        co_return std::unexpected(draft.error());
    }
    const QFuture<Result<WriteReceipt>> recording = workspace.recordRun(*draft);
    const Result<WriteReceipt> recorded = co_await answerOf(recording);
    co_return wrote(recorded);
}

Steps<Done> ExampleBuilder::Private::withdraw(qsizetype index)
{
    const StoryChange &told = story.changes.at(index);
    Steps<Result<LedgerWorkspace *>> walking = deskOf(told.by);
    const Result<LedgerWorkspace *> desk = co_await walking;
    if (!desk) {
        co_return std::unexpected(desk.error());
    }
    const QFuture<Result<WriteReceipt>> withdrawing = (*desk)->withdraw(changes.value(index), *told.withdrawn);
    const Result<WriteReceipt> withdrawn = co_await answerOf(withdrawing);
    co_return wrote(withdrawn);
}

Steps<Done> ExampleBuilder::Private::release(qsizetype index, EnvironmentId environment)
{
    const StoryChange &told = story.changes.at(index);
    Steps<Result<LedgerWorkspace *>> reading = deskOf(told.by);
    const Result<LedgerWorkspace *> authors = co_await reading;
    if (!authors) {
        co_return std::unexpected(authors.error());
    }
    const State &state = (*authors)->view()->state;
    const SemVer version = state.change(changes.value(index))->accepted.first().version;
    QList<PrincipalId> able;
    for (const Person &person : policy.people) {
        if (!refuseToRelease(state, person.id, told.artifact, version, environment)) {
            able.append(person.id);
        }
    }
    if (able.isEmpty()) {
        co_return failure(ErrorCode::Refused, environment.value, u"nobody may release %1"_s.arg(version.toString()));
    }
    Steps<Result<LedgerWorkspace *>> walking = deskOf(able.at(index % able.size()));
    const Result<LedgerWorkspace *> desk = co_await walking;
    if (!desk) {
        co_return std::unexpected(desk.error());
    }
    const QFuture<Result<WriteReceipt>> releasing = (*desk)->release(told.artifact, version, environment);
    const Result<WriteReceipt> released = co_await answerOf(releasing);
    co_return wrote(released);
}

Steps<Done> ExampleBuilder::Private::rollBack(qsizetype index)
{
    const StoryChange &told = story.changes.at(index);
    Steps<Result<LedgerWorkspace *>> walking = deskOf(told.rollback->by);
    const Result<LedgerWorkspace *> desk = co_await walking;
    if (!desk) {
        co_return std::unexpected(desk.error());
    }
    const QList<PointerMove> targets = rollbackTargets((*desk)->view()->state, told.artifact, told.rollback->in);
    if (targets.isEmpty()) {
        co_return failure(ErrorCode::NotFound, told.artifact.value, u"nothing ran there before"_s);
    }
    const QFuture<Result<WriteReceipt>> going = (*desk)->rollBack(told.artifact, targets.first().version,
                                                                  told.rollback->in, told.rollback->reason);
    const Result<WriteReceipt> gone = co_await answerOf(going);
    co_return wrote(gone);
}

Steps<Done> ExampleBuilder::Private::edit(qsizetype index)
{
    const StoryEdit &told = story.ungoverned.at(index);
    Steps<Result<LedgerWorkspace *>> walking = deskOf(told.by);
    const Result<LedgerWorkspace *> desk = co_await walking;
    if (!desk) {
        co_return std::unexpected(desk.error());
    }
    const Artifact *artifact = (*desk)->view()->state.artifact(told.artifact);
    if (!artifact) {
        co_return failure(ErrorCode::NotFound, told.artifact.value);
    }
    const QFuture<Done> editing = QtConcurrent::run(
            &pool, [this, by = *policy.person(told.by), when = clock.now(), path = artifact->path, told] {
                return repository.edit(by, when, path, told, stop.get_token());
            });
    co_return co_await answerOf(editing);
}

ExampleBuilder::ExampleBuilder(const ExampleOptions &options, QObject *parent)
    : QObject(parent),
      d(std::make_unique<Private>(options, this))
{
}

ExampleBuilder::~ExampleBuilder()
{
    d->stop.request_stop();
    d->run = {};
    d->desks.clear();
    d->pool.waitForDone();
    QDir(d->site.folder).removeRecursively();
}

QFuture<Result<ExamplePlaces>> ExampleBuilder::build()
{
    d->promise.start();
    struct Start
    {
        static Steps<Done> all(Private *d)
        {
            Steps<Done> playing = d->play();
            const Done done = co_await playing;
            if (!done) {
                d->desks.clear();
                QDir(d->site.folder).removeRecursively();
            }
            d->promise.addResult(done ? Result<ExamplePlaces>(d->home) : std::unexpected(done.error()));
            d->promise.finish();
            co_return done;
        }
    };
    d->run = Start::all(d.get());
    d->run.start();
    return d->promise.future();
}

void ExampleBuilder::cancel()
{
    d->stop.request_stop();
}

} // namespace countersign
