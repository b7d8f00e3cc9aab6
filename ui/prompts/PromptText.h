// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Blame.h"
#include "ui/prose/DiffRows.h"

#include <QAbstractScrollArea>
#include <QTimer>

#include <optional>
#include <unordered_map>

namespace countersign {

class Theme;

// A text as prose, with the version of each paragraph in a gutter. Only what is on the screen is laid out.
//
// Up and Down go from sentence to sentence; Alt+B asks for the story of the one at the cursor, as does a pointer that
// rests on it. Ctrl+C copies that sentence, or the whole text.
class PromptText : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit PromptText(QWidget *parent = nullptr);
    ~PromptText() override;

    // Keeps the place of scrolling while the text is the same.
    void setText(const ReadText &text);
    // `names` are the versions that the origins count; nullptr while it is not known.
    void setBlame(std::shared_ptr<const Blame> blame, const QStringList &names);
    void setBlameShown(bool shown);
    [[nodiscard]] const std::shared_ptr<const Blame> &blame() const { return m_blame; }

    // Into the sentences of the text; -1 for none.
    [[nodiscard]] int currentSentence() const { return m_current; }
    void setCurrentSentence(int sentence);
    [[nodiscard]] int sentenceCount() const;
    [[nodiscard]] QString sentenceText(int sentence) const;
    [[nodiscard]] QString wholeText() const { return m_text.document.source; }
    // In viewport coordinates; laid out when it is on the screen.
    [[nodiscard]] QRect sentenceRect(int sentence);
    [[nodiscard]] QString gutterText(int viewRow) const;
    [[nodiscard]] const QList<ViewRow> &rows() const { return m_rows; }
    // A popover about it opened: grounded until releaseHover().
    void ground(int sentence);
    // No popover is open any more: the sentence under the pointer is not grounded.
    void releaseHover();
    void scrollToSentence(int sentence);

signals:
    void storyAsked(int sentence, bool byKeyboard);
    // The pointer left the sentence that a story was asked for.
    void pointerLeft();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    struct Geometry
    {
        int gutter = 0;
        int from = 0;  // of the text, from the leading edge
        int width = 0; // of the text
    };

    [[nodiscard]] Geometry geometry() const;
    void rebuild();
    void relayout();
    void ensureLaid();
    void updateTops();
    [[nodiscard]] ProseBlock &block(int row);
    [[nodiscard]] int spaceAbove(int row) const;
    [[nodiscard]] int rowAt(int contentY) const;
    [[nodiscard]] int rowOfSentence(int sentence) const;
    [[nodiscard]] int sentenceAt(const QPoint &point);
    [[nodiscard]] QList<TextMark> marksOf(int row) const;
    [[nodiscard]] qreal leftOf(const Geometry &place) const;
    void refreshMarks(int sentence);
    void announce();

    ReadText m_text;
    std::shared_ptr<const Blame> m_blame;
    QStringList m_names;
    QList<ViewRow> m_rows;
    QList<int> m_heights;
    QList<bool> m_exact;
    QList<int> m_tops;
    std::unordered_map<int, ProseBlock> m_blocks;
    QTimer m_rest;
    int m_current = -1;
    int m_hovered = -1;
    int m_grounded = -1;
    int m_width = -1;
    int m_youngest = -1;
    bool m_blameShown = true;
};

} // namespace countersign
