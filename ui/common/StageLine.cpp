// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/common/StageLine.h"

#include "ui/common/Paint.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int gapToWord = 6;
constexpr int gapAround = 6;
constexpr int dash = 18;

[[nodiscard]] FontRole fontOf(StageState state)
{
    return state == StageState::Present ? FontRole::BodyStrong : FontRole::Body;
}

[[nodiscard]] ColorRole inkOf(StageState state)
{
    switch (state) {
    case StageState::Passed: return ColorRole::Text;
    case StageState::Present: return ColorRole::Accent;
    case StageState::ToCome: return ColorRole::Muted;
    }
    Q_UNREACHABLE_RETURN(ColorRole::Text);
}

} // namespace

StageLine::StageLine(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void StageLine::setStages(const QList<StageData> &stages)
{
    m_stages = stages;
    QStringList words;
    for (const StageData &stage : stages) {
        switch (stage.state) {
        case StageState::Passed: words << tr("%1 done").arg(stage.name); break;
        case StageState::Present: words << tr("now %1").arg(stage.name); break;
        case StageState::ToCome: words << tr("%1 to come").arg(stage.name); break;
        }
    }
    setAccessibleName(words.join(", "_L1));
    setToolTip(accessibleName().toHtmlEscaped());
    updateGeometry();
    update();
}

QSize StageLine::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    int width = 0;
    for (const StageData &stage : m_stages)
        width += theme.size().sign + theme.px(gapToWord) + textWidth(stage.name, fontOf(stage.state), theme);
    if (m_stages.size() > 1)
        width += static_cast<int>(m_stages.size() - 1) * (theme.px(dash) + 2 * theme.px(gapAround));
    return {width, theme.lineHeight(FontRole::Body)};
}

QSize StageLine::minimumSizeHint() const
{
    const Theme &theme = Theme::of(this);
    const int signs = static_cast<int>(m_stages.size()) * (theme.size().sign + theme.px(8));
    return {std::min(sizeHint().width(), signs), theme.lineHeight(FontRole::Body)};
}

void StageLine::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    // Where the words do not fit only the signs stand; the words are in the tooltip.
    const bool words = width() >= sizeHint().width();
    const int side = theme.size().sign;
    int at = words ? width() - sizeHint().width() : 0;
    const auto visual = [&](int from, int wide, int high) {
        return QStyle::visualRect(layoutDirection(), rect(), QRect(from, (height() - high) / 2, wide, high));
    };
    for (qsizetype index = 0; index < m_stages.size(); ++index) {
        const StageData &stage = m_stages[index];
        if (index > 0 && words) {
            painter.fillRect(visual(at + theme.px(gapAround), theme.px(dash), 1), theme.color(ColorRole::LineStrong));
            at += theme.px(dash) + 2 * theme.px(gapAround);
        }
        const QRect sign = visual(at, side, side);
        switch (stage.state) {
        case StageState::Passed: Signs::paint(painter, sign, Sign::Satisfied, theme); break;
        case StageState::Present: Signs::paint(painter, sign, Sign::YourTurn, theme); break;
        case StageState::ToCome: {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(theme.color(ColorRole::Muted), 1.4));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(QRectF(sign).center(), side * 0.31, side * 0.31);
            break;
        }
        }
        at += side + (words ? theme.px(gapToWord) : theme.px(8));
        if (words) {
            const int wide = textWidth(stage.name, fontOf(stage.state), theme);
            paintText(painter, visual(at, wide, height()), stage.name, fontOf(stage.state), inkOf(stage.state), theme);
            at += wide;
        }
    }
}

} // namespace countersign
