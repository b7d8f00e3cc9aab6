// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prompts/PromptText.h"

#include "ui/common/Paint.h"
#include "ui/common/Style.h"
#include "ui/common/Text.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int popoverAfterMs = 300;
constexpr int widestText = 640;
constexpr int noGutter = 24;

} // namespace

PromptText::PromptText(QWidget *parent) : QAbstractScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Text of the prompt"));
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    m_rest.setSingleShot(true);
    m_rest.setInterval(popoverAfterMs);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        if (m_hovered >= 0 && m_blame) {
            m_grounded = m_hovered;
            refreshMarks(m_grounded);
            emit storyAsked(m_hovered, false);
        }
    });
}

PromptText::~PromptText() = default;

void PromptText::setText(const ReadText &text)
{
    const bool same = m_text.blocks && text.blocks && m_text.document.source == text.document.source
            && m_text.document.path == text.document.path;
    m_text = text;
    m_blame.reset();
    m_names.clear();
    m_hovered = -1;
    m_grounded = -1;
    m_youngest = -1;
    if (!same)
        m_current = -1;
    rebuild();
    if (!same)
        verticalScrollBar()->setValue(0);
}

void PromptText::setBlame(std::shared_ptr<const Blame> blame, const QStringList &names)
{
    m_blame = std::move(blame);
    m_names = names;
    m_youngest = -1;
    if (m_blame) {
        for (const SentenceOrigin &origin : m_blame->origins)
            m_youngest = std::max(m_youngest, origin.version);
    }
    viewport()->update();
}

void PromptText::setBlameShown(bool shown)
{
    if (m_blameShown == shown)
        return;
    m_blameShown = shown;
    if (!shown) {
        m_rest.stop();
        releaseHover();
    }
    viewport()->update();
}

int PromptText::sentenceCount() const
{
    return m_text.blocks ? static_cast<int>(m_text.blocks->side(diff::Side::Right).sentences.size()) : 0;
}

QString PromptText::sentenceText(int sentence) const
{
    if (sentence < 0 || sentence >= sentenceCount())
        return {};
    const diff::SideText &side = m_text.blocks->side(diff::Side::Right);
    return side.words(side.sentences[sentence].range);
}

PromptText::Geometry PromptText::geometry() const
{
    const Theme &theme = Theme::of(this);
    Geometry place;
    place.gutter = theme.px(8) + theme.size().blameGutter;
    place.from = place.gutter + theme.px(14);
    place.width = std::clamp(viewport()->width() - place.from - theme.px(noGutter), theme.px(160), theme.px(widestText));
    return place;
}

void PromptText::rebuild()
{
    m_rows.clear();
    if (m_text.blocks) {
        QSet<int> all;
        for (int i = 0; i < m_text.blocks->folds.size(); ++i)
            all.insert(i);
        m_rows = viewRows(*m_text.blocks, DiffLayout::SideBySide, all);
    }
    relayout();
}

void PromptText::relayout()
{
    const Theme &theme = Theme::of(this);
    const Geometry place = geometry();
    m_width = viewport()->width();
    m_blocks.clear();
    m_heights.resize(m_rows.size());
    m_exact.fill(false, m_rows.size());
    const int perLine = std::max(1, place.width / theme.px(7));
    for (int row = 0; row < m_rows.size(); ++row) {
        const ViewRow &view = m_rows[row];
        const auto lines = view.kind == ViewRowKind::Message ? 1 : 1 + view.range[1].length / perLine;
        m_heights[row] = static_cast<int>(lines) * theme.lineHeight(FontRole::Prose) + spaceAbove(row);
    }
    updateTops();
    ensureLaid();
    viewport()->update();
}

int PromptText::spaceAbove(int row) const
{
    const Theme &theme = Theme::of(this);
    const ViewRow &view = m_rows[row];
    if (row == 0)
        return theme.px(12);
    if (view.kind == ViewRowKind::Text && !view.firstPiece)
        return 0;
    if (view.kind == ViewRowKind::Text && view.row >= 0) {
        const diff::Row &block = m_text.blocks->rows[view.row];
        if (block.block == diff::BlockKind::Heading)
            return theme.px(12);
        if (block.block == diff::BlockKind::ListItem || block.block == diff::BlockKind::TableRow || block.block == diff::BlockKind::Code)
            return theme.px(4);
    }
    return theme.px(8);
}

