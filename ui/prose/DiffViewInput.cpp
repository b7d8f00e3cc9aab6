// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/DiffView.h"

#include "ui/prose/DiffRuler.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QScrollBar>
#include <QVariantAnimation>
#include <QtConcurrentRun>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

using diff::Side;

bool DiffView::event(QEvent *event)
{
    switch (event->type()) {
    case QEvent::StyleChange:
    case QEvent::FontChange:
    case QEvent::PaletteChange:
    case QEvent::LayoutDirectionChange:
    case QEvent::Show:
        m_laid.clear();
        m_width = -1;
        relayout();
        break;
    case QEvent::LayoutRequest:
        // A card of a thread asks for another height.
        m_width = -1;
        relayout();
        break;
    default: break;
    }
    return QAbstractScrollArea::event(event);
}

bool DiffView::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest) {
        m_width = -1;
        QMetaObject::invokeMethod(this, [this] { relayout(); }, Qt::QueuedConnection);
    }
    return QAbstractScrollArea::eventFilter(watched, event);
}

bool DiffView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const QPoint at = static_cast<QHelpEvent *>(event)->pos();
        for (const auto &[row, entry] : m_laid) {
            for (const Tag &tag : entry.tags) {
                if (moveTagRect(tag.move, tag.shownOn).contains(at)) {
                    viewport()->setToolTip(tr("Go to the other place"));
                    return QAbstractScrollArea::viewportEvent(event);
                }
            }
        }
        viewport()->setToolTip({});
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void DiffView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    const int wide = Theme::of(this).size().ruler;
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    setViewportMargins(mirrored ? wide : 0, 0, mirrored ? 0 : wide, 0);
    m_ruler->setGeometry(mirrored ? 0 : width() - wide, 0, wide, height());
    if (relayout())
        return;
    updateScrollBar();
    updateRuler();
    ensureLaid();
    placeThreads();
}

void DiffView::scrollContentsBy(int, int)
{
    if (m_placing)
        return;
    ensureLaid();
    placeThreads();
    updateScrollBar();
    viewport()->update();
    if (!m_selection.isEmpty())
        emit selectionChanged();
}

void DiffView::keyPressEvent(QKeyEvent *event)
{
    if (!m_comparison || m_rows.isEmpty()) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    const bool plain = !(event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier));
    if (event->matches(QKeySequence::Copy)) {
        copy(false);
        return;
    }
    if (event->matches(QKeySequence::SelectAll) && m_comparison) {
        select({Side::Right, {0, m_comparison->sides[1].text.size()}});
        return;
    }
    if (event->matches(QKeySequence::ZoomIn)) {
        setZoom(m_zoom * 1.1);
        return;
    }
    if (event->matches(QKeySequence::ZoomOut)) {
        setZoom(m_zoom / 1.1);
        return;
    }
    if (event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier) && event->key() == Qt::Key_C) {
        copy(true);
        return;
    }
    const bool sideways = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right;
    if (sideways && (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier))) {
        const bool forward = (event->key() == Qt::Key_Right) != rightToLeft();
        selectWord(forward ? 1 : -1, event->modifiers().testFlag(Qt::ShiftModifier));
        return;
    }
    if (event->modifiers() == Qt::ControlModifier && event->key() == Qt::Key_0) {
        setZoom(1);
        return;
    }
    if (!plain) {
        event->ignore();
        return;
    }
    const auto step = [this](int row) {
        setCurrentRow(std::clamp(row, 0, static_cast<int>(m_rows.size()) - 1));
        const QRect box = rowRect(m_current);
        if (box.top() < 0)
            scrollTo(m_tops[m_current] - Theme::of(this).px(12));
        else if (box.bottom() > viewport()->height())
            scrollTo(m_tops[m_current] + std::min(m_heights[m_current], viewport()->height()) - viewport()->height());
    };
    switch (event->key()) {
    case Qt::Key_F7: walk(event->modifiers() & Qt::ShiftModifier ? -1 : 1); return;
    case Qt::Key_N: walk(1); return;
    case Qt::Key_P: walk(-1); return;
    case Qt::Key_S:
        if (event->modifiers() & Qt::ShiftModifier)
            unseeLast();
        else
            seeNext();
        return;
    case Qt::Key_O: selectOtherSide(); return;
    case Qt::Key_T: walkThreads(event->modifiers() & Qt::ShiftModifier ? -1 : 1); return;
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const bool opens = (event->key() == Qt::Key_Right) != rightToLeft();
        if (m_current < 0)
            return;
        const ViewRow &row = m_rows[m_current];
        if (opens && row.kind == ViewRowKind::Fold)
            unfold(row.fold);
        else if (!opens && row.kind == ViewRowKind::Text)
            foldAgain(m_comparison->rows[row.row].fold);
        return;
    }
    case Qt::Key_C: {
        const DiffRange about = commentPlace();
        if (!about.isEmpty())
            emit commentAsked(about);
        return;
    }
    case Qt::Key_E: {
        const DiffRange about = commentPlace();
        if (!about.isEmpty())
            emit suggestAsked(about);
        return;
    }
    case Qt::Key_Down: step(m_current + 1); return;
    case Qt::Key_Up: step(m_current < 0 ? 0 : m_current - 1); return;
    case Qt::Key_Home:
        step(0);
        scrollTo(0);
        return;
    case Qt::Key_End:
        step(static_cast<int>(m_rows.size()) - 1);
        scrollTo(verticalScrollBar()->maximum());
        return;
    case Qt::Key_PageDown:
    case Qt::Key_Space: {
        scrollTo(verticalScrollBar()->value() + viewport()->height() - Theme::of(this).px(44));
        ensureLaid();
        setCurrentRow(rowAt(verticalScrollBar()->value() + Theme::of(this).px(24)));
        return;
    }
    case Qt::Key_PageUp: {
        scrollTo(verticalScrollBar()->value() - viewport()->height() + Theme::of(this).px(44));
        ensureLaid();
        setCurrentRow(rowAt(verticalScrollBar()->value() + Theme::of(this).px(24)));
        return;
    }
    case Qt::Key_Return:
    case Qt::Key_Enter: activateRow(m_current); return;
    case Qt::Key_Escape:
        if (!m_selection.isEmpty()) {
            select({});
            return;
        }
        break;
    default: break;
    }
    event->ignore();
}

