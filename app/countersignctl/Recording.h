// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/countersignctl/Run.h"
#include "services/RunFiles.h"

#include <QJsonArray>

namespace countersign::ctl {

/// Where a run is going to be recorded: a workspace that is open, a change and a suite of it.
struct Recording
{
    SessionPointer session = {}; ///< null: nowhere
    Change change = {};
    Artifact suite = {};
};

/// Opens the workspace and finds `change` and the suite that --suite names. Done, or what was said of the failure.
[[nodiscard]] Task<ExitStatus> openRecording(Context &context, QString change, Recording &into);

/// Judges `candidate` against what --baseline names, else against what the record keeps of what is live, writes it, and
/// says what the gate makes of it. 0 pass, 3 fail, 4 inconclusive.
[[nodiscard]] Task<ExitStatus> record(Context &context, Recording &recording, RunFile candidate);

/// How a change stands with its suites, for the receipts of --json.
[[nodiscard]] QJsonArray suitesJson(const QList<SuiteStanding> &standings);

} // namespace countersign::ctl
