// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger/Import.h"

#include <functional>

namespace countersign {

struct CopiedLedger
{
    Sequence found = 0;        ///< events that stood in the target before
    Head head = {};            ///< of both now
    QByteArray stateHash = {}; ///< of what both say, as State::hash()
};

/// Brings every event that `from` knows into `to`, with its texts and contents, under the very links it had, so that
/// signatures and what people have seen stay valid; the readable tree is made anew. What stands in `to` must be where
/// `from` began: a copy that was cut off goes on there. At the end both are read and must say the same.
///
/// Blocking; both are used from this thread. `progress` hears how many events stand in the target.
/// Fails: Conflict (the target goes another way, or somebody wrote to it meanwhile); NotFound when `from` is empty or a content is
/// missing; Corrupt; as ImportTarget::import() and Ledger::fetch(); Canceled, which leaves what was copied.
[[nodiscard]] Result<CopiedLedger>
copyLedger(Ledger &from, Ledger &to, ImportTarget &target, const std::stop_token &cancel = {},
           const std::function<void(Sequence done, Sequence all)> &progress = {});

} // namespace countersign
