// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/prose/ThreeWay.h"

#include <QAbstractScrollArea>

#include <unordered_map>

namespace countersign {

class Theme;

// Three texts as prose beside each other, one row per paragraph: what both came from, theirs, ours. What nobody changed is
// folded. Up and Down go from row to row, Enter or Right unfolds, F7 and Shift+F7 (N, P) go to the next and previous
// changed row.
class ThreeWayView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit ThreeWayView(QWidget *parent = nullptr);
    ~ThreeWayView() override;

    // Above the columns, by index(MergeSide): "Live in production 1.3.1".
    using Heads = std::array<QString, 3>;
    void setTexts(std::shared_ptr<const ThreeWay> texts, const Heads &heads);
    [[nodiscard]] const std::shared_ptr<const ThreeWay> &texts() const { return m_texts; }

    // One row as it is shown: a row of the texts, or what stands for rows that nobody changed.
    struct Row
    {
        int first = 0;
        int count = 1;
        bool fold = false;
    };
    [[nodiscard]] const QList<Row> &rows() const { return m_rows; }
    [[nodiscard]] int currentRow() const { return m_current; }
    void setCurrentRow(int row);
    // False at the end.
    bool walk(int direction);
    [[nodiscard]] int changedCount() const;
    // For screen readers: "Both changed it. Live: removed: 30 days; added: 14 days. …"
    [[nodiscard]] QString accessibleRowText(int row) const;
    // In viewport coordinates.
    [[nodiscard]] QRect rowRect(int row) const;
    void setZoom(qreal zoom);

signals:
    void currentRowChanged(int row);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    struct Laid
    {
        std::array<ProseBlock, 3> block = {};
    };

    [[nodiscard]] int headHeight() const;
    [[nodiscard]] qreal columnWidth() const;
    [[nodiscard]] qreal textWidthOf() const;
    [[nodiscard]] QRectF columnRect(int column, const QRect &box) const;
    Laid &laid(int row);
    [[nodiscard]] int exactHeight(int row);
    [[nodiscard]] int estimate(int row) const;
    void measureAll();
    void ensureLaid();
    void updateTops(int from);
    void unfold(int row);
    void paintHead(QPainter &painter, const Theme &theme) const;
    void paintRow(QPainter &painter, int row, const QRect &box, const Theme &theme);

    std::shared_ptr<const ThreeWay> m_texts;
    Heads m_heads;
    QList<Row> m_rows;
    QList<int> m_heights;
    QList<bool> m_exact;
    QList<int> m_tops; // one more than rows
    std::unordered_map<int, Laid> m_laid;
    int m_current = -1;
    qreal m_zoom = 1;
};

} // namespace countersign
