// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyForms.h"

#include "lanes/Classify.h"
#include "ui/change/RuleText.h"
#include "ui/shell/ChangeWords.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

const PolicyField &fieldOf(const QList<PolicyField> &fields, const QString &id)
{
    static const PolicyField none;
    for (const PolicyField &field : fields) {
        if (field.id == id)
            return field;
    }
    return none;
}

QList<RoleId> chosenRoles(const QList<PolicyField> &fields, const QString &id)
{
    QList<RoleId> roles;
    for (const QString &role : fieldOf(fields, id).chosen)
        roles.append({role});
    return roles;
}

QList<PrincipalId> chosenPeople(const QList<PolicyField> &fields, const QString &id)
{
    QList<PrincipalId> people;
    for (const QString &person : fieldOf(fields, id).chosen)
        people.append({person});
    return people;
}

bool saysYes(const QList<PolicyField> &fields, const QString &id)
{
    return fieldOf(fields, id).text == u"true";
}

// What was there keeps its order; what is new comes behind it.
template<typename T>
QList<T> inOldOrder(const QList<T> &old, const QList<T> &chosen)
{
    QList<T> ordered;
    for (const T &one : old) {
        if (chosen.contains(one))
            ordered.append(one);
    }
    for (const T &one : chosen) {
        if (!ordered.contains(one))
            ordered.append(one);
    }
    return ordered;
}

template<typename Entry>
Entry *placed(QList<Entry> &list, const QString &row)
{
    bool ok = false;
    const int at = row.toInt(&ok);
    return ok && at >= 0 && at < list.size() ? &list[at] : nullptr;
}

Person *personIn(Policy &policy, const QString &id)
{
    const auto it = std::find_if(policy.people.begin(), policy.people.end(), [&id](const Person &person) { return person.id.value == id; });
    return it == policy.people.end() ? nullptr : &*it;
}

Workflow *workflowIn(Policy &policy, const QString &id)
{
    const auto it = std::find_if(policy.workflows.begin(), policy.workflows.end(), [&id](const Workflow &workflow) { return workflow.id == id; });
    return it == policy.workflows.end() ? nullptr : &*it;
}

Environment *environmentIn(Policy &policy, const QString &id)
{
    const auto it = std::find_if(policy.environments.begin(), policy.environments.end(), [&id](const Environment &one) { return one.id.value == id; });
    return it == policy.environments.end() ? nullptr : &*it;
}

// Letters, figures and dashes of a name: what an id may be made of.
QString idFrom(const QString &name)
{
    QString id;
    for (const QChar c : name.toLower().normalized(QString::NormalizationForm_D)) {
        if ((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9')) {
            id += c;
        } else if ((c.isSpace() || c.isPunct()) && !id.isEmpty() && !id.endsWith(u'-')) {
            id += u'-';
        }
    }
    while (id.endsWith(u'-'))
        id.chop(1);
    return id.left(64);
}

QString idOf(const QList<PolicyField> &fields, const QString &nameField)
{
    const QString given = fieldOf(fields, u"id"_s).text.trimmed();
    return given.isEmpty() ? idFrom(fieldOf(fields, nameField).text) : given;
}

QString lineOf(const QList<PolicyField> &fields, const QString &id)
{
    return fieldOf(fields, id).text.trimmed();
}

} // namespace

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

PolicyField PolicyForms::flagField(const QString &id, const QString &label, bool value, const QString &yes, const QString &no)
{
    return {.id = id, .label = label, .kind = PolicyFieldKind::One, .text = value ? u"true"_s : u"false"_s, .options = {{u"true"_s, yes}, {u"false"_s, no}}};
}

PolicyField PolicyForms::consequenceField(const QList<Consequence> &chosen)
{
    PolicyField field{.id = u"consequences"_s, .label = tr("What a mistake there touches"), .kind = PolicyFieldKind::Many};
    for (const Consequence one : {Consequence::Financial, Consequence::Legal, Consequence::Medical, Consequence::Safety, Consequence::Privacy,
                                  Consequence::CustomerVisible, Consequence::Internal})
        field.options.append({toString(one), PolicyTables::consequence(one)});
    for (const Consequence one : chosen)
        field.chosen.append(toString(one));
    return field;
}

