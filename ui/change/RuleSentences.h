// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTranslation>

#include <QLatin1StringView>

#include <algorithm>
#include <iterator>

namespace countersign {

/// Why a finding of a lane rule matters, in one sentence. The window translates it, the command line prints it as it is.
struct RuleSentence
{
    const char *rule;
    const char *sentence; ///< English; of the translation context RuleNames
};

inline constexpr RuleSentence ruleSentences[] = {
    {"analysis.incomplete",
     QT_TRANSLATE_NOOP("RuleNames",
                       "Part of the change was not read to its end, so nobody can say that it is harmless.")},
    {"analysis.unreadable",
     QT_TRANSLATE_NOOP("RuleNames", "Some bytes cannot be shown as text, so a person has to look at them.")},
    {"artifact.authority",
     QT_TRANSLATE_NOOP("RuleNames",
                       "This file says what may be done and by whom; any change of it can widen that.")},
    {"artifact.configuration",
     QT_TRANSLATE_NOOP("RuleNames", "Programs read this file; another value changes what they do.")},
    {"author.machine",
     QT_TRANSLATE_NOOP("RuleNames", "No person wrote this text, so a person has to read it.")},
    {"authority.approval",
     QT_TRANSLATE_NOOP("RuleNames",
                       "Who has to agree, or to whom something is handed over, is not the same any more.")},
    {"authority.permission",
     QT_TRANSLATE_NOOP("RuleNames", "What the assistant may do by itself is not the same any more.")},
    {"authority.stop",
     QT_TRANSLATE_NOOP("RuleNames",
                       "When the assistant gives up or goes on by itself is not the same any more.")},
    {"authority.switch",
     QT_TRANSLATE_NOOP("RuleNames",
                       "A switch decides whether a person is asked, and it stands otherwise now.")},
    {"authority.threshold",
     QT_TRANSLATE_NOOP("RuleNames",
                       "The limit that sends work to a person moved, so people see more of it or less.")},
    {"code.around",
     QT_TRANSLATE_NOOP("RuleNames", "Only the program around the prompt changed; the model reads the same.")},
    {"contract.output",
     QT_TRANSLATE_NOOP("RuleNames", "Programs or people that read the answer rely on this form.")},
    {"contract.schema",
     QT_TRANSLATE_NOOP("RuleNames", "Programs read these fields; another name or type can break them.")},
    {"history.incident",
     QT_TRANSLATE_NOOP(
         "RuleNames",
         "This prompt was rolled back or complained about lately, so it deserves a closer look.")},
    {"policy.conduct",
     QT_TRANSLATE_NOOP("RuleNames",
                       "A rule for how people are treated got weaker, stronger, wider or narrower.")},
    {"policy.decision",
     QT_TRANSLATE_NOOP("RuleNames",
                       "By this criterion people, claims or contents are let through or turned away.")},
    {"policy.eligibility",
     QT_TRANSLATE_NOOP("RuleNames", "Who qualifies, and who does not, is decided by this.")},
    {"policy.legal",
     QT_TRANSLATE_NOOP("RuleNames", "Duties and liability under the law hang on these words.")},
    {"policy.medical", QT_TRANSLATE_NOOP("RuleNames", "People may act on this as medical advice.")},
    {"policy.money",
     QT_TRANSLATE_NOOP("RuleNames", "It decides what somebody pays, gets back or is promised, or by when.")},
    {"policy.privacy",
     QT_TRANSLATE_NOOP("RuleNames", "It decides what is asked, kept or said about a person.")},
    {"policy.safety",
     QT_TRANSLATE_NOOP("RuleNames",
                       "It decides what is refused, and what is said about dangerous or forbidden things.")},
    {"policy.section",
     QT_TRANSLATE_NOOP("RuleNames", "This section holds rules, and one of its binding sentences changed.")},
    {"policy.source",
     QT_TRANSLATE_NOOP("RuleNames",
                       "It decides what answers may rest on, and what is said when nothing is known.")},
    {"section.owned",
     QT_TRANSLATE_NOOP("RuleNames", "This section has owners of its own, who want to know.")},
    {"settings.activation", QT_TRANSLATE_NOOP("RuleNames", "It decides when the prompt is used at all.")},
    {"settings.environment", QT_TRANSLATE_NOOP("RuleNames", "Only the environment of the program changed.")},
    {"settings.key",
     QT_TRANSLATE_NOOP(
         "RuleNames",
         "A setting that switches something has another name, so it may start or stop to count.")},
    {"settings.key_harmless",
     QT_TRANSLATE_NOOP("RuleNames", "A setting has another name and the same value.")},
    {"settings.metadata", QT_TRANSLATE_NOOP("RuleNames", "Nothing of this reaches the model.")},
    {"settings.model",
     QT_TRANSLATE_NOOP("RuleNames", "Another model or endpoint answers, and it may answer otherwise.")},
    {"settings.notation", QT_TRANSLATE_NOOP("RuleNames", "The value is the same, only written otherwise.")},
    {"settings.parameter", QT_TRANSLATE_NOOP("RuleNames", "The same prompt can give other answers with it.")},
    {"settings.retrieval",
     QT_TRANSLATE_NOOP("RuleNames", "Other passages can be found, so answers can rest on something else.")},
    {"settings.safety",
     QT_TRANSLATE_NOOP("RuleNames", "A guard against unsafe content stands otherwise now.")},
    {"settings.threshold", QT_TRANSLATE_NOOP("RuleNames", "A limit moved, so other work passes or fails.")},
    {"settings.unknown",
     QT_TRANSLATE_NOOP("RuleNames", "No rule knows what this setting does, so a person has to say.")},
    {"shared.consumers", QT_TRANSLATE_NOOP("RuleNames", "Other prompts use this text and change with it.")},
    {"template.count", QT_TRANSLATE_NOOP("RuleNames", "The same variable is used more often or less often.")},
    {"template.logic", QT_TRANSLATE_NOOP("RuleNames", "Which parts of the prompt are sent depends on this.")},
    {"template.role",
     QT_TRANSLATE_NOOP("RuleNames", "The model takes a text otherwise when it comes as another role.")},
    {"template.variable",
     QT_TRANSLATE_NOOP("RuleNames", "The program has to fill in other data, or the model gets less.")},
    {"text.clarification", QT_TRANSLATE_NOOP("RuleNames", "It explains and asks for nothing new.")},
    {"text.comment", QT_TRANSLATE_NOOP("RuleNames", "Only people read it, the model does not.")},
    {"text.customer_wording", QT_TRANSLATE_NOOP("RuleNames", "Customers read these words.")},
    {"text.encouragement", QT_TRANSLATE_NOOP("RuleNames", "It cheers the model on and asks for nothing.")},
    {"text.hidden",
     QT_TRANSLATE_NOOP("RuleNames", "There are characters that nobody sees and the model reads.")},
    {"text.identifier",
     QT_TRANSLATE_NOOP("RuleNames", "These names are copied into calls and files, so they must fit.")},
    {"text.language",
     QT_TRANSLATE_NOOP("RuleNames", "The rules do not read this language, so a person has to.")},
    {"text.layout", QT_TRANSLATE_NOOP("RuleNames", "Only how the answer is laid out changed.")},
    {"text.length", QT_TRANSLATE_NOOP("RuleNames", "Only how long the answer is changed.")},
    {"text.markup", QT_TRANSLATE_NOOP("RuleNames", "The words are the same, only the markup changed.")},
    {"text.note", QT_TRANSLATE_NOOP("RuleNames", "A note or a link, no instruction.")},
    {"text.obligation",
     QT_TRANSLATE_NOOP("RuleNames",
                       "Something is asked for more strongly, less strongly or under other conditions.")},
    {"text.order", QT_TRANSLATE_NOOP("RuleNames", "The same sentences stand in another order.")},
    {"text.quantity", QT_TRANSLATE_NOOP("RuleNames", "A number of this instruction changed.")},
    {"text.reference", QT_TRANSLATE_NOOP("RuleNames", "A reference changed, no instruction.")},
    {"text.role",
     QT_TRANSLATE_NOOP("RuleNames", "The assistant is told otherwise who it is and what it is for.")},
    {"text.sample", QT_TRANSLATE_NOOP("RuleNames", "Only an example changed.")},
    {"text.sample_authority",
     QT_TRANSLATE_NOOP("RuleNames",
                       "The example shows how something is done without asking, and examples are copied.")},
    {"text.scoring", QT_TRANSLATE_NOOP("RuleNames", "Work is judged by this, so its marks can move.")},
    {"text.spelling", QT_TRANSLATE_NOOP("RuleNames", "Only the spelling changed.")},
    {"text.step", QT_TRANSLATE_NOOP("RuleNames", "What is done, and in which order, changed.")},
    {"text.threshold", QT_TRANSLATE_NOOP("RuleNames", "A limit or a score by which work is judged changed.")},
    {"text.tone", QT_TRANSLATE_NOOP("RuleNames", "Only the tone of texts for colleagues changed.")},
    {"text.topic", QT_TRANSLATE_NOOP("RuleNames", "An entry of a list of topics changed.")},
    {"tools.approval",
     QT_TRANSLATE_NOOP("RuleNames", "It says whether somebody must agree before the tool is used.")},
    {"tools.description", QT_TRANSLATE_NOOP("RuleNames", "The model chooses its tools by this text.")},
    {"tools.names",
     QT_TRANSLATE_NOOP("RuleNames",
                       "A tool has another name; if nobody provides it under that name, it is gone.")},
    {"tools.prose",
     QT_TRANSLATE_NOOP("RuleNames", "The text lists what the assistant can call, and the list changed.")},
    {"tools.set", QT_TRANSLATE_NOOP("RuleNames", "The assistant can do more than before, or less.")},
    {"watched.file",
     QT_TRANSLATE_NOOP("RuleNames",
                       "The policy of this team says that changes of this file need a closer look.")},
    {"watched.phrase", QT_TRANSLATE_NOOP("RuleNames", "The policy of this team watches these words.")},
    {"watched.section", QT_TRANSLATE_NOOP("RuleNames", "The policy of this team watches this section.")},
    {"watched.setting", QT_TRANSLATE_NOOP("RuleNames", "The policy of this team watches this setting.")},
    {"workflow.binding",
     QT_TRANSLATE_NOOP("RuleNames",
                       "In a workflow in which mistakes cost something, a binding sentence changed.")},
    {"workflow.customer_visible",
     QT_TRANSLATE_NOOP("RuleNames", "Customers see what comes out of this workflow.")},
};

/// What is added where the rule was found in a sample answer; %1 is its sentence.
inline constexpr const char *exampleSentence =
    QT_TRANSLATE_NOOP("RuleNames", "%1 Examples are followed like rules.");

/// nullptr for a rule that this program does not know.
[[nodiscard]] inline const char *findRuleSentence(QLatin1StringView rule)
{
    const auto *const found = std::ranges::find(
        ruleSentences, rule, [](const RuleSentence &known) { return QLatin1StringView(known.rule); });
    return found == std::end(ruleSentences) ? nullptr : found->sentence;
}

} // namespace countersign
