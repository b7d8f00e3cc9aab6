// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "diff/Comparison.h"
#include "ui/prose/DiffRows.h"
#include "ui/prose/DiffThread.h"
#include "ui/prose/SeenSentences.h"

#include <QAbstractScrollArea>
#include <QHash>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>

class QVariantAnimation;

namespace countersign {

class DiffRuler;
class Theme;

enum class LayoutChoice { Automatic, SideBySide, Unified };

// The difference of two texts as prose: side by side with both sides of a row at one height, or in one column.
// Only the rows on the screen are laid out; the others have an estimated height until they are seen. Of a long text the
// beginning is there at once and the rest is prepared aside.
//
// Up and Down go from row to row, Right (or Enter) unfolds and Left folds again, Enter follows a move, F7 and Shift+F7
// (N, P) go to the next and previous entry, T and Shift+T to threads, S marks a sentence as seen and goes on. Words are selected with the mouse,
// or with Shift and the arrows beginning at the words of an entry, on one side.
class DiffView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit DiffView(QWidget *parent = nullptr);
    ~DiffView() override;

    // Starts at the top with everything folded that may be; nullptr for nothing.
    void setComparison(std::shared_ptr<const diff::Comparison> comparison);
    // False while rows of a long text are still prepared.
    [[nodiscard]] bool isComplete() const { return m_complete; }
    [[nodiscard]] const std::shared_ptr<const diff::Comparison> &comparison() const { return m_comparison; }

    void setLayoutChoice(LayoutChoice choice);
    [[nodiscard]] LayoutChoice layoutChoice() const { return m_choice; }
    // What is shown: one column where both would be too narrow.
    [[nodiscard]] DiffLayout shownLayout() const { return m_layout; }
    // Words that stand beside a heading of the right text, by the heading's title.
    void setSectionNotes(const QHash<QString, QString> &notes);
    // Cards of threads that are no longer named are deleted.
    void setThreads(const QList<DiffThread> &threads);

    // Into Comparison::entries, or -1. Scrolls to its words, marks both sides and lets them flash.
    void setCurrentEntry(int entry);
    [[nodiscard]] int currentEntry() const { return m_entry; }
    // The next entry, or changed row where there are no entries; false at the end.
    bool walk(int direction);

    void goTo(const DiffRange &place);
    bool goToThread(const QString &key);
    // The thread after or before the current row; false when there is none.
    bool walkThreads(int direction);
    void unfold(int fold);
    void foldAgain(int fold);
    void unfoldAll();
    void foldAll();
    [[nodiscard]] const QSet<int> &unfolded() const { return m_unfolded; }

    [[nodiscard]] DiffRange selection() const { return m_selection; }
    void select(const DiffRange &range);
    [[nodiscard]] QString selectedText() const;
    // The rows of the selection, or all of them, as a patch.
    [[nodiscard]] QString selectedPatch() const;
    void copyAsPatch() { copy(true); }
    // What a comment would be about: the selection, the words of the entry, or the row with the caret.
    [[nodiscard]] DiffRange commentPlace() const;

    // Matches on both sides in reading order, without case. A long text is searched aside: matchesChanged says when.
    // Unfolds what holds a match when it is gone to.
    int find(const QString &words);
    void findNext(int direction);
    [[nodiscard]] bool isSearching() const { return m_searching; }
    // More than mostMatches places have them; the others are not counted.
    [[nodiscard]] bool foundTooMany() const { return m_matches.size() >= mostMatches; }
    static constexpr int mostMatches = 100000;
    [[nodiscard]] int matchCount() const { return static_cast<int>(m_matches.size()); }
    [[nodiscard]] int currentMatch() const { return m_match; }

    // What the reader marked as seen, by the keys of listSentences(). Keys of other texts may be among them.
    void setSeen(const QSet<QByteArray> &seen);
    [[nodiscard]] const QSet<QByteArray> &seen() const { return m_seen; }
    [[nodiscard]] int seenCount() const;
    [[nodiscard]] int sentenceCount() const { return static_cast<int>(m_sentences.order.size()); }
    // Into Comparison::sentences, or -1: what the next press of the key marks as seen.
    [[nodiscard]] int currentSentence() const { return m_sentence; }
    // Marks the current sentence as seen and goes to the next one that is not; the first time it only goes there.
    // False when there is none left.
    bool seeNext();
    // The sentence before the current one is to be read again.
    bool unseeLast();
    [[nodiscard]] bool isRowSeen(int row) const;

    [[nodiscard]] const QList<ViewRow> &rows() const { return m_rows; }
    [[nodiscard]] int currentRow() const { return m_current; }
    void setCurrentRow(int row);
    // One sentence for screen readers: "removed: 30 days; added: 14 days".
    [[nodiscard]] QString accessibleRowText(int row) const;
    // In viewport coordinates; laid out when it is on the screen.
    [[nodiscard]] QRect rowRect(int row) const;
    // The tag of a move in a visible row, in viewport coordinates.
    [[nodiscard]] QRect moveTagRect(int move, diff::Side shownOn) const;
    [[nodiscard]] qreal zoom() const { return m_zoom; }
    void setZoom(qreal zoom);
    // Blanks, tabs and line ends as the file has them, each with a sign.
    void setSpacesShown(bool shown);
    [[nodiscard]] bool spacesShown() const { return m_spacesShown; }

