// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyTables.h"

#include "lanes/Classify.h"
#include "ui/change/RuleText.h"
#include "ui/policy/PolicyTableWords.h"
#include "ui/shell/ChangeWords.h"

#include <QLocale>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace countersign {

using namespace policywords;

QString PolicyTables::kind(ArtifactKind kind)
{
    switch (kind) {
    case ArtifactKind::Prompt: return tr("Prompt");
    case ArtifactKind::Tools: return tr("Tool permissions");
    case ArtifactKind::Retrieval: return tr("Retrieval settings");
    case ArtifactKind::Routing: return tr("Model routing");
    case ArtifactKind::Workflow: return tr("Workflow steps");
    case ArtifactKind::Suite: return tr("Eval suite");
    case ArtifactKind::Contract: return tr("Contract");
    case ArtifactKind::Policy: return tr("Policy");
    }
    Q_UNREACHABLE_RETURN({});
}

QString PolicyTables::consequence(Consequence consequence)
{
    switch (consequence) {
    case Consequence::Financial: return tr("financial");
    case Consequence::Legal: return tr("legal");
    case Consequence::Medical: return tr("medical");
    case Consequence::Safety: return tr("safety");
    case Consequence::Privacy: return tr("privacy");
    case Consequence::CustomerVisible: return tr("seen by customers");
    case Consequence::Internal: return tr("internal");
    }
    Q_UNREACHABLE_RETURN({});
}

QString PolicyTables::noteField(NoteField field)
{
    QString words = ChangeWords::noteField(field);
    return words.isEmpty() ? words : words.left(1).toUpper() + words.mid(1);
}

QString PolicyTables::list(const QStringList &words)
{
    if (words.size() < 2)
        return words.value(0);
    return tr("%1 and %2").arg(words.mid(0, words.size() - 1).join(u", "_s), words.last());
}

QString PolicyTables::name(PolicySection section)
{
    switch (section) {
    case PolicySection::Lanes: return tr("Lanes");
    case PolicySection::People: return tr("People and roles");
    case PolicySection::Roles: return tr("Roles");
    case PolicySection::Owners: return tr("Owners");
    case PolicySection::Workflows: return tr("Workflows");
    case PolicySection::Environments: return tr("Environments");
    case PolicySection::EnvironmentRules: return tr("Rules by path");
    case PolicySection::Rights: return tr("Rights");
    case PolicySection::Exceptions: return tr("Exceptions");
    case PolicySection::Paths: return tr("Governed files");
    case PolicySection::Place: return tr("Workspace");
    case PolicySection::Phrases: return tr("Phrases");
    case PolicySection::Rules: return tr("Rules");
    case PolicySection::Watched: return tr("Watched");
    case PolicySection::Suites: return tr("Suites");
    case PolicySection::Opinion: return tr("Second opinion");
    case PolicySection::History: return tr("History");
    case PolicySection::AsText: return tr("As text");
    }
    Q_UNREACHABLE_RETURN({});
}

QString PolicyTables::explanation(PolicySection section, const Policy &policy)
{
    switch (section) {
    case PolicySection::Lanes: return tr("What each lane asks for before a change is accepted");
    case PolicySection::People: return tr("Everybody who may act. Who left stays, because the record names them.");
    case PolicySection::Roles: return tr("Who may speak as what");
    case PolicySection::Owners: return tr("Who must approve a change of a file, or of one section of it, besides what its lane asks for");
    case PolicySection::Paths:
        return tr("Which files of the branch %1 are governed. The first line that fits decides.").arg(policy.branch);
    case PolicySection::Place: return tr("What this workspace is called, and where its files are");
    case PolicySection::Workflows: return tr("What hangs on a file: it decides how words in it are judged");
    case PolicySection::Environments: return tr("In the order of promotion; the last one is production");
    case PolicySection::EnvironmentRules:
        return tr("Where some files have other people than the environment as a whole. The first line that fits decides.");
    case PolicySection::Rights: return tr("Who may do what beyond approving and releasing");
    case PolicySection::Exceptions: return tr("Who may override a requirement, with a reason that stays on the change. Nobody, where none is named.");
    case PolicySection::Phrases: return tr("Words that prompts may not say. The editor marks them; they stop nobody.");
    case PolicySection::History: return tr("Every policy that was in force, the newest first");
    case PolicySection::Rules: return tr("What puts a change in a lane. The highest match decides.");
    case PolicySection::Watched: return tr("What nobody is to change quietly: a change that touches it has at least that lane");
    case PolicySection::Suites: return tr("Which suite has to pass before a change is accepted, and on what terms");
    case PolicySection::Opinion:
        return tr("A model whose view of the lane is asked for beside the rules. It can raise a lane and never lowers one, and nothing waits for it.");
    case PolicySection::AsText: return tr("The same policy as its file");
    }
    Q_UNREACHABLE_RETURN({});
}

