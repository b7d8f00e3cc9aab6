// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

namespace countersign::ctl {

/// What the program says to whoever called it. Numbers are part of the interface.
enum class ExitStatus {
    Done = 0,
    Different = 1, ///< only where a caller asked to be told
    Misuse = 2,  ///< the command line or an input file cannot be accepted
    Refused = 3, ///< a rule of the policy says no, or things moved on since they were read
    CannotTell =
        4, ///< there is no trustworthy answer: not there, damaged, newer, or an outcome that is not known
    Unreachable = 5, ///< the shared record or this machine's disk cannot be reached or written
};

[[nodiscard]] ExitStatus exitStatusOf(const Error &error);

} // namespace countersign::ctl
