// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompt/Document.h"

#include <optional>

namespace countersign::prompt {

struct FrontMatter
{
    Span content = {};       ///< in the source: between the delimiters
    qsizetype bodyStart = 0; ///< after the closing delimiter's line break
    bool closed = true;
};

/// The front matter at the start of a text. Dotprompt allows comment lines before it.
enum class Before { Nothing, Comments };
[[nodiscard]] std::optional<FrontMatter> findFrontMatter(const QString &source, Before before);

/// Whether the content between two --- lines begins like YAML and not like prose between two rules.
[[nodiscard]] bool looksLikeYaml(QStringView content);

/// Settings of a front matter that is no YAML, read line by line as lenient loaders do: "key: value", "key:
/// [a, b]" and "- item" below a key.
[[nodiscard]] QList<Setting> readLenient(const QString &source, Span content);

} // namespace countersign::prompt
