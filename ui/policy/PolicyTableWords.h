// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/WorkspaceView.h"

// Words that several tables of the policy use.
namespace countersign::policywords {

[[nodiscard]] QString allRoles(const Policy &policy, const QList<RoleId> &roles);
[[nodiscard]] QString anyRole(const Policy &policy, const QList<RoleId> &roles);
[[nodiscard]] QString peopleNames(const WorkspaceView &view, const QList<PrincipalId> &people);
[[nodiscard]] QString rightTo(const Policy &policy, const QList<RoleId> &roles);

} // namespace countersign::policywords
