// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/EvalFiles.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Recording.h"
#include "prompt/Document.h"
#include "services/Harness.h"

#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

using evals::Outcome;

/// The text of a file, for a copy of it.
Result<Harness::Text> textOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > prompt::maximumFileBytes) {
        return failure(ErrorCode::NotFound, path, file.errorString());
    }
    return Harness::Text{.name = QFileInfo(path).fileName(), .bytes = file.readAll()};
}

/// What is run, and its texts as they are now.
Result<HarnessRun> runOver(Harness harness, const QString &candidate, const QString &live,
                           const std::stop_token &stop)
{
    const Result<Harness::Text> text = textOf(candidate);
    const Result<Harness::Text> before = live.isEmpty() ? Harness::Text() : textOf(live);
    if (!text || !before) {
        return std::unexpected(text ? before.error() : text.error());
    }
    harness.candidate = *text;
    if (!live.isEmpty()) {
        harness.live = *before;
    }
    return runHarness(harness, stop);
}

/// Complete, and nothing in it failed or could not be judged; a command that ended badly is no pass either.
ExitStatus statusOf(const HarnessRun &run)
{
    bool failed = false;
    bool passed = false;
    bool open = run.file.results->status != evals::RunStatus::Complete;
    for (const evals::Answer &answer : run.file.results->answers) {
        failed |= answer.outcome == Outcome::Fail;
        passed |= answer.outcome == Outcome::Pass;
        open |= answer.outcome == Outcome::Error;
    }
    if (open || (!failed && (!passed || run.status != 0))) {
        return ExitStatus::CannotTell;
    }
    return failed ? ExitStatus::Refused : ExitStatus::Done;
}

} // namespace

Task<ExitStatus> runEvalHarness(Context &context)
{
    const QString act = u"the command was not run to its end"_s;
    const auto reading = readOptions(context);
    if (!reading) {
        co_return misuse(context, reading.error());
    }
    constexpr int longestSeconds = 86'400;
    bool isNumber = true;
    const int seconds = context.has("timeout") ? context.value("timeout").toInt(&isNumber) : 3'600;
    if (!isNumber || seconds < 1 || seconds > longestSeconds) {
        co_return misuse(context, u"--timeout is 1 to 86400"_s);
    }
    const Harness harness{.line = context.has("command") ? context.value("command")
                                                         : qEnvironmentVariable("COUNTERSIGN_HARNESS"),
                          .keep = context.value("output"),
                          .deadlineMs = seconds * 1000,
                          .reading = *reading};
    if (harness.line.trimmed().isEmpty()) {
        co_return misuse(context, u"give your command with --command or in COUNTERSIGN_HARNESS"_s);
    }
    if (context.has("record") != context.has("suite")) {
        co_return misuse(context, u"--record and --suite belong together: over what, and of which suite"_s);
    }
    // What would be refused afterwards is said before a long command runs.
    Recording recording;
    if (context.has("record")) {
        Task<ExitStatus> opening = openRecording(context, context.value("record"), recording);
        if (const ExitStatus opened = co_await opening; opened != ExitStatus::Done) {
            co_return opened;
        }
    }
    const auto work = [harness, candidate = context.invocation.operand(0), live = context.value("live"),
                       stop = context.stop] { return runOver(harness, candidate, live, stop); };
    const Result<HarnessRun> run = co_await elsewhere(work);
    if (!run) {
        // Whatever it was, the command gave no result that says anything.
        (void)fail(context, act, run.error());
        co_return ExitStatus::CannotTell;
    }
    if (run->status != 0) {
        context.out.notice(u"the command ended with status %1: %2"_s.arg(run->status).arg(run->words));
    }
    if (recording.session) {
        Task<ExitStatus> writing = record(context, recording, run->file);
        co_return co_await writing;
    }
    const QString name = harness.keep.isEmpty() ? u"result"_s : harness.keep;
    if (context.out.isJson()) {
        QJsonObject object = resultFileJson(name, *run->file.results);
        object.insert(u"command_status"_s, run->status);
        context.out.json(object);
    } else {
        printResultFile(context.out, name, *run->file.results);
    }
    co_return statusOf(*run);
}

} // namespace countersign::ctl
