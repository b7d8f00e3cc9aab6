// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Comparison.h"
#include "lanes/SentenceRules.h"

namespace countersign::lanes {

/// What the rules say of one setting that is not the same. `handsOver`: some setting of the file sends work to a person.
Judgement judge(const diff::SettingDifference &setting, bool handsOver);

/// Whether a value stands for somebody instead of a program: "human", "supervisor".
bool namesAPerson(const QString &value);

/// Whether one list of tools is the other under new names: as many entries, each with a partner of the same last name.
/// A scope is no name: `read:x` to `write:x` is another permission.
bool isRenamedOneForOne(const QStringList &before, const QStringList &after);

} // namespace countersign::lanes
