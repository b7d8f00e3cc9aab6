// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/Theme.h"
#include "ui/start/WorkspaceOpener.h"

#include <expected>

namespace countersign {

/// What the command line of `countersign` asks for.
struct Options
{
    std::optional<OpenRequest> open = {};
    std::optional<SchemeChoice> scheme = {}; ///< for this run only
    std::optional<QStringList> results = {}; ///< eval results to look at, without a workspace; may be none yet
    QString play = {};                       ///< folder for the pictures of the main job; empty: do not play
    friend bool operator==(const Options &, const Options &) = default;
};

/// What to print instead of going on: help, version, or what was wrong.
struct OptionsEnd
{
    QString text = {};
    int status = 0; ///< 0 help and version, 2 misuse
    friend bool operator==(const OptionsEnd &, const OptionsEnd &) = default;
};

[[nodiscard]] std::expected<Options, OptionsEnd> readOptions(const QStringList &arguments);

} // namespace countersign
