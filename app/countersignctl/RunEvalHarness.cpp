// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/EvalFiles.h"
#include "app/countersignctl/Run.h"
#include "ledger/ChildProcess.h"
#include "prompt/Document.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

using evals::Outcome;
using evals::ResultFile;

struct Harness
{
    QString line = {};
    QString candidate = {};
    QString live = {};
    QString output = {};
    int deadlineMs = 0;
    evals::ReadOptions reading = {};
};

struct HarnessRun
{
    ChildOutcome child = {};
    ResultFile results = {};
};

/// A copy, so that the harness cannot change what it was given.
Done copied(const QString &from, const QString &to)
{
    QFile file(from);
    if (!file.open(QIODevice::ReadOnly) || file.size() > prompt::maximumFileBytes) {
        return failure(ErrorCode::NotFound, from, file.errorString());
    }
    QFile copy(to);
    const QByteArray bytes = file.readAll();
    if (!copy.open(QIODevice::WriteOnly | QIODevice::NewOnly) || copy.write(bytes) != bytes.size()
        || !copy.flush()) {
        return failure(ErrorCode::NoSpace, to, copy.errorString());
    }
    return {};
}

/// The result file, or the one thing in the folder that the harness was given for it.
QString resultIn(const QString &folder)
{
    const QString named = folder + u"/result"_s;
    const QStringList others = QDir(folder).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
    return QFileInfo::exists(named) || others.size() != 1 ? named : folder + u'/' + others.constFirst();
}

Result<HarnessRun> runHarness(const Harness &harness, const std::stop_token &stop)
{
    const QTemporaryDir folder;
    if (!folder.isValid()) {
        return failure(ErrorCode::NoSpace, folder.path(), folder.errorString());
    }
    const QString candidate = folder.filePath(u"candidate/"_s + QFileInfo(harness.candidate).fileName());
    const QString live =
        harness.live.isEmpty() ? QString() : folder.filePath(u"live/"_s + QFileInfo(harness.live).fileName());
    const QString results = folder.filePath(u"results"_s);
    for (const QString &name : {u"candidate"_s, u"live"_s, u"results"_s}) {
        QDir(folder.path()).mkdir(name);
    }
    if (const Done done = copied(harness.candidate, candidate); !done) {
        return std::unexpected(done.error());
    }
    if (!live.isEmpty()) {
        if (const Done done = copied(harness.live, live); !done) {
            return std::unexpected(done.error());
        }
    }
    const ChildCommand command{
        .program = u"/bin/sh"_s,
        .arguments = {u"-c"_s, harness.line},
        .environment = {u"COUNTERSIGN_CANDIDATE="_s + candidate,
                        live.isEmpty() ? u"COUNTERSIGN_LIVE"_s : u"COUNTERSIGN_LIVE="_s + live,
                        u"COUNTERSIGN_RESULT="_s + results + u"/result"_s},
        .deadlineMs = harness.deadlineMs,
        .outputLimit = 64 << 20};
    Result<ChildOutcome> child = runChild(command, stop);
    if (!child) {
        return std::unexpected(child.error());
    }
    const QString path = resultIn(results);
    Result<ResultFile> read = evals::readResults(path, harness.reading);
    if (!read) {
        const QString words = child->words();
        return failure(
            read.error().code == ErrorCode::NotFound ? ErrorCode::NotFound : ErrorCode::Invalid,
            u"the result of the command"_s,
            u"status %1%2"_s.arg(child->status).arg(words.isEmpty() ? QString() : u": "_s + words));
    }
    if (!harness.output.isEmpty()) {
        QFile made(path);
        QSaveFile out(harness.output);
        if (!QFileInfo(path).isFile() || !made.open(QIODevice::ReadOnly) || !out.open(QIODevice::WriteOnly)) {
            return failure(ErrorCode::NotPermitted, harness.output, out.errorString());
        }
        while (!made.atEnd()) {
            out.write(made.read(1 << 20));
        }
        if (!out.commit()) {
            return failure(ErrorCode::NoSpace, harness.output, out.errorString());
        }
    }
    return HarnessRun{.child = *std::move(child), .results = *std::move(read)};
}

/// Complete, and nothing in it failed or could not be judged; a command that ended badly is no pass either.
ExitStatus statusOf(const HarnessRun &run)
{
    bool failed = false;
    bool passed = false;
    bool open = run.results.status != evals::RunStatus::Complete;
    for (const evals::Answer &answer : run.results.answers) {
        failed |= answer.outcome == Outcome::Fail;
        passed |= answer.outcome == Outcome::Pass;
        open |= answer.outcome == Outcome::Error;
    }
    if (open || (!failed && (!passed || !run.child.succeeded()))) {
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
                          .candidate = context.invocation.operand(0),
                          .live = context.value("live"),
                          .output = context.value("output"),
                          .deadlineMs = seconds * 1000,
                          .reading = *reading};
    if (harness.line.trimmed().isEmpty()) {
        co_return misuse(context, u"give your command with --command or in COUNTERSIGN_HARNESS"_s);
    }
    const auto work = [harness, stop = context.stop] { return runHarness(harness, stop); };
    const Result<HarnessRun> run = co_await elsewhere(work);
    if (!run) {
        // Whatever it was, the command gave no result that says anything.
        (void)fail(context, act, run.error());
        co_return ExitStatus::CannotTell;
    }
    const QString name = harness.output.isEmpty() ? u"result"_s : harness.output;
    if (context.out.isJson()) {
        QJsonObject object = resultFileJson(name, run->results);
        object.insert(u"command_status"_s, run->child.status);
        context.out.json(object);
    } else {
        printResultFile(context.out, name, run->results);
    }
    if (!run->child.succeeded()) {
        context.out.notice(
            u"the command ended with status %1: %2"_s.arg(run->child.status).arg(run->child.words()));
    }
    co_return statusOf(*run);
}

} // namespace countersign::ctl