int PolicyTables::count(PolicySection section, const Policy &policy)
{
    switch (section) {
    case PolicySection::Lanes:
    case PolicySection::Rights:
    case PolicySection::Place:
    case PolicySection::History:
    case PolicySection::AsText: return -1;
    case PolicySection::Exceptions: return static_cast<int>(policy.overrides.size());
    case PolicySection::Phrases: return static_cast<int>(policy.bannedPhrases.size());
    case PolicySection::People: return static_cast<int>(policy.people.size());
    case PolicySection::Roles: return static_cast<int>(policy.roles.size());
    case PolicySection::Owners: return static_cast<int>(policy.owners.size());
    case PolicySection::Paths: return static_cast<int>(policy.governed.size());
    case PolicySection::Workflows: return static_cast<int>(policy.workflows.size());
    case PolicySection::Environments: return static_cast<int>(policy.environments.size());
    case PolicySection::EnvironmentRules:
        return std::accumulate(policy.environments.cbegin(), policy.environments.cend(), 0,
                               [](int count, const Environment &one) { return count + static_cast<int>(one.rules.size()); });
    case PolicySection::Watched: return static_cast<int>(policy.watched.size());
    case PolicySection::Suites: return static_cast<int>(policy.suites.size());
    case PolicySection::Opinion: return policy.secondOpinion.lanes.isEmpty() ? 0 : 1;
    case PolicySection::Rules: return static_cast<int>(lanes::rules().size());
    }
    Q_UNREACHABLE_RETURN(-1);
}

PolicyTable PolicyTables::table(PolicySection section, const WorkspaceView &view)
{
    switch (section) {
    case PolicySection::Lanes: return lanes(view);
    case PolicySection::People: return people(view);
    case PolicySection::Roles: return roles(view);
    case PolicySection::Owners: return owners(view);
    case PolicySection::Paths: return paths(view);
    case PolicySection::Place: return place(view);
    case PolicySection::Workflows: return workflows(view);
    case PolicySection::Environments: return environments(view);
    case PolicySection::EnvironmentRules: return environmentRules(view);
    case PolicySection::Rights: return rights(view);
    case PolicySection::Exceptions: return exceptions(view);
    case PolicySection::Phrases: return phrases(view);
    case PolicySection::Watched: return watched(view);
    case PolicySection::Suites: return suites(view);
    case PolicySection::Opinion: return opinion(view);
    case PolicySection::Rules: return rules(view);
    case PolicySection::History:
    case PolicySection::AsText: return {};
    }
    Q_UNREACHABLE_RETURN({});
}

