// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/AsOf.h"

#include <QWidget>

namespace countersign {

enum class TimeMark { A, B };

// What happened over time, with two marks that can be moved: with the mouse, or Left and Right for the mark that A or B
// chose. Both snap to events.
class TimeLine : public QWidget
{
    Q_OBJECT

public:
    explicit TimeLine(QWidget *parent = nullptr);

    void setMoments(const QList<Moment> &moments);
    void setMark(TimeMark mark, Sequence seq);
    [[nodiscard]] Sequence mark(TimeMark mark) const { return mark == TimeMark::A ? m_a : m_b; }

    QSize sizeHint() const override;

signals:
    void markMoved(countersign::TimeMark mark, countersign::Sequence seq);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] int momentOf(Sequence seq) const;
    [[nodiscard]] int xOf(int moment) const;
    [[nodiscard]] int xOfMark(TimeMark mark) const;
    [[nodiscard]] int nearest(int x) const;
    void moveTo(int moment);
    void tellReaders();

    QList<Moment> m_moments;
    Sequence m_a = 0;
    Sequence m_b = 0;
    TimeMark m_held = TimeMark::B;
    bool m_dragging = false;
};

} // namespace countersign
