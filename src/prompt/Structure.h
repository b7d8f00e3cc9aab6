// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompt/Tree.h"

namespace countersign::prompt {

/// What a walk over a tree finds.
struct StructuredContent
{
    QList<Message> messages = {};
    QList<Setting> settings = {};
    QList<Variable> declared = {};                      ///< inputs that the file declares
    TemplateLanguage language = TemplateLanguage::None; ///< as the file names it
    bool namesLanguage = false;                         ///< the file names one, be it known or not
    QString languageName = {};
};

enum class Prompts {
    None,     ///< front matter: every value is a setting
    Detected, ///< a configuration: values that read as prompts are messages
};

[[nodiscard]] StructuredContent readStructure(const std::vector<TreeNode> &documents, Prompts prompts);

/// "max_tokens", "max-tokens" and "maxTokens" as one word.
[[nodiscard]] QString plainKey(QStringView key);

/// Whether a list written as one scalar, "Read, Bash(git add:*)", is a list under this plain key.
[[nodiscard]] bool isCommaList(const QString &word);

/// The elements of such a list; commas inside brackets divide nothing.
[[nodiscard]] QList<Span> splitCommas(const QString &value);

/// Appends the inputs that a file declares: inputs, input.schema (Picoschema or JSON Schema),
/// input_variables. `depth` is 0 at the top of the file.
void findDeclarations(const TreeNode &node, int depth, QList<Variable> &declared);

/// The kind a setting has by its path.
[[nodiscard]] SettingKind kindOfSetting(const QString &path);

} // namespace countersign::prompt
