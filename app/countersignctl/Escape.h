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

/// Text that a terminal shows and never obeys: C0, C1, DEL, bidirectional controls and lone surrogates are written as
/// `\x1b` or `\u202e`.
[[nodiscard]] QString escaped(const QString &text, LineBreaks breaks);

/// The same for bytes; what is not UTF-8 is written byte by byte as `\xe9`.
[[nodiscard]] QString escapedBytes(const QByteArray &bytes);

/// Printed JSON in which those characters stand as `\u001b`; its meaning is the same.
[[nodiscard]] QByteArray escapedJson(const QByteArray &json);

} // namespace countersign::ctl
