// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "diff/Comparison.h"
#include "ui/common/ProseBlock.h"

#include <QWidget>

class QPushButton;

namespace countersign {

// A box with a label and prose in it: an input, an expectation, an answer. What stands in it came from a model or a
// file and is shown as the characters it is. Of a long text the beginning is laid out, and a button shows more of it.
// Takes the focus; Ctrl+C copies the whole text.
class TextCard : public QWidget
{
    Q_OBJECT

public:
    // One paragraph, with a muted line above it where there is a label.
    struct Part
    {
        QString label = {};
        QString text = {};
        QList<TextMark> marks = {};
        FontRole font = FontRole::Prose;
        ColorRole color = ColorRole::Text;
    };

    explicit TextCard(ColorRole ground, QWidget *parent = nullptr);

    void setHead(const QString &head);
    [[nodiscard]] const QString &head() const { return m_head; }
    // `whole` is what is copied.
    void setParts(const QList<Part> &parts, const QString &whole);
    [[nodiscard]] const QString &text() const { return m_whole; }
    [[nodiscard]] QList<TextMark> marks() const;

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    static constexpr qsizetype shownAtOnce = 12000;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    struct Laid
    {
        QString label = {};
        ProseBlock block;
        qsizetype length = 0;
    };

    void copy() const;
    void showMore();
    [[nodiscard]] qsizetype shownBlocks() const;
    int layOut(int width, QPainter *painter) const;

    ColorRole m_ground;
    QString m_head;
    QString m_whole;
    QList<Part> m_parts;
    std::vector<Laid> m_blocks;
    qsizetype m_limit = shownAtOnce;
    QPushButton *m_more = nullptr;
};

// A text as parts: its paragraphs, each at most a few thousand characters.
[[nodiscard]] QList<TextCard::Part> paragraphs(const QString &text);
// What people asked: the variables of a JSON object by name, the messages of a conversation by role, else as it stands.
[[nodiscard]] QList<TextCard::Part> inputParts(const QString &text);
// One side of a difference, with its marks.
[[nodiscard]] QList<TextCard::Part> sideParts(const diff::Comparison &comparison, diff::Side side);

} // namespace countersign
