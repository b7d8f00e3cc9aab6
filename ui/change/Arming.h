// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QElapsedTimer>
#include <QObject>

class QPushButton;

namespace countersign {

// Makes a button a deciding one: it is never the default button, ignores repeated keys, and acts only after what it
// decides about has been on the screen for `armAfterMs`.
class Arming : public QObject
{
    Q_OBJECT

public:
    static constexpr int armAfterMs = 500;

    // Lives as long as `button`.
    explicit Arming(QPushButton *button);

    // What it decides about was put on the screen just now.
    void begin() { m_shown.start(); }
    [[nodiscard]] bool isArmed() const { return m_shown.isValid() && m_shown.hasExpired(armAfterMs); }
    // As a click with mouse or keyboard.
    void press();

signals:
    // Once for each deliberate press.
    void decided();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QPushButton *m_button;
    QElapsedTimer m_shown;
};

} // namespace countersign
