// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/EvalFiles.h"
#include "app/countersignctl/GateWords.h"
#include "app/countersignctl/Receipt.h"
#include "app/countersignctl/Recording.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Words.h"
#include "base/Hash.h"
#include "evals/CaseKey.h"
#include "services/RunJudging.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

/// The run that counts for the suite that --suite names, or for the only one.
Result<EventId> countingRun(const Context &context, const State &state, const Change &change)
{
    const QString suite = context.value("suite");
    EventId found;
    int candidates = 0;
    for (const SuiteStanding &standing : suiteStandings(state, change)) {
        if (!standing.run.isNull() && (suite.isEmpty() || standing.rule.suite.value == suite)) {
            found = standing.run;
            ++candidates;
        }
    }
    if (candidates > 1) {
        return failure(ErrorCode::Invalid, u"--suite"_s, u"several suites have a run: say which"_s);
    }
    if (candidates == 0) {
        return failure(ErrorCode::NotFound, u"a run that counts"_s);
    }
    return found;
}

} // namespace

Task<ExitStatus> runEvalRecord(Context &context)
{
    Recording recording;
    Task<ExitStatus> opening = openRecording(context, context.invocation.operand(0), recording);
    if (const ExitStatus opened = co_await opening; opened != ExitStatus::Done) {
        co_return opened;
    }
    const QString path = context.invocation.operand(1);
    const auto reading = [path] { return readRunFileNow(path); };
    const Result<RunFile> candidate = co_await elsewhere(reading);
    if (!candidate) {
        context.out.notice(u"%1 %2"_s.arg(path, resultErrorWords(candidate.error())));
        co_return fail(context, u"no run of %1 was recorded"_s.arg(context.invocation.operand(0)), candidate.error());
    }
    Task<ExitStatus> writing = record(context, recording, *candidate);
    co_return co_await writing;
}

Task<ExitStatus> runEvalAccept(Context &context)
{
    const QString act = u"no result of %1 was accepted"_s.arg(context.invocation.operand(0));
    const Result<SessionPointer> session = co_await openSession(context);
    if (!session) {
        co_return fail(context, act, session.error());
    }
    const Result<Change> change = (*session)->change(context.invocation.operand(0));
    if (!change) {
        co_return fail(context, act, change.error());
    }
    const Result<EventId> run = countingRun(context, (*session)->state(), *change);
    if (!run) {
        co_return fail(context, act, run.error());
    }
    const Result<WriteReceipt> receipt = co_await answerOf(
        (*session)->workspace().signOff(change->id, ResultAccepted{.run = *run}, context.value("reason")));
    if (!receipt) {
        co_return fail(context, act, receipt.error());
    }
    const Change *now = (*session)->state().change(change->id);
    printChangeReceipt(context, **session, u"result-accepted"_s,
                       u"Accepted the result of #%1."_s.arg(change->number), *receipt, change->id,
                       {{u"suites"_s, suitesJson(now ? suiteStandings((*session)->state(), *now)
                                                     : QList<SuiteStanding>())}});
    co_return ExitStatus::Done;
}

Task<ExitStatus> runEvalGrade(Context &context)
{
    const QString act = u"no case of %1 was graded"_s.arg(context.invocation.operand(0));
    const Result<SessionPointer> session = co_await openSession(context);
    if (!session) {
        co_return fail(context, act, session.error());
    }
    const Result<Change> change = (*session)->change(context.invocation.operand(0));
    if (!change) {
        co_return fail(context, act, change.error());
    }
    const Result<EventId> run = countingRun(context, (*session)->state(), *change);
    if (!run) {
        co_return fail(context, act, run.error());
    }
    const QString name = context.invocation.operand(1);
    ContentHash key = evals::caseKey({.id = name});
    if (const RunRecorded &data = change->run(*run)->data; data.stored) {
        // A name that is not in the file would grade nothing.
        const Result<QByteArray> bytes = co_await answerOf((*session)->workspace().content(data.file));
        if (!bytes) {
            co_return fail(context, act, bytes.error());
        }
        const auto readStored = [stored = *bytes] { return evals::readResults(stored, u"run"_s); };
        const Result<evals::ResultFile> read = co_await elsewhere(readStored);
        if (!read) {
            co_return fail(context, act, read.error());
        }
        const auto known =
            std::find_if(read->cases.cbegin(), read->cases.cend(), [&](const evals::Case &one) {
                return one.id == name || toString(evals::caseKey(one)) == name;
            });
        if (known == read->cases.cend()) {
            const Error error{.code = ErrorCode::NotFound, .subject = u"the case "_s + name};
            co_return fail(context, act, error);
        }
        key = evals::caseKey(*known);
    }
    const CaseGrade grade = caseGradeFromString(context.invocation.operand(2)).value_or(CaseGrade::Automatic);
    const Result<WriteReceipt> receipt =
        co_await answerOf((*session)->workspace().gradeCase({.change = change->id,
                                                             .run = *run,
                                                             .caseKey = key,
                                                             .caseName = name,
                                                             .grade = grade,
                                                             .reason = context.value("reason")}));
    if (!receipt) {
        co_return fail(context, act, receipt.error());
    }
    printChangeReceipt(context, **session, u"case-graded"_s,
                       u"Graded %1 of #%2: %3."_s.arg(name).arg(change->number).arg(toString(grade)),
                       *receipt, change->id);
    co_return ExitStatus::Done;
}

} // namespace countersign::ctl
