// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/EntryText.h"

#include "diff/Topics.h"
#include "ui/common/Text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

using diff::EntryKind;
using diff::Side;

namespace {

constexpr qsizetype longestWords = 44;

// Words of a prompt on one line, cut where they are long.
QString shortened(const QString &words, qsizetype most = longestWords)
{
    const QString line = text::printableLine(words).simplified();
    return line.size() > most ? line.left(most - 1).trimmed() + u" …"_s : line;
}

QString stripped(QString line)
{
    while (line.endsWith(u'.') || line.endsWith(u','))
        line.chop(1);
    return line;
}

} // namespace

Sign EntryText::sign(EntryKind kind)
{
    switch (kind) {
    case EntryKind::HiddenCharacters:
    case EntryKind::BidiControl:
    case EntryKind::LookAlike:
    case EntryKind::MixedScript: return Sign::Warning;
    case EntryKind::ToolAdded:
    case EntryKind::ConstraintAdded:
    case EntryKind::ConditionAdded:
    case EntryKind::VariableAdded:
    case EntryKind::SentenceAdded: return Sign::Added;
    case EntryKind::ToolRemoved:
    case EntryKind::ConstraintRemoved:
    case EntryKind::ConditionRemoved:
    case EntryKind::VariableDropped:
    case EntryKind::SentenceRemoved: return Sign::Removed;
    case EntryKind::OrderChanged:
    case EntryKind::SentenceMoved: return Sign::Moved;
    case EntryKind::ToolChanged:
    case EntryKind::NegationFlipped:
    case EntryKind::StrengthChanged:
    case EntryKind::EscalationChanged:
    case EntryKind::RefusalChanged:
    case EntryKind::AmountChanged:
    case EntryKind::PercentChanged:
    case EntryKind::DurationChanged:
    case EntryKind::DateChanged:
    case EntryKind::NumberChanged:
    case EntryKind::ConditionChanged:
    case EntryKind::ThresholdChanged:
    case EntryKind::ModelChanged:
    case EntryKind::ParameterChanged:
    case EntryKind::RetrievalChanged:
    case EntryKind::SchemaChanged:
    case EntryKind::SettingChanged:
    case EntryKind::VariableRenamed:
    case EntryKind::TemplateLogicChanged:
    case EntryKind::AudienceChanged:
    case EntryKind::PersonaChanged:
    case EntryKind::LanguageChanged:
    case EntryKind::ExampleChanged:
    case EntryKind::WordingChanged:
    case EntryKind::Spelling:
    case EntryKind::Formatting: return Sign::Became;
    }
    Q_UNREACHABLE_RETURN(Sign::Became);
}

