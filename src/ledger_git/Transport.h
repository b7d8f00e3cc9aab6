// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "ledger/ChildProcess.h"

namespace countersign::git {

/// What a push of one reference came to.
enum class PushOutcome {
    Accepted,
    LostRace,      ///< the reference is not where it was expected
    NotPermitted,  ///< a hook, a protected branch, or no right to write
    NoSpace,
    Locked,        ///< a lock file stands in the way on the other side
    Unreachable,   ///< nothing was sent
    Unknown,
};

struct PushAnswer
{
    PushOutcome outcome = PushOutcome::Unknown;
    QString words = {};
};

/// What `git push --porcelain` said. Pure; only what certainly was refused is called refused.
[[nodiscard]] PushAnswer readPushAnswer(const QString &reference, const ChildOutcome &outcome);

/// Runs `git` in a bare clone of ours. Neither hooks nor other programs named by a repository run; credential helpers
/// and the person's SSH configuration work; nothing asks on a terminal.
[[nodiscard]] Result<ChildOutcome> run(const QString &clone, const QStringList &arguments, int deadlineMs,
                                       const std::stop_token &cancel = {});

/// Brings `from` of the remote to `to` of the clone, wherever `to` was. Fails: NotFound (no such reference there),
/// Unavailable, NotPermitted, NoSpace, Canceled.
[[nodiscard]] Done fetch(const QString &clone, const QString &remote, const QString &from, const QString &to,
                         int deadlineMs, const std::stop_token &cancel);

/// Moves `reference` of the remote from exactly `expected` (empty: it must not exist) to `commit`, a descendant.
/// Fails: Canceled and Unavailable only when nothing was started.
[[nodiscard]] PushAnswer push(const QString &clone, const QString &remote, const QString &reference,
                              const QByteArray &expected, const QByteArray &commit, int deadlineMs,
                              const std::stop_token &cancel);

/// The folder of a remote that is a path or file URL on this computer; empty for any other.
[[nodiscard]] QString localPath(const QString &remote);

} // namespace countersign::git
