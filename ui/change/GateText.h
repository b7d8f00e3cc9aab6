// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/Requirements.h"
#include "services/WorkspaceView.h"

#include <QCoreApplication>

namespace countersign {

// How a change stands with the suites that it has to pass, in words.
class GateText
{
    Q_DECLARE_TR_FUNCTIONS(GateText)

public:
    // "Suite evals/refund fails", about the first suite that holds it back, or all of them.
    [[nodiscard]] static QString sentence(const WorkspaceView &view, const Requirement &requirement);
    // Each suite on a line, and below it the runs that do not count and why.
    [[nodiscard]] static QString details(const WorkspaceView &view, const Change &change, const Requirement &requirement);
    [[nodiscard]] static QString suite(const WorkspaceView &view, const SuiteStanding &standing);
    [[nodiscard]] static QString mismatch(RunMismatch why);
};

} // namespace countersign
