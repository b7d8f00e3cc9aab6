// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompt/Document.h"

namespace countersign::prompt {

enum class ArtifactGuess { None, Prompt, Tools, Retrieval, Routing, Suite };

/// What a file of an unknown repository most probably is, from its path and its first bytes (a few KiB are
/// enough). Never reads anything; used to propose a policy, which a person then reviews.
[[nodiscard]] ArtifactGuess guessArtifact(const QString &path, const QByteArray &firstBytes);

/// The format that a path and the text of a file stand for.
[[nodiscard]] Format formatOf(const QString &path, const QString &text);

} // namespace countersign::prompt
