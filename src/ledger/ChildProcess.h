// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QStringList>

#include <stop_token>

namespace countersign {

/// What one child process is to do. Its standard input is empty; it gets a process group of its own.
struct ChildCommand
{
    QString program = {};          ///< looked up in PATH when it has no slash
    QStringList arguments = {};
    QString directory = {};        ///< empty: the current one
    QStringList environment = {};  ///< "NAME=value" on top of the parent's; "NAME" alone unsets
    int deadlineMs = 30'000;
    qint64 outputLimit = 16 * 1024 * 1024; ///< more than this ends the child
};

struct ChildOutcome
{
    int status = 0;                ///< exit status, or 128 + signal
    QByteArray output = {};
    QByteArray errors = {};        ///< the last 64 KiB of standard error
    [[nodiscard]] bool succeeded() const { return status == 0; }
    /// The words of standard error as one plain text without control characters, cut to what a person reads.
    [[nodiscard]] QString words() const;
};

/// Runs a command to its end. Blocking, any thread. The whole process group is killed at the deadline, on cancel, and
/// when it prints too much. Fails: NotFound (no such program), Unavailable (deadline, limit), Canceled.
[[nodiscard]] Result<ChildOutcome> runChild(const ChildCommand &command, const std::stop_token &cancel = {});

} // namespace countersign
