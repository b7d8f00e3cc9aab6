// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/NoteInput.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Words.h"
#include "services/PolicyYaml.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

QString roleNames(const QList<RoleId> &roles, const QString &between)
{
    QStringList names;
    for (const RoleId &role : roles) {
        names.append(role.value);
    }
    return names.join(between);
}

/// The people of the policy who hold one of the roles and may act.
QString holdersOf(const Policy &policy, const QList<RoleId> &roles)
{
    QStringList names;
    for (const Person &person : policy.people) {
        if (person.active && holdsAny(person, roles)) {
            names.append(person.name);
        }
    }
    return names.isEmpty() ? u"nobody"_s : names.join(u", "_s);
}

QString namesOf(const Policy &policy, const QList<PrincipalId> &ids)
{
    QStringList names;
    for (const PrincipalId &id : ids) {
        const Person *person = policy.person(id);
        names.append(person ? person->name : id.value);
    }
    return names.isEmpty() ? u"nobody"_s : names.join(u", "_s);
}

/// A requirement of a change that does not exist yet: what has to be given, and by whom.
QString needWords(const Policy &policy, const Requirement &need)
{
    switch (need.kind) {
    case RequirementKind::NoteComplete: {
        QStringList fields;
        for (const NoteField field : need.fields) {
            fields.append(toString(field));
        }
        return u"a release note with %1, by the author"_s.arg(fields.join(u", "_s));
    }
    case RequirementKind::ApprovalCount:
        return u"%1 %2, of: %3"_s.arg(QString::number(need.need),
                                      need.need == 1 ? u"approval"_s : u"approvals by different people"_s,
                                      namesOf(policy, need.waitingFor));
    case RequirementKind::ApprovalByRole:
    case RequirementKind::ApprovalByAnyRole:
        return u"an approval as %1, of: %2"_s.arg(roleNames(need.roles, u" or "_s),
                                                  namesOf(policy, need.waitingFor));
    case RequirementKind::OwnerApproval: {
        const QString about = need.section.isEmpty()
                                  ? u"the file"_s
                                  : u"the section \"%1\", when it is touched"_s.arg(need.section);
        return u"an approval of the owner of %1, of: %2"_s.arg(about, namesOf(policy, need.waitingFor));
    }
    default: {
        WorkspaceView view;
        view.state.policy = policy;
        return requirementWords(view, need);
    }
    }
}

QString ownerWords(const Policy &policy, const Owner &owner)
{
    QStringList words;
    for (const RoleId &role : owner.allOf) {
        words.append(u"%1 (%2)"_s.arg(role.value, holdersOf(policy, {role})));
    }
    if (!owner.anyOf.isEmpty() || !owner.people.isEmpty()) {
        QStringList any;
        for (const RoleId &role : owner.anyOf) {
            any.append(u"%1 (%2)"_s.arg(role.value, holdersOf(policy, {role})));
        }
        for (const PrincipalId &id : owner.people) {
            any.append(namesOf(policy, {id}));
        }
        words.append(any.size() > 1 ? u"one of "_s + any.join(u", "_s) : any.first());
    }
    return words.join(u", and "_s);
}

QString environmentWords(const Policy &policy, const Environment &environment)
{
    const QString releases = environment.follows
                                 ? u"takes every accepted version at once"_s
                                 : u"released into by %1 (%2)"_s.arg(roleNames(environment.deploy, u" or "_s),
                                                                     holdersOf(policy, environment.deploy));
    return u"%1; rolled back by %2 (%3)"_s.arg(
        releases, environment.rollBack.isEmpty() ? u"nobody"_s : roleNames(environment.rollBack, u" or "_s),
        holdersOf(policy, environment.rollBack));
}

QString rightWords(const Policy &policy, const QList<RoleId> &roles)
{
    return roles.isEmpty() ? u"everybody who is active"_s
                           : u"%1 (%2)"_s.arg(roleNames(roles, u" or "_s), holdersOf(policy, roles));
}

