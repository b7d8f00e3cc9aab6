// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/GitSource.h"
#include "app/countersignctl/NoteInput.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Shapes.h"
#include "app/countersignctl/Words.h"
#include "ledger/ChildProcess.h"
#include "services/Init.h"

#include <QFileInfo>

#include <unistd.h>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

struct Plan
{
    WorkspacePlace place = {};
    InitOptions options = {};
    QByteArray tip = {};
    PolicyProposal proposal = {};
};

/// Everything up to the question whether to begin. Blocking.
Result<Plan> planFor(const PlaceRequest &request, const InitOptions &options,
                     const std::optional<QByteArray> &yaml, const Clock &clock)
{
    const Result<WorkspacePlace> place = findPlace(request);
    if (!place) {
        return std::unexpected(place.error());
    }
    if (place->identity.email.isEmpty() || place->identity.name.isEmpty()) {
        return failure(ErrorCode::NotFound,
                       place->identity.email.isEmpty() ? u"user.email"_s : u"user.name"_s);
    }
    const Result<bool> begun = hasRecord(*place, clock);
    if (!begun) {
        return std::unexpected(begun.error());
    }
    if (*begun) {
        return failure(ErrorCode::Refused, u"a record was begun there already"_s, place->location);
    }
    Plan plan{.place = *place, .options = options};
    plan.options.branch = place->branch;
    plan.options.me = {.name = place->identity.name, .email = place->identity.email};
    if (plan.options.workspace.isEmpty()) {
        plan.options.workspace = place->name;
    }
    const auto source = openSource(*place);
    if (!source) {
        return std::unexpected(source.error());
    }
    const Result<QByteArray> tip = (*source)->tip(place->branch);
    if (!tip) {
        return std::unexpected(tip.error());
    }
    plan.tip = *tip;
    const Result<PolicyProposal> proposal =
        yaml ? readProposal(**source, *tip, *yaml) : proposePolicy(**source, *tip, plan.options);
    if (!proposal) {
        return std::unexpected(proposal.error());
    }
    plan.proposal = *proposal;
    return plan;
}

