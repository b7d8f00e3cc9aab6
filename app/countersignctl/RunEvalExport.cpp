// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/EvalFiles.h"
#include "app/countersignctl/Run.h"
#include "evals/Write.h"

#include <QBuffer>

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

Result<QByteArray> exported(const evals::ResultFile &file, bool asJUnit)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly)) {
        return failure(ErrorCode::Unavailable, {}, buffer.errorString());
    }
    const Done written = asJUnit ? evals::writeJUnit(file, buffer) : evals::writePromptfoo(file, buffer);
    if (!written) {
        return std::unexpected(written.error());
    }
    return bytes;
}

} // namespace

Task<ExitStatus> runEvalExport(Context &context)
{
    const auto options = readOptions(context);
    if (!options) {
        co_return misuse(context, options.error());
    }
    const QString name = context.invocation.operand(0);
    const bool asJUnit = context.value("as") == u"junit";
    const auto read = [name, given = *options] { return evals::readResults(name, given); };
    const Result<evals::ResultFile> file = co_await elsewhere(read);
    if (!file) {
        co_return context.out.fail(exitStatusOf(file.error()),
                                   u"%1 %2"_s.arg(name, resultErrorWords(file.error())));
    }
    if (file->status != evals::RunStatus::Complete) {
        co_return context.out.fail(
            ExitStatus::CannotTell,
            u"%1 is not written in another form: it is %2"_s.arg(name, statusWords(*file)));
    }
    const auto write = [&file, asJUnit] { return exported(*file, asJUnit); };
    const Result<QByteArray> bytes = co_await elsewhere(write);
    if (!bytes) {
        co_return context.out.fail(exitStatusOf(bytes.error()),
                                   u"%1 %2"_s.arg(name, resultErrorWords(bytes.error())));
    }
    context.out.verbatim(*bytes);
    co_return ExitStatus::Done;
}

} // namespace countersign::ctl
