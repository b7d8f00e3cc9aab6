// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "evals/Results.h"

#include <QAbstractTableModel>
#include <QTableView>

namespace countersign {

// Per metric of one run: passed, failed, not judged, left out, mean. Stands in the place of the board while there is
// nothing to compare with.
class TotalsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Metric, Passed, Failed, NotJudged, LeftOut, Mean, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setTotals(const QList<evals::MetricTotals> &totals);
    [[nodiscard]] const QList<evals::MetricTotals> &totals() const { return m_totals; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<evals::MetricTotals> m_totals;
};

class TotalsView : public QTableView
{
    Q_OBJECT

public:
    explicit TotalsView(QWidget *parent = nullptr);

    void setTotals(const QList<evals::MetricTotals> &totals);
    // Head and all rows, at most `most` of them.
    [[nodiscard]] int heightOf(int most) const;
    [[nodiscard]] QString plainText() const;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void spread();

    TotalsModel *m_model = nullptr;
};

// What `eval import` prints: counted over the answers, or as the file gives it where it has no cases.
[[nodiscard]] QList<evals::MetricTotals> totalsOf(const evals::ResultFile &file);

} // namespace countersign
