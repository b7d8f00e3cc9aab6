// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyTables.h"

#include "lanes/Classify.h"
#include "ui/change/RuleText.h"
#include "ui/shell/ChangeWords.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

[[nodiscard]] QString allRoles(const Policy &policy, const QList<RoleId> &roles)
{
    QStringList titles;
    for (const RoleId &role : roles)
        titles.append(policy.roleTitle(role));
    return PolicyTables::list(titles);
}

[[nodiscard]] QString anyRole(const Policy &policy, const QList<RoleId> &roles)
{
    QStringList titles;
    for (const RoleId &role : roles)
        titles.append(policy.roleTitle(role));
    if (titles.size() < 2)
        return titles.value(0);
    const QString last = titles.takeLast();
    return PolicyTables::tr("%1 or %2").arg(titles.join(u", "_s), last);
}

[[nodiscard]] QString kindName(ArtifactKind kind)
{
    switch (kind) {
    case ArtifactKind::Prompt: return PolicyTables::tr("Prompt");
    case ArtifactKind::Tools: return PolicyTables::tr("Tool permissions");
    case ArtifactKind::Retrieval: return PolicyTables::tr("Retrieval settings");
    case ArtifactKind::Routing: return PolicyTables::tr("Model routing");
    case ArtifactKind::Workflow: return PolicyTables::tr("Workflow steps");
    case ArtifactKind::Suite: return PolicyTables::tr("Eval suite");
    case ArtifactKind::Contract: return PolicyTables::tr("Contract");
    case ArtifactKind::Policy: return PolicyTables::tr("Policy");
    }
    Q_UNREACHABLE_RETURN({});
}

[[nodiscard]] QString consequence(Consequence consequence)
{
    switch (consequence) {
    case Consequence::Financial: return PolicyTables::tr("financial");
    case Consequence::Legal: return PolicyTables::tr("legal");
    case Consequence::Medical: return PolicyTables::tr("medical");
    case Consequence::Safety: return PolicyTables::tr("safety");
    case Consequence::Privacy: return PolicyTables::tr("privacy");
    case Consequence::CustomerVisible: return PolicyTables::tr("seen by customers");
    case Consequence::Internal: return PolicyTables::tr("internal");
    }
    Q_UNREACHABLE_RETURN({});
}

[[nodiscard]] QString peopleNames(const WorkspaceView &view, const QList<PrincipalId> &people)
{
    QStringList names;
    for (const PrincipalId &person : people)
        names.append(view.personName(person));
    return names.join(u", "_s);
}

[[nodiscard]] QString rightTo(const Policy &policy, const QList<RoleId> &roles)
{
    return roles.isEmpty() ? PolicyTables::tr("everybody of the policy") : anyRole(policy, roles);
}

} // namespace

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
    case PolicySection::People: return tr("People");
    case PolicySection::Roles: return tr("Roles");
    case PolicySection::Owners: return tr("Owners");
    case PolicySection::Paths: return tr("Paths");
    case PolicySection::Workflows: return tr("Workflows");
    case PolicySection::Environments: return tr("Environments");
    case PolicySection::Rules: return tr("Rules");
    case PolicySection::AsText: return tr("As text");
    }
    Q_UNREACHABLE_RETURN({});
}

QString PolicyTables::explanation(PolicySection section, const Policy &policy)
{
    switch (section) {
    case PolicySection::Lanes: return tr("What each lane asks for before a change is accepted");
    case PolicySection::People:
        return tr("To write: %1. To accept: %2. To put a policy in force: %3.")
                .arg(rightTo(policy, policy.rights.write), rightTo(policy, policy.rights.accept), rightTo(policy, policy.rights.administer));
    case PolicySection::Roles: return tr("Who may speak as what");
    case PolicySection::Owners: return tr("Who must approve a change of a file, or of one section of it, besides what its lane asks for");
    case PolicySection::Paths:
        return tr("Which files of the branch %1 are governed. The first line that fits decides.").arg(policy.branch);
    case PolicySection::Workflows: return tr("What hangs on a file: it decides how words in it are judged");
    case PolicySection::Environments: return tr("In the order of promotion; the last one is production");
    case PolicySection::Rules: return tr("What puts a change in a lane. The highest match decides.");
    case PolicySection::AsText: return tr("The same policy as its file");
    }
    Q_UNREACHABLE_RETURN({});
}

