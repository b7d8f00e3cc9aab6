// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/State.h"

#include <optional>

namespace countersign {

/// What the record says about the content of one file that a branch brings.
enum class Standing {
    Accepted, ///< an accepted version, and none older than what stood there; or the removal that was accepted
    Older,    ///< an accepted version, and a later one was accepted, or stood there
    Proposed, ///< exactly what the current revision of an open change has
    Unknown,  ///< nobody proposed this
};

struct GovernedFile
{
    ArtifactId artifact = {};
    ArtifactKind kind = ArtifactKind::Prompt;
};

struct FileStanding
{
    Standing standing = Standing::Unknown;
    ChangeId change =
        {}; ///< that accepted or proposes it; null when there is none, or it was there at the beginning
    SemVer version = {}; ///< when it is an accepted version
    SemVer latest = {};  ///< the newest accepted version of the file
    friend bool operator==(const FileStanding &, const FileStanding &) = default;
};

/// Answers for many files of one state. `check` and the hook of a shared repository ask it both. Pure; the state outlives
/// it.
class Standings
{
public:
    explicit Standings(const State &state);

    /// nullopt when the file is not governed.
    [[nodiscard]] std::optional<GovernedFile> governed(const QString &path) const;
    /// A file that has `before` is to have `after`; none: there is no such file.
    [[nodiscard]] FileStanding of(const QString &path, const ContentHash &before,
                                  const ContentHash &after) const;

private:
    [[nodiscard]] const Change *proposal(const QString &path, const ContentHash &after,
                                         ChangeStatus status) const;

    const State &m_state;
    QHash<QString, const Artifact *> m_byPath;
    QHash<QString, QList<const Change *>> m_changes; ///< whose current revision has the path, oldest first
};

} // namespace countersign
