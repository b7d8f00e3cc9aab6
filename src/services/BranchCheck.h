// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Requirements.h"
#include "services/Standing.h"
#include "services/WorkspaceView.h"

#include <functional>

namespace countersign {

/// A file that differs between two commits, with its bytes. A null array: there is no such file.
struct BranchFile
{
    QString path = {};
    QByteArray before = {};
    QByteArray after = {};
};

/// What a branch does to one governed file, and whether the record allows it.
struct CheckedFile
{
    QString path = {};
    ArtifactId artifact = {};
    ArtifactKind kind = ArtifactKind::Prompt;
    ContentHash before = {};
    ContentHash after = {};
    FileStanding standing = {};
    Lane lane = Lane::Low; ///< of this difference, by the rules of this program and the policy
    QList<FindingRecord> findings = {};
    bool complete = true; ///< whether the difference could be analysed to its end
    int line = 1;         ///< of the highest finding in the new text, from 1
    /// What the change that has these bytes needs to be accepted; where there is none, what a change of this file by
    /// somebody unknown would need. Empty for an accepted version, which needs nothing more.
    QList<Requirement> requirements = {};
    bool met = false;
};

/// Makes ready what the first check in a process would wait for. Pure; any thread, beside anything else.
void prepareChecks();

/// Classifies one file and looks it up. Pure; any thread, several at a time. `consumers`: how many other prompts include
/// it.
[[nodiscard]] CheckedFile checkFile(const State &state, const Standings &standings,
                                    const GovernedFile &governed, const BranchFile &file, int consumers);

} // namespace countersign
