// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Workspace.h"

#include <QCoreApplication>

namespace countersign {

// What the Prompts page says about files, versions and owners.
class PromptWords
{
    Q_DECLARE_TR_FUNCTIONS(PromptWords)

public:
    // "Billing, Bode Okafor": roles and people who own the file or one of its sections; empty when nobody does.
    [[nodiscard]] static QString owners(const WorkspaceView &view, const Artifact &artifact);
    // "Owner: Support. Section “Refund rules” belongs to Billing.", or that nobody owns it.
    [[nodiscard]] static QString ownership(const WorkspaceView &view, const Artifact &artifact);
    // Whether the person at the window owns it, edits it, or wrote its open change.
    [[nodiscard]] static bool isMine(const WorkspaceView &view, const Artifact &artifact);
    // The name of the change that made a version, or words for what was there at the beginning.
    [[nodiscard]] static QString versionTitle(const WorkspaceView &view, const VersionRecord &version);
    // "12 Aug, Ana Ruiz".
    [[nodiscard]] static QString versionNote(const WorkspaceView &view, const VersionRecord &version, qint64 now);
    // Who wrote a version: the author of its change, or who recorded it.
    [[nodiscard]] static PrincipalId authorOf(const WorkspaceView &view, const VersionRecord &version);
    // "8a135e1": as much of a commit's name as people say.
    [[nodiscard]] static QString commitName(const BranchText &commit);
    // "12 Aug, Ana Ruiz", as the commit claims.
    [[nodiscard]] static QString commitNote(const BranchText &commit, qint64 now);
    // A title short enough to stand over a column of figures.
    [[nodiscard]] static QString shortEnvironment(const Environment &environment);
    [[nodiscard]] static QString kind(ArtifactKind kind);
    // The open change of a file that was touched last, or nullptr.
    [[nodiscard]] static const Change *openChange(const WorkspaceView &view, const ArtifactId &artifact);
};

} // namespace countersign
