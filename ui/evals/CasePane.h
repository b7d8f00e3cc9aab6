// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "diff/Comparison.h"
#include "models/EvalMatrix.h"
#include "services/Latest.h"

#include <QWidget>

class QAbstractButton;
class QButtonGroup;
class QHBoxLayout;
class QPushButton;
class QScrollArea;

namespace countersign {

class JudgementList;
class PlainLabel;
class TextCard;

// One case: what was asked and expected, the old and the new answer as a difference, and why each was judged as it was.
class CasePane : public QWidget
{
    Q_OBJECT

public:
    explicit CasePane(QWidget *parent = nullptr);

    // Which case, and what of it. Nothing is shown for row -1.
    struct Place
    {
        int row = -1;     // into EvalMatrix::cases
        int version = -1; // whose answer is read; -1: the candidate's
        int dimension = -1;
        int number = 0; // among the cases shown, from 1
        int of = 0;
        friend bool operator==(const Place &, const Place &) = default;
    };
    void showCase(std::shared_ptr<const EvalMatrix> matrix, const Place &place);
    // The answer of that repeat, from 0; one that is not there changes nothing.
    void showAnswer(int repeat);
    [[nodiscard]] int repeat() const { return m_repeat; }
    [[nodiscard]] const Place &place() const { return m_place; }
    // In the place of the matrix, with the way back to it.
    void setAlone(bool alone);
    // What one may do with the case, under its judgements; taken over.
    void addAction(QWidget *action);
    // What a person said of the case, kept beside the automatic result; empty for nothing.
    void setHandGrade(const QString &sentence);
    [[nodiscard]] QString plainText() const;
    // The focus on the first text.
    void focusTexts();

signals:
    void stepAsked(int direction);
    void backAsked();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Side
    {
        int version = -1;
        const evals::Answer *answer = nullptr; // in the file that m_matrix keeps
    };

    void fill();
    void fillAnswers();
    [[nodiscard]] Side sideOf(int version) const;
    void compareSoon(const QString &left, const QString &right);
    [[nodiscard]] QString headOf(const Side &side) const;
    void placeRepeats();

    std::shared_ptr<const EvalMatrix> m_matrix;
    Place m_place;
    int m_repeat = 0;
    Latest<Result<std::shared_ptr<const diff::Comparison>>> m_compare{this};

    QPushButton *m_back = nullptr;
    PlainLabel *m_title = nullptr;
    PlainLabel *m_number = nullptr;
    QPushButton *m_previous = nullptr;
    QPushButton *m_next = nullptr;
    QWidget *m_repeats = nullptr;
    QHBoxLayout *m_repeatRow = nullptr;
    QButtonGroup *m_repeatGroup = nullptr;
    QScrollArea *m_scroll = nullptr;
    QWidget *m_body = nullptr;
    TextCard *m_input = nullptr;
    TextCard *m_expected = nullptr;
    TextCard *m_old = nullptr;
    TextCard *m_new = nullptr;
    PlainLabel *m_note = nullptr;
    JudgementList *m_judgements = nullptr;
    PlainLabel *m_hand = nullptr;
    QHBoxLayout *m_actions = nullptr;
};

} // namespace countersign
