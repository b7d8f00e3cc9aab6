// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "ledger_git/SourceRepository.h"

#include <QList>

namespace countersign {

/// Where the parts of an example workspace lie, all below one folder.
struct ExamplePlaces
{
    QString folder = {};
    QString clone = {};    ///< what a person opens
    QString shared = {};   ///< bare; what the clone's `origin` is
    QString dataRoot = {}; ///< private data of those who open it, so that it goes when the folder goes
};

[[nodiscard]] ExamplePlaces examplePlaces(const QString &folder);

/// Whether the example was made there completely.
[[nodiscard]] bool hasExample(const QString &folder);

/// Where the programs keep the example of this person.
[[nodiscard]] QString defaultExampleFolder();

/// A file of the example as it is shipped: "policy.yaml", "story.yaml", "files/README.md".
[[nodiscard]] QByteArray exampleFile(const QString &path);
/// Paths below files/, sorted.
[[nodiscard]] QStringList exampleFiles();

} // namespace countersign
