// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Fold.h"
#include "ledger/Envelope.h"

namespace countersign {

/// Of the tree that this program writes; see docs/ledger.md.
inline constexpr int treeVersion = 1;

/// A file of the readable tree: given bytes, or content by its hash.
struct TreeFile
{
    QByteArray bytes = {};
    ContentHash content = {}; ///< none: `bytes` are the file
    [[nodiscard]] ContentHash hash() const;
    friend bool operator==(const TreeFile &, const TreeFile &) = default;
};
using ReadableTree = QMap<QString, TreeFile>;

/// One segment of a path in the tree: letters, digits, `.`, `_` and `-` as they are, other bytes of the UTF-8 form and
/// names with a meaning of their own (`.git…`, dots only) with `%XX`.
[[nodiscard]] QString treeName(QStringView name);
/// treeName() for each segment between slashes.
[[nodiscard]] QString treePath(QStringView path);
/// `prompts/<artifact>/<version>/<file name>`: where accepted content stands.
[[nodiscard]] QString acceptedPath(const Artifact &artifact, const SemVer &version);

/// What project() must know of the state before an event; small, so that nobody copies a state for it.
struct TreeBasis
{
    QMap<ArtifactId, qsizetype> versions = {}; ///< how many versions the artifacts of the event had
    QList<EnvironmentId> environments = {};
};
[[nodiscard]] TreeBasis treeBasis(const State &before, const Placed &placed);

/// What `placed`, judged as `verdict`, changes in the readable tree, without `ledger/`. Only an effective event changes
/// anything. `after` is the state behind it.
[[nodiscard]] QList<TreeEdit> project(const TreeBasis &before, const State &after, const Placed &placed,
                                      const Verdict &verdict);

/// The whole readable tree of a state, without `ledger/`; equal to all project() of its events in order.
[[nodiscard]] ReadableTree projectAll(const State &state);

/// Applies `edits` to `tree` and returns the paths whose file is another one than before, sorted.
QStringList applyEdits(ReadableTree &tree, const QList<TreeEdit> &edits);

} // namespace countersign
