// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/DimensionsModel.h"

#include <QStyledItemDelegate>
#include <QTableView>

namespace countersign {

class Theme;

// Paints one row of the board. The plot has one scale for all rows, a full line at zero and a dashed one at the limit.
class DimensionDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    DimensionDelegate(const DimensionsModel &model, QObject *parent);

    void setHoveredRow(int row) { m_hovered = row; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

    // Where a figure of points stands in a plot cell; mirrors with the layout.
    [[nodiscard]] static qreal plotPlace(const DimensionsModel &model, const QRect &cell, double points,
                                         Qt::LayoutDirection direction, const Theme &theme);

private:
    const DimensionsModel &m_model;
    int m_hovered = -1;
};

// The board of dimensions: a row for each, chosen by arrows or a click. Ctrl+C copies it as text.
class BoardView : public QTableView
{
    Q_OBJECT

public:
    explicit BoardView(QWidget *parent = nullptr);

    void setMatrix(const std::shared_ptr<const EvalMatrix> &matrix);
    // Empty for none.
    void choose(const QString &dimension);
    [[nodiscard]] QString chosen() const;
    [[nodiscard]] const DimensionsModel *dimensions() const { return m_model; }
    // Head and all rows, at most `most` of them.
    [[nodiscard]] int heightOf(int most) const;
    [[nodiscard]] QString plainText() const;

signals:
    // Another one was chosen by the person; empty for none.
    void dimensionChosen(const QString &dimension);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;

private:
    void spread();

    std::shared_ptr<const EvalMatrix> m_matrix;
    DimensionsModel *m_model = nullptr;
    DimensionDelegate *m_delegate = nullptr;
    bool m_quiet = false;
};

} // namespace countersign
