// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prompt/Document.h"

namespace countersign::prompt {

enum class SchemaProblemKind {
    NotJson,         ///< a schema in a text that does not parse; `detail` is the parser's words
    UnknownType,     ///< `detail` is the type
    NotAMap,         ///< properties, items or a definition that is none
    UnknownRequired, ///< a required field that no property has; `detail` is its name
    EmptyEnum,
    WrongRange,          ///< a minimum above its maximum; `detail` is the key of the minimum
    UnresolvedReference, ///< `detail` is what $ref says
    NotStrict, ///< "strict" asks for every property to be required and for no others; `detail` is the property
    TooDeep,
};

struct SchemaProblem
{
    SchemaProblemKind kind = SchemaProblemKind::UnknownType;
    QString path = {}; ///< in the schema: "properties.answer.type"
    QString detail = {};
    Span span = {}; ///< in Document::source

    friend bool operator==(const SchemaProblem &, const SchemaProblem &) = default;
};

/// What is wrong with the output schema that a prompt file carries: JSON Schema or Picoschema, as a structure or as JSON in
/// a text. Nothing when there is none. References to other files are left alone. Bounded; at most 50 problems.
[[nodiscard]] QList<SchemaProblem> checkOutputSchema(const Document &document);

} // namespace countersign::prompt
