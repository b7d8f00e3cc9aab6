// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/countersignctl/Output.h"
#include "services/BranchCheck.h"

namespace countersign::ctl {

/// A governed path with something at it that the record cannot say anything about.
struct StrangeFile
{
    QString path = {};
    QString words = {}; ///< what is strange about it
};

/// Everything that `check` found out.
struct CheckReport
{
    QString base = {}; ///< as it was given
    QString head = {};
    QByteArray baseCommit = {};
    QByteArray headCommit = {};
    QByteArray mergeBase = {};
    QList<CheckedFile> files = {}; ///< governed ones that differ, by path
    QList<StrangeFile> strange = {};
    QStringList ungoverned = {};

    [[nodiscard]] qsizetype unmet() const;
    [[nodiscard]] bool met() const { return unmet() == 0; }
    /// Whether a newer Countersign wrote about one of the changes, so that nobody here can say.
    [[nodiscard]] bool isBeyondUs(const State &state) const;
};

enum class CheckFormat { Text, Json, Markdown, Junit };

void printCheck(Output &out, const State &state, const CheckReport &report, CheckFormat format);
/// Workflow commands for hosted CI, one a line: an error for what is not met, a warning where a recorded lane is lower
/// than the one found here.
[[nodiscard]] QByteArray annotations(const State &state, const CheckReport &report);

/// Text for the message of a workflow command, and for one of its properties.
[[nodiscard]] QString commandData(const QString &text);
[[nodiscard]] QString commandProperty(const QString &text);

} // namespace countersign::ctl
