// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Policy.h"

namespace countersign {

/// Workflows for a first policy, guessed from where files lie: one for each folder right below `root` (the folder all of
/// them share; empty for the top) that holds files, and what hangs on it as far as the words of its paths say so. English
/// words only; what none of them says has no consequence and is left to the person. A folder of which nothing is known
/// and that holds one file alone is no workflow. Where there are none, `root` itself is one if its name says what hangs on
/// it. Sorted by path; pure.
[[nodiscard]] QList<Workflow> guessedWorkflows(const QStringList &paths, const QString &root);

} // namespace countersign
