// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/RunFiles.h"

#include <stop_token>

namespace countersign {

/// A command of somebody's own that evaluates a text and leaves a result file. It runs in the shell with the rights of
/// whoever starts it, so it is started only for a person who read this very line and said so.
struct Harness
{
    struct Text
    {
        QString name = {}; ///< of the file that it becomes, without a folder
        QByteArray bytes = {};
    };
    QString line = {};      ///< for /bin/sh
    QString directory = {}; ///< where it runs; empty: the current one
    Text candidate = {};
    std::optional<Text> live = {};
    QString keep = {};      ///< where the result file is copied to; empty: nowhere
    int deadlineMs = 3'600'000;
    evals::ReadOptions reading = {};
};

struct HarnessRun
{
    int status = 0;     ///< of the command
    QString words = {}; ///< of its standard error, bounded
    RunFile file = {};
};

/// Gives the command copies of the texts and a place for its result in its environment: COUNTERSIGN_CANDIDATE,
/// COUNTERSIGN_LIVE when there is one, and COUNTERSIGN_RESULT. What it leaves there, or as the only thing beside it, is
/// read. A command that ends badly and leaves a result is read too: its status is told. Blocks.
/// Fails: Canceled, Unavailable (deadline), NotFound or Invalid (no result that can be read; `detail` has the command's
/// status and words), NoSpace, NotPermitted.
[[nodiscard]] Result<HarnessRun> runHarness(const Harness &harness, const std::stop_token &stop);

} // namespace countersign
