// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/ThreeWayView.h"

#include "ui/common/Paint.h"
#include "ui/common/Style.h"
#include "ui/common/Text.h"
#include "ui/prose/DiffAccessible.h"

#include <QAccessible>
#include <QClipboard>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

using diff::MergeSide;

namespace {

constexpr int shortestFolded = 2;

// Without the blank lines around it; marks move with it.
struct Trimmed
{
    QString text;
    QList<TextMark> marks;
};

Trimmed trimmed(const QString &text, const QList<TextMark> &marks)
{
    qsizetype from = 0;
    qsizetype to = text.size();
    while (from < to && text[from] == u'\n')
        ++from;
    while (to > from && text[to - 1].isSpace())
        --to;
    Trimmed out{.text = text.sliced(from, to - from), .marks = {}};
    for (TextMark mark : marks) {
        const qsizetype end = std::min(mark.start + mark.length, to);
        mark.start = std::max(mark.start, from) - from;
        mark.length = end - from - mark.start;
        if (mark.length > 0)
            out.marks.append(mark);
    }
    return out;
}

void fill(ProseBlock &block, const QString &text, const QList<TextMark> &marks)
{
    const Trimmed shown = trimmed(text, marks);
    block.setText(shown.text);
    block.setMarks(shown.marks);
    if (shown.text.startsWith(u'#'))
        block.setFontRole(FontRole::ProseStrong);
}

} // namespace

std::unique_ptr<ProseBlock> ThreeWayView::blockOf(const ThreeWayRow &row, MergeSide side)
{
    auto block = std::make_unique<ProseBlock>();
    fill(*block, row.text[index(side)], row.marks[index(side)]);
    return block;
}

Sign ThreeWayView::signOf(const ThreeWayRow &row, MergeSide side)
{
    return row.conflict ? Sign::Warning : row.text[index(side)].trimmed().isEmpty() ? Sign::Removed : Sign::Added;
}

ThreeWayView::ThreeWayView(QWidget *parent) : QAbstractScrollArea(parent)
{
    installDiffAccessibility();
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Three texts side by side"));
    viewport()->setAutoFillBackground(false);
    verticalScrollBar()->setSingleStep(24);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        if (m_measuring)
            return;
        ensureLaid();
        placeThreads();
        viewport()->update();
    });
}

ThreeWayView::~ThreeWayView() = default;

void ThreeWayView::setTexts(std::shared_ptr<const ThreeWay> texts, const Heads &heads)
{
    m_texts = std::move(texts);
    m_heads = heads;
    m_current = -1;
    m_match = -1;
    m_matches.clear();
    m_open.clear();
    m_starts.clear();
    qsizetype start = 0;
    for (const ThreeWayRow &row : m_texts ? m_texts->rows : QList<ThreeWayRow>()) {
        m_starts.append(start);
        start += row.text[index(MergeSide::Ours)].size();
    }
    makeRows();
    measureAll({});
    walk(1);
    placeThreads();
    viewport()->update();
    if (!m_words.isEmpty())
        find(m_words);
}

void ThreeWayView::makeRows()
{
    m_rows.clear();
    m_laid.clear();
    QSet<int> open = m_open;
    for (const DiffThread &thread : std::as_const(m_threads))
        open.insert(textRowOf(thread));
    const int count = m_texts ? static_cast<int>(m_texts->rows.size()) : 0;
    for (int i = 0; i < count;) {
        int end = i;
        while (end < count && !m_texts->rows[end].isChanged() && !open.contains(end))
            ++end;
        if (end - i >= shortestFolded) {
            m_rows.append({.first = i, .count = end - i, .fold = true});
            i = end;
        } else {
            m_rows.append({.first = i, .count = 1, .fold = false});
            ++i;
        }
    }
}

int ThreeWayView::changedCount() const
{
    return m_texts ? static_cast<int>(std::count_if(m_texts->rows.begin(), m_texts->rows.end(), [](const ThreeWayRow &row) { return row.isChanged(); }))
                   : 0;
}