void PromptText::updateTops()
{
    m_tops.resize(m_rows.size() + 1);
    int top = 0;
    for (int row = 0; row < m_rows.size(); ++row) {
        m_tops[row] = top;
        top += m_heights[row];
    }
    m_tops[m_rows.size()] = top;
    const int high = top + Theme::of(this).px(24);
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(Theme::of(this).lineHeight(FontRole::Prose));
    verticalScrollBar()->setRange(0, std::max(0, high - viewport()->height()));
}

ProseBlock &PromptText::block(int row)
{
    const auto found = m_blocks.find(row);
    if (found != m_blocks.end())
        return found->second;
    const ViewRow &view = m_rows[row];
    ProseBlock block(shownText(*m_text.blocks, view, diff::Side::Right), marksOf(row));
    if (!m_text.isReadable()) {
        block.setFontRole(FontRole::Code);
    } else if (view.row >= 0) {
        switch (m_text.blocks->rows[view.row].block) {
        case diff::BlockKind::Heading: block.setFontRole(FontRole::ProseStrong); break;
        case diff::BlockKind::Code:
        case diff::BlockKind::Template:
        case diff::BlockKind::Tag: block.setFontRole(FontRole::Code); break;
        case diff::BlockKind::Comment: block.setColorRole(ColorRole::Muted); break;
        default: break;
        }
    }
    return m_blocks.emplace(row, std::move(block)).first->second;
}

QList<TextMark> PromptText::marksOf(int row) const
{
    const ViewRow &view = m_rows[row];
    QList<TextMark> marks;
    if (m_text.isReadable())
        marks = shownMarks(*m_text.blocks, view, diff::Side::Right);
    for (const int sentence : {m_grounded, hasFocus() ? m_current : -1}) {
        if (sentence < 0 || sentence >= sentenceCount())
            continue;
        const diff::Range range = m_text.blocks->side(diff::Side::Right).sentences[sentence].range;
        const qsizetype from = std::max(range.start, view.range[1].start);
        const qsizetype to = std::min(range.end(), view.range[1].end());
        if (from < to)
            marks.append({.start = from - view.range[1].start, .length = to - from, .kind = MarkKind::Blamed});
    }
    return marks;
}

void PromptText::ensureLaid()
{
    if (m_rows.isEmpty())
        return;
    const Theme &theme = Theme::of(this);
    const Geometry place = geometry();
    // Exact heights move what is below; a few rounds bring every visible row to rest.
    for (int round = 0; round < 8; ++round) {
        const int top = verticalScrollBar()->value();
        bool moved = false;
        for (int row = rowAt(top); row < m_rows.size() && m_tops[row] < top + viewport()->height(); ++row) {
            if (m_exact[row])
                continue;
            const int high = m_rows[row].kind == ViewRowKind::Text
                    ? static_cast<int>(block(row).height(place.width, theme)) + spaceAbove(row)
                    : theme.lineHeight(FontRole::Secondary) + spaceAbove(row);
            m_exact[row] = true;
            moved = moved || high != m_heights[row];
            m_heights[row] = high;
        }
        if (!moved)
            return;
        updateTops();
    }
}

int PromptText::rowAt(int contentY) const
{
    const auto it = std::upper_bound(m_tops.cbegin(), m_tops.cend() - 1, contentY);
    return std::max(0, static_cast<int>(it - m_tops.cbegin()) - 1);
}

int PromptText::rowOfSentence(int sentence) const
{
    if (sentence < 0 || sentence >= sentenceCount())
        return -1;
    const diff::Range range = m_text.blocks->side(diff::Side::Right).sentences[sentence].range;
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row].kind == ViewRowKind::Text && m_rows[row].range[1].contains(range.start))
            return row;
    }
    return -1;
}

qreal PromptText::leftOf(const Geometry &place) const
{
    return layoutDirection() == Qt::RightToLeft ? viewport()->width() - place.from - place.width : place.from;
}

