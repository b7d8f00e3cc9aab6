// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/Run.h"
#include "app/countersignctl/EvalFiles.h"
#include "app/countersignctl/Recording.h"
#include "services/PromptfooProgram.h"
#include "app/countersignctl/SuiteWords.h"
#include "base/Hash.h"
#include "connectors/SystemSecrets.h"
#include "evals/SuiteRun.h"
#include "evals/Write.h"
#include "prompt/Document.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QPromise>
#include <QSaveFile>
#include <QStandardPaths>

#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

using connectors::ChatClient;
using evals::Outcome;
using evals::ResultFile;
using evals::RunPlan;
using evals::SuiteRun;

struct Wanted
{
    RunPlan plan = {};
    connectors::ChatEndpoint endpoint = {};
    connectors::ClientRules rules = {};
    evals::RunParts parts = {};
    QString output = {};
};

std::optional<int> numberOption(const Context &context, const char *option, int least, int most,
                                int otherwise)
{
    if (!context.has(option)) {
        return otherwise;
    }
    bool ok = false;
    const int number = context.value(option).toInt(&ok);
    return ok && number >= least && number <= most ? std::optional(number) : std::nullopt;
}

/// The endpoint that the person names, here or in her environment; never the suite.
std::expected<connectors::ChatEndpoint, QString> endpointOf(const Context &context)
{
    QString url = context.value("endpoint");
    if (url.isEmpty()) {
        url = qEnvironmentVariable("OPENAI_BASE_URL", u"https://api.openai.com/v1"_s);
    }
    connectors::ChatEndpoint endpoint{.base = QUrl(url, QUrl::StrictMode)};
    if (!connectors::checkedBase(endpoint.base)) {
        return std::unexpected(
            u"--endpoint is an https URL without name, password and query, or http on this machine"_s);
    }
    const QString key = context.value("key");
    if (!key.isEmpty()) {
        const Result<connectors::KeySource> source = connectors::keySourceFromString(key);
        if (!source) {
            return std::unexpected(
                u"--key says where the key is, env:NAME or keychain:NAME, and never the key"_s);
        }
        endpoint.key = *source;
    } else if (qEnvironmentVariableIsSet("OPENAI_API_KEY")) {
        endpoint.key = {.place = connectors::KeyPlace::Environment, .name = u"OPENAI_API_KEY"_s};
    }
    if (context.value("key-style") == u"api-key") {
        endpoint.keyStyle = connectors::KeyStyle::ApiKey;
    }
    return endpoint;
}

