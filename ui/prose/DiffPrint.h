// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Theme.h"
#include "ui/prose/PrintedRows.h"

#include <QObject>
#include <QPainter>
#include <QTimer>

#include <memory>

class QPrinter;

namespace countersign {

// Puts a difference or three texts on paper, always in the light colours: a few rows with each turn of the event loop, so that
// the window goes on. What is folded stays folded and says so.
class DiffPrint : public QObject
{
    Q_OBJECT

public:
    // Takes the printer; deletes itself when it has ended.
    DiffPrint(const QString &title, std::unique_ptr<PrintedRows> rows, std::unique_ptr<QPrinter> printer, const Theme &like,
              QObject *parent = nullptr);
    ~DiffPrint() override;

    void start();

signals:
    void ended(bool printed, int pages);

private:
    void goOn();
    void finish(bool printed);
    void beginPage();
    void paintRow(qreal high);

    QString m_title;
    std::unique_ptr<PrintedRows> m_rows;
    std::unique_ptr<QPrinter> m_printer;
    Theme m_theme;
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
