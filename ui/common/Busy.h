// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTimer>
#include <QWidget>

#include <optional>

class QPushButton;

namespace countersign {

class PlainLabel;

// A ring that turns while it is visible; it stands still when the system asks for less motion.
class BusyRing : public QWidget
{
    Q_OBJECT

public:
    explicit BusyRing(QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QTimer m_timer;
    int m_turn = 0;
};

// A bar of 4 for work whose end is known.
class ProgressLine : public QWidget
{
    Q_OBJECT

public:
    explicit ProgressLine(QWidget *parent = nullptr);

    void setPart(qreal part);  // 0 to 1
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    qreal m_part = 0;
};

// Ring, words and "Cancel", or a bar with words when the end is known. Work that ends within 400 ms shows nothing:
// begin() starts the wait, end() ends it either way.
class BusyLine : public QWidget
{
    Q_OBJECT

public:
    enum class Cancel { Offered, NotOffered };

    explicit BusyLine(Cancel cancel, QWidget *parent = nullptr);

    void begin(const QString &whatRuns);
    // `part` of 1 and words such as "62 of 120, 5 min left".
    void setProgress(qreal part, const QString &words);
    void end();
    [[nodiscard]] bool isRunning() const { return m_running; }

signals:
    void canceled();

private:
    QTimer m_wait;
    BusyRing *m_ring = nullptr;
    PlainLabel *m_words = nullptr;
    PlainLabel *m_count = nullptr;
    ProgressLine *m_bar = nullptr;
    QPushButton *m_cancel = nullptr;
    bool m_running = false;
};

} // namespace countersign
