// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPointer>
#include <QWidget>

class QVBoxLayout;

namespace countersign {

// A raised box that belongs to a place: frameless child of the window, radius 8, edge, three flat outlines instead
// of a shadow. Closes on Esc, on a press outside and when its place goes; focus returns to where it was.
class Popover : public QWidget
{
    Q_OBJECT

public:
    // `anchor` is the widget it belongs to; the popover becomes a child of its window.
    Popover(QWidget *anchor, int width);

    // Inset 16, spacing 8.
    [[nodiscard]] QVBoxLayout *content() const { return m_content; }
    // A foot on `sunken` with a line above; made on first use.
    [[nodiscard]] QVBoxLayout *foot();

    // Opens under `place` (in the anchor's coordinates), above it where there is no room below; kept inside the
    // window. Takes the focus when `focus` is TakeFocus.
    enum class Focus { Take, Leave };
    void openAt(const QRect &place, Focus focus);
    void open(Focus focus);  // at the anchor's own rectangle
    void close();

signals:
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void placeAt(const QRect &place);

    QPointer<QWidget> m_anchor;
    QPointer<QWidget> m_before;
    QVBoxLayout *m_outer = nullptr;
    QVBoxLayout *m_content = nullptr;
    QVBoxLayout *m_foot = nullptr;
    QWidget *m_footPlace = nullptr;
    int m_width = 0;
    QRect m_place;
};

} // namespace countersign
