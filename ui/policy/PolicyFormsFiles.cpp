// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyFormParts.h"

using namespace Qt::StringLiterals;

namespace countersign {

using namespace policyform;

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

std::optional<PolicyForm> PolicyForms::placeCell(const Policy &policy, const QString &row, int column)
{
    if (column != 1)
        return std::nullopt;
    const auto line = [&row](QString Policy::*member, const QString &label, const QString &value, const QString &help) {
        return PolicyForm{.title = label, .fields = {{.id = row, .label = label, .text = value, .help = help}},
                          .apply = [row, member](Policy &p, const QList<PolicyField> &fields) { p.*member = lineOf(fields, row); }};
    };
    if (row == u"workspace")
        return line(&Policy::workspace, tr("Name of the workspace"), policy.workspace, {});
    if (row == u"branch") {
        return line(&Policy::branch, tr("Branch that is governed"), policy.branch,
                    tr("Accepted versions are written to it. Another branch has other files: what is recorded of these stays."));
    }
    return line(&Policy::root, tr("Folder that names of prompts begin in"), policy.root,
                tr("Empty: the top. Another folder gives prompts other names, and a name is what a record is kept under."));
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

} // namespace countersign
