// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/PromptfooProgram.h"

#include "ledger/ChildProcess.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

Result<QList<evals::AssertionResult>> made(const PromptfooProgram &promptfoo,
                                           const QList<evals::HandedOver> &all, const std::stop_token &stop)
{
    const QTemporaryDir folder;
    const QString configuration = folder.filePath(u"promptfooconfig.json"_s);
    const QString results = folder.filePath(u"results.json"_s);
    QFile file(configuration);
    if (!folder.isValid() || !file.open(QIODevice::WriteOnly | QIODevice::NewOnly)
        || file.write(evals::handOverConfiguration(all, promptfoo.folder)) < 0 || !file.flush()) {
        return failure(ErrorCode::Unavailable, configuration, file.errorString());
    }
    ChildCommand command{.program = promptfoo.program,
                         .arguments = {u"eval"_s, u"-c"_s, configuration, u"-o"_s, results, u"--no-cache"_s,
                                       u"--no-table"_s, u"--no-progress-bar"_s},
                         .directory = promptfoo.folder,
                         .environment = {u"PROMPTFOO_DISABLE_TELEMETRY=1"_s, u"PROMPTFOO_DISABLE_UPDATE=1"_s,
                                         u"PROMPTFOO_DISABLE_REMOTE_GENERATION=1"_s,
                                         u"PROMPTFOO_DISABLE_SHARING=1"_s,
                                         u"PROMPTFOO_CONFIG_DIR="_s + folder.filePath(u"state"_s)},
                         .deadlineMs = promptfoo.deadlineMs};
    command.environment += promptfoo.withheld;
    const Result<ChildOutcome> outcome = runChild(command, stop);
    if (!outcome) {
        return std::unexpected(outcome.error());
    }
    // Its status is 100 when a case fails; whether there are results says whether it ran.
    constexpr qint64 most = 256 << 20;
    QFile out(results);
    if (!out.open(QIODevice::ReadOnly) || out.size() > most) {
        return failure(ErrorCode::Unavailable, promptfoo.program, outcome->words());
    }
    return evals::handedBack(all, out.readAll());
}

} // namespace

QFuture<Result<QList<evals::AssertionResult>>> madeByPromptfoo(const PromptfooProgram &promptfoo,
                                                               const QList<evals::HandedOver> &all,
                                                               const std::stop_token &stop)
{
    return QtConcurrent::run([promptfoo, all, stop] { return made(promptfoo, all, stop); });
}

} // namespace countersign
