// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/countersignctl/Definition.h"

namespace countersign::ctl {

/// Every command, in the order in which help shows them.
[[nodiscard]] QList<Command> commands();

// The parts of commands().
[[nodiscard]] QList<Command> readingCommands();
[[nodiscard]] QList<Command> comparingCommands();
[[nodiscard]] QList<Command> writingCommands();
[[nodiscard]] QList<Command> gatingCommands();
[[nodiscard]] QList<Command> signOffCommands();
[[nodiscard]] QList<Command> evalCommands();
[[nodiscard]] QList<Command> evidenceCommands();
[[nodiscard]] QList<Command> careCommands();
[[nodiscard]] QList<Command> registryCommands();
[[nodiscard]] QList<Command> serviceCommands();

[[nodiscard]] Operand artifactOperand();
/// What recording a run, accepting a result and grading a case print.
[[nodiscard]] QList<JsonField> evidenceReceipt();
/// Fields of a finding at `path`: "findings[]".
[[nodiscard]] QList<JsonField> findingFields(const QString &path, bool withPlace);

} // namespace countersign::ctl