EntryRowData EntryText::row(const diff::Comparison &comparison, int number)
{
    const diff::Entry &entry = comparison.entries[number];
    EntryRowData data;
    data.key = QString::number(number);
    data.sign = sign(entry.kind);

    const QString before = shortened(entry.before);
    const QString after = shortened(entry.after);
    const diff::Place &there = entry.place(Side::Right).present ? entry.place(Side::Right) : entry.place(Side::Left);
    const QString section = text::printableLine(there.section);

    // "30 became 14 days", or the side that is there alone.
    const auto became = [&](const QString &unit = {}) {
        RichLine line;
        if (before.isEmpty() && !after.isEmpty()) {
            line = {{after, RunStyle::Added}, {tr(" is new")}};
        } else if (after.isEmpty() && !before.isEmpty()) {
            line = {{before, RunStyle::Removed}, {tr(" is gone")}};
        } else {
            line = {{before, RunStyle::Removed}};
            if (!unit.isEmpty())
                line.append({u" "_s + unit});
            line.append({tr(" became ")});
            line.append({after, RunStyle::Added});
        }
        if (!unit.isEmpty())
            line.append({u" "_s + unit});
        return line;
    };
    const auto named = [&](const QString &words) {
        RichLine line = {{words + u' '}};
        line.append(became());
        return line;
    };
    const auto quote = [&](const QString &words) { return tr("“%1”").arg(stripped(shortened(words, 60))); };

    const QString words = quote(entry.after.isEmpty() ? entry.before : entry.after);
    const bool brief = entry.before.size() <= longestWords && entry.after.size() <= longestWords;
    // What came, what went, or what became of it: the words themselves where they are few, otherwise a sentence about them.
    const auto told = [&](const QString &what, const QString &came, const QString &went, const QString &changed) {
        if (entry.setting >= 0) {
            data.sentence = named(settingName(entry.subject));
            return what;
        }
        if (entry.before.isEmpty() || entry.after.isEmpty()) {
            data.sentence = {{entry.before.isEmpty() ? came : went}};
            return words;
        }
        data.sentence = brief ? became() : RichLine{{changed}};
        if (!brief)
            return words;
        return section.isEmpty() ? what : tr("%1, %2").arg(what, section);
    };

    QString place = section;
    if (there.sentence > 0 && !section.isEmpty())
        place = tr("%1, sentence %2").arg(section, text::number(qint64(there.sentence)));
    if (entry.times > 1)
        place = section.isEmpty() ? tr("in %n sentence(s)", nullptr, entry.times)
                                  : tr("%1, in %n sentences", nullptr, entry.times).arg(section);
    const QString subject = text::printableLine(entry.subject);

    switch (entry.kind) {
    case EntryKind::HiddenCharacters:
        data.sentence = {{tr("Invisible characters: ")}, {shortened(entry.after.isEmpty() ? entry.before : entry.after), RunStyle::Code}};
        break;
    case EntryKind::BidiControl:
        data.sentence = {{tr("A character that turns the direction: ")},
                         {shortened(entry.after.isEmpty() ? entry.before : entry.after), RunStyle::Code}};
        break;
    case EntryKind::LookAlike:
        data.sentence = {{tr("A letter that looks like another: ")}, {after.isEmpty() ? before : after, RunStyle::Code}};
        break;
    case EntryKind::MixedScript:
        data.sentence = {{tr("Letters of two scripts in one word: ")}, {after.isEmpty() ? before : after, RunStyle::Code}};
        break;
    case EntryKind::ToolAdded:
        data.sentence = {{tr("A tool is new")}};
        place = after.isEmpty() ? subject : after;
        break;
    case EntryKind::ToolRemoved:
        data.sentence = {{tr("A tool is gone")}};
        place = before.isEmpty() ? subject : before;
        break;
    case EntryKind::ToolChanged:
        data.sentence = {{tr("A tool changed")}};
        place = subject;
        break;
    case EntryKind::NegationFlipped: data.sentence = became(); place = section.isEmpty() ? tr("The meaning turned round") : tr("The meaning turned round, %1").arg(section); break;
    case EntryKind::ConstraintRemoved:
        data.sentence = {{tr("A rule is gone")}};
        place = quote(entry.before);
        break;
    case EntryKind::ConstraintAdded:
        data.sentence = {{tr("A rule is new")}};
        place = quote(entry.after);
        break;
    case EntryKind::StrengthChanged:
        data.sentence = became();
        place = section.isEmpty() ? tr("How binding it is") : tr("How binding it is, %1").arg(place);
        break;
    case EntryKind::EscalationChanged:
        place = told(tr("When a person takes over"), tr("A hand-over to a person is new"), tr("A hand-over to a person is gone"),
                     tr("When a person takes over changed"));
        break;
    case EntryKind::RefusalChanged:
        place = told(tr("What is refused"), tr("A refusal is new"), tr("A refusal is gone"), tr("What is refused changed"));
        break;
    case EntryKind::AmountChanged:
    case EntryKind::PercentChanged:
    case EntryKind::DurationChanged:
    case EntryKind::DateChanged:
    case EntryKind::NumberChanged:
    case EntryKind::ThresholdChanged: {
        // "30 days became 14 days": the unit stands in the words already when it changed too.
        const bool unitIsThere = subject.isEmpty() || before.contains(subject) || after.contains(subject);
        data.sentence = entry.setting >= 0 ? named(settingName(entry.subject)) : became(unitIsThere ? QString() : subject);
        if (entry.kind == EntryKind::ThresholdChanged && entry.setting < 0)
            place = place.isEmpty() ? tr("Threshold") : tr("Threshold, %1").arg(place);
        break;
    }
    case EntryKind::ConditionRemoved:
        data.sentence = {{tr("A condition is gone")}};
        place = quote(entry.before);
        break;
    case EntryKind::ConditionAdded:
        data.sentence = {{tr("A condition is new")}};
        place = quote(entry.after);
        break;
    case EntryKind::ConditionChanged:
        place = told(tr("Condition"), tr("A condition is new"), tr("A condition is gone"), tr("A condition changed"));
        break;
    case EntryKind::ModelChanged: data.sentence = named(tr("Model")); place = tr("Settings"); break;
    case EntryKind::ParameterChanged:
    case EntryKind::RetrievalChanged:
    case EntryKind::SchemaChanged:
    case EntryKind::SettingChanged:
        data.sentence = named(settingName(entry.subject));
        place = subject.contains(u'.') ? tr("Setting %1").arg(subject) : tr("Settings");
        break;
    case EntryKind::VariableDropped:
        data.sentence = {{tr("A variable is gone")}};
        place = subject.isEmpty() ? before : subject;
        break;
    case EntryKind::VariableAdded:
        data.sentence = {{tr("A variable is new")}};
        place = subject.isEmpty() ? after : subject;
        break;
    case EntryKind::VariableRenamed: data.sentence = named(tr("Variable")); break;
    case EntryKind::TemplateLogicChanged:
        if (entry.subject == "role"_L1) {
            const QString changed = tr("Who says a message changed");
            place = told(tr("Who says a message"), changed, changed, changed);
        } else {
            data.sentence = {{tr("Template logic changed")}};
            place = words;
        }
        break;
    case EntryKind::AudienceChanged:
        place = told(tr("Whom it speaks to"), tr("Whom it speaks to is new"), tr("Whom it speaks to is no longer said"),
                     tr("Whom it speaks to changed"));
        break;
    case EntryKind::PersonaChanged:
        place = told(tr("Its role"), tr("A role is new"), tr("A role is gone"), tr("Its role changed"));
        break;
    case EntryKind::LanguageChanged:
        place = told(tr("Language"), tr("A language is now asked for"), tr("A language is no longer asked for"),
                     tr("The language changed"));
        break;
    case EntryKind::ExampleChanged:
        place = told(tr("Example"), tr("An example is new"), tr("An example is gone"), tr("An example changed"));
        break;
    case EntryKind::SentenceRemoved:
        data.sentence = {{tr("A sentence is gone")}};
        place = quote(entry.before);
        break;
    case EntryKind::SentenceAdded:
        data.sentence = {{tr("A sentence is new")}};
        place = quote(entry.after);
        break;
    case EntryKind::WordingChanged: {
        const bool whole = entry.before.size() > longestWords || entry.after.size() > longestWords;
        data.sentence = whole ? RichLine{{tr("The wording changed")}} : became();
        if (whole)
            place = words;
        break;
    }
    case EntryKind::OrderChanged:
    case EntryKind::SentenceMoved: {
        data.sentence = {{entry.kind == EntryKind::OrderChanged ? tr("The order changed") : tr("A sentence moved")}};
        const diff::Place &from = entry.place(Side::Left);
        const diff::Place &to = entry.place(Side::Right);
        place = from.section != to.section && !to.section.isEmpty()
                ? tr("To %1: %2").arg(text::printableLine(to.section), words)
                : from.sentence > 0 && to.sentence > 0
                        ? tr("%1 to %2: %3").arg(text::number(qint64(from.sentence)), text::number(qint64(to.sentence)), words)
                        : words;
        break;
    }
    case EntryKind::Spelling: data.sentence = became(); place = section.isEmpty() ? tr("Spelling") : tr("Spelling, %1").arg(place); break;
    case EntryKind::Formatting: data.sentence = {{tr("Only the layout changed")}}; break;
    }
    data.place = place;
    return data;
}

