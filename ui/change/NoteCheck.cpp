// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/change/NoteCheck.h"

#include "ui/common/Text.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

QString NoteCheck::label(NoteField field)
{
    switch (field) {
    case NoteField::What: return tr("What changes");
    case NoteField::Why: return tr("Why");
    case NoteField::Workflow: return tr("Workflow");
    case NoteField::Outcome: return tr("What good looks like");
    case NoteField::Triggers: return tr("Take it back when");
    case NoteField::RollbackOwner: return tr("Who takes it back");
    case NoteField::Informed: return tr("Who is told");
    }
    Q_UNREACHABLE_RETURN({});
}

QList<NoteProblem> NoteCheck::problems(const Policy &policy, Lane lane, const NoteDraft &note)
{
    QList<NoteProblem> out;
    const QList<NoteField> needed = policy.laneRule(lane).note;
    for (const NoteField field : {NoteField::What, NoteField::Why, NoteField::Workflow, NoteField::Outcome, NoteField::Triggers,
                                  NoteField::RollbackOwner, NoteField::Informed}) {
        const bool asked = needed.contains(field);
        switch (field) {
        case NoteField::What:
            if (asked && note.what.trimmed().isEmpty())
                out.append({.field = field, .sentence = tr("Say what changes, for people outside the team.")});
            break;
        case NoteField::Why:
            if (asked && note.why.trimmed().isEmpty())
                out.append({.field = field, .sentence = tr("Say why it changes.")});
            break;
        case NoteField::Workflow:
            if (asked && note.workflow.isEmpty())
                out.append({.field = field, .sentence = tr("Choose the workflow it belongs to.")});
            break;
        case NoteField::Outcome:
            if (asked && note.outcome.trimmed().isEmpty())
                out.append({.field = field, .sentence = tr("Say what one will see when it works.")});
            break;
        case NoteField::Triggers:
            if (asked && note.triggers.isEmpty())
                out.append({.field = field, .sentence = tr("Say when it is taken back. Add a trigger.")});
            for (int i = 0; i < note.triggers.size(); ++i) {
                const Trigger &trigger = note.triggers[i];
                if (trigger.metric.trimmed().isEmpty())
                    out.append({.field = field, .trigger = i, .part = u"metric"_s, .sentence = tr("Say what is measured.")});
                else if (trigger.windowMinutes < 1 || trigger.windowMinutes > 43200)
                    out.append({.field = field, .trigger = i, .part = u"window"_s, .sentence = tr("Say over how long it is measured.")});
                else if (trigger.leastSample < 1)
                    out.append({.field = field, .trigger = i, .part = u"sample"_s,
                                .sentence = tr("Say how many must be seen before this may act."), .offer = u"200"_s});
            }
            break;
        case NoteField::RollbackOwner: {
            const Person *owner = policy.person(note.rollbackOwner);
            if (asked && note.rollbackOwner.isEmpty())
                out.append({.field = field, .sentence = tr("Name who takes it back. It is decided before launch.")});
            else if (!note.rollbackOwner.isEmpty() && (!owner || !owner->active))
                out.append({.field = field, .sentence = tr("This person is not in the policy any more.")});
            break;
        }
        case NoteField::Informed:
            if (asked && note.informed.isEmpty())
                out.append({.field = field, .sentence = tr("Name at least one person who is told.")});
            break;
        }
    }
    return out;
}

QString NoteCheck::limit(const Trigger &trigger)
{
    const double value = static_cast<double>(trigger.limit) / 1e6;
    int decimals = 0;
    while (decimals < 6 && std::abs(value * std::pow(10, decimals) - std::round(value * std::pow(10, decimals))) > 1e-6)
        ++decimals;
    const QString figure = text::number(value, decimals);
    if (trigger.measure == TriggerMeasure::ChangeAgainstBaseline)
        return tr("%1 % of before").arg(text::number(value * 100, std::max(0, decimals - 2)));
    return trigger.unit.isEmpty() ? figure : text::withUnit(figure, trigger.unit);
}

QString NoteCheck::sentence(const Trigger &trigger)
{
    const QString window = text::duration(qint64(trigger.windowMinutes) * 60000);
    const QString seen = text::number(qint64(trigger.leastSample));
    const QString metric = text::printableLine(trigger.metric);
    const bool above = trigger.comparator == Comparator::Above;
    const QString condition = above ? tr("%1 above %2 over %3, seen at least %4").arg(metric, limit(trigger), window, seen)
                                    : tr("%1 below %2 over %3, seen at least %4").arg(metric, limit(trigger), window, seen);
    return trigger.action == TriggerAction::RollBack ? tr("%1: roll back").arg(condition) : tr("%1: propose it").arg(condition);
}

} // namespace countersign
