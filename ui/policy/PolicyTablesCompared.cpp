// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/policy/PolicyTables.h"

#include "base/Align.h"
#include "ui/policy/PolicyTableWords.h"
#include "ui/shell/ChangeWords.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

using namespace policywords;

QStringList PolicyTables::warnings(const Policy &policy)
{
    QStringList sentences;
    for (const UnreachableRule &rule : unreachableRules(policy)) {
        const QString lane = Signs::name(ChangeWords::shapeOf(rule.lane), LaneWords::One);
        sentences.append(rule.role.isEmpty()
                                 ? tr("%1: no change can be accepted. It asks for %2 approvals, and at most %3 people could give one.").arg(lane).arg(rule.need).arg(rule.have)
                                 : tr("%1: no change can be accepted. Nobody who could approve holds the role %2.").arg(lane, policy.roleTitle(rule.role)));
    }
    return sentences;
}

QStringList PolicyTables::deadEnds(const Policy &policy)
{
    QStringList sentences = warnings(policy);
    const auto held = [&policy](const RoleId &role, bool approves) {
        return std::any_of(policy.people.cbegin(), policy.people.cend(), [&](const Person &person) {
            return holds(person, role) && (!approves || person.kind == PrincipalKind::Human);
        });
    };
    const auto someone = [&](const QList<RoleId> &roles, bool approves) {
        return roles.isEmpty() || std::any_of(roles.cbegin(), roles.cend(), [&](const RoleId &role) { return held(role, approves); });
    };
    for (const LaneRule &rule : policy.lanes) {
        if (!someone(rule.anyOf, true)) {
            sentences.append(tr("%1: no change can be accepted. Nobody who could approve holds one of the roles %2.")
                                     .arg(Signs::name(ChangeWords::shapeOf(rule.lane), LaneWords::One), anyRole(policy, rule.anyOf)));
        }
    }
    for (const Owner &owner : policy.owners) {
        const QString where = owner.section.isEmpty() ? owner.paths.join(u", "_s) : owner.section;
        for (const RoleId &role : owner.allOf) {
            if (!held(role, true))
                sentences.append(tr("Owner of %1: nobody holds the role %2.").arg(where, policy.roleTitle(role)));
        }
        const bool people = std::any_of(owner.people.cbegin(), owner.people.cend(), [&policy](const PrincipalId &id) {
            const Person *person = policy.person(id);
            return person && person->active;
        });
        if ((!owner.anyOf.isEmpty() || !owner.people.isEmpty()) && !people && (owner.anyOf.isEmpty() || !someone(owner.anyOf, true)))
            sentences.append(tr("Owner of %1: nobody is left who could approve.").arg(where));
    }
    const auto right = [&](const QList<RoleId> &roles, const QString &what) {
        if (!someone(roles, false))
            sentences.append(tr("Nobody is left who may %1: nobody holds %2.").arg(what, anyRole(policy, roles)));
    };
    right(policy.rights.write, tr("open a change"));
    right(policy.rights.accept, tr("accept a change"));
    right(policy.rights.administer, tr("put a policy in force"));
    for (const Environment &environment : policy.environments) {
        right(environment.deploy, tr("release into %1").arg(environment.title));
        right(environment.rollBack, tr("roll back in %1").arg(environment.title));
    }
    return sentences;
}

PolicyTable PolicyTables::compared(const PolicyTable &old, const PolicyTable &now)
{
    PolicyTable table = now;
    table.rows.clear();
    const auto sameRow = [&](qsizetype i, qsizetype j) {
        const PolicyRow &a = old.rows.at(i);
        const PolicyRow &b = now.rows.at(j);
        if (!now.byPlace)
            return a.key == b.key;
        return std::equal(a.cells.begin(), a.cells.end(), b.cells.begin(), b.cells.end(), [](const PolicyCell &x, const PolicyCell &y) { return x.saysTheSame(y); });
    };
    QList<AlignedPair> pairs = align(old.rows.size(), now.rows.size(), sameRow, now.byPlace ? Leftovers::Paired : Leftovers::Apart);
    if (!now.byPlace) {
        // A row that only moved is the same row: the rules of the policy stand first.
        for (AlignedPair &pair : pairs) {
            const auto twin = std::find_if(pairs.begin(), pairs.end(), [&](const AlignedPair &other) {
                return pair.before < 0 && other.after < 0 && other.before >= 0 && old.rows.at(other.before).key == now.rows.at(pair.after).key;
            });
            if (twin != pairs.end()) {
                pair.before = twin->before;
                twin->before = -1;
            }
        }
        pairs.removeIf([](const AlignedPair &pair) { return pair.before < 0 && pair.after < 0; });
    }
    // Those that are in both, in their old order: one that stands elsewhere among them was moved.
    QList<qsizetype> kept;
    for (const AlignedPair &pair : std::as_const(pairs)) {
        if (pair.before >= 0 && pair.after >= 0)
            kept.append(pair.before);
    }
    QList<qsizetype> sorted = kept;
    std::ranges::sort(sorted);
    qsizetype common = 0;
    for (const AlignedPair &pair : std::as_const(pairs)) {
        if (pair.after < 0) {
            PolicyRow gone = old.rows.at(pair.before);
            gone.key.prepend(u"gone/"_s);
            gone.state = PolicyRow::State::Removed;
            table.rows.append(gone);
            continue;
        }
        PolicyRow row = now.rows.at(pair.after);
        if (pair.before < 0) {
            row.state = PolicyRow::State::Added;
        } else if (now.ordered && sorted.at(common++) != pair.before) {
            row.state = PolicyRow::State::Moved;
        }
        for (qsizetype i = 0; pair.before >= 0 && i < row.cells.size(); ++i) {
            const PolicyCell &was = old.rows.at(pair.before).cells.at(i);
            if (!was.saysTheSame(row.cells.at(i))) {
                row.cells[i].changed = true;
                row.cells[i].oldText = was.text;
                row.cells[i].oldLane = was.lane;
                if (row.state == PolicyRow::State::Same)
                    row.state = PolicyRow::State::Changed;
            }
        }
        table.rows.append(row);
    }
    return table;
}

