// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "diff/Comparison.h"

#include <QWidget>

#include <memory>

namespace countersign {

class Theme;

// The structured part of a prompt above its text: one cell per setting, changed ones first to the eye by sign and
// both values. Cells wrap; lists show what came and went and how many are alike.
class SettingsCard : public QWidget
{
    Q_OBJECT

public:
    explicit SettingsCard(QWidget *parent = nullptr);

    // Hidden when there is nothing to say.
    void setComparison(std::shared_ptr<const diff::Comparison> comparison);
    // Marks the cell of a setting, -1 for none.
    void setCurrent(int setting);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void settingChosen(int setting);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Cell
    {
        QString title = {};
        QStringList removed = {};
        QStringList added = {};
        QStringList same = {};
        QString note = {};
        bool changed = false;
        bool code = false;
        QList<int> settings = {};
    };

    struct Places
    {
        QList<QRect> boxes = {}; // of the first cells, in their order; a last one for those that are hidden
        int hidden = 0;          // how many cells have no box
    };

    [[nodiscard]] Places place(int width) const;
    [[nodiscard]] QRect mirrored(const QRect &box) const;
    [[nodiscard]] int cellWidth(const Cell &cell) const;
    [[nodiscard]] static QString spoken(const Cell &cell);

    std::shared_ptr<const diff::Comparison> m_comparison;
    QList<Cell> m_cells;
    int m_current = -1;
    bool m_open = false; // every cell is shown
};

} // namespace countersign
