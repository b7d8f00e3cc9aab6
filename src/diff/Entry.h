// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "diff/Range.h"

#include <QList>
#include <QString>

#include <array>

namespace countersign::diff {

/// What one entry of the instruction diff says. In order of consequence: the list is sorted by it.
enum class EntryKind {
    HiddenCharacters,
    BidiControl,
    LookAlike,
    MixedScript,
    ToolAdded,
    ToolRemoved,
    ToolChanged,
    NegationFlipped,
    ConstraintRemoved,
    ConstraintAdded,
    StrengthChanged,
    EscalationChanged,
    RefusalChanged,
    AmountChanged,
    PercentChanged,
    DurationChanged,
    DateChanged,
    NumberChanged,
    ConditionRemoved,
    ConditionAdded,
    ConditionChanged,
    ThresholdChanged,
    ModelChanged,
    ParameterChanged,
    RetrievalChanged,
    SchemaChanged,
    SettingChanged,
    VariableDropped,
    VariableAdded,
    VariableRenamed,
    TemplateLogicChanged,
    AudienceChanged,
    PersonaChanged,
    LanguageChanged,
    ExampleChanged,
    SentenceRemoved,
    SentenceAdded,
    WordingChanged,
    OrderChanged,
    SentenceMoved,
    Spelling,
    Formatting,
};

/// A stable lower-case name for output and tests: "strength_changed".
QString name(EntryKind kind);

/// What an entry is about. One entry can be about several things: a new sentence with a number in it that speaks of
/// refunds is wording, a number and policy.
enum class Topic {
    Tools,
    Policy,   ///< what people are owed or allowed: money, law, health, privacy, prohibitions
    Safety,   ///< refusal, harm, medical and other risk to people
    Workflow, ///< approval, hand-over, delegation, which step comes next
    Modality, ///< how strongly something is asked for
    Numbers,
    Threshold, ///< a score or limit by which work is judged
    Model,
    Parameters,
    Retrieval,
    Output,    ///< the form in which an answer must come
    Variables, ///< variables, template logic, message roles
    Tone,
    Wording,
    Formatting,
};

/// "tools", "policy", "workflow_escalation", …
QString name(Topic topic);

/// Where the words of an entry stand on one side.
struct Place
{
    bool present = false;
    QString section = {}; ///< title of the section; empty before the first heading
    int sentence = 0;     ///< 1-based number in the section, 0 when it is no sentence
    int row = -1;         ///< index into Comparison::rows, -1 for settings and variables
    Range range = {};     ///< in the side's text

    friend bool operator==(const Place &, const Place &) = default;
};

/// One thing that the change does to the instructions.
struct Entry
{
    EntryKind kind = EntryKind::WordingChanged;
    QString before = {};  ///< the words that went: "30", "must", a whole sentence
    QString after = {};   ///< the words that came
    QString subject = {}; ///< setting path, tool or variable; for a number, the word after it ("days")
    std::array<Place, 2> places = {};
    int times = 1; ///< the same replacement in so many sentences; places name the first
    QList<std::array<Place, 2>> morePlaces = {}; ///< the others
    int rank = 0;                                ///< smaller is more consequential
    int sentenceChange = -1;  ///< index into Comparison::sentences, -1 when it is about a setting
    int setting = -1;         ///< index into Comparison::settings
    QList<Topic> topics = {}; ///< at least one, in the order of the enumeration

    const Place &place(Side side) const { return places[index(side)]; }

    friend bool operator==(const Entry &, const Entry &) = default;
};

} // namespace countersign::diff
