// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRandomGenerator>
#include <QString>
#include <QStringList>

namespace countersign::test {

/// One of 3 to 14 words, with tags, links and other scripts among them.
[[nodiscard]] QString sentence(QRandomGenerator &random);
/// Headings, lists, code, tables, tags and paragraphs; may be empty.
[[nodiscard]] QString text(QRandomGenerator &random);
/// Words, sentences and blocks changed, taken away, added, moved; white space too.
[[nodiscard]] QString edited(const QString &text, QRandomGenerator &random);
/// A paragraph of plain words, none of which says anything at the start of a line.
[[nodiscard]] QStringList plainSentences(QRandomGenerator &random, int count);
/// The same words with a line end where `width` is reached, never before what would begin a block of its own.
[[nodiscard]] QString wrapped(const QString &paragraph, int width);

} // namespace countersign::test