PolicyTable PolicyTables::lanes(const WorkspaceView &view)
{
    const Policy &policy = view.state.policy;
    if (policy.lanes.size() != 3)
        return {}; // no policy is in force yet
    PolicyTable table{.widths = {124, 200, 200, 256}};
    QList<PolicyCell> head{{}};
    QList<PolicyCell> approvals{{.text = tr("Approvals"), .muted = true}};
    QList<PolicyCell> all{{.text = tr("By each role"), .muted = true}};
    QList<PolicyCell> any{{.text = tr("By one role of"), .muted = true}};
    QList<PolicyCell> note{{.text = tr("Release note"), .muted = true}};
    QList<PolicyCell> viewed{{.text = tr("Reading"), .muted = true}};
    QList<PolicyCell> reviewer{{.text = tr("Reviewer"), .muted = true}};
    QList<PolicyCell> lower{{.text = tr("Lowering"), .muted = true}};
    QList<PolicyCell> whitespace{{.text = tr("White space"), .muted = true}};
    QList<PolicyCell> threads{{.text = tr("Threads"), .muted = true}};
    for (const Lane lane : {Lane::Low, Lane::Medium, Lane::High}) {
        const LaneRule &rule = policy.laneRule(lane);
        head.append({.lane = ChangeWords::shapeOf(lane)});
        approvals.append({.text = rule.approvals == 1 ? tr("One other person") : tr("%n other people", nullptr, rule.approvals)});
        const auto roles = [](const QString &words) { return PolicyCell{.text = words.isEmpty() ? tr("any") : words, .muted = words.isEmpty()}; };
        all.append(roles(allRoles(policy, rule.allOf)));
        any.append(roles(anyRole(policy, rule.anyOf)));
        QStringList fields;
        for (const NoteField field : rule.note)
            fields.append(ChangeWords::noteField(field));
        QString words = list(fields);
        if (!words.isEmpty())
            words[0] = words[0].toUpper();
        note.append({.text = fields.isEmpty() ? tr("not needed") : words, .muted = fields.isEmpty()});
        viewed.append({.text = rule.viewed ? tr("Every changed sentence marked as viewed") : tr("not asked for"), .muted = !rule.viewed});
        reviewer.append({.text = rule.reviewer ? tr("Named by the author, and has to approve") : tr("not asked for"), .muted = !rule.reviewer});
        const QString lowers = anyRole(policy, rule.lower);
        lower.append({.text = lane == Lane::Low ? QString() : lowers.isEmpty() ? tr("nobody confirms it") : tr("confirmed by %1").arg(lowers), .muted = lowers.isEmpty()});
        whitespace.append({.text = rule.whitespaceKeepsApprovals ? tr("A revision of white space only keeps approvals") : tr("every revision ends approvals"),
                           .muted = !rule.whitespaceKeepsApprovals});
        threads.append({.text = tr("All settled")});
    }
    table.rows = {{.key = u"head"_s, .cells = head},     {.key = u"approvals"_s, .cells = approvals}, {.key = u"all_of"_s, .cells = all},
                  {.key = u"any_of"_s, .cells = any},    {.key = u"note"_s, .cells = note},           {.key = u"viewed"_s, .cells = viewed},
                  {.key = u"reviewer"_s, .cells = reviewer}, {.key = u"lower"_s, .cells = lower},
                  {.key = u"whitespace_keeps_approvals"_s, .cells = whitespace},
                  {.key = u"threads"_s, .cells = threads}};
    return table;
}

PolicyTable PolicyTables::people(const WorkspaceView &view)
{
    const Policy &policy = view.state.policy;
    PolicyTable table{.heads = {tr("Name"), tr("Roles"), tr("Addresses"), tr("Keys"), tr("Logins"), tr("State")}, .widths = {160, 180, 220, 64, 100, 100}};
    for (const Person &person : policy.people) {
        const QString roles = allRoles(policy, person.roles);
        const QString state = !person.active            ? tr("has left")
                : person.kind == PrincipalKind::Service ? tr("service")
                : person.id == view.me.person           ? tr("you")
                                                        : QString();
        table.rows.append({.key = person.id.value,
                           .cells = {{.text = person.name.isEmpty() ? person.id.value : person.name, .strong = person.active, .muted = !person.active},
                                     {.text = roles.isEmpty() ? tr("none") : roles, .muted = roles.isEmpty() || !person.active},
                                     {.text = person.emails.join(u", "_s), .muted = true},
                                     {.text = QLocale().toString(person.keys.size()), .muted = true},
                                     {.text = person.logins.join(u", "_s), .muted = true},
                                     {.text = state, .muted = true}}});
    }
    return table;
}

