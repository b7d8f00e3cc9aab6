// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/DiffView.h"

#include "ui/common/Theme.h"
#include "ui/prose/DiffAccessible.h"
#include "ui/prose/DiffRuler.h"
#include "ui/prose/ThreadCards.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QVariantAnimation>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

using diff::Side;

namespace {
constexpr int unifiedBelow = 1040;
constexpr int mostLaid = 300;
// Longer texts are taken for new ones without looking.
constexpr qsizetype mostCompared = 500'000;
} // namespace

DiffView::DiffView(QWidget *parent) : QAbstractScrollArea(parent)
{
    installDiffAccessibility();
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Difference"));
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);

    m_ruler = new DiffRuler(this);
    m_ruler->setObjectName(u"ruler"_s);
    connect(m_ruler, &DiffRuler::asked, this, [this](qreal place) {
        scrollTo(static_cast<int>(place * m_tops.value(m_tops.size() - 1, 0)) - viewport()->height() / 2);
    });

    m_flashEnd.setSingleShot(true);
    // While rows become exact the ruler moves a little: not with every one of them.
    m_ruleSoon.setSingleShot(true);
    m_ruleSoon.setInterval(100);
    connect(&m_ruleSoon, &QTimer::timeout, this, &DiffView::updateRuler);
    connect(&m_flashEnd, &QTimer::timeout, this, [this] {
        m_flash.clear();
        refreshMarks();
    });
    m_slide = new QVariantAnimation(this);
    connect(m_slide, &QVariantAnimation::valueChanged, this,
            [this](const QVariant &value) { verticalScrollBar()->setValue(value.toInt()); });
}

DiffView::~DiffView() = default;

bool DiffView::rightToLeft() const
{
    return layoutDirection() == Qt::RightToLeft;
}

void DiffView::setComparison(std::shared_ptr<const diff::Comparison> comparison)
{
    const auto length = [](const diff::Comparison &one) { return one.sides[0].text.size() + one.sides[1].text.size(); };
    const bool alike = comparison && m_comparison
            && (comparison == m_comparison
                || (length(*comparison) <= mostCompared && length(*comparison) == length(*m_comparison) && *comparison == *m_comparison));
    if (alike) {
        m_comparison = std::move(comparison);
        return;
    }
    verticalScrollBar()->setValue(0);
    m_comparison = std::move(comparison);
    m_unfolded.clear();
    m_selection = {};
    m_flash.clear();
    m_entry = -1;
    m_current = -1;
    m_match = -1;
    m_slide->stop();
    plan();
    verticalScrollBar()->setValue(0);
    listChangedSentences();
    if (!m_words.isEmpty())
        find(m_words);
    emit selectionChanged();
}

void DiffView::setLayoutChoice(LayoutChoice choice)
{
    if (m_choice == choice)
        return;
    m_choice = choice;
    m_width = -1;
    relayout();
    emit readingChanged();
}

void DiffView::setSectionNotes(const QHash<QString, QString> &notes)
{
    m_sectionNotes = notes;
    viewport()->update();
}

void DiffView::setThreads(const QList<DiffThread> &threads)
{
    takeCards(m_threads, threads, viewport(), this);
    m_threads = threads;
    refreshMarks();
    m_width = -1;
    relayout();
}

DiffView::Geometry DiffView::geometry() const
{
    const Theme &theme = Theme::of(this);
    Geometry g;
    g.gutter = theme.size().diffGutter;
    const int wide = viewport()->width();
    g.column = m_layout == DiffLayout::SideBySide ? wide / 2 : wide;
    const int room = g.column - g.gutter - theme.px(4) - theme.px(16);
    g.text = std::max(80, std::min(static_cast<int>(room / m_zoom), theme.proseWidth()));
    g.textStart = rightToLeft() ? g.column - g.gutter - theme.px(4) - static_cast<int>(g.text * m_zoom)
                                : g.gutter + theme.px(4);
    return g;
}

qreal DiffView::columnLeft(Side side) const
{
    if (m_layout == DiffLayout::Unified)
        return 0;
    const int column = viewport()->width() / 2;
    const bool second = (side == Side::Right) != rightToLeft();
    return second ? column : 0;
}

