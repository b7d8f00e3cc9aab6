// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/RuleNames.h"

#include "ui/change/RuleSentences.h"

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
    const QString example = u".example"_s;
    if (rule.endsWith(example)) {
        const std::optional<QString> base = why(rule.chopped(example.size()));
        return base ? std::optional(tr(exampleSentence).arg(*base)) : std::nullopt;
    }
    const char *const known = findRuleSentence(QLatin1StringView(rule.toLatin1()));
    return known ? std::optional(tr(known)) : std::nullopt;
}

} // namespace countersign
