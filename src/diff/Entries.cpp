// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "diff/Entry.h"

namespace countersign::diff {

using namespace Qt::StringLiterals;

QString name(EntryKind kind)
{
    switch (kind) {
    case EntryKind::HiddenCharacters:
        return u"hidden_characters"_s;
    case EntryKind::BidiControl:
        return u"bidi_control"_s;
    case EntryKind::LookAlike:
        return u"look_alike"_s;
    case EntryKind::MixedScript:
        return u"mixed_script"_s;
    case EntryKind::ToolAdded:
        return u"tool_added"_s;
    case EntryKind::ToolRemoved:
        return u"tool_removed"_s;
    case EntryKind::ToolChanged:
        return u"tool_changed"_s;
    case EntryKind::NegationFlipped:
        return u"negation_flipped"_s;
    case EntryKind::ConstraintRemoved:
        return u"constraint_removed"_s;
    case EntryKind::ConstraintAdded:
        return u"constraint_added"_s;
    case EntryKind::StrengthChanged:
        return u"strength_changed"_s;
    case EntryKind::EscalationChanged:
        return u"escalation_changed"_s;
    case EntryKind::RefusalChanged:
        return u"refusal_changed"_s;
    case EntryKind::AmountChanged:
        return u"amount_changed"_s;
    case EntryKind::PercentChanged:
        return u"percent_changed"_s;
    case EntryKind::DurationChanged:
        return u"duration_changed"_s;
    case EntryKind::DateChanged:
        return u"date_changed"_s;
    case EntryKind::NumberChanged:
        return u"number_changed"_s;
    case EntryKind::ConditionRemoved:
        return u"condition_removed"_s;
    case EntryKind::ConditionAdded:
        return u"condition_added"_s;
    case EntryKind::ConditionChanged:
        return u"condition_changed"_s;
    case EntryKind::ThresholdChanged:
        return u"threshold_changed"_s;
    case EntryKind::ModelChanged:
        return u"model_changed"_s;
    case EntryKind::ParameterChanged:
        return u"parameter_changed"_s;
    case EntryKind::RetrievalChanged:
        return u"retrieval_changed"_s;
    case EntryKind::SchemaChanged:
        return u"schema_changed"_s;
    case EntryKind::SettingChanged:
        return u"setting_changed"_s;
    case EntryKind::VariableDropped:
        return u"variable_dropped"_s;
    case EntryKind::VariableAdded:
        return u"variable_added"_s;
    case EntryKind::VariableRenamed:
        return u"variable_renamed"_s;
    case EntryKind::TemplateLogicChanged:
        return u"template_logic_changed"_s;
    case EntryKind::AudienceChanged:
        return u"audience_changed"_s;
    case EntryKind::PersonaChanged:
        return u"persona_changed"_s;
    case EntryKind::LanguageChanged:
        return u"language_changed"_s;
    case EntryKind::ExampleChanged:
        return u"example_changed"_s;
    case EntryKind::SentenceRemoved:
        return u"sentence_removed"_s;
    case EntryKind::SentenceAdded:
        return u"sentence_added"_s;
    case EntryKind::WordingChanged:
        return u"wording_changed"_s;
    case EntryKind::OrderChanged:
        return u"order_changed"_s;
    case EntryKind::SentenceMoved:
        return u"sentence_moved"_s;
    case EntryKind::Spelling:
        return u"spelling"_s;
    case EntryKind::Formatting:
        return u"formatting"_s;
    }
    return {};
}

QString name(Topic topic)
{
    switch (topic) {
    case Topic::Tools:
        return u"tools"_s;
    case Topic::Policy:
        return u"policy"_s;
    case Topic::Safety:
        return u"safety"_s;
    case Topic::Workflow:
        return u"workflow_escalation"_s;
    case Topic::Modality:
        return u"modality"_s;
    case Topic::Numbers:
        return u"numbers"_s;
    case Topic::Threshold:
        return u"eval_threshold"_s;
    case Topic::Model:
        return u"model_routing"_s;
    case Topic::Parameters:
        return u"parameters"_s;
    case Topic::Retrieval:
        return u"retrieval"_s;
    case Topic::Output:
        return u"output_schema"_s;
    case Topic::Variables:
        return u"template_variable"_s;
    case Topic::Tone:
        return u"tone"_s;
    case Topic::Wording:
        return u"wording"_s;
    case Topic::Formatting:
        return u"formatting"_s;
    }
    return {};
}

} // namespace countersign::diff