PolicyField PolicyForms::kindField(ArtifactKind kind)
{
    PolicyField field{.id = u"kind"_s, .label = tr("Are"), .kind = PolicyFieldKind::One, .text = toString(kind)};
    for (const ArtifactKind one : {ArtifactKind::Prompt, ArtifactKind::Tools, ArtifactKind::Retrieval, ArtifactKind::Routing, ArtifactKind::Workflow,
                                   ArtifactKind::Suite, ArtifactKind::Contract})
        field.options.append({toString(one), PolicyTables::kind(one)});
    return field;
}

PolicyField PolicyForms::pathsField(const QStringList &paths, const QString &help)
{
    return {.id = u"paths"_s, .label = tr("Files, one pattern a line"), .kind = PolicyFieldKind::Lines, .chosen = paths, .help = help};
}

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

std::optional<PolicyForm> PolicyForms::workflowCell(const Policy &policy, const QString &row, int column)
{
    Policy copy = policy;
    const Workflow *workflow = workflowIn(copy, row);
    if (!workflow)
        return std::nullopt;
    const auto on = [row](std::function<void(Workflow &, const QList<PolicyField> &)> apply) {
        return [row, apply](Policy &p, const QList<PolicyField> &fields) {
            if (Workflow *one = workflowIn(p, row))
                apply(*one, fields);
        };
    };
    switch (column) {
    case 0:
        return PolicyForm{.title = workflow->title,
                          .fields = {{.id = u"title"_s, .label = tr("Name"), .text = workflow->title}},
                          .apply = on([](Workflow &one, const QList<PolicyField> &fields) { one.title = lineOf(fields, u"title"_s); })};
    case 1:
        return PolicyForm{.title = workflow->title,
                          .fields = {pathsField(workflow->paths, {})},
                          .apply = on([](Workflow &one, const QList<PolicyField> &fields) { one.paths = fieldOf(fields, u"paths"_s).chosen; })};
    default:
        return PolicyForm{.title = workflow->title,
                          .fields = {consequenceField(workflow->consequences)},
                          .apply = on([](Workflow &one, const QList<PolicyField> &fields) {
                              QList<Consequence> chosen;
                              for (const QString &id : fieldOf(fields, u"consequences"_s).chosen) {
                                  if (const auto consequence = consequenceFromString(id))
                                      chosen.append(*consequence);
                              }
                              one.consequences = inOldOrder(one.consequences, chosen);
                          })};
    }
}

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

