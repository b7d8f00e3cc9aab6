// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Harness.h"

#include "ledger/ChildProcess.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

/// A copy, so that the harness cannot change what it was given.
Done written(const QString &path, const QByteArray &bytes)
{
    QFile copy(path);
    if (!copy.open(QIODevice::WriteOnly | QIODevice::NewOnly) || copy.write(bytes) != bytes.size()
        || !copy.flush()) {
        return failure(ErrorCode::NoSpace, path, copy.errorString());
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

Done kept(const QString &path, const QString &at)
{
    QFile made(path);
    QSaveFile out(at);
    if (!QFileInfo(path).isFile() || !made.open(QIODevice::ReadOnly) || !out.open(QIODevice::WriteOnly)) {
        return failure(ErrorCode::NotPermitted, at, out.errorString());
    }
    while (!made.atEnd()) {
        out.write(made.read(1 << 20));
    }
    return out.commit() ? Done() : failure(ErrorCode::NoSpace, at, out.errorString());
}

} // namespace

Result<HarnessRun> runHarness(const Harness &harness, const std::stop_token &stop)
{
    const QTemporaryDir folder;
    if (!folder.isValid()) {
        return failure(ErrorCode::NoSpace, folder.path(), folder.errorString());
    }
    const QString candidate = folder.filePath(u"candidate/"_s + QFileInfo(harness.candidate.name).fileName());
    const QString live =
        harness.live ? folder.filePath(u"live/"_s + QFileInfo(harness.live->name).fileName()) : QString();
    const QString results = folder.filePath(u"results"_s);
    for (const QString &name : {u"candidate"_s, u"live"_s, u"results"_s}) {
        QDir(folder.path()).mkdir(name);
    }
    if (const Done done = written(candidate, harness.candidate.bytes); !done) {
        return std::unexpected(done.error());
    }
    if (harness.live) {
        if (const Done done = written(live, harness.live->bytes); !done) {
            return std::unexpected(done.error());
        }
    }
    const ChildCommand command{
        .program = u"/bin/sh"_s,
        .arguments = {u"-c"_s, harness.line},
        .directory = harness.directory,
        .environment = {u"COUNTERSIGN_CANDIDATE="_s + candidate,
                        live.isEmpty() ? u"COUNTERSIGN_LIVE"_s : u"COUNTERSIGN_LIVE="_s + live,
                        u"COUNTERSIGN_RESULT="_s + results + u"/result"_s},
        .deadlineMs = harness.deadlineMs,
        .outputLimit = 64 << 20};
    const Result<ChildOutcome> child = runChild(command, stop);
    if (!child) {
        return std::unexpected(child.error());
    }
    const QString path = resultIn(results);
    Result<RunFile> read = readRunFileNow(path, harness.reading);
    if (!read) {
        const QString words = child->words();
        return failure(
            read.error().code == ErrorCode::NotFound ? ErrorCode::NotFound : ErrorCode::Invalid,
            u"the result of the command"_s,
            u"status %1%2"_s.arg(child->status).arg(words.isEmpty() ? QString() : u": "_s + words));
    }
    if (!harness.keep.isEmpty()) {
        if (const Done done = kept(path, harness.keep); !done) {
            return std::unexpected(done.error());
        }
    }
    return HarnessRun{.status = child->status, .words = child->words(), .file = *std::move(read)};
}

} // namespace countersign
