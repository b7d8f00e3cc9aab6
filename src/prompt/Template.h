// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompt/Document.h"

namespace countersign::prompt {

/// One place where a template names something. Ranges are in the scanned text.
struct TemplateUse
{
    QString name = {};
    VariableKind kind = VariableKind::Input;
    Span span = {}; ///< of the name
};

/// A tag with an effect on the prompt's shape: {{role "system"}}, {{#role "system"}}, {{/role}}.
struct RoleTag
{
    enum class Kind { Marker, Open, Close };

    Kind kind = Kind::Marker;
    QString role = {};
    Span span = {}; ///< the whole tag with its braces
};

struct TemplateProblem
{
    ProblemKind kind = ProblemKind::UnclosedTag;
    QString detail = {};
    Span span = {};
};

struct TemplateScan
{
    QList<TemplateUse> uses = {};
    QList<RoleTag> roleTags = {}; ///< Handlebars only
    QList<TemplateProblem> problems = {};
};

/// Tokenises a text in a template language. Linear in the text; never evaluates anything.
[[nodiscard]] TemplateScan scanTemplate(QStringView text, TemplateLanguage language);

/// The language whose tags a text has, None when it has none. `prose` leaves out what Markdown shows inside
/// code fences and the {x} of Python, which in prose are mostly examples and paths.
enum class Guessing { Template, Prose };
[[nodiscard]] TemplateLanguage guessLanguage(QStringView text, Guessing guessing);

/// A name as formats write it ("jinja2", "nunjucks", "f-string", "mustache", "curly" …); None when it is not
/// known.
[[nodiscard]] TemplateLanguage languageNamed(const QString &name);

/// ${env:NAME}, ${file:path} and file://path in any text.
[[nodiscard]] QList<TemplateUse> scanReferences(QStringView text);

} // namespace countersign::prompt
