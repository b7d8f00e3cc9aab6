// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/suites/TrendView.h"

#include "ui/common/Paint.h"
#include "ui/common/Text.h"
#include "ui/common/Theme.h"
#include "ui/evals/EvalWords.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int lineHeight = 56;
constexpr int nameWidth = 120;
constexpr int figureWidth = 120;
constexpr int headHeight = 24;
constexpr int footHeight = 28;

} // namespace

TrendView::TrendView(QWidget *parent) : QWidget(parent)
{
    setObjectName(u"trendView"_s);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Trend over versions"));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setSizePolicy(policy);
}

void TrendView::setTrend(const EvalTrend &trend)
{
    m_trend = trend;
    m_line = std::clamp(m_line, 0, std::max(0, lines() - 1));
    m_version = static_cast<int>(m_trend.versions.size()) - 1;
    setAccessibleDescription(sentence());
    updateGeometry();
    update();
}

QSize TrendView::sizeHint() const
{
    const Theme &theme = Theme::of(this);
    return {theme.px(420), theme.px(headHeight + footHeight + lineHeight * std::max(1, lines()))};
}

QRectF TrendView::plot(int line) const
{
    const Theme &theme = Theme::of(this);
    const int top = theme.px(headHeight) + line * theme.px(lineHeight);
    const QRect box(theme.px(nameWidth), top + theme.px(8), width() - theme.px(nameWidth + figureWidth),
                    theme.px(lineHeight) - theme.px(16));
    return QStyle::visualRect(layoutDirection(), rect(), box);
}

qreal TrendView::across(int version, const QRectF &box) const
{
    const auto count = static_cast<int>(m_trend.versions.size());
    const qreal share = (version + 0.5) / std::max(1, count);
    return layoutDirection() == Qt::RightToLeft ? box.right() - share * box.width()
                                                : box.left() + share * box.width();
}

QString TrendView::figures(const TrendLine &line, const TrendPoint &point)
{
    const auto one = [&line](double value) {
        return line.binary ? text::number(value * 100, 1) : EvalWords::score(value);
    };
    return point.low < point.high ? tr("%1 (%2 to %3)").arg(one(point.mean), one(point.low), one(point.high))
                                  : one(point.mean);
}

QString TrendView::sentence() const
{
    if (m_line >= m_trend.lines.size() || m_version < 0 || m_version >= m_trend.versions.size())
        return {};
    const TrendLine &line = m_trend.lines[m_line];
    const QString version = text::printableLine(m_trend.versions[m_version]);
    const std::optional<TrendPoint> &point = line.points[m_version];
    if (!point)
        return tr("%1, %2: no figures").arg(EvalWords::dimension(line.dimension), version);
    return tr("%1, %2: %3, from %n case(s)", nullptr, static_cast<int>(point->cases))
        .arg(EvalWords::dimension(line.dimension), version, figures(line, *point));
}

QString TrendView::plainText() const
{
    QStringList rows{(QStringList{tr("Dimension")} + m_trend.versions).join(u'\t')};
    for (const TrendLine &line : m_trend.lines) {
        QStringList row{line.dimension};
        for (const std::optional<TrendPoint> &point : line.points)
            row.append(point ? figures(line, *point) : QString());
        rows.append(row.join(u'\t'));
    }
    return rows.join(u'\n');
}

void TrendView::choose(int line, int version)
{
    m_line = std::clamp(line, 0, std::max(0, lines() - 1));
    m_version = std::clamp(version, 0, std::max(0, static_cast<int>(m_trend.versions.size()) - 1));
    setAccessibleDescription(sentence());
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
    update();
}

