// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/DiffPrint.h"

#include "ui/common/Paint.h"
#include "ui/common/ProseBlock.h"
#include "ui/common/Signs.h"
#include "ui/common/Text.h"

#include <QElapsedTimer>
#include <QFontMetricsF>
#include <QPrinter>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

using diff::Side;

namespace {

constexpr int printTurnMs = 8;
constexpr qreal printGutter = 24;
constexpr qreal printGap = 16;
constexpr qreal printHead = 52;

Sign printedSign(CellSign sign)
{
    return sign == CellSign::Removed ? Sign::Removed : sign == CellSign::Added ? Sign::Added : Sign::Moved;
}

} // namespace

DiffPrint::DiffPrint(Job job, std::unique_ptr<QPrinter> printer, const Theme &like, QObject *parent)
    : QObject(parent), m_job(std::move(job)), m_printer(std::move(printer)),
      m_theme({.scheme = SchemeChoice::Light, .marks = like.settings().marks}, Theme::interfaceFont())
{
    connect(&m_next, &QTimer::timeout, this, &DiffPrint::goOn);
}

DiffPrint::~DiffPrint() = default;

void DiffPrint::start()
{
    m_rows = viewRows(*m_job.comparison, m_job.layout, m_job.unfolded);
    if (!m_painter.begin(m_printer.get())) {
        finish(false);
        return;
    }
    // 96 of our pixels are an inch on paper.
    m_scale = m_printer->resolution() / 96.0;
    const QRectF page = m_printer->pageLayout().paintRectPixels(m_printer->resolution());
    m_width = page.width() / m_scale;
    m_height = page.height() / m_scale;
    m_painter.scale(m_scale, m_scale);
    m_page = 1;
    beginPage();
    m_next.start(0);
}

void DiffPrint::finish(bool printed)
{
    m_next.stop();
    if (m_painter.isActive())
        m_painter.end();
    emit ended(printed && m_printer->printerState() != QPrinter::Error, m_page);
    deleteLater();
}

void DiffPrint::beginPage()
{
    const bool two = m_job.layout == DiffLayout::SideBySide;
    paintText(m_painter, QRect(0, 0, static_cast<int>(m_width) - 60, 20), text::printableLine(m_job.title), FontRole::BodyStrong,
              ColorRole::Text, m_theme);
    paintText(m_painter, QRect(static_cast<int>(m_width) - 60, 0, 60, 20), tr("Page %1").arg(m_page), FontRole::Secondary, ColorRole::Muted,
              m_theme);
    const int half = static_cast<int>(two ? (m_width - printGap) / 2 : m_width / 2);
    for (const int side : {0, 1}) {
        const QRect place(static_cast<int>(side * (half + (two ? printGap : 0))) + (two || side == 0 ? static_cast<int>(printGutter) : 0), 22,
                          half - static_cast<int>(printGutter), 20);
        paintText(m_painter, place, text::printableLine(m_job.heads[static_cast<std::size_t>(side)]), FontRole::Secondary, ColorRole::Muted,
                  m_theme);
    }
    m_painter.fillRect(QRectF(0, printHead - 6, m_width, 1), m_theme.color(ColorRole::Line));
    m_y = printHead;
}

qreal DiffPrint::rowHeight(const ViewRow &row)
{
    m_block = {};
    if (row.kind != ViewRowKind::Text)
        return 24;
    const diff::BlockKind kind = m_job.comparison->rows[row.row].block;
    const bool two = m_job.layout == DiffLayout::SideBySide;
    const qreal wide = (two ? (m_width - printGap) / 2 : m_width) - printGutter;
    qreal high = m_theme.lineHeight(FontRole::Prose);
    for (const Side side : {Side::Left, Side::Right}) {
        if (!row.present[index(side)])
            continue;
        auto block = std::make_unique<ProseBlock>(shownText(*m_job.comparison, row, side), shownMarks(*m_job.comparison, row, side));
        const bool code = kind == diff::BlockKind::Code || kind == diff::BlockKind::TableRow || kind == diff::BlockKind::Tag
                || kind == diff::BlockKind::Template || kind == diff::BlockKind::Comment;
        if (kind == diff::BlockKind::Heading)
            block->setFontRole(FontRole::ProseStrong);
        else if (code)
            block->setFontRole(FontRole::Code);
        high = std::max(high, block->height(wide, m_theme));
        m_block[index(side)] = std::move(block);
    }
    return high + (kind == diff::BlockKind::Heading ? 14 : 6);
}

void DiffPrint::paintRow(const ViewRow &row, qreal high)
{
    const bool two = m_job.layout == DiffLayout::SideBySide;
    const qreal column = two ? (m_width - printGap) / 2 : m_width;
    if (row.kind == ViewRowKind::Fold) {
        const int sentences = m_job.comparison->folds[row.fold].sentenceCount;
        m_painter.fillRect(QRectF(0, m_y, m_width, 20), m_theme.color(ColorRole::Sunken));
        paintText(m_painter, QRect(static_cast<int>(printGutter), static_cast<int>(m_y), static_cast<int>(m_width - printGutter), 20),
                  tr("%n sentence(s) alike, not printed", nullptr, sentences), FontRole::Secondary, ColorRole::Muted, m_theme);
        return;
    }
    if (row.kind == ViewRowKind::Message) {
        const diff::Row &source = m_job.comparison->rows[row.row];
        const Side side = source.cells[1].present ? Side::Right : Side::Left;
        const diff::MessageText message = m_job.comparison->side(side).messages.value(source.cell(side).message);
        paintText(m_painter, QRect(static_cast<int>(printGutter), static_cast<int>(m_y), static_cast<int>(m_width - printGutter), 20),
                  text::printableLine(message.role.isEmpty() ? message.path : message.role), FontRole::SecondaryStrong, ColorRole::Muted, m_theme);
        return;
    }
    for (const Side side : {Side::Left, Side::Right}) {
        if (!m_block[index(side)])
            continue;
        const qreal left = two && side == Side::Right ? column + printGap : 0;
        const CellSign sign = signOf(*m_job.comparison, row, side);
        if (sign != CellSign::None && row.firstPiece && m_done <= 0)
            Signs::paint(m_painter, QRectF(left + 4, m_y + 4, 14, 14), printedSign(sign), m_theme);
        m_painter.save();
        m_painter.setClipRect(QRectF(left, m_y, column, high));
        m_block[index(side)]->paint(m_painter, QPointF(left + printGutter, m_y - m_done), column - printGutter, m_theme);
        m_painter.restore();
    }
}

void DiffPrint::goOn()
{
    QElapsedTimer turn;
    turn.start();
    while (m_row < m_rows.size() && turn.elapsed() < printTurnMs) {
        const ViewRow &row = m_rows[m_row];
        const qreal high = rowHeight(row) - m_done;
        const qreal room = m_height - m_y;
        const bool onOnePage = high <= m_height - printHead;
        if (high <= room) {
            paintRow(row, high);
            m_y += high;
            m_done = 0;
            ++m_row;
            continue;
        }
        // A row that is higher than a page is cut between two lines.
        const int line = m_theme.lineHeight(FontRole::Prose);
        const qreal part = onOnePage ? 0 : std::floor(room / line) * line;
        if (part > 0) {
            paintRow(row, part);
            m_done += part;
        }
        if (!m_printer->newPage()) {
            finish(false);
            return;
        }
        ++m_page;
        beginPage();
    }
    if (m_row >= m_rows.size())
        finish(true);
}

} // namespace countersign
