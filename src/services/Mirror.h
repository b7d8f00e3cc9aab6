// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/BranchWatch.h"
#include "services/Standing.h"

namespace countersign {

/// A file of a mirror that is to become what was accepted.
struct MirrorFile
{
    ArtifactId artifact = {};
    QString path = {};
    SemVer version = {};     ///< that it becomes; null when it is removed
    ContentHash before = {}; ///< what stands there; none: no such file
    ContentHash after = {};  ///< none: it is removed
    bool putBack = false;    ///< it overwrites an edit, as somebody asked for
    friend bool operator==(const MirrorFile &, const MirrorFile &) = default;
};

/// An edit that somebody wants overwritten.
struct MirrorPutBack
{
    QString edit = {}; ///< its path or prompt
    std::optional<ContentHash> found =
        {}; ///< that they saw there (none: no file); nullopt: whatever stands there
};

/// Why the bytes of an edit can be neither read nor replaced.
enum class MirrorObstacle {
    None,
    NotAFile, ///< a link, a submodule or a folder stands there, or no folder above it; or no file may have that name
    TooLarge, ///< larger than a prompt can be
};

/// An edit of a governed file that reached the mirror without an accepted version.
struct MirrorEdit
{
    UngovernedEdit edit = {};
    FileStanding standing = {}; ///< Proposed once it was taken back as a change that is open
    MirrorObstacle obstacle = MirrorObstacle::None;
    friend bool operator==(const MirrorEdit &, const MirrorEdit &) = default;
};

/// A mirror beside the record.
struct MirrorReport
{
    QString branch = {};
    QByteArray tip = {};          ///< commit that was looked at; empty: the branch is not there yet
    Head head = {};               ///< of the record that was looked at
    Sequence mirrored = 0;        ///< how far the record was mirrored before; 0: never
    QList<MirrorFile> files = {}; ///< that were written, or would be; by path
    QList<MirrorEdit> edits =
        {};                   ///< that stand, by path; they are never overwritten unless they are in `files`
    QByteArray commit = {};   ///< that was written; empty: none
    QStringList notices = {}; ///< as in WriteReceipt::notices
    friend bool operator==(const MirrorReport &, const MirrorReport &) = default;
};

/// Compares a branch with the record. Behind is a file that has what the record had accepted when it was mirrored last, or since, or,
/// where it never was, any accepted bytes or none at all; every other difference is an edit. So no byte that nobody accepted is ever
/// overwritten, whatever the messages of commits say.
///
/// Blocking. Fails as Source does; NotFound (subject: one of `putBack` that nobody edited); Conflict (subject: "edited-again",
/// detail: one of `putBack` where by now something else stands than was seen); Refused (subject: "not-a-file" or "too-large",
/// detail: a path of `putBack`).
[[nodiscard]] Result<MirrorReport> lookAtMirror(Source &source, BranchWatch &watch, const State &state,
                                                const QString &branch, const QList<MirrorPutBack> &putBack,
                                                const std::stop_token &stop);

/// Names in `edit` everybody who made it since accepted bytes stood there. Blocking. Fails as Source::editsSince().
[[nodiscard]] Done tellEditors(const Source &source, const QByteArray &tip, const State &state,
                               UngovernedEdit &edit, const std::stop_token &stop);

/// The commit for `report.files`: which versions, and in its trailers which record as far as which event. Contents by hash
/// from `contents`, which has them all.
[[nodiscard]] SourceCommitRequest mirrorCommit(const State &state, const MirrorReport &report,
                                               const QHash<ContentHash, QByteArray> &contents);

/// How far a commit says that it mirrors this record; nullopt: it is no commit of a mirror of it. Anybody can write a message:
/// only an event that stands in the record with the link that is named is believed.
[[nodiscard]] std::optional<Sequence> mirroredUpTo(const State &state, QStringView message);

} // namespace countersign