ExitStatus checkPolicy(Context &context, const QByteArray &yaml)
{
    const QList<Error> mistakes = policyMistakes(yaml);
    const Result<Policy> policy = policyFromYaml(yaml);
    const QList<PolicyWarning> warnings = policy ? policyWarnings(*policy) : QList<PolicyWarning>();
    const QString file = context.invocation.operand(1);
    if (context.out.isJson()) {
        QJsonArray errors;
        for (const Error &mistake : mistakes) {
            errors.append(QJsonObject{{u"line"_s, mistake.line},
                                      {u"column"_s, mistake.column},
                                      {u"key"_s, mistake.subject},
                                      {u"words"_s, mistake.detail}});
        }
        QJsonArray gaps;
        for (const PolicyWarning &warning : warnings) {
            gaps.append(QJsonObject{{u"rule"_s, toString(warning.gap)},
                                    {u"words"_s, warningWords(warning)},
                                    {u"locks_out"_s, warning.locksOut}});
        }
        context.out.json({{u"ok"_s, mistakes.isEmpty()}, {u"errors"_s, errors}, {u"warnings"_s, gaps}});
    } else {
        for (const Error &mistake : mistakes) {
            context.out.line(QList<Piece>{{u"! "_s, Ink::Warning},
                                          {u"%1:%2:%3: %4: %5"_s.arg(file)
                                               .arg(mistake.line)
                                               .arg(mistake.column)
                                               .arg(mistake.subject, mistake.detail)}});
        }
        for (const PolicyWarning &warning : warnings) {
            context.out.line(
                QList<Piece>{{u"- "_s, Ink::Warning},
                             {u"warning: %1 [%2]"_s.arg(warningWords(warning), toString(warning.gap))}});
        }
        if (policy && locksEverybodyOut(*policy)) {
            context.out.line(
                u"Once this policy is in force nobody could change it again, and everything it blocks stays "
                "blocked."_s);
        }
        if (policy && warnings.isEmpty()) {
            context.out.line(
                u"%1 is a policy, and everything that it asks for somebody can give."_s.arg(file));
        }
    }
    if (!mistakes.isEmpty()) {
        return ExitStatus::Misuse;
    }
    return context.has("strict") && !warnings.isEmpty() ? ExitStatus::Refused : ExitStatus::Done;
}

ExitStatus compilePolicy(Context &context, const QByteArray &yaml)
{
    PolicyOrigin origin;
    if (context.has("number")) {
        bool isNumber = false;
        origin.version = context.value("number").toInt(&isNumber);
        if (!isNumber || origin.version < 1) {
            return misuse(context, u"--number '%1' is no number from 1"_s.arg(context.value("number")));
        }
    }
    if (context.has("previous")) {
        const auto previous = digestFromHex<PolicyTag>(context.value("previous"));
        if (!previous) {
            return misuse(context, u"--previous '%1' is no hash"_s.arg(context.value("previous")));
        }
        origin.previous = *previous;
    }
    if ((origin.version > 1) == origin.previous.isNull()) {
        return misuse(context,
                      u"the first policy has number 1 and no --previous, every later one has both"_s);
    }
    const Result<Policy> policy = policyFromYaml(yaml, origin);
    if (!policy) {
        Error error = policy.error();
        error.subject = context.invocation.operand(1) + u": "_s + error.subject;
        return fail(context, u"the policy cannot be compiled"_s, error);
    }
    const QByteArray canonical = printCanonicalJson(toJson(*policy));
    const QString hash = QString::fromLatin1(policyHash(*policy).toHex());
    if (context.out.isJson()) {
        context.out.json({{u"hash"_s, hash}, {u"policy"_s, QJsonDocument::fromJson(canonical).object()}});
    } else if (context.has("hash")) {
        context.out.line(hash);
    } else {
        context.out.content(canonical, true);
        context.out.notice(u"hash "_s + hash);
    }
    return ExitStatus::Done;
}

struct Explained
{
    Policy policy = {};
    QString path = {};
    std::optional<ArtifactKind> kind = {};
    QList<Lane> lanes = {};
};

QList<Owner> ownersShown(const Explained &explained)
{
    QList<Owner> owners;
    for (const Owner &owner : explained.policy.owners) {
        const bool fits = explained.path.isEmpty()
                          || std::ranges::any_of(owner.paths, [&explained](const QString &pattern) {
                                 return matchesPath(pattern, explained.path);
                             });
        if (fits) {
            owners.append(owner);
        }
    }
    return owners;
}

