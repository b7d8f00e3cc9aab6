// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Recording.h"

#include "app/countersignctl/EvalFiles.h"
#include "app/countersignctl/GateWords.h"
#include "app/countersignctl/Receipt.h"
#include "services/RunJudging.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

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

QString actOf(const QString &change)
{
    return u"no run of %1 was recorded"_s.arg(change);
}

} // namespace

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

Task<ExitStatus> openRecording(Context &context, QString change, Recording &into)
{
    Result<SessionPointer> session = co_await openSession(context);
    if (!session) {
        co_return fail(context, actOf(change), session.error());
    }
    const Result<Change> found = (*session)->change(change);
    if (!found) {
        co_return fail(context, actOf(change), found.error());
    }
    const Result<Artifact> suite = (*session)->artifact(context.value("suite"));
    if (!suite) {
        co_return fail(context, actOf(change), suite.error());
    }
    into = {.session = *std::move(session), .change = *found, .suite = *suite};
    co_return ExitStatus::Done;
}

Task<ExitStatus> record(Context &context, Recording &recording, RunFile candidate)
{
    const QString act = actOf(u"#%1"_s.arg(recording.change.number));
    const State state = recording.session->state();
    RunBaseline baseline{.content = expectedBaseline(state, recording.change)};
    evals::ResultFile before;
    if (const QString given = context.value("baseline"); !given.isEmpty()) {
        const auto readBaseline = [given] { return readRunFileNow(given); };
        const Result<RunFile> read = co_await elsewhere(readBaseline);
        if (!read) {
            context.out.notice(u"%1 %2"_s.arg(given, resultErrorWords(read.error())));
            co_return fail(context, act, read.error());
        }
        before = *read->results;
        baseline.file = &before;
    } else if (!baseline.content.isNull()) {
        const QString asked = candidate.results->columns.isEmpty()
                                  ? context.value("model")
                                  : candidate.results->columns.first().modelAsked;
        const std::optional<SuiteRule> rule = suiteRule(state, recording.change, recording.suite.id, asked);
        const EvalRun *run = rule ? baselineRun(state, *rule, baseline.content) : nullptr;
        if (!run) {
            context.out.notice(u"the record keeps no run of what is live; give one with --baseline"_s);
        } else {
            const Result<QByteArray> bytes =
                co_await answerOf(recording.session->workspace().content(run->data.file));
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
        return judgeRun(state, recording.change, recording.suite.id, *candidate.results, baseline, context.value("model"));
    };
    const Result<JudgedRun> judged = co_await elsewhere(judging);
    if (!judged) {
        co_return fail(context, act, judged.error());
    }
    const Result<WriteReceipt> receipt = co_await answerOf(recording.session->workspace().recordRun(
        {.change = recording.change.id, .data = judged->data, .file = candidate.bytes, .summary = judged->summary}));
    if (!receipt) {
        co_return fail(context, act, receipt.error());
    }
    const Change *now = recording.session->state().change(recording.change.id);
    const EvalRun *run = now ? now->run(receipt->event) : nullptr;
    const RunRecorded recorded = run ? run->data : judged->data;
    const EvalVerdict verdict = verdictOf(recorded);
    printChangeReceipt(context, *recording.session, u"run-recorded"_s,
                       u"Recorded a run of %1 over #%2: %3."_s.arg(recording.suite.id.value)
                           .arg(recording.change.number)
                           .arg(toString(verdict)),
                       *receipt, recording.change.id,
                       {{u"run"_s, runJson(receipt->event, recorded)},
                        {u"suites"_s, suitesJson(now ? suiteStandings(recording.session->state(), *now)
                                                     : QList<SuiteStanding>())}});
    if (now) {
        printSuites(context, *recording.session->view(), *now);
    }
    co_return statusOf(verdict);
}

} // namespace countersign::ctl
