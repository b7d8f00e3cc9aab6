// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Comparison.h"
#include "lanes/SentenceRules.h"

namespace countersign::lanes {

/// What the rules say of one setting that is not the same.
Judgement judge(const diff::SettingDifference &setting);

/// Whether one list of tools is the other under new names: as many entries, each with a partner of the same last name.
/// A scope is no name: `read:x` to `write:x` is another permission.
bool isRenamedOneForOne(const QStringList &before, const QStringList &after);

} // namespace countersign::lanes