bool DiffView::relayout()
{
    const int wide = viewport()->width();
    const DiffLayout before = m_layout;
    switch (m_choice) {
    case LayoutChoice::Automatic:
        m_layout = wide < Theme::of(this).px(unifiedBelow) - 140 ? DiffLayout::Unified : DiffLayout::SideBySide;
        break;
    case LayoutChoice::SideBySide: m_layout = DiffLayout::SideBySide; break;
    case LayoutChoice::Unified: m_layout = DiffLayout::Unified; break;
    }
    if (m_layout != before) {
        plan();
        emit shownLayoutChanged();
        return true;
    }
    if (m_width == wide && m_heights.size() == m_rows.size())
        return false;
    // What stood at the top of the screen stays there.
    const TopPlace top = topPlace();
    const bool onlyWidth = m_width >= 0;
    m_width = wide;
    m_heights.resize(m_rows.size());
    m_exact.fill(false, m_rows.size());
    const Measure how = measure();
    for (int i = 0; i < m_rows.size(); ++i)
        m_heights[i] = estimate(m_rows[i], how);
    {
        // A new range moves the scroll bar: what would stand there then is not what will be seen.
        const QScopedValueRollback placing(m_placing, true);
        updateTops(0);
        updateScrollBar();
    }
    // The marks of a long text take a while, and a window whose edge is pulled asks again and again.
    if (!onlyWidth)
        updateRuler();
    else if (!m_ruleSoon.isActive())
        m_ruleSoon.start();
    restoreTop(top);
    ensureLaid();
    placeThreads();
    viewport()->update();
    return true;
}

DiffView::Laid &DiffView::laid(int row)
{
    Laid &entry = m_laid[row];
    const ViewRow &source = m_rows[row];
    for (const Side side : {Side::Left, Side::Right}) {
        if (source.kind != ViewRowKind::Text || !source.present[index(side)] || entry.block[index(side)])
            continue;
        auto block = std::make_shared<ProseBlock>(
                shownText(*m_comparison, source, side, m_spacesShown ? LineBreaks::Keep : LineBreaks::Flow), liveMarks(source, side));
        block->setSpacesShown(m_spacesShown);
        switch (m_comparison->rows[source.row].block) {
        case diff::BlockKind::Heading: block->setFontRole(FontRole::ProseStrong); break;
        case diff::BlockKind::Code:
        case diff::BlockKind::TableRow:
        case diff::BlockKind::Tag:
        case diff::BlockKind::Template:
        case diff::BlockKind::Comment: block->setFontRole(FontRole::Code); break;
        case diff::BlockKind::Paragraph:
        case diff::BlockKind::ListItem:
        case diff::BlockKind::Quote:
        case diff::BlockKind::Message: break;
        }
        const std::shared_ptr<ProseBlock> &opposite = entry.block[index(diff::other(side))];
        const bool same = opposite && opposite->text() == block->text() && opposite->marks() == block->marks();
        entry.block[index(side)] = same ? opposite : std::move(block);
    }
    return entry;
}

