// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompt/Template.h"

#include <cstddef>

namespace countersign::prompt {

[[nodiscard]] TemplateScan scanJinja(QStringView text);
/// Handlebars and Mustache, which share their tags; helpers and each/with contexts are those of Handlebars.
[[nodiscard]] TemplateScan scanHandlebars(QStringView text, TemplateLanguage language);

/// Problems of one text are cut off here: the rest says nothing new.
inline constexpr qsizetype maximumTemplateProblems = 20;

/// Scopes and blocks further out are not looked at, so that hostile nesting costs no more than its length.
inline constexpr std::ptrdiff_t maximumScopes = 100;

[[nodiscard]] inline bool isNameStart(QChar c)
{
    return c.isLetter() || c == u'_';
}

[[nodiscard]] inline bool isNamePart(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}

} // namespace countersign::prompt