std::expected<Wanted, QString> wantedOf(const Context &context, evals::Suite suite)
{
    Wanted wanted;
    const auto endpoint = endpointOf(context);
    if (!endpoint) {
        return std::unexpected(endpoint.error());
    }
    wanted.endpoint = *endpoint;
    const auto repeats = numberOption(context, "repeat", 1, 100, std::max(1, suite.repeat));
    const auto concurrency = numberOption(context, "concurrency", 1, 64, 4);
    const auto perMinute = numberOption(context, "per-minute", 1, 100'000, 0);
    const auto timeout = numberOption(context, "timeout", 1, 3'600, 120);
    if (!repeats || !concurrency || !perMinute || !timeout) {
        return std::unexpected(
            u"--repeat is 1 to 100, --concurrency 1 to 64, --per-minute 1 to 100000, --timeout 1 to 3600"_s);
    }
    RunPlan &plan = wanted.plan;
    plan.prompts = suite.prompts;
    if (context.has("prompt")) {
        plan.prompts.clear();
        for (const QString &name : context.values("prompt")) {
            QFile file(name);
            if (!file.open(QIODevice::ReadOnly) || file.size() > prompt::maximumFileBytes) {
                return std::unexpected(u"%1 cannot be read"_s.arg(name));
            }
            plan.prompts.append({.label = name, .text = QString::fromUtf8(file.readAll()), .path = name});
        }
    }
    if (plan.prompts.isEmpty()) {
        return std::unexpected(u"the suite names no prompt; give one with --prompt"_s);
    }
    QList<evals::SuiteProvider> providers = suite.providers;
    if (context.has("model")) {
        providers.clear();
        for (const QString &name : context.values("model")) {
            providers.append({.id = name == u"echo" ? name : u"openai:chat:"_s + name, .label = name});
        }
    }
    if (providers.isEmpty()) {
        return std::unexpected(u"the suite names no provider; give a model with --model"_s);
    }
    for (const evals::SuiteProvider &provider : providers) {
        const Result<evals::RunModel> model = evals::modelOf(provider);
        if (!model) {
            return std::unexpected(
                u"\"%1\" is no model behind an OpenAI-compatible endpoint; name one with --model"_s.arg(
                    provider.id));
        }
        plan.models.append(*model);
    }
    plan.suite = std::move(suite);
    plan.repeats = *repeats;
    plan.judgeModel = context.value("judge-model");
    plan.embeddingModel = context.value("embedding-model");
    plan.endpoint = wanted.endpoint.base;
    wanted.rules.concurrency = *concurrency;
    wanted.rules.perMinute = *perMinute;
    wanted.output = context.value("output");
    const QString data = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + u"/runs"_s;
    QDir().mkpath(data);
    wanted.parts = {
        .cacheFolder = context.has("no-cache")
                           ? QString()
                           : QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + u"/answers"_s,
        .journal = wanted.output.isEmpty()
                       ? data + u'/' + QString::fromLatin1(plan.hash().toHex().first(32)) + u".partial"_s
                       : wanted.output + u".partial"_s,
        .timeoutMs = *timeout * 1000,
        .underWay = std::min(256, *concurrency * 4),
        .toolVersion = QStringLiteral(COUNTERSIGN_VERSION)};
    return wanted;
}

/// The run as a future: canceled with the command, told about on standard error now and then.
QFuture<Result<std::shared_ptr<const ResultFile>>> runOf(Context &context,
                                                         const std::shared_ptr<SuiteRun> &run)
{
    using Ended = Result<std::shared_ptr<const ResultFile>>;
    const auto promise = std::make_shared<QPromise<Ended>>();
    promise->start();
    const auto end = [promise](const Ended &ended) {
        promise->addResult(ended);
        promise->finish();
    };
    QObject::connect(run.get(), &SuiteRun::finished, run.get(),
                     [end](const std::shared_ptr<const ResultFile> &file) { end(file); });
    QObject::connect(run.get(), &SuiteRun::failed, run.get(),
                     [end](const Error &error) { end(std::unexpected(error)); });
    const auto since = std::make_shared<QElapsedTimer>();
    since->start();
    QObject::connect(run.get(), &SuiteRun::progressed, run.get(),
                     [&context, since](const evals::RunProgress &now) {
                         constexpr qint64 pause = 10'000;
                         if (since->elapsed() >= pause) {
                             since->restart();
                             context.out.notice(u"%1 of %2 answers"_s.arg(now.done).arg(now.all));
                         }
                     });
    return promise->future();
}

struct Counts
{
    qint64 passed = 0;
    qint64 failed = 0;
    qint64 errored = 0;
    qint64 skipped = 0;
};

Counts countsOf(const ResultFile &file)
{
    Counts counts;
    for (const evals::Answer &answer : file.answers) {
        switch (answer.outcome) {
        case Outcome::Pass:
            ++counts.passed;
            break;
        case Outcome::Fail:
            ++counts.failed;
            break;
        case Outcome::Error:
            ++counts.errored;
            break;
        case Outcome::Skipped:
        case Outcome::Scored:
            ++counts.skipped;
            break;
        }
    }
    return counts;
}

void show(Context &context, const ResultFile &file, const evals::RunProgress &progress, const QString &output)
{
    const Counts counts = countsOf(file);
    if (context.out.isJson()) {
        QJsonObject metrics = totalsJson(evals::totals(file));
        context.out.json({{u"suite"_s, file.suite},
                          {u"status"_s, evals::toString(file.status)},
                          {u"cases"_s, qint64(file.cases.size())},
                          {u"answers"_s, qint64(file.answers.size())},
                          {u"passed"_s, counts.passed},
                          {u"failed"_s, counts.failed},
                          {u"errored"_s, counts.errored},
                          {u"skipped"_s, counts.skipped},
                          {u"cached"_s, qint64(progress.cached)},
                          {u"prompt_tokens"_s, progress.promptTokens},
                          {u"completion_tokens"_s, progress.completionTokens},
                          {u"cost"_s, progress.cost},
                          {u"output"_s, output},
                          {u"metrics"_s, metrics}});
        return;
    }
    context.out.line({{file.suite, Ink::Strong},
                      {u": %1 passed, %2 failed, %3 without a judgement, of %4 cases"_s.arg(counts.passed)
                           .arg(counts.failed)
                           .arg(counts.errored)
                           .arg(file.cases.size())}});
    printTotals(context.out, evals::totals(file));
    for (const evals::Answer &answer : file.answers) {
        if (answer.outcome != Outcome::Fail && answer.outcome != Outcome::Error) {
            continue;
        }
        const evals::Case &one = file.cases[answer.caseIndex];
        const QString name = !one.id.isEmpty() ? one.id : file.text(one.name, 80);
        QString why = file.text(answer.error, 300);
        for (quint32 i = 0; why.isEmpty() && i < answer.judgementCount; ++i) {
            const evals::Judgement &judgement = file.judgements[answer.firstJudgement + i];
            if (judgement.outcome == answer.outcome) {
                why = file.metrics[judgement.metric].name + u": "_s + file.text(judgement.reason, 300);
            }
        }
        context.out.line(
            {{answer.outcome == Outcome::Fail ? u"  ✗ "_s : u"  ! "_s, Ink::Warning},
             {u"%1: %2"_s.arg(name.isEmpty() ? u"case %1"_s.arg(answer.caseIndex + 1) : name, why)}});
    }
    if (progress.promptTokens + progress.completionTokens > 0) {
        context.out.line(
            u"  %1 tokens in, %2 out, %3 USD; %4 answers known before"_s.arg(progress.promptTokens)
                .arg(progress.completionTokens)
                .arg(progress.cost, 0, 'f', 4)
                .arg(progress.cached));
    }
    if (!output.isEmpty()) {
        context.out.line(u"  written to "_s + output);
    }
}

} // namespace

Task<ExitStatus> runEvalRun(Context &context)
{
    if (context.has("record") != context.has("suite")) {
        co_return misuse(context, u"--record and --suite belong together: over what, and of which suite"_s);
    }
    const QFileInfo info(context.invocation.operand(0));
    if (!info.isFile()) {
        co_return fail(context, u"the suite was not run"_s,
                       {.code = ErrorCode::NotFound, .subject = info.filePath()});
    }
    const auto read = [path = info.filePath()] { return Result<evals::Suite>(suiteOnDisk(path)); };
    Result<evals::Suite> suite = co_await elsewhere(read);
    if (!suite) {
        co_return fail(context, u"the suite was not run"_s, suite.error());
    }
    for (const evals::SuiteProblem &problem : std::as_const(suite->problems)) {
        context.out.notice(suiteProblemWords(problem));
    }
    if (suite->hasErrors()) {
        co_return misuse(context, u"%1 cannot be run as it is"_s.arg(info.filePath()));
    }
    auto wanted = wantedOf(context, *std::move(suite));
    if (!wanted) {
        co_return misuse(context, wanted.error());
    }
    Recording recording;
    if (context.has("record")) {
        Task<ExitStatus> opening = openRecording(context, context.value("record"), recording);
        if (const ExitStatus opened = co_await opening; opened != ExitStatus::Done) {
            co_return opened;
        }
    }
    Result<std::unique_ptr<ChatClient>> client = ChatClient::create(
        wanted->endpoint, wanted->rules, {.secrets = std::make_shared<connectors::SystemSecrets>()});
    if (!client) {
        co_return fail(context, u"the suite was not run"_s, client.error());
    }
    wanted->parts.client = client->get();
    if (context.has("fresh")) {
        QFile::remove(wanted->parts.journal);
    }
    if (context.has("with-promptfoo")) {
        // The code of a suite gets no key.
        PromptfooProgram promptfoo{.program = context.value("with-promptfoo"),
                                   .folder = info.absolutePath(),
                                   .withheld = {u"OPENAI_API_KEY"_s}};
        if (wanted->endpoint.key.place == connectors::KeyPlace::Environment) {
            promptfoo.withheld << wanted->endpoint.key.name;
        }
        wanted->parts.handOver = [promptfoo, stop = context.stop](const QList<evals::HandedOver> &all) {
            return madeByPromptfoo(promptfoo, all, stop);
        };
    }
    const auto run = std::make_shared<SuiteRun>(wanted->plan, wanted->parts);
    const auto future = runOf(context, run);
    const std::stop_callback canceling(context.stop, [run] {
        QMetaObject::invokeMethod(run.get(), &SuiteRun::cancel, Qt::QueuedConnection);
    });
    QMetaObject::invokeMethod(run.get(), &SuiteRun::start, Qt::QueuedConnection);
    const Result<std::shared_ptr<const ResultFile>> ended = co_await answerOf(future);
    if (!ended) {
        co_return fail(context, u"the suite was not run"_s, ended.error());
    }
    const ResultFile &file = **ended;
    if (!wanted->output.isEmpty() && file.status == evals::RunStatus::Complete) {
        QSaveFile out(wanted->output);
        const auto write = wanted->output.endsWith(u".xml"_s) ? evals::writeJUnit : evals::writePromptfoo;
        if (!out.open(QIODevice::WriteOnly) || !write(file, out) || !out.commit()) {
            co_return fail(
                context, u"the result was not written"_s,
                {.code = ErrorCode::NotPermitted, .subject = wanted->output, .detail = out.errorString()});
        }
    }
    if (recording.session && file.status == evals::RunStatus::Complete) {
        // What stands in the folder may be another suite than the accepted one.
        const auto making = [ended = *ended, path = info.filePath()]() -> Result<RunFile> {
            QFile suiteFile(path);
            Result<RunFile> made = asRunFile(*ended);
            if (made && suiteFile.open(QIODevice::ReadOnly)) {
                ResultFile bound = *made->results;
                bound.suiteHash = contentHash(suiteFile.readAll());
                made->results = std::make_shared<const ResultFile>(std::move(bound));
            }
            return made;
        };
        const Result<RunFile> made = co_await elsewhere(making);
        if (!made) {
            co_return fail(context, u"the run was not recorded"_s, made.error());
        }
        Task<ExitStatus> writing = record(context, recording, *made);
        co_return co_await writing;
    }
    show(context, file, run->progress(), wanted->output);
    if (file.status != evals::RunStatus::Complete) {
        context.out.notice(u"stopped; the same command goes on where it was"_s);
        co_return ExitStatus::CannotTell;
    }
    const Counts counts = countsOf(file);
    co_return counts.errored > 0 ? ExitStatus::CannotTell
    : counts.failed > 0          ? ExitStatus::Refused
                                 : ExitStatus::Done;
}

} // namespace countersign::ctl
