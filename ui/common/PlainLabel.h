// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/ProseBlock.h"
#include "ui/common/Theme.h"

#include <QLabel>
#include <QPushButton>

namespace countersign {

enum class Wrapping { Wrap, Elide, None };

// The only label of the program. Never parses its text: what comes from a ledger, a file or a model stays
// characters, and invisible or bidirectional control characters are shown as boxed names. Follows the theme.
class PlainLabel : public QLabel
{
    Q_OBJECT

public:
    explicit PlainLabel(QWidget *parent = nullptr);
    explicit PlainLabel(const QString &text, QWidget *parent = nullptr);
    PlainLabel(const QString &text, FontRole font, ColorRole color, QWidget *parent = nullptr);

    // What was set, with nothing replaced or cut.
    [[nodiscard]] QString text() const { return m_text; }
    void setText(const QString &text);
    void setFontRole(FontRole role);
    void setColorRole(ColorRole role);
    // Elide: one line, cut at the end, the whole text as the tooltip while it is cut.
    void setWrapping(Wrapping wrapping);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override;
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void follow();
    void layOut();

    // Text that can be selected is left to QLabel; the rest is painted in the line height of its role, from the
    // leading edge of the layout whatever its own direction.
    [[nodiscard]] bool isSelectable() const;
    [[nodiscard]] bool isProse() const;

    QString m_text;
    ProseBlock m_block;
    FontRole m_font = FontRole::Body;
    ColorRole m_color = ColorRole::Text;
    Wrapping m_wrapping = Wrapping::None;
    bool m_ownToolTip = false;
};

// A word one can press: the accent colour, no edge, underlined on hover and for the keyboard.
class LinkLabel : public QPushButton
{
    Q_OBJECT

public:
    explicit LinkLabel(const QString &text, QWidget *parent = nullptr);
};

} // namespace countersign
