// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "services/Latest.h"
#include "ui/change/MergeAnswers.h"
#include "ui/prose/DiffPane.h"

#include <QWidget>

class QButtonGroup;
class QScrollArea;
class QStackedWidget;

namespace countersign {

class BusyLine;
class FilterChip;
class GrowingTextEdit;
class Ground;
class NoticeBar;
class PlainLabel;
class ProseView;

// A draft and what was accepted meanwhile become one text: the places where somebody has to choose, one by one with the
// three texts beside each other, then what came of it as a difference. Decides nothing by itself and writes nothing; who
// holds the draft takes files().
//
// F7 and Shift+F7 (N, P) go to the next and previous place, 1 to 4 or Left and Right choose, E writes other words, Esc
// leaves them.
class MergeView : public QWidget
{
    Q_OBJECT

public:
    explicit MergeView(QWidget *parent = nullptr);

    // Answers to questions that were asked before stand.
    void setMerges(const QList<FileMerge> &merges);
    void clear();
    void setBusy(const QString &whatRuns);
    void setProblem(const QString &sentence, const QString &explanation);
    [[nodiscard]] bool isReady() const { return m_ready; }
    [[nodiscard]] const QList<FileMerge> &merges() const { return m_answers.merges(); }
    [[nodiscard]] int questionCount() const { return static_cast<int>(m_answers.questions().size()); }
    [[nodiscard]] int openCount() const { return m_answers.openCount(); }
    [[nodiscard]] int currentQuestion() const { return m_question; }
    [[nodiscard]] Result<QList<EditedFile>> files() const { return m_answers.files(); }
    // What came of it is on the screen.
    [[nodiscard]] bool showsDifference() const;
    void showDifference();
    void showQuestions();
    // To the first place that is open.
    void goToOpen();
    // Places, or differences.
    bool walk(int direction);
    void choose(MergeAnswerKind kind);
    [[nodiscard]] NoticeBar *notice() const { return m_notice; }
    [[nodiscard]] DiffPane *difference() const { return m_difference; }
    // One sentence for screen readers.
    [[nodiscard]] QString accessibleQuestion(int question) const;
    // Leaves the field of her own words; false when it has not the focus.
    bool escape();
    void focusFirst();

signals:
    // Another answer, another page.
    void changed();
    void canceled();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Column
    {
        PlainLabel *head = nullptr;
        ProseView *words = nullptr;
        FilterChip *choice = nullptr;
    };

    void makeQuestionPage();
    void setQuestion(int question);
    void showQuestion();
    void showResult();
    void showLead();
    void compare();
    void announce(const QString &words);
    [[nodiscard]] QString theirName(const FileMerge &merge) const;
    [[nodiscard]] QString factOf(const FileMerge &merge) const;
    [[nodiscard]] QString choiceName(MergeAnswerKind kind, int question) const;
    [[nodiscard]] QByteArray bytesOf(const QString &side, int file) const;

    MergeAnswers m_answers;
    bool m_ready = false;
    bool m_showing = false;
    int m_question = -1;
    int m_file = 0;
    QString m_left;
    QList<EditedFile> m_merged;
    Latest<Result<std::shared_ptr<const diff::Comparison>>> m_compare{this};

    PlainLabel *m_lead = nullptr;
    PlainLabel *m_facts = nullptr;
    NoticeBar *m_notice = nullptr;
    BusyLine *m_busy = nullptr;
    QStackedWidget *m_pages = nullptr;
    QWidget *m_questionPage = nullptr;
    QScrollArea *m_scroll = nullptr;
    Ground *m_card = nullptr;
    PlainLabel *m_where = nullptr;
    PlainLabel *m_count = nullptr;
    QPushButton *m_previous = nullptr;
    QPushButton *m_next = nullptr;
    std::array<Column, 3> m_columns = {}; // base, theirs, ours
    FilterChip *m_both = nullptr;
    FilterChip *m_own = nullptr;
    QButtonGroup *m_choices = nullptr;
    PlainLabel *m_resultHead = nullptr;
    ProseView *m_result = nullptr;
    GrowingTextEdit *m_words = nullptr;
    DiffPane *m_difference = nullptr;
    QPushButton *m_back = nullptr;
};

} // namespace countersign