void TrendView::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setLayoutDirection(layoutDirection());
    const auto visual = [this](int from, int top, int wide, int high) {
        return QStyle::visualRect(layoutDirection(), rect(), QRect(from, top, wide, high));
    };
    const auto count = static_cast<int>(m_trend.versions.size());
    if (count == 0)
        return;
    // Version names, as many as there is room for; the last one always.
    const QRectF top = plot(0);
    const qreal step = top.width() / count;
    const int every = std::max(1, static_cast<int>(std::ceil(theme.px(64) / std::max<qreal>(1, step))));
    for (int version = 0; version < count; ++version) {
        if ((count - 1 - version) % every != 0)
            continue;
        const qreal x = across(version, top);
        const QRect box(qRound(x - step * every / 2), 0, qRound(step * every), theme.px(headHeight));
        paintText(painter, box, text::printableLine(m_trend.versions[version]), FontRole::Secondary,
                  version == m_version ? ColorRole::Text : ColorRole::Muted, theme, Qt::AlignCenter);
    }
    for (int row = 0; row < lines(); ++row) {
        const TrendLine &line = m_trend.lines[row];
        const QRectF box = plot(row);
        const int rowTop = theme.px(headHeight) + row * theme.px(lineHeight);
        painter.fillRect(QRect(0, rowTop, width(), 1), theme.color(ColorRole::Line));
        paintText(painter, visual(theme.px(16), rowTop, theme.px(nameWidth - 20), theme.px(lineHeight)),
                  EvalWords::dimension(line.dimension), row == m_line ? FontRole::BodyStrong : FontRole::Body,
                  ColorRole::Text, theme);
        double least = line.binary ? 0 : 1e300;
        double most = line.binary ? 1 : -1e300;
        for (const std::optional<TrendPoint> &point : line.points) {
            if (point) {
                least = std::min(least, point->low);
                most = std::max(most, point->high);
            }
        }
        if (!(most > least)) {
            least -= 0.5;
            most = least + 1;
        }
        const auto up = [&](double value) {
            return box.bottom() - (value - least) / (most - least) * box.height();
        };
        painter.setPen(QPen(theme.color(ColorRole::Line), 1));
        painter.drawLine(QPointF(box.left(), box.bottom()), QPointF(box.right(), box.bottom()));
        painter.drawLine(QPointF(box.left(), box.top()), QPointF(box.right(), box.top()));
        const QColor ink = theme.color(row == m_line ? ColorRole::Accent : ColorRole::Muted);
        std::optional<QPointF> before;
        for (int version = 0; version < count; ++version) {
            const std::optional<TrendPoint> &point = line.points[version];
            if (!point) {
                before.reset(); // nothing is drawn where nothing was run
                continue;
            }
            const QPointF at(across(version, box), up(point->mean));
            painter.setPen(QPen(ink, theme.px(2)));
            if (before)
                painter.drawLine(*before, at);
            painter.setPen(QPen(ink, 1));
            painter.drawLine(QPointF(at.x(), up(point->low)), QPointF(at.x(), up(point->high)));
            for (const double end : {point->low, point->high})
                painter.drawLine(QPointF(at.x() - 3, up(end)), QPointF(at.x() + 3, up(end)));
            painter.setBrush(version == m_version && row == m_line ? ink : theme.color(ColorRole::Surface));
            painter.drawEllipse(at, theme.px(4), theme.px(4));
            before = at;
        }
        if (const std::optional<TrendPoint> &point = line.points[std::clamp(m_version, 0, count - 1)]) {
            const QRect figure = visual(width() - theme.px(figureWidth), rowTop, theme.px(figureWidth - 16),
                                        theme.px(lineHeight));
            const QString mean =
                line.binary ? text::number(point->mean * 100, 1) : EvalWords::score(point->mean);
            paintText(painter, figure, mean, FontRole::BodyStrong, ColorRole::Text, theme,
                      Qt::AlignTrailing | Qt::AlignVCenter);
        }
    }
    const int bottom = theme.px(headHeight) + lines() * theme.px(lineHeight);
    painter.fillRect(QRect(0, bottom, width(), 1), theme.color(ColorRole::Line));
    paintText(painter, visual(theme.px(16), bottom, width() - theme.px(32), theme.px(footHeight)), sentence(),
              FontRole::Secondary, ColorRole::Muted, theme);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.color(ColorRole::Accent), 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
}

void TrendView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(plainText());
        return;
    }
    const int on = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    switch (event->key()) {
    case Qt::Key_Left:
        choose(m_line, m_version - on);
        return;
    case Qt::Key_Right:
        choose(m_line, m_version + on);
        return;
    case Qt::Key_Up:
        choose(m_line - 1, m_version);
        return;
    case Qt::Key_Down:
        choose(m_line + 1, m_version);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void TrendView::mousePressEvent(QMouseEvent *event)
{
    const Theme &theme = Theme::of(this);
    const int line = static_cast<int>((event->position().y() - theme.px(headHeight)) / theme.px(lineHeight));
    const QRectF box = plot(0);
    const qreal share = (event->position().x() - box.left()) / std::max<qreal>(1, box.width());
    const auto count = static_cast<int>(m_trend.versions.size());
    const int version = static_cast<int>((layoutDirection() == Qt::RightToLeft ? 1 - share : share) * count);
    choose(line, share < 0 || share > 1 ? m_version : version);
}

void TrendView::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void TrendView::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

} // namespace countersign
