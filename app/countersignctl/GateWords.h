// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/WorkspaceView.h"

namespace countersign::ctl {

/// How the change stands with the suites that it has to pass; precondition: there is one.
[[nodiscard]] QString gateWords(const WorkspaceView &view, const Requirement &requirement);
[[nodiscard]] QString suiteWords(const WorkspaceView &view, const SuiteStanding &standing);
[[nodiscard]] QString mismatchWords(RunMismatch why);
[[nodiscard]] QString suiteStateName(SuiteState state); ///< "passed", "missing", …: for JSON

} // namespace countersign::ctl
