// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/countersignctl/Session.h"

namespace countersign::ctl {

// What the commands do, each in the file that is named after it.
[[nodiscard]] Task<ExitStatus> runInit(Context &context);
[[nodiscard]] Task<ExitStatus> runStatus(Context &context);
[[nodiscard]] Task<ExitStatus> runPrompts(Context &context);
[[nodiscard]] Task<ExitStatus> runLog(Context &context);
[[nodiscard]] Task<ExitStatus> runShow(Context &context);
[[nodiscard]] Task<ExitStatus> runPropose(Context &context);
[[nodiscard]] Task<ExitStatus> runNote(Context &context);
[[nodiscard]] Task<ExitStatus> runReview(Context &context); ///< approve and request-changes
[[nodiscard]] Task<ExitStatus> runAccept(Context &context);
[[nodiscard]] Task<ExitStatus> runComment(Context &context);
[[nodiscard]] Task<ExitStatus> runWithdraw(Context &context);
[[nodiscard]] Task<ExitStatus> runRaise(Context &context);
[[nodiscard]] Task<ExitStatus> runSignOff(Context &context); ///< lower, reviewer, clear, override, emergency
[[nodiscard]] Task<ExitStatus> runOpinion(Context &context);
[[nodiscard]] Task<ExitStatus> runDelegate(Context &context);
[[nodiscard]] Task<ExitStatus> runEnforce(Context &context);
[[nodiscard]] Task<ExitStatus> runAdopt(Context &context);
/// Sends a draft that was made of a text from elsewhere, with the note that the options give it, and drops it when it
/// cannot be sent. `act` says that it was not adopted, `words` that it was; `title` is for a draft without one.
[[nodiscard]] Task<ExitStatus> sendAdopted(Context &context, Session &session, Draft draft, QString title, QString act,
                                           QString words);
[[nodiscard]] Task<ExitStatus> runRestore(Context &context);
[[nodiscard]] Task<ExitStatus> runRelease(Context &context);
[[nodiscard]] Task<ExitStatus> runRollback(Context &context);
[[nodiscard]] Task<ExitStatus> runResolve(Context &context);
[[nodiscard]] Task<ExitStatus> runState(Context &context);
[[nodiscard]] Task<ExitStatus> runVerify(Context &context);
[[nodiscard]] Task<ExitStatus> runDoctor(Context &context);
[[nodiscard]] Task<ExitStatus> runPending(Context &context); ///< redo and drop
[[nodiscard]] Task<ExitStatus> runExport(Context &context);
[[nodiscard]] Task<ExitStatus> runDiff(Context &context);
[[nodiscard]] Task<ExitStatus> runClassify(Context &context);
[[nodiscard]] Task<ExitStatus> runCheck(Context &context);
[[nodiscard]] Task<ExitStatus> runPolicy(Context &context);
[[nodiscard]] Task<ExitStatus> runHook(Context &context);
[[nodiscard]] Task<ExitStatus> runEvalRun(Context &context);
[[nodiscard]] Task<ExitStatus> runEvalHarness(Context &context);
[[nodiscard]] Task<ExitStatus> runEvalImport(Context &context);
[[nodiscard]] Task<ExitStatus> runEvalCompare(Context &context);
[[nodiscard]] Task<ExitStatus> runEvalBisect(Context &context);
[[nodiscard]] Task<ExitStatus> runEvalExport(Context &context);
[[nodiscard]] Task<ExitStatus> runEvalView(Context &context);
[[nodiscard]] Task<ExitStatus> runEvalRecord(Context &context);
[[nodiscard]] Task<ExitStatus> runEvalAccept(Context &context);
[[nodiscard]] Task<ExitStatus> runEvalGrade(Context &context);
[[nodiscard]] Task<ExitStatus> runRegistry(Context &context); ///< registry init, upgrade and admit
[[nodiscard]] Task<ExitStatus> runCopy(Context &context);
[[nodiscard]] Task<ExitStatus> runMirror(Context &context);
[[nodiscard]] Task<ExitStatus> runServices(Context &context); ///< service add, list, forget
[[nodiscard]] Task<ExitStatus> runServed(Context &context);   ///< service prompts, show, compare, adopt, publish
[[nodiscard]] Task<ExitStatus> runHelp(Context &context); ///< help, man and completion

/// The command that was asked for.
[[nodiscard]] Task<ExitStatus> run(Context &context);

} // namespace countersign::ctl
