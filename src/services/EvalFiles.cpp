// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/EvalFiles.h"

#include "evals/Read.h"
#include "evals/Write.h"

#include <QPromise>
#include <QSaveFile>
#include <QtConcurrent>

#include <algorithm>

namespace countersign {

namespace {

constexpr int perFile = 1000; ///< steps of progress

} // namespace

QFuture<Result<EvalFilesRead>> readEvalFiles(const QStringList &paths)
{
    return QtConcurrent::run([paths](QPromise<Result<EvalFilesRead>> &promise) {
        promise.setProgressRange(0, perFile * int(std::max<qsizetype>(1, paths.size())));
        EvalFilesRead all;
        for (const QString &path : paths) {
            const int before = perFile * int(all.size());
            const evals::ReadOptions options{.progress = [&promise, before](double share) {
                promise.setProgressValue(before + int(std::clamp(share, 0.0, 1.0) * perFile));
                return !promise.isCanceled();
            }};
            Result<evals::ResultFile> read = evals::readResults(path, options);
            if (promise.isCanceled()) {
                promise.addResult(failure(ErrorCode::Canceled));
                return;
            }
            EvalFileRead one{.path = path};
            if (read) {
                one.file = std::make_shared<const evals::ResultFile>(std::move(*read));
            } else {
                one.error = read.error();
            }
            all.append(std::move(one));
            promise.setProgressValue(perFile * int(all.size()));
        }
        promise.addResult(std::move(all));
    });
}

QFuture<Result<std::shared_ptr<const evals::ResultFile>>> readEvalBytes(const QByteArray &bytes, const QString &name)
{
    return QtConcurrent::run([bytes, name](QPromise<Result<std::shared_ptr<const evals::ResultFile>>> &promise) {
        const evals::ReadOptions options{.progress = [&promise](double) { return !promise.isCanceled(); }};
        Result<evals::ResultFile> read = evals::readResults(bytes, name, options);
        if (read) {
            promise.addResult(std::make_shared<const evals::ResultFile>(std::move(*read)));
        } else {
            promise.addResult(std::unexpected(read.error()));
        }
    });
}

QFuture<Result<qint64>> exportAside(const std::shared_ptr<const evals::ResultFile> &file, ExportForm form,
                                    const QString &path)
{
    return QtConcurrent::run([file, form, path]() -> Result<qint64> {
        QSaveFile out(path);
        if (!out.open(QIODevice::WriteOnly)) {
            return failure(ErrorCode::NotPermitted, path, out.errorString());
        }
        const Done written =
            form == ExportForm::Promptfoo ? evals::writePromptfoo(*file, out) : evals::writeJUnit(*file, out);
        if (!written) {
            out.cancelWriting();
            return std::unexpected(written.error());
        }
        const qint64 size = out.size();
        if (!out.commit()) {
            return failure(out.error() == QFileDevice::ResourceError ? ErrorCode::NoSpace
                                                                     : ErrorCode::NotPermitted,
                           path, out.errorString());
        }
        return size;
    });
}

QFuture<Result<qint64>> writeAside(const QString &path, const QByteArray &bytes)
{
    return QtConcurrent::run([path, bytes]() -> Result<qint64> {
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly)) {
            return failure(ErrorCode::NotPermitted, path, file.errorString());
        }
        if (file.write(bytes) != bytes.size() || !file.commit()) {
            return failure(file.error() == QFileDevice::ResourceError ? ErrorCode::NoSpace
                                                                      : ErrorCode::NotPermitted,
                           path, file.errorString());
        }
        return bytes.size();
    });
}

} // namespace countersign
