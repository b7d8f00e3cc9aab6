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

QJsonObject fileJson(const QString &name, const ResultFile &file)
{
    QJsonObject object{{u"file"_s, name},
                       {u"tool"_s, evals::toString(file.tool)},
                       {u"version"_s, file.toolVersion.isEmpty() ? file.format : file.toolVersion},
                       {u"status"_s, evals::toString(file.status)},
                       {u"cases"_s, qint64(file.cases.size())},
                       {u"answers"_s, qint64(file.answers.size())},
                       {u"metrics"_s, totalsJson(shownTotals(file))}};
    if (!file.statusDetail.isEmpty()) {
        object.insert(u"detail"_s, file.statusDetail);
    }
    if (!file.remarks.isEmpty()) {
        QJsonArray remarks;
        for (const evals::Remark &remark : file.remarks) {
            remarks.append(QJsonObject{{u"kind"_s, evals::toString(remark.oddity)},
                                       {u"count"_s, remark.count},
                                       {u"detail"_s, remark.detail}});
        }
        object.insert(u"remarks"_s, remarks);
    }
    return object;
}

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

void printFile(Output &out, const QString &name, const ResultFile &file)
{
    const QString version = file.toolVersion.isEmpty() ? file.format : file.toolVersion;
    out.line({{name, Ink::Strong},
              {u": %1%2, "_s.arg(evals::toString(file.tool), version.isEmpty() ? QString() : u' ' + version)},
              {statusWords(file), file.status == RunStatus::Complete ? Ink::Plain : Ink::Warning}});
    out.line(u"  %1 cases, %2 answers"_s.arg(file.cases.size()).arg(file.answers.size()));
    printTotals(out, shownTotals(file));
    for (const evals::Remark &remark : file.remarks) {
        out.line({{u"  ! "_s, Ink::Warning}, {remarkWords(remark)}});
    }
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
            context.out.jsonLine(fileJson(name, *file));
        } else {
            printFile(context.out, name, *file);
        }
    }
    co_return worst;
}

} // namespace countersign::ctl
