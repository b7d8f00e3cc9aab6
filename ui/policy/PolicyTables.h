// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/WorkspaceView.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/Signs.h"

#include <QCoreApplication>

#include <optional>

namespace countersign {

// One cell of a table of the policy: words, or a lane as its chip.
struct PolicyCell
{
    QString text = {};
    std::optional<LaneShape> lane = {};
    bool strong = false;
    bool muted = false;
    bool code = false;
};

struct PolicyTable
{
    QStringList heads = {};               // empty: the first row is the head, with chips
    QList<QList<PolicyCell>> rows = {};
    QList<int> widths = {};               // in parts of the whole
};

enum class PolicySection { Lanes, People, Roles, Owners, Paths, Workflows, Environments, Rules, AsText };

// A policy in words, as tables. Pure.
class PolicyTables
{
    Q_DECLARE_TR_FUNCTIONS(PolicyTables)

public:
    [[nodiscard]] static QString name(PolicySection section);
    // Under the title: what the section is about.
    [[nodiscard]] static QString explanation(PolicySection section, const Policy &policy);
    // The count beside the name in the list; -1 for none.
    [[nodiscard]] static int count(PolicySection section, const Policy &policy);
    [[nodiscard]] static PolicyTable table(PolicySection section, const WorkspaceView &view);
    // "Billing, Legal and Compliance".
    [[nodiscard]] static QString list(const QStringList &words);
    // Rules that nobody can satisfy, as sentences.
    [[nodiscard]] static QStringList warnings(const Policy &policy);

private:
    [[nodiscard]] static PolicyTable lanes(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable people(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable roles(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable owners(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable paths(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable workflows(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable environments(const WorkspaceView &view);
    [[nodiscard]] static PolicyTable rules(const WorkspaceView &view);
};

} // namespace countersign
