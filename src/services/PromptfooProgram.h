// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/HandOver.h"

#include <QFuture>

#include <stop_token>

namespace countersign {

/// promptfoo's program, for the assertions that are code.
struct PromptfooProgram
{
    QString program = {}; ///< a path, or a name that is looked up in PATH
    QString folder = {};  ///< the suite's, absolute
    int deadlineMs = 600'000;
    QStringList withheld = {}; ///< variables of the environment that the code does not get: where keys are
};

/// Lets promptfoo make them, offline as far as promptfoo goes. What the code itself does is the person's responsibility, who
/// asked for it. Fails: NotFound (no such program), Unavailable (deadline, no result), Canceled. On a thread of the global pool.
[[nodiscard]] QFuture<Result<QList<evals::AssertionResult>>>
madeByPromptfoo(const PromptfooProgram &promptfoo, const QList<evals::HandedOver> &all,
                const std::stop_token &stop);

} // namespace countersign