PolicyTable PolicyTables::roles(const WorkspaceView &view)
{
    const Policy &policy = view.state.policy;
    PolicyTable table{.heads = {tr("Role"), tr("Held by")}, .widths = {160, 420}};
    for (const RoleInfo &role : policy.roles) {
        QStringList names;
        for (const Person &person : policy.people) {
            if (person.active && holds(person, role.id))
                names.append(person.name.isEmpty() ? person.id.value : person.name);
        }
        table.rows.append({.key = role.id.value,
                           .cells = {{.text = policy.roleTitle(role.id), .strong = true},
                                     {.text = names.isEmpty() ? tr("nobody") : names.join(u", "_s), .muted = names.isEmpty()}}});
    }
    return table;
}

PolicyTable PolicyTables::owners(const WorkspaceView &view)
{
    const Policy &policy = view.state.policy;
    PolicyTable table{.heads = {tr("Files"), tr("Section"), tr("Must approve")}, .widths = {240, 140, 300}, .byPlace = true};
    for (const Owner &owner : policy.owners) {
        QStringList asked;
        if (!owner.allOf.isEmpty())
            asked.append(allRoles(policy, owner.allOf));
        QStringList any;
        if (!owner.anyOf.isEmpty())
            any.append(anyRole(policy, owner.anyOf));
        if (!owner.people.isEmpty())
            any.append(peopleNames(view, owner.people));
        if (!any.isEmpty())
            asked.append(asked.isEmpty() ? any.join(tr(", or ")) : tr("one of %1").arg(any.join(tr(", or "))));
        table.rows.append({.key = QString::number(table.rows.size()),
                           .cells = {{.text = owner.paths.join(u", "_s), .code = true},
                                     {.text = owner.section.isEmpty() ? tr("the whole file") : owner.section, .muted = owner.section.isEmpty()},
                                     {.text = asked.join(tr("; and "))}}});
    }
    return table;
}

PolicyTable PolicyTables::paths(const WorkspaceView &view)
{
    const Policy &policy = view.state.policy;
    PolicyTable table{.heads = {tr("Files"), tr("Are"), tr("Found")}, .widths = {320, 180, 80}, .byPlace = true};
    for (const GovernedPaths &governed : policy.governed) {
        int found = 0;
        for (const Artifact &artifact : view.state.artifacts) {
            const bool fits = std::any_of(governed.paths.cbegin(), governed.paths.cend(), [&](const QString &pattern) { return matchesPath(pattern, artifact.path); });
            found += fits && artifact.kind == governed.kind && !artifact.retired ? 1 : 0;
        }
        table.rows.append({.key = QString::number(table.rows.size()),
                           .cells = {{.text = governed.paths.join(u", "_s), .code = true}, {.text = kind(governed.kind)}, {.text = QLocale().toString(found), .muted = true}}});
    }
    table.rows.append({.key = u"ignored"_s,
                       .cells = {{.text = policy.ignored.isEmpty() ? tr("nothing") : policy.ignored.join(u", "_s), .muted = true, .code = !policy.ignored.isEmpty()},
                                 {.text = tr("never governed"), .muted = true},
                                 {}}});
    return table;
}

PolicyTable PolicyTables::place(const WorkspaceView &view)
{
    const Policy &policy = view.state.policy;
    return {.heads = {tr("What"), tr("Is")},
            .rows = {{.key = u"workspace"_s, .cells = {{.text = tr("Name of the workspace")}, {.text = policy.workspace, .strong = true}}},
                     {.key = u"branch"_s, .cells = {{.text = tr("Branch that is governed")}, {.text = policy.branch, .code = true}}},
                     {.key = u"root"_s,
                      .cells = {{.text = tr("Folder that names of prompts begin in")},
                                {.text = policy.root.isEmpty() ? tr("the top") : policy.root, .muted = policy.root.isEmpty(), .code = !policy.root.isEmpty()}}}},
            .widths = {260, 320}};
}