QString EntryText::sentence(const diff::Comparison &comparison, int entry)
{
    const EntryRowData data = row(comparison, entry);
    const diff::Entry &source = comparison.entries[entry];
    const QString line = plain(data.sentence).trimmed();
    // Where the sentence is about words that it does not name, they follow.
    const bool named = std::any_of(data.sentence.begin(), data.sentence.end(),
                                   [](const Run &run) { return run.style != RunStyle::Plain; });
    return named || data.place.isEmpty() || source.kind == EntryKind::Formatting ? line : tr("%1: %2").arg(line, data.place);
}

QString EntryText::about(const diff::Comparison &comparison)
{
    const auto words = [](diff::Topic topic) {
        switch (topic) {
        case diff::Topic::Tools: return tr("tools");
        case diff::Topic::Policy: return tr("rights and duties");
        case diff::Topic::Safety: return tr("safety");
        case diff::Topic::Workflow: return tr("approvals");
        case diff::Topic::Modality: return tr("how binding");
        case diff::Topic::Numbers: return tr("numbers");
        case diff::Topic::Threshold: return tr("thresholds");
        case diff::Topic::Model: return tr("model");
        case diff::Topic::Parameters: return tr("parameters");
        case diff::Topic::Retrieval: return tr("sources");
        case diff::Topic::Output: return tr("form of answers");
        case diff::Topic::Variables: return tr("variables");
        case diff::Topic::Tone: return tr("tone");
        case diff::Topic::Wording: return tr("wording");
        case diff::Topic::Formatting: return tr("layout");
        }
        Q_UNREACHABLE_RETURN(QString());
    };
    QStringList list;
    for (const diff::Topic topic : diff::mainTopics(comparison))
        list.append(words(topic));
    // The weightiest come first; more than these are no longer what it is mostly about.
    constexpr qsizetype most = 6;
    const QString comma = tr(", ", "between the items of a list");
    if (list.size() > most) {
        const QString more = text::number(qint64(list.size() - most + 1));
        return tr("Mostly about: %1 and %2 more").arg(list.first(most - 1).join(comma), more);
    }
    return list.isEmpty() ? QString() : tr("Mostly about: %1").arg(list.join(comma));
}

