// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ReleasesModel.h"

#include <QSet>

#include <algorithm>

namespace countersign {

namespace {

/// The newest version that ran in the environment before and is newer than what runs here.
SemVer offeredVersion(const State &state, const Artifact &artifact, qsizetype index, const SemVer &running)
{
    if (index == 0) {
        const VersionRecord *latest = artifact.latest();
        return latest && latest->version != running ? latest->version : SemVer{};
    }
    const PointerMove *before = artifact.running(state.policy.environments.at(index - 1).id);
    return before && before->version > running ? before->version : SemVer{};
}

ReleaseCell cellOf(const State &state, const Artifact &artifact, qsizetype index, const PrincipalId &me)
{
    const Environment &environment = state.policy.environments.at(index);
    ReleaseCell cell{.artifact = artifact.id, .environment = environment.id};
    if (const PointerMove *running = artifact.running(environment.id)) {
        cell.version = running->version;
        cell.content = running->content;
        cell.by = running->stamp.actor;
        cell.since = running->stamp.claimedAt;
        cell.rolledBack = running->rolledBack;
        if (const VersionRecord *record = artifact.version(running->version)) {
            cell.change = record->change;
        }
    }
    if (!artifact.retired) {
        cell.offered = offeredVersion(state, artifact, index, cell.version);
    }
    if (!cell.offered.isNull()) {
        cell.promoteRefusal = refuseToRelease(state, me, artifact.id, cell.offered, environment.id);
        cell.mayPromote = !cell.promoteRefusal;
    }
    for (const PointerMove &target : rollbackTargets(state, artifact.id, environment.id)) {
        if (target.version < cell.version) {
            cell.target = target.version;
            cell.rollBackRefusal = refuseToRollBack(state, me, artifact.id, cell.target, environment.id);
            cell.mayRollBack = !cell.rollBackRefusal;
            break;
        }
    }
    return cell;
}

} // namespace

QList<ReleaseRow> releaseRows(const WorkspaceView &view, const PrincipalId &me)
{
    QSet<ArtifactId> edited;
    for (const UngovernedEdit &edit : view.ungoverned) {
        edited.insert(edit.artifact);
    }
    QList<ReleaseRow> rows;
    for (const Artifact &artifact : view.state.artifacts) {
        if (artifact.kind == ArtifactKind::Policy || artifact.versions.isEmpty()
            || (artifact.retired && artifact.pointers.isEmpty())) {
            continue;
        }
        ReleaseRow row{.key = artifact.id.value,
                       .artifact = artifact.id,
                       .path = artifact.path,
                       .kind = artifact.kind,
                       .ungoverned = edited.contains(artifact.id)};
        for (qsizetype i = 0; i < view.state.policy.environments.size(); ++i) {
            row.cells.append(cellOf(view.state, artifact, i, me));
            row.moving = row.moving || !row.cells.last().offered.isNull();
        }
        rows.append(row);
    }
    std::stable_sort(rows.begin(), rows.end(), [](const ReleaseRow &a, const ReleaseRow &b) {
        if (a.ungoverned != b.ungoverned) {
            return a.ungoverned;
        }
        return a.moving != b.moving ? a.moving : a.artifact < b.artifact;
    });
    return rows;
}

ReleasesModel::ReleasesModel(QObject *parent) : QAbstractTableModel(parent) { }

void ReleasesModel::setView(const ViewPointer &view)
{
    m_view = view;
    QList<EnvironmentId> environments;
    for (const Environment &environment : view->state.policy.environments) {
        environments.append(environment.id);
    }
    if (environments != m_environments) {
        // Another set of columns is another table.
        beginResetModel();
        m_environments = environments;
        m_rows.clear();
        endResetModel();
    }
    refresh();
}

void ReleasesModel::setFilter(const QString &words)
{
    if (m_words != words) {
        m_words = words;
        refresh();
    }
}

void ReleasesModel::refresh()
{
    if (!m_view) {
        return;
    }
    QList<ReleaseRow> rows = releaseRows(*m_view, m_view->me.person);
    rows.removeIf([this](const ReleaseRow &row) {
        const QStringList words = m_words.split(u' ', Qt::SkipEmptyParts);
        return !std::all_of(words.cbegin(), words.cend(), [&row](const QString &word) {
            return row.artifact.value.contains(word, Qt::CaseInsensitive)
                    || row.path.contains(word, Qt::CaseInsensitive);
        });
    });

    QSet<QString> kept;
    for (const ReleaseRow &row : std::as_const(rows)) {
        kept.insert(row.key);
    }
    QSet<QString> old;
    for (int at = int(m_rows.size()) - 1; at >= 0; --at) {
        if (kept.contains(m_rows[at].key)) {
            old.insert(m_rows[at].key);
            continue;
        }
        beginRemoveRows({}, at, at);
        m_rows.removeAt(at);
        endRemoveRows();
    }
    for (int at = 0; at < rows.size(); ++at) {
        if (!old.contains(rows[at].key)) {
            int end = at + 1;
            while (end < rows.size() && !old.contains(rows[end].key)) {
                ++end;
            }
            beginInsertRows({}, at, end - 1);
            for (int i = at; i < end; ++i) {
                m_rows.insert(i, rows[i]);
            }
            endInsertRows();
            at = end - 1;
            continue;
        }
        int from = at;
        while (m_rows[from].key != rows[at].key) {
            ++from;
        }
        if (from != at) {
            beginMoveRows({}, from, from, {}, at);
            m_rows.move(from, at);
            endMoveRows();
        }
        if (m_rows[at] != rows[at]) {
            m_rows[at] = rows[at];
            emit dataChanged(index(at, 0), index(at, columnCount() - 1));
        }
    }
}

QModelIndex ReleasesModel::indexOf(const ArtifactId &artifact) const
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row].artifact == artifact) {
            return index(row, 0);
        }
    }
    return {};
}

int ReleasesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ReleasesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_environments.size()) + 1;
}

QVariant ReleasesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const ReleaseRow &row = m_rows[index.row()];
    switch (role) {
    case ValueRole:
        return index.column() == 0 ? QVariant::fromValue(row) : QVariant::fromValue(row.cells[index.column() - 1]);
    case KeyRole:
        return row.key;
    case HeadRole:
        return false;
    default:
        return {};
    }
}

QVariant ReleasesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != ValueRole || section < 0 || section >= columnCount()) {
        return {};
    }
    return section == 0 ? QString() : m_environments[section - 1].value;
}

} // namespace countersign
