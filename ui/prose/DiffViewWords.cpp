// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/DiffView.h"

#include "ui/common/Theme.h"

#include <QTextBoundaryFinder>
#include <QtConcurrentRun>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

using diff::Side;

namespace {

QList<DiffRange> allMatches(const diff::Comparison &comparison, const QString &words)
{
    QList<DiffRange> matches;
    for (const diff::Row &row : comparison.rows) {
        const bool same = row.kind == diff::RowKind::Same;
        for (const Side side : {Side::Left, Side::Right}) {
            const diff::Cell &cell = row.cell(side);
            if (!cell.present || (same && side == Side::Left && row.cell(Side::Right).present))
                continue;
            const QStringView text = QStringView(comparison.side(side).text).mid(cell.range.start, cell.range.length);
            for (qsizetype at = text.indexOf(words, 0, Qt::CaseInsensitive); at >= 0;
                 at = text.indexOf(words, at + words.size(), Qt::CaseInsensitive)) {
                if (matches.size() >= DiffView::mostMatches)
                    return matches;
                matches.append({side, {cell.range.start + at, words.size()}});
            }
        }
    }
    return matches;
}

// Borders are looked for in the neighbourhood alone: the finder looks at all it is given.
constexpr qsizetype neighbourhood = 2000;

// Only what a person calls a word counts, not the blanks between.
diff::Range wordFrom(const QString &text, qsizetype at)
{
    const qsizetype from = std::max<qsizetype>(0, at - neighbourhood);
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text.mid(from, 2 * neighbourhood));
    finder.setPosition(at - from);
    while (!(finder.boundaryReasons() & QTextBoundaryFinder::StartOfItem)) {
        if (finder.toNextBoundary() < 0)
            return {text.size(), 0};
    }
    const qsizetype start = finder.position();
    const qsizetype end = finder.toNextBoundary();
    return {from + start, (end < 0 ? start + 1 : end) - start};
}

diff::Range wordBefore(const QString &text, qsizetype at)
{
    const qsizetype from = std::max<qsizetype>(0, at - neighbourhood);
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text.mid(from, 2 * neighbourhood));
    finder.setPosition(at - from);
    while (finder.toPreviousBoundary() >= 0) {
        if (finder.boundaryReasons() & QTextBoundaryFinder::StartOfItem)
            return wordFrom(text, from + finder.position());
    }
    return {0, 0};
}

} // namespace

void DiffView::select(const DiffRange &range)
{
    if (m_selection == range)
        return;
    m_selection = range;
    refreshMarks();
    emit selectionChanged();
}

// The selection goes to the word before or after it, or takes that word in. Without one it begins at the words of the
// entry or of the row.
void DiffView::selectWord(int direction, bool extend)
{
    const DiffRange from = m_selection.isEmpty() ? commentPlace() : m_selection;
    if (!m_comparison || from.isEmpty())
        return;
    const QString &text = m_comparison->side(from.side).text;
    diff::Range to = from.range;
    if (m_selection.isEmpty()) {
        to = wordFrom(text, from.range.start);
    } else if (!extend) {
        to = direction > 0 ? wordFrom(text, from.range.end()) : wordBefore(text, from.range.start);
    } else if (direction > 0) {
        to.length = wordFrom(text, from.range.end()).end() - to.start;
    } else {
        const diff::Range last = wordBefore(text, from.range.end());
        const diff::Range previous = wordBefore(text, last.start);
        if (previous.end() > to.start)
            to.length = previous.end() - to.start;
    }
    if (to.isEmpty())
        return;
    select({from.side, to});
    showSelection();
}

void DiffView::selectOtherSide()
{
    if (m_current < 0 || m_rows[m_current].kind != ViewRowKind::Text)
        return;
    const Side there = m_selection.isEmpty() ? Side::Left : diff::other(m_selection.side);
    const diff::Cell &cell = m_comparison->rows[m_rows[m_current].row].cell(there);
    if (!cell.present || cell.range.isEmpty())
        return;
    select({there, wordFrom(m_comparison->side(there).text, cell.range.start)});
    showSelection();
}

void DiffView::selectWordAt(const DiffRange &place)
{
    const QString &text = m_comparison->side(place.side).text;
    const diff::Range before = wordBefore(text, std::min(place.range.start + 1, text.size()));
    if (before.contains(place.range.start))
        select({place.side, before});
}

