// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyFormParts.h"

using namespace Qt::StringLiterals;

namespace countersign {

using namespace policyform;

PolicyField PolicyForms::roleField(const Policy &policy, const QString &id, const QString &label, const QList<RoleId> &chosen)
{
    PolicyField field{.id = id, .label = label, .kind = PolicyFieldKind::Many};
    for (const RoleInfo &role : policy.roles)
        field.options.append({role.id.value, policy.roleTitle(role.id)});
    for (const RoleId &role : chosen)
        field.chosen.append(role.value);
    return field;
}

PolicyField PolicyForms::peopleField(const Policy &policy, const QString &id, const QString &label, const QList<PrincipalId> &chosen)
{
    PolicyField field{.id = id, .label = label, .kind = PolicyFieldKind::Many};
    for (const Person &person : policy.people) {
        if (person.kind == PrincipalKind::Human && (person.active || chosen.contains(person.id)))
            field.options.append({person.id.value, person.name});
    }
    for (const PrincipalId &person : chosen)
        field.chosen.append(person.value);
    return field;
}

std::optional<PolicyForm> PolicyForms::personCell(const Policy &policy, const QString &row, int column)
{
    Policy copy = policy;
    const Person *person = personIn(copy, row);
    if (!person)
        return std::nullopt;
    PolicyForm form{.title = person->name};
    const auto on = [row](std::function<void(Person &, const QList<PolicyField> &)> apply) {
        return [row, apply](Policy &p, const QList<PolicyField> &fields) {
            if (Person *one = personIn(p, row))
                apply(*one, fields);
        };
    };
    switch (column) {
    case 0:
        form.fields = {{.id = u"name"_s, .label = tr("Name"), .text = person->name}};
        form.apply = on([](Person &one, const QList<PolicyField> &fields) { one.name = lineOf(fields, u"name"_s); });
        return form;
    case 1:
        form.fields = {roleField(policy, u"roles"_s, tr("Roles of %1").arg(person->name), person->roles)};
        form.apply = on([](Person &one, const QList<PolicyField> &fields) { one.roles = inOldOrder(one.roles, chosenRoles(fields, u"roles"_s)); });
        return form;
    case 2:
        form.fields = {{.id = u"emails"_s, .label = tr("Addresses, one a line"), .kind = PolicyFieldKind::Lines, .chosen = person->emails}};
        form.apply = on([](Person &one, const QList<PolicyField> &fields) { one.emails = fieldOf(fields, u"emails"_s).chosen; });
        return form;
    case 3:
        form.fields = {{.id = u"keys"_s, .label = tr("Keys that sign, one a line"), .kind = PolicyFieldKind::Lines, .chosen = person->keys,
                        .help = tr("As ssh-ed25519 AAAA…")}};
        form.apply = on([](Person &one, const QList<PolicyField> &fields) { one.keys = fieldOf(fields, u"keys"_s).chosen; });
        return form;
    case 4:
        form.fields = {{.id = u"logins"_s, .label = tr("Logins of a registry's database, one a line"),
                        .kind = PolicyFieldKind::Lines, .chosen = person->logins,
                        .help = tr("Once anybody has one, a database takes from a login only what its person says.")}};
        form.apply = on([](Person &one, const QList<PolicyField> &fields) { one.logins = fieldOf(fields, u"logins"_s).chosen; });
        return form;
    default:
        form.fields = {flagField(u"active"_s, tr("May act"), person->active, tr("yes"), tr("no, has left")),
                       flagField(u"service"_s, tr("Is"), person->kind == PrincipalKind::Service, tr("a program"), tr("a person"))};
        form.apply = on([](Person &one, const QList<PolicyField> &fields) {
            one.active = saysYes(fields, u"active"_s);
            one.kind = saysYes(fields, u"service"_s) ? PrincipalKind::Service : PrincipalKind::Human;
        });
        return form;
    }
}

std::optional<PolicyForm> PolicyForms::ownerCell(const Policy &policy, const QString &row, int column)
{
    QList<Owner> owners = policy.owners;
    const Owner *owner = placed(owners, row);
    if (!owner)
        return std::nullopt;
    const auto on = [row](std::function<void(Owner &, const QList<PolicyField> &)> apply) {
        return [row, apply](Policy &p, const QList<PolicyField> &fields) {
            if (Owner *one = placed(p.owners, row))
                apply(*one, fields);
        };
    };
    switch (column) {
    case 0:
        return PolicyForm{.title = tr("Files"),
                          .fields = {pathsField(owner->paths, {})},
                          .apply = on([](Owner &one, const QList<PolicyField> &fields) { one.paths = fieldOf(fields, u"paths"_s).chosen; })};
    case 1:
        return PolicyForm{.title = tr("Section"),
                          .fields = {{.id = u"section"_s, .label = tr("Section"), .text = owner->section, .help = tr("Its heading; empty for the whole file")}},
                          .apply = on([](Owner &one, const QList<PolicyField> &fields) { one.section = lineOf(fields, u"section"_s); })};
    default:
        return PolicyForm{.title = tr("Must approve"),
                          .fields = {roleField(policy, u"all_of"_s, tr("Each of"), owner->allOf), roleField(policy, u"any_of"_s, tr("And one of"), owner->anyOf),
                                     peopleField(policy, u"people"_s, tr("Or of these people"), owner->people)},
                          .apply = on([](Owner &one, const QList<PolicyField> &fields) {
                              one.allOf = inOldOrder(one.allOf, chosenRoles(fields, u"all_of"_s));
                              one.anyOf = inOldOrder(one.anyOf, chosenRoles(fields, u"any_of"_s));
                              one.people = inOldOrder(one.people, chosenPeople(fields, u"people"_s));
                          })};
    }
}

} // namespace countersign
