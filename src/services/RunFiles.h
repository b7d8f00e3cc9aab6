// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "evals/Read.h"
#include "services/RunJudging.h"
#include "services/WorkspaceView.h"

#include <QFuture>

#include <memory>

namespace countersign {

/// A result file that somebody wants to record: as it was read, with its bytes where the record can keep them.
struct RunFile
{
    std::shared_ptr<const evals::ResultFile> results = {}; ///< never null
    QByteArray bytes = {}; ///< empty over storedRunLimit, and for a folder: then only the hash is recorded

    friend bool operator==(const RunFile &, const RunFile &) = default;
};

/// Reads it away from the calling thread; canceling the future stops reading. Fails: as readResults(), Canceled, and
/// Conflict for a file that changed while it was read.
[[nodiscard]] QFuture<Result<RunFile>> readRunFile(const QString &path, const evals::ReadOptions &options = {});

/// The same on the calling thread; blocks.
[[nodiscard]] Result<RunFile> readRunFileNow(const QString &path, const evals::ReadOptions &options = {});

/// A run of our own runner as the record keeps it: its file as promptfoo's JSON, and what stands in that, with the tool,
/// the model that answered and the hash of the prompt as they were. Takes as long as writing it: off the window's thread.
/// Fails: Refused (a run that is not complete).
[[nodiscard]] Result<RunFile> asRunFile(const evals::ResultFile &run);

/// judgeRun() away from the calling thread, of the change as `view` has it. `baseline`: the file of the run that it is
/// held against; null: there is none. Fails also with NotFound for a change that is not there, and Canceled.
[[nodiscard]] QFuture<Result<JudgedRun>> judgeAside(const ViewPointer &view, const ChangeId &change,
                                                    const ArtifactId &suite, const RunFile &candidate,
                                                    const std::shared_ptr<const evals::ResultFile> &baseline,
                                                    const QString &model);

} // namespace countersign
