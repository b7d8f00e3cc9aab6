// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/Workspace.h"

namespace countersign {

QList<FindingRecord> AssessedChange::findings() const
{
    QList<FindingRecord> all;
    for (const FileComparison &file : files) {
        all.append(file.findings);
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const FindingRecord &a, const FindingRecord &b) { return a.lane > b.lane; });
    return all;
}

Workspace::Workspace(QObject *parent) : QObject(parent) { }

} // namespace countersign
