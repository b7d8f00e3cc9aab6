// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/RuleNames.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace countersign {

std::optional<QString> RuleNames::of(const QString &rule)
{
    static const QHash<QString, const char *> names = {
        {u"analysis.incomplete"_s, QT_TR_NOOP("Not analysed to the end")},
        {u"analysis.unreadable"_s, QT_TR_NOOP("Part of it cannot be read")},
        {u"policy.section"_s, QT_TR_NOOP("A section with rules")},
        {u"text.sample_authority"_s, QT_TR_NOOP("Examples that decide")},
        {u"artifact.authority"_s, QT_TR_NOOP("A file that gives authority")},
        {u"artifact.configuration"_s, QT_TR_NOOP("A configuration file")},
        {u"author.machine"_s, QT_TR_NOOP("Written by a machine")},
        {u"authority.approval"_s, QT_TR_NOOP("Approval by a person")},
        {u"authority.permission"_s, QT_TR_NOOP("What it may do")},
        {u"authority.stop"_s, QT_TR_NOOP("When it stops")},
        {u"authority.switch"_s, QT_TR_NOOP("Acting without a person")},
        {u"authority.threshold"_s, QT_TR_NOOP("Limits for handing over")},
        {u"code.around"_s, QT_TR_NOOP("Code around the prompt")},
        {u"contract.output"_s, QT_TR_NOOP("What others rely on")},
        {u"contract.schema"_s, QT_TR_NOOP("Output schema")},
        {u"history.incident"_s, QT_TR_NOOP("Recent incident")},
        {u"policy.conduct"_s, QT_TR_NOOP("Rules of conduct")},
        {u"policy.decision"_s, QT_TR_NOOP("Criteria of a decision")},
        {u"policy.eligibility"_s, QT_TR_NOOP("Who qualifies")},
        {u"policy.legal"_s, QT_TR_NOOP("Legal duties")},
        {u"policy.medical"_s, QT_TR_NOOP("Medical advice")},
        {u"policy.money"_s, QT_TR_NOOP("Money and time limits")},
        {u"policy.privacy"_s, QT_TR_NOOP("Personal data")},
        {u"policy.safety"_s, QT_TR_NOOP("Safety and refusal")},
        {u"policy.source"_s, QT_TR_NOOP("What answers rest on")},
        {u"section.owned"_s, QT_TR_NOOP("A section with its own owner")},
        {u"settings.activation"_s, QT_TR_NOOP("When it runs")},
        {u"settings.environment"_s, QT_TR_NOOP("Environment")},
        {u"settings.key"_s, QT_TR_NOOP("A setting has another name")},
        {u"settings.key_harmless"_s, QT_TR_NOOP("A setting has another name")},
        {u"settings.metadata"_s, QT_TR_NOOP("Name, version, author")},
        {u"settings.model"_s, QT_TR_NOOP("Model")},
        {u"settings.notation"_s, QT_TR_NOOP("Only the notation")},
        {u"settings.parameter"_s, QT_TR_NOOP("Model parameters")},
        {u"settings.retrieval"_s, QT_TR_NOOP("Retrieval")},
        {u"settings.safety"_s, QT_TR_NOOP("Safety settings")},
        {u"settings.threshold"_s, QT_TR_NOOP("Limits and scores")},
        {u"settings.unknown"_s, QT_TR_NOOP("A setting without a rule")},
        {u"shared.consumers"_s, QT_TR_NOOP("Used by other prompts")},
        {u"template.count"_s, QT_TR_NOOP("How often a variable is used")},
        {u"template.logic"_s, QT_TR_NOOP("Template logic")},
        {u"template.role"_s, QT_TR_NOOP("Roles of messages")},
        {u"template.variable"_s, QT_TR_NOOP("Variables")},
        {u"text.clarification"_s, QT_TR_NOOP("Clarification")},
        {u"text.comment"_s, QT_TR_NOOP("Comments")},
        {u"text.customer_wording"_s, QT_TR_NOOP("Wording that customers see")},
        {u"text.encouragement"_s, QT_TR_NOOP("Encouragement")},
        {u"text.hidden"_s, QT_TR_NOOP("Hidden characters")},
        {u"text.identifier"_s, QT_TR_NOOP("Names that are copied")},
        {u"text.language"_s, QT_TR_NOOP("Language")},
        {u"text.layout"_s, QT_TR_NOOP("Layout of the answer")},
        {u"text.length"_s, QT_TR_NOOP("Length of the answer")},
        {u"text.markup"_s, QT_TR_NOOP("Markup")},
        {u"text.note"_s, QT_TR_NOOP("Notes")},
        {u"text.obligation"_s, QT_TR_NOOP("Binding words")},
        {u"text.order"_s, QT_TR_NOOP("Order")},
        {u"text.quantity"_s, QT_TR_NOOP("Numbers")},
        {u"text.reference"_s, QT_TR_NOOP("References")},
        {u"text.role"_s, QT_TR_NOOP("Its role")},
        {u"text.sample"_s, QT_TR_NOOP("Examples")},
        {u"text.scoring"_s, QT_TR_NOOP("Scores")},
        {u"text.spelling"_s, QT_TR_NOOP("Spelling")},
        {u"text.step"_s, QT_TR_NOOP("Steps and conditions")},
        {u"text.threshold"_s, QT_TR_NOOP("Limits")},
        {u"text.tone"_s, QT_TR_NOOP("Tone")},
        {u"text.topic"_s, QT_TR_NOOP("Topics")},
        {u"tools.approval"_s, QT_TR_NOOP("Approval of tools")},
        {u"tools.description"_s, QT_TR_NOOP("What a tool is for")},
        {u"tools.names"_s, QT_TR_NOOP("Names of tools")},
        {u"tools.prose"_s, QT_TR_NOOP("Tools in the text")},
        {u"tools.set"_s, QT_TR_NOOP("Tool permissions")},
        {u"watched.file"_s, QT_TR_NOOP("A file that the team watches")},
        {u"watched.phrase"_s, QT_TR_NOOP("Words that the team watches")},
        {u"watched.section"_s, QT_TR_NOOP("A section that the team watches")},
        {u"watched.setting"_s, QT_TR_NOOP("A setting that the team watches")},
        {u"workflow.binding"_s, QT_TR_NOOP("Binding words of a workflow")},
        {u"workflow.customer_visible"_s, QT_TR_NOOP("Customers see it")},
    };
    // The same rule, found in a sample answer.
    const QString example = u".example"_s;
    if (rule.endsWith(example)) {
        const std::optional<QString> base = of(rule.chopped(example.size()));
        return base ? std::optional(tr("%1, in an example").arg(*base)) : std::nullopt;
    }
    const auto known = names.constFind(rule);
    if (known == names.constEnd())
        return std::nullopt;
    return tr(*known);
}

