// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Refusals.h"

namespace countersign {

/// Why this event may not take effect on `state`; nothing when it may. The one place with the rules of void events.
/// Precondition: `placed` stands directly behind `state.head`, and its id was not seen before.
[[nodiscard]] Refusal refuseEvent(const State &state, const Placed &placed, const Event &event);

} // namespace countersign
