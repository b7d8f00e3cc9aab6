// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compose/FolderSource.h"

#include <QDir>
#include <QDirIterator>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype mostFiles = 100'000;

} // namespace

FolderSource::FolderSource(QString folder) : m_folder(std::move(folder)) {}

Result<QByteArray> FolderSource::tip(const QString &, const std::stop_token &)
{
    if (!m_folder.isEmpty() && !QFileInfo(m_folder).isDir()) {
        return failure(ErrorCode::NotFound, u"path"_s, m_folder);
    }
    return QByteArray();
}

Result<QList<SourceFile>> FolderSource::files(const QByteArray &) const
{
    QList<SourceFile> files;
    if (m_folder.isEmpty()) {
        return files;
    }
    const QDir root(m_folder);
    QDirIterator it(m_folder, QDir::Files | QDir::NoSymLinks | QDir::Readable, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QFileInfo info = it.nextFileInfo();
        const QString path = root.relativeFilePath(info.filePath());
        const QStringList segments = path.split(u'/').sliced(0, path.count(u'/'));
        const bool hidden =
            std::ranges::any_of(segments, [](const QString &name) { return name.startsWith(u'.'); });
        if (hidden && !path.startsWith(".countersign/"_L1)) {
            continue;
        }
        if (files.size() == mostFiles) {
            return failure(ErrorCode::Invalid, m_folder, u"more than %1 files"_s.arg(mostFiles));
        }
        files.append({.path = path, .blob = path.toUtf8(), .size = info.size()});
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

Result<QByteArray> FolderSource::read(const QByteArray &blob) const
{
    QFile file(QDir(m_folder).filePath(QString::fromUtf8(blob)));
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(ErrorCode::NotFound, QString::fromUtf8(blob), file.errorString());
    }
    return file.readAll();
}

Result<QList<SourceCommit>> FolderSource::history(const QByteArray &, const QString &, int) const
{
    return QList<SourceCommit>();
}

Result<QList<SourceCommit>> FolderSource::historyAcrossMoves(const QByteArray &, const QString &, int) const
{
    return QList<SourceCommit>();
}

Result<SourceWritten> FolderSource::write(const SourceCommitRequest &, const std::stop_token &)
{
    return SourceWritten{};
}

} // namespace countersign
