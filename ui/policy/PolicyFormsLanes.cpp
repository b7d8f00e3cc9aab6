// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyFormParts.h"

#include "lanes/Classify.h"
#include "ui/change/RuleText.h"
#include "ui/shell/ChangeWords.h"

using namespace Qt::StringLiterals;

namespace countersign {

using namespace policyform;

std::optional<PolicyForm> PolicyForms::laneCell(const Policy &policy, const QString &row, int column)
{
    if (column < 1 || column > 3 || policy.lanes.size() != 3)
        return std::nullopt;
    const qsizetype at = column - 1;
    const LaneRule &rule = policy.lanes.at(at);
    const auto form = [&](const PolicyField &field, std::function<void(LaneRule &, const QList<PolicyField> &)> apply) {
        return PolicyForm{.title = tr("%1, %2").arg(field.label, Signs::name(ChangeWords::shapeOf(rule.lane), LaneWords::Two).toLower()),
                          .fields = {field},
                          .apply = [at, apply](Policy &p, const QList<PolicyField> &fields) { apply(p.lanes[at], fields); }};
    };
    if (row == u"approvals") {
        return form({.id = row, .label = tr("Approvals"), .kind = PolicyFieldKind::Number, .text = QString::number(rule.approvals),
                     .help = tr("Distinct people, apart from whoever wrote it")},
                    [](LaneRule &r, const QList<PolicyField> &fields) { r.approvals = fieldOf(fields, u"approvals"_s).text.toInt(); });
    }
    if (row == u"all_of") {
        return form(roleField(policy, row, tr("One approval by each of"), rule.allOf),
                    [](LaneRule &r, const QList<PolicyField> &fields) { r.allOf = inOldOrder(r.allOf, chosenRoles(fields, u"all_of"_s)); });
    }
    if (row == u"any_of") {
        return form(roleField(policy, row, tr("At least one approval by one of"), rule.anyOf),
                    [](LaneRule &r, const QList<PolicyField> &fields) { r.anyOf = inOldOrder(r.anyOf, chosenRoles(fields, u"any_of"_s)); });
    }
    if (row == u"viewed") {
        return form(flagField(row, tr("An approval counts"), rule.viewed, tr("after every changed sentence was marked as viewed"), tr("in any case")),
                    [](LaneRule &r, const QList<PolicyField> &fields) { r.viewed = saysYes(fields, u"viewed"_s); });
    }
    if (row == u"reviewer") {
        return form(flagField(row, tr("A reviewer is named by the author"), rule.reviewer, tr("yes, and has to approve"), tr("no")),
                    [](LaneRule &r, const QList<PolicyField> &fields) { r.reviewer = saysYes(fields, u"reviewer"_s); });
    }
    if (row == u"whitespace_keeps_approvals") {
        PolicyField field = flagField(row, tr("A revision that changed white space only"), rule.whitespaceKeepsApprovals,
                                      tr("keeps the approvals"), tr("ends them, like every revision"));
        field.help = tr("When a reviewer finds the same: one person looks again instead of all");
        return form(field, [](LaneRule &r, const QList<PolicyField> &fields) { r.whitespaceKeepsApprovals = saysYes(fields, u"whitespace_keeps_approvals"_s); });
    }
    if (row == u"lower" && rule.lane != Lane::Low) {
        return form(roleField(policy, row, tr("Who may confirm that a change leaves this lane downwards"), rule.lower),
                    [](LaneRule &r, const QList<PolicyField> &fields) { r.lower = inOldOrder(r.lower, chosenRoles(fields, u"lower"_s)); });
    }
    if (row == u"note") {
        PolicyField field{.id = row, .label = tr("Answers that must be given"), .kind = PolicyFieldKind::Many};
        for (const NoteField one : {NoteField::What, NoteField::Why, NoteField::Workflow, NoteField::Outcome, NoteField::Triggers, NoteField::RollbackOwner,
                                    NoteField::Informed})
            field.options.append({toString(one), PolicyTables::noteField(one)});
        for (const NoteField one : rule.note)
            field.chosen.append(toString(one));
        return form(field, [](LaneRule &r, const QList<PolicyField> &fields) {
            QList<NoteField> note;
            for (const QString &id : fieldOf(fields, u"note"_s).chosen) {
                if (const auto one = noteFieldFromString(id))
                    note.append(*one);
            }
            r.note = inOldOrder(r.note, note);
        });
    }
    return std::nullopt;
}

std::optional<PolicyForm> PolicyForms::ruleCell(const Policy &policy, const QString &row, int column)
{
    if (column != 2)
        return std::nullopt;
    const auto own = std::find_if(policy.laneRules.begin(), policy.laneRules.end(), [&row](const LaneOverride &one) { return one.rule == row; });
    const QList<lanes::RuleInfo> rules = lanes::rules();
    const auto builtIn = std::find_if(rules.begin(), rules.end(), [&row](const lanes::RuleInfo &one) { return one.id == row; });
    PolicyField field{.id = u"lane"_s, .label = tr("Its findings count as"), .kind = PolicyFieldKind::One, .text = own == policy.laneRules.end() ? QString() : toString(own->lane)};
    if (builtIn != rules.end())
        field.options.append({QString(), tr("%1, as built in").arg(Signs::name(ChangeWords::shapeOf(builtIn->lane), LaneWords::One))});
    for (const Lane lane : {Lane::Low, Lane::Medium, Lane::High})
        field.options.append({toString(lane), Signs::name(ChangeWords::shapeOf(lane), LaneWords::One)});
    return PolicyForm{.title = RuleText::ruleName(row), .fields = {field}, .apply = [row](Policy &p, const QList<PolicyField> &fields) {
                          const std::optional<Lane> lane = laneFromString(fieldOf(fields, u"lane"_s).text);
                          const auto known = std::find_if(p.laneRules.begin(), p.laneRules.end(), [&row](const LaneOverride &one) { return one.rule == row; });
                          if (!lane && known != p.laneRules.end()) {
                              p.laneRules.erase(known);
                          } else if (lane && known != p.laneRules.end()) {
                              known->lane = *lane;
                          } else if (lane) {
                              p.laneRules.append({.rule = row, .lane = *lane});
                          }
                      }};
}

PolicyField PolicyForms::laneField(Lane lane)
{
    PolicyField field{.id = u"lane"_s, .label = tr("Has at least"), .kind = PolicyFieldKind::One, .text = toString(lane)};
    for (const Lane one : {Lane::Low, Lane::Medium, Lane::High})
        field.options.append({toString(one), Signs::name(ChangeWords::shapeOf(one), LaneWords::Two)});
    return field;
}

namespace {

QList<PolicyField> whatFields(const Watched &one)
{
    const QString target = !one.phrase.isEmpty() ? u"phrase"_s : !one.section.isEmpty() ? u"section"_s : !one.setting.isEmpty() ? u"setting"_s : QString();
    return {{.id = u"target"_s, .label = PolicyForms::tr("What"), .kind = PolicyFieldKind::One, .text = target,
             .options = {{u"phrase"_s, PolicyForms::tr("a sentence with these words")},
                         {u"section"_s, PolicyForms::tr("the section with this title")},
                         {u"setting"_s, PolicyForms::tr("a setting")},
                         {QString(), PolicyForms::tr("every change of meaning")}}},
            {.id = u"words"_s, .label = PolicyForms::tr("Words, title or name of the setting"), .text = one.phrase + one.section + one.setting,
             .help = PolicyForms::tr("A setting as model.parameters.*; left empty for every change of meaning")}};
}

QList<PolicyField> whereFields(const PolicyField &paths, const PolicyField &consequences, const Watched &one)
{
    PolicyField kinds{.id = u"kinds"_s, .label = PolicyForms::tr("Of these kinds"), .kind = PolicyFieldKind::Many, .help = PolicyForms::tr("None: of any")};
    for (const ArtifactKind kind : {ArtifactKind::Prompt, ArtifactKind::Tools, ArtifactKind::Retrieval, ArtifactKind::Routing, ArtifactKind::Workflow,
                                    ArtifactKind::Suite, ArtifactKind::Contract})
        kinds.options.append({toString(kind), PolicyTables::kind(kind)});
    for (const ArtifactKind kind : one.kinds)
        kinds.chosen.append(toString(kind));
    PolicyField touched = consequences;
    touched.label = PolicyForms::tr("Of a workflow that touches");
    touched.help = PolicyForms::tr("None: any file");
    return {paths, kinds, touched};
}

void readWhat(Watched &one, const QList<PolicyField> &fields)
{
    const QString target = fieldOf(fields, u"target"_s).text;
    const QString words = lineOf(fields, u"words"_s);
    one.phrase = target == "phrase"_L1 ? words : QString();
    one.section = target == "section"_L1 ? words : QString();
    one.setting = target == "setting"_L1 ? words : QString();
}

void readWhere(Watched &one, const QList<PolicyField> &fields)
{
    one.paths = fieldOf(fields, u"paths"_s).chosen;
    QList<ArtifactKind> kinds;
    for (const QString &id : fieldOf(fields, u"kinds"_s).chosen) {
        if (const auto kind = artifactKindFromString(id))
            kinds.append(*kind);
    }
    one.kinds = inOldOrder(one.kinds, kinds);
    one.consequences = inOldOrder(one.consequences, chosenConsequences(fields, u"consequences"_s));
}

QString whatProblem(const QList<PolicyField> &fields)
{
    const bool named = !fieldOf(fields, u"target"_s).text.isEmpty();
    const bool words = !lineOf(fields, u"words"_s).isEmpty();
    return named && !words ? PolicyForms::tr("Say which words, title or setting.")
            : !named && words ? PolicyForms::tr("Choose what the words are, or leave them out.")
                              : QString();
}

} // namespace

std::optional<PolicyForm> PolicyForms::watchedCell(const Policy &policy, const QString &row, int column)
{
    QList<Watched> all = policy.watched;
    const Watched *watched = placed(all, row);
    if (!watched)
        return std::nullopt;
    const auto on = [row](std::function<void(Watched &, const QList<PolicyField> &)> apply) {
        return [row, apply](Policy &p, const QList<PolicyField> &fields) {
            if (Watched *one = placed(p.watched, row))
                apply(*one, fields);
        };
    };
    switch (column) {
    case 0: return PolicyForm{.title = tr("What"), .fields = whatFields(*watched), .apply = on(readWhat), .problem = whatProblem};
    case 1:
        return PolicyForm{.title = tr("Where"),
                          .fields = whereFields(pathsField(watched->paths, tr("None: every governed file")), consequenceField(watched->consequences), *watched),
                          .apply = on(readWhere)};
    case 2:
        return PolicyForm{.title = tr("At least"), .fields = {laneField(watched->lane)}, .apply = on([](Watched &one, const QList<PolicyField> &fields) {
                              one.lane = laneFromString(fieldOf(fields, u"lane"_s).text).value_or(one.lane);
                          })};
    default:
        return PolicyForm{.title = tr("Why"),
                          .fields = {{.id = u"why"_s, .label = tr("What the author is told"), .text = watched->why}},
                          .apply = on([](Watched &one, const QList<PolicyField> &fields) { one.why = lineOf(fields, u"why"_s); })};
    }
}

PolicyForm PolicyForms::newWatched()
{
    Watched fresh;
    QList<PolicyField> fields = whatFields(fresh);
    fields.first().text = u"phrase"_s;
    fields += whereFields(pathsField({}, tr("None: every governed file")), consequenceField({}), fresh);
    fields.append(laneField(fresh.lane));
    fields.append({.id = u"why"_s, .label = tr("What the author is told")});
    return {.title = tr("Watch something"), .fields = fields,
            .apply =
                [](Policy &p, const QList<PolicyField> &values) {
                    Watched one{.lane = laneFromString(fieldOf(values, u"lane"_s).text).value_or(Lane::High), .why = lineOf(values, u"why"_s)};
                    readWhat(one, values);
                    readWhere(one, values);
                    p.watched.append(one);
                },
            .problem = whatProblem};
}

} // namespace countersign