int ThreeWayView::headHeight() const
{
    return Theme::of(this).px(36);
}

qreal ThreeWayView::columnWidth() const
{
    return viewport()->width() / 3.0;
}

qreal ThreeWayView::textWidthOf() const
{
    const Theme &theme = Theme::of(this);
    return std::max<qreal>(theme.px(60), (columnWidth() - theme.size().diffGutter - theme.px(4) - theme.px(16)) / m_zoom);
}

QRectF ThreeWayView::columnRect(int column, const QRect &box) const
{
    const int place = layoutDirection() == Qt::RightToLeft ? 2 - column : column;
    return QRectF(place * columnWidth(), box.top(), columnWidth(), box.height());
}

ThreeWayView::Laid &ThreeWayView::laid(int row)
{
    const auto known = m_laid.find(row);
    if (known != m_laid.end())
        return known->second;
    if (m_laid.size() > 400)
        m_laid.clear();
    Laid made;
    const ThreeWayRow &source = m_texts->rows[m_rows[row].first];
    for (size_t side = 0; side < 3; ++side)
        fill(made.block[side], source.text[side], shownMarks(m_rows[row].first, static_cast<int>(side)));
    return m_laid.emplace(row, std::move(made)).first->second;
}

int ThreeWayView::exactHeight(int row)
{
    const Theme &theme = Theme::of(this);
    if (m_rows[row].fold)
        return theme.px(28);
    qreal high = theme.lineHeight(FontRole::Prose);
    for (const ProseBlock &block : laid(row).block)
        high = std::max(high, block.height(textWidthOf(), theme));
    int cards = 0;
    for (const DiffThread *thread : threadsOf(row))
        cards += cardHeight(*thread);
    return static_cast<int>(std::ceil(high * m_zoom)) + theme.px(10) + cards;
}

int ThreeWayView::estimate(int row) const
{
    const Theme &theme = Theme::of(this);
    if (m_rows[row].fold)
        return theme.px(28);
    const qreal perLine = std::max<qreal>(8, textWidthOf() / theme.px(7));
    qreal lines = 1;
    for (const QString &text : m_texts->rows[m_rows[row].first].text)
        lines = std::max(lines, std::ceil(static_cast<qreal>(text.size()) / perLine) + static_cast<qreal>(text.count(u'\n')));
    return static_cast<int>(lines * theme.lineHeight(FontRole::Prose) * m_zoom) + theme.px(10);
}

ThreeWayView::Place ThreeWayView::topPlace() const
{
    const int value = verticalScrollBar()->value();
    const auto after = std::upper_bound(m_tops.begin(), m_tops.end(), value);
    const auto row = static_cast<int>(after - m_tops.begin()) - 1;
    if (row < 0 || row >= m_rows.size())
        return {};
    return {.textRow = m_rows[row].first, .hidden = value - m_tops[row]};
}