int PolicyTables::count(PolicySection section, const Policy &policy)
{
    switch (section) {
    case PolicySection::Lanes:
    case PolicySection::AsText: return -1;
    case PolicySection::People: return static_cast<int>(policy.people.size());
    case PolicySection::Roles: return static_cast<int>(policy.roles.size());
    case PolicySection::Owners: return static_cast<int>(policy.owners.size());
    case PolicySection::Paths: return static_cast<int>(policy.governed.size());
    case PolicySection::Workflows: return static_cast<int>(policy.workflows.size());
    case PolicySection::Environments: return static_cast<int>(policy.environments.size());
    case PolicySection::Rules: return static_cast<int>(lanes::rules().size());
    }
    Q_UNREACHABLE_RETURN(-1);
}

QStringList PolicyTables::warnings(const Policy &policy)
{
    QStringList sentences;
    for (const UnreachableRule &rule : unreachableRules(policy)) {
        const QString lane = Signs::name(ChangeWords::shapeOf(rule.lane), LaneWords::One);
        sentences.append(rule.role.isEmpty()
                                 ? tr("%1: no change can be accepted. It asks for %2 approvals, and at most %3 people could give one.").arg(lane).arg(rule.need).arg(rule.have)
                                 : tr("%1: no change can be accepted. Nobody who could approve holds the role %2.").arg(lane, policy.roleTitle(rule.role)));
    }
    return sentences;
}

PolicyTable PolicyTables::table(PolicySection section, const WorkspaceView &view)
{
    switch (section) {
    case PolicySection::Lanes: return lanes(view);
    case PolicySection::People: return people(view);
    case PolicySection::Roles: return roles(view);
    case PolicySection::Owners: return owners(view);
    case PolicySection::Paths: return paths(view);
    case PolicySection::Workflows: return workflows(view);
    case PolicySection::Environments: return environments(view);
    case PolicySection::Rules: return rules(view);
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
    QList<PolicyCell> roles{{.text = tr("By role"), .muted = true}};
    QList<PolicyCell> note{{.text = tr("Release note"), .muted = true}};
    QList<PolicyCell> threads{{.text = tr("Threads"), .muted = true}};
    for (const Lane lane : {Lane::Low, Lane::Medium, Lane::High}) {
        const LaneRule &rule = policy.laneRule(lane);
        head.append({.lane = ChangeWords::shapeOf(lane)});
        approvals.append({.text = rule.approvals == 1 ? tr("One other person") : tr("%n other people", nullptr, rule.approvals)});
        QStringList asked;
        if (!rule.allOf.isEmpty())
            asked.append(allRoles(policy, rule.allOf));
        if (!rule.anyOf.isEmpty())
            asked.append(tr("one as %1").arg(anyRole(policy, rule.anyOf)));
        const bool anybody = asked.isEmpty();
        roles.append({.text = anybody ? tr("any") : asked.join(tr("; and ")), .muted = anybody});
        QStringList fields;
        for (const NoteField field : rule.note)
            fields.append(ChangeWords::noteField(field));
        QString words = list(fields);
        if (!words.isEmpty())
            words[0] = words[0].toUpper();
        note.append({.text = fields.isEmpty() ? tr("not needed") : words, .muted = fields.isEmpty()});
        threads.append({.text = tr("All settled")});
    }
    table.rows = {head, approvals, roles, note, threads};
    return table;
}

PolicyTable PolicyTables::people(const WorkspaceView &view)
{
    const Policy &policy = view.state.policy;
    PolicyTable table{.heads = {tr("Name"), tr("Roles"), tr("Addresses"), tr("Keys"), tr("State")}, .widths = {160, 180, 220, 64, 100}};
    for (const Person &person : policy.people) {
        const QString roles = allRoles(policy, person.roles);
        const QString state = !person.active                     ? tr("has left")
                : person.kind == PrincipalKind::Service ? tr("service")
                : person.id == view.me.person           ? tr("you")
                                                        : QString();
        table.rows.append({{.text = person.name.isEmpty() ? person.id.value : person.name, .strong = person.active, .muted = !person.active},
                           {.text = roles.isEmpty() ? tr("none") : roles, .muted = roles.isEmpty() || !person.active},
                           {.text = person.emails.join(u", "_s), .muted = true},
                           {.text = QLocale().toString(person.keys.size()), .muted = true},
                           {.text = state, .muted = true}});
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
        table.rows.append({{.text = policy.roleTitle(role.id), .strong = true}, {.text = names.isEmpty() ? tr("nobody") : names.join(u", "_s), .muted = names.isEmpty()}});
    }
    return table;
}

PolicyTable PolicyTables::owners(const WorkspaceView &view)
{
    const Policy &policy = view.state.policy;
    PolicyTable table{.heads = {tr("Files"), tr("Section"), tr("Must approve")}, .widths = {240, 140, 300}};
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
        table.rows.append({{.text = owner.paths.join(u", "_s), .code = true},
                           {.text = owner.section.isEmpty() ? tr("the whole file") : owner.section, .muted = owner.section.isEmpty()},
                           {.text = asked.join(tr("; and "))}});
    }
    return table;
}

