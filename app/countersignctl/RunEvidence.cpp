// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/EvalFiles.h"
#include "app/countersignctl/GateWords.h"
#include "app/countersignctl/Receipt.h"
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

/// A result file as it was read, with its bytes where the record can keep them.
struct RunFile
{
    evals::ResultFile results = {};
    QByteArray bytes = {};
};

Result<RunFile> readRunFile(const QString &path)
{
    Result<evals::ResultFile> results = evals::readResults(path);
    if (!results) {
        return std::unexpected(results.error());
    }
    RunFile read{.results = *std::move(results)};
    const QFileInfo info(path);
    if (!info.isFile() || info.size() > storedRunLimit) {
        return read;
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(ErrorCode::Unavailable, path, file.errorString());
    }
    read.bytes = file.read(storedRunLimit + 1);
    if (contentHash(read.bytes) != read.results.fileHash) {
        return failure(ErrorCode::Conflict, path, u"changed while it was read"_s);
    }
    return read;
}

QJsonObject runJson(const EventId &id, const RunRecorded &run)
{
    QJsonArray dimensions;
    for (const EvalDimension &dimension : run.dimensions) {
        dimensions.append(QJsonObject{{u"name"_s, dimension.name},
                                      {u"verdict"_s, toString(dimension.verdict)},
                                      {u"wins"_s, dimension.wins},
                                      {u"losses"_s, dimension.losses},
                                      {u"ties"_s, dimension.ties}});
    }
    return {{u"id"_s, id.toString()},
            {u"suite"_s, run.suite.value},
            {u"status"_s, toString(run.status)},
            {u"verdict"_s, toString(verdictOf(run))},
            {u"reason"_s, toString(run.reason)},
            {u"mixed"_s, run.mixed},
            {u"stored"_s, run.stored},
            {u"dimensions"_s, dimensions}};
}

QJsonArray suitesJson(const QList<SuiteStanding> &standings)
{
    QJsonArray suites;
    for (const SuiteStanding &standing : standings) {
        QJsonArray uncounted;
        for (const UncountedRun &one : standing.uncounted) {
            uncounted.append(QJsonObject{{u"run"_s, one.run.toString()}, {u"why"_s, toString(one.why)}});
        }
        QJsonObject suite{{u"suite"_s, standing.rule.suite.value},
                          {u"state"_s, suiteStateName(standing.state)}};
        if (!uncounted.isEmpty()) {
            suite.insert(u"uncounted"_s, uncounted);
        }
        suites.append(suite);
    }
    return suites;
}

/// What the gate makes of it, below the receipt.
void printSuites(Context &context, const WorkspaceView &view, const Change &change)
{
    if (context.out.isJson()) {
        return;
    }
    for (const SuiteStanding &standing : suiteStandings(view.state, change)) {
        context.out.line(u"  "_s + suiteWords(view, standing));
        for (const UncountedRun &one : standing.uncounted) {
            if (const EvalRun *run = change.run(one.run)) {
                context.out.line(u"    does not count: the run by %1, %2"_s.arg(
                    view.personName(run->stamp.actor), mismatchWords(one.why)));
            }
        }
    }
}

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

ExitStatus statusOf(EvalVerdict verdict)
{
    switch (verdict) {
    case EvalVerdict::Pass:
        return ExitStatus::Done;
    case EvalVerdict::Fail:
        return ExitStatus::Refused;
    case EvalVerdict::Inconclusive:
        return ExitStatus::CannotTell;
    }
    Q_UNREACHABLE_RETURN(ExitStatus::CannotTell);
}

} // namespace

Task<ExitStatus> runEvalRecord(Context &context)
{
    const QString act = u"no run of %1 was recorded"_s.arg(context.invocation.operand(0));
    const Result<SessionPointer> session = co_await openSession(context);
    if (!session) {
        co_return fail(context, act, session.error());
    }
    const Result<Change> change = (*session)->change(context.invocation.operand(0));
    if (!change) {
        co_return fail(context, act, change.error());
    }
    const Result<Artifact> suite = (*session)->artifact(context.value("suite"));
    if (!suite) {
        co_return fail(context, act, suite.error());
    }
    const QString path = context.invocation.operand(1);
    const auto readResult = [path] { return readRunFile(path); };
    const Result<RunFile> candidate = co_await elsewhere(readResult);
    if (!candidate) {
        context.out.notice(u"%1 %2"_s.arg(path, resultErrorWords(candidate.error())));
        co_return fail(context, act, candidate.error());
    }
    const State state = (*session)->state();
    RunBaseline baseline{.content = expectedBaseline(state, *change)};
    evals::ResultFile before;
    if (const QString given = context.value("baseline"); !given.isEmpty()) {
        const auto readBaseline = [given] { return readRunFile(given); };
        const Result<RunFile> read = co_await elsewhere(readBaseline);
        if (!read) {
            context.out.notice(u"%1 %2"_s.arg(given, resultErrorWords(read.error())));
            co_return fail(context, act, read.error());
        }
        before = read->results;
        baseline.file = &before;
    } else if (!baseline.content.isNull()) {
        const QString asked = candidate->results.columns.isEmpty()
                                  ? context.value("model")
                                  : candidate->results.columns.first().modelAsked;
        const std::optional<SuiteRule> rule = suiteRule(state, *change, suite->id, asked);
        const EvalRun *run = rule ? baselineRun(state, *rule, baseline.content) : nullptr;
        if (!run) {
            context.out.notice(u"the record keeps no run of what is live; give one with --baseline"_s);
        } else {
            const Result<QByteArray> bytes =
                co_await answerOf((*session)->workspace().content(run->data.file));
            if (!bytes) {
                co_return fail(context, act, bytes.error());
            }
            const auto readStored = [stored = *bytes] { return evals::readResults(stored, u"baseline"_s); };
            const Result<evals::ResultFile> read = co_await elsewhere(readStored);
            if (!read) {
                co_return fail(context, act, read.error());
            }
            before = *read;
            baseline.file = &before;
        }
    }
    const auto judging = [&] {
        return judgeRun(state, *change, suite->id, candidate->results, baseline, context.value("model"));
    };
    const Result<JudgedRun> judged = co_await elsewhere(judging);
    if (!judged) {
        co_return fail(context, act, judged.error());
    }
    const Result<WriteReceipt> receipt = co_await answerOf((*session)->workspace().recordRun(
        {.change = change->id, .data = judged->data, .file = candidate->bytes, .summary = judged->summary}));
    if (!receipt) {
        co_return fail(context, act, receipt.error());
    }
    const Change *now = (*session)->state().change(change->id);
    const EvalRun *run = now ? now->run(receipt->event) : nullptr;
    const RunRecorded recorded = run ? run->data : judged->data;
    const EvalVerdict verdict = verdictOf(recorded);
    printChangeReceipt(context, **session, u"run-recorded"_s,
                       u"Recorded a run of %1 over #%2: %3."_s.arg(suite->id.value)
                           .arg(change->number)
                           .arg(toString(verdict)),
                       *receipt, change->id,
                       {{u"run"_s, runJson(receipt->event, recorded)},
                        {u"suites"_s, suitesJson(now ? suiteStandings((*session)->state(), *now)
                                                     : QList<SuiteStanding>())}});
    if (now) {
        printSuites(context, *(*session)->view(), *now);
    }
    co_return statusOf(verdict);
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
