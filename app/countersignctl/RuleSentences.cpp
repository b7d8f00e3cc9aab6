// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/RuleSentences.h"

#include <QHash>

namespace countersign::ctl {

using namespace Qt::StringLiterals;

QString ruleSentence(const QString &rule)
{
    static const QHash<QString, QString> sentences = {
        {u"analysis.incomplete"_s, u"Part of the change was not read to its end, so nobody can say that it is harmless."_s},
        {u"analysis.unreadable"_s, u"Some bytes cannot be shown as text, so a person has to look at them."_s},
        {u"artifact.authority"_s, u"This file says what may be done and by whom; any change of it can widen that."_s},
        {u"artifact.configuration"_s, u"Programs read this file; another value changes what they do."_s},
        {u"author.machine"_s, u"No person wrote this text, so a person has to read it."_s},
        {u"authority.approval"_s, u"Who has to agree, or to whom something is handed over, is not the same any more."_s},
        {u"authority.permission"_s, u"What the assistant may do by itself is not the same any more."_s},
        {u"authority.stop"_s, u"When the assistant gives up or goes on by itself is not the same any more."_s},
        {u"authority.switch"_s, u"A switch decides whether a person is asked, and it stands otherwise now."_s},
        {u"authority.threshold"_s, u"The limit that sends work to a person moved, so people see more of it or less."_s},
        {u"code.around"_s, u"Only the program around the prompt changed; the model reads the same."_s},
        {u"contract.output"_s, u"Programs or people that read the answer rely on this form."_s},
        {u"contract.schema"_s, u"Programs read these fields; another name or type can break them."_s},
        {u"history.incident"_s, u"This prompt was rolled back or complained about lately, so it deserves a closer look."_s},
        {u"policy.conduct"_s, u"A rule for how people are treated got weaker, stronger, wider or narrower."_s},
        {u"policy.decision"_s, u"By this criterion people, claims or contents are let through or turned away."_s},
        {u"policy.eligibility"_s, u"Who qualifies, and who does not, is decided by this."_s},
        {u"policy.legal"_s, u"Duties and liability under the law hang on these words."_s},
        {u"policy.medical"_s, u"People may act on this as medical advice."_s},
        {u"policy.money"_s, u"It decides what somebody pays, gets back or is promised, or by when."_s},
        {u"policy.privacy"_s, u"It decides what is asked, kept or said about a person."_s},
        {u"policy.safety"_s, u"It decides what is refused, and what is said about dangerous or forbidden things."_s},
        {u"policy.section"_s, u"This section holds rules, and one of its binding sentences changed."_s},
        {u"policy.source"_s, u"It decides what answers may rest on, and what is said when nothing is known."_s},
        {u"section.owned"_s, u"This section has owners of its own, who want to know."_s},
        {u"settings.activation"_s, u"It decides when the prompt is used at all."_s},
        {u"settings.environment"_s, u"Only the environment of the program changed."_s},
        {u"settings.key"_s, u"A setting that switches something has another name, so it may start or stop to count."_s},
        {u"settings.key_harmless"_s, u"A setting has another name and the same value."_s},
        {u"settings.metadata"_s, u"Nothing of this reaches the model."_s},
        {u"settings.model"_s, u"Another model or endpoint answers, and it may answer otherwise."_s},
        {u"settings.notation"_s, u"The value is the same, only written otherwise."_s},
        {u"settings.parameter"_s, u"The same prompt can give other answers with it."_s},
        {u"settings.retrieval"_s, u"Other passages can be found, so answers can rest on something else."_s},
        {u"settings.safety"_s, u"A guard against unsafe content stands otherwise now."_s},
        {u"settings.threshold"_s, u"A limit moved, so other work passes or fails."_s},
        {u"settings.unknown"_s, u"No rule knows what this setting does, so a person has to say."_s},
        {u"shared.consumers"_s, u"Other prompts use this text and change with it."_s},
        {u"template.count"_s, u"The same variable is used more often or less often."_s},
        {u"template.logic"_s, u"Which parts of the prompt are sent depends on this."_s},
        {u"template.role"_s, u"The model takes a text otherwise when it comes as another role."_s},
        {u"template.variable"_s, u"The program has to fill in other data, or the model gets less."_s},
        {u"text.clarification"_s, u"It explains and asks for nothing new."_s},
        {u"text.comment"_s, u"Only people read it, the model does not."_s},
        {u"text.customer_wording"_s, u"Customers read these words."_s},
        {u"text.encouragement"_s, u"It cheers the model on and asks for nothing."_s},
        {u"text.hidden"_s, u"There are characters that nobody sees and the model reads."_s},
        {u"text.identifier"_s, u"These names are copied into calls and files, so they must fit."_s},
        {u"text.language"_s, u"The rules do not read this language, so a person has to."_s},
        {u"text.layout"_s, u"Only how the answer is laid out changed."_s},
        {u"text.length"_s, u"Only how long the answer is changed."_s},
        {u"text.markup"_s, u"The words are the same, only the markup changed."_s},
        {u"text.note"_s, u"A note or a link, no instruction."_s},
        {u"text.obligation"_s, u"Something is asked for more strongly, less strongly or under other conditions."_s},
        {u"text.order"_s, u"The same sentences stand in another order."_s},
        {u"text.quantity"_s, u"A number of this instruction changed."_s},
        {u"text.reference"_s, u"A reference changed, no instruction."_s},
        {u"text.role"_s, u"The assistant is told otherwise who it is and what it is for."_s},
        {u"text.sample"_s, u"Only an example changed."_s},
        {u"text.sample_authority"_s, u"The example shows how something is done without asking, and examples are copied."_s},
        {u"text.scoring"_s, u"Work is judged by this, so its marks can move."_s},
        {u"text.spelling"_s, u"Only the spelling changed."_s},
        {u"text.step"_s, u"What is done, and in which order, changed."_s},
        {u"text.threshold"_s, u"A limit or a score by which work is judged changed."_s},
        {u"text.tone"_s, u"Only the tone of texts for colleagues changed."_s},
        {u"text.topic"_s, u"An entry of a list of topics changed."_s},
        {u"tools.approval"_s, u"It says whether somebody must agree before the tool is used."_s},
        {u"tools.description"_s, u"The model chooses its tools by this text."_s},
        {u"tools.names"_s, u"A tool has another name; if nobody provides it under that name, it is gone."_s},
        {u"tools.prose"_s, u"The text lists what the assistant can call, and the list changed."_s},
        {u"tools.set"_s, u"The assistant can do more than before, or less."_s},
        {u"watched.file"_s, u"The policy of this team says that changes of this file need a closer look."_s},
        {u"watched.phrase"_s, u"The policy of this team watches these words."_s},
        {u"watched.section"_s, u"The policy of this team watches this section."_s},
        {u"watched.setting"_s, u"The policy of this team watches this setting."_s},
        {u"workflow.binding"_s, u"In a workflow in which mistakes cost something, a binding sentence changed."_s},
        {u"workflow.customer_visible"_s, u"Customers see what comes out of this workflow."_s},
    };
    const QString example = u".example"_s;
    if (rule.endsWith(example)) {
        const QString base = ruleSentence(rule.chopped(example.size()));
        return base.isEmpty() ? base : base + u" Examples are followed like rules."_s;
    }
    return sentences.value(rule);
}

} // namespace countersign::ctl