QString DiffView::selectedText() const
{
    return m_comparison && !m_selection.isEmpty() ? m_comparison->side(m_selection.side).words(m_selection.range)
                                                  : QString();
}

QString DiffView::selectedPatch() const
{
    if (!m_comparison)
        return {};
    if (m_selection.isEmpty())
        return patchText(*m_comparison, 0, static_cast<int>(m_comparison->rows.size()) - 1);
    const int side = index(m_selection.side);
    int first = -1;
    int last = -1;
    for (int i = 0; i < m_comparison->rows.size(); ++i) {
        const diff::Cell &cell = m_comparison->rows[i].cells[side];
        if (cell.present && cell.range.start < m_selection.range.end() && cell.range.end() > m_selection.range.start) {
            first = first < 0 ? i : first;
            last = i;
        }
    }
    return first < 0 ? QString() : patchText(*m_comparison, first, last);
}

DiffRange DiffView::commentPlace() const
{
    if (!m_comparison)
        return {};
    if (!m_selection.isEmpty())
        return m_selection;
    if (m_entry >= 0) {
        const diff::Entry &entry = m_comparison->entries[m_entry];
        for (const Side side : {Side::Right, Side::Left}) {
            const diff::Place &place = entry.place(side);
            if (place.present && place.row >= 0 && !place.range.isEmpty())
                return {side, place.range};
        }
    }
    if (m_current >= 0 && m_rows[m_current].kind == ViewRowKind::Text) {
        const ViewRow &row = m_rows[m_current];
        const Side side = row.present[1] ? Side::Right : Side::Left;
        return {side, row.range[index(side)]};
    }
    return {};
}

QRect DiffView::selectionRect() const
{
    if (m_selection.isEmpty())
        return {};
    const Theme &theme = Theme::of(this);
    const Geometry g = geometry();
    const int side = index(m_selection.side);
    QRectF out;
    for (const auto &[row, entry] : m_laid) {
        const ViewRow &source = m_rows[row];
        if (!entry.block[side] || source.range[side].end() <= m_selection.range.start
            || source.range[side].start >= m_selection.range.end())
            continue;
        const bool heading = m_comparison->rows[source.row].block == diff::BlockKind::Heading && source.firstPiece;
        const qreal above = (heading ? theme.px(12) : theme.px(3)) * m_zoom;
        const qsizetype from = std::max<qsizetype>(0, m_selection.range.start - source.range[side].start);
        const qsizetype to = std::min(source.range[side].length, m_selection.range.end() - source.range[side].start);
        for (const QRectF &box : entry.block[side]->rects(from, to - from, g.text, theme)) {
            const QRectF placed(columnLeft(m_selection.side) + g.textStart + box.x() * m_zoom,
                                rowRect(row).top() + above + box.y() * m_zoom, box.width() * m_zoom, box.height() * m_zoom);
            out = out.isNull() ? placed : out.united(placed);
        }
    }
    return out.toAlignedRect();
}

int DiffView::find(const QString &words)
{
    const int number = ++m_searchNumber;
    m_words = words;
    m_matches.clear();
    m_match = -1;
    m_searching = m_comparison && !words.isEmpty() && isLong();
    if (m_searching) {
        QtConcurrent::run([comparison = m_comparison, words] { return allMatches(*comparison, words); })
                .then(this, [this, number](const QList<DiffRange> &matches) {
                    if (number == m_searchNumber)
                        takeMatches(matches);
                });
    } else if (m_comparison && !words.isEmpty()) {
        m_matches = allMatches(*m_comparison, words);
    }
    refreshMarks();
    emit matchesChanged();
    return static_cast<int>(m_matches.size());
}

void DiffView::takeMatches(const QList<DiffRange> &matches)
{
    m_searching = false;
    m_matches = matches;
    emit matchesChanged();
}

void DiffView::findNext(int direction)
{
    if (m_matches.isEmpty())
        return;
    const int count = static_cast<int>(m_matches.size());
    m_match = m_match < 0 ? (direction > 0 ? 0 : count - 1) : (m_match + direction + count) % count;
    select(m_matches[m_match]);
    showSelection();
    emit matchesChanged();
}

