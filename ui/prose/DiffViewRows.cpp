// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/DiffView.h"

#include "ui/common/Theme.h"
#include "ui/prose/DiffRuler.h"

#include <QFontMetricsF>
#include <QScrollBar>
#include <QtConcurrentRun>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

using diff::Side;

namespace {
// Above this many characters the rows after the first ones are made aside.
constexpr qsizetype longText = 300'000;
constexpr qsizetype firstRows = 200;
} // namespace

bool DiffView::isLong() const
{
    return m_comparison && m_comparison->sides[0].text.size() + m_comparison->sides[1].text.size() > longText;
}

DiffView::TopPlace DiffView::topPlace() const
{
    const int value = verticalScrollBar()->value();
    if (value <= 0 || m_heights.size() != m_rows.size())
        return {};
    const int row = rowAt(value);
    return row >= 0 ? TopPlace{m_rows[row].row, value - m_tops[row]} : TopPlace{};
}

void DiffView::restoreTop(const TopPlace &place)
{
    const int row = place.row < 0 ? -1 : firstViewRow(place.row);
    if (row < 0)
        return;
    verticalScrollBar()->setValue(m_tops[row] + std::min(place.offset, m_heights[row]));
    ensureLaid();
}

// The rows anew: all of them, or of a long text the first ones now and all of them soon.
void DiffView::plan()
{
    m_afterPlan = {};
    ++m_planNumber;
    m_laid.clear();
    const TopPlace top = topPlace();
    const int keep = m_current >= 0 && m_current < m_rows.size() ? m_rows[m_current].row : -1;
    const qsizetype most = isLong() ? firstRows : std::numeric_limits<qsizetype>::max();
    m_heights.clear();
    m_exact.clear();
    adopt(m_comparison ? planRows(*m_comparison, m_layout, m_unfolded, most) : RowPlan());
    m_current = keep < 0 ? -1 : firstViewRow(keep);
    if (m_complete) {
        restoreTop(top);
    } else {
        m_topAfterPlan = top;
        planAside();
    }
}

void DiffView::planAside()
{
    const int number = ++m_planNumber;
    QtConcurrent::run([comparison = m_comparison, layout = m_layout, unfolded = m_unfolded] {
        return planRows(*comparison, layout, unfolded);
    }).then(this, [this, number](RowPlan plan) {
        if (number != m_planNumber)
            return;
        const TopPlace top = std::exchange(m_topAfterPlan, {});
        adopt(std::move(plan));
        restoreTop(top);
        if (const auto next = std::exchange(m_afterPlan, {}))
            next();
    });
}

// Rows that are there already keep their heights: a longer plan begins as the shorter one did.
void DiffView::adopt(RowPlan plan)
{
    m_rows = std::move(plan.rows);
    m_changed = std::move(plan.changed);
    m_complete = plan.complete;
    const qsizetype kept = std::min(m_heights.size(), m_rows.size());
    if (kept > 0 && m_width == viewport()->width()) {
        const Measure how = measure();
        m_heights.resize(m_rows.size());
        m_exact.resize(m_rows.size());
        for (qsizetype i = kept; i < m_rows.size(); ++i) {
            m_heights[i] = estimate(m_rows[i], how);
            m_exact[i] = false;
        }
        updateTops(static_cast<int>(kept));
        updateScrollBar();
        updateRuler();
        viewport()->update();
        return;
    }
    m_width = -1;
    relayout();
}

void DiffView::splice(int first, int count, const QList<ViewRow> &rows)
{
    const int more = static_cast<int>(rows.size()) - count;
    const Measure how = measure();
    QList<ViewRow> all;
    QList<int> heights;
    QList<bool> exact;
    all.reserve(m_rows.size() + more);
    heights.reserve(m_rows.size() + more);
    exact.reserve(m_rows.size() + more);
    all.append(m_rows.first(first));
    heights.append(m_heights.first(first));
    exact.append(m_exact.first(first));
    for (const ViewRow &row : rows) {
        all.append(row);
        heights.append(estimate(row, how));
        exact.append(false);
    }
    all.append(m_rows.sliced(first + count));
    heights.append(m_heights.sliced(first + count));
    exact.append(m_exact.sliced(first + count));
    m_rows = std::move(all);
    m_heights = std::move(heights);
    m_exact = std::move(exact);

    // What is alike has no sign, so no changed row is among those that came or went.
    for (auto it = std::lower_bound(m_changed.begin(), m_changed.end(), first); it != m_changed.end(); ++it)
        *it += more;
    if (m_current >= first + count)
        m_current += more;
    else if (m_current >= first)
        m_current = first;
    std::unordered_map<int, Laid> laid;
    for (auto &[row, entry] : m_laid) {
        if (row < first)
            laid.emplace(row, std::move(entry));
        else if (row >= first + count)
            laid.emplace(row + more, std::move(entry));
    }
    m_laid = std::move(laid);
    for (auto &[row, entry] : m_laid) {
        for (Tag &tag : entry.tags)
            tag.row = row;
    }
    const int value = verticalScrollBar()->value();
    updateTops(first);
    updateScrollBar();
    updateRuler();
    verticalScrollBar()->setValue(value);
    ensureLaid();
    placeThreads();
    viewport()->update();
    if (!m_complete)
        planAside();
}