QStringList PolicyTables::differences(const WorkspaceView &old, const WorkspaceView &now)
{
    QStringList found;
    const auto say = [](const PolicyCell &cell) { return cell.lane ? Signs::name(*cell.lane, LaneWords::One) : cell.text; };
    for (const PolicySection section : {PolicySection::Lanes, PolicySection::Rules, PolicySection::People, PolicySection::Roles, PolicySection::Owners,
                                        PolicySection::Workflows, PolicySection::Environments, PolicySection::EnvironmentRules, PolicySection::Rights,
                                        PolicySection::Exceptions, PolicySection::Paths, PolicySection::Place, PolicySection::Phrases, PolicySection::Watched,
                                        PolicySection::Suites, PolicySection::Opinion}) {
        const PolicyTable table = compared(PolicyTables::table(section, old), PolicyTables::table(section, now));
        const bool moved = std::ranges::any_of(table.rows, [](const PolicyRow &row) { return row.state == PolicyRow::State::Moved; });
        if (moved) {
            QStringList order;
            for (const PolicyRow &row : table.rows) {
                if (row.state != PolicyRow::State::Removed)
                    order.append(say(row.cells.first()));
            }
            found.append(tr("%1: the order became %2").arg(name(section), order.join(u", "_s)));
        }
        for (const PolicyRow &row : table.rows) {
            const QString lead = tr("%1, %2").arg(name(section), say(row.cells.first()));
            if (row.state == PolicyRow::State::Added) {
                found.append(tr("%1: added").arg(lead));
            } else if (row.state == PolicyRow::State::Removed) {
                found.append(tr("%1: removed").arg(lead));
            }
            for (qsizetype i = 0; i < row.cells.size(); ++i) {
                const PolicyCell &cell = row.cells.at(i);
                // How many hold a role, and who set a rule, follow from what is said elsewhere.
                if (!cell.changed || (section == PolicySection::Roles && i == 1) || (section == PolicySection::Rules && i == 3))
                    continue;
                const QString column = section == PolicySection::Lanes ? say(table.rows.first().cells.at(i)) : table.heads.value(i);
                found.append(tr("%1, %2: %3 became %4").arg(lead, column.toLower(), cell.oldLane ? Signs::name(*cell.oldLane, LaneWords::One) : cell.oldText.isEmpty() ? tr("nothing") : cell.oldText,
                                                            say(cell).isEmpty() ? tr("nothing") : say(cell)));
            }
        }
    }
    return found;
}

PolicyTables::Marked PolicyTables::marked(const QString &old, const QString &now)
{
    const QStringList left = old.split(u' ', Qt::SkipEmptyParts);
    const QStringList right = now.split(u' ', Qt::SkipEmptyParts);
    Marked marked;
    const auto put = [&marked](const QString &word, std::optional<MarkKind> kind) {
        if (!marked.text.isEmpty())
            marked.text += u' ';
        const qsizetype start = marked.text.size();
        marked.text += word;
        if (!kind)
            return;
        // Words of one mark that stand together are one mark.
        if (!marked.marks.isEmpty() && marked.marks.last().kind == *kind && marked.marks.last().start + marked.marks.last().length + 1 == start) {
            marked.marks.last().length += word.size() + 1;
        } else {
            marked.marks.append({.start = start, .length = word.size(), .kind = *kind});
        }
    };
    const auto same = [&](qsizetype i, qsizetype j) { return left.at(i) == right.at(j); };
    for (const AlignedPair &pair : align(left.size(), right.size(), same, Leftovers::Apart)) {
        if (pair.before >= 0 && pair.after >= 0) {
            put(right.at(pair.after), std::nullopt);
        } else if (pair.before >= 0) {
            put(left.at(pair.before), MarkKind::Removed);
        } else {
            put(right.at(pair.after), MarkKind::Added);
        }
    }
    return marked;
}

} // namespace countersign
