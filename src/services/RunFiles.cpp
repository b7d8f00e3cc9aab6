// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/RunFiles.h"

#include "base/Hash.h"
#include "evals/Write.h"
#include "services/Workspace.h"

#include <QBuffer>
#include <QFile>
#include <QFileInfo>
#include <QPromise>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace countersign {

Result<RunFile> readRunFileNow(const QString &path, const evals::ReadOptions &options)
{
    Result<evals::ResultFile> results = evals::readResults(path, options);
    if (!results) {
        return std::unexpected(results.error());
    }
    RunFile read{.results = std::make_shared<const evals::ResultFile>(*std::move(results))};
    const QFileInfo info(path);
    if (!info.isFile() || info.size() > storedRunLimit) {
        return read;
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(ErrorCode::Unavailable, path, file.errorString());
    }
    read.bytes = file.read(storedRunLimit + 1);
    if (contentHash(read.bytes) != read.results->fileHash) {
        return failure(ErrorCode::Conflict, path, u"changed while it was read"_s);
    }
    return read;
}

Result<RunFile> asRunFile(const evals::ResultFile &run)
{
    QBuffer out;
    out.open(QIODevice::WriteOnly);
    if (const Done written = evals::writePromptfoo(run, out); !written) {
        return std::unexpected(written.error());
    }
    Result<evals::ResultFile> read = evals::readResults(out.data(), run.suite);
    if (!read) {
        return std::unexpected(read.error());
    }
    read->tool = run.tool;
    read->toolVersion = run.toolVersion;
    read->columns = run.columns;
    return RunFile{.results = std::make_shared<const evals::ResultFile>(*std::move(read)),
                   .bytes = out.size() > storedRunLimit ? QByteArray() : out.data()};
}

QFuture<Result<RunFile>> readRunFile(const QString &path, const evals::ReadOptions &options)
{
    return QtConcurrent::run([path, options](QPromise<Result<RunFile>> &promise) {
        evals::ReadOptions reading = options;
        reading.progress = [&promise](double) { return !promise.isCanceled(); };
        promise.addResult(readRunFileNow(path, reading));
    });
}

QFuture<Result<JudgedRun>> judgeAside(const ViewPointer &view, const ChangeId &change,
                                      const ArtifactId &suite, const RunFile &candidate,
                                      const std::shared_ptr<const evals::ResultFile> &baseline,
                                      const QString &model)
{
    return QtConcurrent::run([=]() -> Result<JudgedRun> {
        const Change *found = view->state.change(change);
        if (!found) {
            return failure(ErrorCode::NotFound, changeSubject(change));
        }
        return judgeRun(view->state, *found, suite, *candidate.results,
                        {.content = expectedBaseline(view->state, *found), .file = baseline.get()}, model);
    });
}

} // namespace countersign
