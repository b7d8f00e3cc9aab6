// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Theme.h"
#include "ui/prose/DiffRows.h"
#include "ui/prose/ThreeWayView.h"

#include <QPainter>

#include <memory>

namespace countersign {

// What DiffPrint puts on paper, row by row. Lengths are in pixels of which 96 are an inch.
class PrintedRows
{
public:
    virtual ~PrintedRows() = default;

    [[nodiscard]] virtual qsizetype count() const = 0;
    // What is compared, on top of each page.
    virtual void paintHeads(QPainter &painter, const QRectF &place, const Theme &theme) = 0;
    [[nodiscard]] virtual qreal height(qsizetype row, qreal width, const Theme &theme) = 0;
    // The row that height() was asked for last. `done` of it stands on the pages before.
    virtual void paint(QPainter &painter, qsizetype row, const QRectF &place, qreal done, const Theme &theme) = 0;

protected:
    PrintedRows() = default;
    Q_DISABLE_COPY_MOVE(PrintedRows)
};

struct PrintedDifference
{
    std::shared_ptr<const diff::Comparison> comparison = {};
    DiffLayout layout = DiffLayout::Unified;
    QSet<int> unfolded = {};
    std::array<QString, 2> heads = {}; // "Live in production 1.3.0"
};
[[nodiscard]] std::unique_ptr<PrintedRows> printedRows(PrintedDifference difference);

// Three texts in columns beside each other, as ThreeWayView shows them.
struct PrintedTexts
{
    std::shared_ptr<const ThreeWay> texts = {};
    QList<ThreeWayView::Row> rows = {};
    ThreeWayView::Heads heads = {};
};
[[nodiscard]] std::unique_ptr<PrintedRows> printedRows(PrintedTexts texts);

} // namespace countersign
