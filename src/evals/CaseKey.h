// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/Results.h"

namespace countersign::evals {

/// What a case is called in the record: SHA-256 of "id", a zero byte and its id, or its key where it has no id. None
/// where the file gives neither.
[[nodiscard]] ContentHash caseKey(const Case &one);

} // namespace countersign::evals
