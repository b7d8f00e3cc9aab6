// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "evals/SuiteFiles.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace countersign::evals {

namespace {

/// Whether any step of the way from `top` is a link. Following one could leave the repository.
bool passesLink(const QString &top, const QString &path)
{
    QString way = top;
    for (const QString &part : path.split(u'/', Qt::SkipEmptyParts)) {
        way += u'/' + part;
        if (QFileInfo(way).isSymbolicLink()) {
            return true;
        }
    }
    return false;
}

Result<QByteArray> readOnDisk(const QString &top, const QString &path, qint64 most)
{
    const QString place = top + u'/' + path;
    if (passesLink(top, path)) {
        return failure(ErrorCode::NotPermitted, path);
    }
    const QFileInfo info(place);
    if (!info.exists()) {
        return failure(ErrorCode::NotFound, path);
    }
    // Opening a pipe or a device would block.
    if (!info.isFile()) {
        return failure(ErrorCode::NotPermitted, path);
    }
    QFile file(place);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(ErrorCode::Unavailable, path, file.errorString());
    }
    QByteArray bytes = file.read(most + 1);
    if (bytes.size() > most) {
        return failure(ErrorCode::NoSpace, path);
    }
    return bytes;
}

} // namespace

Result<QString> pathInRepository(const QString &base, const QString &reference)
{
    const bool strange = reference.isEmpty() || reference.size() > 1000 || reference.startsWith(u'/')
                         || std::ranges::any_of(reference, [](QChar c) {
                                return c == u'\\' || c == u':' || c.category() == QChar::Other_Control;
                            });
    if (strange) {
        return failure(ErrorCode::Refused, reference);
    }
    QStringList way = base.split(u'/', Qt::SkipEmptyParts);
    for (const QString &part : reference.split(u'/', Qt::SkipEmptyParts)) {
        if (part == QStringLiteral("..")) {
            if (way.isEmpty()) {
                return failure(ErrorCode::Refused, reference);
            }
            way.removeLast();
        } else if (part != QStringLiteral(".")) {
            way << part;
        }
    }
    // Git's own files are no part of the repository's contents.
    if (way.isEmpty() || way.first().compare(QStringLiteral(".git"), Qt::CaseInsensitive) == 0) {
        return failure(ErrorCode::Refused, reference);
    }
    return way.join(u'/');
}

SuiteFiles filesOnDisk(const QString &top)
{
    const auto read = [top](const QString &path, qint64 most) { return readOnDisk(top, path, most); };
    const auto list = [top](const QString &folder, const QString &pattern) -> Result<QStringList> {
        if (passesLink(top, folder)) {
            return failure(ErrorCode::NotPermitted, folder);
        }
        const QDir directory(folder.isEmpty() ? top : top + u'/' + folder);
        QStringList paths = directory.entryList({pattern}, QDir::Files | QDir::NoSymLinks | QDir::Readable);
        // QDir sorts by the locale.
        std::ranges::sort(paths);
        for (QString &path : paths) {
            path = folder.isEmpty() ? path : folder + u'/' + path;
        }
        return paths;
    };
    return {.read = read, .list = list};
}

} // namespace countersign::evals
