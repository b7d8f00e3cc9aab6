// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Theme.h"
#include "ui/prose/DiffRows.h"

#include <QObject>
#include <QPainter>
#include <QTimer>

#include <memory>

class QPrinter;

namespace countersign {

class ProseBlock;

// Puts a difference on paper, always in the light colours: a few rows with each turn of the event loop, so that
// the window goes on. What is folded stays folded and says so.
class DiffPrint : public QObject
{
    Q_OBJECT

public:
    struct Job
    {
        std::shared_ptr<const diff::Comparison> comparison = {};
        DiffLayout layout = DiffLayout::Unified;
        QSet<int> unfolded = {};
        std::array<QString, 2> heads = {}; // "Live in production 1.3.0"
        QString title = {};
    };

    // Takes the printer; deletes itself when it has ended.
    DiffPrint(Job job, std::unique_ptr<QPrinter> printer, const Theme &like, QObject *parent = nullptr);
    ~DiffPrint() override;

    void start();

signals:
    void ended(bool printed, int pages);

private:
    void goOn();
    void finish(bool printed);
    void beginPage();
    [[nodiscard]] qreal rowHeight(const ViewRow &row);
    void paintRow(const ViewRow &row, qreal high);

    Job m_job;
    std::unique_ptr<QPrinter> m_printer;
    Theme m_theme;
    QList<ViewRow> m_rows;
    std::array<std::unique_ptr<ProseBlock>, 2> m_block = {};
    QPainter m_painter;
    QTimer m_next;
    qsizetype m_row = 0;
    qreal m_done = 0; // of a row that goes on on the next page
    int m_page = 0;
    qreal m_scale = 1;
    qreal m_width = 0;
    qreal m_height = 0;
    qreal m_y = 0;
};

} // namespace countersign