std::optional<PolicyForm> PolicyForms::rightCell(const Policy &policy, const QString &row, int column)
{
    if (column != 1)
        return std::nullopt;
    const auto right = [&](QList<RoleId> Rights::*member, const QString &none = tr("None: everybody of the policy")) {
        PolicyField field = roleField(policy, row, tr("Who may"), policy.rights.*member);
        field.help = none;
        return PolicyForm{.title = tr("Rights"), .fields = {field}, .apply = [row, member](Policy &p, const QList<PolicyField> &fields) {
                              p.rights.*member = inOldOrder(p.rights.*member, chosenRoles(fields, row));
                          }};
    };
    if (row == u"write")
        return right(&Rights::write);
    if (row == u"accept")
        return right(&Rights::accept);
    if (row == u"administer")
        return right(&Rights::administer);
    if (row == u"audit")
        return right(&Rights::audit);
    if (row == u"emergency")
        return right(&Rights::emergency, tr("None: nobody"));
    if (row == u"delegate")
        return right(&Rights::delegate, tr("None: no role is handed on"));
    const auto laneField = [&](const QString &label, Lane lane, const QString &none) {
        PolicyField field{.id = u"lane"_s, .label = label, .kind = PolicyFieldKind::One, .text = lane == Lane::Low ? QString() : toString(lane), .options = {{QString(), none}}};
        for (const Lane one : {Lane::Medium, Lane::High})
            field.options.append({toString(one), Signs::name(ChangeWords::shapeOf(one), LaneWords::Two)});
        return field;
    };
    if (row == u"history") {
        return PolicyForm{.title = tr("Rights"),
                          .fields = {laneField(tr("At least"), policy.history.versions < 1 ? Lane::Low : policy.history.lane, tr("as its text says")),
                                     {.id = u"versions"_s, .label = tr("Rolled back within its last versions"), .kind = PolicyFieldKind::Number,
                                      .text = QString::number(std::max(1, policy.history.versions))}},
                          .apply = [](Policy &p, const QList<PolicyField> &fields) {
                              const std::optional<Lane> lane = laneFromString(fieldOf(fields, u"lane"_s).text);
                              p.history = lane ? HistoryRule{.versions = fieldOf(fields, u"versions"_s).text.toInt(), .lane = *lane} : HistoryRule{};
                          }};
    }
    if (row == u"machine_authors") {
        return PolicyForm{.title = tr("Rights"), .fields = {laneField(tr("At least"), policy.machineAuthors, tr("as its text says"))},
                          .apply = [](Policy &p, const QList<PolicyField> &fields) { p.machineAuthors = laneFromString(fieldOf(fields, u"lane"_s).text).value_or(Lane::Low); }};
    }
    if (row == u"regression_gate") {
        PolicyField field{.id = row, .label = tr("A regression suite is needed for"), .kind = PolicyFieldKind::Many};
        for (const GateReason one : {GateReason::PolicyText, GateReason::Source, GateReason::Model, GateReason::Financial, GateReason::Legal,
                                     GateReason::CustomerVisible, GateReason::History})
            field.options.append({toString(one), PolicyTables::gateReason(one)});
        for (const GateReason one : policy.regressionGate)
            field.chosen.append(toString(one));
        return PolicyForm{.title = tr("Rights"), .fields = {field}, .apply = [row](Policy &p, const QList<PolicyField> &fields) {
                              QList<GateReason> reasons;
                              for (const QString &id : fieldOf(fields, row).chosen) {
                                  if (const auto one = gateReasonFromString(id))
                                      reasons.append(*one);
                              }
                              p.regressionGate = inOldOrder(p.regressionGate, reasons);
                          }};
    }
    if (row == u"recheck_at_release") {
        return PolicyForm{.title = tr("Rights"),
                          .fields = {flagField(row, tr("Such a version may be released"), policy.recheckAtRelease, tr("by nobody, until others have approved"), tr("by who may release"))},
                          .apply = [row](Policy &p, const QList<PolicyField> &fields) { p.recheckAtRelease = saysYes(fields, row); }};
    }
    return PolicyForm{.title = tr("Rights"),
                      .fields = {flagField(row, tr("Without a signature may act"), policy.signaturesRequired, tr("nobody: such an event has no effect"), tr("everybody"))},
                      .apply = [row](Policy &p, const QList<PolicyField> &fields) { p.signaturesRequired = saysYes(fields, row); }};
}

std::optional<PolicyForm> PolicyForms::pathCell(const Policy &policy, const QString &row, int column)
{
    if (row == u"ignored") {
        if (column != 0)
            return std::nullopt;
        return PolicyForm{.title = tr("Never governed"),
                          .fields = {pathsField(policy.ignored, {})},
                          .apply = [](Policy &p, const QList<PolicyField> &fields) { p.ignored = fieldOf(fields, u"paths"_s).chosen; }};
    }
    QList<GovernedPaths> all = policy.governed;
    const GovernedPaths *governed = placed(all, row);
    if (!governed || column > 1)
        return std::nullopt;
    const auto on = [row](std::function<void(GovernedPaths &, const QList<PolicyField> &)> apply) {
        return [row, apply](Policy &p, const QList<PolicyField> &fields) {
            if (GovernedPaths *one = placed(p.governed, row))
                apply(*one, fields);
        };
    };
    if (column == 0) {
        return PolicyForm{.title = tr("Files"),
                          .fields = {pathsField(governed->paths, tr("* within a name, ** for any folders"))},
                          .apply = on([](GovernedPaths &one, const QList<PolicyField> &fields) { one.paths = fieldOf(fields, u"paths"_s).chosen; })};
    }
    return PolicyForm{.title = tr("Are"), .fields = {kindField(governed->kind)}, .apply = on([](GovernedPaths &one, const QList<PolicyField> &fields) {
                          one.kind = artifactKindFromString(fieldOf(fields, u"kind"_s).text).value_or(one.kind);
                      })};
}

