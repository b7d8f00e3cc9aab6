// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Run.h"

#include "app/countersignctl/Help.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

Task<ExitStatus> runHelp(Context &context)
{
    const QString word = context.invocation.operands.join(u' ');
    switch (context.invocation.command->id) {
    case CommandId::Completion:
        context.out.verbatim(completion(context.program, word));
        co_return ExitStatus::Done;
    case CommandId::Man:
        context.out.verbatim(context.has("markdown") ? markdown(context.program) : manPage(context.program));
        co_return ExitStatus::Done;
    default:
        break;
    }
    if (context.out.isJson()) {
        context.out.json(helpJson(context.program));
        co_return ExitStatus::Done;
    }
    const Command *command = context.program.command(word);
    if (const QStringList parts = context.program.within(word); !word.isEmpty() && !command && !parts.isEmpty()) {
        for (const QString &part : parts) {
            context.out.verbatim(commandHelp(context.program, *context.program.command(word + u' ' + part)));
        }
        co_return ExitStatus::Done;
    }
    if (!word.isEmpty() && !command) {
        co_return context.out.fail(ExitStatus::Misuse, u"unknown command '%1'"_s.arg(word), u"misuse"_s);
    }
    context.out.verbatim(command ? commandHelp(context.program, *command) : programHelp(context.program));
    co_return ExitStatus::Done;
}

Task<ExitStatus> run(Context &context)
{
    switch (context.invocation.command->id) {
    case CommandId::Init:
        return runInit(context);
    case CommandId::Status:
        return runStatus(context);
    case CommandId::Prompts:
        return runPrompts(context);
    case CommandId::Log:
        return runLog(context);
    case CommandId::Show:
        return runShow(context);
    case CommandId::Propose:
        return runPropose(context);
    case CommandId::Note:
        return runNote(context);
    case CommandId::Approve:
    case CommandId::RequestChanges:
        return runReview(context);
    case CommandId::Accept:
        return runAccept(context);
    case CommandId::Comment:
        return runComment(context);
    case CommandId::Withdraw:
        return runWithdraw(context);
    case CommandId::Raise:
        return runRaise(context);
    case CommandId::Lower:
    case CommandId::Reviewer:
    case CommandId::Clear:
    case CommandId::Override:
    case CommandId::Emergency:
        return runSignOff(context);
    case CommandId::Opinion:
        return runOpinion(context);
    case CommandId::Delegate:
        return runDelegate(context);
    case CommandId::Enforce:
        return runEnforce(context);
    case CommandId::Adopt:
        return runAdopt(context);
    case CommandId::Restore:
        return runRestore(context);
    case CommandId::Release:
        return runRelease(context);
    case CommandId::Rollback:
        return runRollback(context);
    case CommandId::Resolve:
        return runResolve(context);
    case CommandId::State:
        return runState(context);
    case CommandId::Verify:
        return runVerify(context);
    case CommandId::Doctor:
        return runDoctor(context);
    case CommandId::Redo:
    case CommandId::Drop:
        return runPending(context);
    case CommandId::Export:
        return runExport(context);
    case CommandId::Diff:
        return runDiff(context);
    case CommandId::Classify:
        return runClassify(context);
    case CommandId::Check:
        return runCheck(context);
    case CommandId::Policy:
        return runPolicy(context);
    case CommandId::Hook:
        return runHook(context);
    case CommandId::EvalRun:
        return runEvalRun(context);
    case CommandId::EvalHarness:
        return runEvalHarness(context);
    case CommandId::EvalImport:
        return runEvalImport(context);
    case CommandId::EvalCompare:
        return runEvalCompare(context);
    case CommandId::EvalBisect:
        return runEvalBisect(context);
    case CommandId::EvalExport:
        return runEvalExport(context);
    case CommandId::EvalView:
        return runEvalView(context);
    case CommandId::EvalRecord:
        return runEvalRecord(context);
    case CommandId::EvalAccept:
        return runEvalAccept(context);
    case CommandId::EvalGrade:
        return runEvalGrade(context);
    case CommandId::RegistryInit:
    case CommandId::RegistryUpgrade:
    case CommandId::RegistryAdmit:
        return runRegistry(context);
    case CommandId::ServiceAdd:
    case CommandId::ServiceList:
    case CommandId::ServiceForget:
        return runServices(context);
    case CommandId::ServicePrompts:
    case CommandId::ServiceShow:
    case CommandId::ServiceCompare:
    case CommandId::ServiceAdopt:
    case CommandId::ServicePublish:
        return runServed(context);
    case CommandId::Copy:
        return runCopy(context);
    case CommandId::Mirror:
        return runMirror(context);
    case CommandId::Completion:
    case CommandId::Man:
    case CommandId::Help:
        return runHelp(context);
    }
    Q_UNREACHABLE_RETURN(runHelp(context));
}

} // namespace countersign::ctl
