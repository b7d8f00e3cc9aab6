// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Theme.h"

#include <QWidget>

namespace countersign {

// One mark of the ruler; places are parts of the whole height, 0 to 1.
struct RulerMark
{
    enum class Lane { Leading, Trailing, Across, Diamond };

    qreal from = 0;
    qreal to = 0;
    Lane lane = Lane::Across;
    ColorRole color = ColorRole::Accent;

    friend bool operator==(const RulerMark &, const RulerMark &) = default;
};

// The overview of 14 at the trailing edge: where the marks are, and the part that is on the screen. A press or a
// drag goes there. It stands in the place of a scroll bar.
class DiffRuler : public QWidget
{
    Q_OBJECT

public:
    explicit DiffRuler(QWidget *parent = nullptr);

    void setMarks(const QList<RulerMark> &marks);
    [[nodiscard]] const QList<RulerMark> &marks() const { return m_marks; }
    void setWindow(qreal from, qreal to);

signals:
    // The middle of what should be on the screen, 0 to 1.
    void asked(qreal place);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    QList<RulerMark> m_marks;
    qreal m_from = 0;
    qreal m_to = 1;
};

} // namespace countersign
