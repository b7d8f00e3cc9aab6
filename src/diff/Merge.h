// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Range.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <array>
#include <functional>

namespace countersign::diff {

/// The three texts of a merge: the one that both came from, and the two that came of it.
enum class MergeSide { Base, Ours, Theirs };

constexpr int index(MergeSide side)
{
    return side == MergeSide::Base ? 0 : side == MergeSide::Ours ? 1 : 2;
}

enum class MergeOrigin {
    Unchanged, ///< alike in all three
    Ours,      ///< only ours changed it
    Theirs,    ///< only theirs changed it
    Both,      ///< both made the same change
    Conflict,  ///< both changed it, each in its own way; somebody has to choose
};

/// A stretch of the merge. Pieces in order tile each of the three texts and the merged one.
struct MergePiece
{
    MergeOrigin origin = MergeOrigin::Unchanged;
    std::array<Range, 3> range = {}; ///< in the base, ours and theirs, by index(MergeSide)
    Range merged = {};               ///< in Merge::text

    friend bool operator==(const MergePiece &, const MergePiece &) = default;
};

/// Both intentions for one place, side by side. An empty text was taken away, or was not there yet.
struct MergeConflict
{
    int piece = 0; ///< index into Merge::pieces
    QString base = {};
    QString ours = {};
    QString theirs = {};

    friend bool operator==(const MergeConflict &, const MergeConflict &) = default;
};

struct Merge
{
    bool complete = false; ///< false when the caller asked to stop; then nothing else may be relied on
    QString text = {};     ///< the base stands where there is a conflict: neither side wins unasked
    QList<MergePiece> pieces = {};
    QList<MergeConflict> conflicts = {};

    bool isClean() const { return complete && conflicts.isEmpty(); }

    friend bool operator==(const Merge &, const Merge &) = default;
};

/// What may not be taken apart. A paragraph of prose is merged sentence by sentence, a configuration line by line; the
/// front matter of a prose file is always merged line by line.
enum class MergeUnit { Sentence, Line };

/// Merges two texts that came of one. Changes of different sentences are both kept, byte for byte; a sentence that both
/// changed is a conflict, except where one of them only wrapped or spaced it differently. Which side is ours decides
/// nothing but the names. Stops soon after `canceled` says so.
Merge mergeTexts(const QString &base, const QString &ours, const QString &theirs,
                 MergeUnit unit = MergeUnit::Sentence, const std::function<bool()> &canceled = {});

/// What somebody chose for a conflict. OursThenTheirs keeps both, one after the other.
enum class MergeChoice { Base, Ours, Theirs, OursThenTheirs };

/// The words that a choice puts in the place of a conflict.
QString chosen(const MergeConflict &conflict, MergeChoice choice);

/// The merged text with these words in the places of the conflicts, in order; conflicts beyond the list keep the base.
QString resolvedWith(const Merge &merge, const QStringList &words);

/// The same with a choice for each conflict.
QString resolved(const Merge &merge, const QList<MergeChoice> &choices);

} // namespace countersign::diff
