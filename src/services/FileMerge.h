// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Merge.h"
#include "services/WorkspaceView.h"

namespace countersign {

/// What a file is to be merged with: usually its accepted content, which is not the one that it was written against.
struct MergeTarget
{
    ArtifactId artifact = {}; ///< the one that holds the path now, or the one that the text went to
    QString path = {};
    ContentHash content = {}; ///< none: the file was taken away
    QString version = {};     ///< empty when it was taken away
    ChangeId change = {};     ///< that brought it; null when it came otherwise
    bool moved = false;       ///< the text that the file was written against stands at another path now

    friend bool operator==(const MergeTarget &, const MergeTarget &) = default;
};

/// A file on its three sides. `mine.before` is what both came from.
struct MergeInput
{
    EditedFile mine = {};
    ContentHash stored = {}; ///< when set: content that stands for mine.text
    MergeTarget onto = {};
};

enum class FileMergeKind {
    Text,          ///< `merge` says what came of it
    TakenAwayByMe, ///< I take the file away, meanwhile it was changed: somebody has to choose
    TakenAwayByThem, ///< it was taken away meanwhile, I changed it: somebody has to choose
    Unreadable,    ///< no text, and both changed it: one of the two has to be chosen as a whole
    Settled,       ///< only one side did anything, or both the same; `settled` is it
};

/// What came of merging one file.
struct FileMerge
{
    EditedFile mine = {}; ///< with its text, also when that was stored
    MergeTarget onto = {};
    FileMergeKind kind = FileMergeKind::Text;
    diff::Merge merge = {};  ///< of the three texts
    QString base = {};       ///< the texts with '\n' at the end of each line; empty where there is none
    QString ours = {};
    QString theirs = {};
    QByteArray theirBytes = {};
    EditedFile settled = {}; ///< of kind Settled

    /// Places where somebody has to choose.
    [[nodiscard]] int questions() const;
};

/// What `file` would have to be merged with; nothing while it is written against what is accepted. `others`: files that
/// are edited together with it.
[[nodiscard]] std::optional<MergeTarget> mergeTargetOf(const State &state, const EditedFile &file,
                                                       const QList<EditedFile> &others = {});
/// The same for every file that has one.
[[nodiscard]] QList<MergeInput> mergesNeeded(const State &state, const QList<EditedFile> &files);

/// Merges one file. `base` and `theirs` are the contents that the input names. Pure; any thread; incomplete when
/// `canceled` said so.
[[nodiscard]] FileMerge mergeFile(const MergeInput &input, const QByteArray &base, const QByteArray &mine,
                                  const QByteArray &theirs, const std::function<bool()> &canceled = {});

/// The file to propose, written against what it was merged with, with these words in the places of its conflicts. Of a
/// file that is chosen as a whole `side` decides. Bytes outside of what was merged in stay as mine has them.
/// Fails: Invalid, Unsupported.
[[nodiscard]] Result<EditedFile> mergedFile(const FileMerge &merge, const QStringList &words,
                                            diff::MergeSide side = diff::MergeSide::Ours);

} // namespace countersign