QStringList workflowsShown(const Explained &explained)
{
    QStringList ids;
    if (explained.path.isEmpty()) {
        for (const Workflow &workflow : explained.policy.workflows) {
            ids.append(workflow.id);
        }
    } else {
        for (const Workflow *workflow : explained.policy.workflowsOf(explained.path)) {
            ids.append(workflow->id);
        }
    }
    return ids;
}

void printExplained(Output &out, const Explained &explained)
{
    const Policy &policy = explained.policy;
    const auto head = [&out](const QString &words) {
        out.line();
        out.line(QList<Piece>{{words, Ink::Strong}});
    };
    if (explained.path.isEmpty()) {
        out.line(QList<Piece>{{u"%1, branch %2"_s.arg(policy.workspace, policy.branch), Ink::Strong}});
        for (const GovernedPaths &rule : policy.governed) {
            out.line(u"  governs as %1: %2"_s.arg(toString(rule.kind), rule.paths.join(u", "_s)));
        }
        if (!policy.ignored.isEmpty()) {
            out.line(u"  but not: %1"_s.arg(policy.ignored.join(u", "_s)));
        }
    } else if (!explained.kind) {
        out.line(u"%1 is not governed: it needs nothing."_s.arg(explained.path));
        return;
    } else {
        out.line(QList<Piece>{
            {explained.path, Ink::Strong},
            {u"  %1, called %2"_s.arg(toString(*explained.kind), policy.artifactOf(explained.path).value)}});
        const QStringList workflows = workflowsShown(explained);
        out.line(u"  workflows: %1"_s.arg(workflows.isEmpty() ? u"none"_s : workflows.join(u", "_s)));
        if (*explained.kind == ArtifactKind::Policy) {
            out.line(u"  Every change of the policy is in the high lane."_s);
        }
    }
    for (const Lane lane : explained.lanes) {
        head(u"A change in the %1 lane needs"_s.arg(toString(lane)));
        for (const Requirement &need : needsOf(policy, lane, explained.path)) {
            out.line(u"  "_s + needWords(policy, need));
        }
        if (policy.laneRule(lane).viewed) {
            out.line(u"  approvals count of those who marked every changed sentence as viewed"_s);
        }
        if (policy.laneRule(lane).whitespaceKeepsApprovals) {
            out.line(u"  approvals outlast a revision that only changed white space, once a reviewer of it found "
                     "the same"_s);
        }
    }
    out.line();
    out.line(u"Whoever edited a revision of a change never approves it, and a person counts once."_s);
    if (const QList<Owner> owners = ownersShown(explained); !owners.isEmpty()) {
        head(u"Owners"_s);
        for (const Owner &owner : owners) {
            out.line(u"  %1%2: %3"_s.arg(owner.paths.join(u", "_s),
                                         owner.section.isEmpty() ? QString()
                                                                 : u", section \"%1\""_s.arg(owner.section),
                                         ownerWords(policy, owner)));
        }
    }
    head(u"Environments"_s);
    for (const Environment &environment : policy.environments) {
        out.line(u"  %1: %2"_s.arg(environment.id.value, environmentWords(policy, environment)));
    }
    head(u"Rights"_s);
    out.line(u"  open changes and write notes: "_s + rightWords(policy, policy.rights.write));
    out.line(u"  accept what lacks nothing: "_s + rightWords(policy, policy.rights.accept));
    out.line(u"  put a policy in force: "_s + rightWords(policy, policy.rights.administer));
    out.line(u"  are shown exceptions, close emergencies: "_s + rightWords(policy, policy.rights.audit));
    const auto named = [&policy](const QList<RoleId> &roles) {
        return roles.isEmpty() ? u"nobody"_s : rightWords(policy, roles);
    };
    out.line(u"  declare an emergency: "_s + named(policy.rights.emergency));
    for (const LaneRule &rule : policy.lanes) {
        if (rule.lane != Lane::Low) {
            out.line(u"  confirm that a change leaves the %1 lane: %2"_s.arg(toString(rule.lane), named(rule.lower)));
        }
    }
    for (const OverrideRule &rule : policy.overrides) {
        out.line(u"  override %1: %2"_s.arg(rule.requirement, named(rule.by)));
    }
    if (policy.signaturesRequired) {
        out.line(u"  Every event must be signed with a key of its person."_s);
    }
}

