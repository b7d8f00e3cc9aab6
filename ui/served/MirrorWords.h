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
    // What somebody wanted that failed.
    enum class Act { Look, Mirror, Adopt, Remember };

    // The last part of the folder or address.
    [[nodiscard]] static QString name(const MirrorPlace &place);
    // One text for each place.
    [[nodiscard]] static QString key(const MirrorPlace &place);
    [[nodiscard]] static QString standing(const WorkspaceView &view, const MirrorEdit &edit);
    [[nodiscard]] static RequirementRowData row(const WorkspaceView &view, const MirrorEdit &edit);
    [[nodiscard]] static RequirementRowData row(const MirrorFile &file);
    // What was found: how many files wait and how many were edited.
    [[nodiscard]] static QString summary(const MirrorReport &report, bool written);
    // What a run wrote elsewhere than on the branch, or did not bring into a work tree; nullopt: it is all where it belongs.
    [[nodiscard]] static std::optional<Notice> aside(const MirrorReport &report);
    // `what` says what did not happen.
    [[nodiscard]] static Notice notice(const Error &error, Act act, const QString &what);
};

} // namespace countersign
