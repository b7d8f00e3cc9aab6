// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyFormParts.h"

using namespace Qt::StringLiterals;

namespace countersign {

using namespace policyform;

std::optional<PolicyForm> PolicyForms::cell(PolicySection section, const Policy &policy, const QString &row, int column)
{
    switch (section) {
    case PolicySection::Lanes: return laneCell(policy, row, column);
    case PolicySection::People: return personCell(policy, row, column);
    case PolicySection::Roles:
        if (column != 0)
            return std::nullopt;
        return PolicyForm{.title = tr("Role"),
                          .fields = {{.id = u"title"_s, .label = tr("Name"), .text = policy.roleTitle({row})}},
                          .apply = [row](Policy &p, const QList<PolicyField> &fields) {
                              for (RoleInfo &role : p.roles) {
                                  if (role.id.value == row)
                                      role.title = lineOf(fields, u"title"_s);
                              }
                          }};
    case PolicySection::Owners: return ownerCell(policy, row, column);
    case PolicySection::Workflows: return workflowCell(policy, row, column);
    case PolicySection::Environments: return environmentCell(policy, row, column);
    case PolicySection::EnvironmentRules: return environmentRuleCell(policy, row, column);
    case PolicySection::Rights: return rightCell(policy, row, column);
    case PolicySection::Watched: return watchedCell(policy, row, column);
    case PolicySection::Suites: return suiteCell(policy, row, column);
    case PolicySection::Opinion: return opinionForm(policy);
    case PolicySection::Exceptions: return exceptionCell(policy, row, column);
    case PolicySection::Paths: return pathCell(policy, row, column);
    case PolicySection::Place: return placeCell(policy, row, column);
    case PolicySection::Phrases: return phraseCell(policy, row, column);
    case PolicySection::Rules: return ruleCell(policy, row, column);
    case PolicySection::History:
    case PolicySection::AsText: return std::nullopt;
    }
    Q_UNREACHABLE_RETURN(std::nullopt);
}

QString PolicyForms::addLabel(PolicySection section, const Policy &policy)
{
    switch (section) {
    case PolicySection::People: return tr("Add a person");
    case PolicySection::Roles: return tr("Add a role");
    case PolicySection::Owners: return tr("Add an owner");
    case PolicySection::Workflows: return tr("Add a workflow");
    case PolicySection::Environments: return tr("Add an environment");
    case PolicySection::Exceptions: return tr("Add an exception");
    case PolicySection::Paths: return tr("Add files");
    case PolicySection::Phrases: return tr("Add words");
    case PolicySection::EnvironmentRules: return tr("Add a rule by path");
    case PolicySection::Watched: return tr("Watch something");
    case PolicySection::Suites: return tr("Add a suite");
    case PolicySection::Opinion: return policy.secondOpinion.lanes.isEmpty() ? tr("Ask a model") : QString();
    case PolicySection::Lanes:
    case PolicySection::Rights:
    case PolicySection::Place:
    case PolicySection::Rules:
    case PolicySection::History:
    case PolicySection::AsText: return {};
    }
    Q_UNREACHABLE_RETURN({});
}

std::optional<PolicyForm> PolicyForms::entry(PolicySection section, const Policy &policy)
{
    const QString idHelp = tr("Stands in the record for ever. Empty: made from the name.");
    PolicyForm form{.title = addLabel(section, policy)};
    switch (section) {
    case PolicySection::People:
        form.fields = {{.id = u"name"_s, .label = tr("Name")},
                       {.id = u"emails"_s, .label = tr("Addresses, one a line"), .kind = PolicyFieldKind::Lines, .help = tr("As git is configured with")},
                       roleField(policy, u"roles"_s, tr("Roles"), {}),
                       {.id = u"id"_s, .label = tr("Short name"), .help = idHelp}};
        form.apply = [](Policy &p, const QList<PolicyField> &fields) {
            p.people.append({.id = {u"p:"_s + idOf(fields, u"name"_s)}, .name = lineOf(fields, u"name"_s), .emails = fieldOf(fields, u"emails"_s).chosen,
                             .roles = chosenRoles(fields, u"roles"_s)});
        };
        return form;
    case PolicySection::Roles:
        form.fields = {{.id = u"title"_s, .label = tr("Name")}, {.id = u"id"_s, .label = tr("Short name"), .help = idHelp}};
        form.apply = [](Policy &p, const QList<PolicyField> &fields) { p.roles.append({.id = {idOf(fields, u"title"_s)}, .title = lineOf(fields, u"title"_s)}); };
        return form;
    case PolicySection::Owners:
        form.fields = {pathsField({}, tr("* within a name, ** for any folders")),
                       {.id = u"section"_s, .label = tr("Section"), .help = tr("Its heading; empty for the whole file")},
                       roleField(policy, u"all_of"_s, tr("Each of"), {}), roleField(policy, u"any_of"_s, tr("And one of"), {}),
                       peopleField(policy, u"people"_s, tr("Or of these people"), {})};
        form.apply = [](Policy &p, const QList<PolicyField> &fields) {
            p.owners.append({.paths = fieldOf(fields, u"paths"_s).chosen, .section = lineOf(fields, u"section"_s), .allOf = chosenRoles(fields, u"all_of"_s),
                             .anyOf = chosenRoles(fields, u"any_of"_s), .people = chosenPeople(fields, u"people"_s)});
        };
        return form;
    case PolicySection::Workflows:
        form.fields = {{.id = u"title"_s, .label = tr("Name")}, pathsField({}, tr("* within a name, ** for any folders")), consequenceField({}),
                       {.id = u"id"_s, .label = tr("Short name"), .help = idHelp}};
        form.apply = [](Policy &p, const QList<PolicyField> &fields) {
            Workflow workflow{.id = idOf(fields, u"title"_s), .title = lineOf(fields, u"title"_s), .paths = fieldOf(fields, u"paths"_s).chosen};
            for (const QString &id : fieldOf(fields, u"consequences"_s).chosen) {
                if (const auto one = consequenceFromString(id))
                    workflow.consequences.append(*one);
            }
            p.workflows.append(workflow);
        };
        return form;
    case PolicySection::Environments:
        form.fields = {{.id = u"title"_s, .label = tr("Name"), .help = tr("It is put before the last, which is production.")},
                       roleField(policy, u"deploy"_s, tr("Who may release"), {}), roleField(policy, u"roll_back"_s, tr("Who may roll back"), {}),
                       {.id = u"id"_s, .label = tr("Short name"), .help = idHelp}};
        form.apply = [](Policy &p, const QList<PolicyField> &fields) {
            p.environments.insert(std::max<qsizetype>(0, p.environments.size() - 1),
                                  {.id = {idOf(fields, u"title"_s)}, .title = lineOf(fields, u"title"_s), .deploy = chosenRoles(fields, u"deploy"_s),
                                   .rollBack = chosenRoles(fields, u"roll_back"_s)});
        };
        return form;
    case PolicySection::Paths:
        form.fields = {pathsField({}, tr("* within a name, ** for any folders")), kindField(ArtifactKind::Prompt)};
        form.apply = [](Policy &p, const QList<PolicyField> &fields) {
            // Before the others: the first line that fits decides, and a new one is the exception to what is there.
            p.governed.prepend({.paths = fieldOf(fields, u"paths"_s).chosen,
                                .kind = artifactKindFromString(fieldOf(fields, u"kind"_s).text).value_or(ArtifactKind::Prompt)});
        };
        return form;
    case PolicySection::EnvironmentRules: return newEnvironmentRule(policy);
    case PolicySection::Watched: return newWatched();
    case PolicySection::Suites: return newSuite(policy);
    case PolicySection::Opinion: return policy.secondOpinion.lanes.isEmpty() ? std::optional(opinionForm(policy)) : std::nullopt;
    case PolicySection::Exceptions:
        form.fields = {{.id = u"requirement"_s, .label = tr("Requirement"), .help = tr("Its name in the record: note, approvals, approval.compliance, owner.*")},
                       roleField(policy, u"by"_s, tr("May be overridden by"), {})};
        form.apply = [](Policy &p, const QList<PolicyField> &fields) {
            p.overrides.append({.requirement = lineOf(fields, u"requirement"_s), .by = chosenRoles(fields, u"by"_s)});
        };
        return form;
    case PolicySection::Phrases:
        form.fields = {{.id = u"phrase"_s, .label = tr("Words")}, {.id = u"why"_s, .label = tr("What the writer is told")},
                       pathsField({}, tr("None: every governed file"))};
        form.apply = [](Policy &p, const QList<PolicyField> &fields) {
            p.bannedPhrases.append({.phrase = lineOf(fields, u"phrase"_s), .why = lineOf(fields, u"why"_s), .paths = fieldOf(fields, u"paths"_s).chosen});
        };
        return form;
    case PolicySection::Lanes:
    case PolicySection::Rights:
    case PolicySection::Place:
    case PolicySection::Rules:
    case PolicySection::History:
    case PolicySection::AsText: return std::nullopt;
    }
    Q_UNREACHABLE_RETURN(std::nullopt);
}

std::optional<PolicyForms::Removal> PolicyForms::removal(PolicySection section, const Policy &policy, const Policy &inForce, const QString &row)
{
    const auto place = [&row](qsizetype size) {
        bool ok = false;
        const int at = row.toInt(&ok);
        return ok && at >= 0 && at < size ? at : -1;
    };
    const QString label = tr("Remove");
    switch (section) {
    case PolicySection::People: {
        const Person *person = policy.person({row});
        if (!person)
            return std::nullopt;
        // The record names whoever was in force once.
        if (inForce.person({row})) {
            if (!person->active)
                return std::nullopt;
            return Removal{tr("Has left"), [row](Policy &p) {
                               if (Person *one = personIn(p, row))
                                   one->active = false;
                           }};
        }
        return Removal{label, [row](Policy &p) { p.people.removeIf([&row](const Person &one) { return one.id.value == row; }); }};
    }
    case PolicySection::Roles:
        return Removal{label, [row](Policy &p) { p.roles.removeIf([&row](const RoleInfo &one) { return one.id.value == row; }); }};
    case PolicySection::Workflows:
        return Removal{label, [row](Policy &p) { p.workflows.removeIf([&row](const Workflow &one) { return one.id == row; }); }};
    case PolicySection::Environments:
        return Removal{label, [row](Policy &p) { p.environments.removeIf([&row](const Environment &one) { return one.id.value == row; }); }};
    case PolicySection::Owners:
        if (const int at = place(policy.owners.size()); at >= 0)
            return Removal{label, [at](Policy &p) { p.owners.removeAt(at); }};
        return std::nullopt;
    case PolicySection::Paths:
        if (const int at = place(policy.governed.size()); at >= 0)
            return Removal{label, [at](Policy &p) { p.governed.removeAt(at); }};
        return std::nullopt;
    case PolicySection::Exceptions:
        if (const int at = place(policy.overrides.size()); at >= 0)
            return Removal{label, [at](Policy &p) { p.overrides.removeAt(at); }};
        return std::nullopt;
    case PolicySection::Phrases:
        if (const int at = place(policy.bannedPhrases.size()); at >= 0)
            return Removal{label, [at](Policy &p) { p.bannedPhrases.removeAt(at); }};
        return std::nullopt;
    case PolicySection::Watched:
        if (const int at = place(policy.watched.size()); at >= 0)
            return Removal{label, [at](Policy &p) { p.watched.removeAt(at); }};
        return std::nullopt;
    case PolicySection::Suites:
        if (const int at = place(policy.suites.size()); at >= 0)
            return Removal{label, [at](Policy &p) { p.suites.removeAt(at); }};
        return std::nullopt;
    case PolicySection::Opinion:
        if (!policy.secondOpinion.lanes.isEmpty())
            return Removal{label, [](Policy &p) { p.secondOpinion = {}; }};
        return std::nullopt;
    case PolicySection::EnvironmentRules: {
        Policy copy = policy;
        if (!ruleIn(copy, row))
            return std::nullopt;
        return Removal{label, [where = rulePlace(row)](Policy &p) {
                           if (Environment *one = environmentIn(p, where.environment))
                               one->rules.removeAt(where.index);
                       }};
    }
    case PolicySection::Lanes:
    case PolicySection::Rights:
    case PolicySection::Place:
    case PolicySection::Rules:
    case PolicySection::History:
    case PolicySection::AsText: return std::nullopt;
    }
    Q_UNREACHABLE_RETURN(std::nullopt);
}

std::optional<PolicyForms::Movement> PolicyForms::movement(PolicySection section, const Policy &policy, const QString &row, int by)
{
    const auto target = [by](qsizetype at, qsizetype size) { return at >= 0 && at + by >= 0 && at + by < size ? at + by : -1; };
    switch (section) {
    case PolicySection::Environments: {
        const qsizetype at = policy.environmentIndex({row});
        const qsizetype to = target(at, policy.environments.size());
        return to < 0 ? std::nullopt : std::optional(Movement{row, [at, to](Policy &p) { p.environments.move(at, to); }});
    }
    case PolicySection::EnvironmentRules: {
        const RulePlace where = rulePlace(row);
        Policy copy = policy;
        const Environment *environment = environmentIn(copy, where.environment);
        const qsizetype to = environment ? target(where.index, environment->rules.size()) : -1;
        if (to < 0)
            return std::nullopt;
        return Movement{u"%1/%2"_s.arg(where.environment).arg(to), [where, to](Policy &p) {
                            if (Environment *one = environmentIn(p, where.environment))
                                one->rules.move(where.index, to);
                        }};
    }
    case PolicySection::Paths: {
        bool ok = false;
        const qsizetype at = row.toInt(&ok);
        const qsizetype to = ok ? target(at, policy.governed.size()) : -1;
        return to < 0 ? std::nullopt : std::optional(Movement{QString::number(to), [at, to](Policy &p) { p.governed.move(at, to); }});
    }
    default: return std::nullopt;
    }
}

} // namespace countersign
