// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Signs.h"

#include <QWidget>

namespace countersign {

// The three lanes side by side, the present one grounded. It shows and is not pressed: the rules decide.
class LaneControl : public QWidget
{
    Q_OBJECT

public:
    explicit LaneControl(QWidget *parent = nullptr);

    // Not known: none is grounded.
    void setLane(LaneShape lane, bool known);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    LaneShape m_lane = LaneShape::Low;
    bool m_known = false;
};

} // namespace countersign
