// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/Network.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLibrary>

using namespace Qt::StringLiterals;

namespace countersign::connectors {

namespace {

[[nodiscard]] Result<Network *> load()
{
    QStringList folders = QCoreApplication::libraryPaths();
    folders.prepend(QCoreApplication::applicationDirPath() + QStringLiteral("/" COUNTERSIGN_MODULE_FOLDER));
    QStringList tried;
    for (const QString &folder : std::as_const(folders)) {
        const QString file = folder + u"/countersign_network.so"_s;
        if (!QFileInfo::exists(file)) {
            tried << file;
            continue;
        }
        QLibrary library(file);
        // A module of another version lacks the symbol.
        if (const QFunctionPointer open = library.resolve(QT_STRINGIFY(COUNTERSIGN_NETWORK_ENTRY)))
            return reinterpret_cast<Network *(*)()>(open)();
        tried << library.errorString();
    }
    return failure(ErrorCode::Unavailable, u"network"_s, tried.join(u"; "_s));
}

} // namespace

Line::~Line() = default;
Network::~Network() = default;

Result<Network *> network()
{
    static const Result<Network *> module = load();
    return module;
}

} // namespace countersign::connectors
