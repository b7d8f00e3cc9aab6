// SPDX-FileCopyrightText: 2026 The Countersign authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/CasesModel.h"
#include "ui/evals/NotCountedList.h"

#include <QWidget>

class QSplitter;
class QStackedWidget;
class QVBoxLayout;

namespace countersign {

class BoardView;
class BusyLine;
class CasePane;
class CasesPanel;
class EmptyState;
class TotalsView;
class PlainLabel;
class VerdictBand;

// The evidence: verdict, dimensions, cases × versions, and one case. The same in a change and for result files alone.
// Under 800 wide the case opens in place of the matrix.
class EvalsView : public QWidget
{
    Q_OBJECT

public:
    explicit EvalsView(QWidget *parent = nullptr);

    // nullptr for nothing: then the empty state stands there. What was chosen stays chosen where it still exists.
    void setMatrix(std::shared_ptr<const EvalMatrix> matrix);
    [[nodiscard]] const std::shared_ptr<const EvalMatrix> &matrix() const { return m_matrix; }
    void setEmpty(const QString &sentence, const QString &explanation, const QString &action);
    void setNotCounted(const QList<NotCounted> &runs);
    // What is shown stays readable meanwhile.
    void setBusy(const QString &whatRuns);
    void setProgress(qreal part, const QString &words);
    void setIdle();

    [[nodiscard]] VerdictBand *band() const { return m_band; }
    [[nodiscard]] BoardView *board() const { return m_board; }
    [[nodiscard]] CasesPanel *panel() const { return m_panel; }
    [[nodiscard]] CasePane *casePane() const { return m_case; }
    [[nodiscard]] bool isNarrow() const { return m_narrow; }

    void focusFirst();
    [[nodiscard]] QList<QWidget *> panes() const;
    bool escape();
    void openSearch();
    // Verdict, rule and board.
    [[nodiscard]] QString plainText() const;

signals:
    void emptyAction();
    void canceled();
    // Another case, version, dimension or filter is shown.
    void placeChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void showCase();
    void arrange();
    void fitBoard();
    void openCase(bool open);

    std::shared_ptr<const EvalMatrix> m_matrix;
    QStackedWidget *m_stack = nullptr;
    EmptyState *m_empty = nullptr;
    QWidget *m_page = nullptr;
    BusyLine *m_busy = nullptr;
    VerdictBand *m_band = nullptr;
    NotCountedList *m_notCounted = nullptr;
    BoardView *m_board = nullptr;
    TotalsView *m_totals = nullptr;
    QWidget *m_onlyPlace = nullptr;
    PlainLabel *m_only = nullptr;
    QSplitter *m_split = nullptr;
    CasesPanel *m_panel = nullptr;
    CasePane *m_case = nullptr;
    bool m_narrow = false;
    bool m_caseOpen = false; // in place of the matrix, while narrow
};

} // namespace countersign
