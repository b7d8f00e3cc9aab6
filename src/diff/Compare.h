// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Comparison.h"

#include <functional>

namespace countersign::prompt {
struct Document;
}

namespace countersign::diff {

struct Options
{
    int contextRows = 0;  ///< rows alike that stay visible beside a change
    int shortestFold = 3; ///< fewer rows than this are not folded
    bool entries = true;  ///< also make the instruction diff
};

/// Asked about every 10 ms of work; true ends the comparison early with `complete == false`.
using Canceled = std::function<bool()>;

/// Compares two versions of one prompt. Pure: no locale, clock, file or global state, the same answer on
/// every machine. Total: any two documents compare. May run on any thread.
Comparison compare(const prompt::Document &left, const prompt::Document &right, const Options &options = {},
                   const Canceled &canceled = {});

/// The same for two plain texts: one message, no settings.
Comparison compareTexts(const QString &left, const QString &right, const Options &options = {},
                        const Canceled &canceled = {});

} // namespace countersign::diff
