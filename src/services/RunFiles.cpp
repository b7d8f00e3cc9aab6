// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/RunFiles.h"

#include "base/Hash.h"
#include "evals/Read.h"
#include "services/Workspace.h"

#include <QFile>
#include <QFileInfo>
#include <QPromise>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

Result<RunFile> readNow(const QString &path, const evals::ReadOptions &options)
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

} // namespace

QFuture<Result<RunFile>> readRunFile(const QString &path)
{
    return QtConcurrent::run([path](QPromise<Result<RunFile>> &promise) {
        promise.addResult(readNow(path, {.progress = [&promise](double) { return !promise.isCanceled(); }}));
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