int DiffView::layRow(int row)
{
    const Theme &theme = Theme::of(this);
    const ViewRow &source = m_rows[row];
    if (source.kind != ViewRowKind::Text)
        return estimate(source, measure());
    const Geometry g = geometry();
    Laid &entry = laid(row);
    const bool heading = m_comparison->rows[source.row].block == diff::BlockKind::Heading && source.firstPiece;
    const qreal above = (heading ? theme.px(12) : theme.px(3)) * m_zoom;
    const qreal tagHigh = theme.px(22);
    std::array<qreal, 2> high = {0, 0};
    for (const Side side : {Side::Left, Side::Right}) {
        if (entry.block[index(side)])
            high[index(side)] = entry.block[index(side)]->height(g.text, theme) * m_zoom;
    }

    entry.tags.clear();
    for (const int number : m_comparison->rows[source.row].moves) {
        const diff::Move &move = m_comparison->moves[number];
        for (const Side at : {Side::Left, Side::Right}) {
            const diff::Range piece = source.range[index(at)];
            const qsizetype end = move.range[index(at)].end();
            if (move.row[index(at)] != source.row || !source.present[index(at)] || end <= piece.start || end > piece.end())
                continue;
            Tag tag{.row = row, .move = number, .shownOn = at, .text = moveText(number, at), .dashed = at == Side::Left};
            const qreal wide = QFontMetricsF(theme.font(FontRole::Secondary)).horizontalAdvance(tag.text) + theme.px(34);
            const qreal room = g.text * m_zoom;
            const bool oppositeFree = m_layout == DiffLayout::SideBySide && !source.present[index(diff::other(at))];
            if (at == Side::Left && oppositeFree) {
                tag.shownOn = Side::Right;
                tag.box = QRectF(0, above, std::min(wide, room), tagHigh);
                high[1] += tagHigh;
            } else {
                const QList<QRectF> words = entry.block[index(at)]->rects(end - piece.start - 1, 1, g.text, theme);
                const bool lastWords = end == piece.end();
                const qreal after = words.isEmpty() ? 0 : words.last().right() * m_zoom + theme.px(6);
                if (at == Side::Right && lastWords && !words.isEmpty() && after + wide <= room && !rightToLeft()) {
                    tag.box = QRectF(after, above + words.last().center().y() * m_zoom - tagHigh / 2, wide, tagHigh);
                } else {
                    tag.box = QRectF(0, above + high[index(at)] + theme.px(2), std::min(wide, room), tagHigh);
                    high[index(at)] += tagHigh + theme.px(2);
                }
            }
            if (rightToLeft())
                tag.box.moveRight(room - tag.box.left());
            entry.tags.append(tag);
        }
    }

    std::array<int, 2> cards = {0, 0};
    for (const DiffThread *thread : threadsOf(row)) {
        if (thread->card) {
            const int wide = static_cast<int>(g.text * m_zoom);
            const int cardHigh = thread->card->hasHeightForWidth() ? thread->card->heightForWidth(wide)
                                                                   : thread->card->sizeHint().height();
            cards[index(thread->about.side)] += cardHigh + theme.px(8);
        }
    }
    const qreal text = std::max({high[0], high[1], qreal(theme.lineHeight(FontRole::Prose)) * m_zoom});
    return static_cast<int>(std::ceil(above + text + theme.px(3) * m_zoom)) + std::max(cards[0], cards[1]);
}

void DiffView::ensureLaid()
{
    if (m_rows.isEmpty() || !m_comparison)
        return;
    const int first = rowAt(verticalScrollBar()->value());
    const int offset = verticalScrollBar()->value() - m_tops[first];
    const int most = viewport()->height() + offset;
    int high = 0;
    bool moved = false;
    int last = first;
    for (; last < m_rows.size() && high <= most; ++last) {
        if (!m_exact[last] || !m_laid.contains(last)) {
            const int now = layRow(last);
            moved = moved || now != m_heights[last];
            m_heights[last] = now;
            m_exact[last] = true;
        }
        high += m_heights[last];
    }
    if (moved) {
        updateTops(first);
        updateScrollBar();
        m_ruleSoon.start();
    }
    if (m_laid.size() > mostLaid)
        std::erase_if(m_laid, [&](const auto &entry) { return entry.first < first - 40 || entry.first > last + 40; });
}

QList<const DiffThread *> DiffView::threadsOf(int row) const
{
    QList<const DiffThread *> out;
    const ViewRow &source = m_rows[row];
    if (source.kind != ViewRowKind::Text)
        return out;
    for (const DiffThread &thread : m_threads) {
        const int side = index(thread.about.side);
        const qsizetype at = thread.about.range.start;
        const bool last = at == source.range[side].end() && source.lastPiece;
        if (source.present[side] && (source.range[side].contains(at) || (last && thread.about.range.isEmpty())))
            out.append(&thread);
    }
    return out;
}

