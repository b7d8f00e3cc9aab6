// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/find/FindResults.h"

#include "services/Inbox.h"
#include "ui/common/Text.h"
#include "ui/shell/ChangeWords.h"
#include "ui/shell/RuleWords.h"

#include <algorithm>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostOfAKind = 4;
constexpr qsizetype mostNarrowed = 200;

struct Ranked
{
    int rank = 0;
    FindRow row = {};
};

void sortByRank(QList<Ranked> &rows)
{
    std::stable_sort(rows.begin(), rows.end(), [](const Ranked &a, const Ranked &b) { return a.rank < b.rank; });
}

// 0 is what was asked for, 1 begins like it, 2 holds it somewhere.
int nameRank(const Artifact &artifact, const QString &words)
{
    const QString asked = words.trimmed();
    const QString name = artifact.id.value.section(u'/', -1);
    if (name.compare(asked, Qt::CaseInsensitive) == 0 || artifact.id.value.compare(asked, Qt::CaseInsensitive) == 0) {
        return 0;
    }
    return name.startsWith(asked, Qt::CaseInsensitive) ? 1 : 2;
}

} // namespace

QString spoken(const FindRow &row)
{
    if (row.head) {
        return row.text;
    }
    QStringList parts{row.lead.isEmpty() ? row.text : row.lead + u' ' + row.text};
    if (!row.trailing.isEmpty()) {
        parts.append(row.trailing);
    }
    return parts.join(u", "_s);
}

QString FindResults::kindName(FindKind kind)
{
    switch (kind) {
    case FindKind::Prompt: return tr("Prompts");
    case FindKind::Change: return tr("Changes");
    case FindKind::Command: return tr("Commands");
    case FindKind::Words: return tr("Words in texts");
    }
    Q_UNREACHABLE_RETURN({});
}

std::optional<QList<FindMatch>> FindResults::match(const QString &text, const QString &words)
{
    QList<FindMatch> matches;
    const QStringList parts = words.split(u' ', Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        const qsizetype at = text.indexOf(part, 0, Qt::CaseInsensitive);
        if (at < 0) {
            return std::nullopt;
        }
        matches.append({static_cast<int>(at), static_cast<int>(part.size())});
    }
    std::sort(matches.begin(), matches.end(), [](const FindMatch &a, const FindMatch &b) { return a.start < b.start; });
    QList<FindMatch> apart;
    for (const FindMatch &one : std::as_const(matches)) {
        if (!apart.isEmpty() && one.start < apart.last().start + apart.last().length) {
            apart.last().length = qMax(apart.last().length, one.start + one.length - apart.last().start);
        } else {
            apart.append(one);
        }
    }
    return apart;
}

QList<FindCommand> FindResults::artifactCommands(const WorkspaceView &view, const QString &words)
{
    QList<FindCommand> commands;
    if (words.trimmed().isEmpty() || view.state.policy.environments.isEmpty()) {
        return commands;
    }
    const QString readOnly = RuleWords::readOnlyReason(view);
    const Environment &production = view.state.policy.environments.last();
    const QString productionName = ChangeWords::environment(view, production.id);
    QList<const Artifact *> artifacts;
    for (const Artifact &artifact : view.state.artifacts) {
        artifacts.append(&artifact);
    }
    // What is asked for by name comes before what only contains the name.
    std::stable_sort(artifacts.begin(), artifacts.end(), [&words](const Artifact *a, const Artifact *b) {
        return nameRank(*a, words) < nameRank(*b, words);
    });
    for (const Artifact *one : std::as_const(artifacts)) {
        const Artifact &artifact = *one;
        if (artifact.kind == ArtifactKind::Policy) {
            const QString text = tr("Edit the policy in a change");
            if (match(text, words)) {
                commands.append({.id = u"edit/policy"_s, .text = text, .icon = Icon::Edit,
                                 .reason = readOnly.isEmpty() ? QString() : tr("reads only"),
                                 .address = Address{.page = PageKind::Change, .artifact = artifact.id,
                                                    .act = AddressAct::Edit}});
            }
            continue;
        }
        const QString edit = tr("Edit %1 in a change").arg(artifact.id.value);
        const QString back = tr("Roll back %1 in %2 …").arg(artifact.id.value, productionName);
        if (!artifact.retired && match(edit, words)) {
            commands.append({.id = u"edit/"_s + artifact.id.value, .text = edit, .icon = Icon::Edit,
                             .reason = readOnly.isEmpty() ? QString() : tr("reads only"),
                             .address = Address{.page = PageKind::Change, .artifact = artifact.id,
                                                .act = AddressAct::Edit}});
        }
        const QList<PointerMove> targets = rollbackTargets(view.state, artifact.id, production.id);
        if (!targets.isEmpty() && match(back, words)) {
            QString reason = readOnly.isEmpty() ? QString() : tr("reads only");
            if (reason.isEmpty()
                && refuseToRollBack(view.state, view.me.person, artifact.id, targets.first().version, production.id)) {
                reason = tr("your roles may not roll back there");
            }
            commands.append({.id = u"rollback/"_s + artifact.id.value, .text = back, .icon = Icon::Undo,
                             .reason = reason,
                             .address = Address{.page = PageKind::Releases, .artifact = artifact.id,
                                                .environment = production.id, .act = AddressAct::RollBack}});
        }
    }
    return commands;
}

