// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyTableWords.h"

#include "ui/policy/PolicyTables.h"

using namespace Qt::StringLiterals;

namespace countersign::policywords {

QString allRoles(const Policy &policy, const QList<RoleId> &roles)
{
    QStringList titles;
    for (const RoleId &role : roles)
        titles.append(policy.roleTitle(role));
    return PolicyTables::list(titles);
}

QString anyRole(const Policy &policy, const QList<RoleId> &roles)
{
    QStringList titles;
    for (const RoleId &role : roles)
        titles.append(policy.roleTitle(role));
    if (titles.size() < 2)
        return titles.value(0);
    const QString last = titles.takeLast();
    return PolicyTables::tr("%1 or %2").arg(titles.join(u", "_s), last);
}

QString peopleNames(const WorkspaceView &view, const QList<PrincipalId> &people)
{
    QStringList names;
    for (const PrincipalId &person : people)
        names.append(view.personName(person));
    return names.join(u", "_s);
}

QString rightTo(const Policy &policy, const QList<RoleId> &roles)
{
    return roles.isEmpty() ? PolicyTables::tr("everybody of the policy") : anyRole(policy, roles);
}

} // namespace countersign::policywords
