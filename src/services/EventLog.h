// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ledger/Recorder.h"
#include "services/Workspace.h"

#include <functional>

namespace countersign {

/// Where a text is found for the words of a query.
using TextLookup = std::function<QString(const ContentHash &)>;

[[nodiscard]] LogEntry logEntryOf(const Recorded &recorded);

/// Artifacts that an event is about: those it names, or those of the change it belongs to.
[[nodiscard]] QSet<ArtifactId> artifactsOf(const State &state, const LogEntry &entry);

/// Whether an entry is one that `query` asks for; place and number are the caller's.
[[nodiscard]] bool matches(const LogQuery &query, const LogEntry &entry, const State &state, const TextLookup &text);

/// The newest entries below `query.before`, newest first. Fails: Corrupt, Unavailable, Canceled.
[[nodiscard]] Result<QList<LogEntry>> readLog(const Recorder &recorder, const LogQuery &query, const TextLookup &text,
                                              const std::function<bool()> &canceled);

/// The sentence of `content` around the first place that holds `words` (without case), white space made single; empty
/// when there is none.
[[nodiscard]] QString sentenceWith(const QByteArray &content, const QString &words);

} // namespace countersign
