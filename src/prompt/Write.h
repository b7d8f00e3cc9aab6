// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompt/Document.h"

namespace countersign::prompt {

// `bytes` must be what `document` was parsed from, and stay untouched outside the edit, BOM and line endings
// included. Fails with Invalid when the new text cannot be held there (a line of it would read as a role
// marker, characters that the file's encoding has no place for) and Unsupported when the file is of a kind
// that is never written (binary, UTF-16).

/// `newText` in place of `sourceSpan`, as it stands: nothing is escaped, no line ending is converted.
[[nodiscard]] Result<QByteArray> replace(const QByteArray &bytes, const Document &document, Span sourceSpan,
                                         const QString &newText);

/// A new text for a message. Escapes, indents and converts '\n' as the carrier and the file need it, and
/// changes as few bytes as it can. What was written is read again: on success the message has exactly
/// `newText` and nothing else of the document has changed. Only a message that stands for front matter, YAML
/// or JSON that did not parse is written without that, because mending it changes how the file is read.
[[nodiscard]] Result<QByteArray> setMessageText(const QByteArray &bytes, const Document &document,
                                                qsizetype message, const QString &newText);

/// A new value for the one scalar at `path`. Fails with NotFound when there is no such setting, and with
/// Unsupported when several share the path or the scalar ("tools[]").
[[nodiscard]] Result<QByteArray> setSetting(const QByteArray &bytes, const Document &document,
                                            const QString &path, const QString &value);

} // namespace countersign::prompt