void DiffView::unfold(int fold)
{
    if (!m_comparison || fold < 0 || fold >= m_comparison->folds.size() || m_unfolded.contains(fold))
        return;
    m_unfolded.insert(fold);
    const int at = firstViewRow(m_comparison->folds[fold].firstRow);
    if (at >= 0 && m_rows[at].kind == ViewRowKind::Fold && m_rows[at].fold == fold)
        splice(at, 1, foldedRows(*m_comparison, m_layout, fold));
}

void DiffView::foldAgain(int fold)
{
    if (!m_comparison || !m_unfolded.remove(fold))
        return;
    const diff::Fold &what = m_comparison->folds[fold];
    const auto ends = [](const ViewRow &row, int end) { return row.row < end; };
    const auto first = std::lower_bound(m_rows.begin(), m_rows.end(), what.firstRow, ends);
    const auto last = std::lower_bound(first, m_rows.end(), what.firstRow + what.rowCount, ends);
    if (first != last)
        splice(static_cast<int>(first - m_rows.begin()), static_cast<int>(last - first),
               {ViewRow{.kind = ViewRowKind::Fold, .row = what.firstRow, .fold = fold}});
}

void DiffView::unfoldAll()
{
    for (int i = 0; m_comparison && i < m_comparison->folds.size(); ++i)
        m_unfolded.insert(i);
    plan();
}

void DiffView::foldAll()
{
    m_unfolded.clear();
    plan();
}

DiffView::Measure DiffView::measure() const
{
    const Theme &theme = Theme::of(this);
    return {.charWidth = QFontMetricsF(theme.font(FontRole::Prose)).averageCharWidth(),
            .text = geometry().text,
            .line = theme.lineHeight(FontRole::Prose),
            .inset = theme.px(6),
            .fold = theme.px(28),
            .message = theme.px(36)};
}

int DiffView::estimate(const ViewRow &row, const Measure &measure) const
{
    if (row.kind == ViewRowKind::Fold)
        return measure.fold;
    if (row.kind == ViewRowKind::Message)
        return measure.message;
    const qsizetype length = std::max(row.present[0] ? row.range[0].length : 0, row.present[1] ? row.range[1].length : 0);
    // A change of width asks this of every row, and std::ceil() is a call into a library.
    const auto up = [](qreal size) { return static_cast<int>(size) + (static_cast<int>(size) < size ? 1 : 0); };
    const int lines = std::max(1, up(measure.charWidth * static_cast<qreal>(length) / measure.text));
    return up((lines * measure.line + measure.inset) * m_zoom);
}

void DiffView::updateTops(int from)
{
    m_tops.resize(m_rows.size() + 1);
    if (from == 0)
        m_tops[0] = Theme::of(this).px(12);
    for (int i = from; i < m_rows.size(); ++i)
        m_tops[i + 1] = m_tops[i] + m_heights[i];
}

void DiffView::updateScrollBar()
{
    const int whole = m_tops.isEmpty() ? 0 : m_tops.last() + Theme::of(this).px(24);
    QScrollBar *bar = verticalScrollBar();
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(Theme::of(this).lineHeight(FontRole::Prose));
    bar->setRange(0, std::max(0, whole - viewport()->height()));
    if (whole <= 0)
        return;
    m_ruler->setWindow(bar->value() / static_cast<qreal>(whole),
                       std::min<qreal>(1, (bar->value() + viewport()->height()) / static_cast<qreal>(whole)));
}