QRect PromptText::sentenceRect(int sentence)
{
    const int row = rowOfSentence(sentence);
    if (row < 0)
        return {};
    const Theme &theme = Theme::of(this);
    const Geometry place = geometry();
    const diff::Range range = m_text.blocks->side(diff::Side::Right).sentences[sentence].range;
    const qsizetype from = range.start - m_rows[row].range[1].start;
    QRectF box;
    for (const QRectF &line : block(row).rects(from, range.length, place.width, theme))
        box = box.united(line);
    return box.translated(leftOf(place), m_tops[row] + spaceAbove(row) - verticalScrollBar()->value()).toAlignedRect();
}

int PromptText::sentenceAt(const QPoint &point)
{
    if (m_rows.isEmpty())
        return -1;
    const int y = point.y() + verticalScrollBar()->value();
    if (y >= m_tops.last())
        return -1;
    const int row = rowAt(y);
    if (m_rows[row].kind != ViewRowKind::Text)
        return -1;
    const Geometry place = geometry();
    const qsizetype at = block(row).positionAt(QPointF(point.x() - leftOf(place), y - m_tops[row] - spaceAbove(row)), place.width, Theme::of(this));
    if (at < 0)
        return -1;
    const qsizetype position = at + m_rows[row].range[1].start;
    const QList<diff::Sentence> &sentences = m_text.blocks->side(diff::Side::Right).sentences;
    const auto it = std::upper_bound(sentences.cbegin(), sentences.cend(), position,
                                     [](qsizetype p, const diff::Sentence &s) { return p < s.range.start; });
    const int found = static_cast<int>(it - sentences.cbegin()) - 1;
    return found >= 0 && position <= sentences[found].range.end() ? found : -1;
}

void PromptText::refreshMarks(int sentence)
{
    const int row = rowOfSentence(sentence);
    for (int at = row; at >= 0 && at < m_rows.size() && (at == row || !m_rows[at].firstPiece); ++at) {
        const auto found = m_blocks.find(at);
        if (found != m_blocks.end())
            found->second.setMarks(marksOf(at));
    }
    viewport()->update();
}

void PromptText::setCurrentSentence(int sentence)
{
    const int old = m_current;
    m_current = std::clamp(sentence, -1, sentenceCount() - 1);
    refreshMarks(old);
    refreshMarks(m_current);
    if (m_current >= 0) {
        scrollToSentence(m_current);
        announce();
    }
}

void PromptText::scrollToSentence(int sentence)
{
    const int row = rowOfSentence(sentence);
    if (row < 0)
        return;
    for (int round = 0; round < 3; ++round) {
        const int top = verticalScrollBar()->value();
        const int above = m_tops[row];
        const int below = m_tops[row] + m_heights[row];
        if (above < top)
            verticalScrollBar()->setValue(above);
        else if (below > top + viewport()->height())
            verticalScrollBar()->setValue(below - viewport()->height());
        ensureLaid();
    }
}

