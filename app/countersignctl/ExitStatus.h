// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

namespace countersign::ctl {

/// What the program says to whoever called it. Numbers are part of the interface.
enum class ExitStatus {
    Done = 0,
    Different = 1, ///< only where a caller asked to be told
    Misuse = 2,    ///< the command line or an input file cannot be accepted
    /// a rule of the policy says no, things moved on since they were read, or the verdict of an eval is fail
    Refused = 3,
    /// there is no trustworthy answer: not there, damaged, newer, an outcome that is not known, or an eval that cannot
    /// tell
    CannotTell = 4,
    Unreachable = 5, ///< the shared record or this machine's disk cannot be reached or written
};

[[nodiscard]] ExitStatus exitStatusOf(const Error &error);

} // namespace countersign::ctl
