// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyFormParts.h"
#include "ui/shell/ChangeWords.h"

using namespace Qt::StringLiterals;

namespace countersign {

using namespace policyform;

PolicyField PolicyForms::flagField(const QString &id, const QString &label, bool value, const QString &yes, const QString &no)
{
    return {.id = id, .label = label, .kind = PolicyFieldKind::One, .text = value ? u"true"_s : u"false"_s, .options = {{u"true"_s, yes}, {u"false"_s, no}}};
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
    if (row == u"record_runs")
        return right(&Rights::recordRuns, tr("None: nobody"));
    if (row == u"accept_results")
        return right(&Rights::acceptResults, tr("None: nobody"));
    const auto leastField = [&](const QString &label, Lane lane, const QString &none) {
        PolicyField field{.id = u"lane"_s, .label = label, .kind = PolicyFieldKind::One, .text = lane == Lane::Low ? QString() : toString(lane), .options = {{QString(), none}}};
        for (const Lane one : {Lane::Medium, Lane::High})
            field.options.append({toString(one), Signs::name(ChangeWords::shapeOf(one), LaneWords::Two)});
        return field;
    };
    if (row == u"history") {
        return PolicyForm{.title = tr("Rights"),
                          .fields = {leastField(tr("At least"), policy.history.versions < 1 ? Lane::Low : policy.history.lane, tr("as its text says")),
                                     {.id = u"versions"_s, .label = tr("Rolled back within its last versions"), .kind = PolicyFieldKind::Number,
                                      .text = QString::number(std::max(1, policy.history.versions))}},
                          .apply = [](Policy &p, const QList<PolicyField> &fields) {
                              const std::optional<Lane> lane = laneFromString(fieldOf(fields, u"lane"_s).text);
                              p.history = lane ? HistoryRule{.versions = fieldOf(fields, u"versions"_s).text.toInt(), .lane = *lane} : HistoryRule{};
                          }};
    }
    if (row == u"machine_authors") {
        return PolicyForm{.title = tr("Rights"), .fields = {leastField(tr("At least"), policy.machineAuthors, tr("as its text says"))},
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

PolicyForm PolicyForms::opinionForm(const Policy &policy)
{
    const SecondOpinion &opinion = policy.secondOpinion;
    const bool fresh = opinion.lanes.isEmpty();
    return {.title = fresh ? tr("Ask a model") : tr("Second opinion"),
            .fields = {{.id = u"endpoint"_s, .label = tr("Address"), .text = opinion.endpoint,
                        .help = tr("Of an OpenAI-compatible interface: https://…, or this machine. Everybody agrees once before anything is sent there; keys never stand here.")},
                       {.id = u"model"_s, .label = tr("Model"), .text = opinion.model},
                       lanesField(fresh ? QList<Lane>{Lane::Low, Lane::Medium} : opinion.lanes, {Lane::Low, Lane::Medium}, tr("What is high already cannot be raised"))},
            .apply =
                [](Policy &p, const QList<PolicyField> &fields) {
                    p.secondOpinion = {.endpoint = lineOf(fields, u"endpoint"_s),
                                       .model = lineOf(fields, u"model"_s),
                                       .lanes = inOldOrder(p.secondOpinion.lanes, chosenLanes(fields, u"lanes"_s))};
                },
            .problem =
                [](const QList<PolicyField> &fields) {
                    return fieldOf(fields, u"lanes"_s).chosen.isEmpty() ? tr("Say about which changes it is asked, or remove the second opinion.") : QString();
                }};
}

} // namespace countersign
