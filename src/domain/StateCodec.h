// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "domain/State.h"

namespace countersign {

/// Grows when the fold gives another state for the same events, or the bytes below change: older snapshots are
/// thrown away.
inline constexpr int foldVersion = 7;

/// The whole state, record included, for a snapshot on this machine. Not an exchange format.
[[nodiscard]] QByteArray stateToBytes(const State &state);

/// Fails: Corrupt. Bounded: a damaged length never allocates more than the bytes that are there.
[[nodiscard]] Result<State> stateFromBytes(QByteArrayView bytes);

} // namespace countersign
