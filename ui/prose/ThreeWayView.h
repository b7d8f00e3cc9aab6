// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/common/Signs.h"
#include "ui/prose/DiffThread.h"
#include "ui/prose/ThreeWay.h"

#include <QAbstractScrollArea>
#include <QSet>

#include <unordered_map>

namespace countersign {

class Theme;

// Three texts as prose beside each other, one row per paragraph: what both came from, theirs, ours. What nobody changed is
// folded. Up and Down go from row to row, Enter or Right unfolds, F7 and Shift+F7 (N, P) go to the next and previous
// changed row, T and Shift+T to threads, C comments on the proposed words of the row and E suggests others for them. Ctrl+C
// copies the three texts of the row.
class ThreeWayView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit ThreeWayView(QWidget *parent = nullptr);
    ~ThreeWayView() override;

    // The order of the columns: what both came from, what is there now, what is proposed.
    static constexpr std::array<diff::MergeSide, 3> columns{diff::MergeSide::Base, diff::MergeSide::Theirs,
                                                            diff::MergeSide::Ours};
    // Above the columns, by index(MergeSide): "Live in production 1.3.1".
    using Heads = std::array<QString, 3>;
    void setTexts(std::shared_ptr<const ThreeWay> texts, const Heads &heads);
    [[nodiscard]] const std::shared_ptr<const ThreeWay> &texts() const { return m_texts; }
    [[nodiscard]] const Heads &heads() const { return m_heads; }

    // One text of a row as it is read, without the blank lines around it, and what says that its side changed it.
    [[nodiscard]] static std::unique_ptr<ProseBlock> blockOf(const ThreeWayRow &row, diff::MergeSide side);
    [[nodiscard]] static Sign signOf(const ThreeWayRow &row, diff::MergeSide side);

    // One row as it is shown: a row of the texts, or what stands for rows that nobody changed.
    struct Row
    {
        int first = 0;
        int count = 1;
        bool fold = false;
    };
    [[nodiscard]] const QList<Row> &rows() const { return m_rows; }
    [[nodiscard]] int currentRow() const { return m_current; }
    void setCurrentRow(int row);
    // False at the end.
    bool walk(int direction);
    [[nodiscard]] int changedCount() const;
    // For screen readers: "Both changed it. Live: removed: 30 days; added: 14 days. …"
    [[nodiscard]] QString accessibleRowText(int row) const;
    // In viewport coordinates.
    [[nodiscard]] QRect rowRect(int row) const;
    void setZoom(qreal zoom);
    // The texts of the current row, each under its head; of a fold, what all three have in common.
    [[nodiscard]] QString copyText() const;

    // The words of the current row in the proposed text, without the blank lines around them; empty in a fold, and where the
    // proposed text says nothing.
    [[nodiscard]] diff::Range proposedWords() const;
    // Where they stand, in viewport coordinates.
    [[nodiscard]] QRect proposedRect() const;
    // The whole proposed text, in which proposedWords() and threads count.
    [[nodiscard]] QString proposedText() const;
    // Whether C and E ask for anything; they do not unless told.
    void setCommenting(bool allowed) { m_commenting = allowed; }
    // Threads about words of the proposed text (side Right), whose row is never folded. Others are left out.
    void setThreads(const QList<DiffThread> &threads);
    bool goToThread(const QString &key);
    // False at the end.
    bool walkThreads(int direction);

    // Matches in all three texts, row by row and column by column, without case. Long texts are searched aside:
    // matchesChanged says when.
    void find(const QString &words);
    void findNext(int direction);
    [[nodiscard]] bool isSearching() const { return m_searching; }
    [[nodiscard]] bool foundTooMany() const { return m_matches.size() >= mostMatches; }
    static constexpr int mostMatches = 100000;
    [[nodiscard]] int matchCount() const { return static_cast<int>(m_matches.size()); }
    [[nodiscard]] int currentMatch() const { return m_match; }
    // Where the words stand: a row of the texts, a side by index(MergeSide), and the place in that text.
    struct Match
    {
        int row = 0;
        int side = 0;
        qsizetype start = 0;
        qsizetype length = 0;
        friend bool operator==(const Match &, const Match &) = default;
    };

signals:
    void currentRowChanged(int row);
    void matchesChanged();
    void commentAsked(const countersign::DiffRange &about);
    void suggestAsked(const countersign::DiffRange &about);

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    struct Laid
    {
        std::array<ProseBlock, 3> block = {};
    };

    [[nodiscard]] int headHeight() const;
    [[nodiscard]] qreal columnWidth() const;
    [[nodiscard]] qreal textWidthOf() const;
    [[nodiscard]] QRectF columnRect(int column, const QRect &box) const;
    [[nodiscard]] QRectF proposedColumn(const QRect &box) const;
    Laid &laid(int row);
    [[nodiscard]] int exactHeight(int row);
    [[nodiscard]] int estimate(int row) const;
    // The words that stand at the top, which a new size of what is above them does not move.
    struct Place
    {
        int textRow = 0;
        int hidden = 0; // of that row, above the top
    };
    [[nodiscard]] Place topPlace() const;
    // Measures every row anew; what stood at the top stands there again.
    void measureAll(const Place &top);
    void scrollTo(int row);
    [[nodiscard]] int rowOf(int textRow) const;
    void ensureLaid();
    void updateTops(int from);
    void makeRows();
    void unfold(int row);
    void copyRow();
    // ThreeWayViewTalk.cpp
    [[nodiscard]] int textRowOf(const DiffThread &thread) const;
    [[nodiscard]] QList<const DiffThread *> threadsOf(int row) const;
    [[nodiscard]] int cardHeight(const DiffThread &thread) const;
    void placeThreads();
    void takeMatches(const QList<Match> &matches);
    // With what was found and what is gone to.
    [[nodiscard]] QList<TextMark> shownMarks(int textRow, int side) const;
    void paintHead(QPainter &painter, const Theme &theme) const;
    void paintRow(QPainter &painter, int row, const QRect &box, const Theme &theme);

    std::shared_ptr<const ThreeWay> m_texts;
    Heads m_heads;
    QList<Row> m_rows;
    QList<int> m_heights;
    QList<bool> m_exact;
    bool m_measuring = false; // where the scroll bar stands says nothing
    QList<int> m_tops; // one more than rows
    QList<qsizetype> m_starts; // of each row of the texts in the proposed text
    QSet<int> m_open;          // rows of the texts that nobody changed and that are shown all the same
    QList<DiffThread> m_threads;
    bool m_commenting = false;
    std::unordered_map<int, Laid> m_laid;
    int m_current = -1;
    qreal m_zoom = 1;
    QString m_words;
    QList<Match> m_matches;
    int m_match = -1;
    bool m_searching = false;
    int m_searchNumber = 0;
};

} // namespace countersign
