// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/prose/DiffPrint.h"

#include "ui/common/Paint.h"
#include "ui/common/Text.h"

#include <QElapsedTimer>
#include <QPrinter>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr int printTurnMs = 8;
constexpr qreal printHead = 52;

} // namespace

DiffPrint::DiffPrint(const QString &title, std::unique_ptr<PrintedRows> rows, std::unique_ptr<QPrinter> printer, const Theme &like,
                     QObject *parent)
    : QObject(parent), m_title(title), m_rows(std::move(rows)), m_printer(std::move(printer)),
      m_theme({.scheme = SchemeChoice::Light, .marks = like.settings().marks}, Theme::interfaceFont())
{
    connect(&m_next, &QTimer::timeout, this, &DiffPrint::goOn);
}

DiffPrint::~DiffPrint() = default;

void DiffPrint::start()
{
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
    paintText(m_painter, QRect(0, 0, static_cast<int>(m_width) - 60, 20), text::printableLine(m_title), FontRole::BodyStrong,
              ColorRole::Text, m_theme);
    paintText(m_painter, QRect(static_cast<int>(m_width) - 60, 0, 60, 20), tr("Page %1").arg(m_page), FontRole::Secondary, ColorRole::Muted,
              m_theme);
    m_rows->paintHeads(m_painter, QRectF(0, 22, m_width, 20), m_theme);
    m_painter.fillRect(QRectF(0, printHead - 6, m_width, 1), m_theme.color(ColorRole::Line));
    m_y = printHead;
}

void DiffPrint::paintRow(qreal high)
{
    m_rows->paint(m_painter, m_row, QRectF(0, m_y, m_width, high), m_done, m_theme);
}

void DiffPrint::goOn()
{
    QElapsedTimer turn;
    turn.start();
    while (m_row < m_rows->count() && turn.elapsed() < printTurnMs) {
        const qreal high = m_rows->height(m_row, m_width, m_theme) - m_done;
        const qreal room = m_height - m_y;
        const bool onOnePage = high <= m_height - printHead;
        if (high <= room) {
            paintRow(high);
            m_y += high;
            m_done = 0;
            ++m_row;
            continue;
        }
        // A row that is higher than a page is cut between two lines.
        const int line = m_theme.lineHeight(FontRole::Prose);
        const qreal part = onOnePage ? 0 : std::floor(room / line) * line;
        if (part > 0) {
            paintRow(part);
            m_done += part;
        }
        if (!m_printer->newPage()) {
            finish(false);
            return;
        }
        ++m_page;
        beginPage();
    }
    if (m_row >= m_rows->count())
        finish(true);
}

} // namespace countersign