// -1 without rows.
int ThreeWayView::rowOf(int textRow) const
{
    const auto found =
            std::find_if(m_rows.begin(), m_rows.end(), [textRow](const Row &row) { return row.first + row.count > textRow; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

void ThreeWayView::measureAll(const Place &top)
{
    m_heights.clear();
    m_exact.clear();
    for (int i = 0; i < m_rows.size(); ++i) {
        m_heights.append(estimate(i));
        m_exact.append(false);
    }
    const QScopedValueRollback measuring(m_measuring, true);
    updateTops(0);
    if (const int row = rowOf(top.textRow); row >= 0) {
        // From there on what is on the screen is exact before it is gone to: an estimate could be smaller than what is hidden
        // of it, and the whole too short.
        const int shown = viewport()->height() - headHeight();
        int high = 0;
        for (int i = row; i < m_rows.size() && high - top.hidden < shown; ++i) {
            m_exact[i] = true;
            m_heights[i] = exactHeight(i);
            high += m_heights[i];
        }
        updateTops(row);
        verticalScrollBar()->setValue(m_tops[row] + std::min(top.hidden, m_heights[row] - 1));
    }
    ensureLaid();
}

void ThreeWayView::updateTops(int from)
{
    m_tops.resize(m_rows.size() + 1);
    if (from == 0)
        m_tops[0] = 0;
    for (qsizetype i = from; i < m_rows.size(); ++i)
        m_tops[i + 1] = m_tops[i] + m_heights[i];
    const int shown = viewport()->height() - headHeight();
    verticalScrollBar()->setPageStep(std::max(1, shown));
    verticalScrollBar()->setRange(0, std::max(0, m_tops.last() - shown));
}

// What is on the screen has its exact height.
void ThreeWayView::ensureLaid()
{
    const int value = verticalScrollBar()->value();
    const int shown = viewport()->height() - headHeight();
    const auto first = std::upper_bound(m_tops.begin(), m_tops.end(), value);
    int changedFrom = -1;
    int top = first == m_tops.begin() ? 0 : *(first - 1);
    for (auto row = static_cast<int>(std::max<qsizetype>(0, first - m_tops.begin() - 1)); row < m_rows.size() && top < value + shown; ++row) {
        if (!m_exact[row]) {
            m_exact[row] = true;
            if (const int high = exactHeight(row); high != m_heights[row]) {
                m_heights[row] = high;
                changedFrom = changedFrom < 0 ? row : changedFrom;
            }
        }
        top += m_heights[row];
    }
    if (changedFrom < 0)
        return;
    updateTops(changedFrom);
    // Not while it is painted.
    if (!m_threads.isEmpty())
        QMetaObject::invokeMethod(this, &ThreeWayView::placeThreads, Qt::QueuedConnection);
}

QRect ThreeWayView::rowRect(int row) const
{
    if (row < 0 || row >= m_rows.size())
        return {};
    return QRect(0, headHeight() + m_tops[row] - verticalScrollBar()->value(), viewport()->width(), m_heights[row]);
}

void ThreeWayView::setCurrentRow(int row)
{
    row = m_rows.isEmpty() ? -1 : std::clamp(row, 0, static_cast<int>(m_rows.size()) - 1);
    if (row == m_current)
        return;
    m_current = row;
    if (row >= 0) {
        scrollTo(row);
        if (hasFocus()) {
            QAccessibleEvent focused(this, QAccessible::Focus);
            focused.setChild(row);
            QAccessible::updateAccessibility(&focused);
        }
    }
    viewport()->update();
    emit currentRowChanged(row);
}

void ThreeWayView::scrollTo(int row)
{
    if (!m_exact[row]) {
        m_exact[row] = true;
        m_heights[row] = exactHeight(row);
        updateTops(row);
    }
    QScrollBar *bar = verticalScrollBar();
    const int shown = viewport()->height() - headHeight();
    if (m_tops[row] < bar->value() || m_heights[row] > shown)
        bar->setValue(m_tops[row]);
    else if (m_tops[row + 1] > bar->value() + shown)
        bar->setValue(m_tops[row + 1] - shown);
}

bool ThreeWayView::walk(int direction)
{
    for (int row = m_current + direction; row >= 0 && row < m_rows.size(); row += direction) {
        if (!m_rows[row].fold && m_texts->rows[m_rows[row].first].isChanged()) {
            setCurrentRow(row);
            return true;
        }
    }
    return false;
}

void ThreeWayView::unfold(int row)
{
    if (row < 0 || row >= m_rows.size() || !m_rows[row].fold)
        return;
    for (int i = 0; i < m_rows[row].count; ++i)
        m_open.insert(m_rows[row].first + i);
    const Place top = topPlace();
    makeRows();
    measureAll(top);
    placeThreads();
    viewport()->update();
}

QString ThreeWayView::accessibleRowText(int row) const
{
    if (row < 0 || row >= m_rows.size() || !m_texts)
        return {};
    const Row &shown = m_rows[row];
    if (shown.fold)
        return tr("%n paragraph(s) alike in all three", nullptr, shown.count);
    const ThreeWayRow &source = m_texts->rows[shown.first];
    const auto threads = static_cast<int>(threadsOf(row).size());
    const QStringList talk = threads > 0 ? QStringList{tr("%n comment(s)", nullptr, threads)} : QStringList();
    if (!source.isChanged())
        return (QStringList{tr("Alike: %1").arg(text::printableLine(source.text[0]).simplified())} + talk).join(u". "_s);
    QStringList parts{source.conflict                  ? tr("Both changed it, each in its own way")
                      : source.ours && source.theirs ? tr("Both changed something here")
                      : source.ours                  ? tr("Only %1 changed it").arg(m_heads[index(MergeSide::Ours)])
                                                     : tr("Only %1 changed it").arg(m_heads[index(MergeSide::Theirs)])};
    for (const MergeSide side : columns) {
        const QString words = text::printableLine(source.text[index(side)]).simplified();
        parts.append(tr("%1: %2").arg(m_heads[index(side)], words.isEmpty() ? tr("nothing") : words));
    }
    return (parts + talk).join(u". "_s);
}

void ThreeWayView::setZoom(qreal zoom)
{
    m_zoom = zoom;
    measureAll(topPlace());
    placeThreads();
    viewport()->update();
}

bool ThreeWayView::event(QEvent *event)
{
    switch (event->type()) {
    case QEvent::FontChange:
    case QEvent::StyleChange:
    case QEvent::PaletteChange:
    case QEvent::LayoutDirectionChange:
        m_laid.clear();
        measureAll(topPlace());
        placeThreads();
        viewport()->update();
        break;
    default: break;
    }
    return QAbstractScrollArea::event(event);
}

void ThreeWayView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    measureAll(topPlace());
    placeThreads();
}

void ThreeWayView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copyRow();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Up: setCurrentRow(m_current - 1); return;
    case Qt::Key_Down: setCurrentRow(m_current + 1); return;
    case Qt::Key_Home: setCurrentRow(0); return;
    case Qt::Key_End: setCurrentRow(static_cast<int>(m_rows.size()) - 1); return;
    case Qt::Key_N: walk(1); return;
    case Qt::Key_P: walk(-1); return;
    case Qt::Key_T: walkThreads(event->modifiers() & Qt::ShiftModifier ? -1 : 1); return;
    case Qt::Key_C:
    case Qt::Key_E:
        if (event->modifiers() == Qt::NoModifier && m_commenting && !proposedWords().isEmpty()) {
            const DiffRange about{diff::Side::Right, proposedWords()};
            if (event->key() == Qt::Key_C)
                emit commentAsked(about);
            else
                emit suggestAsked(about);
            return;
        }
        break;
    case Qt::Key_PageUp: verticalScrollBar()->triggerAction(QScrollBar::SliderPageStepSub); return;
    case Qt::Key_PageDown:
    case Qt::Key_Space: verticalScrollBar()->triggerAction(QScrollBar::SliderPageStepAdd); return;
    case Qt::Key_Right:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier) {
            unfold(m_current);
            return;
        }
        break;
    default: break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void ThreeWayView::copyRow()
{
    QGuiApplication::clipboard()->setText(copyText());
}

void ThreeWayView::mousePressEvent(QMouseEvent *event)
{
    for (int row = 0; row < m_rows.size(); ++row) {
        if (event->position().y() > headHeight() && rowRect(row).contains(event->position().toPoint())) {
            setCurrentRow(row);
            if (event->button() == Qt::LeftButton)
                unfold(row);
            return;
        }
    }
}

void ThreeWayView::paintHead(QPainter &painter, const Theme &theme) const
{
    const QRect head(0, 0, viewport()->width(), headHeight());
    painter.fillRect(head, theme.color(ColorRole::Sunken));
    painter.fillRect(QRect(0, head.bottom(), head.width(), 1), theme.color(ColorRole::Line));
    for (int column = 0; column < 3; ++column) {
        const QRect place = columnRect(column, head).toRect();
        const int gap = theme.size().diffGutter + theme.px(4);
        const bool mirrored = layoutDirection() == Qt::RightToLeft;
        paintText(painter, mirrored ? place.adjusted(theme.px(8), 0, -gap, 0) : place.adjusted(gap, 0, -theme.px(8), 0),
                  text::printableLine(m_heads[index(columns[column])]), FontRole::BodyStrong, ColorRole::Text, theme);
    }
}

void ThreeWayView::paintRow(QPainter &painter, int row, const QRect &box, const Theme &theme)
{
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const Row &shown = m_rows[row];
    const int gutter = theme.size().diffGutter;
    const int gap = gutter + theme.px(4);
    if (shown.fold) {
        painter.fillRect(box, theme.color(ColorRole::Sunken));
        painter.fillRect(QRect(box.left(), box.top(), box.width(), 1), theme.color(ColorRole::Line));
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.color(ColorRole::Line));
        paintText(painter, mirrored ? box.adjusted(theme.px(16), 0, -gap, 0) : box.adjusted(gap, 0, -theme.px(16), 0),
                  tr("%n paragraph(s) alike in all three", nullptr, shown.count), FontRole::Secondary, ColorRole::Muted, theme);
    } else {
        const ThreeWayRow &source = m_texts->rows[shown.first];
        Laid &entry = laid(row);
        for (int column = 0; column < 3; ++column) {
            const MergeSide side = columns[column];
            const QRectF place = columnRect(column, box);
            const bool changed = side == MergeSide::Ours ? source.ours : side == MergeSide::Theirs ? source.theirs : false;
            const QRectF edge(mirrored ? place.right() - gutter : place.left(), place.top(), gutter, place.height());
            if (changed) {
                painter.fillRect(edge, theme.color(source.conflict ? ColorRole::MediumTint : ColorRole::AddedTint));
                const int icon = theme.px(16);
                Signs::paint(painter, QRectF(edge.center().x() - icon / 2.0, box.top() + theme.px(6), icon, icon), signOf(source, side), theme);
            }
            if (side == MergeSide::Ours && !threadsOf(row).isEmpty()) {
                const int icon = theme.px(14);
                const int down = changed ? theme.px(22) : 0;
                Signs::paint(painter, QRectF(edge.center().x() - icon / 2.0, box.top() + theme.px(7) + down, icon, icon), Sign::Comment, theme);
            }
            painter.save();
            painter.translate(mirrored ? place.left() + theme.px(16) : place.left() + gap, box.top() + theme.px(3));
            painter.scale(m_zoom, m_zoom);
            entry.block[index(side)].paint(painter, QPointF(0, 0), textWidthOf(), theme);
            painter.restore();
        }
    }
    if (row != m_current)
        return;
    const int bar = theme.tokens().line.chosenBar;
    painter.fillRect(QRect(mirrored ? box.right() + 1 - bar : box.left(), box.top(), bar, box.height()), theme.color(ColorRole::Accent));
    if (hasFocus() && Style::showsFocus(this)) {
        painter.setPen(QPen(theme.color(ColorRole::Accent), theme.tokens().line.focus));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(box).adjusted(1, 1, -1, -1));
    }
}

void ThreeWayView::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setLayoutDirection(layoutDirection());
    painter.fillRect(viewport()->rect(), theme.color(ColorRole::Surface));
    if (m_texts) {
        ensureLaid();
        const int value = verticalScrollBar()->value();
        const auto first = std::upper_bound(m_tops.begin(), m_tops.end(), value);
        for (auto row = static_cast<int>(std::max<qsizetype>(0, first - m_tops.begin() - 1)); row < m_rows.size(); ++row) {
            const QRect box = rowRect(row);
            if (box.top() > viewport()->height())
                break;
            paintRow(painter, row, box, theme);
        }
    }
    for (const int column : {1, 2})
        painter.fillRect(QRectF(column * columnWidth(), 0, 1, viewport()->height()), theme.color(ColorRole::Line));
    paintHead(painter, theme);
}

} // namespace countersign