QJsonObject explainedJson(const Explained &explained)
{
    const Policy &policy = explained.policy;
    QJsonObject object{{u"hash"_s, QString::fromLatin1(policyHash(policy).toHex())},
                       {u"workflows"_s, QJsonArray::fromStringList(workflowsShown(explained))}};
    if (!explained.path.isEmpty()) {
        object.insert(u"path"_s, explained.path);
        object.insert(u"governed"_s, explained.kind.has_value());
        if (!explained.kind) {
            return object;
        }
        object.insert(u"kind"_s, toString(*explained.kind));
        object.insert(u"prompt"_s, policy.artifactOf(explained.path).value);
    }
    QJsonArray lanes;
    for (const Lane lane : explained.lanes) {
        QJsonArray needs;
        for (const Requirement &need : needsOf(policy, lane, explained.path)) {
            QJsonArray people;
            for (const PrincipalId &id : need.waitingFor) {
                if (!id.isEmpty()) {
                    people.append(id.value);
                }
            }
            needs.append(QJsonObject{
                {u"id"_s, need.id()}, {u"words"_s, needWords(policy, need)}, {u"people"_s, people}});
        }
        lanes.append(QJsonObject{{u"lane"_s, toString(lane)}, {u"needs"_s, needs}});
    }
    QJsonArray owners;
    for (const Owner &owner : ownersShown(explained)) {
        owners.append(QJsonObject{{u"paths"_s, QJsonArray::fromStringList(owner.paths)},
                                  {u"section"_s, owner.section},
                                  {u"words"_s, ownerWords(policy, owner)}});
    }
    QJsonArray environments;
    for (const Environment &environment : policy.environments) {
        environments.append(QJsonObject{{u"id"_s, environment.id.value},
                                        {u"words"_s, environmentWords(policy, environment)}});
    }
    object.insert(u"lanes"_s, lanes);
    object.insert(u"owners"_s, owners);
    object.insert(u"environments"_s, environments);
    return object;
}

ExitStatus explainPolicy(Context &context, const QByteArray &yaml)
{
    const Result<Policy> policy = policyFromYaml(yaml);
    if (!policy) {
        Error error = policy.error();
        error.subject = context.invocation.operand(1) + u": "_s + error.subject;
        return fail(context, u"the policy cannot be explained"_s, error);
    }
    Explained explained{
        .policy = *policy, .path = context.value("path"), .lanes = {Lane::Low, Lane::Medium, Lane::High}};
    if (context.has("path")) {
        if (!isSafePath(explained.path)) {
            return misuse(context,
                          u"--path '%1' is no path below the top of a repository"_s.arg(explained.path));
        }
        explained.kind = policy->kindOf(explained.path);
        if (explained.kind == ArtifactKind::Policy) {
            explained.lanes = {Lane::High};
        }
    }
    if (context.out.isJson()) {
        context.out.json(explainedJson(explained));
    } else {
        printExplained(context.out, explained);
    }
    return ExitStatus::Done;
}

} // namespace

Task<ExitStatus> runPolicy(Context &context)
{
    const QString action = context.invocation.operand(0);
    const QList<std::pair<const char *, QLatin1StringView>> options = {{"strict", "check"_L1},
                                                                       {"hash", "compile"_L1},
                                                                       {"number", "compile"_L1},
                                                                       {"previous", "compile"_L1},
                                                                       {"path", "explain"_L1}};
    for (const auto &[option, of] : options) {
        if (context.has(option) && action != of) {
            co_return misuse(context, u"--%1 belongs to policy %2"_s.arg(QLatin1StringView(option), of));
        }
    }
    const QString file = context.invocation.operand(1);
    const Result<QByteArray> yaml = readInput(file);
    if (!yaml) {
        co_return fail(context, u"the policy cannot be read"_s, yaml.error());
    }
    if (action == "check"_L1) {
        co_return checkPolicy(context, *yaml);
    }
    co_return action == "compile"_L1 ? compilePolicy(context, *yaml) : explainPolicy(context, *yaml);
}

} // namespace countersign::ctl
