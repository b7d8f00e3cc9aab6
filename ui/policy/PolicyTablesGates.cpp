// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyTables.h"

#include "base/Millionths.h"
#include "ui/policy/PolicyTableWords.h"
#include "ui/shell/ChangeWords.h"

using namespace Qt::StringLiterals;

namespace countersign {

using namespace policywords;

PolicyTable PolicyTables::environmentRules(const WorkspaceView &view)
{
    const Policy &policy = view.state.policy;
    PolicyTable table{.heads = {tr("Environment"), tr("Files"), tr("Releases"), tr("Rolls back"), tr("Is told")}, .widths = {130, 190, 140, 130, 120}, .byPlace = true};
    const auto roles = [&policy](const QList<RoleId> &asked) {
        const QString words = anyRole(policy, asked);
        return PolicyCell{.text = words.isEmpty() ? tr("nobody") : words, .muted = words.isEmpty()};
    };
    for (const Environment &environment : policy.environments) {
        for (qsizetype i = 0; i < environment.rules.size(); ++i) {
            const EnvironmentRule &rule = environment.rules.at(i);
            const QString told = peopleNames(view, rule.informed);
            table.rows.append({.key = u"%1/%2"_s.arg(environment.id.value).arg(i),
                               .cells = {{.text = environment.title.isEmpty() ? environment.id.value : environment.title, .strong = true},
                                         {.text = rule.paths.join(u", "_s), .code = true},
                                         roles(rule.deploy),
                                         roles(rule.rollBack),
                                         {.text = told.isEmpty() ? tr("nobody") : told, .muted = told.isEmpty()}}});
        }
    }
    return table;
}

PolicyTable PolicyTables::watched(const WorkspaceView &view)
{
    PolicyTable table{.heads = {tr("What"), tr("Where"), tr("At least"), tr("Why")}, .widths = {190, 220, 90, 200}, .byPlace = true};
    for (const Watched &one : view.state.policy.watched) {
        PolicyCell what{.text = tr("every change of meaning"), .muted = true};
        if (!one.phrase.isEmpty())
            what = {.text = tr("“%1”").arg(one.phrase), .strong = true};
        else if (!one.section.isEmpty())
            what = {.text = tr("the section “%1”").arg(one.section), .strong = true};
        else if (!one.setting.isEmpty())
            what = {.text = one.setting, .code = true};
        QStringList where;
        if (!one.paths.isEmpty())
            where.append(one.paths.join(u", "_s));
        QStringList kinds;
        for (const ArtifactKind each : one.kinds)
            kinds.append(kind(each));
        if (!kinds.isEmpty())
            where.append(kinds.join(u", "_s));
        QStringList consequences;
        for (const Consequence each : one.consequences)
            consequences.append(consequence(each));
        if (!consequences.isEmpty())
            where.append(tr("of workflows that are %1").arg(consequences.join(tr(" or "))));
        table.rows.append({.key = QString::number(table.rows.size()),
                           .cells = {what,
                                     {.text = where.isEmpty() ? tr("every governed file") : where.join(u"; "_s), .muted = where.isEmpty()},
                                     {.lane = ChangeWords::shapeOf(one.lane)},
                                     {.text = one.why.isEmpty() ? tr("not said") : one.why, .muted = one.why.isEmpty()}}});
    }
    return table;
}

PolicyTable PolicyTables::suites(const WorkspaceView &view)
{
    PolicyTable table{.heads = {tr("Suite"), tr("For files"), tr("When"), tr("Model"), tr("May lose")}, .widths = {150, 150, 160, 130, 120}, .byPlace = true};
    for (const SuiteRule &rule : view.state.policy.suites) {
        QStringList when;
        QStringList lanes;
        for (const Lane lane : rule.lanes)
            lanes.append(Signs::name(ChangeWords::shapeOf(lane), LaneWords::One));
        if (!lanes.isEmpty())
            when.append(tr("lane %1").arg(lanes.join(tr(" or ")).toLower()));
        QStringList reasons;
        for (const GateReason reason : rule.reasons)
            reasons.append(gateReason(reason));
        if (!reasons.isEmpty())
            when.append(tr("it touches %1").arg(reasons.join(tr(" or "))));
        QString model = rule.model.isEmpty() ? tr("any") : rule.model;
        if (!rule.served.isEmpty())
            model = tr("%1, answered by %2").arg(model, rule.served.join(tr(" or ")));
        QStringList limits{tr("%1 of a metric").arg(millionthsToText(rule.limit))};
        for (const SuiteThreshold &threshold : rule.thresholds)
            limits.append(tr("%1 at least %2").arg(threshold.dimension, millionthsToText(threshold.least)));
        table.rows.append({.key = QString::number(table.rows.size()),
                           .cells = {{.text = rule.suite.value, .code = true},
                                     {.text = rule.paths.isEmpty() ? tr("every governed file") : rule.paths.join(u", "_s), .muted = rule.paths.isEmpty(), .code = !rule.paths.isEmpty()},
                                     {.text = when.isEmpty() ? tr("always") : when.join(tr(", and ")), .muted = when.isEmpty()},
                                     {.text = model, .muted = rule.model.isEmpty() && rule.served.isEmpty()},
                                     {.text = limits.join(u"; "_s)}}});
    }
    return table;
}

PolicyTable PolicyTables::opinion(const WorkspaceView &view)
{
    PolicyTable table{.heads = {tr("Model"), tr("Is asked at"), tr("About changes in")}, .widths = {180, 300, 180}};
    const SecondOpinion &opinion = view.state.policy.secondOpinion;
    if (opinion.lanes.isEmpty())
        return table;
    QStringList lanes;
    for (const Lane lane : opinion.lanes)
        lanes.append(Signs::name(ChangeWords::shapeOf(lane), LaneWords::Two).toLower());
    table.rows.append({.key = u"opinion"_s, .cells = {{.text = opinion.model, .strong = true}, {.text = opinion.endpoint, .code = true}, {.text = list(lanes)}}});
    return table;
}

} // namespace countersign