QList<FindRow> FindResults::rows(const WorkspaceView &view, const Query &query, const QList<FindCommand> &commands,
                                 const QList<Workspace::TextMatch> &texts)
{
    const QString words = query.words.trimmed();
    const qsizetype most = query.only ? mostNarrowed : mostOfAKind;
    QList<FindRow> rows;
    const auto add = [&](FindKind kind, QList<Ranked> found) {
        if (found.isEmpty() || (query.only && *query.only != kind)) {
            return;
        }
        sortByRank(found);
        rows.append({.key = u"head/%1"_s.arg(static_cast<int>(kind)), .kind = kind, .head = true,
                     .text = kindName(kind)});
        for (const Ranked &one : found.first(qMin(found.size(), most))) {
            rows.append(one.row);
        }
    };

    QList<Ranked> prompts;
    if (!words.isEmpty() || query.only == FindKind::Prompt) {
        const Environment *production =
                view.state.policy.environments.isEmpty() ? nullptr : &view.state.policy.environments.last();
        for (const Artifact &artifact : view.state.artifacts) {
            const auto matches = match(artifact.id.value, words);
            // The policy has a page of its own.
            if (!matches || artifact.retired || artifact.kind == ArtifactKind::Policy) {
                continue;
            }
            const PointerMove *runs = production ? artifact.running(production->id) : nullptr;
            const QString where = production ? ChangeWords::environment(view, production->id) : QString();
            prompts.append({nameRank(artifact, words),
                            {.key = u"prompt/"_s + artifact.id.value, .kind = FindKind::Prompt,
                             .text = artifact.id.value, .matches = *matches, .icon = Icon::Prompts,
                             .trailing = runs ? tr("%1 in %2").arg(runs->version.toString(), where)
                                              : tr("not in %1").arg(where),
                             .address = {.page = PageKind::Prompts, .artifact = artifact.id}}});
        }
    }
    add(FindKind::Prompt, prompts);

    QList<Ranked> changes;
    int age = 0;
    for (const GroupedChange &grouped : changesOf(view, view.me.person)) {
        const ChangeItem &item = grouped.item;
        if (words.isEmpty() && !query.only && grouped.group != ChangeGroup::YourTurn) {
            continue;
        }
        const QString title = ChangeWords::title(item);
        const QString number = ChangeWords::number(item);
        QString trailing = grouped.group == ChangeGroup::YourTurn
                ? tr("%1, your turn").arg(ChangeWords::stage(view, item.progress))
                : ChangeWords::stage(view, item.progress);
        auto matches = match(title, words);
        if (!matches && !words.isEmpty()) {
            QString all = number + u' ' + title;
            for (const ArtifactId &artifact : item.artifacts) {
                all += u' ' + artifact.value;
            }
            if (!match(all, words)) {
                continue;
            }
            if (!match(number, words)) {
                trailing = tr("%1, %2").arg(ChangeWords::subjects(item), trailing);
            }
            matches.emplace();
        }
        ++age;
        const bool exact = !words.isEmpty() && (number == words || number == u'#' + words);
        changes.append({(exact ? 0 : static_cast<int>(grouped.group) + 1) * 100'000 + age,
                        {.key = u"change/"_s + item.key, .kind = FindKind::Change, .lead = number, .text = title,
                         .matches = *matches, .lane = ChangeWords::shapeOf(item.lane), .trailing = trailing,
                         .address = {.page = PageKind::Change, .change = item.change, .draft = item.draft}}});
    }
    add(FindKind::Change, changes);

    QList<Ranked> doable;
    for (const FindCommand &command : commands) {
        const auto matches = match(command.text, words);
        if (!matches) {
            continue;
        }
        const bool allowed = command.reason.isEmpty();
        doable.append({allowed ? 0 : 1,
                       {.key = u"command/"_s + command.id, .kind = FindKind::Command, .text = command.text,
                        .matches = *matches, .icon = command.icon,
                        .trailing = allowed ? command.keys : command.reason, .trailingIsKey = allowed,
                        .allowed = allowed, .address = command.address.value_or(Address()),
                        .command = command.address ? QString() : command.id}});
    }
    add(FindKind::Command, doable);

    QList<Ranked> inTexts;
    for (const Workspace::TextMatch &found : texts) {
        const QString sentence = u"“%1”"_s.arg(found.sentence.simplified());
        const bool policy = found.artifact == policyArtifact();
        inTexts.append({policy ? 1 : 0,
                        {.key = u"words/"_s + found.artifact.value, .kind = FindKind::Words, .text = sentence,
                         .matches = match(sentence, words).value_or(QList<FindMatch>()),
                         .icon = policy ? Icon::Policy : Icon::Prompts,
                         .trailing = policy ? tr("Policy") : found.artifact.value,
                         .address = policy ? Address{.page = PageKind::Policy, .artifact = found.artifact}
                                           : Address{.page = PageKind::Prompts, .artifact = found.artifact,
                                                     .filter = words}}});
    }
    add(FindKind::Words, inTexts);
    return rows;
}

} // namespace countersign
