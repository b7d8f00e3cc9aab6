// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Fold.h"
#include "ledger/Ledger.h"

#include <functional>
#include <span>
#include <stop_token>

namespace countersign {

/// Some events of a record in their order, as they were read and as the fold takes them.
struct ChainPiece
{
    QList<Envelope> envelopes = {};
    std::span<const Placed> events = {}; ///< of each envelope; they are there until the call returns
};

/// Gives `use` every event behind `after` up to the place `last`, piece by piece, after it was checked that each follows
/// the one before. The ledger is read on the calling thread alone. Where it pays, `use` is called on another one
/// meanwhile, never twice at a time, and both decode; nothing of that goes on when this returns.
/// Fails: Corrupt where the chain does not hold, after `use` had what stands before; Canceled between two pieces; as
/// Ledger::readAfter().
[[nodiscard]] Done walkChain(const Ledger &ledger, const Head &after, Sequence last,
                             const std::function<void(const ChainPiece &)> &use,
                             const std::stop_token &cancel = {});

} // namespace countersign