QString EntryText::settingName(const QString &path)
{
    QString last = path.section(u'.', -1);
    while (last.endsWith(u']') && last.contains(u'['))
        last = last.left(last.lastIndexOf(u'['));
    if (last.isEmpty())
        last = path;
    const QString key = last.toLower().remove(u'_').remove(u'-');
    if (key == "temperature"_L1)
        return tr("Temperature");
    if (key == "topp"_L1)
        return tr("Top p");
    if (key == "maxtokens"_L1 || key == "maxoutputtokens"_L1 || key == "maxcompletiontokens"_L1)
        return tr("Longest answer");
    if (key == "model"_L1 || path == "model.id"_L1 || key == "deployment"_L1 || key == "azuredeployment"_L1)
        return tr("Model");
    if (key == "tools"_L1)
        return tr("Tools");
    if (key == "topk"_L1)
        return tr("Passages");
    QString words = text::printableLine(last).replace(u'_', u' ').replace(u'-', u' ');
    if (!words.isEmpty())
        words[0] = words[0].toUpper();
    return words;
}

QString EntryText::notation(const diff::Notation &notation)
{
    switch (notation.kind) {
    case diff::NotationKind::LineEnds: return tr("Line ends: %1 became %2").arg(notation.before, notation.after);
    case diff::NotationKind::ByteOrderMark:
        return notation.after.isEmpty() ? tr("The byte order mark is gone") : tr("A byte order mark is new");
    case diff::NotationKind::Encoding: return tr("Encoding: %1 became %2").arg(notation.before, notation.after);
    case diff::NotationKind::FinalNewline: return tr("The line end at the end of the file changed");
    case diff::NotationKind::WhiteSpace: return tr("White space changed in %n place(s)", nullptr, notation.count);
    case diff::NotationKind::Rewrapped: return tr("%n paragraph(s) wrapped anew", nullptr, notation.count);
    case diff::NotationKind::Markup: return tr("Emphasis, bullets or quotes changed in %n place(s)", nullptr, notation.count);
    }
    Q_UNREACHABLE_RETURN({});
}

bool EntryText::hasHidden(const diff::Comparison &comparison)
{
    return std::any_of(comparison.entries.begin(), comparison.entries.end(), [](const diff::Entry &entry) {
        return entry.kind == EntryKind::HiddenCharacters || entry.kind == EntryKind::BidiControl
                || entry.kind == EntryKind::LookAlike || entry.kind == EntryKind::MixedScript;
    });
}

} // namespace countersign
