// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/policy/PolicyForms.h"

#include <algorithm>

// What the forms of the policy share: reading fields, and finding what a row is about.
namespace countersign::policyform {

[[nodiscard]] const PolicyField &fieldOf(const QList<PolicyField> &fields, const QString &id);
[[nodiscard]] QList<RoleId> chosenRoles(const QList<PolicyField> &fields, const QString &id);
[[nodiscard]] QList<PrincipalId> chosenPeople(const QList<PolicyField> &fields, const QString &id);
[[nodiscard]] bool saysYes(const QList<PolicyField> &fields, const QString &id);
// What was there keeps its order; what is new comes behind it.
template<typename T>
[[nodiscard]] QList<T> inOldOrder(const QList<T> &old, const QList<T> &chosen)
{
    QList<T> ordered;
    for (const T &one : old) {
        if (chosen.contains(one))
            ordered.append(one);
    }
    for (const T &one : chosen) {
        if (!ordered.contains(one))
            ordered.append(one);
    }
    return ordered;
}

// The entry at that place of a list; nullptr when there is none.
template<typename Entry>
[[nodiscard]] Entry *placed(QList<Entry> &list, const QString &row)
{
    bool ok = false;
    const int at = row.toInt(&ok);
    return ok && at >= 0 && at < list.size() ? &list[at] : nullptr;
}

// nullptr when the policy has none of that id.
[[nodiscard]] Person *personIn(Policy &policy, const QString &id);
[[nodiscard]] Workflow *workflowIn(Policy &policy, const QString &id);
[[nodiscard]] Environment *environmentIn(Policy &policy, const QString &id);
// Letters, figures and dashes of a name: what an id may be made of.
[[nodiscard]] QString idFrom(const QString &name);
[[nodiscard]] QString idOf(const QList<PolicyField> &fields, const QString &nameField);
[[nodiscard]] QString lineOf(const QList<PolicyField> &fields, const QString &id);
[[nodiscard]] QList<Lane> chosenLanes(const QList<PolicyField> &fields, const QString &id);
[[nodiscard]] QList<GateReason> chosenReasons(const QList<PolicyField> &fields, const QString &id);
[[nodiscard]] QList<Consequence> chosenConsequences(const QList<PolicyField> &fields, const QString &id);

// "production/2": the second rule by path of that environment. `index` is -1 when the row says none.
struct RulePlace
{
    QString environment = {};
    int index = -1;
};
[[nodiscard]] RulePlace rulePlace(const QString &row);
// nullptr when there is none.
[[nodiscard]] EnvironmentRule *ruleIn(Policy &policy, const QString &row);

} // namespace countersign::policyform
