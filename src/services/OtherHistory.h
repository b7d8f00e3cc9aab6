// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger/Verify.h"
#include "services/Workspace.h"

namespace countersign {

[[nodiscard]] VerifyReport::Problem problemOf(const LedgerFinding &finding);

/// What verification says when the shared record does not continue what was seen here, as `alarm` says: the first event
/// that is lost or another one by now, and then the damage in what is served instead, which says how it came to be.
/// `served` is the shared record read by somebody who never saw it, or why it cannot be. Blocking; fetches.
[[nodiscard]] QList<VerifyReport::Problem> otherHistory(const State &seen, const Error &alarm,
                                                        const Result<std::unique_ptr<Ledger>> &served,
                                                        const std::stop_token &stop = {});

} // namespace countersign