void DiffView::placeThreads()
{
    const Theme &theme = Theme::of(this);
    const Geometry g = geometry();
    QSet<const QWidget *> placed;
    if (!m_rows.isEmpty() && !m_threads.isEmpty()) {
        const int first = rowAt(verticalScrollBar()->value());
        for (int row = first; row < m_rows.size(); ++row) {
            const int top = m_tops[row] - verticalScrollBar()->value();
            if (top > viewport()->height())
                break;
            const QList<const DiffThread *> threads = threadsOf(row);
            const int wide = static_cast<int>(g.text * m_zoom);
            const auto highOf = [wide](const QWidget *card) {
                return card->hasHeightForWidth() ? card->heightForWidth(wide) : card->sizeHint().height();
            };
            std::array<int, 2> whole = {0, 0};
            for (const DiffThread *thread : threads) {
                if (thread->card)
                    whole[index(thread->about.side)] += highOf(thread->card) + theme.px(8);
            }
            // Both sides begin where the words of the longer one end.
            const int start = top + m_heights[row] - std::max(whole[0], whole[1]);
            std::array<int, 2> next = {start, start};
            for (const DiffThread *thread : threads) {
                if (!thread->card)
                    continue;
                int &at = next[index(thread->about.side)];
                const int high = highOf(thread->card);
                thread->card->setGeometry(static_cast<int>(columnLeft(thread->about.side)) + g.textStart, at, wide, high);
                thread->card->show();
                placed.insert(thread->card);
                at += high + theme.px(8);
            }
        }
    }
    for (const DiffThread &thread : std::as_const(m_threads)) {
        if (thread.card && !placed.contains(thread.card))
            thread.card->hide();
    }
}

QString DiffView::moveText(int move, Side shownOn) const
{
    const diff::Move &what = m_comparison->moves[move];
    const Side there = diff::other(shownOn);
    const QString title = sectionTitle(*m_comparison, what.row[index(there)], there);
    // Within a section, or together with it, the title says nothing: the direction does.
    if (!title.isEmpty() && title == sectionTitle(*m_comparison, what.row[index(shownOn)], shownOn)) {
        const bool down = what.row[1] > what.row[0];
        if (shownOn == Side::Left)
            return down ? tr("Moved further down") : tr("Moved further up");
        return down ? tr("from further up") : tr("from further down");
    }
    if (shownOn == Side::Left)
        return title.isEmpty() ? tr("Moved to another place") : tr("Moved to “%1”").arg(title);
    return title.isEmpty() ? tr("from another place") : tr("from %1").arg(title);
}

QRect DiffView::rowRect(int row) const
{
    if (row < 0 || row >= m_rows.size() || m_tops.size() <= row)
        return {};
    return QRect(0, m_tops[row] - verticalScrollBar()->value(), viewport()->width(), m_heights[row]);
}

QRect DiffView::moveTagRect(int move, Side shownOn) const
{
    const Geometry g = geometry();
    for (const auto &[row, entry] : m_laid) {
        for (const Tag &tag : entry.tags) {
            if (tag.move == move && tag.shownOn == shownOn) {
                return tag.box.translated(columnLeft(tag.shownOn) + g.textStart, rowRect(row).top()).toRect();
            }
        }
    }
    return {};
}

void DiffView::scrollTo(int value)
{
    m_slide->stop();
    verticalScrollBar()->setValue(value);
}

void DiffView::scrollToRow(int row)
{
    if (row < 0 || row >= m_rows.size())
        return;
    const auto aim = [&] { return std::max(0, m_tops[row] - viewport()->height() / 4); };
    const QRect now = rowRect(row);
    const bool seen = m_exact[row] && now.top() >= 0 && now.bottom() < viewport()->height();
    if (seen)
        return;
    const int start = verticalScrollBar()->value();
    // Rows above become exact as they are seen and may move the aim a little.
    for (int i = 0; i < 4; ++i) {
        scrollTo(aim());
        ensureLaid();
        if (verticalScrollBar()->value() == std::min(aim(), verticalScrollBar()->maximum()))
            break;
    }
    const int end = verticalScrollBar()->value();
    if (Theme::of(this).motion() && isVisible() && start != end) {
        const int way = std::clamp(end - start, -400, 400);
        verticalScrollBar()->setValue(end - way);
        m_slide->setDuration(Theme::of(this).tokens().motion.scrollTo);
        m_slide->setStartValue(end - way);
        m_slide->setEndValue(end);
        m_slide->start();
    }
}