std::optional<PolicyForm> PolicyForms::exceptionCell(const Policy &policy, const QString &row, int column)
{
    QList<OverrideRule> all = policy.overrides;
    const OverrideRule *rule = placed(all, row);
    if (!rule)
        return std::nullopt;
    const auto on = [row](std::function<void(OverrideRule &, const QList<PolicyField> &)> apply) {
        return [row, apply](Policy &p, const QList<PolicyField> &fields) {
            if (OverrideRule *one = placed(p.overrides, row))
                apply(*one, fields);
        };
    };
    if (column == 0) {
        return PolicyForm{.title = tr("Requirement"),
                          .fields = {{.id = u"requirement"_s, .label = tr("Requirement"), .text = rule->requirement, .help = tr("Its name in the record: note, approvals, approval.compliance, owner.*")}},
                          .apply = on([](OverrideRule &one, const QList<PolicyField> &fields) { one.requirement = lineOf(fields, u"requirement"_s); })};
    }
    return PolicyForm{.title = tr("Overridden by"), .fields = {roleField(policy, u"by"_s, tr("May be overridden by"), rule->by)},
                      .apply = on([](OverrideRule &one, const QList<PolicyField> &fields) { one.by = inOldOrder(one.by, chosenRoles(fields, u"by"_s)); })};
}

std::optional<PolicyForm> PolicyForms::phraseCell(const Policy &policy, const QString &row, int column)
{
    QList<BannedPhrase> all = policy.bannedPhrases;
    const BannedPhrase *banned = placed(all, row);
    if (!banned)
        return std::nullopt;
    const auto on = [row](std::function<void(BannedPhrase &, const QList<PolicyField> &)> apply) {
        return [row, apply](Policy &p, const QList<PolicyField> &fields) {
            if (BannedPhrase *one = placed(p.bannedPhrases, row))
                apply(*one, fields);
        };
    };
    switch (column) {
    case 0:
        return PolicyForm{.title = tr("Words"),
                          .fields = {{.id = u"phrase"_s, .label = tr("Words"), .text = banned->phrase}},
                          .apply = on([](BannedPhrase &one, const QList<PolicyField> &fields) { one.phrase = lineOf(fields, u"phrase"_s); })};
    case 1:
        return PolicyForm{.title = tr("Why"),
                          .fields = {{.id = u"why"_s, .label = tr("What the writer is told"), .text = banned->why}},
                          .apply = on([](BannedPhrase &one, const QList<PolicyField> &fields) { one.why = lineOf(fields, u"why"_s); })};
    default:
        return PolicyForm{.title = tr("In"),
                          .fields = {pathsField(banned->paths, tr("None: every governed file"))},
                          .apply = on([](BannedPhrase &one, const QList<PolicyField> &fields) { one.paths = fieldOf(fields, u"paths"_s).chosen; })};
    }
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
    case PolicySection::Rights: return rightCell(policy, row, column);
    case PolicySection::Exceptions: return exceptionCell(policy, row, column);
    case PolicySection::Paths: return pathCell(policy, row, column);
    case PolicySection::Phrases: return phraseCell(policy, row, column);
    case PolicySection::Rules: return ruleCell(policy, row, column);
    case PolicySection::History:
    case PolicySection::AsText: return std::nullopt;
    }
    Q_UNREACHABLE_RETURN(std::nullopt);
}

QString PolicyForms::addLabel(PolicySection section)
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
    case PolicySection::Lanes:
    case PolicySection::Rights:
    case PolicySection::Rules:
    case PolicySection::History:
    case PolicySection::AsText: return {};
    }
    Q_UNREACHABLE_RETURN({});
}

std::optional<PolicyForm> PolicyForms::entry(PolicySection section, const Policy &policy)
{
    const QString idHelp = tr("Stands in the record for ever. Empty: made from the name.");
    PolicyForm form{.title = addLabel(section)};
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
    case PolicySection::Lanes:
    case PolicySection::Rights:
    case PolicySection::Rules:
    case PolicySection::History:
    case PolicySection::AsText: return std::nullopt;
    }
    Q_UNREACHABLE_RETURN(std::nullopt);
}

} // namespace countersign
