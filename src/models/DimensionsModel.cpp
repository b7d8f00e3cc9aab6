// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/DimensionsModel.h"

#include <algorithm>
#include <cmath>

namespace countersign {

namespace {

constexpr double fullScale = 100; ///< points of a scale

} // namespace

DimensionsModel::DimensionsModel(QObject *parent) : QAbstractTableModel(parent) {}

void DimensionsModel::setMatrix(const std::shared_ptr<const EvalMatrix> &matrix)
{
    beginResetModel();
    m_rows.clear();
    m_least = 0;
    m_most = 0;
    if (matrix && matrix->set().comparison) {
        const EvalSet &set = matrix->set();
        for (const evals::DimensionComparison &dimension : set.comparison->dimensions) {
            DimensionRow row{.name = dimension.name,
                             .cases = dimension.matched,
                             .scale = scaleOf(dimension, set.options),
                             .baseline = dimension.baseline,
                             .candidate = dimension.candidate,
                             .figures = dimension};
            row.figures.pairs.clear();
            const double perUnit = dimension.judged ? fullScale / row.scale : 1;
            row.points = dimension.difference * perUnit;
            row.low = dimension.low * perUnit;
            row.high = dimension.high * perUnit;
            row.limit = dimension.limit * perUnit;
            for (const double end : {row.points, row.low, row.high, row.limit}) {
                if (dimension.judged && std::isfinite(end)) {
                    m_least = std::min(m_least, end);
                    m_most = std::max(m_most, end);
                }
            }
            m_rows.append(row);
        }
    }
    endResetModel();
}

int DimensionsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int DimensionsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DimensionsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const DimensionRow &row = m_rows[index.row()];
    switch (role) {
    case ValueRole:
        return QVariant::fromValue(row);
    case KeyRole:
        return row.name;
    case HeadRole:
        return false;
    default:
        return {};
    }
}

} // namespace countersign