void DiffView::showSelection()
{
    unfoldFor(m_selection);
    const int row = rowOf(m_selection);
    if (row < 0 && !m_complete) {
        m_afterPlan = [this] {
            if (!m_selection.isEmpty())
                showSelection();
        };
        return;
    }
    setCurrentRow(row);
    scrollToRow(row);
    emit selectionChanged();
}

QList<TextMark> DiffView::liveMarks(const ViewRow &row, Side side) const
{
    QList<TextMark> marks = shownMarks(*m_comparison, row, side);
    const diff::Range own = row.range[index(side)];
    const auto add = [&](diff::Range range, MarkKind kind) {
        const qsizetype start = std::max(range.start, own.start);
        const qsizetype end = std::min(range.end(), own.end());
        if (start < end)
            marks.append({start - own.start, end - start, kind});
    };
    if (!m_words.isEmpty()) {
        const QString text = shownText(*m_comparison, row, side);
        qsizetype at = text.indexOf(m_words, 0, Qt::CaseInsensitive);
        for (int count = 0; at >= 0 && count < 500; ++count) {
            marks.append({at, m_words.size(), MarkKind::Found});
            at = text.indexOf(m_words, at + m_words.size(), Qt::CaseInsensitive);
        }
    }
    for (const DiffThread &thread : m_threads) {
        if (thread.about.side == side && !thread.settled)
            add(thread.about.range, MarkKind::Commented);
    }
    if (m_entry >= 0) {
        const diff::Entry &entry = m_comparison->entries[m_entry];
        if (entry.place(side).present && entry.place(side).row >= 0)
            add(entry.place(side).range, MarkKind::Commented);
        for (const std::array<diff::Place, 2> &more : entry.morePlaces) {
            if (more[index(side)].present)
                add(more[index(side)].range, MarkKind::Commented);
        }
    }
    if (m_sentence >= 0) {
        const diff::SentenceChange &change = m_comparison->sentences[m_sentence];
        if (change.row[index(side)] >= 0)
            add(change.range[index(side)], MarkKind::Blamed);
    }
    for (const DiffRange &place : m_flash) {
        if (place.side == side)
            add(place.range, MarkKind::Flash);
    }
    if (m_selection.side == side && !m_selection.isEmpty())
        add(m_selection.range, MarkKind::Chosen);
    return marks;
}

// Rows that are off the screen get theirs when they come back.
void DiffView::refreshMarks()
{
    std::erase_if(m_laid, [this](const auto &entry) { return !viewport()->rect().intersects(rowRect(entry.first)); });
    for (auto &[row, entry] : m_laid) {
        const std::array marks{liveMarks(m_rows[row], Side::Left), liveMarks(m_rows[row], Side::Right)};
        if (entry.block[0] == entry.block[1] && marks[0] != marks[1]) {
            entry.block = {};
            laid(row);
            continue;
        }
        for (const Side side : {Side::Left, Side::Right}) {
            if (entry.block[index(side)])
                entry.block[index(side)]->setMarks(marks[index(side)]);
        }
    }
    viewport()->update();
}

QString DiffView::accessibleRowText(int row) const
{
    if (row < 0 || row >= m_rows.size())
        return {};
    const ViewRow &source = m_rows[row];
    if (source.kind == ViewRowKind::Fold) {
        const diff::Fold &fold = m_comparison->folds[source.fold];
        return tr("Folded: %1, %n sentence(s) alike", nullptr, fold.sentenceCount).arg(fold.sections.join(u", "_s));
    }
    if (source.kind == ViewRowKind::Message) {
        for (const Side side : {Side::Right, Side::Left}) {
            const diff::Cell &cell = m_comparison->rows[source.row].cell(side);
            if (cell.message >= 0)
                return tr("Message: %1").arg(m_comparison->side(side).messages[cell.message].role);
        }
        return tr("Message");
    }
    QStringList parts;
    for (const Side side : {Side::Left, Side::Right}) {
        if (!source.present[index(side)])
            continue;
        const QString words = spoken(shownText(*m_comparison, source, side), shownMarks(*m_comparison, source, side));
        if (!words.isEmpty())
            parts.append(words);
    }
    const Side shown = source.present[1] ? Side::Right : Side::Left;
    const QString text = shownText(*m_comparison, source, shown);
    return parts.isEmpty() ? text : tr("%1. The text: %2").arg(parts.join(u"; "_s), text);
}

} // namespace countersign
