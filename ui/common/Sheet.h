// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QElapsedTimer>
#include <QPointer>
#include <QWidget>

class QFrame;
class QHBoxLayout;
class QPropertyAnimation;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace countersign {

class PlainLabel;

// A sheet over the page for a deciding act: veil, a frame of 760, head, scrolled content, foot. A child of the
// widget it covers, not a dialog, so that the page behind stays alive.
//
// While it is open the keyboard focus stays inside. It starts on the sheet itself, so Enter does nothing.
// Ctrl+Enter presses the deciding button, Esc cancels. The deciding button is armed 500 ms after the sheet opened
// and acts once: repeated keys and a second press are ignored until rearm().
class Sheet : public QWidget
{
    Q_OBJECT

public:
    static constexpr int armAfterMs = 500;

    // Covers `covered`, its parent, and follows its size.
    explicit Sheet(QWidget *covered);
    ~Sheet() override;

    void setTitle(const QString &title, const QString &sentence);
    // Blocks of the content stand 14 apart in this layout.
    [[nodiscard]] QVBoxLayout *content() const { return m_content; }
    // At the leading side of the foot: what right is held, what is missing.
    [[nodiscard]] QHBoxLayout *footNote() const { return m_footNote; }
    // The one button that decides; made by makeButton (Filled or Danger). The sheet takes it over.
    void setDecidingButton(QPushButton *button);
    [[nodiscard]] QPushButton *decidingButton() const { return m_deciding; }
    [[nodiscard]] QPushButton *cancelButton() const { return m_cancel; }

    void open();
    // Closes without `decided`; emits closed. Does nothing while a decision is under way.
    void cancel();
    // Closes after a decision; emits closed.
    void close();
    // The decision failed or its outcome is to be tried again: the button acts once more.
    void rearm();
    [[nodiscard]] bool isArmed() const;
    [[nodiscard]] bool isDeciding() const { return m_pressed; }

signals:
    // The deciding button was pressed, once. The owner acts, then calls close() or rearm().
    void decided();
    void canceled();
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    void press();
    void place();
    void keepFocus(QWidget *old, QWidget *now);
    void leave();

    QFrame *m_frame = nullptr;
    PlainLabel *m_title = nullptr;
    PlainLabel *m_sentence = nullptr;
    QScrollArea *m_scroll = nullptr;
    QVBoxLayout *m_content = nullptr;
    QHBoxLayout *m_footNote = nullptr;
    QHBoxLayout *m_footButtons = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_deciding = nullptr;
    QPropertyAnimation *m_slide = nullptr;
    QPointer<QWidget> m_before;
    QElapsedTimer m_opened;
    bool m_pressed = false;
};

} // namespace countersign