void DiffView::flash(const QList<DiffRange> &places)
{
    if (!Theme::of(this).motion())
        return;
    m_flash = places;
    m_flashEnd.start(Theme::of(this).tokens().motion.flash);
    refreshMarks();
}

void DiffView::unfoldFor(const DiffRange &place)
{
    const int row = rowOf(place);
    if (row >= 0 && m_rows[row].kind == ViewRowKind::Fold)
        unfold(m_rows[row].fold);
}

void DiffView::goTo(const DiffRange &place)
{
    unfoldFor(place);
    const int row = rowOf(place);
    if (row < 0) {
        if (!m_complete)
            m_afterPlan = [this, place] { goTo(place); };
        return;
    }
    setCurrentRow(row);
    scrollToRow(row);
    flash({place});
}

bool DiffView::goToThread(const QString &key)
{
    const auto thread = std::ranges::find(m_threads, key, &DiffThread::key);
    if (thread == m_threads.cend())
        return false;
    goTo(DiffRange(thread->about));
    return true;
}

bool DiffView::walkThreads(int direction)
{
    const DiffThread *best = nullptr;
    int bestRow = 0;
    for (const DiffThread &thread : std::as_const(m_threads)) {
        const int row = rowOf(thread.about);
        const bool ahead = row >= 0 && (direction > 0 ? row > m_current : m_current >= 0 && row < m_current);
        if (ahead && (!best || (direction > 0 ? row < bestRow : row > bestRow))) {
            best = &thread;
            bestRow = row;
        }
    }
    if (best)
        goTo(best->about);
    return best != nullptr;
}

void DiffView::setCurrentEntry(int entry)
{
    const int most = m_comparison ? static_cast<int>(m_comparison->entries.size()) : 0;
    const int now = entry >= 0 && entry < most ? entry : -1;
    const bool changed = now != m_entry;
    m_entry = now;
    if (m_entry >= 0)
        showEntry();
    refreshMarks();
    if (changed)
        emit currentEntryChanged(m_entry);
}

void DiffView::showEntry()
{
    const diff::Entry &entry = m_comparison->entries[m_entry];
    QList<DiffRange> places;
    for (const Side side : {Side::Right, Side::Left}) {
        if (entry.place(side).present && entry.place(side).row >= 0)
            places.append({side, entry.place(side).range});
    }
    if (places.isEmpty())
        return;
    for (const DiffRange &place : std::as_const(places))
        unfoldFor(place);
    const int row = rowOf(places.first());
    if (row < 0 && !m_complete) {
        m_afterPlan = [this] {
            if (m_entry >= 0)
                showEntry();
        };
        return;
    }
    setCurrentRow(row);
    scrollToRow(row);
    flash(places);
}

bool DiffView::walk(int direction)
{
    if (!m_comparison)
        return false;
    if (!m_comparison->entries.isEmpty()) {
        const int next = m_entry + direction;
        if (next < 0 || next >= m_comparison->entries.size())
            return false;
        setCurrentEntry(next);
        return true;
    }
    const auto next = direction > 0 ? std::upper_bound(m_changed.begin(), m_changed.end(), m_current)
                                    : std::lower_bound(m_changed.begin(), m_changed.end(), m_current);
    if (direction > 0 ? next == m_changed.end() : next == m_changed.begin())
        return false;
    const int row = direction > 0 ? *next : *(next - 1);
    setCurrentRow(row);
    scrollToRow(row);
    return true;
}

void DiffView::setCurrentRow(int row)
{
    const int now = m_rows.isEmpty() ? -1 : std::clamp(row, -1, static_cast<int>(m_rows.size()) - 1);
    if (now == m_current)
        return;
    m_current = now;
    viewport()->update();
    announceRow();
}

void DiffView::setZoom(qreal zoom)
{
    const qreal now = std::clamp(zoom, 0.7, 2.5);
    if (qFuzzyCompare(now, m_zoom))
        return;
    m_zoom = now;
    m_width = -1;
    relayout();
    emit readingChanged();
}

void DiffView::setSpacesShown(bool shown)
{
    if (m_spacesShown == shown)
        return;
    m_spacesShown = shown;
    m_laid.clear();
    m_width = -1;
    relayout();
    emit readingChanged();
}

} // namespace countersign
