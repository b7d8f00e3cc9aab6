// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyFormParts.h"

using namespace Qt::StringLiterals;

namespace countersign::policyform {

const PolicyField &fieldOf(const QList<PolicyField> &fields, const QString &id)
{
    static const PolicyField none;
    for (const PolicyField &field : fields) {
        if (field.id == id)
            return field;
    }
    return none;
}

QList<RoleId> chosenRoles(const QList<PolicyField> &fields, const QString &id)
{
    QList<RoleId> roles;
    for (const QString &role : fieldOf(fields, id).chosen)
        roles.append({role});
    return roles;
}

QList<PrincipalId> chosenPeople(const QList<PolicyField> &fields, const QString &id)
{
    QList<PrincipalId> people;
    for (const QString &person : fieldOf(fields, id).chosen)
        people.append({person});
    return people;
}

bool saysYes(const QList<PolicyField> &fields, const QString &id)
{
    return fieldOf(fields, id).text == u"true";
}

Person *personIn(Policy &policy, const QString &id)
{
    const auto it = std::find_if(policy.people.begin(), policy.people.end(), [&id](const Person &person) { return person.id.value == id; });
    return it == policy.people.end() ? nullptr : &*it;
}

Workflow *workflowIn(Policy &policy, const QString &id)
{
    const auto it = std::find_if(policy.workflows.begin(), policy.workflows.end(), [&id](const Workflow &workflow) { return workflow.id == id; });
    return it == policy.workflows.end() ? nullptr : &*it;
}

Environment *environmentIn(Policy &policy, const QString &id)
{
    const auto it = std::find_if(policy.environments.begin(), policy.environments.end(), [&id](const Environment &one) { return one.id.value == id; });
    return it == policy.environments.end() ? nullptr : &*it;
}

QString idFrom(const QString &name)
{
    QString id;
    for (const QChar c : name.toLower().normalized(QString::NormalizationForm_D)) {
        if ((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9')) {
            id += c;
        } else if ((c.isSpace() || c.isPunct()) && !id.isEmpty() && !id.endsWith(u'-')) {
            id += u'-';
        }
    }
    while (id.endsWith(u'-'))
        id.chop(1);
    return id.left(64);
}

QString idOf(const QList<PolicyField> &fields, const QString &nameField)
{
    const QString given = fieldOf(fields, u"id"_s).text.trimmed();
    return given.isEmpty() ? idFrom(fieldOf(fields, nameField).text) : given;
}

QString lineOf(const QList<PolicyField> &fields, const QString &id)
{
    return fieldOf(fields, id).text.trimmed();
}

QList<Lane> chosenLanes(const QList<PolicyField> &fields, const QString &id)
{
    QList<Lane> lanes;
    for (const QString &one : fieldOf(fields, id).chosen) {
        if (const auto lane = laneFromString(one))
            lanes.append(*lane);
    }
    return lanes;
}

QList<GateReason> chosenReasons(const QList<PolicyField> &fields, const QString &id)
{
    QList<GateReason> reasons;
    for (const QString &one : fieldOf(fields, id).chosen) {
        if (const auto reason = gateReasonFromString(one))
            reasons.append(*reason);
    }
    return reasons;
}

QList<Consequence> chosenConsequences(const QList<PolicyField> &fields, const QString &id)
{
    QList<Consequence> consequences;
    for (const QString &one : fieldOf(fields, id).chosen) {
        if (const auto consequence = consequenceFromString(one))
            consequences.append(*consequence);
    }
    return consequences;
}

RulePlace rulePlace(const QString &row)
{
    const qsizetype slash = row.lastIndexOf(u'/');
    bool ok = false;
    const int index = row.mid(slash + 1).toInt(&ok);
    return slash > 0 && ok && index >= 0 ? RulePlace{.environment = row.first(slash), .index = index} : RulePlace{};
}

EnvironmentRule *ruleIn(Policy &policy, const QString &row)
{
    const RulePlace place = rulePlace(row);
    Environment *environment = environmentIn(policy, place.environment);
    return environment && place.index >= 0 && place.index < environment->rules.size() ? &environment->rules[place.index] : nullptr;
}

} // namespace countersign::policyform