std::optional<QString> RuleNames::why(const QString &rule)
{
    static const QHash<QString, const char *> sentences = {
        {u"analysis.incomplete"_s, QT_TR_NOOP("Part of the change was not read to its end, so nobody can say that it is harmless.")},
        {u"analysis.unreadable"_s, QT_TR_NOOP("Some bytes cannot be shown as text, so a person has to look at them.")},
        {u"artifact.authority"_s, QT_TR_NOOP("This file says what may be done and by whom; any change of it can widen that.")},
        {u"artifact.configuration"_s, QT_TR_NOOP("Programs read this file; another value changes what they do.")},
        {u"author.machine"_s, QT_TR_NOOP("No person wrote this text, so a person has to read it.")},
        {u"authority.approval"_s, QT_TR_NOOP("Who has to agree, or to whom something is handed over, is not the same any more.")},
        {u"authority.permission"_s, QT_TR_NOOP("What the assistant may do by itself is not the same any more.")},
        {u"authority.stop"_s, QT_TR_NOOP("When the assistant gives up or goes on by itself is not the same any more.")},
        {u"authority.switch"_s, QT_TR_NOOP("A switch decides whether a person is asked, and it stands otherwise now.")},
        {u"authority.threshold"_s, QT_TR_NOOP("The limit that sends work to a person moved, so people see more of it or less.")},
        {u"code.around"_s, QT_TR_NOOP("Only the program around the prompt changed; the model reads the same.")},
        {u"contract.output"_s, QT_TR_NOOP("Programs or people that read the answer rely on this form.")},
        {u"contract.schema"_s, QT_TR_NOOP("Programs read these fields; another name or type can break them.")},
        {u"history.incident"_s, QT_TR_NOOP("This prompt was rolled back or complained about lately, so it deserves a closer look.")},
        {u"policy.conduct"_s, QT_TR_NOOP("A rule for how people are treated got weaker, stronger, wider or narrower.")},
        {u"policy.decision"_s, QT_TR_NOOP("By this criterion people, claims or contents are let through or turned away.")},
        {u"policy.eligibility"_s, QT_TR_NOOP("Who qualifies, and who does not, is decided by this.")},
        {u"policy.legal"_s, QT_TR_NOOP("Duties and liability under the law hang on these words.")},
        {u"policy.medical"_s, QT_TR_NOOP("People may act on this as medical advice.")},
        {u"policy.money"_s, QT_TR_NOOP("It decides what somebody pays, gets back or is promised, or by when.")},
        {u"policy.privacy"_s, QT_TR_NOOP("It decides what is asked, kept or said about a person.")},
        {u"policy.safety"_s, QT_TR_NOOP("It decides what is refused, and what is said about dangerous or forbidden things.")},
        {u"policy.section"_s, QT_TR_NOOP("This section holds rules, and one of its binding sentences changed.")},
        {u"policy.source"_s, QT_TR_NOOP("It decides what answers may rest on, and what is said when nothing is known.")},
        {u"section.owned"_s, QT_TR_NOOP("This section has owners of its own, who want to know.")},
        {u"settings.activation"_s, QT_TR_NOOP("It decides when the prompt is used at all.")},
        {u"settings.environment"_s, QT_TR_NOOP("Only the environment of the program changed.")},
        {u"settings.key"_s, QT_TR_NOOP("A setting that switches something has another name, so it may start or stop to count.")},
        {u"settings.key_harmless"_s, QT_TR_NOOP("A setting has another name and the same value.")},
        {u"settings.metadata"_s, QT_TR_NOOP("Nothing of this reaches the model.")},
        {u"settings.model"_s, QT_TR_NOOP("Another model or endpoint answers, and it may answer otherwise.")},
        {u"settings.notation"_s, QT_TR_NOOP("The value is the same, only written otherwise.")},
        {u"settings.parameter"_s, QT_TR_NOOP("The same prompt can give other answers with it.")},
        {u"settings.retrieval"_s, QT_TR_NOOP("Other passages can be found, so answers can rest on something else.")},
        {u"settings.safety"_s, QT_TR_NOOP("A guard against unsafe content stands otherwise now.")},
        {u"settings.threshold"_s, QT_TR_NOOP("A limit moved, so other work passes or fails.")},
        {u"settings.unknown"_s, QT_TR_NOOP("No rule knows what this setting does, so a person has to say.")},
        {u"shared.consumers"_s, QT_TR_NOOP("Other prompts use this text and change with it.")},
        {u"template.count"_s, QT_TR_NOOP("The same variable is used more often or less often.")},
        {u"template.logic"_s, QT_TR_NOOP("Which parts of the prompt are sent depends on this.")},
        {u"template.role"_s, QT_TR_NOOP("The model takes a text otherwise when it comes as another role.")},
        {u"template.variable"_s, QT_TR_NOOP("The program has to fill in other data, or the model gets less.")},
        {u"text.clarification"_s, QT_TR_NOOP("It explains and asks for nothing new.")},
        {u"text.comment"_s, QT_TR_NOOP("Only people read it, the model does not.")},
        {u"text.customer_wording"_s, QT_TR_NOOP("Customers read these words.")},
        {u"text.encouragement"_s, QT_TR_NOOP("It cheers the model on and asks for nothing.")},
        {u"text.hidden"_s, QT_TR_NOOP("There are characters that nobody sees and the model reads.")},
        {u"text.identifier"_s, QT_TR_NOOP("These names are copied into calls and files, so they must fit.")},
        {u"text.language"_s, QT_TR_NOOP("The rules do not read this language, so a person has to.")},
        {u"text.layout"_s, QT_TR_NOOP("Only how the answer is laid out changed.")},
        {u"text.length"_s, QT_TR_NOOP("Only how long the answer is changed.")},
        {u"text.markup"_s, QT_TR_NOOP("The words are the same, only the markup changed.")},
        {u"text.note"_s, QT_TR_NOOP("A note or a link, no instruction.")},
        {u"text.obligation"_s, QT_TR_NOOP("Something is asked for more strongly, less strongly or under other conditions.")},
        {u"text.order"_s, QT_TR_NOOP("The same sentences stand in another order.")},
        {u"text.quantity"_s, QT_TR_NOOP("A number of this instruction changed.")},
        {u"text.reference"_s, QT_TR_NOOP("A reference changed, no instruction.")},
        {u"text.role"_s, QT_TR_NOOP("The assistant is told otherwise who it is and what it is for.")},
        {u"text.sample"_s, QT_TR_NOOP("Only an example changed.")},
        {u"text.sample_authority"_s, QT_TR_NOOP("The example shows how something is done without asking, and examples are copied.")},
        {u"text.scoring"_s, QT_TR_NOOP("Work is judged by this, so its marks can move.")},
        {u"text.spelling"_s, QT_TR_NOOP("Only the spelling changed.")},
        {u"text.step"_s, QT_TR_NOOP("What is done, and in which order, changed.")},
        {u"text.threshold"_s, QT_TR_NOOP("A limit or a score by which work is judged changed.")},
        {u"text.tone"_s, QT_TR_NOOP("Only the tone of texts for colleagues changed.")},
        {u"text.topic"_s, QT_TR_NOOP("An entry of a list of topics changed.")},
        {u"tools.approval"_s, QT_TR_NOOP("It says whether somebody must agree before the tool is used.")},
        {u"tools.description"_s, QT_TR_NOOP("The model chooses its tools by this text.")},
        {u"tools.names"_s, QT_TR_NOOP("A tool has another name; if nobody provides it under that name, it is gone.")},
        {u"tools.prose"_s, QT_TR_NOOP("The text lists what the assistant can call, and the list changed.")},
        {u"tools.set"_s, QT_TR_NOOP("The assistant can do more than before, or less.")},
        {u"watched.file"_s, QT_TR_NOOP("The policy of this team says that changes of this file need a closer look.")},
        {u"watched.phrase"_s, QT_TR_NOOP("The policy of this team watches these words.")},
        {u"watched.section"_s, QT_TR_NOOP("The policy of this team watches this section.")},
        {u"watched.setting"_s, QT_TR_NOOP("The policy of this team watches this setting.")},
        {u"workflow.binding"_s, QT_TR_NOOP("In a workflow in which mistakes cost something, a binding sentence changed.")},
        {u"workflow.customer_visible"_s, QT_TR_NOOP("Customers see what comes out of this workflow.")},
    };
    const QString example = u".example"_s;
    if (rule.endsWith(example)) {
        const std::optional<QString> base = why(rule.chopped(example.size()));
        return base ? std::optional(tr("%1 Examples are followed like rules.").arg(*base)) : std::nullopt;
    }
    const auto known = sentences.constFind(rule);
    if (known == sentences.constEnd())
        return std::nullopt;
    return tr(*known);
}

} // namespace countersign