PolicyTable PolicyTables::paths(const WorkspaceView &view)
{
    const Policy &policy = view.state.policy;
    PolicyTable table{.heads = {tr("Files"), tr("Are"), tr("Found")}, .widths = {320, 180, 80}};
    for (const GovernedPaths &governed : policy.governed) {
        int found = 0;
        for (const Artifact &artifact : view.state.artifacts) {
            const bool fits = std::any_of(governed.paths.cbegin(), governed.paths.cend(), [&](const QString &pattern) { return matchesPath(pattern, artifact.path); });
            found += fits && artifact.kind == governed.kind && !artifact.retired ? 1 : 0;
        }
        table.rows.append({{.text = governed.paths.join(u", "_s), .code = true}, {.text = kindName(governed.kind)}, {.text = QLocale().toString(found), .muted = true}});
    }
    if (!policy.ignored.isEmpty())
        table.rows.append({{.text = policy.ignored.join(u", "_s), .muted = true, .code = true}, {.text = tr("never governed"), .muted = true}, {}});
    return table;
}

PolicyTable PolicyTables::workflows(const WorkspaceView &view)
{
    PolicyTable table{.heads = {tr("Workflow"), tr("Files"), tr("What hangs on it")}, .widths = {160, 260, 220}};
    for (const Workflow &workflow : view.state.policy.workflows) {
        QStringList consequences;
        for (const Consequence one : workflow.consequences)
            consequences.append(consequence(one));
        table.rows.append({{.text = workflow.title.isEmpty() ? workflow.id : workflow.title, .strong = true},
                           {.text = workflow.paths.join(u", "_s), .code = true},
                           {.text = consequences.isEmpty() ? tr("nothing named") : consequences.join(u", "_s), .muted = consequences.isEmpty()}});
    }
    return table;
}

PolicyTable PolicyTables::environments(const WorkspaceView &view)
{
    const Policy &policy = view.state.policy;
    PolicyTable table{.heads = {tr("Environment"), tr("Releases"), tr("Rolls back"), tr("Is told")}, .widths = {140, 200, 180, 180}};
    for (const Environment &environment : policy.environments) {
        const QString deploy = anyRole(policy, environment.deploy);
        const QString back = anyRole(policy, environment.rollBack);
        const QString told = peopleNames(view, environment.informed);
        table.rows.append({{.text = environment.title.isEmpty() ? environment.id.value : environment.title, .strong = true},
                           {.text = environment.follows ? tr("takes every accepted version by itself") : deploy.isEmpty() ? tr("nobody") : deploy, .muted = !environment.follows && deploy.isEmpty()},
                           {.text = back.isEmpty() ? tr("nobody") : back, .muted = back.isEmpty()},
                           {.text = told.isEmpty() ? tr("nobody") : told, .muted = told.isEmpty()}});
    }
    return table;
}

PolicyTable PolicyTables::rules(const WorkspaceView &view)
{
    const Policy &policy = view.state.policy;
    PolicyTable table{.heads = {tr("Rule"), tr("Name in the file"), tr("Lane"), tr("Set by")}, .widths = {220, 200, 100, 160}};
    QSet<QString> known;
    for (const lanes::RuleInfo &rule : lanes::rules()) {
        known.insert(rule.id);
        const auto it = std::find_if(policy.laneRules.cbegin(), policy.laneRules.cend(), [&rule](const LaneOverride &o) { return o.rule == rule.id; });
        const bool changed = it != policy.laneRules.cend();
        table.rows.append({{.text = RuleText::ruleName(rule.id), .strong = true},
                           {.text = rule.id, .muted = true, .code = true},
                           {.lane = ChangeWords::shapeOf(changed ? it->lane : rule.lane)},
                           {.text = changed ? tr("this policy; built in: %1").arg(Signs::name(ChangeWords::shapeOf(rule.lane), LaneWords::One)) : tr("built in"), .muted = !changed}});
    }
    for (const LaneOverride &own : policy.laneRules) {
        if (!known.contains(own.rule))
            table.rows.append({{.text = own.rule}, {.text = own.rule, .muted = true, .code = true}, {.lane = ChangeWords::shapeOf(own.lane)}, {.text = tr("this policy; this Countersign does not know the rule")}});
    }
    // What the policy changed comes first: it is what differs from any other workspace.
    std::stable_partition(table.rows.begin(), table.rows.end(), [&policy](const QList<PolicyCell> &row) {
        return std::any_of(policy.laneRules.cbegin(), policy.laneRules.cend(), [&row](const LaneOverride &o) { return o.rule == row[1].text; });
    });
    return table;
}

} // namespace countersign
