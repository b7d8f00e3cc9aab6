// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Fold.h"
#include "ledger/Ledger.h"

#include <functional>
#include <stop_token>

namespace countersign {

/// Some events of a record in their order, as they were read and as the fold takes them.
struct ChainPiece
{
    QList<Envelope> envelopes = {};
    QList<Placed> events = {}; ///< of each envelope
};

/// Gives `use` every event behind `after` up to the place `last`, piece by piece, after it was checked that each follows
/// the one before. While `use` has a piece, the next one is decoded on another thread; `use` is called, and the ledger
/// read, on the calling thread alone.
/// Fails: Corrupt where the chain does not hold, after `use` had what stands before; Canceled between two pieces; as
/// Ledger::readAfter().
[[nodiscard]] Done walkChain(const Ledger &ledger, const Head &after, Sequence last,
                             const std::function<void(const ChainPiece &)> &use, const std::stop_token &cancel = {});

} // namespace countersign
