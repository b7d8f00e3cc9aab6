// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "domain/State.h"

#include <QByteArray>

#include <functional>

namespace countersign {

/// Gives the bytes of a content. Fails as whoever reads it says.
using ContentReader = std::function<Result<QByteArray>(const ContentHash &)>;

/// Whether two contents of the file at `path` differ in nothing but white space, which is spaces, tabs and line ends
/// between words that stay apart, and mean the same: no setting, heading, message, sentence, list or block becomes
/// another one. Never of a program, where white space may be code, nor of bytes that are no text. Pure; any thread.
[[nodiscard]] bool onlyWhiteSpaceDiffers(const QByteArray &before, const QByteArray &after,
                                         const QString &path);

/// What Assessment::respacedSince says of `files` as the revision behind the first `earlier` ones of `change`: null too
/// when a content cannot be read.
[[nodiscard]] EventId respacedSince(const Change &change, qsizetype earlier, const QList<FileChange> &files,
                                    const ContentReader &read);

/// Whether the texts bear out what the current revision of `change` keeps of approvals, if it keeps any.
[[nodiscard]] bool keepsRightly(const State &state, const Change &change, const ContentReader &read);

/// The state in which no change under review keeps approvals that its texts do not bear out.
[[nodiscard]] State withoutWronglyKept(State state, const ContentReader &read);

} // namespace countersign
