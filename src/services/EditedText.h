// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QString>

namespace countersign {

// A file as the editor holds it: every line end is '\n'. `problem` says why it can only be read.
struct EditableText
{
    QString text = {};
    QString problem = {}; // stable id: "binary", "utf-16", "separators"; empty: may be edited

    friend bool operator==(const EditableText &, const EditableText &) = default;
};

[[nodiscard]] EditableText editableText(const QByteArray &bytes, const QString &path);

// The bytes with `text` in place of what editableText() gave for them: only the stretch that changed is written, line
// ends, encoding, byte order mark and undecodable bytes elsewhere stay. Fails: Invalid, Unsupported.
[[nodiscard]] Result<QByteArray> bytesWithText(const QByteArray &bytes, const QString &path, const QString &text);

} // namespace countersign
