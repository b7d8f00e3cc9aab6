// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/example/Example.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace countersign {

ExamplePlaces examplePlaces(const QString &folder)
{
    const QString root = QDir(folder).absolutePath();
    return {.folder = root,
            .clone = root + u"/acme-prompts"_s,
            .shared = root + u"/shared/acme-prompts.git"_s,
            .dataRoot = root + u"/people"_s};
}

bool hasExample(const QString &folder)
{
    const ExamplePlaces places = examplePlaces(folder);
    return QDir(places.clone + u"/.git"_s).exists() && QDir(places.shared).exists();
}

QString defaultExampleFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/countersign/example"_s;
}

QByteArray exampleFile(const QString &path)
{
    QFile file(u":/example/"_s + path);
    const bool open = file.open(QIODevice::ReadOnly);
    Q_ASSERT_X(open, "exampleFile", qPrintable(path));
    return open ? file.readAll() : QByteArray();
}

QStringList exampleFiles()
{
    const QString root = u":/example/files"_s;
    QStringList found;
    for (QDirIterator it(root, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext();) {
        found.append(it.next().mid(root.size() + 1));
    }
    found.sort();
    return found;
}

} // namespace countersign
