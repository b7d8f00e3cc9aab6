// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/countersignctl/DiffReport.h"

#include "diff/Topics.h"

using namespace Qt::StringLiterals;

namespace countersign::ctl {

namespace {

QString sentenceOf(diff::EntryKind kind)
{
    switch (kind) {
    case diff::EntryKind::HiddenCharacters:
        return u"Characters that nobody sees came in"_s;
    case diff::EntryKind::BidiControl:
        return u"Characters that turn the direction of reading came in"_s;
    case diff::EntryKind::LookAlike:
        return u"Letters that pass for others came in"_s;
    case diff::EntryKind::MixedScript:
        return u"A word has letters of two scripts"_s;
    case diff::EntryKind::ToolAdded:
        return u"A tool was added"_s;
    case diff::EntryKind::ToolRemoved:
        return u"A tool was taken away"_s;
    case diff::EntryKind::ToolChanged:
        return u"A tool changed"_s;
    case diff::EntryKind::NegationFlipped:
        return u"The meaning turned round"_s;
    case diff::EntryKind::ConstraintRemoved:
        return u"A rule was taken away"_s;
    case diff::EntryKind::ConstraintAdded:
        return u"A rule was added"_s;
    case diff::EntryKind::StrengthChanged:
        return u"How binding it is changed"_s;
    case diff::EntryKind::EscalationChanged:
        return u"When a person takes over changed"_s;
    case diff::EntryKind::RefusalChanged:
        return u"What is refused changed"_s;
    case diff::EntryKind::AmountChanged:
        return u"An amount changed"_s;
    case diff::EntryKind::PercentChanged:
        return u"A percentage changed"_s;
    case diff::EntryKind::DurationChanged:
        return u"A length of time changed"_s;
    case diff::EntryKind::DateChanged:
        return u"A date or a time changed"_s;
    case diff::EntryKind::NumberChanged:
        return u"A number changed"_s;
    case diff::EntryKind::ConditionRemoved:
        return u"A condition was taken away"_s;
    case diff::EntryKind::ConditionAdded:
        return u"A condition was added"_s;
    case diff::EntryKind::ConditionChanged:
        return u"A condition changed"_s;
    case diff::EntryKind::ThresholdChanged:
        return u"A threshold changed"_s;
    case diff::EntryKind::ModelChanged:
        return u"The model changed"_s;
    case diff::EntryKind::ParameterChanged:
        return u"A parameter of the model changed"_s;
    case diff::EntryKind::RetrievalChanged:
        return u"How sources are looked up changed"_s;
    case diff::EntryKind::SchemaChanged:
        return u"The form of the answer changed"_s;
    case diff::EntryKind::SettingChanged:
        return u"A setting changed"_s;
    case diff::EntryKind::VariableDropped:
        return u"A variable was dropped"_s;
    case diff::EntryKind::VariableAdded:
        return u"A variable was added"_s;
    case diff::EntryKind::VariableRenamed:
        return u"A variable has another name"_s;
    case diff::EntryKind::TemplateLogicChanged:
        return u"The logic of the template changed"_s;
    case diff::EntryKind::AudienceChanged:
        return u"Whom it speaks to changed"_s;
    case diff::EntryKind::PersonaChanged:
        return u"The role it plays changed"_s;
    case diff::EntryKind::LanguageChanged:
        return u"The language changed"_s;
    case diff::EntryKind::ExampleChanged:
        return u"An example changed"_s;
    case diff::EntryKind::SentenceRemoved:
        return u"A sentence was taken away"_s;
    case diff::EntryKind::SentenceAdded:
        return u"A sentence was added"_s;
    case diff::EntryKind::WordingChanged:
        return u"The wording changed"_s;
    case diff::EntryKind::OrderChanged:
        return u"The order changed"_s;
    case diff::EntryKind::SentenceMoved:
        return u"A sentence moved"_s;
    case diff::EntryKind::Spelling:
        return u"Only the spelling changed"_s;
    case diff::EntryKind::Formatting:
        return u"Only the layout changed"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString topicWords(diff::Topic topic)
{
    switch (topic) {
    case diff::Topic::Tools:
        return u"tools"_s;
    case diff::Topic::Policy:
        return u"rights and duties"_s;
    case diff::Topic::Safety:
        return u"safety"_s;
    case diff::Topic::Workflow:
        return u"approvals"_s;
    case diff::Topic::Modality:
        return u"how binding"_s;
    case diff::Topic::Numbers:
        return u"numbers"_s;
    case diff::Topic::Threshold:
        return u"thresholds"_s;
    case diff::Topic::Model:
        return u"model"_s;
    case diff::Topic::Parameters:
        return u"parameters"_s;
    case diff::Topic::Retrieval:
        return u"sources"_s;
    case diff::Topic::Output:
        return u"form of answers"_s;
    case diff::Topic::Variables:
        return u"variables"_s;
    case diff::Topic::Tone:
        return u"tone"_s;
    case diff::Topic::Wording:
        return u"wording"_s;
    case diff::Topic::Formatting:
        return u"layout"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace

QString titleOf(const diff::Entry &entry)
{
    const QString words = sentenceOf(entry.kind);
    return entry.subject.isEmpty() ? words : u"%1 (%2)"_s.arg(words, entry.subject);
}

QString aboutOf(const diff::Comparison &comparison)
{
    QStringList words;
    for (const diff::Topic topic : diff::mainTopics(comparison)) {
        words.append(topicWords(topic));
    }
    return words.isEmpty() ? QString() : u"Mostly about: %1."_s.arg(words.join(u", "_s));
}

} // namespace countersign::ctl
