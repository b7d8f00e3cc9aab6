// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyFormParts.h"

#include "base/Millionths.h"
#include "ui/shell/ChangeWords.h"

using namespace Qt::StringLiterals;

namespace countersign {

using namespace policyform;

std::optional<PolicyForm> PolicyForms::environmentCell(const Policy &policy, const QString &row, int column)
{
    Policy copy = policy;
    const Environment *environment = environmentIn(copy, row);
    if (!environment)
        return std::nullopt;
    PolicyForm form{.title = environment->title};
    const auto on = [row](std::function<void(Environment &, const QList<PolicyField> &)> apply) {
        return [row, apply](Policy &p, const QList<PolicyField> &fields) {
            if (Environment *one = environmentIn(p, row))
                apply(*one, fields);
        };
    };
    switch (column) {
    case 0:
        form.fields = {{.id = u"title"_s, .label = tr("Name"), .text = environment->title}};
        form.apply = on([](Environment &one, const QList<PolicyField> &fields) { one.title = lineOf(fields, u"title"_s); });
        return form;
    case 1:
        form.fields = {flagField(u"follows"_s, tr("Takes an accepted version"), environment->follows, tr("by itself, at once"), tr("when somebody releases it")),
                       roleField(policy, u"deploy"_s, tr("Who may release"), environment->deploy)};
        form.apply = on([](Environment &one, const QList<PolicyField> &fields) {
            one.follows = saysYes(fields, u"follows"_s);
            one.deploy = inOldOrder(one.deploy, chosenRoles(fields, u"deploy"_s));
        });
        return form;
    case 2:
        form.fields = {roleField(policy, u"roll_back"_s, tr("Who may roll back"), environment->rollBack)};
        form.apply = on([](Environment &one, const QList<PolicyField> &fields) { one.rollBack = inOldOrder(one.rollBack, chosenRoles(fields, u"roll_back"_s)); });
        return form;
    default:
        form.fields = {peopleField(policy, u"informed"_s, tr("Who is told"), environment->informed)};
        form.apply = on([](Environment &one, const QList<PolicyField> &fields) { one.informed = inOldOrder(one.informed, chosenPeople(fields, u"informed"_s)); });
        return form;
    }
}

std::optional<PolicyForm> PolicyForms::environmentRuleCell(const Policy &policy, const QString &row, int column)
{
    Policy copy = policy;
    const EnvironmentRule *rule = ruleIn(copy, row);
    if (!rule)
        return std::nullopt;
    const auto on = [row](std::function<void(EnvironmentRule &, const QList<PolicyField> &)> apply) {
        return [row, apply](Policy &p, const QList<PolicyField> &fields) {
            if (EnvironmentRule *one = ruleIn(p, row))
                apply(*one, fields);
        };
    };
    switch (column) {
    case 1:
        return PolicyForm{.title = tr("Files"),
                          .fields = {pathsField(rule->paths, tr("* within a name, ** for any folders"))},
                          .apply = on([](EnvironmentRule &one, const QList<PolicyField> &fields) { one.paths = fieldOf(fields, u"paths"_s).chosen; })};
    case 2:
        return PolicyForm{.title = tr("Releases"),
                          .fields = {roleField(policy, u"deploy"_s, tr("Who may release"), rule->deploy)},
                          .apply = on([](EnvironmentRule &one, const QList<PolicyField> &fields) { one.deploy = inOldOrder(one.deploy, chosenRoles(fields, u"deploy"_s)); })};
    case 3:
        return PolicyForm{.title = tr("Rolls back"),
                          .fields = {roleField(policy, u"roll_back"_s, tr("Who may roll back"), rule->rollBack)},
                          .apply = on([](EnvironmentRule &one, const QList<PolicyField> &fields) { one.rollBack = inOldOrder(one.rollBack, chosenRoles(fields, u"roll_back"_s)); })};
    case 4:
        return PolicyForm{.title = tr("Is told"),
                          .fields = {peopleField(policy, u"informed"_s, tr("Who is told"), rule->informed)},
                          .apply = on([](EnvironmentRule &one, const QList<PolicyField> &fields) { one.informed = inOldOrder(one.informed, chosenPeople(fields, u"informed"_s)); })};
    default: return std::nullopt; // another environment is another list
    }
}

PolicyForm PolicyForms::newEnvironmentRule(const Policy &policy)
{
    PolicyField environment{.id = u"environment"_s, .label = tr("In"), .kind = PolicyFieldKind::One};
    for (const Environment &one : policy.environments)
        environment.options.append({one.id.value, one.title.isEmpty() ? one.id.value : one.title});
    if (!policy.environments.isEmpty())
        environment.text = policy.environments.last().id.value;
    return {.title = addLabel(PolicySection::EnvironmentRules, policy),
            .fields = {environment, pathsField({}, tr("* within a name, ** for any folders")), roleField(policy, u"deploy"_s, tr("Who may release"), {}),
                       roleField(policy, u"roll_back"_s, tr("Who may roll back"), {}), peopleField(policy, u"informed"_s, tr("Who is told"), {})},
            .apply =
                [](Policy &p, const QList<PolicyField> &fields) {
                    // Before the others: the first line that fits decides, and a new one is the exception to what is there.
                    if (Environment *one = environmentIn(p, fieldOf(fields, u"environment"_s).text)) {
                        one->rules.prepend({.paths = fieldOf(fields, u"paths"_s).chosen,
                                            .deploy = chosenRoles(fields, u"deploy"_s),
                                            .rollBack = chosenRoles(fields, u"roll_back"_s),
                                            .informed = chosenPeople(fields, u"informed"_s)});
                    }
                }};
}

PolicyField PolicyForms::lanesField(const QList<Lane> &chosen, const QList<Lane> &offered, const QString &help)
{
    PolicyField field{.id = u"lanes"_s, .label = tr("Changes in"), .kind = PolicyFieldKind::Many, .help = help};
    for (const Lane lane : offered)
        field.options.append({toString(lane), Signs::name(ChangeWords::shapeOf(lane), LaneWords::Two)});
    for (const Lane lane : chosen)
        field.chosen.append(toString(lane));
    return field;
}

PolicyField PolicyForms::reasonsField(const QList<GateReason> &chosen)
{
    PolicyField field{.id = u"reasons"_s, .label = tr("That touch"), .kind = PolicyFieldKind::Many, .help = tr("None: whatever it touches")};
    for (const GateReason one : {GateReason::PolicyText, GateReason::Source, GateReason::Model, GateReason::Financial, GateReason::Legal,
                                 GateReason::CustomerVisible, GateReason::History})
        field.options.append({toString(one), PolicyTables::gateReason(one)});
    for (const GateReason one : chosen)
        field.chosen.append(toString(one));
    return field;
}

namespace {

// "accuracy 0.9", one a line; nothing when a line is something else.
std::optional<QList<SuiteThreshold>> thresholdsFrom(const QStringList &lines)
{
    QList<SuiteThreshold> thresholds;
    for (const QString &line : lines) {
        const qsizetype blank = line.lastIndexOf(u' ');
        const std::optional<qint64> least = blank > 0 ? millionthsFromText(QStringView(line).mid(blank + 1)) : std::nullopt;
        if (!least)
            return std::nullopt;
        thresholds.append({.dimension = line.first(blank).trimmed(), .least = *least});
    }
    return thresholds;
}

} // namespace

std::optional<PolicyForm> PolicyForms::suiteCell(const Policy &policy, const QString &row, int column)
{
    QList<SuiteRule> all = policy.suites;
    const SuiteRule *rule = placed(all, row);
    if (!rule)
        return std::nullopt;
    const auto on = [row](std::function<void(SuiteRule &, const QList<PolicyField> &)> apply) {
        return [row, apply](Policy &p, const QList<PolicyField> &fields) {
            if (SuiteRule *one = placed(p.suites, row))
                apply(*one, fields);
        };
    };
    switch (column) {
    case 0:
        return PolicyForm{.title = tr("Suite"),
                          .fields = {{.id = u"suite"_s, .label = tr("Suite"), .text = rule->suite.value, .help = tr("Its id: the path of its file without the extension")}},
                          .apply = on([](SuiteRule &one, const QList<PolicyField> &fields) { one.suite = {lineOf(fields, u"suite"_s)}; })};
    case 1:
        return PolicyForm{.title = tr("For files"),
                          .fields = {pathsField(rule->paths, tr("None: every governed file"))},
                          .apply = on([](SuiteRule &one, const QList<PolicyField> &fields) { one.paths = fieldOf(fields, u"paths"_s).chosen; })};
    case 2:
        return PolicyForm{.title = tr("When"),
                          .fields = {lanesField(rule->lanes, {Lane::Low, Lane::Medium, Lane::High}, tr("None: in every lane")), reasonsField(rule->reasons)},
                          .apply = on([](SuiteRule &one, const QList<PolicyField> &fields) {
                              one.lanes = inOldOrder(one.lanes, chosenLanes(fields, u"lanes"_s));
                              one.reasons = inOldOrder(one.reasons, chosenReasons(fields, u"reasons"_s));
                          })};
    case 3:
        return PolicyForm{.title = tr("Model"),
                          .fields = {{.id = u"model"_s, .label = tr("Model that was asked for"), .text = rule->model, .help = tr("Empty: any")},
                                     {.id = u"served"_s, .label = tr("Models that may have answered, one a line"), .kind = PolicyFieldKind::Lines,
                                      .chosen = rule->served, .help = tr("* is anything. None: the model itself, or not told")}},
                          .apply = on([](SuiteRule &one, const QList<PolicyField> &fields) {
                              one.model = lineOf(fields, u"model"_s);
                              one.served = fieldOf(fields, u"served"_s).chosen;
                          })};
    default: {
        QStringList thresholds;
        for (const SuiteThreshold &threshold : rule->thresholds)
            thresholds.append(u"%1 %2"_s.arg(threshold.dimension, millionthsToText(threshold.least)));
        return PolicyForm{.title = tr("May lose"),
                          .fields = {{.id = u"limit"_s, .label = tr("Loss that is allowed"), .text = millionthsToText(rule->limit), .help = tr("As a share of a metric's scale: 0.02 is two in a hundred")},
                                     {.id = u"thresholds"_s, .label = tr("What a dimension must reach, one a line"), .kind = PolicyFieldKind::Lines,
                                      .chosen = thresholds, .help = tr("As: accuracy 0.9")}},
                          .apply = on([](SuiteRule &one, const QList<PolicyField> &fields) {
                              one.limit = millionthsFromText(lineOf(fields, u"limit"_s)).value_or(one.limit);
                              one.thresholds = thresholdsFrom(fieldOf(fields, u"thresholds"_s).chosen).value_or(one.thresholds);
                          }),
                          .problem = [](const QList<PolicyField> &fields) {
                              if (!millionthsFromText(lineOf(fields, u"limit"_s)))
                                  return tr("The loss is a figure, as 0.02.");
                              return thresholdsFrom(fieldOf(fields, u"thresholds"_s).chosen) ? QString() : tr("Each line is the name of a dimension and a figure, as: accuracy 0.9");
                          }};
    }
    }
}

PolicyForm PolicyForms::newSuite(const Policy &policy)
{
    PolicyForm form{.title = addLabel(PolicySection::Suites, policy),
                    .fields = {{.id = u"suite"_s, .label = tr("Suite"), .help = tr("Its id: the path of its file without the extension")},
                               pathsField({}, tr("None: every governed file")), lanesField({}, {Lane::Low, Lane::Medium, Lane::High}, tr("None: in every lane")),
                               reasonsField({}), {.id = u"model"_s, .label = tr("Model that was asked for"), .help = tr("Empty: any")}},
                    .apply = [](Policy &p, const QList<PolicyField> &fields) {
                        p.suites.append({.suite = {lineOf(fields, u"suite"_s)},
                                         .paths = fieldOf(fields, u"paths"_s).chosen,
                                         .lanes = chosenLanes(fields, u"lanes"_s),
                                         .reasons = chosenReasons(fields, u"reasons"_s),
                                         .model = lineOf(fields, u"model"_s)});
                        if (const QList<RoleId> recorders = chosenRoles(fields, u"record_runs"_s); !recorders.isEmpty())
                            p.rights.recordRuns = recorders;
                    }};
    // A suite of which nobody may record a run can never pass.
    if (policy.rights.recordRuns.isEmpty()) {
        form.fields.append(roleField(policy, u"record_runs"_s, tr("Who may record its runs"), {}));
        form.problem = [](const QList<PolicyField> &fields) {
            return fieldOf(fields, u"record_runs"_s).chosen.isEmpty() ? tr("Nobody may record eval runs yet. Say who may.") : QString();
        };
    }
    return form;
}

} // namespace countersign
