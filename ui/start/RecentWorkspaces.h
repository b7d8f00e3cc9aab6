// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/start/WorkspaceOpener.h"

class QSettings;

namespace countersign {

struct RecentWorkspace
{
    OpenRequest request = {};
    QString name = {};
    friend bool operator==(const RecentWorkspace &, const RecentWorkspace &) = default;
};

// The workspaces that were open, the last one first; at most ten. `settings` outlives this.
class RecentWorkspaces
{
public:
    explicit RecentWorkspaces(QSettings &settings);

    [[nodiscard]] QList<RecentWorkspace> list() const;
    void add(const RecentWorkspace &workspace);
    void remove(const OpenRequest &request);

private:
    void store(const QList<RecentWorkspace> &list);

    QSettings &m_settings;
};

} // namespace countersign