// Marks at one height of the ruler are one mark, so that their number does not grow with the text.
void DiffView::updateRuler()
{
    const int whole = m_tops.isEmpty() ? 0 : m_tops.last() + Theme::of(this).px(24);
    QList<RulerMark> marks;
    if (whole > 0 && m_comparison && m_tops.size() == m_rows.size() + 1) {
        const qreal high = std::max(1, m_ruler->height());
        std::array<int, 4> last = {-1, -1, -1, -1};
        const auto add = [&](int row, RulerMark::Lane lane, ColorRole color) {
            const int pixel = static_cast<int>(m_tops[row] * high / whole);
            int &before = last[static_cast<std::size_t>(lane)];
            if (pixel == before)
                return;
            before = pixel;
            marks.append({m_tops[row] / static_cast<qreal>(whole), m_tops[row + 1] / static_cast<qreal>(whole), lane, color});
        };
        for (const int row : std::as_const(m_changed)) {
            for (const Side side : {Side::Left, Side::Right}) {
                switch (signOf(*m_comparison, m_rows[row], side)) {
                case CellSign::Removed: add(row, RulerMark::Lane::Leading, ColorRole::Removed); break;
                case CellSign::Added: add(row, RulerMark::Lane::Trailing, ColorRole::Added); break;
                case CellSign::Moved: add(row, RulerMark::Lane::Across, ColorRole::Moved); break;
                case CellSign::None: break;
                }
            }
        }
        for (const DiffThread &thread : std::as_const(m_threads)) {
            const int row = rowOf(thread.about);
            if (row >= 0)
                add(row, RulerMark::Lane::Diamond, ColorRole::Accent);
        }
    }
    m_ruler->setMarks(marks);
}

int DiffView::rowAt(int contentY) const
{
    if (m_rows.isEmpty() || m_tops.isEmpty())
        return -1;
    const auto above = std::upper_bound(m_tops.begin(), m_tops.end(), contentY);
    const int row = static_cast<int>(above - m_tops.begin()) - 1;
    return std::clamp(row, 0, static_cast<int>(m_rows.size()) - 1);
}

// The view row that shows a row of the comparison first: itself or the fold that hides it; -1 when it is not there yet.
int DiffView::firstViewRow(int comparedRow) const
{
    const auto at = std::lower_bound(m_rows.begin(), m_rows.end(), comparedRow,
                                     [](const ViewRow &row, int wanted) { return row.row < wanted; });
    if (at != m_rows.end() && at->row == comparedRow)
        return static_cast<int>(at - m_rows.begin());
    if (at == m_rows.begin())
        return -1;
    const auto before = at - 1;
    if (before->kind != ViewRowKind::Fold)
        return -1;
    const diff::Fold &fold = m_comparison->folds[before->fold];
    return comparedRow < fold.firstRow + fold.rowCount ? static_cast<int>(before - m_rows.begin()) : -1;
}

int DiffView::comparedRow(const DiffRange &place) const
{
    const int side = index(place.side);
    const QList<diff::Sentence> &sentences = m_comparison->sides[side].sentences;
    const auto after = std::upper_bound(sentences.begin(), sentences.end(), place.range.start,
                                        [](qsizetype start, const diff::Sentence &sentence) { return start < sentence.range.start; });
    int found = -1;
    for (int i = after == sentences.begin() ? 0 : std::max(0, (after - 1)->row); i < m_comparison->rows.size(); ++i) {
        const diff::Cell &cell = m_comparison->rows[i].cells[side];
        if (!cell.present)
            continue;
        if (cell.range.start > place.range.start)
            break;
        if (place.range.start <= cell.range.end()) {
            found = i;
            if (place.range.start < cell.range.end())
                break;
        }
    }
    return found;
}

int DiffView::rowOf(const DiffRange &place) const
{
    const int number = m_comparison ? comparedRow(place) : -1;
    const int first = number < 0 ? -1 : firstViewRow(number);
    if (first < 0 || m_rows[first].kind == ViewRowKind::Fold)
        return first;
    const int side = index(place.side);
    int found = first;
    for (int i = first; i < m_rows.size() && m_rows[i].row == number; ++i) {
        const ViewRow &row = m_rows[i];
        if (row.present[side] && place.range.start >= row.range[side].start && place.range.start <= row.range[side].end()) {
            found = i;
            if (place.range.start < row.range[side].end())
                break;
        }
    }
    return found;
}

} // namespace countersign
