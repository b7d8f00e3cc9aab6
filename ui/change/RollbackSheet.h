// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/Clock.h"
#include "services/Workspace.h"
#include "ui/common/Sheet.h"

#include <memory>

namespace countersign {

// What a rollback is about. `reason` is filled in where the caller knows one.
struct RollbackTarget
{
    ArtifactId artifact = {};
    EnvironmentId environment = {};
    QString reason = {};
};

// The sheet of one rollback: what comes back, whether it still fits, who hears of it, and the button that does it.
// Opens from memory; the difference and the checks fill in when they are known and never block the button.
//
// Make it with `new`, call open(); it deletes itself after it was closed. `workspace` and `clock` outlive it.
class RollbackSheet : public Sheet
{
    Q_OBJECT

public:
    // Covers `covered` (the central widget of the window).
    RollbackSheet(Workspace &workspace, const Clock &clock, const RollbackTarget &target, QWidget *covered);
    ~RollbackSheet() override;

    // The version that would come back; none when there is nothing to go back to.
    [[nodiscard]] SemVer chosen() const;

signals:
    // The pointer stands on `version` again.
    void rolledBack(const countersign::ArtifactId &artifact, const countersign::EnvironmentId &environment,
                    const countersign::SemVer &version);
    // "Whole difference": the owner closes the sheet and shows `left` against `right`.
    void differenceAsked(const QString &path, const countersign::ContentHash &left,
                         const countersign::ContentHash &right);

private:
    class Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace countersign
