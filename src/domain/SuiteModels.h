// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/EvalEvents.h"
#include "domain/Policy.h"

namespace countersign {

/// Whether the models that a run asked and was served by are those that `rule` asks for.
[[nodiscard]] bool modelsFit(const SuiteRule &rule, const RunRecorded &run);

} // namespace countersign