void DiffView::activateRow(int row)
{
    if (row < 0 || row >= m_rows.size())
        return;
    if (m_rows[row].kind == ViewRowKind::Fold) {
        unfold(m_rows[row].fold);
        return;
    }
    const Laid &entry = laid(row);
    if (!entry.tags.isEmpty())
        followMove(entry.tags.first().move, entry.tags.first().dashed ? Side::Left : Side::Right);
}

void DiffView::followMove(int move, Side from)
{
    const Side there = diff::other(from);
    goTo({there, m_comparison->moves[move].range[index(there)]});
}

std::optional<DiffRange> DiffView::placeAt(const QPoint &point, Side *side) const
{
    if (!m_comparison || m_rows.isEmpty())
        return std::nullopt;
    const Theme &theme = Theme::of(this);
    const Geometry g = geometry();
    const int row = rowAt(point.y() + verticalScrollBar()->value());
    const ViewRow &source = m_rows[row];
    if (source.kind != ViewRowKind::Text)
        return std::nullopt;
    Side at = Side::Right;
    if (m_layout == DiffLayout::SideBySide) {
        at = side && m_selecting ? *side : ((point.x() >= viewport()->width() / 2) != rightToLeft() ? Side::Right : Side::Left);
    } else {
        at = source.present[1] ? Side::Right : Side::Left;
    }
    const auto entry = m_laid.find(row);
    if (entry == m_laid.end() || !entry->second.block[index(at)])
        return std::nullopt;
    const bool heading = m_comparison->rows[source.row].block == diff::BlockKind::Heading && source.firstPiece;
    const qreal above = (heading ? theme.px(12) : theme.px(3)) * m_zoom;
    const QPointF inside((point.x() - columnLeft(at) - g.textStart) / m_zoom, (point.y() - rowRect(row).top() - above) / m_zoom);
    const ProseBlock &block = *entry->second.block[index(at)];
    qsizetype position = block.positionAt(inside, g.text, theme);
    if (position < 0)
        position = inside.y() <= 0 ? 0 : block.text().size();
    if (side)
        *side = at;
    return DiffRange{at, {source.range[index(at)].start + position, 0}};
}

