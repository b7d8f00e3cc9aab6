// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "prompt/Document.h"

#include <KSyntaxHighlighting/Definition>

namespace KSyntaxHighlighting {
class Repository;
}

namespace countersign {

// Every definition, ours among them. Reading them takes a while, so that one collection serves the whole program; use it
// from the thread of the window.
[[nodiscard]] const KSyntaxHighlighting::Repository &syntaxRepository();

// How a file is coloured: prompts with the tags of their template language, anything else by its name. Always valid.
[[nodiscard]] KSyntaxHighlighting::Definition syntaxDefinitionFor(const QString &path, prompt::Format format,
                                                                  prompt::TemplateLanguage language);

// The same for a text whose format is not known yet; looks at its beginning only.
[[nodiscard]] KSyntaxHighlighting::Definition syntaxDefinitionFor(const QString &path, const QString &text);

} // namespace countersign
