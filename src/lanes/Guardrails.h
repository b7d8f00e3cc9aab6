// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/Policy.h"
#include "prompt/Document.h"

namespace countersign::lanes {

enum class GuardrailKind {
    UnknownVariable, ///< used, but neither declared nor used before; `meant` is the name that is likely meant
    NewVariable,     ///< the same where nothing is declared and no name is near: it may be meant
    DroppedVariable, ///< was used before and is not any more; has no place
    UnbalancedTag,   ///< a template or XML tag without its other half
    MixedTemplates,  ///< tags of another template language, which stay as they are
    BrokenSchema,    ///< `detail` says what is wrong with the output schema, `subject` where in it
    BannedPhrase,    ///< a phrase that the policy does not allow; `detail` is why
};

enum class GuardrailWeight { Wrong, Hint };

/// One remark for the margin of an editor. Words for people are the window's.
struct Guardrail
{
    GuardrailKind kind = GuardrailKind::UnknownVariable;
    GuardrailWeight weight = GuardrailWeight::Wrong;
    QString subject = {}; ///< variable, tag, phrase or place in the schema
    QString detail = {};
    QString meant = {};
    prompt::Span source = {}; ///< in Document::source of the text as it is now; empty when it has no place
    bool isNew = true;        ///< the text before did not have it

    friend bool operator==(const Guardrail &, const Guardrail &) = default;
};

/// What is wrong with a text against the text it came from (an empty one for a new file) and the policy. In the order of the
/// text. Pure, bounded, linear in the text.
[[nodiscard]] QList<Guardrail> guardrails(const prompt::Document &now, const prompt::Document &before,
                                          const Policy &policy);

/// A section that has owners of its own, to which a person does not belong.
struct LockedSection
{
    int section = -1; ///< index into Document::sections
    QString title = {};
    prompt::Span source = {};       ///< in Document::source, with its heading and the sections below it
    QList<RoleId> roles = {};       ///< who owns it …
    QList<PrincipalId> people = {}; ///< … and who by name

    friend bool operator==(const LockedSection &, const LockedSection &) = default;
};

/// Sections of a document that `person` does not own, in the order of the text. A section without owners of its own is nobody's
/// lock; one below a locked section is locked with it.
[[nodiscard]] QList<LockedSection> lockedSections(const prompt::Document &document, const Policy &policy,
                                                  const PrincipalId &person);

/// The names of those who own a section, people before roles, each once.
[[nodiscard]] QStringList ownerNames(const LockedSection &locked, const Policy &policy);

} // namespace countersign::lanes
