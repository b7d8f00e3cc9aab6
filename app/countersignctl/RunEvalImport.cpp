// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/EvalFiles.h"
#include "app/countersignctl/Run.h"
#include "app/countersignctl/Words.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

using evals::ResultFile;
using evals::RunStatus;

QJsonObject errorJson(const QString &name, const Error &error)
{
    return {
        {u"file"_s, name},
        {u"tool"_s, evals::toString(evals::Tool::Unknown)},
        {u"version"_s, QString()},
        {u"status"_s, u"unreadable"_s},
        {u"cases"_s, 0},
        {u"answers"_s, 0},
        {u"metrics"_s, QJsonObject()},
        {u"error"_s, QJsonObject{{u"code"_s, nameOf(error.code)}, {u"message"_s, resultErrorWords(error)}}}};
}

} // namespace

Task<ExitStatus> runEvalImport(Context &context)
{
    const auto options = readOptions(context);
    if (!options) {
        co_return misuse(context, options.error());
    }
    ExitStatus worst = ExitStatus::Done;
    for (const QString &name : context.invocation.operands) {
        const auto work = [name, given = *options] { return evals::readResults(name, given); };
        const Result<ResultFile> file = co_await elsewhere(work);
        if (!file) {
            worst = std::max(worst, exitStatusOf(file.error()));
            context.out.notice(u"%1 %2"_s.arg(name, resultErrorWords(file.error())));
            if (context.out.isJson()) {
                context.out.jsonLine(errorJson(name, file.error()));
            }
            continue;
        }
        if (file->status != RunStatus::Complete) {
            worst = std::max(worst, ExitStatus::CannotTell);
        }
        if (context.out.isJson()) {
            context.out.jsonLine(resultFileJson(name, *file));
        } else {
            printResultFile(context.out, name, *file);
        }
    }
    co_return worst;
}

} // namespace countersign::ctl
