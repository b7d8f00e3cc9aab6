// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is said about the proposed one of three texts.
#include "ui/prose/ThreeWayView.h"

#include "ui/common/Theme.h"
#include "ui/prose/ThreadCards.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QScrollBar>
#include <QSet>

#include <algorithm>

namespace countersign {

using diff::MergeSide;

diff::Range ThreeWayView::proposedWords() const
{
    if (!m_texts || m_current < 0 || m_current >= m_rows.size() || m_rows[m_current].fold)
        return {};
    const int row = m_rows[m_current].first;
    const QString &text = m_texts->rows[row].text[index(MergeSide::Ours)];
    qsizetype from = 0;
    qsizetype to = text.size();
    while (from < to && text[from].isSpace())
        ++from;
    while (to > from && text[to - 1].isSpace())
        --to;
    return {m_starts[row] + from, to - from};
}

QRectF ThreeWayView::proposedColumn(const QRect &box) const
{
    return columnRect(static_cast<int>(std::find(columns.begin(), columns.end(), MergeSide::Ours) - columns.begin()), box);
}

QRect ThreeWayView::proposedRect() const
{
    return m_current < 0 ? QRect() : proposedColumn(rowRect(m_current)).toRect();
}

QString ThreeWayView::proposedText() const
{
    QString text;
    for (const ThreeWayRow &row : m_texts ? m_texts->rows : QList<ThreeWayRow>())
        text += row.text[index(MergeSide::Ours)];
    return text;
}

void ThreeWayView::setThreads(const QList<DiffThread> &threads)
{
    QList<DiffThread> proposed = threads;
    proposed.removeIf([](const DiffThread &thread) { return thread.about.side != diff::Side::Right; });
    takeCards(m_threads, proposed, viewport(), this);
    m_threads = proposed;
    const Place top = topPlace();
    const int before = m_current;
    const int current = m_current >= 0 && m_current < m_rows.size() ? m_rows[m_current].first : -1;
    makeRows();
    m_current = current >= 0 ? rowOf(current) : -1;
    measureAll(top);
    placeThreads();
    viewport()->update();
    if (m_current != before)
        emit currentRowChanged(m_current);
}

// -1 without texts.
int ThreeWayView::textRowOf(const DiffThread &thread) const
{
    const auto after = std::upper_bound(m_starts.begin(), m_starts.end(), thread.about.range.start);
    return static_cast<int>(after - m_starts.begin()) - 1;
}

QList<const DiffThread *> ThreeWayView::threadsOf(int row) const
{
    QList<const DiffThread *> out;
    for (const DiffThread &thread : m_threads) {
        if (!m_rows[row].fold && textRowOf(thread) == m_rows[row].first)
            out.append(&thread);
    }
    return out;
}

// With the gap below it.
int ThreeWayView::cardHeight(const DiffThread &thread) const
{
    if (!thread.card)
        return 0;
    const auto wide = static_cast<int>(textWidthOf() * m_zoom);
    return (thread.card->hasHeightForWidth() ? thread.card->heightForWidth(wide) : thread.card->sizeHint().height()) + Theme::of(this).px(8);
}

void ThreeWayView::placeThreads()
{
    const Theme &theme = Theme::of(this);
    QSet<const QWidget *> placed;
    const int value = verticalScrollBar()->value();
    const auto first = std::upper_bound(m_tops.begin(), m_tops.end(), value);
    for (auto row = static_cast<int>(std::max<qsizetype>(0, first - m_tops.begin() - 1)); !m_threads.isEmpty() && row < m_rows.size(); ++row) {
        const QRect box = rowRect(row);
        if (box.top() > viewport()->height())
            break;
        const QList<const DiffThread *> threads = threadsOf(row);
        int top = box.bottom() + 1;
        for (const DiffThread *thread : threads)
            top -= cardHeight(*thread);
        const QRectF place = proposedColumn(box);
        const int gap = theme.size().diffGutter + theme.px(4);
        const bool mirrored = layoutDirection() == Qt::RightToLeft;
        for (const DiffThread *thread : threads) {
            if (!thread->card)
                continue;
            const int high = cardHeight(*thread);
            thread->card->setGeometry(static_cast<int>(mirrored ? place.left() + theme.px(16) : place.left() + gap), top,
                                      static_cast<int>(textWidthOf() * m_zoom), high - theme.px(8));
            // Not over the heads: what reaches under them is cut off there.
            const int shown = high - theme.px(8);
            const int under = std::clamp(headHeight() - top, 0, shown);
            if (under > 0)
                thread->card->setMask(QRegion(0, under, static_cast<int>(textWidthOf() * m_zoom), shown - under));
            else
                thread->card->clearMask();
            thread->card->setVisible(under < shown);
            placed.insert(thread->card);
            top += high;
        }
    }
    for (const DiffThread &thread : std::as_const(m_threads)) {
        if (thread.card && !placed.contains(thread.card))
            thread.card->hide();
    }
}

bool ThreeWayView::goToThread(const QString &key)
{
    const auto thread = std::ranges::find(m_threads, key, &DiffThread::key);
    const int row = thread == m_threads.cend() ? -1 : rowOf(textRowOf(*thread));
    if (row < 0)
        return false;
    setCurrentRow(row);
    scrollTo(row);
    return true;
}

bool ThreeWayView::walkThreads(int direction)
{
    for (int row = m_current + direction; row >= 0 && row < m_rows.size(); row += direction) {
        if (!threadsOf(row).isEmpty()) {
            setCurrentRow(row);
            return true;
        }
    }
    return false;
}

bool ThreeWayView::eventFilter(QObject *watched, QEvent *event)
{
    // A card asks for another height.
    if (event->type() == QEvent::LayoutRequest)
        QMetaObject::invokeMethod(
                this,
                [this] {
                    measureAll(topPlace());
                    placeThreads();
                    viewport()->update();
                },
                Qt::QueuedConnection);
    return QAbstractScrollArea::eventFilter(watched, event);
}

void ThreeWayView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("threeWayMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const DiffRange about{diff::Side::Right, proposedWords()};
    QAction *copy = menu->addAction(tr("Copy"), this, &ThreeWayView::copyRow);
    copy->setShortcut(QKeySequence::Copy);
    menu->addSeparator();
    QAction *comment = menu->addAction(tr("Comment"), this, [this, about] { emit commentAsked(about); });
    comment->setShortcut(Qt::Key_C);
    QAction *suggest = menu->addAction(tr("Suggest other words"), this, [this, about] { emit suggestAsked(about); });
    suggest->setShortcut(Qt::Key_E);
    for (QAction *action : {comment, suggest})
        action->setEnabled(m_commenting && !about.isEmpty());
    menu->popup(event->globalPos());
}

} // namespace countersign
