// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace countersign::ctl {

enum class LineBreaks {
    Escaped, ///< the text stays on one line
    Kept,    ///< line feeds and tabs are written as they are
};

/// Whether a code point is obeyed or not seen where text is shown: C0, C1, DEL, bidirectional controls, lone
/// surrogates, characters without width and those that only tag others.
[[nodiscard]] bool isUnseen(char32_t c);

/// Text that a terminal shows and never obeys: what is unseen is written as `\x1b`, `\u202e` or `\u{e0041}`.
[[nodiscard]] QString escaped(const QString &text, LineBreaks breaks);

/// The same for bytes; what is not UTF-8 is written byte by byte as `\xe9`.
[[nodiscard]] QString escapedBytes(const QByteArray &bytes);

/// The same for a page, as text or in an attribute's quotes; what is unseen stands in <b>, but for line feeds and tabs.
[[nodiscard]] QString escapedHtml(const QString &text);

/// Printed JSON in which those characters stand as `\u001b`; its meaning is the same.
[[nodiscard]] QByteArray escapedJson(const QByteArray &json);

} // namespace countersign::ctl