/// What git says of the policy's file in a work tree that the shared branch is checked out in: untracked, changed. Nothing
/// when the branch can be written. Blocking.
Result<QString> inTheWay(const WorkspacePlace &place)
{
    const auto repository =
        place.localPath.isEmpty() ? nullptr : SourceRepository::open(place.localPath).value_or(nullptr);
    if (!repository || repository->workTree().isEmpty() || repository->checkedOut() != place.branch
        || QFileInfo(repository->gitDirectory()) != QFileInfo(place.shared)) {
        return QString();
    }
    const Result<ChildOutcome> outcome = runChild(
        {.program = u"git"_s,
         .arguments = {u"-C"_s, repository->workTree(), u"-c"_s, u"core.fsmonitor=false"_s, u"status"_s,
                       u"--porcelain"_s, u"--untracked-files=all"_s, u"--"_s, policyPath()},
         .environment = {u"GIT_DIR"_s, u"GIT_WORK_TREE"_s, u"LC_ALL=C.UTF-8"_s},
         .deadlineMs = 10'000});
    if (!outcome) {
        return std::unexpected(outcome.error());
    }
    return QString::fromUtf8(outcome->output).trimmed();
}

/// Blocking.
Result<StartedLedger> begin(const Plan &plan, const Clock &clock, const std::stop_token &stop)
{
    const auto source = openSource(plan.place);
    if (!source) {
        return std::unexpected(source.error());
    }
    // What was proposed is of one tip; a file that changed since is a conflict.
    const Result<QByteArray> tip = (*source)->tip(
        plan.proposal.policy.branch.isEmpty() ? plan.place.branch : plan.proposal.policy.branch);
    if (!tip) {
        return std::unexpected(tip.error());
    }
    auto ledger = openLedger(plan.place, clock);
    if (!ledger) {
        return std::unexpected(ledger.error());
    }
    const CoreOptions core = workspaceOptions(plan.place, clock).core;
    const std::unique_ptr<Signer> signer = core.makeSigner ? core.makeSigner() : nullptr;
    const RecorderOptions recorder{
        .directory = core.directory, .client = core.client, .clock = &clock, .signer = signer.get()};
    return startLedger(*std::move(ledger), recorder, **source, *tip, plan.proposal, plan.options, stop);
}

QJsonObject planJson(const Plan &plan)
{
    QJsonArray files;
    for (const BaselineFile &file : plan.proposal.files) {
        files.append(QJsonObject{
            {u"prompt"_s, file.artifact.value}, {u"path"_s, file.path}, {u"kind"_s, toString(file.kind)}});
    }
    QJsonArray people;
    for (const Person &person : plan.proposal.policy.people) {
        QJsonArray roles;
        for (const RoleId &role : person.roles) {
            roles.append(role.value);
        }
        people.append(QJsonObject{{u"id"_s, person.id.value}, {u"name"_s, person.name}, {u"roles"_s, roles}});
    }
    QJsonArray warnings;
    for (const PolicyWarning &warning : policyWarnings(plan.proposal.policy)) {
        warnings.append(warningWords(warning));
    }
    return {{u"workspace"_s, plan.proposal.policy.workspace},
            {u"location"_s, plan.place.location},
            {u"branch"_s, plan.proposal.policy.branch},
            {u"policy"_s, QString::fromUtf8(plan.proposal.yaml)},
            {u"files"_s, files},
            {u"people"_s, people},
            {u"warnings"_s, warnings}};
}

void printPlan(Output &out, const Plan &plan)
{
    out.line({{u"Workspace %1 on branch %2 of %3"_s.arg(plan.proposal.policy.workspace,
                                                        plan.proposal.policy.branch, plan.place.location),
               Ink::Strong}});
    out.line();
    out.line(u"%1 governed files:"_s.arg(plan.proposal.files.size()));
    constexpr qsizetype most = 40;
    for (const BaselineFile &file : plan.proposal.files.first(std::min(most, plan.proposal.files.size()))) {
        out.line(u"  %1 %2"_s.arg(toString(file.kind).leftJustified(10), file.path));
    }
    if (plan.proposal.files.size() > most) {
        out.line(u"  and %1 more; --json lists them all"_s.arg(plan.proposal.files.size() - most));
    }
    out.line();
    for (const Person &person : plan.proposal.policy.people) {
        QStringList roles;
        for (const RoleId &role : person.roles) {
            roles.append(role.value);
        }
        out.line(u"%1 <%2>: %3"_s.arg(person.name, person.emails.value(0), roles.join(u", "_s)));
    }
    out.line();
    out.line(QList<Piece>{{policyPath() + u':', Ink::Strong}});
    out.block(QString::fromUtf8(plan.proposal.yaml).trimmed(), u"  "_s);
    for (const PolicyWarning &warning : policyWarnings(plan.proposal.policy)) {
        out.notice(u"warning: "_s + warningWords(warning));
    }
}

bool personSaysYes()
{
    std::fputs("Write this policy and begin the record? [y/N] ", stdout);
    std::fflush(stdout);
    std::array<char, 16> answer{};
    return std::fgets(answer.data(), int(answer.size()), stdin) && (answer[0] == 'y' || answer[0] == 'Y');
}

} // namespace

Task<ExitStatus> runInit(Context &context)
{
    const QString act = u"the record was not begun"_s;
    const bool dry = context.has("dry-run");
    const bool canAsk = isatty(STDIN_FILENO) == 1 && !context.out.isJson();
    if (!dry && !context.has("yes") && !canAsk) {
        co_return misuse(context, u"give --yes to begin the record, or --dry-run to only look"_s);
    }
    InitOptions options{.workspace = context.value("name")};
    for (const QString &text : context.values("add-person")) {
        Result<InitPerson> person = parseInitPerson(text);
        if (!person) {
            person.error().subject = u"--add-person '%1'"_s.arg(text);
            co_return fail(context, act, person.error());
        }
        options.others.append(*person);
    }
    std::optional<QByteArray> yaml;
    if (context.has("policy")) {
        const Result<QByteArray> bytes = readInput(context.value("policy"));
        if (!bytes) {
            co_return fail(context, act, bytes.error());
        }
        yaml = *bytes;
    }
    PlaceRequest wanted = context.place();
    wanted.files = context.value("files");
    if (!wanted.files.isEmpty() && !isRegistry(wanted.place)) {
        co_return misuse(context, u"--files is for registries; a repository has its files"_s);
    }
    const auto look = [request = wanted, options, yaml, &clock = context.clock] {
        return planFor(request, options, yaml, clock);
    };
    Result<Plan> plan = co_await elsewhere(look);
    if (!plan) {
        if (yaml && plan.error().line > 0) {
            plan.error().subject = context.value("policy") + u": "_s + plan.error().subject;
        }
        co_return fail(context, act, plan.error());
    }
    if (!context.out.isJson()) {
        printPlan(context.out, *plan);
    }
    QJsonObject object = planJson(*plan);
    if (dry) {
        object.insert(u"done"_s, u"proposed"_s);
        if (context.out.isJson()) {
            context.out.json(object);
        }
        co_return ExitStatus::Done;
    }
    if (!context.has("yes") && !personSaysYes()) {
        co_return misuse(context, u"nothing was written"_s);
    }
    const auto inspect = [place = plan->place] { return inTheWay(place); };
    const Result<QString> way = co_await elsewhere(inspect);
    if (!way) {
        co_return fail(context, act, way.error());
    }
    if (!way->isEmpty()) {
        co_return context.out.fail(
            ExitStatus::Refused,
            act
                + u": the file %1 of your work tree is in the way, because its branch is written "
                  "here: commit it, or move it away and name it with --policy. Nothing was written."_s.arg(
                      policyPath()),
            u"refused"_s);
    }
    const auto start = [plan = *plan, &clock = context.clock, stop = context.stop] {
        return begin(plan, clock, stop);
    };
    const Result<StartedLedger> started = co_await elsewhere(start);
    if (!started) {
        co_return fail(context, act, started.error());
    }
    if (context.out.isJson()) {
        object.insert(u"done"_s, u"started"_s);
        object.insert(u"ledger"_s, toString(started->id));
        object.insert(u"at"_s, json(started->head));
        object.insert(u"notices"_s, QJsonArray::fromStringList(started->notices));
        context.out.json(object);
        co_return ExitStatus::Done;
    }
    context.out.line();
    context.out.line(u"Began the record %1 with %2 governed files."_s.arg(toString(started->id))
                         .arg(plan->proposal.files.size()));
    for (const QString &notice : started->notices) {
        context.out.notice(noticeWords(notice));
    }
    co_return ExitStatus::Done;
}

} // namespace countersign::ctl
