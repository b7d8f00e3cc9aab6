// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/Suite.h"

namespace countersign::ctl {

/// "evals/refund.yaml:12:7: there is no assertion \"contians\""
[[nodiscard]] QString suiteProblemWords(const evals::SuiteProblem &problem);

/// Reads a suite of a folder on disk. Its files may come from the repository that it stands in, or where it stands in
/// none from its own folder. Blocks.
[[nodiscard]] evals::Suite suiteOnDisk(const QString &path);

} // namespace countersign::ctl
