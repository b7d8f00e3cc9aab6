// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/EvalTrend.h"

#include <QWidget>

namespace countersign {

// A prompt over its versions: per dimension a line with its interval at each version. All dimensions have the same
// scale where they are shares; Left and Right walk versions, Up and Down dimensions, and the figures of that place are
// said under the lines and to screen readers. Ctrl+C copies all of them as text.
class TrendView : public QWidget
{
    Q_OBJECT

public:
    explicit TrendView(QWidget *parent = nullptr);

    void setTrend(const EvalTrend &trend);
    [[nodiscard]] const EvalTrend &trend() const { return m_trend; }
    [[nodiscard]] QString plainText() const;
    // The figures of the place that is chosen.
    [[nodiscard]] QString sentence() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

    static constexpr int mostLines = 12;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    [[nodiscard]] int lines() const
    {
        return static_cast<int>(std::min<qsizetype>(m_trend.lines.size(), mostLines));
    }
    [[nodiscard]] QRectF plot(int line) const;
    [[nodiscard]] qreal across(int version, const QRectF &plot) const;
    [[nodiscard]] static QString figures(const TrendLine &line, const TrendPoint &point);
    void choose(int line, int version);

    EvalTrend m_trend;
    int m_line = 0;
    int m_version = 0;
};

} // namespace countersign