void DiffView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const QPoint at = event->position().toPoint();
    for (const auto &[row, entry] : m_laid) {
        for (const Tag &tag : entry.tags) {
            if (moveTagRect(tag.move, tag.shownOn).contains(at)) {
                followMove(tag.move, tag.dashed ? Side::Left : Side::Right);
                return;
            }
        }
    }
    const int row = rowAt(at.y() + verticalScrollBar()->value());
    if (row < 0)
        return;
    setCurrentRow(row);
    if (m_rows[row].kind == ViewRowKind::Fold) {
        unfold(m_rows[row].fold);
        return;
    }
    m_selecting = false;
    Side side = Side::Right;
    const std::optional<DiffRange> place = placeAt(at, &side);
    select({});
    if (place) {
        m_selecting = true;
        m_anchor = place->range.start;
        m_selection = {side, {m_anchor, 0}};
        // A press on the words of an entry chooses that entry.
        for (int i = 0; i < m_comparison->entries.size(); ++i) {
            const diff::Place &words = m_comparison->entries[i].place(side);
            if (words.present && words.row >= 0 && words.range.contains(m_anchor)) {
                if (i != m_entry) {
                    m_entry = i;
                    refreshMarks();
                    emit currentEntryChanged(i);
                }
                break;
            }
        }
    }
}

void DiffView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    if (m_selecting && (event->buttons() & Qt::LeftButton)) {
        if (at.y() < 0 || at.y() > viewport()->height())
            scrollTo(verticalScrollBar()->value() + (at.y() < 0 ? at.y() : at.y() - viewport()->height()));
        Side side = m_selection.side;
        const std::optional<DiffRange> place = placeAt(at, &side);
        if (place && place->side == m_selection.side) {
            const qsizetype from = std::min(m_anchor, place->range.start);
            const qsizetype to = std::max(m_anchor, place->range.start);
            select({m_selection.side, {from, to - from}});
        }
        return;
    }
    bool onTag = false;
    for (const auto &[row, entry] : m_laid) {
        for (const Tag &tag : entry.tags)
            onTag = onTag || moveTagRect(tag.move, tag.shownOn).contains(at);
    }
    const int row = rowAt(at.y() + verticalScrollBar()->value());
    const bool onFold = row >= 0 && m_rows[row].kind == ViewRowKind::Fold && rowRect(row).contains(at);
    const bool onText = !onTag && !onFold && placeAt(at, nullptr).has_value();
    viewport()->setCursor(onTag || onFold ? Qt::PointingHandCursor : onText ? Qt::IBeamCursor : Qt::ArrowCursor);
}

void DiffView::mouseReleaseEvent(QMouseEvent *event)
{
    m_selecting = false;
    QAbstractScrollArea::mouseReleaseEvent(event);
}

void DiffView::mouseDoubleClickEvent(QMouseEvent *event)
{
    Side side = Side::Right;
    const std::optional<DiffRange> place = placeAt(event->position().toPoint(), &side);
    if (place)
        selectWordAt(*place);
}

void DiffView::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers() & Qt::ControlModifier) {
        if (event->angleDelta().y() != 0)
            setZoom(event->angleDelta().y() > 0 ? m_zoom * 1.1 : m_zoom / 1.1);
        event->accept();
        return;
    }
    m_slide->stop();
    QAbstractScrollArea::wheelEvent(event);
}

void DiffView::copy(bool asPatch)
{
    if (asPatch && m_selection.isEmpty() && isLong()) {
        QtConcurrent::run([comparison = m_comparison] { return patchText(*comparison, 0, static_cast<int>(comparison->rows.size()) - 1); })
                .then(this, [](const QString &patch) { QApplication::clipboard()->setText(patch); });
        return;
    }
    const QString out = asPatch ? selectedPatch() : selectedText();
    if (!out.isEmpty())
        QApplication::clipboard()->setText(out);
}

void DiffView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copyText = menu->addAction(tr("Copy"), this, [this] { copy(false); });
    copyText->setShortcut(QKeySequence::Copy);
    copyText->setEnabled(!m_selection.isEmpty());
    QAction *copyPatch = menu->addAction(tr("Copy as a patch"), this, [this] { copy(true); });
    copyPatch->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    copyPatch->setEnabled(m_comparison != nullptr);
    menu->addSeparator();
    QAction *comment = menu->addAction(tr("Comment"), this, [this] { emit commentAsked(commentPlace()); });
    comment->setEnabled(!commentPlace().isEmpty());
    QAction *all = menu->addAction(tr("Show everything that is alike"), this, [this] { unfoldAll(); });
    all->setEnabled(m_comparison && m_unfolded.size() < m_comparison->folds.size());
    QAction *none = menu->addAction(tr("Fold what is alike"), this, [this] { foldAll(); });
    none->setEnabled(!m_unfolded.isEmpty());
    menu->popup(event->globalPos());
}

void DiffView::announceRow()
{
    if (m_current < 0 || !QAccessible::isActive())
        return;
    QAccessibleEvent event(this, QAccessible::Focus);
    event.setChild(m_current);
    QAccessible::updateAccessibility(&event);
}

} // namespace countersign