PolicyTable PolicyTables::workflows(const WorkspaceView &view)
{
    PolicyTable table{.heads = {tr("Workflow"), tr("Files"), tr("What hangs on it")}, .widths = {160, 260, 220}};
    for (const Workflow &workflow : view.state.policy.workflows) {
        QStringList consequences;
        for (const Consequence one : workflow.consequences)
            consequences.append(consequence(one));
        table.rows.append({.key = workflow.id,
                           .cells = {{.text = workflow.title.isEmpty() ? workflow.id : workflow.title, .strong = true},
                                     {.text = workflow.paths.join(u", "_s), .code = true},
                                     {.text = consequences.isEmpty() ? tr("nothing named") : consequences.join(u", "_s), .muted = consequences.isEmpty()}}});
    }
    return table;
}

PolicyTable PolicyTables::environments(const WorkspaceView &view)
{
    const Policy &policy = view.state.policy;
    PolicyTable table{.heads = {tr("Environment"), tr("Releases"), tr("Rolls back"), tr("Is told")}, .widths = {140, 200, 180, 180}, .ordered = true};
    for (const Environment &environment : policy.environments) {
        const QString deploy = anyRole(policy, environment.deploy);
        const QString back = anyRole(policy, environment.rollBack);
        const QString told = peopleNames(view, environment.informed);
        table.rows.append({.key = environment.id.value,
                           .cells = {{.text = environment.title.isEmpty() ? environment.id.value : environment.title, .strong = true},
                                     {.text = environment.follows ? tr("takes every accepted version by itself") : deploy.isEmpty() ? tr("nobody") : deploy, .muted = !environment.follows && deploy.isEmpty()},
                                     {.text = back.isEmpty() ? tr("nobody") : back, .muted = back.isEmpty()},
                                     {.text = told.isEmpty() ? tr("nobody") : told, .muted = told.isEmpty()}}});
    }
    return table;
}

PolicyTable PolicyTables::rights(const WorkspaceView &view)
{
    const Policy &policy = view.state.policy;
    PolicyTable table{.heads = {tr("To do what"), tr("Who may")}, .widths = {360, 320}};
    const auto row = [&table](const QString &key, const QString &what, const QString &who) {
        table.rows.append({.key = key, .cells = {{.text = what}, {.text = who}}});
    };
    row(u"write"_s, tr("Open changes, send revisions, write release notes, raise a lane"), rightTo(policy, policy.rights.write));
    row(u"accept"_s, tr("Turn a change that lacks nothing into versions"), rightTo(policy, policy.rights.accept));
    row(u"administer"_s, tr("Put an accepted policy in force, withdraw the changes of others"), rightTo(policy, policy.rights.administer));
    row(u"audit"_s, tr("Be shown lowered lanes, overrides and emergencies, and close emergencies"), rightTo(policy, policy.rights.audit));
    row(u"emergency"_s, tr("Declare an emergency"), policy.rights.emergency.isEmpty() ? tr("nobody") : anyRole(policy, policy.rights.emergency));
    row(u"delegate"_s, tr("Hand on a role to another person"), policy.rights.delegate.isEmpty() ? tr("nobody") : tr("who holds %1").arg(anyRole(policy, policy.rights.delegate)));
    row(u"record_runs"_s, tr("Record eval runs"), policy.rights.recordRuns.isEmpty() ? tr("nobody") : anyRole(policy, policy.rights.recordRuns));
    row(u"accept_results"_s, tr("Accept an inconclusive or mixed result"),
        policy.rights.acceptResults.isEmpty() ? tr("nobody") : anyRole(policy, policy.rights.acceptResults));
    row(u"history"_s, tr("Change a prompt that was rolled back lately, below a lane"),
        policy.history.versions < 1 ? tr("everybody") : tr("nobody below %1, for %2 versions").arg(Signs::name(ChangeWords::shapeOf(policy.history.lane), LaneWords::One), QLocale().toString(policy.history.versions)));
    row(u"machine_authors"_s, tr("Send what a service wrote, below a lane"),
        policy.machineAuthors == Lane::Low ? tr("everybody") : tr("nobody below %1").arg(Signs::name(ChangeWords::shapeOf(policy.machineAuthors), LaneWords::One)));
    QStringList reasons;
    for (const GateReason reason : policy.regressionGate)
        reasons.append(gateReason(reason));
    row(u"regression_gate"_s, tr("Pass without a regression suite"), reasons.isEmpty() ? tr("every change") : tr("no change that touches %1").arg(reasons.join(u", "_s)));
    row(u"recheck_at_release"_s, tr("Release a version whose approvers lost their roles since"), policy.recheckAtRelease ? tr("nobody, until others have approved") : tr("who may release"));
    row(u"signatures_required"_s, tr("Act without a signature"), policy.signaturesRequired ? tr("nobody: such an event has no effect") : tr("everybody"));
    return table;
}

