// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/prose/ComparePicker.h"
#include "ui/prose/DiffView.h"
#include "ui/prose/ThreeWayView.h"

#include <QWidget>

class QAbstractButton;
class QPrinter;
class QPushButton;
class QStackedWidget;

namespace countersign {

class BusyLine;
class DiffPrint;
class EmptyState;
class Ground;
class NoticeBar;
class PlainLabel;
class SearchField;
class SettingsCard;

// How a person likes to read, apart from what.
struct ReadingChoice
{
    LayoutChoice layout = LayoutChoice::Automatic;
    qreal zoom = 1;
    bool spaces = false;

    friend bool operator==(const ReadingChoice &, const ReadingChoice &) = default;
};

// The difference of one file with everything around it: the settings above, the heads that say and choose what is
// compared, the search, and the view.
class DiffPane : public QWidget
{
    Q_OBJECT

public:
    explicit DiffPane(QWidget *parent = nullptr);

    [[nodiscard]] DiffView *view() const { return m_view; }
    void setChoices(diff::Side side, const QList<DiffChoice> &choices, const QString &current);
    void setComparison(std::shared_ptr<const diff::Comparison> comparison);
    // Three texts in the place of the difference, until setComparison().
    void setThreeWay(std::shared_ptr<const ThreeWay> texts, const ThreeWayView::Heads &heads);
    [[nodiscard]] bool showsThree() const;
    [[nodiscard]] ThreeWayView *threeWayView() const { return m_three; }
    // What is read: the difference, or the three texts.
    [[nodiscard]] QWidget *currentView() const;
    // To the next or previous place that changed.
    bool walk(int direction);
    // The place of the difference while it is read; what stood there stays until setComparison.
    void setBusy(const QString &whatRuns);
    // Instead of the difference: what could not be shown and why.
    void setProblem(const QString &sentence, const QString &explanation);
    // Above the difference, for instance that what is live has changed.
    [[nodiscard]] NoticeBar *notice() const { return m_notice; }
    void setCommenting(bool allowed);
    // Several files in one change: a row of names above everything. Empty or one: no row.
    void setFiles(const QStringList &names, int current);

    // Kept by the owner between runs; readingChanged() says when the person chose another way.
    void setReading(const ReadingChoice &choice);
    [[nodiscard]] ReadingChoice reading() const;
    // Whether the count of seen sentences stands in the head; it does unless told.
    void setSeenCounted(bool counted);
    // Printed above the difference and offered as the name of the file.
    void setPrintTitle(const QString &title) { m_printTitle = title; }

    void openSearch();
    // The list of what may be compared, under the head of that side.
    void openPicker(diff::Side side);
    // Asks for a printer or a file, then prints what is shown.
    void print();
    // Without asking: `printer` says where to. The print deletes itself when it has ended.
    DiffPrint *printTo(std::unique_ptr<QPrinter> printer);
    // Closes the search or drops the selection; false when there was neither.
    bool escape();

signals:
    void choiceMade(countersign::diff::Side side, const QString &id);
    void fileChosen(int file);
    void commentAsked(const countersign::DiffRange &about);
    void suggestAsked(const countersign::DiffRange &about);
    void readingChanged();
    // By keyboard: three texts, or the two again.
    void threeTextsAsked();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Head
    {
        QWidget *place = nullptr;
        PlainLabel *lead = nullptr;
        QAbstractButton *name = nullptr;
        PlainLabel *note = nullptr;
    };

    void makeHead(Head &head, diff::Side side);
    void placeHeads();
    void find(const QString &words);
    void findNext(int direction);
    template<typename View>
    void showMatches(const View &view);
    void placeCommentButton();
    void showLayout();
    void showSeen();
    void openMenu();

    Ground *m_files = nullptr;
    SettingsCard *m_settings = nullptr;
    Ground *m_heads = nullptr;
    std::array<Head, 2> m_head = {};
    QPushButton *m_layoutButton = nullptr;
    QPushButton *m_more = nullptr;
    QPushButton *m_seen = nullptr;
    std::array<QList<DiffChoice>, 2> m_choices = {};
    std::array<QString, 2> m_chosen = {};
    QPointer<ComparePicker> m_picker;
    bool m_goToMatch = false;
    bool m_seenCounted = true;
    QString m_printTitle;
    Ground *m_searchBar = nullptr;
    SearchField *m_search = nullptr;
    PlainLabel *m_matches = nullptr;
    NoticeBar *m_notice = nullptr;
    BusyLine *m_busy = nullptr;
    QStackedWidget *m_stack = nullptr;
    DiffView *m_view = nullptr;
    ThreeWayView *m_three = nullptr;
    EmptyState *m_empty = nullptr;
    Ground *m_onSelection = nullptr;
    QPushButton *m_comment = nullptr;
    QPushButton *m_suggest = nullptr;
    bool m_commenting = false;
};

} // namespace countersign
