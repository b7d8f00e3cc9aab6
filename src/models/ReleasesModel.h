// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/ModelRoles.h"
#include "services/WorkspaceView.h"

#include <QAbstractTableModel>
#include <QMetaType>

namespace countersign {

/// What runs in one environment, and what the person may do with it.
struct ReleaseCell
{
    ArtifactId artifact = {};
    EnvironmentId environment = {};
    SemVer version = {};         ///< 0.0.0: nothing runs here
    ContentHash content = {};
    PrincipalId by = {};
    qint64 since = 0;
    bool rolledBack = false;     ///< the last move was a rollback
    ChangeId change = {};        ///< that made the version; null for the baseline
    SemVer offered = {};         ///< version that could come here next; 0.0.0: none
    bool mayPromote = false;     ///< nothing refuses releasing `offered` here
    Refusal promoteRefusal = {}; ///< why not, when something is offered
    SemVer target = {};          ///< version a rollback would bring back by default; 0.0.0: none
    bool mayRollBack = false;
    Refusal rollBackRefusal = {};
    friend bool operator==(const ReleaseCell &, const ReleaseCell &) = default;
};

struct ReleaseRow
{
    QString key = {};            ///< artifact id
    ArtifactId artifact = {};
    QString path = {};
    ArtifactKind kind = ArtifactKind::Prompt;
    bool ungoverned = false;
    bool moving = false;         ///< some environment could take a newer version
    QList<ReleaseCell> cells = {};
    friend bool operator==(const ReleaseRow &, const ReleaseRow &) = default;
};

/// Rows are artifacts (edited outside first, then those on their way, then by id), columns: 0 the artifact (ValueRole is
/// ReleaseRow), then one for each environment (ValueRole is ReleaseCell). KeyRole is the artifact's id in every column.
class ReleasesModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit ReleasesModel(QObject *parent = nullptr);

    void setView(const ViewPointer &view);
    void setFilter(const QString &words);
    [[nodiscard]] const QList<ReleaseRow> &rows() const { return m_rows; }
    [[nodiscard]] const QList<EnvironmentId> &environments() const { return m_environments; }
    [[nodiscard]] QModelIndex indexOf(const ArtifactId &artifact) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    /// ValueRole of a column is the environment's id as QString (empty for column 0).
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void refresh();

    ViewPointer m_view;
    QString m_words;
    QList<EnvironmentId> m_environments;
    QList<ReleaseRow> m_rows;
};

/// Pure: what the rows say, unfiltered.
[[nodiscard]] QList<ReleaseRow> releaseRows(const WorkspaceView &view, const PrincipalId &me);

} // namespace countersign

Q_DECLARE_METATYPE(countersign::ReleaseCell)
Q_DECLARE_METATYPE(countersign::ReleaseRow)