void PromptText::announce()
{
    QString words = sentenceText(m_current).simplified();
    if (m_blame && m_current < m_blame->origins.size())
        words = tr("%1 Since %2.").arg(words, m_names.value(m_blame->origins[m_current].version));
    setAccessibleDescription(words);
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

void PromptText::ground(int sentence)
{
    releaseHover();
    m_grounded = sentence;
    refreshMarks(sentence);
}

void PromptText::releaseHover()
{
    const int old = m_grounded;
    m_grounded = -1;
    refreshMarks(old);
}

QString PromptText::gutterText(int viewRow) const
{
    if (!m_blame || viewRow < 0 || viewRow >= m_rows.size() || m_rows[viewRow].row < 0)
        return {};
    const int version = m_blame->youngestIn(m_rows[viewRow].row);
    return version < 0 ? QString() : m_names.value(version);
}

void PromptText::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.setLayoutDirection(layoutDirection());
    const Theme &theme = Theme::of(this);
    painter.fillRect(event->rect(), theme.color(ColorRole::Surface));
    if (m_rows.isEmpty())
        return;
    ensureLaid();
    const Geometry place = geometry();
    const int scroll = verticalScrollBar()->value();
    const QRect page(0, 0, viewport()->width(), viewport()->height());
    const auto mirrored = [this, &page](const QRect &box) { return QStyle::visualRect(layoutDirection(), page, box); };
    const int chosenRow = rowOfSentence(m_grounded >= 0 ? m_grounded : hasFocus() ? m_current : -1);
    for (int row = rowAt(scroll); row < m_rows.size() && m_tops[row] < scroll + page.height(); ++row) {
        const ViewRow &view = m_rows[row];
        const int top = m_tops[row] - scroll;
        const int textTop = top + spaceAbove(row);
        if (view.kind == ViewRowKind::Message) {
            const diff::Cell &cell = m_text.blocks->rows[view.row].cell(diff::Side::Right);
            const QString role = cell.message >= 0 ? m_text.blocks->side(diff::Side::Right).messages.value(cell.message).role : QString();
            const QRect box = mirrored({place.from, textTop, place.width, theme.lineHeight(FontRole::Secondary)});
            paintText(painter, box, role.isEmpty() ? tr("Message") : role, FontRole::SecondaryStrong, ColorRole::Muted, theme);
            continue;
        }
        if (m_blameShown && m_blame && view.row >= 0) {
            const int version = m_blame->youngestIn(view.row);
            if (version >= 0) {
                const bool strong = row == chosenRow;
                if (view.firstPiece) {
                    paintText(painter, mirrored({theme.px(8), textTop, theme.size().blameGutter - theme.px(12), theme.lineHeight(FontRole::Prose)}),
                              m_names.value(version), strong ? FontRole::SecondaryMedium : FontRole::Secondary,
                              strong ? ColorRole::Text : ColorRole::Muted, theme, Qt::AlignTrailing | Qt::AlignVCenter);
                }
                const ColorRole bar = version == m_youngest && m_youngest > 0 ? ColorRole::Accent
                        : version > 0                                         ? ColorRole::AccentLine
                                                                              : ColorRole::Line;
                painter.fillRect(mirrored({place.gutter - theme.px(3), textTop - (view.firstPiece ? theme.px(3) : 0), 3,
                                           m_heights[row] - spaceAbove(row) + theme.px(6)}),
                                 theme.color(bar));
            }
        }
        block(row).paint(painter, QPointF(leftOf(place), textTop), place.width, theme);
    }
    if (hasFocus() && Style::showsFocus(this)) {
        painter.setPen(QPen(theme.color(ColorRole::Accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(page.adjusted(1, 1, -1, -1));
    }
}

void PromptText::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    if (m_width != viewport()->width())
        relayout();
    else
        updateTops();
}

void PromptText::scrollContentsBy(int, int)
{
    ensureLaid();
    viewport()->update();
}

void PromptText::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    const bool byKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason
            || event->reason() == Qt::ShortcutFocusReason || event->reason() == Qt::OtherFocusReason;
    if (byKey && m_current < 0 && sentenceCount() > 0)
        setCurrentSentence(0);
}

void PromptText::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(m_current >= 0 ? sentenceText(m_current) : m_text.document.source);
        return;
    }
    if (event->key() == Qt::Key_B && event->modifiers() == Qt::AltModifier) {
        if (m_current >= 0 && m_blame && m_blameShown)
            emit storyAsked(m_current, true);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Down: setCurrentSentence(std::min(m_current + 1, sentenceCount() - 1)); return;
    case Qt::Key_Up: setCurrentSentence(std::max(m_current - 1, 0)); return;
    case Qt::Key_Home: setCurrentSentence(0); return;
    case Qt::Key_End: setCurrentSentence(sentenceCount() - 1); return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current >= 0 && m_blame && m_blameShown)
            emit storyAsked(m_current, true);
        return;
    default: QAbstractScrollArea::keyPressEvent(event);
    }
}

void PromptText::mousePressEvent(QMouseEvent *event)
{
    const int sentence = sentenceAt(event->position().toPoint());
    if (sentence < 0)
        return;
    const int old = m_current;
    m_current = sentence;
    refreshMarks(old);
    refreshMarks(sentence);
}

void PromptText::mouseMoveEvent(QMouseEvent *event)
{
    const int sentence = sentenceAt(event->position().toPoint());
    if (sentence == m_hovered)
        return;
    m_hovered = sentence;
    m_rest.stop();
    if (sentence >= 0 && m_blameShown && m_blame)
        m_rest.start();
    if (m_grounded >= 0 && sentence != m_grounded)
        emit pointerLeft();
}

bool PromptText::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave) {
        m_hovered = -1;
        m_rest.stop();
        if (m_grounded >= 0)
            emit pointerLeft();
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace countersign
