// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/JsonFields.h"
#include "domain/EvalEvents.h"

namespace countersign {

// The `data` of events about evals; decoders leave what does not fit in `fields` as its problem.

[[nodiscard]] Json encode(const RunRecorded &data);
[[nodiscard]] Json encode(const ResultAccepted &data);
[[nodiscard]] Json encode(const CaseGraded &data);
[[nodiscard]] Json encode(const SpotCheckRecorded &data);

void decode(JsonFields &fields, RunRecorded &data);
void decode(JsonFields &fields, ResultAccepted &data);
void decode(JsonFields &fields, CaseGraded &data);
void decode(JsonFields &fields, SpotCheckRecorded &data);

} // namespace countersign
