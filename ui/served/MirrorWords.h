// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/MirrorDesk.h"
#include "ui/common/NoticeBar.h"
#include "ui/common/RowData.h"

#include <QCoreApplication>

namespace countersign {

// What a mirror of the record in a repository is said to be. Text from there comes out as plain text on one line.
class MirrorWords
{
    Q_DECLARE_TR_FUNCTIONS(MirrorWords)

public:
    // The last part of the folder or address.
    [[nodiscard]] static QString name(const MirrorPlace &place);
    // One text for each place.
    [[nodiscard]] static QString key(const MirrorPlace &place);
    [[nodiscard]] static QString standing(const WorkspaceView &view, const MirrorEdit &edit);
    [[nodiscard]] static RequirementRowData row(const WorkspaceView &view, const MirrorEdit &edit);
    [[nodiscard]] static RequirementRowData row(const MirrorFile &file);
    // What was found: how many files wait and how many were edited.
    [[nodiscard]] static QString summary(const MirrorReport &report, bool written);
    // `what` says what did not happen.
    [[nodiscard]] static Notice notice(const Error &error, const QString &what);
};

} // namespace countersign