QString PolicyTables::gateReason(GateReason reason)
{
    switch (reason) {
    case GateReason::PolicyText: return tr("what the prompt may promise");
    case GateReason::Source: return tr("retrieval and sources");
    case GateReason::Model: return tr("model, parameters, routing");
    case GateReason::Financial: return tr("money");
    case GateReason::Legal: return tr("law");
    case GateReason::CustomerVisible: return tr("what customers see");
    case GateReason::History: return tr("a prompt that was rolled back");
    }
    Q_UNREACHABLE_RETURN({});
}

PolicyTable PolicyTables::exceptions(const WorkspaceView &view)
{
    const Policy &policy = view.state.policy;
    PolicyTable table{.heads = {tr("Requirement"), tr("May be overridden by")}, .widths = {300, 380}, .byPlace = true};
    for (const OverrideRule &rule : policy.overrides) {
        table.rows.append({.key = QString::number(table.rows.size()), .cells = {{.text = rule.requirement, .code = true}, {.text = anyRole(policy, rule.by)}}});
    }
    return table;
}

PolicyTable PolicyTables::phrases(const WorkspaceView &view)
{
    PolicyTable table{.heads = {tr("Words"), tr("Why"), tr("In")}, .widths = {200, 280, 200}, .byPlace = true};
    for (const BannedPhrase &banned : view.state.policy.bannedPhrases) {
        table.rows.append({.key = QString::number(table.rows.size()),
                           .cells = {{.text = banned.phrase, .strong = true},
                                     {.text = banned.why.isEmpty() ? tr("not said") : banned.why, .muted = banned.why.isEmpty()},
                                     {.text = banned.paths.isEmpty() ? tr("every governed file") : banned.paths.join(u", "_s), .muted = banned.paths.isEmpty(), .code = !banned.paths.isEmpty()}}});
    }
    return table;
}

PolicyTable PolicyTables::rules(const WorkspaceView &view)
{
    const Policy &policy = view.state.policy;
    PolicyTable table{.heads = {tr("Rule"), tr("Name in the file"), tr("Lane"), tr("Set by")}, .widths = {220, 190, 150, 160}};
    QSet<QString> known;
    for (const lanes::RuleInfo &rule : lanes::rules()) {
        known.insert(rule.id);
        const auto it = std::find_if(policy.laneRules.cbegin(), policy.laneRules.cend(), [&rule](const LaneOverride &o) { return o.rule == rule.id; });
        const bool own = it != policy.laneRules.cend();
        table.rows.append({.key = rule.id,
                           .cells = {{.text = RuleText::ruleName(rule.id), .strong = true},
                                     {.text = rule.id, .muted = true, .code = true},
                                     {.lane = ChangeWords::shapeOf(own ? it->lane : rule.lane)},
                                     {.text = own ? tr("this policy; built in: %1").arg(Signs::name(ChangeWords::shapeOf(rule.lane), LaneWords::One)) : tr("built in"), .muted = !own}}});
    }
    for (const LaneOverride &own : policy.laneRules) {
        if (!known.contains(own.rule))
            table.rows.append({.key = own.rule,
                               .cells = {{.text = own.rule}, {.text = own.rule, .muted = true, .code = true}, {.lane = ChangeWords::shapeOf(own.lane)}, {.text = tr("this policy; this Countersign does not know the rule")}}});
    }
    // What the policy changed comes first: it is what differs from any other workspace.
    std::stable_partition(table.rows.begin(), table.rows.end(), [&policy](const PolicyRow &row) {
        return std::any_of(policy.laneRules.cbegin(), policy.laneRules.cend(), [&row](const LaneOverride &o) { return o.rule == row.key; });
    });
    return table;
}

} // namespace countersign
