// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Compare.h"
#include "diff/Comparison.h"
#include "domain/SemVer.h"
#include "prompt/Document.h"

#include <QByteArray>
#include <QList>

#include <memory>

namespace countersign {

/// One content of a file as a person reads it: the document, and its text in blocks and sentences.
struct ReadText
{
    prompt::Document document = {};
    /// The text against itself: every row stands on both sides and nothing is marked. Never null after readText().
    std::shared_ptr<const diff::Comparison> blocks = {};

    /// Nothing in it could not be parsed: it is shown as prose, otherwise as plain text.
    [[nodiscard]] bool isReadable() const;
    /// The first problem of the document that made it plain text, or nullptr.
    [[nodiscard]] const prompt::Problem *worstProblem() const;
};

[[nodiscard]] ReadText readText(const QString &path, const QByteArray &bytes);

struct VersionText
{
    SemVer version = {};
    QByteArray bytes = {};
};

/// Since when a sentence says what it says.
struct SentenceOrigin
{
    int version = 0;     ///< index of the youngest version in which its words changed
    QString before = {}; ///< how the version before that had it; empty: it was not there
    friend bool operator==(const SentenceOrigin &, const SentenceOrigin &) = default;
};

/// Who wrote what in the last of some versions.
struct Blame
{
    bool complete = false;              ///< false when the caller asked to stop
    ReadText text = {};                 ///< of the last version
    QList<SentenceOrigin> origins = {}; ///< one for each sentence of `text.blocks`

    /// The youngest version of the sentences in a row of `text.blocks`; -1 when it has none.
    [[nodiscard]] int youngestIn(int row) const;
};

/// `versions` of the file at `path`, oldest first, not empty. A sentence that only moved or was re-wrapped keeps its
/// origin. Pure; any thread.
[[nodiscard]] Blame blameOf(const QString &path, const QList<VersionText> &versions,
                            const diff::Canceled &canceled = {});

} // namespace countersign
