// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/EvalMatrix.h"
#include "models/ModelRoles.h"

#include <QAbstractTableModel>
#include <QMetaType>

namespace countersign {

/// One dimension as the board shows it. Figures of points are hundredths of the metric's scale, so that one plot holds
/// passes and ratings; NaN where there is none. A figure that is not judged has no scale: its points are in its own
/// unit and in no plot.
struct DimensionRow
{
    QString name = {};
    qint64 cases = 0;                 ///< matched pairs
    double scale = 1;                 ///< of the metric in its own unit
    double baseline = evals::noScore; ///< means in the metric's own unit
    double candidate = evals::noScore;
    double points = evals::noScore; ///< difference; more is better
    double low = evals::noScore;
    double high = evals::noScore;
    double limit = evals::noScore;           ///< negative: the loss allowed
    evals::DimensionComparison figures = {}; ///< without its pairs
};

/// The board: one row per dimension of a comparison, in its order.
class DimensionsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, Baseline, Candidate, Plot, Points, Interval, Counts, Verdict, ColumnCount };

    explicit DimensionsModel(QObject *parent = nullptr);

    void setMatrix(const std::shared_ptr<const EvalMatrix> &matrix);
    [[nodiscard]] const QList<DimensionRow> &rows() const { return m_rows; }
    /// The ends of the one scale of all plots, in points; holds zero, every interval and the limit.
    [[nodiscard]] double least() const { return m_least; }
    [[nodiscard]] double most() const { return m_most; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    QList<DimensionRow> m_rows;
    double m_least = -1;
    double m_most = 1;
};

} // namespace countersign

Q_DECLARE_METATYPE(countersign::DimensionRow)