    [[nodiscard]] QRect selectionRect() const;

signals:
    void currentEntryChanged(int entry);
    void selectionChanged();
    void commentAsked(const countersign::DiffRange &about);
    void suggestAsked(const countersign::DiffRange &about);
    void shownLayoutChanged();
    void matchesChanged();
    // seen(), seenCount() or sentenceCount() are others now.
    void seenChanged();
    // The reader marked something: to be kept.
    void seenByReader();
    // The person chose another zoom, layout or spaces.
    void readingChanged();

protected:
    bool event(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Tag
    {
        int row = -1; // view row
        int move = -1;
        diff::Side shownOn = diff::Side::Right;
        QRectF box = {}; // relative to the row
        QString text = {};
        bool dashed = false;
    };
    struct Laid
    {
        std::array<std::shared_ptr<ProseBlock>, 2> block = {}; // one for both where both show the same
        QList<Tag> tags = {};
    };
    struct Geometry
    {
        int column = 0; // width of one side with its gutter
        int gutter = 0;
        int text = 0;   // width of the prose, unzoomed
        int textStart = 0;
    };

    // What stood at the top of the screen, by its row in the comparison.
    struct TopPlace
    {
        int row = -1;
        int offset = 0;
    };
    // What heights are estimated from.
    struct Measure
    {
        qreal charWidth = 1;
        int text = 1;
        int line = 1;
        int inset = 0;
        int fold = 0;
        int message = 0;
    };

    void plan();
    void planAside();
    void adopt(RowPlan plan);
    void splice(int first, int count, const QList<ViewRow> &rows);
    [[nodiscard]] TopPlace topPlace() const;
    void restoreTop(const TopPlace &place);
    [[nodiscard]] bool isLong() const;
    // False when all stands where it should already.
    bool relayout();
    [[nodiscard]] Geometry geometry() const;
    [[nodiscard]] Measure measure() const;
    [[nodiscard]] int estimate(const ViewRow &row, const Measure &measure) const;
    Laid &laid(int row);
    int layRow(int row);
    void ensureLaid();
    void updateTops(int from);
    void updateScrollBar();
    void updateRuler();
    void placeThreads();
    [[nodiscard]] QList<TextMark> liveMarks(const ViewRow &row, diff::Side side) const;
    void refreshMarks();
    [[nodiscard]] int rowAt(int contentY) const;
    [[nodiscard]] int comparedRow(const DiffRange &place) const;
    [[nodiscard]] int rowOf(const DiffRange &place) const;
    [[nodiscard]] int firstViewRow(int comparedRow) const;
    void takeMatches(const QList<DiffRange> &matches);
    void showSelection();
    [[nodiscard]] std::optional<DiffRange> placeAt(const QPoint &point, diff::Side *side) const;
    [[nodiscard]] qreal columnLeft(diff::Side side) const;
    [[nodiscard]] bool rightToLeft() const;
    void scrollToRow(int row);
    void scrollTo(int value);
    void showEntry();
    void flash(const QList<DiffRange> &places);
    void unfoldFor(const DiffRange &place);
    void followMove(int move, diff::Side shownOn);
    void activateRow(int row);
    void copy(bool asPatch);
    [[nodiscard]] QString moveText(int move, diff::Side shownOn) const;
    [[nodiscard]] QList<const DiffThread *> threadsOf(int row) const;
    void paintRow(QPainter &painter, int row, const QRect &box, const Theme &theme);
    void paintCell(QPainter &painter, int row, diff::Side side, const QRect &box, const Theme &theme);
    void paintFold(QPainter &painter, int row, const QRect &box, const Theme &theme) const;
    void paintMessage(QPainter &painter, int row, const QRect &box, const Theme &theme) const;
    void announceRow();
    void listChangedSentences();
    void showSentence(int sentence);
    void selectWord(int direction, bool extend);
    void selectOtherSide();
    void selectWordAt(const DiffRange &place);

    std::shared_ptr<const diff::Comparison> m_comparison;
    QList<ViewRow> m_rows;
    QList<int> m_changed;    // view rows with a sign
    bool m_complete = true;
    int m_planNumber = 0;
    std::function<void()> m_afterPlan; // what was asked for and needs rows that are not there yet
    TopPlace m_topAfterPlan;
    QList<int> m_heights;    // per view row, estimated or exact
    QList<bool> m_exact;
    QList<int> m_tops;       // one more than rows
    std::unordered_map<int, Laid> m_laid;
    QSet<int> m_unfolded;
    QHash<QString, QString> m_sectionNotes;
    QList<DiffThread> m_threads;
    LayoutChoice m_choice = LayoutChoice::Automatic;
    DiffLayout m_layout = DiffLayout::SideBySide;
    int m_width = -1;
    bool m_placing = false; // the rows get new places; where the scroll bar stands says nothing
    qreal m_zoom = 1;
    int m_entry = -1;
    int m_current = -1;
    DiffRange m_selection;
    qsizetype m_anchor = -1;
    bool m_selecting = false;
    QList<DiffRange> m_flash;
    QTimer m_flashEnd;
    QList<DiffRange> m_matches;
    int m_match = -1;
    QString m_words;
    bool m_searching = false;
    int m_searchNumber = 0;
    bool m_spacesShown = false;
    SentenceList m_sentences;
    int m_sentencesNumber = 0;
    int m_sentence = -1;
    QSet<QByteArray> m_seen;
    QTimer m_ruleSoon;
    DiffRuler *m_ruler = nullptr;
    QVariantAnimation *m_slide = nullptr;
};

} // namespace countersign
